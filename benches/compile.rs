//! From a document to an organization, and from an organization to a router.
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
    }
    group.finish();
}

criterion_group!(benches, compile);
criterion_main!(benches);
