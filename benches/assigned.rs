//! An assignment of many rows beside one plain route, and beside as many routes as it has rows: what a look-up costs.
#![allow(
    missing_docs,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "a bench has `std`, and fails by panicking"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use switchboard::{
    Assignment, Attribute, Contact, Department, Document, Inquiry, Resolution, Route, Router,
    Target, ValueId, When,
};

/// How the owners of accounts are written down.
#[derive(Clone, Copy)]
enum Form {
    /// One owner for all.
    OneRoute,
    /// One route, and a row for each account.
    Assigned,
    /// A route for each account.
    Routes,
}

const MANAGERS: usize = 500;

fn router(accounts: usize, form: Form) -> Router {
    let mut document = Document::new();
    document.attribute("account", Attribute::open());
    document.department("company", Department::new().head("director"));
    document.contact("director", Contact::person("Managing director"));
    document.department(
        "sales",
        Department::new().parent("company").head("manager-0"),
    );
    for number in 0..MANAGERS {
        let manager = Contact::person("Account manager").department("sales");
        document.contact(&format!("manager-{number}"), manager);
    }
    document.route(Route::fallback("company"));
    // Every form knows the accounts, so that a value means the same.
    let manager = |row: usize| format!("manager-{}", row * 7 % MANAGERS);
    let table = (0..accounts).fold(Assignment::new("account", "sales"), |table, row| {
        table.row(&account(row), manager(row).as_str())
    });
    document.assignment("account-manager", table);
    let assigned = Target::assigned("account-manager");
    match form {
        Form::OneRoute => {
            document.route(Route::new("other").owner(assigned));
            document.route(Route::new("sales").owner("manager-7"));
        }
        Form::Assigned => {
            document.route(Route::new("sales").owner(assigned));
        }
        Form::Routes => {
            document.route(Route::new("sales").owner("sales"));
            for row in 0..accounts {
                let when = When::new().is("account", &account(row));
                document.route(Route::new("sales").when(when).owner(manager(row).as_str()));
            }
        }
    }
    document.build().unwrap().compile()
}

fn account(row: usize) -> String {
    format!("account-{row}")
}

/// Reads what a caller needs: the owner and each level.
fn read(resolution: &Resolution<'_, '_>) -> usize {
    let levels = resolution
        .chain()
        .map(|level| level.contact().key().len() + usize::from(level.due().is_zero()));
    resolution.owner().key().len() + levels.sum::<usize>()
}

fn assigned(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("assigned");
    for accounts in [100, 10_000, 100_000] {
        for (name, form) in [
            ("one route", Form::OneRoute),
            ("one assignment", Form::Assigned),
            ("as many routes", Form::Routes),
        ] {
            let router = router(accounts, form);
            // A stride that visits accounts far from each other.
            let asked = (0..1_000).map(|ask| ask * 7_919 % accounts);
            let values: Vec<ValueId> = asked
                .clone()
                .map(|row| router.value("account", &account(row)).unwrap())
                .collect();
            let inquiries: Vec<Inquiry> = asked
                .map(|row| Inquiry::new("sales/offers").with("account", account(row)))
                .collect();
            let mut value = values.iter().cycle();
            group.bench_function(BenchmarkId::new(name, accounts), |bencher| {
                bencher.iter(|| {
                    let value = *black_box(value.next().unwrap());
                    let query = router.query("sales/offers").unwrap().with_value(value);
                    read(&query.unwrap().resolve())
                });
            });
            let mut inquiry = inquiries.iter().cycle();
            let name = format!("{name}, account as text");
            group.bench_function(BenchmarkId::new(name, accounts), |bencher| {
                bencher.iter(|| {
                    let inquiry = black_box(inquiry.next().unwrap());
                    read(&router.prepare(inquiry).unwrap().resolve())
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, assigned);
criterion_main!(benches);
