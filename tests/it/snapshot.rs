//! Routers as bytes: what is read answers as what was written, and bytes that were changed are refused or harmless.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use switchboard::{
    Answer, Assignment, Attribute, Contact, ContactPoint, Department, Desk, Document, Hours,
    Inquiry, InquiryError, Notice, Organization, Policy, PolicyLevel, Role, Route, Router,
    SnapshotErrorKind, Target, Topic, TopicLink, Visibility, When,
};

use crate::generate::{Dice, Order, exclusion};
use crate::oracle::{Ask, Oracle};
use crate::plain::Plain;
use crate::properties::{build, cases, for_each, inquiry, settled_organizations};
use crate::samples::SAMPLES;

/// The versions of the format, as they were.
const VERSION_1: &[u8] = include_bytes!("router_version_1.bin");
const VERSION_2: &[u8] = include_bytes!("router_version_2.bin");

fn answer(router: &Router, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
    Ok(router.prepare(inquiry)?.resolve().to_answer())
}

fn read(bytes: &[u8]) -> Router {
    Router::from_bytes(bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn kind(bytes: &[u8]) -> SnapshotErrorKind {
    let error = Router::from_bytes(bytes).expect_err("no bytes of a router");
    assert!(!error.to_string().is_empty());
    error.kind()
}

/// The router after it was bytes, which are the same again.
fn round_trip(organization: &Organization) -> (Router, Router) {
    let router = organization.compile();
    let bytes = router.to_bytes();
    let again = read(&bytes);
    assert_eq!(again.to_bytes(), bytes);
    assert_eq!(organization.compile().detached().to_bytes(), bytes);
    assert_eq!(again.fingerprint(), organization.fingerprint());
    assert!(again.organization().is_none());
    (router, again)
}

#[test]
fn what_is_read_answers_as_what_was_written() {
    for_each(cases(60), &settled_organizations(answers_alike));
}

fn answers_alike(plain: &Plain) {
    let organization = build(&plain.document());
    let (router, again) = round_trip(&organization);
    let detached = router.detached();
    let oracle = Oracle::new(plain);
    let mut dice = Dice::new(plain.parties.len() as u64);
    for ask in oracle.asks() {
        let without = Ask {
            excluded: exclusion(&mut dice, plain),
            ..ask.clone()
        };
        for ask in [ask, without] {
            let inquiry = inquiry(&oracle, &ask);
            let expected = answer(&router, &inquiry);
            assert_eq!(answer(&again, &inquiry), expected, "{inquiry:?}");
            assert_eq!(answer(&detached, &inquiry), expected, "{inquiry:?}");
            let refused = [again.explain(&inquiry), detached.explain(&inquiry)];
            assert_eq!(refused, [const { Err(InquiryError::NoOrganization) }; 2]);
        }
    }
    let again = again.with_organization(organization.clone()).unwrap();
    let nothing = Inquiry::new("/");
    assert_eq!(again.explain(&nothing), organization.explain(&nothing));
    // Order-free, to the byte.
    let shuffled = build(&plain.document_in(&mut Order::random(7)));
    assert_eq!(shuffled.compile().to_bytes(), router.to_bytes());
}

#[test]
fn samples_are_refused_alike() {
    for sample in &SAMPLES {
        let organization = sample.organization();
        let (router, again) = round_trip(&organization);
        let names: Vec<&str> = organization
            .attributes()
            .map(|attribute| attribute.name())
            .collect();
        let contacts: Vec<&str> = organization.contacts().map(|own| own.key()).collect();
        let mut inquiries = vec![
            Inquiry::new("a//b"),
            Inquiry::new("*"),
            Inquiry::new("x".repeat(2_000).as_str()),
            Inquiry::new("a").with("chanel", "email"),
            Inquiry::new("a").excluding("nobody"),
        ];
        for name in names {
            for value in ["", "emial", "A B", &"x".repeat(2_000)] {
                let inquiry = Inquiry::new("a").with(name, value);
                inquiries.push(inquiry.clone().with(name, value));
                inquiries.push(inquiry);
            }
        }
        let mut several = Inquiry::new("billing/refunds");
        for contact in contacts {
            inquiries.push(Inquiry::new("billing/refunds").excluding(contact));
            several = several.excluding(contact);
            inquiries.push(several.clone());
        }
        let mut refused = BTreeSet::new();
        for inquiry in inquiries {
            let expected = answer(&router, &inquiry);
            assert_eq!(answer(&again, &inquiry), expected, "{inquiry:?}");
            assert_eq!(organization.resolve(&inquiry), expected, "{inquiry:?}");
            refused.extend(expected.err().map(|error| format!("{error:?}")));
        }
        assert!(refused.len() > 6, "{}: {refused:#?}", sample.name);
    }
}

/// A few of everything, but small enough for each of its bytes to be changed.
fn small() -> Document {
    let mut document = Document::new();
    document.name("Example");
    document.attribute(
        "channel",
        Attribute::closed(["email", "phone"]).role(Role::Channel),
    );
    let priority = Attribute::ordered(["low", "high"]).role(Role::Priority);
    document.attribute("priority", priority.default("low"));
    let region = Attribute::hierarchical()
        .value("europe")
        .child("spain", "europe");
    document.attribute("region", region.role(Role::Region));
    document.attribute("account", Attribute::open());
    let company = Department::new().head("director").authority();
    document.department("company", company.informed("auditor"));
    let billing = Department::new().parent("company").head("head");
    let desk = Desk::new("desk").when(When::new().any_of("channel", ["phone"]));
    document.department("billing", billing.desk(Desk::new("mailbox")).desk(desk));
    let email = ContactPoint::email("desk@example.com").visibility(Visibility::Public);
    document.contact("director", Contact::person("Managing director"));
    document.contact(
        "auditor",
        Contact::person("Auditor").label("es", "Interventor"),
    );
    document.contact("clerk", Contact::person("Clerk").formerly("kim"));
    document.contact("head", Contact::position("Head of billing").holder("clerk"));
    document.contact("desk", Contact::team("Desk").point(email));
    document.contact("mailbox", Contact::team("Mailbox"));
    let link = TopicLink::new("https://example.com/help");
    document.topic(
        "billing",
        Topic::new().alias("es", "cuentas/recibos").link(link),
    );
    document.topic("billing/refunds", Topic::new());
    let urgent = PolicyLevel::to(Target::owner()).floor("priority", "high");
    document.policy(
        "urgent",
        Policy::new()
            .level(urgent)
            .level(PolicyLevel::to(Target::head())),
    );
    let table = Assignment::new("account", "desk");
    document.assignment("managers", table.row("a1", "clerk").row("a2", "billing"));
    let notice = Notice::new("billing").informed("director");
    document.notice(notice.when(When::new().at_least("priority", "high")));
    document.route(Route::fallback("company"));
    document.route(Route::new("billing").owner("billing").policy("urgent"));
    let prefix = When::new().prefix("account", "gold-");
    document.route(Route::new("billing").owner("company").when(prefix));
    document.hours("office", Hours::in_zone("UTC").open("mon-fri 9:00-17:00"));
    document.route(Route::new("billing").owner("clerk").during("office"));
    document.route(Route::new("*/refunds").owner(Target::assigned("managers")));
    let spain = When::new().within("region", "europe");
    document.route(Route::new("orders/*/late").owner("clerk").when(spain));
    for account in 0..12 {
        let when = When::new().any_of("account", [format!("c{account}").as_str()]);
        let owner = if account % 2 == 0 {
            "billing"
        } else {
            "company"
        };
        let route = Route::new("accounts").owner(owner).when(when);
        document.route(match account {
            3 => route.from("2026-03-02T10:00").until("2026-03-02T12:00"),
            4 => route.during("office"),
            _ => route,
        });
    }
    document
}

/// Inquiries that come to all parts of the small router.
fn inquiries() -> Vec<Inquiry> {
    let topics = [
        "/",
        "billing",
        "billing/refunds",
        "billing/refunds/old",
        "cuentas",
        "cuentas/recibos",
        "Cuentas/Recibos/x",
        "orders/refunds",
        "orders/1/late",
        "orders/1/late/very",
        "orders/1/other",
        "accounts",
        "unknown/segment",
    ];
    let mut inquiries = Vec::new();
    for topic in topics {
        let plain = Inquiry::new(topic);
        for (attribute, value) in [
            ("channel", "phone"),
            ("priority", "high"),
            ("region", "spain"),
            ("account", "a1"),
            ("account", "gold-7"),
            ("account", "c3"),
            ("account", "c4"),
        ] {
            let asked = plain.clone().with(attribute, value);
            // Within the hours of the office, and not; within the window of a route.
            for instant in ["2026-03-02T11:00:00Z", "2026-03-02T23:00:00Z"] {
                inquiries.push(asked.clone().at(instant.parse().unwrap()));
            }
            inquiries.push(asked);
        }
        for contact in ["director", "head", "kim", "desk"] {
            let without = plain.clone().excluding(contact);
            inquiries.push(without.clone().with("account", "a2"));
            inquiries.push(without);
        }
        inquiries.push(plain);
    }
    inquiries
}

#[test]
fn every_flipped_byte_and_every_piece_is_refused() {
    let mut bytes = build(&small()).compile().to_bytes();
    assert!(bytes.len() < 8_000, "{}", bytes.len());
    for at in 0..bytes.len() {
        assert!(Router::from_bytes(&bytes[..at]).is_err(), "{at}");
        for flip in [1, 0x80, 0xff] {
            bytes[at] ^= flip;
            assert!(Router::from_bytes(&bytes).is_err(), "{at}");
            bytes[at] ^= flip;
        }
    }
    for more in [&b"\n"[..], &[0; 100]] {
        let longer = [&bytes, more].concat();
        assert_eq!(
            kind(&longer),
            SnapshotErrorKind::LeftOver { count: more.len() }
        );
    }
}

#[test]
fn errors_say_what_is_wrong() {
    let bytes = build(&small()).compile().to_bytes();
    assert_eq!(kind(b"switchboard = 1"), SnapshotErrorKind::Foreign);
    assert_eq!(kind(b""), SnapshotErrorKind::TooShort);
    assert_eq!(kind(&bytes[..20]), SnapshotErrorKind::TooShort);
    assert_eq!(kind(&bytes[..bytes.len() - 1]), SnapshotErrorKind::TooShort);
    let mut newer = bytes.clone();
    newer[8] = 3;
    let version = SnapshotErrorKind::Version {
        found: 3,
        expected: 2,
    };
    assert_eq!(kind(&newer), version);
    assert_eq!(
        Router::from_bytes(&newer).unwrap_err().to_string(),
        "the bytes are of format version 3, this release reads version 2; compile the document anew"
    );
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(kind(&changed), SnapshotErrorKind::Checksum);
    // The first size of all: how many attributes there are.
    let mut corrupt = bytes;
    corrupt[BODY] = 0x7f;
    seal(&mut corrupt);
    assert!(matches!(kind(&corrupt), SnapshotErrorKind::Corrupt { .. }));
    let _: Box<dyn std::error::Error + Send + Sync> = Router::from_bytes(b"").unwrap_err().into();
}

/// Where the checksum starts, and where the body.
const CHECKSUM: usize = 20;
const BODY: usize = 52;

/// Gives bytes the length and checksum that they should have.
fn seal(bytes: &mut [u8]) {
    let length = (bytes.len() - BODY) as u64;
    bytes[12..20].copy_from_slice(&length.to_le_bytes());
    let (header, body) = bytes.split_at(BODY);
    let checksum = Sha256::new()
        .chain_update(&header[..CHECKSUM])
        .chain_update(body)
        .finalize();
    bytes[CHECKSUM..BODY].copy_from_slice(&checksum);
}

/// Bytes with the right checksum that no release wrote: refused, or a router that panics nowhere.
#[test]
fn sealed_bytes_of_any_kind_are_refused_or_harmless() {
    harmless(cases(6_000));
}

#[test]
#[ignore = "takes minutes"]
fn very_many_sealed_bytes_of_any_kind_are_refused_or_harmless() {
    harmless(cases(400_000));
}

fn harmless(cases: u64) {
    let original = build(&small()).compile().to_bytes();
    let inquiries = inquiries();
    let (mut refused, mut answered) = (0, 0);
    for seed in 0..cases {
        let mut dice = Dice::new(seed);
        let mut bytes = original.clone();
        for _ in 0..dice.between(1, 4) {
            mutate(&mut dice, &mut bytes);
        }
        seal(&mut bytes);
        let Ok(router) = Router::from_bytes(&bytes) else {
            refused += 1;
            continue;
        };
        answered += 1;
        let _ = router.to_bytes();
        for inquiry in &inquiries {
            let Ok(query) = router.prepare(inquiry) else {
                continue;
            };
            let answer = query.resolve();
            let _ = format!("{:?} {answer:?}", answer.to_answer());
            let _ = answer.reach(&switchboard::Audience::new(Visibility::Internal));
            let _ = answer
                .links(&switchboard::Audience::new(Visibility::Public))
                .count();
            let _ = answer.owner().label("es").len();
        }
    }
    assert!(
        refused * 10 > cases && answered * 10 > cases,
        "{refused} refused, {answered} answered"
    );
}

fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let at = dice.between(BODY, bytes.len() - 1);
    match dice.below(8) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes[at] = bytes[at].wrapping_add(1),
        2 => bytes[at] = bytes[at].wrapping_sub(1),
        3 => bytes[at] = *dice.pick(&[0, 1, 2, 0x7f, 0x80, 0xff]),
        4 => drop(bytes.remove(at)),
        5 => bytes.insert(at, dice.next().to_le_bytes()[0]),
        6 => {
            let from = dice.between(BODY, bytes.len() - 1);
            bytes[at] = bytes[from];
        }
        _ => {
            let end = (at + 4).min(bytes.len());
            let word = dice.next().to_le_bytes();
            let part = &mut bytes[at..end];
            part.copy_from_slice(&word[..end - at]);
        }
    }
}

