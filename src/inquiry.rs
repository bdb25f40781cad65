//! What is asked: a topic and attribute values, an owned value that belongs to no organization.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use jiff::Timestamp;

use crate::text::{shortened, visible};
use crate::topic::TopicError;

/// An inquiry: a topic and the values of some attributes, as text.
///
/// It belongs to no organization, so it can be stored, logged, sent and asked of several. Preparing it for one judges
/// its words.
///
/// ```
/// use switchboard::Inquiry;
///
/// let inquiry = Inquiry::new("billing/refunds").with("channel", "email");
/// assert_eq!(inquiry.topic(), "billing/refunds");
/// assert_eq!(inquiry.attributes().next(), Some(("channel", "email")));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Inquiry {
    topic: String,
    #[cfg_attr(feature = "serde", serde(serialize_with = "pairs::serialize"))]
    attributes: Vec<(String, String)>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    excluding: Vec<String>,
    #[cfg_attr(
        feature = "serde",
        serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "crate::as_text::optional::serialize"
        )
    )]
    at: Option<Timestamp>,
}

impl Inquiry {
    /// An inquiry on a topic; `""` and `"/"` are the root, as is an omitted topic.
    pub fn new(topic: impl Into<String>) -> Self {
        Self {
            topic: topic.into(),
            attributes: Vec::new(),
            excluding: Vec::new(),
            at: None,
        }
    }

    /// The same with a value for one more attribute. A name given twice is an error when the inquiry is prepared.
    pub fn with(mut self, attribute: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.push((attribute.into(), value.into()));
        self
    }

    /// The same without one more contact: it is not asked, not told and not accountable (X1), as in a complaint about
    /// one's own manager. A position stands for all who ever hold it.
    pub fn excluding(mut self, contact: impl Into<String>) -> Self {
        self.excluding.push(contact.into());
        self
    }

    /// The same at an instant: who is on duty and who is away, what is dated and which hours hold counts as of then. Without
    /// one no calendar is read (H7).
    pub fn at(mut self, instant: Timestamp) -> Self {
        self.at = Some(instant);
        self
    }

    /// The instant at which it is asked, if one is given.
    pub fn instant(&self) -> Option<Timestamp> {
        self.at
    }

    /// The topic as written.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// The attributes as written, in that order.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes
            .iter()
            .map(|(name, value)| (&**name, &**value))
    }

    /// The keys of the excluded contacts as written, in that order.
    pub fn excluded(&self) -> impl Iterator<Item = &str> {
        self.excluding.iter().map(String::as_str)
    }
}

/// Topic and attributes. Of excluded contacts it says how many there are: an inquiry about somebody is not to name them
/// in a log (X1).
impl fmt::Debug for Inquiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inquiry")
            .field("topic", &self.topic)
            .field("attributes", &self.attributes)
            .field("excluding", &self.excluding.len())
            .field("at", &self.at)
            .finish()
    }
}

/// Why an inquiry cannot be prepared (A4). Nothing was resolved, nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InquiryError {
    /// The topic is no path (T1), or is none once its alias is replaced (T4).
    #[error("`{}` is no topic: {reason}", shortened(topic))]
    Topic {
        /// The topic as written.
        topic: Box<str>,
        /// What is wrong with it.
        reason: TopicError,
    },
    /// The organization declares no such attribute.
    #[error(
        "`{}` is no attribute of this organization; {}",
        shortened(attribute),
        visible(suggestion)
    )]
    UnknownAttribute {
        /// The name as written.
        attribute: Box<str>,
        /// What to write instead.
        suggestion: Box<str>,
    },
    /// The attribute has no such value.
    #[error(
        "`{}` is no value of `{attribute}`; {}",
        shortened(value),
        visible(suggestion)
    )]
    UnknownValue {
        /// The attribute's name.
        attribute: Box<str>,
        /// The value as written.
        value: Box<str>,
        /// What to write instead.
        suggestion: Box<str>,
    },
    /// A value of an open attribute has more than 1,024 bytes.
    #[error("the value of `{attribute}` has {length} bytes; at most 1,024 are allowed")]
    ValueTooLong {
        /// The attribute's name.
        attribute: Box<str>,
        /// How many bytes the value has.
        length: usize,
    },
    /// An excluded contact that the organization does not have. Nothing is suggested: an error names nobody (X1).
    #[error("an excluded contact is none of this organization's; write its key")]
    UnknownContact,
    /// More contacts are excluded than an inquiry can hold, positions counted with those who hold them.
    #[error("more than 8 contacts are excluded; exclude fewer")]
    TooManyExcluded,
    /// The root's head is excluded, and no conflict authority is left to stand in (X1).
    #[error(
        "everybody who could be accountable is excluded; exclude fewer, or declare a `conflict_authority` who is not excluded"
    )]
    AllExcluded,
    /// One attribute has two values.
    #[error("`{}` is given twice; give it once", shortened(attribute))]
    RepeatedAttribute {
        /// The attribute's name.
        attribute: Box<str>,
    },
    /// The router has no organization by which it could explain: it was detached, or read from bytes.
    #[error("this router has no organization to explain by; give it with `with_organization`")]
    NoOrganization,
}

