//! The levels of a chain as they are written down, and what is said of every step that was thought of.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Explainer;
use super::people::{Seat, Standing};
use super::reach::Reach;
use super::times::Due;
use super::told::ChainTrace;
use crate::id::ContactId;
use crate::level::{LevelKind, Reminders};
use crate::resolution::AnswerLevel;

/// What stands on a chain so far.
pub(super) struct Levels<'e, 'a> {
    explainer: &'e Explainer<'a>,
    standing: Vec<AnswerLevel>,
    /// Of each level, whom it names, whoever answers there.
    named: Vec<ContactId>,
    traces: Vec<ChainTrace>,
}

impl<'e, 'a> Levels<'e, 'a> {
    pub(super) fn new(explainer: &'e Explainer<'a>) -> Self {
        Self {
            explainer,
            standing: Vec::new(),
            named: Vec::new(),
            traces: Vec::new(),
        }
    }

    /// The level that names somebody already.
    pub(super) fn naming(&self, contact: ContactId) -> Option<usize> {
        self.named.iter().position(|id| *id == contact)
    }

    /// A level.
    pub(super) fn stand(
        &mut self,
        standing: Standing,
        kind: LevelKind,
        due: Due,
        repeat: Option<Reminders>,
        reach: &Reach,
        mut notes: Vec<String>,
    ) {
        let explainer = self.explainer;
        let before = self.standing.last();
        let before = before.map_or(SignedDuration::ZERO, |level| level.due);
        let number = u32::try_from(self.standing.len()).unwrap_or(u32::MAX);
        let named = standing.seat;
        let asked = reach.seats.first().copied().unwrap_or(named);
        let together: Vec<ContactId> = match reach.seats.as_slice() {
            [] | [_] => Vec::new(),
            several => several.iter().map(|seat| seat.contact).collect(),
        };
        let stands_for = (asked.contact != named.contact).then_some(named.contact);
        let at = explainer.instant(due);
        let is_reached = !reach.seats.is_empty();
        let level = AnswerLevel {
            level: number,
            contact: explainer.contact_key(asked.contact),
            position: asked.position.map(|id| explainer.contact_key(id)),
            department: explainer.department_key(standing.department),
            kind,
            after: due.after - before,
            due: due.after,
            repeat,
            stands_for: stands_for.map(|id| explainer.contact_key(id)),
            together: together
                .iter()
                .map(|id| explainer.contact_key(*id))
                .collect(),
            at,
            handoff: explainer.handoff(named, due),
            unreachable: at.is_some() && !is_reached,
        };
        if let Some(handoff) = level.handoff {
            notes.push(format!("handed off at {handoff}"));
        }
        if level.unreachable {
            notes.push("nobody can be reached: it is named all the same (C4)".into());
        }
        self.standing.push(level);
        self.named.push(named.contact);
        let trace = ChainTrace {
            level: Some(number),
            stands_for: stands_for.map(|id| explainer.guarded(id)),
            together: together.iter().map(|id| explainer.guarded(*id)).collect(),
            ..self.trace(Some(asked), kind, due, standing.reason, notes)
        };
        self.traces.push(trace);
    }

    /// A step that becomes no level.
    pub(super) fn drop(
        &mut self,
        seat: Option<Seat>,
        kind: LevelKind,
        due: Due,
        reason: String,
        dropped: String,
        notes: Vec<String>,
    ) {
        let trace = ChainTrace {
            dropped: Some(dropped),
            ..self.trace(seat, kind, due, reason, notes)
        };
        self.traces.push(trace);
    }

    fn trace(
        &self,
        seat: Option<Seat>,
        kind: LevelKind,
        due: Due,
        reason: String,
        notes: Vec<String>,
    ) -> ChainTrace {
        let guarded = |id| self.explainer.guarded(id);
        ChainTrace {
            level: None,
            contact: seat.map(|seat| guarded(seat.contact)),
            position: seat.and_then(|seat| seat.position).map(guarded),
            stands_for: None,
            together: Box::default(),
            kind,
            due: due.after,
            at: self.explainer.instant(due),
            reason,
            notes: notes.into(),
            dropped: None,
        }
    }

    /// The levels, and what is said of every step. Where nobody on the chain can be reached, the final authority stands there
    /// alone, asked at once (C4).
    pub(super) fn finish(mut self) -> (Vec<AnswerLevel>, Box<[ChainTrace]>) {
        if let [only] = self.standing.as_mut_slice() {
            if only.unreachable {
                (only.after, only.due) = (SignedDuration::ZERO, SignedDuration::ZERO);
                only.at = self.explainer.at;
                for trace in self.traces.iter_mut().filter(|own| own.level.is_some()) {
                    (trace.due, trace.at) = (only.due, only.at);
                }
            }
        }
        (self.standing, self.traces.into())
    }
}
