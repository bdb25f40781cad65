//! Fingerprints: a name for the content of an organization.

use core::fmt;

use sha2::{Digest, Sha256};

/// The SHA-256 (FIPS 180-4) of an organization's content: of its canonical document, written as JSON by RFC 8785 (JCS).
///
/// Organizations of equal content have equal fingerprints, however their documents were ordered, split or spelt, in
/// every version that writes the same document format, on every platform. `Display` is lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(crate) fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
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
