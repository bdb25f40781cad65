//! Desks of departments: who staffs them, under what condition, and that no inquiry finds two best ones (O4).

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::boxes::Frame;
use super::contacts::Contacts;
use super::serving::{self, Required};
use super::{Checker, labels};
use crate::attribute::Vocabulary;
use crate::id::{ContactId, Id, RequirementId};
use crate::organization::ambiguity::{self, Pair};
use crate::organization::coincidences::Coincidences;
use crate::organization::document::{Node, format};
use crate::organization::model::{self, Condition, Designee};
use crate::organization::problem::{Place, ProblemKind, Tie};
use crate::organization::read::Form;
use crate::organization::work::TooMuchWork;

/// A desk as far as it is read.
pub(super) struct Desk {
    /// Its place in the list.
    index: usize,
    /// Whether the contact's languages, areas and skills count.
    is_serving: bool,
    /// The desk, with boxes and what it serves once they are worked out.
    pub(super) row: model::Desk,
}

/// The desks of a department.
#[derive(Default)]
pub(super) struct Desks {
    /// Those that could be read, in the order written.
    pub(super) rows: Vec<Desk>,
    /// Some could not: they might settle what the others leave open.
    may_hide_some: bool,
}

impl Desks {
    /// Whether these are the desks, in this order, as far as they were written.
    pub(super) fn are<'r>(&'r self, rows: &'r [model::Desk]) -> bool {
        let own = self.rows.iter();
        let said = |desk: &'r model::Desk| (desk.who, &desk.condition.written, desk.times);
        let own = own.map(|desk| (said(&desk.row), desk.is_serving));
        let rows = rows.iter().map(|desk| (said(desk), desk.serves.is_some()));
        !self.may_hide_some && own.eq(rows)
    }
}

/// The desks of a department.
pub(super) fn read(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    attributes: &mut Attributes,
) -> Desks {
    let nodes = form.declarations("desks", "desks", &mut checker.problems);
    let most = checker.options.limits.desks.min(254);
    let problems = &mut checker.problems;
    problems.exceeds(nodes.len(), most, "desks", form.at("desks"));
    let desks = nodes.iter().enumerate().take(most);
    let desks = desks.filter_map(|(index, node)| {
        form.at_item("desks", index, |place| {
            desk(checker, node, place, index, attributes)
        })
    });
    let rows: Vec<Desk> = desks.collect();
    Desks {
        may_hide_some: rows.len() < form.items("desks").len(),
        rows,
    }
}

fn desk(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    index: usize,
    attributes: &mut Attributes,
) -> Option<Desk> {
    if let Some(assignment) = bare_assignment(node) {
        checker.problems.add(
            ProblemKind::UnknownField,
            place.field("assigned"),
            Some("assigned"),
            "`contact`: the key of a contact, or whom an assignment names",
            format!("write `contact = {{ assigned = {assignment:?} }}`"),
        );
        return None;
    }
    let form = Form::open(node, place, &format::DESK, &mut checker.problems)?;
    let who = staff(checker, &form);
    let is_serving = labels::flag(&form, "serves", &mut checker.problems);
    let is_clear = matches!(form.node("serves"), None | Some(Node::Boolean(_)));
    let has_traits = match who {
        Some(Designee::Contact(id)) => !checker.is_schedule(id),
        Some(Designee::Assigned(_)) => false,
        Some(Designee::Department(_)) | None => true,
    };
    if is_serving && !has_traits {
        checker.problems.add(
            ProblemKind::UnknownField,
            form.at("serves"),
            Some("serves"),
            "a contact of its own: whom an assignment or a schedule names is chosen by it alone",
            "remove it, or name a contact",
        );
    }
    let condition = checker.condition(form.node("when"), form.at("when"), attributes);
    let times = checker.times(&form);
    is_clear.then_some(())?;
    Some(Desk {
        index,
        is_serving,
        row: model::Desk {
            who: who?,
            condition: Condition {
                written: condition?,
                boxes: Arc::default(),
            },
            serves: None,
            times: times?,
        },
    })
}

