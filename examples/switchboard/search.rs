//! Finding by name: how well a text fits what people typed.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// How well a text fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It is what was typed.
    Exact,
    /// It starts with it.
    Prefix,
    /// It has all the words.
    Words,
    /// It has it somewhere.
    Part,
    /// It is spelt much like it.
    Near,
}

impl Fit {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Words => "words",
            Self::Part => "part",
            Self::Near => "near",
        }
    }
}

/// What somebody looks for.
pub(crate) struct Query {
    text: String,
    words: Vec<String>,
}

impl Query {
    /// Nothing where nothing was typed.
    pub(crate) fn of(words: &[String]) -> Option<Self> {
        let text = folded(&words.join(" "));
        let words: Vec<String> = words_of(&text).map(str::to_owned).collect();
        (!text.is_empty()).then_some(Self { text, words })
    }

    /// How well a text fits, if at all.
    pub(crate) fn fit(&self, text: &str) -> Option<Fit> {
        let text = folded(text);
        if text == self.text {
            return Some(Fit::Exact);
        }
        if text.starts_with(&self.text) {
            return Some(Fit::Prefix);
        }
        let words: Vec<&str> = words_of(&text).collect();
        let has = |word: &String| words.contains(&word.as_str());
        if !self.words.is_empty() && self.words.iter().all(has) {
            return Some(Fit::Words);
        }
        if text.contains(&self.text) {
            return Some(Fit::Part);
        }
        let is_near = |word: &String| words.iter().any(|other| are_near(word, other));
        let are_words_near = !self.words.is_empty() && self.words.iter().all(is_near);
        (are_near(&self.text, &text) || are_words_near).then_some(Fit::Near)
    }
}

/// The text in the form in which names compare (rule T1): case and compatibility forms do not matter, white space is `-`.
pub(crate) fn folded(text: &str) -> String {
    let composed: String = text.nfkc().collect();
    let folded = UniCase::unicode(composed).to_folded_case();
    let words: Vec<String> = folded
        .split_whitespace()
        .map(|word| word.nfkc().collect())
        .collect();
    words.join("-")
}

fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether at most a third of the letters differ; short words must be the same.
fn are_near(left: &str, right: &str) -> bool {
    const LONGEST: usize = 64;
    let (long, other) = (left.chars().count(), right.chars().count());
    let allowed = long.min(LONGEST) / 3;
    long <= LONGEST
        && long.abs_diff(other) <= allowed
        && long > 2
        && distance(left, right) <= allowed
}

/// The nearest of these names, if one is near.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (folded_name, limit) = (folded(name), name.chars().count() / 3 + 1);
    names
        .map(|other| (distance(&folded(other), &folded_name), other))
        .min()
        .filter(|(distance, _)| *distance <= limit)
        .map(|(_, nearest)| nearest)
}

/// How many characters have to be added, removed or changed to make one text of the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, character) in from.chars().enumerate() {
        let mut left = at + 1;
        let mut above_left = at;
        let mut next = vec![left];
        for (other, above) in to.iter().zip(row.iter().skip(1)) {
            left = (left + 1)
                .min(above + 1)
                .min(above_left + usize::from(*other != character));
            above_left = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
