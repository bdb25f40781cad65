//! Schedules: layers of rotations, overrides that beat them, and declared gaps (H1, H3, H4).

mod coverage;
mod crew;
mod duty;
mod layer;
mod overriding;
mod window;

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::Timestamp;

pub(crate) use crew::Crew;
pub(crate) use duty::{Duties, Gap, Source};
pub(crate) use layer::{Layer, Version};
pub(crate) use overriding::{Change, Override};
pub(crate) use window::{Share, Weekly, Window};

use super::zone::Zone;
use super::{Validity, earlier};
use overriding::Overrides;
use window::Held;

/// Who is on duty when.
///
/// At an instant, the last layer that is staffed says who is on duty. A layer is staffed where somebody has a turn, after
/// what the override of that layer does. In a declared gap no layer is. What the override of the whole schedule does
/// comes last.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) zone: Zone,
    /// A later one wins where it is staffed.
    pub(crate) layers: Vec<Layer>,
    /// In the order of their instants.
    pub(crate) overrides: Vec<Override>,
    pub(crate) unstaffed: Vec<Unstaffed>,
    /// Of the whole schedule.
    together: Overrides,
    /// By layer.
    by_layer: Vec<Overrides>,
}

/// A declared gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unstaffed {
    pub(crate) window: Window,
    pub(crate) reason: Box<str>,
}

/// Who is on duty at an instant, or why nobody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OnDuty {
    pub(crate) duties: Duties,
    /// Where nobody is on duty.
    pub(crate) gap: Option<Gap>,
}

impl Schedule {
    /// How many instants at which somebody might come or go are looked at, at most, to say how long an answer holds (H6).
    pub(crate) const HORIZON: usize = 1_000;

    /// A schedule of these layers, overrides and declared gaps. Overrides are in the order of their instants, and no two of
    /// one layer, or of the whole schedule, overlap.
    pub(crate) fn new(
        zone: Zone,
        layers: Vec<Layer>,
        overrides: Vec<Override>,
        unstaffed: Vec<Unstaffed>,
    ) -> Self {
        let by_layer = (0..layers.len()).map(|layer| Overrides::of(Some(layer), &overrides));
        Self {
            zone,
            by_layer: by_layer.collect(),
            together: Overrides::of(None, &overrides),
            layers,
            overrides,
            unstaffed,
        }
    }

    /// Who is on duty at an instant.
    ///
    /// Takes time in the layers and declared gaps, and logarithmic in all else; it grows with no distance in time.
    pub(crate) fn on_duty(&self, instant: Timestamp) -> OnDuty {
        let (held, _) = self.together.at(instant, &self.overrides);
        let declared = self.declared(instant);
        let is_needed = declared.is_none() && held.is_none_or(|(_, own)| !own.is_whole());
        let mut duties = if is_needed {
            self.of_layers(instant)
        } else {
            Duties::default()
        };
        if let Some((index, own)) = held {
            duties = own.apply(index, &duties);
        }
        let gap = declared.map_or(Gap::Open, Gap::Declared);
        OnDuty {
            gap: duties.is_empty().then_some(gap),
            duties,
        }
    }

    /// How long the answer at an instant stays the same (H6).
    pub(crate) fn validity(&self, instant: Timestamp) -> Validity {
        let now = self.on_duty(instant);
        let mut same = instant;
        for _ in 0..Self::HORIZON {
            let Some(next) = self.next(same) else {
                return Validity::Forever;
            };
            if self.on_duty(next) != now {
                return Validity::Until(next);
            }
            same = next;
        }
        Validity::AtLeast(same)
    }

    /// The next instant, later than this one, at which the answer may be another.
    pub(crate) fn next(&self, instant: Timestamp) -> Option<Timestamp> {
        let (held, next) = self.together.at(instant, &self.overrides);
        if held.is_some_and(|(_, own)| own.is_whole()) {
            return next;
        }
        let (is_declared, gaps) = self.gaps(instant);
        let next = earlier(next, gaps);
        if is_declared {
            return next;
        }
        let layers = self.layers.iter().enumerate().rev();
        let mut next = next;
        for (index, layer) in layers {
            let (held, change) = self.override_of(index, instant);
            next = earlier(next, change);
            if held.is_none_or(|(_, own)| !own.is_whole()) {
                next = earlier(next, layer.next(instant));
            }
            if !self.crew_of_layer(index, layer, instant).is_empty() {
                // What lies below does not show.
                break;
            }
        }
        next
    }

    /// Who is on duty by the layers, the overrides of single layers included.
    fn of_layers(&self, instant: Timestamp) -> Duties {
        let layers = self.layers.iter().enumerate().rev();
        let mut staffed = layers.map(|(index, layer)| self.of_layer(index, layer, instant));
        staffed
            .find(|duties| !duties.is_empty())
            .unwrap_or_default()
    }

    fn of_layer(&self, index: usize, layer: &Layer, instant: Timestamp) -> Duties {
        let on_duty = layer.on_duty(instant).iter();
        let duties = on_duty.map(|contact| (*contact, Source::Layer(index)));
        let duties = duties.collect();
        match self.override_of(index, instant).0 {
            Some((number, own)) => own.apply(number, &duties),
            None => duties,
        }
    }

    /// The override of a layer, and the next instant at which there is another one or none.
    fn override_of(
        &self,
        layer: usize,
        instant: Timestamp,
    ) -> (Option<(usize, &Override)>, Option<Timestamp>) {
        match self.by_layer.get(layer) {
            Some(own) => own.at(instant, &self.overrides),
            None => (None, None),
        }
    }

    /// The first of the declared gaps that hold.
    fn declared(&self, instant: Timestamp) -> Option<usize> {
        let mut gaps = self.unstaffed.iter();
        gaps.position(|gap| gap.window.at(&self.zone, instant).holds)
    }

    /// Whether a declared gap holds, and the next instant at which others do.
    fn gaps(&self, instant: Timestamp) -> (bool, Option<Timestamp>) {
        let gaps = self.unstaffed.iter();
        let held = gaps.map(|gap| gap.window.at(&self.zone, instant));
        held.fold((false, None), |(any, next), Held { holds, next: own }| {
            (any || holds, earlier(next, own))
        })
    }
}
