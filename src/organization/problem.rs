//! Problems: what is wrong in a document, where, and what to write instead.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::place::Location;
pub(crate) use super::place::{PathSegment, Place, shorten};
use super::sources::Sources;
use crate::inquiry::Inquiry;
use crate::text::{shortened, visible};

/// Why a document does not build: all its problems at once (guarantee 6).
#[derive(Clone, Debug, PartialEq)]
pub struct BuildError {
    problems: Vec<Problem>,
}

impl BuildError {
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// The problems, section by section as the format lists them. Never none.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// One problem a line.
impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{}{problem}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for BuildError {}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $title:literal $(, $warning:ident)?;)*) => {
        /// What is wrong. Kinds are added with new checks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
        #[non_exhaustive]
        pub enum ProblemKind {
            $($(#[$doc])* $name,)*
        }

        impl ProblemKind {
            /// A few words for it.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// Whether the document builds all the same.
            pub fn is_warning(self) -> bool {
                match self {
                    $(Self::$name => false $(|| warning::$warning)?,)*
                }
            }
        }
    };
}

mod warning {
    pub(super) const WARNING: bool = true;
}

kinds! {
    /// `switchboard` names another version of the format.
    UnsupportedVersion: "unsupported version";
    /// A field that the format does not have.
    UnknownField: "unknown field";
    /// A required field is not there.
    MissingField: "missing field";
    /// A table where a text belongs, and the like.
    WrongType: "wrong type";
    /// A key is written twice.
    DuplicateKey: "duplicate key";
    /// A key, name or value that is empty, too long, or has control characters.
    InvalidName: "invalid name";
    /// A word that is none of those allowed.
    UnknownWord: "unknown word";
    /// A key that nothing has.
    UnknownReference: "unknown reference";
    /// A key that a contact and a department have.
    AmbiguousReference: "ambiguous reference";
    /// A contact that should be a person, or be held or staffed by one.
    NotAPerson: "not a person";
    /// Something else where a schedule should be named.
    NotASchedule: "not a schedule";
    /// A schedule where it may not stand: where somebody is accountable, belongs, stands in, is asked or told.
    MisplacedSchedule: "misplaced schedule";
    /// An attribute that is not declared.
    UnknownAttribute: "unknown attribute";
    /// A value outside the declared vocabulary (A4).
    UnknownValue: "unknown value";
    /// An operator that the attribute's kind does not have.
    InvalidOperator: "invalid operator";
    /// A text that is no regular expression (A2).
    InvalidPattern: "invalid pattern";
    /// Something for which the crate was built without a feature.
    MissingFeature: "missing feature";
    /// A condition that no inquiry satisfies.
    ImpossibleCondition: "impossible condition";
    /// A text that is no topic path (T1) or pattern (T2).
    InvalidTopic: "invalid topic";
    /// An alias that equals a declared topic or stands for another topic (T4).
    AliasClash: "alias clash";
    /// An e-mail address, phone number or URI that is none.
    InvalidAddress: "invalid address";
    /// A duration that is none, or is negative.
    InvalidDuration: "invalid duration";
    /// A day that is none, or comes too early.
    InvalidDate: "invalid date";
    /// A time zone of which there is no data.
    UnknownZone: "unknown time zone";
    /// A time of the day, a local time or an instant that is none.
    InvalidTime: "invalid time";
    /// Weekdays, times of a day or intervals of a week that are none.
    InvalidInterval: "invalid interval";
    /// Something that ends before it starts.
    EmptyWindow: "empty window";
    /// Two dated facts of which only one may hold at an instant, and both do.
    OverlappingDates: "overlapping dates";
    /// A time between two dated facts at which none holds.
    GapInDates: "gap in dates";
    /// Two overrides of one layer, or of the whole schedule, at one instant (H3).
    OverlappingOverrides: "overlapping overrides";
    /// A layer that is never staffed.
    NeverStaffed: "never staffed";
    /// A field of hours that does not go with another one.
    InvalidHours: "invalid hours";
    /// Hours that are never open (H4).
    NeverOpen: "never open";
    /// A number out of its range.
    InvalidNumber: "invalid number";
    /// Something that leads back to itself.
    Cycle: "cycle";
    /// No department stands above the others.
    NoRoot: "no root department";
    /// More than one department has no parent.
    SeveralRoots: "several root departments";
    /// The root has no head, so somebody might not be found (O1).
    RootWithoutHead: "root without a head";
    /// Somebody outside the organization where accountability would follow (O1).
    NotInHouse: "not in-house";
    /// No route is the fallback (W4).
    NoFallback: "no fallback route";
    /// More than one route is the fallback (W4).
    SeveralFallbacks: "several fallback routes";
    /// Two documents that say different things of the whole.
    ConflictingValue: "conflicting value";
    /// What the document of a part says about something outside the part.
    OutsidePart: "outside the part";
    /// Two routes that some inquiry cannot tell apart (W3).
    AmbiguousRoutes: "ambiguous routes";
    /// Two desks that some inquiry cannot tell apart (O4).
    AmbiguousDesks: "ambiguous desks";
    /// The ambiguity check would cost more than the limit (W3).
    TooMuchWork: "too much work";
    /// More of something than the limits allow.
    LimitExceeded: "limit exceeded";
    /// A department without a head.
    VacantHead: "vacant head", WARNING;
    /// A position without a holder, where somebody counts on one.
    VacantPosition: "vacant position", WARNING;
    /// A contact that nobody can reach.
    NoContactPoint: "no contact point", WARNING;
    /// A time at which nobody is on duty, and no declared gap says that nobody should be (H4).
    UncoveredTime: "uncovered time", WARNING;
    /// A department without contacts and departments.
    EmptyDepartment: "empty department", WARNING;
    /// A declared topic that only the fallback covers.
    UnroutedTopic: "unrouted topic", WARNING;
    /// A level that no inquiry ever reaches (C1).
    IdleLevel: "level that never acts", WARNING;
    /// A value of a hierarchy that has others below it, which the condition leaves out.
    LeavesOutChildren: "values below left out", WARNING;
    /// A declared topic that an alias makes unreachable (T4).
    HiddenTopic: "hidden topic", WARNING;
    /// Warnings past the limit of what is reported.
    MoreWarnings: "more warnings", WARNING;
    /// An owner that no department names, so that the root's head is accountable.
    HomelessOwner: "owner without a department", WARNING;
    /// A condition or an assignment that nothing names.
    Unused: "unused", WARNING;
    /// A skill that a topic requires and no contact has (O4).
    MissingSkill: "skill that nobody has", WARNING;
}

/// One problem of a document, or a warning about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    kind: ProblemKind,
    at: Location,
    written: Option<Box<str>>,
    expected: Box<str>,
    suggestion: Box<str>,
    /// Where the other of two things stands.
    related: Option<Location>,
    witness: Option<Box<Inquiry>>,
}

