//! The layers of a schedule: rotations, who takes turns, and when they are staffed.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use jiff::Timestamp;

use super::{contacts, staffed, window};
use crate::calendar::schedule::{Layer, Share, Version, Window};
use crate::calendar::week::DayTime;
use crate::calendar::zone::Zone;
use crate::id::{ContactId, Key};
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, Read};
use crate::organization::rota::{self, Counting, DeclaredLayer, Length, Moment, Unit};
use crate::organization::validate::further_keys::check_key;
use crate::organization::validate::{Checker, times};

/// The layers of a schedule.
pub(super) struct Layers {
    /// By layer, where it has one.
    pub(super) keys: Vec<Option<Key>>,
    /// None where one of them is not whole.
    pub(super) rows: Option<Vec<(DeclaredLayer, Layer)>>,
}

pub(super) fn read(checker: &mut Checker<'_>, form: &Form<'_, '_>, zone: &Zone) -> Layers {
    let (field, problems) = ("layers", &mut checker.problems);
    let nodes = form.declarations(field, "layers", problems);
    if nodes.is_empty()
        && !form
            .node(field)
            .is_some_and(|node| matches!(node, Node::Table(_)))
    {
        let expected = "at least one layer, which says who is on duty";
        form.none_listed(field, expected, problems);
    }
    let most = checker.options.limits.layers;
    let is_few = !problems.exceeds(nodes.len(), most, field, form.at(field));
    let mut layers = Layers {
        keys: Vec::new(),
        rows: is_few.then(Vec::new),
    };
    for (index, node) in nodes.iter().enumerate().take(most) {
        let row = form.at_item(field, index, |place| {
            let form = Form::open(node, place, &format::LAYER, &mut checker.problems);
            let Some(form) = form else {
                layers.keys.push(None);
                return None;
            };
            let key = key(&form, &layers.keys, &mut checker.problems);
            layers.keys.push(key.clone());
            layer(checker, &form, key, zone)
        });
        match (&mut layers.rows, row) {
            (Some(rows), Some(row)) => rows.push(row),
            (rows, _) => *rows = None,
        }
    }
    layers
}

/// The key of a layer, which no layer before it has.
fn key(form: &Form<'_, '_>, others: &[Option<Key>], problems: &mut Problems) -> Option<Key> {
    let key = form
        .text("key", "a key to speak of it by", problems)
        .good()?;
    let place = form.at("key");
    check_key(&key, place, problems);
    if others.iter().flatten().any(|other| **other == *key) {
        let (kind, expected) = (ProblemKind::DuplicateKey, "a key that no other layer has");
        problems.add(kind, place, Some(&key), expected, "rename one of the two");
    }
    Some(Key::from(&*key))
}

fn layer(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    key: Option<Key>,
    zone: &Zone,
) -> Option<(DeclaredLayer, Layer)> {
    let own_zone = checker.zone(form, "zone");
    let is_known = !own_zone.is_bad();
    let zone = own_zone.good().unwrap_or_else(|| zone.clone());
    let declared = declared(checker, form);
    let turns = turns(checker, form);
    let handoff = declared.as_ref().map_or(DayTime::START, |own| own.handoff);
    let versions = versions(checker, form, handoff);
    let (mut declared, turns, versions) = (declared?, turns?, versions?);
    let problems = &mut checker.problems;
    if declared.lengths.is_empty() {
        let all = [&turns]
            .into_iter()
            .chain(versions.iter().map(|own| &own.1));
        if all.into_iter().any(|turns| turns.len() > 1) {
            let expected = "`rotation` or `lengths`: how long each of the turns is";
            let advice = "add `rotation = \"weekly\"`; or make all of them one turn: `turns = [[\"KEY\", \"KEY\"]]`";
            let kind = ProblemKind::MissingField;
            problems.add(kind, form.place, None, expected, advice);
            return None;
        }
    }
    is_known.then_some(())?;
    let anchor = match declared.from {
        Some(day) => Some(rota::local(day, declared.handoff)?),
        None => None,
    };
    let from = anchor.map(Moment::Local);
    let window = window(form, (from, declared.until), &zone, problems)?;
    let share = staffed(declared.days, declared.handoff, &declared.restrictions);
    if share == Share::Nothing {
        problems.add(
            ProblemKind::NeverStaffed,
            form.at("restrictions"),
            None,
            "intervals that lie on some of its `days`",
            "choose other days, or other intervals",
        );
        return None;
    }
    let window = Window {
        weekly: share.some(),
        ..window
    };
    let rotation = anchor.and_then(|anchor| {
        rota::rotation(anchor, &declared.lengths, declared.days, declared.counting)
    });
    let mut layer = Layer {
        key,
        zone,
        rotation,
        window,
        versions: [Version {
            from: None,
            first_turn: 0,
            turns,
        }]
        .into(),
    };
    add_versions(&mut declared, &mut layer, versions, form, problems)?;
    Some((declared, layer))
}

