//! The section `hours`: weekly times in a zone, and what other hours make together (H4).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::constraints::values_of_role;
use super::{Checker, holidays, leading};
use crate::attribute::{Role, Vocabulary};
use crate::calendar::clock::Clock;
use crate::calendar::dates::{Dates, MonthDays, Months, NamedDays, Years};
use crate::calendar::hours::{LocalHours, Opening};
use crate::calendar::open_times::OpenTimes;
use crate::calendar::week::{DayInterval, WeeklyInterval};
use crate::id::{HolidaysId, HoursId, Id, Key, Table};
use crate::organization::calendars;
use crate::organization::calendars::{Calendars, Holidays, HoursRule, ZonedHours};
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text};

/// Hours as far as they are read, in the order of their ids.
#[derive(Default)]
pub(super) struct AllHours {
    drafts: Vec<Draft>,
    /// The clocks of zones, by name.
    clocks: BTreeMap<Box<str>, Arc<Clock>>,
    /// By draft, each behind those that it is made of.
    order: Vec<usize>,
    section: Box<str>,
}

struct Draft {
    key: Key,
    /// None where something is wrong.
    rule: Option<HoursRule>,
}

impl AllHours {
    pub(super) fn read<'a>(
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        attributes: &Attributes,
    ) -> Self {
        let section = form.at("hours");
        let mut all = Self {
            drafts: Vec::new(),
            clocks: BTreeMap::new(),
            order: Vec::new(),
            section: section.name().into(),
        };
        let entries: Vec<(&str, &Node)> = checker.hours.iter().collect();
        for (key, node) in entries {
            let before = checker.problems.count();
            let rule = all.rule(checker, node, section.field(key), attributes);
            let is_whole = checker.problems.count() == before;
            all.drafts.push(Draft {
                key: Key::from(key),
                rule: rule.filter(|_| is_whole),
            });
        }
        let edges: Vec<Vec<usize>> = all.drafts.iter().map(Draft::made_of).collect();
        let key = |at: usize| all.drafts.get(at).map_or("", |own| &*own.key);
        let field = |at: usize| match all.drafts.get(at).and_then(|own| own.rule.as_ref()) {
            Some(HoursRule::Complement(_)) => "complement",
            _ => "union",
        };
        let expected = "hours that are not made of themselves";
        let problems = &mut checker.problems;
        all.order = leading::order(&edges, key, field, section, expected, problems);
        all
    }

    fn rule<'a>(
        &mut self,
        checker: &mut Checker<'a>,
        node: &'a Node,
        place: Place<'_>,
        attributes: &Attributes,
    ) -> Option<HoursRule> {
        let form = Form::open(node, place, &format::HOURS, &mut checker.problems)?;
        let kinds = ["zone", "union", "complement"];
        let given: Vec<&str> = kinds
            .into_iter()
            .filter(|kind| form.node(kind).is_some())
            .collect();
        let kind = match given.as_slice() {
            [] => {
                let expected = "the name of a time zone; or `union` or `complement` of other hours";
                form.missing("zone", expected, &mut checker.problems);
                return None;
            }
            [kind] => *kind,
            [_, second, ..] => {
                let expected = "one of `zone`, `union` and `complement`";
                let suggestion = "name hours for each, and make a `union` of them";
                let (kind, written) = (ProblemKind::InvalidHours, Some(*second));
                let place = form.at(second);
                checker
                    .problems
                    .add(kind, place, written, expected, suggestion);
                return None;
            }
        };
        if kind == "zone" {
            return self.zoned(checker, &form, attributes);
        }
        for field in ["open", "holidays", "region", "special"] {
            if form.node(field).is_some() {
                let expected = format!("nothing but `{kind}`, as these hours are those of others");
                let suggestion = "move it to the hours that are named";
                let written = Some(field);
                let kind = ProblemKind::InvalidHours;
                checker
                    .problems
                    .add(kind, form.at(field), written, expected, suggestion);
            }
        }
        let expected = "the key of hours";
        if form.items(kind).is_empty() {
            form.none_listed(kind, expected, &mut checker.problems);
        }
        if kind == "complement" {
            let written = form
                .text("complement", expected, &mut checker.problems)
                .good()?;
            let (hours, place) = (&checker.hours, form.at("complement"));
            let keys = hours.keys();
            let id = hours.look_up(&written, place, expected, keys, &mut checker.problems)?;
            return Some(HoursRule::Complement(id));
        }
        let (most, place) = (checker.options.limits.openings, form.at("union"));
        let count = form.items("union").len();
        checker.problems.exceeds(count, most, "openings", place);
        let union = checker
            .hours
            .references(&form, "union", expected, &mut checker.problems);
        Some(HoursRule::Union(union))
    }

    fn zoned<'a>(
        &mut self,
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        attributes: &Attributes,
    ) -> Option<HoursRule> {
        let zone = self.zone(checker, form);
        let (details, most) = (
            checker.options.limits.details,
            checker.options.limits.openings,
        );
        let problems = &mut checker.problems;
        let openings = openings(form, most, details, problems);
        let special = special(form, checker.options.limits.special_days, most, problems);
        let expected = "the key of a list of holidays";
        let holidays = checker
            .holidays
            .references(form, "holidays", expected, problems);
        let regions = values_of_role(form, "region", Role::Region, attributes, 1, problems);
        if form.node("region").is_some() && form.node("holidays").is_none() {
            let suggestion = "name `holidays`, or remove it";
            let expected = "a region only beside `holidays`, some of which it has";
            let kind = ProblemKind::InvalidHours;
            problems.add(
                kind,
                form.at("region"),
                Some("region"),
                expected,
                suggestion,
            );
        }
        if form.node("open").is_none() {
            let expected = "times such as `mon-fri 10:00-18:00`";
            form.missing("open", expected, problems);
        }
        Some(HoursRule::Local(Box::new(ZonedHours {
            zone: zone?,
            hours: LocalHours { openings, special },
            holidays,
            region: regions.into_iter().next(),
        })))
    }

    /// The name of the zone, once its clock is known.
    fn zone(&mut self, checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<Box<str>> {
        let zone = checker.zone(form, "zone").good()?;
        let name: Box<str> = zone.name().into();
        let clock = || Arc::new(Clock::of(&zone));
        self.clocks.entry(name.clone()).or_insert_with(clock);
        Some(name)
    }

    /// The hours worked out, each behind those that it is made of. `None` where something is wrong.
    pub(super) fn assemble(
        self,
        checker: &mut Checker<'_>,
        holidays: Table<HolidaysId, Holidays>,
        vocabulary: &Vocabulary,
    ) -> Option<Calendars> {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        let mut times: Vec<Option<Arc<OpenTimes>>> = self.drafts.iter().map(|_| None).collect();
        let mut spans = checker.options.limits.spans;
        for at in &self.order {
            let Some(draft) = self.drafts.get(*at) else {
                continue;
            };
            let Some(rule) = &draft.rule else { continue };
            let place = section.field(&draft.key);
            let mut work = Work {
                times: &times,
                holidays: &holidays,
                vocabulary,
                clocks: &self.clocks,
            };
            let cost = work.cost(rule);
            if cost > spans {
                let most = checker.options.limits.spans;
                let written = most.saturating_add(1).max(most - spans + cost);
                checker.problems.exceeds(written, most, "spans", place);
                return None;
            }
            spans -= cost;
            let Some(own) = work.times(rule) else {
                continue;
            };
            if own.is_nothing() {
                let (kind, written) = (ProblemKind::NeverOpen, Some(&*draft.key));
                let expected = "hours that are open at some time of the years 1970 to 2099";
                let suggestion = "check its times, dates and holidays, or remove it";
                checker
                    .problems
                    .add(kind, place, written, expected, suggestion);
            }
            if let Some(slot) = times.get_mut(*at) {
                *slot = Some(Arc::new(own));
            }
        }
        let hours = self.drafts.into_iter().zip(times).map(|(draft, times)| {
            Some(calendars::Hours {
                key: draft.key,
                rule: draft.rule?,
                times: times?,
            })
        });
        let hours = hours.collect::<Option<Table<HoursId, _>>>()?;
        Some(Calendars { holidays, hours })
    }
}

