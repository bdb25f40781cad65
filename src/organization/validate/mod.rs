//! Checking a document: every section is read, every name looked up, every rule judged, and all problems told at once.

mod absences;
mod assignments;
mod attributes;
mod boxes;
mod conditions;
mod constraints;
mod contacts;
mod dated;
mod departments;
mod desks;
mod documents;
mod further_keys;
mod groups;
mod holidays;
mod homes;
mod hours;
mod labels;
mod leading;
mod limited;
mod links;
mod memory;
mod named_conditions;
mod names;
mod notices;
mod outside;
mod parts;
pub(super) mod patch;
mod patterns;
mod points;
mod policies;
mod references;
mod route;
mod route_keys;
mod routes;
mod schedules;
mod serving;
mod ties;
mod times;
mod topics;
mod traits;
mod warnings;
mod whole;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::ambiguity::COSTLY_CONTESTS;
use super::built::{Built, Judged};
use super::coincidences::Coincidences;
use super::document::format::DOCUMENT;
use super::document::{Document, Documents, Entries};
use super::limits::BuildOptions;
use super::model::{self, DEFAULT_PRECEDENCES, NORMAL};
use super::problem::{BuildError, Place, ProblemKind, Problems};
use super::read::Form;
use super::{Organization, calendars, canonical, rota};
use crate::calendar::zone::Zone;
use crate::contact::ContactKind;
use crate::id::{AssignmentId, ContactId, HolidaysId, Id, Key, Table};
use crate::topic::canonical_name;

use boxes::Frame;
use limited::Limited;
use memory::Memory;
use named_conditions::ConditionNames;
use names::Names;
use patterns::Patterns;
use serving::Required;
use ties::{Competing, Ties};

impl Document {
    /// Checks the document with the default limits.
    ///
    /// # Errors
    ///
    /// All problems of the document at once; nothing is half-built.
    ///
    /// # Complexity
    ///
    /// Near linear in the document. Ambiguity is checked exactly, within a stated limit of work for each pattern.
    pub fn build(&self) -> Result<Organization, BuildError> {
        self.build_with(&BuildOptions::new())
    }

    /// Checks the document.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_with(&self, options: &BuildOptions) -> Result<Organization, BuildError> {
        let mut problems = Problems::new(options.limits.problems);
        let root = self.entries();
        if root.0.iter().any(|(field, _)| &**field == "part") {
            return build_joined([(None, root)].into_iter(), problems, options);
        }
        let form = Form::of(root, Place::ROOT, &DOCUMENT, &mut problems);
        version(&form, &mut problems);
        build(&form, problems, options)
    }
}

impl Documents {
    /// Checks the documents together, with the default limits.
    ///
    /// # Errors
    ///
    /// All problems of all documents at once, each with [the document](super::Problem::document) that it stands in.
    ///
    /// # Complexity
    ///
    /// Near linear in the documents, as [`Document::build`]; they are copied once to be read as one.
    pub fn build(&self) -> Result<Organization, BuildError> {
        self.build_with(&BuildOptions::new())
    }

    /// Checks the documents together.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_with(&self, options: &BuildOptions) -> Result<Organization, BuildError> {
        let problems = Problems::new(options.limits.problems);
        build_joined(self.entries(), problems, options)
    }
}

/// What all sections share while they are read.
struct Checker<'a> {
    problems: Problems,
    options: &'a BuildOptions,
    departments: Names<'a>,
    /// The schedules among them.
    contacts: Names<'a>,
    schedules: Names<'a>,
    policies: Names<'a>,
    holidays: Names<'a>,
    hours: Names<'a>,
    /// Of local times where nothing else names one.
    local_zone: Zone,
    /// By contact, where it is known.
    kinds: Vec<Option<ContactKind>>,
    assignments: Names<'a>,
    used_assignments: BTreeSet<AssignmentId>,
    /// The assignments in which a schedule stands.
    scheduled: BTreeSet<AssignmentId>,
    conditions: ConditionNames<'a>,
    memory: Memory,
    /// How many values the sets of conditions may still look at.
    members: u64,
    patterns: Patterns,
    /// What the search for ties took.
    judged: Judged,
}

