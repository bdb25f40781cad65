//! The points of contacts: addresses of the form that their kind asks for.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::labels::{known_or_own, languages};
use crate::contact::{AddressForm, Point, Visibility};
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;

/// The points that a contact lists, the preferred one first.
pub(super) fn points(form: &Form<'_, '_>, most: usize, problems: &mut Problems) -> Vec<Point> {
    let nodes = form.declarations("points", "points", problems);
    problems.exceeds_details(nodes.len(), most, "points", form.at("points"));
    let nodes = nodes.iter().enumerate().take(most);
    let read = nodes.filter_map(|(index, node)| {
        form.at_item("points", index, |place| point(node, place, most, problems))
    });
    let mut points: Vec<Point> = read.collect();
    points.sort_by(|left, right| left.rank().cmp(&right.rank()));
    points.dedup();
    points
}

/// One way to reach a contact. `most` is how much it may list of each.
fn point(node: &Node, place: Place<'_>, most: usize, problems: &mut Problems) -> Option<Point> {
    let form = Form::open(node, place, &format::CONTACT_POINT, problems)?;
    let expected =
        "`email`, `phone`, `chat`, `social`, `web`, `in-person`, `post` or a word of your own";
    let kind = form.required("kind", expected, problems).good();
    let kind = kind.and_then(|written| {
        known_or_own(
            &written,
            &format::POINT_KINDS,
            expected,
            form.at("kind"),
            problems,
        )
    });
    let address_form = kind.as_deref().map(AddressForm::of);
    let expected = address_form.map_or("an address", AddressForm::expected);
    let written = form.required("address", expected, problems).good();
    let visibility = form.word("visibility", &Visibility::ALL, problems);
    let preference = form
        .number("preference", format::PREFERENCES, problems)
        .good();
    let languages = languages(&form, most, problems);
    let options = options(&form, most, problems);
    let verified = form.date("verified", problems).good();
    let expires = form.date("expires", problems).good();
    if let (Some(verified), Some(expires)) = (verified, expires) {
        if expires < verified {
            problems.add(
                ProblemKind::InvalidDate,
                form.at("expires"),
                Some(&expires.to_string()),
                format!("a day not before `verified`, {verified}"),
                "correct one of the two",
            );
        }
    }
    let (kind, written, address_form) = (kind?, written?, address_form?);
    let Some(address) = address_form.canonical(&written) else {
        // A number without quotes has lost its `+` before anybody could see it.
        let is_bare = matches!(form.node("address"), Some(Node::Integer(_)));
        let suggestion = if is_bare {
            "put it in quotes, as in `\"+1 555 0100\"`"
        } else {
            address_form.example()
        };
        let (place, expected) = (form.at("address"), address_form.expected());
        problems.add(
            ProblemKind::InvalidAddress,
            place,
            Some(&written),
            expected,
            suggestion,
        );
        return None;
    };
    let visibility = if visibility.is_absent() {
        Visibility::Internal
    } else {
        visibility.good()?
    };
    Some(Point {
        preference,
        kind,
        address: address.into(),
        visibility,
        languages,
        options,
        verified,
        expires,
    })
}

/// The options of a point, sorted.
fn options(form: &Form<'_, '_>, most: usize, problems: &mut Problems) -> Vec<Box<str>> {
    let (field, expected) = (
        "options",
        "`toll-free`, `hearing-impaired-supported` or a word of your own",
    );
    problems.exceeds_details(form.items(field).len(), most, field, form.at(field));
    let written = form.texts(field, expected, problems).into_iter().take(most);
    let options = written.filter_map(|(index, written)| {
        form.at_item(field, index, |place| {
            known_or_own(&written, &format::OPTIONS, expected, place, problems)
        })
    });
    let mut options: Vec<Box<str>> = options.collect();
    options.sort_unstable();
    options.dedup();
    options
}
