//! The command's side of the calendar: who is on duty, when nobody is, and how it is drawn and exported.

use std::collections::BTreeSet;

use icalendar::{Calendar, Component, Event};
use serde_json::{Value, json};

use crate::command::{Folder, run};

/// Turns of a week, an override in one, nights in another zone, and a gap that is declared beside one that is not.
const ROTA: &str = r#"switchboard = 1
name = "Example"

[departments.company]
head = "ana"
members = ["bo", "cy"]

[contacts]
ana = { kind = "person", name = "Ana" }
bo = { kind = "person", name = "Bo" }
cy = { kind = "person", name = "Cy" }

[schedules.support]
zone = "Europe/Bucharest"
layers = [
  { key = "days", rotation = "weekly", from = 2026-01-05, handoff = "09:00", turns = ["ana", "bo"] },
  { key = "nights", zone = "Asia/Tokyo", from = 2026-01-05, turns = [["cy", "bo"]], restrictions = ["daily 9:00-12:00"] },
]
overrides = [
  { from = "2026-03-24T12:00", until = "2026-03-24T18:00", replace = { bo = "ana" }, reason = "dentist; \"urgent\" & <short>" },
]

[schedules.weekdays]
zone = "Europe/Bucharest"
layers = [{ from = 2026-01-05, turns = ["ana"], restrictions = ["mon-fri 9:00-17:00"] }]
unstaffed = [{ weekly = ["sat,sun"], reason = "closed at weekends" }]

[[routes]]
topic = "/"
owner = "company"
"#;

/// The output of a command on that organization.
fn on_rota(name: &str, arguments: &[&str]) -> crate::command::Run {
    let folder = Folder::with(name, &[("rota.toml", ROTA)]);
    let rota = folder.path("rota.toml");
    let (command, rest) = arguments.split_first().expect("a command");
    let all: Vec<&str> = [*command, "--org", &rota]
        .into_iter()
        .chain(rest.iter().copied())
        .collect();
    run(&all)
}

#[test]
fn who_is_on_duty_until_when_and_who_is_next() {
    let at = |schedule: &str, at: &str| on_rota("duty-at", &["on-duty", schedule, "--at", at]);
    at("support", "2026-03-25T12:00:00Z").ends(0).says(&[
        "support  Wed 2026-03-25 14:00  Europe/Bucharest\n",
        "on duty  bo  Bo  until Thu 2026-03-26 02:00, 12h  layer `days`\n",
        "then     bo  Bo  until Thu 2026-03-26 05:00, 3h   layer `nights`\n",
        "         cy  Cy                                   layer `nights`\n",
    ]);
    // Two halves of one turn, and an override in it: it is the same person all the time.
    at("support", "2026-03-24T09:00").ends(0).says(&[
        "on duty  bo   Bo   until Tue 2026-03-24 12:00, 3h",
        "then     ana  Ana  until Tue 2026-03-24 18:00, 6h  override: dentist; \"urgent\" & <short>\n",
    ]);
    // Nobody is, and whoever comes next is found behind the gap.
    at("weekdays", "2026-03-28").ends(1).says(&[
        "on duty  nobody       until Mon 2026-03-30 00:00, 1d 23h  declared: closed at weekends\n",
        "then     nobody       until Mon 2026-03-30 09:00, 9h      not declared\n",
        "then     ana     Ana  until Mon 2026-03-30 17:00, 8h      layer 1\n",
    ]);
    // Of all schedules; by another clock.
    on_rota(
        "duty-all",
        &[
            "on-duty",
            "--at",
            "2026-03-25T12:00Z",
            "--zone",
            "asia/tokyo",
        ],
    )
    .ends(0)
    .says(&[
        "support  Wed 2026-03-25 21:00  Asia/Tokyo\n",
        "\n\nweekdays  Wed 2026-03-25 21:00  Asia/Tokyo\n",
    ]);
}