/// The versions in the order of their instants; each counts from the turn that is on then.
fn add_versions(
    declared: &mut DeclaredLayer,
    layer: &mut Layer,
    versions: Vec<(Moment, Turns)>,
    form: &Form<'_, '_>,
    problems: &mut Problems,
) -> Option<()> {
    let versions = versions.into_iter().enumerate().map(|(index, own)| {
        let instant = own.0.instant(&layer.zone);
        (instant, index, own)
    });
    let mut versions: Vec<(Timestamp, usize, (Moment, Turns))> = versions.collect();
    versions.sort_by_key(|(instant, index, _)| (*instant, *index));
    let mut before = layer.window.from;
    let mut is_whole = true;
    for (instant, index, (moment, turns)) in versions {
        let is_too_early = before.is_some_and(|before| instant <= before);
        let is_too_late = layer.window.until.is_some_and(|until| until <= instant);
        if is_too_early || is_too_late {
            form.at_item("versions", index, |place| {
                let (kind, written) = (ProblemKind::EmptyWindow, format!("{moment}"));
                let expected = if is_too_early {
                    "an instant later than the start of the layer and of any other version"
                } else {
                    "an instant before the end of the layer"
                };
                let advice = "set it to when this version begins, or remove the version";
                problems.add(kind, place.field("from"), Some(&written), expected, advice);
            });
            is_whole = false;
            continue;
        }
        before = Some(instant);
        declared.versions.push(moment);
        let version = Version {
            from: Some(instant),
            first_turn: layer.turn_from(instant).unwrap_or_default(),
            turns,
        };
        layer.versions.push(version);
    }
    is_whole.then_some(())
}

