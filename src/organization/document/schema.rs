//! The JSON Schema of documents, made of the format.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::format::{Beside, Count, DOCUMENT, Field, PART, Presence, Shape, Table, Text};
use super::node::list;
use super::{Document, Entries, Node, json};

impl Document {
    /// The JSON Schema (draft 2020-12) of documents, with which editors complete and check what is written: every field
    /// with its type, its words and a sentence about it.
    ///
    /// It knows the form of a document, not what its parts mean together: what it refuses, [`build`](Self::build) refuses,
    /// too, and much besides. Only two things it wants plainer than `build` does: the version as a number, and a field that
    /// says nothing left out instead of `null`.
    ///
    /// The text is always the same for a release, and ends with a line break. Takes time linear in it.
    ///
    /// ```
    /// let schema = switchboard::Document::schema();
    /// assert!(schema.contains("https://json-schema.org/draft/2020-12/schema"));
    /// ```
    pub fn schema() -> String {
        let mut schema = Entries::default();
        schema.push(
            "$schema",
            "https://json-schema.org/draft/2020-12/schema".into(),
        );
        describe(&DOCUMENT, &mut schema);
        let beside_part = object([("propertyNames", object([("enum", list(PART.names()))]))]);
        schema.push("dependentSchemas", object([("part", beside_part)]));
        let mut tables = BTreeMap::new();
        for field in DOCUMENT.fields {
            collect(&field.shape, &mut tables);
        }
        let mut definitions = Entries::default();
        for (name, table) in tables {
            let mut definition = Entries::default();
            describe(table, &mut definition);
            definitions.push(&name, definition.into());
        }
        schema.push("$defs", definitions.into());
        json::pretty(&schema.into())
    }
}

/// The tables that may stand in a shape, by the names of their definitions.
fn collect(shape: &'static Shape, tables: &mut BTreeMap<String, &'static Table>) {
    match shape {
        Shape::Table(table) => {
            tables.insert(definition(table), *table);
            let fields = table.fields.iter().map(|field| &field.shape);
            for shape in fields.chain(table.others) {
                collect(shape, tables);
            }
        }
        Shape::Several(item) | Shape::AtLeastOne(item) | Shape::Keyed(_, item) => {
            collect(item, tables);
        }
        Shape::Either(shapes) => {
            for shape in *shapes {
                collect(shape, tables);
            }
        }
        Shape::Text(_)
        | Shape::Words(_)
        | Shape::OwnWord(..)
        | Shape::Flag
        | Shape::Number(_)
        | Shape::Version => {}
    }
}

/// The name under which a table is defined.
fn definition(table: &Table) -> String {
    table.name.replace(' ', "-")
}

/// Writes what a table must be.
fn describe(table: &Table, schema: &mut Entries) {
    schema.push("title", capitalized(table.name).into());
    schema.push("description", table.about.into());
    schema.push("type", "object".into());
    let properties = table.fields.iter();
    let properties = properties.map(|field| (field.name, property(field)));
    schema.push("properties", object(properties));
    let others = table.others.map_or(Node::Boolean(false), any);
    schema.push("additionalProperties", others);
    let required = table.fields.iter();
    let required = required.filter(|field| matches!(field.presence, Presence::Required));
    let required: Vec<&str> = required.map(|field| field.name).collect();
    if !required.is_empty() {
        schema.push("required", list(required));
    }
    match table.count {
        Count::Any => {}
        Count::Some => schema.push("minProperties", Node::Integer(1)),
        Count::One => {
            schema.push("minProperties", Node::Integer(1));
            schema.push("maxProperties", Node::Integer(1));
        }
        Count::SomeOf(fields) => {
            let required = fields.iter();
            let required = required.map(|field| object([("required", list([*field]))]));
            schema.push("anyOf", Node::List(required.collect()));
        }
    }
    describe_presence(table.fields, schema);
}

/// Writes which fields need others beside them. At most one of a table is needed by others.
fn describe_presence(fields: &[Field], schema: &mut Entries) {
    let mut needs = Entries::default();
    for field in fields {
        match &field.presence {
            Presence::Only(beside) | Presence::Just(beside) => {
                needs.push(field.name, said(beside));
            }
            Presence::Unless(beside) => {
                needs.push(field.name, object([("not", said(beside))]));
            }
            Presence::Optional | Presence::Required | Presence::Never => {}
        }
    }
    if !needs.0.is_empty() {
        schema.push("dependentSchemas", needs.into());
    }
    for field in fields {
        if let Presence::Just(beside) = &field.presence {
            schema.set("if", said(beside));
            schema.set("then", object([("required", list([field.name]))]));
        }
    }
}

/// That a field says what another one needs beside it.
fn said(beside: &Beside) -> Node {
    let (name, value) = match beside {
        Beside::Anything(name) => (name, None),
        Beside::Yes(name) => (name, Some(("const", Node::Boolean(true)))),
        Beside::Words(name, words) => (name, Some(("enum", list(words.iter().copied())))),
    };
    let mut schema = Entries::default();
    schema.push("required", list([*name]));
    if let Some(value) = value {
        schema.push("properties", object([(*name, object([value]))]));
    }
    schema.into()
}

