//! Who is accountable for an inquiry, who answers first, and who is next if nobody does.
//!
//! A point of contact is the person or department designated for a topic. This crate models an organization once, as
//! departments, contacts, topics and routes; checks it; and answers for every channel alike, fast and with reasons.
//! It does no I/O: no files, sockets, threads, clock or randomness. It is `no_std` with `alloc`.
//!
//! ```
//! use switchboard::{Document, Inquiry};
//!
//! let text = r#"
//!     switchboard = 1
//!
//!     [attributes.channel]
//!     kind = "closed"
//!     values = ["email", "phone"]
//!
//!     [departments.company]
//!     head = "director"
//!
//!     [departments.billing]
//!     parent = "company"
//!     head = "head-of-billing"
//!     desks = [{ contact = "billing-desk" }]
//!
//!     [contacts]
//!     director = { kind = "person", name = "Managing director" }
//!     head-of-billing = { kind = "person", name = "Head of billing" }
//!     billing-desk = { kind = "team", name = "Billing desk" }
//!
//!     [[routes]]
//!     topic = "/"
//!     owner = "company"
//!
//!     [[routes]]
//!     topic = "billing"
//!     owner = "billing"
//! "#;
//! let organization = toml::from_str::<Document>(text)?.build()?; // all problems at once
//! let router = organization.compile(); // flat, shareable
//!
//! let inquiry = Inquiry::new("billing/refunds").with("channel", "email");
//! let answer = router.prepare(&inquiry)?.resolve(); // preparing may fail; resolving cannot
//! assert_eq!(answer.owner().name(), "Head of billing");
//! assert_eq!(answer.first_contact().name(), "Billing desk");
//! let chain: Vec<&str> = answer.chain().map(|level| level.contact().key()).collect();
//! assert_eq!(chain, ["billing-desk", "head-of-billing", "director"]);
//!
//! let email = router.value("channel", "email")?; // interned once, kept
//! let answer = router.query("billing/refunds")?.with_value(email)?.resolve(); // allocates nothing
//! assert_eq!(answer.route(), "billing");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Three nouns
//!
//! ```text
//! Document ──build──▶ Organization ──compile──▶ Router ──prepare──▶ Query ──resolve──▶ Resolution
//! (one, or             │      ▲                    ▲                                      │
//!  several:            │      └── apply(edits)     └── Inquiry                            └──▶ Answer
//!  Documents)          └──▶ every problem at once
//! ```
//!
//! - A [`Document`] is what somebody wrote: read with serde, or built by methods. It holds everything, and judges nothing.
//!   [`Documents`] are several that make one whole; some may be limited to a part of it.
//! - An [`Organization`] is a document that was checked. [`Organization::resolve`] answers by the rules as they are
//!   written: it is the reference, and slow.
//! - A [`Router`] is an organization compiled; [`Router::detached`] keeps only what resolving needs. A [`Query`] on it gives
//!   a [`Resolution`]: borrowed, `Copy`, lazy, and equal to what the reference says.
//!
//! [`Router::explain`] tells why: every candidate with the step on which it lost, every level with the reason for it.
//!
//! # What an organization is made of
//!
//! - **Departments** are a tree. Each may have a head, desks that answer first, and a department to escalate to. Some are an
//!   authority, at whose head escalation ends; some are external, and answer without ever being accountable.
//! - **Contacts** are persons, positions that persons hold, teams and touchpoints, with the languages, areas and skills that
//!   they serve, and points by which they are reached.
//! - **Attributes** are what an inquiry says beside its topic: channel, language, account, or the organization's own.
//! - **Topics** are a hierarchy of paths, with labels, aliases, a nature, and pages where inquirers may help themselves.
//! - **Routes** designate who is accountable for a topic under a condition; **policies** say who is asked next, and when;
//!   **assignments** look somebody up by a value; **notices** add who is consulted and informed, whichever route wins.
//!
//! - **Hours** say when something is open, **schedules** who is on duty: layers of rotations, overrides, declared gaps.
//!
//! # At an instant
//!
//! Time is an argument: [`Inquiry::at`] and [`Query::at`]. Without an instant no calendar is read. With one, what is dated and
//! which hours hold counts as of then, absence moves who is asked but never who is accountable, and the chain says who will be there
//! when each level is due:
//!
//! ```
//! # use switchboard::{Document, Timestamp};
//! # let text = r#"
//! # switchboard = 1
//! # departments.company = { head = "director" }
//! # contacts = { director = { kind = "person", name = "Director" }, ana = { kind = "person", name = "Ana" }, bo = { kind = "person", name = "Bo" } }
//! # routes = [{ topic = "/", owner = "company", responder = "on-call", policy = "page" }]
//! # policies.page = { levels = [{ to = "on-call", after = "30m" }] }
//! # schedules.on-call = { zone = "UTC", layers = [{ rotation = "daily", from = 2026-12-01, handoff = "09:00", turns = ["ana", "bo"] }] }
//! # "#;
//! # let router = toml::from_str::<Document>(text)?.build()?.compile();
//! let now: Timestamp = "2026-12-02T08:40:00Z".parse()?; // twenty minutes before the handoff
//! let answer = router.query("outages")?.at(now).resolve();
//! let first = answer.first_contact().name();
//! assert_eq!((first, answer.validity().instant()), ("Ana", Some("2026-12-02T09:00:00Z".parse()?)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An inquiry may leave somebody out: a complaint about one's own manager goes to the next head upwards. A route may be
//! confidential: it goes to those whom it names, and what is printed of it names no person.
//! [`Organization::audience_of`] and [`Resolution::reach`] say how an inquirer may reach whom: names and points have a
//! [`Visibility`].
//!
//! The rules are on the page [`semantics`], each with an example.
//!
//! # Changing it
//!
//! An organization is changed by [`Edit`]s: values that are stored, replayed and undone. [`Organization::apply`] gives a new
//! organization, or every reason why not. What is renamed goes on being found by what it was called (`formerly`).
//!
//! # Documents of strangers
//!
//! No document makes the crate panic, hang or overflow: [`Limits`] say how large each thing may be and what checking it may
//! cost, and past one building fails with a problem that names it.
//!
//! # What it does not do
//!
//! It sends nothing and stores nothing: an answer names contacts, and the host reaches them. It does not guess: a word that
//! the organization does not declare is an error with a suggestion, and two routes that some inquiry cannot tell apart are
//! refused when the document is built.
//!
//! # Reading documents
//!
//! Any self-describing format will do. The order in which attributes are written says which are more important (A1), so
//! read them with a reader that keeps the order of tables (`toml` does with its feature `preserve_order`, `serde_json`
//! always when it reads into a [`Document`]), or write the list `importance`.
//!
//! # Features
//!
//! Features add, and never change an answer.
//!
//! - `std` (default): dependencies use the standard library.
//! - `serde` (default): [`Document`], [`Edit`] and [`Inquiry`] can be read and written, [`Answer`] too; [`Explanation`] and
//!   [`Problem`] can be written.
//! - `tzdb` (default): the IANA time zones, bundled. Without it the embedder brings the data of the zones that documents
//!   name: [`Zones`], which also says how zone data is kept up to date.
//! - `regex`: conditions on open attributes may be regular expressions ([`When::matches`]), compiled to one automaton for each
//!   attribute. Without it a document that has some does not build, and the problem names the feature.
//! - `snapshot`: a [`Router`] can be written to bytes and read back (`Router::to_bytes`, `Router::from_bytes`), so that a
//!   service starts without compiling and replicas agree by their fingerprint. No dependency comes with it.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        reason = "a test that panics has failed, as it should"
    )
)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod as_of;
#[cfg(feature = "serde")]
mod as_text;
mod attribute;
mod audience;
mod calendar;
mod contact;
mod excluded;
mod fingerprint;
mod id;
mod inquiry;
mod label;
mod level;
mod organization;
mod resolution;
mod router;
mod sorted;
mod tables;
mod text;
mod topic;
mod words;

