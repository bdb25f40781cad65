//! What declared topics say of all below them: nature, required skills, pages.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::id::{Id, RequirementId, Table, TraitId};
use crate::organization::model::{Topic, Traits};
use crate::topic::{depth, prefix};

/// The traits of all declared topics, each once; 0 says nothing.
pub(super) struct Inherited {
    pub(super) traits: Table<TraitId, Traits>,
    /// By declared path.
    pub(super) of: BTreeMap<Box<str>, TraitId>,
}

/// Carries what topics say down to the declared topics below them.
pub(super) fn inherit(
    topics: &BTreeMap<Box<str>, Topic>,
    requirements: &Table<RequirementId, BTreeSet<Box<str>>>,
) -> Inherited {
    let mut inherited = Inherited {
        traits: Table::new(),
        of: BTreeMap::new(),
    };
    let mut known: BTreeMap<Traits, TraitId> = BTreeMap::new();
    let nothing = Traits::default();
    known.insert(nothing.clone(), inherited.traits.push(nothing));
    for path in topics.keys() {
        let above: Vec<&Topic> = (0..=depth(path))
            .rev()
            .filter_map(|depth| topics.get(prefix(path, depth)))
            .collect();
        let skills = above.iter().map(|topic| &topic.skills);
        let skills = skills.clone().find(|skills| !skills.is_empty());
        let links = above.iter().map(|topic| &topic.links);
        let links = links.clone().find(|links| !links.is_empty());
        let own = Traits {
            nature: above.iter().find_map(|topic| topic.nature),
            requirement: skills
                .and_then(|skills| requirements.find(|other| other.cmp(skills)))
                .filter(|id| id.index() > 0),
            links: links.cloned().unwrap_or_default(),
        };
        let id = match known.get(&own) {
            Some(id) => *id,
            None => {
                let id = inherited.traits.push(own.clone());
                known.insert(own, id);
                id
            }
        };
        inherited.of.insert(path.clone(), id);
    }
    inherited
}
