//! Answering allocates nothing: counted by an allocator, and so a test binary of its own.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "a test has `std` and fails by panicking"
)]

use std::hint::black_box;

use allocation_counter::measure;
use jiff::SignedDuration;
use switchboard::{
    Assignment, Attribute, Contact, Department, Desk, Document, Nature, Notice, Policy,
    PolicyLevel, Resolution, Role, Route, Router, Target, Topic, When,
};

/// Desks under conditions and by what they serve, positions, assignments, notices, a floor, open values, several boxes,
/// wildcards, aliases, confidence: all that costs anything.
fn router() -> Router {
    let mut document = Document::new();
    document.attribute(
        "channel",
        Attribute::closed(["email", "phone"])
            .role(Role::Channel)
            .default("email"),
    );
    document.attribute("priority", Attribute::ordered(["low", "high"]));
    document.attribute(
        "region",
        Attribute::hierarchical().value("eu").child("ro", "eu"),
    );
    document.attribute("account", Attribute::open());
    document.attribute("language", Attribute::open().role(Role::Language));
    let phones = Desk::new("phones").when(When::new().is("channel", "phone"));
    document.department("company", Department::new().head("director"));
    document.department(
        "it",
        Department::new()
            .parent("company")
            .head("it-lead")
            .desk(phones)
            .desk(Desk::new("romanian").serves())
            .desk(Desk::assigned("managers").when(When::new().is("channel", "email")))
            .consulted(Target::assigned("managers"))
            .escalates_to("platform"),
    );
    document.department(
        "platform",
        Department::new().parent("company").desk(Desk::new("desk")),
    );
    document.contact("director", Contact::person("Director"));
    document.contact(
        "it-lead",
        Contact::position("IT lead").holder("lee").deputy("kim"),
    );
    document.contact("lee", Contact::person("Lee"));
    document.contact("kim", Contact::person("Kim"));
    document.conflict_authority("kim");
    let romanian = Contact::team("Romanian desk").language("ro");
    document.contact("romanian", romanian.skill("hardware"));
    let managers = Assignment::new("account", "it").row("acme-1", "lee");
    document.assignment("managers", managers.row_with("beta", None, ["kim", "lee"]));
    let told = Notice::new("it").informed("kim").informed("company");
    document.notice(told.when(When::new().is("channel", "phone")));
    document.contact("phones", Contact::touchpoint("Phones"));
    document.contact("desk", Contact::team("Platform desk"));
    let outage = Topic::new().alias("en", "down").nature(Nature::Incident);
    document.topic("it/outage", outage.skill("hardware"));
    let urgent = PolicyLevel::to(Target::functional())
        .after(SignedDuration::from_mins(5))
        .floor("priority", "high");
    document.policy(
        "urgent",
        Policy::new()
            .level(urgent)
            .level(PolicyLevel::to(Target::owner())),
    );
    document.route(Route::fallback("company"));
    document.route(Route::new("it").owner("it"));
    document.route(
        Route::new("it/*")
            .owner("it")
            .policy("urgent")
            .when(When::new().at_least("priority", "low")),
    );
    let acme = When::any([
        When::new().prefix("account", "acme-"),
        When::new().is("account", "beta").within("region", "eu"),
    ]);
    document.route(
        Route::new("it/outage")
            .owner("platform")
            .responder("desk")
            .informed("director")
            .when(acme),
    );
    if cfg!(feature = "regex") {
        let numbered = When::new().matches("account", "acme-[0-9]+|n.body");
        document.route(Route::new("it/phones").owner("it").when(numbered));
    }
    let managed = Route::new("accounts").owner(Target::assigned("managers"));
    document.route(managed.consulted(Target::assigned("managers")));
    let confidential = Route::new("concerns").owner("it").confidential("director");
    document.route(confidential.informed("it"));
    document.build().unwrap().compile()
}

const TOPICS: [&str; 10] = [
    "accounts",
    "concerns",
    "it",
    "it/outage",
    "it/laptops",
    "it/laptops/slow/very",
    "down",
    "other/thing",
    "/",
    "",
];

/// Reads all there is to read without making a new text.
fn read(resolution: Resolution<'_, '_>) -> usize {
    let levels = resolution.chain().map(|level| {
        let (contact, department) = (level.contact(), level.department());
        black_box((
            level.number(),
            level.kind(),
            level.after(),
            level.due(),
            level.reminders(),
        ));
        let position = level.position().map_or(0, |position| position.key().len());
        contact.key().len() + contact.name().len() + department.key().len() + position
    });
    let parties = resolution
        .consulted()
        .chain(resolution.informed())
        .map(|contact| contact.key().len());
    black_box((
        resolution.basis(),
        resolution.owner_from().is_some(),
        resolution.fingerprint(),
        resolution.owner_position().is_some(),
        resolution.nature(),
        resolution.is_forwarded(),
        resolution.is_confidential(),
        resolution.relaxed().count(),
        resolution.first_contact().label("ro").len(),
    ));
    let words = resolution.owner().key().len()
        + resolution.department().key().len()
        + resolution.route().len();
    words + levels.sum::<usize>() + parties.sum::<usize>() + resolution.unrecognized_segments()
}

