//! Conditions: `when` of routes and desks, and the floors of levels (A2, A4, C5).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::Checker;
use super::attributes::{Attributes, Named, check_open_value};
use crate::attribute::{
    Attribute, AttributeKind, Bounds, Constraint, Presence, ValueSet, Vocabulary,
};
use crate::organization::document::Node;
use crate::organization::model::{WrittenBox, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, once_each, text, wrong_type};
use crate::topic::canonical_name;

const OPERATORS: [&str; 9] = [
    "in",
    "not",
    "at_least",
    "at_most",
    "within",
    "prefix",
    "present",
    "absent",
    "or_absent",
];

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
        for (name, node) in once_each(entries, place, &mut self.problems) {
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
            if boxes.len() > most {
                let written = format!("{} boxes", boxes.len());
                self.problems.add(
                    ProblemKind::LimitExceeded,
                    place,
                    Some(&written),
                    format!("at most {most}"),
                    "split the route, or raise the limit in `build_with`",
                );
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
                let entries = once_each(entries, place, &mut self.problems);
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
        let mut constraints = WrittenBox::new();
        let mut is_whole = true;
        for (written, node) in entries {
            let place = place.field(written);
            let (name, constraint) = match attributes.find(written) {
                Named::Attribute(attribute) => (
                    Box::from(attribute.name()),
                    constraint(node, attribute, place, &mut self.problems),
                ),
                Named::Unreadable => (Box::from(*written), None),
                Named::Unknown => {
                    let suggestion = self.problems.did_you_mean(
                        written,
                        attributes.names(),
                        "declare it under `attributes`",
                    );
                    self.problems.add(
                        ProblemKind::UnknownAttribute,
                        place,
                        Some(written),
                        "the name of a declared attribute",
                        suggestion,
                    );
                    (Box::from(*written), None)
                }
            };
            let Some(constraint) = constraint else {
                is_whole = false;
                continue;
            };
            attributes.note(&name, &constraint);
            if constraints.insert(name, constraint).is_some() {
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

    /// A floor: the name of an ordered attribute and its least value.
    pub(super) fn floor(
        &mut self,
        form: &Form<'_, '_>,
        attributes: &Attributes,
    ) -> Option<Option<(Box<str>, Box<str>)>> {
        let Some(node) = form.node("floor") else {
            return Some(None);
        };
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
                let suggestion = self.problems.did_you_mean(
                    written,
                    attributes.names(),
                    "declare it under `attributes`",
                );
                self.problems.add(
                    ProblemKind::UnknownAttribute,
                    place,
                    Some(written),
                    "the name of an ordered attribute",
                    suggestion,
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
        let value = value(node, attribute, place, &mut self.problems)?;
        Some(Some((attribute.name().into(), value)))
    }
}

/// The boxes of a condition, without those that no inquiry can be in.
pub(super) fn boxes(written: &WrittenCondition, vocabulary: &Vocabulary) -> Vec<Bounds> {
    let of_box = |constraints: &WrittenBox| {
        let sets = constraints.iter().filter_map(|(name, constraint)| {
            let id = vocabulary.find(name)?;
            Some((id, constraint.set(&vocabulary.attributes()[id])))
        });
        Bounds::new(sets)
    };
    let all = of_box(&written.all);
    if written.any.is_empty() {
        return [all].into();
    }
    let mut boxes: Vec<Bounds> = written
        .any
        .iter()
        .filter_map(|any| all.intersection(&of_box(any), vocabulary))
        .collect();
    boxes.sort_unstable();
    boxes.dedup();
    boxes
}

/// A constraint on one attribute; `None` with a problem noted if it cannot be judged.
fn constraint(
    node: &Node,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<Constraint> {
    let mut constraint = Constraint::default();
    if !matches!(node, Node::Table(_)) {
        let values = values(node, attribute, place, problems)?;
        leaves_out_children(&values, attribute, place, problems);
        if values.is_empty() {
            impossible(node, place, problems);
            return None;
        }
        constraint.one_of = Some(values);
        return Some(constraint);
    }
    let form = Form::open(node, place, "a constraint", &OPERATORS, problems)?;
    let mut is_whole = matches!(node, Node::Table(entries) if entries.0.iter().all(|(name, _)| OPERATORS.contains(&&**name)));
    let mut set = |operator: &'static str,
                   needed: Option<AttributeKind>,
                   problems: &mut Problems|
     -> Option<BTreeSet<Box<str>>> {
        let node = form.node(operator)?;
        let place = form.at(operator);
        if let Some(kind) = needed.filter(|kind| *kind != attribute.kind()) {
            let expected = format!(
                "an operator for a {} attribute; `{operator}` is for {} ones",
                attribute.kind().as_str(),
                kind.as_str()
            );
            problems.add(
                ProblemKind::InvalidOperator,
                place,
                Some(operator),
                expected,
                "use `in` with a list of values",
            );
            is_whole = false;
            return None;
        }
        let found = if operator == "prefix" {
            strings(node, place, problems)
        } else {
            values(node, attribute, place, problems)
        };
        is_whole &= found.is_some();
        found
    };
    constraint.one_of = set("in", None, problems);
    constraint.none_of = set("not", None, problems);
    constraint.within = set("within", Some(AttributeKind::Hierarchical), problems);
    constraint.prefixes = set("prefix", Some(AttributeKind::Open), problems);
    let mut one = |operator: &'static str, problems: &mut Problems| {
        let values = set(operator, Some(AttributeKind::Ordered), problems)?;
        if values.len() != 1 {
            if let Some(node) = form.node(operator) {
                wrong_type(
                    node,
                    form.at(operator),
                    "one value",
                    "write one text",
                    problems,
                );
            }
        }
        values.into_iter().next()
    };
    constraint.at_least = one("at_least", problems);
    constraint.at_most = one("at_most", problems);
    let mut flag = |operator: &'static str, problems: &mut Problems| -> Option<bool> {
        let node = form.node(operator)?;
        let Node::Boolean(value) = node else {
            wrong_type(
                node,
                form.at(operator),
                "`true`",
                &format!("write `{operator} = true`"),
                problems,
            );
            is_whole = false;
            return None;
        };
        Some(*value)
    };
    let (present, absent) = (flag("present", problems), flag("absent", problems));
    constraint.or_absent = flag("or_absent", problems).unwrap_or_default();
    constraint.presence = match (present, absent) {
        (None, None) => None,
        (Some(true), None) | (None, Some(false)) | (Some(true), Some(false)) => {
            Some(Presence::Present)
        }
        (Some(false), None) | (None, Some(true)) | (Some(false), Some(true)) => {
            Some(Presence::Absent)
        }
        (Some(_), Some(_)) => {
            impossible(node, place, problems);
            return None;
        }
    };
    if !is_whole {
        return None;
    }
    let says_nothing = constraint
        == Constraint {
            or_absent: constraint.or_absent,
            ..Constraint::default()
        };
    if says_nothing && !constraint.or_absent {
        wrong_type(
            node,
            place,
            "a constraint",
            "write a value, a list of values, or an operator such as `{ not = \"VALUE\" }`",
            problems,
        );
        return None;
    }
    if set_of(&constraint, attribute).is_empty() {
        impossible(node, place, problems);
        return None;
    }
    Some(constraint)
}

fn impossible(node: &Node, place: Place<'_>, problems: &mut Problems) {
    let suggestion = "allow at least one value; an attribute with a default is never absent";
    problems.add(
        ProblemKind::ImpossibleCondition,
        place,
        Some(&node.to_string()),
        "a constraint that some inquiry satisfies",
        suggestion,
    );
}

/// The set of a constraint alone. Classes that other conditions bring only divide its own further.
fn set_of(constraint: &Constraint, attribute: &Attribute) -> ValueSet {
    if attribute.kind() != AttributeKind::Open {
        return constraint.set(attribute);
    }
    let literals: BTreeSet<Box<str>> = constraint.literals().cloned().collect();
    let prefixes: BTreeSet<Box<str>> = constraint.prefixes.iter().flatten().cloned().collect();
    constraint.set(&Attribute::new(
        attribute.declared().clone(),
        &literals,
        &prefixes,
    ))
}

/// One value or several, in canonical form.
fn values(
    node: &Node,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<Box<str>>> {
    let Node::List(items) = node else {
        return value(node, attribute, place, problems).map(|value| BTreeSet::from([value]));
    };
    let mut values = BTreeSet::new();
    let mut is_whole = true;
    for (index, item) in items.iter().enumerate() {
        match value(item, attribute, place.index(index), problems) {
            Some(value) => {
                values.insert(value);
            }
            None => is_whole = false,
        }
    }
    is_whole.then_some(values)
}

/// A value of the attribute, in canonical form (A4).
fn value(
    node: &Node,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<Box<str>> {
    let expected = format!("a value of `{}`", attribute.name());
    let written = text(node, place, &expected, problems)?;
    if attribute.kind() == AttributeKind::Open {
        return check_open_value(&written, place, problems).then(|| written.as_ref().into());
    }
    if attribute.class(&written).is_err() {
        let names = attribute.declared().values.iter().map(|value| &**value);
        let suggestion = problems.did_you_mean(&written, names, "declare it in `values`");
        problems.add(
            ProblemKind::UnknownValue,
            place,
            Some(&written),
            expected,
            suggestion,
        );
        return None;
    }
    canonical_name(&written)
        .ok()
        .map(|value| value.as_ref().into())
}

/// Prefixes, byte for byte; an empty one would say nothing.
fn strings(node: &Node, place: Place<'_>, problems: &mut Problems) -> Option<BTreeSet<Box<str>>> {
    let items = match node {
        Node::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    };
    let mut strings = BTreeSet::new();
    let mut is_whole = true;
    for item in items {
        match text(item, place, "the beginning of values", problems) {
            Some(text) if text.is_empty() => {
                problems.add(
                    ProblemKind::InvalidName,
                    place,
                    Some(""),
                    "a beginning of at least one character",
                    "write `present = true` for any value",
                );
                is_whole = false;
            }
            Some(text) => {
                is_whole &= check_open_value(&text, place, problems);
                strings.insert(text.to_string().into());
            }
            None => is_whole = false,
        }
    }
    is_whole.then_some(strings)
}

/// A plain value of a hierarchy is that value alone, which is seldom meant where there are values below it.
fn leaves_out_children(
    values: &BTreeSet<Box<str>>,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) {
    if attribute.kind() != AttributeKind::Hierarchical {
        return;
    }
    let parents = &attribute.declared().parents;
    let is_left_out = |value: &str| {
        parents
            .iter()
            .any(|(child, parent)| &**parent == value && !values.contains(child))
    };
    for value in values
        .iter()
        .filter(|value| attribute.has_children(value) && is_left_out(value))
    {
        let suggestion = format!(
            "write `{{ within = \"{value}\" }}` to take them in, or `{{ in = \"{value}\" }}` if it is meant"
        );
        problems.add(
            ProblemKind::LeavesOutChildren,
            place,
            Some(value),
            "a value with none below it",
            suggestion,
        );
    }
}