#[cfg(feature = "serde")]
mod reading {
    //! An inquiry is read from a table, in which both fields may be left out and no other may stand.

    use alloc::string::String;
    use alloc::vec::Vec;
    use core::fmt;

    use serde::de::value::MapAccessDeserializer;
    use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

    use jiff::Timestamp;

    use super::{Inquiry, pairs};
    use crate::as_text;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fields {
        #[serde(default)]
        topic: String,
        #[serde(default, deserialize_with = "pairs::deserialize")]
        attributes: Vec<(String, String)>,
        #[serde(default, deserialize_with = "keys")]
        excluding: Vec<String>,
        #[serde(default, deserialize_with = "as_text::optional::deserialize")]
        at: Option<Timestamp>,
    }

    /// Keys, or one alone as its text: an error would repeat it, and none names who is excluded (X1).
    fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Vec<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of the keys of contacts")
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok([key.into()].into())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut keys: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(key) = keys.next_element()? {
                    all.push(key);
                }
                Ok(all)
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Keys)
        } else {
            Vec::deserialize(deserializer)
        }
    }

    /// A table alone: what `Fields` derives would take a list, too.
    struct Table;

    impl<'de> Visitor<'de> for Table {
        type Value = Fields;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table with `topic` and `attributes`")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fields, A::Error> {
            Fields::deserialize(MapAccessDeserializer::new(map))
        }
    }

    impl<'de> Deserialize<'de> for Inquiry {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let Fields {
                topic,
                attributes,
                excluding,
                at,
            } = if deserializer.is_human_readable() {
                deserializer.deserialize_map(Table)?
            } else {
                Fields::deserialize(deserializer)?
            };
            Ok(Self {
                topic,
                attributes,
                excluding,
                at,
            })
        }
    }
}

#[cfg(feature = "serde")]
mod pairs {
    //! Attribute values as a map that keeps its order and a name written twice; any scalar is taken as its text.

    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use core::fmt;

    use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
    use serde::ser::{SerializeMap, Serializer};

    pub(super) fn serialize<S: Serializer>(
        pairs: &[(String, String)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(pairs.len()))?;
        for (name, value) in pairs {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        struct Pairs {
            any_scalar: bool,
        }
        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(String, String)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of attribute values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let value = if self.any_scalar {
                        map.next_value::<Scalar>()?.0
                    } else {
                        map.next_value()?
                    };
                    pairs.push((name, value));
                }
                Ok(pairs)
            }
        }
        let any_scalar = deserializer.is_human_readable();
        deserializer.deserialize_map(Pairs { any_scalar })
    }

    struct Scalar(String);

    impl<'de> Deserialize<'de> for Scalar {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Any;
            impl Visitor<'_> for Any {
                type Value = Scalar;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a text, an integer or a boolean")
                }
                fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                    Ok(Scalar(text.into()))
                }
                fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                    Ok(Scalar(value.to_string()))
                }
                fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                    Ok(Scalar(value.to_string()))
                }
                fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                    Ok(Scalar(value.to_string()))
                }
            }
            deserializer.deserialize_any(Any)
        }
    }
}
