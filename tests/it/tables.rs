//! Assignments against their expansion into one route for each row, and desks that serve against trying every inquiry.

use switchboard::{
    Assignment, Attribute, BuildOptions, Contact, ContactPoint, Department, Desk, Document, Limits,
    Nature, Notice, Organization, ProblemKind, Role, Route, Target, Topic, TopicLink, When,
};

use crate::generate::Dice;

fn person(name: &str) -> Contact {
    Contact::person(name).point(ContactPoint::email("somebody@example.com"))
}

/// A company of persons, with a fallback.
fn company(persons: &[&str]) -> Document {
    let mut document = Document::new();
    document
        .department("company", Department::new().head("director"))
        .contact("director", person("Director"))
        .route(Route::fallback("company"));
    for key in persons {
        document.contact(key, person(key));
    }
    document
}

/// Whether it builds; if not, because of ties alone.
fn is_tied(document: &Document, kind: ProblemKind) -> bool {
    match document.build() {
        Ok(_) => false,
        Err(error) => {
            let kinds = error.problems().iter().map(switchboard::Problem::kind);
            assert!(kinds.clone().all(|own| own == kind), "{error}");
            true
        }
    }
}

const STORES: [&str; 3] = ["north", "south", "west"];
const TIERS: [&str; 2] = ["gold", "plain"];

/// A constraint on the attribute, or none.
fn say(dice: &mut Dice, when: When, attribute: &str, values: &[&str]) -> When {
    match dice.below(4) {
        0 => when.any_of(attribute, dice.some(values)),
        1 => when
            .any_of(attribute, dice.some(values))
            .or_absent(attribute),
        _ => when,
    }
}

#[test]
fn w3_an_assignment_ties_as_one_route_for_each_row_does() {
    let (mut ties, mut clear) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let (mut short, mut long) = (company(&["kim", "lee"]), company(&["kim", "lee"]));
        let rows = [dice.some(&STORES), dice.some(&STORES)];
        for document in [&mut short, &mut long] {
            document
                .attribute("tier", Attribute::closed(TIERS))
                .attribute("store", Attribute::closed(STORES));
        }
        for (key, rows) in ["one", "two"].into_iter().zip(&rows) {
            let table = Assignment::new("store", "lee");
            let table = rows.iter().fold(table, |table, row| table.row(row, "kim"));
            short.assignment(key, table);
        }
        for number in 0..dice.between(2, 4) {
            let when = say(&mut dice, When::new(), "tier", &TIERS);
            let (values, kind) = (dice.some(&STORES), dice.below(4));
            let both = match kind {
                0 => when.clone().any_of("store", values.iter().copied()),
                1 => when
                    .clone()
                    .any_of("store", values.iter().copied())
                    .or_absent("store"),
                _ => when.clone(),
            };
            let key = format!("r{number}");
            let table = dice.below(3);
            let Some(rows) = rows.get(table) else {
                for document in [&mut short, &mut long] {
                    document.route(Route::new("x").key(&key).owner("kim").when(both.clone()));
                }
                continue;
            };
            let owner = Target::assigned(["one", "two"][table]);
            short.route(Route::new("x").key(&key).owner(owner).when(both.clone()));
            long.route(Route::new("x").key(&key).owner("kim").when(both));
            for row in rows.iter().filter(|row| kind > 1 || values.contains(*row)) {
                // A box of the same values is the route itself.
                if kind == 0 && values == [*row] {
                    continue;
                }
                let key = format!("{key} {row}");
                let when = when.clone().is("store", row);
                long.route(Route::new("x").key(&key).owner("kim").when(when));
            }
        }
        let kind = ProblemKind::AmbiguousRoutes;
        let (short_ties, long_ties) = (is_tied(&short, kind), is_tied(&long, kind));
        assert_eq!(short_ties, long_ties, "seed {seed}\n{short:?}");
        if short_ties { ties += 1 } else { clear += 1 }
    }
    assert!(ties > 20 && clear > 20, "{ties} tie, {clear} do not");
}

