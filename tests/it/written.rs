//! Random organizations in which everything may depend on the instant, as a person would write them: schedules and hours in
//! several zones, dated holders, heads, liaisons and rows, absences and delegates, clocks, levels that reach nobody,
//! confidential routes.

use std::fmt::Write as _;

use switchboard::{Document, Inquiry, Organization};

use crate::edges::DAYS;
use crate::generate::Dice;

pub const PERSONS: [&str; 8] = ["ana", "bo", "cy", "di", "ed", "fay", "gil", "hal"];
pub const TOPICS: [&str; 5] = ["a", "a/b", "c", "d/e", "secret"];
const TEAMS: [&str; 2] = ["crew", "queue"];
const POSITIONS: [&str; 2] = ["lead", "keeper"];
const SCHEDULES: [&str; 3] = ["by-day", "by-night", "by-turn"];
const ACCOUNTS: [&str; 3] = ["acme", "globex", "none"];
/// In house.
const DEPARTMENTS: [&str; 4] = ["top", "left", "right", "lower"];

/// An organization that builds, and the document that it is built of.
pub fn organization(seed: u64) -> (Organization, String) {
    // Every other draft does: of most others a window lies in a night, so that hours never open in it.
    for again in 0.. {
        let text = Draft::text(seed * 1_000 + again);
        let document = toml::from_str::<Document>(&text);
        let document = document.unwrap_or_else(|error| panic!("{error}\n{text}"));
        match document.build() {
            Ok(organization) => return (organization, text),
            Err(error) => assert!(again < 200, "{error}\n{text}"),
        }
    }
    unreachable!("one of the drafts builds, or the last one fails")
}

/// Of one of the topics, with values for some attributes, and some contacts left out.
pub fn inquiry(dice: &mut Dice) -> Inquiry {
    let mut inquiry = Inquiry::new(*dice.pick(&TOPICS));
    if dice.chance(60) {
        inquiry = inquiry.with("account", *dice.pick(&ACCOUNTS));
    }
    if dice.chance(50) {
        inquiry = inquiry.with("priority", *dice.pick(&["low", "high"]));
    }
    let contacts = [&PERSONS[..], &TEAMS, &POSITIONS, &SCHEDULES, &["shop"]].concat();
    if dice.chance(30) {
        for _ in 0..dice.between(1, 2) {
            inquiry = inquiry.excluding(*dice.pick(&contacts));
        }
    }
    inquiry
}

struct Draft {
    text: String,
    dice: Dice,
    /// Times for routes and desks: of any two one is narrower, or they never hold together.
    times: Vec<Vec<String>>,
    /// Whether there are schedules, absences, times of desks and clocks; where a kind of thing is missing, engines may leave
    /// out what is about it.
    has_calendars: bool,
    /// Whether who has a place depends on the date.
    has_dates: bool,
}

impl Draft {
    fn text(seed: u64) -> String {
        let mut draft = Self {
            text: "switchboard = 1\nzone = \"Europe/Bucharest\"\n".into(),
            dice: Dice::new(seed),
            times: Vec::new(),
            has_calendars: true,
            has_dates: true,
        };
        draft.times = draft.times();
        draft.has_calendars = draft.chance(75);
        draft.has_dates = draft.chance(75);
        if draft.chance(60) {
            let authority = draft.one(&["hal", "keeper"]);
            draft.line(&format!("conflict_authority = \"{authority}\""));
        }
        draft.attributes();
        draft.calendars();
        draft.contacts();
        draft.departments();
        draft.assignment();
        draft.policies();
        draft.routes();
        draft.text
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        self.dice.pick::<&str>(of)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.dice.chance(percent)
    }

    /// A local time near one of the days.
    fn time(&mut self) -> String {
        let day = self.one(&DAYS);
        let hour = self.dice.below(24);
        let minute = self.one(&["00", "30"]);
        format!("{day}T{hour:02}:{minute}")
    }

    /// So many times, one after the other.
    fn in_order<const COUNT: usize>(&mut self) -> [String; COUNT] {
        loop {
            let mut times = [(); COUNT].map(|()| self.time());
            times.sort();
            if times.is_sorted_by(|one, next| one < next) {
                return times;
            }
        }
    }

    /// `from`, `until`, or both.
    fn window(&mut self) -> Vec<String> {
        let [from, until] = self.in_order();
        let edges = [format!("from = \"{from}\""), format!("until = \"{until}\"")];
        match self.dice.below(4) {
            side @ (0 | 1) => vec![edges[side].clone()],
            _ => edges.to_vec(),
        }
    }

