//! Departments as a graph: what is above and below what, and what leads round. The only file that knows petgraph.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::id::{DepartmentId, Id};

/// The departments as a tree.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// A node for each department, in the order of the ids; an edge from each to its parent.
    departments: DiGraph<(), (), u32>,
}

impl Graph {
    pub(crate) fn new(
        departments: usize,
        parents: impl Iterator<Item = (DepartmentId, DepartmentId)>,
    ) -> Self {
        let edges = parents.map(|(department, parent)| (department.index(), parent.index()));
        Self {
            departments: directed(departments, edges),
        }
    }

    /// The departments directly below, in the order of their ids.
    pub(crate) fn children(
        &self,
        department: DepartmentId,
    ) -> impl Iterator<Item = DepartmentId> + use<> {
        let below = self
            .departments
            .neighbors_directed(node(department), Direction::Incoming);
        let mut below: Vec<_> = below
            .map(|node| DepartmentId::from_index(node.index()))
            .collect();
        below.sort_unstable();
        below.into_iter()
    }
}

fn node(department: DepartmentId) -> NodeIndex<u32> {
    NodeIndex::new(department.index())
}

/// The cycles among `nodes` things of which each leads to at most one other: each cycle in its own order, from its
/// least member. Linear.
pub(crate) fn cycles(nodes: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<Vec<usize>> {
    let edges = (0..nodes).filter_map(|from| Some((from, next(from)?)));
    let mut cycles: Vec<Vec<usize>> = knotted(nodes, edges)
        .into_iter()
        .filter_map(|members| {
            let first = members.into_iter().min()?;
            let rest = core::iter::successors(next(first), |node| next(*node))
                .take_while(|node| *node != first);
            Some(core::iter::once(first).chain(rest).collect())
        })
        .collect();
    cycles.sort_unstable();
    cycles
}

/// The knots among things of which each leads to some others: by each thing that leads back to itself, the number of its
/// knot, in which each leads to every other. Linear.
pub(crate) fn knots(leads_to: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    let all = leads_to.iter().enumerate();
    let edges = all.flat_map(|(from, targets)| targets.iter().map(move |to| (from, *to)));
    let knots = knotted(leads_to.len(), edges).into_iter().enumerate();
    knots
        .flat_map(|(knot, members)| members.into_iter().map(move |node| (node, knot)))
        .collect()
}

/// The greatest groups of nodes in which each leads to every other, and to itself.
fn knotted(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let graph = directed(nodes, edges);
    let leads_to_itself = |node: &NodeIndex<u32>| graph.contains_edge(*node, *node);
    let components = kosaraju_scc(&graph).into_iter();
    components
        .filter(|members| members.len() > 1 || members.iter().any(leads_to_itself))
        .map(|members| members.into_iter().map(NodeIndex::index).collect())
        .collect()
}

/// A graph of these edges; one to no node is left out.
fn directed(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> DiGraph<(), (), u32> {
    let mut graph = DiGraph::with_capacity(nodes, nodes);
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (from, to) in edges.filter(|(_, to)| *to < nodes) {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }
    graph
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_knot_is_found() {
        let leads_to = [
            [1].into(),
            [0].into(),
            [3, 0].into(),
            [2].into(),
            [4, 0].into(),
            [0].into(),
        ];
        let knots = knots(&leads_to);
        assert_eq!(knots.keys().copied().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(knots[&0], knots[&1]);
        assert_eq!(knots[&2], knots[&3]);
        assert!(knots[&0] != knots[&2] && knots[&4] != knots[&0]);
    }

    #[test]
    fn cycles_are_found_whole_and_once() {
        let next = [Some(1), Some(2), Some(0), Some(0), Some(4), None];
        assert_eq!(
            cycles(6, |node| next[node]),
            [[0, 1, 2].to_vec(), [4].to_vec()]
        );
        let long = cycles(300_000, |node| Some((node + 1) % 300_000));
        assert_eq!(long.len(), 1, "nothing recurses");
    }
}
