//! What the winning route makes of an inquiry, on plain data: rules T3, W4, O1, O3, O4, C1 to C3 and C5 once more.

use std::collections::BTreeSet;

use crate::oracle::{Ask, Oracle, best_desks, split};
use crate::plain::{Kind, Plain, Rule, Sort, To};

/// An answer by indices into the plain data.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
    pub matched: String,
    pub unrecognized: usize,
    pub basis: &'static str,
    pub owner: usize,
    pub unit: usize,
    pub owner_from: Option<usize>,
    pub first: usize,
    /// Party, unit, kind and minutes from the start.
    pub chain: Vec<(usize, usize, &'static str, i64)>,
    pub consulted: BTreeSet<usize>,
    pub informed: BTreeSet<usize>,
}

/// A level before anything is dropped; `after` of `None` is the response target of the level before.
struct Nominal {
    /// Nobody, where a relative target names nobody: the time passes all the same.
    who: Option<(usize, usize)>,
    kind: &'static str,
    after: Option<i64>,
    floored: bool,
}

pub fn expected(oracle: &Oracle<'_>, ask: &Ask, winner: usize) -> Expected {
    let plain = oracle.plain;
    let rule = &plain.rules[winner];
    let (owner, unit, owner_from) = plain.owner(rule.owner);
    let first = plain.first_contact(rule, unit, owner, ask);
    let (matched, unrecognized) = recognized(oracle, ask, winner);
    let depth = oracle.depth(winner);
    let basis = match () {
        () if depth == ask.path.len() => "exact",
        () if winner == 0 => "fallback",
        () => "inherited",
    };
    let party = |to: &To| plain.owner_or_party(*to);
    let standing = &plain.units[unit];
    Expected {
        matched,
        unrecognized,
        basis,
        owner,
        unit,
        owner_from,
        first: first.0,
        chain: plain.chain(oracle, ask, rule, first),
        consulted: rule
            .consulted
            .iter()
            .chain(&standing.consulted)
            .map(party)
            .collect(),
        informed: rule
            .informed
            .iter()
            .chain(&standing.informed)
            .map(party)
            .collect(),
    }
}

/// T3.
fn recognized(oracle: &Oracle<'_>, ask: &Ask, winner: usize) -> (String, usize) {
    let declared = oracle
        .plain
        .subjects
        .iter()
        .map(|subject| split(&subject.path));
    let declared = declared
        .filter(|path| ask.path.starts_with(path))
        .map(|path| path.len())
        .max()
        .unwrap_or(0);
    let depth = declared.max(oracle.depth(winner));
    let matched = if depth == 0 {
        "/".to_owned()
    } else {
        ask.path[..depth].join("/")
    };
    (matched, ask.path.len() - depth)
}

impl Plain {
    /// O1: owner, owning unit, and the unit whose head it is where that is another.
    fn owner(&self, to: To) -> (usize, usize, Option<usize>) {
        let unit = match to {
            To::Party(party) if self.parties[party].sort == Sort::Person => {
                return (party, self.home(party), None);
            }
            To::Party(party) => self.home(party),
            To::Unit(unit) => unit,
            other => unreachable!("{other:?} owns nothing"),
        };
        let (head, from) = self.head(unit);
        (head, unit, (from != unit).then_some(from))
    }

    /// A contact, or the head who speaks for a unit (O3).
    fn owner_or_party(&self, to: To) -> usize {
        match to {
            To::Party(party) => party,
            to => self.owner(to).0,
        }
    }

    /// The head of a unit, or of the nearest unit above that has one.
    fn head(&self, unit: usize) -> (usize, usize) {
        let found = self
            .upwards(unit)
            .find_map(|unit| self.units[unit].head.map(|head| (head, unit)));
        found.expect("the root has a head")
    }

