//! The value index: from the texts of an attribute and a value, in canonical form, to their ids.

use alloc::vec::Vec;

use super::perfect::{Perfect, Seeds};
use super::records::{Header, Lead, Records};
use super::short_texts::ShortTexts;
use crate::attribute::{Attribute, Vocabulary};
use crate::id::{AttributeId, ClassId, Id, RecordId, StateId, Table};

/// The names of attributes, and the values that are declared or that conditions name.
#[derive(Debug)]
pub(super) struct ValueIndex {
    seeds: Seeds,
    /// The names that are short, as attributes count; and the values of each attribute that are, where they are few.
    short_names: Option<ShortTexts<u32>>,
    short_values: Table<AttributeId, Option<ShortTexts<u32>>>,
    names: Perfect,
    values: Perfect,
    /// Of a name: its attribute as the header's state. Of a value: the same, and its class in place of a lead.
    records: Records,
}

impl ValueIndex {
    pub(super) fn new(vocabulary: &Vocabulary, seeds: Seeds) -> Self {
        let mut records = Records::new();
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (id, attribute) in vocabulary.attributes().enumerate() {
            let state = StateId::from_index(id.index());
            let name = attribute.name();
            let record = records.add(Header::new(state, name, 0), Lead(0), name);
            names.push((seeds.hash(name.as_bytes()), record.number()));
            for (value, class) in attribute.literals() {
                let class = Lead(u64::from(class.number()));
                let record = records.add(Header::new(state, value, 0), class, value);
                values.push((
                    of_attribute(seeds.hash(value.as_bytes()), id),
                    record.number(),
                ));
            }
        }
        let attributes = vocabulary.attributes();
        let own_names = attributes.iter().map(Attribute::name);
        let short_values = attributes.iter().map(|attribute| {
            let values = attribute.literals();
            ShortTexts::new(values.map(|(value, class)| (value, class.number())))
        });
        Self {
            short_names: ShortTexts::new(own_names.zip(0..)),
            short_values: short_values.collect(),
            names: Perfect::new(&names),
            values: Perfect::new(&values),
            records,
            seeds,
        }
    }

    /// An attribute by its name as it is declared.
    #[inline(always)]
    pub(super) fn attribute(&self, name: &str) -> Option<AttributeId> {
        let short = self.short_names.as_ref();
        match short.and_then(|names| names.get(name)) {
            Some(number) => Some(AttributeId::from_index(number as usize)),
            None => self.hashed_attribute(name),
        }
    }

    #[inline(never)]
    fn hashed_attribute(&self, name: &str) -> Option<AttributeId> {
        self.names.find(self.seeds.hash(name.as_bytes()), |number| {
            let (header, _) = self
                .records
                .of_text(RecordId::from_number(number), name.as_bytes())?;
            Some(AttributeId::from_index(header.state().index()))
        })
    }

    /// A value of an attribute as it is declared, or as conditions name it.
    #[inline(always)]
    pub(super) fn class(&self, attribute: AttributeId, value: &str) -> Option<ClassId> {
        let short = self.short_values.row(attribute).and_then(Option::as_ref);
        match short.and_then(|values| values.get(value)) {
            Some(number) => Some(ClassId::from_index(number as usize)),
            None => self.hashed_class(attribute, value),
        }
    }

    #[inline(never)]
    fn hashed_class(&self, attribute: AttributeId, value: &str) -> Option<ClassId> {
        let hash = of_attribute(self.seeds.hash(value.as_bytes()), attribute);
        self.values.find(hash, |number| {
            let record = RecordId::from_number(number);
            let (header, class) = self.records.of_text(record, value.as_bytes())?;
            let is_its = header.state().index() == attribute.index();
            is_its.then(|| ClassId::from_index((class.0 & 0xffff_ffff) as usize))
        })
    }
}

/// The hash of a value together with its attribute. The text is hashed by itself, so that its hash need not wait for the
/// attribute.
#[inline(always)]
fn of_attribute(hash: u64, attribute: AttributeId) -> u64 {
    hash ^ (attribute.index() as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93)
}
