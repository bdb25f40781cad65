//! The five attributes that conditions speak of.

use switchboard::{Attribute, Document};

/// Their names, in order of importance.
pub const ATTRIBUTES: [&str; 5] = ["channel", "region", "priority", "product", "tier"];

/// Their values: what an inquiry may say.
pub const VALUES: [&[&str]; 5] = [
    &["email", "phone", "chat", "in-person", "form"],
    &["europe", "romania", "germany", "america", "us", "canada"],
    &["low", "medium", "high", "critical"],
    &["current-account", "mortgage", "insurance", "card", "broker"],
    &["bronze", "silver", "gold"],
];

/// Closed, hierarchical and ordered ones.
pub fn declare(document: &mut Document) {
    let closed = |values: &[&'static str]| Attribute::closed(values.iter().copied());
    let ordered = |values: &[&'static str]| Attribute::ordered(values.iter().copied());
    let region = Attribute::hierarchical()
        .value("europe")
        .value("america")
        .child("romania", "europe")
        .child("germany", "europe")
        .child("us", "america")
        .child("canada", "america");
    document
        .attribute(ATTRIBUTES[0], closed(VALUES[0]))
        .attribute(ATTRIBUTES[1], region)
        .attribute(ATTRIBUTES[2], ordered(VALUES[2]))
        .attribute(ATTRIBUTES[3], closed(VALUES[3]))
        .attribute(ATTRIBUTES[4], ordered(VALUES[4]));
}
