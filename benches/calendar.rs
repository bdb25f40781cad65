//! Schedules and hours: who is on duty at an instant, timelines and gaps of a year, business time over a year; and how that
//! grows with layers, members and years.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "a bench has `std`, and fails by panicking"
)]

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, criterion_group, criterion_main};
use switchboard::civil::{Date, date};
use switchboard::{
    Contact, Department, Document, Holidays, Hours, Organization, Route, Schedule, ScheduleLayer,
    ScheduleOverride, SignedDuration, Timestamp,
};

/// How large a schedule is, and for how many years it is asked.
#[derive(Clone, Copy)]
struct Size {
    layers: u32,
    members: u32,
    years: u32,
}

const USUAL: Size = Size {
    layers: 4,
    members: 20,
    years: 1,
};

const START: Date = date(2026, 1, 1);
const INSTANTS: usize = 1_024;

impl Size {
    /// What grows, and how, the rest as usual.
    fn all() -> Vec<(&'static str, u32, Self)> {
        let layers = [1, 4, 16].map(|layers| ("layers", layers, Self { layers, ..USUAL }));
        let members = [2, 20, 200].map(|members| ("members", members, Self { members, ..USUAL }));
        let years = [1, 5, 20].map(|years| ("years", years, Self { years, ..USUAL }));
        layers.into_iter().chain(members).chain(years).collect()
    }

    /// Weeks in turn below, and above them layers of days in some hours; an override a fortnight, nobody on Sunday nights.
    fn schedule(self) -> Schedule {
        let members: Vec<String> = (0..self.members)
            .map(|own| format!("member-{own}"))
            .collect();
        let lowest = ScheduleLayer::weekly(START).handoff("09:00");
        let mut schedule = Schedule::new("Europe/Bucharest").layer(turns(lowest, &members));
        for layer in 1..self.layers {
            let from = layer % 12 * 2;
            let hours = format!("daily {from}:00-{}:00", from + 2);
            let daily = ScheduleLayer::daily(START).restricted(&hours);
            schedule = schedule.layer(turns(daily, &members));
        }
        for fortnight in 0..self.years * 26 {
            let day =
                START.saturating_add(SignedDuration::from_hours(i64::from(fortnight) * 14 * 24));
            let (from, until) = (format!("{day}T18:00"), format!("{day}T22:00"));
            let by = ScheduleOverride::new(&from, &until).replace(&members[0], &members[1]);
            schedule = schedule.overridden(by);
        }
        schedule.unstaffed_weekly("sun 22:00-24:00", "maintenance")
    }

    fn organization(self) -> Organization {
        let mut document = Document::new();
        document.department("company", Department::new().head("member-0"));
        for member in 0..self.members {
            let key = format!("member-{member}");
            document.contact(&key, Contact::person(&key));
        }
        document.route(Route::fallback("company"));
        document.schedule("rota", self.schedule());
        let mut holidays = Holidays::new();
        for day in ["01-01", "05-01", "12-01", "12-25", "12-26"] {
            holidays = holidays.day(day, "a holiday");
        }
        document.holidays("national", holidays);
        let office = Hours::in_zone("Europe/Bucharest").open("mon-fri 9:00-12:30, 13:30-18:00");
        document.hours("office", office.holidays("national"));
        document.build().unwrap()
    }

    fn stretch(self) -> [Timestamp; 2] {
        let year = 2026 + i16::try_from(self.years).unwrap();
        [
            "2026-01-05T00:00:00Z".to_owned(),
            format!("{year}-01-05T00:00:00Z"),
        ]
        .map(|text| text.parse().unwrap())
    }

    /// Instants in that time, the same every time (Marsaglia's xorshift).
    fn instants(self) -> Vec<Timestamp> {
        let [from, until] = self.stretch().map(Timestamp::as_second);
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let offset = i64::try_from(state >> 1).unwrap() % (until - from);
            Timestamp::from_second(from + offset).unwrap()
        };
        std::iter::repeat_with(next).take(INSTANTS).collect()
    }
}

fn turns(layer: ScheduleLayer, members: &[String]) -> ScheduleLayer {
    let turn = |layer: ScheduleLayer, member: &String| layer.turn([member.as_str()]);
    members.iter().fold(layer, turn)
}

fn group<'c>(criterion: &'c mut Criterion, name: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800));
    group
}

