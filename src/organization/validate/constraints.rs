//! One constraint of a condition: a value, a list of values, or a table of operators (A2, A4).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;

use super::attributes::{Attributes, Named, check_open_value};
use super::patterns::Patterns;
use crate::attribute::{Attribute, AttributeKind, Constraint, Presence, Role, ValueSet};
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text, wrong_type};
use crate::topic::canonical_name;

/// The longest prefix.
const MAX_PREFIX_BYTES: usize = 1_000;

/// A constraint on one attribute; `None` with a problem noted if it cannot be judged.
pub(super) fn read(
    node: &Node,
    attribute: &Attribute,
    place: Place<'_>,
    patterns: &mut Patterns,
    problems: &mut Problems,
) -> Option<Constraint> {
    let constraint = match node {
        Node::Table(_) => operators(node, attribute, place, patterns, problems)?,
        _ => {
            let values = values(node, attribute, place, problems)?;
            leaves_out_children(&values, attribute, place, problems);
            Constraint {
                one_of: Some(values),
                ..Constraint::default()
            }
        }
    };
    // What patterns leave beside other operators shows once all patterns are known.
    let is_judged = constraint.patterns.is_none() && !constraint.is_plainly_possible();
    if is_judged && set_of(&constraint, attribute).is_empty() {
        impossible(node, attribute, place, problems);
        return None;
    }
    Some(constraint)
}

fn operators(
    node: &Node,
    attribute: &Attribute,
    place: Place<'_>,
    patterns: &mut Patterns,
    problems: &mut Problems,
) -> Option<Constraint> {
    let form = Form::open(node, place, &format::CONSTRAINT, problems)?;
    let is_known = |(name, _): &(Box<str>, Node)| format::CONSTRAINT.has(name);
    let is_whole = matches!(node, Node::Table(entries) if entries.0.iter().all(is_known));
    let mut operators = Operators {
        form,
        attribute,
        is_whole,
        patterns,
        problems,
    };
    let mut constraint = Constraint {
        one_of: operators.set("in", None),
        none_of: operators.set("not", None),
        within: operators.set("within", Some(AttributeKind::Hierarchical)),
        prefixes: operators.set("prefix", Some(AttributeKind::Open)),
        patterns: operators.set("matches", Some(AttributeKind::Open)),
        at_least: operators.one("at_least"),
        at_most: operators.one("at_most"),
        ..Constraint::default()
    };
    let (present, absent) = (operators.flag("present"), operators.flag("absent"));
    constraint.or_absent = operators.flag("or_absent").unwrap_or_default();
    let is_whole = operators.is_whole;
    constraint.presence = match (present, absent) {
        (None, None) => None,
        (Some(true), None | Some(false)) | (None, Some(false)) => Some(Presence::Present),
        (Some(false), None | Some(true)) | (None, Some(true)) => Some(Presence::Absent),
        (Some(_), Some(_)) => {
            impossible(node, attribute, place, problems);
            return None;
        }
    };
    if is_whole && constraint == Constraint::default() {
        let suggestion =
            "write a value, a list of values, or an operator such as `{ not = \"VALUE\" }`";
        wrong_type(node, place, "a constraint", suggestion, problems);
        return None;
    }
    is_whole.then_some(constraint)
}

/// The operators of one constraint.
struct Operators<'f, 'p> {
    form: Form<'f, 'p>,
    attribute: &'f Attribute,
    /// Everything so far could be judged.
    is_whole: bool,
    patterns: &'p mut Patterns,
    problems: &'f mut Problems,
}

impl Operators<'_, '_> {
    /// The values of an operator, which may need an attribute of some kind.
    fn set(
        &mut self,
        operator: &'static str,
        needed: Option<AttributeKind>,
    ) -> Option<BTreeSet<Box<str>>> {
        let node = self.form.node(operator)?;
        let place = self.form.at(operator);
        let own = self.attribute.kind();
        if let Some(kind) = needed.filter(|kind| *kind != own) {
            let expected = format!(
                "an operator for an attribute of kind `{}`; `{operator}` is for kind `{}`",
                own.as_str(),
                kind.as_str()
            );
            let suggestion = match own {
                AttributeKind::Closed => "use `in` or `not` with a list of values",
                AttributeKind::Ordered => "use `at_least` or `at_most`",
                AttributeKind::Hierarchical => "use `within` for a value and all below it",
                AttributeKind::Open => "use `prefix` or `matches`, or `in` with a list of values",
            };
            self.problems.add(
                ProblemKind::InvalidOperator,
                place,
                Some(operator),
                expected,
                suggestion,
            );
            self.is_whole = false;
            return None;
        }
        let found = match operator {
            "prefix" => prefixes(node, place, self.problems),
            "matches" => self.patterns.read(node, place, self.problems),
            _ => values(node, self.attribute, place, self.problems),
        };
        self.is_whole &= found.is_some();
        found
    }

