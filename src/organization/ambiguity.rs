//! Ambiguity: inquiries for which two routes, or two desks, are best (W3). Exact, within a limit of work.
//!
//! Two boxes that overlap and are not ordered are ambiguous unless better boxes cover all that they share. Whether boxes
//! cover a box is decided by taking them away one by one, which splits what is left into at most one piece for each
//! attribute. That can be exponential in the number of attributes, so the pieces are counted, and a limit stops it.
//!
//! Where competitors have windows and hours, the same is asked at an instant for each set of them that can hold together.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use jiff::Timestamp;

use super::coincidences::Coincidences;
use super::model::{Desk, Times};
use super::relaxation::{Violation, pieces};
use super::work::{TooMuchWork, Work};
use crate::attribute::{Bounds, Precision, ValueSet, Vocabulary};
use crate::id::{AttributeId, ClassId, RequirementId, Table};
use crate::inquiry::Inquiry;

/// How many patterns, or departments, may take all the work that one may.
pub(super) const COSTLY_CONTESTS: u64 = 5;

/// Two competitors that some inquiry cannot tell apart.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) left: usize,
    pub(super) right: usize,
    /// What the inquiries have in common that show it.
    pub(super) region: Bounds,
    /// At which instant they show it; none for inquiries without one.
    pub(super) at: Option<Timestamp>,
}

impl Pair {
    /// One of those inquiries: `inquiry` with as few attributes as will do.
    pub(super) fn witness(&self, inquiry: Inquiry, vocabulary: &Vocabulary) -> Inquiry {
        let inquiry = match self.at {
            Some(instant) => inquiry.at(instant),
            None => inquiry,
        };
        self.region
            .sets()
            .iter()
            .fold(inquiry, |inquiry, (id, set)| {
                let attribute = &vocabulary.attributes()[*id];
                let class = Some(attribute.when_missing()).filter(|missing| set.contains(*missing));
                let class = class.or_else(|| set.members(attribute.universe()).next());
                match class {
                    Some(class) if class != attribute.when_missing() => {
                        match attribute.witness(class) {
                            Some(value) => inquiry.with(attribute.name(), value),
                            None => inquiry,
                        }
                    }
                    _ => inquiry,
                }
            })
    }
}

/// An inquiry in a few words.
pub(super) fn describe(inquiry: &Inquiry) -> String {
    let attributes: Vec<String> = inquiry
        .attributes()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let topic = if inquiry.topic().is_empty() {
        String::new()
    } else {
        format!("`{}`", inquiry.topic())
    };
    let mut text = match (topic.is_empty(), attributes.is_empty()) {
        (true, true) => "an inquiry without attributes".into(),
        (false, true) => format!("{topic} without attributes"),
        (true, false) => format!("`{}`", attributes.join(" ")),
        (false, false) => format!("{topic} with `{}`", attributes.join(" ")),
    };
    if let Some(instant) = inquiry.instant() {
        text.push_str(&format!(" at {instant}"));
    }
    text
}

/// A box of a competitor, and when it counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'a> {
    pub(super) bounds: &'a Bounds,
    pub(super) times: &'a Times,
}

impl Standing<'_> {
    /// W2.5 to W2.7, for two that hold together.
    fn precision(self, other: Self) -> Precision {
        match self.bounds.precision(other.bounds) {
            Precision::Same => self.times.precision(*other.times),
            of_boxes => of_boxes,
        }
    }

    fn is_narrower(self, other: Self) -> bool {
        self.precision(other) == Precision::Narrower
    }
}

/// The boxes of a competitor.
pub(super) fn standing<'a>(
    boxes: &'a [Bounds],
    times: &'a Times,
) -> impl Iterator<Item = Standing<'a>> {
    boxes.iter().map(move |bounds| Standing { bounds, times })
}

/// The competitors of one pattern, scope and precedence, or of one department: each with the boxes of its condition.
pub(super) struct Contest<'a> {
    vocabulary: &'a Vocabulary,
    /// Every box, with the competitor whose it is.
    boxes: Vec<(usize, Standing<'a>)>,
    work: Work,
}

