//! Faults of other systems with time, each as an inquiry about a small organization, its answers worked out by hand. What
//! schedules and hours say by themselves is in `schedules` and `hours`.

use switchboard::{Document, Inquiry, Organization, SignedDuration, Timestamp, Validity};

/// An organization of the persons `a` to `e`; `a` is at its head, `b` heads the department `support` below it.
fn organization(more: &str) -> Organization {
    built(more, ["", "", "", "", ""])
}

/// The same where persons have these fields.
fn built(more: &str, fields: [&str; 5]) -> Organization {
    let people = ["a", "b", "c", "d", "e"].iter().zip(fields);
    let people = people.map(|(key, fields)| {
        format!("[contacts.{key}]\nkind = \"person\"\nname = \"{key}\"\n{fields}\n")
    });
    let people: String = people.collect();
    let text = format!(
        "switchboard = 1\n{people}\n\
         [departments.company]\nhead = \"a\"\n\
         [departments.support]\nparent = \"company\"\nhead = \"b\"\n{more}\n\
         [[routes]]\ntopic = \"/\"\nowner = \"company\"\n"
    );
    let document = toml::from_str::<Document>(&text);
    let document = document.unwrap_or_else(|error| panic!("{error}\n{text}"));
    let built = document.build();
    built.unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn instant(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn chain(organization: &Organization, topic: &str, at: &str) -> Vec<String> {
    chain_of(organization, &Inquiry::new(topic).at(instant(at)))
}

/// The chain as "who after how long"; the three engines agree on it.
fn chain_of(organization: &Organization, inquiry: &Inquiry) -> Vec<String> {
    let expected = organization.resolve(inquiry).unwrap();
    let router = organization.compile();
    let answer = router.prepare(inquiry).unwrap().resolve().to_answer();
    assert_eq!(answer, expected, "the router, {inquiry:?}");
    let explained = router.explain(inquiry).unwrap();
    assert_eq!(*explained.answer(), expected, "explained, {inquiry:?}");
    let levels = answer.chain().iter().map(|level| {
        let together: Vec<&str> = level.together().collect();
        let who = if together.is_empty() {
            format!("{}, unreachable", level.contact())
        } else {
            together.join("+")
        };
        format!("{who} {:#}", level.due())
    });
    levels.collect()
}

/// The last of the substitutes was notified whether away or not, as only who was named first was looked at.
#[test]
fn an_absence_chain_that_ends_at_someone_who_is_away_goes_to_the_next_level() {
    let away = "away = [{ from = 2026-12-01, until = 2026-12-03, delegate = \"d\" }]";
    let passes_on = "away = [{ from = 2026-12-01, until = 2026-12-03, delegate = \"e\" }]";
    let alone = "away = [{ from = 2026-12-01, until = 2026-12-02 }]";
    let support = "[[routes]]\ntopic = \"x\"\nowner = \"support\"\nresponder = \"c\"";
    let organization = built(support, ["", "", away, passes_on, alone]);
    let ask = |at| chain(&organization, "x", at);
    // c, d and e are away: the owner is asked at once.
    assert_eq!(ask("2026-12-01T00:00:00Z"), ["b 0s", "a 30m"]);
    assert_eq!(ask("2026-12-01T23:59:59.999999999Z"), ["b 0s", "a 30m"]);
    // e is back, and stands in for d, who would for c.
    assert_eq!(ask("2026-12-02T00:00:00Z"), ["e 0s", "b 30m", "a 1h"]);
    assert_eq!(ask("2026-12-03T00:00:00Z"), ["c 0s", "b 30m", "a 1h"]);
    assert_eq!(ask("2026-11-30T23:59:59.999999999Z")[0], "c 0s");
}

/// A fault of our own: where the responder is excluded, who stands in was asked for at the start alone.
#[test]
fn the_first_contact_once_more_is_who_has_come_back() {
    let away = "away = [{ from = 2026-12-01, until = \"2026-12-01T10:20\" }]";
    let policy = r#"
        [policies.again]
        levels = [{ to = "d", after = "10m" }, { to = "first-contact", after = "30m" }]

        [[routes]]
        topic = "x"
        owner = "support"
        responder = "c"
        policy = "again"
        "#;
    let organization = built(policy, ["", away, "", "", ""]);
    let ask = |at| Inquiry::new("x").at(instant(at)).excluding("c");
    // b, the owner, would stand in for c, but is away: d is asked at once, and b as soon as that is back.
    assert_eq!(
        chain_of(&organization, &ask("2026-12-01T10:00:00Z")),
        ["d 0s", "b 30m", "a 1h 30m"]
    );
    assert_eq!(
        chain_of(&organization, &ask("2026-12-01T10:20:00Z")),
        ["b 0s", "d 10m", "a 1h 40m"]
    );
}

/// The next working day was looked for by adding days until there is one.
#[test]
fn no_working_day_is_no_endless_loop() {
    let never = r#"
        switchboard = 1
        hours.office = { zone = "UTC", open = { week = "mon", months = "feb", days = "30..31" } }
        contacts.a = { kind = "person", name = "A" }
        departments.company = { head = "a" }
        routes = [{ topic = "/", owner = "company" }]
        "#;
    let refused = toml::from_str::<Document>(never).unwrap().build();
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("hours.office: never open"), "{refused}");
    let organization = organization(
        r#"
        [hours]
        in-2026 = { zone = "UTC", open = [{ week = "mon-fri 9:00-17:00", years = "2026" }] }

        [schedules.over]
        zone = "UTC"
        layers = [{ rotation = "daily", from = 2026-01-01, until = 2026-12-31, turns = ["c", "d"] }]

        [policies.business]
        levels = [{ to = "c", after = "16h", clock = "in-2026" }]

        [policies.held]
        levels = [{ to = "over", after = "10m", when_empty = "hold" }]

        [policies.waited]
        levels = [{ to = "over", after = "10m", when_empty = "wait" }]

        [[routes]]
        topic = "business"
        owner = "support"
        responder = "e"
        policy = "business"

        [[routes]]
        topic = "held"
        owner = "support"
        responder = "e"
        policy = "held"

        [[routes]]
        topic = "waited"
        owner = "support"
        responder = "e"
        policy = "waited"
        "#,
    );
    // A Wednesday: 8 hours on it, 8 more on Thursday, the last working day that there is.
    assert_eq!(
        chain(&organization, "business", "2026-12-30T09:00:00Z")[1],
        "c 32h"
    );
    // 9 hours less than it takes are left, or none at all: it counts as the wall clock does.
    assert_eq!(
        chain(&organization, "business", "2026-12-31T09:00:00Z")[1],
        "c 16h"
    );
    assert_eq!(
        chain(&organization, "business", "2027-01-04T09:00:00Z")[1],
        "c 16h"
    );
    // Nobody is on duty ever again: the next level is asked in its place, or when it is due in any case (C4).
    let ask = |topic| chain(&organization, topic, "2026-12-31T00:00:00Z");
    assert_eq!(ask("held"), ["e 0s", "b 10m", "a 40m"]);
    assert_eq!(ask("waited"), ["e 0s", "b 40m", "a 1h 10m"]);
}

const DAILY: &str = r#"
[schedules.days]
zone = "Europe/Bucharest"
layers = [{ rotation = "daily", from = 2026-01-01, handoff = "08:00", turns = ["c", "d", "e"] }]

[[routes]]
topic = "x"
owner = "support"
responder = "days"
"#;

/// Intervals were open at both ends, or closed at both: at the second of a handoff nobody was asked, or both were.
#[test]
fn at_the_handoff_second_it_is_neither_nobody_nor_both() {
    let organization = organization(DAILY);
    let ask = |at| chain(&organization, "x", at).remove(0);
    // The second day of the year; and the 89th, in summer time.
    assert_eq!(ask("2026-01-02T05:59:59Z"), "c 0s");
    assert_eq!(ask("2026-01-02T05:59:59.999999999Z"), "c 0s");
    assert_eq!(ask("2026-01-02T06:00:00Z"), "d 0s");
    assert_eq!(ask("2026-03-30T04:59:59.999999999Z"), "c 0s");
    assert_eq!(ask("2026-03-30T05:00:00Z"), "d 0s");
    let answer = organization.resolve(&Inquiry::new("x").at(instant("2026-01-02T05:59:59Z")));
    assert_eq!(
        answer.unwrap().validity(),
        Validity::Until(instant("2026-01-02T06:00:00Z"))
    );
}

/// Levels that are due at a handoff, not asked at it.
#[test]
fn a_level_that_is_due_at_the_handoff_second_asks_who_comes() {
    let policy = "[policies.later]\nlevels = [{ to = \"days\", after = \"1h\" }]\n\
                  [[routes]]\ntopic = \"later\"\nowner = \"support\"\npolicy = \"later\"\nresponder = \"b\"";
    let organization = organization(&format!("{DAILY}\n{policy}"));
    let ask = |at| chain(&organization, "later", at).remove(1);
    assert_eq!(ask("2026-01-02T04:59:59.999999999Z"), "c 1h");
    assert_eq!(ask("2026-01-02T05:00:00Z"), "d 1h");
}

/// The 31st was clamped to February's last day, and counted on from there.
#[test]
fn a_monthly_rotation_from_the_31st_asks_the_right_one_every_month() {
    let organization = organization(
        r#"
        [schedules.months]
        zone = "UTC"
        layers = [{ rotation = "monthly", from = 2026-01-31, turns = ["c", "d", "e"] }]

        [[routes]]
        topic = "x"
        owner = "support"
        responder = "months"
        "#,
    );
    let ask = |at| chain(&organization, "x", at).remove(0);
    for (last_of_c, first_of_d, first_of_e, first_of_c) in [
        (
            "2026-02-27T23:59:59Z",
            "2026-02-28T00:00:00Z",
            "2026-03-31T00:00:00Z",
            "2026-04-30T00:00:00Z",
        ),
        (
            "2027-02-27T23:59:59Z",
            "2027-02-28T00:00:00Z",
            "2027-03-31T00:00:00Z",
            "2027-04-30T00:00:00Z",
        ),
    ] {
        assert_eq!(ask(last_of_c), "c 0s");
        assert_eq!(ask(first_of_d), "d 0s");
        assert_eq!(ask(first_of_e), "e 0s");
        assert_eq!(ask(first_of_c), "c 0s");
    }
    // The last moment before the 31st is not the 28th's any more.
    assert_eq!(ask("2026-03-30T23:59:59Z"), "d 0s");
}

/// A schedule without a shift has no gaps between its shifts, so nobody was told that nobody is there.
#[test]
fn where_there_are_no_shifts_at_all_it_is_said_and_the_next_level_is_asked() {
    let organization = organization(
        r#"
        [schedules.ended]
        zone = "UTC"
        layers = [{ rotation = "daily", from = 2020-01-01, until = 2021-01-01, turns = ["c"] }]

        [[routes]]
        topic = "x"
        owner = "support"
        responder = "ended"
        "#,
    );
    assert_eq!(
        chain(&organization, "x", "2026-12-01T00:00:00Z"),
        ["b 0s", "a 30m"]
    );
    let inquiry = Inquiry::new("x").at(instant("2026-12-01T00:00:00Z"));
    let explained = organization.explain(&inquiry).unwrap().to_string();
    assert!(
        explained.contains("nobody is on duty by `ended`"),
        "{explained}"
    );
    let (from, until) = (
        instant("2026-12-01T00:00:00Z"),
        instant("2026-12-02T00:00:00Z"),
    );
    let schedule = organization.schedule("ended").unwrap();
    let gaps: Vec<_> = schedule.gaps(from, until).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].from(), gaps[0].until()), (from, until));
}