    /// The only value of an operator for ordered attributes.
    fn one(&mut self, operator: &'static str) -> Option<Box<str>> {
        let values = self.set(operator, Some(AttributeKind::Ordered))?;
        if values.len() != 1 {
            let node = self.form.node(operator)?;
            wrong_type(
                node,
                self.form.at(operator),
                "one value",
                "write one text",
                self.problems,
            );
            self.is_whole = false;
        }
        values.into_iter().next()
    }

    /// Whether an operator without operand is switched on or off, if it is there.
    fn flag(&mut self, operator: &'static str) -> Option<bool> {
        let node = self.form.node(operator)?;
        if let Node::Boolean(value) = node {
            return Some(*value);
        }
        let suggestion = format!("write `{operator} = true`");
        wrong_type(
            node,
            self.form.at(operator),
            "`true`",
            &suggestion,
            self.problems,
        );
        self.is_whole = false;
        None
    }
}

fn impossible(node: &Node, attribute: &Attribute, place: Place<'_>, problems: &mut Problems) {
    note_impossible(&node.to_string(), attribute, place, problems);
}

/// Notes that no inquiry satisfies what is written of an attribute.
pub(super) fn note_impossible(
    written: &str,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) {
    let suggestion = if attribute.universe().has_absent {
        "allow at least one value"
    } else {
        "allow at least one value; the attribute has a default, so it is never absent"
    };
    let expected = "a constraint that some inquiry satisfies";
    problems.add(
        ProblemKind::ImpossibleCondition,
        place,
        Some(written),
        expected,
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
pub(super) fn value(
    node: &Node,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<Box<str>> {
    let expected = format!("a value of `{}`", attribute.name());
    let written = text(node, place, &expected, problems)?;
    written_value(&written, attribute, place, problems)
}

/// The same, of a text.
pub(super) fn written_value(
    written: &str,
    attribute: &Attribute,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<Box<str>> {
    if attribute.kind() == AttributeKind::Open {
        return check_open_value(written, place, problems).then(|| written.into());
    }
    if attribute.class(written).is_err() {
        let names = attribute.declared().values.iter().map(|value| &**value);
        let suggestion = problems.did_you_mean(written, names, "declare it in `values`");
        problems.add(
            ProblemKind::UnknownValue,
            place,
            Some(written),
            format!("a value of `{}`", attribute.name()),
            suggestion,
        );
        return None;
    }
    canonical_name(written)
        .ok()
        .map(|value| value.as_ref().into())
}

/// The values that a field lists of the attribute of some role, in canonical form (A4).
pub(super) fn values_of_role(
    form: &Form<'_, '_>,
    field: &'static str,
    role: Role,
    attributes: &Attributes,
    most: usize,
    problems: &mut Problems,
) -> BTreeSet<Box<str>> {
    let nodes = form.items(field);
    problems.exceeds_details(nodes.len(), most, field, form.at(field));
    if nodes.is_empty() {
        return BTreeSet::new();
    }
    let attribute = match attributes.of_role(role) {
        Named::Attribute(attribute) => attribute,
        Named::Unreadable => return BTreeSet::new(),
        Named::Unknown => {
            let role = role.as_str();
            problems.add(
                ProblemKind::UnknownAttribute,
                form.at(field),
                Some(field),
                format!("values of the attribute of role `{role}`, but no attribute has it"),
                format!("write `role = \"{role}\"` for one, or remove it"),
            );
            return BTreeSet::new();
        }
    };
    let nodes = nodes.iter().enumerate().take(most);
    let values = nodes.filter_map(|(index, node)| {
        form.at_item(field, index, |place| {
            value(node, attribute, place, problems)
        })
    });
    values.collect()
}

/// Prefixes, byte for byte; an empty one would say nothing.
fn prefixes(node: &Node, place: Place<'_>, problems: &mut Problems) -> Option<BTreeSet<Box<str>>> {
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
            // Room for some other value in the class of each prefix (A2).
            Some(text) if text.len() > MAX_PREFIX_BYTES => {
                let expected = format!("a beginning of at most {MAX_PREFIX_BYTES} bytes");
                problems.add(
                    ProblemKind::InvalidName,
                    place,
                    Some(&text),
                    expected,
                    "shorten it",
                );
                is_whole = false;
            }
            Some(text) => {
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
    for value in values {
        if attribute
            .children(value)
            .iter()
            .all(|child| values.contains(child))
        {
            continue;
        }
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
