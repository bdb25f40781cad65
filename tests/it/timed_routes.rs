//! Routes with windows and hours: which one wins at which instant (W1, W2.6, W2.7, H1, H7).

use std::collections::BTreeSet;

use jiff::SignedDuration;
use switchboard::{
    Attribute, Contact, Department, Document, Edit, Hours, Inquiry, Organization, Route, Router,
    Timestamp, When,
};

use crate::generate::{Dice, settled, small};
use crate::oracle::{Ask, Oracle};
use crate::plain::Plain;
use crate::properties::{build, cases, for_each_of, inquiry};
use crate::spans::{hour, instant, timed};

/// The routers that have to agree, as far as they can be had: from bytes, compiled from another, detached, and compiled.
pub fn routers(organization: &Organization) -> Vec<Router> {
    let router = organization.compile();
    let mut routers = from_bytes(&router);
    let other = organization.apply(&[Edit::set_value("name", "Another")]);
    let other = other.unwrap_or_else(|error| panic!("{error}")).compile();
    let again = organization.recompile(&other);
    routers.extend([again, router.detached(), router]);
    routers
}

#[cfg(feature = "snapshot")]
fn from_bytes(router: &Router) -> Vec<Router> {
    let bytes = router.to_bytes();
    let again = Router::from_bytes(&bytes).unwrap_or_else(|error| panic!("{error}"));
    assert!(again.to_bytes() == bytes);
    vec![again]
}

#[cfg(not(feature = "snapshot"))]
fn from_bytes(_: &Router) -> Vec<Router> {
    Vec::new()
}

#[test]
fn the_route_that_counts_at_an_instant_wins() {
    let make = |seed| timed(small(seed), seed);
    for_each_of(cases(120), make, &|plain| {
        wins(&keyed(settled(plain.clone())));
    });
}

/// With keys by which winners are told.
fn keyed(mut plain: Plain) -> Plain {
    for (index, rule) in plain.rules.iter_mut().enumerate() {
        rule.key = Some(format!("rule-{index}"));
    }
    plain
}

fn wins(plain: &Plain) {
    let oracle = Oracle::new(plain);
    let routers = routers(&build(&plain.document()));
    let check = |ask: &Ask, at: Option<Timestamp>| {
        let hour = at.map(hour);
        let ask = Ask {
            hour,
            ..ask.clone()
        };
        let expected = plain.rules[oracle.winner(&ask)].key.as_deref();
        let inquiry = inquiry(&oracle, &ask);
        let inquiry = at.map_or(inquiry.clone(), |at| inquiry.at(at));
        for router in &routers {
            let answer = router.prepare(&inquiry).unwrap().resolve();
            assert_eq!(Some(answer.route()), expected, "{inquiry:?}");
        }
    };
    let asks = oracle.asks();
    for ask in &asks {
        check(ask, ask.hour.map(instant));
    }
    // The instant before each at which something changes, and that instant.
    let mut dice = Dice::new(asks.len() as u64);
    for edge in edges(plain) {
        let ask = dice.pick(&asks);
        let edge = instant(edge);
        check(ask, Some(edge));
        check(ask, Some(edge - SignedDuration::from_nanos(1)));
    }
}

/// The hours at which a window or, in some week, an opening begins or ends.
fn edges(plain: &Plain) -> BTreeSet<i64> {
    let spans = plain.rules.iter().map(|rule| &rule.span);
    let windows = spans.flat_map(|span| [span.from, span.until]).flatten();
    let openings = plain.openings.iter().flatten();
    let weeks = openings.flat_map(|(from, until)| [from + 168, until + 168]);
    windows.chain(weeks).collect()
}

const DAY: i64 = 24;

/// More rules on a topic than a node has room for: accounts that have routes of their own on some days or in some hours, and
/// routes for all.
fn crowded() -> Document {
    let mut document = Document::new();
    document.department("company", Department::new().head("director"));
    document.contact("director", Contact::person("Managing director"));
    document.attribute("account", Attribute::open());
    document.attribute("priority", Attribute::ordered(["low", "high", "urgent"]));
    document.hours("office", Hours::in_zone("UTC").open("mon-fri 9:00-17:00"));
    document.route(Route::fallback("company"));
    let route = || Route::new("orders").owner("company");
    document.route(route().key("office").during("office"));
    let urgent = When::new().at_least("priority", "high");
    let night = route().when(urgent.clone()).key("urgent");
    document.route(night.from(&instant(3 * DAY).to_string()));
    document.route(route().when(urgent).key("urgent-office").during("office"));
    for number in 0..90 {
        let account = When::new().is("account", &format!("account-{number}"));
        let route = route().when(account).key(&format!("account-{number}"));
        let start = instant(number % 7 * DAY).to_string();
        let end = instant(number % 5 * DAY + 9 * DAY).to_string();
        document.route(match number % 4 {
            0 => route.from(&start).until(&end),
            1 => route.during("office"),
            2 => route.from(&start).during("office"),
            _ => route,
        });
    }
    document
}

