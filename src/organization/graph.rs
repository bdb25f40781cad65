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
        let mut graph = DiGraph::with_capacity(departments, departments);
        for _ in 0..departments {
            graph.add_node(());
        }
        for (department, parent) in parents {
            graph.add_edge(node(department), node(parent), ());
        }
        Self { departments: graph }
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
    let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(nodes, nodes);
    for _ in 0..nodes {
        graph.add_node(());
    }
    for from in 0..nodes {
        if let Some(to) = next(from).filter(|to| *to < nodes) {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
    }
    let leads_to_itself = |node: NodeIndex<u32>| graph.contains_edge(node, node);
    let components = kosaraju_scc(&graph).into_iter();
    let mut cycles: Vec<Vec<usize>> = components
        .filter(|members| members.len() > 1 || members.iter().any(|node| leads_to_itself(*node)))
        .filter_map(|members| {
            let first = members.iter().map(|node| node.index()).min()?;
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
    let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(leads_to.len(), leads_to.len());
    for _ in leads_to {
        graph.add_node(());
    }
    for (from, targets) in leads_to.iter().enumerate() {
        for to in targets.iter().filter(|to| **to < leads_to.len()) {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(*to), ());
        }
    }
    let leads_to_itself = |node: NodeIndex<u32>| graph.contains_edge(node, node);
    let components = kosaraju_scc(&graph).into_iter().enumerate();
    components
        .filter(|(_, members)| {
            members.len() > 1 || members.iter().any(|node| leads_to_itself(*node))
        })
        .flat_map(|(knot, members)| members.into_iter().map(move |node| (node.index(), knot)))
        .collect()
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
