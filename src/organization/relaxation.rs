//! What a desk asks of an inquiry, and what it still asks where that is too much (O4).

use alloc::vec::Vec;

use super::model::Desk;
use crate::attribute::{Attribute, Bounds, Role, Vocabulary};
use crate::id::{AttributeId, RequirementId};

/// How much a desk violates of what its contact serves: of desks whose conditions hold, the lowest number is the best.
///
/// Skills are the highest bit, then the attributes of role `language` and `region`, the more important one higher.
pub(crate) type Violation = u8;

/// The bit of required skills that the contact has not.
pub(crate) const SKILLS: Violation = 0b100;

/// The bits of the attributes of role `language` and `region`, the more important one first.
const OF_ATTRIBUTES: [Violation; 2] = [0b10, 0b01];

/// The attributes by which desks serve, in order of importance, each with its bit.
pub(crate) fn dimensions(
    vocabulary: &Vocabulary,
) -> impl Iterator<Item = (AttributeId, Violation)> {
    let serves = |attribute: &Attribute| {
        matches!(
            attribute.declared().role,
            Some(Role::Language | Role::Region)
        )
    };
    let attributes = vocabulary.attributes().enumerate();
    let attributes = attributes.filter(move |(_, attribute)| serves(attribute));
    attributes.map(|(id, _)| id).zip(OF_ATTRIBUTES)
}

/// The boxes in which a desk stands, each with what it violates there of what its contact serves, for a topic that
/// requires these skills.
///
/// A box holds no more than what W2.5 is to compare: the desk's condition, and of what the contact serves that which is
/// not violated. So the boxes of a desk overlap; the one with the lowest number says what it violates.
pub(crate) fn pieces(
    desk: &Desk,
    requirement: RequirementId,
    vocabulary: &Vocabulary,
) -> Vec<(Violation, Bounds)> {
    let boxes = &desk.condition.boxes;
    let Some(serves) = &desk.serves else {
        return boxes.iter().map(|own| (0, own.clone())).collect();
    };
    let has_skills = serves.requirements.contains(&requirement);
    let least = if has_skills { 0 } else { SKILLS };
    let mut pieces: Vec<(Violation, Bounds)> =
        boxes.iter().map(|own| (least, own.clone())).collect();
    for (attribute, bit) in dimensions(vocabulary) {
        let mut sets = serves.sets.iter();
        let Some((_, set)) = sets.find(|(id, _)| *id == attribute) else {
            continue;
        };
        let asked = Bounds::new([(attribute, set.clone())]);
        let mut split = Vec::with_capacity(2 * pieces.len());
        for (violation, own) in pieces {
            if let Some(met) = own.intersection(&asked, vocabulary) {
                split.push((violation, met));
            }
            split.push((violation | bit, own));
        }
        pieces = split;
    }
    pieces
}
