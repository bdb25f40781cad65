//! Facts with dates: what is written, what comes back, what edits make of it.

use switchboard::{Absence, Contact, Department, Document, Edit, Organization, Route, Timestamp};

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
