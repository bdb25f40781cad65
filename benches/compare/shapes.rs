//! Topics with more routes than is usual: what one costs beside one with eight.

use crate::organization::Shape;
use crate::report::Figure;
use crate::rounds::{Turn, take_turns};
use crate::statistics::Spread;

/// All of them, against the least of their kind.
pub fn shapes(rounds: usize) -> Vec<Figure> {
    use Shape::{Accounts, Assignment, Attributes};
    let figures = [
        (
            "one topic with 10,000 account routes, against one with 8",
            Accounts(10_000),
            Accounts(8),
        ),
        (
            "an assignment of 100,000 rows, against 8 account routes",
            Assignment(100_000),
            Accounts(8),
        ),
        (
            "200 routes over 8 attributes, against 8",
            Attributes(200),
            Attributes(8),
        ),
    ];
    let figure = |(name, shape, least): (&str, Shape, Shape)| {
        let (shape, least) = (shape.subject(), least.subject());
        let turns = [&shape, &least];
        let turns = turns.map(|subject| Turn::new(subject.asks(), |part| subject.run(part)));
        let taken = take_turns(&turns, rounds);
        let ratio = Spread::of_ratio(&taken[0], &taken[1]).median;
        Figure::at_most(name, 1.5, Some(ratio))
    };
    figures.into_iter().map(figure).collect()
}
