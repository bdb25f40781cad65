//! Facts with dates, of which one alone holds at an instant: one fact, or a list of them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Checker;
use super::names::key_of;
use crate::calendar::dated::{Dated, Window};
use crate::contact::ContactKind;
use crate::id::ContactId;
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, Read, text};

/// What stands in a field: one item, or a list.
#[derive(Clone, Copy)]
pub(super) struct Items<'a, 'p> {
    pub(super) node: &'a Node,
    pub(super) place: Place<'p>,
}

impl<'a> Items<'a, '_> {
    pub(super) fn nodes(self) -> &'a [Node] {
        match self.node {
            Node::List(items) => items,
            only => core::slice::from_ref(only),
        }
    }

    /// The place of an item.
    pub(super) fn at<T>(self, index: usize, then: impl FnOnce(Place<'_>) -> T) -> T {
        match self.node {
            Node::List(_) => then(self.place.index(index)),
            _ => then(self.place),
        }
    }

    /// An item as it is written.
    fn written(self, index: usize) -> String {
        let node = self.nodes().get(index);
        node.map(ToString::to_string).unwrap_or_default()
    }

    /// What is undated, and what is dated in order; with a problem where two hold at one instant.
    ///
    /// The windows come with their places in the list.
    pub(super) fn dated<T>(
        self,
        all: Vec<(usize, Window, T)>,
        expected: &str,
        problems: &mut Problems,
    ) -> Sorted<T> {
        let mut sorted = Sorted {
            otherwise: None,
            windows: Vec::with_capacity(all.len()),
        };
        for (index, window, value) in all {
            if window.is_dated() {
                sorted.windows.push((index, window, value));
                continue;
            }
            match &sorted.otherwise {
                Some((other, _)) => self.note_clash(index, *other, None, expected, problems),
                None => sorted.otherwise = Some((index, value)),
            }
        }
        sorted.windows.sort_by_key(|(_, window, _)| *window);
        let windows = sorted.windows.iter();
        let windows = windows.map(|(index, window, _)| (*index, *window));
        self.check_overlaps(windows, expected, problems);
        sorted
    }

    /// Notes windows that overlap. They come in order, each with its place in the list.
    pub(super) fn check_overlaps(
        self,
        windows: impl Iterator<Item = (usize, Window)>,
        expected: &str,
        problems: &mut Problems,
    ) {
        // The one so far that ends last.
        let mut last: Option<(usize, Window)> = None;
        for (index, window) in windows {
            let Some((other, before)) = last else {
                last = Some((index, window));
                continue;
            };
            let is_apart =
                matches!((before.until, window.from), (Some(until), Some(from)) if until <= from);
            if !is_apart {
                let field = window.from.map_or("until", |_| "from");
                self.note_clash(index, other, Some(field), expected, problems);
            }
            let is_longer = before
                .until
                .is_some_and(|before| window.until.is_none_or(|own| before <= own));
            if is_longer {
                last = Some((index, window));
            }
        }
    }

    /// Notes that two items hold at one instant; by a field, if one of them is dated.
    fn note_clash(
        self,
        index: usize,
        other: usize,
        field: Option<&str>,
        expected: &str,
        problems: &mut Problems,
    ) {
        let written = self.written(index);
        self.at(index, |place| {
            self.at(other, |other| {
                let other_name = problems.name_of(other);
                let (expected, suggestion) = match field {
                    Some(_) => (
                        format!("{expected}, and not at one time with `{other_name}`"),
                        "let one end where the other starts",
                    ),
                    None => (
                        format!("{expected}, and one of them without dates at the most, as `{other_name}` is"),
                        "say `from` when it is, or `until` when",
                    ),
                };
                let kind = ProblemKind::OverlappingDates;
                let place_of_field = field.map(|field| place.field(field));
                let place = place_of_field.unwrap_or(place);
                problems.add_beside(kind, place, &*written, expected, suggestion, other);
            });
        });
    }

    /// Notes times between windows, where nothing is undated.
    fn check_gaps<T>(self, sorted: &Sorted<T>, problems: &mut Problems) {
        if sorted.otherwise.is_some() {
            return;
        }
        for pair in sorted.windows.windows(2) {
            let [(other, before, _), (index, after, _)] = pair else {
                continue;
            };
            let is_gap =
                matches!((before.until, after.from), (Some(until), Some(from)) if until < from);
            if !is_gap {
                continue;
            }
            let written = self.written(*index);
            self.at(*index, |place| {
                self.at(*other, |other| {
                    problems.add_beside(
                        ProblemKind::GapInDates,
                        place.field("from"),
                        &*written,
                        format!("one who starts when `{}` ends", problems.name_of(other)),
                        "close the gap, or add one without dates for the time between",
                        other,
                    );
                });
            });
        }
    }
}

/// Dated facts in order, each with its place in the list.
pub(super) struct Sorted<T> {
    pub(super) otherwise: Option<(usize, T)>,
    pub(super) windows: Vec<(usize, Window, T)>,
}

impl<T> Sorted<T> {
    fn into_dated(self) -> Dated<T> {
        let windows = self.windows.into_iter();
        Dated {
            otherwise: self.otherwise.map(|(_, value)| value),
            windows: windows.map(|(_, window, value)| (window, value)).collect(),
        }
    }
}

/// A field that names a contact of one of these kinds: a key, or a list of such as are it for a while.
pub(super) fn term(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    field: &'static str,
    kinds: &[ContactKind],
) -> Read<Dated<ContactId>> {
    let Some(node) = form.node(field) else {
        return Read::Absent;
    };
    let place = form.at(field);
    let items = Items { node, place };
    let nodes = items.nodes();
    if nodes.is_empty() {
        form.none_listed(field, &key_of(kinds), &mut checker.problems);
        return Read::Bad;
    }
    let most = checker.options.limits.dates.max(1);
    checker.problems.exceeds(nodes.len(), most, "dates", place);
    let mut all = Vec::with_capacity(nodes.len().min(most));
    let mut is_whole = true;
    for (index, node) in nodes.iter().enumerate().take(most) {
        let one = items.at(index, |place| one(checker, node, place, kinds));
        is_whole &= one.is_some();
        all.extend(one.map(|(window, contact)| (index, window, contact)));
    }
    let problems = &mut checker.problems;
    let sorted = items.dated(all, "one at a time", problems);
    if !is_whole {
        return Read::Bad;
    }
    items.check_gaps(&sorted, problems);
    Read::Good(sorted.into_dated())
}

/// A key alone, or with dates.
fn one(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    kinds: &[ContactKind],
) -> Option<(Window, ContactId)> {
    let expected = key_of(kinds);
    let is_term = |name: &str| format::TERM.has(name);
    match node {
        Node::Table(entries) if entries.0.iter().any(|(name, _)| is_term(name)) => {
            let form = Form::open(node, place, &format::TERM, &mut checker.problems)?;
            let key = form.required("who", &expected, &mut checker.problems);
            let window = checker.window(&form);
            let contact = checker.contact_of(&key.good()?, form.at("who"), kinds);
            Some((window?, contact?))
        }
        _ => {
            let key = text(node, place, &expected, &mut checker.problems)?;
            Some((Window::ALWAYS, checker.contact_of(&key, place, kinds)?))
        }
    }
}
