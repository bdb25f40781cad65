//! The value index: from the texts of an attribute and a value, in canonical form, to their ids.

use alloc::vec::Vec;

use super::perfect::{Perfect, Seeds};
use super::records::{Header, Records};
use crate::attribute::Vocabulary;
use crate::id::{AttributeId, ClassId, Id, RecordId, StateId};

/// The names of attributes, and the values that are declared or that conditions name.
#[derive(Debug)]
pub(super) struct ValueIndex {
    seeds: Seeds,
    names: Perfect,
    values: Perfect,
    /// Of a name: its attribute as the header's state. Of a value: the same, and its class in the word behind the key.
    records: Records,
}

impl ValueIndex {
    pub(super) fn new(vocabulary: &Vocabulary, seeds: Seeds) -> Self {
        let mut records = Records::new();
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (id, attribute) in vocabulary.attributes().enumerate() {
            let state = StateId::from_index(id.index());
            let name = attribute.name();
            let record = records.add(Header::new(state, name, 0), name);
            names.push((seeds.hash(name.as_bytes()), record.number()));
            for (value, class) in attribute.literals() {
                let record = records.add(Header::new(state, value, 0), value);
                records.add_node(&[u64::from(class.number())]);
                values.push((
                    of_attribute(seeds.hash(value.as_bytes()), id),
                    record.number(),
                ));
            }
        }
        Self {
            names: Perfect::new(&names),
            values: Perfect::new(&values),
            records,
            seeds,
        }
    }

    /// An attribute by its name as it is declared.
    #[inline(always)]
    pub(super) fn attribute(&self, name: &str) -> Option<AttributeId> {
        self.names.find(self.seeds.hash(name.as_bytes()), |number| {
            let header = self.records.of_text(RecordId::from_number(number), name)?;
            Some(AttributeId::from_index(header.state().index()))
        })
    }

    /// A value of an attribute as it is declared, or as conditions name it.
    #[inline(always)]
    pub(super) fn class(&self, attribute: AttributeId, value: &str) -> Option<ClassId> {
        let hash = of_attribute(self.seeds.hash(value.as_bytes()), attribute);
        self.values.find(hash, |number| {
            let record = RecordId::from_number(number);
            let header = self.records.of_text(record, value)?;
            let class = self.records.words(header.at(record)).get(0)?;
            let is_its = header.state().index() == attribute.index();
            is_its.then(|| ClassId::from_index((class & 0xffff_ffff) as usize))
        })
    }
}

/// The hash of a value together with its attribute. The text is hashed by itself, so that its hash need not wait for the
/// attribute.
#[inline(always)]
fn of_attribute(hash: u64, attribute: AttributeId) -> u64 {
    hash ^ (attribute.index() as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93)
}
