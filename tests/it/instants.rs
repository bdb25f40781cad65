//! Answers at instants, on random organizations with schedules in several zones, hours, absences, dated facts and business
//! clocks: all engines agree at every boundary, the instant before and after; validity ends where something changes;
//! nobody is asked who is away; every chain ends at the final authority.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use switchboard::{
    Answer, AnswerLevel, Document, Inquiry, Organization, Router, SignedDuration, Timestamp,
    Validity,
};

use crate::generate::Dice;
use crate::properties::cases;

const PERSONS: [&str; 8] = ["ana", "bo", "cy", "di", "ed", "fay", "gil", "hal"];
const TEAMS: [&str; 2] = ["crew", "queue"];
const POSITIONS: [&str; 2] = ["lead", "keeper"];
const SCHEDULES: [&str; 3] = ["days", "nights", "turns"];
const HOURS: [&str; 3] = ["office", "late", "closed"];
const TOPICS: [&str; 4] = ["a", "a/b", "c", "d/e"];
/// Days around which things happen: the end of summer time in Europe, a new year, and around both.
const DAYS: [&str; 6] = [
    "2026-10-23",
    "2026-10-24",
    "2026-10-25",
    "2026-10-26",
    "2026-12-31",
    "2027-01-01",
];

/// A random organization, as a person would write it.
struct Written {
    text: String,
    dice: Dice,
}

