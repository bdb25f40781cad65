//! A chain as it grows: when each level is due, which are dropped, and what closes it (C1, C3, C5, X1).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Explainer;
use super::chain::{People, Step};
use super::people::{Seat, Standing};
use super::told::ChainTrace;
use crate::id::{ContactId, DepartmentId};
use crate::level::{LevelKind, Reminders};
use crate::organization::model::{Floor, Route};
use crate::resolution::AnswerLevel;

impl<'a> Explainer<'a> {
    /// The levels, and every step that was thought of.
    pub(super) fn chain(
        &self,
        route: &'a Route,
        nominal: &People,
        actual: &People,
    ) -> (Vec<AnswerLevel>, Box<[ChainTrace]>) {
        let mut run = Run {
            explainer: self,
            end: actual.last.seat.contact,
            levels: Vec::new(),
            trace: Vec::new(),
            due: SignedDuration::ZERO,
            last: None,
            is_over: false,
        };
        // X1: a level that names the final authority names who stands in for it.
        let stand_in = actual.last.clone().because(INSTEAD_OF_FINAL);
        for mut step in self.steps(route, nominal, actual) {
            let place = &mut step.place;
            let named = place.nominal.as_ref().map(|own| own.seat.contact);
            if place.actual.is_none() && named == Some(nominal.last.seat.contact) {
                place.actual = Some(stand_in.clone());
            }
            run.step(&step);
        }
        if !run.is_over {
            run.close(nominal.last.seat.contact, &actual.last);
        }
        (run.levels, run.trace.into())
    }

    fn response_target(&self, department: DepartmentId) -> SignedDuration {
        let mut up = self.upwards(department);
        up.find_map(|id| self.inner.departments[id].response_target)
            .or(self.inner.response_target)
            .unwrap_or(SignedDuration::from_mins(30))
    }
}

/// What is said where the chain ends.
const FINAL: &str = ", the final authority (C1)";

/// Why somebody stands where the final authority would.
const INSTEAD_OF_FINAL: &str = ", in place of an excluded one (X1)";

struct Run<'e, 'a> {
    explainer: &'e Explainer<'a>,
    /// The final authority.
    end: ContactId,
    levels: Vec<AnswerLevel>,
    trace: Vec<ChainTrace>,
    /// When the step before is due.
    due: SignedDuration,
    /// Of the last step that names somebody, as if nobody were excluded: who, when and for which department.
    last: Option<(ContactId, SignedDuration, DepartmentId)>,
    /// The final authority stands on the chain.
    is_over: bool,
}

impl Run<'_, '_> {
    fn step(&mut self, step: &Step<'_>) {
        let before = self.last.map(|(_, _, department)| department);
        self.due += step.after.unwrap_or_else(|| {
            let before = before.unwrap_or(self.explainer.inner.root);
            self.explainer.response_target(before)
        });
        let level = step.level.map(|(level, _)| level);
        let actual = step.place.actual.as_ref();
        let dropped = match (&step.place.nominal, actual) {
            (None, _) => Some("as nobody is there".to_string()),
            (_, None) => Some("as the inquiry excludes who stands there (X1)".to_string()),
            (_, Some(_)) if self.is_over => {
                Some("as the chain ends at the final authority (C1)".to_string())
            }
            (_, Some(standing)) => level
                .and_then(|level| self.below(level.floor?))
                .or_else(|| self.stands_before(standing.seat)),
        };
        let reminders = level.and_then(|level| level.reminders);
        match (actual, dropped) {
            (Some(standing), None) => {
                self.stand(standing, step.kind, reminders, FINAL);
            }
            (standing, dropped) => {
                let nominal = step.place.nominal.as_ref();
                let reason = standing.or(nominal).map_or_else(
                    || "the policy goes a step further than the organization".to_string(),
                    |standing| standing.reason.clone(),
                );
                self.note(
                    None,
                    standing.map(|own| own.seat),
                    step.kind,
                    reason,
                    dropped,
                );
            }
        }
        if let Some(nominal) = &step.place.nominal {
            self.last = Some((nominal.seat.contact, self.due, nominal.department));
        }
    }

    /// The final authority, where the levels ran out before it stood among them: with the last of them, where that was the
    /// one who would be it if nobody were excluded; else when that one's department should have answered.
    fn close(&mut self, nominal: ContactId, last: &Standing) {
        if let Some((contact, due, department)) = self.last {
            let after = self.explainer.response_target(department);
            self.due = if contact == nominal { due } else { due + after };
        }
        let last = last.clone().because(INSTEAD_OF_FINAL);
        self.stand(&last, LevelKind::Hierarchical, None, FINAL);
    }

    /// A level; `end` is what to say where the chain ends with it.
    fn stand(
        &mut self,
        standing: &Standing,
        kind: LevelKind,
        repeat: Option<Reminders>,
        end: &str,
    ) {
        let explainer = self.explainer;
        let before = self.levels.last();
        let before = before.map_or(SignedDuration::ZERO, |level| level.due);
        let number = u32::try_from(self.levels.len()).unwrap_or(u32::MAX);
        let Seat { contact, position } = standing.seat;
        self.levels.push(AnswerLevel {
            level: number,
            contact: explainer.contact_key(contact),
            position: position.map(|id| explainer.contact_key(id)),
            department: explainer.department_key(standing.department),
            kind,
            after: self.due - before,
            due: self.due,
            repeat,
            stands_for: None,
            together: Vec::new(),
            at: None,
            handoff: None,
            unreachable: false,
        });
        self.is_over = contact == self.end;
        let end = if self.is_over { end } else { "" };
        let reason = format!("{}{end}", standing.reason);
        self.note(Some(number), Some(standing.seat), kind, reason, None);
    }

    fn note(
        &mut self,
        level: Option<u32>,
        seat: Option<Seat>,
        kind: LevelKind,
        reason: String,
        dropped: Option<String>,
    ) {
        let guarded = |id| self.explainer.guarded(id);
        self.trace.push(ChainTrace {
            level,
            contact: seat.map(|seat| guarded(seat.contact)),
            position: seat.and_then(|seat| seat.position).map(guarded),
            kind,
            due: self.due,
            reason,
            dropped,
        });
    }

    /// C5: whether the inquiry is below a floor, in words.
    fn below(&self, floor: Floor) -> Option<String> {
        let explainer = self.explainer;
        let attribute = &explainer.inner.vocabulary.attributes()[floor.attribute];
        let class = explainer.class(floor.attribute);
        if class >= floor.class {
            return None;
        }
        let (name, least) = (attribute.name(), attribute.describe(floor.class));
        let found = attribute.describe(class);
        Some(format!(
            "as `{name}` must be at least {least}, found {found} (C5)"
        ))
    }

    /// C1: whether somebody stands on the chain already, in words.
    fn stands_before(&self, seat: Seat) -> Option<String> {
        let key = self.explainer.contact_key(seat.contact);
        let before = self.levels.iter().find(|level| level.contact == key)?;
        let number = before.level;
        Some(format!("as it stands at level {number} already (C1)"))
    }
}
