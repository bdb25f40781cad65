//! Edits: random scripts against a naive second implementation on JSON, and each reason why not.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use switchboard::{
    Contact, ContactPoint, Department, Document, Edit, EditError, EditReason, Fact, Organization,
    Policy, PolicyLevel, Route, Topic, When,
};

use crate::generate::{self, Dice};

// ------------------------------------------------------------------------------------- the naive implementation

/// A document as JSON, with the keys that each route had beside it; a route that is removed leaves an empty place.
#[derive(Clone, Debug)]
struct Naive {
    json: Value,
    routes: Vec<Vec<String>>,
    /// Sections and keys that were removed.
    removed: Vec<(String, String)>,
}

impl Naive {
    fn of(organization: &Organization) -> Self {
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
    fn apply(&mut self, edit: &Value) -> Option<()> {
        let text = |name: &str| edit.get(name).and_then(Value::as_str);
        if let Some(section) = text("add") {
            let value = edit["value"].clone();
            return match (text("key"), text("field")) {
                (Some(key), None) if section == "routes" => {
                    if self.has_route(key) {
                        return None;
                    }
                    self.routes.push(vec![key.to_owned()]);
                    let mut route = value;
                    route["key"] = json!(key);
                    self.json["routes"].as_array_mut()?.push(route);
                    Some(())
                }
                (Some(key), None) => {
                    if self.section(section).contains_key(key) {
                        return None;
                    }
                    self.section(section).insert(key.to_owned(), value);
                    Some(())
                }
                (Some(key), Some(field)) => {
                    let field = self
                        .declaration(section, key)?
                        .entry(field)
                        .or_insert_with(|| json!([]));
                    let list = field.as_array_mut()?;
                    if list.contains(&value) {
                        return None;
                    }
                    list.push(value);
                    Some(())
                }
                _ => unreachable!(),
            };
        }
        if let Some(section) = text("remove") {
            let key = text("key")?;
            if let Some(field) = text("field") {
                let list = self.declaration(section, key)?.get_mut(field)?;
                let list = list.as_array_mut()?;
                let at = list.iter().position(|item| *item == edit["value"])?;
                list.remove(at);
                return Some(());
            }
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
            return Some(());
        }
        if let Some(section) = text("set") {
            let Some(key) = text("key") else {
                self.json[section] = edit["value"].clone();
                return Some(());
            };
            let (table, field) = split(text("field")?);
            let mut declaration = self.declaration(section, key)?;
            if let Some(table) = table {
                let inner = declaration.entry(table).or_insert_with(|| json!({}));
                declaration = inner.as_object_mut()?;
            }
            declaration.insert(field.to_owned(), edit["value"].clone());
            return Some(());
        }
        if let Some(section) = text("unset") {
            let Some(key) = text("key") else {
                return self.json.as_object_mut()?.remove(section).map(drop);
            };
            let (table, field) = split(text("field")?);
            let mut declaration = self.declaration(section, key)?;
            if let Some(table) = table {
                declaration = declaration.get_mut(table)?.as_object_mut()?;
            }
            return declaration.remove(field).map(drop);
        }
        let (section, from, to) = (text("rename")?, text("key")?, text("to")?);
        if section == "routes" {
            if self.has_route(to) {
                return None;
            }
            self.declaration(section, from)?
                .insert("key".to_owned(), json!(to));
            let at = self.route(from)?;
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
            former
                .or_insert_with(|| json!([]))
                .as_array_mut()?
                .push(json!(from));
        }
        self.section(section).insert(to.to_owned(), declaration);
        replace(&mut self.json, from, to);
        Some(())
    }

    fn document(&self) -> Document {
        let mut json = self.json.clone();
        json["routes"]
            .as_array_mut()
            .unwrap()
            .retain(|route| !route.is_null());
        serde_json::from_value(json).unwrap()
    }

    /// How often something that was removed is still named: keys of the generator are no other words.
    fn uses(&self) -> usize {
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

/// Texts that are this one; what a declaration was called before is no use of it.
fn count(value: &Value, text: &str) -> usize {
    match value {
        Value::String(own) => usize::from(own == text),
        Value::Array(items) => items.iter().map(|item| count(item, text)).sum(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "formerly")
            .map(|(_, value)| count(value, text))
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
            .for_each(|(_, value)| replace(value, from, to)),
        _ => {}
    }
}

// ----------------------------------------------------------------------------------------------- random scripts

/// A script of a few edits, as JSON: most of them fit, some do not.
fn script(dice: &mut Dice, organization: &Organization) -> Vec<Value> {
    let keys = |section: &str| -> Vec<String> {
        let document = serde_json::to_value(organization.to_document()).unwrap();
        let own = document[section].as_object();
        own.map(|own| own.keys().cloned().collect())
            .unwrap_or_default()
    };
    let contacts = keys("contacts");
    let departments = keys("departments");
    let (policies, topics, attributes) = (keys("policies"), keys("topics"), keys("attributes"));
    let routes: Vec<String> = organization
        .routes()
        .map(|route| route.key().to_owned())
        .collect();
    let mut script = Vec::new();
    for number in 0..dice.between(1, 5) {
        let contact = dice.pick(&contacts).clone();
        let other = dice.pick(&contacts).clone();
        let department = dice.pick(&departments).clone();
        let route = dice.pick(&routes).clone();
        let above = dice.pick(&departments).clone();
        let new = format!("new-{}", dice.below(3));
        script.push(match dice.below(24) {
            0 => json!({ "set": "departments", "key": department, "field": "head", "value": contact }),
            1 => json!({ "unset": "departments", "key": department, "field": "head" }),
            2 => json!({ "add": "departments", "key": department, "field": "members", "value": contact }),
            3 => json!({ "remove": "departments", "key": department, "field": "members", "value": contact }),
            4 => json!({ "set": "departments", "key": department, "field": "parent", "value": above }),
            5 => json!({ "set": "departments", "key": department, "field": "escalates_to", "value": above }),
            6 => json!({ "set": "departments", "key": department, "field": "response_target", "value": "PT7M" }),
            7 => json!({ "set": "contacts", "key": contact, "field": "name", "value": format!("Name {number}") }),
            8 => json!({ "set": "contacts", "key": contact, "field": "department", "value": department }),
            9 => json!({ "unset": "contacts", "key": contact, "field": "department" }),
            10 => json!({ "add": "contacts", "key": new, "value": { "kind": "person", "name": "New" } }),
            11 => json!({ "remove": "contacts", "key": contact }),
            12 => json!({ "add": "departments", "key": new, "value": { "parent": department, "head": contact } }),
            13 => json!({ "remove": "departments", "key": department }),
            14 => json!({ "add": "routes", "key": new, "value": { "topic": format!("new/{number}"), "owner": { "department": department } } }),
            15 => json!({ "remove": "routes", "key": route }),
            16 => json!({ "set": "routes", "key": route, "field": "owner", "value": { "contact": contact } }),
            17 => json!({ "rename": "contacts", "key": contact, "to": format!("renamed-{number}") }),
            18 => json!({ "rename": "departments", "key": department, "to": format!("renamed-{number}") }),
            19 => json!({ "rename": "routes", "key": route, "to": format!("renamed-{number}") }),
            20 if !policies.is_empty() => match dice.below(3) {
                0 => json!({ "remove": "policies", "key": policies[0] }),
                1 => json!({ "rename": "policies", "key": policies[0], "to": "renamed-policy" }),
                _ => json!({ "set": "routes", "key": route, "field": "policy", "value": policies[0] }),
            },
            21 if !topics.is_empty() => match dice.below(3) {
                0 => json!({ "set": "topics", "key": topics[0], "field": "labels.ro", "value": "Subiect" }),
                1 => json!({ "unset": "topics", "key": topics[0], "field": "labels.en" }),
                _ => json!({ "remove": "topics", "key": topics[0] }),
            },
            22 if !attributes.is_empty() => match dice.below(2) {
                0 => json!({ "set": "routes", "key": route, "field": format!("when.{}", attributes[0]), "value": { "present": true } }),
                _ => json!({ "unset": "routes", "key": route, "field": format!("when.{}", attributes[0]) }),
            },
            23 => match dice.below(3) {
                0 => json!({ "set": "response_target", "value": "PT3M" }),
                1 => json!({ "unset": "response_target" }),
                _ => json!({ "set": "name", "value": format!("Name {number}") }),
            },
            _ => json!({ "set": "contacts", "key": other, "field": "kind", "value": "person" }),
        });
    }
    script
}

fn edits(script: &[Value]) -> Vec<Edit> {
    serde_json::from_value(Value::from(script.to_vec())).unwrap()
}

/// As TOML reads and writes it: below a key.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Log {
    edits: Vec<Edit>,
}

fn survives_writing(edits: &[Edit]) {
    let json = serde_json::to_string(edits).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Edit>>(&json).unwrap(), edits);
    let log = Log {
        edits: edits.to_vec(),
    };
    let toml = toml::to_string(&log).unwrap();
    assert_eq!(toml::from_str::<Log>(&toml).unwrap(), log, "{toml}");
}

/// What a script did: for the count below.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Applied,
    InUse,
    DoesNotFit,
    DoesNotBuild,
}