impl Written {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.dice.below(of.len())]
    }

    fn chance(&mut self, in_hundred: usize) -> bool {
        self.dice.below(100) < in_hundred
    }

    /// A local time near one of the days.
    fn time(&mut self) -> String {
        let day = self.one(&DAYS);
        let hour = self.dice.below(24);
        let minute = self.one(&["00", "30"]);
        format!("{day}T{hour:02}:{minute}")
    }

    /// `from`, `until`, both or neither.
    fn window(&mut self) -> Vec<String> {
        let (one, other) = (self.time(), self.time());
        let (from, until) = if one < other {
            (one, other)
        } else {
            (other, one)
        };
        match self.dice.below(4) {
            0 => vec![format!("from = \"{from}\"")],
            1 => vec![format!("until = \"{until}\"")],
            _ if from < until => vec![format!("from = \"{from}\""), format!("until = \"{until}\"")],
            _ => Vec::new(),
        }
    }

    fn answering(&mut self) -> &'static str {
        match self.dice.below(4) {
            0 => self.one(&SCHEDULES),
            1 => self.one(&TEAMS),
            2 => self.one(&POSITIONS),
            _ => self.one(&PERSONS),
        }
    }

    fn calendars(&mut self) {
        self.line("[hours.office]\nzone = \"Europe/Bucharest\"\nopen = \"mon-fri 9:00-17:00\"");
        self.line("special = { \"2026-12-31\" = \"9:00-12:00\", \"01-01\" = \"closed\" }");
        self.line("[hours.late]\nzone = \"Australia/Lord_Howe\"\nopen = [\"mon-sat 16:00-02:00\"]");
        self.line("[hours.closed]\ncomplement = \"office\"");
        let turns = |written: &mut Self| {
            let count = 1 + written.dice.below(3);
            let people: Vec<String> = (0..count)
                .map(|_| format!("\"{}\"", written.one(&PERSONS)))
                .collect();
            format!("[{}]", people.join(", "))
        };
        let (days, nights, again) = (turns(self), turns(self), turns(self));
        let rotation = self.one(&["hourly", "daily", "weekly"]);
        self.line(&format!(
            "[schedules.days]\nzone = \"Europe/Bucharest\"\nlayers = [{{ rotation = \"{rotation}\", from = 2026-10-01, handoff = \"09:00\", turns = {days} }}]"
        ));
        let hours = self.one(&["daily 22:00-06:00", "sat-sun", "mon 8:00-12:00"]);
        self.line(&format!(
            "[schedules.nights]\nzone = \"Asia/Kathmandu\"\nlayers = [{{ restrictions = \"{hours}\", rotation = \"daily\", from = 2026-10-01, turns = {nights} }}]"
        ));
        self.line(&format!(
            "[schedules.turns]\nzone = \"UTC\"\nlayers = [{{ rotation = \"daily\", from = 2026-10-20, handoff = \"03:30\", turns = {again} }}]"
        ));
    }

    fn contacts(&mut self) {
        for person in PERSONS {
            self.line(&format!(
                "[contacts.{person}]\nkind = \"person\"\nname = \"{person}\""
            ));
            self.away(person);
        }
        for team in TEAMS {
            self.line(&format!(
                "[contacts.{team}]\nkind = \"team\"\nname = \"{team}\""
            ));
            self.away(team);
        }
        for position in POSITIONS {
            let (one, other) = (self.one(&PERSONS), self.one(&PERSONS));
            let deputy = self.one(&PERSONS);
            let turn = self.time();
            let department = self.one(&["top", "left", "right"]);
            self.line(&format!(
                "[contacts.{position}]\nkind = \"position\"\nname = \"{position}\""
            ));
            self.line(&format!("department = \"{department}\""));
            let holder = match self.dice.below(3) {
                0 => format!("\"{one}\""),
                1 => format!("[\"{one}\", {{ who = \"{other}\", from = \"{turn}\" }}]"),
                _ => format!(
                    "[{{ who = \"{one}\", until = \"{turn}\" }}, {{ who = \"{other}\", from = \"{turn}\" }}]"
                ),
            };
            self.line(&format!("holder = {holder}"));
            if ![one, other].contains(&deputy) {
                self.line(&format!("deputies = [\"{deputy}\"]"));
            }
        }
    }

    fn away(&mut self, who: &str) {
        if !self.chance(45) {
            return;
        }
        let mut absence = self.window();
        let delegate = self.answering();
        if delegate != who && !SCHEDULES.contains(&delegate) && self.chance(70) {
            absence.push(format!("delegate = \"{delegate}\""));
        }
        self.line(&format!("away = [{{ {} }}]", absence.join(", ")));
    }

    fn desk(&mut self) -> String {
        let mut desk = vec![format!("contact = \"{}\"", self.answering())];
        if self.chance(60) {
            desk.push(format!("during = \"{}\"", self.one(&HOURS)));
        } else if self.chance(50) {
            desk.extend(self.window());
        }
        format!("{{ {} }}", desk.join(", "))
    }

    fn departments(&mut self) {
        self.line("[departments.top]\nhead = \"ana\"");
        if self.chance(30) {
            self.line("on_duty = \"turns\"");
        }
        for (department, schedule) in [("left", "days"), ("right", "nights")] {
            let (head, acting) = (self.one(&PERSONS), self.one(&PERSONS));
            let window = self.window();
            self.line(&format!("[departments.{department}]\nparent = \"top\""));
            if self.chance(30) && !window.is_empty() {
                let window = window.join(", ");
                self.line(&format!(
                    "head = [\"{head}\", {{ who = \"{acting}\", {window} }}]"
                ));
            } else {
                self.line(&format!("head = \"{head}\""));
            }
            if self.chance(50) {
                self.line(&format!("on_duty = \"{schedule}\""));
            }
            let desks: Vec<String> = (0..self.dice.below(3)).map(|_| self.desk()).collect();
            self.line(&format!("desks = [{}]", desks.join(", ")));
        }
    }

    fn policies(&mut self) {
        for policy in ["p", "q"] {
            let levels: Vec<String> = (0..=self.dice.below(3))
                .map(|_| {
                    let to = if self.chance(25) {
                        self.one(&["owner", "head", "deputies", "functional", "first-contact"])
                    } else {
                        self.answering()
                    };
                    let mut level = vec![format!("to = \"{to}\"")];
                    if self.chance(80) {
                        let after = self.one(&["0m", "20m", "2h", "26h"]);
                        level.push(format!("after = \"{after}\""));
                    }
                    if self.chance(50) {
                        let clock = self.one(&["desk", "office", "late"]);
                        level.push(format!("clock = \"{clock}\""));
                    }
                    if self.chance(60) {
                        let when_empty = self.one(&["skip", "wait", "hold"]);
                        level.push(format!("when_empty = \"{when_empty}\""));
                    }
                    format!("{{ {} }}", level.join(", "))
                })
                .collect();
            let tail = self.one(&["heads", "none"]);
            self.line(&format!(
                "[policies.{policy}]\nlevels = [{}]",
                levels.join(", ")
            ));
            if tail == "none" {
                self.line("tail = \"none\"");
            }
        }
    }

    fn routes(&mut self) {
        self.line("[[routes]]\ntopic = \"/\"\nowner = \"top\"");
        for topic in TOPICS {
            for _ in 0..=self.dice.below(2) {
                let owner = match self.dice.below(3) {
                    0 => self.one(&["left", "right", "top"]),
                    1 => self.one(&POSITIONS),
                    _ => self.one(&PERSONS),
                };
                self.line(&format!(
                    "[[routes]]\ntopic = \"{topic}\"\nowner = \"{owner}\""
                ));
                if self.chance(40) {
                    let responder = self.answering();
                    self.line(&format!("responder = \"{responder}\""));
                }
                if self.chance(60) {
                    let policy = self.one(&["p", "q"]);
                    self.line(&format!("policy = \"{policy}\""));
                }
                if self.chance(40) {
                    let during = self.one(&HOURS);
                    self.line(&format!("during = \"{during}\""));
                }
                if self.chance(30) {
                    for edge in self.window() {
                        self.line(&edge);
                    }
                }
            }
        }
    }

    /// An organization that builds: most drafts do.
    fn organization(seed: u64) -> (Organization, String) {
        for again in 0.. {
            let mut written = Self {
                text: "switchboard = 1\nzone = \"Europe/Bucharest\"\n".into(),
                dice: Dice::new(seed * 1_000 + again),
            };
            written.calendars();
            written.contacts();
            written.departments();
            written.policies();
            written.routes();
            let document = toml::from_str::<Document>(&written.text);
            let document = document.unwrap_or_else(|error| panic!("{error}\n{}", written.text));
            match document.build() {
                Ok(organization) => return (organization, written.text),
                Err(error) => assert!(again < 200, "{error}\n{}", written.text),
            }
        }
        unreachable!("one of the drafts builds, or the last one fails")
    }
}