    fn upwards(&self, unit: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(unit), |unit| self.units[*unit].parent)
    }

    /// The home given, else the deepest unit that contains every unit naming the party.
    fn home(&self, party: usize) -> usize {
        if let Some(home) = self.parties[party].home {
            return home;
        }
        let names = |unit: usize| {
            let unit = &self.units[unit];
            let at_a_desk = unit.desks.iter().any(|(contact, _)| *contact == party);
            unit.head == Some(party) || unit.members.contains(&party) || at_a_desk
        };
        let naming: Vec<usize> = (0..self.units.len()).filter(|unit| names(*unit)).collect();
        let contains_all = |unit: &usize| {
            naming
                .iter()
                .all(|one| self.upwards(*one).any(|above| above == *unit))
        };
        match naming.first() {
            Some(first) => self
                .upwards(*first)
                .find(contains_all)
                .expect("the root contains all"),
            None => 0,
        }
    }

    /// O4: the contact, and the unit that it answers for.
    fn first_contact(&self, rule: &Rule, unit: usize, owner: usize, ask: &Ask) -> (usize, usize) {
        match rule.responder {
            Some(To::Party(party)) => (party, self.home(party)),
            Some(To::Unit(unit)) => (self.first_of(unit, ask), unit),
            _ => (
                best_desks(self, &self.units[unit].desks, &ask.values)
                    .first()
                    .copied()
                    .unwrap_or(owner),
                unit,
            ),
        }
    }

    fn first_of(&self, unit: usize, ask: &Ask) -> usize {
        let desk = best_desks(self, &self.units[unit].desks, &ask.values)
            .first()
            .copied();
        desk.unwrap_or_else(|| self.head(unit).0)
    }

    /// The response target of a unit, of the nearest above, of the organization, or 30 minutes (C3).
    fn target_of(&self, unit: usize) -> i64 {
        self.upwards(unit)
            .find_map(|unit| self.units[unit].target)
            .or(self.target)
            .unwrap_or(30)
    }

    fn chain(
        &self,
        oracle: &Oracle<'_>,
        ask: &Ask,
        rule: &Rule,
        first: (usize, usize),
    ) -> Vec<(usize, usize, &'static str, i64)> {
        let (owner, unit, from) = self.owner(rule.owner);
        let owner = (owner, from.unwrap_or(unit));
        let level = |who, kind, after| Nominal {
            who: Some(who),
            kind,
            after,
            floored: false,
        };
        let mut levels = vec![level(first, "first-contact", Some(0))];
        match rule.ladder {
            None => {
                levels.extend(
                    self.functional(unit)
                        .map(|unit| level((self.first_of(unit, ask), unit), "functional", None)),
                );
                levels.push(level(owner, "owner", None));
                let others = self.heads(unit).filter(|head| head.0 != owner.0);
                levels.extend(others.map(|head| level(head, "hierarchical", None)));
            }
            Some(ladder) => {
                let ladder = &self.ladders[ladder];
                // Each time they stand in a policy, the relative targets `functional` and `head` go one step on.
                let mut functional = self
                    .functional(unit)
                    .map(|unit| (self.first_of(unit, ask), unit));
                let mut heads = self.heads(unit);
                let mut named = Vec::new();
                for rung in &ladder.rungs {
                    let floored = rung.floor.as_ref().is_some_and(|(dimension, floor)| {
                        oracle
                            .value(*dimension, ask)
                            .is_none_or(|value| self.lesser(*dimension, value, floor))
                    });
                    for (index, to) in rung.to.iter().enumerate() {
                        let target = match *to {
                            To::Party(party) => Some((party, self.home(party))),
                            To::Unit(unit) => Some((self.first_of(unit, ask), unit)),
                            To::First => Some(first),
                            To::Owner => Some(owner),
                            To::Functional => functional.next(),
                            To::Head => heads.next(),
                        };
                        if rung.floor.is_none() && matches!(to, To::Owner | To::Head) {
                            named.extend(target.map(|(party, _)| party));
                        }
                        let after = if index == 0 { rung.after } else { Some(0) };
                        levels.push(Nominal {
                            who: target,
                            kind: "policy",
                            after,
                            floored,
                        });
                    }
                }
                // The tail does not name again whom a level names as owner or head, whatever the inquiry.
                let tail: Vec<_> = self
                    .heads(unit)
                    .filter(|head| ladder.tail || head.1 == 0)
                    .collect();
                for head in tail.into_iter().filter(|head| !named.contains(&head.0)) {
                    let after = ladder.final_after.filter(|_| head.0 == self.head(0).0);
                    levels.push(level(head, "hierarchical", after));
                }
            }
        }
        self.standing(levels)
    }

    /// Drops who stands already and who is floored, moving no due instant, and ends at the root's head (C1, C3, C5).
    fn standing(&self, levels: Vec<Nominal>) -> Vec<(usize, usize, &'static str, i64)> {
        let mut chain: Vec<(usize, usize, &'static str, i64)> = Vec::new();
        let mut due = 0;
        let mut before = 0;
        for level in levels {
            due += level.after.unwrap_or_else(|| self.target_of(before));
            let Some((party, unit)) = level.who else {
                continue;
            };
            before = unit;
            if !level.floored && chain.iter().all(|standing| standing.0 != party) {
                chain.push((party, unit, level.kind, due));
                if party == self.head(0).0 {
                    break;
                }
            }
        }
        chain
    }

    /// Functional targets, transitively.
    fn functional(&self, unit: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.units[unit].escalates, |unit| {
            self.units[*unit].escalates
        })
    }

    fn heads(&self, unit: usize) -> impl Iterator<Item = (usize, usize)> {
        self.upwards(unit)
            .filter_map(|unit| self.units[unit].head.map(|head| (head, unit)))
    }

    fn lesser(&self, dimension: usize, value: &str, floor: &str) -> bool {
        let dimension = &self.dimensions[dimension];
        assert_eq!(dimension.kind, Kind::Ordered);
        let place = |value: &str| {
            dimension
                .values
                .iter()
                .position(|declared| declared == value)
        };
        place(value) < place(floor)
    }
}
