//! The canonical layout that `switchboard fmt` writes: it says the same, keeps every comment, and is its own layout.

use proptest::prelude::*;
use switchboard::Document;

use crate::generate::{self, Dice, Order};

#[path = "../../examples/switchboard/layout/mod.rs"]
mod written;

use written::{Format, Refusal, canonical, has_comments, patched};

const SAMPLE: &str = include_str!("../../examples/switchboard/sample.toml");

const WRITTEN: &str = r#"
# A small company.
# It has a kiosk.

name = 'Example'   # not the legal name
switchboard = 1

# What is asked first.
precedences = [
    "normal",
    "urgent" # by law
]
# below the fields

# Routes come last.

[[routes]]
owner = "company"
topic = "/"   # the fallback
# no responder yet

[[routes]]
when.channel = "phone"
when.priority = { at_least = "high" }
topic = "kiosk"
owner = "kiosk"

# ---- contacts
[contacts]
"zoë" = { name = "Zoë", kind = "person" }

# By their first name.

ana = { name = "Ana", kind = "person", points = [
  { address = "ana@example.com", kind = "email" }, # checked weekly
  # the one in the shop
  { kind = "phone", address = "+1 555 0100" },
] }

[departments.kiosk]
desks = [ { when = { channel = "phone" }, contact = "ana" } ]
parent = "company"
[departments.company] # the root
head = "zoë"

[policies.slow]
[[policies.slow.levels]]
to = "owner"
# a working day
after = "8h"
[[policies.slow.levels]]
after = "1h"
to = ["head"]

[attributes.priority]
values = ["low", "high"]
kind = "ordered"
[attributes.channel]
kind = "closed"
values = ["email", "phone"]
# the end
"#;

const LAID_OUT: &str = r#"# A small company.
# It has a kiosk.

switchboard = 1
name = "Example" # not the legal name

# What is asked first.
precedences = [
  "normal",
  "urgent", # by law
]
# below the fields

[attributes.priority]
kind = "ordered"
values = ["low", "high"]

[attributes.channel]
kind = "closed"
values = ["email", "phone"]
# the end

[departments.company] # the root
head = "zoë"

[departments.kiosk]
parent = "company"
desks = [{ contact = "ana", when = { channel = "phone" } }]

# ---- contacts

[contacts."zoë"]
kind = "person"
name = "Zoë"

# By their first name.

[contacts.ana]
kind = "person"
name = "Ana"
points = [
  { kind = "email", address = "ana@example.com" }, # checked weekly
  # the one in the shop
  { kind = "phone", address = "+1 555 0100" },
]

[policies.slow]

[[policies.slow.levels]]
to = "owner"
# a working day
after = "8h"

[[policies.slow.levels]]
to = ["head"]
after = "1h"

# Routes come last.

[[routes]]
topic = "/" # the fallback
owner = "company"
# no responder yet

[[routes]]
topic = "kiosk"
when = { channel = "phone", priority = { at_least = "high" } }
owner = "kiosk"
"#;

pub fn toml(text: &str) -> String {
    canonical(text, Format::Toml).expect("a layout")
}

pub fn fingerprint(text: &str) -> String {
    let document: Document = toml::from_str(text).expect("a document");
    let organization = document.build().expect("no problems");
    organization.fingerprint().to_string()
}

#[test]
fn a_layout_in_full() {
    let written = toml(WRITTEN);
    assert_eq!(written, LAID_OUT, "\n{written}");
    assert_eq!(toml(LAID_OUT), LAID_OUT);
}

#[test]
fn the_sample_says_the_same() {
    let written = toml(SAMPLE);
    assert_eq!(fingerprint(&written), fingerprint(SAMPLE));
    assert_eq!(toml(&written), written);
    let comments = |text: &str| {
        let mut lines: Vec<String> = text
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(comments(&written), comments(SAMPLE));
}

/// The sample organizations that are one document each, with their names.
fn samples() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/samples");
    let files = std::fs::read_dir(folder).expect("the samples");
    let paths = files.map(|file| file.expect("a sample").path());
    let samples = paths.filter(|path| path.extension().is_some_and(|own| own == "toml"));
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a text");
        (path.display().to_string(), text)
    };
    let mut samples: Vec<(String, String)> = samples.map(read).collect();
    samples.sort();
    assert!(samples.len() > 2);
    samples
}

