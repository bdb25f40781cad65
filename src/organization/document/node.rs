//! The written tree: leaves as written whatever their type, tables that keep their order and a key written twice.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use jiff::SignedDuration;

/// How deep a document may be nested. The format itself needs nine levels.
#[cfg(feature = "serde")]
const MAX_DEPTH: usize = 32;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    /// A number past `i64` is kept as its digits, a text.
    Integer(i64),
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "only reading brings one")
    )]
    Float(f64),
    Text(Box<str>),
    List(Vec<Node>),
    Table(Entries),
}

/// A table: its entries in the order written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entries(pub(crate) Vec<(Box<str>, Node)>);

impl Node {
    /// What kind of thing was written, in words.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number with a fraction",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// The node as an author would write it on one line.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Table(entries) => {
                f.write_str("{")?;
                for (index, (key, node)) in entries.0.iter().enumerate() {
                    write!(f, "{}{key} = {node}", if index > 0 { ", " } else { " " })?;
                }
                f.write_str(" }")
            }
        }
    }
}

impl Entries {
    /// Adds an entry behind the others, even where the key is there already.
    pub(crate) fn push(&mut self, key: &str, node: Node) {
        self.0.push((key.into(), node));
    }

    /// Writes an entry, over the one of this key if there is one.
    pub(crate) fn set(&mut self, key: &str, node: Node) {
        match self.0.iter_mut().find(|(name, _)| &**name == key) {
            Some((_, old)) => *old = node,
            None => self.push(key, node),
        }
    }

