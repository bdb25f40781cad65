//! The condition index as bytes. Perfect hashes are not written: they are made anew from what they lead to.

use alloc::vec::Vec;

use super::super::condition_index::{
    Block, ByClass, Case, Column, ConditionIndex, LargeGroup, Pass, Passing, Switch, Timed, hash,
};
use super::super::perfect::Perfect;
use super::error::corrupt;
use super::rows::{fields, variants};
use super::stored::{Read, Reader, Stored, Writer, ascending};

fields! {
    ConditionIndex { groups, cases, blocks, columns, passes, lists, rules }
    LargeGroup { switch, blocks, timed }
    Timed { first, times }
    Switch { attribute, by_class }
    Block { rules, all, columns }
    Column { attribute, passing }
    Pass { class, passing }
}

variants! {
    Case "a case" { 0 = Nothing, 1 = Rule(rule), 2 = Blocks(blocks), }
    Passing "which rules pass" {
        0 = Dense(words),
        1 = Cases(passes, otherwise),
        2 = Tests(tests, free),
    }
}

impl Stored for ByClass {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Dense(cases) => {
                to.bytes.push(0);
                cases.write(to);
            }
            Self::Sparse(_, cases) => {
                to.bytes.push(1);
                to.list(cases.iter());
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        match u8::read(from)? {
            0 => Ok(Self::Dense(Stored::read(from)?)),
            1 => {
                let cases: Vec<_> = Stored::read(from)?;
                let keys: Vec<(u64, u32)> = (0..)
                    .zip(&cases)
                    .map(|(number, (class, _))| (hash(*class), number))
                    .collect();
                Ok(Self::Sparse(
                    Perfect::new(&keys),
                    cases.into_iter().collect(),
                ))
            }
            _ => Err(corrupt("how a switch tells rules apart")),
        }
    }
}

/// What bounds alone do not say.
pub(super) fn verify(index: &ConditionIndex) -> Read<()> {
    for column in index.columns.iter() {
        if let Passing::Cases(passes, _) = column.passing {
            let classes = index.passes.span(passes).iter().map(|pass| &pass.class);
            ascending(classes)?;
        }
    }
    Ok(())
}
