//! The guarantees, over every inquiry of many small organizations.
//!
//! `SWITCHBOARD_CASES` sets how many; the ignored test runs 5,000. A failure prints the seed, and the organization
//! after all was taken away that the failure does not need.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use switchboard::{
    Answer, AnswerLevel, ContactKind, Document, Inquiry, InquiryError, Organization, Router,
};

use crate::expected::{Expected, Level, Seat, Verdict, expected};
#[cfg(feature = "serde")]
use crate::formats::{Format, read, write};
use crate::generate::{Dice, Order, exclusion, settled, small};
use crate::oracle::{Ask, Oracle};
use crate::plain::{
    Call, Kind, Meaning, Plain, Sort, Test, To, dimension_name, party_key, unit_key,
};
use crate::spans::instant;

#[test]
fn router_reference_explain_and_oracle_agree() {
    for_each(cases(80), &settled_organizations(agree));
}

#[test]
#[ignore = "5,000 organizations take minutes"]
fn router_reference_explain_and_oracle_agree_on_5000_organizations() {
    for_each(cases(5_000), &settled_organizations(agree));
}

#[test]
fn order_of_keyed_declarations_changes_nothing() {
    for_each(cases(40), &settled_organizations(order));
}

#[test]
fn adding_a_route_changes_only_where_it_is_a_candidate() {
    for_each(cases(60), &locality);
}

#[test]
fn document_organization_document_is_the_identity() {
    for_each(cases(200), &settled_organizations(identity));
}

