//! What is content: all that a document says comes back from the organization, and any other word makes another one.

use serde_json::Value;
use switchboard::{Document, Organization, Visibility};

use crate::formats::{Format, read};

const SAMPLE: &str = include_str!("../../examples/switchboard/sample.toml");

#[expect(
    clippy::too_many_lines,
    reason = "one line for each view of everything there is"
)]
/// Everything that the views show.
fn shown(organization: &Organization) -> String {
    let authority = organization.conflict_authority().map(|own| own.key());
    let (name, language) = (organization.name(), organization.language());
    let mut text = format!("{name:?} {language:?} {authority:?}\n");
    for department in organization.departments() {
        let key = |department: switchboard::DepartmentView<'_>| department.key().to_owned();
        let terms: Vec<_> = department.heads().chain(department.liaisons()).collect();
        text += &format!("{terms:?}\n");
        let on_duty = department.on_duty().map(|schedule| schedule.key());
        text += &format!("{on_duty:?} ");
        let desks: Vec<String> = department
            .desks()
            .map(|desk| {
                let (from, until, during) = (desk.from(), desk.until(), desk.during());
                let (key, condition, serves) = (desk.key(), desk.condition(), desk.serves());
                format!("{key} {condition} {from:?} {until:?} {during:?} {serves}")
            })
            .collect();
        let members: Vec<&str> = department.members().map(|member| member.key()).collect();
        let head = department.head().map(|head| head.key());
        let (parent, next) = (
            department.parent().map(key),
            department.escalates_to().map(key),
        );
        let target = department.response_target();
        text += &format!(
            "{} {} {parent:?} {head:?} {members:?} {desks:?} {next:?} {target:?}\n",
            department.key(),
            department.name()
        );
        let (labels, ids): (Vec<_>, Vec<_>) =
            (department.labels().collect(), department.ids().collect());
        let former: Vec<&str> = department.formerly().collect();
        let liaison = department.liaison().map(|liaison| liaison.key());
        let (authority, external) = (department.is_authority(), department.is_external());
        text += &format!(
            "{labels:?} {ids:?} {former:?} {authority} {external} {liaison:?} {}\n",
            department.label("ro-RO")
        );
    }
    for contact in organization.contacts() {
        let home = contact.department().key();
        text += &format!(
            "{} {} {:?} {home}\n",
            contact.key(),
            contact.name(),
            contact.kind()
        );
        let key = |contact: switchboard::ContactView<'_>| contact.key().to_owned();
        let (title, seen) = (contact.title(), contact.name_visibility());
        let labels: Vec<_> = contact.labels().collect();
        let languages: Vec<&str> = contact.languages().collect();
        let (areas, skills): (Vec<&str>, Vec<&str>) =
            (contact.areas().collect(), contact.skills().collect());
        let (ids, former): (Vec<&str>, Vec<&str>) =
            (contact.ids().collect(), contact.formerly().collect());
        let terms: Vec<_> = contact.holders().collect();
        text += &format!("  {terms:?}\n");
        let (holder, staff) = (contact.holder().map(key), contact.staffed_by().map(key));
        let deputies: Vec<String> = contact.deputies().map(key).collect();
        let positions: Vec<String> = contact.positions().map(key).collect();
        text += &format!("  {title:?} {seen:?} {labels:?} {languages:?} {areas:?} {skills:?}\n");
        text += &format!("  {ids:?} {former:?} {holder:?} {deputies:?} {positions:?} {staff:?}\n");
        let members: Vec<_> = contact.members().collect();
        text += &format!("  {members:?}\n");
        let absences = contact.absences();
        for (absence, reason) in absences.map(|own| (own, own.reason())) {
            text += &format!("  {absence:?} {reason:?}\n");
        }
        for point in contact.points_for(Visibility::Internal) {
            let languages: Vec<&str> = point.languages().collect();
            let rank = point.preference();
            text += &format!(
                "  {} {} {:?} {rank:?} {languages:?}\n",
                point.kind(),
                point.address(),
                point.visibility()
            );
            let options: Vec<&str> = point.options().collect();
            let (verified, expires) = (point.verified(), point.expires());
            text += &format!("  {options:?} {verified:?} {expires:?}\n");
        }
    }
    for attribute in organization.attributes() {
        let values: Vec<&str> = attribute.values().collect();
        let (kind, role, default) = (attribute.kind(), attribute.role(), attribute.default());
        text += &format!(
            "{} {kind:?} {role:?} {values:?} {default:?}\n",
            attribute.name()
        );
        if role == Some(switchboard::Role::Audience) {
            text += &format!(
                "{:?}\n",
                values
                    .iter()
                    .map(|value| organization.audience(Some(value)))
                    .collect::<Vec<_>>()
            );
        }
    }
    for topic in organization.topics() {
        let (labels, aliases): (Vec<_>, Vec<_>) =
            (topic.labels().collect(), topic.aliases().collect());
        text += &format!(
            "{} {labels:?} {aliases:?} {:?}\n",
            topic.path(),
            topic.description("en")
        );
    }
    for topic in organization.topics() {
        let (skills, former): (Vec<_>, Vec<_>) =
            (topic.own_skills().collect(), topic.formerly().collect());
        text += &format!(
            "{} {:?} {skills:?} {former:?}\n",
            topic.path(),
            topic.own_nature()
        );
        for link in topic.links() {
            let audience: Vec<_> = link.audience().collect();
            let (title, language) = (link.title(), link.language());
            text += &format!("  {} {title:?} {language:?} {audience:?}\n", link.url());
        }
    }
    text += &format!("{:?}\n", organization.conditions().collect::<Vec<_>>());
    for table in organization.assignments() {
        let default = table.default().key();
        text += &format!("{} {} {default}\n", table.key(), table.attribute());
        for (value, holder) in table.rows() {
            let deputies: Vec<_> = holder.deputies().map(|own| own.key()).collect();
            text += &format!("  {value} {} {deputies:?}\n", holder.key());
            for holder in holder.dated() {
                let deputies: Vec<_> = holder.deputies().map(|own| own.key()).collect();
                let (from, until) = (holder.from(), holder.until());
                text += &format!("    {} {deputies:?} {from:?} {until:?}\n", holder.key());
            }
        }
    }
    for notice in organization.notices() {
        let (consulted, informed): (Vec<_>, Vec<_>) =
            (notice.consulted().collect(), notice.informed().collect());
        let (key, pattern, condition) = (notice.key(), notice.pattern(), notice.condition());
        let exact = notice.is_exact();
        text += &format!("{key} {pattern} {exact} {condition} {consulted:?} {informed:?}\n");
    }
    for schedule in organization.schedules() {
        let home = schedule.department().key();
        text += &format!(
            "{schedule:?} {} {} {home}\n",
            schedule.name(),
            schedule.zone()
        );
        for layer in schedule.layers() {
            text += &format!("  {layer:?} {} {}\n", layer.index(), layer.zone());
        }
        for own in schedule.overrides() {
            text += &format!("  {own:?} {:?} {:?}\n", own.layer(), own.reason());
        }
        let [from, until] = ["2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"];
        for segment in schedule.timeline(from.parse().unwrap(), until.parse().unwrap()) {
            text += &format!("  {segment:?}\n");
        }
    }
    for route in organization.routes() {
        let end = route.ends_at().map(|end| end.key());
        let (from, until, during) = (route.from(), route.until(), route.during());
        text += &format!(
            "{:?} {end:?} {from:?} {until:?} {during:?}\n",
            route.responder()
        );
        let (owner, policy) = (route.owner(), route.policy());
        text += &format!(
            "{} {} {} {} {owner} {policy:?}\n",
            route.key(),
            route.pattern(),
            route.is_exact(),
            route.condition()
        );
    }
    text
}

