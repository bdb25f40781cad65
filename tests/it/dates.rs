//! Facts with dates: what is written, what comes back, what edits make of it.

use switchboard::{
    Absence, AnswerLevel, Assignment, Attribute, Contact, Department, Desk, Document, Edit,
    Inquiry, Organization, Policy, PolicyLevel, Route, Row, Schedule, ScheduleLayer, Target, Term,
    Timestamp,
};

/// An organization with a director and two others, in local time of Bucharest where there is data of zones.
fn document() -> Document {
    let mut document = Document::new();
    if cfg!(feature = "tzdb") {
        document.zone("Europe/Bucharest");
    }
    document.department("company", Department::new().head("director"));
    for key in ["director", "ana", "bo"] {
        document.contact(key, Contact::person(key));
    }
    document.route(Route::fallback("company"));
    document
}

fn built(document: &Document) -> Organization {
    let organization = document.build().unwrap_or_else(|error| panic!("{error}"));
    let again = organization.to_document().build().unwrap();
    assert_eq!(again.fingerprint(), organization.fingerprint());
    assert_eq!(again.to_document(), organization.to_document());
    organization
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What the canonical document says under a field of a contact, as JSON.
fn said(organization: &Organization, section: &str, key: &str, field: &str) -> String {
    let document = serde_json::to_value(organization.to_document()).unwrap();
    document[section][key][field].to_string()
}

// ------------------------------------------------------------------------------------------------------ terms

#[test]
fn a_position_changes_hands() {
    let mut document = document();
    let lead = Contact::position("Lead").department("company");
    let lead = lead.held_by(Term::new("bo").from("2027-01-01T00:00Z"));
    let lead = lead.held_by(Term::new("ana").until("2027-01-01T00:00Z"));
    document.contact("lead", lead);
    let organization = built(&document);
    let lead = organization.contact("lead").unwrap();
    assert_eq!(lead.holder(), None);
    let holder = |text| lead.holder_at(instant(text)).map(|own| own.key());
    assert_eq!(holder("2026-12-31T23:59:59.999Z"), Some("ana"));
    assert_eq!(holder("2027-01-01T00:00:00Z"), Some("bo"));
    let terms: Vec<_> = lead
        .holders()
        .map(|own| (own.contact().key(), own.until()))
        .collect();
    let handover = Some(instant("2027-01-01T00:00:00Z"));
    assert_eq!(terms, [("ana", handover), ("bo", None)]);
    let positions = organization.contact("bo").unwrap().positions();
    assert!(positions.map(|own| own.key()).eq(["lead"]));
    let warned = organization.warnings().iter().map(ToString::to_string);
    assert_eq!(
        warned
            .filter(|line| line.contains("lead"))
            .collect::<Vec<_>>(),
        [""; 0]
    );
}

#[test]
fn one_without_dates_is_it_whenever_no_other_is() {
    let mut document = document();
    let sales = Department::new().parent("company").head("ana");
    let sales = sales.headed_by(Term::new("bo").from("2026-12-21").until("2027-01-04"));
    document.department("sales", sales);
    let agency = Department::new()
        .parent("company")
        .external_by(Term::new("ana"));
    document.department("agency", agency.member("bo"));
    let before = built(&document);
    let head = |organization: &Organization, text| {
        let department = organization.department("sales").unwrap();
        department.head_at(instant(text)).unwrap().key().to_owned()
    };
    assert_eq!(head(&before, "2026-12-20T00:00:00Z"), "ana");
    assert_eq!(head(&before, "2026-12-25T00:00:00Z"), "bo");
    assert_eq!(
        before.department("sales").unwrap().head().unwrap().key(),
        "ana"
    );
    assert_eq!(
        before
            .department("agency")
            .unwrap()
            .liaison()
            .unwrap()
            .key(),
        "ana"
    );
    assert_eq!(
        said(&before, "departments", "sales", "head"),
        r#"[{"who":"ana"},{"from":"2026-12-21","until":"2027-01-04","who":"bo"}]"#
    );
    assert_eq!(
        said(&before, "departments", "agency", "liaison"),
        r#""ana""#
    );

    let leave = Term::new("bo").from("2026-12-21").until("2027-01-04");
    let after = before
        .apply(&[Edit::remove_item("departments", "sales", "head", leave)])
        .unwrap();
    assert_eq!(said(&after, "departments", "sales", "head"), r#""ana""#);
    let log = after.edits_to(&before);
    assert_eq!(
        after.apply(&log).unwrap().fingerprint(),
        before.fingerprint()
    );
    let renamed = before
        .apply(&[Edit::rename("contacts", "bo", "bob")])
        .unwrap();
    assert_eq!(head(&renamed, "2026-12-25T00:00:00Z"), "bob");
    let was = Edit::set("departments", "agency", "liaison", "director");
    before.apply(&[was.was(Term::new("ana"))]).unwrap();
}

#[test]
fn an_account_changes_hands() {
    let mut document = document();
    document.attribute("account", Attribute::open());
    let table = Assignment::new("account", "director")
        .row_of("acme", Row::new("bo").deputies(["ana"]).from("2027-01-01"))
        .row_of("acme", Row::new("ana").until("2026-06-01"))
        .row("globex", "ana")
        .row_of("globex", Row::vacant(["bo"]).from("2027-01-01"));
    document.assignment("managers", table);
    document.route(Route::new("sales").owner(Target::assigned("managers")));
    let organization = built(&document);
    let managers = organization.assignment("managers").unwrap();
    let holder = |value: &str, text| {
        let holder = managers.holder_at(value, instant(text)).unwrap();
        holder.key().to_owned()
    };
    assert_eq!(holder("acme", "2026-05-01T00:00:00Z"), "ana");
    assert_eq!(holder("acme", "2026-08-01T00:00:00Z"), "director");
    assert_eq!(holder("acme", "2027-08-01T00:00:00Z"), "bo");
    assert_eq!(holder("globex", "2026-08-01T00:00:00Z"), "ana");
    assert_eq!(holder("globex", "2027-08-01T00:00:00Z"), "bo");
    assert_eq!(managers.holder_of("acme").unwrap().key(), "director");
    let rows = r#"{"acme":[{"holder":{"contact":"ana"},"until":"2026-06-01"},{"deputies":["ana"],"from":"2027-01-01","holder":{"contact":"bo"}}],"globex":[{"contact":"ana"},{"deputies":["bo"],"from":"2027-01-01"}]}"#;
    assert_eq!(said(&organization, "assignments", "managers", "rows"), rows);

    // No order of rows is left.
    let mut document = self::document();
    document.attribute("account", Attribute::open());
    let table = Assignment::new("account", "director")
        .row_of("globex", Row::vacant(["bo"]).from("2027-01-01"))
        .row_of("globex", Row::new("ana"))
        .row_of("acme", Row::new("ana").until("2026-06-01"))
        .row_of("acme", Row::new("bo").deputies(["ana"]).from("2027-01-01"));
    document.assignment("managers", table);
    document.route(Route::new("sales").owner(Target::assigned("managers")));
    assert_eq!(built(&document).fingerprint(), organization.fingerprint());

    let renamed = organization
        .apply(&[Edit::rename("contacts", "bo", "bob")])
        .unwrap();
    assert_eq!(
        said(&renamed, "assignments", "managers", "rows"),
        rows.replace("\"bo\"", "\"bob\"")
    );
    let refused = organization
        .apply(&[Edit::remove("contacts", "bo")])
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "edit 0 (remove contacts.bo): it is still used by `assignments.managers.rows.acme[1].holder`, `assignments.managers.rows.globex[1].deputies[0]`; change these, too"
    );
}

/// Rows of a value are a list once they are dated: a log of what changed in it could not be applied.
#[cfg(feature = "serde")]
#[test]
fn rows_of_a_value_come_and_go_one_by_one() {
    let mut document = document();
    document.attribute("account", Attribute::open());
    let later = Row::new("bo").deputies(["ana"]).from("2027-01-01");
    let table = Assignment::new("account", "director")
        .row("acme", "ana")
        .row_of("acme", later.clone())
        .row_of("globex", Row::new("ana").deputies(["bo"]));
    document.assignment("managers", table);
    document.route(Route::new("sales").owner(Target::assigned("managers")));
    let before = built(&document);
    let another = Row::new("director").from("2028-01-01");
    let until = Row::new("bo").deputies(["ana"]).from("2027-01-01");
    let after = before
        .apply(&[
            Edit::remove_item("assignments", "managers", "rows.acme", later),
            Edit::add_item("assignments", "managers", "rows.acme", another.clone()),
            Edit::add_item(
                "assignments",
                "managers",
                "rows.acme",
                until.until("2028-01-01"),
            ),
            Edit::add_item("assignments", "managers", "rows.globex", another.clone()),
            Edit::add_item("assignments", "managers", "rows.initech", another),
        ])
        .unwrap_or_else(|error| panic!("{error}"));
    let rows = r#"{"acme":[{"contact":"ana"},{"deputies":["ana"],"from":"2027-01-01","holder":{"contact":"bo"},"until":"2028-01-01"},{"from":"2028-01-01","holder":{"contact":"director"}}],"globex":[{"deputies":["bo"],"holder":{"contact":"ana"}},{"from":"2028-01-01","holder":{"contact":"director"}}],"initech":[{"from":"2028-01-01","holder":{"contact":"director"}}]}"#;
    assert_eq!(said(&after, "assignments", "managers", "rows"), rows);
    crate::edits::there_and_back(&before, &after);
}

/// A quick edit of dated facts makes what a build makes.
#[test]
fn dates_are_edited_alone_as_with_all() {
    let mut document = document();
    document.attribute("account", Attribute::open());
    document.contact("lead", Contact::position("Lead").department("company"));
    document.assignment(
        "managers",
        Assignment::new("account", "lead").row("acme", "ana"),
    );
    document.route(Route::new("sales").owner(Target::assigned("managers")));
    let before = built(&document);
    let terms = [
        Term::new("ana").until("2027-01-01"),
        Term::new("bo").from("2027-01-01"),
    ];
    let table = Assignment::new("account", "lead").row("acme", "bo");
    let table = table.row_of("acme", Row::new("ana").from("2027-01-01"));
    let edits = [
        Edit::add_item("contacts", "lead", "holder", terms[0].clone()),
        Edit::add_item("contacts", "lead", "holder", terms[1].clone()),
        Edit::replace("assignments", "managers", table),
        Edit::add_item(
            "departments",
            "company",
            "head",
            Term::new("bo").until("2026-01-01"),
        ),
        Edit::add_item("contacts", "director", "away", Absence::since("2027-01-01")),
    ];
    let quick = before.apply(&edits).unwrap();
    let limits = switchboard::Limits::default().edits(9);
    let options = switchboard::BuildOptions::new().limits(limits);
    let anew = before
        .apply_with(&edits, &options)
        .unwrap()
        .into_organization();
    assert_eq!(quick.fingerprint(), anew.fingerprint());
    assert_eq!(quick.warnings(), anew.warnings());
    assert_eq!(quick.to_document(), anew.to_document());
    let gap = Edit::set(
        "contacts",
        "lead",
        "holder",
        Term::new("ana").until("2027-01-01"),
    );
    let late = Edit::add_item(
        "contacts",
        "lead",
        "holder",
        Term::new("bo").from("2027-02-01"),
    );
    let error = before.apply(&[gap, late]).unwrap_err().to_string();
    assert!(error.contains("gap in dates"), "{error}");
}

// -------------------------------------------------------------------------------------- schedules as contacts

/// With a schedule that stands wherever one may.
fn on_schedule() -> Document {
    let mut document = document();
    document.attribute("account", Attribute::open());
    let layer = ScheduleLayer::always().turn(["ana", "bo"]);
    let schedule = Schedule::new("UTC").layer(layer);
    document.schedule("nights", schedule.clone());
    document.schedule("support", schedule.name("Support"));
    let lab = Department::new().parent("company").head("bo");
    let lab = lab.on_duty("nights").desk(Desk::new("support"));
    document.department("lab", lab);
    document.assignment(
        "duties",
        Assignment::new("account", "bo").row("acme", "support"),
    );
    let assigned = PolicyLevel::to(Target::assigned("duties"));
    let policy = Policy::new()
        .level(PolicyLevel::to("nights"))
        .level(assigned);
    document.policy("urgent", policy);
    let route = Route::new("repairs").owner("lab").policy("urgent");
    document.route(route.responder("support"));
    document
}

#[test]
fn a_schedule_is_a_contact_wherever_one_answers() {
    let organization = built(&on_schedule());
    let keys = |organization: &Organization| -> Vec<String> {
        let contacts = organization.contacts();
        contacts
            .map(|own| format!("{} {}", own.key(), own.kind().as_str()))
            .collect()
    };
    assert_eq!(
        keys(&organization),
        [
            "ana person",
            "bo person",
            "director person",
            "nights schedule",
            "support schedule"
        ]
    );
    let support = organization.contact("support").unwrap();
    assert_eq!(
        (support.name(), support.department().key()),
        ("Support", "lab")
    );
    assert_eq!(support.schedule(), organization.schedule("support"));
    let nights = organization.schedule("nights").unwrap();
    assert_eq!(
        (nights.name(), nights.department().key()),
        ("nights", "lab")
    );
    assert_eq!(
        organization.department("lab").unwrap().on_duty(),
        Some(nights)
    );
    assert_eq!(organization.fact("contacts", "support"), None);
    assert!(organization.fact("schedules", "support").is_some());
    let warned: Vec<String> = organization
        .warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        warned.iter().all(|line| !line.contains("support")),
        "{warned:?}"
    );
}

