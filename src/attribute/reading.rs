//! What it costs to read a pattern, before it is read: a short one may stand for much.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{self, Ast, ClassSetItem, Flag, Flags, GroupKind, Visitor};

/// What reading a byte may cost, in bytes of an automaton: of `(?i)\pL` each takes as long as making that.
const OF_A_BYTE: usize = 400;

/// How many characters of a range whose case is looked up take as long as making a byte of an automaton.
const CHARACTERS: usize = 20;

/// What it costs to read a pattern, in bytes of an automaton that are made as fast.
///
/// Linear in the pattern.
pub(super) fn cost_of_reading(pattern: &str) -> usize {
    let ranges = Parser::new()
        .parse(pattern)
        .map_or(Ranges::default(), |ast| {
            let Ok(ranges) = ast::visit(&ast, Ranges::default());
            ranges
        });
    let of_ranges = if ranges.ignore_case {
        ranges.characters / CHARACTERS
    } else {
        0
    };
    let of_bytes = pattern.len().saturating_mul(OF_A_BYTE);
    of_bytes.saturating_add(of_ranges)
}

/// The ranges of characters in a pattern, of which each is looked at where case does not count.
#[derive(Default)]
struct Ranges {
    characters: usize,
    ignore_case: bool,
}

impl Ranges {
    fn note(&mut self, flags: &Flags) {
        self.ignore_case |= flags.flag_state(Flag::CaseInsensitive) == Some(true);
    }
}

impl Visitor for Ranges {
    type Output = Self;
    type Err = core::convert::Infallible;

    fn finish(self) -> Result<Self, Self::Err> {
        Ok(self)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
        match ast {
            Ast::Flags(set) => self.note(&set.flags),
            Ast::Group(group) => {
                if let GroupKind::NonCapturing(flags) = &group.kind {
                    self.note(flags);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        if let ClassSetItem::Range(range) = item {
            let (first, last) = (u32::from(range.start.c), u32::from(range.end.c));
            self.characters += last.saturating_sub(first) as usize;
        }
        Ok(())
    }
}
