//! Where in a TOML text a problem is: from its path into the document to a span of bytes.

use std::ops::Range;

use switchboard::PathSegment;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A TOML text with the place of each of its values.
pub(crate) struct Spans<'a> {
    root: Spanned<DeTable<'a>>,
}

impl<'a> Spans<'a> {
    /// Nothing where the text is not TOML.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        DeTable::parse(text).ok().map(|root| Self { root })
    }

    /// The place that a path leads to, or the closest one around it. It is the value, or its key where that is what is wrong,
    /// where the value is a table (so its header is shown), and where the value goes on over several lines.
    pub(crate) fn find(
        &self,
        path: &[PathSegment],
        written: Option<&str>,
        text: &str,
    ) -> Range<usize> {
        let mut table = Some(self.root.get_ref());
        let mut array: Option<&[Spanned<DeValue<'a>>]> = None;
        // The document as a whole is shown by what it says first.
        let mut span = self
            .root
            .get_ref()
            .keys()
            .next()
            .map_or(0..0, Spanned::span);
        for segment in path {
            let found = match segment {
                PathSegment::Field(name) => table
                    .and_then(|table| table.get_key_value(name.as_ref()))
                    .map(|(key, value)| (Some(key), value)),
                PathSegment::Index(index) => array
                    .and_then(|array| array.get(*index))
                    .map(|value| (None, value)),
            };
            let Some((key, value)) = found else {
                return span;
            };
            span = match key {
                Some(key)
                    if is_key(key, value, written)
                        || value.get_ref().is_table()
                        || lines(text, &value.span()) > 1 =>
                {
                    key.span()
                }
                _ => value.span(),
            };
            table = value.get_ref().as_table();
            array = value.get_ref().as_array().map(|array| &**array);
        }
        span
    }
}

/// Whether what was written is the key, and not the value.
fn is_key(
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    written: Option<&str>,
) -> bool {
    written == Some(key.get_ref()) && written != value.get_ref().as_str()
}

fn lines(text: &str, span: &Range<usize>) -> usize {
    text.get(span.clone())
        .map_or(0, |text| text.lines().count())
}
