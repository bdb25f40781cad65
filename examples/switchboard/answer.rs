//! `resolve` and `explain`: the answer to one inquiry.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use switchboard::civil::Date;
use switchboard::{
    Answer, Audience, Basis, ContactRef, Inquiry, InquiryError, Level, Organization, Resolution,
    Role, SignedDuration, Validity,
};

use crate::cli::{Explain, Resolve, inquiry};
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, STRONG, count, styled};
use crate::zone::Zone;
use crate::{Failure, Outcome, load};

pub(crate) fn resolve(arguments: &Resolve, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let topic = arguments.topic.as_deref().unwrap_or_default();
    let excluded = &arguments.without.exclude;
    let inquiry = inquiry(&organization, topic, &arguments.values, excluded)?;
    let inquiry = arguments.when.of(inquiry, &organization)?;
    let router = organization.compile();
    let query = router.prepare(&inquiry).map_err(refused)?;
    let resolution = query.resolve();
    let audience = match &arguments.audience {
        Some(value) => {
            let audience = audience(&organization, &inquiry, value).map_err(refused)?;
            Some(audience.on(arguments.on.unwrap_or_else(today)))
        }
        None => None,
    };
    if arguments.json {
        let shown = audience.map(|audience| Shown::to(&audience, &resolution));
        let answer = resolution.to_answer();
        serde_json::to_writer_pretty(&mut *out, &Told { answer, shown })?;
        writeln!(out)?;
    } else {
        let zone = arguments.when.zone(&organization)?;
        write_answer(&inquiry, &resolution, audience.as_ref(), &zone, out)?;
    }
    Ok(Outcome::Fine)
}

pub(crate) fn explain(arguments: &Explain, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let excluded = &arguments.without.exclude;
    let inquiry = inquiry(&organization, &arguments.topic, &arguments.values, excluded)?;
    let inquiry = arguments.when.of(inquiry, &organization)?;
    let explanation = organization.compile().explain(&inquiry).map_err(refused)?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &explanation)?;
        writeln!(out)?;
    } else {
        let text = if arguments.in_confidence {
            explanation.in_confidence().to_string()
        } else {
            explanation.to_string()
        };
        for line in text.lines() {
            writeln!(out, "{}", Plain(line))?;
        }
    }
    Ok(Outcome::Fine)
}

pub(crate) fn answer(organization: &Organization, inquiry: &Inquiry) -> Result<Answer, Failure> {
    let router = organization.compile();
    let query = router.prepare(inquiry).map_err(refused)?;
    Ok(query.resolve().to_answer())
}

#[expect(clippy::needless_pass_by_value, reason = "it goes to `map_err`")]
fn refused(error: InquiryError) -> Failure {
    Failure::told(Plain(&error.to_string()))
}

/// The inquirer, as somebody of this audience: the rest is as the inquiry says.
fn audience(
    organization: &Organization,
    inquiry: &Inquiry,
    value: &str,
) -> Result<Audience, InquiryError> {
    let role = |name: &str| organization.attribute(name).and_then(|own| own.role());
    let others = inquiry
        .attributes()
        .filter(|(name, _)| role(name) != Some(Role::Audience));
    let mut asking = others.fold(Inquiry::new("/"), |asking, (name, value)| {
        asking.with(name, value)
    });
    let mut attributes = organization.attributes();
    if let Some(own) = attributes.find(|own| own.role() == Some(Role::Audience)) {
        asking = asking.with(own.name(), value);
    }
    organization.audience_of(&asking)
}

/// The day it is in Greenwich: expiry dates are no more exact than that.
fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / (24 * 60 * 60));
    let hours = i64::try_from(days).unwrap_or_default().saturating_mul(24);
    let start = switchboard::civil::date(1970, 1, 1);
    start.saturating_add(SignedDuration::from_hours(hours))
}

/// An answer, and what an audience is shown of it.
#[derive(Serialize)]
struct Told<'r> {
    #[serde(flatten)]
    answer: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<Shown<'r>>,
}

#[derive(Serialize)]
struct Shown<'r> {
    first_contact: &'r str,
    reach: Vec<Point<'r>>,
    links: Vec<Page<'r>>,
}