#[test]
fn instants_are_read_as_people_write_them() {
    let at = |text: &str| {
        let arguments = ["on-duty", "support", "--json", "--at", text];
        on_rota("instants", &arguments).ends(0).json()[0]["at"].clone()
    };
    for (text, instant) in [
        ("2026-12-24T10:00:00Z", "2026-12-24T10:00:00Z"),
        ("2026-12-24T10:00+05:30", "2026-12-24T04:30:00Z"),
        ("2026-12-24T10:00", "2026-12-24T08:00:00Z"),
        ("2026-12-24 10:00", "2026-12-24T08:00:00Z"),
        ("2026-12-24T10:00[Asia/Tokyo]", "2026-12-24T01:00:00Z"),
        ("2026-12-24", "2026-12-23T22:00:00Z"),
        // The clock skips an hour, and shows another one twice (H2).
        ("2026-03-29T03:30", "2026-03-29T01:00:00Z"),
        ("2026-10-25T03:30", "2026-10-25T00:30:00Z"),
    ] {
        assert_eq!(at(text), instant, "{text}");
    }
    let begin = |text: &str| {
        let arguments = [
            "on-duty",
            "support",
            "--json",
            "--at",
            "2026-03-28T10:00",
            "--from",
            text,
            "--until",
            "1h",
        ];
        on_rota("relative", &arguments).ends(0).json()[0]["from"].clone()
    };
    for (text, instant) in [
        ("now", "2026-03-28T08:00:00Z"),
        ("2h", "2026-03-28T10:00:00Z"),
        ("-90m", "2026-03-28T06:30:00Z"),
        // The same time tomorrow, though the day has 23 hours.
        ("1d", "2026-03-29T07:00:00Z"),
        ("24h", "2026-03-29T08:00:00Z"),
        ("tomorrow", "2026-03-28T22:00:00Z"),
        ("tomorrow 9:00", "2026-03-29T06:00:00Z"),
        ("9:30", "2026-03-28T07:30:00Z"),
        ("mon", "2026-03-29T21:00:00Z"),
        ("Saturday 08:00", "2026-03-28T06:00:00Z"),
    ] {
        assert_eq!(begin(text), instant, "{text}");
    }
    for text in [
        "soon",
        "2026-13-01",
        "25:00",
        "9:5",
        "2026-01-01T10:00[Mars/Base]",
    ] {
        let arguments = ["on-duty", "support", "--at", text];
        on_rota("no-instants", &arguments).ends(2);
    }
    on_rota("no-zone", &["on-duty", "--zone", "Europe/Bucarest"])
        .ends(2)
        .complains(&["`Europe/Bucarest` is no time zone; did you mean `Europe/Bucharest`?"]);
}

#[test]
fn a_timeline_is_a_table_of_half_open_segments() {
    let arguments = [
        "on-duty",
        "support",
        "--from",
        "2026-03-24",
        "--until",
        "2026-03-25T12:00",
    ];
    on_rota("timeline", &arguments).ends(0).says(&[
        "support  Tue 2026-03-24 00:00 to Wed 2026-03-25 12:00  Europe/Bucharest\n",
        "  from                  until                 for  on duty       by\n",
        "  Tue 2026-03-24 00:00                 02:00  2h   bo       Bo   layer `days`\n",
        "  Tue 2026-03-24 02:00                 05:00  3h   bo       Bo   layer `nights`\n",
        "                                                   cy       Cy   layer `nights`\n",
        "  Tue 2026-03-24 12:00                 18:00  6h   ana      Ana  override: dentist; \"urgent\" & <short>\n",
        "  Tue 2026-03-24 18:00  Wed 2026-03-25 02:00  8h   bo       Bo   layer `days`\n",
    ]);
    // The hour that comes twice says which one it is.
    let arguments = [
        "on-duty",
        "support",
        "--from",
        "2026-10-25T00:30Z",
        "--until",
        "2026-10-25T01:30Z",
    ];
    on_rota("fold", &arguments)
        .ends(0)
        .says(&["Sun 2026-10-25 03:30 (+03)"]);
    let backwards = ["on-duty", "--from", "2026-03-24", "--until", "2026-03-23"];
    on_rota("backwards", &backwards)
        .ends(2)
        .complains(&["is not later than"]);
}

