//! Contacts and their points: what reaches them, and who may see it (P1).

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use fluent_uri::Uri;
use jiff::civil::Date;

use crate::words::words;

/// What a contact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum ContactKind {
    /// A person: the only kind that can be accountable (O1).
    Person,
    /// A store manager, a data protection officer: held by a person, with deputies.
    Position,
    /// A queue, a desk, a role mailbox.
    Team,
    /// A store, a help desk, a social account, a web site, a phone line.
    Touchpoint,
    /// Whoever is on duty by a schedule.
    Schedule,
}

words!(ContactKind {
    Person: "person",
    Position: "position",
    Team: "team",
    Touchpoint: "touchpoint",
    Schedule: "schedule",
});

/// Who may be shown a contact point (P1). Ordered: who may see `Internal` may see the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Partners and staff.
    Partner,
    /// Staff.
    Internal,
}

words!(Visibility {
    Public: "public",
    Partner: "partner",
    Internal: "internal",
});

/// One way to reach a contact, after schema.org's `ContactPoint`. `Debug` does not show the address (P1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub(crate) preference: Option<u32>,
    pub(crate) kind: Box<str>,
    pub(crate) address: Box<str>,
    pub(crate) visibility: Visibility,
    pub(crate) languages: Vec<Box<str>>,
    pub(crate) options: Vec<Box<str>>,
    pub(crate) verified: Option<Date>,
    pub(crate) expires: Option<Date>,
}

impl Point {
    /// `email`, `phone`, `chat`, `social`, `web`, `in-person`, `post`, or the organization's own word.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The address as a URI (RFC 3986): `mailto:` (RFC 6068), `tel:` (RFC 3966), `https:` and so on; plain text for
    /// `in-person` and `post`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Who may be shown it.
    pub fn visibility(&self) -> Visibility {
        self.visibility
    }

    /// The rank among the contact's points, 1 first, after RFC 6350's `PREF`; without one a point comes last.
    pub fn preference(&self) -> Option<u32> {
        self.preference
    }

    /// Language tags (BCP 47) in which it is answered.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|language| &**language)
    }

    /// What it offers, after schema.org's `contactOption`: `toll-free`, `hearing-impaired-supported`, or words of the
    /// organization's own.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        self.options.iter().map(|option| &**option)
    }

    /// On what day somebody last saw that it works.
    pub fn verified(&self) -> Option<Date> {
        self.verified
    }

    /// The day from which it is no longer used.
    pub fn expires(&self) -> Option<Date> {
        self.expires
    }

    /// The order in which points are tried: by preference, those without one last, then by kind and address.
    pub(crate) fn rank(&self) -> (u32, &str, &str) {
        (
            self.preference.unwrap_or(u32::MAX),
            &self.kind,
            &self.address,
        )
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Point")
            .field("kind", &self.kind)
            .field("visibility", &self.visibility)
            .finish_non_exhaustive()
    }
}

/// All points of a contact, for notifying it: of every visibility, so never for showing to an inquirer (P1).
///
/// Nothing that takes an inquiry or an audience returns this type.
#[derive(Clone, Copy)]
pub struct NotificationPoints<'a> {
    points: &'a [Point],
}

impl<'a> NotificationPoints<'a> {
    pub(crate) fn new(points: &'a [Point]) -> Self {
        Self { points }
    }

    /// The points, the preferred one first.
    pub fn iter(&self) -> core::slice::Iter<'a, Point> {
        self.points.iter()
    }
}

impl<'a> IntoIterator for NotificationPoints<'a> {
    type Item = &'a Point;
    type IntoIter = core::slice::Iter<'a, Point>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &NotificationPoints<'a> {
    type Item = &'a Point;
    type IntoIter = core::slice::Iter<'a, Point>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for NotificationPoints<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.points).finish()
    }
}

/// What an address must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressForm {
    Email,
    Phone,
    WebPage,
    Uri,
    Text,
}

