//! The export: teams below teams, and the labels and repositories that are theirs.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer};

/// What is read from the export.
#[derive(Debug, Deserialize)]
pub(crate) struct Export {
    #[serde(deserialize_with = "or_empty")]
    pub(crate) teams: Vec<Team>,
    #[serde(default, deserialize_with = "or_empty")]
    pub(crate) labels: BTreeMap<String, String>,
    #[serde(default, deserialize_with = "or_empty")]
    pub(crate) repos: Vec<Repository>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Team {
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    pub(crate) leads: Vec<String>,
    #[serde(default, deserialize_with = "or_empty")]
    pub(crate) members: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Repository {
    pub(crate) repo: String,
    #[serde(default, deserialize_with = "or_empty")]
    pub(crate) teams: BTreeMap<String, Permission>,
}

/// What a team may do in a repository, ascending.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Permission {
    Read,
    Triage,
    Write,
    Maintain,
    Admin,
}

impl Export {
    /// Teams of which each is the parent of the one before it, where the first comes again.
    pub(crate) fn cycle(&self) -> Option<Vec<&str>> {
        let parents: BTreeMap<&str, &str> = self
            .teams
            .iter()
            .filter_map(|team| Some((team.name.as_str(), team.parent.as_deref()?)))
            .collect();
        let mut seen = BTreeSet::new();
        for start in parents.keys() {
            let mut walk = Vec::new();
            let mut next = Some(*start);
            while let Some(team) = next.filter(|team| seen.insert(*team)) {
                walk.push(team);
                next = parents.get(team).copied();
            }
            // The walk ended above all teams, on an earlier walk, or on itself.
            if let Some(first) = walk.iter().position(|team| Some(*team) == next) {
                return Some(walk.drain(first..).chain(next).collect());
            }
        }
        None
    }
}

impl Team {
    pub(crate) fn people(&self) -> impl Iterator<Item = &str> {
        self.leads.iter().chain(&self.members).map(String::as_str)
    }

    /// Everyone but the head, the other leads first, each once.
    pub(crate) fn followers(&self) -> impl Iterator<Item = &str> {
        let mut seen: BTreeSet<&str> = self.leads.first().map(String::as_str).into_iter().collect();
        self.people().filter(move |person| seen.insert(person))
    }
}

impl Repository {
    /// The teams with the highest permission.
    pub(crate) fn highest(&self) -> Vec<&str> {
        let highest = self.teams.values().max();
        let teams = self.teams.iter();
        teams
            .filter(|(_, permission)| Some(*permission) == highest)
            .map(|(team, _)| team.as_str())
            .collect()
    }
}

/// The export writes `null` where there is nothing, too.
fn or_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