impl Problem {
    /// What is wrong.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// Whether the document builds all the same.
    pub fn is_warning(&self) -> bool {
        self.kind.is_warning()
    }

    /// In which of several documents, by the name that it was added under ([`Documents::add`](super::Documents::add)).
    /// None for what no single one of them says, and where there is only one.
    pub fn document(&self) -> Option<&str> {
        self.at.document()
    }

    /// Where in its document, as `routes[3].owner`. Segments other than letters, digits, `_` and `-` are quoted.
    pub fn path(&self) -> String {
        self.at.path_text()
    }

    /// Where, step by step.
    pub fn segments(&self) -> &[PathSegment] {
        self.at.path()
    }

    /// Where the other of two things stands that are ambiguous, that have one key, or of which one bounds the other.
    pub fn related(&self) -> Option<String> {
        self.related.as_ref().map(Location::path_text)
    }

    /// The same, step by step.
    pub fn related_segments(&self) -> Option<&[PathSegment]> {
        self.related.as_ref().map(Location::path)
    }

    /// In which of several documents the other of the two stands.
    pub fn related_document(&self) -> Option<&str> {
        self.related.as_ref().and_then(Location::document)
    }

    /// What stands there, if anything does.
    pub fn written(&self) -> Option<&str> {
        self.written.as_deref()
    }