#[derive(Serialize)]
struct Point<'r> {
    name: &'r str,
    kind: &'r str,
    address: &'r str,
    languages: Vec<&'r str>,
    options: Vec<&'r str>,
}

#[derive(Serialize)]
struct Page<'r> {
    url: &'r str,
    title: Option<&'r str>,
    language: Option<&'r str>,
}

impl<'r> Shown<'r> {
    fn to(audience: &Audience, resolution: &Resolution<'r, '_>) -> Self {
        let reach = resolution.reach(audience);
        let points = reach.iter().map(|reach| Point {
            name: reach.contact().shown_name(audience.sees()),
            kind: reach.point().kind(),
            address: reach.point().address(),
            languages: reach.point().languages().collect(),
            options: reach.point().options().collect(),
        });
        let pages = resolution.links(audience).map(|link| Page {
            url: link.url(),
            title: link.title(),
            language: link.language(),
        });
        Self {
            first_contact: resolution.first_contact().shown_name(audience.sees()),
            reach: points.collect(),
            links: pages.collect(),
        }
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        writeln!(out, "\n{}", styled(STRONG, "reach"))?;
        if self.reach.is_empty() {
            writeln!(out, "  no contact point that this audience may see")?;
        }
        let mut points = Columns::indented(2);
        for point in &self.reach {
            let further: Vec<&str> = [&point.languages, &point.options]
                .into_iter()
                .flatten()
                .copied()
                .collect();
            points.row([
                (PLAIN, point.kind),
                (KEY, point.address),
                (PLAIN, point.name),
                (FAINT, further.join(" ").as_str()),
            ]);
        }
        points.write(out)?;
        if self.links.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", styled(STRONG, "pages"))?;
        let mut pages = Columns::indented(2);
        for page in &self.links {
            pages.row([
                (KEY, page.url),
                (PLAIN, page.title.unwrap_or_default()),
                (FAINT, page.language.unwrap_or_default()),
            ]);
        }
        pages.write(out)
    }
}

/// For a person. With an audience, names are as it may see them.
fn write_answer(
    inquiry: &Inquiry,
    resolution: &Resolution<'_, '_>,
    audience: Option<&Audience>,
    zone: &Zone,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let name = |contact: ContactRef<'_>| match audience {
        Some(audience) => contact.shown_name(audience.sees()).to_owned(),
        None => contact.name().to_owned(),
    };
    // Where the name is not shown, the key might tell it.
    let key = |contact: ContactRef<'_>| match audience {
        Some(audience) if contact.shown_name(audience.sees()) != contact.name() => String::new(),
        _ => contact.key().to_owned(),
    };
    let position = |position: Option<ContactRef<'_>>| {
        position.map_or_else(String::new, |position| format!("as {}", position.key()))
    };
    write!(out, "{}", styled(STRONG, Plain(&resolution.topic())))?;
    for (name, value) in inquiry.attributes() {
        write!(out, "  {}={}", Plain(name), Plain(value))?;
    }
    // Whom an inquiry is about is not said again.
    match inquiry.excluded().count() {
        0 => {}
        many => write!(out, "  {} left out", count(many, "contact", "contacts"))?,
    }
    if let Some(at) = resolution.at() {
        let at = format!("at {} {zone}", zone.show(at));
        write!(out, "  {}", styled(FAINT, at.as_str()))?;
    }
    writeln!(out, "\n")?;

    let mut people = Columns::default();
    let mut person = |label: &str, contact: ContactRef<'_>, as_position: String| {
        people.row([
            (FAINT, label),
            (KEY, key(contact).as_str()),
            (PLAIN, &name(contact)),
            (FAINT, &as_position),
        ]);
    };
    let (owner, first) = (resolution.owner(), resolution.first_contact());
    person("owner", owner, position(resolution.owner_position()));
    person("first contact", first, position(first.position()));
    for contact in resolution.consulted() {
        person("consulted", contact, position(contact.position()));
    }
    for contact in resolution.informed() {
        person("informed", contact, position(contact.position()));
    }
    people.write(out)?;

    writeln!(out, "\n{}", styled(STRONG, "chain"))?;
    let mut chain = Columns::indented(2);
    let titles = [
        "level",
        "due",
        if resolution.at().is_some() {
            "at"
        } else {
            "after"
        },
        "kind",
        "contact",
        "name",
        "department",
    ];
    chain.row(titles.map(|title| (FAINT, title)));
    for level in resolution.chain() {
        let at = level.at().map(|at| zone.show(at));
        chain.row([
            (PLAIN, level.number().to_string()),
            (PLAIN, level.due().to_string()),
            (PLAIN, at.unwrap_or_else(|| level.after().to_string())),
            (PLAIN, level.kind().as_str().to_owned()),
            (KEY, key(level.contact())),
            (PLAIN, name(level.contact())),
            (PLAIN, level.department().key().to_owned()),
            (
                FAINT,
                said_of(&level, position(level.position()), &name, zone),
            ),
        ]);
    }
    if let Some(at) = resolution.exhausted() {
        let due = resolution.at().map(|start| at.duration_since(start));
        chain.row([
            (FAINT, String::new()),
            (FAINT, due.map_or_else(String::new, |due| due.to_string())),
            (FAINT, zone.show(at)),
            (FAINT, "exhausted".to_owned()),
        ]);
    }
    chain.write(out)?;

    if let Some(audience) = audience {
        Shown::to(audience, resolution).write(out)?;
    }
    writeln!(out, "\n{}", styled(STRONG, "reason"))?;
    for line in reasons(resolution) {
        writeln!(out, "  {}", Plain(&line))?;
    }
    match resolution.validity() {
        Validity::Until(end) => writeln!(out, "  the same until {}", zone.show(end))?,
        Validity::AtLeast(end) => writeln!(out, "  the same at least until {}", zone.show(end))?,
        Validity::Forever => {}
    }
    Ok(())
}

