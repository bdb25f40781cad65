//! Whether all systems answer alike, and as the reference does.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use switchboard::{Inquiry, Organization};

use crate::organization::{
    ATTRIBUTES, Ask, Level, Plan, Set, VALUES, Workload, generous, number_of,
};
use crate::systems::{Answer, System};

/// How many asks of a list the reference is asked; it is slow, as it looks at every route.
const SAMPLE: usize = 2_048;

/// So many at a time of an excerpt that has the topics on their paths only, where the organization has more than that.
const TOGETHER: usize = 256;

/// On how many routes the reference may look at for those that it is asked of the whole organization.
const WORK: usize = 2_000_000;

/// Compares every answer of every system with that of the first, and a sample of the first's with the reference's.
///
/// # Panics
///
/// Where two differ: such times would mean nothing.
pub fn check<'a>(
    systems: &[Box<dyn System<'a> + 'a>],
    (plan, organization): (&Plan, &Organization),
    set: Set,
    list: &[Ask<'a>],
) {
    let workload = plan.workload;
    let mut able = systems
        .iter()
        .filter(|system| system.answers(workload, set));
    let Some(first) = able.next() else {
        return;
    };
    let answer = |at: usize| first.answer(workload, list, at);
    check_reference((plan, organization), list, &answer);
    let known: Vec<u64> = (0..list.len()).map(|at| digest(&answer(at))).collect();
    for system in able {
        for (at, known) in known.iter().enumerate() {
            let own = system.answer(workload, list, at);
            assert!(
                digest(&own) == *known,
                "{} answers {own:?} to {:?}, and {} {:?}",
                system.name(),
                list[at],
                first.name(),
                answer(at)
            );
        }
    }
}

/// Compares some answers with those of the reference: a few of the whole organization, and more of excerpts.
fn check_reference(
    (plan, organization): (&Plan, &Organization),
    list: &[Ask<'_>],
    answer: &dyn Fn(usize) -> Answer,
) {
    let compare = |organization: &Organization, at: usize| {
        let expected = reference(organization, plan.workload, &list[at]);
        let found = answer(at);
        assert_eq!(found, expected, "{:?}", list[at]);
    };
    let spread = |count: usize| (0..list.len()).step_by(list.len().div_ceil(count));
    let whole = (WORK / plan.topics.len()).clamp(16, SAMPLE);
    for at in spread(whole) {
        compare(organization, at);
    }
    if plan.topics.len() <= TOGETHER {
        return;
    }
    let sample: Vec<usize> = spread(SAMPLE).collect();
    for together in sample.chunks(TOGETHER) {
        let topics = together.iter().map(|at| list[*at].topic.to_lowercase());
        let topics: Vec<String> = topics.collect();
        let paths: HashSet<&str> = topics.iter().flat_map(|topic| upwards(topic)).collect();
        let excerpt = plan.excerpt(|topic| paths.contains(topic));
        let excerpt = excerpt.build_with(&generous()).unwrap();
        for at in together {
            compare(&excerpt, *at);
        }
    }
}

/// A topic and those above it.
fn upwards(topic: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(topic), |path| {
        path.rsplit_once('/').map(|(above, _)| above)
    })
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
