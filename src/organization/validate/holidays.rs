//! The section `holidays`: lists of days that hours name.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use jiff::civil::Date;

use super::attributes::Attributes;
use super::constraints::values_of_role;
use super::{Checker, labels, leading};
use crate::attribute::{Role, Vocabulary};
use crate::calendar::dates::NamedDays;
use crate::id::{HolidaysId, Id, Key, Table};
use crate::organization::calendars::{Holiday, Holidays};
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text, wrong_type};

/// The lists, in the order of their ids.
pub(super) fn read<'a>(
    checker: &mut Checker<'a>,
    form: &Form<'a, '_>,
    attributes: &Attributes,
) -> Table<HolidaysId, Holidays> {
    let section = form.at("holidays");
    let entries: Vec<(&str, &Node)> = checker.holidays.iter().collect();
    let lists: Vec<Holidays> = entries
        .into_iter()
        .map(|(key, node)| one(checker, key, node, section.field(key), attributes))
        .collect();
    let edges = lists
        .iter()
        .map(|own| own.includes.iter().map(|id| id.index()).collect());
    let edges: Vec<Vec<usize>> = edges.collect();
    let key = |at: usize| lists.get(at).map_or("", |own| &*own.key);
    let field = |_| "includes";
    let expected = "lists that do not include themselves";
    leading::order(&edges, key, field, section, expected, &mut checker.problems);
    lists.into_iter().collect()
}

fn one(
    checker: &mut Checker<'_>,
    key: &str,
    node: &Node,
    place: Place<'_>,
    attributes: &Attributes,
) -> Holidays {
    let mut own = Holidays {
        key: Key::from(key),
        days: BTreeMap::new(),
        includes: BTreeSet::new(),
    };
    let Some(form) = Form::open(node, place, &format::HOLIDAYS, &mut checker.problems) else {
        return own;
    };
    if form.node("days").is_none() && form.node("includes").is_none() {
        let expected = "holidays, each under its date";
        form.missing("days", expected, &mut checker.problems);
    }
    let entries = form.entries(
        "days",
        "a table with what a holiday is called under each date",
        &mut checker.problems,
    );
    let (most, section) = (checker.options.limits.special_days, form.at("days"));
    if checker
        .problems
        .exceeds(entries.len(), most, "special_days", section)
    {
        return own;
    }
    for (written, node) in entries {
        let place = section.field(written);
        let days = named_days(written, place, &mut checker.problems);
        let holiday = holiday(checker, node, place, attributes);
        if let Some(days) = days {
            if own.days.insert(days, holiday).is_some() {
                let expected = "each day once";
                let suggestion = "remove one of the two";
                let kind = ProblemKind::DuplicateKey;
                checker
                    .problems
                    .add(kind, place, Some(written), expected, suggestion);
            }
        }
    }
    own.includes = checker.holidays.references(
        &form,
        "includes",
        "the key of a list of holidays",
        &mut checker.problems,
    );
    own
}

/// The days that a key of the document names.
pub(super) fn named_days(
    written: &str,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<NamedDays> {
    let days = NamedDays::parse(written);
    if days.is_none() {
        problems.add(
            ProblemKind::InvalidDate,
            place,
            Some(written),
            NamedDays::EXPECTED,
            "write year, month and day with `-` between them",
        );
    }
    days
}

fn holiday(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    attributes: &Attributes,
) -> Holiday {
    let problems = &mut checker.problems;
    let expected = "what the holiday is called";
    let most = checker.options.limits.details;
    match node {
        Node::Table(_) => {
            let Some(form) = Form::open(node, place, &format::HOLIDAY, problems) else {
                return Holiday::default();
            };
            if form.node("name").is_none() && form.node("regions").is_none() {
                form.missing("name", expected, problems);
            }
            let role = Role::Region;
            Holiday {
                name: labels::name(&form, "name", expected, problems),
                regions: values_of_role(&form, "regions", role, attributes, most, problems),
            }
        }
        Node::List(_) => {
            let suggestion = "write its name, or a table with `name` and `regions`";
            wrong_type(node, place, expected, suggestion, problems);
            Holiday::default()
        }
        _ => {
            let name = text(node, place, expected, problems);
            if let Some(name) = &name {
                labels::check_name(name, place, problems);
            }
            Holiday {
                name: name.map(|name| Key::from(name.trim())),
                regions: BTreeSet::new(),
            }
        }
    }
}

/// The dates of all days of these lists and those that they include, as far as a region has them.
pub(super) fn dates(
    of: &BTreeSet<HolidaysId>,
    region: Option<&str>,
    lists: &Table<HolidaysId, Holidays>,
    vocabulary: &Vocabulary,
) -> BTreeSet<Date> {
    let regions = above(region, vocabulary);
    let mut seen = of.clone();
    let mut open: Vec<HolidaysId> = of.iter().copied().collect();
    let mut dates = BTreeSet::new();
    while let Some(id) = open.pop() {
        let list = &lists[id];
        for (days, holiday) in &list.days {
            let is_had = holiday.regions.is_empty()
                || regions.iter().any(|own| holiday.regions.contains(*own));
            if is_had {
                dates.extend(days.dates());
            }
        }
        open.extend(list.includes.iter().filter(|id| seen.insert(**id)));
    }
    dates
}

/// A region and all that it lies in.
fn above<'v>(region: Option<&'v str>, vocabulary: &'v Vocabulary) -> Vec<&'v str> {
    let parents = vocabulary.of_role(Role::Region);
    let parents = parents.map(|(_, attribute)| &attribute.declared().parents);
    let parent = |region: &&str| Some(&**parents?.get(*region)?);
    core::iter::successors(region, parent).collect()
}