/// Who wins by what the routes of the crowd say.
fn expected(account: i64, is_urgent: bool, hour: i64) -> String {
    let day = hour.div_euclid(DAY);
    let is_office = day.rem_euclid(7) < 5 && (9..17).contains(&hour.rem_euclid(DAY));
    let has_begun = account % 7 <= day;
    let counts = match account % 4 {
        0 => has_begun && day < account % 5 + 9,
        1 => is_office,
        2 => has_begun && is_office,
        _ => true,
    };
    if (0..90).contains(&account) && counts {
        return format!("account-{account}");
    }
    let of_all = match (is_urgent, is_office) {
        (true, _) if day >= 3 => "urgent",
        (true, true) => "urgent-office",
        (false, true) => "office",
        _ => "/",
    };
    of_all.to_owned()
}

#[test]
fn large_groups_ask_for_the_next_rule_that_counts() {
    let organization = build(&crowded());
    let routers = routers(&organization);
    for account in 0..92 {
        for is_urgent in [false, true] {
            let mut asked = Inquiry::new("orders").with("account", format!("account-{account}"));
            if is_urgent {
                asked = asked.with("priority", "urgent");
            }
            for hour in (-DAY..16 * DAY).step_by(4).map(|hour| hour + 1) {
                let inquiry = asked.clone().at(instant(hour));
                let expected = expected(account, is_urgent, hour);
                for router in &routers {
                    let answer = router.prepare(&inquiry).unwrap().resolve();
                    assert_eq!(answer.route(), expected, "{inquiry:?}");
                }
            }
            let without = routers[0].prepare(&asked).unwrap().resolve().route();
            let is_untimed = account < 90 && account % 4 == 3;
            assert_eq!(without.starts_with("account"), is_untimed, "{asked:?}");
        }
    }
}

#[test]
fn a_timed_organization_compiled_again_is_the_one_compiled_anew() {
    let organization = build(&crowded());
    let router = organization.compile();
    for edit in [
        Edit::set("contacts", "director", "name", "Director"),
        Edit::set("routes", "office", "owner", "director"),
        Edit::set("routes", "account-1", "owner", "director"),
        Edit::set("routes", "account-0", "until", "2026-03-01"),
        Edit::set("routes", "account-1", "from", "2026-01-07"),
        Edit::unset("routes", "account-2", "during"),
        Edit::add("hours", "night", Hours::complement("office")),
    ] {
        let after = organization.apply(std::slice::from_ref(&edit));
        let after = after.unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        let (again, anew) = (after.recompile(&router), after.compile());
        assert_eq!(again.fingerprint(), anew.fingerprint(), "{edit:?}");
        #[cfg(feature = "snapshot")]
        assert!(again.to_bytes() == anew.to_bytes(), "{edit:?}");
        for account in 0..4 {
            for hour in [None, Some(30), Some(35), Some(300)] {
                let account = format!("account-{account}");
                let inquiry = Inquiry::new("orders").with("account", account);
                let inquiry = hour.map_or(inquiry.clone(), |hour| inquiry.at(instant(hour)));
                let answers = [&again, &anew].map(|router| {
                    let query = router.prepare(&inquiry).unwrap();
                    query.resolve().to_answer()
                });
                assert_eq!(answers[0], answers[1], "{edit:?}, {inquiry:?}");
            }
        }
    }
}

/// Where nothing is timed beneath, a topic is decided as it was.
#[test]
fn an_instant_changes_nothing_where_nothing_is_timed() {
    let mut document = crowded();
    document.route(Route::new("orders/returns").owner("company").key("returns"));
    for router in routers(&build(&document)) {
        for hour in [None, Some(0), Some(10), Some(40)] {
            let query = router.query("orders/returns").unwrap();
            let query = hour.map_or(query.clone(), |hour| query.at(instant(hour)));
            assert_eq!(query.resolve().route(), "returns");
        }
    }
}
