//! Who it is at an instant: of a position, a schedule, a contact that is away, a department.

use jiff::Timestamp;

use super::{AbsenceRef, ContactView, DepartmentView};

impl<'o> ContactView<'o> {
    /// Who is reached at an instant by one who asks for this contact: the contact itself; who holds the position then; those
    /// who are on duty by the schedule; in place of one who is away, who stands in (H5). Nobody, where nobody does.
    ///
    /// # Complexity
    ///
    /// As [`ScheduleRef::on_duty`](crate::ScheduleRef::on_duty), and a step for each contact that stands in for another.
    pub fn reached_at(self, instant: Timestamp) -> impl Iterator<Item = ContactView<'o>> {
        let reached = self.inner.reached_by(self.id, instant);
        let inner = self.inner;
        reached.into_iter().map(move |id| ContactView { inner, id })
    }

    /// Who holds the position at an instant (O1).
    pub fn holder_at(self, instant: Timestamp) -> Option<ContactView<'o>> {
        let inner = self.inner;
        let id = inner.contacts[self.id].holder.at(Some(instant))?;
        Some(ContactView { inner, id })
    }

    /// The absence at an instant, if it is away then (H5).
    pub fn absence_at(self, instant: Timestamp) -> Option<AbsenceRef<'o>> {
        let inner = self.inner;
        let mut away = inner.contacts[self.id].away.iter();
        let absence = away.find(|absence| absence.window.holds(Some(instant)))?;
        Some(AbsenceRef { inner, absence })
    }
}

impl<'o> DepartmentView<'o> {
    /// Who is reached at an instant by one who asks for this department, and says nothing else: its first contact, or who
    /// stands in for it (O4, H5). Nobody, where nobody does.
    pub fn reached_at(self, instant: Timestamp) -> impl Iterator<Item = ContactView<'o>> {
        let reached = self.inner.reached_in(self.id, instant);
        let inner = self.inner;
        reached.into_iter().map(move |id| ContactView { inner, id })
    }

    /// The person who heads it at an instant, if the place is not vacant then (O1). Absence does not matter (O2).
    pub fn head_at(self, instant: Timestamp) -> Option<ContactView<'o>> {
        let inner = self.inner;
        let id = inner.own_head(self.id, Some(instant))?.contact;
        Some(ContactView { inner, id })
    }
}