/// H7: a level on a schedule names the schedule.
#[test]
fn without_an_instant_the_schedule_itself_answers() {
    let organization = built(&on_schedule());
    let inquiry = Inquiry::new("repairs").with("account", "acme");
    let answer = organization.resolve(&inquiry).unwrap();
    let chain: Vec<&str> = answer.chain().iter().map(AnswerLevel::contact).collect();
    assert_eq!(chain, ["support", "nights", "bo", "director"]);
    let router = organization.compile();
    assert_eq!(
        router.prepare(&inquiry).unwrap().resolve().to_answer(),
        answer
    );
}

#[test]
fn schedules_are_edited_as_what_they_are() {
    let before = built(&on_schedule());
    let after = before
        .apply(&[Edit::rename("schedules", "support", "care")])
        .unwrap();
    assert_eq!(
        said(&after, "policies", "urgent", "levels"),
        said(&before, "policies", "urgent", "levels")
    );
    assert_eq!(
        said(&after, "departments", "lab", "desks"),
        r#"[{"contact":"care"}]"#
    );
    assert_eq!(
        said(&after, "assignments", "duties", "rows"),
        r#"{"acme":{"contact":"care"}}"#
    );
    let refused = before
        .apply(&[Edit::remove("schedules", "nights")])
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "edit 0 (remove schedules.nights): it is still used by `departments.lab.on_duty`, `policies.urgent.levels[0].to[0]`; change these, too"
    );
    let refused = before
        .apply(&[Edit::set("contacts", "nights", "name", "Nights")])
        .unwrap_err();
    assert!(
        refused.to_string().contains("nothing has the key `nights`"),
        "{refused}"
    );

    // Neither of these is judged by what it touches alone.
    let alone = built(&on_schedule());
    let owned = Edit::set("routes", "repairs", "owner", Target::assigned("duties"));
    let error = alone.apply(&[owned]).unwrap_err().to_string();
    assert!(error.contains("misplaced schedule"), "{error}");
    let moved = alone
        .apply(&[Edit::unset("departments", "lab", "on_duty")])
        .unwrap();
    assert_eq!(
        moved.schedule("nights").unwrap().department().key(),
        "company"
    );
    let rows = Edit::set("assignments", "duties", "rows.acme", "ana");
    let owned = Edit::set("routes", "repairs", "owner", Target::assigned("duties"));
    alone.apply(&[rows, owned]).unwrap();
}

