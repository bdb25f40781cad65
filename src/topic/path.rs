//! Topic paths and the one normalization that every text compared by the crate goes through (T1).

use alloc::borrow::Cow;
use alloc::string::String;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// The canonical text of the path of no segments.
pub(crate) const ROOT: &str = "/";
/// The most segments that a path may have.
pub(crate) const MAX_SEGMENTS: usize = 16;
/// The most bytes that a canonical path may have.
const MAX_PATH_BYTES: usize = 1_024;
/// The most bytes that a canonical segment, name or declared value may have.
const MAX_SEGMENT_BYTES: usize = 255;
/// The longest text that is normalized at all: normalizing costs too much to be tried on what cannot become a path.
pub(super) const MAX_TEXT_BYTES: usize = 1_048_576;
/// Normalizing twice is enough for every text known; the bound makes it plain that it ends.
const MAX_ROUNDS: usize = 8;

/// Why a text is no topic path (T1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopicError {
    /// Two slashes in a row, or one at either end.
    #[error("it has an empty segment")]
    EmptySegment,
    /// A control character, which is no white space.
    #[error("it has a control character")]
    ControlCharacter,
    /// A `*` in a topic, or beside other characters in a segment of a pattern.
    #[error("it has a `*`, which may only stand for a whole segment of a pattern")]
    Wildcard,
    /// A segment of more than 255 bytes.
    #[error("it has a segment of more than 255 bytes")]
    SegmentTooLong,
    /// More than 1,024 bytes.
    #[error("it has more than 1,024 bytes")]
    PathTooLong,
    /// More than 16 segments.
    #[error("it has more than 16 segments")]
    TooManySegments,
}

/// The canonical form of a topic path: normalized as a whole, then split, checked and measured.
///
/// Linear in the text; allocates unless the text is small ASCII without blanks.
pub(crate) fn canonical_path(text: &str) -> Result<Cow<'_, str>, TopicError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(TopicError::PathTooLong);
    }
    let path = normalize(text);
    if path.is_empty() {
        return Ok(Cow::Borrowed(ROOT));
    }
    check(&path, |segment| segment.contains('*'))?;
    Ok(path)
}

/// How many segments a path has that is plainly its own canonical form: small printing ASCII, nothing to correct, no longer
/// than one segment may be.
///
/// For look-ups of topics that no table knows; all others take the long way. It looks at 16 bytes at a time, at the end at
/// some of them twice, as loops over single bytes cost more than the look-up.
#[inline]
pub(crate) fn plain_depth(text: &str) -> Option<u8> {
    let bytes = text.as_bytes();
    let ([first, ..], [.., last]) = (bytes, bytes) else {
        return None;
    };
    if bytes.len() > MAX_SEGMENT_BYTES || *first == b'/' || *last == b'/' {
        return None;
    }
    let (mut odd, mut slashes) = (0, 0);
    match (bytes.last_chunk::<BLOCK>(), bytes.split_last()) {
        (Some(tail), Some((_, but_last))) if bytes.len() > BLOCK => {
            for block in bytes.chunks_exact(BLOCK) {
                odd |= odd_bytes(block);
                slashes += slashes_behind(block, 0);
            }
            odd |= odd_bytes(tail);
            slashes += slashes_behind(tail, BLOCK - bytes.len() % BLOCK);
            let behind = bytes.get(1..).unwrap_or_default();
            for (block, next) in but_last.chunks_exact(BLOCK).zip(behind.chunks_exact(BLOCK)) {
                odd |= slash_pairs(block, next);
            }
            odd |= slash_pairs(but_last.last_chunk::<BLOCK>()?, tail);
        }
        _ => {
            odd |= odd_bytes(bytes) | slash_pairs(bytes, bytes.get(1..).unwrap_or_default());
            slashes += slashes_behind(bytes, 0);
        }
    }
    (odd == 0).then_some(slashes + 1)
}

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// Whether a byte is among these that is not plain.
#[inline(always)]
fn odd_bytes(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |odd, byte| {
        let is_printing = byte.wrapping_sub(b'!') <= b'~' - b'!';
        let is_capital = byte.wrapping_sub(b'A') < 26;
        odd | u8::from(!is_printing) | u8::from(is_capital) | u8::from(*byte == b'*')
    })
}

/// How many slashes there are behind the first bytes; fewer than 16 in all.
#[inline(always)]
fn slashes_behind(bytes: &[u8], first: usize) -> u8 {
    let slashes = bytes.iter().enumerate();
    slashes.fold(0, |count, (at, byte)| {
        count + (u8::from(*byte == b'/') & u8::from(at >= first))
    })
}

/// Whether there are slashes at the same place of both.
#[inline(always)]
fn slash_pairs(bytes: &[u8], others: &[u8]) -> u8 {
    let pairs = bytes.iter().zip(others);
    pairs.fold(0, |odd, (one, other)| {
        odd | (u8::from(*one == b'/') & u8::from(*other == b'/'))
    })
}

/// The canonical form of a name or declared value: T1's segment form, in which a slash is a character like any other.
pub(crate) fn canonical_name(text: &str) -> Result<Cow<'_, str>, TopicError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(TopicError::SegmentTooLong);
    }
    let name = normalize(text);
    if name.is_empty() {
        return Err(TopicError::EmptySegment);
    }
    check_text(&name)?;
    Ok(name)
}

/// The segments of a canonical path, none for the root.
pub(crate) fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = if path == ROOT { "" } else { path };
    path.split('/').filter(|segment| !segment.is_empty())
}

