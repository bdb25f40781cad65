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

[conditions.idle]
account = "initech"

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
topic = "tariffs"
owner = { assigned = "accounts" }

[[routes]]
key = "list"
topic = "tariffs"
when = { account = ["acme", "globex"] }
owner = "berths"

[[routes]]
key = "idle"
topic = "tariffs"
when = "idle"
owner = "berths"

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
south-desk = { kind = "team", name = "South desk", languages = ["en", "es"], areas = ["es"] }

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
pub fn explain(document: &str, inquiry: &Inquiry) -> Explanation {
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
pub fn says(document: &str, inquiry: &Inquiry, expected: &str) {
    let text = explain(document, inquiry).to_string();
    let text = text.split("\ncandidates").next().unwrap();
    assert_eq!(text.trim(), expected.trim(), "\n{text}");
}

/// The candidates of an explanation.
#[track_caller]
pub fn candidates(document: &str, inquiry: &Inquiry, expected: &str) {
    let text = explain(document, inquiry).to_string();
    let text = text.split("\ncandidates\n").nth(1).unwrap();
    assert_eq!(text.trim_end(), expected.trim_matches('\n'), "\n{text}");
}

#[test]
fn a_vacant_position_is_answered_for_and_its_department_owns() {
    says(
        HARBOUR,
        &Inquiry::new("pilots"),
        "
topic          pilots
route          pilots, basis exact
owner          ana (harbour-master): the head of `harbour`, as `pilots`, the home of the vacant `pilot`, has no head
first contact  dan (pilot): the desk of `pilots` (first deputy of a vacant position)

chain
   0  PT0S       dan (pilot): the first contact
   1  PT30M      north-desk: the desk of `berths`
   2  PT1H       ana (harbour-master): the owner, the final authority (C1)
",
    );
}

#[test]
fn a_position_is_shown_beside_its_holder_and_its_deputies_follow() {
    says(
        HARBOUR,
        &Inquiry::new("moorings").with("region", "ro"),
        "
topic          moorings
route          moorings, basis exact
owner          cho (berth-master): the holder of the designated position
first contact  watch: the desk of `pilots` for `region=ro`, the route's responder

chain
   0  PT0S       watch: the first contact
   1  PT10M      cho (berth-master): the owner
   2  PT10M      dan: a deputy of the owner
   3  PT1H10M    north-desk: the desk of `berths`
   4  PT1H40M    ana (harbour-master): the head of `harbour`, the final authority (C1)
",
    );
}

#[test]
fn a_relaxed_desk_says_what_it_does_not_serve() {
    says(
        QUAY,
        &Inquiry::new("cranes")
            .with("language", "es")
            .with("region", "es"),
        "
topic          cranes
nature         incident, as `cranes` says
route          /, basis fallback
owner          director: the head of `berths`, the designated department
first contact  north-desk: the desk of `berths`, though it does not serve `language` (O4)
informed       director: the head of `berths`, by the route

chain
   0  PT0S       north-desk: the first contact
   1  PT30M      director: the owner, the final authority (C1)
",
    );
    says(
        QUAY,
        &Inquiry::new("cranes")
            .with("language", "ro")
            .excluding("north-desk"),
        "
topic          cranes
nature         incident, as `cranes` says
route          /, basis fallback
owner          director: the head of `berths`, the designated department
first contact  south-desk: the desk of `berths`, though it does not serve `skills` and `language` (O4), the best that is not excluded (X1)
informed       director: the head of `berths`, by the route

chain
   0  PT0S       south-desk: the first contact
   1  PT30M      director: the owner, the final authority (C1)
",
    );
}

#[test]
fn feedback_is_forwarded() {
    says(
        QUAY,
        &Inquiry::new("views/lighthouse").with("language", "en"),
        "
topic          views/lighthouse
known as       views (1 segment further unknown)
nature         feedback, as `views` says: forwarded to the informed, without escalation (O3)
route          /, basis fallback
owner          director: the head of `berths`, the designated department
first contact  north-desk: the desk of `berths`
informed       director: the head of `berths`, by the route

chain
   0  PT0S       north-desk: the first contact
   1  PT30M      director: the owner, the final authority (C1)
",
    );
}

#[test]
fn a_row_names_the_owner_and_a_notice_its_parties() {
    says(
        HARBOUR,
        &Inquiry::new("accounts").with("account", "globex"),
        "
topic          accounts
route          accounts, basis exact
owner          bo: named by the row `globex` of `accounts` (deputies alone)
first contact  bo: the owner, as no desk stands open
consulted      director: the head of `port`, by the notice `gdpr`
informed       auditor: by the notice `gdpr`
               bo: the row `globex` of `accounts` (deputies alone), by the notice `gdpr`

chain
   0  PT0S       bo: the first contact
   -  PT30M      bo: the owner; dropped, as it stands at level 0 already (C1)
   1  PT1H       director: the head of `port`, the final authority (C1)
",
    );
    says(
        HARBOUR,
        &Inquiry::new("accounts").with("account", "acme"),
        "
topic          accounts
route          accounts, basis exact
owner          dan: the liaison of `agency`, the home of `eva` in the row `acme` of `accounts`
first contact  dan: the owner, as no desk stands open
consulted      director: the head of `port`, by the notice `gdpr`
informed       auditor: by the notice `gdpr`
               eva: the row `acme` of `accounts`, by the notice `gdpr`

chain
   0  PT0S       dan: the first contact
   -  PT30M      dan: the owner; dropped, as it stands at level 0 already (C1)
   1  PT1H       director: the head of `port`, the final authority (C1)
",
    );
    says(
        HARBOUR,
        &Inquiry::new("accounts/new"),
        "
topic          accounts/new
known as       accounts (1 segment further unknown)
route          accounts, basis inherited
owner          cho (berth-master): the head of `berths`, named by the default of `accounts`
first contact  north-desk: the desk of `berths`
consulted      director: the head of `port`, by the notice `gdpr`
informed       auditor: by the notice `gdpr`
               cho (berth-master): the head of `berths`, the default of `accounts`, by the notice `gdpr`

chain
   0  PT0S       north-desk: the first contact
   1  PT30M      cho (berth-master): the owner
   2  PT1H       ana (harbour-master): the head of `harbour`, the final authority (C1)
",
    );
}

#[test]
fn a_row_beats_a_list_and_a_named_condition_says_what_it_asks_for() {
    candidates(
        HARBOUR,
        &Inquiry::new("tariffs").with("account", "acme"),
        "
  won     tariffs
  lost    list: W2.5, its constraint on `account` is wider than a row of the winner's assignment
  lost    /: W2.1, it is the fallback, below all others
  failed  idle: asks for `account=initech`, finds `acme`
",
    );
}

#[test]
fn whom_the_inquiry_excludes_nobody_names() {
    says(
        HARBOUR,
        &Inquiry::new("moorings")
            .with("region", "ro")
            .excluding("ana"),
        "
topic          moorings
route          moorings, basis exact
owner          cho (berth-master): the holder of the designated position
first contact  watch: the desk of `pilots` for `region=ro`, the route's responder

chain
   0  PT0S       watch: the first contact
   1  PT10M      cho (berth-master): the owner
   2  PT10M      dan: a deputy of the owner
   3  PT1H10M    north-desk: the desk of `berths`
   4  PT1H40M    director: the head of `port`, in place of an excluded one (X1), the final authority (C1)
",
    );
    says(
        HARBOUR,
        &Inquiry::new("moorings").excluding("dan"),
        "
topic          moorings
route          moorings, basis exact
owner          cho (berth-master): the holder of the designated position
first contact  ana (harbour-master): accountable for `pilots`, as every open desk is excluded (X1), the route's responder

chain
   0  PT0S       ana (harbour-master): the first contact, the final authority (C1)
   -  PT10M      cho (berth-master): the owner; dropped, as the chain ends at the final authority (C1)
   -  PT10M      nobody: a deputy of the owner; dropped, as the inquiry excludes who stands there (X1)
   -  PT1H10M    north-desk: the desk of `berths`; dropped, as the chain ends at the final authority (C1)
   -  PT1H40M    ana (harbour-master): the head of `harbour`; dropped, as the chain ends at the final authority (C1)
",
    );
    says(
        HARBOUR,
        &Inquiry::new("pilots")
            .excluding("harbour-master")
            .excluding("director"),
        "
topic          pilots
route          pilots, basis exact
owner          ombud: the conflict authority, in place of an excluded owner (X1)
first contact  dan (pilot): the desk of `pilots` (first deputy of a vacant position)

chain
   0  PT0S       dan (pilot): the first contact
   1  PT30M      north-desk: the desk of `berths`
   2  PT1H       ombud: the owner, the final authority (C1)
",
    );
}

/// Whatever an inquiry excludes, in whatever way it is printed.
#[test]
fn no_print_names_an_excluded_contact() {
    let contacts = [
        "ana",
        "bo",
        "cho",
        "dan",
        "eva",
        "auditor",
        "director",
        "harbour-master",
        "berth-master",
        "pilot",
        "north-desk",
        "trust-office",
        "ombud",
        "watch",
    ];
    let topics = ["pilots", "moorings", "accounts", "tariffs", "trust", "x"];
    for excluded in contacts {
        for topic in topics {
            for account in ["acme", "globex", "other"] {
                let inquiry = Inquiry::new(topic)
                    .with("account", account)
                    .with("region", "ro")
                    .excluding(excluded);
                let explanation = explain(HARBOUR, &inquiry);
                let in_confidence = explanation.in_confidence().to_string();
                names_none(&explanation, &in_confidence, &[excluded]);
            }
        }
    }
}

#[test]
fn a_confidential_route_shows_its_people_in_confidence_alone() {
    let inquiry = Inquiry::new("trust");
    says(
        HARBOUR,
        &inquiry,
        "
topic          trust
route          trust, basis exact, confidential (X2)
owner          (confidential): the `final` of the route (X2), as `trust`, the designated department, has no head
first contact  (confidential): the desk of `trust`
informed       (confidential): by the route

chain
   0  PT0S       (confidential): the first contact
   1  PT30M      (confidential): the owner, the final authority (C1)
",
    );
    let explanation = explain(HARBOUR, &inquiry);
    let of_level = explanation.chain()[1].to_string();
    names_none(
        &explanation,
        &of_level,
        &["ombud", "trust-office", "auditor"],
    );
    let text = explanation.in_confidence().to_string();
    assert_eq!(
        text.trim(),
        "
topic          trust
route          trust, basis exact, confidential (X2)
owner          ombud: the `final` of the route (X2), as `trust`, the designated department, has no head
first contact  trust-office: the desk of `trust`
informed       auditor: by the route

chain
   0  PT0S       trust-office: the first contact
   1  PT30M      ombud: the owner, the final authority (C1)

candidates
  won     trust
  lost    /: W2.1, it is the fallback, below all others
"
        .trim()
    );
    assert_eq!(explanation.answer().owner(), "ombud");
    assert_eq!(explanation.informed()[0].contact(), "auditor");
}

/// Every way in which an explanation is printed, with one more.
pub fn prints(explanation: &Explanation, more: &str) -> [String; 4] {
    [
        explanation.to_string(),
        format!("{explanation:?}"),
        serde_json::to_string(explanation).unwrap(),
        more.to_owned(),
    ]
}

/// That no print of an explanation, nor this one, has one of these keys in it.
#[track_caller]
pub fn names_none(explanation: &Explanation, more: &str, keys: &[&str]) {
    for text in prints(explanation, more) {
        for key in keys {
            assert!(!names(&text, key), "{key} in\n{text}");
        }
    }
}

/// Whether a key stands in a text as a word of its own.
fn names(text: &str, key: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(key).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + key.len()..].chars().next();
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}
