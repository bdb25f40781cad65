//! Contacts and departments as they are declared: whose home is where, what they are called, and by what keys they are
//! found.

use switchboard::civil::date;
use switchboard::{
    BuildOptions, Contact, ContactKind, ContactPoint, Department, Desk, Document, Fingerprint,
    Limits, Organization, Route, Target, Visibility,
};

fn reachable(contact: Contact) -> Contact {
    contact.point(ContactPoint::email("somebody@example.com"))
}

fn person(name: &str) -> Contact {
    reachable(Contact::person(name))
}

/// A company with billing below it, and an agency outside.
fn company() -> Document {
    let mut document = Document::new();
    document
        .department("company", Department::new().head("director"))
        .department("billing", Department::new().parent("company").head("lead"))
        .department(
            "agency",
            Department::new()
                .parent("company")
                .external("lead")
                .member("night"),
        )
        .contact("director", person("Director"))
        .contact("kim", person("Kim").formerly("kimberly").id("crm:7"))
        .contact("lead", Contact::position("Head of billing").holder("kim"))
        .contact("night", reachable(Contact::team("Night desk")))
        .route(Route::new("/").owner("company"));
    document
}

fn built(document: &Document) -> Organization {
    document.build().unwrap_or_else(|error| panic!("{error}"))
}

fn home<'o>(organization: &'o Organization, contact: &str) -> &'o str {
    organization.contact(contact).unwrap().department().key()
}

#[test]
fn o1_homes_are_declared_or_follow_from_who_names_the_contact() {
    let mut document = company();
    document
        .department(
            "desk",
            Department::new()
                .parent("billing")
                .desk(Desk::new("counter"))
                .member("lead"),
        )
        .contact("counter", reachable(Contact::team("Counter")))
        .contact("shop", Contact::touchpoint("Shop").staffed_by("counter"))
        .contact("page", Contact::touchpoint("Page").staffed_by("stray"))
        .contact(
            "mall",
            Contact::touchpoint("Mall")
                .staffed_by("counter")
                .department("company"),
        )
        .contact("stray", person("Stray"));
    let organization = built(&document);
    let home = |contact| home(&organization, contact);
    assert_eq!(home("lead"), "billing", "head of it, member below it");
    assert_eq!(home("kim"), "company", "whom only a position names");
    assert_eq!(home("night"), "agency");
    assert_eq!(home("shop"), "desk", "by who staffs it");
    assert_eq!(home("page"), "company", "nobody says where");
    assert_eq!(home("mall"), "company", "declared");
}

#[test]
fn a_liaison_is_not_at_home_in_the_external_department() {
    let mut document = company();
    document
        .department("far", Department::new().parent("agency").external("envoy"))
        .contact("envoy", person("Envoy"));
    let organization = built(&document);
    assert_eq!(home(&organization, "envoy"), "company");
    let far = organization.department("far").unwrap();
    assert_eq!(far.liaison().unwrap().key(), "envoy");
    assert!(far.is_external() && far.head().is_none());
    let night = organization.contact("night").unwrap();
    assert_eq!(night.sees(), Visibility::Partner);
    let director = organization.contact("director").unwrap();
    assert_eq!(director.sees(), Visibility::Internal);
}

#[test]
fn former_keys_and_foreign_ids_find_what_has_them() {
    let mut document = company();
    document
        .department(
            "ledger",
            Department::new()
                .parent("company")
                .head("kimberly")
                .formerly("books")
                .id("hr:9"),
        )
        .contact("cfo", Contact::position("CFO").holder("crm:7"))
        .route(Route::new("a").owner("hr:9"))
        .route(Route::new("b").owner(Target::department("books")));
    let organization = built(&document);
    for key in ["kim", "kimberly", "crm:7"] {
        assert_eq!(organization.contact(key).unwrap().key(), "kim");
    }
    for key in ["ledger", "books", "hr:9"] {
        assert_eq!(organization.department(key).unwrap().key(), "ledger");
    }
    assert!(organization.contact("books").is_none());
    let owners: Vec<&str> = organization.routes().map(|route| route.owner()).collect();
    assert_eq!(owners, ["company", "ledger", "ledger"]);
    let kim = organization.contact("kim").unwrap();
    let positions: Vec<&str> = kim.positions().map(|position| position.key()).collect();
    assert_eq!(positions, ["cfo", "lead"]);
}

/// A key goes before a former key, and that before a foreign id, whichever section they are in.
#[test]
fn a_plain_reference_means_what_has_the_key_now() {
    let mut document = company();
    document
        .department(
            "kimberly",
            Department::new().parent("company").head("director"),
        )
        .department(
            "ledger",
            Department::new()
                .parent("company")
                .head("director")
                .id("crm:8"),
        )
        .contact("lee", person("Lee").formerly("crm:8"))
        .route(Route::new("a").owner("kimberly"))
        .route(Route::new("b").owner("crm:8"));
    let organization = built(&document);
    let route = |key| organization.route(key).unwrap();
    assert!(route("a").owner_department().is_some());
    assert_eq!(route("b").owner_contact().unwrap().key(), "lee");
}

#[test]
fn two_with_one_key_are_told_of_at_both_places() {
    let mut document = company();
    document.contact("lee", person("Lee").id("crm:7"));
    let error = document.build().unwrap_err();
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    assert_eq!(problem.path(), "contacts.lee.ids[0]");
    assert_eq!(problem.related().as_deref(), Some("contacts.kim.ids[0]"));
}

