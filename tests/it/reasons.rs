//! What people read: the whole text of an explanation, for each thing that an organization can say.

use switchboard::{Explanation, Inquiry};

use crate::formats::{Format, read};

/// A harbour: a position at its head, an agency outside, a table of accounts, a confidential route.
const HARBOUR: &str = r#"
switchboard = 1
conflict_authority = "ombud"

[attributes.account]
kind = "open"

[attributes.region]
kind = "hierarchical"
role = "region"
values = ["eu", "ro", "es"]
parents = { ro = "eu", es = "eu" }

[contacts]
director = { kind = "person", name = "Director" }
ana = { kind = "person", name = "Ana" }
bo = { kind = "person", name = "Bo" }
cho = { kind = "person", name = "Cho" }
dan = { kind = "person", name = "Dan" }
eva = { kind = "person", name = "Eva", department = "agency" }
ombud = { kind = "person", name = "Ombud" }
auditor = { kind = "person", name = "Auditor" }
harbour-master = { kind = "position", name = "Harbour master", holder = "ana", deputies = ["bo", "cho"], department = "harbour" }
berth-master = { kind = "position", name = "Berth master", holder = "cho", deputies = ["dan"], department = "berths" }
pilot = { kind = "position", name = "Pilot", deputies = ["dan"], department = "pilots" }
watch = { kind = "touchpoint", name = "Watch", staffed_by = "dan" }
trust-office = { kind = "team", name = "Trust office" }
north-desk = { kind = "team", name = "North desk" }

[departments.port]
head = "director"

[departments.harbour]
parent = "port"
head = "harbour-master"
authority = true
informed = ["auditor"]

[departments.pilots]
parent = "harbour"
desks = [{ contact = "pilot" }, { contact = "watch", when = { region = "ro" } }]
escalates_to = "berths"

[departments.berths]
parent = "harbour"
head = "berth-master"
desks = [{ contact = "north-desk" }]

[departments.agency]
parent = "port"
external = true
liaison = "dan"

[departments.trust]
parent = "port"
desks = [{ contact = "trust-office" }]

[assignments.accounts]
attribute = "account"
default = "berths"
rows = { acme = { holder = "eva", deputies = ["bo"] }, globex = { deputies = ["bo", "cho"] } }

[policies.steady]
levels = [
    { to = ["owner", "deputies"], after = "10m" },
    { to = { assigned = "accounts" }, after = "1h" },
]
tail = "none"

[[notices]]
key = "gdpr"
topic = "accounts"
consulted = ["trust"]
informed = ["auditor", { assigned = "accounts" }]

[[routes]]
topic = "/"
owner = "port"

[[routes]]
topic = "pilots"
owner = "pilot"

[[routes]]
topic = "moorings"
owner = "berth-master"
responder = "pilots"
policy = "steady"

[[routes]]
topic = "accounts"
owner = { assigned = "accounts" }

[[routes]]
topic = "trust"
owner = "trust"
confidential = true
final = "ombud"
informed = ["auditor"]
"#;

/// A quay: desks that serve by their contacts' languages, areas and skills, and topics of a nature.
const QUAY: &str = r#"
switchboard = 1

[attributes.language]
kind = "closed"
role = "language"
values = ["en", "es", "ro"]

[attributes.region]
kind = "hierarchical"
role = "region"
values = ["eu", "ro", "es"]
parents = { ro = "eu", es = "eu" }

[contacts]
director = { kind = "person", name = "Director" }
north-desk = { kind = "team", name = "North desk", languages = ["en"], areas = ["eu"], skills = ["cranes"] }
south-desk = { kind = "team", name = "South desk", languages = ["es"], areas = ["es"] }

[departments.berths]
head = "director"
desks = [{ contact = "north-desk", serves = true }, { contact = "south-desk", serves = true }]

[topics.cranes]
nature = "incident"
skills = ["cranes"]

[topics.views]
nature = "feedback"

[[routes]]
topic = "/"
owner = "berths"
informed = ["berths"]
"#;

#[track_caller]
fn explain(document: &str, inquiry: &Inquiry) -> Explanation {
    let organization = read(Format::Toml, document).build();
    let organization = organization.unwrap_or_else(|error| panic!("{error}"));
    let explanation = organization.explain(inquiry).unwrap();
    assert_eq!(
        *explanation.answer(),
        organization.resolve(inquiry).unwrap(),
        "the reference on {inquiry:?}"
    );
    explanation
}

/// The text of an explanation up to its candidates.
#[track_caller]
fn says(document: &str, inquiry: &Inquiry, expected: &str) {
    let text = explain(document, inquiry).to_string();
    let text = text.split("\ncandidates").next().unwrap();
    assert_eq!(text.trim(), expected.trim(), "\n{text}");
}

#[test]
fn a_vacant_position_is_answered_for_and_its_department_owns() {
    says(HARBOUR, &Inquiry::new("pilots"), "");
}

#[test]
fn a_position_is_shown_beside_its_holder_and_its_deputies_follow() {
    says(HARBOUR, &Inquiry::new("moorings").with("region", "ro"), "");
}

#[test]
fn a_relaxed_desk_says_what_it_does_not_serve() {
    says(QUAY, &Inquiry::new("cranes").with("language", "es").with("region", "es"), "");
}

#[test]
fn feedback_is_forwarded() {
    says(QUAY, &Inquiry::new("views").with("language", "en"), "");
}

#[test]
fn a_row_names_the_owner_and_a_notice_its_parties() {
    says(HARBOUR, &Inquiry::new("accounts").with("account", "globex"), "");
    says(HARBOUR, &Inquiry::new("accounts").with("account", "acme"), "");
    says(HARBOUR, &Inquiry::new("accounts/new"), "");
}

#[test]
fn whom_the_inquiry_excludes_nobody_names() {
    says(HARBOUR, &Inquiry::new("moorings").with("region", "ro").excluding("ana"), "");
    says(HARBOUR, &Inquiry::new("moorings").excluding("dan"), "");
    says(HARBOUR, &Inquiry::new("pilots").excluding("harbour-master").excluding("director"), "");
    says(HARBOUR, &Inquiry::new("trust").excluding("ombud"), "");
}

#[test]
fn a_confidential_route_shows_its_people_in_confidence_alone() {
    says(HARBOUR, &Inquiry::new("trust"), "");
    let explanation = explain(HARBOUR, &Inquiry::new("trust"));
    println!("{}", explanation.in_confidence());
    println!("{explanation:?}");
    println!("{}", serde_json::to_string(&explanation).unwrap());
}
