//! `tree` and `show contact`: an organization as it stands.

use std::io::Write;

use switchboard::{ContactKind, ContactView, DepartmentView, Organization};

use crate::cli::{ShowContact, Tree};
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, STRONG, count, styled};
use crate::{Failure, Outcome, load, search};

pub(crate) fn tree(arguments: &Tree, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    if let Some(name) = organization.name() {
        writeln!(out, "{}", styled(STRONG, Plain(name)))?;
    }
    let mut pending = vec![Branch::root(organization.root())];
    // A stack of its own: the depth of a tree is the author's, the depth of ours is the system's.
    while let Some(branch) = pending.pop() {
        branch.write(out)?;
        pending.extend(branch.below());
    }
    Ok(Outcome::Fine)
}

/// A department, and the lines drawn to its left.
struct Branch<'o> {
    department: DepartmentView<'o>,
    lead: String,
    /// What continues below it.
    trunk: String,
}

impl<'o> Branch<'o> {
    fn root(department: DepartmentView<'o>) -> Self {
        Self {
            department,
            lead: String::new(),
            trunk: String::new(),
        }
    }

    /// The departments below, the first last.
    fn below(&self) -> Vec<Self> {
        let children: Vec<_> = self.department.children().collect();
        let last = children.len().saturating_sub(1);
        let branch = |(at, department): (usize, DepartmentView<'o>)| {
            let (lead, trunk) = if at == last {
                ("└── ", "    ")
            } else {
                ("├── ", "│   ")
            };
            Self {
                department,
                lead: format!("{}{lead}", self.trunk),
                trunk: format!("{}{trunk}", self.trunk),
            }
        };
        children.into_iter().enumerate().map(branch).rev().collect()
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let department = &self.department;
        write!(
            out,
            "{}{}",
            styled(FAINT, &self.lead),
            styled(KEY, Plain(department.key()))
        )?;
        if department.name() != department.key() {
            write!(out, "  {}", Plain(department.name()))?;
        }
        write!(out, "  {}", accountable(department))?;
        if department.is_authority() && department.parent().is_some() {
            write!(out, ", authority")?;
        }
        let desks: Vec<String> = department
            .desks()
            .map(|desk| Plain(desk.key()).to_string())
            .collect();
        if !desks.is_empty() {
            write!(
                out,
                ", {} {}",
                if desks.len() == 1 { "desk" } else { "desks" },
                desks.join(" ")
            )?;
        }
        let members = department.members().count();
        if members > 0 {
            write!(out, ", {}", count(members, "member", "members"))?;
        }
        writeln!(out)
    }
}

/// Who is accountable for a department, as far as it says so itself.
fn accountable(department: &DepartmentView<'_>) -> String {
    let (what, who) = if department.is_external() {
        ("external, liaison", department.liaison())
    } else {
        ("head", department.head())
    };
    match who {
        Some(who) => format!("{what} {}{}", Plain(who.key()), held(who)),
        None if department.is_external() => "external".to_owned(),
        None => "head vacant".to_owned(),
    }
}

/// Who holds a position.
fn held(contact: ContactView<'_>) -> String {
    match (contact.kind(), contact.holder()) {
        (ContactKind::Position, Some(holder)) => format!(" ({})", Plain(holder.key())),
        (ContactKind::Position, None) => " (vacant)".to_owned(),
        _ => String::new(),
    }
}

pub(crate) fn contact(arguments: &ShowContact, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let audience = arguments.audience.as_deref();
    let visibility = organization
        .audience(audience)
        .map_err(|error| Failure::told(Plain(&error.to_string())))?;
    let contact = organization
        .contact(&arguments.key)
        .ok_or_else(|| unknown(&organization, &arguments.key))?;
    let department = contact.department();

    let is_named = contact.name_visibility() <= visibility;
    let mut facts = Columns::default();
    facts.row([(FAINT, "contact"), (KEY, contact.key())]);
    facts.row([(FAINT, "name"), (STRONG, contact.shown_name(visibility))]);
    if is_named {
        for (language, label) in contact.labels() {
            facts.row([(FAINT, "name"), (PLAIN, label), (FAINT, language)]);
        }
        if let Some(title) = contact.title() {
            facts.row([(FAINT, "title"), (PLAIN, title)]);
        }
    }
    facts.row([(FAINT, "kind"), (PLAIN, contact.kind().as_str())]);
    facts.row([(FAINT, "department"), (KEY, department.key())]);
    let others = contact.holder().map(|holder| ("holder", holder));
    let others = others
        .into_iter()
        .chain(contact.deputies().map(|deputy| ("deputy", deputy)))
        .chain(contact.staffed_by().map(|other| ("staffed by", other)));
    for (what, other) in others {
        let name = other.shown_name(visibility);
        let key = if other.name_visibility() <= visibility {
            other.key()
        } else {
            ""
        };
        facts.row([(FAINT, what), (KEY, key), (PLAIN, name)]);
    }
    for (what, words) in [
        ("languages", contact.languages().collect::<Vec<_>>()),
        ("areas", contact.areas().collect()),
        ("skills", contact.skills().collect()),
    ] {
        if !words.is_empty() {
            facts.row([(FAINT, what), (PLAIN, words.join(" ").as_str())]);
        }
    }
    facts.write(out)?;

    let seen: Vec<_> = contact.points_for(visibility).collect();
    let audience = audience.map_or_else(
        || "the public".to_owned(),
        |audience| format!("`{}`", Plain(audience)),
    );
    if seen.is_empty() {
        writeln!(out, "\nno contact point that {audience} may see")?;
        return Ok(Outcome::Fine);
    }
    writeln!(out, "\ncontact points that {audience} may see")?;
    let mut points = Columns::indented(2);
    for point in seen {
        let mut further: Vec<String> = point.languages().map(str::to_owned).collect();
        further.extend(point.options().map(str::to_owned));
        further.extend(point.verified().map(|day| format!("verified {day}")));
        further.extend(point.expires().map(|day| format!("expires {day}")));
        points.row([
            (PLAIN, point.kind()),
            (KEY, point.address()),
            (FAINT, further.join(" ").as_str()),
        ]);
    }
    points.write(out)?;
    Ok(Outcome::Fine)
}

/// An unknown key, with the one that may have been meant.
fn unknown(organization: &Organization, key: &str) -> Failure {
    let keys = organization.contacts().map(|contact| contact.key());
    match search::nearest(key, keys) {
        Some(nearest) => Failure::told(format_args!(
            "there is no contact `{}`; did you mean `{}`?",
            Plain(key),
            Plain(nearest)
        )),
        None => Failure::told(format_args!("there is no contact `{}`", Plain(key))),
    }
}
