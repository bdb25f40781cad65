//! Leave that is laid over a router: what it changes, what it leaves alone, and how it is undone.

use switchboard::{
    Availability, AvailabilityError, Document, Edit, Inquiry, Leave, Organization, Router,
    SignedDuration, Timestamp, Validity,
};

/// 2026-12-01 is a Tuesday. Who is on duty changes at midnight: `cho` on the first of December, `dan` on the second.
const SUPPORT: &str = r#"
switchboard = 1

[contacts]
director = { kind = "person", name = "Director" }
ana = { kind = "person", name = "Ana" }
bo = { kind = "person", name = "Bo" }
cho = { kind = "person", name = "Cho" }
dan = { kind = "person", name = "Dan", away = [{ from = 2026-12-10, until = 2026-12-12, delegate = "bo" }] }
lead = { kind = "position", name = "Lead", holder = "ana", deputies = ["bo"], department = "support" }
front = { kind = "team", name = "Front desk", members = ["cho", "dan"] }
counter = { kind = "touchpoint", name = "Counter", department = "support" }

[schedules.days]
zone = "UTC"
layers = [{ rotation = "daily", from = 2026-12-01, turns = ["cho", "dan"] }]

[departments.company]
head = "director"

[departments.support]
parent = "company"
head = "lead"

[[routes]]
topic = "/"
owner = "company"

[[routes]]
topic = "support"
owner = "support"

[[routes]]
topic = "duty"
owner = "support"
responder = "days"

[[routes]]
topic = "front"
owner = "support"
responder = "front"
"#;

fn organization() -> Organization {
    let document = toml::from_str::<Document>(SUPPORT).unwrap();
    document.build().unwrap()
}

fn router() -> Router {
    organization().compile()
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect(text)
}

/// The first and the third of December, at noon.
const FIRST: &str = "2026-12-01T12:00:00Z";
const THIRD: &str = "2026-12-03T12:00:00Z";

/// These people are away on the first two days of December, each with who stands in.
fn away(people: &[(&str, Option<&str>)]) -> Availability {
    let (from, until) = (
        instant("2026-12-01T00:00:00Z"),
        instant("2026-12-03T00:00:00Z"),
    );
    let mut availability = Availability::new();
    for (contact, delegate) in people {
        let leave = Leave::new(from, until);
        let leave = match delegate {
            Some(delegate) => leave.with_delegate(delegate),
            None => leave,
        };
        availability.away(contact, leave);
    }
    availability
}

fn with(people: &[(&str, Option<&str>)]) -> Router {
    router().with_availability(&away(people)).unwrap()
}

/// The levels as "contact" or "contact for whom the level names".
fn chain(router: &Router, topic: &str, at: &str) -> Vec<String> {
    let inquiry = Inquiry::new(topic).at(instant(at));
    let answer = router.prepare(&inquiry).unwrap().resolve().to_answer();
    let explained = router.explain(&inquiry).unwrap();
    assert_eq!(*explained.answer(), answer, "{inquiry:?}");
    let levels = answer.chain().iter().map(|level| {
        let stands_for = level.stands_for().map(|named| format!(" for {named}"));
        let position = level.position().map(|position| format!(" ({position})"));
        format!(
            "{}{}{}",
            level.contact(),
            position.unwrap_or_default(),
            stands_for.unwrap_or_default()
        )
    });
    levels.collect()
}

#[test]
fn a_holder_of_a_position_is_stood_in_for_and_owns_all_the_same() {
    assert_eq!(
        chain(&router(), "support", FIRST),
        ["ana (lead)", "director"]
    );
    let alone = with(&[("ana", None)]);
    assert_eq!(
        chain(&alone, "support", FIRST),
        ["bo (lead) for ana", "director"]
    );
    let delegated = with(&[("ana", Some("dan"))]);
    assert_eq!(
        chain(&delegated, "support", FIRST),
        ["dan for ana", "director"]
    );
    let at = instant(FIRST);
    for router in [alone, delegated] {
        let answer = router.query("support").unwrap().at(at).resolve();
        assert_eq!(answer.owner().key(), "ana");
        assert_eq!(answer.owner_position().unwrap().key(), "lead");
        // H7: without an instant nobody is away.
        let undated = router.query("support").unwrap().resolve();
        assert_eq!(undated.first_contact().key(), "ana");
    }
}

