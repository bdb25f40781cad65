//! Words that segments of topics are made of.

use super::Random;

/// What the topics of an organization look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One or two English words a segment, 10 to 11 bytes on average.
    Plain,
    /// The same in Romanian, German, Russian, Greek and Japanese, in canonical form.
    NonAscii,
    /// One or two segments, 8 to 18 bytes together.
    Short,
    /// Four to six words a segment, some 150 bytes together.
    Long,
}

const PLAIN: [&str; 64] = [
    "account",
    "address",
    "advice",
    "appeals",
    "billing",
    "booking",
    "brakes",
    "cards",
    "carriers",
    "claims",
    "cloud",
    "complaints",
    "consent",
    "contract",
    "credit",
    "customs",
    "damage",
    "data",
    "delivery",
    "deposits",
    "devices",
    "disputes",
    "donations",
    "energy",
    "events",
    "exports",
    "fees",
    "fleet",
    "forms",
    "fraud",
    "grants",
    "hiring",
    "housing",
    "imports",
    "invoices",
    "keys",
    "leases",
    "licences",
    "loans",
    "meters",
    "network",
    "orders",
    "parking",
    "passes",
    "payroll",
    "pensions",
    "permits",
    "policies",
    "pricing",
    "privacy",
    "quality",
    "records",
    "refunds",
    "repairs",
    "returns",
    "safety",
    "schools",
    "security",
    "storage",
    "tax",
    "tickets",
    "training",
    "visas",
    "warranty",
];

/// In canonical form (T1): folding changes none of them.
const NON_ASCII: [&str; 32] = [
    "rambursări",
    "facturi",
    "plăți",
    "întârzieri",
    "garanție",
    "mărfuri",
    "călătorii",
    "sănătate",
    "rückgabe",
    "zurück",
    "überweisung",
    "gebühren",
    "verträge",
    "schäden",
    "prüfung",
    "behörde",
    "возврат",
    "счета",
    "доставка",
    "жалобы",
    "гарантия",
    "договор",
    "налоги",
    "кредит",
    "επιστροφή",
    "παράδοση",
    "εγγύηση",
    "πληρωμή",
    "請求書",
    "返金",
    "配送",
    "契約",
];

const CONSONANTS: &[u8] = b"bcdfghklmnprstvz";
const VOWELS: &[u8] = b"aeiou";

/// Adds a segment at a depth, from 1.
pub fn segment(text: &mut String, style: Style, depth: usize, random: &mut Random) {
    match style {
        Style::Plain => {
            let count = 1 + random.below(2);
            words(text, &PLAIN, count, random);
        }
        Style::NonAscii => words(text, &NON_ASCII, 1, random),
        Style::Long => {
            let count = 4 + random.below(3);
            words(text, &PLAIN, count, random);
        }
        Style::Short => {
            let length = if depth == 1 { 8 } else { 4 + random.below(6) };
            for at in 0..length {
                let letters = if at % 2 == 0 { CONSONANTS } else { VOWELS };
                text.push(letters[random.below(letters.len())].into());
            }
        }
    }
}

fn words(text: &mut String, from: &[&str], count: usize, random: &mut Random) {
    for at in 0..count {
        if at > 0 {
            text.push('-');
        }
        text.push_str(random.pick(from));
    }
}