#[test]
fn every_sample_says_the_same_and_is_laid_out() {
    for (name, text) in samples() {
        let written = toml(&text);
        assert_eq!(fingerprint(&written), fingerprint(&text), "{name}");
        assert!(written == text, "`switchboard fmt {name}` would change it");
    }
}

#[test]
fn the_author_s_way_of_writing_a_value_stays() {
    let fields = [
        "name = \"\"\"two\nlines\"\"\"",
        "name = 'a \"quoted\" name'",
        "name = \"\\u202eturned\"",
        "response_target = \"90 minutes\"",
        "odd = 0x1F",
        "odd = 1979-05-27T07:32:00Z",
        "odd = 1_000.50",
    ];
    for field in fields {
        assert_eq!(toml(field), format!("{field}\n"));
    }
    assert_eq!(toml("name = 'plain'"), "name = \"plain\"\n");
    assert_eq!(toml("\"name\" = \"\""), "name = \"\"\n");
}

#[test]
fn a_sign_in_a_key_or_text_is_no_comment() {
    let text =
        "[topics.\"a#b\"]\nlabels = { en = \"# no comment\" } # one\n\n[topics.\"a#b\".links]\n";
    let written = toml(text);
    assert!(
        written.contains("[topics.\"a#b\"]\nlabels = { en = \"# no comment\" } # one\n"),
        "{written}"
    );
}

#[test]
fn attributes_are_sorted_only_where_their_order_means_nothing() {
    let attributes = "[attributes.b]\nkind = \"open\"\n\n[attributes.a]\nkind = \"open\"\n";
    assert!(toml(attributes).starts_with("[attributes.b]"));
    let with_importance = format!("importance = [\"b\", \"a\"]\n\n{attributes}");
    assert!(toml(&with_importance).contains("[attributes.a]\nkind = \"open\"\n\n[attributes.b]"));
}

#[test]
fn json_and_yaml_are_ordered_alike() {
    let json = r#"{"contacts":{"b":{"name":"B","kind":"team"},"a":{"kind":"team","name":"A"}},"switchboard":1}"#;
    let written = canonical(json, Format::Json).expect("a layout");
    assert_eq!(
        written,
        r#"{
  "switchboard": 1,
  "contacts": {
    "a": {
      "kind": "team",
      "name": "A"
    },
    "b": {
      "kind": "team",
      "name": "B"
    }
  }
}
"#
    );
    let yaml = "contacts:\n  b: { name: \"no\", kind: team }\n  a: { kind: team, name: A }\nswitchboard: 1\n";
    let written = canonical(yaml, Format::Yaml).expect("a layout");
    let keys: Vec<&str> = written
        .lines()
        .filter(|line| !line.contains("kind"))
        .collect();
    assert_eq!(
        keys,
        [
            "switchboard: 1",
            "contacts:",
            "  a:",
            "    name: A",
            "  b:",
            "    name: \"no\""
        ],
        "\n{written}"
    );
    assert_eq!(canonical(&written, Format::Yaml).as_ref(), Ok(&written));
}

#[test]
fn what_would_be_lost_is_refused() {
    assert_eq!(
        canonical("switchboard: 1 # a comment\n", Format::Yaml),
        Err(Refusal::Comment { line: 1 })
    );
    assert!(has_comments("a = 1 # one\n", Format::Toml));
    assert!(!has_comments("a = \"# none\"\n", Format::Toml));
    assert_eq!(canonical("= 1", Format::Toml), Err(Refusal::Syntax));
    assert_eq!(canonical("[]", Format::Json), Err(Refusal::Syntax));
}

