//! In place of the automaton where the crate is built without the feature `regex`: there is none.

use alloc::boxed::Box;

use super::fault::Fault;
use crate::id::{MatchSetId, Table};

/// What never exists without the feature.
#[derive(Debug)]
pub(crate) enum Automaton {}

impl Automaton {
    pub(crate) fn new<'a>(
        _prefixes: impl IntoIterator<Item = &'a str>,
        _patterns: impl IntoIterator<Item = &'a str>,
        _most: usize,
    ) -> Result<Self, Fault> {
        Err(Fault::NoFeature)
    }

    pub(crate) fn cost_of_reading(_pattern: &str) -> usize {
        0
    }

    pub(crate) fn cost(&self) -> usize {
        match *self {}
    }

    pub(crate) fn sets(&self) -> &Table<MatchSetId, Box<[u32]>> {
        match *self {}
    }

    pub(crate) fn matching(&self, _value: &str) -> MatchSetId {
        match *self {}
    }

    pub(crate) fn witnesses<'l>(
        &self,
        _literals: impl IntoIterator<Item = &'l str>,
    ) -> Table<MatchSetId, Option<Box<str>>> {
        match *self {}
    }
}
