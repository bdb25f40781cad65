//! JSON in the one form that is hashed.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::organization::document::{Entries, Node, write_string};

pub(super) fn write_table(entries: &Entries, out: &mut String) {
    let mut sorted: Vec<_> = entries.0.iter().collect();
    sorted.sort_by(|(left, _), (right, _)| by_utf16(left, right));
    out.push('{');
    for (index, (key, member)) in sorted.into_iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        write_string(key, out);
        out.push(':');
        write_json(member, out);
    }
    out.push('}');
}

/// JSON by RFC 8785: members sorted by UTF-16 code units, no white space, the shortest escapes. A canonical document has
/// texts, whole numbers, booleans, lists and tables only.
pub(super) fn write_json(node: &Node, out: &mut String) {
    match node {
        Node::Null | Node::Float(_) => out.push_str("null"),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Integer(number) => out.push_str(&number.to_string()),
        Node::Text(text) => write_string(text, out),
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_json(item, out);
            }
            out.push(']');
        }
        Node::Table(entries) => write_table(entries, out),
    }
}

/// The order of UTF-16 code units; of ASCII that is the order of bytes.
fn by_utf16(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        return left.cmp(right);
    }
    left.encode_utf16().cmp(right.encode_utf16())
}