/// The seeds of the tests above show what they should: every kind of declaration, and ties in a good part of them.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of shapes")]
fn the_organizations_are_of_real_shapes() {
    let seeds = 400;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut inquiries = 0;
    for plain in (0..seeds).map(small) {
        let (rules, parties) = (&plain.rules, &plain.parties);
        let desks = || plain.units.iter().flat_map(|unit| &unit.desks);
        let is_roster = |to: &To| matches!(to, To::Roster(_));
        let tests = || {
            rules
                .iter()
                .flat_map(|rule| &rule.clauses)
                .flatten()
                .flat_map(|(_, constraint)| &constraint.tests)
        };
        let kind = |kind| {
            plain
                .dimensions
                .iter()
                .any(|dimension| dimension.kind == kind)
        };
        let settled = settled(plain.clone());
        inquiries += Oracle::new(&settled).asks().len();
        for (shape, has) in [
            ("closed", kind(Kind::Closed)),
            ("ordered", kind(Kind::Ordered)),
            ("hierarchical", kind(Kind::Hierarchical)),
            ("open", kind(Kind::Open)),
            (
                "default",
                plain
                    .dimensions
                    .iter()
                    .any(|dimension| dimension.default.is_some()),
            ),
            (
                "prefix",
                tests().any(|test| matches!(test, Test::Prefix(_))),
            ),
            (
                "regular expression",
                !cfg!(feature = "regex") || tests().any(|test| matches!(test, Test::Matches(_))),
            ),
            (
                "within",
                tests().any(|test| matches!(test, Test::Within(_))),
            ),
            (
                "at least",
                tests().any(|test| matches!(test, Test::AtLeast(_))),
            ),
            ("ambiguous", settled.rules.len() < rules.len()),
            (
                "several boxes",
                rules.iter().any(|rule| rule.clauses.len() > 1),
            ),
            ("many routes on a topic", settled.rules.len() > 6),
            (
                "wildcard",
                rules
                    .iter()
                    .any(|rule| rule.pattern.iter().any(|segment| segment == "*")),
            ),
            ("exact", rules.iter().any(|rule| rule.exact)),
            (
                "precedence",
                rules.iter().any(|rule| rule.precedence.is_some()),
            ),
            (
                "alias",
                plain
                    .subjects
                    .iter()
                    .any(|subject| !subject.aliases.is_empty()),
            ),
            ("deep tree", plain.units.len() > 5),
            (
                "vacancy",
                plain.units.iter().any(|unit| unit.head.is_none()),
            ),
            ("desks", plain.units.iter().any(|unit| unit.desks.len() > 1)),
            (
                "desks that serve",
                desks().filter(|desk| desk.serves).count() > 1,
            ),
            ("assigned desk", desks().any(|desk| is_roster(&desk.who))),
            (
                "languages",
                parties.iter().any(|party| !party.tongues.is_empty()),
            ),
            ("areas", parties.iter().any(|party| !party.areas.is_empty())),
            (
                "skills required",
                plain
                    .subjects
                    .iter()
                    .any(|subject| !subject.crafts.is_empty()),
            ),
            (
                "former path",
                plain
                    .subjects
                    .iter()
                    .any(|subject| !subject.formerly.is_empty()),
            ),
            (
                "nature",
                plain
                    .subjects
                    .iter()
                    .any(|subject| subject.nature.is_some()),
            ),
            (
                "language attribute",
                plain
                    .dimensions
                    .iter()
                    .any(|dimension| dimension.meaning == Some(Meaning::Tongue)),
            ),
            (
                "vacant position",
                parties
                    .iter()
                    .any(|party| party.sort == Sort::Position && party.holder.is_none()),
            ),
            (
                "position at the head",
                plain
                    .units
                    .iter()
                    .filter_map(|unit| unit.head)
                    .any(|head| parties[head].sort == Sort::Position),
            ),
            ("staff", parties.iter().any(|party| party.staff.is_some())),
            (
                "outsiders",
                plain.units.iter().filter(|unit| unit.outside).count() > 1,
            ),
            (
                "authority",
                plain.units.iter().skip(1).any(|unit| unit.sovereign),
            ),
            (
                "former keys and foreign ids",
                [Call::Formerly, Call::Foreign]
                    .iter()
                    .all(|call| parties.iter().any(|party| party.call == *call)),
            ),
            (
                "assigned owner",
                rules.iter().any(|rule| is_roster(&rule.owner)),
            ),
            (
                "assigned responder",
                rules
                    .iter()
                    .any(|rule| rule.responder.as_ref().is_some_and(is_roster)),
            ),
            (
                "assignment by a hierarchy",
                plain
                    .rosters
                    .iter()
                    .any(|roster| plain.dimensions[roster.dimension].kind == Kind::Hierarchical),
            ),
            ("notice", !plain.memos.is_empty()),
            (
                "named condition",
                settled.rules.iter().any(|rule| !rule.named.is_empty()),
            ),
            (
                "confidence",
                settled.rules.iter().any(|rule| rule.last.is_some()),
            ),
            ("conflict authority", plain.umpire.is_some()),
            (
                "deputies asked",
                settled.rules.iter().any(|rule| {
                    rule.ladder.is_some_and(|ladder| {
                        let mut rungs = plain.ladders[ladder].rungs.iter();
                        rungs.any(|rung| rung.to.contains(&To::Deputies))
                    })
                }),
            ),
            (
                "functional",
                plain.units.iter().any(|unit| unit.escalates.is_some()),
            ),
            ("policy", rules.iter().any(|rule| rule.ladder.is_some())),
            (
                "floor",
                plain
                    .ladders
                    .iter()
                    .any(|ladder| ladder.rungs.iter().any(|rung| rung.floor.is_some())),
            ),
        ] {
            *seen.entry(shape).or_default() += usize::from(has);
        }
    }
    assert!(
        seen.values().all(|count| *count >= 15),
        "of {seeds}: {seen:#?}"
    );
    assert!(
        inquiries / 400 > 50,
        "{inquiries} inquiries of {seeds} organizations"
    );
}