#[test]
fn no_size_makes_reading_take_much() {
    let bytes = build(&small()).compile().to_bytes();
    for at in BODY..BODY + 30 {
        for huge in [&[0xff, 0xff, 0xff, 0xff, 0x0f][..], &[0xff; 9]] {
            let mut huge = [&bytes[..at], huge, &[1], &bytes[at + 1..]].concat();
            seal(&mut huge);
            assert!(Router::from_bytes(&huge).is_err(), "{at}");
        }
    }
}

#[test]
fn ids_mean_the_same_in_what_is_read() {
    let organization = build(&small());
    let (router, again) = round_trip(&organization);
    let (topic, value) = (
        router.topic("billing").unwrap(),
        router.value("account", "a1").unwrap(),
    );
    let query = again
        .query_by_id(topic, "billing")
        .unwrap()
        .with_value(value);
    let direct = Inquiry::new("billing").with("account", "a1");
    assert_eq!(
        query.unwrap().resolve().to_answer(),
        answer(&router, &direct).unwrap()
    );
    let mut other = small();
    other.route(Route::new("accounts/closed").owner("billing"));
    other.attribute("size", Attribute::closed(["small", "large"]));
    let other = read(&build(&other).compile().to_bytes());
    assert!(other.query_by_id(topic, "billing").is_err());
    assert!(other.values().with_value(value).is_err());
}

