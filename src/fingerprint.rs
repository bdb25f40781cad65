//! Fingerprints: a name for the content of an organization.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};

/// The name of an organization's content: a hash (SHA-256, FIPS 180-4) over the hashes of all facts of its canonical
/// document.
///
/// A fact is a declaration of a section, or a top-level value; its hash is that of one line of JSON, written by RFC 8785
/// (JCS): `["contacts","kim",{...}]` of a section with keys, `["routes",{...}]` of a section that is a list, and
/// `["name","Example"]` of a value. The hashes of all facts, in ascending order, fall into 256 runs by their first byte;
/// a run hashes to the SHA-256 of its hashes one behind the other, or to 32 zeros where it has none. The fingerprint is
/// the SHA-256 of the hashes of the 256 runs. So it takes one run, not the whole document, to follow a changed fact.
///
/// Organizations of equal content have equal fingerprints, however their documents were ordered, split or spelt, in
/// every version that writes the same document format, on every platform. `Display` is lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(crate) fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    #[cfg(feature = "snapshot")]
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight bytes as a number.
    pub(crate) fn stamp(self) -> u64 {
        self.0
            .iter()
            .take(8)
            .fold(0, |stamp, byte| stamp << 8 | u64::from(*byte))
    }
}

/// The facts that a fingerprint is over, as their hashes. Cheap to clone; copies share the runs that are the same.
#[derive(Clone, Default)]
pub(crate) struct Content {
    /// By the first byte of the hashes.
    runs: Vec<Arc<Run>>,
}

/// The hash of one fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FactHash([u8; 32]);

/// The facts whose hashes start with the same byte.
struct Run {
    /// Sorted.
    facts: Vec<FactHash>,
    hash: [u8; 32],
}

impl FactHash {
    pub(crate) fn of(line: &str) -> Self {
        Self(Sha256::digest(line).into())
    }

    fn run(self) -> usize {
        let [first, ..] = self.0;
        usize::from(first)
    }
}

impl Content {
    /// The facts of these hashes, in any order.
    ///
    /// # Complexity
    ///
    /// Linear in the facts, times the logarithm of the longest run.
    pub(crate) fn new(facts: impl IntoIterator<Item = FactHash>) -> Self {
        let mut runs: Vec<Vec<FactHash>> = Vec::new();
        runs.resize_with(RUNS, Vec::new);
        for fact in facts {
            if let Some(run) = runs.get_mut(fact.run()) {
                run.push(fact);
            }
        }
        let runs = runs.into_iter();
        Self {
            runs: runs.map(|facts| Arc::new(Run::new(facts))).collect(),
        }
    }

    /// The facts without some, and with others. `None` where one of those is not there that should go.
    ///
    /// # Complexity
    ///
    /// Linear in the runs of the facts that go or come.
    pub(crate) fn replaced(&self, gone: &[FactHash], new: &[FactHash]) -> Option<Self> {
        let mut changed: BTreeMap<usize, Vec<FactHash>> = BTreeMap::new();
        for fact in gone.iter().chain(new) {
            let run = || self.runs.get(fact.run()).map(|run| run.facts.clone());
            if let Entry::Vacant(entry) = changed.entry(fact.run()) {
                entry.insert(run()?);
            }
        }
        for fact in gone {
            let run = changed.get_mut(&fact.run())?;
            run.remove(run.iter().position(|own| own == fact)?);
        }
        for fact in new {
            changed.get_mut(&fact.run())?.push(*fact);
        }
        let mut runs = self.runs.clone();
        for (at, facts) in changed {
            *runs.get_mut(at)? = Arc::new(Run::new(facts));
        }
        Some(Self { runs })
    }

    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Sha256::new();
        for run in &self.runs {
            hasher.update(run.hash);
        }
        Fingerprint(hasher.finalize().into())
    }
}

/// As many as a byte has values.
const RUNS: usize = 256;

impl Run {
    fn new(mut facts: Vec<FactHash>) -> Self {
        facts.sort_unstable();
        facts.shrink_to_fit();
        let mut hash = [0; 32];
        if !facts.is_empty() {
            let mut hasher = Sha256::new();
            for fact in &facts {
                hasher.update(fact.0);
            }
            hash = hasher.finalize().into();
        }
        Self { facts, hash }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = self.runs.iter().map(|run| run.facts.len());
        write!(f, "Content({} facts)", facts.sum::<usize>())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// Why a text is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 64 hexadecimal digits")]
pub struct ParseFingerprintError(());

impl core::str::FromStr for Fingerprint {
    type Err = ParseFingerprintError;

    fn from_str(text: &str) -> Result<Self, ParseFingerprintError> {
        let mut bytes = [0; 32];
        // `from_str_radix` would take a sign for a digit.
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ParseFingerprintError(()));
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * index..2 * index + 2);
            let digits = digits.ok_or(ParseFingerprintError(()))?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| ParseFingerprintError(()))?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = alloc::string::String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_fingerprint_is_read_from_64_hexadecimal_digits_alone() {
        let written = Fingerprint::of(b"content").to_string();
        assert_eq!(written.parse(), Ok(Fingerprint::of(b"content")));
        assert_eq!(
            written.to_uppercase().parse(),
            Ok(Fingerprint::of(b"content"))
        );
        for bad in [
            "+a".repeat(32),
            "-a".repeat(32),
            "0x".repeat(32),
            "0".repeat(63),
            "0".repeat(65),
            "\u{e9}".repeat(32),
            " ".repeat(64),
        ] {
            assert_eq!(
                bad.parse::<Fingerprint>(),
                Err(ParseFingerprintError(())),
                "{bad}"
            );
        }
    }
}
