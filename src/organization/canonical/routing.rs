//! Topics, policies and routes in canonical form.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::ToString;

use super::condition::when;
use super::fields::{
    designee, designees, duration, labels, list, section, single, text, texts, times,
};
use super::tables::topics;
use crate::level::WhenEmpty;
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::model::{Clock, Link, NORMAL, Policy, PolicyLevel, Route, Target, Topic};
use crate::topic::Nature;

pub(super) fn topic(own: &Topic) -> Entries {
    let mut entries = Entries::default();
    labels(&mut entries, "labels", &own.labels);
    labels(&mut entries, "description", &own.description);
    let paths = |paths: &BTreeSet<Box<str>>| list(paths.iter().map(|path| &**path));
    match own.aliases.get("") {
        Some(plain) => entries.push("aliases", paths(plain)),
        None => section(
            &mut entries,
            "aliases",
            own.aliases
                .iter()
                .map(|(language, own)| (&**language, paths(own))),
        ),
    }
    text(&mut entries, "nature", own.nature.map(Nature::as_str));
    texts(&mut entries, "skills", &own.skills);
    if !own.links.is_empty() {
        let links = own.links.iter().map(|own| link(own).into());
        entries.push("links", Node::List(links.collect()));
    }
    texts(&mut entries, "formerly", &own.formerly);
    entries
}

fn link(own: &Link) -> Entries {
    let mut entries = Entries::default();
    entries.push("url", (&*own.url).into());
    text(&mut entries, "title", own.title.as_deref());
    text(&mut entries, "language", own.language.as_deref());
    texts(&mut entries, "audience", &own.audience);
    entries
}

pub(super) fn policy(inner: &Inner, own: &Policy) -> Entries {
    let mut entries = Entries::default();
    if !own.levels.is_empty() {
        entries.push(
            "levels",
            Node::List(
                own.levels
                    .iter()
                    .map(|own| level(inner, own).into())
                    .collect(),
            ),
        );
    }
    if !own.has_tail {
        entries.push("tail", "none".into());
    }
    duration(&mut entries, "final_after", own.final_after);
    entries
}

fn level(inner: &Inner, own: &PolicyLevel) -> Entries {
    let target = |target: &Target| match target {
        Target::Designee(own) => designee(*own, inner),
        relative => {
            let word = Target::RELATIVE
                .iter()
                .find(|(_, other)| other == relative)
                .map_or("", |(word, _)| word);
            single("relative", word.into())
        }
    };
    let mut entries = Entries::default();
    entries.push("to", Node::List(own.targets.iter().map(target).collect()));
    duration(&mut entries, "after", own.after);
    let clock = match own.clock {
        Clock::Wall => None,
        Clock::Desk => Some("desk"),
        Clock::Hours(id) => Some(&*inner.calendars.hours[id].key),
    };
    text(&mut entries, "clock", clock);
    let when_empty = Some(own.when_empty).filter(|own| *own != WhenEmpty::default());
    text(
        &mut entries,
        "when_empty",
        when_empty.map(WhenEmpty::as_str),
    );
    if let Some(floor) = own.floor {
        let attribute = &inner.vocabulary.attributes()[floor.attribute];
        let value = attribute.witness(floor.class).unwrap_or_default();
        entries.push("floor", single(attribute.name(), value.into()));
    }
    if let Some(reminders) = own.reminders {
        let mut repeat = Entries::default();
        repeat.push("times", Node::Integer(i64::from(reminders.times)));
        repeat.push("every", reminders.every.to_string().into());
        entries.push("repeat", repeat.into());
    }
    entries
}

pub(super) fn route(inner: &Inner, own: &Route) -> Entries {
    let mut entries = Entries::default();
    text(&mut entries, "key", own.has_own_key.then_some(&*own.key));
    topics(
        &mut entries,
        &own.pattern,
        &own.written_pattern,
        own.exact,
        inner,
    );
    when(&mut entries, &own.condition, inner);
    times(&mut entries, own.times, inner);
    let precedence = inner.precedence_name(own.precedence);
    let is_plain_root = own.pattern.is_root()
        && !own.exact
        && own.condition.written.is_empty()
        && !own.times.is_timed();
    text(
        &mut entries,
        "precedence",
        precedence.filter(|name| *name != NORMAL || is_plain_root),
    );
    entries.push("owner", designee(own.owner, inner));
    if let Some(responder) = own.responder {
        entries.push("responder", designee(responder, inner));
    }
    text(
        &mut entries,
        "policy",
        own.policy.map(|id| &*inner.policies[id].key),
    );
    designees(&mut entries, "consulted", &own.consulted, inner);
    designees(&mut entries, "informed", &own.informed, inner);
    if let Some(end) = own.confidential {
        entries.push("confidential", Node::Boolean(true));
        entries.push("final", (&*inner.contacts[end].key).into());
    }
    entries
}
