//! Schedules: who is on duty when, and what put them there.

use core::fmt;

use jiff::Timestamp;

use super::{ContactView, DepartmentView};
use crate::calendar::Validity;
use crate::calendar::schedule::{Gap as CalendarGap, Layer, OnDuty as CalendarDuty};
use crate::calendar::schedule::{Override, Schedule as Calendar, Source};
use crate::calendar::timeline::{Span, Timeline};
use crate::id::{ContactId, ScheduleId};
use crate::organization::Inner;
use crate::organization::rota::Schedule;

/// A schedule of an organization. Two are equal where they are the same one of one organization or its clones.
///
/// # Example: who is on duty, until when, and who is next
///
/// ```
/// # use switchboard::Document;
/// # let document: Document = toml::from_str(r#"
/// # switchboard = 1
/// # departments.company.head = "ana"
/// # contacts.ana = { kind = "person", name = "Ana" }
/// # contacts.bo = { kind = "person", name = "Bo" }
/// # routes = [{ topic = "/", owner = "company" }]
/// # [schedules.support]
/// # zone = "Europe/Bucharest"
/// # layers = [{ rotation = "weekly", from = "2026-01-05", handoff = "09:00", turns = ["ana", "bo"] }]
/// # "#)?;
/// # #[cfg(feature = "tzdb")] {
/// // [schedules.support]
/// // zone = "Europe/Bucharest"
/// // layers = [{ rotation = "weekly", from = "2026-01-05", handoff = "09:00", turns = ["ana", "bo"] }]
/// use switchboard::{Timestamp, Validity};
///
/// let organization = document.build()?;
/// let schedule = organization.schedule("support").expect("it is declared");
/// let now: Timestamp = "2026-03-25T12:00:00Z".parse()?;
/// let on_duty = schedule.on_duty(now);
/// assert!(on_duty.people().map(|duty| duty.contact().key()).eq(["bo"]));
///
/// let handoff = "2026-03-30T06:00:00Z".parse()?; // summer time began on 29 March
/// assert_eq!(on_duty.validity(), Validity::Until(handoff));
/// assert!(schedule.on_duty(handoff).people().map(|duty| duty.contact().key()).eq(["ana"]));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ScheduleRef<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: ScheduleId,
}

impl<'o> DepartmentView<'o> {
    /// The schedule by which somebody answers first where no desk does (O4).
    pub fn on_duty(&self) -> Option<ScheduleRef<'o>> {
        self.contact(self.row().on_duty?).schedule()
    }
}

impl<'o> ContactView<'o> {
    /// Who is on duty when, of a contact that is a schedule.
    pub fn schedule(&self) -> Option<ScheduleRef<'o>> {
        let (inner, id) = (self.inner, self.row().schedule?);
        Some(ScheduleRef { inner, id })
    }
}

