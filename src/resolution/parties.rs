//! The parties: unions of several lists, worked out as they are read (O3).

use core::fmt;

use super::facts::Facts;
use super::moment::Noting;
use super::refs::ContactRef;
use crate::id::{ContactId, EntryId, NoticeId, PartyId, Span};
use crate::tables::{NoticeRow, PartyRow, Seat};

/// Who is consulted, or who is informed.
#[derive(Clone, Copy)]
pub(super) enum Matter {
    Consulted,
    Informed,
}

/// The parties of an answer, in the order of their keys. It borrows the answer (`'a`), and gives contacts that live as long as
/// the router (`'r`).
#[derive(Clone)]
pub struct Parties<'a, 'r> {
    facts: Facts<'a, 'r>,
    matter: Matter,
    /// The notices that cover the topic.
    notices: &'r [NoticeId],
    /// The last one that was given.
    last: Option<ContactId>,
}

impl<'a, 'r> Parties<'a, 'r> {
    pub(super) fn new(facts: Facts<'a, 'r>, matter: Matter, notices: Span<EntryId>) -> Self {
        Self {
            notices: Self::notices(&facts, notices),
            facts,
            matter,
            last: None,
        }
    }

    /// The notices that count: a confidential route has its own parties alone (X2).
    pub(super) fn notices(facts: &Facts<'a, 'r>, notices: Span<EntryId>) -> &'r [NoticeId] {
        if facts.answer.is_confidential {
            &[]
        } else {
            facts.tables.covering.span(notices)
        }
    }
}

/// Who is meant by the rows of the route, of the owning department, and of each notice that stands; some perhaps twice.
pub(super) fn seats<'a, 'r, N: Noting>(
    facts: Facts<'a, 'r, N>,
    matter: Matter,
    notices: &'r [NoticeId],
) -> impl Iterator<Item = Seat> + use<'a, 'r, N> {
    let Facts {
        tables,
        answer,
        given,
        ..
    } = facts;
    let department = &tables.departments[facts.owner.department];
    let standing = (!answer.is_confidential).then_some(department);
    let spans = [
        Some(of(matter, answer.consulted, answer.informed)),
        standing.map(|row| of(matter, row.consulted, row.informed)),
    ];
    let notices = notices.iter().filter_map(move |notice| {
        let notice: &NoticeRow = &tables.notices[*notice];
        let boxes = tables.boxes.span(notice.boxes);
        let stands = boxes.iter().any(|tests| tables.holds(*tests, given));
        stands.then(|| of(matter, notice.consulted, notice.informed))
    });
    let spans = spans.into_iter().flatten().chain(notices);
    let rows = spans.flat_map(|span| tables.parties.span(span));
    rows.filter_map(move |row| match *row {
        PartyRow::Seat(seat, head_of) => facts.party(seat, head_of),
        PartyRow::Assigned(assignment) => facts.assigned_seat(assignment),
    })
}

fn of(matter: Matter, consulted: Span<PartyId>, informed: Span<PartyId>) -> Span<PartyId> {
    match matter {
        Matter::Consulted => consulted,
        Matter::Informed => informed,
    }
}

/// Each step looks at all lists for the next key: without allocating, and fast for the few parties that there usually are.
impl<'r> Iterator for Parties<'_, 'r> {
    type Item = ContactRef<'r>;

    fn next(&mut self) -> Option<ContactRef<'r>> {
        let later = |seat: &Seat| self.last.is_none_or(|last| last < seat.contact);
        let seats = seats(self.facts, self.matter, self.notices).filter(later);
        // Of two seats of one person the one in person, then the position with the lesser key.
        let seat = seats.min()?;
        self.last = Some(seat.contact);
        Some(ContactRef {
            tables: self.facts.tables,
            seat,
            is_confidential: self.facts.answer.is_confidential,
        })
    }
}

impl core::iter::FusedIterator for Parties<'_, '_> {}

impl fmt::Debug for Parties<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