// --------------------------------------------------------------------------------------------------- absences

#[test]
fn absences_come_back_in_their_order() {
    let mut document = self::document();
    let dee = Contact::person("Dee")
        .away(Absence::since("2027-02-01T08:30"))
        .away(Absence::new("2026-12-21", "2027-01-04T00:00").delegate("bo"))
        .away(Absence::until("2026-08-15").reason("leave"));
    document.contact("dee", dee);
    let organization = built(&document);
    assert_eq!(
        said(&organization, "contacts", "dee", "away"),
        r#"[{"reason":"leave","until":"2026-08-15"},{"delegate":"bo","from":"2026-12-21","until":"2027-01-04"},{"from":"2027-02-01T08:30:00"}]"#
    );
    let dee = organization.contact("dee").unwrap();
    let [first, second, third] = dee.absences().collect::<Vec<_>>()[..] else {
        panic!("three absences");
    };
    assert_eq!((first.from(), first.reason()), (None, Some("leave")));
    assert_eq!(second.delegate().unwrap().key(), "bo");
    assert_eq!(third.until(), None);
    let offset = if cfg!(feature = "tzdb") {
        "+02:00"
    } else {
        "Z"
    };
    assert_eq!(
        second.until(),
        Some(instant(&format!("2027-01-04T00:00:00{offset}")))
    );
}

