//! The three formats in which a document is written and read.
use switchboard::Document;
use toml::Table;

#[derive(Clone, Copy, Debug)]
pub enum Format {
    Toml,
    Json,
    Yaml,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Toml, Self::Json, Self::Yaml];
}

pub fn write(format: Format, document: &Document) -> String {
    match format {
        Format::Toml => toml::to_string(document).unwrap(),
        Format::Json => serde_json::to_string(document).unwrap(),
        Format::Yaml => serde_saphyr::to_string(document).unwrap(),
    }
}

pub fn read(format: Format, text: &str) -> Document {
    match format {
        Format::Toml => toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}")),
        Format::Json => {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
        }
        Format::Yaml => {
            serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
        }
    }
}

/// Tables are merged, lists appended, all else replaced.
pub fn merge(base: &mut Table, over: &Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) => merge(base, over),
            (Some(toml::Value::Array(base)), toml::Value::Array(over)) => {
                base.extend(over.iter().cloned());
            }
            _ => drop(base.insert(key.clone(), value.clone())),
        }
    }
}

/// Takes the field at a path away.
pub fn without(table: &mut Table, path: &str) {
    match path.split_once('.') {
        Some((field, rest)) => without(table[field].as_table_mut().expect("a table"), rest),
        None => drop(table.remove(path).expect("a field")),
    }
}