impl AddressForm {
    /// The form that a kind of point asks for; kinds of the organization's own take any absolute URI.
    pub(crate) fn of(kind: &str) -> Self {
        match kind {
            "email" => Self::Email,
            "phone" => Self::Phone,
            "web" => Self::WebPage,
            "in-person" | "post" => Self::Text,
            _ => Self::Uri,
        }
    }

    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Phone => "a phone number in E.164 form",
            Self::WebPage => "an `https` or `http` URL",
            Self::Uri => "an absolute URI",
            Self::Text => "a postal address or place",
        }
    }

    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Email => "write it like `desk@example.com`",
            Self::Phone => {
                "write it like `+1 555 0100`: `+`, country code, number, at most 15 digits"
            }
            Self::WebPage => "write it like `https://example.com/help`",
            Self::Uri => "write it like `https://example.com/chat` or `xmpp:desk@example.com`",
            Self::Text => "write it like `12 Market Street, Springfield`",
        }
    }

    /// The address in canonical form, `None` where it is none of this form.
    pub(crate) fn canonical(self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            Self::Email => email(text),
            Self::Phone => phone(text),
            Self::WebPage => {
                let uri = Uri::parse(text).ok()?;
                let is_web = matches!(uri.scheme().as_str(), "http" | "https");
                let has_host = uri
                    .authority()
                    .is_some_and(|authority| !authority.host().is_empty());
                (is_web && has_host).then(|| text.to_owned())
            }
            Self::Uri => Uri::parse(text).ok().map(|_| text.to_owned()),
            Self::Text => {
                (!text.is_empty() && !text.chars().any(char::is_control)).then(|| text.to_owned())
            }
        }
    }
}

/// An address as a `mailto:` URI (RFC 6068): a dot-atom (RFC 5322) before the last `@`, a host name of at least two labels
/// behind, ASCII both. What RFC 6068 does not allow as it is, is percent-encoded; a given `mailto:` URI stays as it is.
fn email(text: &str) -> Option<String> {
    let given = text.strip_prefix("mailto:");
    let (local, domain) = given.unwrap_or(text).rsplit_once('@')?;
    let is_atom = |atom: &str| {
        let is_text = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        !atom.is_empty() && atom.chars().all(is_text)
    };
    let is_label = |label: &str| {
        let is_text = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let has_edges = !label.starts_with('-') && !label.ends_with('-');
        !label.is_empty() && label.len() <= 63 && has_edges && label.chars().all(is_text)
    };
    let is_local = local.len() <= 64 && local.split('.').all(is_atom);
    let is_domain = domain.len() <= 253 && domain.contains('.') && domain.split('.').all(is_label);
    if !is_local || !is_domain {
        return None;
    }
    let mut uri = String::from("mailto:");
    for c in local.chars() {
        if given.is_none() && "#%&/=?^`{|}".contains(c) {
            uri.push_str(&alloc::format!("%{:02X}", u32::from(c)));
        } else {
            uri.push(c);
        }
    }
    uri.push('@');
    uri.push_str(&domain.to_ascii_lowercase());
    Uri::parse(uri.as_str()).is_ok().then_some(uri)
}

/// A number as a `tel:` URI of ITU-T E.164: `+`, then 2 to 15 digits of which the first is not 0. Visual separators
/// (RFC 3966) are dropped.
fn phone(text: &str) -> Option<String> {
    let number = text
        .strip_prefix("tel:")
        .unwrap_or(text)
        .strip_prefix('+')?;
    let digits: String = number
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'))
        .collect();
    let is_fine = digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0')
        && (2..=15).contains(&digits.len());
    is_fine.then(|| alloc::format!("tel:+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_uris() {
        let canonical = |form: AddressForm, text: &str| form.canonical(text);
        assert_eq!(
            canonical(AddressForm::Email, " a.b+c@example.com").as_deref(),
            Some("mailto:a.b+c@example.com")
        );
        assert_eq!(
            canonical(AddressForm::Phone, "+1 (555) 01-00").as_deref(),
            Some("tel:+15550100")
        );
        for bad in [
            "a@@example.com",
            "a.example.com",
            "a@example",
            "a b@example.com",
            "@example.com",
            "a@.com",
            "",
        ] {
            assert_eq!(canonical(AddressForm::Email, bad), None, "{bad}");
        }
        for bad in [
            "555 0100",
            "+0 555",
            "+1 555 0100 ext 4",
            "+",
            "+1234567890123456",
        ] {
            assert_eq!(canonical(AddressForm::Phone, bad), None, "{bad}");
        }
        for bad in [
            "example.com",
            "https://",
            "ftp://example.com",
            "https://exa mple.com",
        ] {
            assert_eq!(canonical(AddressForm::WebPage, bad), None, "{bad}");
        }
    }

    #[test]
    fn p1_debug_prints_no_address() {
        let point = Point {
            preference: None,
            kind: "email".into(),
            address: "mailto:secret@example.com".into(),
            visibility: Visibility::Internal,
            languages: Vec::new(),
            options: Vec::new(),
            verified: None,
            expires: None,
        };
        assert!(
            !alloc::format!(
                "{point:?} {:?}",
                NotificationPoints::new(core::slice::from_ref(&point))
            )
            .contains("secret")
        );
    }
}