/// The answers of the test above have all that an answer may say, and the rules leave next to nothing open.
#[test]
fn the_answers_are_of_real_shapes() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut asked, mut open) = (0, 0);
    for seed in 0..80 {
        let plain = settled(small(seed));
        let oracle = Oracle::new(&plain);
        let mut dice = Dice::new(seed);
        for ask in oracle.asks().into_iter().step_by(5) {
            let winner = oracle.winner(&ask);
            let plainly = expected(&oracle, &ask, winner);
            let ask = Ask {
                excluded: exclusion(&mut dice, &plain),
                ..ask
            };
            let without = expected(&oracle, &ask, winner);
            asked += 1;
            open += usize::from(without == Verdict::Open);
            *seen.entry("all excluded").or_default() +=
                usize::from(without == Verdict::AllExcluded);
            let (Verdict::Answer(plainly), Verdict::Answer(without)) = (plainly, without) else {
                continue;
            };
            let (end, nominal_end) = (without.chain.last(), plainly.chain.last());
            let (end, nominal_end) = (end.expect("a level"), nominal_end.expect("a level"));
            let skills = |name: &String| name == "skills";
            for (shape, has) in [
                ("owner by a position", plainly.owner.position.is_some()),
                ("owner from above", plainly.owner_from.is_some()),
                (
                    "level by a position",
                    plainly
                        .chain
                        .iter()
                        .skip(1)
                        .any(|level| level.seat.position.is_some()),
                ),
                ("nature", plainly.nature.is_some()),
                ("forwarded", plainly.is_forwarded),
                ("in confidence", plainly.is_secret),
                ("skill relaxed", plainly.relaxed.iter().any(skills)),
                ("attribute relaxed", !plainly.relaxed.iter().all(skills)),
                (
                    "reminders",
                    plainly.chain.iter().any(|level| level.repeat.is_some()),
                ),
                ("another owner", without.owner != plainly.owner),
                ("another first contact", without.first != plainly.first),
                ("shorter chain", without.chain.len() < plainly.chain.len()),
                ("another end", end.seat != nominal_end.seat),
                (
                    "fewer parties",
                    without.informed.len() < plainly.informed.len(),
                ),
                (
                    "another party",
                    !without.informed.is_subset(&plainly.informed),
                ),
            ] {
                *seen.entry(shape).or_default() += usize::from(has);
            }
        }
    }
    assert!(
        seen.values().all(|count| *count >= 10),
        "of {asked}: {seen:#?}"
    );
    assert!(open * 100 < asked, "{open} of {asked} are open");
}

/// What a test says of the organization of one seed; it panics where that is not so.
pub type Check<'c> = dyn Fn(&Plain) + 'c;

pub fn settled_organizations(check: fn(&Plain)) -> impl Fn(&Plain) {
    move |plain| check(&settled(plain.clone()))
}

pub fn cases(default: u64) -> u64 {
    std::env::var("SWITCHBOARD_CASES")
        .ok()
        .map_or(default, |text| {
            text.parse().expect("SWITCHBOARD_CASES is a number")
        })
}

pub fn for_each(cases: u64, check: &Check<'_>) {
    for_each_of(cases, small, check);
}

/// For each of the organizations that some seeds make.
pub fn for_each_of(cases: u64, make: impl Fn(u64) -> Plain, check: &Check<'_>) {
    for seed in 0..cases {
        let plain = make(seed);
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&plain))) else {
            continue;
        };
        let smallest = smallest(plain, check);
        eprintln!("seed {seed}, all that the failure needs: {smallest:#?}");
        check(&smallest);
        std::panic::resume_unwind(panic);
    }
}

/// Takes parts away as long as the check still fails.
fn smallest(mut plain: Plain, check: &Check<'_>) -> Plain {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let builds = |plain: &Plain| settled(plain.clone()).document().build().is_ok();
    let as_before = builds(&plain);
    let fails = |less: &Plain| {
        builds(less) == as_before && catch_unwind(AssertUnwindSafe(|| check(less))).is_err()
    };
    while let Some(less) = reductions(&plain).into_iter().find(fails) {
        plain = less;
    }
    std::panic::set_hook(quiet);
    plain
}

