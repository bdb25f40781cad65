//! Values as bytes: numbers in as few bytes as they need (LEB128, as `WebAssembly` has it), masks and words in eight, the
//! least byte first; texts and lists behind their length.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::error::{SnapshotErrorKind, corrupt};
use crate::id::Key;
use crate::organization::Limits;

pub(super) type Read<T> = Result<T, SnapshotErrorKind>;

/// What is written to bytes and read back.
pub(super) trait Stored: Sized {
    fn write(&self, to: &mut Writer);

    /// Reads what [`write`](Self::write) wrote. Whatever the bytes are, it is bounded by them, and an id that it gives is
    /// one of a row.
    fn read(from: &mut Reader<'_>) -> Read<Self>;
}

/// Bytes that grow.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seven bits of the number are what is wanted"
    )]
    pub(super) fn number(&mut self, number: u64) {
        let mut rest = number;
        while rest > 0x7f {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A list behind its length.
    pub(super) fn list<'a, T: Stored + 'a>(&mut self, rows: impl ExactSizeIterator<Item = &'a T>) {
        self.number(rows.len() as u64);
        rows.for_each(|row| row.write(self));
    }

    /// Words of eight bytes behind their number.
    pub(super) fn words(&mut self, words: &[u8]) {
        self.number(words.len() as u64 / 8);
        self.bytes.extend_from_slice(words);
    }
}

/// What is left of the bytes.
#[derive(Debug)]
pub(super) struct Reader<'b> {
    rest: &'b [u8],
    /// By table, how many rows it has.
    sizes: Vec<usize>,
    /// The last key: what is named after its key is written twice and kept once.
    last: Option<Key>,
    /// What automata may still cost.
    pub(super) automata: usize,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self {
            rest: bytes,
            sizes: Vec::new(),
            last: None,
            automata: Limits::default().automata(),
        }
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// From here on ids are below these.
    pub(super) fn bound(&mut self, sizes: Vec<usize>) {
        self.sizes = sizes;
    }

    pub(super) fn size(&self, table: usize) -> usize {
        self.sizes.get(table).copied().unwrap_or_default()
    }

    pub(super) fn bytes(&mut self, count: u64) -> Read<&'b [u8]> {
        let count = usize::try_from(count).map_err(|_| SnapshotErrorKind::TooShort)?;
        let (bytes, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(SnapshotErrorKind::TooShort)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn byte(&mut self) -> Read<u8> {
        let (byte, rest) = self.rest.split_first().ok_or(SnapshotErrorKind::TooShort)?;
        self.rest = rest;
        Ok(*byte)
    }

    /// A number, in the fewest bytes that it needs.
    pub(super) fn number(&mut self) -> Read<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits || (byte == 0 && shift > 0) {
                break;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(corrupt("a number in more bytes than it needs"))
    }

    pub(super) fn text(&mut self) -> Read<&'b str> {
        let length = self.number()?;
        core::str::from_utf8(self.bytes(length)?).map_err(|_| corrupt("a text that is no UTF-8"))
    }

    /// So many values. Each takes a byte at least, so no number makes this grow beyond what the bytes justify.
    pub(super) fn several<T: Stored>(&mut self, count: u64) -> Read<Vec<T>> {
        if count > self.rest.len() as u64 {
            return Err(SnapshotErrorKind::TooShort);
        }
        let room = self.rest.len() / size_of::<T>().max(1);
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let mut several = Vec::with_capacity(count.min(room));
        for _ in 0..count {
            several.push(T::read(self)?);
        }
        Ok(several)
    }

    pub(super) fn words(&mut self) -> Read<&'b [u8]> {
        let count = self.number()?;
        if count > u64::from(u32::MAX) {
            return Err(corrupt("the number of words"));
        }
        self.bytes(count * 8)
    }
}

impl Stored for u8 {
    fn write(&self, to: &mut Writer) {
        to.bytes.push(*self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.byte()
    }
}

impl Stored for bool {
    fn write(&self, to: &mut Writer) {
        to.bytes.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(corrupt("a truth")),
        }
    }
}

impl Stored for u32 {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Self::try_from(from.number()?).map_err(|_| corrupt("a number above 32 bits"))
    }
}

/// A mask.
impl Stored for u64 {
    fn write(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let bytes = from.bytes(8)?;
        Ok(Self::from_le_bytes(bytes.try_into().unwrap_or_default()))
    }
}

impl Stored for Box<str> {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(from.text()?.into())
    }
}

impl Stored for Key {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let text = from.text()?;
        if let Some(last) = from.last.as_ref().filter(|last| &***last == text) {
            return Ok(last.clone());
        }
        let key = Self::from(text);
        from.last = Some(key.clone());
        Ok(key)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(if bool::read(from)? {
            Some(T::read(from)?)
        } else {
            None
        })
    }
}

impl<T: Stored, U: Stored> Stored for (T, U) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok((T::read(from)?, U::read(from)?))
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.list(self.iter());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let count = from.number()?;
        from.several(count)
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        T::read(from).map(Self::new)
    }
}

impl<T: Stored> Stored for Box<[T]> {
    fn write(&self, to: &mut Writer) {
        to.list(self.iter());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Vec::read(from).map(Self::from)
    }
}

impl<T: Stored + Ord> Stored for BTreeSet<T> {
    fn write(&self, to: &mut Writer) {
        to.list(self.iter());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let values: Vec<T> = Vec::read(from)?;
        ascending(values.iter())?;
        Ok(values.into_iter().collect())
    }
}

impl<K: Stored + Ord, V: Stored> Stored for BTreeMap<K, V> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        for (key, value) in self {
            key.write(to);
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let entries: Vec<(K, V)> = Vec::read(from)?;
        ascending(entries.iter().map(|(key, _)| key))?;
        Ok(entries.into_iter().collect())
    }
}

/// Not negative, and short enough that all of a router's together are no overflow.
impl Stored for SignedDuration {
    fn write(&self, to: &mut Writer) {
        to.number(self.as_secs().unsigned_abs());
        to.number(u64::from(self.subsec_nanos().unsigned_abs()));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        duration(from, 1 << 31)
    }
}

/// A duration below so many seconds.
pub(super) fn duration(from: &mut Reader<'_>, most: i64) -> Read<SignedDuration> {
    let seconds = i64::try_from(from.number()?).ok();
    let nanoseconds = i32::try_from(from.number()?).ok();
    let seconds = seconds.filter(|seconds| *seconds < most);
    let nanoseconds = nanoseconds.filter(|nanoseconds| *nanoseconds < 1_000_000_000);
    match (seconds, nanoseconds) {
        (Some(seconds), Some(nanoseconds)) => Ok(SignedDuration::new(seconds, nanoseconds)),
        _ => Err(corrupt("a duration")),
    }
}

impl Stored for Date {
    fn write(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(&self.year().to_le_bytes());
        to.bytes.push(self.month().unsigned_abs());
        to.bytes.push(self.day().unsigned_abs());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let year = from.bytes(2)?.try_into().unwrap_or_default();
        let month = i8::try_from(from.byte()?).unwrap_or_default();
        let day = i8::try_from(from.byte()?).unwrap_or_default();
        Self::new(i16::from_le_bytes(year), month, day).map_err(|_| corrupt("a date"))
    }
}

/// Fails unless each is greater than the one before.
pub(super) fn ascending<'a, T: Ord + ?Sized + 'a>(
    values: impl Iterator<Item = &'a T> + Clone,
) -> Read<()> {
    let ascend = values
        .clone()
        .zip(values.skip(1))
        .all(|(one, next)| one < next);
    ascend.then_some(()).ok_or(corrupt("the order of a list"))
}
