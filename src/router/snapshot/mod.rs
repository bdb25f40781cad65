//! Routers as bytes, so that a service starts without compiling and replicas agree by their fingerprint.
//!
//! ```text
//! header    magic 8 │ version 4 │ length of the body 8 │ checksum 32
//! body      fingerprint · rows of each table · vocabulary · tables · conditions · topics · directory · fallback
//! topics    words of the records · where records begin │ root │ walks │ words of the edges · where edges begin
//! ```
//!
//! Numbers of fixed size have their least byte first. The checksum is the SHA-256 of all that stands before it and of the
//! body: it tells any change, where one of 32 bits would let one of four thousand million pass; the crate has it for
//! fingerprints already, and it is read faster than the rest is.
//!
//! The body is in a form of its own rather than in one of serde's: an id is read together with the number of rows of its
//! table, so that none that is out of bounds comes into being, whichever field it stands in; and public types such as
//! [`Point`](crate::Point) do not become serializable for it. Nothing is written that depends on the platform: hashes, their
//! seeds and stamps are made anew from what is read. What bounds do not say is judged behind: that what is searched is
//! sorted, that departments lead upwards to an end, that nodes lie within the words and lead backwards.

mod conditions;
mod error;
mod hours;
mod nodes;
mod rows;
mod sizes;
mod stored;
mod timed;
mod topics;
mod vocabulary;

use alloc::sync::Arc;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

pub use error::{SnapshotError, SnapshotErrorKind};

use super::classes::Missing;
use super::directory::Directory;
use super::perfect::Seeds;
use super::value_index::ValueIndex;
use super::{Flat, Router};
use crate::attribute::Vocabulary;
use crate::fingerprint::Fingerprint;
use crate::tables::{KEPT, Tables};

use error::corrupt;
use nodes::Named;
use stored::{Read, Reader, Stored, Writer};

/// What the bytes of a router begin with. As PNG's signature it shows where a transfer took them for text: a byte that is no
/// ASCII, both ways of ending a line, and the end of a text file.
const MAGIC: [u8; 8] = *b"\x89SWB\r\n\x1a\n";

/// The version of the format.
const VERSION: u32 = 2;

impl Router {
    /// The router as bytes: all but its organization and [who was reported to be away](Self::with_availability). Routers of
    /// the same content give the same bytes, on any platform.
    ///
    /// They begin with a signature and the version of their format. They name contacts with their points, so keep them as
    /// you keep the document.
    ///
    /// Regular expressions are compiled anew where the bytes are read, within the default of
    /// [`Limits::automaton`](crate::Limits::automaton), as no length of bytes says how large an automaton they come to. A router
    /// that needs more is written, and [`from_bytes`](Self::from_bytes) refuses it
    /// ([`Patterns`](SnapshotErrorKind::Patterns)).
    ///
    /// # Complexity
    ///
    /// Linear.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        self.flat.write(&mut body);
        let body = body.bytes;
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
        let checksum = checksum(&bytes, &body);
        bytes.extend_from_slice(&checksum);
        bytes.extend_from_slice(&body);
        bytes
    }

    /// The router that [`to_bytes`](Self::to_bytes) wrote, without its organization, and with nobody reported to be away.
    ///
    /// It answers and refuses as the one that was written, and has its fingerprint. Ids of topics and values that were
    /// interned there mean the same here.
    ///
    /// # Errors
    ///
    /// Bytes that are no router's, of another version, incomplete, or changed. Whatever they are, reading them does not
    /// panic, and neither does the router that may come of them; it takes time and memory in proportion to the bytes.
    ///
    /// # Complexity
    ///
    /// Linear.
    ///
    /// ```
    /// use switchboard::{Contact, Department, Document, Route, Router};
    ///
    /// let mut document = Document::new();
    /// document.department("company", Department::new().head("director"));
    /// document.contact("director", Contact::person("Managing director"));
    /// document.route(Route::fallback("company"));
    /// let bytes = document.build()?.compile().to_bytes();
    ///
    /// let router = Router::from_bytes(&bytes)?;
    /// assert_eq!(router.query("anything")?.resolve().owner().key(), "director");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let mut from = Reader::new(body(bytes)?);
        let flat = Flat::read(&mut from).map_err(|kind| match kind {
            // The checksum is right, so nothing was cut off.
            SnapshotErrorKind::TooShort => corrupt("the length of a part"),
            kind => kind,
        })?;
        if from.left() > 0 {
            return Err(corrupt("what follows the last part").into());
        }
        Ok(Self {
            flat: Arc::new(flat),
            organization: None,
            routing: None,
        })
    }
}