#[test]
fn query_resolve_and_the_whole_chain_allocate_nothing() {
    let router = router();
    let value = |name, value| router.value(name, value).unwrap();
    let values = [
        value("channel", "phone"),
        value("priority", "high"),
        value("region", "ro"),
        value("language", "hu"),
    ];
    let accounts = ["acme-1", "beta", "nobody"].map(|account| value("account", account));
    for topic in TOPICS {
        let excluded: [&[&str]; 3] = [&[], &["it-lead"], &["director", "romanian"]];
        for (count, without) in
            (0..=values.len()).flat_map(|count| excluded.map(|own| (count, own)))
        {
            for account in accounts {
                let mut length = 0;
                let info = measure(|| {
                    let query = router.query(black_box(topic)).unwrap();
                    let query = values[..count]
                        .iter()
                        .fold(query, |query, value| query.with_value(*value).unwrap());
                    let query = query.with_value(account).unwrap();
                    let query = without
                        .iter()
                        .fold(query, |query, key| query.excluding(key).unwrap());
                    length = read(query.resolve());
                });
                assert!(length > 0);
                assert_eq!(info.count_total, 0, "{topic}, {count} values, {without:?}");
            }
        }
    }
}

#[test]
fn preparing_an_inquiry_in_canonical_words_allocates_nothing_either() {
    let router = router();
    let inquiry = switchboard::Inquiry::new("it/outage")
        .with("channel", "phone")
        .with("account", "acme-1")
        .excluding("kim");
    let info = measure(|| {
        black_box(read(router.prepare(black_box(&inquiry)).unwrap().resolve()));
    });
    assert_eq!(info.count_total, 0);
}

/// Whatever a value is read by: a list, prefixes, or an automaton of regular expressions.
#[test]
fn looking_a_value_up_allocates_nothing() {
    let router = router();
    for account in [
        "acme-1", "acme-x", "beta", "nobody", "somebody", "ünknown", "",
    ] {
        let info = measure(|| {
            black_box(router.value("account", black_box(account)).unwrap());
        });
        assert_eq!(info.count_total, 0, "{account}");
    }
}

/// Whatever sizes bytes say they have, reading them takes no more than a multiple of what they are.
#[cfg(feature = "snapshot")]
#[test]
fn no_size_in_bytes_makes_reading_take_much() {
    use sha2::{Digest, Sha256};

    const BODY: usize = 52;
    let bytes = router().to_bytes();
    for at in BODY..bytes.len() {
        for huge in [
            &[0xff, 0xff, 0xff, 0x7f][..],
            &[0xff, 0xff, 0xff, 0xff, 0x0f],
        ] {
            let mut huge = [&bytes[..at], huge, &bytes[at + 1..]].concat();
            let length = (huge.len() - BODY) as u64;
            huge[12..20].copy_from_slice(&length.to_le_bytes());
            let content = [&huge[..20], &huge[BODY..]].concat();
            huge[20..BODY].copy_from_slice(&Sha256::digest(content));
            let info = measure(|| drop(black_box(Router::from_bytes(&huge))));
            // Beside the automaton of the regular expressions.
            let most = 100 * huge.len() as u64 + 200_000;
            assert!(info.bytes_max < most, "{at}: {} bytes", info.bytes_max);
        }
    }
}

/// Schedules, hours, absences, dated facts and business clocks: all that is read at an instant.
#[cfg(feature = "tzdb")]
fn timed_router() -> Router {
    use switchboard::{Absence, Hours, Schedule, ScheduleLayer, Term, WhenEmpty, civil::date};

    let mut document = Document::new();
    document.hours(
        "office",
        Hours::in_zone("Europe/Bucharest").open("mon-fri 9:00-17:00"),
    );
    let turns = ScheduleLayer::daily(date(2026, 10, 1)).handoff("08:00");
    let turns = turns.turn(["lee"]).turn(["kim", "max"]).turn(["ana"]);
    document.schedule("nights", Schedule::new("America/Chicago").layer(turns));
    document.department("company", Department::new().head("director"));
    let it = Department::new()
        .parent("company")
        .head("it-lead")
        .on_duty("nights");
    document.department("it", it.desk(Desk::new("desk").during("office")));
    for person in ["director", "kim", "max"] {
        document.contact(person, Contact::person(person));
    }
    let away = Absence::new("2026-11-01", "2026-12-01").delegate("it-lead");
    document.contact("ana", Contact::person("Ana").away(away));
    let away = Absence::new("2026-11-10", "2026-11-20").delegate("ana");
    document.contact("lee", Contact::person("Lee").away(away));
    document.contact(
        "desk",
        Contact::team("Desk")
            .member("kim")
            .member_of_weight("max", 9),
    );
    let lead = Contact::position("IT lead").deputy("max");
    let lead = lead.held_by(Term::new("lee").until("2026-11-15"));
    document.contact("it-lead", lead.held_by(Term::new("kim").from("2026-11-15")));
    let level = |when_empty| {
        let level = PolicyLevel::to(Target::contact("nights")).when_empty(when_empty);
        level.after(SignedDuration::from_hours(9)).clock("office")
    };
    document.policy(
        "timed",
        Policy::new()
            .level(level(WhenEmpty::Wait))
            .level(PolicyLevel::to(Target::contact("ana")).when_empty(WhenEmpty::Hold)),
    );
    document.route(Route::fallback("company"));
    document.route(Route::new("it").owner("it"));
    document.route(
        Route::new("it/outage")
            .owner("it")
            .responder("nights")
            .policy("timed"),
    );
    document.route(
        Route::new("it/outage")
            .key("by day")
            .owner("it")
            .during("office"),
    );
    document.build().unwrap().compile()
}

