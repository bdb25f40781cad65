//! One of several who are asked: the same one for the same key, as often as weights say, and nobody moves for another's sake.

use std::collections::BTreeMap;

use switchboard::{Availability, Document, Inquiry, Leave, Router, Timestamp};

/// `ana` works twice as much as the others.
const QUEUE: &str = r#"
switchboard = 1

[contacts]
director = { kind = "person", name = "Director" }
ana = { kind = "person", name = "Ana" }
bo = { kind = "person", name = "Bo" }
cho = { kind = "person", name = "Cho" }
queue = { kind = "team", name = "Queue", members = [{ who = "ana", weight = 2 }, "bo", "cho"] }
empty = { kind = "team", name = "Empty" }

[schedules.pair]
zone = "UTC"
layers = [{ turns = [["bo", "cho"]] }]

[departments.company]
head = "director"

[[routes]]
topic = "/"
owner = "company"
responder = "queue"

[[routes]]
topic = "empty"
owner = "company"
responder = "empty"

[[routes]]
topic = "pair"
owner = "company"
responder = "pair"
"#;

const CASES: u32 = 4_000;

fn router() -> Router {
    let document = toml::from_str::<Document>(QUEUE).unwrap();
    document.build().unwrap().compile()
}

fn at() -> Timestamp {
    "2026-12-01T12:00:00Z".parse().unwrap()
}

/// Who is picked for each case.
fn picks(router: &Router, inquiry: &Inquiry) -> Vec<String> {
    let answer = router.prepare(inquiry).unwrap().resolve();
    let level = answer.chain().next().unwrap();
    let pick = |case: u32| {
        level
            .pick(format!("case {case}").as_bytes())
            .key()
            .to_owned()
    };
    (0..CASES).map(pick).collect()
}

fn shares(picks: &[String]) -> BTreeMap<&str, u32> {
    let mut shares = BTreeMap::new();
    for pick in picks {
        *shares.entry(pick.as_str()).or_default() += 1;
    }
    shares
}

/// Within a tenth of so many quarters.
fn is_about(share: u32, quarters: u32) -> bool {
    let expected = CASES / 4 * quarters;
    share.abs_diff(expected) < expected / 10
}

#[test]
fn a_case_stays_with_one_person() {
    let inquiry = Inquiry::new("/").at(at());
    let one = picks(&router(), &inquiry);
    assert_eq!(one, picks(&router(), &inquiry));
    // On any platform, in any version: worked out by another program.
    let first = [
        "bo", "bo", "bo", "bo", "ana", "bo", "bo", "ana", "ana", "ana", "cho", "cho",
    ];
    assert_eq!(one[..first.len()], first);
    // Without an instant nobody is away, and the same are there.
    assert_eq!(one, picks(&router(), &Inquiry::new("/")));
}

#[test]
fn who_works_more_is_picked_more() {
    let all = picks(&router(), &Inquiry::new("/").at(at()));
    let shares = shares(&all);
    assert_eq!(shares.len(), 3);
    assert!(is_about(shares["ana"], 2), "{shares:?}");
    assert!(is_about(shares["bo"], 1), "{shares:?}");
    assert!(is_about(shares["cho"], 1), "{shares:?}");
}

#[test]
fn who_is_away_gives_up_that_share_alone() {
    let base = router();
    let inquiry = Inquiry::new("/").at(at());
    let all = picks(&base, &inquiry);
    for away in ["ana", "bo", "cho"] {
        let mut availability = Availability::new();
        availability.away(away, Leave::since(at()));
        let router = base.with_availability(&availability).unwrap();
        let without = picks(&router, &inquiry);
        for (before, after) in all.iter().zip(&without) {
            assert_ne!(after, away);
            assert!(before == away || before == after, "{before} to {after}");
        }
        // A moment before, nobody has gone.
        let before = at() - switchboard::SignedDuration::from_nanos(1);
        assert_eq!(picks(&router, &Inquiry::new("/").at(before)), all);
    }
}

#[test]
fn who_is_excluded_is_never_picked() {
    let all = picks(&router(), &Inquiry::new("/"));
    for inquiry in [Inquiry::new("/"), Inquiry::new("/").at(at())] {
        let without = picks(&router(), &inquiry.excluding("ana"));
        for (before, after) in all.iter().zip(&without) {
            assert_ne!(after, "ana");
            assert!(before == "ana" || before == after, "{before} to {after}");
        }
    }
}

#[test]
fn of_several_on_duty_one_is_picked() {
    let pair = picks(&router(), &Inquiry::new("pair").at(at()));
    let shares = shares(&pair);
    assert_eq!(shares.len(), 2);
    assert!(
        is_about(shares["bo"], 2) && is_about(shares["cho"], 2),
        "{shares:?}"
    );
    let excluded = Inquiry::new("pair").at(at()).excluding("bo");
    assert!(picks(&router(), &excluded).iter().all(|own| own == "cho"));
    // A schedule without an instant, a team without members: there is nobody to choose from.
    assert!(
        picks(&router(), &Inquiry::new("pair"))
            .iter()
            .all(|own| own == "pair")
    );
    assert!(
        picks(&router(), &Inquiry::new("empty"))
            .iter()
            .all(|own| own == "empty")
    );
}