impl<'a> Contest<'a> {
    pub(super) fn new(
        competitors: impl Iterator<Item = (&'a [Bounds], &'a Times)>,
        vocabulary: &'a Vocabulary,
        most_work: u64,
    ) -> Self {
        let boxes = competitors.enumerate().flat_map(|(index, (boxes, times))| {
            standing(boxes, times).map(move |own| (index, own))
        });
        Self {
            vocabulary,
            boxes: boxes.collect(),
            work: Work::of(most_work),
        }
    }

    /// The pairs of boxes of different competitors that overlap and are not ordered.
    pub(super) fn unordered(&mut self) -> Result<BTreeSet<(usize, usize)>, TooMuchWork> {
        let all = self.boxes.len();
        let listed = self.boxes.iter().flat_map(|(_, own)| own.bounds.sets());
        let listed: usize = listed
            .filter_map(|(_, set)| self.listed(set))
            .map(<[_]>::len)
            .sum();
        self.work.spend((listed + all) as u64)?;
        let mut pairs = BTreeSet::new();
        let Some(pivot) = self.pivot() else {
            for right in 0..all {
                for left in 0..right {
                    self.take_open((left, right), &mut pairs)?;
                }
            }
            return Ok(pairs);
        };
        let mut by_class: BTreeMap<ClassId, Vec<usize>> = BTreeMap::new();
        let mut wide = Vec::new();
        for (index, (_, own)) in self.boxes.iter().enumerate() {
            match own.bounds.set(pivot).and_then(|set| self.listed(set)) {
                Some(classes) => {
                    for class in classes {
                        by_class.entry(*class).or_default().push(index);
                    }
                }
                None => wide.push(index),
            }
        }
        for bucket in by_class.values() {
            for (at, right) in bucket.iter().enumerate() {
                for left in bucket.iter().take(at) {
                    self.take_open((*left, *right), &mut pairs)?;
                }
            }
        }
        for one in &wide {
            // Two wide boxes meet once.
            let others = (0..all).filter(|other| other < one || wide.binary_search(other).is_err());
            for other in others {
                self.take_open((*one.min(&other), *one.max(&other)), &mut pairs)?;
            }
        }
        Ok(pairs)
    }

    /// Takes a pair of boxes if they are of different competitors, overlap, and are not ordered.
    fn take_open(
        &mut self,
        pair: (usize, usize),
        pairs: &mut BTreeSet<(usize, usize)>,
    ) -> Result<(), TooMuchWork> {
        let (Some((a, one)), Some((b, other))) = (self.boxes.get(pair.0), self.boxes.get(pair.1))
        else {
            return Ok(());
        };
        let (one, other) = (*one, *other);
        if a == b || pairs.contains(&pair) {
            return self.work.spend(1);
        }
        self.work.spend(one.bounds.comparison(other.bounds))?;
        let is_unordered = || {
            let precision = one.precision(other);
            matches!(precision, Precision::Same | Precision::Unordered)
        };
        if is_unordered() && one.bounds.meets(other.bounds, self.vocabulary) {
            pairs.insert(pair);
        }
        Ok(())
    }