pub use attribute::{AttributeKind, Role};
pub use audience::Audience;
pub use calendar::{Validity, ZoneError, Zones};
pub use contact::{ContactKind, NotificationPoints, Point, Visibility};
pub use fingerprint::{Fingerprint, ParseFingerprintError};
pub use inquiry::{Inquiry, InquiryError};
pub use jiff::{SignedDuration, Timestamp, civil};
pub use level::{LevelKind, Reminders, WhenEmpty};
pub use organization::{
    Absence, AbsenceRef, Applied, Assignment, AssignmentView, Attribute, AttributeView, BuildError,
    BuildOptions, Contact, ContactPoint, ContactView, Department, DepartmentView, Desk, DeskView,
    Document, Documents, Duty, Edit, EditError, EditFailure, EditReason, Fact, Gap, Grant,
    HolderView, Holidays, Hours, HoursRef, LayerRef, Limits, LinkView, Notice, NoticeView, OnDuty,
    Opening, Organization, OverrideRef, PathSegment, Policy, PolicyLevel, Problem, ProblemKind,
    Route, RouteView, Row, Schedule, ScheduleLayer, ScheduleOverride, ScheduleRef, Segment, Target,
    Term, TermRef, Topic, TopicLink, TopicView, When,
};
pub use resolution::{
    Answer, AnswerLevel, Basis, Chain, ContactRef, DepartmentRef, Level, Link, Parties, Reach,
    Resolution,
};
pub use router::{
    Availability, AvailabilityError, Batch, Candidate, ChainTrace, Explanation, Leave,
    OtherOrganization, Outcome, PartyTrace, Query, Router, StaleId, TopicId, ValueId, Values,
};
#[cfg(feature = "snapshot")]
pub use router::{SnapshotError, SnapshotErrorKind};
pub use topic::{Nature, TopicError};

#[doc = include_str!("semantics.md")]
pub mod semantics {}
