//! lib docs to be written
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod attribute;
mod contact;
mod fingerprint;
mod id;
mod inquiry;
mod level;
mod organization;
mod resolution;
mod router;
mod tables;
mod topic;

pub use attribute::{AttributeKind, Role};
pub use contact::{ContactKind, NotificationPoints, Point, Visibility};
pub use fingerprint::{Fingerprint, ParseFingerprintError};
pub use inquiry::{Inquiry, InquiryError};
pub use jiff::SignedDuration;
pub use level::{LevelKind, Reminders};
pub use organization::{
    Attribute, AttributeView, BuildError, BuildOptions, Contact, ContactPoint, ContactView,
    Department, DepartmentView, Desk, DeskView, Document, Limits, Organization, PathSegment,
    Policy, PolicyLevel, Problem, ProblemKind, Route, RouteView, Target, Topic, TopicView, When,
};
pub use resolution::{
    Answer, AnswerLevel, Basis, Chain, ContactRef, DepartmentRef, Level, Parties, Resolution,
};
pub use router::{Candidate, ChainTrace, Explanation, Outcome, Query, Router, StaleId, ValueId};
pub use topic::TopicError;
