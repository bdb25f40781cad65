//! Who is on duty in a strip, as bars: a bar for as long as somebody is for one reason.

use std::collections::BTreeMap;

use switchboard::{Duty, Segment, SignedDuration, Timestamp};

use super::{reason, why};

/// Somebody on duty, or nobody, for one reason.
pub(super) struct Bar {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) lane: usize,
    /// How many lanes there are, so that they share the height.
    pub(super) of: usize,
    pub(super) what: What,
    /// Somebody who was not on duty before comes, or nobody is any more.
    pub(super) is_handoff: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Person {
        /// Among the cast.
        member: usize,
        why: String,
        is_override: bool,
    },
    Nobody {
        is_declared: bool,
        why: String,
    },
}

/// Somebody who is on duty at some time.
pub(super) struct Member<'o> {
    pub(super) key: &'o str,
    pub(super) name: &'o str,
    /// How long they are on duty.
    pub(super) total: SignedDuration,
}

/// Who is on duty at some time, in the order of their keys.
pub(super) fn cast<'o>(segments: &[Segment<'o>]) -> Vec<Member<'o>> {
    let mut cast: BTreeMap<&'o str, Member<'o>> = BTreeMap::new();
    for segment in segments {
        for duty in segment.people() {
            let contact = duty.contact();
            let member = cast.entry(contact.key()).or_insert(Member {
                key: contact.key(),
                name: contact.name(),
                total: SignedDuration::ZERO,
            });
            let length = segment.from().duration_until(segment.until());
            member.total = member.total.saturating_add(length);
        }
    }
    cast.into_values().collect()
}

/// The segments as bars: who stays keeps the lane, and one bar for it.
pub(super) fn bars(segments: &[Segment<'_>], cast: &[Member<'_>]) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    // Those of the segment before: by lane the bar, and who it is.
    let mut last: Vec<(usize, Option<usize>)> = Vec::new();
    for (place, segment) in segments.iter().enumerate() {
        let mut all = whats(segment, cast);
        let members: Vec<Option<usize>> = last.iter().map(|(_, member)| *member).collect();
        arrange(&mut all, &members);
        let of = all.len();
        let mut now = Vec::new();
        for (lane, what) in all.into_iter().enumerate() {
            let member = what.member();
            let extended = last.get(lane).map(|(bar, _)| *bar).filter(|bar| {
                let fits = |bar: &Bar| bar.what == what && bar.of == of;
                bars.get(*bar).is_some_and(fits)
            });
            let bar = extended.unwrap_or(bars.len());
            now.push((bar, member));
            match bars.get_mut(bar) {
                Some(bar) => bar.until = segment.until(),
                None => bars.push(Bar {
                    from: segment.from(),
                    until: segment.until(),
                    lane,
                    of,
                    what,
                    is_handoff: place > 0 && !members.contains(&member),
                }),
            }
        }
        last = now;
    }
    bars
}

impl What {
    fn member(&self) -> Option<usize> {
        match self {
            Self::Person { member, .. } => Some(*member),
            Self::Nobody { .. } => None,
        }
    }
}

/// What a segment says, by key.
fn whats(segment: &Segment<'_>, cast: &[Member<'_>]) -> Vec<What> {
    if let Some(gap) = segment.gap() {
        return vec![What::Nobody {
            is_declared: gap.is_declared(),
            why: reason(gap),
        }];
    }
    let of = |duty: Duty<'_>| {
        let key = duty.contact().key();
        let found = cast.binary_search_by(|member| member.key.cmp(key));
        What::Person {
            member: found.unwrap_or_default(),
            why: why(duty),
            is_override: duty.overridden_by().is_some(),
        }
    };
    segment.people().map(of).collect()
}

/// Puts whoever stays where they were, if there are as many lanes.
fn arrange(all: &mut [What], before: &[Option<usize>]) {
    if all.len() != before.len() {
        return;
    }
    for (lane, member) in before.iter().enumerate() {
        let found = all.iter().position(|what| what.member() == *member);
        if let Some(found) = found {
            all.swap(found, lane);
        }
    }
}
