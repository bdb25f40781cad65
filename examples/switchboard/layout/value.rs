//! Reading and writing JSON and YAML: every value as it stands, a key written twice as well.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::tree::{Item, Scalar, Table, Value};

/// The table that is the whole document, owned where it is read, borrowed where it is written.
pub(crate) struct Whole<T>(pub(crate) T);

impl<'de> Deserialize<'de> for Whole<Table> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Item::deserialize(deserializer)?.value {
            Value::Table(table) => Ok(Self(table)),
            _ => Err(D::Error::custom("a document is a table")),
        }
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any).map(Item::plain)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a boolean, a list or a table")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Boolean(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Scalar(
            i64::try_from(value).map_or(Scalar::Large(value), Scalar::Integer),
        ))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Float(value)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Text(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Null))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut table = Table::new();
        while let Some((Key(key), item)) = map.next_entry()? {
            table.push((key, item));
        }
        Ok(Value::Table(table))
    }
}

/// A key; YAML may have written a number or a boolean.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Any)? {
            Value::Scalar(Scalar::Text(text)) => Ok(Self(text)),
            Value::Scalar(Scalar::Boolean(value)) => Ok(Self(value.to_string())),
            Value::Scalar(Scalar::Integer(value)) => Ok(Self(value.to_string())),
            Value::Scalar(Scalar::Large(value)) => Ok(Self(value.to_string())),
            Value::Scalar(Scalar::Float(value)) => Ok(Self(value.to_string())),
            _ => Err(D::Error::custom("a key is a text")),
        }
    }
}

impl Serialize for Whole<&Table> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, item) in self.0 {
            map.serialize_entry(key, item)?;
        }
        map.end()
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Scalar(scalar) => match scalar {
                Scalar::Null => serializer.serialize_unit(),
                Scalar::Boolean(value) => serializer.serialize_bool(*value),
                Scalar::Integer(value) => serializer.serialize_i64(*value),
                Scalar::Large(value) => serializer.serialize_u64(*value),
                Scalar::Float(value) => serializer.serialize_f64(*value),
                Scalar::Text(text) | Scalar::Verbatim(text) => serializer.serialize_str(text),
            },
            Value::List(items) => items.serialize(serializer),
            Value::Table(table) => Whole(table).serialize(serializer),
        }
    }
}
