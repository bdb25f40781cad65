//! Applying edits: all of them, or none and every reason why.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::Edit;
use super::applied::Applied;
use super::draft::{self, Draft, Touched};
use super::error::{EditError, EditFailure, EditReason};
use super::fact::Fact;
use super::quick::quick;
use super::references::{LISTED, VALUES, by_key};
use crate::organization::document::Entries;
use crate::organization::limits::BuildOptions;
use crate::organization::problem::{PathSegment, Problem, shorten};
use crate::organization::{Organization, canonical};

impl Organization {
    /// What it says of something: a declaration by section and key (also one that it had, or a foreign id), a route or
    /// notice by its key; a top-level value by its name and an empty key.
    ///
    /// # Complexity
    ///
    /// Logarithmic in the organization, and linear in what is said.
    pub fn fact(&self, section: &str, key: &str) -> Option<Fact> {
        if !VALUES.contains(&section) {
            return canonical::declaration(&self.inner, section, key).map(Fact::from);
        }
        let mut values = Entries::default();
        canonical::values(&mut values, &self.inner);
        let value = values.remove(section).filter(|_| key.is_empty());
        value.map(Fact::from)
    }

    /// The organization with these edits applied, in their order; this one stays as it is.
    ///
    /// What the edits make together is checked as a document is, with the limits and zones with which this organization was
    /// built: in between, anything may be missing. Removing something that is used fails with the places that still name it
    /// when all edits are applied.
    ///
    /// # Errors
    ///
    /// Every reason why not: see [`EditReason`]. Where all edits fit, these are the problems of the document that they
    /// make, each with the edit in whose fact it lies where that can be told.
    ///
    /// # Complexity
    ///
    /// A few edits of contacts, departments, assigned rows and routes, by the keys that these have now, cost what they
    /// touch, and a look at each contact and department; where routes change, a count for each route; where the first route of
    /// a pattern is added or the last one removed, a look at each pattern. Parts that stay the same are shared with this
    /// organization. So it is as long as the new fact leaves keys, trees, attributes and their values, topics, desks and
    /// what contacts serve as they are; and as nothing is wrong.
    ///
    /// All other edits cost a [`build`](crate::Document::build), and each of them at most a look at the whole organization;
    /// an edit that needs the canonical form of what others of its list wrote costs a build more.
    ///
    /// # Example: a new manager
    ///
    /// ```
    /// # use switchboard::{Contact, Department, Document, Route};
    /// use switchboard::Edit;
    ///
    /// # let mut document = Document::new();
    /// # document.department("company", Department::new().head("lee"));
    /// # document.contact("lee", Contact::person("Lee"));
    /// # document.route(Route::fallback("company"));
    /// # let organization = document.build()?;
    /// let refused = organization.apply(&[Edit::remove("contacts", "lee")]).unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "edit 0 (remove contacts.lee): it is still used by `departments.company.head`; change these, too",
    /// );
    ///
    /// let organization = organization.apply(&[
    ///     Edit::add("contacts", "kim", Contact::person("Kim")),
    ///     Edit::set("departments", "company", "head", "kim").was("lee"),
    ///     Edit::remove("contacts", "lee"),
    /// ])?;
    /// assert_eq!(organization.department("company").unwrap().head().unwrap().name(), "Kim");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn apply(&self, edits: &[Edit]) -> Result<Self, EditError> {
        self.apply_with(edits, &self.inner.built.options)
            .map(Applied::into_organization)
    }

    /// As [`apply`](Self::apply), with limits and zones of its own, and with what is to be known of the change afterwards.
    ///
    /// # Errors
    ///
    /// As [`apply`](Self::apply).
    ///
    /// # Complexity
    ///
    /// As [`apply`](Self::apply) where `options` are those of the build; else always a [`build`](crate::Document::build).
    pub fn apply_with(&self, edits: &[Edit], options: &BuildOptions) -> Result<Applied, EditError> {
        let most = options.limits.edits;
        if edits.len() > most {
            return Err(error(
                edits,
                [(most, EditReason::TooMany { most })].into(),
                Vec::new(),
            ));
        }
        if let Some(applied) = quick(self, edits, options) {
            return Ok(applied);
        }
        let mut draft = Draft::new(self);
        let mut touched: Vec<(usize, Touched)> = Vec::new();
        let mut failed: Vec<(usize, EditReason)> = Vec::new();
        let mut tries = TRIES_IN_VAIN;
        for (number, edit) in edits.iter().enumerate() {
            let mut done = draft.apply(number, edit);
            let may_fit = done.as_ref().is_err_and(EditReason::may_be_spelling);
            if may_fit && tries > 0 && draft.is_written() {
                if draft.settle(options) {
                    done = draft.apply(number, edit);
                }
                tries -= usize::from(done.is_err());
            }
            match done {
                Ok(place) => touched.push((number, place)),
                Err(reason) => failed.push((number, reason)),
            }
        }
        failed.extend(draft.in_use());
        if !failed.is_empty() {
            failed.sort_by_key(|(number, _)| *number);
            return Err(error(edits, failed, Vec::new()));
        }
        let places = touched.iter();
        let places = places.map(|(number, place)| (*number, draft.path(*number, place)));
        let places: Vec<(usize, Touched)> = places.collect();
        match draft.document().build_with(options) {
            Ok(organization) => {
                let keys = keys(edits.len(), &places, &draft, &organization);
                Ok(Applied::new(organization, keys))
            }
            Err(problems) => {
                let (mut of_edits, mut of_none) = (Vec::new(), Vec::new());
                // As the paths of problems are.
                let mut places = places;
                for (_, place) in &mut places {
                    shorten(place);
                }
                for problem in problems.problems() {
                    let cause = cause(problem, &places);
                    let key = |section: &str, at| draft.shown_key(section, at);
                    let named = problem.clone().with_paths(|path| by_key(path, key).0);
                    match cause {
                        Some(number) => {
                            of_edits.push((number, EditReason::Problem(Box::new(named))));
                        }
                        None => of_none.push(EditFailure::of_all(named)),
                    }
                }
                of_edits.sort_by_key(|(number, _)| *number);
                Err(error(edits, of_edits, of_none))
            }
        }
    }
}

