//! Desks as pieces: the boxes for which a desk stands, with what it leaves unserved there (O4).

use alloc::vec::Vec;

use super::model::Desk;
use crate::attribute::{Bounds, Vocabulary};

/// What stands for unserved skills in the number of a violation. Below it come the attributes that desks serve by, the
/// more important one 2, the other 1: so the number orders violations by importance.
pub(crate) const SKILLS: u8 = 4;

/// The boxes of a desk, each with the number of what is left unserved in it. `has_skills` says whether the contact has the
/// skills that the topic requires.
///
/// The boxes of one desk do not overlap unless those of its condition do: each violation has boxes of its own.
pub(crate) fn pieces(desk: &Desk, has_skills: bool, vocabulary: &Vocabulary) -> Vec<(u8, Bounds)> {
    let Some(serves) = &desk.serves else {
        let boxes = desk.condition.boxes.iter();
        return boxes.map(|own| (0, own.clone())).collect();
    };
    let skills = if has_skills { 0 } else { SKILLS };
    let mut pieces: Vec<(u8, Bounds)> = desk
        .condition
        .boxes
        .iter()
        .map(|own| (skills, own.clone()))
        .collect();
    for (attribute, set) in &serves.sets {
        let bit = bit_of(*attribute, vocabulary);
        let universe = vocabulary.attributes()[*attribute].universe();
        let rest = crate::attribute::ValueSet::full().difference(set, universe);
        let served = Bounds::new([(*attribute, set.clone())]);
        let unserved = Bounds::new([(*attribute, rest)]);
        let mut finer = Vec::with_capacity(pieces.len() * 2);
        for (violation, own) in pieces {
            let within = |own: &Bounds, half: &Bounds| own.intersection(half, vocabulary);
            finer.extend(within(&own, &served).map(|own| (violation, own)));
            finer.extend(within(&own, &unserved).map(|own| (violation | bit, own)));
        }
        pieces = finer;
    }
    pieces
}

/// The bit of an attribute that desks serve by.
fn bit_of(attribute: crate::id::AttributeId, vocabulary: &Vocabulary) -> u8 {
    use crate::attribute::Role;
    let served = |role: Option<Role>| matches!(role, Some(Role::Language | Role::Region));
    let mut attributes = vocabulary.attributes().enumerate();
    let first = attributes.find(|(_, own)| served(own.declared().role));
    if first.is_some_and(|(id, _)| id == attribute) {
        2
    } else {
        1
    }
}