impl Draft {
    /// The places of the hours that it is made of.
    fn made_of(&self) -> Vec<usize> {
        match &self.rule {
            Some(HoursRule::Union(ids)) => ids.iter().map(|id| id.index()).collect(),
            Some(HoursRule::Complement(id)) => [id.index()].into(),
            Some(HoursRule::Local(_)) | None => Vec::new(),
        }
    }
}

/// What hours are worked out of.
struct Work<'w> {
    /// By place, those that are worked out.
    times: &'w [Option<Arc<OpenTimes>>],
    holidays: &'w Table<HolidaysId, Holidays>,
    vocabulary: &'w Vocabulary,
    clocks: &'w BTreeMap<Box<str>, Arc<Clock>>,
}

impl Work<'_> {
    fn of(&self, id: HoursId) -> Option<&OpenTimes> {
        self.times.get(id.index())?.as_deref()
    }

    /// At the most so many spans, and so much work.
    fn cost(&mut self, rule: &HoursRule) -> usize {
        match rule {
            HoursRule::Local(own) => {
                let runs = self
                    .clocks
                    .get(&own.zone)
                    .map_or(1, |clock| clock.runs().count());
                let holidays = self.holiday_count(&own.holidays);
                own.hours
                    .cost()
                    .saturating_add(2 * runs)
                    .saturating_add(2 * holidays)
            }
            HoursRule::Union(ids) => {
                let spans = ids.iter().filter_map(|id| self.of(*id));
                // Each is joined with all before it.
                spans
                    .fold((0, 0), |(all, cost), own| {
                        let all = all + own.span_count();
                        (all, cost + all)
                    })
                    .1
            }
            HoursRule::Complement(id) => self.of(*id).map_or(0, OpenTimes::span_count),
        }
    }

    fn holiday_count(&self, of: &BTreeSet<HolidaysId>) -> usize {
        let mut seen = of.clone();
        let mut open: Vec<HolidaysId> = of.iter().copied().collect();
        let mut count = 0;
        while let Some(id) = open.pop() {
            let list = &self.holidays[id];
            count += list.days.keys().map(|days| days.count()).sum::<usize>();
            open.extend(list.includes.iter().filter(|id| seen.insert(**id)));
        }
        count
    }

    /// The instants; none where something that it is made of is wrong.
    fn times(&mut self, rule: &HoursRule) -> Option<OpenTimes> {
        match rule {
            HoursRule::Local(own) => {
                let clock = self.clocks.get(&own.zone)?;
                let region = own.region.as_deref();
                let holidays =
                    holidays::dates(&own.holidays, region, self.holidays, self.vocabulary);
                Some(own.hours.times(clock, &holidays))
            }
            HoursRule::Union(ids) => {
                let mut all = ids.iter().map(|id| self.of(*id));
                let first = all.next()??.clone();
                all.try_fold(first, |joined, own| Some(joined.union(own?)))
            }
            HoursRule::Complement(id) => Some(self.of(*id)?.complement()),
        }
    }
}

