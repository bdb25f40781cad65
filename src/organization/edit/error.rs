//! Why edits do not apply: all reasons at once.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::organization::problem::Problem;
use crate::text::{shortened, visible};

/// Why a list of edits was not applied: every reason, and nothing has changed.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct EditError {
    failures: Vec<EditFailure>,
}

impl EditError {
    pub(super) fn new(failures: Vec<EditFailure>) -> Self {
        Self { failures }
    }

    /// The reasons, in the order of the edits; those that no edit is known to be the cause of come last. Never none.
    pub fn failures(&self) -> &[EditFailure] {
        &self.failures
    }
}

/// One reason a line.
impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, failure) in self.failures.iter().enumerate() {
            write!(f, "{}{failure}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for EditError {}

/// One reason why a list of edits was not applied.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EditFailure {
    edit: Option<usize>,
    /// What the edit does, for messages.
    #[cfg_attr(feature = "serde", serde(skip))]
    doing: Box<str>,
    reason: EditReason,
}

impl EditFailure {
    pub(super) fn new(edit: usize, doing: String, reason: EditReason) -> Self {
        Self {
            edit: Some(edit),
            doing: doing.into(),
            reason,
        }
    }

    /// A problem of the document that the edits would make, in no fact that an edit is about.
    pub(super) fn of_all(problem: Problem) -> Self {
        Self {
            edit: None,
            doing: Box::default(),
            reason: EditReason::Problem(Box::new(problem)),
        }
    }

    /// Which edit, from 0; none where the edits together make a document that does not build, and no one of them is
    /// known to be the cause.
    pub fn edit(&self) -> Option<usize> {
        self.edit
    }

    /// Why.
    pub fn reason(&self) -> &EditReason {
        &self.reason
    }
}

impl fmt::Display for EditFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.edit {
            Some(edit) => write!(f, "edit {edit} ({}): {}", visible(&self.doing), self.reason),
            None => self.reason.fmt(f),
        }
    }
}

/// Why an edit does not apply. Reasons are added with new kinds of edits.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum EditReason {
    /// The format has no such section or top-level value.
    UnknownSection {
        /// What to do about it.
        suggestion: Box<str>,
    },
    /// The section has nothing of this key.
    UnknownKey {
        /// The key.
        key: Box<str>,
        /// What to do about it.
        suggestion: Box<str>,
    },
    /// The section has something of this key already.
    KeyExists {
        /// The key.
        key: Box<str>,
    },
    /// Something else stands there than the edit says there was.
    Different {
        /// What stands there, if it is a plain value that everybody may see.
        found: Option<Box<str>>,
    },
    /// Nothing stands there that could be taken away.
    NothingThere,
    /// The list has the item already.
    AlreadyThere,
    /// The path leads through something that has no such parts.
    NoSuchPart {
        /// What stands in the way, in words.
        found: Box<str>,
    },
    /// What was removed is still named.
    InUse {
        /// Where, as `departments.billing.head`; routes and notices by their keys.
        by: Vec<Box<str>>,
    },
    /// The edit itself cannot be meant.
    Invalid {
        /// What was expected.
        expected: Box<str>,
    },
    /// The list has more edits than the limits allow.
    TooMany {
        /// The limit.
        most: usize,
    },
    /// A problem of the document that the edits would make. In its path, routes and notices go by their keys.
    Problem(Box<Problem>),
}

impl EditReason {
    /// Whether the edit may fit once what earlier edits wrote is in canonical form.
    pub(super) fn may_be_spelling(&self) -> bool {
        matches!(
            self,
            Self::UnknownKey { .. }
                | Self::KeyExists { .. }
                | Self::Different { .. }
                | Self::NothingThere
                | Self::NoSuchPart { .. }
        )
    }
}

/// Lower case, on one line, with what was expected or what to do.
impl fmt::Display for EditReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSection { suggestion } => {
                write!(
                    f,
                    "no such section or top-level value; {}",
                    visible(suggestion)
                )
            }
            Self::UnknownKey { key, suggestion } => {
                let key = shortened(key);
                write!(f, "nothing has the key `{key}`; {}", visible(suggestion))
            }
            Self::KeyExists { key } => {
                let key = shortened(key);
                write!(
                    f,
                    "the key `{key}` is taken; use `set` to change what has it, or another key"
                )
            }
            Self::Different { found: Some(found) } => {
                let found = shortened(found);
                write!(
                    f,
                    "`{found}` stands there now, not what the edit says there was"
                )
            }
            Self::Different { found: None } => {
                f.write_str("something else stands there now than the edit says there was")
            }
            Self::NothingThere => {
                f.write_str("nothing of the kind stands there; leave the edit out")
            }
            Self::AlreadyThere => f.write_str("the list has this item already; leave the edit out"),
            Self::NoSuchPart { found } => {
                write!(f, "the field leads into {found}, which has no such part")
            }
            Self::InUse { by } => {
                const SHOWN: usize = 12;
                let shown: Vec<String> = by
                    .iter()
                    .take(SHOWN)
                    .map(|place| format!("`{}`", visible(place)))
                    .collect();
                let further = by.len().saturating_sub(SHOWN);
                write!(f, "it is still used by {}", shown.join(", "))?;
                if further > 0 {
                    write!(f, " and {further} more")?;
                }
                f.write_str("; change these, too")
            }
            Self::Invalid { expected } => write!(f, "expected {}", visible(expected)),
            Self::TooMany { most } => write!(
                f,
                "expected at most {most} edits at once; apply them in parts, or raise `Limits::edits` in `apply_with`"
            ),
            Self::Problem(problem) => problem.fmt(f),
        }
    }
}
