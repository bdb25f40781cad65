//! Conditions: `when` of routes and desks, and the floors of levels (A2, A4, C5).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attributes::{Attributes, Named};
use super::{Checker, constraints};
use crate::attribute::AttributeKind;
use crate::organization::document::Node;
use crate::organization::document::format::NAMED;
use crate::organization::model::{WrittenBox, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, once_each, wrong_type};

/// Whether conditions may be named in a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    Allowed,
    Forbidden,
}

impl Checker<'_> {
    /// A condition, in which named ones may stand; `None` if something in it cannot be judged.
    pub(super) fn condition(
        &mut self,
        node: Option<&Node>,
        place: Place<'_>,
        attributes: &mut Attributes,
    ) -> Option<Arc<WrittenCondition>> {
        let written = match node {
            None => WrittenCondition::default(),
            Some(node @ Node::Text(_)) => {
                let names = &mut self.conditions;
                let mut written = WrittenCondition::default();
                written.all.named = names.references(node, place, &mut self.problems)?;
                written
            }
            Some(node) => self.boxes_of(node, place, attributes, Naming::Allowed)?,
        };
        Some(self.memory.keep(written))
    }

    /// A condition without named ones in it, as it has a name itself.
    pub(super) fn nameless_condition(
        &mut self,
        node: &Node,
        place: Place<'_>,
        attributes: &mut Attributes,
    ) -> Option<Arc<WrittenCondition>> {
        let written = self.boxes_of(node, place, attributes, Naming::Forbidden)?;
        Some(self.memory.keep(written))
    }

    fn boxes_of(
        &mut self,
        node: &Node,
        place: Place<'_>,
        attributes: &mut Attributes,
        naming: Naming,
    ) -> Option<WrittenCondition> {
        let Node::Table(entries) = node else {
            let suggestion = match (naming, self.conditions.quoted(node)) {
                (Naming::Allowed, Some(names)) => {
                    format!("write `when = {{ condition = {names} }}`")
                }
                (Naming::Allowed, None) => "write `when = { ATTRIBUTE = \"VALUE\" }`".into(),
                (Naming::Forbidden, _) => "write `{ ATTRIBUTE = \"VALUE\" }`".into(),
            };
            let problems = &mut self.problems;
            wrong_type(node, place, "a table of constraints", &suggestion, problems);
            return None;
        };
        let mut written = WrittenCondition::default();
        let mut is_whole = true;
        let mut beside = Vec::new();
        for (name, node) in once_each(entries.0.iter(), place, &mut self.problems) {
            if name != "any" {
                beside.push((name, node));
                continue;
            }
            let place = place.field(name);
            let boxes = match node {
                Node::List(items) => items.as_slice(),
                other => core::slice::from_ref(other),
            };
            let most = self.options.limits.boxes;
            if self.problems.exceeds(boxes.len(), most, "boxes", place) {
                is_whole = false;
            }
            if boxes.is_empty() {
                self.problems.add(
                    ProblemKind::ImpossibleCondition,
                    place,
                    Some("[]"),
                    "at least one box",
                    "add one, or remove `any`",
                );
                is_whole = false;
            }
            for (index, node) in boxes.iter().enumerate().take(most) {
                let place = place.index(index);
                let Node::Table(entries) = node else {
                    let names = self.conditions.quoted(node);
                    let suggestion = match names.filter(|_| naming == Naming::Allowed) {
                        Some(names) => format!("write `{{ condition = {names} }}`"),
                        None => "write `{ ATTRIBUTE = \"VALUE\" }`".into(),
                    };
                    let expected = "a table of constraints";
                    wrong_type(node, place, expected, &suggestion, &mut self.problems);
                    is_whole = false;
                    continue;
                };
                let entries = once_each(entries.0.iter(), place, &mut self.problems);
                match self.constraints(&entries, place, attributes, naming) {
                    Some(constraints) => {
                        written.any.insert(constraints);
                    }
                    None => is_whole = false,
                }
            }
        }
        match self.constraints(&beside, place, attributes, naming) {
            Some(constraints) => written.all = constraints,
            None => is_whole = false,
        }
        is_whole.then_some(written)
    }

    fn constraints(
        &mut self,
        entries: &[(&str, &Node)],
        place: Place<'_>,
        attributes: &mut Attributes,
        naming: Naming,
    ) -> Option<WrittenBox> {
        let mut constraints = WrittenBox::default();
        let mut is_whole = true;
        for (written, node) in entries {
            let place = place.field(written);
            if *written == "any" {
                let expected = "constraints alone: a box does not hold boxes";
                let suggestion = "list all boxes in the outer `any`";
                self.problems.add(
                    ProblemKind::InvalidOperator,
                    place,
                    Some("any"),
                    expected,
                    suggestion,
                );
                is_whole = false;
                continue;
            }
            if *written == NAMED {
                match self.named(node, place, naming) {
                    Some(named) => constraints.named = named,
                    None => is_whole = false,
                }
                continue;
            }
            let (name, constraint) = match attributes.find(written) {
                Named::Attribute(attribute) => (
                    Box::from(attribute.name()),
                    constraints::read(
                        node,
                        attribute,
                        place,
                        &mut self.patterns,
                        &mut self.problems,
                    ),
                ),
                Named::Unreadable => (Box::from(*written), None),
                Named::Unknown => {
                    let expected = "the name of a declared attribute";
                    match self.conditions.quoted(&Node::from(*written)) {
                        Some(name) if naming == Naming::Allowed => {
                            let suggestion = format!("write `condition = {name}`");
                            let kind = ProblemKind::UnknownAttribute;
                            let problems = &mut self.problems;
                            problems.add(kind, place, Some(written), expected, suggestion);
                        }
                        _ => self.unknown_attribute(written, expected, place, attributes),
                    }
                    (Box::from(*written), None)
                }
            };
            let Some(constraint) = constraint else {
                is_whole = false;
                continue;
            };
            attributes.note(&name, &constraint);
            if constraints.constraints.insert(name, constraint).is_some() {
                self.problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(written),
                    "each attribute once, in canonical form",
                    "write one constraint with both",
                );
                is_whole = false;
            }
        }
        is_whole.then_some(constraints)
    }

    /// The named conditions of a box.
    fn named(
        &mut self,
        node: &Node,
        place: Place<'_>,
        naming: Naming,
    ) -> Option<BTreeSet<Box<str>>> {
        if naming == Naming::Forbidden {
            self.problems.add(
                ProblemKind::InvalidOperator,
                place,
                Some(NAMED),
                "constraints alone: a named condition does not name others",
                "write here what the other one says",
            );
            return None;
        }
        let names = &mut self.conditions;
        names.references(node, place, &mut self.problems)
    }

    pub(super) fn unknown_attribute(
        &mut self,
        written: &str,
        expected: &str,
        place: Place<'_>,
        attributes: &Attributes,
    ) {
        let (names, otherwise) = (attributes.names(), "declare it under `attributes`");
        let suggestion = self.problems.did_you_mean(written, names, otherwise);
        let kind = ProblemKind::UnknownAttribute;
        self.problems
            .add(kind, place, Some(written), expected, suggestion);
    }

    /// A floor: the name of an ordered attribute and its least value.
    pub(super) fn floor(
        &mut self,
        form: &Form<'_, '_>,
        attributes: &Attributes,
    ) -> Option<(Box<str>, Box<str>)> {
        let node = form.node("floor")?;
        let place = form.at("floor");
        let entries = match node {
            Node::Table(entries) if entries.0.len() == 1 => entries,
            _ => {
                wrong_type(
                    node,
                    place,
                    "one ordered attribute with its least value",
                    "write `floor = { priority = \"high\" }`",
                    &mut self.problems,
                );
                return None;
            }
        };
        let (written, node) = entries.0.first()?;
        let place = place.field(written);
        let attribute = match attributes.find(written) {
            Named::Attribute(attribute) => attribute,
            Named::Unreadable => return None,
            Named::Unknown => {
                self.unknown_attribute(
                    written,
                    "the name of an ordered attribute",
                    place,
                    attributes,
                );
                return None;
            }
        };
        if attribute.kind() != AttributeKind::Ordered {
            let expected = format!(
                "an ordered attribute; `{}` is {}",
                attribute.name(),
                attribute.kind().as_str()
            );
            self.problems.add(
                ProblemKind::InvalidOperator,
                place,
                Some(written),
                expected,
                "name an attribute of kind `ordered`",
            );
            return None;
        }
        let value = constraints::value(node, attribute, place, &mut self.problems)?;
        Some((attribute.name().into(), value))
    }
}