    /// What should stand there.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What to do about it.
    pub fn suggestion(&self) -> &str {
        &self.suggestion
    }

    /// An inquiry that shows the problem, where two routes or desks are ambiguous.
    pub fn witness(&self) -> Option<&Inquiry> {
        self.witness.as_deref()
    }

    /// The problem with other paths to the same places.
    pub(crate) fn with_paths(mut self, path: impl Fn(&[PathSegment]) -> Vec<PathSegment>) -> Self {
        for at in [&mut self.at].into_iter().chain(self.related.as_mut()) {
            *at = Location::new(at.document(), path(at.path()));
        }
        self
    }

    /// What is wrong, in words, without the place and the advice.
    pub fn message(&self) -> String {
        let title = self.kind.title();
        match &self.written {
            Some(written) => {
                format!(
                    "{title}: found `{}`, expected {}",
                    shortened(written),
                    visible(&self.expected)
                )
            }
            None => format!("{title}: expected {}", visible(&self.expected)),
        }
    }
}

/// Place, what is wrong, what to do: on one line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.at.is_nowhere() {
            write!(f, "{}: ", self.at)?;
        }
        write!(f, "{}; {}", self.message(), visible(&self.suggestion))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Problem", 11)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("warning", &self.is_warning())?;
        out.serialize_field("document", &self.document())?;
        out.serialize_field("path", &self.path())?;
        out.serialize_field("message", &self.message())?;
        out.serialize_field("written", &self.written())?;
        out.serialize_field("expected", self.expected())?;
        out.serialize_field("suggestion", self.suggestion())?;
        out.serialize_field("related", &self.related())?;
        out.serialize_field("related_document", &self.related_document())?;
        out.serialize_field("witness", &self.witness())?;
        out.end()
    }
}

/// What ties with what stands at a place, and an inquiry that shows it.
pub(crate) struct Tie<'p> {
    pub(crate) other: Place<'p>,
    pub(crate) witness: Inquiry,
}

/// The problems found so far.
#[derive(Debug)]
pub(crate) struct Problems {
    errors: Found,
    warnings: Found,
    /// How many letters may still be compared for suggestions: all problems together stay bounded by it.
    comparisons: usize,
    /// Which document wrote what, where several are one.
    sources: Arc<Sources>,
}

/// What is reported, and how much more there is.
#[derive(Debug)]
struct Found {
    reported: Vec<Problem>,
    most: usize,
    unreported: usize,
}

impl Found {
    fn new(most: usize) -> Self {
        Self {
            reported: Vec::new(),
            most: most.max(1),
            unreported: 0,
        }
    }

    /// What is reported, closed by a problem that counts the rest.
    fn close(mut self, kind: ProblemKind, what: &str) -> Vec<Problem> {
        if self.unreported > 0 {
            self.reported.push(Problem {
                kind,
                at: Location::default(),
                written: Some(format!("{} more {what}", self.unreported).into()),
                expected: format!("at most {} {what} to report", self.most).into(),
                suggestion: "see to those above first".into(),
                related: None,
                witness: None,
            });
        }
        self.reported
    }
}

impl Problems {
    const COMPARISONS: usize = 200_000_000;

    pub(crate) fn new(most: usize) -> Self {
        Self {
            errors: Found::new(most),
            warnings: Found::new(most),
            comparisons: Self::COMPARISONS,
            sources: Arc::default(),
        }
    }

    /// From here on, places are those of a tree that was joined from these documents.
    pub(crate) fn joined_from(&mut self, sources: Sources) {
        self.sources = Arc::new(sources);
    }

    /// Which document wrote what.
    pub(crate) fn sources(&self) -> Arc<Sources> {
        Arc::clone(&self.sources)
    }

