//! The section `parts`: what documents that are limited to a part may say.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::route::rank_of;
use super::topics::Topics;
use super::{Checker, further_keys};
use crate::id::DepartmentId;
use crate::organization::document::{Node, format};
use crate::organization::model::{DEFAULT_PRECEDENCES, NORMAL};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;
use crate::organization::sources::{Source, Sources};
use crate::topic::{ROOT, canonical_name, depth, prefix};

/// What the parts are granted, and which document is limited to which.
#[derive(Default)]
pub(super) struct Parts {
    grants: BTreeMap<Box<str>, Grant>,
    pub(super) sources: Arc<Sources>,
    /// What the documents call the section `parts`.
    pub(super) section: String,
    /// The rank of precedence `normal`.
    pub(super) normal: u32,
}

/// A part that is granted.
#[derive(Clone, Copy)]
pub(super) struct Part<'p> {
    pub(super) name: &'p str,
    pub(super) grant: &'p Grant,
}

/// What a part is granted. What of it could not be read allows everything: that is a problem already.
#[derive(Default)]
pub(super) struct Grant {
    pub(super) department: Option<DepartmentId>,
    pub(super) topics: Option<GrantedTopics>,
    /// The precedences above `normal` that it permits, and perhaps others.
    pub(super) precedences: Option<BTreeSet<Box<str>>>,
}

/// Topics at or below which a part may speak.
#[derive(Default)]
pub(super) struct GrantedTopics {
    /// Canonical paths, and what they stand for where they are aliases.
    paths: BTreeSet<Box<str>>,
    /// As the author wrote them.
    pub(super) written: Vec<String>,
}

impl Parts {
    /// Reads the section `parts`, and looks up what the documents say that they are part of.
    pub(super) fn read<'a>(
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        topics: &Topics,
        precedences: Option<&[Box<str>]>,
    ) -> Self {
        let names: Vec<&str> = match precedences {
            Some(names) => names.iter().map(Box::as_ref).collect(),
            None => DEFAULT_PRECEDENCES.to_vec(),
        };
        let section = form.at("parts");
        let expected = "a table with a grant under each name of a part";
        let entries = form.entries("parts", expected, &mut checker.problems);
        let mut grants = BTreeMap::new();
        for (part, node) in entries {
            let place = section.field(part);
            further_keys::check_key(part, place, &mut checker.problems);
            grants.insert(
                part.into(),
                Grant::read(checker, node, place, topics, &names),
            );
        }
        let parts = Self {
            grants,
            sources: checker.problems.sources(),
            section: section.name().into(),
            normal: rank_of(NORMAL, &names),
        };
        let is_unreadable = form
            .node("parts")
            .is_some_and(|node| !matches!(node, Node::Table(_)));
        if !is_unreadable {
            parts.check_names(&mut checker.problems);
        }
        parts
    }

    /// Every part that a document names is granted.
    fn check_names(&self, problems: &mut Problems) {
        for source in self.sources.iter() {
            let Some(part) = source.part.as_deref() else {
                continue;
            };
            if self.grants.contains_key(part) {
                continue;
            }
            let granted = self.grants.keys().map(|part| &**part);
            let suggestion = match problems.nearest(part, granted) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => {
                    let grant = problems.name_of(Place::ROOT.field("parts").field(part));
                    format!("grant it: add `{grant}` to a document without `part`")
                }
            };
            let document = Place::document(source.name.as_deref());
            problems.add(
                ProblemKind::UnknownReference,
                document.field(source.section("part")),
                Some(part),
                "the name of a part that a document grants under `parts`",
                suggestion,
            );
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.grants.is_empty()
    }

    /// The part that something belongs to, by the document that wrote it; nothing where it is not granted.
    pub(super) fn of(&self, source: Option<&Source>) -> Option<Part<'_>> {
        let (name, grant) = self.grants.get_key_value(source?.part.as_deref()?)?;
        Some(Part { name, grant })
    }
}

impl Grant {
    fn read(
        checker: &mut Checker<'_>,
        node: &Node,
        place: Place<'_>,
        topics: &Topics,
        precedences: &[&str],
    ) -> Self {
        let mut grant = Self::default();
        let problems = &mut checker.problems;
        let Some(form) = Form::open(node, place, &format::GRANT, problems) else {
            return grant;
        };
        let expected = "the key of a department";
        let department = form.required("department", expected, problems).good();
        grant.department = department
            .and_then(|key| checker.department(&key, "", form.at("department"), expected));
        grant.topics = GrantedTopics::read(&form, topics, &mut checker.problems);
        let texts = form.texts(
            "precedences",
            "the name of a precedence",
            &mut checker.problems,
        );
        let mut is_whole = texts.len() == form.items("precedences").len();
        let mut names = BTreeSet::new();
        for (index, text) in texts {
            let name = canonical_name(&text).unwrap_or(Cow::Borrowed(""));
            if precedences.contains(&&*name) {
                names.insert(name.as_ref().into());
                continue;
            }
            is_whole = false;
            let all = precedences.iter().copied();
            let suggestion =
                checker
                    .problems
                    .did_you_mean(&text, all, "declare it under `precedences`");
            form.at_item("precedences", index, |place| {
                let expected = format!("one of `{}`", precedences.join("`, `"));
                let kind = ProblemKind::UnknownWord;
                checker
                    .problems
                    .add(kind, place, Some(&text), expected, suggestion);
            });
        }
        grant.precedences = is_whole.then_some(names);
        grant
    }
}

impl GrantedTopics {
    /// The topics of a grant: declared ones, or what stands for one. None where one of them is neither.
    fn read(form: &Form<'_, '_>, topics: &Topics, problems: &mut Problems) -> Option<Self> {
        let expected = "the path of a declared topic";
        let texts = form.texts("topics", expected, problems);
        let mut is_whole = texts.len() == form.items("topics").len();
        let mut granted = Self::default();
        let sources = problems.sources();
        for (index, text) in texts {
            let read = form.at_item("topics", index, |place| {
                let path = super::topics::path(&text, place, expected, problems)?;
                // A path that gets too long by its alias is none that is declared.
                let stands_for = topics.aliases.replace(Cow::Borrowed(&path));
                let stands_for = stands_for.unwrap_or(Cow::Borrowed(&path));
                if &*path != ROOT && !topics.declared.contains_key(&*stands_for) {
                    let declared = topics.declared.keys().map(|path| &**path);
                    let suggestion = match problems.nearest(&text, declared) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("declare it: add `[topics.{text:?}]`, be it empty"),
                    };
                    let kind = ProblemKind::UnknownReference;
                    problems.add(kind, place, Some(&text), expected, suggestion);
                    return None;
                }
                // An alias of a part widens no grant.
                let is_of_a_part = |source: &Source| source.part.is_some();
                let own = sources
                    .of_key("topics", &stands_for)
                    .filter(|source| is_of_a_part(source));
                let stands_for = own.is_none().then(|| Box::from(&*stands_for));
                Some([Some(path), stands_for])
            });
            match read {
                Some(paths) => {
                    granted.paths.extend(paths.into_iter().flatten());
                    granted.written.push(text.into_owned());
                }
                None => is_whole = false,
            }
        }
        is_whole.then_some(granted)
    }

    /// Whether a path is one of the topics, or lies below one.
    pub(super) fn cover(&self, path: &str) -> bool {
        (0..=depth(path)).any(|depth| self.paths.contains(prefix(path, depth)))
    }
}
