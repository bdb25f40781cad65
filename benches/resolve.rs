//! From a topic as text and values as ids to the owner and the whole chain, beside what it would be without the crate.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "a bench has `std`, and fails by panicking"
)]

mod common;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use switchboard::{Query, Resolution};

/// The next of the asks, round and round.
fn cycle<'a, T>(asks: &'a [T]) -> impl FnMut() -> &'a T {
    let mut next = 0;
    move || {
        next = (next + 1) % asks.len();
        &asks[next]
    }
}

/// Reads what a caller needs: the owner and each level.
fn read(resolution: &Resolution<'_, '_>) -> usize {
    let levels = resolution
        .chain()
        .map(|level| level.contact().key().len() + usize::from(level.due().is_zero()));
    resolution.owner().key().len() + levels.sum::<usize>()
}

fn resolve(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resolve");
    for &topics in common::SIZES {
        let asks = common::asks(topics);

        let map = common::plain_map(topics);
        let mut ask = cycle(&asks);
        group.bench_function(BenchmarkId::new("plain map", topics), |bencher| {
            bencher.iter(|| map.get(black_box(ask().topic.as_str())));
        });
        drop(map);

        let rules = common::RuleList::new(topics);
        let mut ask = cycle(&asks);
        group.bench_function(BenchmarkId::new("rule list", topics), |bencher| {
            bencher.iter(|| {
                let ask = black_box(ask());
                let rule = rules.resolve(&ask.topic, Some(ask.channel), Some(ask.region));
                rule.owner.len() + rule.chain.iter().map(String::len).sum::<usize>()
            });
        });
        drop(rules);

        let router = common::document(topics).build().unwrap().compile();
        let with_ids: Vec<_> = asks
            .iter()
            .map(|ask| {
                let channel = router.value("channel", ask.channel).unwrap();
                (
                    ask.topic.as_str(),
                    channel,
                    router.value("region", ask.region).unwrap(),
                )
            })
            .collect();
        let mut ask = cycle(&with_ids);
        group.bench_function(BenchmarkId::new("query and resolve", topics), |bencher| {
            bencher.iter(|| {
                let &(topic, channel, region) = black_box(ask());
                let query = router
                    .query(topic)
                    .unwrap()
                    .with_value(channel)
                    .unwrap()
                    .with_value(region)
                    .unwrap();
                read(&query.resolve())
            });
        });

        let queries: Vec<Query<'_, '_>> = with_ids
            .iter()
            .map(|(topic, channel, region)| {
                router
                    .query(topic)
                    .unwrap()
                    .with_value(*channel)
                    .unwrap()
                    .with_value(*region)
                    .unwrap()
            })
            .collect();
        let mut query = cycle(&queries);
        group.bench_function(
            BenchmarkId::new("resolve a prepared query", topics),
            |bencher| {
                bencher.iter(|| read(&black_box(query()).resolve()));
            },
        );

        let inquiries: Vec<_> = asks.iter().map(common::Ask::inquiry).collect();
        let mut inquiry = cycle(&inquiries);
        group.bench_function(BenchmarkId::new("prepare and resolve", topics), |bencher| {
            bencher.iter(|| read(&router.prepare(black_box(inquiry())).unwrap().resolve()));
        });
    }
    group.finish();
}

criterion_group!(benches, resolve);
criterion_main!(benches);
