//! How large an organization may be, and what checking it may cost (guarantee 7).

use crate::calendar::Zones;

/// Stated limits. Past one, `build` fails with a problem that names it.
///
/// The defaults are far above what organizations need; lower them where documents come from strangers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) departments: usize,
    pub(crate) contacts: usize,
    pub(crate) topics: usize,
    pub(crate) routes: usize,
    pub(crate) attributes: usize,
    pub(crate) policies: usize,
    pub(crate) conditions: usize,
    pub(crate) assignments: usize,
    pub(crate) rows: usize,
    pub(crate) notices: usize,
    pub(crate) holidays: usize,
    pub(crate) hours: usize,
    pub(crate) openings: usize,
    pub(crate) special_days: usize,
    pub(crate) spans: usize,
    pub(crate) notices_together: usize,
    pub(crate) schedules: usize,
    pub(crate) layers: usize,
    pub(crate) overrides: usize,
    pub(crate) requirements: usize,
    pub(crate) steps: usize,
    pub(crate) precedences: usize,
    pub(crate) parties: usize,
    pub(crate) details: usize,
    pub(crate) deputies: usize,
    pub(crate) absences: usize,
    pub(crate) dates: usize,
    pub(crate) team_members: usize,
    pub(crate) values: usize,
    pub(crate) boxes: usize,
    pub(crate) patterns: usize,
    pub(crate) classes: usize,
    pub(crate) automaton: usize,
    pub(crate) members: u64,
    pub(crate) depth: usize,
    pub(crate) levels: usize,
    pub(crate) desks: usize,
    pub(crate) states: usize,
    pub(crate) work: u64,
    pub(crate) problems: usize,
    pub(crate) edits: usize,
}

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $default:expr;)*) => {
        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default),* }
            }
        }

        impl Limits {
            $($(#[$doc])*
            #[doc = concat!("\n\nDefault: ", stringify!($default), ".")]
            pub fn $name(mut self, most: $type) -> Self {
                self.$name = most;
                self
            })*
        }
    };
}

limits! {
    /// The most departments.
    departments: usize = 100_000;
    /// The most contacts.
    contacts: usize = 1_000_000;
    /// The most declared topics.
    topics: usize = 4_000_000;
    /// The most routes.
    routes: usize = 8_000_000;
    /// The most policies.
    policies: usize = 100_000;
    /// The most named conditions.
    conditions: usize = 100_000;
    /// The most assignments.
    assignments: usize = 100_000;
    /// The most rows of all assignments together. A row with dated holders counts once for each of them; on a hierarchical
    /// attribute all of that once for each value that it stands for.
    rows: usize = 1_000_000;
    /// The most notices.
    notices: usize = 100_000;
    /// The most lists of holidays.
    holidays: usize = 10_000;
    /// The most hours.
    hours: usize = 100_000;
    /// The most weekly times of one declaration of hours, times of one special day, and hours in one union.
    openings: usize = 100;
    /// The most special days of one declaration of hours, and days of one list of holidays.
    special_days: usize = 10_000;
    /// The most spans that all hours together come to: in the years 1970 to 2099, two for each change of a clock, each
    /// holiday and special day, and each run of days to which times are restricted; special days and runs count once for
    /// each restricted times of the same hours, as all of these are looked at.
    spans: usize = 20_000_000;
    /// The most boxes and parties that the notices which cover one topic have together: an answer looks at all of them
    /// for each party.
    notices_together: usize = 1_000;
    /// The most schedules.
    schedules: usize = 100_000;
    /// The most layers of one schedule.
    layers: usize = 64;
    /// The most overrides of one schedule.
    overrides: usize = 10_000;
    /// The most different sets of skills that topics require.
    requirements: usize = 1_000;
    /// The most precedences.
    precedences: usize = 64;
    /// The most attributes.
    attributes: usize = 64;
    /// The most parties that one route or department lists as consulted, and as informed.
    parties: usize = 1_000;
    /// The most of each that one declaration lists about itself: points, labels, languages, areas, skills, foreign ids,
    /// former keys, and the options of one point; turns, versions, restrictions and lengths of a layer; declared gaps of
    /// a schedule, and the contacts of one of its turns or overrides.
    details: usize = 1_000;
    /// The most deputies of one position.
    deputies: usize = 64;
    /// The most absences of one contact.
    absences: usize = 1_000;
    /// The most heads of one department, holders of one position, and holders of one row, one after the other; never
    /// fewer than 1.
    dates: usize = 1_000;
    /// The most members of one team.
    team_members: usize = 10_000;
    /// The most values of one attribute.
    values: usize = 100_000;
    /// The most boxes in one condition, those of the conditions that it names multiplied.
    boxes: usize = 64;
    /// The most different regular expressions on one attribute.
    patterns: usize = 1_000;
    /// The most classes that the prefixes and regular expressions on one attribute make of its values: one for each set of
    /// them that some value alone matches.
    classes: usize = 10_000;
    /// The most bytes of an automaton: that of one regular expression alone, and that of all prefixes and regular expressions
    /// on one attribute; sixteen times as many for all of them. What they are made of counts, too.
    ///
    /// Bytes are those in memory: some that count are smaller on 32-bit targets, so what is near the limit may build there,
    /// and not on 64-bit ones.
    automaton: usize = 4_000_000;
    /// The most values that all conditions and assignments may have to look at: for a plain list its own, for other
    /// operators and for an assignment all of the attribute's.
    members: u64 = 50_000_000;
    /// The deepest department tree, in departments from the root; and the longest functional escalation.
    depth: usize = 64;
    /// The most levels in one policy, each target counted.
    levels: usize = 64;
    /// The most steps that chains have together. Routes that escalate alike share one; each holder of an assignment that
    /// is the owner has one of its own.
    steps: usize = 5_000_000;
    /// The most desks of one department; never more than 254.
    desks: usize = 254;
    /// The most states of the automaton that patterns are compiled to, beyond one for each prefix of a pattern or
    /// declared topic; determinizing looks at no more than eight nodes and transitions for each, and lists no more than
    /// 32 patterns that cover it. Only patterns with `*` beside others need more states.
    states: usize = 1_000_000;
    /// The most steps of the ambiguity check (W3) for one pattern, or for the desks of one department; five times as
    /// many for all of either.
    work: u64 = 20_000_000;
    /// The most problems that are reported one by one.
    problems: usize = 1_000;
    /// The most edits that are applied at once.
    edits: usize = 10_000;
}

/// How a document is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildOptions {
    pub(crate) limits: Limits,
    pub(crate) zones: Zones,
}

impl BuildOptions {
    /// The default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Other limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where the data of time zones comes from, if not what is bundled.
    pub fn zones(mut self, zones: Zones) -> Self {
        self.zones = zones;
        self
    }
}

impl Limits {
    /// The most bytes that all automata of an organization may cost together.
    pub(crate) fn automata(&self) -> usize {
        const COSTLY_AUTOMATA: usize = 16;
        self.automaton.saturating_mul(COSTLY_AUTOMATA)
    }
}