fn try_script(organization: &Organization, script: &[Value]) -> Outcome {
    let edits = edits(script);
    survives_writing(&edits);
    let before = organization.fingerprint();
    let mut naive = Naive::of(organization);
    let fits: Vec<bool> = script
        .iter()
        .map(|edit| naive.apply(edit).is_some())
        .collect();
    let done = organization.apply(&edits);
    assert_eq!(organization.fingerprint(), before);
    let error = match done {
        Ok(after) => {
            assert!(fits.iter().all(|fits| *fits), "{edits:?} {fits:?}");
            let anew = naive
                .document()
                .build()
                .unwrap_or_else(|problems| panic!("{edits:?}\n{problems}"));
            assert_eq!(after.fingerprint(), anew.fingerprint(), "{edits:?}");
            there_and_back(organization, &after);
            return Outcome::Applied;
        }
        Err(error) => error,
    };
    assert!(!error.failures().is_empty());
    assert!(!error.to_string().contains("example.com"), "{error}");
    if fits.contains(&false) {
        for (number, fits) in fits.iter().enumerate() {
            let is_told = error.failures().iter().any(|failure| {
                let reason = failure.reason();
                failure.edit() == Some(number) && !matches!(reason, EditReason::InUse { .. })
            });
            assert_eq!(is_told, !fits, "{edits:?} {number}\n{error}");
        }
        return Outcome::DoesNotFit;
    }
    let uses: usize = error
        .failures()
        .iter()
        .map(|failure| match failure.reason() {
            EditReason::InUse { by } => by.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(uses, naive.uses(), "{edits:?}\n{error}");
    if uses > 0 {
        return Outcome::InUse;
    }
    let problems = naive
        .document()
        .build()
        .expect_err("a document that does not build");
    let kinds = |kinds: &mut dyn Iterator<Item = switchboard::ProblemKind>| {
        let mut kinds: Vec<_> = kinds.collect();
        kinds.sort();
        kinds
    };
    let told = kinds(
        &mut error
            .failures()
            .iter()
            .filter_map(|failure| match failure.reason() {
                EditReason::Problem(problem) => Some(problem.kind()),
                _ => None,
            }),
    );
    assert_eq!(
        told,
        kinds(&mut problems.problems().iter().map(|problem| problem.kind())),
        "{edits:?}\n{error}\n{problems}"
    );
    Outcome::DoesNotBuild
}

/// The log of a change makes it once more, and undoes it.
fn there_and_back(before: &Organization, after: &Organization) {
    let (log, undo) = (before.edits_to(after), after.edits_to(before));
    survives_writing(&log);
    let again = before
        .apply(&log)
        .unwrap_or_else(|error| panic!("{log:?}\n{error}"));
    assert_eq!(again.fingerprint(), after.fingerprint(), "{log:?}");
    let undone = after
        .apply(&undo)
        .unwrap_or_else(|error| panic!("{undo:?}\n{error}"));
    assert_eq!(undone.fingerprint(), before.fingerprint(), "{undo:?}");
    assert_eq!(
        log.is_empty(),
        before.fingerprint() == after.fingerprint(),
        "{log:?}"
    );
    // A log that was applied does not fit again, unless all that it does is done by saying so.
    if log.iter().any(|edit| edit.verb() == "set") {
        assert!(after.apply(&log).is_err(), "{log:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_script_does_what_the_naive_one_does(seed in any::<u64>()) {
        let plain = generate::settled(generate::small(seed));
        let organization = plain.document().build().expect("a settled organization");
        let mut dice = Dice::new(seed ^ 0xed17);
        for _ in 0..3 {
            let script = script(&mut dice, &organization);
            try_script(&organization, &script);
        }
    }

    /// The edits between any two organizations make one of the other, whatever they are.
    #[test]
    fn there_are_edits_from_any_organization_to_any_other(one in any::<u64>(), other in any::<u64>()) {
        let build = |seed| generate::settled(generate::small(seed)).document().build().unwrap();
        there_and_back(&build(one), &build(other));
    }
}

/// The scripts above come to all ends.
#[test]
fn scripts_are_of_all_kinds() {
    let mut dice = Dice::new(7);
    let mut outcomes = Vec::new();
    for seed in 0..150 {
        let plain = generate::settled(generate::small(seed));
        let organization = plain.document().build().unwrap();
        outcomes.push(try_script(&organization, &script(&mut dice, &organization)));
    }
    for outcome in [
        Outcome::Applied,
        Outcome::InUse,
        Outcome::DoesNotFit,
        Outcome::DoesNotBuild,
    ] {
        let count = outcomes.iter().filter(|other| **other == outcome).count();
        assert!(count >= 10, "{outcome:?}: {count}");
    }
}

// ------------------------------------------------------------------------------------------------ cases by hand

/// Two departments, three persons, a topic, an attribute, a policy, routes with and without keys.
fn sample() -> Organization {
    let text = r#"
        switchboard = 1

        [attributes]
        channel = { kind = "closed", values = ["email", "phone"] }
        priority = { kind = "ordered", values = ["low", "high"] }

        [departments]
        company = { head = "director" }
        billing = { parent = "company", head = "ana", members = ["bo"], informed = ["bo"] }

        [contacts]
        director = { kind = "person", name = "Director" }
        ana = { kind = "person", name = "Ana", points = [{ kind = "email", address = "ana@example.com" }] }
        bo = { kind = "person", name = "Bo" }

        [topics."billing/refunds"]
        labels = { en = "Refunds" }
        aliases = { ro = ["rambursari"] }

        [policies.urgent]
        levels = [{ to = ["bo", "owner"], after = "10m", floor = { priority = "high" } }]

        [[routes]]
        topic = "/"
        owner = "company"

        [[routes]]
        topic = "billing"
        owner = "billing"
        policy = "urgent"
        consulted = ["bo"]

        [[routes]]
        topic = "billing/refunds"
        when = { channel = "phone" }
        owner = "ana"

        [[routes]]
        key = "mail"
        topic = "billing/refunds"
        when = { channel = "email" }
        owner = "billing"
    "#;
    toml::from_str::<Document>(text).unwrap().build().unwrap()
}

/// What a script is refused for, one reason a line.
fn refused(edits: &[Edit]) -> String {
    let error: EditError = sample().apply(edits).expect_err("a script that is refused");
    error.to_string()
}

#[test]
fn what_is_used_says_by_what() {
    assert_eq!(
        refused(&[Edit::remove("contacts", "bo")]),
        "edit 0 (remove contacts.bo): it is still used by `departments.billing.members[0]`, \
         `departments.billing.informed[0].contact`, `policies.urgent.levels[0].to[0].contact`, \
         `routes.billing.consulted[0].contact`; change these, too"
            .replace(".informed[0].contact", ".informed[0]")
            .replace(".to[0].contact", ".to[0]")
            .replace(".consulted[0].contact", ".consulted[0]"),
    );
    assert_eq!(
        refused(&[Edit::remove("departments", "billing")]),
        "edit 0 (remove departments.billing): it is still used by `routes.billing.owner`, `routes.mail.owner`; \
         change these, too"
    );
    assert_eq!(
        refused(&[Edit::remove("attributes", "channel")]),
        "edit 0 (remove attributes.channel): it is still used by \
         `routes.\"billing/refunds?channel=phone\".when.channel`, `routes.mail.when.channel`; change these, too"
    );
    assert_eq!(
        refused(&[Edit::remove("attributes", "priority")]),
        "edit 0 (remove attributes.priority): it is still used by `policies.urgent.levels[0].floor`; \
         change these, too"
    );
    assert_eq!(
        refused(&[Edit::remove("policies", "urgent")]),
        "edit 0 (remove policies.urgent): it is still used by `routes.billing.policy`; change these, too"
    );
}

#[test]
fn all_reasons_come_at_once() {
    let refused = refused(&[
        Edit::set("contacts", "anna", "name", "Anna"),
        Edit::add("contacts", "bo", Contact::person("Another")),
        Edit::set("departments", "billing", "head", "bo").was("director"),
        Edit::unset("departments", "billing", "response_target"),
        Edit::add_item("departments", "billing", "members", "bo"),
        Edit::set("departments", "billing", "head.name", "bo"),
        Edit::remove("contact", "bo"),
        Edit::unset("departments", "billing", ""),
        Edit::set("policies", "urgent", "levels[3].after", "1h"),
        Edit::remove("policies", "urgent"),
    ]);
    let expected = [
        "edit 0 (set contacts.anna.name): nothing has the key `anna`; did you mean `ana`?",
        "edit 1 (add contacts.bo): the key `bo` is taken; use `set` to change what has it, or another key",
        "edit 2 (set departments.billing.head): `ana` stands there now, not what the edit says there was",
        "edit 3 (unset departments.billing.response_target): nothing of the kind stands there; leave the edit out",
        "edit 4 (add departments.billing.members): the list has this item already; leave the edit out",
        "edit 5 (set departments.billing.head.name): the field leads into a text, which has no such part",
        "edit 6 (remove contact.bo): no such section or top-level value; did you mean `contacts`?",
        "edit 7 (unset departments.billing): expected `field`, which tells what part of the declaration is meant",
        "edit 8 (set policies.urgent.levels[3].after): the field leads into a list of 1 items, which has no such part",
        "edit 9 (remove policies.urgent): it is still used by `routes.billing.policy`; change these, too",
    ];
    assert_eq!(refused.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn problems_of_the_document_belong_to_the_edit_that_made_them() {
    let edits = [
        Edit::set("contacts", "ana", "name", "Anne"),
        Edit::set("departments", "billing", "head", "bob"),
        Edit::append(
            "routes",
            Route::new("billing/refunds")
                .when(When::new().is("channel", "phone"))
                .owner("bo"),
        ),
        Edit::remove("routes", "/"),
    ];
    let error = sample().apply(&edits).unwrap_err();
    let of: Vec<(Option<usize>, String)> = error
        .failures()
        .iter()
        .map(|failure| match failure.reason() {
            EditReason::Problem(problem) => (failure.edit(), problem.path()),
            other => panic!("{other}"),
        })
        .collect();
    assert!(
        of.contains(&(Some(1), "departments.billing.head".to_owned())),
        "{of:?}"
    );
    let edits = [&edits[2..3]].concat();
    let error = sample().apply(&edits).unwrap_err();
    assert_eq!(error.failures()[0].edit(), Some(0), "{error}");
}

#[test]
fn values_are_compared_by_what_they_say() {
    let sample = sample();
    let fits = |edit: Edit| sample.apply(&[edit]).map_err(|error| error.to_string());
    fits(Edit::set("policies", "urgent", "levels[0].after", "20m").was("600s")).unwrap();
    fits(Edit::set("routes", "billing", "owner", "ana").was("billing")).unwrap();
    fits(Edit::set("routes", "billing", "consulted", ["ana"]).was("bo")).unwrap();
    fits(Edit::set("departments", "company", "members", ["bo"]).was(Fact::nothing())).unwrap();
    fits(Edit::remove_item(
        "departments",
        "billing",
        "informed",
        "bo",
    ))
    .unwrap();
    fits(Edit::remove("contacts", "ana").was(Contact::person("Ana"))).unwrap_err();
    let mail = Edit::remove("routes", "mail").was(
        Route::new("billing/refunds")
            .key("mail")
            .when(When::new().is("channel", "email"))
            .owner("billing"),
    );
    // As its author writes it and as the canonical document does.
    assert!(fits(mail).is_err());
    let fact = sample.fact("routes", "mail").unwrap();
    fits(Edit::remove("routes", "mail").was(fact)).unwrap();
}

#[test]
fn a_made_key_is_told_and_works_within_a_log() {
    let old = "billing/refunds?channel=phone";
    let sample = sample();
    let edits = [
        Edit::set("routes", old, "when.priority", "high"),
        // Goes by its old key as long as the edits of one list are applied.
        Edit::set("routes", old, "owner", "bo"),
        Edit::append("routes", Route::new("billing/invoices").owner("bo")),
        Edit::set("contacts", "bo", "name", "Bo B."),
        Edit::set_value("name", "Example"),
        Edit::remove("routes", "mail"),
    ];
    let applied = sample
        .apply_with(&edits, &switchboard::BuildOptions::new())
        .unwrap();
    let new = "billing/refunds?channel=phone&priority=high";
    let keys: Vec<Option<&str>> = (0..7).map(|edit| applied.key(edit)).collect();
    assert_eq!(
        keys,
        [
            Some(new),
            Some(new),
            Some("billing/invoices"),
            Some("bo"),
            None,
            None,
            None
        ]
    );
    // A log that two changes make is replayed as one, each key as it was then.
    let log = [
        edits[0].clone(),
        Edit::set("routes", new, "owner", "bo"),
        edits[2].clone(),
        Edit::set("routes", "billing/invoices", "policy", "urgent"),
        edits[3].clone(),
        edits[4].clone(),
        edits[5].clone(),
        Edit::unset("routes", "billing/invoices", "policy"),
    ];
    let again = sample.apply(&log).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.fingerprint(), applied.organization().fingerprint());
}

#[test]
fn items_come_and_go_one_by_one() {
    let sample = sample();
    let after = sample
        .apply(&[
            Edit::add_item("departments", "billing", "members", "ana"),
            Edit::remove_item("departments", "billing", "members", "bo"),
            Edit::add_item("topics", "Billing/Refunds", "aliases.ro", "bani inapoi"),
            Edit::add_item("policies", "urgent", "levels", PolicyLevel::to("ana")).at(0),
            Edit::remove_item(
                "policies",
                "urgent",
                "levels[1].to",
                switchboard::Target::owner(),
            ),
            Edit::add_item("attributes", "priority", "values", "medium").at(1),
            Edit::append("importance", "urgency").at(0),
            Edit::add(
                "attributes",
                "region",
                switchboard::Attribute::closed(["eu"]),
            ),
        ])
        .unwrap_err();
    assert!(after.to_string().contains("urgency"), "{after}");
    let after = sample
        .apply(&[
            Edit::add_item("departments", "billing", "members", "ana"),
            Edit::remove_item("departments", "billing", "members", "bo"),
            Edit::add_item("topics", "Billing/Refunds", "aliases.ro", "bani inapoi"),
            Edit::add_item("policies", "urgent", "levels", PolicyLevel::to("ana")).at(0),
            Edit::remove_item(
                "policies",
                "urgent",
                "levels[1].to",
                switchboard::Target::owner(),
            ),
            Edit::add_item("attributes", "priority", "values", "medium").at(1),
            Edit::add(
                "attributes",
                "region",
                switchboard::Attribute::closed(["eu"]),
            ),
        ])
        .unwrap_or_else(|error| panic!("{error}"));
    let shown = |section: &str, key: &str, field: &str| {
        let fact = after.fact(section, key).unwrap();
        fact.field(field)
            .map(|field| field.to_string())
            .unwrap_or_default()
    };
    assert_eq!(shown("departments", "billing", "members"), "[\"ana\"]");
    assert_eq!(
        shown("topics", "billing/refunds", "aliases.ro"),
        "[\"bani-inapoi\", \"rambursari\"]"
    );
    assert_eq!(
        shown("policies", "urgent", "levels[0].to"),
        "[{ contact = \"ana\" }]"
    );
    assert_eq!(
        shown("policies", "urgent", "levels[1].to"),
        "[{ contact = \"bo\" }]"
    );
    assert_eq!(
        shown("attributes", "priority", "values"),
        "[\"low\", \"medium\", \"high\"]"
    );
    let names: Vec<&str> = after
        .attributes()
        .map(|attribute| attribute.name())
        .collect();
    assert_eq!(names, ["channel", "priority", "region"]);
}

#[test]
fn a_fact_reads_like_the_document_and_shows_no_address() {
    let sample = sample();
    let fact = sample.fact("departments", "billing").unwrap();
    assert_eq!(
        fact.to_string(),
        "parent = \"company\"\nhead = \"ana\"\nmembers = [\"bo\"]\ninformed = [{ contact = \"bo\" }]"
    );
    assert_eq!(fact.field("members[0]").unwrap().text(), Some("bo"));
    assert_eq!(fact.field("members").unwrap().items().count(), 1);
    assert_eq!(
        sample
            .fact("routes", "billing/refunds?channel=phone")
            .unwrap()
            .field("owner")
            .unwrap()
            .to_string(),
        "contact = \"ana\""
    );
    assert_eq!(
        sample.fact("importance", "").unwrap().to_string(),
        "[\"channel\", \"priority\"]"
    );
    assert_eq!(sample.fact("topics", "Billing / Refunds").map(|_| ()), None);
    assert!(sample.fact("topics", "Billing/Refunds").is_some());
    assert!(sample.fact("contacts", "nobody").is_none());
    assert!(sample.fact("nothing", "x").is_none());
    let ana = sample.fact("contacts", "ana").unwrap();
    let edit = Edit::add("contacts", "ana-2", ana.clone());
    for text in [
        format!("{ana}"),
        format!("{ana:?}"),
        format!("{edit}"),
        format!("{edit:?}"),
    ] {
        assert!(!text.contains("example.com"), "{text}");
    }
    assert!(
        serde_json::to_string(&ana)
            .unwrap()
            .contains("ana@example.com")
    );
    let was =
        Edit::set("contacts", "ana", "points[0].address", "x@example.com").was("y@example.com");
    assert!(
        !sample
            .apply(&[was])
            .unwrap_err()
            .to_string()
            .contains("example.com")
    );
}

#[test]
fn an_edit_that_nobody_can_mean_is_refused_when_it_is_read() {
    let refused = |json: &str| serde_json::from_str::<Edit>(json).unwrap_err().to_string();
    for (json, words) in [
        (r#"{ "key": "x" }"#, "one of `add`, `remove`"),
        (
            r#"{ "add": "contacts", "remove": "contacts" }"#,
            "one of `add`, `remove`",
        ),
        (
            r#"{ "set": "contacts", "key": "x", "feild": "name", "value": 1 }"#,
            "did you mean `field`?",
        ),
        (
            r#"{ "set": "contacts", "key": "x", "field": "name" }"#,
            "needs `value`",
        ),
        (
            r#"{ "set": "contacts", "key": "x", "field": "a..b", "value": 1 }"#,
            "`field` is a path",
        ),
        (
            r#"{ "rename": "contacts", "key": "x", "field": "a", "to": "y" }"#,
            "`field` is no field of an edit",
        ),
        (r#"{ "rename": "contacts", "key": "x" }"#, "needs `to`"),
        (
            r#"{ "add": "contacts", "key": ["x"], "value": {} }"#,
            "`key` is a text, not a list",
        ),
        (
            r#"{ "add": "contacts", "key": "x", "value": {}, "at": -1 }"#,
            "a whole number from 0",
        ),
        (
            r#"{ "set": "name", "value": "a", "value": "b" }"#,
            "written twice",
        ),
    ] {
        assert!(refused(json).contains(words), "{json}: {}", refused(json));
    }
    let path: Edit = serde_json::from_str(
        r#"{ "set": "policies", "key": "x", "field": ["levels", 0, "a.b"], "value": 1, "was": null }"#,
    )
    .unwrap();
    assert_eq!(path.field(), "levels[0].\"a.b\"");
}

#[test]
fn what_is_built_is_what_is_written() {
    let edits = [
        Edit::add("departments", "care", Department::new().parent("company")),
        Edit::replace("policies", "urgent", Policy::new()),
        Edit::add("topics", "care", Topic::new().label("en", "Care")),
        Edit::add_item(
            "contacts",
            "bo",
            "points",
            ContactPoint::email("bo@example.com"),
        ),
        Edit::unset_value("name"),
        Edit::rename("topics", "billing", "invoicing"),
    ];
    survives_writing(&edits);
    let after = sample().apply(&edits[..4]).unwrap();
    there_and_back(&sample(), &after);
    assert_eq!(
        format!("{:?}", edits[5]),
        "Edit(rename topics.billing to invoicing)"
    );
}