    /// The classes of a set by which boxes are told apart: of one with more than there are boxes, comparing it with all
    /// of them is cheaper.
    fn listed<'s>(&self, set: &'s ValueSet) -> Option<&'s [ClassId]> {
        let (classes, is_complement) = set.listed();
        (!is_complement && classes.len() <= self.boxes.len()).then_some(classes)
    }

    /// The attribute by which the fewest pairs share a class; none where comparing all pairs is as cheap.
    fn pivot(&self) -> Option<AttributeId> {
        let mut sizes: BTreeMap<AttributeId, (BTreeMap<ClassId, u64>, u64)> = BTreeMap::new();
        for (_, own) in &self.boxes {
            for (attribute, set) in own.bounds.sets() {
                if let Some(classes) = self.listed(set) {
                    let (by_class, constrained) = sizes.entry(*attribute).or_default();
                    *constrained += 1;
                    for class in classes {
                        *by_class.entry(*class).or_default() += 1;
                    }
                }
            }
        }
        let all = self.boxes.len() as u64;
        let cost = |(by_class, constrained): &(BTreeMap<ClassId, u64>, u64)| {
            by_class.values().map(|size| size * size).sum::<u64>() + (all - constrained) * all
        };
        let cheapest = sizes
            .iter()
            .map(|(attribute, size)| (cost(size), *attribute))
            .min();
        cheapest
            .filter(|(cost, _)| *cost < all * all)
            .map(|(_, attribute)| attribute)
    }

    /// A part of what two unordered boxes share, and an instant at which nothing beats either there: neither a box of this
    /// contest nor one of `better`, which beat all of it.
    pub(super) fn unsettled(
        &mut self,
        (left, right): (usize, usize),
        better: &[Standing<'_>],
        coincidences: &mut Coincidences<'_>,
    ) -> Result<Option<Unsettled>, TooMuchWork> {
        let (Some((_, one)), Some((_, other))) = (self.boxes.get(left), self.boxes.get(right))
        else {
            return Ok(None);
        };
        let (one, other) = (*one, *other);
        let Some(shared) = one.bounds.intersection(other.bounds, self.vocabulary) else {
            return Ok(None);
        };
        let looks = self.boxes.iter();
        let looks = looks.map(|(_, own)| {
            own.bounds.comparison(one.bounds) + own.bounds.comparison(other.bounds)
        });
        let of_better = better.iter().map(|own| own.bounds.comparison(&shared));
        self.work.spend(looks.chain(of_better).sum())?;
        let beats = |own: &Standing<'_>| own.is_narrower(one) || own.is_narrower(other);
        let boxes = self.boxes.iter().map(|(_, own)| *own);
        let narrower = boxes.filter(beats);
        let covers: Vec<Standing<'_>> = better
            .iter()
            .copied()
            .chain(narrower)
            .filter(|own| own.bounds.meets(&shared, self.vocabulary))
            .collect();
        let times: Vec<&Times> = covers.iter().map(|own| own.times).collect();
        let both = [one.times, other.times];
        for holding in coincidences.of_both(both, &times, &mut self.work)? {
            let covers = holding.others.iter().filter_map(|at| covers.get(*at));
            let covers: Vec<&Bounds> = covers.map(|own| own.bounds).collect();
            if let Some(region) = self.uncovered(&shared, &covers)? {
                let at = holding.at;
                return Ok(Some(Unsettled { region, at }));
            }
        }
        Ok(None)
    }

    /// A part of `region` that no box of `covers` holds.
    fn uncovered(
        &mut self,
        region: &Bounds,
        covers: &[&Bounds],
    ) -> Result<Option<Bounds>, TooMuchWork> {
        let mut left_over: Vec<(Bounds, usize)> = alloc::vec![(region.clone(), 0)];
        while let Some((mut piece, from)) = left_over.pop() {
            let looks = covers.iter().skip(from);
            let looks = looks.map(|cover| cover.comparison(&piece)).sum::<u64>();
            self.work.spend(looks + 1)?;
            let meets = |(_, cover): &(usize, &&Bounds)| cover.meets(&piece, self.vocabulary);
            let Some((at, cover)) = covers.iter().enumerate().skip(from).find(meets) else {
                return Ok(Some(piece));
            };
            self.work.spend(weight(cover) + weight(&piece))?;
            for (attribute, set) in cover.sets() {
                let universe = self.vocabulary.attributes()[*attribute].universe();
                let own = piece
                    .set(*attribute)
                    .cloned()
                    .unwrap_or_else(ValueSet::full);
                let outside = own.difference(set, universe);
                if !outside.is_empty() {
                    left_over.push((piece.with(*attribute, outside), at + 1));
                }
                piece = piece.with(*attribute, own.intersection(set, universe));
            }
        }
        Ok(None)
    }

    /// The competitors whose the boxes of a pair are, the earlier first.
    pub(super) fn competitors(&self, pair: (usize, usize)) -> Option<(usize, usize)> {
        let (left, right) = (self.boxes.get(pair.0)?.0, self.boxes.get(pair.1)?.0);
        Some((left.min(right), left.max(right)))
    }

    /// How much of the work is left.
    pub(super) fn work(&self) -> u64 {
        self.work.left()
    }
}

