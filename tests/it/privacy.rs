//! P1: what an audience is shown, and that nothing prints an address unasked.

use switchboard::{Document, Inquiry, Organization, Visibility};

use crate::formats::{Format, read};

const TEXT: &str = r#"
switchboard = 1

[attributes.audience]
kind = "closed"
role = "audience"
values = ["customer", "reseller", "employee"]
sees = { reseller = "partner", employee = "internal" }

[departments.company]
head = "director"

[contacts.director]
kind = "person"
name = "Director"
points = [
  { kind = "web", address = "https://public.example.com/director", visibility = "public" },
  { kind = "email", address = "partner-mail@example.com", visibility = "partner" },
  { kind = "phone", address = "+1 555 0100", visibility = "internal" },
  { kind = "in-person", address = "Room 404, unlisted floor" },
]

[[routes]]
topic = "/"
owner = "company"
"#;

/// A part of each address, by who may see it.
const PUBLIC: &str = "public.example.com";
const PARTNER: &str = "partner-mail";
const INTERNAL: [&str; 2] = ["5550100", "404"];

fn document() -> Document {
    read(Format::Toml, TEXT)
}

fn organization() -> Organization {
    document().build().unwrap()
}

/// Everything that the director's points show at a visibility, addresses included.
fn shown(organization: &Organization, visibility: Visibility) -> String {
    let director = organization.contact("director").unwrap();
    let addresses: Vec<String> = director
        .points_for(visibility)
        .map(|point| point.address().to_string())
        .collect();
    addresses
        .join("\n")
        .replace([' ', '-'], "")
        .replace("partnermail", PARTNER)
}

#[test]
fn each_visibility_shows_its_own_and_the_wider_ones() {
    let organization = organization();
    let public = shown(&organization, Visibility::Public);
    assert!(public.contains(PUBLIC) && !public.contains(PARTNER));
    let partner = shown(&organization, Visibility::Partner);
    assert!(partner.contains(PUBLIC) && partner.contains(PARTNER));
    for address in INTERNAL {
        assert!(!public.contains(address) && !partner.contains(address));
        assert!(
            shown(&organization, Visibility::Internal).contains(address),
            "{address}"
        );
    }
}

#[test]
fn an_audience_sees_what_it_declares_and_an_unknown_one_sees_public() {
    let organization = organization();
    for (audience, sees) in [
        (None, Visibility::Public),
        (Some("customer"), Visibility::Public),
        (Some("reseller"), Visibility::Partner),
        (Some("Employee"), Visibility::Internal),
    ] {
        assert_eq!(
            organization.audience(audience).unwrap(),
            sees,
            "{audience:?}"
        );
    }
    // Refused or public: never more.
    assert!(
        organization
            .audience(Some("martian"))
            .map_or(true, |sees| sees == Visibility::Public)
    );
}

#[test]
fn staff_is_notified_at_every_point() {
    let organization = organization();
    let director = organization.contact("director").unwrap();
    assert_eq!(director.notification_points().into_iter().count(), 4);
}

#[test]
fn nothing_prints_an_address_unasked() {
    let document = document();
    let organization = organization();
    let inquiry = switchboard::Inquiry::new("x");
    let router = organization.compile();
    let answer = organization.resolve(&inquiry).unwrap();
    let explanation = organization.explain(&inquiry).unwrap();
    let director = organization.contact("director").unwrap();
    let resolution = router.prepare(&inquiry).unwrap().resolve();
    let points: Vec<_> = director.points_for(Visibility::Internal).collect();
    let mut printed = vec![
        format!("{document:?}"),
        format!("{organization:?}"),
        format!("{router:?}"),
        format!("{answer:?}"),
        format!("{explanation:?} {explanation}"),
        format!("{director:?}"),
        format!("{resolution:?}"),
        format!("{points:?}"),
        format!("{:?}", director.notification_points()),
        format!("{:?}", organization.warnings()),
        serde_json::to_string(&answer).unwrap(),
        serde_json::to_string(&explanation).unwrap(),
    ];
    printed.extend(resolution.chain().map(|level| format!("{level:?} {level}")));
    for text in printed {
        for address in [PUBLIC, PARTNER, "5550100", "555 0100", "unlisted floor"] {
            assert!(!text.contains(address), "{address} in {text}");
        }
    }
}

/// Who is excluded from an inquiry is named by no error, so one key alone is taken for a list of one.
#[test]
fn no_error_of_reading_names_who_is_excluded() {
    let alone: Inquiry = serde_json::from_str(r#"{ "excluding": "director" }"#).unwrap();
    assert_eq!(alone.excluded().collect::<Vec<_>>(), ["director"]);
    let wrong = serde_json::from_str::<Inquiry>(r#"{ "excluding": { "director": true } }"#);
    let wrong = wrong.unwrap_err().to_string();
    assert!(
        wrong.contains("a list of the keys of contacts") && !wrong.contains("director"),
        "{wrong}"
    );
}
