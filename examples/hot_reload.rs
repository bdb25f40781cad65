//! One router for many threads, replaced while they answer: `cargo run --example hot_reload`.
//!
//! A reader takes the router of the moment without waiting for anybody, and keeps it for as long as it needs it: each
//! inquiry is answered by one organization, never by parts of two. Who reloads builds and compiles aside, and swaps.
#![allow(
    clippy::expect_used,
    clippy::std_instead_of_core,
    reason = "an example has `std`, and shows the way without detours"
)]

use std::error::Error;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use arc_swap::ArcSwap;
use switchboard::{Contact, Department, Document, Route, Router};

/// The organization while this person is in charge of billing.
fn router(head: &str) -> Result<Router, Box<dyn Error>> {
    let mut document = Document::new();
    document.department("company", Department::new().head("director"));
    document.department("billing", Department::new().parent("company").head(head));
    document.contact("director", Contact::person("Managing director"));
    document.contact(head, Contact::person(head));
    document.route(Route::fallback("company"));
    document.route(Route::new("billing").owner("billing"));
    Ok(document.build()?.compile())
}

fn main() -> Result<(), Box<dyn Error>> {
    let heads = ["first-head", "second-head", "third-head"];
    let current = ArcSwap::from_pointee(router(heads[0])?);
    let is_over = AtomicBool::new(false);
    let answered = AtomicUsize::new(0);
    thread::scope(|scope| {
        let readers = [(); 2].map(|()| {
            scope.spawn(|| {
                let mut seen: Vec<String> = Vec::new();
                while !is_over.load(Ordering::Acquire) {
                    let router = current.load();
                    let query = router.query("billing/refunds").expect("a path");
                    let owner = query.resolve().owner();
                    if seen.last().is_none_or(|last| last != owner.key()) {
                        seen.push(owner.key().to_owned());
                    }
                    answered.fetch_add(1, Ordering::AcqRel);
                }
                seen
            })
        });
        for head in heads.into_iter().skip(1) {
            // Nobody is kept waiting while this is built; a document with problems would change nothing.
            let next = router(head)?;
            wait_for(&answered);
            println!("{} -> {}", current.load().fingerprint(), next.fingerprint());
            current.store(next.into());
        }
        wait_for(&answered);
        is_over.store(true, Ordering::Release);
        for reader in readers {
            let seen = reader.join().map_err(|_| "a reader panicked")?;
            println!("a reader saw {}", seen.join(", then "));
        }
        Ok(())
    })
}

/// Until some more inquiries were answered.
fn wait_for(answered: &AtomicUsize) {
    let before = answered.load(Ordering::Acquire);
    while answered.load(Ordering::Acquire) < before + 10_000 {
        thread::yield_now();
    }
}
