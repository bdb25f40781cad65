//! The vocabulary as bytes: what is declared and what conditions name. Classes are numbered anew, by the same rules.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::rows::{fields, variants};
use super::sizes::Counted;
use super::stored::{Read, Reader, Stored, Writer};
use crate::attribute::{Attribute, AttributeKind, Declared, Role, Vocabulary};
use crate::id::AttributeId;

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
            texts(&self.prefixes().collect::<Vec<_>>(), to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let declared = Declared::read(from)?;
        let (mut literals, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
        if declared.kind == AttributeKind::Open {
            literals = BTreeSet::<Box<str>>::read(from)?;
            prefixes = BTreeSet::<Box<str>>::read(from)?;
        }
        Ok(Self::new(declared, &literals, &prefixes))
    }
}

fn texts(texts: &[&str], to: &mut Writer) {
    to.number(texts.len() as u64);
    texts.iter().for_each(|text| to.text(text));
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