/// How it comes that this contact stands at a level.
fn said_of(
    level: &Level<'_>,
    position: String,
    name: &impl Fn(ContactRef<'_>) -> String,
    zone: &Zone,
) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(Some(position).filter(|position| !position.is_empty()));
    let nominal = level.nominal();
    if level.is_unreachable() {
        said.push("away, and nobody stands in".to_owned());
    } else if nominal.key() != level.contact().key() {
        said.push(format!("for {}", name(nominal)));
    }
    let others = level.on_duty().skip(1).map(name);
    said.extend(others.map(|other| format!("with {other}")));
    let handoff = level.handoff();
    said.extend(handoff.map(|at| format!("since the handoff at {}", zone.time(at))));
    said.join(", ")
}

fn reasons(resolution: &Resolution<'_, '_>) -> Vec<String> {
    let (route, department) = (resolution.route(), resolution.department().key());
    let mut lines = vec![match resolution.basis() {
        Basis::Exact => format!("exact: route `{route}` is for this very topic"),
        Basis::Inherited => format!("inherited: route `{route}` covers this topic from above"),
        Basis::Fallback => {
            format!("fallback: no other route covers this inquiry, so `{route}` does")
        }
    }];
    lines.push(match resolution.owner_from() {
        Some(from) => format!(
            "department `{department}` owns it; who stands for `{}` is accountable in its place",
            from.key()
        ),
        None => format!("department `{department}` owns it"),
    });
    if resolution.is_unstaffed() {
        lines.push("unstaffed: nobody on the chain can be reached".to_owned());
    }
    if resolution.is_confidential() {
        let told = "confidential: nobody is to learn of it but those named here";
        lines.push(told.to_owned());
    }
    match resolution.nature() {
        Some(nature) if resolution.is_forwarded() => lines.push(format!(
            "nature: {}, so it goes to the informed and opens no escalation",
            nature.as_str()
        )),
        Some(nature) => lines.push(format!("nature: {}, by its topic", nature.as_str())),
        None => {}
    }
    let relaxed: Vec<&str> = resolution.relaxed().collect();
    if !relaxed.is_empty() {
        lines.push(format!(
            "no desk serves all that is asked for: {} had to give way",
            relaxed.join(", ")
        ));
    }
    if resolution.unrecognized_segments() > 0 {
        let segments = count(resolution.unrecognized_segments(), "segment", "segments");
        lines.push(format!(
            "{segments} below `{}` not recognized",
            resolution.matched_topic()
        ));
    }
    lines
}
