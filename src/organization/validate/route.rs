//! One route of a document.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::further_keys::check_key;
use super::names::{ACCOUNTABLE, key_of};
use super::references::Where;
use super::route_keys::Keyed;
use super::{Checker, labels};
use crate::calendar::dated::Window;
use crate::id::{ContactId, Key, PolicyId};
use crate::organization::document::{Node, format};
use crate::organization::model::NORMAL;
use crate::organization::model::{Designee, Times, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, Read};
use crate::topic::{Aliases, Pattern, TopicError, WILDCARD, canonical_name};

/// A route as far as it is read.
pub(super) struct Route {
    /// Its place in the list.
    pub(super) index: usize,
    pub(super) own_key: Option<Key>,
    pub(super) pattern: Pattern,
    pub(super) written_pattern: Pattern,
    pub(super) exact: bool,
    pub(super) precedence: u32,
    pub(super) precedence_name: Option<Box<str>>,
    pub(super) condition: Arc<WrittenCondition>,
    pub(super) times: Times,
    /// The key of the hours in which it stands.
    pub(super) during: Option<Box<str>>,
    pub(super) owner: Option<Designee>,
    pub(super) responder: Option<Designee>,
    pub(super) policy: Option<PolicyId>,
    pub(super) consulted: BTreeSet<Designee>,
    pub(super) informed: BTreeSet<Designee>,
    /// At whom it ends, if it is confidential (X2).
    pub(super) confidential: Option<ContactId>,
}

impl Keyed for Route {
    fn own_key(&self) -> Option<&Key> {
        self.own_key.as_ref()
    }

    fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    fn marks(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let exact = self.exact.then_some("exact");
        let words = exact.into_iter().chain(self.precedence_name.as_deref());
        let Window { from, until } = self.times.window;
        let from = from.map(|from| format!("from {from}"));
        let until = until.map(|until| format!("until {until}"));
        let during = self.during.as_ref().map(|key| format!("during {key}"));
        let times = [from, until, during].into_iter().flatten();
        words.map(Cow::Borrowed).chain(times.map(Cow::Owned))
    }

    fn condition(&self) -> &Arc<WrittenCondition> {
        &self.condition
    }

    fn designation(&self) -> impl Ord {
        (
            self.owner,
            self.responder,
            self.policy,
            &self.consulted,
            &self.informed,
            self.confidential,
        )
    }
}

impl Route {
    /// The field for which a route of all topics without a condition is not the fallback.
    pub(super) fn unlike_fallback(&self) -> &'static str {
        let Times { window, during } = self.times;
        match () {
            () if self.exact => "scope",
            () if window.from.is_some() => "from",
            () if window.until.is_some() => "until",
            () if during.is_some() => "during",
            () => "precedence",
        }
    }
}

/// What a route refers to besides contacts, departments and policies.
pub(super) struct Around<'a> {
    pub(super) attributes: &'a mut Attributes,
    pub(super) aliases: &'a Aliases,
    pub(super) precedences: Vec<&'a str>,
}

/// A route of which too little could be read to judge it further.
pub(super) struct Unreadable {
    /// It may have been meant as the fallback.
    pub(super) may_be_fallback: bool,
    /// The key that somebody gave it.
    pub(super) own_key: Option<Key>,
}

/// Reads the route that stands at `index` of the list.
pub(super) fn read(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    index: usize,
    around: &mut Around<'_>,
) -> Result<Route, Unreadable> {
    let Some(form) = Form::open(node, place, &format::ROUTE, &mut checker.problems) else {
        return Err(Unreadable {
            may_be_fallback: true,
            own_key: None,
        });
    };
    let own_key = form
        .text(
            "key",
            "a key to speak of the route by",
            &mut checker.problems,
        )
        .good();
    if let Some(key) = &own_key {
        check_key(key, form.at("key"), &mut checker.problems);
    }
    let own_key = own_key.map(|key| Key::from(&*key));
    let topic = form.required(
        "topic",
        "a topic pattern, `/` for the fallback",
        &mut checker.problems,
    );
    let has_topic = topic.is_good();
    let pattern = topic
        .good()
        .and_then(|text| pattern(checker, &text, form.at("topic"), around.aliases));
    let exact = form.word("scope", &format::SCOPES, &mut checker.problems);
    let precedence = precedence(checker, &form, &around.precedences);
    let condition = checker.condition(form.node("when"), form.at("when"), around.attributes);
    let times = checker.times(&form);
    let during = times.and_then(|times| times.during);
    let during = during.and_then(|_| form.text("during", "", &mut checker.problems).good());
    let owner = match form.node("owner") {
        Some(node) => checker.reference::<Designee>(node, form.at("owner"), &[], Where::Party),
        None => {
            form.missing(
                "owner",
                "the key of a contact or department",
                &mut checker.problems,
            );
            None
        }
    };
    let responder = form.node("responder").and_then(|node| {
        checker.reference::<Designee>(node, form.at("responder"), &[], Where::Answering)
    });
    let policy = form
        .text("policy", "the key of a policy", &mut checker.problems)
        .good();
    let policy = policy.and_then(|key| checker.policy(&key, form.at("policy")));
    let consulted = checker.designees(&form, "consulted");
    let informed = checker.designees(&form, "informed");
    let confidential = confidential(checker, &form);
    let is_whole = !exact.is_bad() && !precedence.is_bad();
    let (Some((pattern, written_pattern)), Some(condition), Some(times), true) =
        (&pattern, condition, times, is_whole)
    else {
        let is_root = pattern.is_some_and(|(pattern, _)| pattern.is_root());
        return Err(Unreadable {
            may_be_fallback: !has_topic || is_root,
            own_key,
        });
    };
    let exact = exact.good().unwrap_or_default();
    let (precedence, precedence_name) = match precedence.good() {
        Some((rank, name)) => (rank, Some(name).filter(|name| &**name != NORMAL)),
        None if pattern.is_root() && !exact && condition.is_empty() && !times.is_timed() => {
            (0, None)
        }
        None => (rank_of(NORMAL, &around.precedences), None),
    };
    Ok(Route {
        index,
        own_key,
        pattern: pattern.clone(),
        written_pattern: written_pattern.clone(),
        exact,
        precedence,
        precedence_name,
        condition,
        times,
        during: during.map(|key| key.as_ref().into()),
        owner,
        responder,
        policy,
        consulted,
        informed,
        confidential,
    })
}

