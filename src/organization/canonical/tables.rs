//! Conditions by name, assignments, notices and schedules, in canonical form.

use super::condition::{boxes, when};
use super::fields::{designee, designees, list, section, single, text, window};
use super::schedules::schedule;
use crate::calendar::dated::Window;
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::model::{Assignment, Designee, Holder, Notice};
use crate::topic::Pattern;

/// The sections `conditions`, `assignments`, `notices` and `schedules`, as far as there is anything in them.
pub(super) fn write(root: &mut Entries, inner: &Inner) {
    let conditions = inner.conditions.iter();
    let conditions = conditions.map(|(name, own)| (&**name, boxes(&own.written, inner)));
    section(root, "conditions", conditions);
    let assignments = inner.assignments.iter();
    let assignments = assignments.map(|own| (&*own.key, assignment(inner, own)));
    section(root, "assignments", assignments);
    if !inner.notices.is_empty() {
        let notices = inner.notices.iter().map(|own| notice(inner, own).into());
        root.push("notices", Node::List(notices.collect()));
    }
    let schedules = inner.schedules.iter();
    let schedules = schedules.map(|own| (&*own.key, schedule(inner, own)));
    section(root, "schedules", schedules);
}

pub(super) fn assignment(inner: &Inner, own: &Assignment) -> Entries {
    let mut entries = Entries::default();
    let attribute = &inner.vocabulary.attributes()[own.attribute];
    entries.push("attribute", attribute.name().into());
    let default = &own.holders[own.default];
    entries.push("default", holder(inner, default, Window::ALWAYS));
    let rows = own.rows.iter();
    let rows = rows.map(|(value, id)| (&**value, row(inner, own, &own.holders[*id])));
    section(&mut entries, "rows", rows);
    entries
}

/// One holder, or those with dates behind the one without.
fn row(inner: &Inner, assignment: &Assignment, own: &Holder) -> Node {
    if !own.is_dated() {
        return holder(inner, own, Window::ALWAYS);
    }
    let dated = own.dated.iter();
    let dated = dated.map(|(window, id)| (*window, &assignment.holders[*id]));
    let undated = Some((Window::ALWAYS, own)).filter(|_| !own.is_nobody());
    let all = undated.into_iter().chain(dated);
    Node::List(
        all.map(|(window, own)| holder(inner, own, window))
            .collect(),
    )
}

/// A reference alone, where there are no deputies and no dates.
fn holder(inner: &Inner, own: &Holder, dates: Window) -> Node {
    let mut entries = Entries::default();
    match own.designee {
        Some(only) if own.deputies.is_empty() && !dates.is_dated() => {
            return designee(only, inner);
        }
        Some(holder) => entries.push("holder", designee(holder, inner)),
        None => {}
    }
    if !own.deputies.is_empty() {
        let deputies = own.deputies.iter().map(|id| &*inner.contacts[*id].key);
        entries.push("deputies", list(deputies));
    }
    window(&mut entries, dates, inner);
    entries.into()
}

pub(super) fn notice(inner: &Inner, own: &Notice) -> Entries {
    let mut entries = Entries::default();
    text(&mut entries, "key", own.has_own_key.then_some(&*own.key));
    topics(
        &mut entries,
        &own.pattern,
        &own.written_pattern,
        own.exact,
        inner,
    );
    when(&mut entries, &own.condition, inner);
    designees(&mut entries, "consulted", &own.consulted, inner);
    designees(&mut entries, "informed", &own.informed, inner);
    entries
}

/// The topics that a route or notice covers. The pattern is written with its alias replaced, unless that form starts with
/// an alias in its turn and would be replaced once more.
pub(super) fn topics(
    entries: &mut Entries,
    replaced: &Pattern,
    written: &Pattern,
    exact: bool,
    inner: &Inner,
) {
    let again = inner.aliases.replace_in_pattern(replaced.clone());
    let is_stable = again.is_ok_and(|again| again == *replaced);
    let pattern = if is_stable { replaced } else { written };
    entries.push("topic", pattern.as_str().into());
    if exact {
        entries.push("scope", "exact".into());
    }
}

/// Who staffs a desk: a key alone, as only a contact may stand there plainly.
pub(super) fn desk_contact(inner: &Inner, who: Designee) -> Node {
    match who {
        Designee::Contact(id) => (&*inner.contacts[id].key).into(),
        Designee::Department(_) => designee(who, inner),
        Designee::Assigned(id) => single("assigned", (&*inner.assignments[id].key).into()),
    }
}
