//! A constraint on one attribute, as its author means it (A2).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use core::fmt;

use super::value_set::ValueSet;
use super::vocabulary::Attribute;
use crate::id::ClassId;

/// A constraint as written, with values in canonical form. All that is given must hold; `or_absent` then adds the
/// missing value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Constraint {
    pub(crate) one_of: Option<BTreeSet<Box<str>>>,
    pub(crate) none_of: Option<BTreeSet<Box<str>>>,
    pub(crate) within: Option<BTreeSet<Box<str>>>,
    pub(crate) prefixes: Option<BTreeSet<Box<str>>>,
    /// Regular expressions.
    pub(crate) patterns: Option<BTreeSet<Box<str>>>,
    pub(crate) at_least: Option<Box<str>>,
    pub(crate) at_most: Option<Box<str>>,
    pub(crate) presence: Option<Presence>,
    pub(crate) or_absent: bool,
}

/// Whether a value must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    Present,
    Absent,
}

impl Constraint {
    /// The strings that tell values of an open attribute apart.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &Box<str>> {
        self.one_of.iter().chain(&self.none_of).flatten()
    }

    /// Whether the constraint is a list of values alone.
    pub(crate) fn is_list(&self) -> bool {
        *self
            == Self {
                one_of: self.one_of.clone(),
                ..Self::default()
            }
    }

    /// Whether the constraint is one operator that always leaves some value.
    pub(crate) fn is_plainly_possible(&self) -> bool {
        let lists = [&self.one_of, &self.within, &self.prefixes, &self.patterns]
            .into_iter()
            .flatten();
        let ends = [&self.at_least, &self.at_most].into_iter().flatten();
        let is_alone = lists.clone().count() + ends.count() == 1 && self.none_of.is_none();
        is_alone && self.presence.is_none() && lists.clone().all(|values| !values.is_empty())
    }

    /// The classes that satisfy the constraint. A missing value satisfies only `absent` and `or_absent` (A3).
    pub(crate) fn set(&self, attribute: &Attribute) -> ValueSet {
        let universe = attribute.universe();
        let mut set = match self.presence {
            Some(Presence::Absent) => ValueSet::new([ClassId::ABSENT], universe),
            _ => ValueSet::present(universe),
        };
        let mut keep = |holds: &ValueSet| set = set.intersection(holds, universe);
        let named = |values: &BTreeSet<Box<str>>| {
            ValueSet::new(
                values
                    .iter()
                    .filter_map(|value| attribute.class(value).ok()),
                universe,
            )
        };
        if let Some(values) = &self.one_of {
            keep(&named(values));
        }
        if let Some(values) = &self.none_of {
            keep(&ValueSet::full().difference(&named(values), universe));
        }
        if let Some(values) = &self.within {
            keep(&ValueSet::new(
                values.iter().flat_map(|value| attribute.within(value)),
                universe,
            ));
        }
        if let Some(prefixes) = &self.prefixes {
            keep(&ValueSet::new(
                prefixes
                    .iter()
                    .flat_map(|prefix| attribute.with_prefix(prefix)),
                universe,
            ));
        }
        if let Some(patterns) = &self.patterns {
            keep(&ValueSet::new(
                patterns
                    .iter()
                    .flat_map(|pattern| attribute.matching(pattern)),
                universe,
            ));
        }
        if let Some(low) = self.at_least.as_deref() {
            keep(&attribute.ascending(Some(low), None));
        }
        if let Some(high) = self.at_most.as_deref() {
            keep(&attribute.ascending(None, Some(high)));
        }
        if self.or_absent {
            set = set.union(&ValueSet::new([ClassId::ABSENT], universe), universe);
        }
        set
    }

    /// Writes the constraint on the attribute `name` as a route's key shows it: `channel=email,phone`, `priority>=high`.
    pub(crate) fn write(&self, name: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        let mut separator = "";
        let mut part = |out: &mut dyn fmt::Write, operator: &str| {
            let result = write!(out, "{separator}{name}{operator}");
            separator = "&";
            result
        };
        for (operator, values) in [
            ("=", &self.one_of),
            ("!=", &self.none_of),
            ("=within:", &self.within),
            ("=prefix:", &self.prefixes),
            ("=matches:", &self.patterns),
        ] {
            if let Some(values) = values {
                part(out, operator)?;
                write_list(values, out)?;
            }
        }
        for (operator, value) in [(">=", &self.at_least), ("<=", &self.at_most)] {
            if let Some(value) = value {
                part(out, operator)?;
                write_value(value, out)?;
            }
        }
        match self.presence {
            Some(Presence::Present) => part(out, "=(present)")?,
            Some(Presence::Absent) => part(out, "=(absent)")?,
            None => {}
        }
        if self.or_absent {
            out.write_str(",(absent)")?;
        }
        Ok(())
    }
}

fn write_list(values: &BTreeSet<Box<str>>, out: &mut dyn fmt::Write) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        write_value(value, out)?;
    }
    Ok(())
}

/// A value as it is, or quoted where one of its characters means something in a key.
fn write_value(value: &str, out: &mut dyn fmt::Write) -> fmt::Result {
    let is_plain = !value.is_empty()
        && value
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !",&|?=:()\"".contains(c));
    if is_plain {
        out.write_str(value)
    } else {
        write!(out, "{value:?}")
    }
}
