//! The topic index as bytes: the words of its records as they are, and where records begin. Perfect hashes are made anew
//! from the keys, whose hashes differ by platform.

use alloc::vec::Vec;

use super::super::perfect::{Perfect, Seeds};
use super::super::records::{ALIAS, Records, STUB};
use super::super::topic_index::{Keys, Root, TopicIndex, WalkRow};
use super::error::corrupt;
use super::nodes::{Named, Nodes};
use super::rows::fields;
use super::sizes::Counted;
use super::stored::{Read, Reader, Stored, Writer};
use crate::id::{Id, RecordId, StateId};

fields! {
    WalkRow { record, other }
}

/// Where a record begins is judged with the record.
impl Stored for RecordId {
    fn write(&self, to: &mut Writer) {
        self.number().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Stored::read(from).map(Self::from_number)
    }
}

pub(super) fn write(index: &TopicIndex, to: &mut Writer) {
    to.words(index.records.bytes());
    starts(&index.paths, to);
    index.root.record.write(to);
    to.list(index.walks.iter());
    to.words(index.segments.bytes());
    starts(&index.edges, to);
}

/// Where the records of a perfect hash begin: ascending, each as the distance from the one before.
fn starts(perfect: &Perfect, to: &mut Writer) {
    let mut numbers: Vec<u32> = perfect.numbers().collect();
    numbers.sort_unstable();
    to.number(numbers.len() as u64);
    let mut last = 0;
    for number in numbers {
        to.number(u64::from(number - last));
        last = number;
    }
}

/// Reads the index, and judges all that a look-up may come to.
pub(super) fn read(from: &mut Reader<'_>, seeds: Seeds, named: Named) -> Read<TopicIndex> {
    let records = words(from)?;
    let mut nodes = Nodes::new(&records, named);
    let mut judge = Judge {
        records: &records,
        nodes: &mut nodes,
        states: from.size(StateId::AT),
    };
    let mut keys = Keys::default();
    each_start(from, |record| {
        judge.record(record)?;
        keys.add(&seeds, key(&records, record)?, record);
        Ok(())
    })?;
    let (paths, beginnings) = keys.index();
    let root = RecordId::read(from)?;
    judge.topic(root)?;
    let walks: Vec<WalkRow> = Stored::read(from)?;
    for walk in &walks {
        judge.topic(walk.record)?;
    }
    let segments = words(from)?;
    let mut edges = Vec::new();
    each_start(from, |edge| {
        let segment = key(&segments, edge)?;
        let start = segments.header(edge).state().index() as u64;
        let hash = seeds.hash_with(start, segment.as_bytes());
        edges.push((hash, edge.number()));
        Ok(())
    })?;
    Ok(TopicIndex {
        seeds,
        paths,
        root: Root::new(&records, root),
        beginnings,
        walks: walks.into_iter().collect(),
        edges: Perfect::new(&edges),
        segments,
        records,
    })
}

fn words(from: &mut Reader<'_>) -> Read<Records> {
    from.words().map(Records::from_bytes)
}

fn each_start(from: &mut Reader<'_>, mut each: impl FnMut(RecordId) -> Read<()>) -> Read<()> {
    let mut last: u32 = 0;
    for number in 0..from.number()? {
        let distance = u32::read(from)?;
        let start = last.checked_add(distance);
        // The same twice would be one.
        let start = start.filter(|_| number == 0 || distance > 0);
        last = start.ok_or(corrupt("where a record begins"))?;
        each(RecordId::from_number(last))?;
    }
    Ok(())
}

fn key(records: &Records, record: RecordId) -> Read<&str> {
    records.key(record).ok_or(corrupt("the key of a record"))
}

/// Judges records by themselves, and the nodes to which they lead.
struct Judge<'n, 'w> {
    records: &'w Records,
    nodes: &'n mut Nodes<'w>,
    states: usize,
}

impl Judge<'_, '_> {
    fn record(&mut self, record: RecordId) -> Read<()> {
        let header = self.records.header(record);
        if header.state().index() >= self.states {
            return Err(corrupt("the state of a record"));
        }
        if header.has(STUB) {
            return Ok(());
        }
        self.nodes.judge_lead(self.records.lead(record))?;
        let second = self.records.lead_below(record, header);
        self.nodes.judge_lead(second)
    }

    /// The same for one that is not looked up: no alias.
    fn topic(&mut self, record: RecordId) -> Read<()> {
        if self.records.header(record).has(ALIAS | STUB) {
            return Err(corrupt("where a pattern leads"));
        }
        self.record(record)
    }
}
