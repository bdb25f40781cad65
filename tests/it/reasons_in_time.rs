//! What people read of an inquiry that has an instant: times, hours, absences, clocks, and how long it all stays so.

use switchboard::{Inquiry, Validity};

use crate::reasons::{candidates, explain, names_none, prints, says};

/// A clinic. 2026-12-01 is a Tuesday.
const CLINIC: &str = r#"
switchboard = 1

[attributes.account]
kind = "open"

[hours]
office = { zone = "UTC", open = "mon-fri 9:00-17:00" }

[contacts]
director = { kind = "person", name = "Director" }
ana = { kind = "person", name = "Ana", away = [{ from = 2026-12-01, until = 2026-12-08, reason = "surgery", delegate = "bo" }] }
bo = { kind = "person", name = "Bo", away = [{ from = 2026-12-03, until = 2026-12-04, reason = "court", delegate = "dispatcher" }] }
cho = { kind = "person", name = "Cho", away = [{ from = "2026-12-02T12:00", until = "2026-12-03T08:00", reason = "secret" }] }
dan = { kind = "person", name = "Dan" }
eva = { kind = "person", name = "Eva" }
dispatcher = { kind = "position", name = "Dispatcher", holder = "cho", deputies = ["dan"], department = "ward" }
chief = { kind = "position", name = "Chief", holder = [{ who = "cho", until = 2026-12-05 }, { who = "dan", from = 2026-12-05 }], department = "lab" }
front-desk = { kind = "team", name = "Front desk" }
night-desk = { kind = "team", name = "Night desk" }

[schedules.nights]
zone = "UTC"
layers = [{ key = "weekdays", restrictions = "mon-fri 22:00-06:00", turns = "dan" }]
overrides = [{ from = "2026-12-03T22:00", until = "2026-12-04T06:00", only = ["ana", "eva"], reason = "party" }]

[departments.clinic]
head = "director"

[departments.ward]
parent = "clinic"
head = "ana"
desks = [{ contact = "front-desk", during = "office" }]

[departments.lab]
parent = "clinic"
head = "chief"
on_duty = "nights"

[assignments.accounts]
attribute = "account"
default = "ward"
rows = { acme = [{ holder = "eva", until = 2026-12-04 }, { holder = "dan", from = 2026-12-05 }] }

[policies.patient]
levels = [
    { to = "ana", after = "2h", clock = "office" },
    { to = "cho", after = "10m", when_empty = "wait" },
    { to = "dan", after = "1h" },
]
tail = "none"

[policies.held]
levels = [{ to = "nights", after = "10m", when_empty = "hold" }]
tail = "none"

[policies.watch]
levels = [{ to = "nights", after = "10m", when_empty = "wait" }, { to = "cho", after = "1h" }]
tail = "none"

[[routes]]
topic = "/"
owner = "clinic"

[[routes]]
topic = "beds"
owner = "ward"

[[routes]]
key = "beds in december"
topic = "beds"
from = 2026-12-01
until = 2027-01-01
owner = "ward"
responder = "dan"

[[routes]]
key = "beds by day"
topic = "beds"
during = "office"
owner = "lab"

[[routes]]
topic = "bills"
owner = "ward"
policy = "patient"

[[routes]]
topic = "samples"
owner = "lab"
policy = "held"

[[routes]]
topic = "x-rays"
owner = "lab"
responder = "cho"
policy = "watch"

[[routes]]
topic = "accounts"
owner = { assigned = "accounts" }

[[routes]]
topic = "records"
owner = "ward"
confidential = true
final = "director"
"#;

fn at(topic: &str, instant: &str) -> Inquiry {
    Inquiry::new(topic).at(instant.parse().expect(instant))
}

#[test]
fn a_route_that_does_not_count_then_says_when_it_does() {
    candidates(
        CLINIC,
        &Inquiry::new("beds"),
        "
  won     beds
  lost    /: W2.1, it is the fallback, below all others
  dormant beds by day: it depends on the hours `office`, and the inquiry has no instant (H7)
  dormant beds in december: it is dated, and the inquiry has no instant (H7)
",
    );
    candidates(
        CLINIC,
        &at("beds", "2026-11-27T18:00:00Z"),
        "
  won     beds
  lost    /: W2.1, it is the fallback, below all others
  dormant beds by day: its hours `office` are closed until 2026-11-30T09:00:00Z
  dormant beds in december: it begins at 2026-12-01T00:00:00Z
",
    );
    candidates(
        CLINIC,
        &at("beds", "2026-12-01T10:00:00Z"),
        "
  won     beds in december
  lost    beds: W2.6, it is undated, the winner holds from 2026-12-01T00:00:00Z until 2027-01-01T00:00:00Z
  lost    beds by day: W2.6, it is undated, the winner holds from 2026-12-01T00:00:00Z until 2027-01-01T00:00:00Z
  lost    /: W2.1, it is the fallback, below all others
",
    );
    candidates(
        CLINIC,
        &at("beds", "2027-01-04T10:00:00Z"),
        "
  won     beds by day
  lost    beds: W2.7, it depends on no hours, the winner on `office`
  lost    /: W2.1, it is the fallback, below all others
  dormant beds in december: it ended at 2027-01-01T00:00:00Z
",
    );
}

