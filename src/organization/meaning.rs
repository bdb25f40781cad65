//! What an inquiry's words mean beside a vocabulary, and what to write in place of those that mean nothing (A4).

use alloc::boxed::Box;

use super::problem::{nearest, one_of};
use crate::attribute::{ValueError, Vocabulary};
use crate::id::{AttributeId, ClassId};
use crate::inquiry::InquiryError;

/// The attribute of this name.
pub(crate) fn attribute(vocabulary: &Vocabulary, name: &str) -> Result<AttributeId, InquiryError> {
    vocabulary
        .find(name)
        .ok_or_else(|| InquiryError::UnknownAttribute {
            attribute: name.into(),
            suggestion: suggestion(name, vocabulary.names(), "it declares none"),
        })
}

/// The class of a value.
pub(crate) fn class(
    vocabulary: &Vocabulary,
    id: AttributeId,
    value: &str,
) -> Result<ClassId, InquiryError> {
    let attribute = &vocabulary.attributes()[id];
    attribute.class(value).map_err(|error| match error {
        ValueError::TooLong => InquiryError::ValueTooLong {
            attribute: attribute.name().into(),
            length: value.len(),
        },
        ValueError::Unknown => InquiryError::UnknownValue {
            attribute: attribute.name().into(),
            value: value.into(),
            suggestion: suggestion(
                value,
                attribute.declared().values.iter().map(|value| &**value),
                "it has none",
            ),
        },
    })
}

/// `did you mean ...?`, or the first few names there are. At most a few hundred are compared.
fn suggestion<'a>(
    written: &str,
    names: impl Iterator<Item = &'a str> + Clone,
    none: &str,
) -> Box<str> {
    const COMPARED: usize = 256;
    match nearest(written, names.clone().take(COMPARED)) {
        Some(name) => alloc::format!("did you mean `{name}`?").into(),
        None => one_of(names, none).into(),
    }
}