#[test]
fn a_delegate_who_is_away_passes_on() {
    let passed_on = with(&[("ana", Some("dan")), ("dan", Some("cho"))]);
    assert_eq!(
        chain(&passed_on, "support", FIRST),
        ["cho for ana", "director"]
    );
    // Nobody stands in for the delegate, so the position's deputy does.
    let ended = with(&[("ana", Some("dan")), ("dan", None)]);
    assert_eq!(
        chain(&ended, "support", FIRST),
        ["bo (lead) for ana", "director"]
    );
    // They stand in for each other: nobody is asked twice.
    let round = with(&[("ana", Some("bo")), ("bo", Some("ana"))]);
    assert_eq!(chain(&round, "support", FIRST), ["director"]);
    // Reported leave leads to one of whom the document says that he is away, and who stands in.
    let later = instant("2026-12-10T12:00:00Z");
    let mut availability = Availability::new();
    availability.away("ana", Leave::since(later).with_delegate("dan"));
    let router = router().with_availability(&availability).unwrap();
    assert_eq!(
        chain(&router, "support", "2026-12-10T12:00:00Z"),
        ["bo for ana", "director"]
    );
}

#[test]
fn who_is_on_duty_and_away_is_stood_in_for_or_passed_over() {
    assert_eq!(
        chain(&router(), "duty", FIRST),
        ["cho for days", "ana (lead)", "director"]
    );
    assert_eq!(
        chain(&with(&[("cho", Some("bo"))]), "duty", FIRST),
        ["bo for days", "ana (lead)", "director"]
    );
    assert_eq!(
        chain(&with(&[("cho", None)]), "duty", FIRST),
        ["ana (lead)", "director"]
    );
    // The other one is on duty the day after, and not away.
    assert_eq!(
        chain(&with(&[("cho", None)]), "duty", "2026-12-02T12:00:00Z"),
        ["dan for days", "ana (lead)", "director"]
    );
}

#[test]
fn a_team_is_there_while_its_members_are_away_and_may_be_away_itself() {
    let at = instant(FIRST);
    let router = with(&[("cho", None)]);
    assert_eq!(
        chain(&router, "front", FIRST),
        ["front", "ana (lead)", "director"]
    );
    let level = |router: &Router, key: &[u8]| {
        let answer = router.query("front").unwrap().at(at).resolve();
        let first = answer.chain().next().unwrap();
        first.pick(key).key().to_owned()
    };
    for case in 0..100_u32 {
        assert_eq!(level(&router, &case.to_le_bytes()), "dan");
    }
    let nobody = with(&[("cho", None), ("dan", None)]);
    assert_eq!(level(&nobody, b"case"), "front");
    let team = with(&[("front", Some("bo"))]);
    assert_eq!(
        chain(&team, "front", FIRST),
        ["bo for front", "ana (lead)", "director"]
    );
}

#[test]
fn leave_is_half_open_and_validity_ends_where_it_begins_and_ends() {
    let (from, until) = (
        instant("2026-12-01T00:00:00Z"),
        instant("2026-12-03T00:00:00Z"),
    );
    let nanosecond = SignedDuration::from_nanos(1);
    let router = with(&[("ana", Some("bo"))]);
    let ask = |at: Timestamp| {
        let answer = router.query("support").unwrap().at(at).resolve();
        let explained = router.explain(&Inquiry::new("support").at(at)).unwrap();
        assert_eq!(explained.answer().validity(), answer.validity(), "{at}");
        (answer.first_contact().key().to_owned(), answer.validity())
    };
    let ana = |validity| ("ana".to_owned(), validity);
    let bo = |validity| ("bo".to_owned(), validity);
    assert_eq!(ask(from - nanosecond * 3600), ana(Validity::Until(from)));
    assert_eq!(ask(from - nanosecond), ana(Validity::Until(from)));
    assert_eq!(ask(from), bo(Validity::Until(until)));
    assert_eq!(ask(until - nanosecond), bo(Validity::Until(until)));
    let horizon = SignedDuration::from_hours(31 * 24);
    assert_eq!(ask(until), ana(Validity::AtLeast(until + horizon)));
}

