//! Where in a fact an edit stands: `labels.ro`, `rows."acme.com"`, `levels[0].after`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::organization::problem::PathSegment;

/// The most steps of a path. The format itself needs nine.
pub(super) const MAX_STEPS: usize = 16;

/// A path below a fact. An empty one is the fact itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldPath(pub(super) Vec<PathSegment>);

impl FieldPath {
    /// Fields joined by dots, those with other characters in quotes; an item of a list by its place, from 0, in brackets.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut segments = Vec::new();
        let mut rest = text;
        loop {
            let (field, behind) = match rest.strip_prefix('"') {
                Some(quoted) => unquoted(quoted)?,
                None => {
                    let end = rest.find(['.', '[', '"']).unwrap_or(rest.len());
                    let (field, behind) = rest.split_at_checked(end)?;
                    (field.into(), behind)
                }
            };
            if field.is_empty() {
                return None;
            }
            segments.push(PathSegment::Field(field));
            rest = behind;
            while let Some(behind) = rest.strip_prefix('[') {
                let (index, behind) = behind.split_once(']')?;
                segments.push(PathSegment::Index(index.parse().ok()?));
                rest = behind;
            }
            if segments.len() > MAX_STEPS {
                return None;
            }
            if rest.is_empty() {
                return Some(Self(segments));
            }
            rest = rest.strip_prefix('.')?;
        }
    }

    /// The path that a text says; a text that is no path is the name of one field, which nothing will have.
    pub(super) fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        Self::parse(text).unwrap_or_else(|| Self([PathSegment::Field(text.into())].into()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The path with one more field.
    pub(super) fn field(&self, name: &str) -> Self {
        let mut segments = self.0.clone();
        segments.push(PathSegment::Field(name.into()));
        Self(segments)
    }

    /// The name of the last field on it.
    pub(super) fn name(&self) -> &str {
        let names = self.0.iter().rev().find_map(|segment| match segment {
            PathSegment::Field(name) => Some(&**name),
            PathSegment::Index(_) => None,
        });
        names.unwrap_or_default()
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.0.iter().enumerate() {
            match segment {
                PathSegment::Index(index) => write!(f, "[{index}]")?,
                PathSegment::Field(field) => {
                    f.write_str(if index > 0 { "." } else { "" })?;
                    f.write_str(&quoted(field))?;
                }
            }
        }
        Ok(())
    }
}

/// A key as it stands in a path, and in a table: in quotes unless it is a plain word.
pub(super) fn quoted(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { key.into() } else { in_quotes(key) }
}

/// A text in quotes, as TOML writes it.
pub(super) fn in_quotes(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            control if control.is_control() => {
                out.push_str(&alloc::format!("\\u{:04X}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The text up to the closing quote, and what stands behind that.
fn unquoted(text: &str) -> Option<(Box<str>, &str)> {
    let mut field = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((field.into(), characters.as_str())),
            '\\' => match characters.next()? {
                'u' => {
                    let (digits, behind) = characters.as_str().split_at_checked(4)?;
                    field.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                    characters = behind.chars();
                }
                other => field.push(other),
            },
            other => field.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_path_reads_as_it_is_written() {
        for text in [
            "head",
            "labels.ro",
            "rows.\"acme.com\"",
            "levels[0].after",
            "any[1][2].\"a\\\"b\\\\c\\u0007\"",
            "rows.\"señal\"",
        ] {
            assert_eq!(FieldPath::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn a_text_that_is_no_path_is_none() {
        for text in [
            "", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[0]b", "\"a", "a\"b\"", "\"\"",
        ] {
            assert_eq!(FieldPath::parse(text), None, "{text}");
        }
    }
}