/// The organization without one of its parts that nothing else names.
fn reductions(plain: &Plain) -> Vec<Plain> {
    let mut less = Vec::new();
    let mut without = |change: &dyn Fn(&mut Plain)| {
        let mut smaller = plain.clone();
        change(&mut smaller);
        less.push(smaller);
    };
    for index in (1..plain.rules.len()).rev() {
        without(&|plain| drop(plain.rules.remove(index)));
        for clause in 0..plain.rules[index].clauses.len() {
            if plain.rules[index].clauses.len() > 1 {
                without(&|plain| drop(plain.rules[index].clauses.remove(clause)));
            }
            for constraint in 0..plain.rules[index].clauses[clause].len() {
                without(&|plain| drop(plain.rules[index].clauses[clause].remove(constraint)));
            }
        }
    }
    for index in 0..plain.rules.len() {
        without(&|plain| plain.rules[index].ladder = None);
        without(&|plain| plain.rules[index].responder = None);
        without(&|plain| plain.rules[index].named.clear());
        without(&|plain| plain.rules[index].last = None);
        without(&|plain| plain.rules[index].span.from = None);
        without(&|plain| plain.rules[index].span.until = None);
        without(&|plain| plain.rules[index].span.during = None);
        without(&|plain| plain.rules[index].consulted.clear());
        without(&|plain| plain.rules[index].informed.clear());
    }
    for index in 0..plain.subjects.len() {
        without(&|plain| drop(plain.subjects.remove(index)));
    }
    for index in 0..plain.units.len() {
        without(&|plain| plain.units[index].desks.clear());
        without(&|plain| plain.units[index].members.clear());
        without(&|plain| plain.units[index].consulted.clear());
        without(&|plain| plain.units[index].informed.clear());
        without(&|plain| plain.units[index].escalates = None);
        without(&|plain| plain.units[index].sovereign = false);
        for desk in 0..plain.units[index].desks.len() {
            without(&|plain| drop(plain.units[index].desks.remove(desk)));
        }
        without(&|plain| plain.units[index].target = None);
    }
    for index in 0..plain.memos.len() {
        without(&|plain| drop(plain.memos.remove(index)));
    }
    for index in 0..plain.rosters.len() {
        for row in 0..plain.rosters[index].rows.len() {
            without(&|plain| drop(plain.rosters[index].rows.remove(row)));
        }
    }
    for index in 0..plain.parties.len() {
        without(&|plain| plain.parties[index].call = Call::Key);
        without(&|plain| plain.parties[index].points.clear());
        without(&|plain| plain.parties[index].deputies.clear());
        without(&|plain| plain.parties[index].staff = None);
        without(&|plain| plain.parties[index].tongues.clear());
        without(&|plain| plain.parties[index].areas.clear());
        without(&|plain| plain.parties[index].crafts.clear());
    }
    without(&|plain| plain.umpire = None);
    for (index, ladder) in plain.ladders.iter().enumerate() {
        for rung in 0..ladder.rungs.len() {
            if ladder.rungs.len() > 1 {
                without(&|plain| drop(plain.ladders[index].rungs.remove(rung)));
            }
        }
    }
    // What is as small already would be tried for ever.
    let as_is = format!("{plain:?}");
    less.retain(|less| format!("{less:?}") != as_is);
    less
}

// ---------------------------------------------------------------------------------------- guarantees 1 and 4

fn agree(plain: &Plain) {
    let organization = build(&plain.document());
    let router = organization.compile();
    let oracle = Oracle::new(plain);
    let mut dice = Dice::new(plain.parties.len() as u64);
    for ask in oracle.asks() {
        let winner = oracle.winner(&ask);
        let without = Ask {
            excluded: exclusion(&mut dice, plain),
            ..ask.clone()
        };
        for ask in [ask, without] {
            let expected = expected(&oracle, &ask, winner);
            agree_on(plain, &organization, &router, &oracle, &ask, &expected);
        }
    }
}

/// Every way to an answer gives the expected one.
pub fn agree_on(
    plain: &Plain,
    organization: &Organization,
    router: &Router,
    oracle: &Oracle<'_>,
    ask: &Ask,
    expected: &Verdict,
) {
    let inquiry = inquiry(oracle, ask);
    if *expected == Verdict::AllExcluded {
        let refused = [
            organization.resolve(&inquiry).err(),
            organization.explain(&inquiry).err(),
            router.prepare(&inquiry).err(),
            router.explain(&inquiry).err(),
        ];
        assert_eq!(refused, [const { Some(InquiryError::AllExcluded) }; 4]);
        return;
    }
    let reference = organization.resolve(&inquiry).unwrap();
    let resolved = router.prepare(&inquiry).unwrap().resolve().to_answer();
    assert_eq!(resolved, reference, "router and reference on {inquiry:?}");
    assert_eq!(
        queried(router, &inquiry),
        reference,
        "query by ids on {inquiry:?}"
    );
    assert_eq!(
        *router.explain(&inquiry).unwrap().answer(),
        reference,
        "explain on {inquiry:?}"
    );
    let winner = &plain.rules[oracle.winner(ask)];
    match winner.key.as_deref() {
        Some(key) => assert_eq!(reference.route(), key, "winner on {inquiry:?}"),
        None => {
            let is_keyed = plain
                .rules
                .iter()
                .any(|rule| rule.key.as_deref() == Some(reference.route()));
            assert!(!is_keyed, "winner on {inquiry:?}");
        }
    }
    if let Verdict::Answer(expected) = expected {
        let excluded = &ask.excluded;
        assert_eq!(
            plainly(plain, &reference),
            **expected,
            "answer on {inquiry:?} excluding {excluded:?}"
        );
    }
    total(organization, &reference);
}