#[test]
fn leave_may_have_no_end_or_no_beginning() {
    let at = instant(FIRST);
    let first = |leave: Leave, at: Timestamp| {
        let mut availability = Availability::new();
        availability.away("ana", leave.with_delegate("dan"));
        let router = router().with_availability(&availability).unwrap();
        let answer = router.query("support").unwrap().at(at).resolve();
        answer.first_contact().key().to_owned()
    };
    let nanosecond = SignedDuration::from_nanos(1);
    let (early, late) = (
        instant("1970-01-01T00:00:00Z"),
        instant("2099-12-31T00:00:00Z"),
    );
    assert_eq!(first(Leave::since(at), at - nanosecond), "ana");
    assert_eq!(first(Leave::since(at), at), "dan");
    assert_eq!(first(Leave::since(at), late), "dan");
    assert_eq!(first(Leave::back_at(at), early), "dan");
    assert_eq!(first(Leave::back_at(at), at - nanosecond), "dan");
    assert_eq!(first(Leave::back_at(at), at), "ana");
    assert_eq!(first(Leave::always(), early), "dan");
    assert_eq!(first(Leave::always(), Timestamp::MAX), "dan");
}

/// Where two leaves hold at once the last that was reported says who stands in, whatever the document says.
#[test]
fn what_is_reported_last_comes_first() {
    let day = instant("2026-12-10T12:00:00Z");
    let mut availability = away(&[]);
    availability.away("dan", Leave::since(day).with_delegate("cho"));
    let once = router().with_availability(&availability).unwrap();
    availability.away("dan", Leave::since(day).with_delegate("ana"));
    let twice = router().with_availability(&availability).unwrap();
    let duty = |router: &Router| chain(router, "duty", "2026-12-10T12:00:00Z");
    assert_eq!(duty(&router())[0], "bo for days");
    assert_eq!(duty(&once)[0], "cho for days");
    assert_eq!(duty(&twice)[0], "ana for days");
    assert_eq!(availability.of("dan").len(), 2);
    assert_eq!(availability.of("dan")[0].delegate(), Some("ana"));
    assert!(availability.of("ana").is_empty());
    // What the organization says of him stands when what was reported is taken back.
    let present = twice.with_availability(&Availability::new()).unwrap();
    assert_eq!(duty(&present)[0], "bo for days");
}

#[test]
fn overlays_of_one_router_do_not_know_each_other() {
    let base = router();
    let one = base
        .with_availability(&away(&[("ana", Some("dan"))]))
        .unwrap();
    let other = base
        .with_availability(&away(&[("cho", Some("bo"))]))
        .unwrap();
    let all =
        |router: &Router| ["support", "duty", "front"].map(|topic| chain(router, topic, FIRST));
    let plain = all(&base);
    assert_ne!(all(&one), plain);
    assert_ne!(all(&other), plain);
    assert_eq!(chain(&one, "support", FIRST)[0], "dan for ana");
    assert_eq!(chain(&one, "duty", FIRST)[0], "cho for days");
    assert_eq!(chain(&other, "support", FIRST)[0], "ana (lead)");
    assert_eq!(chain(&other, "duty", FIRST)[0], "bo for days");
    // It is put in place of the one before, not upon it.
    let instead = one
        .with_availability(&away(&[("cho", Some("bo"))]))
        .unwrap();
    assert_eq!(all(&instead), all(&other));
    assert_eq!(all(&base), plain);
    for overlaid in [&one, &other, &instead] {
        let undone = overlaid.with_availability(&Availability::new()).unwrap();
        assert_eq!(all(&undone), plain);
        assert!(undone.availability().is_empty());
        // What was reported is no content.
        assert_eq!(overlaid.fingerprint(), base.fingerprint());
    }
    let topic = base.topic("support").unwrap();
    assert!(one.query_by_id(topic, "support").is_ok());
}

