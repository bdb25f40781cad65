//! Writing a change into a document: what does not change stays as its author wrote it, comments too.
//!
//! The change is the difference of two canonical documents. Whoever asks for it checks what comes out: a name that is
//! written in a form of its own may not be found.

use std::collections::BTreeSet;

use super::same_values;
use super::tree::{Item, Scalar, Table, Value};

/// Why a change cannot be written: what it is about is not found, or is there several times.
#[derive(Debug)]
pub(crate) struct NotFound;

/// Writes into a document what is different between the two.
pub(crate) fn patch(own: &mut Table, before: &Table, after: &Table) -> Result<(), NotFound> {
    let keys = before.iter().chain(after).map(|(key, _)| key.as_str());
    for key in keys.collect::<BTreeSet<&str>>() {
        let (old, new) = (find(before, key), find(after, key));
        let at = position(own, key);
        match (old, new, at) {
            (Some(old), Some(new), _) if same_values(&old.value, &new.value) => {}
            (_, Some(new), None) => own.push((key.to_owned(), new.clone())),
            (_, None, Some(at)) => drop(own.remove(at)),
            (_, None, None) => return Err(NotFound),
            (old, Some(new), Some(at)) => {
                if let Some((_, item)) = own.get_mut(at) {
                    change(item, old.map(|old| &old.value), &new.value)?;
                }
            }
        }
    }
    Ok(())
}

/// Writes a new value where an old one stands.
fn change(own: &mut Item, old: Option<&Value>, new: &Value) -> Result<(), NotFound> {
    match (&mut own.value, old, new) {
        (Value::Table(own), Some(Value::Table(old)), Value::Table(new)) => patch(own, old, new),
        (Value::List(own), Some(Value::List(old)), Value::List(new)) if has_topics(old, new) => {
            patch_list(own, old, new)
        }
        (Value::List(own), Some(Value::List(old)), Value::List(new))
            if are_words(own, old, new) =>
        {
            patch_words(own, old, new);
            Ok(())
        }
        _ => {
            let notes: Vec<String> = own.notes_within().into_iter().map(str::to_owned).collect();
            own.notes.above.extend(notes);
            own.notes.below.clear();
            own.value = new.clone();
            Ok(())
        }
    }
}

/// Whether these are routes or notices.
fn has_topics(old: &[Item], new: &[Item]) -> bool {
    old.iter()
        .chain(new)
        .all(|item| field(item, "topic").is_some())
}

/// Routes and notices go by their keys, else by topic and condition.
fn patch_list(own: &mut Vec<Item>, old: &[Item], new: &[Item]) -> Result<(), NotFound> {
    for item in old {
        let successor = new.iter().find(|other| are_one(item, other));
        if successor.is_some_and(|other| same_values(&item.value, &other.value)) {
            continue;
        }
        let mut places =
            (0..own.len()).filter(|at| own.get(*at).is_some_and(|own| are_one(own, item)));
        let (Some(at), None) = (places.next(), places.next()) else {
            return Err(NotFound);
        };
        match (successor, own.get_mut(at)) {
            (Some(new), Some(own)) => change(own, Some(&item.value), &new.value)?,
            _ => drop(own.remove(at)),
        }
    }
    let added = new
        .iter()
        .filter(|item| !old.iter().any(|other| are_one(item, other)));
    own.extend(added.cloned());
    Ok(())
}

/// Whether these are lists of the same words, but for what changes.
fn are_words(own: &[Item], old: &[Item], new: &[Item]) -> bool {
    let is_text = |item: &Item| text(item).is_some();
    let known = |item: &Item| old.iter().any(|other| text(item) == text(other));
    own.iter().chain(old).chain(new).all(is_text) && own.len() == old.len() && own.iter().all(known)
}

/// Where the author's order is not the canonical one, order means nothing, and what stays is left in its place.
fn patch_words(own: &mut Vec<Item>, old: &[Item], new: &[Item]) {
    let has = |list: &[Item], item: &Item| list.iter().any(|other| text(item) == text(other));
    let is_in_order = own.iter().zip(old).all(|(own, old)| text(own) == text(old));
    if is_in_order {
        let taken = |item: &Item| own.iter().find(|own| text(own) == text(item)).cloned();
        *own = new
            .iter()
            .map(|item| taken(item).unwrap_or_else(|| item.clone()))
            .collect();
    } else {
        own.retain(|item| has(new, item));
        own.extend(new.iter().filter(|item| !has(old, item)).cloned());
    }
}

/// Whether two routes or notices are the same one.
fn are_one(left: &Item, right: &Item) -> bool {
    let same = |name: &str| match (field(left, name), field(right, name)) {
        (None, None) => true,
        (Some(left), Some(right)) => match (text(left), text(right)) {
            (Some(left), Some(right)) => folded(left) == folded(right),
            _ => same_values(&left.value, &right.value),
        },
        _ => false,
    };
    if field(left, "key").or(field(right, "key")).is_some() {
        return same("key");
    }
    ["topic", "scope", "when", "precedence"]
        .into_iter()
        .all(same)
}

fn field<'i>(item: &'i Item, name: &str) -> Option<&'i Item> {
    match &item.value {
        Value::Table(fields) => find(fields, name),
        _ => None,
    }
}

fn text(item: &Item) -> Option<&str> {
    match &item.value {
        Value::Scalar(Scalar::Text(text)) => Some(text),
        _ => None,
    }
}

fn find<'t>(table: &'t Table, key: &str) -> Option<&'t Item> {
    let entry = table.iter().find(|(own, _)| own == key);
    entry.map(|(_, item)| item)
}

/// Where a key stands, if need be in another spelling.
fn position(table: &Table, key: &str) -> Option<usize> {
    let exact = table.iter().position(|(own, _)| own == key);
    exact.or_else(|| table.iter().position(|(own, _)| folded(own) == folded(key)))
}

/// A spelling for comparing, near to that of rule T1.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join("-").to_lowercase()
}
