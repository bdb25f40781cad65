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
    /// By declared path, in their order.
    pub(super) of: Vec<TraitId>,
}

/// Carries what topics say down to the declared topics below them.
///
/// # Complexity
///
/// For each topic logarithmic in the number of those that say something.
pub(super) fn inherit(
    topics: &BTreeMap<Box<str>, Topic>,
    requirements: &Table<RequirementId, BTreeSet<Box<str>>>,
) -> Inherited {
    let mut traits = Table::new();
    let mut known: BTreeMap<Traits, TraitId> = BTreeMap::new();
    let nothing = traits.push(Traits::default());
    known.insert(Traits::default(), nothing);
    let says = |topic: &Topic| {
        topic.nature.is_some() || !topic.skills.is_empty() || !topic.links.is_empty()
    };
    let saying = topics.iter().filter(|(_, topic)| says(topic));
    let saying: BTreeMap<&str, &Topic> = saying.map(|(path, topic)| (&**path, topic)).collect();
    let mut trait_of = |path: &str| {
        let above: Vec<&Topic> = (0..=depth(path))
            .rev()
            .filter_map(|depth| saying.get(prefix(path, depth)).copied())
            .collect();
        if above.is_empty() {
            return nothing;
        }
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
        *known
            .entry(own)
            .or_insert_with_key(|own| traits.push(own.clone()))
    };
    let of = if saying.is_empty() {
        alloc::vec![nothing; topics.len()]
    } else {
        topics.keys().map(|path| trait_of(path)).collect()
    };
    Inherited { traits, of }
}