#[test]
fn what_was_said_comes_back() {
    for text in [SAMPLE, include_str!("content.toml")] {
        let organization = read(Format::Toml, text).build().unwrap();
        let again = organization.to_document().build().unwrap();
        for (again, once) in shown(&again).lines().zip(shown(&organization).lines()) {
            assert_eq!(again, once);
        }
        assert_eq!(again.fingerprint(), organization.fingerprint());
        assert_eq!(again.to_document(), organization.to_document());
    }
}

/// Nothing of a document with every field in it is lost: each has another fingerprint when it says something else.
#[test]
fn any_other_word_is_another_content() {
    // It builds once for each word: so a small sample.
    let small = include_str!("../../examples/samples/shop.toml");
    for text in [small, include_str!("content.toml")] {
        let tree: Value = toml::from_str(text).unwrap();
        let fingerprint = |tree: &Value| {
            let document: Document = serde_json::from_value(tree.clone()).unwrap();
            document
                .build()
                .ok()
                .map(|organization| organization.fingerprint())
        };
        let original = fingerprint(&tree).expect("a good document");
        let mut leaves = Vec::new();
        pointers(&tree, String::new(), &mut leaves);
        let mut changed = 0;
        for pointer in &leaves {
            let mut other = tree.clone();
            let leaf = other.pointer_mut(pointer).unwrap();
            *leaf = match &*leaf {
                Value::String(text) => Value::from(altered(text)),
                Value::Number(number) => Value::from(number.as_i64().unwrap() + 1),
                Value::Bool(boolean) => Value::from(!boolean),
                other => panic!("{pointer}: {other}"),
            };
            // Some words cannot be others: keys that something names, kinds.
            if let Some(other) = fingerprint(&other) {
                assert_ne!(other, original, "{pointer}");
                changed += 1;
            }
        }
        assert!(
            changed * 4 > leaves.len(),
            "{changed} of {} leaves can say something else",
            leaves.len()
        );
    }
}