fn property(field: &Field) -> Node {
    if matches!(field.presence, Presence::Never) {
        return Node::Boolean(false);
    }
    let mut schema = Entries::default();
    let description = match hint(&field.shape) {
        "" => field.about.to_owned(),
        hint => format!("{} {hint}", field.about),
    };
    schema.push("description", description.into());
    schema.0.extend(any_of(&field.shape).0);
    schema.into()
}

/// How the texts in a shape are written.
fn hint(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text(text) | Shape::OwnWord(_, text) => text.about,
        Shape::Several(item) | Shape::AtLeastOne(item) | Shape::Keyed(_, item) => hint(item),
        Shape::Either(shapes) => {
            let mut hints = shapes.iter().map(hint);
            hints.find(|hint| !hint.is_empty()).unwrap_or_default()
        }
        Shape::Words(_) | Shape::Flag | Shape::Number(_) | Shape::Version | Shape::Table(_) => "",
    }
}

fn any(shape: &Shape) -> Node {
    any_of(shape).into()
}

/// What a shape allows: its only alternative, or one of several.
fn any_of(shape: &Shape) -> Entries {
    let mut alternatives = alternatives(shape);
    if alternatives.len() > 1 {
        let several = alternatives.into_iter().map(Node::from).collect();
        let mut schema = Entries::default();
        schema.push("anyOf", Node::List(several));
        return schema;
    }
    alternatives.pop().unwrap_or_default()
}

fn alternatives(shape: &Shape) -> Vec<Entries> {
    let mut schema = Entries::default();
    match shape {
        Shape::OwnWord(words, text) => {
            let mut own = Entries::default();
            describe_text(text, &[], &mut own);
            schema.push("enum", list(words.iter().copied()));
            return [schema, own].into();
        }
        Shape::Several(item) => return one_or_list(item, None),
        Shape::AtLeastOne(item) => return one_or_list(item, Some(1)),
        Shape::Either(shapes) => return shapes.iter().flat_map(alternatives).collect(),
        Shape::Text(text) => describe_text(text, &[], &mut schema),
        Shape::Words(words) => schema.push("enum", list(words.iter().copied())),
        Shape::Flag => schema.push("type", "boolean".into()),
        Shape::Number(range) => {
            schema.push("type", "integer".into());
            schema.push("minimum", Node::Integer(i64::from(*range.start())));
            schema.push("maximum", Node::Integer(i64::from(*range.end())));
        }
        Shape::Version => schema.push("const", Node::Integer(i64::from(Document::VERSION))),
        Shape::Table(table) => {
            let reference = format!("#/$defs/{}", definition(table));
            schema.push("$ref", reference.into());
        }
        Shape::Keyed(keys, item) => {
            schema.push("type", "object".into());
            match keys.pattern {
                Some(pattern) => {
                    schema.push("patternProperties", object([(pattern, any(item))]));
                    schema.push("additionalProperties", Node::Boolean(false));
                }
                None => schema.push("additionalProperties", any(item)),
            }
        }
    }
    [schema].into()
}

/// One or a list. A list of tables, or of plain texts, is said in a way that lets a validator point at the item.
fn one_or_list(item: &Shape, least: Option<i64>) -> Vec<Entries> {
    let mut schema = Entries::default();
    match item {
        Shape::Text(text) => describe_text(text, &["array"], &mut schema),
        Shape::Table(_) => {
            schema.push("type", list(["array", "object"]));
            schema.push("if", object([("type", "object".into())]));
            schema.push("then", any(item));
        }
        _ => schema.push("type", "array".into()),
    }
    schema.push("items", any(item));
    if let Some(least) = least {
        schema.push("minItems", Node::Integer(least));
    }
    let mut all = match item {
        Shape::Text(_) | Shape::Table(_) => Vec::new(),
        _ => alternatives(item),
    };
    all.push(schema);
    all
}

/// Writes what a text must be, or something of other types.
fn describe_text(text: &Text, others: &[&str], schema: &mut Entries) {
    let scalars: &[&str] = if text.is_any_scalar {
        &["string", "integer", "boolean"]
    } else {
        &["string"]
    };
    let types = match (scalars, others) {
        ([only], []) => Node::from(*only),
        _ => list(scalars.iter().chain(others).copied()),
    };
    schema.push("type", types);
    if let Some(pattern) = text.pattern {
        schema.push("pattern", pattern.into());
    }
}

fn object<'k>(members: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    let mut entries = Entries::default();
    for (key, member) in members {
        entries.push(key, member);
    }
    entries.into()
}

fn capitalized(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().into_iter();
    first
        .flat_map(char::to_uppercase)
        .chain(characters)
        .collect()
}