#[test]
fn an_organization_of_other_content_is_refused() {
    let organization = build(&small());
    let mut other = small();
    other.name("Another");
    let other = build(&other);
    let router = read(&organization.compile().to_bytes());
    let error = router.clone().with_organization(other.clone()).unwrap_err();
    assert_eq!(
        (error.router, error.given),
        (organization.fingerprint(), other.fingerprint())
    );
    assert!(
        router
            .with_organization(organization)
            .unwrap()
            .organization()
            .is_some()
    );
}

/// Every later release reads a version, or says that it does not.
#[test]
fn older_versions_are_read_or_refused_by_their_number() {
    for (number, sample) in [(1, VERSION_1), (2, VERSION_2)] {
        match Router::from_bytes(sample) {
            Ok(router) => {
                let written = build(&small()).compile();
                assert_eq!(router.fingerprint(), written.fingerprint());
                for inquiry in inquiries() {
                    assert_eq!(answer(&router, &inquiry), answer(&written, &inquiry));
                }
            }
            Err(error) => match error.kind() {
                SnapshotErrorKind::Version { found, expected } => {
                    assert_eq!(found, number);
                    assert_ne!(found, expected);
                }
                _ => panic!("{error}"),
            },
        }
    }
}

#[test]
fn the_format_changes_with_its_version_alone() {
    assert!(build(&small()).compile().to_bytes() == VERSION_2);
}

