//! Facts of which one alone holds at an instant.

use alloc::format;
use alloc::string::ToString;

use crate::calendar::dated::Window;
use crate::organization::problem::{ProblemKind, Problems};
use crate::organization::read::Form;

/// Notes windows of a list that overlap. They come in order, each with its place in the list.
pub(super) fn check_overlaps(
    form: &Form<'_, '_>,
    field: &'static str,
    windows: impl Iterator<Item = (usize, Window)>,
    expected: &str,
    problems: &mut Problems,
) {
    let mut longest: Option<(usize, Window)> = None;
    for (index, window) in windows {
        let before = longest.filter(|(_, before)| match (before.until, window.from) {
            (Some(until), Some(from)) => from < until,
            _ => true,
        });
        if let Some((other, _)) = before {
            form.at_item(field, index, |place| {
                form.at_item(field, other, |other| {
                    let from = if window.from.is_some() {
                        "from"
                    } else {
                        "until"
                    };
                    let written = form.items(field).get(index).map(ToString::to_string);
                    let expected = format!(
                        "{expected}, and not at one time with `{}`",
                        problems.name_of(other)
                    );
                    problems.add_beside(
                        ProblemKind::OverlappingDates,
                        place.field(from),
                        written.as_deref(),
                        expected,
                        "let one end where the other starts",
                        other,
                    );
                });
            });
        }
        let lasts = |own: Window| {
            own.until.is_none_or(|until| {
                longest.is_none_or(|(_, before)| before.until.is_some_and(|before| before <= until))
            })
        };
        if lasts(window) {
            longest = Some((index, window));
        }
    }
}