/// The assignment that stands in place of a desk's contact, as a party would be written.
fn bare_assignment(node: &Node) -> Option<&str> {
    match node {
        Node::Table(entries) if entries.get("contact").is_none() => {
            match entries.get("assigned")? {
                Node::Text(key) => Some(key),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Who staffs a desk: a contact, or whom an assignment names.
fn staff(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<Designee> {
    let place = form.at("contact");
    if let Some(node @ Node::Table(_)) = form.node("contact") {
        let form = Form::open(node, place, &format::STAFF, &mut checker.problems)?;
        let expected = "the key of an assignment";
        let key = form.required("assigned", expected, &mut checker.problems);
        let id = checker.assignment(&key.good()?, form.at("assigned"))?;
        return Some(Designee::Assigned(id));
    }
    let expected = "the key of a contact";
    let key = form.required("contact", expected, &mut checker.problems);
    let id = checker.contact(&key.good()?, place, expected)?;
    Some(Designee::Contact(id))
}

/// The contacts by which some desk serves.
pub(super) fn serving(desks: &[Desk]) -> impl Iterator<Item = ContactId> + Clone {
    let serving = desks.iter().filter(|desk| desk.is_serving);
    serving.filter_map(|desk| desk.row.contact())
}

/// What the check of all departments' desks shares.
pub(super) struct Check<'c> {
    pub(super) frame: &'c Frame<'c>,
    pub(super) contacts: &'c Contacts,
    /// Whether it is known by which attributes desks serve.
    pub(super) are_roles_known: bool,
    pub(super) required: &'c Required,
    /// What contacts serve by whom some desk serves, once worked out.
    pub(super) served: BTreeMap<ContactId, model::Serves>,
    pub(super) coincidences: Coincidences<'c>,
    /// How much work is left for all departments together.
    pub(super) work: u64,
}

impl Check<'_> {
    /// Works out the boxes of a department's desks, and notes every pair that ties for some inquiry. `None` once a limit
    /// stops it.
    pub(super) fn department(
        &mut self,
        checker: &mut Checker<'_>,
        desks: &mut Desks,
        place: Place<'_>,
    ) -> Option<()> {
        let Desks {
            rows: desks,
            may_hide_some,
        } = desks;
        let mut is_clear = !*may_hide_some;
        let vocabulary = self.frame.vocabulary;
        for Desk {
            index,
            is_serving,
            row: desk,
        } in &mut *desks
        {
            let place = place.index(*index);
            if let Some(hours) = self.coincidences.hours() {
                checker.check_times(desk.times, hours, place);
            }
            let written = &desk.condition.written;
            desk.condition.boxes =
                checker.boxes_for(written, [desk.who], self.frame, place.field("when"))?;
            if let Some(id) = desk.contact().filter(|_| *is_serving) {
                is_clear &= self.are_roles_known && !self.contacts.unclear.contains(&id);
                let serves = self.served(checker, id, place)?;
                let listed = serves
                    .sets
                    .iter()
                    .map(|(_, set)| set.listed().0.len() as u64);
                checker.take_members(listed.sum(), place)?;
                desk.serves = Some(serves);
            }
        }
        // What ties by something that is not known may not tie once it is.
        if !is_clear {
            return Some(());
        }
        let rows: Vec<&model::Desk> = desks.iter().map(|desk| &desk.row).collect();
        let most_work = checker.options.limits.work;
        match ambiguity::of_desks(
            &rows,
            &self.required.sets,
            vocabulary,
            &mut self.coincidences,
            most_work,
            &mut self.work,
        ) {
            Ok(found) => {
                for (pair, requirement) in found {
                    self.note(checker, &pair, requirement, desks, place);
                }
            }
            Err(TooMuchWork) => checker.problems.add(
                ProblemKind::TooMuchWork,
                place,
                None,
                format!("desks that can be told apart in {most_work} steps"),
                "make fewer desks, or raise `Limits::work` in `build_with`",
            ),
        }
        Some(())
    }

    /// What a contact serves. `None` once a limit stops that.
    fn served(
        &mut self,
        checker: &mut Checker<'_>,
        contact: ContactId,
        place: Place<'_>,
    ) -> Option<model::Serves> {
        if let Some(known) = self.served.get(&contact) {
            return Some(known.clone());
        }
        let (row, vocabulary) = (
            self.contacts.rows.get(contact.index())?,
            self.frame.vocabulary,
        );
        checker.take_members(serving::looked_at(row, vocabulary), place)?;
        let serves = serving::serves(row, self.required, vocabulary);
        self.served.insert(contact, serves.clone());
        Some(serves)
    }

    fn note(
        &self,
        checker: &mut Checker<'_>,
        pair: &Pair,
        requirement: RequirementId,
        desks: &[Desk],
        place: Place<'_>,
    ) {
        let (Some(left), Some(right)) = (desks.get(pair.left), desks.get(pair.right)) else {
            return;
        };
        let vocabulary: &Vocabulary = self.frame.vocabulary;
        let witness = pair.witness(self.required.inquiry(requirement), vocabulary);
        let written = format!("desks[{}] and desks[{}]", left.index, right.index);
        let expected = "desks of which one is narrower wherever both stand open";
        let suggestion = format!(
            "narrow one of them, or add a desk for what they share; they tie for {}",
            ambiguity::describe(&witness)
        );
        checker.problems.add_tie(
            ProblemKind::AmbiguousDesks,
            place.index(right.index),
            &written,
            expected,
            suggestion,
            Tie {
                other: place.index(left.index),
                witness,
            },
        );
    }
}