impl<'o> ScheduleRef<'o> {
    fn row(self) -> &'o Schedule {
        &self.inner.schedules[self.id]
    }

    fn calendar(self) -> &'o Calendar {
        &self.row().calendar
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// The contact that it is, where somebody answers by it.
    pub fn contact(&self) -> ContactView<'o> {
        let (inner, id) = (self.inner, self.row().contact);
        ContactView { inner, id }
    }

    /// What people call it; its key, if it has no name.
    pub fn name(&self) -> &'o str {
        self.contact().name()
    }

    /// Its home department: see [`ContactView::department`].
    pub fn department(&self) -> DepartmentView<'o> {
        self.contact().department()
    }

    /// The name of the time zone of its local times.
    pub fn zone(&self) -> &'o str {
        self.calendar().zone.name()
    }

    /// The layers, the lowest first: a later one wins where it is staffed (H3).
    pub fn layers(self) -> impl Iterator<Item = LayerRef<'o>> {
        let layers = self.calendar().layers.iter().enumerate();
        layers.map(|(index, layer)| LayerRef { index, layer })
    }

    /// The overrides, in the order of their instants.
    pub fn overrides(self) -> impl Iterator<Item = OverrideRef<'o>> {
        let calendar = self.calendar();
        let overrides = calendar.overrides.iter();
        overrides.map(move |own| OverrideRef { calendar, own })
    }

    /// Who is on duty at an instant. At a handoff it is who comes, and not who goes (H1).
    ///
    /// # Complexity
    ///
    /// Linear in the layers and declared gaps, logarithmic in turns, versions and overrides. It takes the same time in ten
    /// years as it does today.
    pub fn on_duty(self, instant: Timestamp) -> OnDuty<'o> {
        OnDuty {
            schedule: self,
            instant,
            found: self.calendar().on_duty(instant),
        }
    }

    /// Who is on duty from one instant until another, segment by segment, gaps included: exact, half-open, one behind the
    /// other. Neighbours differ in who is on duty, in what put them there, or in why nobody is. Nothing where `until` is not
    /// later than `from`.
    ///
    /// # Complexity
    ///
    /// It is lazy. Each segment costs a look at each instant in it at which a layer, override or declared gap that counts
    /// then changes.
    pub fn timeline(self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Segment<'o>> {
        let spans = Timeline::new(self.calendar(), from, until);
        spans.map(move |span| Segment {
            schedule: self,
            span,
        })
    }

    /// When nobody is on duty from one instant until another: the gaps of the [timeline](Self::timeline), declared ones
    /// and others.
    pub fn gaps(self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Segment<'o>> {
        let segments = self.timeline(from, until);
        segments.filter(|segment| segment.gap().is_some())
    }

    fn people(self, on_duty: &CalendarDuty) -> impl Iterator<Item = Duty<'o>> {
        let duties = on_duty.duties.iter();
        duties.map(move |(contact, source)| Duty {
            schedule: self,
            contact,
            source,
        })
    }

    fn gap(self, on_duty: &CalendarDuty) -> Option<Gap<'o>> {
        Some(match on_duty.gap? {
            CalendarGap::Open => Gap { reason: None },
            CalendarGap::Declared(index) => Gap {
                reason: Some(&*self.calendar().unstaffed.get(index)?.reason),
            },
        })
    }
}

impl fmt::Debug for ScheduleRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScheduleRef({})", self.key())
    }
}

/// Who is on duty at an instant: from [`ScheduleRef::on_duty`].
#[derive(Clone)]
pub struct OnDuty<'o> {
    schedule: ScheduleRef<'o>,
    instant: Timestamp,
    found: CalendarDuty,
}

impl<'o> OnDuty<'o> {
    /// The instant that was asked for.
    pub fn instant(&self) -> Timestamp {
        self.instant
    }

    /// Who is on duty, each once, in the order of their keys. Nobody where there is a [gap](Self::gap).
    pub fn people(&self) -> impl Iterator<Item = Duty<'o>> {
        self.schedule.people(&self.found)
    }

    /// Why nobody is on duty, where nobody is.
    pub fn gap(&self) -> Option<Gap<'o>> {
        self.schedule.gap(&self.found)
    }

    /// How long the same people are on duty for the same reason (H6): until something changes; forever; or at least until an
    /// instant up to which nothing does, after a look at the next 1,000 at which something might.
    ///
    /// # Complexity
    ///
    /// It is worked out when asked for: as a rule by one look, at most by 1,000, each as dear as
    /// [`on_duty`](ScheduleRef::on_duty).
    pub fn validity(&self) -> Validity {
        self.schedule.calendar().validity(self.instant)
    }
}

impl fmt::Debug for OnDuty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnDuty({}: ", self.instant)?;
        show(self.people(), self.gap(), f)
    }
}

/// A stretch of time in which the same people are on duty, or nobody is: from [`ScheduleRef::timeline`].
#[derive(Clone)]
pub struct Segment<'o> {
    schedule: ScheduleRef<'o>,
    span: Span,
}

impl<'o> Segment<'o> {
    /// Its first instant.
    pub fn from(&self) -> Timestamp {
        self.span.from
    }

    /// The first instant behind it.
    pub fn until(&self) -> Timestamp {
        self.span.until
    }

    /// Who is on duty, each once, in the order of their keys. Nobody where it is a [gap](Self::gap).
    pub fn people(&self) -> impl Iterator<Item = Duty<'o>> {
        self.schedule.people(&self.span.on_duty)
    }

    /// Why nobody is on duty, where nobody is.
    pub fn gap(&self) -> Option<Gap<'o>> {
        self.schedule.gap(&self.span.on_duty)
    }
}