/// Builds an organization of what several documents say together.
fn build_joined<'d>(
    documents: impl Iterator<Item = (Option<&'d str>, &'d Entries)>,
    mut problems: Problems,
    options: &BuildOptions,
) -> Result<Organization, BuildError> {
    let Some(tree) = documents::join(documents, &mut problems) else {
        return Err(problems.into_error());
    };
    let form = Form::of(&tree, Place::ROOT, &DOCUMENT, &mut problems);
    build(&form, problems, options)
}

/// Builds an organization of what is written, or tells all that is wrong with it.
fn build(
    form: &Form<'_, '_>,
    mut problems: Problems,
    options: &BuildOptions,
) -> Result<Organization, BuildError> {
    let departments = Names::read(
        form,
        "departments",
        "department",
        options.limits.departments,
        &mut problems,
    );
    let schedules = Names::read(
        form,
        "schedules",
        "schedule",
        options.limits.schedules,
        &mut problems,
    );
    let contacts = Names::read_with(
        form,
        "contacts",
        ["contact", "schedule"],
        options.limits.contacts,
        Some(&schedules),
        &mut problems,
    );
    let policies = Names::read(
        form,
        "policies",
        "policy",
        options.limits.policies,
        &mut problems,
    );
    let holidays = Names::read(
        form,
        "holidays",
        "list of holidays",
        options.limits.holidays,
        &mut problems,
    );
    let hours = Names::read(
        form,
        "hours",
        "declaration of hours",
        options.limits.hours,
        &mut problems,
    );
    let assignments = Names::read(
        form,
        "assignments",
        "assignment",
        options.limits.assignments,
        &mut problems,
    );
    let conditions = ConditionNames::read(form, options.limits.conditions, &mut problems);
    let mut checker = Checker {
        members: options.limits.members,
        patterns: Patterns::new(&options.limits),
        problems,
        options,
        kinds: names::kinds(&contacts),
        departments,
        contacts,
        schedules,
        policies,
        holidays,
        hours,
        local_zone: Zone::utc(),
        assignments,
        used_assignments: BTreeSet::new(),
        scheduled: BTreeSet::new(),
        conditions,
        memory: Memory::default(),
        judged: Judged::default(),
    };
    let draft = checker.read(form);
    checker.finish(draft)
}

/// `switchboard = 1` heads every document.
fn version(form: &Form<'_, '_>, problems: &mut Problems) {
    let version = Document::VERSION.to_string();
    let expected = format!("version {version} of the format");
    let suggestion = format!("write `switchboard = {version}`");
    match form.node("switchboard") {
        None => {
            let expected = format!("`switchboard`: {expected}");
            problems.add(
                ProblemKind::MissingField,
                form.place,
                None,
                expected,
                suggestion,
            );
        }
        Some(node) if node.to_string() == version => {}
        Some(node) => {
            let (place, written) = (form.at("switchboard"), node.to_string());
            problems.add(
                ProblemKind::UnsupportedVersion,
                place,
                Some(&written),
                expected,
                suggestion,
            );
        }
    }
}

/// Everything read, before it is known to be whole.
struct Draft {
    name: Option<Key>,
    language: Option<Box<str>>,
    conflict_authority: Option<ContactId>,
    response_target: Option<jiff::SignedDuration>,
    precedences: Option<Vec<Box<str>>>,
    attributes: attributes::Attributes,
    departments: departments::Departments,
    contacts: contacts::Contacts,
    topics: topics::Topics,
    policies: Vec<policies::Policy>,
    routes: routes::Routes,
    conditions: Vec<named_conditions::Named>,
    assignments: Vec<assignments::Assignment>,
    notices: notices::Notices,
    schedules: Vec<Option<rota::Schedule>>,
    holidays: Table<HolidaysId, calendars::Holidays>,
    hours: hours::AllHours,
    parts: parts::Parts,
}

