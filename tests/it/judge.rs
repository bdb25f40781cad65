//! Regular expressions, judged by the crate `regex` rather than by the library.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// Those of generated organizations: apart, within each other, overlapping, beside literals and prefixes.
pub const PATTERNS: [&str; 7] = [
    "acme-[a-z]+",
    "[a-z]{2}(?:-[a-z]+)?",
    r"\w+",
    ".*-(?i:EU|7)",
    "(?s).*",
    "acme|pt",
    "[^a-d]{3,}",
];

/// The literals and prefixes of generated organizations.
const LITERALS: [&str; 5] = ["acme", "acme-eu", "Beta Ltd", "en", "pt"];
const PREFIXES: [&str; 5] = ["ac", "acme-", "B", "en-", "pt-"];

/// What texts are put together of: three of them make one for each set of these prefixes and patterns that some text alone
/// matches.
const FRAGMENTS: [&str; 16] = [
    "", "ac", "acme", "acme-", "B", "en", "-", "eu", "é", "7", "~\n", " Ltd", "pt", "ab", "-7",
    "a-7",
];

/// The literals, and texts of which each matches prefixes and patterns as no other does, with the patterns that match it.
static JUDGED: LazyLock<Vec<(String, Vec<bool>)>> = LazyLock::new(|| {
    let judges = PATTERNS.map(judge);
    let mut seen = BTreeSet::new();
    let mut judged = Vec::new();
    for text in LITERALS.map(String::from).into_iter().chain(triples()) {
        let matching: Vec<bool> = judges.iter().map(|judge| judge.is_match(&text)).collect();
        let starting = PREFIXES.map(|prefix| text.starts_with(prefix));
        let literal = LITERALS.iter().find(|literal| **literal == text);
        if seen.insert((matching.clone(), starting, literal)) {
            judged.push((text, matching));
        }
    }
    judged
});

fn triples() -> impl Iterator<Item = String> {
    let all = FRAGMENTS.into_iter();
    let pairs = all.flat_map(|one| FRAGMENTS.map(|two| [one, two].concat()));
    pairs.flat_map(|pair| FRAGMENTS.map(|three| [pair.as_str(), three].concat()))
}

/// Texts enough for every class of values that generated organizations tell apart.
pub fn texts() -> impl Iterator<Item = &'static str> {
    JUDGED.iter().map(|(text, _)| text.as_str())
}

/// Whether a pattern matches all of a value.
pub fn matches(pattern: &str, value: &str) -> bool {
    let known = JUDGED.iter().find(|(text, _)| text == value);
    let place = PATTERNS.iter().position(|one| *one == pattern);
    match (known, place) {
        (Some((_, matching)), Some(place)) => matching[place],
        _ => judge(pattern).is_match(value),
    }
}

pub fn judge(pattern: &str) -> Regex {
    Regex::new(&format!(r"\A(?:{pattern})\z")).unwrap()
}
