//! Edits on a document as JSON, done plainly and by other code than the library's.

use serde_json::{Map, Value, json};
use switchboard::{Document, Organization};

/// A document as JSON, with the keys that each route had beside it; a route that is removed leaves an empty place.
#[derive(Clone, Debug)]
pub struct Naive {
    json: Value,
    routes: Vec<Vec<String>>,
    /// Sections and keys that were removed.
    removed: Vec<(String, String)>,
}

impl Naive {
    pub fn of(organization: &Organization) -> Self {
        Self {
            json: serde_json::to_value(organization.to_document()).unwrap(),
            routes: organization
                .routes()
                .map(|route| vec![route.key().to_owned()])
                .collect(),
            removed: Vec::new(),
        }
    }

    fn section(&mut self, name: &str) -> &mut Map<String, Value> {
        let root = self.json.as_object_mut().unwrap();
        root.entry(name)
            .or_insert_with(|| json!({}))
            .as_object_mut()
            .unwrap()
    }

    /// The key of what has this key, or had it.
    fn key(&mut self, section: &str, key: &str) -> Option<String> {
        let declarations = self.section(section);
        if declarations.contains_key(key) {
            return Some(key.to_owned());
        }
        let had = |own: &Value| names(own).contains(&key.to_owned());
        let found = declarations.iter().find(|(_, own)| had(own));
        found.map(|(key, _)| key.clone())
    }

    fn route(&self, key: &str) -> Option<usize> {
        let now = |own: &Vec<String>| own.last().is_some_and(|own| own == key);
        let had = |own: &Vec<String>| own.contains(&key.to_owned());
        self.routes
            .iter()
            .position(now)
            .or_else(|| self.routes.iter().position(had))
    }

    fn has_route(&self, key: &str) -> bool {
        self.routes
            .iter()
            .any(|own| own.last().is_some_and(|own| own == key))
    }

    fn declaration(&mut self, section: &str, key: &str) -> Option<&mut Map<String, Value>> {
        if section == "routes" {
            let at = self.route(key)?;
            return self.json["routes"][at].as_object_mut();
        }
        let key = self.key(section, key)?;
        self.section(section).get_mut(&key)?.as_object_mut()
    }

    /// Does what the edit says, or says that it cannot be done.
    pub fn apply(&mut self, edit: &Value) -> Option<()> {
        let text = |name: &str| edit.get(name).and_then(Value::as_str);
        let (key, field) = (text("key"), text("field"));
        if let Some(section) = text("add") {
            match field {
                None => self.add(section, key?, &edit["value"]),
                Some(field) => self.add_item(section, key?, field, &edit["value"]),
            }
        } else if let Some(section) = text("remove") {
            match field {
                None => self.remove(section, key?),
                Some(field) => self.remove_item(section, key?, field, &edit["value"]),
            }
        } else if let Some(section) = text("set") {
            match key {
                None => self.json[section] = edit["value"].clone(),
                Some(key) => self.set(section, key, field?, &edit["value"])?,
            }
            Some(())
        } else if let Some(section) = text("unset") {
            match key {
                None => self.json.as_object_mut()?.remove(section).map(drop),
                Some(key) => self.unset(section, key, field?),
            }
        } else {
            self.rename(text("rename")?, key?, text("to")?)
        }
    }

    fn add(&mut self, section: &str, key: &str, value: &Value) -> Option<()> {
        let mut value = value.clone();
        if section == "routes" {
            if self.has_route(key) {
                return None;
            }
            self.routes.push(vec![key.to_owned()]);
            value["key"] = json!(key);
            self.json["routes"].as_array_mut()?.push(value);
            return Some(());
        }
        let is_new = self.section(section).get(key).is_none();
        is_new.then(|| self.section(section).insert(key.to_owned(), value))?;
        Some(())
    }

    fn add_item(&mut self, section: &str, key: &str, field: &str, item: &Value) -> Option<()> {
        let field = self.declaration(section, key)?.entry(field);
        let list = field.or_insert_with(|| json!([])).as_array_mut()?;
        let is_new = !list.contains(item);
        is_new.then(|| list.push(item.clone()))
    }