impl<'a> Checker<'a> {
    fn read(&mut self, form: &Form<'a, '_>) -> Draft {
        let name = form
            .text("name", "the organization's name", &mut self.problems)
            .good()
            .map(|name| Key::from(&*name));
        let language = form
            .text(
                "language",
                "a language tag such as `en`",
                &mut self.problems,
            )
            .good()
            .and_then(|tag| labels::language(&tag, form.at("language"), &mut self.problems));
        self.local_zone = self.zone(form, "zone").good().unwrap_or_else(Zone::utc);
        let conflict_authority = contacts::accountable(self, form, "conflict_authority");
        let response_target = form.duration("response_target", &mut self.problems).good();
        let precedences = self.precedences(form);
        let mut attributes = attributes::Attributes::read(self, form);
        let conditions = named_conditions::read(self, &mut attributes);
        let mut contacts = contacts::Contacts::read(self, &attributes);
        let assignments = assignments::read(self, form, &mut attributes);
        let departments = departments::Departments::read(self, form, &mut attributes);
        let topics = topics::Topics::read(self, form, &attributes);
        let policies = policies::read(self, form, &attributes);
        let routes =
            routes::Routes::read(self, form, &mut attributes, &topics, precedences.as_deref());
        let notices = notices::Notices::read(self, form, &mut attributes, &topics);
        let schedules = schedules::read(self, form, &mut contacts);
        let holidays = holidays::read(self, form, &attributes);
        let hours = hours::AllHours::read(self, form, &attributes);
        let parts = parts::Parts::read(self, form, &topics, precedences.as_deref());
        if let Some(mut limited) = Limited::of(&parts, &mut self.problems) {
            limited.check_topics(form, &topics);
            limited.check_routes(&routes);
            limited.check_notices(&notices);
        }
        Draft {
            name,
            language,
            conflict_authority,
            response_target,
            precedences,
            attributes,
            departments,
            contacts,
            topics,
            policies,
            routes,
            conditions,
            assignments,
            notices,
            schedules,
            holidays,
            hours,
            parts,
        }
    }

    /// The names of the precedences, ascending, if there is a list of its own.
    fn precedences(&mut self, form: &Form<'a, '_>) -> Option<Vec<Box<str>>> {
        form.node("precedences")?;
        let mut names: Vec<Box<str>> = Vec::new();
        let texts = form.texts(
            "precedences",
            "the name of a precedence",
            &mut self.problems,
        );
        for (index, text) in texts {
            form.at_item("precedences", index, |place| match canonical_name(&text) {
                Ok(name) if names.iter().any(|other| **other == *name) => {
                    self.problems.add(
                        ProblemKind::DuplicateKey,
                        place,
                        Some(&text),
                        "each precedence once",
                        "remove one of the two",
                    );
                }
                Ok(name) => names.push(name.as_ref().into()),
                Err(error) => names::invalid(&text, &error.to_string(), place, &mut self.problems),
            });
        }
        let (most, place) = (self.options.limits.precedences, form.at("precedences"));
        if self
            .problems
            .exceeds(names.len(), most, "precedences", place)
        {
            return None;
        }
        if !names.iter().any(|name| &**name == NORMAL) {
            let expected =
                "a list in which `normal` stands, the precedence of routes that name none";
            let suggestion = format!(
                "write `precedences = [{}]`, the lowest first",
                DEFAULT_PRECEDENCES
                    .map(|name| format!("\"{name}\""))
                    .join(", ")
            );
            let written = names.join(", ");
            self.problems.add(
                ProblemKind::MissingField,
                form.at("precedences"),
                Some(&written),
                expected,
                suggestion,
            );
            return None;
        }
        Some(names)
    }