    /// The place as its author would look for it, for the text of a problem: `routes[3]`, or `billing.toml: routes[2]`.
    pub(crate) fn name_of(&self, place: Place<'_>) -> String {
        self.sources.locate(place).to_string()
    }

    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.reported.is_empty()
    }

    pub(crate) fn has_warnings(&self) -> bool {
        !self.warnings.reported.is_empty()
    }

    /// How many problems there are, warnings left out.
    pub(crate) fn count(&self) -> usize {
        self.errors.reported.len() + self.errors.unreported
    }

    /// Notes a problem. `suggestion` starts like the second half of a sentence.
    pub(crate) fn add(
        &mut self,
        kind: ProblemKind,
        at: Place<'_>,
        written: Option<&str>,
        expected: impl Into<String>,
        suggestion: impl Into<String>,
    ) {
        self.note(kind, at, written, expected, suggestion);
    }

    /// The same, with the problem, to be added to; none where it is only counted.
    fn note(
        &mut self,
        kind: ProblemKind,
        at: Place<'_>,
        written: Option<&str>,
        expected: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> Option<&mut Problem> {
        let found = if kind.is_warning() {
            &mut self.warnings
        } else {
            &mut self.errors
        };
        if found.reported.len() >= found.most {
            found.unreported += 1;
            return None;
        }
        found.reported.push(Problem {
            kind,
            at: self.sources.locate(at),
            written: written.map(Into::into),
            expected: expected.into().into(),
            suggestion: suggestion.into().into(),
            related: None,
            witness: None,
        });
        found.reported.last_mut()
    }

    /// Notes, and says, that there are more of something than a limit allows. `what` is the name of the limit.
    pub(crate) fn exceeds(&mut self, count: usize, most: usize, what: &str, at: Place<'_>) -> bool {
        self.exceeds_limit(what, count, most, what, at)
    }

    /// Notes that a declaration lists more of something than the limit on such details allows.
    pub(crate) fn exceeds_details(&mut self, count: usize, most: usize, what: &str, at: Place<'_>) {
        self.exceeds_limit("details", count, most, what, at);
    }

    fn exceeds_limit(
        &mut self,
        limit: &str,
        count: usize,
        most: usize,
        what: &str,
        at: Place<'_>,
    ) -> bool {
        if count > most {
            let (written, expected) = (format!("{count} {what}"), format!("at most {most}"));
            let suggestion = format!("use fewer, or raise `Limits::{limit}` in `build_with`");
            let kind = ProblemKind::LimitExceeded;
            self.add(kind, at, Some(&written), expected, suggestion);
        }
        count > most
    }

    /// Notes that a list at `at` has no items.
    pub(crate) fn empty_list(&mut self, at: Place<'_>, expected: &str, suggestion: &str) {
        let kind = ProblemKind::MissingField;
        self.add(kind, at, Some("[]"), expected, suggestion);
    }

    /// Notes that something at `at` does not go with something else at `other`.
    pub(crate) fn add_beside<'w>(
        &mut self,
        kind: ProblemKind,
        at: Place<'_>,
        written: impl Into<Option<&'w str>>,
        expected: impl Into<String>,
        suggestion: impl Into<String>,
        other: Place<'_>,
    ) {
        let related = self.sources.locate(other);
        let problem = self.note(kind, at, written.into(), expected, suggestion);
        if let Some(problem) = problem {
            problem.related = Some(related);
        }
    }

    /// Notes that something at `at` ties with something else.
    pub(crate) fn add_tie(
        &mut self,
        kind: ProblemKind,
        at: Place<'_>,
        written: &str,
        expected: impl Into<String>,
        suggestion: impl Into<String>,
        tie: Tie<'_>,
    ) {
        let related = self.sources.locate(tie.other);
        let problem = self.note(kind, at, Some(written), expected, suggestion);
        if let Some(problem) = problem {
            problem.related = Some(related);
            problem.witness = Some(Box::new(tie.witness));
        }
    }

    /// `did you mean ...?` where one of the candidates is near, else the first few of them.
    pub(crate) fn did_you_mean<'a>(
        &mut self,
        written: &str,
        candidates: impl Iterator<Item = &'a str> + Clone,
        none: &str,
    ) -> String {
        if let Some(nearest) = self.nearest(written, candidates.clone()) {
            return format!("did you mean `{nearest}`?");
        }
        one_of(candidates, none)
    }

    /// The candidate that is nearest to what was written, if one is near enough to be meant. None once enough was
    /// compared, or once no more problems are reported.
    pub(crate) fn nearest<'a>(
        &mut self,
        written: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.errors.reported.len() >= self.errors.most {
            return None;
        }
        let mut budget = self.comparisons;
        let affordable = candidates.take_while(|candidate| {
            budget = budget
                .saturating_sub(written.len().min(LONGEST) * candidate.len().min(LONGEST) + 1);
            budget > 0
        });
        let nearest = nearest(written, affordable);
        self.comparisons = budget;
        nearest
    }

    /// The problems, as the reason why nothing was built.
    pub(crate) fn into_error(self) -> BuildError {
        BuildError::new(self.errors.close(ProblemKind::LimitExceeded, "problems"))
    }

    /// The warnings about what was built.
    pub(crate) fn into_warnings(self) -> Vec<Problem> {
        self.warnings.close(ProblemKind::MoreWarnings, "warnings")
    }
}

