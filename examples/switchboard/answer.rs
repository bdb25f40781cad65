//! `resolve` and `explain`: the answer to one inquiry.

use std::io::Write;

use switchboard::{Answer, Basis, Inquiry, Organization};

use crate::cli::{Explain, Resolve, inquiry};
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, STRONG, count, styled};
use crate::{Failure, Outcome, load};

pub(crate) fn resolve(arguments: &Resolve, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let topic = arguments.topic.as_deref().unwrap_or_default();
    let inquiry = inquiry(&organization, topic, &arguments.values)?;
    let answer = answer(&organization, &inquiry)?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &answer)?;
        writeln!(out)?;
    } else {
        write_answer(&organization, &inquiry, &answer, out)?;
    }
    Ok(Outcome::Fine)
}

pub(crate) fn explain(arguments: &Explain, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let inquiry = inquiry(&organization, &arguments.topic, &arguments.values)?;
    let explanation = organization
        .compile()
        .explain(&inquiry)
        .map_err(|error| Failure::told(Plain(&error.to_string())))?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &explanation)?;
        writeln!(out)?;
    } else {
        let text = explanation.to_string();
        for line in text.lines() {
            writeln!(out, "{}", Plain(line))?;
        }
    }
    Ok(Outcome::Fine)
}

pub(crate) fn answer(organization: &Organization, inquiry: &Inquiry) -> Result<Answer, Failure> {
    let router = organization.compile();
    let query = router
        .prepare(inquiry)
        .map_err(|error| Failure::told(Plain(&error.to_string())))?;
    Ok(query.resolve().to_answer())
}

fn write_answer(
    organization: &Organization,
    inquiry: &Inquiry,
    answer: &Answer,
    out: &mut impl Write,
) -> Result<(), Failure> {
    write!(out, "{}", styled(STRONG, Plain(answer.topic())))?;
    for (name, value) in inquiry.attributes() {
        write!(out, "  {}={}", Plain(name), Plain(value))?;
    }
    writeln!(out, "\n")?;

    let mut people = Columns::default();
    let mut person = |label: &str, key: &str| {
        people.row([
            (FAINT, label),
            (KEY, key),
            (PLAIN, name_of(organization, key)),
        ]);
    };
    person("owner", answer.owner());
    person("first contact", answer.first_contact());
    answer.consulted().for_each(|key| person("consulted", key));
    answer.informed().for_each(|key| person("informed", key));
    people.write(out)?;

    writeln!(out, "\n{}", styled(STRONG, "chain"))?;
    let mut chain = Columns::indented(2);
    chain.row(
        [
            "level",
            "due",
            "after",
            "kind",
            "contact",
            "name",
            "department",
        ]
        .map(|title| (FAINT, title)),
    );
    for level in answer.chain() {
        chain.row([
            (PLAIN, level.level().to_string().as_str()),
            (PLAIN, level.due().to_string().as_str()),
            (PLAIN, level.after().to_string().as_str()),
            (PLAIN, level.kind().as_str()),
            (KEY, level.contact()),
            (PLAIN, name_of(organization, level.contact())),
            (PLAIN, level.department()),
        ]);
    }
    chain.write(out)?;

    writeln!(out, "\n{}", styled(STRONG, "reason"))?;
    for line in reasons(answer) {
        writeln!(out, "  {}", Plain(&line))?;
    }
    Ok(())
}

fn reasons(answer: &Answer) -> Vec<String> {
    let (route, department) = (answer.route(), answer.department());
    let mut lines = vec![match answer.basis() {
        Basis::Exact => format!("exact: route `{route}` is for this very topic"),
        Basis::Inherited => format!("inherited: route `{route}` covers this topic from above"),
        Basis::Fallback => {
            format!("fallback: no other route covers this inquiry, so `{route}` does")
        }
    }];
    lines.push(match answer.owner_from() {
        Some(from) => format!("department `{department}` owns it; its head is vacant, so the head of `{from}` is accountable"),
        None => format!("department `{department}` owns it"),
    });
    if answer.unrecognized_segments() > 0 {
        let segments = count(answer.unrecognized_segments(), "segment", "segments");
        lines.push(format!(
            "{segments} below `{}` not recognized",
            answer.matched_topic()
        ));
    }
    lines
}

fn name_of<'o>(organization: &'o Organization, key: &str) -> &'o str {
    organization
        .contact(key)
        .map_or("", |contact| contact.name())
}