    /// Judges all conditions, and notes what ties by them.
    fn check_conditions(
        &mut self,
        draft: &mut Draft,
        frame: &mut Frame<'_>,
        required: &Required,
        inherited: &traits::Inherited,
        calendars: Option<&calendars::Calendars>,
    ) {
        let (most, top) = (self.options.limits.requirements, Place::ROOT);
        // One of the sets is empty.
        let (count, topics) = (required.sets.len() - 1, top.field("topics"));
        if self.problems.exceeds(count, most, "requirements", topics) {
            return;
        }
        let named = core::mem::take(&mut draft.conditions);
        if self.named_boxes(named, frame).is_none() {
            return;
        }
        draft.notices.check(self, frame);
        let covered = routes::Covered {
            topics: &draft.topics.declared,
            traits: &inherited.of,
            notices: draft.notices.patterns(),
        };
        draft.routes.check(self, frame, &covered);
        let (vocabulary, limits) = (frame.vocabulary, &self.options.limits);
        let hours = calendars.map(|own| &own.hours);
        if let Some(hours) = hours {
            draft.routes.check_times(self, hours);
        }
        let competing = Competing {
            routes: &draft.routes,
            topics: &draft.topics,
            hours,
        };
        let mut ties = Ties::new(&competing, vocabulary, limits);
        ties.check(&mut self.problems);
        self.judged = ties.judged();
        let mut check = desks::Check {
            frame,
            contacts: &draft.contacts,
            are_roles_known: draft.attributes.are_roles_known(vocabulary),
            required,
            served: BTreeMap::new(),
            coincidences: Coincidences::new(hours),
            work: limits.work.saturating_mul(COSTLY_CONTESTS),
        };
        draft.departments.check_desks(self, &mut check);
    }

    /// Judges what only the whole shows, and assembles the organization if nothing is wrong.
    fn finish(mut self, mut draft: Draft) -> Result<Organization, BuildError> {
        draft.departments.check_tree(&mut self, &draft.contacts);
        outside::check_claims(&mut draft.departments, &mut self.problems);
        let serving = draft.departments.serving();
        let rows = serving.iter();
        let rows = rows.filter_map(|id| draft.contacts.rows.get(id.index()));
        serving::note(&rows.collect::<Vec<_>>(), &mut draft.attributes);
        let required = Required::of(&draft.topics);
        let inherited = traits::inherit(&draft.topics.declared, &required.sets);
        let Some(vocabulary) = draft.attributes.freeze(&mut self) else {
            return Err(self.problems.into_error());
        };
        let holidays = core::mem::take(&mut draft.holidays);
        let hours = core::mem::take(&mut draft.hours);
        let calendars = hours.assemble(&mut self, holidays, &vocabulary);
        let mut rows_left = Some(self.options.limits.rows);
        let assignments = core::mem::take(&mut draft.assignments).into_iter();
        let assignments: Vec<Option<model::Assignment>> = assignments
            .map(|assignment| assignment.assemble(&mut self, &vocabulary, &mut rows_left))
            .collect();
        let classes = |own: &Option<_>| assignments::classes(own.as_ref()?, &vocabulary);
        let mut frame = Frame {
            vocabulary: &vocabulary,
            conditions: Arc::default(),
            assigned: assignments.iter().map(classes).collect(),
        };
        let hours = calendars.as_ref();
        self.check_conditions(&mut draft, &mut frame, &required, &inherited, hours);
        let conditions = frame.conditions;
        let has_remarks = self.problems.has_warnings();
        self.note_unused();
        if self.problems.has_errors() {
            return Err(self.problems.into_error());
        }
        // Whole, as nothing was noted.
        let parts = core::mem::take(&mut draft.parts);
        let found = whole::Found {
            vocabulary,
            conditions,
            assignments,
            zone: self.local_zone.clone(),
            requirements: required.sets,
            traits: inherited.traits,
            calendars,
        };
        let Some(mut inner) = whole::assemble(draft, found) else {
            return Err(self.problems.into_error());
        };
        outside::check_accountable(&inner, &mut self.problems);
        if let Some(mut limited) = Limited::of(&parts, &mut self.problems) {
            limited.check_places(&inner);
        }
        inner.check_kept(&mut self.problems);
        inner.check_steps(&self.options.limits, &mut self.problems);
        inner.check_together(&self.options.limits, &mut self.problems);
        if self.problems.has_errors() {
            return Err(self.problems.into_error());
        }
        inner.built = Built {
            options: self.options.clone(),
            has_remarks,
            members: self.options.limits.members.saturating_sub(self.members),
            judged: self.judged,
            scheduled: self.scheduled.into(),
            unrouted: warnings::unrouted(&inner),
        };
        warnings::note(&inner, &mut self.problems);
        inner.warnings = self.problems.into_warnings();
        inner.content = canonical::content(&inner);
        inner.fingerprint = inner.content.fingerprint();
        Ok(Organization {
            inner: Arc::new(inner),
        })
    }
}