/// At whom a confidential route ends: a person or position, which it must name, and no other route may (X2).
fn confidential(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<ContactId> {
    let is_confidential = labels::flag(form, "confidential", &mut checker.problems);
    let expected = key_of(ACCOUNTABLE);
    let key = form.text("final", &expected, &mut checker.problems);
    match key {
        Read::Good(key) if is_confidential => {
            checker.contact_of(&key, form.at("final"), ACCOUNTABLE)
        }
        Read::Good(_) if matches!(form.node("confidential"), None | Some(Node::Boolean(_))) => {
            checker.problems.add(
                ProblemKind::UnknownField,
                form.at("final"),
                Some("final"),
                "`confidential = true` beside it",
                "write that, too, or remove it",
            );
            None
        }
        Read::Absent if is_confidential => {
            form.missing("final", &expected, &mut checker.problems);
            None
        }
        _ => None,
    }
}

/// A pattern, with its alias replaced and as written.
pub(super) fn pattern(
    checker: &mut Checker<'_>,
    text: &str,
    place: Place<'_>,
    aliases: &Aliases,
) -> Option<(Pattern, Pattern)> {
    let problems = &mut checker.problems;
    let written = match Pattern::parse(text) {
        Ok(written) => written,
        Err(error) => {
            let expected = format!("a topic pattern, but {error}");
            problems.add(
                ProblemKind::InvalidTopic,
                place,
                Some(text),
                expected,
                repaired(text, error),
            );
            return None;
        }
    };
    match aliases.replace_in_pattern(written.clone()) {
        Ok(pattern) => Some((pattern, written)),
        Err(error) => {
            let expected = format!("a topic pattern, but with its alias replaced {error}");
            let suggestion = "write it without the alias, and shorter";
            problems.add(
                ProblemKind::InvalidTopic,
                place,
                Some(text),
                expected,
                suggestion,
            );
            None
        }
    }
}

/// The rank of the named precedence, with its name.
fn precedence(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    names: &[&str],
) -> Read<(u32, Box<str>)> {
    match form.text(
        "precedence",
        "the name of a precedence",
        &mut checker.problems,
    ) {
        Read::Absent => Read::Absent,
        Read::Bad => Read::Bad,
        Read::Good(written) => {
            let canonical = canonical_name(&written).unwrap_or(Cow::Borrowed(""));
            if names.contains(&&*canonical) {
                return Read::Good((rank_of(&canonical, names), canonical.as_ref().into()));
            }
            let suggestion = checker.problems.did_you_mean(
                &written,
                names.iter().copied(),
                "declare it under `precedences`",
            );
            checker.problems.add(
                ProblemKind::UnknownWord,
                form.at("precedence"),
                Some(&written),
                format!("one of `{}`", names.join("`, `")),
                suggestion,
            );
            Read::Bad
        }
    }
}

/// The rank of a precedence: the fallback's own, 0, is below all.
pub(super) fn rank_of(name: &str, names: &[&str]) -> u32 {
    names
        .iter()
        .position(|other| *other == name)
        .and_then(|at| u32::try_from(at + 1).ok())
        .unwrap_or(1)
}

/// How a pattern could be written: with the segment that has a `*` in it as the wildcard that it nearly is, or without
/// the `*`.
fn repaired(written: &str, error: TopicError) -> String {
    if let TopicError::Wildcard = error {
        let with = |replace: fn(&str) -> &str| {
            let segments: Vec<&str> = written.split('/').map(str::trim).map(replace).collect();
            Pattern::parse(&segments.join("/"))
                .ok()
                .filter(|pattern| !pattern.is_root())
        };
        let wild = with(|segment| {
            if segment.contains('*') {
                WILDCARD
            } else {
                segment
            }
        });
        let plain = with(|segment| {
            if segment == WILDCARD {
                segment
            } else {
                segment.trim_matches('*')
            }
        });
        if let (Some(wild), Some(plain)) = (wild, plain) {
            return format!("write `{plain}`, or `{wild}` for any segment");
        }
    }
    super::topics::repaired(written, error)
}
