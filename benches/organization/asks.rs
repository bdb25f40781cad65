//! What is asked: topics known exactly, unknown below a known one, or unknown from the first segment on.

use std::collections::HashSet;

use super::attributes::VALUES;
use super::words::segment;
use super::{Plan, Random, Style};

/// Which topics are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Set {
    /// Known topics.
    Exact,
    /// One or two unknown segments below a known topic.
    Deeper,
    /// An unknown first segment, and some more.
    Unknown,
    /// 70 % exact, 20 % deeper, 10 % unknown.
    Mixed,
    /// Known topics, each segment with a capital letter.
    Miscased,
    /// Known topics, in an organization that writes in several scripts.
    NonAscii,
    /// Known topics, in an organization whose topics have 8 to 18 bytes.
    Short,
    /// Known topics, in an organization whose topics have some 150 bytes.
    Long,
}

/// How often each topic is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Distribution {
    /// All alike.
    Uniform,
    /// The second half as often as the first, the third a third as often, and so on.
    Zipf,
}

/// A list of asks, in the order in which they are asked.
#[derive(Debug)]
pub struct Asks {
    /// All topics, one behind the other, each behind a slash.
    texts: String,
    ends: Vec<usize>,
    values: Vec<[u8; 5]>,
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub topic: &'a str,
    /// By attribute, the number of its value.
    pub values: [u8; 5],
}

impl Asks {
    /// So many asks of an organization.
    pub fn new(plan: &Plan, set: Set, distribution: Distribution, count: usize) -> Self {
        let mut random = Random::new(count as u64 ^ (set as u64) << 32);
        let mut asks = Self {
            texts: String::new(),
            ends: Vec::with_capacity(count),
            values: Vec::with_capacity(count),
        };
        let writer = Writer::new(plan);
        let choice = Choice::new(plan.topics.len(), distribution, &mut random);
        for _ in 0..count {
            asks.texts.push('/');
            let topic = &plan.topics[choice.next(&mut random)];
            writer.write(&mut asks.texts, topic, set, &mut random);
            asks.ends.push(asks.texts.len());
            asks.values
                .push(VALUES.map(|values| random.below(values.len()) as u8));
        }
        asks
    }

    pub fn iter(&self) -> impl Iterator<Item = Ask<'_>> {
        self.rooted().zip(&self.values).map(|(topic, values)| Ask {
            topic: &topic[1..],
            values: *values,
        })
    }

    /// The topics with the slash before them.
    pub fn rooted(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let topic = &self.texts[start..end];
            start = end;
            topic
        })
    }
}

/// Draws the numbers of topics.
struct Choice {
    /// Of Zipf: by rank, the sum of all shares up to it.
    sums: Vec<f64>,
    /// By rank, the topic.
    ranks: Vec<usize>,
}

impl Choice {
    fn new(topics: usize, distribution: Distribution, random: &mut Random) -> Self {
        let mut ranks: Vec<usize> = (0..topics).collect();
        random.shuffle(&mut ranks);
        let mut sum = 0.0;
        let sums = match distribution {
            Distribution::Uniform => Vec::new(),
            Distribution::Zipf => (1..=topics)
                .map(|rank| {
                    sum += 1.0 / rank as f64;
                    sum
                })
                .collect(),
        };
        Self { sums, ranks }
    }

    fn next(&self, random: &mut Random) -> usize {
        let Some(total) = self.sums.last() else {
            return self.ranks[random.below(self.ranks.len())];
        };
        let drawn = random.unit() * total;
        self.ranks[self.sums.partition_point(|sum| *sum <= drawn)]
    }
}

/// Makes the text of an ask from a known topic.
struct Writer<'a> {
    style: Style,
    known: HashSet<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self {
            style: plan.style,
            known: plan.topics.iter().map(String::as_str).collect(),
        }
    }

    fn write(&self, text: &mut String, topic: &str, set: Set, random: &mut Random) {
        match set {
            Set::Exact | Set::NonAscii | Set::Short | Set::Long => text.push_str(topic),
            Set::Deeper => {
                text.push_str(topic);
                text.push('/');
                self.unknown_segment(text, topic.len() + 1, random);
                if random.percent(50) {
                    text.push('/');
                    segment(text, self.style, 2, random);
                }
            }
            Set::Unknown => {
                self.unknown_segment(text, 0, random);
                text.push_str(topic.find('/').map_or("", |first| &topic[first..]));
            }
            Set::Mixed => {
                let set = match random.below(10) {
                    0..7 => Set::Exact,
                    7..9 => Set::Deeper,
                    _ => Set::Unknown,
                };
                self.write(text, topic, set, random);
            }
            Set::Miscased => {
                for (at, segment) in topic.split('/').enumerate() {
                    text.push_str(if at == 0 { "" } else { "/" });
                    text.push_str(&segment[..1].to_uppercase());
                    text.push_str(&segment[1..]);
                }
            }
        }
    }

    /// A segment with which the path, `above` bytes of which are written, is no known topic.
    fn unknown_segment(&self, text: &mut String, above: usize, random: &mut Random) {
        let start = text.len();
        loop {
            segment(text, self.style, 1, random);
            if !self.known.contains(&text[start - above..]) {
                return;
            }
            if random.percent(50) {
                text.truncate(start);
            }
        }
    }
}
