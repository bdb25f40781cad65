//! What a condition comes to: its boxes, those of the conditions that it names taken in, and those that an assignment
//! beside it makes of them (A2, W2).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::Checker;
use super::constraints::note_impossible;
use super::memory::WorkedOut;
use crate::attribute::{Bounds, ValueSet, Vocabulary};
use crate::id::{AssignmentId, AttributeId, Id};
use crate::organization::model::{Condition, Designee, WrittenBox, WrittenCondition};
use crate::organization::problem::{Place, ProblemKind};

/// What conditions are worked out by, once everything is read.
pub(super) struct Frame<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    /// By canonical name.
    pub(super) conditions: Arc<BTreeMap<Box<str>, Condition>>,
    /// By the number of an assignment, the classes that its rows stand for; none where it narrows nothing.
    pub(super) assigned: Vec<Option<(AttributeId, ValueSet)>>,
}

impl Checker<'_> {
    /// The boxes of a condition, with a problem for one that no inquiry can be in. `None` once all conditions together
    /// look at more values than the limit allows, which is noted once.
    pub(super) fn boxes(
        &mut self,
        written: &Arc<WrittenCondition>,
        frame: &Frame<'_>,
        place: Place<'_>,
    ) -> Option<Arc<[Bounds]>> {
        self.boxes_for(written, [], frame, place)
    }

    /// The boxes of a condition beside which these designees stand: each assignment among them stands for one box for
    /// each value that it has a row for, besides the condition itself (W2).
    pub(super) fn boxes_for(
        &mut self,
        written: &Arc<WrittenCondition>,
        designees: impl IntoIterator<Item = Designee>,
        frame: &Frame<'_>,
        place: Place<'_>,
    ) -> Option<Arc<[Bounds]>> {
        let assigned = |designee| match designee {
            Designee::Assigned(id) => Some(id),
            Designee::Contact(_) | Designee::Department(_) => None,
        };
        let beside: Vec<AssignmentId> = designees.into_iter().filter_map(assigned).collect();
        if let Some(known) = self.memory.recall(written, &beside) {
            let (members, boxes) = (known.members, Arc::clone(&known.boxes));
            self.take_members(members, place)?;
            return Some(boxes);
        }
        let (left, problems) = (self.members, self.problems.count());
        let own = self.own_boxes(written, frame, place)?;
        let boxes: Arc<[Bounds]> = self.narrowed(own, &beside, frame, place)?.into();
        // What is wrong with a condition is told of wherever it stands.
        if self.problems.count() == problems {
            let came_to = WorkedOut {
                boxes: Arc::clone(&boxes),
                members: left.saturating_sub(self.members),
            };
            self.memory.note(written, beside, came_to);
        }
        Some(boxes)
    }

    /// The boxes of a condition alone.
    fn own_boxes(
        &mut self,
        written: &WrittenCondition,
        frame: &Frame<'_>,
        place: Place<'_>,
    ) -> Option<Vec<Bounds>> {
        let size = Size::of(written, frame);
        self.take_members(size.members, place)?;
        let most = self.options.limits.boxes;
        let count = usize::try_from(size.boxes).unwrap_or(usize::MAX);
        if self.problems.exceeds(count, most, "boxes", place) {
            return Some(Vec::new());
        }
        if self.note_impossible_patterns(written, frame, place) {
            return Some(Vec::new());
        }
        let all = of_box(&written.all, frame);
        let mut boxes = Vec::new();
        let mut has_dead = false;
        for own in &written.any {
            let before = boxes.len();
            for own in of_box(own, frame) {
                boxes.extend(
                    all.iter()
                        .filter_map(|all| all.intersection(&own, frame.vocabulary)),
                );
            }
            has_dead |= boxes.len() == before;
        }
        if written.any.is_empty() {
            boxes = all;
            has_dead = boxes.is_empty();
        }
        if has_dead && frame.is_known(written) {
            let (expected, suggestion) = if written.any.is_empty() {
                (
                    "conditions that some inquiry satisfies together",
                    "name conditions that agree with each other and with the constraints beside them",
                )
            } else {
                (
                    "boxes that agree with the constraints beside them",
                    "make each box of `any` agree with the constraints beside it, or remove it",
                )
            };
            let (kind, text) = (ProblemKind::ImpossibleCondition, written.text());
            self.problems
                .add(kind, place, Some(&text), expected, suggestion);
        }
        boxes.sort_unstable();
        boxes.dedup();
        Some(boxes)
    }

    /// These boxes, and those that assignments beside them make of them.
    fn narrowed(
        &mut self,
        mut boxes: Vec<Bounds>,
        beside: &[AssignmentId],
        frame: &Frame<'_>,
        place: Place<'_>,
    ) -> Option<Vec<Bounds>> {
        let mut rows: BTreeMap<AttributeId, ValueSet> = BTreeMap::new();
        for id in beside {
            let Some(Some((attribute, classes))) = frame.assigned.get(id.index()) else {
                continue;
            };
            let universe = frame.vocabulary.attributes()[*attribute].universe();
            let both = match rows.get(attribute) {
                Some(others) if others != classes => others.union(classes, universe),
                _ => classes.clone(),
            };
            rows.insert(*attribute, both);
        }
        for (attribute, classes) in rows {
            let universe = frame.vocabulary.attributes()[attribute].universe();
            let mut narrowed = Vec::with_capacity(boxes.len());
            for own in &boxes {
                let classes = match own.set(attribute) {
                    None => classes.clone(),
                    Some(set) => {
                        self.take_members(set.listed().0.len() as u64, place)?;
                        set.intersection(&classes, universe)
                    }
                };
                // One value that the condition names anyway is not narrowed further.
                let is_same = classes.is_single() && own.set(attribute) == Some(&classes);
                if !classes.is_empty() && !is_same {
                    narrowed.push(own.for_each(attribute, classes));
                }
            }
            boxes.extend(narrowed);
        }
        boxes.sort_unstable();
        boxes.dedup();
        Some(boxes)
    }

    /// Notes constraints of which patterns and other operators together leave nothing, and says whether there is one.
    fn note_impossible_patterns(
        &mut self,
        written: &WrittenCondition,
        frame: &Frame<'_>,
        place: Place<'_>,
    ) -> bool {
        let mut is_impossible = false;
        for (name, constraint) in written.constraints() {
            if constraint.patterns.is_none() || constraint.is_plainly_possible() {
                continue;
            }
            let Some(id) = frame.vocabulary.find(name) else {
                continue;
            };
            let attribute = &frame.vocabulary.attributes()[id];
            if constraint.set(attribute).is_empty() {
                let mut text = String::new();
                let _ = constraint.write(name, &mut text);
                note_impossible(&text, attribute, place, &mut self.problems);
                is_impossible = true;
            }
        }
        is_impossible
    }

    /// Takes from the values that conditions may still look at; `None`, noted once, if that is too many.
    pub(super) fn take_members(&mut self, count: u64, place: Place<'_>) -> Option<()> {
        if let Some(left) = self.members.checked_sub(count) {
            self.members = left;
            return Some(());
        }
        let most = self.options.limits.members;
        self.problems.add(
            ProblemKind::LimitExceeded,
            place,
            Some("all conditions and assignments so far"),
            format!("conditions and assignments that look at {most} values at the most"),
            "name values in lists, or raise `Limits::members` in `build_with`",
        );
        self.members = u64::MAX;
        None
    }
}