#[test]
fn a_timeline_is_told_to_programs() {
    let arguments = [
        "on-duty",
        "support",
        "--json",
        "--from",
        "2026-03-24T10:00Z",
        "--until",
        "6h",
    ];
    let told = on_rota("timeline-json", &arguments).ends(0).json();
    assert_eq!(
        told[0]["segments"],
        json!([
            {
                "from": "2026-03-24T10:00:00Z",
                "until": "2026-03-24T16:00:00Z",
                "on_duty": [{
                    "contact": "ana",
                    "name": "Ana",
                    "override": {
                        "from": "2026-03-24T10:00:00Z",
                        "until": "2026-03-24T16:00:00Z",
                        "reason": "dentist; \"urgent\" & <short>",
                    },
                }],
            },
        ])
    );
    let arguments = ["on-duty", "weekdays", "--json", "--at", "2026-03-28"];
    let told = on_rota("now-json", &arguments).ends(1).json();
    assert_eq!(
        told[0]["now"],
        json!({
            "from": "2026-03-27T22:00:00Z",
            "until": "2026-03-29T21:00:00Z",
            "gap": { "declared": true, "reason": "closed at weekends" },
        })
    );
    assert_eq!(told[0]["next"][1]["on_duty"][0]["layer"]["index"], 0);
}

#[test]
fn gaps_are_listed_and_undeclared_ones_are_problems() {
    let gaps = |schedule: &str, more: &[&str]| {
        let mut arguments = vec!["gaps", schedule, "--from", "2026-03-27", "--until", "4d"];
        arguments.extend(more);
        on_rota("gaps", &arguments)
    };
    gaps("support", &[])
        .ends(0)
        .says(&["somebody is on duty whenever somebody should be\n"]);
    gaps("weekdays", &[]).ends(1).says(&[
        "4 gaps are not declared, 1 declared gap\n",
        "  Fri 2026-03-27 00:00  Fri 2026-03-27 09:00  9h      not declared\n",
        // The clock is put forward in it.
        "  Sat 2026-03-28 00:00  Mon 2026-03-30 00:00  1d 23h  declared: closed at weekends\n",
    ]);
    let undeclared = gaps("weekdays", &["--undeclared", "--json"]).ends(1).json();
    assert_eq!(undeclared[0]["undeclared"], 4);
    let listed = undeclared[0]["gaps"].as_array().expect("a list");
    assert!(
        listed
            .iter()
            .all(|gap| gap["gap"]["declared"] == Value::Bool(false))
    );
    assert_eq!(listed.len(), 4);
    // Without a window it is the next four weeks.
    let arguments = ["gaps", "weekdays", "--at", "2026-03-27T00:00Z", "--json"];
    let told = on_rota("gaps-window", &arguments).ends(1).json();
    assert_eq!(told[0]["until"], "2026-04-23T23:00:00Z");
}

#[test]
fn a_schedule_that_is_not_there_is_not_guessed() {
    on_rota("unknown", &["on-duty", "suport"])
        .ends(1)
        .complains(&["there is no schedule `suport`; did you mean `support`?"]);
    let folder = Folder::with(
        "none",
        &[("shop.toml", &ROTA[..ROTA.find("[schedules").expect("one")])],
    );
    let fallback = "[[routes]]\ntopic = \"/\"\nowner = \"company\"\n";
    let without = folder.path("shop.toml");
    std::fs::write(&without, format!("{}{fallback}", folder.read("shop.toml"))).expect("a file");
    run(&["gaps", "--org", &without])
        .ends(1)
        .complains(&["the organization has no schedules"]);
}

/// The sample is asked for a day on which much happens.
#[test]
fn the_sample_follows_the_sun() {
    for (at, who) in [
        ("2026-11-25T02:00Z", "engineer-shanghai"),
        ("2026-11-25T10:00Z", "engineer-cluj"),
        ("2026-11-25T18:00Z", "engineer-denver"),
    ] {
        let told = run(&["on-duty", "web-shop", "--json", "--at", at])
            .ends(0)
            .json();
        assert_eq!(told[0]["now"]["on_duty"][0]["contact"], who, "{at}");
    }
    run(&["gaps", "--at", "2026-11-23"])
        .ends(0)
        .says(&["declared: the stores are closed"]);
}

