//! `render`: an organization, or the chain that answers an inquiry, as a diagram in DOT or Mermaid.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::Write;

use switchboard::{Answer, ContactView, Inquiry, Organization};

use crate::cli::{Diagram, Render, inquiry};
use crate::{Failure, Outcome, answer, load};

pub(crate) fn run(arguments: &Render, out: &mut impl Write) -> Result<Outcome, Failure> {
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
    let text = match arguments.format {
        Diagram::Dot => to_dot(&graph),
        Diagram::Mermaid => to_mermaid(&graph),
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
    Contact,
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

/// Departments with their heads below each other, their desks, and to whom they escalate.
fn of_organization(organization: &Organization) -> Graph {
    let mut graph = Graph::default();
    let mut departments = BTreeMap::new();
    for department in organization.departments() {
        let mut lines = vec![department.name().to_owned()];
        lines.push(match department.head() {
            Some(head) => format!("head: {}", head.name()),
            None => "head: vacant".to_owned(),
        });
        departments.insert(department.key(), graph.node(Shape::Department, lines));
    }
    let mut contacts = BTreeMap::new();
    for department in organization.departments() {
        let Some(&from) = departments.get(department.key()) else {
            continue;
        };
        for child in department.children() {
            if let Some(&to) = departments.get(child.key()) {
                graph.edge(from, to, Stroke::Solid, "");
            }
        }
        for desk in department.desks() {
            let to = *contacts
                .entry(desk.key())
                .or_insert_with(|| match desk.contact() {
                    Some(contact) => graph.node(Shape::Contact, described(contact)),
                    None => graph.node(Shape::Assignment, vec![desk.key().to_owned()]),
                });
            graph.edge(from, to, Stroke::Dotted, desk.condition());
        }
        if let Some(&to) = department
            .escalates_to()
            .and_then(|target| departments.get(target.key()))
        {
            graph.edge(from, to, Stroke::Dashed, "escalates to");
        }
    }
    graph
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
    vec![
        contact.name().to_owned(),
        contact.department().key().to_owned(),
    ]
}

fn to_dot(graph: &Graph) -> String {
    let mut out = Text::default();
    out.line(format_args!("digraph switchboard {{"));
    out.line(format_args!("  node [fontname=\"sans-serif\"];"));
    out.line(format_args!("  edge [fontname=\"sans-serif\"];"));
    for (at, node) in graph.nodes.iter().enumerate() {
        let shape = match node.shape {
            Shape::Department => "shape=box",
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
            Shape::Department => ("[", "]"),
            Shape::Contact => ("(", ")"),
            Shape::Assignment => ("[/", "/]"),
            Shape::Inquiry => ("([", "])"),
        };
        out.line(format_args!(
            "  n{at}{open}\"{}\"{close}",
            Joined(&node.lines, mermaid_character, "<br/>")
        ));
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
