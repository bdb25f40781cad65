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

/// How many segments the rest of a path has, behind a slash or from its beginning, that is plainly its own canonical form:
/// small printing ASCII, nothing to correct, the path no longer than one segment may be.
///
/// For look-ups of topics that no table knows; all others take the long way. It looks at 16 bytes at a time, lane by lane,
/// for which processors have instructions: a loop over single bytes costs more than the look-up.
#[inline]
pub(crate) fn plain_depth(text: &str, rest: &str) -> Option<u8> {
    let mut left = rest.as_bytes();
    let is_lined = matches!(left, [b'/', ..]) || matches!(left, [.., b'/']);
    if text.len() > MAX_SEGMENT_BYTES || left.is_empty() || is_lined {
        return None;
    }
    let mut seen = Seen::default();
    while let (Some((own, behind)), Some((_, next))) =
        (left.split_first_chunk(), left.split_first())
    {
        let Some(next) = next.first_chunk() else {
            break;
        };
        seen.look_at(own, next, 0);
        left = behind;
    }
    // From 1 to 16 are left.
    let bytes = text.as_bytes();
    let (_, before) = bytes.split_last()?;
    if let (Some(own), Some(previous)) = (bytes.last_chunk(), before.last_chunk()) {
        seen.look_at(own, previous, u8::try_from(LANES - left.len()).ok()?);
    } else {
        let mut lanes = [b'a'; LANES + 1];
        lanes.get_mut(..left.len())?.copy_from_slice(left);
        seen.look_at(lanes.first_chunk()?, lanes.last_chunk()?, 0);
    }
    seen.depth()
}

const LANES: usize = 16;

/// What was seen of a text so far, by lane.
#[derive(Default)]
struct Seen {
    /// Not 0 where a byte was not plain, or a slash followed another.
    odd: [u8; LANES],
    /// How many slashes.
    slashes: [u8; LANES],
}

impl Seen {
    /// Looks at some bytes and at those beside them, all on the same side, from the first one that was not shown before.
    #[inline(always)]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch would keep the lanes from being looked at together"
    )]
    fn look_at(&mut self, own: &[u8; LANES], beside: &[u8; LANES], first: u8) {
        let lanes = own.iter().zip(beside).zip(0..);
        let seen = self.odd.iter_mut().zip(&mut self.slashes);
        for (((byte, beside), lane), (odd, slashes)) in lanes.zip(seen) {
            let is_plain = matches!(byte, b'+'..=b'@') | matches!(byte, b'['..=b'~');
            let is_slash = *byte == b'/';
            let is_pair = is_slash & (*beside == b'/');
            let is_new = lane >= first;
            *odd |= u8::from(is_new & (!is_plain | is_pair));
            *slashes += u8::from(is_new & is_slash);
        }
    }

    /// One more than there are slashes, if nothing was odd.
    #[inline(always)]
    fn depth(&self) -> Option<u8> {
        if u128::from_ne_bytes(self.odd) != 0 {
            return None;
        }
        // No more than 255 bytes were looked at, in 16 lanes.
        let sum: u8 = self.slashes.iter().sum();
        sum.checked_add(1)
    }
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
        for text in ["a", "a/b", "billing/re-funds/2024?", &long] {
            assert_eq!(canonical(text), text);
            assert_eq!(
                plain_depth(text, text).map(usize::from),
                Some(depth(text)),
                "{text}"
            );
        }
        let wide = "a".repeat(256);
        for text in [
            "", "/", "/a", "a/", "a//b", "A", "a b", "a*", "é", "a\u{7f}", &wide,
        ] {
            assert_eq!(plain_depth(text, text), None, "{text}");
        }
        for segments in [17, 127, 128, 255, 256, 257, 272, 512] {
            let text = alloc::vec!["a"; segments].join("/");
            let counted = plain_depth(&text, &text);
            assert!(
                counted.is_none_or(|count| usize::from(count) > MAX_SEGMENTS),
                "a count that fits no byte must not come round"
            );
            assert_eq!(canonical(&text), TopicError::TooManySegments.to_string());
        }
    }

    /// Every byte at every place of texts of every length up to 20, and every pair of slashes.
    #[test]
    fn t1_what_looks_plain_is_canonical() {
        for length in 1..40 {
            for at in 0..length {
                for byte in 0..=0x7f_u8 {
                    for behind in [b'b', b'/'] {
                        let mut bytes = alloc::vec![b'a'; length];
                        bytes[at] = byte;
                        if let Some(next) = bytes.get_mut(at + 1) {
                            *next = behind;
                        }
                        let text = String::from_utf8(bytes).expect("ASCII");
                        let is_canonical = text != "/" && canonical(&text) == text;
                        let is_plain =
                            is_canonical && !text.contains(|own| ('!'..'+').contains(&own));
                        let depth = is_plain.then(|| depth(&text));
                        assert_eq!(
                            plain_depth(&text, &text).map(usize::from),
                            depth,
                            "{text:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn t1_the_rest_of_a_path_is_judged_by_itself() {
        for (path, behind) in [("Big/small", 4), ("a/b/c", 2), ("longer-than-eight/x", 18)] {
            let (_, rest) = path.split_at(behind);
            let depth = Some(depth(rest));
            assert_eq!(plain_depth(path, rest).map(usize::from), depth, "{path}");
        }
        assert_eq!(plain_depth("small/Big", "Big"), None);
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