/// How often a list is brought into canonical form for an edit that does not fit all the same.
const TRIES_IN_VAIN: usize = 16;

fn error(edits: &[Edit], failed: Vec<(usize, EditReason)>, further: Vec<EditFailure>) -> EditError {
    let failed = failed.into_iter().map(|(number, reason)| {
        let doing = edits.get(number).map(ToString::to_string);
        EditFailure::new(number, doing.unwrap_or_default(), reason)
    });
    EditError::new(failed.chain(further).collect())
}

/// The keys that what edits were about has in the organization that they made.
fn keys(
    count: usize,
    places: &[(usize, Touched)],
    draft: &Draft,
    organization: &Organization,
) -> Vec<Option<Box<str>>> {
    let made = LISTED.map(|section| {
        let keys = draft::keys(organization, section).into_iter();
        let by_place = keys.map(|(key, written_at)| (written_at, key));
        (section, by_place.collect::<BTreeMap<_, _>>())
    });
    let key = |place: &Touched| match place.as_slice() {
        [PathSegment::Field(section), PathSegment::Index(at), ..] => {
            let of_section = made.iter().find(|(name, _)| *name == &**section);
            of_section.and_then(|(_, keys)| keys.get(at).cloned())
        }
        [PathSegment::Field(section), PathSegment::Field(key), ..] => {
            draft.is_taken(section, key).then(|| key.clone())
        }
        _ => None,
    };
    let mut keys: Vec<Option<Box<str>>> = Vec::new();
    keys.resize(count, None);
    for (number, place) in places {
        if let Some(slot) = keys.get_mut(*number) {
            *slot = key(place);
        }
    }
    keys
}

/// The edit in whose fact a problem lies: the last of those that wrote the most of the way there; else the only one that
/// wrote something below; else the same by what it ties with.
fn cause(problem: &Problem, places: &[(usize, Touched)]) -> Option<usize> {
    let by_path = |path: &[PathSegment]| {
        let on_the_way = places.iter().filter(|(_, place)| path.starts_with(place));
        let nearest = on_the_way.max_by_key(|(number, place)| (place.len(), *number));
        nearest.map(|(number, _)| *number).or_else(|| {
            let is_below = |place: &Touched| !path.is_empty() && place.starts_with(path);
            let mut below = places.iter().filter(|(_, place)| is_below(place));
            let first = below.next()?.0;
            below.all(|(number, _)| *number == first).then_some(first)
        })
    };
    by_path(problem.segments()).or_else(|| problem.related_segments().and_then(by_path))
}