/// One look-up after the other, each at another instant.
fn on_duty(criterion: &mut Criterion) {
    let mut group = group(criterion, "on_duty");
    for (what, number, size) in Size::all() {
        let organization = size.organization();
        let schedule = organization.schedule("rota").unwrap();
        let mut instants = size.instants().into_iter().cycle();
        group.bench_function(BenchmarkId::new(what, number), |bencher| {
            bencher.iter(|| {
                let on_duty = schedule.on_duty(instants.next().unwrap());
                black_box(on_duty.people().count())
            });
        });
    }
    let organization = USUAL.organization();
    let schedule = organization.schedule("rota").unwrap();
    let mut instants = USUAL.instants().into_iter().cycle();
    group.bench_function("validity", |bencher| {
        bencher.iter(|| black_box(schedule.on_duty(instants.next().unwrap()).validity()));
    });
    group.finish();
}

fn timelines(criterion: &mut Criterion) {
    for name in ["timeline", "gaps"] {
        let mut group = group(criterion, name);
        for (what, number, size) in Size::all() {
            let organization = size.organization();
            let schedule = organization.schedule("rota").unwrap();
            let [from, until] = size.stretch();
            group.bench_function(BenchmarkId::new(what, number), |bencher| {
                bencher.iter(|| {
                    if name == "gaps" {
                        schedule.gaps(from, until).count()
                    } else {
                        schedule.timeline(from, until).count()
                    }
                });
            });
        }
        group.finish();
    }
}

/// From random instants, so much open time as there is in so many years, and back.
fn business_time(criterion: &mut Criterion) {
    let mut group = group(criterion, "business time");
    let organization = USUAL.organization();
    let office = organization.hours("office").unwrap();
    for years in [1, 5, 20] {
        let [from, until] = Size { years, ..USUAL }.stretch();
        let worked = office.between(from, until);
        let mut instants = USUAL.instants().into_iter().cycle();
        group.bench_function(BenchmarkId::new("add, years", years), |bencher| {
            bencher.iter(|| office.add(instants.next().unwrap(), black_box(worked)));
        });
        let length = from.duration_until(until);
        group.bench_function(BenchmarkId::new("between, years", years), |bencher| {
            bencher.iter(|| {
                let from = instants.next().unwrap();
                office.between(from, from + length)
            });
        });
    }
    let mut instants = USUAL.instants().into_iter().cycle();
    group.bench_function("next_opening", |bencher| {
        bencher.iter(|| office.next_opening(instants.next().unwrap()));
    });
    group.finish();
}

/// An answer of an organization with a thousand schedules, owner and chain read: without an instant and with one, on routes that
/// read no calendar and on routes that ask who is on duty.
fn answers(criterion: &mut Criterion) {
    const SCHEDULES: u32 = 1_000;
    let size = Size { layers: 2, ..USUAL };
    let mut document = Document::new();
    document.department("company", Department::new().head("member-0"));
    for member in 0..size.members {
        let key = format!("member-{member}");
        document.contact(&key, Contact::person(&key));
    }
    document.route(Route::fallback("company"));
    for number in 0..SCHEDULES {
        let (topic, key) = (format!("topics/{number}"), format!("rota-{number}"));
        document.schedule(&key, size.schedule());
        document.route(Route::new(&format!("{topic}/plain")).owner("company"));
        let timed = Route::new(&format!("{topic}/timed")).owner("company");
        document.route(timed.responder(key.as_str()));
    }
    let router = document.build().unwrap().compile();
    let instants = size.instants();
    let mut group = group(criterion, "resolve");
    for (name, kind, at) in [
        ("no calendar, no instant", "plain", false),
        ("no calendar, an instant", "plain", true),
        ("a schedule, no instant", "timed", false),
        ("a schedule, an instant", "timed", true),
    ] {
        let topics: Vec<String> = (0..SCHEDULES)
            .map(|number| format!("topics/{number}/{kind}"))
            .collect();
        let mut next = 0_usize;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                next = next.wrapping_add(1);
                let mut query = router.query(&topics[next * 7 % topics.len()]).unwrap();
                // Taken from the list in any case, so that this costs the same.
                let instant = black_box(instants[next % instants.len()]);
                if at {
                    query = query.at(instant);
                }
                let answer = query.resolve();
                let levels = answer.chain().map(|level| level.contact().key().len());
                black_box(levels.sum::<usize>() + answer.owner().key().len())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, on_duty, timelines, business_time, answers);
criterion_main!(benches);