impl fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({} to {}: ", self.from(), self.until())?;
        show(self.people(), self.gap(), f)
    }
}

fn show<'o>(
    mut people: impl Iterator<Item = Duty<'o>>,
    gap: Option<Gap<'o>>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if let Some(gap) = gap {
        return write!(f, "{gap:?})");
    }
    people.try_for_each(|duty| write!(f, "{duty:?} "))?;
    f.write_str(")")
}

/// Somebody who is on duty.
#[derive(Clone, Copy)]
pub struct Duty<'o> {
    schedule: ScheduleRef<'o>,
    contact: ContactId,
    source: Source,
}

impl<'o> Duty<'o> {
    /// Who it is.
    pub fn contact(&self) -> ContactView<'o> {
        ContactView {
            inner: self.schedule.inner,
            id: self.contact,
        }
    }

    /// The layer that put them there, if it was one.
    pub fn layer(&self) -> Option<LayerRef<'o>> {
        let Source::Layer(index) = self.source else {
            return None;
        };
        let layer = self.schedule.calendar().layers.get(index)?;
        Some(LayerRef { index, layer })
    }

    /// The override that put them there, if it was one.
    pub fn overridden_by(&self) -> Option<OverrideRef<'o>> {
        let Source::Override(index) = self.source else {
            return None;
        };
        let calendar = self.schedule.calendar();
        let own = calendar.overrides.get(index)?;
        Some(OverrideRef { calendar, own })
    }
}

impl fmt::Debug for Duty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {:?}", self.contact().key(), self.source)
    }
}

/// Why nobody is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap<'o> {
    reason: Option<&'o str>,
}

impl<'o> Gap<'o> {
    /// The reason, where the schedule [declares](crate::Schedule::unstaffed) that nobody is meant to be there (H4).
    pub fn reason(&self) -> Option<&'o str> {
        self.reason
    }

    /// Whether the schedule declares it.
    pub fn is_declared(&self) -> bool {
        self.reason.is_some()
    }
}

/// A layer of a schedule.
#[derive(Clone, Copy)]
pub struct LayerRef<'o> {
    index: usize,
    layer: &'o Layer,
}

impl<'o> LayerRef<'o> {
    /// Its key, if it has one.
    pub fn key(&self) -> Option<&'o str> {
        self.layer.key.as_deref()
    }

    /// Its place among the layers of its schedule, from 0 for the lowest.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The name of the time zone of its local times.
    pub fn zone(&self) -> &'o str {
        self.layer.zone.name()
    }
}

impl fmt::Debug for LayerRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key() {
            Some(key) => write!(f, "LayerRef({key})"),
            None => write!(f, "LayerRef({})", self.index),
        }
    }
}

/// An override of a schedule.
#[derive(Clone, Copy)]
pub struct OverrideRef<'o> {
    calendar: &'o Calendar,
    own: &'o Override,
}

impl<'o> OverrideRef<'o> {
    /// Its first instant.
    pub fn from(&self) -> Timestamp {
        self.own.from
    }

    /// The first instant behind it.
    pub fn until(&self) -> Timestamp {
        self.own.until
    }

    /// The layer whose people it changes; none where it changes those of the whole schedule.
    pub fn layer(&self) -> Option<LayerRef<'o>> {
        let index = self.own.layer?;
        let layer = self.calendar.layers.get(index)?;
        Some(LayerRef { index, layer })
    }

    /// Why, if it says.
    pub fn reason(&self) -> Option<&'o str> {
        self.own.reason.as_deref()
    }
}

impl fmt::Debug for OverrideRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OverrideRef({} to {})", self.from(), self.until())
    }
}

macro_rules! equal {
    ($($view:ident: $row:ident;)*) => {$(
        /// Two are equal where they are the same one of one organization or its clones.
        impl PartialEq for $view<'_> {
            fn eq(&self, other: &Self) -> bool {
                core::ptr::eq(self.$row, other.$row)
            }
        }

        impl Eq for $view<'_> {}
    )*};
}

equal! {
    LayerRef: layer;
    OverrideRef: own;
}
