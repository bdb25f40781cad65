//! `render`: an organization, or the chain that answers an inquiry, as a diagram in DOT or Mermaid; a schedule otherwise.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::Write;

use switchboard::{
    Answer, AssignmentView, ContactKind, ContactView, DepartmentView, HolderView, Inquiry,
    Organization,
};

use crate::cli::{Diagram, Render, inquiry};
use crate::{Failure, Outcome, answer, calendar, load};

pub(crate) fn run(arguments: &Render, out: &mut impl Write) -> Result<Outcome, Failure> {
    let is_strip = matches!(arguments.format, Diagram::Svg | Diagram::Text);
    match &arguments.schedule {
        Some(key) if is_strip => {
            let (from, drawing) = (&arguments.from, &arguments.drawing);
            return calendar::render::run(from, key, drawing, arguments.format, out);
        }
        Some(_) => {
            return Err(Failure::misused(
                "a schedule is drawn with `--format svg` or `--format text`",
            ));
        }
        None if is_strip || arguments.drawing.is_given() => {
            return Err(Failure::misused(
                "expected `--schedule KEY`: the rest is drawn with `--format dot` or `--format mermaid` alone",
            ));
        }
        None => {}
    }
    let organization = load::organization(&arguments.from)?;
    let graph = match &arguments.topic {
        Some(topic) => {
            let inquiry = inquiry(&organization, topic, &arguments.values, &[])?;
            of_chain(
                &organization,
                &inquiry,
                &answer::answer(&organization, &inquiry)?,
            )
        }
        None => of_organization(&organization),
    };
    let text = if arguments.format == Diagram::Mermaid {
        to_mermaid(&graph)
    } else {
        to_dot(&graph)
    };
    out.write_all(text.as_bytes())?;
    Ok(Outcome::Fine)
}

/// A diagram before it is written in a language. A node is known by its number, so no key is ever escaped in a name.
#[derive(Debug, Default)]
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug)]
struct Node {
    shape: Shape,
    lines: Vec<String>,
}

#[derive(Debug)]
struct Edge {
    from: usize,
    to: usize,
    stroke: Stroke,
    label: String,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Department,
    /// At its head escalation ends.
    Authority,
    /// Outside the organization.
    External,
    Contact,
    Position,
    /// A table that says who stands there.
    Assignment,
    Inquiry,
}

#[derive(Clone, Copy, Debug)]
enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

impl Graph {
    fn node(&mut self, shape: Shape, lines: Vec<String>) -> usize {
        self.nodes.push(Node { shape, lines });
        self.nodes.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, stroke: Stroke, label: impl Into<String>) {
        self.edges.push(Edge {
            from,
            to,
            stroke,
            label: label.into(),
        });
    }
}

/// Departments with their heads below each other, their desks, positions with their holders, assignments with whom they
/// name, and to whom they escalate.
fn of_organization(organization: &Organization) -> Graph {
    let mut drawing = Drawing::default();
    for department in organization.departments() {
        drawing.department(department);
    }
    for department in organization.departments() {
        drawing.relations_of(department);
    }
    for contact in organization.contacts() {
        // Whoever is nowhere in the tree is left out, unless a position is about them.
        if contact.kind() == ContactKind::Position || contact.staffed_by().is_some() {
            drawing.contact(contact);
        }
    }
    for assignment in organization.assignments() {
        drawing.assignment(assignment);
    }
    drawing.graph
}

/// A graph while it grows: what is drawn already, by key.
#[derive(Default)]
struct Drawing<'o> {
    graph: Graph,
    departments: BTreeMap<&'o str, usize>,
    contacts: BTreeMap<&'o str, usize>,
    assignments: BTreeMap<&'o str, usize>,
}

impl<'o> Drawing<'o> {
    fn department(&mut self, department: DepartmentView<'o>) {
        let (what, who) = if department.is_external() {
            ("liaison", department.liaison())
        } else {
            ("head", department.head())
        };
        let mut lines = vec![department.name().to_owned()];
        match who {
            Some(who) => lines.push(format!("{what}: {}", named(who))),
            // Above it somebody is.
            None if department.is_external() => {}
            None => lines.push("head: vacant".to_owned()),
        }
        let shape = if department.is_external() {
            Shape::External
        } else if department.is_authority() {
            Shape::Authority
        } else {
            Shape::Department
        };
        let node = self.graph.node(shape, lines);
        self.departments.insert(department.key(), node);
    }

