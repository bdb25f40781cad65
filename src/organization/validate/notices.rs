//! The section `notices`: further parties for a pattern and condition, whichever route wins (O3).

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::Checker;
use super::attributes::Attributes;
use super::boxes::Frame;
use super::further_keys::check_key;
use super::route;
use super::route_keys::{self, Keyed, Keys};
use super::topics::Topics;
use crate::attribute::Bounds;
use crate::id::{Key, NoticeId, Table};
use crate::organization::document::{Node, format};
use crate::organization::model::{self, Condition, Designee, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::Form;
use crate::topic::Pattern;

/// The notices that could be read, in the order written.
pub(super) struct Notices {
    pub(super) drafts: Vec<Notice>,
    pub(super) section: String,
    /// By draft, once they are made.
    keys: Keys,
    /// By draft.
    boxes: Vec<Arc<[Bounds]>>,
}

/// A notice as far as it is read.
pub(super) struct Notice {
    /// Its place in the list.
    pub(super) index: usize,
    own_key: Option<Key>,
    pub(super) pattern: Pattern,
    pub(super) written_pattern: Pattern,
    exact: bool,
    condition: Arc<WrittenCondition>,
    consulted: BTreeSet<Designee>,
    informed: BTreeSet<Designee>,
}

impl Keyed for Notice {
    fn own_key(&self) -> Option<&Key> {
        self.own_key.as_ref()
    }

    fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    fn marks(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let exact = self.exact.then_some(Cow::Borrowed("exact"));
        exact.into_iter()
    }

    fn condition(&self) -> &Arc<WrittenCondition> {
        &self.condition
    }

    fn designation(&self) -> impl Ord {
        (&self.consulted, &self.informed)
    }
}

impl Notices {
    pub(super) fn read<'a>(
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        attributes: &mut Attributes,
        topics: &Topics,
    ) -> Self {
        let section = form.at("notices");
        let mut notices = Self {
            drafts: Vec::new(),
            section: section.name().into(),
            keys: Keys::default(),
            boxes: Vec::new(),
        };
        let nodes = form.declarations("notices", "notices", &mut checker.problems);
        let most = checker.options.limits.notices;
        if checker
            .problems
            .exceeds(nodes.len(), most, "notices", section)
        {
            return notices;
        }
        for (index, node) in nodes.iter().enumerate() {
            let notice = form.at_item("notices", index, |place| {
                notice(checker, node, place, index, attributes, topics)
            });
            notices.drafts.extend(notice);
        }
        notices
    }

    /// Conditions that can hold, no key twice.
    pub(super) fn check(&mut self, checker: &mut Checker<'_>, frame: &Frame<'_>) {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        for notice in &self.drafts {
            let place = section.index(notice.index);
            let Some(boxes) = checker.boxes(&notice.condition, frame, place.field("when")) else {
                return;
            };
            self.boxes.push(boxes);
        }
        self.keys = Keys::make(&self.drafts);
        let drafts = self.drafts.iter();
        let read = drafts.map(|notice| (notice.index, notice.own_key.is_some()));
        route_keys::check(&self.section, &self.keys, read, &[], &mut checker.problems);
    }

    /// The patterns, in the order of the keys, and whether each is exact.
    pub(super) fn patterns(&self) -> Vec<(&Pattern, bool)> {
        let sorted = self.keys.sorted();
        let notices = sorted.filter_map(|(_, at)| self.drafts.get(at));
        notices
            .map(|notice| (&notice.pattern, notice.exact))
            .collect()
    }

    /// The checked notices, in the order of their keys.
    pub(super) fn assemble(self) -> Table<NoticeId, model::Notice> {
        let drafts = self.drafts.into_iter().zip(self.keys.of).zip(self.boxes);
        let notices = drafts.map(|((draft, key), boxes)| model::Notice {
            key,
            written_at: draft.index,
            has_own_key: draft.own_key.is_some(),
            pattern: draft.pattern,
            written_pattern: draft.written_pattern,
            exact: draft.exact,
            condition: Condition {
                written: draft.condition,
                boxes,
            },
            consulted: draft.consulted,
            informed: draft.informed,
        });
        let mut notices: Vec<model::Notice> = notices.collect();
        notices.sort_by(|left, right| left.key.cmp(&right.key));
        notices.into_iter().collect()
    }
}

fn notice(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    index: usize,
    attributes: &mut Attributes,
    topics: &Topics,
) -> Option<Notice> {
    let form = Form::open(node, place, &format::NOTICE, &mut checker.problems)?;
    let expected = "a key to speak of the notice by";
    let own_key = form.text("key", expected, &mut checker.problems).good();
    if let Some(key) = &own_key {
        check_key(key, form.at("key"), &mut checker.problems);
    }
    let expected = "a topic pattern, `/` for all topics";
    let topic = form
        .required("topic", expected, &mut checker.problems)
        .good();
    let pattern =
        topic.and_then(|text| route::pattern(checker, &text, form.at("topic"), &topics.aliases));
    let exact = form.word("scope", &format::SCOPES, &mut checker.problems);
    let condition = checker.condition(form.node("when"), form.at("when"), attributes);
    let consulted = checker.designees(&form, "consulted");
    let informed = checker.designees(&form, "informed");
    if form.items("consulted").is_empty() && form.items("informed").is_empty() {
        checker.problems.add(
            ProblemKind::MissingField,
            form.place,
            None,
            "`consulted` or `informed`: the keys of contacts and departments",
            "add `informed = [...]`",
        );
    }
    let (pattern, written_pattern) = pattern?;
    Some(Notice {
        index,
        own_key: own_key.map(|key| Key::from(&*key)),
        pattern,
        written_pattern,
        exact: exact.good().unwrap_or_default(),
        condition: condition?,
        consulted,
        informed,
    })
}