/// Instants at which something may change, with those just before and after, and some others.
fn instants(dice: &mut Dice) -> Vec<Timestamp> {
    let nanosecond = SignedDuration::from_nanos(1);
    let mut instants = BTreeSet::new();
    for _ in 0..6 {
        let day: switchboard::civil::Date = dice.pick(&DAYS).parse().unwrap();
        let start = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        let at = start + SignedDuration::from_mins(30 * i64::try_from(dice.below(48)).unwrap());
        let later = at + SignedDuration::from_secs(i64::try_from(dice.below(86_400)).unwrap());
        instants.extend([at - nanosecond, at, at + nanosecond, later]);
    }
    instants.into_iter().collect()
}

fn prepared(router: &Router, inquiry: &Inquiry) -> Answer {
    router.prepare(inquiry).unwrap().resolve().to_answer()
}

/// What stays the same while an answer is valid.
fn told(answer: &Answer) -> String {
    let levels = answer.chain().iter().map(|level| {
        let together: Vec<&str> = level.together().collect();
        let position = level.position();
        let (kind, stands_for) = (level.kind(), level.stands_for());
        let (department, unreachable) = (level.department(), level.is_unreachable());
        format!("{together:?} {position:?} {kind} {stands_for:?} {department} {unreachable}")
    });
    let levels: Vec<String> = levels.collect();
    let (route, owner, first) = (answer.route(), answer.owner(), answer.first_contact());
    let parties: Vec<&str> = answer.consulted().chain(answer.informed()).collect();
    let unstaffed = answer.is_unstaffed();
    format!("{route} {owner} {first} {levels:?} {parties:?} {unstaffed}")
}