    fn relations_of(&mut self, department: DepartmentView<'o>) {
        let Some(&from) = self.departments.get(department.key()) else {
            return;
        };
        for child in department.children() {
            if let Some(&to) = self.departments.get(child.key()) {
                self.graph.edge(from, to, Stroke::Solid, "");
            }
        }
        for desk in department.desks() {
            let to = match desk.contact() {
                Some(contact) => self.contact(contact),
                None => self.assignment_node(desk.key()),
            };
            let condition = desk.condition();
            let label = match (condition.as_str(), desk.serves()) {
                ("", true) => "serves".to_owned(),
                (condition, true) => format!("{condition}, serves"),
                (condition, false) => condition.to_owned(),
            };
            self.graph.edge(from, to, Stroke::Dotted, label);
        }
        if let Some(&to) = department
            .escalates_to()
            .and_then(|target| self.departments.get(target.key()))
        {
            self.graph.edge(from, to, Stroke::Dashed, "escalates to");
        }
    }

    /// The node of a contact, with those who stand behind it.
    fn contact(&mut self, contact: ContactView<'o>) -> usize {
        if let Some(&node) = self.contacts.get(contact.key()) {
            return node;
        }
        let shape = match contact.kind() {
            ContactKind::Position => Shape::Position,
            _ => Shape::Contact,
        };
        let node = self.graph.node(shape, described(contact));
        self.contacts.insert(contact.key(), node);
        let holder = contact.holder().map(|holder| ("held by", holder));
        let deputies = contact.deputies().map(|deputy| ("deputy", deputy));
        let staff = contact.staffed_by().map(|other| ("staffed by", other));
        for (label, other) in holder.into_iter().chain(deputies).chain(staff) {
            let to = self.contact(other);
            self.graph.edge(node, to, Stroke::Solid, label);
        }
        node
    }

    fn assignment_node(&mut self, key: &'o str) -> usize {
        match self.assignments.get(key) {
            Some(&node) => node,
            None => {
                let node = self.graph.node(Shape::Assignment, vec![key.to_owned()]);
                self.assignments.insert(key, node);
                node
            }
        }
    }

    fn assignment(&mut self, assignment: AssignmentView<'o>) {
        let from = self.assignment_node(assignment.key());
        if let Some(node) = self.graph.nodes.get_mut(from) {
            node.lines.push(format!("by {}", assignment.attribute()));
        }
        // Several values with one holder are one edge.
        let mut values: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (value, holder) in assignment.rows() {
            if let Some(to) = self.holder(holder) {
                values.entry(to).or_default().push(value);
            }
        }
        for (to, values) in values {
            self.graph.edge(from, to, Stroke::Dotted, some_of(&values));
        }
        if let Some(to) = self.holder(assignment.default()) {
            self.graph.edge(from, to, Stroke::Dotted, "else");
        }
    }

    fn holder(&mut self, holder: HolderView<'o>) -> Option<usize> {
        match (holder.contact(), holder.department()) {
            (Some(contact), _) => Some(self.contact(contact)),
            (None, Some(department)) => self.departments.get(department.key()).copied(),
            (None, None) => None,
        }
    }
}

