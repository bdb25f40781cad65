//! The section `policies`: levels with targets, delays and floors (C2, C3, C5).

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Checker;
use super::attributes::Attributes;
use super::references::Where;
use crate::attribute::Vocabulary;
use crate::id::{Key, PolicyId, Table};
use crate::level::{Reminders, WhenEmpty};
use crate::organization::document::{Node, format};
use crate::organization::model::{self, Clock, Floor, PolicyLevel, Target};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, Read};

/// A policy as far as it is read.
pub(super) struct Policy {
    key: Key,
    levels: Vec<Level>,
    has_tail: bool,
    final_after: Option<SignedDuration>,
}

struct Level {
    targets: Vec<Target>,
    after: Option<SignedDuration>,
    clock: Clock,
    when_empty: WhenEmpty,
    /// An ordered attribute and its least value.
    floor: Option<(Box<str>, Box<str>)>,
    reminders: Option<Reminders>,
}

/// The policies, in the order of their ids.
pub(super) fn read<'a>(
    checker: &mut Checker<'a>,
    form: &Form<'a, '_>,
    attributes: &Attributes,
) -> Vec<Policy> {
    let section = form.at("policies");
    let entries: Vec<(&str, &Node)> = checker.policies.iter().collect();
    entries
        .into_iter()
        .map(|(key, node)| policy(checker, key, node, section.field(key), attributes))
        .collect()
}

fn policy(
    checker: &mut Checker<'_>,
    key: &str,
    node: &Node,
    place: Place<'_>,
    attributes: &Attributes,
) -> Policy {
    let mut policy = Policy {
        key: Key::from(key),
        levels: Vec::new(),
        has_tail: true,
        final_after: None,
    };
    let Some(form) = Form::open(node, place, &format::POLICY, &mut checker.problems) else {
        return policy;
    };
    policy.has_tail = form
        .word("tail", &format::TAILS, &mut checker.problems)
        .good()
        .unwrap_or(true);
    policy.final_after = form.duration("final_after", &mut checker.problems).good();
    for (index, node) in form.items("levels").iter().enumerate() {
        let level = form.at_item("levels", index, |place| {
            level(checker, node, place, attributes)
        });
        policy.levels.extend(level);
    }
    let targets: usize = policy.levels.iter().map(|level| level.targets.len()).sum();
    let (most, place) = (checker.options.limits.levels, form.at("levels"));
    checker.problems.exceeds(targets, most, "levels", place);
    policy
}

fn level(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    attributes: &Attributes,
) -> Option<Level> {
    let form = Form::open(node, place, &format::LEVEL, &mut checker.problems)?;
    let nodes = form.items("to");
    if nodes.is_empty() {
        form.none_listed(
            "to",
            "a contact, a department, `first-contact`, `owner`, `deputies`, `functional` or `head`",
            &mut checker.problems,
        );
    }
    let targets = nodes.iter().enumerate().filter_map(|(index, node)| {
        form.at_item("to", index, |place| {
            checker.reference(node, place, &Target::RELATIVE, Where::Answering)
        })
    });
    let targets = targets.collect();
    let after = form.duration("after", &mut checker.problems).good();
    let clock = clock(checker, &form);
    let when_empty = form.word("when_empty", &WhenEmpty::ALL, &mut checker.problems);
    let floor = checker.floor(&form, attributes);
    let reminders = form.node("repeat").and_then(|node| {
        let place = form.at("repeat");
        let form = Form::open(node, place, &format::REMINDERS, &mut checker.problems)?;
        let times = form.number("times", format::TIMES, &mut checker.problems);
        if times.is_absent() {
            form.missing("times", "how many reminders follow", &mut checker.problems);
        }
        let every = form.duration("every", &mut checker.problems);
        if every.is_absent() {
            form.missing("every", "how far apart they are", &mut checker.problems);
        }
        Some(Reminders {
            times: times.good()?,
            every: every.good()?,
        })
    });
    Some(Level {
        targets,
        after,
        clock: clock.unwrap_or_default(),
        when_empty: when_empty.good().unwrap_or_default(),
        floor,
        reminders,
    })
}

/// By which clock the delay of a level runs: a word, or the key of hours.
fn clock(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<Clock> {
    let (field, expected) = ("clock", "`wall`, `desk` or the key of hours");
    let Read::Good(written) = form.text(field, expected, &mut checker.problems) else {
        return None;
    };
    let (hours, place) = (&checker.hours, form.at(field));
    let words = format::CLOCKS.iter();
    let Some((_, clock)) = words.clone().find(|(word, _)| *word == &*written) else {
        let candidates = words.map(|(word, _)| *word).chain(hours.keys());
        let problems = &mut checker.problems;
        let id = hours.look_up(&written, place, expected, candidates, problems);
        return id.map(Clock::Hours);
    };
    if hours.keys().any(|key| key == &*written) {
        checker.problems.add(
            ProblemKind::AmbiguousReference,
            place,
            Some(&written),
            "a word, or the key of hours that is no such word",
            "give the hours another key",
        );
    }
    Some(*clock)
}

/// The checked policies.
pub(super) fn assemble(
    drafts: Vec<Policy>,
    vocabulary: &Vocabulary,
) -> Table<PolicyId, model::Policy> {
    let floor = |(name, value): &(Box<str>, Box<str>)| {
        let attribute = vocabulary.find(name)?;
        let class = vocabulary.attributes()[attribute].class(value).ok()?;
        Some(Floor { attribute, class })
    };
    let policies = drafts.into_iter().map(|draft| {
        let levels = draft.levels.into_iter().map(|level| PolicyLevel {
            floor: level.floor.as_ref().and_then(floor),
            targets: level.targets,
            after: level.after,
            clock: level.clock,
            when_empty: level.when_empty,
            reminders: level.reminders,
        });
        model::Policy {
            key: draft.key,
            levels: levels.collect(),
            has_tail: draft.has_tail,
            final_after: draft.final_after,
        }
    });
    policies.collect()
}
