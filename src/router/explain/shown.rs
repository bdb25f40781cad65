//! An explanation as text for people. Characters that do not show are written as escapes.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::guarded::GuardedKey;
use super::told::{Candidate, ChainTrace, Explanation, Outcome, PartyTrace};
use crate::calendar::Validity;
use crate::text::visible;

impl Explanation {
    /// The whole text, for those who may know whom a confidential route names (X2).
    ///
    /// For a route that is not confidential it is what `Display` writes.
    pub fn in_confidence(&self) -> impl fmt::Display {
        InConfidence(self)
    }
}

/// The answer, the chain, then the candidates.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, Reader::Anybody, f)
    }
}

/// The same with the contacts of a confidential route.
struct InConfidence<'e>(&'e Explanation);

impl fmt::Display for InConfidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.0, Reader::InConfidence, f)
    }
}

/// One line, for people: who it is and what names it.
impl fmt::Display for PartyTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&party(self, Reader::Anybody))
    }
}

/// One line, for people: its number, when it is due, who stands there and why.
impl fmt::Display for ChainTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&level(self, Reader::Anybody))
    }
}

/// One line, for people: whether it won, its key, and why it did not.
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = visible(&self.route);
        match &self.outcome {
            Outcome::Won => write!(f, "won     {route}"),
            Outcome::Lost { rule, reason, .. } => {
                write!(f, "lost    {route}: {rule}, {}", visible(reason))
            }
            Outcome::Dormant { reason } => write!(f, "dormant {route}: {}", visible(reason)),
            Outcome::Failed {
                constraint, found, ..
            } => {
                let (constraint, found) = (visible(constraint), visible(found));
                write!(f, "failed  {route}: asks for `{constraint}`, finds {found}")
            }
        }
    }
}

/// Who reads the text.
#[derive(Clone, Copy)]
enum Reader {
    Anybody,
    /// Somebody who may know whom a confidential route names.
    InConfidence,
}

impl Reader {
    /// A key, unless it is kept back.
    fn shown(self, key: &GuardedKey) -> Option<&str> {
        match self {
            Self::Anybody => key.shown(),
            Self::InConfidence => Some(key.key()),
        }
    }

    /// How a contact reads: its key, with the position by which it stands there.
    fn name<'k>(self, contact: &'k GuardedKey, position: Option<&'k GuardedKey>) -> Cow<'k, str> {
        let position = position.and_then(|position| self.shown(position));
        match (self.shown(contact), position) {
            (None, _) => contact.to_string().into(),
            (Some(contact), None) => visible(contact),
            (Some(contact), Some(position)) => {
                format!("{} ({})", visible(contact), visible(position)).into()
            }
        }
    }
}

/// What stands before a note, beneath the level that it is on.
const NOTE: &str = "        ";

fn write(explanation: &Explanation, reader: Reader, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let answer = explanation.answer();
    writeln!(f, "topic          {}", visible(&answer.topic))?;
    if let Some(at) = answer.at {
        writeln!(f, "at             {at}")?;
    }
    if answer.unrecognized_segments > 0 {
        let count = answer.unrecognized_segments;
        let segments = if count == 1 { "segment" } else { "segments" };
        let known = visible(&answer.matched_topic);
        writeln!(
            f,
            "known as       {known} ({count} {segments} further unknown)"
        )?;
    }
    if let (Some(nature), Some(topic)) = (answer.nature, &explanation.nature_from) {
        let forwarded = if answer.is_forwarded() {
            ": forwarded to the informed, without escalation (O3)"
        } else {
            ""
        };
        writeln!(
            f,
            "nature         {nature}, as `{}` says{forwarded}",
            visible(topic)
        )?;
    }
    let route = visible(&answer.route);
    let confidential = if answer.confidential {
        ", confidential (X2)"
    } else {
        ""
    };
    writeln!(
        f,
        "route          {route}, basis {}{confidential}",
        answer.basis
    )?;
    let guarded = |key: &str| GuardedKey::new(key, answer.confidential);
    let owner = guarded(&answer.owner);
    let owner_position = answer.owner_position.as_deref().map(guarded);
    let first = guarded(&answer.first_contact);
    let first_position = answer.chain.first();
    let first_position = first_position.and_then(|level| level.position.as_deref().map(guarded));
    for (title, contact, position, reason) in [
        ("owner", owner, owner_position, &explanation.owner_reason),
        (
            "first contact",
            first,
            first_position,
            &explanation.first_contact_reason,
        ),
    ] {
        let name = reader.name(&contact, position.as_ref());
        writeln!(f, "{title:<13}  {name}: {}", visible(reason))?;
    }
    for (title, parties) in [
        ("consulted", &explanation.consulted),
        ("informed", &explanation.informed),
    ] {
        let titles = core::iter::once(title).chain(core::iter::repeat(""));
        for (title, own) in titles.zip(parties) {
            writeln!(f, "{title:<13}  {}", party(own, reader))?;
        }
    }
    if answer.unstaffed {
        let why = "nobody on the chain can be reached (C4)";
        writeln!(f, "unstaffed      {why}")?;
    }
    if answer.at.is_some() {
        let change = explanation.change.as_deref().map(visible);
        let change = change.map(|change| format!(": then {change}"));
        let until = valid(answer.validity);
        writeln!(f, "valid          {until}{}", change.unwrap_or_default())?;
    }
    writeln!(f, "\nchain")?;
    for trace in &explanation.chain {
        writeln!(f, "  {}", level(trace, reader))?;
        for note in &trace.notes {
            writeln!(f, "{NOTE}{}", visible(note))?;
        }
    }
    write!(f, "\ncandidates")?;
    for candidate in &explanation.candidates {
        write!(f, "\n  {candidate}")?;
    }
    Ok(())
}

/// Up to when an answer is the same.
fn valid(validity: Validity) -> String {
    match validity {
        Validity::Until(instant) => format!("until {instant}"),
        Validity::AtLeast(instant) => format!("at least until {instant}"),
        Validity::Forever => "forever".into(),
    }
}

fn party(trace: &PartyTrace, reader: Reader) -> String {
    let name = reader.name(&trace.contact, trace.position.as_ref());
    format!("{name}: {}", visible(&trace.reason))
}

fn level(trace: &ChainTrace, reader: Reader) -> String {
    let number = trace
        .level
        .map_or_else(|| "-".to_string(), |level| level.to_string());
    let due = match trace.at {
        Some(at) => at.to_string(),
        None => trace.due.to_string(),
    };
    let mut name = match &trace.contact {
        Some(contact) => reader.name(contact, trace.position.as_ref()).into_owned(),
        None => "nobody".into(),
    };
    let others: Vec<_> = trace.together.iter().skip(1).collect();
    for (left, other) in (0..others.len()).rev().zip(others) {
        name += if left == 0 { " and " } else { ", " };
        name += &reader.name(other, None);
    }
    if let Some(named) = &trace.stands_for {
        let named = reader.shown(named).map(visible);
        let named = named.map(|named| format!(" for {named}"));
        name += &named.unwrap_or_default();
    }
    let reason = visible(&trace.reason);
    let dropped = match &trace.dropped {
        Some(why) => format!("; dropped, {}", visible(why)),
        None => String::new(),
    };
    format!("{number:>2}  {due:<9}  {name}: {reason}{dropped}")
}