/// The weekly times.
fn openings(
    form: &Form<'_, '_>,
    most: usize,
    details: usize,
    problems: &mut Problems,
) -> BTreeSet<Opening> {
    let nodes = form.items("open");
    if problems.exceeds(nodes.len(), most, "openings", form.at("open")) {
        return BTreeSet::new();
    }
    let mut openings = BTreeSet::new();
    for (index, node) in nodes.iter().enumerate() {
        form.at_item("open", index, |place| {
            if !matches!(node, Node::Table(_)) {
                let weeks = weekly(node, place, problems);
                openings.extend(weeks.into_iter().map(|week| Opening {
                    week,
                    dates: Dates::default(),
                }));
                return;
            }
            let Some(form) = Form::open(node, place, &format::OPENING, problems) else {
                return;
            };
            let dates = dates(&form, details, problems);
            let Some(node) = form.node("week") else {
                form.missing("week", WEEKLY, problems);
                return;
            };
            let weeks = weekly(node, form.at("week"), problems);
            openings.extend(weeks.into_iter().map(|week| Opening {
                week,
                dates: dates.clone(),
            }));
        });
    }
    openings
}

const WEEKLY: &str = "weekdays and times such as `mon-fri 10:00-18:00`";

fn weekly(node: &Node, place: Place<'_>, problems: &mut Problems) -> Vec<WeeklyInterval> {
    let Some(written) = text(node, place, WEEKLY, problems) else {
        return Vec::new();
    };
    WeeklyInterval::parse(&written).unwrap_or_else(|fault| {
        let kind = ProblemKind::InvalidInterval;
        problems.add(kind, place, Some(&written), WEEKLY, fault.suggestion());
        Vec::new()
    })
}