    /// What stands under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.0
            .iter()
            .find(|(name, _)| &**name == key)
            .map(|(_, node)| node)
    }

    /// What stands under a key, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.0
            .iter_mut()
            .find(|(name, _)| &**name == key)
            .map(|(_, node)| node)
    }

    /// What stands under a key, to be changed; nothing is written there first if it is not there.
    pub(crate) fn slot(&mut self, key: &str) -> Option<&mut Node> {
        if self.get(key).is_none() {
            self.push(key, Node::Null);
        }
        self.get_mut(key)
    }

    /// Takes an entry away.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Node> {
        let at = self.0.iter().position(|(name, _)| &**name == key)?;
        Some(self.0.remove(at).1)
    }

    /// Takes a text out of the list under a key; the list too, once it is empty.
    pub(crate) fn remove_text(&mut self, key: &str, text: &str) {
        if let Some(Node::List(items)) = self.get_mut(key) {
            items.retain(|item| !matches!(item, Node::Text(own) if **own == *text));
            if items.is_empty() {
                self.remove(key);
            }
        }
    }

    /// Adds an item to the list under a key; what stood there alone becomes its first item.
    pub(crate) fn push_item(&mut self, key: &str, item: Node) {
        match self.0.iter_mut().find(|(name, _)| &**name == key) {
            Some((_, Node::List(items))) => items.push(item),
            Some((_, only)) => {
                *only = Node::List([core::mem::replace(only, Node::Null), item].into());
            }
            None => self.push(key, Node::List([item].into())),
        }
    }

    /// Adds an entry to the table under a key. What stood there and was no table is replaced.
    pub(crate) fn push_entry(&mut self, key: &str, name: &str, node: Node) {
        match self.0.iter_mut().find(|(name, _)| &**name == key) {
            Some((_, Node::Table(entries))) => entries.push(name, node),
            Some((_, other)) => *other = Node::Table(Entries([(name.into(), node)].into())),
            None => self.push(key, Node::Table(Entries([(name.into(), node)].into()))),
        }
    }

    /// The table under a key, if one stands there.
    pub(crate) fn table_mut(&mut self, key: &str) -> Option<&mut Entries> {
        self.0.iter_mut().find_map(|(name, node)| match node {
            Node::Table(entries) if &**name == key => Some(entries),
            _ => None,
        })
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Entries> for Node {
    fn from(entries: Entries) -> Self {
        Self::Table(entries)
    }
}

/// A duration as a document writes it: ISO 8601.
pub(super) fn duration(duration: SignedDuration) -> Node {
    duration.to_string().into()
}

pub(super) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> Node {
    Node::List(items.into_iter().map(Node::from).collect())
}

#[cfg(feature = "serde")]
mod serde_impl {
    //! Any self-describing format reads into a tree.

    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use core::fmt;

    use serde::de::{
        Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
    };
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::{Entries, MAX_DEPTH, Node};

    /// What `toml` calls the only key of the table that stands for a date.
    const TOML_DATETIME: &str = "$__toml_private_datetime";

    impl Serialize for Node {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Null => serializer.serialize_none(),
                Self::Boolean(value) => serializer.serialize_bool(*value),
                Self::Integer(value) => serializer.serialize_i64(*value),
                Self::Float(value) => serializer.serialize_f64(*value),
                Self::Text(text) => serializer.serialize_str(text),
                Self::List(items) => items.serialize(serializer),
                Self::Table(entries) => entries.serialize(serializer),
            }
        }
    }

    impl Serialize for Entries {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(self.0.len()))?;
            for (key, node) in &self.0 {
                map.serialize_entry(key, node)?;
            }
            map.end()
        }
    }

    impl<'de> Deserialize<'de> for Node {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            AtDepth(0).deserialize(deserializer)
        }
    }

    impl<'de> Deserialize<'de> for Entries {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            match Node::deserialize(deserializer)? {
                Node::Table(entries) => Ok(entries),
                other => Err(D::Error::custom(alloc::format!(
                    "expected a table of sections, found {}",
                    other.describe()
                ))),
            }
        }
    }

    /// Reads a node that lies this deep in the document: no text makes the reader overflow the stack.
    struct AtDepth(usize);

    impl AtDepth {
        fn below<E: Error>(&self) -> Result<Self, E> {
            if self.0 >= MAX_DEPTH {
                return Err(E::custom(alloc::format!(
                    "nested more than {MAX_DEPTH} levels deep"
                )));
            }
            Ok(Self(self.0 + 1))
        }
    }

    impl<'de> DeserializeSeed<'de> for AtDepth {
        type Value = Node;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
            deserializer.deserialize_any(self)
        }
    }

    impl<'de> Visitor<'de> for AtDepth {
        type Value = Node;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text, a number, a boolean, a list or a table")
        }

        fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
            Ok(Node::Boolean(value))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
            Ok(Node::Integer(value))
        }

        fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
            Ok(i64::try_from(value)
                .map_or_else(|_| Node::Text(value.to_string().into()), Node::Integer))
        }

        fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
            Ok(Node::Float(value))
        }

        fn visit_str<E>(self, text: &str) -> Result<Node, E> {
            Ok(Node::Text(text.into()))
        }

        fn visit_string<E>(self, text: String) -> Result<Node, E> {
            Ok(Node::Text(text.into()))
        }

        fn visit_unit<E>(self) -> Result<Node, E> {
            Ok(Node::Null)
        }

        fn visit_none<E>(self) -> Result<Node, E> {
            Ok(Node::Null)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
            self.deserialize(deserializer)
        }

        fn visit_newtype_struct<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Node, D::Error> {
            self.deserialize(deserializer)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = items.next_element_seed(self.below()?)? {
                list.push(item);
            }
            Ok(Node::List(list))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
            let mut entries = Vec::new();
            while let Some(key) = map.next_key_seed(KeyText)? {
                let node = map.next_value_seed(self.below()?)?;
                if key == TOML_DATETIME {
                    return Ok(node);
                }
                entries.push((key.into(), node));
            }
            Ok(Node::Table(Entries(entries)))
        }
    }

    /// A key; a format with typed keys (YAML) may have written a number or a boolean.
    struct KeyText;

    impl<'de> DeserializeSeed<'de> for KeyText {
        type Value = String;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
            deserializer.deserialize_any(self)
        }
    }

    impl Visitor<'_> for KeyText {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a key")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.into())
        }

        fn visit_bool<E>(self, value: bool) -> Result<String, E> {
            Ok(value.to_string())
        }

        fn visit_i64<E>(self, value: i64) -> Result<String, E> {
            Ok(value.to_string())
        }

        fn visit_u64<E>(self, value: u64) -> Result<String, E> {
            Ok(value.to_string())
        }

        fn visit_f64<E>(self, value: f64) -> Result<String, E> {
            Ok(value.to_string())
        }
    }
}