/// The sum of what a desk violates, and the sets that it compares by, as O4 says it.
struct Serving<'a> {
    key: &'a str,
    languages: Vec<&'static str>,
    skills: bool,
    /// None is any channel; an absent one is none of them.
    channels: Option<Vec<&'static str>>,
    serves: bool,
}

const CHANNELS: [&str; 2] = ["email", "phone"];
const LANGUAGES: [&str; 3] = ["en", "fr", "ro"];

impl Serving<'_> {
    /// The violation and the sets (channel, language), for a desk whose condition holds.
    fn rank(&self, channel: Option<&str>, language: Option<&str>, required: bool) -> Option<Rank> {
        let set = |values: &[&'static str]| values.iter().copied().collect();
        let channels: Option<std::collections::BTreeSet<_>> = self.channels.as_deref().map(set);
        if let Some(channels) = &channels {
            channels.contains(channel?).then_some(())?;
        }
        let mut rank = Rank {
            violation: 0,
            sets: [channels, None],
        };
        if self.serves {
            rank.violation = if required && !self.skills { 4 } else { 0 };
            let is_met = language.is_none_or(|own| self.languages.contains(&own));
            if !self.languages.is_empty() && !is_met {
                rank.violation += 2;
            } else if !self.languages.is_empty() {
                let absent = std::iter::once("");
                rank.sets[1] = Some(self.languages.iter().copied().chain(absent).collect());
                // All of them is no constraint.
                rank.sets[1] = rank.sets[1]
                    .take()
                    .filter(|set| set.len() <= LANGUAGES.len());
            }
        }
        Some(rank)
    }
}