/// Writes the sample of the format, once for each version, where `SWITCHBOARD_WRITE` is set.
#[test]
#[ignore = "writes a file of the repository"]
fn write_version_2() {
    if std::env::var_os("SWITCHBOARD_WRITE").is_none() {
        return;
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/router_version_2.bin");
    std::fs::write(path, build(&small()).compile().to_bytes()).unwrap();
}

#[cfg(feature = "regex")]
mod regular_expressions {
    use super::*;
    use switchboard::{BuildOptions, Limits};

    fn with_limits(document: &Document, limits: Limits) -> Router {
        let options = BuildOptions::new().limits(limits);
        let organization = document.build_with(&options);
        organization
            .unwrap_or_else(|error| panic!("{error}"))
            .compile()
    }

    #[test]
    fn are_read_as_they_were_written() {
        let mut document = small();
        for (pattern, owner) in [("gold-[0-9]+", "billing"), ("x[a-f]*", "clerk")] {
            let when = When::new().matches("account", pattern);
            document.route(Route::new("vip").owner(owner).when(when));
        }
        let (router, again) = round_trip(&build(&document));
        for account in ["gold-12", "gold-", "xaf", "xz", "a1", "c3", ""] {
            let inquiry = Inquiry::new("vip").with("account", account);
            assert_eq!(answer(&again, &inquiry), answer(&router, &inquiry));
        }
    }

    /// The work for each of these automata exceeds the limit for one, and building counts no more than that limit.
    /// Reading once counted all of it, and refused what had been built.
    #[test]
    fn that_build_within_the_default_limits_are_read() {
        let mut document = small();
        for number in 0..7 {
            let attribute = format!("account-{number}");
            document.attribute(&attribute, Attribute::open());
            let when = When::new().matches(&attribute, r"\w{1,18}");
            let route = Route::new(&format!("vip-{number}"));
            document.route(route.owner("billing").when(when));
        }
        read(&build(&document).compile().to_bytes());
    }

    /// The bytes hold each of them, so no limit has to.
    #[test]
    fn are_read_however_many_they_are() {
        let mut document = small();
        let most = Limits::default().patterns(2_000);
        for number in 0..1_100 {
            let pattern = format!("key-{number}-[0-9]");
            let when = When::new().matches("account", &pattern);
            let route = Route::new("vip").key(&pattern);
            document.route(route.owner("billing").when(when));
        }
        let router = with_limits(&document, most);
        let again = read(&router.to_bytes());
        for account in ["key-7-7", "key-1099-0", "key-1100-0", "gold-7", "a1"] {
            let inquiry = Inquiry::new("vip").with("account", account);
            assert_eq!(answer(&again, &inquiry), answer(&router, &inquiry));
        }
    }

    /// A short text may come to an automaton of any size, so bytes do not say how much reading it may take.
    #[test]
    fn that_need_a_larger_automaton_are_refused() {
        let mut document = small();
        let when = When::new().matches("account", r"\w{1,30}");
        document.route(Route::new("vip").owner("billing").when(when));
        assert!(document.build().is_err());
        let router = with_limits(&document, Limits::default().automaton(40_000_000));
        assert_eq!(kind(&router.to_bytes()), SnapshotErrorKind::Patterns);
    }
}
