//! Conditions: `when` of routes and desks, and the floors of levels (A2, A4, C5).

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::attributes::{Attributes, Named};
use super::{Checker, constraints};
use crate::attribute::{AttributeKind, Bounds, Vocabulary};
use crate::organization::document::Node;
use crate::organization::model::{WrittenBox, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, once_each, wrong_type};

impl Checker<'_> {
    /// A condition; `None` if something in it cannot be judged.
    pub(super) fn condition(
        &mut self,
        node: Option<&Node>,
        place: Place<'_>,
        attributes: &mut Attributes,
    ) -> Option<WrittenCondition> {
        let Some(node) = node else {
            return Some(WrittenCondition::default());
        };
        let Node::Table(entries) = node else {
            wrong_type(
                node,
                place,
                "a table of constraints",
                "write `when = { ATTRIBUTE = \"VALUE\" }`",
                &mut self.problems,
            );
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
                    wrong_type(
                        node,
                        place,
                        "a table of constraints",
                        "write `{ ATTRIBUTE = \"VALUE\" }`",
                        &mut self.problems,
                    );
                    is_whole = false;
                    continue;
                };
                let entries = once_each(entries.0.iter(), place, &mut self.problems);
                match self.constraints(&entries, place, attributes) {
                    Some(constraints) => {
                        written.any.insert(constraints);
                    }
                    None => is_whole = false,
                }
            }
        }
        match self.constraints(&beside, place, attributes) {
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
            let (name, constraint) = match attributes.find(written) {
                Named::Attribute(attribute) => (
                    Box::from(attribute.name()),
                    constraints::read(node, attribute, place, &mut self.problems),
                ),
                Named::Unreadable => (Box::from(*written), None),
                Named::Unknown => {
                    self.unknown_attribute(
                        written,
                        "the name of a declared attribute",
                        place,
                        attributes,
                    );
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

    fn unknown_attribute(
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

impl Checker<'_> {
    /// Whether the sets of a condition can still be worked out within the limit. Notes once that they cannot, and a box
    /// that no inquiry can be in.
    pub(super) fn judge(
        &mut self,
        condition: &WrittenCondition,
        vocabulary: &Vocabulary,
        place: Place<'_>,
    ) -> bool {
        let costs = condition
            .constraints()
            .map(|(name, constraint)| match &constraint.one_of {
                Some(values) if constraint.is_list() => values.len() as u64,
                _ => vocabulary.find(name).map_or(0, |id| {
                    u64::from(vocabulary.attributes()[id].universe().classes)
                }),
            });
        let cost: u64 = costs.sum();
        let Some(left) = self.members.checked_sub(cost) else {
            let most = self.options.limits.members;
            self.problems.add(
                ProblemKind::LimitExceeded,
                place,
                Some("all conditions so far"),
                format!("conditions that look at {most} values at the most"),
                "name values in lists, or raise `Limits::members` in `build_with`",
            );
            self.members = u64::MAX;
            return false;
        };
        self.members = left;
        if has_dead_box(condition, vocabulary) {
            let (written, expected) = (
                condition.text(),
                "boxes that agree with the constraints beside them",
            );
            let suggestion =
                "make each box of `any` agree with the constraints beside it, or remove it";
            self.problems.add(
                ProblemKind::ImpossibleCondition,
                place,
                Some(&written),
                expected,
                suggestion,
            );
        }
        true
    }
}

/// The boxes of a condition, without those that no inquiry can be in.
pub(super) fn boxes(written: &WrittenCondition, vocabulary: &Vocabulary) -> Vec<Bounds> {
    let all = of_box(&written.all, vocabulary);
    if written.any.is_empty() {
        return [all].into();
    }
    let boxes = written.any.iter().map(|own| of_box(own, vocabulary));
    let mut boxes: Vec<Bounds> = boxes
        .filter_map(|own| all.intersection(&own, vocabulary))
        .collect();
    boxes.sort_unstable();
    boxes.dedup();
    boxes
}

/// Whether a box of `any` contradicts the constraints beside it, so that no inquiry is ever in it.
fn has_dead_box(written: &WrittenCondition, vocabulary: &Vocabulary) -> bool {
    if written.all.is_empty() || written.any.is_empty() {
        return false;
    }
    let all = of_box(&written.all, vocabulary);
    written.any.iter().any(|own| {
        all.intersection(&of_box(own, vocabulary), vocabulary)
            .is_none()
    })
}

fn of_box(own: &WrittenBox, vocabulary: &Vocabulary) -> Bounds {
    Bounds::new(own.constraints.iter().filter_map(|(name, constraint)| {
        let id = vocabulary.find(name)?;
        Some((id, constraint.set(&vocabulary.attributes()[id])))
    }))
}
