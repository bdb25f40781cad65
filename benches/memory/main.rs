//! What an organization and its router take: time once, and memory at the most and afterwards.
//!
//! `cargo bench --bench memory -- 10000 1000000` measures these numbers of topics, with one to eight routes each; and in
//! any case many small organizations in one process: `-- --tenants 100000` says how many.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::std_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    dead_code,
    unused_imports,
    reason = "a bench has `std`, fails by panicking, and uses a part of the organizations"
)]

#[path = "../organization/mod.rs"]
mod organization;

use std::time::Instant;

use allocation_counter::{AllocationInfo, measure};
use organization::{Plan, Style, Workload, generous};
use switchboard::{Organization, Router};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_test = cfg!(debug_assertions) || arguments.iter().any(|own| own == "--test");
    let tenants_at = arguments.iter().position(|own| own == "--tenants");
    let given = arguments.iter().enumerate();
    let given = given.filter(|(at, _)| tenants_at.is_none_or(|tenants| *at != tenants + 1));
    let given: Vec<usize> = given.filter_map(|(_, own)| own.parse().ok()).collect();
    let count = tenants_at.map_or(1_000, |at| arguments[at + 1].parse().unwrap());
    let sizes = match (is_test, given.is_empty()) {
        (true, _) => vec![100],
        (false, true) if tenants_at.is_some() => vec![],
        (false, true) => vec![10_000, 100_000],
        (false, false) => given,
    };
    println!("| topics | routes | build | at most | organization | compile | at most | router |");
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|");
    for size in sizes {
        one(size);
    }
    tenants(if is_test { 2 } else { count });
}

/// One organization of so many topics.
fn one(size: usize) {
    let document = Plan::new(size, Workload::Conditions, Style::Plain).document();
    let mut organization: Option<Organization> = None;
    let (build_seconds, building) =
        taken(|| organization = Some(document.build_with(&generous()).unwrap()));
    drop(document);
    let organization = organization.unwrap();
    let routes = organization.routes().count();
    let mut compiled: Option<Router> = None;
    let (compile_seconds, compiling) = taken(|| compiled = Some(organization.compile()));
    println!(
        "| {size} | {routes} | {build_seconds:.3} s | {} | {} | {compile_seconds:.3} s | {} | {} |",
        megabytes(building.bytes_max),
        megabytes(building.bytes_current as u64),
        megabytes(compiling.bytes_max),
        megabytes(compiling.bytes_current as u64),
    );
}

/// Many organizations of 100 topics in one process, each of its own: with their routers, and detached routers alone.
fn tenants(count: usize) {
    let build = || {
        let document = Plan::new(100, Workload::Topic, Style::Plain).document();
        document.build().unwrap()
    };
    let kept = 1_000.min(count);
    let mut attached: Vec<Router> = Vec::with_capacity(kept);
    let all = measure(|| attached.extend((0..kept).map(|_| build().compile())));
    let with_organizations = all.bytes_current as f64 / kept as f64;
    drop(attached);
    let mut routers: Vec<Router> = Vec::with_capacity(count);
    let mut seconds = 0.0;
    let all = measure(|| {
        for _ in 0..count {
            let organization = build();
            let start = Instant::now();
            routers.push(organization.compile().detached());
            seconds += start.elapsed().as_secs_f64();
        }
    });
    let alone = all.bytes_current as f64 / count as f64;
    println!(
        "\n{count} organizations of 100 topics: {alone:.0} bytes each for a detached router ({} in all), compiled in \
         {seconds:.1} s; {with_organizations:.0} bytes with the organization",
        megabytes(all.bytes_current as u64),
    );
}

/// Seconds, and allocations.
fn taken(work: impl FnOnce()) -> (f64, AllocationInfo) {
    let start = Instant::now();
    let info = measure(work);
    (start.elapsed().as_secs_f64(), info)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
