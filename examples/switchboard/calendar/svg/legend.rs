//! The legend of a picture: who is who, and what the signs mean.

use super::{LEFT, RIGHT, WIDTH, extent, is_override, total_of_gaps};
use crate::calendar::labels::hours;
use crate::calendar::strip::Strip;

const LINE: f64 = 24.0;

/// An entry of the legend, and where it stands.
pub(super) struct Entry {
    pub(super) class: String,
    pub(super) mark: Mark,
    pub(super) label: String,
    pub(super) x: f64,
    pub(super) y: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Box,
    Override,
    Handoff,
}

/// Who is who, and what the signs mean, in lines.
pub(super) fn legend(strip: &Strip<'_>, y: f64) -> Vec<Entry> {
    let members = strip.cast.iter().enumerate().map(|(place, member)| {
        let label = format!("{}, {}", member.with_initials(), hours(member.total));
        (format!("p{place}"), Mark::Box, label)
    });
    let mut entries: Vec<(String, Mark, String)> = members.collect();
    for (is_declared, class, what) in [
        (true, "declared", "nobody, as declared"),
        (false, "undeclared", "nobody, not declared"),
    ] {
        let total = total_of_gaps(strip, is_declared);
        if !total.is_zero() {
            let label = format!("{what}, {}", hours(total));
            entries.push((class.to_owned(), Mark::Box, label));
        }
    }
    if strip.has(is_override) {
        entries.push((
            "override sign".to_owned(),
            Mark::Override,
            "◆ override".to_owned(),
        ));
    }
    if strip.bars.iter().any(|bar| bar.is_handoff) {
        entries.push((String::new(), Mark::Handoff, "handoff".to_owned()));
    }
    let (mut x, mut line) = (LEFT, y);
    let mut placed = Vec::new();
    for (class, mark, label) in entries {
        let width = 26.0 + extent(&label) + 22.0;
        if x + width > WIDTH - RIGHT && x > LEFT {
            (x, line) = (LEFT, line + LINE);
        }
        placed.push(Entry {
            class,
            mark,
            label,
            x,
            y: line,
        });
        x += width;
    }
    placed
}
