//! A tree of topics.

use std::collections::HashSet;

use super::words::segment;
use super::{Random, Style};

/// So many topics, all different, each below another one or at the top.
pub fn topics(count: usize, style: Style, random: &mut Random) -> Vec<String> {
    let mut topics: Vec<String> = Vec::with_capacity(count);
    let mut seen: HashSet<String> = HashSet::with_capacity(count);
    let mut above = 0..0;
    for (depth, wanted) in (1..).zip(levels(count, style)) {
        let first = topics.len();
        while topics.len() < first + wanted {
            let mut topic = String::new();
            if !above.is_empty() {
                topic.push_str(&topics[above.start + random.below(above.len())]);
                topic.push('/');
            }
            segment(&mut topic, style, depth, random);
            // Where a level has few names, a number tells them apart, as it does in real life.
            while !seen.insert(topic.clone()) {
                let number = random.below(10).to_string();
                topic.push_str(&number);
            }
            topics.push(topic);
        }
        above = first..topics.len();
    }
    topics
}

/// How many topics lie at each depth: as many as tossing a coin for each further segment gives.
fn levels(count: usize, style: Style) -> Vec<usize> {
    let (deepest, mean) = match style {
        Style::Short => (2, 1.9),
        // 3 segments among 100 topics, 4.4 among 1,000,000.
        _ => (6, 3.0 + 0.35 * ((count as f64).log10() - 2.0)),
    };
    let further = f64::from(deepest - 1);
    let chance = ((mean - 1.0) / further).clamp(0.1, 0.9);
    let mut share = (1.0 - chance).powf(further);
    let mut levels = Vec::new();
    for level in 0..deepest {
        let wanted = (share * count as f64).round() as usize;
        levels.push(wanted.max(usize::from(level == 0)));
        let (level, next) = (f64::from(level), f64::from(level + 1));
        share *= chance / (1.0 - chance) * (further - level) / next;
    }
    // Rounding is settled where most are.
    let total: usize = levels.iter().sum();
    let fullest = (0..levels.len()).max_by_key(|level| levels[*level]);
    if let Some(level) = fullest {
        levels[level] = (levels[level] + count).saturating_sub(total);
    }
    levels
}
