//! Whether all systems answer alike, and as the reference does.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use switchboard::{Inquiry, Organization};

use crate::organization::{ATTRIBUTES, Ask, Level, Set, VALUES, Workload, number_of};
use crate::systems::{Answer, System};

/// How many asks of a list the reference is asked: it is slow, as it looks at every route.
const WORK: usize = 10_000_000;

/// Compares every answer of every system with that of the first, and a sample of the first's with the reference's.
///
/// # Panics
///
/// Where two differ: such times would mean nothing.
pub fn check<'a>(
    systems: &[Box<dyn System<'a> + 'a>],
    organization: &Organization,
    (workload, set): (Workload, Set),
    list: &[Ask<'a>],
    size: usize,
) {
    let able = systems
        .iter()
        .filter(|system| system.answers(workload, set));
    let mut first: Option<(&str, Vec<u64>)> = None;
    for system in able {
        let digests = (0..list.len()).map(|at| digest(&system.answer(workload, list, at)));
        let digests: Vec<u64> = digests.collect();
        let (other, known) = first.get_or_insert_with(|| {
            let sample = (WORK / size).clamp(100, list.len());
            let stride = list.len() / sample;
            for (at, ask) in list.iter().enumerate().step_by(stride) {
                let expected = reference(organization, workload, ask);
                let answer = system.answer(workload, list, at);
                assert_eq!(answer, expected, "{} on {ask:?}", system.name());
            }
            (system.name(), digests.clone())
        });
        if let Some(at) = (0..list.len()).find(|at| digests[*at] != known[*at]) {
            let answer = system.answer(workload, list, at);
            let (name, ask) = (system.name(), &list[at]);
            panic!("{name} answers {answer:?} to {ask:?}, which is not what {other} answers");
        }
    }
}

fn digest(answer: &Answer) -> u64 {
    BuildHasherDefault::<DefaultHasher>::new().hash_one(answer)
}

/// What `Organization::resolve` says.
fn reference(organization: &Organization, workload: Workload, ask: &Ask<'_>) -> Answer {
    let mut inquiry = Inquiry::new(ask.topic);
    if workload == Workload::Conditions {
        for (attribute, number) in ask.values.iter().enumerate() {
            let value = VALUES[attribute][usize::from(*number)];
            inquiry = inquiry.with(ATTRIBUTES[attribute], value);
        }
    }
    let answer = organization.resolve(&inquiry).unwrap();
    let level = |level: &switchboard::AnswerLevel| Level {
        contact: number_of(level.contact()),
        due: level.due().as_secs().try_into().unwrap(),
    };
    Answer {
        owner: number_of(answer.owner()),
        chain: match workload {
            Workload::Topic => Vec::new(),
            Workload::Conditions => answer.chain().iter().map(level).collect(),
        },
    }
}