/// An exact instant is the same content as the local time that it is; one that the clock shows a second time stays exact.
#[cfg(feature = "tzdb")]
#[test]
fn times_are_written_in_the_zone_of_the_document() {
    let of = |from: &str| {
        let mut document = self::document();
        document.contact("dee", Contact::person("Dee").away(Absence::since(from)));
        built(&document)
    };
    let exact = of("2026-12-21T07:00:00Z");
    assert_eq!(exact.fingerprint(), of("2026-12-21T09:00").fingerprint());
    let repeated = of("2026-10-25T01:30:00Z");
    assert_eq!(
        said(&repeated, "contacts", "dee", "away"),
        r#"[{"from":"2026-10-25T01:30:00Z"}]"#
    );
    let moved = exact
        .apply(&[Edit::set_value("zone", "Europe/London")])
        .unwrap();
    let [before, after] = [&exact, &moved].map(|own| own.contact("dee").unwrap().absences().next());
    assert_eq!(
        before.unwrap().from(),
        Some(instant("2026-12-21T07:00:00Z"))
    );
    assert_eq!(after.unwrap().from(), Some(instant("2026-12-21T09:00:00Z")));
    assert_eq!(moved.zone(), "Europe/London");
}

#[test]
fn absences_are_edited_one_by_one() {
    let before = built(&document());
    let leave = Absence::new("2026-12-21T00:00", "2027-01-04").delegate("bo");
    let after = before
        .apply(&[
            Edit::add_item("contacts", "ana", "away", leave.clone()),
            Edit::add_item("contacts", "ana", "away", Absence::since("2027-03-01")),
        ])
        .unwrap();
    assert_eq!(after.contact("ana").unwrap().absences().count(), 2);
    let log = before.edits_to(&after);
    assert_eq!(
        before.apply(&log).unwrap().fingerprint(),
        after.fingerprint()
    );
    let gone = after.apply(&[Edit::remove_item("contacts", "ana", "away", leave)]);
    assert_eq!(gone.unwrap().contact("ana").unwrap().absences().count(), 1);

    let renamed = after
        .apply(&[Edit::rename("contacts", "bo", "bob")])
        .unwrap();
    let absence = renamed.contact("ana").unwrap().absences().next().unwrap();
    assert_eq!(absence.delegate().unwrap().key(), "bob");
    let refused = after.apply(&[Edit::remove("contacts", "bo")]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "edit 0 (remove contacts.bo): it is still used by `contacts.ana.away[0].delegate`; change these, too"
    );
}