/// At an instant: who is on duty, who is away and who stands in, when levels are due, how long it all stays so; with and
/// without leave that was reported.
#[cfg(feature = "tzdb")]
#[test]
fn an_answer_at_an_instant_allocates_nothing_either() {
    use switchboard::{Availability, Leave, Timestamp};

    let compiled = timed_router();
    let start: Timestamp = "2026-11-14T22:00:00Z".parse().unwrap();
    let hours = SignedDuration::from_hours;
    let mut availability = Availability::new();
    availability.away(
        "kim",
        Leave::new(start, start + hours(30)).with_delegate("max"),
    );
    availability.away("director", Leave::since(start + hours(8)));
    let overlaid = compiled.with_availability(&availability).unwrap();
    for router in [&compiled, &overlaid] {
        for (hour, topic) in
            (0..48).flat_map(|hour| ["it", "it/outage", "other"].map(|own| (hour, own)))
        {
            let at = start + hours(hour);
            for without in [None, Some("kim")] {
                let mut first = 0;
                let info = measure(|| {
                    let query = router.query(black_box(topic)).unwrap().at(at);
                    let query = match without {
                        Some(key) => query.excluding(key).unwrap(),
                        None => query,
                    };
                    first = query.resolve().first_contact().key().len();
                });
                assert!(first > 0);
                assert_eq!(
                    info.count_total, 0,
                    "the first contact: {topic}, {at}, {without:?}"
                );
                let info = measure(|| {
                    let query = router.query(black_box(topic)).unwrap().at(at);
                    let query = match without {
                        Some(key) => query.excluding(key).unwrap(),
                        None => query,
                    };
                    let answer = query.resolve();
                    black_box(read(answer));
                    for level in answer.chain() {
                        let (at, handoff) = (level.at(), level.handoff());
                        black_box((at, handoff, level.nominal().key(), level.is_unreachable()));
                        black_box((level.on_duty().count(), level.pick(b"case").key()));
                    }
                    black_box((answer.is_unstaffed(), answer.exhausted(), answer.validity()));
                });
                assert_eq!(info.count_total, 0, "all of it: {topic}, {at}, {without:?}");
            }
        }
    }
}

/// Leave is laid over a router without copying what it does not change: as much in an organization that is ten times as
/// large.
#[test]
fn leave_costs_the_same_in_any_organization() {
    use switchboard::{Availability, Leave};

    let of = |departments: usize| {
        let mut document = Document::new();
        document.department("company", Department::new().head("director"));
        document.contact("director", Contact::person("Director"));
        for number in 0..departments {
            let (key, head) = (format!("d{number}"), format!("p{number}"));
            document.contact(&head, Contact::person("Somebody"));
            let deputy = Contact::position("Somewhere")
                .holder(&head)
                .deputy("director");
            document.contact(&format!("q{number}"), deputy.department(&key));
            let department = Department::new().parent("company").head(&head);
            document.department(&key, department.desk(Desk::new("director")));
            document.route(Route::new(&format!("t{number}")).owner(&*key));
        }
        document.route(Route::fallback("company"));
        let router = document.build().unwrap().compile();
        let mut availability = Availability::new();
        availability.away("p1", Leave::always().with_delegate("director"));
        let mut overlaid = None;
        let info = measure(|| overlaid = Some(router.with_availability(&availability)));
        assert!(overlaid.unwrap().is_ok());
        (info.count_total, info.bytes_total)
    };
    let (few, many) = (of(10), of(100));
    assert_eq!(few, many);
    assert!(few.0 < 16 && few.1 < 8 << 10, "{few:?}");
}

/// The counter counts.
#[test]
fn an_owned_answer_does_allocate() {
    let router = router();
    let query = router.query("it/outage").unwrap();
    let info = measure(|| drop(black_box(query.resolve().to_answer())));
    assert!(info.count_total > 0);
}