fn pointers(value: &Value, at: String, leaves: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, format!("{at}/{key}"), leaves);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), leaves);
            }
        }
        _ => leaves.push(at),
    }
}

/// A longer duration, an address elsewhere, a text with one more letter.
fn altered(text: &str) -> String {
    match text {
        // A local time or instant: an hour later.
        text if text.contains("T09:") => text.replace("T09:", "T10:"),
        "09:00" => "10:00".to_owned(),
        "daily" => "weekly".to_owned(),
        "mon-fri" => "mon-thu".to_owned(),
        "sat,sun" => "sun".to_owned(),
        "thu,fri" => "thu".to_owned(),
        "mon-wed 10:00-18:00" => "mon-wed 10:00-18:15".to_owned(),
        "daily 22:00-06:00" => "daily 22:00-06:15".to_owned(),
        "P1D" => "P2D".to_owned(),
        "wait" => "hold".to_owned(),
        "skip" => "wait".to_owned(),
        "12h" => "13h".to_owned(),
        "calendar-days" => "shifts".to_owned(),
        // A date: another day of its month.
        text if text.starts_with("202") => match text.strip_suffix("-01") {
            Some(month) => format!("{month}-02"),
            None => format!("{}-01", &text[..text.len() - 3]),
        },
        text if text.starts_with(|c: char| c.is_ascii_digit()) => format!("1{text}"),
        text if text.starts_with('+') => format!("{text}1"),
        text if text.contains("example.com") => text.replace("example.com", "example.org"),
        "public" => "partner".to_owned(),
        "partner" => "internal".to_owned(),
        "internal" => "public".to_owned(),
        "hierarchical" => "none".to_owned(),
        "none" => "hierarchical".to_owned(),
        "subtree" => "exact".to_owned(),
        "exact" => "subtree".to_owned(),
        "person" | "touchpoint" => "team".to_owned(),
        "team" => "touchpoint".to_owned(),
        "en" => "fr".to_owned(),
        "low" => "high".to_owned(),
        "high" => "low".to_owned(),
        "owner" => "head".to_owned(),
        "head" => "functional".to_owned(),
        "functional" => "first-contact".to_owned(),
        "first-contact" => "owner".to_owned(),
        "a" => "b".to_owned(),
        "b" => "a".to_owned(),
        "ana" => "bo".to_owned(),
        "bo" => "ana".to_owned(),
        text => format!("{text}x"),
    }
}
