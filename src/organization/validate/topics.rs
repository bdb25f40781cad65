//! The section `topics`: declared paths with labels and aliases (T1, T4).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Bound;

use super::Checker;
use super::attributes::Attributes;
use super::labels::{canonical_words, descriptions, labels, language};
use super::links::links;
use crate::organization::document::{Node, format};
use crate::organization::model::Topic;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text};
use crate::topic::{AliasClash, Aliases, Nature, ROOT, TopicError, canonical_path};

/// The declared topics and their aliases.
#[derive(Default)]
pub(super) struct Topics {
    pub(super) declared: BTreeMap<Box<str>, Topic>,
    pub(super) aliases: Arc<Aliases>,
}

impl Topics {
    pub(super) fn read<'a>(
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        attributes: &Attributes,
    ) -> Self {
        let mut topics = Self::default();
        let section = form.at("topics");
        let entries = form.entries(
            "topics",
            "a table with a topic under each path",
            &mut checker.problems,
        );
        let most = checker.options.limits.topics;
        if checker
            .problems
            .exceeds(entries.len(), most, "topics", section)
        {
            return topics;
        }
        let mut readable: Vec<(Box<str>, &str, &Node)> = Vec::new();
        for (written, node) in entries {
            let Some(path) = path(
                written,
                section.field(written),
                "a topic path",
                &mut checker.problems,
            ) else {
                continue;
            };
            if topics
                .declared
                .insert(path.clone(), Topic::default())
                .is_some()
            {
                let suggestion = "remove one of the two, or rename it";
                checker.problems.add(
                    ProblemKind::DuplicateKey,
                    section.field(written),
                    Some(written),
                    "each topic once, in canonical form",
                    suggestion,
                );
                continue;
            }
            readable.push((path, written, node));
        }
        for (path, written, node) in readable {
            let (place, most) = (section.field(written), checker.options.limits.details);
            let topic = topics.topic(&path, node, place, attributes, most, &mut checker.problems);
            topics.declared.insert(path, topic);
        }
        topics.note_hidden(section, &mut checker.problems);
        topics
    }

    fn topic(
        &mut self,
        path: &str,
        node: &Node,
        place: Place<'_>,
        attributes: &Attributes,
        most: usize,
        problems: &mut Problems,
    ) -> Topic {
        let mut topic = Topic::default();
        let Some(form) = Form::open(node, place, &format::TOPIC, problems) else {
            return topic;
        };
        topic.labels = labels(&form, most, problems);
        topic.description = descriptions(&form, "description", most, problems);
        let field = form.at("aliases");
        match form.node("aliases") {
            None => {}
            Some(Node::Table(_)) => {
                for (written, node) in
                    form.entries("aliases", "a table of paths by language", problems)
                {
                    let place = field.field(written);
                    let language = language(written, place, problems).unwrap_or_default();
                    let aliases = self.aliases(path, node, place, problems);
                    topic.aliases.entry(language).or_default().extend(aliases);
                }
            }
            Some(node) => {
                let aliases = self.aliases(path, node, field, problems);
                topic.aliases.insert(Box::default(), aliases);
            }
        }
        topic.aliases.retain(|_, aliases| !aliases.is_empty());
        if let Some(node) = form.node("formerly") {
            topic.formerly = self.aliases(path, node, form.at("formerly"), problems);
        }
        topic.nature = form.word("nature", &Nature::ALL, problems).good();
        let expected = "the name of a skill";
        topic.skills = canonical_words(&form, "skills", expected, most, problems);
        topic.links = links(&form, attributes, most, problems);
        topic
    }

    /// The paths, one or several, that stand for a topic.
    fn aliases(
        &mut self,
        path: &str,
        node: &Node,
        place: Place<'_>,
        problems: &mut Problems,
    ) -> BTreeSet<Box<str>> {
        let mut aliases = BTreeSet::new();
        let (items, is_list) = match node {
            Node::List(items) => (items.as_slice(), true),
            other => (core::slice::from_ref(other), false),
        };
        for (index, node) in items.iter().enumerate() {
            let item = place.index(index);
            let place = if is_list { item } else { place };
            let Some(written) = text(node, place, "a path that stands for the topic", problems)
            else {
                continue;
            };
            let Some(alias) = self::path(
                &written,
                place,
                "a path that stands for the topic",
                problems,
            ) else {
                continue;
            };
            if &*alias == ROOT {
                problems.add(
                    ProblemKind::InvalidTopic,
                    place,
                    Some(&written),
                    "a path of at least one segment",
                    "remove it",
                );
                continue;
            }
            if self.declared.contains_key(&alias) {
                let expected = "a path that is no declared topic";
                problems.add(
                    ProblemKind::AliasClash,
                    place,
                    Some(&written),
                    expected,
                    "remove the alias, or the topic of this path",
                );
                continue;
            }
            match Arc::make_mut(&mut self.aliases).insert(&alias, path) {
                Ok(()) => {
                    aliases.insert(alias);
                }
                Err(AliasClash { other_topic }) => {
                    let expected =
                        format!("an alias of one topic, but it stands for `{other_topic}` already");
                    problems.add(
                        ProblemKind::AliasClash,
                        place,
                        Some(&written),
                        expected,
                        "remove it from one of the two topics",
                    );
                }
            }
        }
        aliases
    }

    /// Warns of declared topics below an alias: their paths are replaced before anything matches them (T4).
    fn note_hidden(&self, section: Place<'_>, problems: &mut Problems) {
        for (alias, topic) in self.aliases.iter() {
            let below = format!("{alias}/");
            let hidden = self
                .declared
                .range::<str, _>((Bound::Included(&*below), Bound::Unbounded))
                .take_while(|(path, _)| path.starts_with(&below));
            for (path, _) in hidden {
                let expected =
                    format!("a path that does not start with the alias `{alias}` of `{topic}`");
                problems.add(
                    ProblemKind::HiddenTopic,
                    section.field(path),
                    Some(path),
                    expected,
                    "rename the topic, or remove the alias",
                );
            }
        }
    }
}

/// A canonical path, with a problem noted if it is none.
pub(super) fn path(
    written: &str,
    place: Place<'_>,
    expected: &str,
    problems: &mut Problems,
) -> Option<Box<str>> {
    match canonical_path(written) {
        Ok(path) => Some(path.as_ref().into()),
        Err(error) => {
            problems.add(
                ProblemKind::InvalidTopic,
                place,
                Some(written),
                format!("{expected}, but {error}"),
                repaired(written, error),
            );
            None
        }
    }
}

/// How a path could be written, where leaving out what is wrong leaves something.
pub(super) fn repaired(written: &str, error: TopicError) -> String {
    match error {
        TopicError::TooManySegments => return "leave out segments: up to 16 are allowed".into(),
        TopicError::SegmentTooLong => return "shorten the segment to 255 bytes".into(),
        TopicError::PathTooLong => return "shorten it to 1,024 bytes".into(),
        _ => {}
    }
    let visible: String = written.chars().filter(|c| !c.is_control()).collect();
    let segments = visible
        .split('/')
        .map(|segment| segment.trim().trim_matches('*'));
    let segments: Vec<&str> = segments.filter(|segment| !segment.is_empty()).collect();
    match canonical_path(&segments.join("/")) {
        Ok(path) if &*path != ROOT => format!("write it like `{path}`"),
        _ => "write segments joined by `/`, like `billing/refunds`".into(),
    }
}
