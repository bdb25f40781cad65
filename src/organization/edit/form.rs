//! How an edit is written: `{ "set": "contacts", "key": "kim", "field": "name", "value": "Kim" }`.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::path::{FieldPath, MAX_STEPS};
use super::{Action, Edit, Fact};
use crate::organization::document::{Entries, Node};
use crate::organization::problem::{PathSegment, nearest};
use crate::text::shortened;

/// The verbs, and what each may have beside `key`.
const VERBS: [(&str, &[&str]); 5] = [
    ("add", &["field", "value", "at"]),
    ("remove", &["field", "value", "at", "was"]),
    ("set", &["field", "value", "was"]),
    ("unset", &["field", "was"]),
    ("rename", &["to"]),
];

/// What an edit may have beside its verb.
const FIELDS: [&str; 6] = ["key", "field", "value", "at", "to", "was"];

impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry(self.verb(), &*self.section)?;
        if let Some(key) = &self.key {
            out.serialize_entry("key", &**key)?;
        }
        if !self.field.is_empty() {
            out.serialize_entry("field", &self.field.to_string())?;
        }
        let (value, at) = match &self.action {
            Action::Add { value, at } => (Some(value), *at),
            Action::Remove { value, at } => (value.as_ref(), *at),
            Action::Set(value) => (Some(value), None),
            Action::Unset | Action::Rename(_) => (None, None),
        };
        if let Some(value) = value {
            out.serialize_entry("value", value)?;
        }
        if let Some(at) = at {
            out.serialize_entry("at", &at)?;
        }
        if let Action::Rename(to) = &self.action {
            out.serialize_entry("to", &**to)?;
        }
        if let Some(was) = &self.was {
            out.serialize_entry("was", was)?;
        }
        out.end()
    }
}

impl<'de> Deserialize<'de> for Edit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(Entries::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Reads an edit, or tells what is wrong with it.
fn read(entries: Entries) -> Result<Edit, String> {
    let mut verbs = VERBS.iter().filter(|(verb, _)| entries.get(verb).is_some());
    let (Some((verb, further)), None) = (verbs.next(), verbs.next()) else {
        return Err(verbless(&entries));
    };
    let mut fields = Fields { verb, entries };
    let known = || [*verb, "key"].into_iter().chain(further.iter().copied());
    fields.check(known)?;
    let section = fields.text(verb)?.unwrap_or_default();
    let key = fields.text("key")?;
    let field = fields.path()?;
    let value = fields.take("value").filter(|node| *node != Node::Null);
    let value = value.map(Fact::from);
    let at = fields.place()?;
    let to = fields.text("to")?;
    let was = fields.take("was").map(Fact::from);
    let missing = |name: &str| format!("an edit that says `{verb}` needs `{name}`");
    let action = match *verb {
        "add" => Action::Add {
            value: value.ok_or_else(|| missing("value"))?,
            at,
        },
        "remove" => Action::Remove { value, at },
        "set" => Action::Set(value.ok_or_else(|| missing("value"))?),
        "unset" => Action::Unset,
        _ => Action::Rename(to.ok_or_else(|| missing("to"))?),
    };
    Ok(Edit {
        section,
        key,
        field,
        action,
        was,
    })
}

/// What is wrong with an edit that has no verb, or several: perhaps one is misspelt.
fn verbless(entries: &Entries) -> String {
    let expected =
        "an edit has one of `add`, `remove`, `set`, `unset`, `rename`, with the name of a section";
    let names = entries.0.iter().map(|(name, _)| &**name);
    let mut unknown = names.filter(|name| !FIELDS.contains(name));
    let misspelt = unknown.find_map(|name| {
        let verb = nearest(name, VERBS.iter().map(|(verb, _)| *verb))?;
        (verb != name).then(|| format!("{expected}; `{}`: did you mean `{verb}`?", shortened(name)))
    });
    misspelt.unwrap_or_else(|| expected.into())
}

/// What is written, as far as it is not read yet.
struct Fields {
    verb: &'static str,
    entries: Entries,
}

impl Fields {
    /// Each field is one of these, and is there once.
    fn check<I: Iterator<Item = &'static str>>(&self, known: impl Fn() -> I) -> Result<(), String> {
        for (index, (name, _)) in self.entries.0.iter().enumerate() {
            if !known().any(|other| other == &**name) {
                let hint = nearest(name, known()).map_or_else(
                    || {
                        let names: Vec<String> = known().map(|name| format!("`{name}`")).collect();
                        format!("it may have {}", names.join(", "))
                    },
                    |nearest| format!("did you mean `{nearest}`?"),
                );
                return Err(format!(
                    "`{}` is no field of an edit that says `{}`; {hint}",
                    shortened(name),
                    self.verb
                ));
            }
            let earlier = self.entries.0.iter().take(index);
            if earlier.into_iter().any(|(other, _)| other == name) {
                return Err(format!("`{name}` is written twice; each field stands once"));
            }
        }
        Ok(())
    }

    fn take(&mut self, name: &str) -> Option<Node> {
        self.entries.remove(name)
    }

    /// A text; a whole number counts as its digits.
    fn text(&mut self, name: &str) -> Result<Option<Box<str>>, String> {
        match self.take(name) {
            None | Some(Node::Null) => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(Node::Integer(number)) => Ok(Some(number.to_string().into())),
            Some(other) => Err(format!("`{name}` is a text, not {}", other.describe())),
        }
    }

    fn place(&mut self) -> Result<Option<usize>, String> {
        match self.take("at") {
            None | Some(Node::Null) => Ok(None),
            Some(Node::Integer(number)) if number >= 0 => Ok(usize::try_from(number).ok()),
            Some(_) => Err("`at` is a place in a list: a whole number from 0".into()),
        }
    }

    /// A text, or a list of names and places.
    fn path(&mut self) -> Result<FieldPath, String> {
        let expected = "`field` is a path such as `head`, `labels.ro` or `levels[0].after`";
        let segment = |node| match node {
            Node::Text(field) => Some(PathSegment::Field(field)),
            Node::Integer(index) => usize::try_from(index).ok().map(PathSegment::Index),
            _ => None,
        };
        let path = match self.take("field") {
            None | Some(Node::Null) => Some(FieldPath::default()),
            Some(Node::Text(text)) => FieldPath::parse(&text),
            Some(Node::List(items)) => {
                let segments: Option<Vec<_>> = items.into_iter().map(segment).collect();
                segments
                    .filter(|segments| matches!(segments.first(), Some(PathSegment::Field(_))))
                    .filter(|segments| segments.len() <= MAX_STEPS)
                    .map(FieldPath)
            }
            Some(_) => None,
        };
        path.ok_or_else(|| expected.into())
    }
}