/// How many segments a canonical path has.
pub(crate) fn depth(path: &str) -> usize {
    segments(path).count()
}

/// The first `depth` segments of a canonical path.
pub(crate) fn prefix(path: &str, depth: usize) -> &str {
    if depth == 0 {
        return ROOT;
    }
    let end = path
        .match_indices('/')
        .nth(depth - 1)
        .map_or(path.len(), |(at, _)| at);
    path.get(..end).unwrap_or(path)
}

/// Two canonical paths one below the other. `rest` may be empty, or start with a slash.
pub(crate) fn join(base: &str, rest: &str) -> String {
    let rest = rest.trim_start_matches('/');
    if rest.is_empty() {
        return base.into();
    }
    let mut path = String::with_capacity(base.len() + 1 + rest.len());
    if base != ROOT {
        path.push_str(base);
        path.push('/');
    }
    path.push_str(rest);
    path
}

/// Segments, lengths and characters of a normalized path; `forbidden` judges the segments further.
pub(super) fn check(path: &str, forbidden: impl Fn(&str) -> bool) -> Result<(), TopicError> {
    if path.is_empty() || path == ROOT {
        return Ok(());
    }
    let mut count = 0;
    for segment in path.split('/') {
        count += 1;
        if segment.is_empty() {
            return Err(TopicError::EmptySegment);
        }
        if forbidden(segment) {
            return Err(TopicError::Wildcard);
        }
        check_text(segment)?;
    }
    measure(path, count)
}

/// Whether a path keeps to the limits of T1 as a whole.
pub(super) fn measure(path: &str, segments: usize) -> Result<(), TopicError> {
    if segments > MAX_SEGMENTS {
        return Err(TopicError::TooManySegments);
    }
    if path.len() > MAX_PATH_BYTES {
        return Err(TopicError::PathTooLong);
    }
    Ok(())
}

fn check_text(text: &str) -> Result<(), TopicError> {
    if text.chars().any(char::is_control) {
        return Err(TopicError::ControlCharacter);
    }
    if text.len() > MAX_SEGMENT_BYTES {
        return Err(TopicError::SegmentTooLong);
    }
    Ok(())
}

/// Unicode NFKC, full case fold, NFKC again; white space runs to one `-`, trimmed.
///
/// Folding can leave text that NFKC changes into something that folds once more (a capital with the combining iota
/// below, for one), so it goes on until nothing changes: that makes it idempotent by construction.
pub(super) fn normalize(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut current = normalize_once(text);
    for _ in 0..MAX_ROUNDS {
        let next = normalize_once(&current);
        if next == current {
            break;
        }
        current = next;
    }
    if current == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(current)
    }
}

fn normalize_once(text: &str) -> String {
    // NFKC leaves ASCII as it is, and the full case fold makes its letters small.
    let folded = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        let composed: String = text.nfkc().collect();
        UniCase::unicode(composed).to_folded_case().nfkc().collect()
    };
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    out
}

/// Text that normalizing leaves alone: printing ASCII without capitals and blanks.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'!'..=b'@' | b'['..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn canonical(text: &str) -> String {
        canonical_path(text).map_or_else(|error| error.to_string(), Cow::into_owned)
    }

    #[test]
    fn t1_the_whole_text_is_normalized_before_it_is_split() {
        assert_eq!(canonical("Billing/Re Funds"), "billing/re-funds");
        assert_eq!(canonical("  STRASSE \t x/Straße "), "strasse-x/strasse");
        assert_eq!(
            canonical("℀"),
            "a/c",
            "a compatibility character may bring a slash"
        );
        assert_eq!(canonical("＊"), TopicError::Wildcard.to_string());
        assert_eq!(canonical(""), "/");
        assert_eq!(canonical("/"), "/");
        assert_eq!(canonical("/a"), TopicError::EmptySegment.to_string());
        assert_eq!(
            canonical("a\u{7}b"),
            TopicError::ControlCharacter.to_string()
        );
    }

    #[test]
    fn t1_plain_texts_are_canonical_and_counted() {
        let long = "a/".repeat(15) + "a";
        for text in ["a", "a/b", "billing/re-funds/2024!", &long] {
            assert_eq!(canonical(text), text);
            assert_eq!(
                plain_depth(text).map(usize::from),
                Some(depth(text)),
                "{text}"
            );
        }
        let wide = "a".repeat(256);
        for text in [
            "", "/", "/a", "a/", "a//b", "A", "a b", "a*", "é", "a\u{7f}", &wide,
        ] {
            assert_eq!(plain_depth(text), None, "{text}");
        }
        for segments in [17, 127, 128, 255, 256, 257, 272, 512] {
            let text = alloc::vec!["a"; segments].join("/");
            let counted = plain_depth(&text);
            assert!(
                counted.is_none_or(|count| usize::from(count) > MAX_SEGMENTS),
                "a count that fits no byte must not come round"
            );
            assert_eq!(canonical(&text), TopicError::TooManySegments.to_string());
        }
    }

    #[test]
    fn prefixes_and_joins_mind_the_root() {
        assert_eq!(prefix("a/b/c", 0), "/");
        assert_eq!(prefix("a/b/c", 2), "a/b");
        assert_eq!(prefix("a/b/c", 3), "a/b/c");
        assert_eq!(join("/", "a"), "a");
        assert_eq!(join("a", "/b/c"), "a/b/c");
        assert_eq!(join("a", ""), "a");
    }
}