/// How many bytes stand before the body.
const HEADER: usize = 8 + 4 + 8 + 32;

fn checksum(before: &[u8], body: &[u8]) -> [u8; 32] {
    let hasher = Sha256::new().chain_update(before).chain_update(body);
    hasher.finalize().into()
}

/// What follows the header, if all that the header says is so.
fn body(bytes: &[u8]) -> Read<&[u8]> {
    let mut header = Reader::new(bytes);
    let magic = header.bytes(8).unwrap_or(bytes);
    if !MAGIC.starts_with(magic) {
        return Err(SnapshotErrorKind::Foreign);
    }
    if magic.len() < MAGIC.len() {
        return Err(SnapshotErrorKind::TooShort);
    }
    let found = header.bytes(4)?.try_into();
    let found = u32::from_le_bytes(found.unwrap_or_default());
    if found != VERSION {
        return Err(SnapshotErrorKind::Version {
            found,
            expected: VERSION,
        });
    }
    let length = u64::read(&mut header)?;
    let expected = header.bytes(32)?;
    let body = header.bytes(length)?;
    match header.left() {
        0 => {}
        count => return Err(SnapshotErrorKind::LeftOver { count }),
    }
    let before = bytes.get(..HEADER - 32).unwrap_or_default();
    if checksum(before, body) != expected {
        return Err(SnapshotErrorKind::Checksum);
    }
    Ok(body)
}

impl Flat {
    fn write(&self, to: &mut Writer) {
        let Self {
            tables,
            vocabulary,
            directory,
            topics_stamp: _,
            values_stamp: _,
            topics,
            conditions,
            values: _,
            missing: _,
            gathered,
            fallback,
        } = self;
        for size in sizes::of(self) {
            to.number(size as u64);
        }
        vocabulary.write(to);
        tables.write(to);
        conditions.write(to);
        topics::write(topics, to);
        directory.further_keys.write(to);
        directory.holders.write(to);
        directory.root_heads.write(to);
        directory.stand_ins.write(to);
        gathered.write(to);
        fallback.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let sizes = (0..sizes::COUNT).map(|_| from.number());
        let sizes = sizes.map(|size| usize::try_from(size?).map_err(|_| corrupt("a size")));
        let sizes = sizes.collect::<Read<Vec<usize>>>()?;
        from.bound(sizes);
        let vocabulary = Vocabulary::read(from)?;
        let tables = Tables::read(from)?;
        rows::verify(&tables)?;
        hours::verify(&tables)?;
        let conditions = Stored::read(from)?;
        conditions::verify(&conditions)?;
        let seeds = Seeds::new(tables.fingerprint.stamp());
        let attributes = vocabulary.attributes().iter();
        let named = Named {
            answers: tables.answers.len(),
            routes: tables.routes.len(),
            times: tables.times.len(),
            groups: conditions.groups.len(),
            classes: attributes.map(|own| own.universe().classes).collect(),
        };
        let topics = topics::read(from, seeds.clone(), named)?;
        let directory = Arc::new(Directory {
            further_keys: Arc::new(Stored::read(from)?),
            holders: Stored::read(from)?,
            root_heads: Stored::read(from)?,
            stand_ins: Stored::read(from)?,
        });
        let gathered: Option<Vec<_>> = Stored::read(from)?;
        if gathered.is_some() != (vocabulary.attributes().len() > KEPT) {
            return Err(corrupt("which attributes are kept"));
        }
        let flat = Self {
            values_stamp: Fingerprint::of(vocabulary.layout().as_bytes()).stamp(),
            topics_stamp: topics.stamp(),
            values: Arc::new(ValueIndex::new(&vocabulary, seeds)),
            missing: Missing::new(vocabulary.missing()),
            vocabulary: Arc::new(vocabulary),
            tables,
            directory,
            topics: Arc::new(topics),
            conditions: Arc::new(conditions),
            gathered,
            fallback: Stored::read(from)?,
        };
        Ok(flat.deciding())
    }
}