    fn times(&mut self) -> Vec<Vec<String>> {
        let [first, from, until, last] = self.in_order();
        let between =
            |from, until| vec![format!("from = \"{from}\""), format!("until = \"{until}\"")];
        let during = |hours| format!("during = \"{hours}\"");
        let mut in_hours = between(&from, &until);
        in_hours.push(during("office"));
        vec![
            Vec::new(),
            vec![during("office")],
            vec![during("closed")],
            between(&first, &last),
            between(&from, &until),
            in_hours,
        ]
    }

    fn answering(&mut self) -> &'static str {
        match self.dice.below(9) {
            0 | 1 if self.has_calendars => self.one(&SCHEDULES),
            0..4 => self.one(&TEAMS),
            4 | 5 => self.one(&POSITIONS),
            6 => "shop",
            _ => self.one(&PERSONS),
        }
    }

    /// Who holds a place, from when on and up to when.
    fn holders(&mut self, field: &str) -> String {
        let [one, other, third] = [(); 3].map(|()| self.one(&PERSONS));
        let [turn, end] = self.in_order();
        match self.dice.below(6) {
            0 | 1 => format!("{field} = \"{one}\""),
            _ if !self.has_dates => format!("{field} = \"{other}\""),
            2 if field != "liaison" => {
                let window = self.window().join(", ");
                format!("{field} = [{{ who = \"{one}\", {window} }}]")
            }
            2 | 3 => {
                let window = self.window().join(", ");
                format!("{field} = [\"{one}\", {{ who = \"{other}\", {window} }}]")
            }
            4 => format!(
                "{field} = [{{ who = \"{one}\", until = \"{turn}\" }}, {{ who = \"{other}\", from = \"{turn}\" }}]"
            ),
            _ => format!(
                "{field} = [\"{third}\", {{ who = \"{one}\", from = \"{turn}\", until = \"{end}\" }}, {{ who = \"{other}\", from = \"{end}\" }}]"
            ),
        }
    }

    fn attributes(&mut self) {
        self.line("[attributes]\naccount = { kind = \"open\" }");
        self.line("priority = { kind = \"ordered\", values = [\"low\", \"high\"] }");
    }

    fn calendars(&mut self) {
        self.line("[hours.office]\nzone = \"Europe/Bucharest\"\nopen = \"mon-fri 9:00-17:00\"");
        self.line("special = { \"2026-12-31\" = \"9:00-12:00\", \"01-01\" = \"closed\" }");
        self.line("[hours.late]\nzone = \"Australia/Lord_Howe\"\nopen = [\"mon-sat 16:00-02:00\"]");
        self.line("[hours.closed]\ncomplement = \"office\"");
        if self.has_calendars {
            self.schedules();
        }
    }

    fn schedules(&mut self) {
        let turns = [(); 3].map(|()| self.turns());
        let rotation = self.one(&["hourly", "daily", "weekly"]);
        self.line(&format!(
            "[schedules.by-day]\nzone = \"Europe/Bucharest\"\nlayers = [{{ rotation = \"{rotation}\", from = 2026-10-01, handoff = \"09:00\", turns = {} }}]",
            turns[0]
        ));
        if self.chance(40) {
            let [from, until] = self.in_order();
            let only = self.one(&PERSONS);
            self.line(&format!(
                "overrides = [{{ from = \"{from}\", until = \"{until}\", only = [\"{only}\"] }}]"
            ));
        }
        let hours = self.one(&["daily 22:00-06:00", "sat-sun", "mon 8:00-12:00"]);
        self.line(&format!(
            "[schedules.by-night]\nzone = \"Asia/Kathmandu\"\nlayers = [{{ restrictions = \"{hours}\", rotation = \"daily\", from = 2026-10-01, turns = {} }}]",
            turns[1]
        ));
        self.line(&format!(
            "[schedules.by-turn]\nzone = \"UTC\"\nlayers = [{{ rotation = \"daily\", from = 2026-10-20, handoff = \"03:30\", turns = {} }}]",
            turns[2]
        ));
    }

    /// One after the other on duty, or two together.
    fn turns(&mut self) -> String {
        let turn = |draft: &mut Self| {
            let person = draft.one(&PERSONS);
            let other = draft.one(&PERSONS);
            if person != other && draft.chance(20) {
                format!("[\"{person}\", \"{other}\"]")
            } else {
                format!("\"{person}\"")
            }
        };
        let turns: Vec<String> = (0..self.dice.between(1, 3)).map(|_| turn(self)).collect();
        format!("[{}]", turns.join(", "))
    }

    fn contacts(&mut self) {
        for person in PERSONS {
            self.contact(person, "person");
        }
        for team in TEAMS {
            self.contact(team, "team");
            if self.chance(50) {
                let member = self.one(&PERSONS);
                self.line(&format!("members = [\"{member}\"]"));
            }
        }
        for position in POSITIONS {
            self.contact(position, "position");
            let holder = if self.chance(85) {
                self.holders("holder")
            } else {
                String::new()
            };
            self.line(&holder);
            let deputy = self.one(&PERSONS);
            if !holder.contains(deputy) && self.chance(60) {
                self.line(&format!("deputies = [\"{deputy}\"]"));
            }
        }
        self.contact("shop", "touchpoint");
        let staff = self.one(&["crew", "lead", "bo", "cy"]);
        self.line(&format!("staffed_by = \"{staff}\""));
    }

    fn contact(&mut self, key: &str, kind: &str) {
        self.line(&format!(
            "[contacts.{key}]\nkind = \"{kind}\"\nname = \"Name of {key}\""
        ));
        if kind == "position" || self.chance(20) {
            let department = self.one(&DEPARTMENTS);
            self.line(&format!("department = \"{department}\""));
        }
        if kind != "position" {
            self.away(key);
        }
    }

    fn away(&mut self, who: &str) {
        if !self.has_calendars || !self.chance(45) {
            return;
        }
        let [from, turn, back, until] = self.in_order();
        let mut absences = if self.chance(70) {
            vec![self.window()]
        } else {
            let first = vec![format!("from = \"{from}\""), format!("until = \"{turn}\"")];
            let second = vec![format!("from = \"{back}\""), format!("until = \"{until}\"")];
            vec![first, second]
        };
        for absence in &mut absences {
            let delegate = self.answering();
            let is_some = delegate != who && delegate != "shop" && !SCHEDULES.contains(&delegate);
            if is_some && self.chance(70) {
                absence.push(format!("delegate = \"{delegate}\""));
            }
        }
        let absences: Vec<String> = absences
            .iter()
            .map(|absence| format!("{{ {} }}", absence.join(", ")))
            .collect();
        self.line(&format!("away = [{}]", absences.join(", ")));
    }

    fn desk(&mut self) -> String {
        let contact = self.answering();
        let mut desk = vec![format!("contact = \"{contact}\"")];
        if self.chance(10) {
            desk[0] = "contact = { assigned = \"accounts\" }".into();
        }
        if self.chance(20) {
            desk.push("when = { priority = \"high\" }".into());
        }
        if self.has_calendars {
            let late = vec!["during = \"late\"".into()];
            let others = [late, self.window()];
            let times = if self.chance(80) {
                &self.times[..]
            } else {
                &others
            };
            desk.extend(self.dice.pick(times).clone());
        }
        format!("{{ {} }}", desk.join(", "))
    }

    fn departments(&mut self) {
        self.line("[departments.top]\nhead = \"ana\"");
        if self.has_calendars && self.chance(30) {
            self.line("on_duty = \"by-turn\"");
        }
        for (department, parent, schedule) in [
            ("left", "top", "by-day"),
            ("right", "top", "by-night"),
            ("lower", "left", "by-turn"),
        ] {
            self.line(&format!(
                "[departments.{department}]\nparent = \"{parent}\""
            ));
            if self.chance(85) {
                let head = if self.chance(20) {
                    "head = \"lead\"".into()
                } else {
                    self.holders("head")
                };
                self.line(&head);
            }
            if self.chance(30) {
                self.line("authority = true");
            }
            if self.chance(30) {
                self.line("response_target = \"1h\"");
            }
            if department != "right" && self.chance(50) {
                self.line("escalates_to = \"right\"");
            }
            if self.chance(30) {
                let informed = self.one(&PERSONS);
                self.line(&format!("informed = [\"{informed}\"]"));
            }
            self.duty_and_desks(schedule);
        }
        let liaison = self.holders("liaison");
        self.line(&format!(
            "[departments.outside]\nparent = \"right\"\nexternal = true\n{liaison}"
        ));
        self.duty_and_desks("by-night");
    }

    fn duty_and_desks(&mut self, schedule: &str) {
        if self.has_calendars && self.chance(50) {
            self.line(&format!("on_duty = \"{schedule}\""));
        }
        let desks: Vec<String> = if self.chance(40) {
            vec![format!("{{ contact = \"{}\" }}", self.answering())]
        } else {
            (0..self.dice.below(3)).map(|_| self.desk()).collect()
        };
        self.line(&format!("desks = [{}]", desks.join(", ")));
    }

    fn assignment(&mut self) {
        let default = self.one(&["left", "lead", "di"]);
        self.line(&format!(
            "[assignments.accounts]\nattribute = \"account\"\ndefault = \"{default}\"\n[assignments.accounts.rows]"
        ));
        let [one, other] = [(); 2].map(|()| self.one(&PERSONS));
        let deputy = self.one(&PERSONS);
        if deputy != one {
            self.line(&format!(
                "globex = {{ holder = \"{one}\", deputies = [\"{deputy}\"] }}"
            ));
        }
        let window = self.window().join(", ");
        let dated = format!("{{ holder = \"{other}\", {window} }}");
        if !self.has_dates {
            self.line(&format!("acme = \"{one}\""));
        } else if self.chance(50) {
            self.line(&format!("acme = [\"{one}\", {dated}]"));
        } else {
            self.line(&format!("acme = {dated}"));
        }
    }

    fn policies(&mut self) {
        for policy in ["p", "q"] {
            let levels: Vec<String> = (0..self.dice.between(1, 4)).map(|_| self.level()).collect();
            self.line(&format!(
                "[policies.{policy}]\nlevels = [{}]",
                levels.join(", ")
            ));
            if self.chance(50) {
                self.line("tail = \"none\"");
            }
        }
    }

    fn level(&mut self) -> String {
        let to = match self.dice.below(10) {
            0..3 => {
                let relative = ["owner", "head", "deputies", "functional", "first-contact"];
                format!("\"{}\"", self.one(&relative))
            }
            3 => format!("\"{}\"", self.one(&["left", "right", "outside"])),
            4 => "{ assigned = \"accounts\" }".into(),
            5 => format!("[\"{}\", \"{}\"]", self.answering(), self.one(&TEAMS)),
            _ => format!("\"{}\"", self.answering()),
        };
        let mut level = vec![format!("to = {to}")];
        let clock = if self.has_calendars { 50 } else { 0 };
        for (field, percent, words) in [
            ("after", 80, &["0m", "20m", "2h", "26h"][..]),
            ("clock", clock, &["desk", "office", "late"]),
            ("when_empty", 60, &["skip", "wait", "hold"]),
        ] {
            if self.chance(percent) {
                let word = self.one(words);
                level.push(format!("{field} = \"{word}\""));
            }
        }
        if self.chance(10) {
            level.push("floor = { priority = \"high\" }".into());
        }
        format!("{{ {} }}", level.join(", "))
    }

    fn routes(&mut self) {
        self.line("[[routes]]\ntopic = \"/\"\nowner = \"top\"");
        let whens = [
            "",
            "when = { account = \"acme\" }",
            "when = { priority = \"high\" }",
        ];
        for topic in TOPICS {
            let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
            for when in whens {
                let times = self.times.iter().cloned();
                kinds.extend(times.map(|times| (when, times)));
            }
            self.dice.shuffle(&mut kinds);
            kinds.truncate(self.dice.between(1, 4));
            for (when, times) in kinds {
                self.route(topic, when, &times);
            }
        }
        if self.chance(30) {
            let informed = self.answering_person();
            self.line(&format!(
                "[[notices]]\ntopic = \"a\"\ninformed = [\"{informed}\"]"
            ));
        }
    }

    fn answering_person(&mut self) -> &'static str {
        let people = [&PERSONS[..], &POSITIONS].concat();
        self.one(&people)
    }

    fn route(&mut self, topic: &str, when: &str, times: &[String]) {
        let owner = match self.dice.below(5) {
            0 | 1 => format!("\"{}\"", self.one(&DEPARTMENTS)),
            2 => "{ assigned = \"accounts\" }".into(),
            _ => format!("\"{}\"", self.answering_person()),
        };
        self.line(&format!("[[routes]]\ntopic = \"{topic}\"\nowner = {owner}"));
        self.line(when);
        for own in times {
            self.line(own);
        }
        if topic == "secret" || self.chance(10) {
            let last = self.answering_person();
            self.line(&format!("confidential = true\nfinal = \"{last}\""));
        }
        if self.chance(25) {
            let responder = self.answering();
            self.line(&format!("responder = \"{responder}\""));
        }
        if self.chance(60) {
            let policy = self.one(&["p", "q"]);
            self.line(&format!("policy = \"{policy}\""));
        }
        if self.chance(20) {
            let consulted = self.answering_person();
            self.line(&format!("consulted = [\"{consulted}\"]"));
        }
    }
}