#[derive(Debug, PartialEq)]
struct Rank {
    violation: u8,
    sets: [Option<std::collections::BTreeSet<&'static str>>; 2],
}

impl Rank {
    fn beats(&self, other: &Self) -> bool {
        if self.violation != other.violation {
            return self.violation < other.violation;
        }
        let differ = self
            .sets
            .iter()
            .zip(&other.sets)
            .find(|(mine, theirs)| mine != theirs);
        match differ {
            Some((Some(mine), Some(theirs))) => mine.is_subset(theirs),
            Some((Some(_), None)) => true,
            _ => false,
        }
    }
}

#[test]
fn o4_desks_that_serve_tie_where_some_inquiry_finds_two_best() {
    let (mut ties, mut clear) = (0, 0);
    for seed in 0..600 {
        let mut dice = Dice::new(seed);
        let keys = ["kim", "lee", "max"];
        let desks: Vec<Serving<'_>> = keys[..dice.between(2, 3)]
            .iter()
            .map(|key| Serving {
                key,
                languages: if dice.chance(80) {
                    dice.some(&LANGUAGES)
                } else {
                    Vec::new()
                },
                skills: dice.chance(50),
                channels: dice.chance(60).then(|| dice.some(&CHANNELS)),
                serves: dice.chance(75),
            })
            .collect();
        let mut document = company(&[]);
        document
            .attribute("channel", Attribute::closed(CHANNELS))
            .attribute(
                "language",
                Attribute::closed(LANGUAGES).role(Role::Language),
            )
            .topic("pumps", Topic::new().skill("pumps"))
            .route(Route::new("pumps").owner("company"));
        let mut department = Department::new().head("director");
        for own in &desks {
            let contact = own
                .languages
                .iter()
                .fold(person(own.key), |own, tag| own.language(tag));
            document.contact(
                own.key,
                if own.skills {
                    contact.skill("pumps")
                } else {
                    contact
                },
            );
            let desk = Desk::new(own.key);
            let desk = if own.serves { desk.serves() } else { desk };
            let desk = match &own.channels {
                Some(channels) => {
                    desk.when(When::new().any_of("channel", channels.iter().copied()))
                }
                None => desk,
            };
            department = department.desk(desk);
        }
        document.department("shop", department.parent("company"));
        let channels = || CHANNELS.map(Some).into_iter().chain([None]);
        let inquiries = channels().flat_map(|channel| {
            let languages = LANGUAGES.map(Some).into_iter().chain([None]);
            languages
                .flat_map(move |language| [true, false].map(|skill| (channel, language, skill)))
        });
        let is_ambiguous = |(channel, language, skill): (Option<&str>, Option<&str>, bool)| {
            let ranks = desks
                .iter()
                .filter_map(|own| own.rank(channel, language, skill));
            let ranks: Vec<Rank> = ranks.collect();
            let best = ranks
                .iter()
                .filter(|one| !ranks.iter().any(|other| other.beats(one)));
            best.count() > 1
        };
        let expected = inquiries.into_iter().any(is_ambiguous);
        assert_eq!(
            is_tied(&document, ProblemKind::AmbiguousDesks),
            expected,
            "seed {seed}"
        );
        if expected { ties += 1 } else { clear += 1 }
    }
    assert!(ties > 30 && clear > 30, "{ties} tie, {clear} do not");
}

#[test]
fn o4_a_language_is_served_with_its_variants() {
    let build = |tag: &str| {
        let mut document = company(&[]);
        document
            .attribute("language", Attribute::open().role(Role::Language))
            .contact("kim", person("Kim").language("pt"))
            .contact("lee", person("Lee").language(tag));
        let desks = ["kim", "lee"].map(|key| Desk::new(key).serves());
        let shop = Department::new().parent("company").head("director");
        document.department("shop", desks.into_iter().fold(shop, Department::desk));
        document.build().map(|_| ())
    };
    assert!(build("pt-BR").is_err(), "both violate English alike");
    let witness = build("pt").unwrap_err();
    let problem = witness.problems()[0].clone();
    assert_eq!(problem.kind(), ProblemKind::AmbiguousDesks);
}

fn sample() -> Document {
    let mut document = company(&["kim", "lee"]);
    document
        .department(
            "sales",
            Department::new()
                .parent("company")
                .head("kim")
                .desk(Desk::assigned("managers")),
        )
        .attribute(
            "region",
            Attribute::hierarchical()
                .value("world")
                .child("eu", "world")
                .child("ro", "eu")
                .child("de", "eu"),
        )
        .attribute("account", Attribute::open())
        .condition("Key Account", When::new().prefix("account", "key-"))
        .assignment(
            "managers",
            Assignment::new("region", "sales")
                .row("EU", "kim")
                .row_with("ro", None, ["lee", "kim"])
                .row_with("world", Some(Target::department("sales")), ["lee"]),
        )
        .topic(
            "pumps",
            Topic::new()
                .nature(Nature::Incident)
                .skill("Pumps")
                .link(
                    TopicLink::new("https://example.com/pumps")
                        .title("Pumps")
                        .language("EN"),
                )
                .formerly("machines/pumps"),
        )
        .topic("pumps/leaks", Topic::new().label("pt-br", "Vazamentos"))
        .contact("max", person("Max").skill("pumps"))
        .notice(
            Notice::new("machines/pumps")
                .informed("kim")
                .when(When::named("key account")),
        )
        .route(
            Route::new("pumps")
                .owner(Target::assigned("managers"))
                .when(When::named("Key account").is("region", "de")),
        )
        .route(Route::new("pumps/leaks").owner("sales").confidential("lee"));
    document
}

fn built(document: &Document) -> Organization {
    document.build().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn views_show_tables_topics_and_notices() {
    let organization = built(&sample());
    let managers = organization.assignment("managers").unwrap();
    let holder = |value: &str| managers.holder_of(value).unwrap().key().to_owned();
    assert_eq!(
        (managers.attribute(), managers.default().key()),
        ("region", "sales")
    );
    assert_eq!(
        (holder("de"), holder("Ro"), holder("world")),
        ("kim".into(), "lee".into(), "sales".into())
    );
    let deputies: Vec<&str> = managers
        .holder_of("ro")
        .unwrap()
        .deputies()
        .map(|own| own.key())
        .collect();
    assert_eq!(deputies, ["kim"], "the first stands as the holder");
    assert!(managers.holder_of("mars").is_err());
    let rows: Vec<&str> = managers.rows().map(|(value, _)| value).collect();
    assert_eq!(rows, ["eu", "ro", "world"]);
    let notice = organization.notices().next().unwrap();
    assert_eq!(
        (notice.key(), notice.pattern()),
        ("pumps?condition=key-account", "pumps")
    );
    assert_eq!(
        organization.condition("key  ACCOUNT").as_deref(),
        Some("account=prefix:key-")
    );
    let leaks = organization.topic("pumps/leaks").unwrap();
    assert_eq!(
        (leaks.own_nature(), leaks.nature()),
        (None, Some(Nature::Incident))
    );
    assert_eq!(leaks.skills().collect::<Vec<_>>(), ["pumps"]);
    assert_eq!(leaks.label("pt-BR-x-rio"), Some("Vazamentos"));
    let pumps = organization.topic("pumps").unwrap();
    let link = pumps.links().next().unwrap();
    assert_eq!(
        (link.url(), link.language()),
        ("https://example.com/pumps", Some("en"))
    );
    assert_eq!(pumps.formerly().collect::<Vec<_>>(), ["machines/pumps"]);
    let route = organization.route("pumps/leaks").unwrap();
    assert!(route.is_confidential());
    assert_eq!(route.ends_at().map(|end| end.key()), Some("lee"));
    let route = organization
        .route("pumps?condition=key-account&region=de")
        .unwrap();
    assert_eq!(route.owner_assignment(), Some(managers));
}

#[test]
fn what_is_built_comes_back_from_its_document() {
    let organization = built(&sample());
    let again = built(&organization.to_document());
    assert_eq!(again.fingerprint(), organization.fingerprint());
    assert_eq!(again.to_document(), organization.to_document());
}

#[test]
fn rows_assignments_and_the_boxes_of_conditions_are_bounded() {
    let error = |limits: Limits, document: &Document| {
        let options = BuildOptions::new().limits(limits);
        document.build_with(&options).unwrap_err().to_string()
    };
    let rows = error(Limits::default().rows(2), &sample());
    assert!(rows.contains("`Limits::rows`"), "{rows}");
    let assignments = error(Limits::default().assignments(0), &sample());
    assert!(
        assignments.contains("`Limits::assignments`"),
        "{assignments}"
    );
    let mut document = company(&["kim"]);
    let values: Vec<String> = (0..9).map(|value| format!("v{value}")).collect();
    for name in ["a", "b"] {
        document.attribute(name, Attribute::closed(values.iter().map(|value| &**value)));
        let boxes = values.iter().map(|value| When::new().is(name, value));
        document.condition(name, When::any(boxes));
    }
    document.route(
        Route::new("x")
            .owner("kim")
            .when(When::named("a").and_named("b")),
    );
    let boxes = error(Limits::default(), &document);
    assert!(boxes.contains("found `81 boxes`"), "{boxes}");
}

/// Rows of an assignment are compared whole, not one by one.
#[test]
fn very_many_rows_on_routes_of_one_pattern_are_told_apart() {
    let rows: Vec<String> = (0..20_000).map(|row| format!("account-{row}")).collect();
    let mut document = company(&["kim", "lee"]);
    let table = Assignment::new("account", "company");
    let table = rows.iter().fold(table, |table, row| table.row(row, "kim"));
    document
        .attribute("channel", Attribute::closed(CHANNELS))
        .attribute("account", Attribute::open())
        .assignment("managers", table);
    for channel in CHANNELS {
        let when = When::new().is("channel", channel);
        document.route(
            Route::new("x")
                .owner(Target::assigned("managers"))
                .when(when),
        );
    }
    document.route(Route::new("x").owner(Target::assigned("managers")));
    for number in 0..500 {
        let when = When::new().is("account", &format!("other-{number}"));
        document.route(Route::new("x").owner("lee").when(when));
    }
    built(&document);
    document.route(
        Route::new("x")
            .owner("lee")
            .when(When::new().is("account", "account-7")),
    );
    assert!(is_tied(&document, ProblemKind::AmbiguousRoutes));
}