/// One owner who is a person, and a finite chain without repetition that ends at the root's head.
fn total(organization: &Organization, answer: &Answer) {
    let owner = organization
        .contact(answer.owner())
        .expect("the owner is a contact");
    assert_eq!(owner.kind(), ContactKind::Person);
    let chain = answer.chain();
    let contacts: BTreeSet<&str> = chain.iter().map(AnswerLevel::contact).collect();
    assert_eq!(contacts.len(), chain.len(), "{chain:?}");
    assert_eq!(chain[0].contact(), answer.first_contact());
    assert!(chain[0].due().is_zero());
    let mut due = chain[0].after();
    for (number, level) in chain.iter().enumerate() {
        due += if number > 0 {
            level.after()
        } else {
            jiff::SignedDuration::ZERO
        };
        assert_eq!((level.level() as usize, level.due()), (number, due));
        assert!(!level.after().is_negative());
    }
}

/// By ids of the topic and of the values; by texts, and in a batch the same.
fn queried(router: &Router, inquiry: &Inquiry) -> Answer {
    let topic = inquiry.topic();
    let mut query = router
        .query_by_id(router.topic(topic).unwrap(), topic)
        .unwrap();
    let mut values = router.values();
    for (name, value) in inquiry.attributes() {
        query = query
            .with_value(router.value(name, value).unwrap())
            .unwrap();
        values.set(name, value).unwrap();
    }
    for contact in inquiry.excluded() {
        query = query.excluding(contact).unwrap();
        values = values.excluding(contact).unwrap();
    }
    let answer = query.resolve().to_answer();
    let again = router.query(topic).unwrap().with_values(&values).unwrap();
    assert_eq!(again.resolve().to_answer(), answer, "by texts");
    for batched in router.resolve_batch(&[(topic, &values)]) {
        assert_eq!(batched.unwrap().to_answer(), answer, "in a batch");
    }
    answer
}

pub fn inquiry(oracle: &Oracle<'_>, ask: &Ask) -> Inquiry {
    let values = oracle
        .samples
        .iter()
        .zip(&ask.values)
        .map(|(samples, value)| samples[*value].as_ref());
    let inquiry = values.enumerate().fold(
        Inquiry::new(ask.text.as_str()),
        |inquiry, (dimension, value)| match value {
            Some(value) => inquiry.with(dimension_name(dimension), value),
            None => inquiry,
        },
    );
    let inquiry = match ask.hour {
        Some(hour) => inquiry.at(instant(hour)),
        None => inquiry,
    };
    let excluded = ask.excluded.iter();
    excluded.fold(inquiry, |inquiry, party| {
        inquiry.excluding(oracle.plain.call(*party))
    })
}

/// The answer in the oracle's words.
fn plainly(plain: &Plain, answer: &Answer) -> Expected {
    let parties: BTreeMap<String, usize> = (0..plain.parties.len())
        .map(|index| (party_key(index), index))
        .collect();
    let units: BTreeMap<String, usize> = (0..plain.units.len())
        .map(|index| (unit_key(index), index))
        .collect();
    let minutes = |duration: jiff::SignedDuration| duration.as_mins();
    let seat = |party: &str, position: Option<&str>| Seat {
        party: parties[party],
        position: position.map(|key| parties[key]),
    };
    Expected {
        matched: answer.matched_topic().to_owned(),
        unrecognized: answer.unrecognized_segments(),
        basis: answer.basis().as_str(),
        owner: seat(answer.owner(), answer.owner_position()),
        unit: units[answer.department()],
        owner_from: answer.owner_from().map(|key| units[key]),
        first: parties[answer.first_contact()],
        relaxed: answer.relaxed().map(str::to_owned).collect(),
        nature: answer.nature().map(|nature| nature.as_str().to_owned()),
        is_forwarded: answer.is_forwarded(),
        is_secret: answer.is_confidential(),
        chain: answer
            .chain()
            .iter()
            .map(|level| Level {
                seat: seat(level.contact(), level.position()),
                unit: units[level.department()],
                kind: level.kind().as_str(),
                due: minutes(level.due()),
                repeat: level
                    .reminders()
                    .map(|reminders| (reminders.times(), minutes(reminders.every()))),
            })
            .collect(),
        consulted: answer.consulted().map(|key| parties[key]).collect(),
        informed: answer.informed().map(|key| parties[key]).collect(),
    }
}