#[test]
fn who_is_away_and_who_stands_in_for_whom() {
    says(
        CLINIC,
        &at("beds", "2026-12-02T18:00:00Z"),
        "
topic          beds
at             2026-12-02T18:00:00Z
route          beds in december, basis exact
owner          ana: the head of `ward`, the designated department
first contact  dan: the route's responder
valid          until 2026-12-02T23:30:00Z: then level 1 is `dan`

chain
   0  2026-12-02T18:00:00Z  dan: the first contact
   1  2026-12-02T18:30:00Z  bo for ana: the owner
        `ana` is away until 2026-12-08T00:00:00Z
        the delegate `bo` stands in
   2  2026-12-02T19:00:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
    says(
        CLINIC,
        &at("bills", "2026-12-03T06:00:00Z"),
        "
topic          bills
at             2026-12-03T06:00:00Z
route          bills, basis exact
owner          ana: the head of `ward`, the designated department
first contact  dan (dispatcher): the owner, as no desk stands open (its hours `office` are closed until 2026-12-03T09:00:00Z), in place of `ana`, who is away (H5)
valid          until 2026-12-03T08:00:00Z: then `cho` answers first

chain
   0  2026-12-03T06:00:00Z  dan (dispatcher) for ana: the first contact
        `ana` is away until 2026-12-08T00:00:00Z
        the delegate `bo` is away until 2026-12-04T00:00:00Z
        the delegate `cho` is away until 2026-12-03T08:00:00Z, without a delegate
        the deputy `dan` stands in
   -  2026-12-03T11:00:00Z  ana: named by the policy; dropped, as it stands at level 0 already (C1)
        due after PT2H of the hours `office`, which open at 2026-12-03T09:00:00Z
   1  2026-12-03T11:10:00Z  cho: named by the policy
   2  2026-12-03T12:10:00Z  dan: named by the policy
   3  2026-12-03T12:40:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
}

#[test]
fn who_is_on_duty_and_by_what() {
    says(
        CLINIC,
        &at("samples", "2026-12-03T21:00:00Z"),
        "
topic          samples
at             2026-12-03T21:00:00Z
route          samples, basis exact
owner          cho (chief): the head of `lab` until 2026-12-05T00:00:00Z, the designated department
first contact  cho (chief): the owner, as no desk stands open and nobody is on duty who can be reached
valid          until 2026-12-03T22:00:00Z: then others are asked together at level 0

chain
   0  2026-12-03T21:00:00Z  cho (chief): the first contact
   1  2026-12-03T22:00:00Z  cho (dispatcher) and eva for nights: named by the policy
        nobody is on duty by `nights`
        nobody can be reached until 2026-12-03T22:00:00Z (C4)
        `ana` is on duty by `nights`, override until 2026-12-04T06:00:00Z
        `ana` is away until 2026-12-08T00:00:00Z
        the delegate `bo` is away until 2026-12-04T00:00:00Z
        the delegate `cho` stands in
        `eva` is on duty by `nights`, override until 2026-12-04T06:00:00Z
        handed off at 2026-12-03T22:00:00Z
   2  2026-12-03T22:30:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
    says(
        CLINIC,
        &at("samples", "2026-12-03T22:30:00Z"),
        "
topic          samples
at             2026-12-03T22:30:00Z
route          samples, basis exact
owner          cho (chief): the head of `lab` until 2026-12-05T00:00:00Z, the designated department
first contact  cho (dispatcher): the schedule of `lab`, as no desk stands open, on duty by `nights` (H3)
valid          until 2026-12-04T00:00:00Z: then `bo` answers first

chain
   0  2026-12-03T22:30:00Z  cho (dispatcher) and eva for nights: the first contact
        `ana` is on duty by `nights`, override until 2026-12-04T06:00:00Z
        `ana` is away until 2026-12-08T00:00:00Z
        the delegate `bo` is away until 2026-12-04T00:00:00Z
        the delegate `cho` stands in
        `eva` is on duty by `nights`, override until 2026-12-04T06:00:00Z
   -  2026-12-03T22:40:00Z  nights: named by the policy; dropped, as it stands at level 0 already (C1)
   1  2026-12-03T23:10:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
    says(
        CLINIC,
        &at("samples", "2026-12-05T10:00:00Z"),
        "
topic          samples
at             2026-12-05T10:00:00Z
route          samples, basis exact
owner          dan (chief): the head of `lab` from 2026-12-05T00:00:00Z, the designated department
first contact  dan (chief): the owner, as no desk stands open and nobody is on duty who can be reached
valid          until 2026-12-07T22:00:00Z: then level 0 comes about otherwise

chain
   0  2026-12-05T10:00:00Z  dan (chief): the first contact
   1  2026-12-07T22:00:00Z  dan for nights: named by the policy
        nobody is on duty by `nights`
        nobody can be reached until 2026-12-07T22:00:00Z (C4)
        `dan` is on duty by `nights`, layer `weekdays`
        handed off at 2026-12-07T22:00:00Z
   2  2026-12-07T22:30:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
}

#[test]
fn a_level_that_reaches_nobody_waits_or_holds_or_is_passed_over() {
    says(
        CLINIC,
        &at("bills", "2026-12-02T12:30:00Z"),
        "
topic          bills
at             2026-12-02T12:30:00Z
route          bills, basis exact
owner          ana: the head of `ward`, the designated department
first contact  front-desk: the desk of `ward` during `office`
valid          until 2026-12-02T15:00:00.000000001Z: then level 1 is `cho`

chain
   0  2026-12-02T12:30:00Z  front-desk: the first contact
   1  2026-12-02T14:30:00Z  bo for ana: named by the policy
        due after PT2H of the hours `office`
        `ana` is away until 2026-12-08T00:00:00Z
        the delegate `bo` stands in
   -  2026-12-02T14:40:00Z  cho: named by the policy; dropped, as nobody can be reached before the next level is due (C4)
        `cho` is away until 2026-12-03T08:00:00Z, without a delegate
   2  2026-12-02T15:40:00Z  dan: named by the policy
   3  2026-12-02T16:10:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
    says(
        CLINIC,
        &at("x-rays", "2026-12-02T21:30:00Z"),
        "
topic          x-rays
at             2026-12-02T21:30:00Z
route          x-rays, basis exact
owner          cho (chief): the head of `lab` until 2026-12-05T00:00:00Z, the designated department
first contact  dan: named by the policy, as nobody can be reached before (C4)
valid          until 2026-12-03T06:00:00Z: then `director` answers first

chain
   -  2026-12-02T21:30:00Z  cho: the first contact; dropped, as nobody can be reached then (C4)
        `cho` is away until 2026-12-03T08:00:00Z, without a delegate
   0  2026-12-02T22:00:00Z  dan for nights: named by the policy
        nobody is on duty by `nights`
        nobody can be reached until 2026-12-02T22:00:00Z (C4)
        `dan` is on duty by `nights`, layer `weekdays`
        handed off at 2026-12-02T22:00:00Z
   -  2026-12-02T22:30:00Z  cho: named by the policy; dropped, as nobody can be reached then (C4)
        `cho` is away until 2026-12-03T08:00:00Z, without a delegate
   1  2026-12-02T22:30:00Z  director: the head of `clinic`, the final authority (C1)
",
    );
}

/// A wait that ends at the very instant at which somebody comes on duty, and a moment later does not.
#[test]
fn a_wait_that_is_just_too_short() {
    let inquiry = |instant| explain(CLINIC, &at("x-rays", instant)).answer().clone();
    let sharp = inquiry("2026-12-02T21:00:00Z");
    let until = "2026-12-02T21:00:00.000000001Z".parse().unwrap();
    assert_eq!(sharp.validity(), Validity::Until(until));
    assert_eq!(sharp.first_contact(), "director");
    let later = inquiry("2026-12-02T21:00:00.000000001Z");
    assert_eq!(later.first_contact(), "dan");
    assert_eq!(
        inquiry("2026-12-02T13:00:00Z").validity(),
        Validity::Until(until)
    );
}

#[test]
fn an_excluded_delegate_and_a_confidential_route_name_nobody() {
    let inquiry = at("beds", "2026-12-01T18:00:00Z").excluding("bo");
    names_none(&explain(CLINIC, &inquiry), "", &["bo"]);
    let explanation = explain(CLINIC, &at("records", "2026-12-01T18:00:00Z"));
    names_none(&explanation, "", &["ana", "bo", "director", "2026-12-08"]);
    says(
        CLINIC,
        &at("records", "2026-12-01T18:00:00Z"),
        "
topic          records
at             2026-12-01T18:00:00Z
route          records, basis exact, confidential (X2)
owner          (confidential): the head of `ward`, the designated department
first contact  (confidential): the owner, as no desk stands open (its hours `office` are closed until 2026-12-02T09:00:00Z), in place of another (H5)
valid          until 2026-12-02T09:00:00Z: then another answers first

chain
   0  2026-12-01T18:00:00Z  (confidential): the first contact
        who stands there is away
        the delegate stands in
   -  2026-12-01T18:30:00Z  (confidential): the owner; dropped, as it stands at level 0 already (C1)
   1  2026-12-01T19:00:00Z  (confidential): the `final` of the route (X2), the final authority (C1)
",
    );
    let stands_for = explanation.chain()[0].stands_for();
    assert_eq!(stands_for, Some("ana"), "for the host");
}

#[test]
fn no_print_says_why_somebody_is_away() {
    for topic in ["beds", "bills", "samples", "x-rays", "records"] {
        for day in 1..9 {
            let explanation = explain(CLINIC, &at(topic, &format!("2026-12-{day:02}T13:00:00Z")));
            let in_confidence = explanation.in_confidence().to_string();
            for text in prints(&explanation, &in_confidence) {
                for reason in ["surgery", "court", "secret", "party"] {
                    assert!(!text.contains(reason), "{reason} in\n{text}");
                }
            }
        }
    }
}
