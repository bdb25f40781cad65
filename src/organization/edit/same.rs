//! Whether two pieces of a document say the same, however they are spelt.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::references::is_tag;
use crate::calendar::week::{DayTime, Weekdays, WeeklyInterval};
use crate::organization::document::{Entries, Node};
use crate::organization::read::parse_duration;
use crate::organization::rota::Moment;

/// Fields that hold durations.
const DURATIONS: [&str; 4] = ["after", "every", "final_after", "response_target"];
/// Lists whose order says something.
const SEQUENCES: [&str; 12] = [
    "deputies",
    "importance",
    "languages",
    "layers",
    "lengths",
    "levels",
    "links",
    "points",
    "precedences",
    "to",
    "turns",
    "values",
];
/// Lists in which an item may stand twice.
const REPEATING: [&str; 5] = ["layers", "lengths", "levels", "to", "turns"];

/// Whether the order of a list says something.
pub(super) fn is_sequence(field: &str) -> bool {
    SEQUENCES.contains(&field)
}

/// Whether an item may stand in a list twice.
pub(super) fn may_repeat(field: &str) -> bool {
    REPEATING.contains(&field)
}

/// Whether a table names something, and tells in which section it is.
pub(super) fn is_reference(entries: &Entries) -> bool {
    matches!(entries.0.as_slice(), [(tag, Node::Text(_))] if is_tag(tag))
}

/// Whether a table names who has a place, without dates.
fn is_whole_term(entries: &Entries) -> bool {
    matches!(entries.0.as_slice(), [(field, Node::Text(_))] if **field == *"who")
}

/// Whether two values of a field say the same. Nothing, an empty list and an empty table do; so do an item and the list
/// of it alone, a plain key and the table that tells whose it is, sets in any order, and durations in any spelling.
pub(super) fn same(field: &str, left: &Node, right: &Node) -> bool {
    left == right || normal(field, left) == normal(field, right)
}

fn normal(field: &str, node: &Node) -> Node {
    match node {
        Node::Text(text) if DURATIONS.contains(&field) => match parse_duration(text) {
            Some(duration) => Node::from(duration.to_string()),
            None => node.clone(),
        },
        Node::Text(text) => normal_time(field, text).map_or_else(|| node.clone(), Node::from),
        Node::Integer(number) => Node::from(number.to_string()),
        Node::Boolean(value) => Node::from(value.to_string()),
        Node::Null | Node::Float(_) => node.clone(),
        Node::List(items) => {
            let mut items: Vec<Node> = items.iter().map(|item| normal(field, item)).collect();
            if !is_sequence(field) {
                items.sort_by_cached_key(ToString::to_string);
            }
            match items.len() {
                0 => Node::Null,
                1 => items.pop().unwrap_or(Node::Null),
                _ => Node::List(items),
            }
        }
        Node::Table(entries) if is_reference(entries) || is_whole_term(entries) => {
            let key = entries.0.first().map(|(_, key)| key.clone());
            key.unwrap_or(Node::Null)
        }
        Node::Table(Entries(entries)) => {
            let mut entries: Vec<(Box<str>, Node)> = entries
                .iter()
                .map(|(name, node)| (name.clone(), normal(name, node)))
                .filter(|(_, node)| *node != Node::Null)
                .collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            if entries.is_empty() {
                Node::Null
            } else {
                Node::Table(Entries(entries))
            }
        }
    }
}

/// Times, instants and intervals of the week as they are written in canonical form.
fn normal_time(field: &str, text: &str) -> Option<String> {
    match field {
        "handoff" => DayTime::parse(text).map(|time| time.to_string()),
        "days" => Weekdays::parse(text).ok().map(|days| days.to_string()),
        "open" | "restrictions" | "week" | "weekly" => {
            let intervals = WeeklyInterval::parse(text).ok()?;
            let texts = intervals.iter().map(ToString::to_string);
            Some(texts.collect::<Vec<_>>().join("; "))
        }
        // A plain day may stand for another time of it, but midnight is the start of a day.
        "from" | "until" if text.contains(':') => {
            let moment = Moment::parse(text, DayTime::START)?.to_string();
            let day = moment.strip_suffix("T00:00:00");
            Some(day.map_or_else(|| moment.clone(), ToString::to_string))
        }
        _ => None,
    }
}
