//! What the winning route makes of an inquiry, on plain data: rules T3, W4, O1, O3, O4, C1 to C3, C5, X1 and X2 once more.

use std::collections::BTreeSet;

use crate::oracle::{Ask, Oracle, Standing, crafts_needed, nearest, split};
use crate::plain::{Kind, Plain, Row, Rule, Sort, To, dimension_name};

/// An answer by indices into the plain data.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
    pub matched: String,
    pub unrecognized: usize,
    pub basis: &'static str,
    pub owner: Seat,
    pub unit: usize,
    pub owner_from: Option<usize>,
    pub first: usize,
    pub relaxed: Vec<String>,
    pub nature: Option<String>,
    pub is_forwarded: bool,
    pub is_secret: bool,
    pub chain: Vec<Level>,
    pub consulted: BTreeSet<usize>,
    pub informed: BTreeSet<usize>,
}

/// Who is asked, and the position by which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub party: usize,
    pub position: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    pub seat: Seat,
    pub unit: usize,
    pub kind: &'static str,
    /// Minutes from the start.
    pub due: i64,
    pub repeat: Option<(u32, i64)>,
}

/// What the rules say of one inquiry.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Answer(Box<Expected>),
    /// Nobody is left who could be accountable (X1).
    AllExcluded,
    /// Two desks tie, as the one that told them apart is excluded: the rules leave open which answers.
    Open,
}

pub fn expected(oracle: &Oracle<'_>, ask: &Ask, winner: usize) -> Verdict {
    let plain = oracle.plain;
    let without = plain.all_excluded(&ask.excluded);
    let root = plain.own_head(0).expect("the root has a head");
    let umpire = plain.umpire.and_then(|umpire| plain.held(umpire));
    if without.has(root) && umpire.is_none_or(|umpire| without.has(umpire)) {
        return Verdict::AllExcluded;
    }
    let case = Case {
        oracle,
        plain,
        ask,
        rule: &plain.rules[winner],
        crafts: crafts_needed(plain, &ask.path),
        nobody: Excluded::default(),
    };
    match case.answer(winner, &without) {
        Ok(answer) => Verdict::Answer(Box::new(answer)),
        Err(DesksTie) => Verdict::Open,
    }
}

/// Who is not to be asked: contacts, with the holders of positions and the touchpoints that they staff.
#[derive(Default)]
struct Excluded(BTreeSet<usize>);

impl Excluded {
    fn has(&self, seat: Seat) -> bool {
        self.0.contains(&seat.party) || seat.position.is_some_and(|one| self.0.contains(&one))
    }
}

struct DesksTie;

/// Who answers, for which unit.
type Place = (Seat, usize);

/// Whom a route makes accountable.
struct Owner {
    seat: Seat,
    unit: usize,
    /// The unit whose head it is: mostly the same.
    from: usize,
}

/// A level before anything is dropped: whom the rules name without any exclusion, and with it.
struct Nominal {
    /// Nobody, where a relative target names nobody: the time passes all the same.
    who: Option<Place>,
    shown: Option<Place>,
    kind: &'static str,
    /// `None` is the response target of the level before.
    after: Option<i64>,
    floored: bool,
    repeat: Option<(u32, i64)>,
}

impl Nominal {
    fn new(who: Place, shown: Option<Place>, kind: &'static str, after: Option<i64>) -> Self {
        Self {
            who: Some(who),
            shown,
            kind,
            after,
            floored: false,
            repeat: None,
        }
    }
}

/// One inquiry and the rule that wins it.
struct Case<'a> {
    oracle: &'a Oracle<'a>,
    plain: &'a Plain,
    ask: &'a Ask,
    rule: &'a Rule,
    crafts: Vec<String>,
    nobody: Excluded,
}