/// Of a day's intervals the first alone was kept.
#[test]
fn a_second_interval_on_a_day_is_not_dropped() {
    let organization = built(
        r#"
        desks = [{ contact = "c", during = "office" }]

        [hours]
        office = { zone = "UTC", open = ["mon-fri 9:00-12:00", "mon-fri 14:00-17:00"] }

        [policies.by-desk]
        levels = [{ to = "d", after = "4h", clock = "desk" }]

        [[routes]]
        topic = "x"
        owner = "support"
        policy = "by-desk"
        "#,
        [""; 5],
    );
    // A Tuesday.
    let ask = |at| chain(&organization, "x", at);
    for (at, who) in [
        ("2026-12-01T08:59:59Z", "b 0s"),
        ("2026-12-01T09:00:00Z", "c 0s"),
        ("2026-12-01T12:00:00Z", "b 0s"),
        ("2026-12-01T14:00:00Z", "c 0s"),
        ("2026-12-01T16:59:59Z", "c 0s"),
        ("2026-12-01T17:00:00Z", "b 0s"),
    ] {
        assert_eq!(ask(at)[0], who, "{at}");
    }
    // Two hours before noon, and two after the break: at 16:00.
    assert_eq!(ask("2026-12-01T10:00:00Z")[1], "d 6h");
}

/// A fourth member made others of the turns that were.
#[test]
fn a_member_who_joins_changes_no_answer_of_the_past() {
    let joined = DAILY.replace(
        "turns = [\"c\", \"d\", \"e\"] }]",
        "turns = [\"c\", \"d\", \"e\"], versions = [{ from = 2026-03-01, turns = [\"c\", \"d\", \"e\", \"a\"] }] }]",
    );
    let (before, after) = (organization(DAILY), organization(&joined));
    let start = instant("2026-01-01T06:00:00Z");
    let change = instant("2026-03-01T06:00:00Z");
    let day = SignedDuration::from_hours(24);
    let days = core::iter::successors(Some(start), |at| Some(*at + day));
    let mut asked = 0;
    for at in days.take_while(|at| *at < change) {
        let at = at.to_string();
        assert_eq!(chain(&before, "x", &at), chain(&after, "x", &at), "{at}");
        asked += 1;
    }
    assert_eq!(asked, 59);
    let turns = (0..5).map(|number| {
        let at = change + day * number;
        chain(&after, "x", &at.to_string()).remove(0)
    });
    let turns: Vec<String> = turns.collect();
    assert_eq!(turns, ["c 0s", "d 0s", "e 0s", "a 0s", "c 0s"]);
}