// ---------------------------------------------------------------------------------------- guarantee 2

fn order(plain: &Plain) {
    let organization = build(&plain.document());
    let router = organization.compile();
    let oracle = Oracle::new(plain);
    for seed in 0..3 {
        let other = build(&plain.document_in(&mut Order::random(seed)));
        assert_eq!(other.fingerprint(), organization.fingerprint());
        assert_eq!(other.to_document(), organization.to_document());
        for dimension in 0..plain.dimensions.len() {
            let wrong = Inquiry::new("a").with(dimension_name(dimension), "nothing like it");
            let said = |organization: &Organization| {
                organization
                    .resolve(&wrong)
                    .map_err(|error| error.to_string())
            };
            assert_eq!(said(&other), said(&organization));
        }
        let other = other.compile();
        for ask in oracle.asks() {
            let inquiry = inquiry(&oracle, &ask);
            let (one, two) = (
                router.prepare(&inquiry).unwrap(),
                other.prepare(&inquiry).unwrap(),
            );
            assert_eq!(
                one.resolve().to_answer(),
                two.resolve().to_answer(),
                "{inquiry:?}"
            );
        }
    }
}

// ---------------------------------------------------------------------------------------- guarantee 5

/// Takes one route away from an organization that builds without it too.
fn locality(plain: &Plain) {
    let with = settled(plain.clone());
    let mut without = with.clone();
    if with.rules.len() < 2 {
        return;
    }
    let added = 1 + Dice::new(with.rules.len() as u64).below(with.rules.len() - 1);
    without.rules.remove(added);
    let oracle = Oracle::new(&with);
    // The route may have settled an ambiguity, and then the organization without it does not build.
    let Ok(less) = without.document().build() else {
        assert!(!Oracle::new(&without).ties().is_empty());
        return;
    };
    let (more, less) = (build(&with.document()).compile(), less.compile());
    assert_ne!(more.fingerprint(), less.fingerprint());
    for ask in oracle.asks() {
        if !oracle.is_candidate(added, &ask) {
            let inquiry = inquiry(&oracle, &ask);
            let (more, less) = (
                more.prepare(&inquiry).unwrap(),
                less.prepare(&inquiry).unwrap(),
            );
            let (more, less) = (more.resolve().to_answer(), less.resolve().to_answer());
            assert_eq!(
                but_fingerprint(&more),
                but_fingerprint(&less),
                "{inquiry:?}"
            );
        }
    }
}

fn but_fingerprint(answer: &Answer) -> String {
    format!("{answer:#?}").replace(&format!("{:?}", answer.fingerprint()), "")
}

// ---------------------------------------------------------------------------- the document and what it becomes

fn identity(plain: &Plain) {
    let organization = build(&plain.document());
    let canonical = organization.to_document();
    let again = build(&canonical);
    assert_eq!(again.fingerprint(), organization.fingerprint());
    assert_eq!(again.to_document(), canonical);
    let oracle = Oracle::new(plain);
    for ask in oracle.asks().iter().step_by(5) {
        let inquiry = inquiry(&oracle, ask);
        assert_eq!(
            again.resolve(&inquiry),
            organization.resolve(&inquiry),
            "{inquiry:?}"
        );
    }
    #[cfg(feature = "serde")]
    for format in Format::ALL {
        // TOML writes the plain fields of a table before its tables.
        if !matches!(format, Format::Toml) {
            assert_eq!(
                read(format, &write(format, &canonical)),
                canonical,
                "{format:?}"
            );
        }
        assert_eq!(
            build(&read(format, &write(format, &canonical))).fingerprint(),
            organization.fingerprint()
        );
        let written = build(&read(format, &write(format, &plain.document())));
        assert_eq!(
            written.fingerprint(),
            organization.fingerprint(),
            "{format:?}"
        );
    }
}

pub fn build(document: &Document) -> Organization {
    document
        .build()
        .unwrap_or_else(|error| panic!("does not build:\n{error}"))
}
