//! How long an answer stays the same, and what is different then (H6).

use alloc::format;
use alloc::string::String;
use core::cmp::Ordering;

use super::Explainer;
use super::times::shifted;
use crate::calendar::Validity;
use crate::organization::Prepared;
use crate::resolution::{Answer, HORIZON};

impl Explainer<'_> {
    /// Up to when the answer is the same: the same inquiry is asked at each instant at which something that was read may be
    /// another, until its answer is.
    pub(super) fn validity(
        &self,
        prepared: &Prepared,
        answer: &Answer,
    ) -> (Validity, Option<String>) {
        let is_timeless = self.inner.is_timeless() && self.reported.is_empty();
        let Some(start) = self.at.filter(|_| !is_timeless) else {
            return (Validity::Forever, None);
        };
        let end = shifted(start, HORIZON);
        let now = answer.clone().without_instants();
        let mut next = self.next.get();
        while let Some(instant) = next.filter(|instant| *instant < end) {
            let mut later = Explainer::new(self.inner, prepared, self.reported, Some(instant));
            let winner = later.winner(&later.field());
            let then = later.explain(winner).answer.0.without_instants();
            if then != now {
                return (Validity::Until(instant), Some(change(&now, &then)));
            }
            next = later.next.get();
        }
        (Validity::AtLeast(end), None)
    }
}

/// The first thing that is different of a later answer, in words. Nobody is named of whom either route keeps silent (X2).
fn change(now: &Answer, then: &Answer) -> String {
    let is_open = !now.confidential && !then.confidential;
    let named = |key: &str, otherwise: &str| {
        if is_open {
            format!("`{key}`")
        } else {
            otherwise.into()
        }
    };
    if now.route != then.route {
        return format!("the route is `{}`", then.route);
    }
    if now.owner != then.owner {
        return format!("{} is accountable", named(&then.owner, "another"));
    }
    if now.unstaffed != then.unstaffed {
        return if then.unstaffed {
            "nobody can be reached".into()
        } else {
            "somebody can be reached".into()
        };
    }
    if now.first_contact != then.first_contact {
        return format!("{} answers first", named(&then.first_contact, "another"));
    }
    let mut both = now.chain.iter().zip(&then.chain);
    if let Some((before, level)) = both.find(|(before, level)| before != level) {
        let number = level.level;
        if before.contact != level.contact {
            return format!("level {number} is {}", named(&level.contact, "another"));
        }
        return if before.together == level.together {
            format!("level {number} comes about otherwise")
        } else {
            format!("others are asked together at level {number}")
        };
    }
    match now.chain.len().cmp(&then.chain.len()) {
        Ordering::Less => "the chain is longer".into(),
        Ordering::Greater => "the chain is shorter".into(),
        Ordering::Equal if now.consulted != then.consulted || now.informed != then.informed => {
            "others are consulted or informed".into()
        }
        Ordering::Equal => "it comes about otherwise".into(),
    }
}
