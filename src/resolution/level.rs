//! A level of a chain.

use core::fmt;

use jiff::{SignedDuration, Timestamp};

use super::facts::Facts;
use super::moment::Moment;
use super::presence::Presence;
use super::refs::{ContactRef, DepartmentRef};
use crate::as_of::AsOf;
use crate::excluded::Excluded;
use crate::id::StepId;
use crate::level::{LevelKind, Reminders};
use crate::tables::{Seat, Standing, Tables};

/// A level of a chain.
#[derive(Clone, Copy)]
pub struct Level<'r> {
    pub(super) tables: &'r Tables,
    pub(super) step: StepId,
    /// Who is asked, and for which department it answers.
    pub(super) standing: Standing,
    pub(super) number: u32,
    /// When the level before is due.
    pub(super) before: SignedDuration,
    pub(super) due: SignedDuration,
    pub(super) is_confidential: bool,
    /// None where nothing depends on the inquiry, and it has no instant.
    pub(super) own: Option<Own>,
}

/// What the inquiry says to a level.
#[derive(Clone, Copy)]
pub(super) struct Own {
    /// Whom the level names; who answers may be another.
    pub(super) nominal: Seat,
    pub(super) as_of: AsOf,
    pub(super) excluded: Excluded,
    /// Whether calendars were asked who can be reached.
    pub(super) is_judged: bool,
    pub(super) is_reached: bool,
}

impl Own {
    /// Of a level at which that contact is asked itself.
    #[inline(never)]
    pub(super) fn of(facts: &Facts<'_, '_>, nominal: Seat) -> Self {
        Self {
            nominal,
            as_of: *facts.as_of,
            excluded: *facts.excluded,
            is_judged: false,
            is_reached: true,
        }
    }
}

impl<'r> Level<'r> {
    /// 0 for the first contact, then counting up.
    #[inline(always)]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Who is asked: of several who are on duty together the first, of one who is away who stands in (H5). Without an
    /// instant a level on a schedule names the schedule (H7).
    #[inline(always)]
    pub fn contact(&self) -> ContactRef<'r> {
        self.named(self.standing.seat)
    }

    /// Whom the level names, whoever answers for it at its instant: who is away, or the schedule.
    pub fn nominal(&self) -> ContactRef<'r> {
        let own = self.own.map(|own| own.nominal);
        self.named(own.unwrap_or(self.standing.seat))
    }

    /// All who are asked together: several where a schedule has several on duty. Nobody where
    /// [nobody can be reached](Self::is_unreachable).
    pub fn on_duty(&self) -> impl Iterator<Item = ContactRef<'r>> + use<'_, 'r> {
        let judged = self.own.as_ref().filter(|own| own.is_judged);
        let alone = judged.is_none().then(|| self.contact());
        let reached = judged.filter(|own| own.is_reached);
        let several = reached
            .zip(self.at())
            .into_iter()
            .flat_map(|(own, at)| self.presence(own).all(own.nominal, at));
        alone
            .into_iter()
            .chain(several.map(|seat| self.named(seat)))
    }

    /// The instant at which it is asked, where the inquiry has one.
    pub fn at(&self) -> Option<Timestamp> {
        let start = self.own?.as_of.instant()?;
        let moment = Moment::START.later(self.due);
        Some(moment.instant(start))
    }

    /// Of a level on a schedule: the last handoff before it is asked, if there is one between the inquiry and then. Whoever
    /// was on duty before knows of the inquiry.
    ///
    /// # Complexity
    ///
    /// Linear in the handoffs in between.
    pub fn handoff(&self) -> Option<Timestamp> {
        let (own, at) = (self.own?, self.at()?);
        let schedule = self.presence(&own).schedule(own.nominal.contact)?;
        let schedule = &self.tables.timed.schedules[schedule];
        let start = own.as_of.instant()?;
        let changes = core::iter::successors(schedule.next(start), |at| schedule.next(*at));
        let mut on_duty = schedule.on_duty(start);
        let mut handoff = None;
        for change in changes.take_while(|change| *change <= at) {
            let then = schedule.on_duty(change);
            if then != on_duty {
                (on_duty, handoff) = (then, Some(change));
            }
        }
        handoff
    }

    /// Whether nobody can be reached: of the final authority alone, which is named in any case (C4).
    pub fn is_unreachable(&self) -> bool {
        self.own.is_some_and(|own| !own.is_reached)
    }

    fn named(&self, seat: Seat) -> ContactRef<'r> {
        ContactRef {
            tables: self.tables,
            seat,
            is_confidential: self.is_confidential,
        }
    }

    pub(super) fn presence<'a>(&self, own: &'a Own) -> Presence<'a, 'r> {
        Presence {
            tables: self.tables,
            when: own.as_of.instant(),
            excluded: &own.excluded,
        }
    }

    /// The position by which the contact stands here, where it is one.
    pub fn position(&self) -> Option<ContactRef<'r>> {
        self.contact().position()
    }

    /// For which department it answers.
    pub fn department(&self) -> DepartmentRef<'r> {
        DepartmentRef {
            tables: self.tables,
            id: self.standing.department,
        }
    }

    /// Why it stands here.
    pub fn kind(&self) -> LevelKind {
        self.tables.steps[self.step].kind
    }

    /// How long after the level before it is due; nothing for one that is asked together with it.
    pub fn after(&self) -> SignedDuration {
        self.due - self.before
    }

    /// How long after the start it is due.
    #[inline(always)]
    pub fn due(&self) -> SignedDuration {
        self.due
    }

    /// How it is reminded, if it is.
    pub fn reminders(&self) -> Option<Reminders> {
        self.tables.steps[self.step].reminders
    }
}

/// `2  Head of billing (billing), owner, after PT30M, due PT1H`
impl fmt::Display for Level<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (contact, department) = (self.contact().name(), self.department().name());
        write!(
            f,
            "{}  {contact} ({department}), {}, after {}, due {}",
            self.number,
            self.kind(),
            self.after(),
            self.due
        )
    }
}

impl fmt::Debug for Level<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Level");
        out.field("number", &self.number)
            .field("contact", &self.contact())
            .field("kind", &self.kind());
        out.field("due", &self.due).finish_non_exhaustive()
    }
}
