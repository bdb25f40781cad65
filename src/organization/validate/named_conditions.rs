//! The section `conditions`: conditions with names, which `when` may refer to (A2).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::boxes::Frame;
use super::{Checker, names};
use crate::organization::document::Node;
use crate::organization::model::{Condition, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text};
use crate::topic::canonical_name;

/// The names of the section, known before any condition is read.
pub(super) struct ConditionNames<'a> {
    /// By canonical name: as written, and what stands there.
    declared: BTreeMap<Box<str>, (&'a str, &'a Node)>,
    section: &'a str,
    /// The section could not be read, so nothing is known to be missing.
    is_unreadable: bool,
    used: BTreeSet<Box<str>>,
}

impl<'a> ConditionNames<'a> {
    pub(super) fn read(form: &Form<'a, '_>, most: usize, problems: &mut Problems) -> Self {
        let section = form.at("conditions");
        let mut names = Self {
            declared: BTreeMap::new(),
            section: form.written_name("conditions"),
            is_unreadable: form
                .node("conditions")
                .is_some_and(|node| !matches!(node, Node::Table(_))),
            used: BTreeSet::new(),
        };
        let expected = "a table with a condition under each name";
        let entries = form.entries("conditions", expected, problems);
        if problems.exceeds(entries.len(), most, "conditions", section) {
            names.is_unreadable = true;
            return names;
        }
        for (written, node) in entries {
            let place = section.field(written);
            match canonical_name(written) {
                Ok(name) if names.declared.contains_key(&*name) => {
                    problems.add(
                        ProblemKind::DuplicateKey,
                        place,
                        Some(written),
                        "each condition once, in canonical form",
                        "remove one of the two, or rename it",
                    );
                }
                Ok(name) => {
                    names.declared.insert(name.as_ref().into(), (written, node));
                }
                Err(error) => names::invalid(written, &error.to_string(), place, problems),
            }
        }
        names
    }

    /// The conditions that a node names: one or several.
    pub(super) fn references(
        &mut self,
        node: &Node,
        place: Place<'_>,
        problems: &mut Problems,
    ) -> Option<BTreeSet<Box<str>>> {
        let Node::List(items) = node else {
            return self
                .reference(node, place, problems)
                .map(|name| [name].into());
        };
        if items.is_empty() {
            let expected = "the name of a condition";
            problems.empty_list(place, expected, "list at least one");
            return None;
        }
        // All are looked at, so that all problems are told.
        let read = items.iter().enumerate();
        let read = read.map(|(index, node)| self.reference(node, place.index(index), problems));
        read.collect::<Vec<_>>().into_iter().collect()
    }

    /// A text or list of texts in quotes, where each is the name of a condition.
    pub(super) fn quoted(&self, node: &Node) -> Option<String> {
        let is_declared = |node: &Node| match node {
            Node::Text(written) => {
                canonical_name(written).is_ok_and(|name| self.declared.contains_key(&*name))
            }
            _ => false,
        };
        match node {
            Node::Text(written) => is_declared(node).then(|| format!("{written:?}")),
            Node::List(items) if !items.is_empty() && items.iter().all(is_declared) => {
                let names = items.iter().map(|item| format!("\"{item}\""));
                Some(format!("[{}]", names.collect::<Vec<_>>().join(", ")))
            }
            _ => None,
        }
    }

    fn reference(
        &mut self,
        node: &Node,
        place: Place<'_>,
        problems: &mut Problems,
    ) -> Option<Box<str>> {
        let expected = "the name of a condition";
        let written = text(node, place, expected, problems)?;
        let canonical = canonical_name(&written).ok();
        let found = canonical.and_then(|name| self.declared.get_key_value(&*name));
        if let Some((name, _)) = found {
            self.used.insert(name.clone());
            return Some(name.clone());
        }
        if !self.is_unreadable {
            let names = self.declared.keys().map(|name| &**name);
            let otherwise = format!("declare it under `{}`", self.section);
            let suggestion = problems.did_you_mean(&written, names, &otherwise);
            let kind = ProblemKind::UnknownReference;
            problems.add(kind, place, Some(&written), expected, suggestion);
        }
        None
    }

    /// Notes that something names a condition.
    pub(super) fn uses(&mut self, name: &str) {
        self.used.insert(name.into());
    }

    fn note_unused(&self, problems: &mut Problems) {
        let top = Place::ROOT;
        let section = top.field(self.section);
        let mut unused: Vec<&str> = self
            .declared
            .iter()
            .filter(|(name, _)| !self.used.contains(*name))
            .map(|(_, (written, _))| *written)
            .collect();
        unused.sort_unstable();
        for written in unused {
            problems.add(
                ProblemKind::Unused,
                section.field(written),
                Some(written),
                "a condition that some `when` names",
                "name it in a `when`, or remove it",
            );
        }
    }
}

/// A named condition as far as it is read.
pub(super) struct Named {
    name: Box<str>,
    /// The name as written, for messages.
    written_name: Box<str>,
    condition: Arc<WrittenCondition>,
}

/// What stands under each name.
pub(super) fn read(checker: &mut Checker<'_>, attributes: &mut Attributes) -> Vec<Named> {
    let top = Place::ROOT;
    let section = top.field(checker.conditions.section);
    let declared: Vec<(Box<str>, &str, &Node)> = checker
        .conditions
        .declared
        .iter()
        .map(|(name, (written, node))| (name.clone(), *written, *node))
        .collect();
    let read = declared.into_iter().filter_map(|(name, written, node)| {
        let condition = checker.nameless_condition(node, section.field(written), attributes)?;
        Some(Named {
            name,
            written_name: written.into(),
            condition,
        })
    });
    read.collect()
}

impl Checker<'_> {
    /// The boxes of the named conditions; `None` if a limit stops that.
    pub(super) fn named_boxes(&mut self, named: Vec<Named>, frame: &mut Frame<'_>) -> Option<()> {
        let top = Place::ROOT;
        let section = top.field(self.conditions.section);
        for Named {
            name,
            written_name,
            condition,
        } in named
        {
            let boxes = self.boxes(&condition, frame, section.field(&written_name))?;
            let condition = Condition {
                written: condition,
                boxes,
            };
            Arc::make_mut(&mut frame.conditions).insert(name, condition);
        }
        Some(())
    }

    /// Warns of conditions and assignments that nothing names.
    pub(super) fn note_unused(&mut self) {
        self.conditions.note_unused(&mut self.problems);
        self.note_unused_assignments();
    }
}
