//! Keys, and further keys of what a section declares: those that it had, and the ids by which other systems know it.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;

use crate::organization::document::Node;
use crate::organization::problem::{Place, ProblemKind, Problems};

/// What a text is to the thing that it names. A plain reference means the thing to which it is the first of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyRank {
    /// The key.
    Current,
    /// A key that it had.
    Former,
    /// An id of another system.
    Foreign,
}

/// The further keys of a section: each names one thing alone, and no former key is the key of anything.
#[derive(Default)]
pub(super) struct FurtherKeys<'a> {
    by_text: BTreeMap<Cow<'a, str>, Entry<'a>>,
}

/// What has a further key, and where that is written.
struct Entry<'a> {
    owner: &'a str,
    id: u32,
    rank: KeyRank,
    item: Option<usize>,
}

/// Where keys are written.
#[derive(Clone, Copy)]
pub(super) struct Sections<'s> {
    pub(super) own: Place<'s>,
    /// The keys among them that another section has.
    pub(super) guests: &'s BTreeSet<&'s str>,
    /// That section.
    pub(super) of_guests: Place<'s>,
}

impl<'s> Sections<'s> {
    /// The section of a key.
    fn of(self, key: &str) -> Place<'s> {
        if self.guests.contains(key) {
            self.of_guests
        } else {
            self.own
        }
    }
}

/// The longest key, in bytes.
const MAX_KEY_BYTES: usize = 255;

const FORMERLY: &str = "formerly";
const IDS: &str = "ids";

impl KeyRank {
    fn field(self) -> &'static str {
        match self {
            Self::Foreign => IDS,
            Self::Current | Self::Former => FORMERLY,
        }
    }
}

impl<'a> FurtherKeys<'a> {
    /// Reads what stands under `formerly` and `ids`, but in guests, which have neither. What is no text at all is told of
    /// where the entry itself is read.
    pub(super) fn read(
        entries: &BTreeMap<&'a str, (u32, &'a Node)>,
        sections: Sections<'_>,
        problems: &mut Problems,
    ) -> Self {
        let mut keys = Self::default();
        let is_guest = |owner: &str| sections.guests.contains(owner);
        for rank in [KeyRank::Former, KeyRank::Foreign] {
            for (owner, (id, node)) in entries.iter().filter(|(owner, _)| !is_guest(owner)) {
                let place = sections.own.field(owner);
                let field = place.field(rank.field());
                for (item, text) in texts(node, rank.field()) {
                    let item_place = item.map(|index| field.index(index));
                    let place = item_place.unwrap_or(field);
                    let entry = Entry {
                        owner,
                        id: *id,
                        rank,
                        item,
                    };
                    keys.insert(text, entry, entries, sections, place, problems);
                }
            }
        }
        keys
    }

    /// What has this further key, and what it is to it.
    pub(super) fn find(&self, key: &str) -> Option<(KeyRank, u32)> {
        self.by_text.get(key).map(|entry| (entry.rank, entry.id))
    }

    fn insert(
        &mut self,
        text: Cow<'a, str>,
        entry: Entry<'a>,
        entries: &BTreeMap<&'a str, (u32, &'a Node)>,
        sections: Sections<'_>,
        place: Place<'_>,
        problems: &mut Problems,
    ) {
        match entry.rank {
            KeyRank::Foreign => check_foreign_id(&text, place, problems),
            KeyRank::Current | KeyRank::Former => check_key(&text, place, problems),
        }
        let is_own = entries.contains_key(&*text) && *text == *entry.owner;
        if is_own && entry.rank == KeyRank::Foreign {
            return;
        }
        if is_own {
            problems.add(
                ProblemKind::DuplicateKey,
                place,
                Some(&text),
                "a key that it had, not the one that it has",
                "remove it",
            );
            return;
        }
        if entries.contains_key(&*text) {
            let section = sections.of(&text);
            clash(&text, &text, place, section.field(&text), problems);
            return;
        }
        match self.by_text.get(&text) {
            Some(other) if other.id != entry.id => {
                let of_other = sections.own.field(other.owner);
                let field = of_other.field(other.rank.field());
                let item = other.item.map(|index| field.index(index));
                clash(&text, other.owner, place, item.unwrap_or(field), problems);
            }
            Some(_) => {}
            None => {
                self.by_text.insert(text, entry);
            }
        }
    }
}

/// Notes a key that is empty, too long, or has control characters.
pub(super) fn check_key(key: &str, place: Place<'_>, problems: &mut Problems) {
    if key.is_empty() || key.len() > MAX_KEY_BYTES || key.chars().any(char::is_control) {
        problems.add(
            ProblemKind::InvalidName,
            place,
            Some(key),
            format!("a key of 1 to {MAX_KEY_BYTES} bytes without control characters"),
            "rename it",
        );
    }
}

fn clash(written: &str, owner: &str, place: Place<'_>, other: Place<'_>, problems: &mut Problems) {
    problems.add_beside(
        ProblemKind::DuplicateKey,
        place,
        written,
        format!("a key that nothing else has, but `{owner}` has it"),
        "remove it from one of the two",
        other,
    );
}

/// `scheme:value`, as `hubspot:123` or `ldap:uid=ana`.
fn check_foreign_id(text: &str, place: Place<'_>, problems: &mut Problems) {
    let is_scheme = |scheme: &str| {
        let is_text = |c: char| c.is_ascii_alphanumeric() || "+-._".contains(c);
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_text)
    };
    let is_fine = text
        .split_once(':')
        .is_some_and(|(scheme, value)| is_scheme(scheme) && !value.trim().is_empty());
    if is_fine {
        check_key(text, place, problems);
    } else {
        problems.add(
            ProblemKind::InvalidName,
            place,
            Some(text),
            "an id of another system, after the name of that system and `:`",
            "write it like `hubspot:123`",
        );
    }
}

/// The texts under a field, each with its place in the list if it stands in one.
fn texts<'a>(
    node: &'a Node,
    field: &str,
) -> impl Iterator<Item = (Option<usize>, Cow<'a, str>)> + use<'a> {
    let node = match node {
        Node::Table(entries) => entries.0.iter().find(|(name, _)| &**name == field),
        _ => None,
    };
    let (items, is_list): (&[Node], bool) = match node {
        None => (&[], false),
        Some((_, Node::List(items))) => (items, true),
        Some((_, only)) => (core::slice::from_ref(only), false),
    };
    let texts = items.iter().enumerate().filter_map(|(index, node)| {
        let text = match node {
            Node::Text(text) => Cow::Borrowed(&**text),
            Node::Integer(number) => Cow::Owned(format!("{number}")),
            _ => return None,
        };
        Some((index, text))
    });
    texts.map(move |(index, text)| (is_list.then_some(index), text))
}