#[test]
fn engines_agree_at_every_instant() {
    for seed in 0..cases(40) {
        let (organization, text) = Written::organization(seed);
        let router = organization.compile();
        let mut dice = Dice::new(seed);
        for instant in instants(&mut dice) {
            let topic = *dice.pick(&TOPICS);
            let mut inquiry = Inquiry::new(topic).at(instant);
            if dice.below(4) == 0 {
                inquiry = inquiry.excluding(*dice.pick(&PERSONS[1..]));
            }
            let expected = organization.resolve(&inquiry).unwrap();
            let answer = prepared(&router, &inquiry);
            assert_eq!(answer, expected, "router, seed {seed}, {inquiry:?}\n{text}");
            let explained = router.explain(&inquiry).unwrap();
            assert_eq!(
                *explained.answer(),
                expected,
                "explain, seed {seed}, {inquiry:?}\n{text}"
            );
        }
    }
}

#[test]
fn an_answer_is_the_same_until_its_validity_ends_and_another_one_then() {
    let nanosecond = SignedDuration::from_nanos(1);
    let mut changes = 0;
    for seed in 0..cases(20) {
        let (organization, text) = Written::organization(1_000 + seed);
        let router = organization.compile();
        let mut dice = Dice::new(seed);
        for instant in instants(&mut dice) {
            let topic = *dice.pick(&TOPICS);
            let at = |instant| prepared(&router, &Inquiry::new(topic).at(instant));
            let now = at(instant);
            let end = match now.validity() {
                Validity::Until(end) => {
                    changes += 1;
                    assert_ne!(
                        told(&at(end)),
                        told(&now),
                        "seed {seed}, {topic} at {end}\n{text}"
                    );
                    end
                }
                Validity::AtLeast(end) => end,
                Validity::Forever => panic!("an organization with hours, seed {seed}"),
            };
            let span = end.duration_since(instant).as_nanos();
            let between = (0..6).map(|part| {
                let part = span * part / 6;
                instant + SignedDuration::from_nanos(i64::try_from(part).unwrap())
            });
            for later in between.chain([end - nanosecond]) {
                assert_eq!(
                    told(&at(later)),
                    told(&now),
                    "seed {seed}, {topic} at {later}, as at {instant}\n{text}"
                );
            }
        }
    }
    assert!(changes > 100, "{changes}");
}

#[test]
fn nobody_is_asked_who_is_away_and_every_chain_ends() {
    let mut stand_ins = 0;
    for seed in 0..cases(40) {
        let (organization, text) = Written::organization(2_000 + seed);
        let router = organization.compile();
        let mut dice = Dice::new(seed);
        for instant in instants(&mut dice) {
            let topic = *dice.pick(&TOPICS);
            let answer = prepared(&router, &Inquiry::new(topic).at(instant));
            let told = || format!("seed {seed}, {topic} at {instant}\n{answer:?}\n{text}");
            for level in answer.chain() {
                stand_ins += usize::from(level.stands_for().is_some());
                let at = level.at().unwrap();
                for key in level.together() {
                    let contact = organization.contact(key).unwrap();
                    let is_away = contact.absence_at(at).is_some();
                    assert_eq!(is_away, level.is_unreachable(), "{key}: {}", told());
                }
            }
            let last = answer.chain().last().unwrap();
            // The head of the root, in person or by who stands in.
            assert!(
                [Some("ana"), None].contains(&last.stands_for()),
                "{}",
                told()
            );
            assert!(
                last.contact() == "ana" || last.stands_for() == Some("ana"),
                "{}",
                told()
            );
            let dues: Vec<_> = answer.chain().iter().map(AnswerLevel::due).collect();
            let is_alone = answer.chain().len() == 1;
            assert!(!answer.is_unstaffed() || is_alone, "{}", told());
            let at = answer.chain().iter().map(|level| level.at().unwrap());
            let sums = dues.iter().map(|due| instant + *due);
            assert!(at.eq(sums), "{}", told());
        }
    }
    assert!(stand_ins > 100, "{stand_ins}");
}