#[test]
fn labels_are_found_by_language() {
    let mut document = company();
    document
        .language("en")
        .department(
            "shop",
            Department::new()
                .parent("company")
                .head("director")
                .label("en", "Shop")
                .label("zh-hant", "店"),
        )
        .contact("lee", person("Lee").label("ro", "Liviu"));
    let organization = built(&document);
    let lee = organization.contact("lee").unwrap();
    assert_eq!(lee.label("RO-md"), "Liviu");
    assert_eq!(lee.label("de"), "Lee");
    let shop = organization.department("shop").unwrap();
    assert_eq!(shop.label("zh-Hant-TW"), "店");
    assert_eq!(shop.label("fr"), "Shop", "in the organization's language");
    let billing = organization.department("billing").unwrap();
    assert_eq!(billing.label("fr"), "billing");
}

#[test]
fn p1_a_name_is_shown_to_those_who_may_see_it() {
    let mut document = company();
    document
        .department(
            "legal",
            Department::new()
                .parent("company")
                .name("Legal")
                .head("counsel"),
        )
        .contact(
            "counsel",
            person("Counsel").name_visibility(Visibility::Partner),
        );
    let organization = built(&document);
    let counsel = organization.contact("counsel").unwrap();
    assert_eq!(counsel.shown_name(Visibility::Public), "Legal");
    assert_eq!(counsel.shown_name(Visibility::Partner), "Counsel");
    assert_eq!(counsel.shown_name(Visibility::Internal), "Counsel");
}

/// Each word about a contact, point or department makes another organization, and comes back from it.
#[test]
fn every_word_is_content() {
    let fingerprint = |contact: Contact, department: Department| -> Fingerprint {
        let mut document = company();
        document
            .attribute(
                "region",
                switchboard::Attribute::hierarchical()
                    .value("eu")
                    .role(switchboard::Role::Region),
            )
            .department("more", department.parent("company"))
            .contact("more", contact);
        let organization = built(&document);
        let again = built(&organization.to_document());
        assert_eq!(again.fingerprint(), organization.fingerprint());
        organization.fingerprint()
    };
    let team = || Contact::team("More");
    let position = || Contact::position("More");
    let touchpoint = || Contact::touchpoint("More");
    let point = || ContactPoint::web("https://example.com");
    let contacts = [
        team(),
        position(),
        touchpoint(),
        Contact::person("More"),
        position().holder("kim"),
        position().deputy("kim"),
        position().deputy("kim").deputy("director"),
        position().deputy("director").deputy("kim"),
        touchpoint().staffed_by("kim"),
        team().title("More"),
        team().label("ro", "Mai mult"),
        team().label("de", "Mai mult"),
        team().language("ro"),
        team().area("eu"),
        team().skill("hardware"),
        team().id("crm:1"),
        team().formerly("less"),
        team().name_visibility(Visibility::Partner),
        team().name_visibility(Visibility::Internal),
        team().point(point()),
        team().point(point().verified(date(2026, 1, 31))),
        team().point(point().expires(date(2026, 1, 31))),
        team().point(point().option("toll-free")),
    ];
    let plain = || Department::new().head("director");
    let departments = [
        Department::new().member("more"),
        plain().authority(),
        Department::new().external("director"),
        plain().label("ro", "Mai mult"),
        plain().id("hr:1"),
        plain().formerly("less"),
    ];
    let of_contacts = contacts
        .into_iter()
        .map(|contact| fingerprint(contact, plain()));
    let of_departments = departments
        .into_iter()
        .map(|department| fingerprint(team(), department));
    let mut all: Vec<Fingerprint> = of_contacts.chain(of_departments).collect();
    let mut document = company();
    all.push(built(document.language("en")).fingerprint());
    all.push(built(document.conflict_authority("kim")).fingerprint());
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn spellings_of_one_content_have_one_fingerprint() {
    let with = |contact: Contact| {
        let mut document = company();
        document.contact("lee", contact);
        built(&document).fingerprint()
    };
    let one = person("Lee")
        .language("pt-br")
        .skill("Hard  ware")
        .id("a:1")
        .id("b:2");
    let same = person("Lee")
        .id("b:2")
        .id("a:1")
        .skill("hard-ware")
        .language("pt-BR");
    assert_eq!(with(one), with(same));
}

#[test]
fn the_position_at_the_top_is_held_by_the_person_who_is_accountable() {
    let mut document = Document::new();
    document
        .department("company", Department::new().head("chair"))
        .contact("chair", Contact::position("Chair").holder("director"))
        .contact("director", person("Director"))
        .route(Route::new("/").owner("company"));
    let organization = built(&document);
    let head = organization.root().head().unwrap();
    assert_eq!(head.kind(), ContactKind::Position);
    assert_eq!(head.holder().unwrap().key(), "director");
    assert!(organization.root().is_authority());
}

#[test]
fn details_and_deputies_have_limits() {
    let mut document = company();
    document.contact(
        "lee",
        Contact::position("Lee")
            .deputy("kim")
            .deputy("director")
            .skill("a")
            .skill("b"),
    );
    let limits = Limits::default().deputies(1).details(1);
    let error = document
        .build_with(&BuildOptions::new().limits(limits))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "contacts.lee.skills: limit exceeded: found `2 skills`, expected at most 1; use fewer, or raise `Limits::details` in `build_with`\n\
         contacts.lee.deputies: limit exceeded: found `2 deputies`, expected at most 1; use fewer, or raise `Limits::deputies` in `build_with`"
    );
}
