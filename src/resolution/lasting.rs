//! How long an answer stays the same (H6).

use jiff::{SignedDuration, Timestamp};

use super::facts::Facts;
use super::judged::Judged;
use super::moment::{Changes, Moment, Noting};
use super::parties::{Matter, Parties, seats};
use super::{ContactRef, Level, Resolution};
use crate::as_of::AsOf;
use crate::calendar::Validity;

/// How far ahead an answer that is another is looked for.
pub(crate) const HORIZON: SignedDuration = SignedDuration::from_hours(31 * 24);

impl Resolution<'_, '_> {
    /// Up to when the answer is the same (H6), but for the instants at which its levels are due: at
    /// [`Until`](Validity::Until) it is another. A change is looked for up to 31 days ahead.
    ///
    /// [`Forever`](Validity::Forever) without an instant, and where nothing in the organization depends on time and nobody
    /// was reported to be away.
    ///
    /// # Complexity
    ///
    /// Answers anew at each instant up to the change at which something may be another that the answer reads: who is on
    /// duty, hours, absences and dated facts. Allocates nothing.
    pub fn validity(&self) -> Validity {
        let is_timeless = self.tables.timed.is_timeless && self.tables.reported.is_empty();
        let Some(start) = self.at().filter(|_| !is_timeless) else {
            return Validity::Forever;
        };
        let horizon = start.checked_add(HORIZON).unwrap_or(Timestamp::MAX);
        let other_route = match self.route_validity() {
            Validity::Until(change) if change < horizon => Some(change),
            _ => None,
        };
        let end = other_route.unwrap_or(horizon);
        let mut now = *self;
        while let Some(change) = now.next_change().filter(|change| *change < end) {
            now = Self {
                when: AsOf::from(change),
                ..*self
            };
            if !now.is_same(self) {
                return Validity::Until(change);
            }
        }
        other_route.map_or(Validity::AtLeast(horizon), Validity::Until)
    }

    /// The next instant at which something may be another that the answer reads beside its route.
    fn next_change(&self) -> Option<Timestamp> {
        let start = self.at()?;
        let changes = Changes::since(start);
        self.note_owner(&changes, start);
        let Facts {
            tables,
            answer,
            owner,
            known,
            given,
            excluded,
            as_of,
            notes: (),
        } = self.facts();
        let facts = Facts {
            tables,
            answer,
            owner,
            known,
            given,
            excluded,
            as_of,
            notes: &changes,
        };
        if facts.is_judged() {
            let mut judged = Judged::begin(facts);
            while judged.next(facts).is_some() {}
        } else {
            // What calendars do not say, dated facts may: of assignments, desks and heads.
            let steps = facts.steps().iter();
            steps.for_each(|step| {
                facts.occupant(step, Moment::START);
            });
        }
        facts.owner();
        facts.final_authority(facts.chain());
        for matter in [Matter::Consulted, Matter::Informed] {
            let notices = Parties::notices(&self.facts(), self.notices());
            seats(facts, matter, notices).for_each(drop);
        }
        changes.first()
    }

    /// When the owner's row may be another: by its own turns, or by the row of the assignment that names it.
    fn note_owner(&self, changes: &Changes, start: Timestamp) {
        let mut row = &self.answer.owner;
        if let Some((assignment, owners)) = self.answer.assigned {
            changes.note(Moment::START, || {
                self.tables.holder_until(assignment, &self.given, start)
            });
            let holder = self.tables.holder_at(assignment, &self.given, Some(start));
            let owner = self
                .tables
                .owners
                .span(owners)
                .get(crate::id::Id::index(holder));
            row = owner.unwrap_or(row);
        }
        if let Some(timing) = row.timing {
            let turns = &self.tables.timed.owners[timing].owners;
            changes.note(Moment::START, || turns.next(start));
        }
    }

    /// Whether it says the same, but for instants, of the same inquiry and the same route.
    fn is_same(&self, other: &Self) -> bool {
        let same = |one: ContactRef<'_>, other: ContactRef<'_>| one.seat == other.seat;
        let same_level = |(one, other): (Level<'_>, Level<'_>)| {
            one.kind() == other.kind()
                && one.standing == other.standing
                && one.reminders() == other.reminders()
                && one.nominal().seat.contact == other.nominal().seat.contact
                && one.is_unreachable() == other.is_unreachable()
                && one.on_duty().eq(other.on_duty())
        };
        same(self.owner(), other.owner())
            && self.owner_row().department == other.owner_row().department
            && self.owner_from() == other.owner_from()
            && self.chain().relaxed() == other.chain().relaxed()
            && self.is_unstaffed() == other.is_unstaffed()
            && self.chain().count() == other.chain().count()
            && self.chain().zip(other.chain()).all(same_level)
            && self.consulted().eq(other.consulted())
            && self.informed().eq(other.informed())
    }
}
