//! One fact changed, in the organization and in its router, against building and compiling anew.
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

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use switchboard::{Edit, Route, When};

/// A head replaced, a name, another owner; a route that comes and one that goes; the first route of a pattern.
fn edits() -> [(&'static str, Edit); 6] {
    let topic = "area-0/product-3/question-31";
    let by_phone = When::new().any_of("channel", ["phone"]);
    let added = Route::new(topic).owner("department-3").when(by_phone);
    let further = Route::new("area-0/product-3/new").owner("department-3");
    let of_topic = "area-0/product-3/question-30?channel=chat,email";
    [
        (
            "head",
            Edit::set("departments", "department-1", "head", "head-2"),
        ),
        ("name", Edit::set("contacts", "head-1", "name", "Kim")),
        ("owner", Edit::set("routes", topic, "owner", "department-3")),
        ("route added", Edit::append("routes", added)),
        ("route removed", Edit::remove("routes", of_topic)),
        ("pattern added", Edit::append("routes", further)),
    ]
}

fn edit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3));
    for &topics in common::SIZES {
        let organization = common::document(topics).build().unwrap();
        for (name, edit) in edits() {
            let edits = [edit];
            group.bench_function(BenchmarkId::new(name, topics), |bencher| {
                bencher.iter(|| black_box(&organization).apply(&edits).unwrap());
            });
        }
        let router = organization.compile();
        for (name, edit) in edits() {
            let after = organization.apply(&[edit]).unwrap();
            let name = format!("recompile: {name}");
            group.bench_function(BenchmarkId::new(name, topics), |bencher| {
                bencher.iter(|| black_box(&after).recompile(&router));
            });
        }
        group.bench_function(BenchmarkId::new("compile", topics), |bencher| {
            bencher.iter(|| black_box(&organization).compile());
        });
        let document = organization.to_document();
        group.bench_function(BenchmarkId::new("anew", topics), |bencher| {
            bencher.iter(|| black_box(&document).build().unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, edit);
criterion_main!(benches);