#[test]
fn a_schedule_is_drawn_for_a_terminal() {
    let draw = |schedule: &str, more: &[&str]| {
        let mut arguments = vec!["render", "--schedule", schedule, "--format", "text"];
        arguments.extend(more);
        on_rota("strip", &arguments).ends(0)
    };
    let strip = draw(
        "support",
        &["--from", "2026-03-24", "--until", "1d", "--width", "80"],
    );
    assert_eq!(
        strip.out,
        "\
support  Tue 24 Mar 2026 to Tue 24 Mar 2026  Europe/Bucharest
           0     3     6     9     12    15    18    21    24
Tue 24 Mar Bo▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒│◆Ana░░░░░░░│Bo▒▒▒▒▒▒▒▒▒
           Bo▒▒│Cy▓▓▓Bo▒▒▒▒▒▒▒▒▒▒▒▒│◆Ana░░░░░░░│Bo▒▒▒▒▒▒▒▒▒

░░ Ana 6 h   ▒▒ Bo 18 h   ▓▓ Cy 3 h   ◆ override   │ handoff
a character is 30 minutes
"
    );
    // The day on which the clock is put back has 25 hours, and names them itself.
    let strip = draw(
        "weekdays",
        &["--from", "2026-10-24", "--until", "3d", "--width", "60"],
    );
    assert_eq!(
        strip.out,
        "\
weekdays  Sat 24 Oct 2026 to Mon 26 Oct 2026  Europe/Bucharest
           0  3  6  9  12 15 18 21 24
Sat 24 Oct closed at weekends······
           0  3   6  9  12 15 18 21 24
Sun 25 Oct closed at weekends······· 25 h: 04:00 → 03:00
           0  3  6  9  12 15 18 21 24
Mon 26 Oct nobody╳╳╳│Ana░░░░│╳╳╳╳╳╳

░░ Ana 8 h   ·· nobody, as declared
╳╳ nobody, not declared   │ handoff   a character is 1 h
"
    );
    // A day that the clock skipped has no row.
    let apia = draw(
        "support",
        &[
            "--zone",
            "Pacific/Apia",
            "--from",
            "2011-12-29",
            "--until",
            "3d",
        ],
    );
    let skipped = "24 h: 30 Dec 00:00 → 31 Dec 00:00";
    assert!(
        apia.out.contains(skipped) && !apia.out.contains("Fri 30 Dec"),
        "{}",
        apia.out
    );
    // No line below the title is wider than there is room for, and months are drawn by the week.
    for width in ["40", "100", "200"] {
        let strip = draw(
            "support",
            &["--from", "2026-01-05", "--until", "12w", "--width", width],
        );
        let lines = strip.out.lines().skip(1);
        let widest = lines.map(|line| line.chars().count()).max();
        assert!(widest <= width.parse().ok(), "{}", strip.out);
        assert!(strip.out.contains("\n23 Mar "), "{}", strip.out);
        assert!(!strip.out.contains('\u{1b}'));
    }
}

/// What README shows is what the command prints.
#[test]
fn the_strip_in_the_readme_is_drawn_by_the_command() {
    let readme = include_str!("../../README.md");
    let arguments = readme
        .lines()
        .find_map(|line| line.strip_prefix("`")?.strip_suffix("`:"))
        .expect("a command");
    let strip = readme.split("```text\n").nth(1).expect("a strip");
    let strip = strip.split("```").next().expect("its end");
    let arguments: Vec<&str> = arguments.split(' ').collect();
    assert_eq!(run(&arguments).ends(0).out, strip);
}

#[test]
fn of_a_contact_it_says_whether_it_is_there() {
    let at = |key: &str, at: &str| run(&["on-duty", key, "--at", at]);
    at("account-manager-east", "2026-12-22T10:00")
        .ends(0)
        .says(&[
            "account-manager-east  Tue 2026-12-22 10:00  Europe/Bucharest\n",
            "away                             until Tue 2027-01-05 00:00, 13d 14h  leave\n",
            "reached  sales-desk  Sales desk\n",
        ]);
    let there = at("duty-manager", "2026-12-08T09:00").ends(0).out;
    assert!(!there.contains("away"), "{there}");
    assert!(
        there.contains("reached  duty-manager  Duty manager\n"),
        "{there}"
    );
    assert!(there.contains("on duty  store-duty"), "{there}");
    let told = run(&[
        "on-duty",
        "store-manager-cluj",
        "--json",
        "--at",
        "2026-12-08T07:00:00Z",
    ]);
    let told: Value = serde_json::from_str(&told.ends(0).out).unwrap();
    assert_eq!(
        told,
        json!([{
            "contact": "store-manager-cluj",
            "at": "2026-12-08T07:00:00Z",
            "reached": [{ "contact": "cluj-manager", "name": "Manager in Cluj" }],
            "on_duty": [],
        }])
    );
    run(&["gaps", "duty-manager"])
        .ends(1)
        .complains(&["there is no schedule `duty-manager`; it is a contact"]);
}