#[test]
fn a_router_says_what_was_reported_to_it() {
    let mut availability = away(&[("ana", Some("dan")), ("cho", None)]);
    let at = instant(THIRD);
    availability.away("cho", Leave::since(at).with_reason("surgery"));
    let router = router().with_availability(&availability).unwrap();
    assert_eq!(router.availability(), availability);
    assert_eq!(availability.of("cho")[0].reason(), Some("surgery"));
    assert!(Router::availability(&self::router()).is_empty());
    let keys: Vec<&str> = availability.iter().map(|(contact, _)| contact).collect();
    assert_eq!(keys, ["ana", "cho"]);
    // P1: no print says why somebody is away.
    let printed = format!("{availability:?}");
    assert!(
        printed.contains("delegate") && !printed.contains("surgery"),
        "{printed}"
    );
}

#[test]
fn explanations_tell_what_was_reported_and_not_why() {
    let mut availability = Availability::new();
    let (from, until) = (instant(FIRST), instant(THIRD));
    let leave = Leave::new(from, until).with_reason("surgery");
    availability.away("ana", leave.with_delegate("dan"));
    let router = router().with_availability(&availability).unwrap();
    let inquiry = Inquiry::new("support").at(from);
    let explained = router.explain(&inquiry).unwrap();
    let text = explained.to_string();
    for line in [
        "first contact  dan: the owner, as no desk stands open, in place of `ana`, who is away (H5)",
        "valid          until 2026-12-03T12:00:00Z: then `ana` answers first",
        "        `ana` is away until 2026-12-03T12:00:00Z, as was reported\n        the delegate `dan` stands in",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for text in [
        text,
        format!("{explained:?}"),
        serde_json::to_string(&explained).unwrap(),
    ] {
        assert!(!text.contains("surgery"), "{text}");
    }
    // The organization does not know of it.
    let plain = organization().explain(&inquiry).unwrap();
    assert_eq!(plain.answer().first_contact(), "ana");
}

#[test]
fn a_router_that_is_detached_keeps_who_is_away() {
    let router = with(&[("ana", Some("dan"))]);
    let detached = router.detached();
    assert_eq!(detached.availability(), router.availability());
    let again = detached.with_organization(organization()).unwrap();
    assert_eq!(chain(&again, "support", FIRST)[0], "dan for ana");
    assert!(again.with_availability(&away(&[("bo", None)])).is_ok());
}

/// The organization that comes of an edit is compiled as it is written; leave is the host's, to be given once more.
#[test]
fn a_router_that_is_compiled_again_knows_no_leave() {
    let router = with(&[("ana", Some("dan"))]);
    let edit = Edit::set("contacts", "dan", "name", "Daniel");
    let after = organization().apply(&[edit]).unwrap();
    let again = after.recompile(&router);
    assert!(again.availability().is_empty());
    assert_eq!(chain(&again, "support", FIRST)[0], "ana (lead)");
    let given = again.with_availability(&router.availability()).unwrap();
    assert_eq!(chain(&given, "support", FIRST)[0], "dan for ana");
    // Who is no contact any more is told, and the router that was asked stays as it is.
    let renamed = organization()
        .apply(&[Edit::rename("contacts", "dan", "daniel")])
        .unwrap();
    let renamed = renamed.recompile(&router);
    let given = renamed.with_availability(&router.availability());
    assert!(given.is_ok(), "a former key means the contact: {given:?}");
}

#[cfg(feature = "snapshot")]
#[test]
fn bytes_are_those_of_the_organization() {
    let base = router();
    let overlaid = with(&[("ana", Some("dan")), ("cho", None)]);
    let bytes = overlaid.to_bytes();
    assert_eq!(bytes, base.to_bytes());
    let read = Router::from_bytes(&bytes).unwrap();
    assert!(read.availability().is_empty());
    assert_eq!(read.fingerprint(), overlaid.fingerprint());
    let read = read.with_organization(organization()).unwrap();
    assert_eq!(chain(&read, "support", FIRST)[0], "ana (lead)");
    let again = read.with_availability(&overlaid.availability()).unwrap();
    for topic in ["support", "duty", "front"] {
        assert_eq!(chain(&again, topic, FIRST), chain(&overlaid, topic, FIRST));
    }
}

#[test]
fn what_cannot_be_is_refused_with_what_was_meant() {
    let refused = |contact: &str, leave: Leave| {
        let mut availability = away(&[("ana", None)]);
        availability.away(contact, leave);
        let error = router().with_availability(&availability).unwrap_err();
        (error.to_string(), error)
    };
    let always = Leave::always;
    let (text, error) = refused("directer", always());
    assert_eq!(
        text,
        "`directer` is no contact of this organization; did you mean `director`?"
    );
    assert!(matches!(error, AvailabilityError::UnknownContact { .. }));
    assert_eq!(
        refused("somebody-else", always()).0,
        "`somebody-else` is no contact of this organization; write the key of one"
    );
    assert_eq!(
        refused("cho", always().with_delegate("Bo")).0,
        "`Bo` is no contact of this organization; did you mean `bo`?"
    );
    for never in ["lead", "days"] {
        assert_eq!(
            refused(never, always()).0,
            format!(
                "`{never}` cannot be away; say who of those is away who hold the position or are on duty"
            )
        );
    }
    for delegate in ["cho", "days", "counter"] {
        assert_eq!(
            refused("cho", always().with_delegate(delegate)).0,
            format!(
                "`{delegate}` cannot stand in for `cho`; name another person, a position or a team"
            )
        );
    }
    let (from, until) = (instant(THIRD), instant(FIRST));
    assert_eq!(
        refused("cho", Leave::new(from, until)).0,
        "`cho` would be away from 2026-12-03T12:00:00Z until 2026-12-01T12:00:00Z; write an `until` that is later than `from`"
    );
    assert!(matches!(
        refused("cho", Leave::new(from, from)).1,
        AvailabilityError::NoTime { .. }
    ));
}

/// When the chain is at its end: its last level, and the response target of the department that is asked there.
#[test]
fn a_chain_is_exhausted_when_its_last_level_had_its_time() {
    let at = instant(FIRST);
    let exhausted = |router: &Router| {
        let answer = router.query("support").unwrap().at(at).resolve();
        answer.exhausted().map(|end| end.duration_since(at))
    };
    let minutes = SignedDuration::from_mins;
    // Ana at once; half an hour later she again, as the owner, which is dropped; the director after an hour; and half an
    // hour of his.
    assert_eq!(exhausted(&router()), Some(minutes(90)));
    // Nobody in Ana's place: the director at once.
    let passed_over = with(&[("ana", None), ("bo", None)]);
    assert_eq!(exhausted(&passed_over), Some(minutes(30)));
    // Nobody at all: the director is named at once.
    let unstaffed = with(&[("ana", None), ("bo", None), ("director", None)]);
    assert_eq!(exhausted(&unstaffed), Some(minutes(30)));
    let answer = unstaffed.query("support").unwrap().at(at).resolve();
    assert!(answer.is_unstaffed());
    assert!(answer.chain().next().unwrap().is_unreachable());
    let undated = router();
    let undated = undated.query("support").unwrap().resolve();
    assert_eq!(undated.exhausted(), None);
}
