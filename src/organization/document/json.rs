//! JSON as people read it.

use alloc::format;
use alloc::string::{String, ToString};

use super::{Entries, Node};

/// How long a line may become that holds a whole list or object.
const WIDTH: usize = 120;

/// JSON on as few lines as are readable: what fits on one stands there. Ends with a line break.
pub(super) fn pretty(node: &Node) -> String {
    let mut out = String::new();
    write(node, 0, "", &mut out);
    out.push('\n');
    out
}

/// Writes a node behind what stands on the line already: an indentation and the name of a member.
fn write(node: &Node, indent: usize, name: &str, out: &mut String) {
    let mut line = String::new();
    write_line(node, &mut line);
    // A comma may follow.
    if indent + name.len() + line.chars().count() < WIDTH {
        out.push_str(&line);
        return;
    }
    match node {
        Node::List(items) => {
            let items = items.iter().map(|item| (None, item));
            write_lines(['[', ']'], items, indent, out);
        }
        Node::Table(entries) => {
            let members = entries.0.iter();
            let members = members.map(|(name, member)| (Some(&**name), member));
            write_lines(['{', '}'], members, indent, out);
        }
        _ => out.push_str(&line),
    }
}

fn write_lines<'n>(
    [open, close]: [char; 2],
    members: impl Iterator<Item = (Option<&'n str>, &'n Node)>,
    indent: usize,
    out: &mut String,
) {
    let inner = indent + 2;
    out.push(open);
    for (index, (name, member)) in members.enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        out.push_str(&format!("\n{:inner$}", ""));
        let mut written = String::new();
        if let Some(name) = name {
            write_string(name, &mut written);
            written.push_str(": ");
        }
        out.push_str(&written);
        write(member, inner, &written, out);
    }
    out.push_str(&format!("\n{:indent$}{close}", ""));
}

/// Writes a node on one line.
fn write_line(node: &Node, out: &mut String) {
    match node {
        Node::Null | Node::Float(_) => out.push_str("null"),
        Node::Boolean(value) => out.push_str(&value.to_string()),
        Node::Integer(number) => out.push_str(&number.to_string()),
        Node::Text(text) => write_string(text, out),
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_line(item, out);
            }
            out.push(']');
        }
        Node::Table(Entries(members)) if members.is_empty() => out.push_str("{}"),
        Node::Table(Entries(members)) => {
            out.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { " " });
                write_string(name, out);
                out.push_str(": ");
                write_line(member, out);
            }
            out.push_str(" }");
        }
    }
}

/// Writes a text with the shortest escapes (RFC 8785).
pub(crate) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let is_plain = |byte| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}