#[test]
fn a_change_is_written_between_what_stays() {
    let text = "[contacts.b]\nname = 'B' # the first\nkind = \"team\"\nformerly = [\"x\"]\n";
    let before = r#"{"contacts": {"b": {"name": "B", "kind": "team", "formerly": ["x"]}}}"#;
    let after = r#"{"contacts": {"b": {"name": "C", "kind": "team"}, "a": {"kind": "team"}}}"#;
    assert_eq!(
        patched(text, Format::Toml, before, after).as_deref(),
        Ok(
            "[contacts.a]\nkind = \"team\"\n\n[contacts.b]\nkind = \"team\"\nname = \"C\" # the first\n"
        )
    );
    let others = [
        r#"{"contacts": {"z": {"kind": "team"}}}"#,
        r#"{"contacts": {"y": {}}}"#,
    ];
    assert_eq!(
        patched(text, Format::Toml, others[0], others[1]),
        Err(Refusal::Lossy)
    );
}

/// The text with comments in many places, each of its own, and how many there are.
fn commented(text: &str, dice: &mut Dice) -> (String, usize) {
    let (mut out, mut count) = (String::new(), 0);
    let mut comment = |out: &mut String| {
        out.push_str(&format!("# note {count};\n"));
        count += 1;
    };
    for line in text.lines() {
        while dice.chance(12) {
            if dice.chance(50) {
                out.push('\n');
            }
            comment(&mut out);
            if dice.chance(40) {
                out.push('\n');
            }
        }
        out.push_str(line);
        if !line.is_empty() && dice.chance(12) {
            out.push(' ');
            comment(&mut out);
        } else {
            out.push('\n');
        }
    }
    comment(&mut out);
    (out, count)
}

fn keeps_all(text: &str, dice: &mut Dice) {
    let (text, count) = commented(text, dice);
    let written = toml(&text);
    for note in 0..count {
        let note = format!("# note {note};");
        assert_eq!(
            written.matches(&note).count(),
            1,
            "{note}\n{text}\n=====\n{written}"
        );
    }
    assert_eq!(toml(&written), written, "\n{text}");
    assert_eq!(
        fingerprint(&written),
        fingerprint(&text),
        "\n{text}\n=====\n{written}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn generated_documents_say_the_same(seed in any::<u64>()) {
        let plain = generate::settled(generate::small(seed));
        let document = plain.document_in(&mut Order::random(seed));
        let mut dice = Dice::new(seed);
        keeps_all(&toml::to_string_pretty(&document).expect("a text"), &mut dice);
        keeps_all(&toml::to_string(&document).expect("a text"), &mut dice);
        let json = serde_json::to_string(&document).expect("a text");
        let written = canonical(&json, Format::Json).expect("a layout");
        let again: Document = serde_json::from_str(&written).expect("a document");
        prop_assert_eq!(
            again.build().expect("no problems").fingerprint(),
            document.build().expect("no problems").fingerprint()
        );
    }

    #[test]
    fn every_comment_of_a_sample_is_kept(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let samples = samples();
        let (_, text) = dice.pick(&samples);
        keeps_all(text, &mut dice);
    }

    #[test]
    fn whatever_is_laid_out_stays_so(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let mut text: Vec<char> = commented(SAMPLE, &mut dice).0.chars().collect();
        for _ in 0..dice.between(1, 6) {
            let (at, sign) = (dice.below(text.len()), *dice.pick(&['"', '\'', '#', '[', ']', '{', '\n', '.', '\\', ',']));
            match dice.below(3) {
                0 => text.insert(at, sign),
                1 => text[at] = sign,
                _ => drop(text.remove(at)),
            }
        }
        let text: String = text.into_iter().collect();
        match canonical(&text, Format::Toml) {
            Ok(written) => prop_assert_eq!(toml(&written), written),
            Err(refusal) => prop_assert_eq!(refusal, Refusal::Syntax),
        }
    }
}
