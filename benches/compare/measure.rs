//! Measures one size: builds the organizations, checks all answers, and gives everybody turns.

use crate::arguments::Arguments;
use crate::check::check;
use crate::organization::{
    Ask, Asks, Directory, Distribution, Plan, Set, Style, Workload, generous,
};
use crate::progress::Progress;
use crate::report::Figure;
use crate::rounds::{Turn, take_turns};
use crate::systems::{self, Floor, Prepared, Switchboard, System};
use crate::threads::two_threads;

/// What one system took for one list.
#[derive(Clone, Debug)]
pub struct Record {
    pub system: String,
    pub workload: Workload,
    pub set: Set,
    pub size: usize,
    pub distribution: Distribution,
    /// By round.
    pub nanoseconds: Vec<f64>,
    /// The floor's exact hits at this size and distribution, by round.
    pub floor: Vec<f64>,
    /// While the whole list was looked up.
    pub allocations: u64,
}

/// All that was measured.
#[derive(Debug, Default)]
pub struct Measured {
    pub records: Vec<Record>,
    /// What is no time of one system for one list.
    pub figures: Vec<Figure>,
}

/// The records of several runs as if they were one with more rounds.
pub fn together(runs: &[Measured]) -> Vec<Record> {
    let mut records = Vec::new();
    for (place, first) in runs
        .iter()
        .take(1)
        .flat_map(|run| run.records.iter().enumerate())
    {
        let mut record = first.clone();
        for other in &runs[1..] {
            let other = &other.records[place];
            record.nanoseconds.extend_from_slice(&other.nanoseconds);
            record.floor.extend_from_slice(&other.floor);
        }
        records.push(record);
    }
    records
}

/// Everything at one size.
pub fn measure(size: usize, arguments: &Arguments, progress: Progress, measured: &mut Measured) {
    let plan = Plan::new(size, Workload::Topic, Style::Plain);
    let floor = Floor::new(&plan);
    let distributions = arguments.distributions.iter();
    let hits = distributions.map(|&distribution| {
        Asks::new(
            &plan,
            Set::Exact,
            distribution,
            length(size, arguments.test),
        )
    });
    let hits: Vec<Asks> = hits.collect();
    drop(plan);
    for &workload in &arguments.workloads {
        for style in [Style::Plain, Style::NonAscii, Style::Short, Style::Long] {
            let sets = arguments.sets(workload).iter().copied();
            let sets: Vec<Set> = sets.filter(|set| style_of(*set) == style).collect();
            if !sets.is_empty() {
                let subject = Subject {
                    size,
                    workload,
                    style,
                    floor: &floor,
                    hits: &hits,
                };
                subject.measure(&sets, arguments, progress, measured);
            }
        }
    }
}

/// The organizations in which topics look as a set wants them.
fn style_of(set: Set) -> Style {
    match set {
        Set::NonAscii => Style::NonAscii,
        Set::Short => Style::Short,
        Set::Long => Style::Long,
        _ => Style::Plain,
    }
}

/// How many asks a list has: more than a branch predictor learns by heart, and of large organizations most topics.
fn length(size: usize, is_test: bool) -> usize {
    match size {
        _ if is_test => 1 << 9,
        0..100_000 => 1 << 14,
        100_000..1_000_000 => 1 << 17,
        _ => 1 << 20,
    }
}

/// One organization, and the floor of its size.
struct Subject<'a> {
    size: usize,
    workload: Workload,
    style: Style,
    floor: &'a Floor,
    /// The floor's exact hits, by distribution.
    hits: &'a [Asks],
}

/// What is asked of it.
struct List<'a> {
    set: Set,
    distribution: Distribution,
    asks: &'a Asks,
    each: Vec<Ask<'a>>,
    hits: Vec<Ask<'a>>,
}

impl Subject<'_> {
    fn measure(
        &self,
        sets: &[Set],
        arguments: &Arguments,
        progress: Progress,
        measured: &mut Measured,
    ) {
        let what = format!("{} topics, {:?}", self.size, self.workload).to_lowercase();
        progress.say(&format!("building {what}, {:?}", self.style));
        let plan = Plan::new(self.size, self.workload, self.style);
        let organization = plan.document().build_with(&generous()).unwrap();
        let router = organization.compile();
        let directory = Directory::new(plan.departments);
        let length = length(self.size, arguments.test);
        let mut asks = Vec::new();
        for (&distribution, hits) in arguments.distributions.iter().zip(self.hits) {
            for &set in sets {
                let asked = Asks::new(&plan, set, distribution, length);
                asks.push((set, distribution, hits, asked));
            }
        }
        let lists = asks.iter().map(|(set, distribution, hits, asks)| List {
            set: *set,
            distribution: *distribution,
            asks,
            each: asks.iter().collect(),
            hits: hits.iter().collect(),
        });
        let lists: Vec<List<'_>> = lists.collect();
        let prepared = Prepared::new(&plan, &router);
        let mut systems = systems::all(&plan, &directory, &router, &prepared);
        systems.retain(|system| arguments.wants(system.name()));
        for list in &lists {
            for system in &mut systems {
                system.prepare(list.asks, &list.each);
            }
            let what = format!("{what}, {:?}, {:?}", list.set, list.distribution);
            progress.say(&format!("checking {what}"));
            check(&systems, (&plan, &organization), list.set, &list.each);
            progress.say(&format!("measuring {what}"));
            let records = self.take_turns(list, &systems, arguments.rounds);
            measured.records.extend(records);
        }
        let mixed = Asks::new(&plan, Set::Mixed, Distribution::Uniform, length);
        let ours = Switchboard::new(&plan, &router);
        if self.style == Style::Plain && arguments.wants(ours.name()) {
            let floor = (self.floor, &self.hits[0]);
            let figure = two_threads((&plan, &mixed), &ours, floor, arguments.rounds);
            measured.figures.push(figure);
        }
    }

    fn take_turns<'a>(
        &self,
        list: &List<'a>,
        systems: &[Box<dyn System<'a> + 'a>],
        rounds: usize,
    ) -> Vec<Record> {
        let (workload, set) = (self.workload, list.set);
        // The floor's exact hits have a turn beside everything else.
        let is_of_floor = (workload, set) == (Workload::Topic, Set::Exact);
        let able: Vec<_> = systems
            .iter()
            .filter(|system| system.answers(workload, set))
            .filter(|system| !(is_of_floor && system.name() == Floor::NAME))
            .collect();
        let floor = Turn::new(list.hits.len(), |part| {
            System::run(self.floor, Workload::Topic, &list.hits, part);
        });
        let others = able.iter().map(|system| {
            let run = |part| system.run(workload, &list.each, part);
            Turn::new(list.each.len(), run)
        });
        let turns: Vec<Turn<'_>> = std::iter::once(floor).chain(others).collect();
        let taken = take_turns(&turns, rounds);
        let names = able.iter().map(|system| system.name());
        let names = std::iter::once(Floor::NAME).chain(names);
        let record = |((name, turn), nanoseconds): ((&str, &Turn<'_>), &Vec<f64>)| Record {
            system: name.to_owned(),
            workload,
            set,
            size: self.size,
            distribution: list.distribution,
            nanoseconds: nanoseconds.clone(),
            floor: taken[0].clone(),
            allocations: turn.allocations(),
        };
        let records = names.zip(&turns).zip(&taken).map(record);
        records.skip(usize::from(!is_of_floor)).collect()
    }
}
