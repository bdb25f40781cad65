//! Which candidate wins, and why each of the others does not (W2).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::times::span;
use super::told::{Candidate, Outcome};
use super::{Entrant, Explainer, Field};
use crate::attribute::{Bounds, Precision, ValueSet};
use crate::calendar::dated::Window;
use crate::id::AttributeId;
use crate::organization::model::{Route, Times, WrittenCondition};
use crate::topic::WILDCARD;

/// The first step of W2 on which one box beats another.
struct Step {
    rule: &'static str,
    reason: String,
}

impl<'a> Explainer<'a> {
    /// The best of the candidates: whoever beats the best so far takes its place. The fallback is always among them.
    pub(super) fn best(&self, matching: &[Entrant<'a>]) -> &'a Route {
        let mut boxes = matching
            .iter()
            .flat_map(|entrant| entrant.boxes.iter().map(move |own| (entrant.route, *own)));
        let Some(mut best) = boxes.next() else {
            let inner = self.inner;
            return &inner.routes[inner.fallback];
        };
        for other in boxes {
            if self.beats(other, best).is_some() {
                best = other;
            }
        }
        best.0
    }

    /// W2, step by step: whether one box beats another, and by which step.
    fn beats(
        &self,
        (one, of_one): (&Route, &Bounds),
        (other, of_other): (&Route, &Bounds),
    ) -> Option<Step> {
        let literals = |route: &Route| -> Vec<bool> {
            route
                .pattern
                .segments()
                .map(|segment| segment != WILDCARD)
                .collect()
        };
        let steps = [
            ("W2.1", one.precedence.cmp(&other.precedence)),
            ("W2.2", one.pattern.depth().cmp(&other.pattern.depth())),
            ("W2.3", literals(one).cmp(&literals(other))),
            ("W2.4", one.exact.cmp(&other.exact)),
        ];
        match steps.into_iter().find(|(_, order)| order.is_ne()) {
            Some((rule, Ordering::Greater)) => Some(Step {
                rule,
                reason: self.reason(rule, one, other),
            }),
            Some(_) => None,
            None => match of_one.precision(of_other) {
                Precision::Narrower => Some(Step {
                    rule: "W2.5",
                    reason: self.wider(of_one, of_other),
                }),
                Precision::Same => better_times(one.times, other.times).map(|rule| Step {
                    rule,
                    reason: self.other_times(rule, one.times, other.times),
                }),
                Precision::Wider | Precision::Unordered => None,
            },
        }
    }

    /// What W2.6 and W2.7 say of the loser.
    fn other_times(&self, rule: &str, winner: Times, loser: Times) -> String {
        let hours = winner.during.map(|id| &self.inner.calendars.hours[id]);
        match hours {
            Some(hours) if rule == "W2.7" => {
                format!("it depends on no hours, the winner on `{}`", hours.key)
            }
            _ if loser.window == Window::ALWAYS => {
                format!("it is undated, the winner holds{}", span(winner.window))
            }
            _ => format!(
                "its window{} is wider than{}",
                span(loser.window),
                span(winner.window)
            ),
        }
    }

    /// What a step of W2 says of the loser.
    fn reason(&self, rule: &str, winner: &Route, loser: &Route) -> String {
        let name = |route: &Route| {
            self.inner
                .precedence_name(route.precedence)
                .unwrap_or_default()
        };
        let (winning, losing) = (&winner.pattern, &loser.pattern);
        match rule {
            "W2.1" if loser.is_fallback() => "it is the fallback, below all others".into(),
            "W2.1" => format!(
                "precedence `{}` is lower than `{}`",
                name(loser),
                name(winner)
            ),
            "W2.2" => format!("pattern `{losing}` is less deep than `{winning}`"),
            "W2.3" => format!("pattern `{losing}` has a `*` where `{winning}` has a literal"),
            _ => "its scope is the subtree, not the topic alone".into(),
        }
    }

    /// What W2.5 says of the wider of two boxes: a box that stands for one of each class counts as that class.
    fn wider(&self, narrow: &Bounds, wide: &Bounds) -> String {
        let is_one = |own: &Bounds, id: &AttributeId| {
            own.each().contains(id) || own.set(*id).is_some_and(ValueSet::is_single)
        };
        let differs = |id: &AttributeId| match (narrow.each(), wide.each()) {
            ([], []) => narrow.set(*id) != wide.set(*id),
            _ if is_one(narrow, id) && is_one(wide, id) => false,
            _ => narrow.set(*id) != wide.set(*id) || is_one(narrow, id) != is_one(wide, id),
        };
        let attributes = self.inner.vocabulary.attributes();
        let decisive = attributes.ids().find(differs);
        let name = decisive.map_or("", |id| attributes[id].name());
        if decisive.is_some_and(|id| narrow.each().contains(&id)) {
            format!("its constraint on `{name}` is wider than a row of the winner's assignment")
        } else {
            format!("its constraint on `{name}` is wider")
        }
    }

    pub(super) fn candidates(&self, winner: &Route, field: &Field<'_>) -> Box<[Candidate]> {
        let of_winner = field
            .matching
            .iter()
            .find(|entrant| entrant.route.key == winner.key);
        let mut lost: Vec<(Box<str>, Candidate)> = Vec::new();
        for entrant in field
            .matching
            .iter()
            .filter(|entrant| entrant.route.key != winner.key)
        {
            // Of the candidate's boxes the one counts that gets furthest before the winner beats it.
            let steps = entrant.boxes.iter().filter_map(|own| {
                let beaten = of_winner
                    .into_iter()
                    .flat_map(|best| &best.boxes)
                    .filter_map(|best| self.beats((winner, best), (entrant.route, own)));
                beaten.min_by_key(|step| step.rule)
            });
            let step = steps.max_by_key(|step| step.rule).unwrap_or(Step {
                rule: "W2",
                reason: "another is better".into(),
            });
            let outcome = Outcome::Lost {
                to: (*winner.key).into(),
                rule: step.rule.into(),
                reason: step.reason,
            };
            lost.push((
                step.rule.into(),
                Candidate {
                    route: (*entrant.route.key).into(),
                    outcome,
                },
            ));
        }
        // Who got furthest comes first.
        lost.sort_by(|(left, one), (right, other)| {
            right.cmp(left).then_with(|| one.route.cmp(&other.route))
        });
        let won = Candidate {
            route: (*winner.key).into(),
            outcome: Outcome::Won,
        };
        let dormant = field.dormant.iter().map(|(route, reason)| Candidate {
            route: (*route.key).into(),
            outcome: Outcome::Dormant {
                reason: reason.clone(),
            },
        });
        let failed = field.failing.iter().map(|route| self.failed(route));
        [won]
            .into_iter()
            .chain(lost.into_iter().map(|(_, candidate)| candidate))
            .chain(dormant)
            .chain(failed)
            .collect()
    }

    fn failed(&self, route: &Route) -> Candidate {
        // A box that stands for the rows of an assignment is narrower than one as written, and fails before it.
        let boxes = route.condition.boxes.iter();
        let written = boxes.filter(|own| own.each().is_empty());
        let failing = written.filter_map(|own| own.failing(self.classes)).min();
        let (attribute, found) = match failing {
            Some(id) => {
                let attribute = &self.inner.vocabulary.attributes()[id];
                (
                    attribute.name(),
                    attribute.describe(self.class(id)).to_string(),
                )
            }
            None => ("", String::new()),
        };
        let outcome = Outcome::Failed {
            attribute: attribute.into(),
            constraint: self.constraints(&route.condition.written, attribute),
            found,
        };
        Candidate {
            route: (*route.key).into(),
            outcome,
        }
    }

    /// What a condition asks of an attribute, itself or by those that it names.
    fn constraints(&self, condition: &WrittenCondition, attribute: &str) -> String {
        let boxes = condition.any.iter().chain([&condition.all]);
        let named = boxes.flat_map(|own| &own.named);
        let named = named.filter_map(|name| self.inner.conditions.get(name));
        let all = named.map(|named| &*named.written).chain([condition]);
        let constraints = all.flat_map(WrittenCondition::constraints);
        let mut texts: Vec<String> = constraints
            .filter(|(name, _)| *name == attribute)
            .map(|(name, constraint)| {
                let mut text = String::new();
                let _ = constraint.write(name, &mut text);
                text
            })
            .collect();
        texts.dedup();
        texts.join(" or ")
    }
}

/// W2.6, W2.7: which of the two says that the first times beat the second.
pub(super) fn better_times(one: Times, other: Times) -> Option<&'static str> {
    if one.window != other.window {
        let (own, others) = (one.window, other.window);
        let begins_within = match (own.from, others.from) {
            (_, None) => true,
            (own, Some(from)) => own.is_some_and(|own| own >= from),
        };
        let ends_within = match (own.until, others.until) {
            (_, None) => true,
            (own, Some(until)) => own.is_some_and(|own| own <= until),
        };
        return (begins_within && ends_within).then_some("W2.6");
    }
    (one.during.is_some() && other.during.is_none()).then_some("W2.7")
}
