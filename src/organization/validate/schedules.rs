//! The section `schedules`: layers of rotations, overrides and declared gaps (H1, H3, H4).

mod layers;
mod overrides;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::contacts::{self, Contacts};
use super::{Checker, labels, times};
use crate::calendar::schedule as calendar;
use crate::calendar::schedule::{Share, Unstaffed, Weekly, Window};
use crate::calendar::week::{DayTime, WeeklyInterval};
use crate::calendar::zone::Zone;
use crate::id::{ContactId, Id, ScheduleId};
use crate::organization::document::{Node, format};
use crate::organization::model::Contact;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text};
use crate::organization::rota::{DeclaredGap, Moment, Schedule};

/// The schedules, in the order of their ids. None for what is not whole, which is a problem.
///
/// What they say of themselves as contacts goes to those.
pub(super) fn read<'a>(
    checker: &mut Checker<'a>,
    form: &Form<'a, '_>,
    contacts: &mut Contacts,
) -> Vec<Option<Schedule>> {
    let section = form.at("schedules");
    let entries: Vec<(&str, &Node)> = checker.schedules.iter().collect();
    let schedules = entries.into_iter().enumerate();
    let schedules = schedules.map(|(index, (key, node))| {
        let contact: ContactId = checker.contacts.id(key)?;
        let row = contacts.rows.get_mut(contact.index())?;
        row.schedule = Some(ScheduleId::from_index(index));
        schedule(checker, (contact, row), node, section.field(key))
    });
    schedules.collect()
}

fn schedule(
    checker: &mut Checker<'_>,
    (contact, row): (ContactId, &mut Contact),
    node: &Node,
    place: Place<'_>,
) -> Option<Schedule> {
    let form = Form::open(node, place, &format::SCHEDULE, &mut checker.problems)?;
    let name = labels::name(&form, "name", "what people call it", &mut checker.problems);
    row.name = name.unwrap_or_else(|| row.key.clone());
    row.declared_home = contacts::home(checker, &form);
    let zone = checker.zone(&form, "zone");
    if zone.is_absent() {
        let expected = "the time zone of its local times";
        form.missing("zone", expected, &mut checker.problems);
    }
    // The rest is read all the same, to tell all problems at once.
    let is_known = zone.is_good();
    let zone = zone.good().or_else(|| checker.options.zones.zone("UTC"))?;
    let layers = layers::read(checker, &form, &zone);
    let overrides = overrides::read(checker, &form, &zone, &layers.keys);
    let unstaffed = unstaffed(checker, &form, &zone);
    if !is_known {
        return None;
    }
    let (declared, layers) = layers.rows?.into_iter().unzip();
    let (moments, overrides) = overrides?.into_iter().unzip();
    let (gaps, unstaffed) = unstaffed?.into_iter().unzip();
    let calendar = calendar::Schedule::new(zone, layers, overrides, unstaffed);
    Some(Schedule {
        key: row.key.clone(),
        contact,
        uncovered: calendar.first_uncovered(),
        calendar: Arc::new(calendar),
        layers: declared,
        overrides: moments,
        unstaffed: gaps,
    })
}

/// The declared gaps, sorted.
fn unstaffed(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    zone: &Zone,
) -> Option<Vec<(DeclaredGap, Unstaffed)>> {
    let (field, problems) = ("unstaffed", &mut checker.problems);
    let nodes = form.declarations(field, "declared gaps", problems);
    problems.exceeds_details(
        nodes.len(),
        checker.options.limits.details,
        "declared gaps",
        form.at(field),
    );
    let nodes = nodes.iter().enumerate();
    let gaps = nodes
        .map(|(index, node)| form.at_item(field, index, |place| gap(node, place, zone, problems)));
    // All of them are read before one that is not whole counts.
    let gaps: Vec<Option<(DeclaredGap, Unstaffed)>> = gaps.collect();
    let mut gaps: Vec<(DeclaredGap, Unstaffed)> = gaps.into_iter().collect::<Option<_>>()?;
    gaps.sort_by(|(left, one), (right, other)| (left, &one.reason).cmp(&(right, &other.reason)));
    Some(gaps)
}

fn gap(
    node: &Node,
    place: Place<'_>,
    zone: &Zone,
    problems: &mut Problems,
) -> Option<(DeclaredGap, Unstaffed)> {
    let form = Form::open(node, place, &format::UNSTAFFED, problems)?;
    let from = times::moment(&form, "from", DayTime::START, problems);
    let until = times::moment(&form, "until", DayTime::START, problems);
    let weekly = times::weekly(&form, "weekly", problems);
    let reason = form.required("reason", "why nobody is on duty then", problems);
    let is_nowhere = weekly.as_ref().is_some_and(Vec::is_empty);
    if from.is_absent() && until.is_absent() && is_nowhere {
        let expected = "when it is: from when, until when, or when in the week";
        form.missing("weekly", expected, problems);
        return None;
    }
    if from.is_bad() || until.is_bad() {
        return None;
    }
    let (from, until, weekly) = (from.good(), until.good(), weekly?);
    let window = window(&form, (from, until), zone, problems)?;
    let weekly_share = match weekly.as_slice() {
        [] => Share::All,
        intervals => Weekly::union(intervals),
    };
    let window = Window {
        weekly: weekly_share.some(),
        ..window
    };
    let reason = reason.good()?;
    Some((
        DeclaredGap {
            from,
            until,
            weekly,
        },
        Unstaffed {
            window,
            reason: Box::from(&*reason),
        },
    ))
}

/// From one instant until a later one.
fn window(
    form: &Form<'_, '_>,
    (from, until): (Option<Moment>, Option<Moment>),
    zone: &Zone,
    problems: &mut Problems,
) -> Option<Window> {
    let (from, until) = (
        from.map(|from| from.instant(zone)),
        until.map(|until| until.instant(zone)),
    );
    times::has_instants(form, from, until, problems).then_some(Window {
        from,
        until,
        weekly: None,
    })
}

/// What lies both on some days from a handoff on and in some intervals, where these are given.
fn staffed(
    days: Option<crate::calendar::week::Weekdays>,
    handoff: DayTime,
    restrictions: &[WeeklyInterval],
) -> Share {
    let days = days.map_or(Share::All, |days| Weekly::days(days, handoff));
    let restrictions = match restrictions {
        [] => Share::All,
        intervals => Weekly::union(intervals),
    };
    days.and(restrictions)
}

/// The contacts of some keys, sorted, each once. None where one is not known.
fn contacts(
    checker: &mut Checker<'_>,
    nodes: &[Node],
    place: impl Fn(usize, &mut dyn FnMut(Place<'_>)),
) -> Option<Box<[ContactId]>> {
    let expected = "the key of a contact";
    let mut contacts: Vec<ContactId> = Vec::new();
    let mut is_whole = true;
    for (index, node) in nodes.iter().enumerate() {
        place(index, &mut |place| {
            let key = text(node, place, expected, &mut checker.problems);
            let contact = key.as_deref();
            let contact =
                contact.and_then(|key| checker.contact_off_schedule(key, place, expected));
            match contact {
                Some(contact) if contacts.contains(&contact) => {
                    let (kind, advice) = (ProblemKind::DuplicateKey, "remove one of the two");
                    let problems = &mut checker.problems;
                    problems.add(kind, place, key.as_deref(), "each contact once", advice);
                }
                Some(contact) => contacts.push(contact),
                None => is_whole = false,
            }
        });
    }
    contacts.sort_unstable();
    is_whole.then(|| contacts.into())
}
