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

/// The counter counts.
#[test]
fn an_owned_answer_does_allocate() {
    let router = router();
    let query = router.query("it/outage").unwrap();
    let info = measure(|| drop(black_box(query.resolve().to_answer())));
    assert!(info.count_total > 0);
}
