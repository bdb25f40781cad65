//! One change below a declaration: a field written or taken away, an item added to a list or removed from one.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::error::EditReason;
use super::fact::{part, shown};
use super::path::FieldPath;
use super::same::{may_repeat, same};
use super::{Action, Edit, Fact};
use crate::organization::document::{Entries, Node};
use crate::organization::problem::PathSegment;

/// Changes the field that an edit names, or leaves all as it was.
pub(super) fn change(declaration: &mut Node, edit: &Edit) -> Result<(), EditReason> {
    let path = &edit.field;
    match &edit.action {
        Action::Set(value) => {
            expect(part(declaration, &path.0), edit)?;
            *reach(declaration, &path.0)? = value.node().clone();
            Ok(())
        }
        Action::Unset => {
            expect(part(declaration, &path.0), edit)?;
            take(declaration, path)
        }
        Action::Add { value, at } => add_item(declaration, path, value.node(), *at),
        Action::Remove { value, at } => {
            remove_item(declaration, path, value.as_ref().map(Fact::node), *at)
        }
        Action::Rename(_) => Err(invalid("no `field`: `rename` is for keys")),
    }
}

/// That what stands there is what the edit says.
pub(super) fn expect(found: Option<&Node>, edit: &Edit) -> Result<(), EditReason> {
    match &edit.was {
        Some(was) if !same(edit.field.name(), found.unwrap_or(&Node::Null), was.node()) => {
            Err(EditReason::Different {
                found: found.and_then(|node| shown(&edit.field.0, node)),
            })
        }
        _ => Ok(()),
    }
}

pub(super) fn invalid(expected: &str) -> EditReason {
    EditReason::Invalid {
        expected: expected.into(),
    }
}

/// What stands at a path, made if nothing does; nothing is made where the path leads nowhere.
fn reach<'n>(declaration: &'n mut Node, path: &[PathSegment]) -> Result<&'n mut Node, EditReason> {
    check_way(declaration, path)?;
    path.iter().try_fold(declaration, |node, segment| {
        if *node == Node::Null {
            *node = Node::Table(Entries::default());
        }
        let no_part = EditReason::NoSuchPart {
            found: node.describe().into(),
        };
        match (node, segment) {
            (Node::Table(entries), PathSegment::Field(field)) => entries.slot(field).ok_or(no_part),
            (Node::List(items), PathSegment::Index(index)) => items.get_mut(*index).ok_or(no_part),
            _ => Err(no_part),
        }
    })
}

/// That each part of a path can be there.
fn check_way(declaration: &Node, path: &[PathSegment]) -> Result<(), EditReason> {
    let mut node = Some(declaration);
    for segment in path {
        let fits = match (node, segment) {
            (None | Some(Node::Null | Node::Table(_)), PathSegment::Field(_)) => true,
            (Some(Node::List(items)), PathSegment::Index(index)) => *index < items.len(),
            _ => false,
        };
        if !fits {
            let found: Box<str> = match node {
                Some(Node::List(items)) => alloc::format!("a list of {} items", items.len()).into(),
                Some(other) => other.describe().into(),
                None => "nothing".into(),
            };
            return Err(EditReason::NoSuchPart { found });
        }
        node = node.and_then(|node| part(node, core::slice::from_ref(segment)));
    }
    Ok(())
}

/// Takes a field away.
fn take(declaration: &mut Node, path: &FieldPath) -> Result<(), EditReason> {
    let Some((PathSegment::Field(last), before)) = path.0.split_last() else {
        return Err(invalid(
            "the name of a field; `remove` takes an item of a list away",
        ));
    };
    if part(declaration, &path.0).is_none_or(|node| *node == Node::Null) {
        check_way(declaration, &path.0)?;
        return Err(EditReason::NothingThere);
    }
    match reach(declaration, before)? {
        Node::Table(entries) => {
            entries.remove(last);
            Ok(())
        }
        _ => Err(EditReason::NothingThere),
    }
}

/// Fields that are tables with one value under each key, where an item can be added to none.
const TABLES_OF_ONE: [&str; 4] = ["labels", "description", "parents", "sees"];

fn add_item(
    declaration: &mut Node,
    path: &FieldPath,
    item: &Node,
    at: Option<usize>,
) -> Result<(), EditReason> {
    if let [PathSegment::Field(table), PathSegment::Field(_)] = path.0.as_slice() {
        if TABLES_OF_ONE.contains(&&**table) {
            return Err(invalid("`set`, as there is one value and no list"));
        }
    }
    let field = path.name();
    let found = part(declaration, &path.0);
    if let Some(table @ Node::Table(_)) = found.filter(|node| !is_item(path, node)) {
        let found = table.describe().into();
        return Err(EditReason::NoSuchPart { found });
    }
    let before = items(found);
    if !may_repeat(field) && before.iter().any(|own| same(field, own, item)) {
        return Err(EditReason::AlreadyThere);
    }
    let at = at.unwrap_or(before.len());
    if at > before.len() {
        return Err(invalid(
            "a place in the list, or the one behind its last item",
        ));
    }
    let mut after = before.to_vec();
    after.insert(at, item.clone());
    *reach(declaration, &path.0)? = Node::List(after);
    Ok(())
}

fn remove_item(
    declaration: &mut Node,
    path: &FieldPath,
    item: Option<&Node>,
    at: Option<usize>,
) -> Result<(), EditReason> {
    let field = path.name();
    let Some(found) = part(declaration, &path.0) else {
        check_way(declaration, &path.0)?;
        return Err(EditReason::NothingThere);
    };
    let mut items = items(Some(found)).to_vec();
    let index = match (item, at) {
        (None, None) => return Err(invalid("`value` or `at`, which tell what item is meant")),
        (None, Some(at)) => at,
        (Some(item), Some(at)) => match items.get(at) {
            Some(own) if same(field, own, item) => at,
            _ => return Err(EditReason::NothingThere),
        },
        (Some(item), None) => only(field, &items, item)?,
    };
    if index >= items.len() {
        return Err(EditReason::NothingThere);
    }
    items.remove(index);
    *reach(declaration, &path.0)? = Node::List(items);
    Ok(())
}

/// The place of the only item that says this; of those that are spelt differently only where none is spelt like this.
fn only(field: &str, items: &[Node], item: &Node) -> Result<usize, EditReason> {
    let places = |is_it: &dyn Fn(&Node) -> bool| -> Vec<usize> {
        let found = items.iter().enumerate().filter(|(_, own)| is_it(own));
        found.map(|(index, _)| index).collect()
    };
    let mut found = places(&|own| own == item);
    if found.is_empty() {
        found = places(&|own| same(field, own, item));
    }
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(EditReason::NothingThere),
        _ => Err(invalid("`at`, as several items say this")),
    }
}

/// A table may be the only item of a list that is written without brackets: a reference, or a row of a value.
fn is_item(path: &FieldPath, node: &Node) -> bool {
    let is_row = matches!(path.0.as_slice(), [PathSegment::Field(table), _] if **table == *"rows");
    is_row || matches!(node, Node::Table(entries) if super::same::is_reference(entries))
}

/// The items of a list, or one item alone.
fn items(node: Option<&Node>) -> &[Node] {
    match node {
        None | Some(Node::Null) => &[],
        Some(Node::List(items)) => items,
        Some(only) => core::slice::from_ref(only),
    }
}