/// What restricts weekly times to some dates.
fn dates(form: &Form<'_, '_>, details: usize, problems: &mut Problems) -> Dates {
    let from = form.date("from", problems).good();
    let until = form.date("until", problems).good();
    if let (Some(from), Some(until)) = (from, until) {
        if until <= from {
            let suggestion = "`until` is the day after the last; write a later one";
            let (kind, expected) = (ProblemKind::InvalidDate, format!("a day after `{from}`"));
            let written = alloc::string::ToString::to_string(&until);
            problems.add(kind, form.at("until"), Some(&written), expected, suggestion);
        }
    }
    let mut read = |field, expected| -> Vec<_> {
        let texts = form.texts(field, expected, problems);
        problems.exceeds_details(texts.len(), details, field, form.at(field));
        texts.into_iter().take(details).collect()
    };
    let months = read("months", Months::EXPECTED);
    let days = read("days", MonthDays::EXPECTED);
    let years = read("years", Years::EXPECTED);
    Dates {
        months: parsed(
            form,
            "months",
            &months,
            Months::parse,
            Months::EXPECTED,
            problems,
        ),
        days: parsed(
            form,
            "days",
            &days,
            MonthDays::parse,
            MonthDays::EXPECTED,
            problems,
        ),
        years: parsed(
            form,
            "years",
            &years,
            Years::parse,
            Years::EXPECTED,
            problems,
        ),
        from,
        until,
    }
}

fn parsed<T: Ord>(
    form: &Form<'_, '_>,
    field: &'static str,
    texts: &[(usize, alloc::borrow::Cow<'_, str>)],
    parse: impl Fn(&str) -> Option<T>,
    expected: &str,
    problems: &mut Problems,
) -> BTreeSet<T> {
    let mut all = BTreeSet::new();
    for (index, text) in texts {
        match parse(text) {
            Some(own) => drop(all.insert(own)),
            None => form.at_item(field, *index, |place| {
                let (kind, suggestion) = (ProblemKind::InvalidDate, "write it like that");
                problems.add(kind, place, Some(text), expected, suggestion);
            }),
        }
    }
    all
}

/// The days with other times.
fn special(
    form: &Form<'_, '_>,
    most_days: usize,
    most_times: usize,
    problems: &mut Problems,
) -> BTreeMap<NamedDays, BTreeSet<DayInterval>> {
    let mut special = BTreeMap::new();
    let expected = "a table with times under each date";
    let entries = form.entries("special", expected, problems);
    let section = form.at("special");
    if problems.exceeds(entries.len(), most_days, "special_days", section) {
        return special;
    }
    for (written, node) in entries {
        let place = section.field(written);
        let days = holidays::named_days(written, place, problems);
        let times = times(node, place, most_times, problems);
        let Some(days) = days else { continue };
        // Of two spans of one length that share a date, none names fewer days.
        let other = special.keys().find(|other| days.is_tied(**other));
        if other.is_some() {
            let expected = "each date in one span of that length";
            let suggestion = "split the spans so that no date is in both";
            let kind = ProblemKind::DuplicateKey;
            problems.add(kind, place, Some(written), expected, suggestion);
        }
        special.insert(days, times);
    }
    special
}

/// The times of a special day: none where it says `closed`.
fn times(
    node: &Node,
    place: Place<'_>,
    most: usize,
    problems: &mut Problems,
) -> BTreeSet<DayInterval> {
    let expected = "times such as `10:00-13:00`, or `closed`";
    let items = match node {
        Node::List(items) => items.as_slice(),
        only => core::slice::from_ref(only),
    };
    let mut times = BTreeSet::new();
    if items.is_empty() {
        problems.empty_list(place, expected, "write `\"closed\"`");
    }
    if problems.exceeds(items.len(), most, "openings", place) {
        return times;
    }
    for (index, item) in items.iter().enumerate() {
        let place = match node {
            Node::List(_) => &place.index(index),
            _ => &place,
        };
        let Some(written) = text(item, *place, expected, problems) else {
            continue;
        };
        if written.trim() == "closed" && items.len() == 1 {
            continue;
        }
        match DayInterval::parse(&written) {
            Ok(intervals) => times.extend(intervals),
            Err(fault) => {
                let suggestion = fault.day_suggestion();
                let kind = ProblemKind::InvalidInterval;
                problems.add(kind, *place, Some(&written), expected, suggestion);
            }
        }
    }
    times
}