/// The first few values, and how many there are beside.
fn some_of(values: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = values.iter().take(SHOWN).copied().collect();
    let shown = shown.join(", ");
    match values.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The inquiry, and who is asked after whom.
fn of_chain(organization: &Organization, inquiry: &Inquiry, answer: &Answer) -> Graph {
    let mut graph = Graph::default();
    let mut asked = vec![answer.topic().to_owned()];
    asked.extend(
        inquiry
            .attributes()
            .map(|(name, value)| format!("{name}={value}")),
    );
    asked.push(format!("route {}", answer.route()));
    let inquiry = graph.node(Shape::Inquiry, asked);
    let mut previous = inquiry;
    let mut owner_is_asked = false;
    for level in answer.chain() {
        let mut lines = contact_lines(organization, level.contact());
        if let Some(position) = level.position() {
            lines.push(format!("as {position}"));
        }
        lines.push(format!("{} {}", level.level(), level.kind().as_str()));
        if level.contact() == answer.owner() {
            owner_is_asked = true;
            lines.push("accountable".to_owned());
        }
        let node = graph.node(Shape::Contact, lines);
        graph.edge(
            previous,
            node,
            Stroke::Solid,
            format!("after {}", level.after()),
        );
        previous = node;
    }
    if !owner_is_asked {
        let owner = graph.node(Shape::Contact, contact_lines(organization, answer.owner()));
        graph.edge(inquiry, owner, Stroke::Dashed, "accountable");
    }
    graph
}

fn contact_lines(organization: &Organization, key: &str) -> Vec<String> {
    organization
        .contact(key)
        .map_or_else(|| vec![key.to_owned()], described)
}

fn described(contact: ContactView<'_>) -> Vec<String> {
    vec![named(contact), contact.department().key().to_owned()]
}

/// The name, and that a position is vacant.
fn named(contact: ContactView<'_>) -> String {
    let is_vacant = contact.kind() == ContactKind::Position && contact.holder().is_none();
    let vacant = if is_vacant { " (vacant)" } else { "" };
    format!("{}{vacant}", contact.name())
}

fn to_dot(graph: &Graph) -> String {
    let mut out = Text::default();
    out.line(format_args!("digraph switchboard {{"));
    out.line(format_args!("  node [fontname=\"sans-serif\"];"));
    out.line(format_args!("  edge [fontname=\"sans-serif\"];"));
    for (at, node) in graph.nodes.iter().enumerate() {
        let shape = match node.shape {
            Shape::Department => "shape=box",
            Shape::Authority => "shape=box, peripheries=2",
            Shape::External => "shape=box, style=dashed",
            Shape::Position => "shape=box, style=\"rounded,bold\"",
            Shape::Contact => "shape=box, style=rounded",
            Shape::Assignment => "shape=note",
            Shape::Inquiry => "shape=plaintext",
        };
        out.line(format_args!(
            "  n{at} [label=\"{}\", {shape}];",
            Joined(&node.lines, dot_character, "\\n")
        ));
    }
    for edge in &graph.edges {
        let style = match edge.stroke {
            Stroke::Solid => "solid",
            Stroke::Dashed => "dashed",
            Stroke::Dotted => "dotted",
        };
        let label = Joined(std::slice::from_ref(&edge.label), dot_character, "");
        out.line(format_args!(
            "  n{} -> n{} [style={style}, label=\"{label}\"];",
            edge.from, edge.to
        ));
    }
    out.line(format_args!("}}"));
    out.0
}

fn to_mermaid(graph: &Graph) -> String {
    let mut out = Text::default();
    out.line(format_args!("flowchart TD"));
    for (at, node) in graph.nodes.iter().enumerate() {
        let (open, close) = match node.shape {
            Shape::Department | Shape::External => ("[", "]"),
            Shape::Authority => ("[[", "]]"),
            Shape::Position => ("{{", "}}"),
            Shape::Contact => ("(", ")"),
            Shape::Assignment => ("[/", "/]"),
            Shape::Inquiry => ("([", "])"),
        };
        out.line(format_args!(
            "  n{at}{open}\"{}\"{close}",
            Joined(&node.lines, mermaid_character, "<br/>")
        ));
    }
    let external = graph.nodes.iter().enumerate();
    for (at, _) in external.filter(|(_, node)| matches!(node.shape, Shape::External)) {
        out.line(format_args!("  style n{at} stroke-dasharray: 5 5"));
    }
    for edge in &graph.edges {
        let (arrow, from, to) = (
            if matches!(edge.stroke, Stroke::Solid) {
                "-->"
            } else {
                "-.->"
            },
            edge.from,
            edge.to,
        );
        if edge.label.is_empty() {
            out.line(format_args!("  n{from} {arrow} n{to}"));
        } else {
            let label = Joined(std::slice::from_ref(&edge.label), mermaid_character, "");
            out.line(format_args!("  n{from} {arrow}|\"{label}\"| n{to}"));
        }
    }
    out.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}

/// Lines of a label in a language that breaks and escapes them in its own way.
struct Joined<'a>(
    &'a [String],
    fn(char, &mut fmt::Formatter<'_>) -> fmt::Result,
    &'a str,
);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(lines, character, separator) = self;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                f.write_str(separator)?;
            }
            for each in line.chars() {
                character(if each.is_control() { ' ' } else { each }, f)?;
            }
        }
        Ok(())
    }
}

/// In a quoted string of DOT, a backslash starts an escape and a quote ends it.
fn dot_character(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match character {
        '"' => f.write_str("\\\""),
        '\\' => f.write_str("\\\\"),
        // Graphviz reads HTML's character references everywhere.
        '&' => f.write_str("&amp;"),
        other => f.write_char(other),
    }
}

/// Mermaid reads labels as Markdown and HTML; `#38;` is its way to write a character by number.
fn mermaid_character(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match character {
        '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '*' | '_' | '~' | '$' | '|' | ';' | '{'
        | '}' => write!(f, "#{};", u32::from(character)),
        other => f.write_char(other),
    }
}
