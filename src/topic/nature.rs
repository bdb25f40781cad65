//! What kind of inquiry a topic brings.

use core::fmt;

use crate::words::words;

/// The nature of a topic. What is below a topic has the same, unless it says otherwise.
///
/// The words are those of ITIL, with the complaint and the feedback of ISO 10002.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Nature {
    /// Somebody wants to know something.
    Question,
    /// Somebody wants something done.
    Request,
    /// Somebody is dissatisfied, and expects an answer.
    Complaint,
    /// Somebody says what they think, and expects no answer: it is forwarded, and opens no escalation (O3).
    Feedback,
    /// Something does not work as it should.
    Incident,
    /// The cause of incidents.
    Problem,
    /// Something is to become different.
    Change,
}

words!(Nature {
    Question: "question",
    Request: "request",
    Complaint: "complaint",
    Feedback: "feedback",
    Incident: "incident",
    Problem: "problem",
    Change: "change",
});

impl fmt::Display for Nature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
