//! One edit on a draft: a declaration added, removed, written over or renamed; a field of one changed.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::change::{change, expect, invalid};
use super::draft::{Draft, Listed, Removed, Renamed, Touched, texts};
use super::error::EditReason;
use super::fact::part;
use super::path::FieldPath;
use super::references::{self, KEYED, LISTED, PARTIES, REMEMBERING, VALUES, moved, normal_key};
use super::{Action, Edit};
use crate::organization::document::Node;
use crate::organization::problem::{PathSegment, nearest, one_of};
use crate::topic::ROOT;

impl Draft {
    /// Applies an edit, or leaves all as it was.
    pub(super) fn apply(&mut self, number: usize, edit: &Edit) -> Result<Touched, EditReason> {
        let names_what_it_means = match &edit.action {
            Action::Add { .. } | Action::Rename(_) => true,
            Action::Remove { value, at } => value.is_some() || at.is_some(),
            Action::Set(_) | Action::Unset => false,
        };
        if names_what_it_means && edit.was.is_some() {
            return Err(invalid("no `was`: the edit says what it means"));
        }
        let section = &*edit.section;
        let touched = if KEYED.contains(&section) || LISTED.contains(&section) {
            self.apply_to_section(number, edit)?
        } else if VALUES.contains(&section) {
            self.apply_to_value(edit)?
        } else {
            let names = || KEYED.into_iter().chain(LISTED).chain(VALUES);
            let suggestion = match nearest(section, names()) {
                Some(name) => alloc::format!("did you mean `{name}`?"),
                None => one_of(names(), ""),
            };
            let suggestion = suggestion.into();
            return Err(EditReason::UnknownSection { suggestion });
        };
        self.writes();
        Ok(touched)
    }

    fn apply_to_section(&mut self, number: usize, edit: &Edit) -> Result<Touched, EditReason> {
        let section = &*edit.section;
        let Some(key) = &edit.key else {
            return match &edit.action {
                Action::Add { value, .. } if LISTED.contains(&section) && edit.field.is_empty() => {
                    self.add(section, None, value.node())
                }
                _ => Err(invalid("`key`, which tells what of the section is meant")),
            };
        };
        if let (Action::Add { value, .. }, true) = (&edit.action, edit.field.is_empty()) {
            return self.add(section, Some(key), value.node());
        }
        let Some(at) = self.find(section, key) else {
            return Err(self.unknown(section, key));
        };
        if edit.field.is_empty() {
            return match &edit.action {
                Action::Remove {
                    value: None,
                    at: None,
                } => self.remove(number, section, at, edit),
                Action::Set(value) => self.replace(section, at, value.node(), edit),
                Action::Rename(to) => self.rename(number, section, at, to),
                _ => Err(invalid(
                    "`field`, which tells what part of the declaration is meant",
                )),
            };
        }
        let mut touched = self.touched(section, at);
        touched.extend(edit.field.0.iter().cloned());
        let Some(declaration) = self.node_mut(section, at) else {
            return Err(EditReason::NothingThere);
        };
        change(declaration, edit)?;
        let own_key = part(declaration, &[PathSegment::Field("key".into())]);
        if let Some(Node::Text(own_key)) = own_key.cloned() {
            self.goes_by(section, at, own_key);
        }
        Ok(touched)
    }

    /// A top-level value is a field of the document.
    fn apply_to_value(&mut self, edit: &Edit) -> Result<Touched, EditReason> {
        if edit.key.is_some() {
            return Err(invalid("no `key`: this is one value for all"));
        }
        if let Action::Rename(_) = edit.action {
            return Err(invalid("a section with keys, for `rename`"));
        }
        let mut path = FieldPath::default().field(&edit.section);
        path.0.extend(edit.field.0.iter().cloned());
        let edit = Edit {
            field: path,
            ..edit.clone()
        };
        let mut root = Node::Table(core::mem::take(&mut self.root));
        let done = change(&mut root, &edit);
        if let Node::Table(root) = root {
            self.root = root;
        }
        done.map(|()| edit.field.0)
    }

    fn add(
        &mut self,
        section: &str,
        key: Option<&str>,
        value: &Node,
    ) -> Result<Touched, EditReason> {
        let Some(listed) = LISTED.into_iter().find(|name| *name == section) else {
            let key = normal_key(section, key.unwrap_or_default());
            if self.is_taken(section, &key) {
                return Err(EditReason::KeyExists { key });
            }
            if section == "attributes" {
                self.root.push_item("importance", Node::Text(key.clone()));
            }
            self.root.push_entry(section, &key, value.clone());
            return Ok([field(section), PathSegment::Field(key)].into());
        };
        let mut value = value.clone();
        let mut keys: Vec<Box<str>> = Vec::new();
        if let Node::Table(entries) = &mut value {
            match (entries.get("key"), key) {
                (Some(Node::Text(own)), Some(key)) if **own != *key => {
                    return Err(invalid("one key, not another in the declaration"));
                }
                (None, Some(key)) => entries.0.insert(0, ("key".into(), key.into())),
                _ => {}
            }
            if let Some(Node::Text(own)) = entries.get("key") {
                keys.push(own.clone());
            }
        }
        if let Some(key) = keys.iter().find(|key| self.is_taken(section, key)) {
            return Err(EditReason::KeyExists { key: key.clone() });
        }
        let id = self.new_id();
        self.listed
            .entry(listed)
            .or_default()
            .push(Listed { id, keys });
        self.root.push_item(section, value);
        Ok([field(section), PathSegment::Index(id)].into())
    }