/// X1: whenever it is asked, and by whichever engine.
#[test]
fn an_excluded_position_leaves_out_all_who_ever_hold_it() {
    let mut document = document();
    let lead = Contact::position("Lead").held_by(Term::new("ana"));
    let lead = lead.held_by(Term::new("bo").from("2027-01-01"));
    document.contact("lead", lead);
    for owner in ["ana", "bo"] {
        document.route(Route::new(owner).owner(owner));
    }
    let organization = built(&document);
    let router = organization.compile();
    for topic in ["ana", "bo"] {
        let asked = Inquiry::new(topic).excluding("lead");
        let later = asked.clone().at(instant("2027-06-01T00:00:00Z"));
        for inquiry in [asked, later] {
            let answer = router.prepare(&inquiry).unwrap().resolve();
            assert_eq!(answer.owner().key(), "director");
            assert_eq!(organization.resolve(&inquiry).unwrap().owner(), "director");
        }
        let query = router.query(topic).unwrap().excluding("lead").unwrap();
        let later = query.at(instant("2027-06-01T00:00:00Z"));
        assert_eq!(later.resolve().owner().key(), "director");
    }
}

/// X1: somebody who is the root's head at some time only, or stands in then only, is not left to answer at any.
#[test]
fn preparing_fails_where_somebody_is_left_at_some_times_alone() {
    let mut document = Document::new();
    document.department("company", Department::new().head("head"));
    for key in ["director", "ana", "bo"] {
        document.contact(key, Contact::person(key));
    }
    document.route(Route::fallback("company"));
    let head = Contact::position("Head").held_by(Term::new("director"));
    document.contact("head", head.held_by(Term::new("ana").from("2027-01-01")));
    let refused = |document: &Document, contact: &str| {
        let organization = document.build().unwrap_or_else(|error| panic!("{error}"));
        let inquiry = Inquiry::new("anything").excluding(contact);
        let router = organization.compile();
        let refused = router.prepare(&inquiry).err();
        assert_eq!(organization.resolve(&inquiry).err(), refused, "{contact}");
        refused.is_some()
    };
    let each = ["director", "ana", "bo"];
    assert_eq!(
        each.map(|contact| refused(&document, contact)),
        [true, true, false]
    );
    let stand_in = Contact::position("Stand-in").held_by(Term::new("bo"));
    document.contact(
        "stand-in",
        stand_in.held_by(Term::new("ana").from("2028-01-01")),
    );
    document.conflict_authority("stand-in");
    assert_eq!(
        each.map(|contact| refused(&document, contact)),
        [false, true, false]
    );
}
