//! Random edits of what depends on the instant: dated holders, heads, liaisons and rows, absences, duty, windows and hours of
//! desks and routes, levels, calendars.

use serde_json::{Map, Value, json};

use crate::edges::DAYS;
use crate::generate::Dice;

/// An edit of a document: most of them fit, some do not.
pub fn timed_edit(dice: &mut Dice, document: &Value) -> Value {
    let keys = |section: &str| -> Vec<&str> {
        let own = document[section].as_object();
        own.map(|own| own.keys().map(String::as_str).collect())
            .unwrap_or_default()
    };
    let contacts = keys("contacts");
    let persons: Vec<&str> = of_kind(document, "person");
    let (one, other) = (*dice.pick(&contacts), *dice.pick(&persons));
    let department = *dice.pick(&keys("departments"));
    let of = |section: &str, key: &str, field: &str, value: Value| json!({ "set": section, "key": key, "field": field, "value": value });
    let (positions, rows) = (of_kind(document, "position"), rows(document));
    let (schedules, hours, policies) = (keys("schedules"), keys("hours"), keys("policies"));
    match dice.below(16) {
        0 => of("departments", department, "head", terms(dice, &persons)),
        1 => of("departments", department, "liaison", terms(dice, &persons)),
        2 if !positions.is_empty() => of(
            "contacts",
            dice.pick::<&str>(&positions),
            "holder",
            terms(dice, &persons),
        ),
        3 | 4 => {
            let absence = absence(dice, one);
            json!({ "add": "contacts", "key": other, "field": "away", "value": absence })
        }
        5 => of("contacts", one, "away", json!([absence(dice, other)])),
        6 if !schedules.is_empty() => of(
            "departments",
            department,
            "on_duty",
            json!(*dice.pick(&schedules)),
        ),
        7 => {
            let field = *dice.pick(&["on_duty", "head", "desks"]);
            json!({ "unset": "departments", "key": department, "field": field })
        }
        8 => {
            let desk = desk(dice, one, &hours);
            json!({ "add": "departments", "key": department, "field": "desks", "value": desk })
        }
        9 => {
            let desks = json!([desk(dice, one, &hours), desk(dice, other, &hours)]);
            of("departments", department, "desks", desks)
        }
        10 if !rows.is_empty() => {
            let (assignment, row) = dice.pick(&rows);
            let mut dated = window(dice);
            dated.insert("holder".into(), json!({ "contact": one }));
            let holders = json!([{ "contact": other }, dated]);
            of("assignments", assignment, row, holders)
        }
        11 if !hours.is_empty() => {
            let open = *dice.pick(&["mon-fri 8:00-16:00", "sat-sun", "daily 22:00-06:00"]);
            of("hours", dice.pick::<&str>(&hours), "open", json!(open))
        }
        12 if !schedules.is_empty() => {
            let mut instead = edges(dice);
            instead.insert("only".into(), json!([other]));
            of(
                "schedules",
                dice.pick::<&str>(&schedules),
                "overrides",
                json!([instead]),
            )
        }
        13 if !policies.is_empty() => {
            let answering = [schedules, vec![one, other]].concat();
            let levels: Vec<Value> = (0..dice.between(1, 3))
                .map(|_| {
                    json!({
                        "to": [{ "contact": dice.pick(&answering) }],
                        "after": dice.pick(&["PT0S", "PT20M", "PT26H"]),
                        "clock": dice.pick(&["wall", "desk"]),
                        "when_empty": dice.pick(&["skip", "wait", "hold"]),
                    })
                })
                .collect();
            of(
                "policies",
                dice.pick::<&str>(&policies),
                "levels",
                json!(levels),
            )
        }
        14 if !schedules.is_empty() => {
            json!({ "rename": "schedules", "key": *dice.pick(&schedules), "to": format!("schedule-{}", dice.below(9)) })
        }
        _ => json!({ "set": "zone", "value": dice.pick(&["UTC", "Etc/UTC"]) }),
    }
}

fn of_kind<'d>(document: &'d Value, kind: &str) -> Vec<&'d str> {
    let contacts = document["contacts"].as_object().unwrap();
    let of_kind = contacts.iter().filter(|(_, own)| own["kind"] == kind);
    of_kind.map(|(key, _)| key.as_str()).collect()
}

/// The assignment and the field of each row.
fn rows(document: &Value) -> Vec<(&str, String)> {
    let assignments = document["assignments"].as_object().into_iter().flatten();
    let rows = assignments.flat_map(|(key, own)| {
        let rows = own["rows"].as_object().into_iter().flat_map(Map::keys);
        rows.map(move |row| (key.as_str(), format!("rows.{row}")))
    });
    rows.collect()
}

fn time(dice: &mut Dice) -> String {
    let (day, hour) = (dice.pick(&DAYS), dice.below(24));
    format!("{day}T{hour:02}:30:00")
}

fn edges(dice: &mut Dice) -> Map<String, Value> {
    let mut times = [time(dice), time(dice)];
    times.sort();
    let [from, until] = times.map(Value::from);
    Map::from_iter([("from".into(), from), ("until".into(), until)])
}

/// `from`, `until`, or both.
fn window(dice: &mut Dice) -> Map<String, Value> {
    let mut window = edges(dice);
    if let Some(side) = dice.pick(&[None, None, Some("from"), Some("until")]) {
        window.remove(*side);
    }
    window
}

/// One holder, and another in a window.
fn terms(dice: &mut Dice, persons: &[&str]) -> Value {
    let mut dated = window(dice);
    dated.insert("who".into(), json!(*dice.pick(persons)));
    json!([*dice.pick(persons), dated])
}

fn absence(dice: &mut Dice, delegate: &str) -> Value {
    let mut absence = window(dice);
    if dice.chance(60) {
        absence.insert("delegate".into(), json!(delegate));
    }
    absence.into()
}

fn desk(dice: &mut Dice, contact: &str, hours: &[&str]) -> Value {
    let mut desk = window(dice);
    if !hours.is_empty() && dice.chance(60) {
        desk = Map::from_iter([("during".into(), json!(*dice.pick(hours)))]);
    }
    desk.insert("contact".into(), json!(contact));
    desk.into()
}
