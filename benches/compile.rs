//! From a document to an organization, and from an organization to a router; with the feature `snapshot` from that to bytes
//! and back.
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
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3));
    for &topics in common::SIZES {
        let document = common::document(topics);
        group.throughput(Throughput::Elements(topics as u64));
        group.bench_function(BenchmarkId::new("build", topics), |bencher| {
            bencher.iter(|| black_box(&document).build().unwrap());
        });
        let organization = document.build().unwrap();
        group.bench_function(BenchmarkId::new("compile", topics), |bencher| {
            bencher.iter(|| black_box(&organization).compile());
        });
        #[cfg(feature = "snapshot")]
        snapshot(&mut group, topics, &organization.compile());
    }
    group.finish();
}

/// To bytes and back.
#[cfg(feature = "snapshot")]
fn snapshot(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    topics: usize,
    router: &switchboard::Router,
) {
    group.bench_function(BenchmarkId::new("to_bytes", topics), |bencher| {
        bencher.iter(|| black_box(router).to_bytes());
    });
    let bytes = router.to_bytes();
    group.bench_function(BenchmarkId::new("from_bytes", topics), |bencher| {
        bencher.iter(|| switchboard::Router::from_bytes(black_box(&bytes)).unwrap());
    });
}

criterion_group!(benches, compile);
criterion_main!(benches);