#[test]
fn the_answer_in_the_readme_is_the_commands() {
    let readme = include_str!("../../README.md");
    let (_, instants) = readme
        .split_once("### At an instant")
        .expect("the section on instants");
    let command = instants
        .lines()
        .find_map(|line| line.strip_prefix("cargo run --example switchboard -- "))
        .expect("a command");
    let answer = instants.split("```text\n").nth(1).expect("an answer");
    let answer = answer.split("```").next().expect("its end");
    let arguments: Vec<&str> = command.split(' ').collect();
    assert_eq!(run(&arguments).ends(0).out, answer);
}

/// The names of the elements of an XML text, where it is well-formed.
fn elements(xml: &str) -> Vec<&str> {
    let (mut open, mut all): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        let references = text.split('&').skip(1);
        for reference in references {
            let known = ["amp;", "lt;", "gt;", "quot;"];
            assert!(
                known.iter().any(|known| reference.starts_with(known)),
                "{text}"
            );
        }
        assert!(
            !text.contains('>') || open.last() == Some(&"style"),
            "{text}"
        );
        let end = start + rest[start..].find('>').expect("an end");
        let tag = &rest[start + 1..end];
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => {
                let name = tag.split([' ', '/']).next().expect("a name");
                all.push(name);
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

#[test]
fn a_schedule_is_drawn_as_a_picture_that_stands_alone() {
    let draw = |schedule: &str, from: &str, until: &str| {
        let arguments = [
            "render",
            "--schedule",
            schedule,
            "--format",
            "svg",
            "--from",
            from,
            "--until",
            until,
        ];
        on_rota("picture", &arguments).ends(0).out
    };
    let picture = draw("support", "2026-03-23", "1w");
    let elements = elements(&picture);
    assert_eq!(elements[..3], ["svg", "title", "desc"]);
    for part in [
        "<title id=\"title\">support: who is on duty from 2026-03-23 to 2026-03-29</title>",
        "; Bo is on duty for ",
        "role=\"img\"",
        "prefers-color-scheme:dark",
        "times in Europe/Bucharest",
        ">Mon 23 Mar</text>",
        ">23 h: 03:00 → 04:00</text>",
        ">◆ 12:00 Ana</text>",
        "override: dentist; &quot;urgent&quot; &amp; &lt;short&gt;</title>",
        "class=\"handoff\"",
    ] {
        assert!(picture.contains(part), "`{part}`\n{picture}");
    }
    // Nothing is fetched from elsewhere.
    assert_eq!(picture.matches("http").count(), 1, "its own name space");
    let picture = draw("weekdays", "2026-10-23", "4d");
    self::elements(&picture);
    for part in [
        ">25 h: 04:00 → 03:00</text>",
        "class=\"undeclared\"",
        "class=\"declared\"",
        ">closed at weekends</text>",
        "nobody, not declared, 32 h",
        "nobody, as declared, 49 h",
    ] {
        assert!(picture.contains(part), "`{part}`\n{picture}");
    }
    // The same picture every time.
    assert_eq!(picture, draw("weekdays", "2026-10-23", "4d"));
}

#[test]
fn a_picture_that_cannot_be_meant_is_told_what_was_expected() {
    for (arguments, expected) in [
        (
            ["render", "--schedule", "web-shop", "--format", "dot"],
            "a schedule is drawn with `--format svg` or `--format text`",
        ),
        (
            ["render", "--format", "dot", "--rows", "day"],
            "expected `--schedule KEY`",
        ),
    ] {
        run(&arguments).ends(2).complains(&[expected]);
    }
    run(&[
        "render",
        "--schedule",
        "web-shop",
        "--format",
        "svg",
        "--until",
        "90y",
    ])
    .ends(2)
    .complains(&["expected at most 1100 rows"]);
    run(&["render", "--format", "svg"])
        .ends(2)
        .complains(&["expected `--schedule KEY`"]);
}

/// The events of a calendar, read back.
fn events(text: &str) -> Vec<Event> {
    for line in text.split_inclusive("\r\n") {
        assert!(line.ends_with("\r\n") && line.len() <= 77, "{line:?}");
    }
    let calendar: Calendar = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(calendar.property_value("VERSION"), Some("2.0"));
    calendar.events().cloned().collect()
}

#[test]
fn a_timeline_is_a_calendar_that_others_import() {
    let export = |at: &str, from: &str, until: &str, more: &[&str]| {
        let mut arguments = vec![
            "on-duty", "--format", "ics", "--at", at, "--from", from, "--until", until,
        ];
        arguments.extend(more);
        on_rota("ics", &arguments).ends(0).out
    };
    let at = "2026-03-01T00:00:00Z";
    let text = export(at, "2026-03-24", "1d", &["support"]);
    let said =
        |event: &Event, name: &str| event.property_value(name).unwrap_or_default().to_owned();
    let told = |event: &Event| {
        ["SUMMARY", "DTSTART", "DTEND", "DESCRIPTION"].map(|name| said(event, name))
    };
    let found = events(&text);
    let found: Vec<[String; 4]> = found.iter().map(told).collect();
    let nights = "layer `nights`, schedule `support`";
    let days = "layer `days`, schedule `support`";
    let dentist = r#"override: dentist; "urgent" & <short>, schedule `support`"#;
    // Each turn is whole, though the day cuts the first and the last.
    assert_eq!(
        found,
        [
            ["Bo", "20260323T070000Z", "20260324T000000Z", days],
            ["Bo", "20260324T000000Z", "20260324T030000Z", nights],
            ["Cy", "20260324T000000Z", "20260324T030000Z", nights],
            ["Bo", "20260324T030000Z", "20260324T100000Z", days],
            ["Ana", "20260324T100000Z", "20260324T160000Z", dentist],
            ["Bo", "20260324T160000Z", "20260325T000000Z", days],
        ]
        .map(|event| event.map(str::to_owned))
    );
    assert!(
        events(&text)
            .iter()
            .all(|event| said(event, "DTSTAMP") == "20260301T000000Z")
    );
    assert!(text.contains(r"DESCRIPTION:override: dentist\; "), "{text}");

    // The same bytes every time; and the same UIDs for the same turns, whatever the window and the day of the export.
    assert_eq!(text, export(at, "2026-03-24", "1d", &["support"]));
    let uids = |text: &str| -> BTreeSet<String> {
        let found = events(text);
        let uids: BTreeSet<String> = found.iter().map(|event| said(event, "UID")).collect();
        assert_eq!(uids.len(), found.len(), "each has its own");
        uids
    };
    let later = export("2026-03-20T00:00:00Z", "2026-03-20", "3w", &["support"]);
    assert!(uids(&text).is_subset(&uids(&later)));
    uids(&export(at, "2026-03-24", "1w", &[]));

    // Gaps only where they are asked for.
    let is_gap = |event: &Event| said(event, "TRANSP") == "TRANSPARENT";
    let without = export(at, "2026-03-27", "2d", &["weekdays"]);
    assert!(!events(&without).iter().any(is_gap));
    let with = export(at, "2026-03-27", "2d", &["weekdays", "--gaps"]);
    let gaps: Vec<String> = events(&with)
        .iter()
        .filter(|event| is_gap(event))
        .map(|event| said(event, "DESCRIPTION"))
        .collect();
    assert!(
        gaps.contains(&"declared: closed at weekends, schedule `weekdays`".to_owned()),
        "{gaps:?}"
    );
    assert!(
        gaps.contains(&"not declared, schedule `weekdays`".to_owned()),
        "{gaps:?}"
    );
    on_rota("ics-gaps", &["on-duty", "--gaps"])
        .ends(2)
        .complains(&["`--gaps` is for `--format ics`"]);
}
