//! How an inquirer can be served: points of the first contact, and pages about the topic (P1).

use alloc::vec::Vec;
use core::fmt;

use super::Resolution;
use super::refs::ContactRef;
use crate::audience::Audience;
use crate::contact::Point;
use crate::label::{language_tag, ranges};
use crate::tables::LinkRow;

/// A point through which an inquirer can be served, and whose it is.
#[derive(Clone, Copy)]
pub struct Reach<'r> {
    contact: ContactRef<'r>,
    point: &'r Point,
}

impl<'r> Reach<'r> {
    /// Whose point it is: the first contact, or the position by which it answers.
    pub fn contact(&self) -> ContactRef<'r> {
        self.contact
    }

    /// The point.
    pub fn point(&self) -> &'r Point {
        self.point
    }
}

impl fmt::Debug for Reach<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reach")
            .field("contact", &self.contact)
            .field("point", &self.point)
            .finish()
    }
}

/// A page about the topic, where inquirers may help themselves before they ask a person.
#[derive(Clone, Copy, Debug)]
pub struct Link<'r> {
    row: &'r LinkRow,
}

impl<'r> Link<'r> {
    /// Where it is.
    pub fn url(&self) -> &'r str {
        &self.row.url
    }

    /// What it is called.
    pub fn title(&self) -> Option<&'r str> {
        self.row.title.as_deref()
    }

    /// Its language (BCP 47).
    pub fn language(&self) -> Option<&'r str> {
        self.row.language.as_deref()
    }
}

impl<'r> Resolution<'r, '_> {
    /// The points of the first contact, and of the position by which it answers, that the audience may see: those of its
    /// channel first, then those in its language, then by their preference. None that has expired on the audience's day.
    ///
    /// # Complexity
    ///
    /// Sorts the points, and allocates: it is for showing, not for every inquiry.
    pub fn reach(&self, audience: &Audience) -> Vec<Reach<'r>> {
        let first = self.first_contact();
        let language = audience.language.as_deref().and_then(language_tag);
        let of = |contact: ContactRef<'r>| {
            let points = contact.row().points.iter();
            points.map(move |point| Reach { contact, point })
        };
        let position = first.position();
        let all = of(first).chain(position.into_iter().flat_map(of));
        let mut reach: Vec<Reach<'r>> = all
            .filter(|reach| reach.point.visibility() <= audience.sees())
            .filter(|reach| {
                let has_expired = |expires| audience.day.is_some_and(|day| expires <= day);
                !reach.point.expires().is_some_and(has_expired)
            })
            .collect();
        reach.sort_by_key(|reach| {
            let is_other_channel = audience
                .channel
                .as_deref()
                .is_some_and(|channel| channel != reach.point.kind());
            let tongue = language.as_deref().map_or(0, |wanted| reach.tongue(wanted));
            (is_other_channel, tongue, reach.point.rank())
        });
        reach
    }

    /// The pages about the topic that are for this audience, of the nearest topic upwards that has any: those in its
    /// language first, none in another.
    pub fn links(&self, audience: &Audience) -> impl Iterator<Item = Link<'r>> + use<'r> {
        let language = audience.language.as_deref().and_then(language_tag);
        let rows = self.tables.links.span(self.traits().links).iter();
        let mut found: Vec<(bool, &'r LinkRow)> = rows
            .filter(|row| {
                let is_meant = |value| row.audience.contains(value);
                row.audience.is_empty() || audience.value.as_ref().is_some_and(is_meant)
            })
            .filter_map(|row| match (row.language.as_deref(), language.as_deref()) {
                (None, _) => Some((true, row)),
                (Some(_), None) => Some((false, row)),
                (Some(own), Some(wanted)) => speaks(own, wanted).then_some((false, row)),
            })
            .collect();
        found.sort_by_key(|(is_general, _)| *is_general);
        found.into_iter().map(|(_, row)| Link { row })
    }
}

impl Reach<'_> {
    /// How well the point speaks a language: 0 it says so, 1 it says nothing, 2 it speaks others.
    fn tongue(&self, wanted: &str) -> u8 {
        let mut own = self.point.languages().peekable();
        if own.peek().is_some() {
            return if own.any(|tag| speaks(tag, wanted)) {
                0
            } else {
                2
            };
        }
        match &*self.contact.row().languages {
            [] => 1,
            tags if tags.iter().any(|tag| speaks(tag, wanted)) => 0,
            _ => 2,
        }
    }
}

/// Whether one who speaks `own` serves who wants `wanted`: that language, or a narrower one.
fn speaks(own: &str, wanted: &str) -> bool {
    ranges(wanted).any(|range| range == own)
}