/// What inquiries have in common that two competitors tie for.
#[derive(Debug)]
pub(super) struct Unsettled {
    region: Bounds,
    at: Option<Timestamp>,
}

impl Unsettled {
    /// The two.
    pub(super) fn between(self, (left, right): (usize, usize)) -> Pair {
        let Self { region, at } = self;
        Pair {
            left,
            right,
            region,
            at,
        }
    }
}

/// The ambiguous pairs among the desks of a department, each with the skills that must be required to show it; takes from
/// `work` what it costs.
///
/// Desks that violate the same of what their contacts serve are a contest; those that violate less settle it.
pub(super) fn of_desks(
    desks: &[&Desk],
    requirements: &Table<RequirementId, BTreeSet<Box<str>>>,
    vocabulary: &Vocabulary,
    coincidences: &mut Coincidences<'_>,
    most_work: u64,
    work: &mut u64,
) -> Result<Vec<(Pair, RequirementId)>, TooMuchWork> {
    let granted = most_work.min(*work);
    // What is not handed back below is spent.
    *work -= granted;
    let mut left = granted;
    let mut found: BTreeMap<(usize, usize), (Unsettled, RequirementId)> = BTreeMap::new();
    for requirement in told_apart(desks, requirements, &mut left)? {
        let mut by_violation: BTreeMap<Violation, Vec<Vec<Bounds>>> = BTreeMap::new();
        for (at, desk) in desks.iter().enumerate() {
            for (violation, own) in pieces(desk, requirement, vocabulary) {
                let of_all = by_violation.entry(violation);
                let of_all = of_all.or_insert_with(|| alloc::vec![Vec::new(); desks.len()]);
                if let Some(boxes) = of_all.get_mut(at) {
                    boxes.push(own);
                }
            }
        }
        let mut better: Vec<Standing<'_>> = Vec::new();
        for boxes in by_violation.values() {
            let competitors = boxes.iter().zip(desks);
            let competitors = competitors.map(|(boxes, desk)| (boxes.as_slice(), &desk.times));
            let mut contest = Contest::new(competitors.clone(), vocabulary, left);
            for pair in contest.unordered()? {
                let Some(competitors) = contest
                    .competitors(pair)
                    .filter(|pair| !found.contains_key(pair))
                else {
                    continue;
                };
                if let Some(unsettled) = contest.unsettled(pair, &better, coincidences)? {
                    found.insert(competitors, (unsettled, requirement));
                }
            }
            left = contest.work();
            better.extend(competitors.flat_map(|(boxes, times)| standing(boxes, times)));
        }
    }
    *work += left;
    Ok(found
        .into_iter()
        .map(|(pair, (unsettled, requirement))| (unsettled.between(pair), requirement))
        .collect())
}

/// The sets of required skills that these desks tell apart: one of those that the same desks have.
fn told_apart(
    desks: &[&Desk],
    requirements: &Table<RequirementId, BTreeSet<Box<str>>>,
    work: &mut u64,
) -> Result<Vec<RequirementId>, TooMuchWork> {
    let serving: Vec<_> = desks
        .iter()
        .filter_map(|desk| desk.serves.as_ref())
        .collect();
    if serving.is_empty() {
        return Ok(requirements.ids().take(1).collect());
    }
    let looks = (requirements.len() as u64).saturating_mul(serving.len() as u64);
    *work = work.checked_sub(looks).ok_or(TooMuchWork)?;
    let mut seen: BTreeSet<Vec<bool>> = BTreeSet::new();
    let having = |requirement: &RequirementId| {
        let having = serving
            .iter()
            .map(|own| own.requirements.contains(requirement));
        having.collect()
    };
    Ok(requirements
        .ids()
        .filter(|id| seen.insert(having(id)))
        .collect())
}

/// What it costs to split by a box: one, and one for each class that its sets list.
fn weight(own: &Bounds) -> u64 {
    own.sets()
        .iter()
        .map(|(_, set)| set.listed().0.len() as u64)
        .sum::<u64>()
        + 1
}
