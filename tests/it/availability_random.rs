//! Leave laid over a router, on random organizations: the same as if the document said it, at every boundary and the
//! nanosecond before and after; and all of it is undone.

use std::collections::BTreeSet;

use serde_json::Value;
use switchboard::{
    Answer, Availability, Document, Inquiry, InquiryError, Leave, Organization, Router,
    SignedDuration, Timestamp,
};

use crate::edges;
use crate::generate::Dice;
use crate::properties::cases;
use crate::written;

/// The organization without what it says of who is away, for some contacts, and what it says of them as leave.
fn parted(whole: &Organization, text: &str, dice: &mut Dice) -> (Organization, Availability) {
    let mut availability = Availability::new();
    let mut lines = Vec::new();
    let mut contact = "";
    let mut is_reported = false;
    for line in text.lines() {
        let key = line.strip_prefix("[contacts.");
        if let Some(key) = key.and_then(|key| key.strip_suffix(']')) {
            contact = key;
            is_reported = dice.below(3) > 0;
        }
        if !is_reported || !line.starts_with("away = ") {
            lines.push(line);
            continue;
        }
        for absence in whole.contact(contact).unwrap().absences() {
            let leave = match (absence.from(), absence.until()) {
                (Some(from), Some(until)) => Leave::new(from, until),
                (Some(from), None) => Leave::since(from),
                (None, Some(until)) => Leave::back_at(until),
                (None, None) => Leave::always(),
            };
            let leave = match absence.delegate() {
                Some(delegate) => leave.with_delegate(delegate.key()),
                None => leave,
            };
            availability.away(contact, leave);
        }
    }
    let document = toml::from_str::<Document>(&lines.join("\n")).unwrap();
    (document.build().unwrap(), availability)
}

/// Where a leave begins and ends, with the nanosecond before and after; some other instants, too.
fn asked(
    whole: &Organization,
    availability: &Availability,
    dice: &mut Dice,
) -> BTreeSet<Timestamp> {
    let nanosecond = SignedDuration::from_nanos(1);
    let leaves = availability.iter().flat_map(|(_, leaves)| leaves);
    let edges = leaves.flat_map(|leave| [leave.from(), leave.until()]);
    let around = |at: Timestamp| [at - nanosecond, at, at + nanosecond];
    let mut asked: BTreeSet<Timestamp> = edges.flatten().flat_map(around).collect();
    asked.extend(edges::instants(whole, dice));
    asked
}

/// All that is said, but for the content that says it.
fn said(answer: &Result<Answer, InquiryError>) -> Result<Value, InquiryError> {
    let mut said = serde_json::to_value(answer.clone()?).unwrap();
    said.as_object_mut().unwrap().remove("fingerprint").unwrap();
    Ok(said)
}

fn resolved(router: &Router, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
    let answer = router.prepare(inquiry)?.resolve();
    Ok(answer.to_answer())
}

fn explained(router: &Router, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
    let explanation = router.explain(inquiry)?;
    Ok(explanation.answer().clone())
}

#[test]
fn leave_over_a_router_is_what_an_absence_in_the_document_is() {
    let mut others = 0;
    for seed in 0..cases(24) {
        let (whole, text) = written::organization(5_000 + seed);
        let mut dice = Dice::new(seed);
        let (without, availability) = parted(&whole, &text, &mut dice);
        let base = without.compile();
        let router = base.with_availability(&availability).unwrap();
        let detached = router.detached();
        for at in asked(&whole, &availability, &mut dice) {
            let inquiry = written::inquiry(&mut dice).at(at);
            let told = || format!("seed {seed}, {inquiry:?}\n{availability:?}\n{text}");
            let answer = resolved(&router, &inquiry);
            let expected = whole.resolve(&inquiry);
            assert_eq!(said(&answer), said(&expected), "{}", told());
            assert_eq!(resolved(&detached, &inquiry), answer);
            assert_eq!(
                explained(&router, &inquiry),
                answer,
                "explained, {}",
                told()
            );
            others += usize::from(resolved(&base, &inquiry) != answer);
        }
    }
    assert!(others > 100, "{others}");
}

#[test]
fn leave_that_is_taken_back_leaves_no_trace() {
    for seed in 0..cases(10) {
        let (whole, text) = written::organization(6_000 + seed);
        let mut dice = Dice::new(seed);
        let (without, mut availability) = parted(&whole, &text, &mut dice);
        let base = without.compile();
        let router = base.with_availability(&availability).unwrap();
        let all = asked(&whole, &availability, &mut dice);
        let contacts: Vec<String> = availability.iter().map(|(key, _)| key.into()).collect();
        for contact in contacts {
            availability.present(&contact);
        }
        let undone = router.with_availability(&availability).unwrap();
        for at in all {
            let inquiry = written::inquiry(&mut dice).at(at);
            let expected = without.resolve(&inquiry);
            assert_eq!(resolved(&undone, &inquiry), expected, "seed {seed}");
            assert_eq!(resolved(&base, &inquiry), expected, "seed {seed}");
            assert_eq!(explained(&undone, &inquiry), expected, "seed {seed}");
        }
    }
}