impl Case<'_> {
    fn answer(&self, winner: usize, without: &Excluded) -> Result<Expected, DesksTie> {
        let plain = self.plain;
        let owner = self.owner(without);
        let (first, relaxed) = self.first_contact(without)?;
        let (matched, unrecognized) = recognized(self.oracle, self.ask, winner);
        let depth = self.oracle.depth(winner);
        let basis = match () {
            () if depth == self.ask.path.len() => "exact",
            () if winner == 0 => "fallback",
            () => "inherited",
        };
        let nature = nearest(plain, &self.ask.path, |place| {
            plain.subjects[place].nature.as_ref()
        });
        let standing = &plain.units[owner.unit];
        let memos: Vec<_> = self.oracle.memos(self.ask).collect();
        let is_secret = self.rule.last.is_some();
        let parties = |own: &[To], standing: &[To], noted: Vec<&To>| -> BTreeSet<usize> {
            let others = standing.iter().chain(noted);
            let all = own.iter().chain(others.filter(|_| !is_secret));
            let seats = all.map(|to| self.party(*to, without));
            let kept = seats.filter(|seat| !without.has(*seat));
            kept.map(|seat| seat.party).collect()
        };
        Ok(Expected {
            matched,
            unrecognized,
            basis,
            owner: owner.seat,
            unit: owner.unit,
            owner_from: (owner.from != owner.unit).then_some(owner.from),
            first: first.0.party,
            relaxed,
            nature: nature.map(|nature| (*nature).to_owned()),
            is_forwarded: nature == Some(&"feedback"),
            is_secret,
            chain: self.chain(without)?,
            consulted: parties(
                &self.rule.consulted,
                &standing.consulted,
                memos.iter().flat_map(|memo| &memo.consulted).collect(),
            ),
            informed: parties(
                &self.rule.informed,
                &standing.informed,
                memos.iter().flat_map(|memo| &memo.informed).collect(),
            ),
        })
    }

    /// The row of a roster that stands for the inquiry's value.
    fn row(&self, roster: usize) -> Option<&Row> {
        let roster = &self.plain.rosters[roster];
        roster.row(self.plain, self.oracle.value(roster.dimension, self.ask))
    }

    /// Whom a roster names for the inquiry; all else as it is.
    fn looked_up(&self, to: To) -> To {
        let To::Roster(roster) = to else {
            return to;
        };
        match self.row(roster) {
            Some(row) => row.holder.unwrap_or_else(|| To::Party(row.deputies[0])),
            None => self.plain.rosters[roster].default,
        }
    }

    /// O1: with an exclusion the stand-in.
    fn owner(&self, without: &Excluded) -> Owner {
        let plain = self.plain;
        let owner = self.nominal_owner();
        if !without.has(owner.seat) {
            return owner;
        }
        let (seat, from) = match self.rule.last {
            Some(_) => self.authority(owner.unit, without),
            None => plain.head(owner.unit, without),
        };
        Owner {
            seat,
            from,
            ..owner
        }
    }

    fn nominal_owner(&self) -> Owner {
        let plain = self.plain;
        let (person, unit) = match self.looked_up(self.rule.owner) {
            To::Party(party) => (plain.held(party), plain.home(party)),
            To::Unit(unit) => (None, unit),
            other => unreachable!("{other:?} owns nothing"),
        };
        let in_house = person.filter(|seat| !plain.units[plain.home(seat.party)].outside);
        if let Some(seat) = in_house {
            return Owner {
                seat,
                unit,
                from: unit,
            };
        }
        let (seat, from) = match (self.rule.last, plain.own_head(unit)) {
            (_, Some(head)) => (head, unit),
            (Some(_), None) => self.authority(unit, &self.nobody),
            (None, None) => plain.head(unit, &self.nobody),
        };
        Owner { seat, unit, from }
    }

    /// With whom the chain ends (C1, X2).
    fn authority(&self, unit: usize, without: &Excluded) -> Place {
        let plain = self.plain;
        let Some(last) = self.rule.last else {
            let sovereign = plain
                .upwards(unit)
                .find(|unit| plain.units[*unit].sovereign);
            return plain.head(sovereign.unwrap_or(0), without);
        };
        let named = [Some(last), plain.umpire].into_iter().flatten();
        let mut seats = named.filter_map(|party| Some((plain.held(party)?, plain.home(party))));
        let found = seats.find(|(seat, _)| !without.has(*seat));
        found.unwrap_or_else(|| plain.head(0, without))
    }

    /// O3: a contact, or the head who speaks for a unit.
    fn party(&self, to: To, without: &Excluded) -> Seat {
        match self.looked_up(to) {
            To::Party(party) => self.plain.seat(party),
            To::Unit(unit) => self.plain.head(unit, without).0,
            other => unreachable!("{other:?} is no party"),
        }
    }

    /// O4: the contact and the unit that it answers for, and what its desk leaves unserved.
    fn first_contact(&self, without: &Excluded) -> Result<(Place, Vec<String>), DesksTie> {
        let plain = self.plain;
        match self.rule.responder.map(|to| self.looked_up(to)) {
            Some(To::Unit(unit)) => {
                let desk = self.desk(unit, without)?;
                let found = desk.unwrap_or_else(|| (plain.head(unit, without).0, Vec::new()));
                return Ok(((found.0, unit), found.1));
            }
            Some(To::Party(party)) if !without.has(plain.seat(party)) => {
                return Ok(((plain.seat(party), plain.home(party)), Vec::new()));
            }
            _ => {}
        }
        let owner = self.owner(without);
        let desk = self.desk(owner.unit, without)?;
        let (seat, relaxed) = desk.unwrap_or((owner.seat, Vec::new()));
        Ok(((seat, owner.unit), relaxed))
    }

    /// The best desk of a unit that is not excluded.
    fn desk(
        &self,
        unit: usize,
        without: &Excluded,
    ) -> Result<Option<(Seat, Vec<String>)>, DesksTie> {
        let plain = self.plain;
        let is_meant = |who| !without.has(self.party(who, without));
        let best = self
            .oracle
            .best_desks(unit, self.ask, &self.crafts, is_meant);
        let [Standing { who, unserved, .. }] = best.as_slice() else {
            return if best.is_empty() {
                Ok(None)
            } else {
                Err(DesksTie)
            };
        };
        let names = (0..plain.dimensions.len()).map(dimension_name);
        let names = ["skills".to_owned()].into_iter().chain(names);
        let relaxed = names.zip(unserved).filter(|(_, is_so)| **is_so);
        Ok(Some((
            self.party(*who, without),
            relaxed.map(|(name, _)| name).collect(),
        )))
    }

    /// The first contact of a unit.
    fn first_of(&self, unit: usize, without: &Excluded) -> Result<Place, DesksTie> {
        let desk = self.desk(unit, without)?.map(|(seat, _)| seat);
        let seat = desk.unwrap_or_else(|| self.plain.head(unit, without).0);
        Ok((seat, unit))
    }

    /// Who stands in for the owner: those of the row that names it, else of the position by which it is accountable.
    fn deputies(&self) -> Vec<usize> {
        let row = match self.rule.owner {
            To::Roster(roster) => self.row(roster),
            _ => None,
        };
        let of_row = row.map_or(Vec::new(), |row| {
            let holders = usize::from(row.holder.is_none());
            row.deputies[holders..].to_vec()
        });
        if !of_row.is_empty() {
            return of_row;
        }
        let position = self.nominal_owner().seat.position;
        position.map_or(Vec::new(), |position| {
            self.plain.parties[position].deputies.clone()
        })
    }

    #[expect(
        clippy::too_many_lines,
        reason = "the rules C1 to C5 in the order in which they are written"
    )]
    fn chain(&self, without: &Excluded) -> Result<Vec<Level>, DesksTie> {
        let plain = self.plain;
        let owner = self.nominal_owner();
        let (unit, person) = (owner.unit, owner.seat.party);
        let is_secret = self.rule.last.is_some();
        let authority = self.authority(unit, &self.nobody);
        let last = self.authority(unit, without);
        // A level that names the final authority names its stand-in; all other excluded ones are dropped.
        let kept = |place: Place| match place.0 {
            seat if !without.has(seat) => Some(place),
            seat if seat.party == authority.0.party => Some(last),
            _ => None,
        };
        let (first, shown) = (
            self.first_contact(&self.nobody)?.0,
            self.first_contact(without)?.0,
        );
        let stand_in = self.owner(without);
        let owner = (
            (owner.seat, owner.from),
            Some((stand_in.seat, stand_in.from)),
        );
        let heads: Vec<Place> = if is_secret {
            vec![authority]
        } else {
            let all = plain
                .upwards(unit)
                .filter_map(|unit| plain.own_head(unit).map(|head| (head, unit)));
            let end = plain.upwards(unit).position(|unit| unit == authority.1);
            let within = plain.upwards(unit).take(end.expect("above") + 1);
            let within: Vec<usize> = within.collect();
            all.filter(|(_, unit)| within.contains(unit)).collect()
        };
        let mut functional = std::iter::successors(plain.units[unit].escalates, |unit| {
            plain.units[*unit].escalates
        });
        let first_of = |unit: usize| -> Result<(Place, Option<Place>), DesksTie> {
            Ok((
                self.first_of(unit, &self.nobody)?,
                Some(self.first_of(unit, without)?),
            ))
        };
        let mut levels = vec![Nominal::new(first, Some(shown), "first-contact", Some(0))];
        match self.rule.ladder {
            None => {
                for unit in functional.filter(|_| !is_secret) {
                    let (who, shown) = first_of(unit)?;
                    levels.push(Nominal::new(who, shown, "functional", None));
                }
                levels.push(Nominal::new(owner.0, owner.1, "owner", None));
                let others = heads.iter().filter(|(head, _)| head.party != person);
                levels.extend(
                    others.map(|head| Nominal::new(*head, kept(*head), "hierarchical", None)),
                );
            }
            Some(ladder) => {
                let ladder = &plain.ladders[ladder];
                // Each time they stand in a policy, the relative targets `functional` and `head` go one step on.
                let mut next_heads = heads.iter();
                let mut named = Vec::new();
                for rung in &ladder.rungs {
                    let floored = rung.floor.as_ref().is_some_and(|(dimension, floor)| {
                        let value = self.oracle.value(*dimension, self.ask);
                        value.is_none_or(|value| plain.lesser(*dimension, value, floor))
                    });
                    let mut after = rung.after;
                    for to in &rung.to {
                        let targets = match self.looked_up(*to) {
                            To::Party(party) => {
                                let place = (plain.seat(party), plain.home(party));
                                vec![(place, kept(place))]
                            }
                            To::Unit(unit) => vec![first_of(unit)?],
                            To::First => vec![(first, Some(shown))],
                            To::Owner => vec![owner],
                            To::Deputies => {
                                let people = self.deputies().into_iter();
                                let places = people.map(|one| (plain.seat(one), plain.home(one)));
                                places.map(|place| (place, kept(place))).collect()
                            }
                            To::Functional => match functional.next() {
                                Some(unit) => vec![first_of(unit)?],
                                None => Vec::new(),
                            },
                            To::Head => {
                                let head = next_heads.next().into_iter();
                                head.map(|head| (*head, kept(*head))).collect()
                            }
                            To::Roster(_) => unreachable!("it is looked up"),
                        };
                        if rung.floor.is_none() && matches!(to, To::Owner | To::Head) {
                            named.extend(targets.iter().map(|(who, _)| who.0.party));
                        }
                        if targets.is_empty() {
                            levels.push(Nominal {
                                who: None,
                                shown: None,
                                kind: "policy",
                                after,
                                floored,
                                repeat: None,
                            });
                            after = Some(0);
                        }
                        for (who, shown) in targets {
                            levels.push(Nominal {
                                floored,
                                repeat: rung.repeat,
                                ..Nominal::new(who, shown, "policy", after)
                            });
                            after = Some(0);
                        }
                    }
                }
                // The tail does not name again whom a level names as owner or head, whatever the inquiry.
                let tail = heads.iter().filter(|head| {
                    (ladder.tail || head.1 == authority.1) && !named.contains(&head.0.party)
                });
                for head in tail {
                    let is_last = head.0.party == authority.0.party;
                    let after = ladder.final_after.filter(|_| is_last);
                    levels.push(Nominal::new(*head, kept(*head), "hierarchical", after));
                }
            }
        }
        Ok(plain.standing(levels, authority, last))
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
    /// X1: a position brings its holder with it, and a touchpoint goes with who staffs it.
    fn all_excluded(&self, named: &[usize]) -> Excluded {
        let holders = named.iter().filter_map(|party| self.parties[*party].holder);
        let mut all = Excluded(named.iter().copied().chain(holders).collect());
        for (index, party) in self.parties.iter().enumerate() {
            if party.staff.is_some_and(|staff| all.has(self.seat(staff))) {
                all.0.insert(index);
            }
        }
        all
    }

    /// The contacts whom an answer must not name where these are excluded.
    pub fn unnamed(&self, excluded: &[usize]) -> BTreeSet<usize> {
        self.all_excluded(excluded).0
    }

    /// A person as such, or the holder of a position.
    fn held(&self, party: usize) -> Option<Seat> {
        match self.parties[party].sort {
            Sort::Person => Some(Seat {
                party,
                position: None,
            }),
            Sort::Position => self.parties[party].holder.map(|holder| Seat {
                party: holder,
                position: Some(party),
            }),
            Sort::Team | Sort::Touchpoint => None,
        }
    }

    /// Who is asked where a contact is named: of a vacant position the first deputy, else the head of its home.
    fn seat(&self, party: usize) -> Seat {
        let nobody = Excluded::default();
        let place = &self.parties[party];
        if place.sort != Sort::Position {
            return Seat {
                party,
                position: None,
            };
        }
        let person = place.holder.or_else(|| place.deputies.first().copied());
        Seat {
            party: person.unwrap_or_else(|| self.head(self.home(party), &nobody).0.party),
            position: Some(party),
        }
    }

    /// The head of a unit, or who speaks for it in the company; nobody while the position is vacant.
    fn own_head(&self, unit: usize) -> Option<Seat> {
        self.units[unit].head.and_then(|head| self.held(head))
    }

    /// The head of a unit, else of the nearest unit above whose head is not excluded, else the umpire.
    fn head(&self, unit: usize, without: &Excluded) -> Place {
        let heads = self.upwards(unit).filter_map(|unit| {
            let head = self.own_head(unit)?;
            (!without.has(head)).then_some((head, unit))
        });
        heads.chain(self.umpire_place()).next().expect("somebody")
    }

    fn umpire_place(&self) -> Option<Place> {
        let umpire = self.umpire?;
        Some((self.held(umpire)?, self.home(umpire)))
    }

    pub fn upwards(&self, unit: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(unit), |unit| self.units[*unit].parent)
    }

    /// The home given, else the deepest unit that contains every unit naming the party, else that of who staffs it.
    pub fn home(&self, party: usize) -> usize {
        if let Some(home) = self.parties[party].home {
            return home;
        }
        let names = |unit: usize| {
            let unit = &self.units[unit];
            let is_head = unit.head == Some(party) && !unit.outside;
            let mut desks = unit.desks.iter();
            let at_a_desk = desks.any(|desk| desk.who == To::Party(party));
            is_head || unit.members.contains(&party) || at_a_desk
        };
        let naming: Vec<usize> = (0..self.units.len()).filter(|unit| names(*unit)).collect();
        let contains_all = |unit: &usize| {
            naming
                .iter()
                .all(|one| self.upwards(*one).any(|above| above == *unit))
        };
        match (naming.first(), self.parties[party].staff) {
            (Some(first), _) => self
                .upwards(*first)
                .find(contains_all)
                .expect("the root contains all"),
            (None, Some(staff)) => self.home(staff),
            (None, None) => 0,
        }
    }

    /// The response target of a unit, of the nearest above, of the organization, or 30 minutes (C3).
    fn target_of(&self, unit: usize) -> i64 {
        self.upwards(unit)
            .find_map(|unit| self.units[unit].target)
            .or(self.target)
            .unwrap_or(30)
    }

    /// Drops who stands already, who is floored and who is excluded, moving no due instant, and ends at the final
    /// authority (C1, C3, C5, X1).
    fn standing(&self, levels: Vec<Nominal>, authority: Place, last: Place) -> Vec<Level> {
        let mut chain: Vec<Level> = Vec::new();
        let (mut due, mut before) = (0, levels[0].who.expect("level 0 names somebody"));
        let mut due_before = 0;
        for level in levels {
            due += level.after.unwrap_or_else(|| self.target_of(before.1));
            let Some(who) = level.who else {
                continue;
            };
            (before, due_before) = (who, due);
            let Some((seat, unit)) = level.shown.filter(|_| !level.floored) else {
                continue;
            };
            if chain.iter().all(|stands| stands.seat.party != seat.party) {
                chain.push(Level {
                    seat,
                    unit,
                    kind: level.kind,
                    due,
                    repeat: level.repeat,
                });
                if seat.party == last.0.party {
                    return chain;
                }
            }
        }
        // Nobody excluded had the last place, unless the final authority had: then its stand-in takes that.
        let takes_its_place = before.0.party == authority.0.party;
        let wait = if takes_its_place {
            0
        } else {
            self.target_of(before.1)
        };
        chain.push(Level {
            seat: last.0,
            unit: last.1,
            kind: "hierarchical",
            due: due_before + wait,
            repeat: None,
        });
        chain
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
