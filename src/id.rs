//! Dense ids, the tables that only they index, and the author's own keys.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, Index};

/// A dense id: the position of a row in its [`Table`].
pub(crate) trait Id: Copy {
    /// The id of the row at `index`. Tables never grow past `u32::MAX` rows: the limits of `build` are lower.
    fn from_index(index: usize) -> Self;
    /// The position of this id's row.
    fn index(self) -> usize;
}

/// Ids count from 1 inside, so that an id or none is as small as an id.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(core::num::NonZeroU32);

        impl $crate::id::Id for $name {
            #[inline(always)]
            fn from_index(index: usize) -> Self {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                Self(core::num::NonZeroU32::MIN.saturating_add(index))
            }
            #[inline(always)]
            fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }
    )*};
}

/// Ids that count from 0 inside: for what every look-up reads.
macro_rules! ids_from_zero {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);

        impl $crate::id::Id for $name {
            #[inline(always)]
            #[expect(
                clippy::cast_possible_truncation,
                reason = "by the limits of `build` there are fewer than 2^32"
            )]
            fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
            #[inline(always)]
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

pub(crate) use {ids as more_ids, ids_from_zero as more_ids_from_zero};

ids! {
    /// A department.
    DepartmentId;
    /// A contact.
    ContactId;
    /// A route, numbered in the order of the keys.
    RouteId;
    /// A policy.
    PolicyId;
    /// An assignment.
    AssignmentId;
    /// A holder in the rows of an assignment.
    HolderId;
    /// A notice.
    NoticeId;
    /// A schedule.
    ScheduleId;
    /// Hours.
    HoursId;
    /// A list of holidays.
    HolidaysId;
    /// Times in which some route counts, the widest first: 0 is always.
    TimesId;
    /// A set of skills that some topic requires. The empty set is always 0.
    RequirementId;
    /// A group of routes of one pattern, scope and precedence.
    GroupId;
    /// One box of a route's condition.
    RuleId;
    /// A test of one attribute in a box.
    TestId;
    /// A chain of levels, shared by all routes that escalate alike.
    ChainId;
    /// A level of a chain that is the same for every inquiry.
    LevelId;
    /// A step of a chain as compiled, before duplicates are dropped.
    StepId;
    /// A party: a contact that is consulted or informed.
    PartyId;
    /// A box of a desk's condition.
    DeskId;
    /// An owner of a route whose owner is assigned.
    OwnerId;
    /// How an owner and its chain depend on the instant.
    TimingId;
    /// A holder of some assignment.
    HolderRowId;
    /// A class of an assignment's attribute.
    CellId;
    /// A box of a notice's condition.
    BoxId;
    /// A place in the runs of classes.
    ClassRunId;
    /// A place in the runs of masks.
    WordId;
    /// What a declared topic says of all below it: 0 where nothing is said.
    TraitId;
    /// A page about a topic.
    LinkId;
    /// A state of the automaton over topic segments.
    StateId;
    /// What is known of some topics beside who answers.
    StateRowId;
    /// A reference from a state to a group or notice.
    EntryId;
}

ids_from_zero! {
    /// A class of an attribute's values (A2). Class 0 is always the missing value.
    ClassId;
    /// A set of prefixes and patterns that some value matches.
    MatchSetId;
    /// A word of the records that topics lead to.
    RecordId;
    /// An attribute, numbered in order of importance.
    AttributeId;
    /// What a route answers, shared by all routes that answer alike.
    AnswerId;
}

impl ClassId {
    /// The missing value.
    pub(crate) const ABSENT: Self = Self(0);

    /// The number of this class, as masks count it.
    #[inline(always)]
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

impl RecordId {
    /// The number of the word.
    #[inline(always)]
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    #[inline(always)]
    pub(crate) fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// So many words further on.
    #[inline(always)]
    pub(crate) fn behind(self, words: u64) -> Self {
        Self(self.0.wrapping_add((words & 0xffff_ffff) as u32))
    }
}

/// Rows that only their own id indexes.
pub(crate) struct Table<I, T> {
    rows: Vec<T>,
    id: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> Table<I, T> {
    pub(crate) fn new() -> Self {
        Self {
            rows: Vec::new(),
            id: PhantomData,
        }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// None yet, with room for so many.
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self {
            rows: Vec::with_capacity(rows),
            id: PhantomData,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn push(&mut self, row: T) -> I {
        let id = I::from_index(self.rows.len());
        self.rows.push(row);
        id
    }

    /// Gives back the room for rows to come.
    pub(crate) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
    }

    /// Changes the row of an id.
    pub(crate) fn update(&mut self, id: I, change: impl FnOnce(&mut T)) {
        if let Some(row) = self.rows.get_mut(id.index()) {
            change(row);
        }
    }

    /// The row of an id that may come from elsewhere.
    #[inline(always)]
    pub(crate) fn row(&self, id: I) -> Option<&T> {
        self.rows.get(id.index())
    }

    /// The id of the row for which `order` is equal, in rows that are sorted by it. Logarithmic.
    pub(crate) fn find(&self, order: impl FnMut(&T) -> core::cmp::Ordering) -> Option<I> {
        self.rows.binary_search_by(order).ok().map(I::from_index)
    }

    /// Adds `rows` one behind the other, and says where they lie.
    pub(crate) fn extend(&mut self, rows: impl IntoIterator<Item = T>) -> Span<I> {
        let start = self.rows.len();
        self.rows.extend(rows);
        Span {
            start: I::from_index(start),
            len: u32::try_from(self.rows.len() - start).unwrap_or(u32::MAX),
        }
    }

    #[inline(always)]
    pub(crate) fn span(&self, span: Span<I>) -> &[T] {
        let start = span.start.index();
        self.rows
            .get(start..start + span.len as usize)
            .unwrap_or_default()
    }

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::from_index)
    }

    pub(crate) fn iter(&self) -> core::slice::Iter<'_, T> {
        self.rows.iter()
    }

    pub(crate) fn enumerate(&self) -> impl Iterator<Item = (I, &T)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(index, row)| (I::from_index(index), row))
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "an id is made only by the table whose row it names, and rows are never removed"
    )]
    #[inline(always)]
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> FromIterator<T> for Table<I, T> {
    fn from_iter<S: IntoIterator<Item = T>>(rows: S) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            id: PhantomData,
        }
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            id: PhantomData,
        }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Table<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.rows).finish()
    }
}

impl<I, T: Clone> Clone for Table<I, T> {
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            id: PhantomData,
        }
    }
}

/// Neighbouring rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span<I> {
    start: I,
    len: u32,
}

impl<I: Id> Span<I> {
    /// No rows.
    pub(crate) fn none() -> Self {
        Self {
            start: I::from_index(0),
            len: 0,
        }
    }

    #[inline(always)]
    pub(crate) fn is_empty(self) -> bool {
        self.len == 0
    }

    /// So many rows from one on.
    #[cfg(feature = "snapshot")]
    pub(crate) fn new(start: I, len: u32) -> Self {
        Self { start, len }
    }

    #[cfg(feature = "snapshot")]
    pub(crate) fn len(self) -> u32 {
        self.len
    }

    /// The id of one of them.
    pub(crate) fn id(self, at: usize) -> I {
        I::from_index(self.start.index() + at)
    }

    pub(crate) fn ids(self) -> impl Iterator<Item = I> + Clone {
        let start = self.start.index();
        (start..start + self.len as usize).map(I::from_index)
    }
}

/// The string by which the author names a thing: stable over edits, compared byte for byte.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(Arc<str>);

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl Deref for Key {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl core::borrow::Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