    fn remove(&mut self, section: &str, key: &str) -> Option<()> {
        if section == "routes" {
            let at = self.route(key)?;
            self.routes[at].clear();
            self.json["routes"][at] = Value::Null;
            return Some(());
        }
        let key = self.key(section, key)?;
        let declaration = self.section(section).remove(&key)?;
        // Patterns cover topics whether they are declared or not.
        if section != "topics" {
            for name in [key].into_iter().chain(names(&declaration)) {
                self.removed.push((section.to_owned(), name));
            }
        }
        Some(())
    }

    fn remove_item(&mut self, section: &str, key: &str, field: &str, item: &Value) -> Option<()> {
        let list = self.declaration(section, key)?.get_mut(field)?;
        let list = list.as_array_mut()?;
        let at = list.iter().position(|own| own == item)?;
        list.remove(at);
        Some(())
    }

    fn set(&mut self, section: &str, key: &str, field: &str, value: &Value) -> Option<()> {
        let (table, field) = split(field);
        let mut declaration = self.declaration(section, key)?;
        if let Some(table) = table {
            let inner = declaration.entry(table).or_insert_with(|| json!({}));
            declaration = inner.as_object_mut()?;
        }
        declaration.insert(field.to_owned(), value.clone());
        Some(())
    }

    fn unset(&mut self, section: &str, key: &str, field: &str) -> Option<()> {
        let (table, field) = split(field);
        let mut declaration = self.declaration(section, key)?;
        if let Some(table) = table {
            declaration = declaration.get_mut(table)?.as_object_mut()?;
        }
        declaration.remove(field).map(drop)
    }

    fn rename(&mut self, section: &str, from: &str, to: &str) -> Option<()> {
        if section == "routes" {
            if self.has_route(to) {
                return None;
            }
            let at = self.route(from)?;
            self.json["routes"][at]["key"] = json!(to);
            self.routes[at].push(to.to_owned());
            return Some(());
        }
        if self.section(section).contains_key(to) {
            return None;
        }
        let from = &self.key(section, from)?;
        let mut declaration = self.section(section).remove(from)?;
        if ["contacts", "departments"].contains(&section) {
            let former = declaration.as_object_mut()?.entry("formerly");
            let former = former.or_insert_with(|| json!([])).as_array_mut()?;
            former.retain(|key| key != to);
            former.push(json!(from));
        }
        self.section(section).insert(to.to_owned(), declaration);
        replace(&mut self.json, from, to);
        Some(())
    }

    pub fn document(&self) -> Document {
        let mut json = self.json.clone();
        json["routes"]
            .as_array_mut()
            .unwrap()
            .retain(|route| !route.is_null());
        serde_json::from_value(json).unwrap()
    }

    /// How often something that was removed is still named: keys of the generator are no other words.
    pub fn uses(&self) -> usize {
        let is_gone = |section: &str, key: &str| self.json[section].get(key).is_none();
        let gone = self
            .removed
            .iter()
            .filter(|(section, key)| is_gone(section, key));
        let mut gone: Vec<&String> = gone.map(|(_, key)| key).collect();
        gone.sort();
        gone.dedup();
        gone.iter().map(|key| count(&self.json, key)).sum()
    }
}

/// The keys that a declaration had before.
fn names(declaration: &Value) -> Vec<String> {
    serde_json::from_value(declaration["formerly"].clone()).unwrap_or_default()
}

fn split(field: &str) -> (Option<&str>, &str) {
    match field.split_once('.') {
        Some((table, field)) => (Some(table), field),
        None => (None, field),
    }
}

/// Texts that are this one, and whom an override replaces; what a declaration was called before is no use of it.
fn count(value: &Value, text: &str) -> usize {
    match value {
        Value::String(own) => usize::from(own == text),
        Value::Array(items) => items.iter().map(|item| count(item, text)).sum(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "formerly")
            .map(|(name, value)| {
                let is_replaced = name == "replace" && value.get(text).is_some();
                usize::from(is_replaced) + count(value, text)
            })
            .sum(),
        _ => 0,
    }
}

fn replace(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(own) if own == from => to.clone_into(own),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
        Value::Object(fields) => fields
            .iter_mut()
            .filter(|(name, _)| *name != "formerly")
            .for_each(|(name, value)| {
                if let Some(replaced) = value.as_object_mut().filter(|_| name == "replace") {
                    if let Some(by) = replaced.remove(from) {
                        replaced.insert(to.to_owned(), by);
                    }
                }
                replace(value, from, to);
            }),
        _ => {}
    }
}