/// Names of more letters are not compared.
const LONGEST: usize = 64;

/// The first few of the names that are allowed, or `none` if there are none.
pub(crate) fn one_of<'a>(names: impl Iterator<Item = &'a str>, none: &str) -> String {
    const SHOWN: usize = 12;
    let mut names = names.peekable();
    if names.peek().is_none() {
        return none.into();
    }
    let mut text = String::from("use one of ");
    for (index, name) in names.by_ref().take(SHOWN).enumerate() {
        text.push_str(if index > 0 { ", " } else { "" });
        text.push_str(&format!("`{name}`"));
    }
    if names.peek().is_some() {
        text.push_str(", …");
    }
    text
}

/// The candidate nearest to `written`: at most a third of its letters changed, of equals the first by name.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded: Vec<char> = written
        .chars()
        .flat_map(char::to_lowercase)
        .take(LONGEST + 1)
        .collect();
    if folded.is_empty() || folded.len() > LONGEST {
        return None;
    }
    let allowed = (folded.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len() > 4 * LONGEST || candidate.len().abs_diff(written.len()) > 4 * allowed {
            continue;
        }
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        if other.len().abs_diff(folded.len()) > allowed {
            continue;
        }
        let distance = (distance(&folded, &other), candidate);
        if distance.0 <= allowed && best.is_none_or(|best| distance < best) {
            best = Some(distance);
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
///
/// Written here because no crate that is kept up offers it without the standard library.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut previous_left = None;
    for (i, &a) in left.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        let mut previous_right = None;
        for (j, &b) in right.iter().enumerate() {
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&row, j) + usize::from(a != b))
                .min(at(&row, j + 1) + 1)
                .min(at(&next, j) + 1);
            if previous_left == Some(b) && previous_right == Some(a) && j > 0 {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            next.push(cost);
            previous_right = Some(b);
        }
        previous_left = Some(a);
        before = core::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        let names = ["billing", "shipping", "legal"];
        assert_eq!(nearest("biling", names.into_iter()), Some("billing"));
        assert_eq!(nearest("Billing", names.into_iter()), Some("billing"));
        assert_eq!(
            nearest("bliling", names.into_iter()),
            Some("billing"),
            "a swap counts once"
        );
        assert_eq!(nearest("zebra", names.into_iter()), None);
        assert_eq!(nearest("", names.into_iter()), None);
    }

    #[test]
    fn paths_quote_what_is_no_word() {
        let place = Place::ROOT;
        let topics = place.field("topics");
        let topic = topics.field("a/b");
        let aliases = topic.field("aliases");
        let alias = aliases.index(2);
        let mut problems = Problems::new(1);
        problems.add(ProblemKind::AliasClash, alias, Some("x"), "y", "z");
        let problem = problems.into_error();
        assert_eq!(
            problem.to_string(),
            "topics.\"a/b\".aliases[2]: alias clash: found `x`, expected y; z"
        );
    }
}