    fn remove(
        &mut self,
        number: usize,
        section: &str,
        at: usize,
        edit: &Edit,
    ) -> Result<Touched, EditReason> {
        expect(self.node_mut(section, at).as_deref(), edit)?;
        let touched = self.touched(section, at);
        match self.root.get_mut(section) {
            Some(Node::List(items)) if at < items.len() => drop(items.remove(at)),
            Some(Node::Table(entries)) if at < entries.0.len() => {
                let (key, node) = entries.0.remove(at);
                if section == "attributes" {
                    self.root.remove_text("importance", &key);
                }
                // What is said of a topic is said of its path, whether that is declared or not (T3).
                if section != "topics" {
                    self.removed.push(Removed {
                        edit: number,
                        section: section.into(),
                        names: names(section, key, &node),
                    });
                }
            }
            _ => return Err(EditReason::NothingThere),
        }
        if let Some(items) = self.listed.get_mut(section) {
            if at < items.len() {
                items.remove(at);
            }
        }
        Ok(touched)
    }

    fn replace(
        &mut self,
        section: &str,
        at: usize,
        value: &Node,
        edit: &Edit,
    ) -> Result<Touched, EditReason> {
        let touched = self.touched(section, at);
        let Some(node) = self.node_mut(section, at) else {
            return Err(EditReason::NothingThere);
        };
        expect(Some(node), edit)?;
        let own_key = match node {
            Node::Table(entries) if LISTED.contains(&section) => entries.get("key").cloned(),
            _ => None,
        };
        *node = value.clone();
        if let (Node::Table(entries), Some(own_key)) = (node, own_key) {
            if entries.get("key").is_none() {
                entries.0.insert(0, ("key".into(), own_key));
            }
            if let Some(Node::Text(key)) = entries.get("key").cloned() {
                self.goes_by(section, at, key);
            }
        }
        Ok(touched)
    }

    fn rename(
        &mut self,
        number: usize,
        section: &str,
        at: usize,
        to: &str,
    ) -> Result<Touched, EditReason> {
        let to = normal_key(section, to);
        if self.is_taken(section, &to) {
            return Err(EditReason::KeyExists { key: to });
        }
        let touched = self.touched(section, at);
        if LISTED.contains(&section) {
            if let Some(Node::Table(entries)) = self.node_mut(section, at) {
                entries.set("key", Node::Text(to.clone()));
            }
            self.goes_by(section, at, to);
            return Ok(touched);
        }
        let Some(Node::Table(declarations)) = self.root.get_mut(section) else {
            return Err(EditReason::NothingThere);
        };
        let Some((key, declaration)) = declarations.0.get_mut(at) else {
            return Err(EditReason::NothingThere);
        };
        let from = core::mem::replace(key, to.clone());
        if let (Node::Table(entries), true) = (declaration, REMEMBERING.contains(&section)) {
            entries.remove_text("formerly", &to);
            entries.push_item("formerly", Node::Text(from.clone()));
        }
        if section == "topics" && *from != *ROOT {
            let all = declarations.0.iter_mut().enumerate();
            for (_, (key, _)) in all.filter(|(other, _)| *other != at) {
                if let Some(moved) = moved(key, &from, &to) {
                    *key = moved;
                }
            }
        }
        let shared: Vec<&str> = PARTIES
            .into_iter()
            .filter(|other| *other != section && self.place(other, &from).is_some())
            .collect();
        references::rename(&mut self.root, section, &from, &to, |other| {
            shared.contains(&other)
        });
        let touched = [field(section), PathSegment::Field(to.clone())].into();
        let section = section.into();
        let edit = number;
        self.renamed.push(Renamed {
            edit,
            section,
            from,
            to,
        });
        Ok(touched)
    }
}

/// All by which a declaration may be named.
fn names(section: &str, key: Box<str>, node: &Node) -> Vec<Box<str>> {
    let mut names = Vec::from([key]);
    if REMEMBERING.contains(&section) {
        for field in ["formerly", "ids"] {
            let further = part(node, &[PathSegment::Field(Box::from(field))]);
            names.extend(further.into_iter().flat_map(texts).map(Into::into));
        }
    }
    names
}

fn field(name: &str) -> PathSegment {
    PathSegment::Field(name.into())
}