/// What a layer declares of its rotation and window.
fn declared(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<DeclaredLayer> {
    let most = checker.options.limits.details;
    let problems = &mut checker.problems;
    let lengths = lengths(form, most, problems);
    let from = form.date("from", problems);
    let has_rotation = form.node("rotation").is_some() || form.node("lengths").is_some();
    if has_rotation && from.is_absent() {
        form.missing("from", "the day on which the first turn starts", problems);
    }
    let handoff = match times::day_time(form, "handoff", problems) {
        Read::Good(DayTime::END) => {
            let (kind, expected) = (ProblemKind::InvalidTime, "a time of the day before `24:00`");
            let advice = "write `00:00`, which is the start of the day";
            problems.add(kind, form.at("handoff"), Some("24:00"), expected, advice);
            Read::Bad
        }
        read => read,
    };
    let day_at = match handoff {
        Read::Good(time) => time,
        _ => DayTime::START,
    };
    let until = times::moment(form, "until", day_at, problems);
    let days = form.node("days").is_some();
    let days = days.then(|| times::weekdays(form, "days", problems));
    let counting = form.word("counts", &Counting::ALL, problems);
    if days.is_none() {
        only_beside(form, "counts", "days", problems);
    }
    let restrictions = times::weekly(form, "restrictions", problems);
    if let Some(restrictions) = &restrictions {
        let (count, place) = (restrictions.len(), form.at("restrictions"));
        problems.exceeds_details(count, most, "restrictions", place);
    }
    let is_bad = (has_rotation && !from.is_good())
        || from.is_bad()
        || handoff.is_bad()
        || until.is_bad()
        || counting.is_bad()
        || days == Some(None);
    let (lengths, restrictions) = (lengths?, restrictions?);
    (!is_bad).then(|| DeclaredLayer {
        lengths,
        from: from.good(),
        handoff: day_at,
        until: until.good(),
        days: days.flatten(),
        counting: counting.good().unwrap_or_default(),
        versions: Vec::new(),
        restrictions,
    })
}

/// How long turns are, one length behind the other. None is no rotation.
fn lengths(form: &Form<'_, '_>, most: usize, problems: &mut Problems) -> Option<Box<[Length]>> {
    let unit = form.word("rotation", &Unit::ROTATIONS, problems);
    let every = form.number("every", format::EVERY, problems);
    if form.node("rotation").is_none() {
        only_beside(form, "every", "rotation", problems);
    }
    if form.node("lengths").is_none() {
        if unit.is_bad() || every.is_bad() {
            return None;
        }
        let count = every.good().unwrap_or(1);
        let only = unit.good().map(|unit| Length { unit, count });
        return Some(only.into_iter().collect());
    }
    if form.node("rotation").is_some() {
        let (kind, advice) = (ProblemKind::UnknownField, "keep one of the two");
        let (place, expected) = (form.at("lengths"), "no `rotation` beside it");
        problems.add(kind, place, Some("lengths"), expected, advice);
        return None;
    }
    let expected = "whole hours, days, weeks or months such as `P1D`";
    let texts = form.texts("lengths", expected, problems);
    let (count, place) = (form.items("lengths").len(), form.at("lengths"));
    problems.exceeds_details(count, most, "lengths", place);
    let mut is_whole = texts.len() == count;
    let mut lengths: Vec<Length> = Vec::new();
    for (index, text) in texts {
        form.at_item("lengths", index, |place| {
            let kind = ProblemKind::InvalidDuration;
            let of_months = |own: &Length| own.unit == Unit::Months;
            let (expected, advice) = match Length::parse(&text) {
                None => (expected, "write `12h`, `P1D`, `2 weeks` or `P1M`"),
                Some(own)
                    if lengths
                        .first()
                        .is_some_and(|other| of_months(other) != of_months(&own)) =>
                {
                    (
                        "months alone, or none of them: a month has no fixed number of days",
                        "write all lengths in months, or all in days",
                    )
                }
                Some(own) => return lengths.push(own),
            };
            is_whole = false;
            problems.add(kind, place, Some(&text), expected, advice);
        });
    }
    if count == 0 {
        form.none_listed("lengths", "how long each turn is", problems);
        is_whole = false;
    }
    is_whole.then(|| lengths.into())
}

/// Notes a field that says nothing without another one.
fn only_beside(form: &Form<'_, '_>, field: &'static str, other: &str, problems: &mut Problems) {
    if form.node(field).is_some() {
        problems.add(
            ProblemKind::UnknownField,
            form.at(field),
            Some(field),
            format!("`{other}` beside it"),
            format!("remove it, or add `{other}`"),
        );
    }
}

type Turns = Vec<Box<[ContactId]>>;

/// Who takes turns: at least one.
fn turns(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<Turns> {
    let (field, most) = ("turns", checker.options.limits.details);
    let nodes = form.items(field);
    if nodes.is_empty() {
        let expected = "who takes turns: keys of contacts";
        form.none_listed(field, expected, &mut checker.problems);
        return None;
    }
    let (count, place) = (nodes.len(), form.at(field));
    checker.problems.exceeds_details(count, most, field, place);
    let mut is_whole = count <= most;
    let mut turns = Vec::new();
    for (index, node) in nodes.iter().enumerate().take(most) {
        let turn = form.at_item(field, index, |place| match node {
            Node::List(several) if several.is_empty() => {
                let suggestion = "name somebody, or remove it";
                let expected = "the keys of those who have this turn";
                checker.problems.empty_list(place, expected, suggestion);
                None
            }
            Node::List(several) => {
                let (count, problems) = (several.len(), &mut checker.problems);
                problems.exceeds_details(count, most, "contacts in one turn", place);
                let several = several.get(..most).unwrap_or(several);
                contacts(checker, several, |index, read| read(place.index(index)))
            }
            only => contacts(checker, core::slice::from_ref(only), |_, read| read(place)),
        });
        match turn {
            Some(turn) => turns.push(turn),
            None => is_whole = false,
        }
    }
    is_whole.then_some(turns)
}

/// Who takes turns later, in the order of the document.
fn versions(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    handoff: DayTime,
) -> Option<Vec<(Moment, Turns)>> {
    let (field, most) = ("versions", checker.options.limits.details);
    let nodes = form.declarations(field, "versions", &mut checker.problems);
    let (count, place) = (nodes.len(), form.at(field));
    checker.problems.exceeds_details(count, most, field, place);
    let mut is_whole = count <= most;
    let mut versions = Vec::new();
    for (index, node) in nodes.iter().enumerate().take(most) {
        let version = form.at_item(field, index, |place| version(checker, node, place, handoff));
        match version {
            Some(version) => versions.push(version),
            None => is_whole = false,
        }
    }
    is_whole.then_some(versions)
}

fn version(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    handoff: DayTime,
) -> Option<(Moment, Turns)> {
    let form = Form::open(node, place, &format::VERSION, &mut checker.problems)?;
    let from = times::moment(&form, "from", handoff, &mut checker.problems);
    if from.is_absent() {
        let expected = "from when these take turns";
        form.missing("from", expected, &mut checker.problems);
    }
    let turns = turns(checker, &form);
    Some((from.good()?, turns?))
}