impl Frame<'_> {
    /// Whether every condition that is named has boxes: what has none is a problem noted elsewhere.
    fn is_known(&self, written: &WrittenCondition) -> bool {
        let mut own = written.any.iter().chain([&written.all]);
        own.all(|own| {
            let mut named = own.named.iter().map(|name| self.boxes_of(name));
            named.all(|boxes| !boxes.is_empty())
        })
    }

    /// The boxes of a named condition.
    fn boxes_of(&self, name: &str) -> &[Bounds] {
        self.conditions
            .get(name)
            .map_or(&[], |condition| &condition.boxes)
    }
}

/// What working out a condition takes at the most.
struct Size {
    boxes: u64,
    /// How many values its sets look at.
    members: u64,
}

impl Size {
    fn of(written: &WrittenCondition, frame: &Frame<'_>) -> Self {
        let all = Self::of_box(&written.all, frame);
        if written.any.is_empty() {
            return all;
        }
        let any = written.any.iter().map(|own| Self::of_box(own, frame));
        let (mut boxes, mut members) = (0_u64, all.members);
        for own in any {
            boxes = boxes.saturating_add(all.boxes.saturating_mul(own.boxes));
            // The sets beside are copied for each box only where they are combined with its own.
            let again = all.members.saturating_mul(own.boxes - 1);
            let combined = own.members.saturating_mul(all.boxes).saturating_add(again);
            members = members.saturating_add(combined);
        }
        Self { boxes, members }
    }

    fn of_box(own: &WrittenBox, frame: &Frame<'_>) -> Self {
        let costs = own.constraints.iter();
        let costs = costs.map(|(name, constraint)| match &constraint.one_of {
            Some(values) if constraint.is_list() => values.len() as u64,
            _ => frame.vocabulary.find(name).map_or(0, |id| {
                u64::from(frame.vocabulary.attributes()[id].universe().classes)
            }),
        });
        let mut size = Self {
            boxes: 1,
            members: costs.sum(),
        };
        for name in &own.named {
            let named = frame.boxes_of(name);
            let listed = named
                .iter()
                .flat_map(Bounds::sets)
                .map(|(_, set)| set.listed().0.len() as u64);
            let count = (named.len() as u64).max(1);
            let again = size.members.saturating_mul(count - 1);
            let combined = listed.sum::<u64>().saturating_mul(size.boxes);
            size.members = size.members.saturating_add(again).saturating_add(combined);
            size.boxes = size.boxes.saturating_mul(count);
        }
        size
    }
}

/// The boxes of one written box: more than one where it names conditions with several.
fn of_box(own: &WrittenBox, frame: &Frame<'_>) -> Vec<Bounds> {
    let vocabulary = frame.vocabulary;
    let written = Bounds::new(own.constraints.iter().filter_map(|(name, constraint)| {
        let id = vocabulary.find(name)?;
        Some((id, constraint.set(&vocabulary.attributes()[id])))
    }));
    let mut boxes: Vec<Bounds> = [written].into();
    for name in &own.named {
        let named = frame.boxes_of(name);
        let pairs = boxes
            .iter()
            .flat_map(|own| named.iter().map(move |named| (own, named)));
        boxes = pairs
            .filter_map(|(own, named)| own.intersection(named, vocabulary))
            .collect();
    }
    boxes
}
