//! The vocabulary as bytes: what is declared and what conditions name. Classes are numbered anew, by the same rules.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::error::SnapshotErrorKind;
use super::rows::{fields, variants};
use super::sizes::Counted;
use super::stored::{Read, Reader, Stored, Writer};
use crate::attribute::{Attribute, AttributeKind, Automaton, Declared, Role, Vocabulary};
use crate::id::AttributeId;
use crate::organization::Limits;

fields! {
    Declared { name, kind, role, values, parents, default }
}

variants! {
    AttributeKind "the kind of an attribute" { 0 = Closed, 1 = Ordered, 2 = Hierarchical, 3 = Open, }
    Role "the role of an attribute" {
        0 = Channel,
        1 = Audience,
        2 = Language,
        3 = Region,
        4 = Priority,
    }
}

impl Stored for Attribute {
    fn write(&self, to: &mut Writer) {
        self.declared().write(to);
        if self.kind() == AttributeKind::Open {
            let literals: Vec<&str> = self.literals().map(|(text, _)| text).collect();
            texts(&literals, to);
            texts(&self.prefixes(), to);
            to.list(self.patterns().iter());
            if !self.patterns().is_empty() {
                self.matched().write(to);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let declared = Declared::read(from)?;
        let (mut literals, mut prefixes) = (Texts::new(), Texts::new());
        if declared.kind == AttributeKind::Open {
            (literals, prefixes) = (Texts::read(from)?, Texts::read(from)?);
            let patterns = Texts::read(from)?;
            if !patterns.is_empty() {
                let automaton = automaton(&prefixes, &patterns, from)?;
                let read = Self::partitioned(declared, &literals, &prefixes, &patterns, automaton);
                // Another release of the automaton's crate might number classes otherwise, and masks go by their numbers.
                let is_alike = read.matched() == Vec::read(from)?;
                return is_alike.then_some(read).ok_or(SnapshotErrorKind::Patterns);
            }
        }
        Ok(Self::new(declared, &literals, &prefixes))
    }
}

type Texts = BTreeSet<Box<str>>;

/// Compiled anew, no larger than building lets an automaton be by default: what bytes do not bound is how large it becomes of
/// a few patterns. How many patterns and classes there are they do.
fn automaton(prefixes: &Texts, patterns: &Texts, from: &mut Reader<'_>) -> Read<Automaton> {
    let reading = patterns.iter().map(|text| Automaton::cost_of_reading(text));
    let reading = reading.fold(0, usize::saturating_add);
    let left = from.automata.checked_sub(reading);
    let left = left.ok_or(SnapshotErrorKind::Patterns)?;
    let most = Limits::default().automaton.min(left);
    let automaton = Automaton::new(
        prefixes.iter().map(|text| &**text),
        patterns.iter().map(|text| &**text),
        most,
    );
    let automaton = automaton.map_err(|_| SnapshotErrorKind::Patterns)?;
    // As building counts it, so what was built within these limits is read within them.
    from.automata = left - automaton.cost().min(most);
    Ok(automaton)
}

fn texts(texts: &[&str], to: &mut Writer) {
    to.number(texts.len() as u64);
    for text in texts {
        to.text(text);
    }
}

impl Stored for Vocabulary {
    fn write(&self, to: &mut Writer) {
        self.attributes()
            .iter()
            .for_each(|attribute| attribute.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let attributes: Vec<Attribute> = from.several(from.size(AttributeId::AT) as u64)?;
        Ok(Self::new(attributes))
    }
}
