//! The command `switchboard`, run as people run it: what it prints, and how it ends.

use std::env;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run of the command came to.
pub struct Run {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Run {
    /// Its output, where it ended as it should.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part), "`{part}`\n{}", self.out);
        }
        self
    }

    #[track_caller]
    pub fn complains(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "`{part}`\n{}", self.err);
        }
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON")
    }
}

pub fn run(arguments: &[&str]) -> Run {
    run_with(arguments, "")
}

/// `cargo test` builds the examples before it runs the tests.
fn run_with(arguments: &[&str], input: &str) -> Run {
    let mut binary = env::current_exe().expect("a path");
    binary.pop();
    binary.pop();
    binary.push("examples");
    binary.push(format!("switchboard{}", env::consts::EXE_SUFFIX));
    assert!(
        binary.exists(),
        "the command is not built: run `cargo build --example switchboard`"
    );
    let mut child = Command::new(binary)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A command that reads nothing may have ended already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("its output");
    Run {
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code().expect("an exit code"),
    }
}

/// A folder of its own for a test, with these files in it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("command")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        for (file, text) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    pub fn path(&self, file: &str) -> String {
        self.0.join(file).to_str().expect("UTF-8").to_owned()
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).expect("a file")
    }
}

const COMPANY: &str = r#"switchboard = 1

[attributes.audience]
kind = "closed"
role = "audience"
values = ["customer", "partner"]
default = "customer"
sees = { partner = "partner" }

[attributes.language]
kind = "closed"
role = "language"
values = ["en", "ro"]

[departments.company]
head = "director"

[departments.billing]
parent = "company"
head = "head-of-billing"
desks = [{ contact = "billing-desk" }]

[contacts.billing-desk]
kind = "team"
name = "Billing desk"
points = [
  { kind = "email", address = "billing@example.com", visibility = "public" },
  { kind = "phone", address = "+1 555 0100", visibility = "partner", languages = ["ro"] },
]

[contacts.director]
kind = "person"
name = "Managing director"

[contacts.head-of-billing]
kind = "person"
name = "Head of billing"

[topics.billing]
labels = { en = "Billing", ro = "Facturare" }
aliases = { ro = ["facturi"] }

[[routes]]
topic = "/"
owner = "company"

[[routes]]
topic = "billing"
owner = "billing"
"#;

#[test]
fn an_answer_for_a_person() {
    run(&["resolve", "billing/refunds", "channel=email"])
        .ends(0)
        .says(&[
            "owner          head-of-billing",
            "first contact  refund-team",
            "exact: route `billing/refunds` is for this very topic",
        ]);
    run(&["resolve", "channel=email"])
        .ends(2)
        .complains(&["`channel=email` is a value of an attribute: the topic comes first"]);
    run(&["resolve", "billing", "chanel=email"])
        .ends(1)
        .complains(&["`chanel` is no attribute", "did you mean `channel`?"]);
}

#[test]
fn an_excluded_contact_is_nowhere_in_the_answer() {
    let folder = Folder::with("exclude", &[("company.toml", COMPANY)]);
    let company = folder.path("company.toml");
    let answer = run(&[
        "resolve",
        "--org",
        &company,
        "billing",
        "--exclude",
        "head-of-billing",
        "--json",
    ])
    .ends(0);
    assert!(!answer.out.contains("head-of-billing"), "{}", answer.out);
    assert_eq!(answer.json()["owner"], "director");
    run(&[
        "resolve",
        "--org",
        &company,
        "billing",
        "--exclude",
        "head-of-billing",
    ])
    .ends(0)
    .says(&["billing  1 contact left out\n", "owner          director"]);
    run(&[
        "resolve",
        "--org",
        &company,
        "billing",
        "--exclude",
        "director",
    ])
    .ends(1)
    .complains(&["everybody who could be accountable is excluded"]);
    let unknown = run(&[
        "resolve",
        "--org",
        &company,
        "billing",
        "--exclude",
        "hed-of-billing",
    ]);
    let unknown = unknown.ends(1);
    assert!(!unknown.err.contains("head-of-billing"), "{}", unknown.err);
}

#[test]
fn an_audience_is_shown_what_it_may_see() {
    let folder = Folder::with("audience", &[("company.toml", COMPANY)]);
    let company = folder.path("company.toml");
    let reach = |audience: &str, language: &str| {
        let shown = run(&[
            "resolve",
            "--org",
            &company,
            "--json",
            "--audience",
            audience,
            "billing",
            language,
        ]);
        let points = shown.ends(0).json()["shown"]["reach"].clone();
        let points = points.as_array().expect("a list").clone();
        let addresses = points.into_iter().map(|point| point["address"].clone());
        addresses.collect::<Vec<Value>>()
    };
    assert_eq!(
        reach("customer", "language=ro"),
        ["mailto:billing@example.com"]
    );
    assert_eq!(
        reach("partner", "language=ro"),
        ["tel:+15550100", "mailto:billing@example.com"]
    );
    assert_eq!(
        reach("partner", "language=en"),
        ["mailto:billing@example.com", "tel:+15550100"]
    );
    run(&[
        "resolve",
        "--org",
        &company,
        "--audience",
        "custmer",
        "billing",
    ])
    .ends(1)
    .complains(&["`custmer` is no value of `audience`; did you mean `customer`?"]);
}

#[test]
fn several_documents_are_one_organization() {
    let folder = Folder::with(
        "several",
        &[
            ("company.toml", COMPANY),
            (
                "parts/shipping.toml",
                "switchboard = 1\n\n[departments.shipping]\nparent = \"company\"\nhead = \"mate\"\n\n[contacts.mate]\nkind = \"person\"\nname = \"Mate\"\n",
            ),
            (
                "parts/more/routes.json",
                r#"{ "switchboard": 1, "routes": [{ "topic": "shipping", "owner": "shipping" }] }"#,
            ),
            ("parts/notes.txt", "no document"),
            ("parts/.draft.toml", "no document either"),
        ],
    );
    let (company, parts) = (folder.path("company.toml"), folder.path("parts"));
    run(&["resolve", "--org", &company, "--org", &parts, "shipping"])
        .ends(0)
        .says(&["owner          mate"]);
    let all = folder.path("");
    run(&["check", &all])
        .ends(0)
        .says(&["no problems", "in 3 documents"]);
    run_with(
        &["resolve", "--org", "-", "--org", &parts, "shipping"],
        COMPANY,
    )
    .ends(0)
    .says(&["owner          mate"]);
    run(&["tree", "--org", &parts])
        .ends(1)
        .complains(&["no fallback route", "in 2 documents"]);
    run(&["tree", "--org", &folder.path("nowhere.toml")])
        .ends(2)
        .complains(&["cannot be read"]);
    run(&["tree", "--org", &folder.path("parts/notes.txt")])
        .ends(2)
        .complains(&["expected a name that ends in .toml, .json, .yaml or .yml"]);
}

#[test]
fn a_problem_is_shown_in_the_document_that_has_it() {
    let folder = Folder::with(
        "problems",
        &[
            ("company.toml", COMPANY),
            (
                "more.toml",
                "switchboard = 1\n\n[contacts.director]\nkind = \"person\"\nname = \"Other\"\n\n[[routes]]\ntopic = \"shipping\"\nowner = \"bilng\"\n",
            ),
        ],
    );
    let (company, more) = (folder.path("company.toml"), folder.path("more.toml"));
    run(&["check", "--org", &company, "--org", &more])
        .ends(1)
        .says(&[
            "more.toml:3:11",
            "company.toml:31:11",
            "more.toml:9:9",
            "use one of `billing`, `company`",
            "2 problems in 2 documents",
        ]);
    let reports = run(&["check", "--json", "--org", &company, "--org", &more])
        .ends(1)
        .json();
    assert_eq!(reports[0]["problems"].as_array().map(Vec::len), Some(0));
    assert_eq!(reports[1]["problems"][0]["related_file"], company);
    assert_eq!(reports[1]["problems"][1]["line"], 9);
    // Each for itself: only the second is wrong, and has more that is missing.
    run(&["check", &company, &more])
        .ends(1)
        .says(&["no problems", "no fallback route"]);
}

#[test]
fn contacts_are_found_by_any_of_their_names() {
    run(&["contacts", "BILLING"]).ends(0).says(&[
        "billing-desk",
        "head-of-billing",
        "mailto:billing@example.com",
    ]);
    run(&["contacts", "atención", "línea"])
        .ends(0)
        .says(&["care-line-es"]);
    let near = run(&["contacts", "biling-desk"]).ends(1);
    near.says(&["billing-desk"])
        .complains(&["no contact is called `biling-desk`; did you mean one of these?"]);
    let none = run(&["contacts", "zzz", "--json"]).ends(1);
    assert_eq!(none.json(), serde_json::json!([]));
    let first = &run(&["contacts", "desk", "--json"]).ends(0).json()[0];
    assert_eq!(first["found"]["fit"], "words");
    let all = run(&["contacts", "--json"]).ends(0).json();
    assert!(all.as_array().is_some_and(|rows| rows.len() > 20));
}

#[test]
fn an_audience_finds_no_more_than_it_may_see() {
    let folder = Folder::with("finds", &[("company.toml", COMPANY)]);
    let company = folder.path("company.toml");
    let addresses = |audience: &str| {
        let found = run(&[
            "contacts",
            "billing-desk",
            "--org",
            &company,
            "--audience",
            audience,
            "--json",
        ]);
        let found = found.ends(0).json();
        found[0]["points"].as_array().map_or(0, Vec::len)
    };
    assert_eq!((addresses("customer"), addresses("partner")), (1, 2));
}

#[test]
fn topics_are_found_by_labels_and_aliases() {
    run(&["topics", "rambursări"])
        .ends(0)
        .says(&["billing/refunds  Refunds", "label `Rambursări` (ro)"]);
    run(&["topics", "money"])
        .ends(0)
        .says(&["alias `money-back` (en)"]);
    run(&["topics", "money", "--language", "es"]).ends(1);
    run(&["topics", "Garanție", "--language", "ro-MD"])
        .ends(0)
        .says(&["products/warranty  Garanție"]);
    run(&["topics", "refnds"])
        .ends(1)
        .complains(&["did you mean"])
        .says(&["billing/refunds"]);
}

#[test]
fn fmt_writes_the_canonical_layout() {
    let untidy = COMPANY.replace("kind = \"team\"\n", "kind='team' # a queue\n");
    let folder = Folder::with("fmt", &[("tidy.toml", COMPANY), ("untidy.toml", &untidy)]);
    let (tidy, untidy) = (folder.path("tidy.toml"), folder.path("untidy.toml"));
    run(&["fmt", "--check", &tidy]).ends(0).says(&[]);
    run(&["fmt", "--check", &tidy, &untidy])
        .ends(1)
        .says(&["untidy.toml:24 would change from here on"]);
    let printed = run(&["fmt", "--stdout", &untidy]).ends(0);
    run(&["fmt", &tidy, &untidy]).ends(0);
    assert_eq!(folder.read("tidy.toml"), COMPANY);
    assert_eq!(folder.read("untidy.toml"), printed.out);
    assert!(
        printed.out.contains("kind = \"team\" # a queue\n"),
        "{}",
        printed.out
    );
    run(&["fmt", "--check", &folder.path("")]).ends(0);
    let streamed = run_with(&["fmt"], "name='A'\nswitchboard=1").ends(0);
    assert_eq!(streamed.out, "switchboard = 1\nname = \"A\"\n");
}

#[test]
fn fmt_refuses_what_it_would_lose() {
    let folder = Folder::with(
        "refused",
        &[
            ("a.yaml", "switchboard: 1\n# why\n"),
            ("b.toml", "switchboard = \n"),
        ],
    );
    run(&["fmt", &folder.path("a.yaml")])
        .ends(1)
        .complains(&["is left as it is: line 2 has what may be a comment, which would be lost"]);
    run(&["fmt", &folder.path("b.toml")])
        .ends(1)
        .complains(&["b.toml:1"]);
    assert_eq!(folder.read("a.yaml"), "switchboard: 1\n# why\n");
    run(&["fmt", &folder.path("none.toml")])
        .ends(2)
        .complains(&["cannot be read"]);
}

#[test]
fn schema_is_that_of_documents() {
    let printed = run(&["schema"]).ends(0).out;
    assert_eq!(printed, switchboard::Document::schema());
}

#[test]
fn a_call_that_cannot_be_meant_is_told_what_was_expected() {
    for (arguments, expected) in [
        (
            &[
                "resolve",
                "billing",
                "--audience",
                "press",
                "--on",
                "2026-13-01",
            ][..],
            "expected a day such as 2026-01-31",
        ),
        (
            &["resolve", "billing", "channel"][..],
            "expected NAME=VALUE, such as channel=email",
        ),
        (
            &["contacts", "--language", "e s"][..],
            "expected a language tag (BCP 47), such as en or pt-BR",
        ),
        (
            &["topics", "--language", ""][..],
            "expected a language tag (BCP 47), such as en or pt-BR",
        ),
    ] {
        run(arguments).ends(2).complains(&[expected]);
    }
}

#[test]
fn nothing_is_coloured_but_on_a_terminal() {
    for arguments in [
        ["resolve", "billing"].as_slice(),
        &["tree"],
        &["contacts", "desk"],
        &["explain", "billing"],
        &["on-duty", "web-shop"],
        &["gaps"],
        &["render", "--schedule", "web-shop", "--format", "text"],
    ] {
        assert!(
            !run(arguments).ends(0).out.contains('\u{1b}'),
            "{arguments:?}"
        );
    }
    let broken = run_with(&["check", "-"], "switchboard = 1\n").ends(1);
    assert!(!broken.out.contains('\u{1b}'));
}

#[test]
fn every_part_of_the_command_has_help() {
    let help = run(&["--help"]).ends(0).out;
    let commands = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .map_while(|line| line.strip_prefix("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect::<Vec<&str>>();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands {
        run(&[command, "--help"])
            .ends(0)
            .says(&["Usage: switchboard"]);
    }
    run(&["no-such-command"]).ends(2);
}

#[test]
fn standard_input_is_read_once() {
    for arguments in [
        ["resolve", "--batch", "--org", "-"].as_slice(),
        &["edit", "--edits", "-", "--org", "-"],
    ] {
        run(arguments)
            .ends(2)
            .complains(&["standard input can be read once"]);
    }
}

#[test]
fn edits_show_what_they_change() {
    let folder = Folder::with(
        "edits",
        &[
            ("company.toml", COMPANY),
            (
                "edits.toml",
                "[[edits]]\nset = \"departments\"\nkey = \"billing\"\nfield = \"head\"\nvalue = \"director\"\nwas = \"head-of-billing\"\n",
            ),
            (
                "edits.jsonl",
                "{ \"set\": \"departments\", \"key\": \"billing\", \"field\": \"head\", \"value\": \"director\" }\n\n{ \"remove\": \"contacts\", \"key\": \"head-of-billing\" }\n",
            ),
            (
                "table.jsonl",
                "{ \"topic\": \"/\" }\n{ \"topic\": \"billing\", \"expected\": {} }\n",
            ),
        ],
    );
    let company = folder.path("company.toml");
    run(&["edit", "--org", &company, "--edits", &folder.path("edits.toml")])
        .ends(0)
        .says(&[
            "1 fact changes\n  set departments.billing.head\n    - \"head-of-billing\"\n    + \"director\"\n",
            "1 of 2 inquiries is answered otherwise\n  billing\n    owner head-of-billing -> director\n",
        ]);
    let change = run(&[
        "edit",
        "--org",
        &company,
        "--json",
        "--edits",
        &folder.path("edits.jsonl"),
        "--table",
        &folder.path("table.jsonl"),
    ]);
    let change = change.ends(0).json();
    assert_eq!(change["asked"], 2);
    assert_eq!(change["edits"][0]["remove"], "contacts");
    assert_eq!(change["inquiries"][0]["before"]["owner"], "head-of-billing");
    assert_eq!(change["inquiries"][0]["after"]["owner"], "director");
    assert_eq!(folder.read("company.toml"), COMPANY);
}

#[test]
fn edits_that_do_not_fit_are_refused_together() {
    let edits = "{ \"remove\": \"contacts\", \"key\": \"billing-desk\" }\n{ \"set\": \"contacts\", \"key\": \"directr\", \"field\": \"name\", \"value\": \"x\" }\n";
    let folder = Folder::with("misfits", &[("company.toml", COMPANY)]);
    run_with(
        &[
            "edit",
            "--org",
            &folder.path("company.toml"),
            "--edits",
            "-",
        ],
        edits,
    )
    .ends(1)
    .complains(&[
        "it is still used by `departments.billing.desks[0].contact`",
        "nothing has the key `directr`; did you mean `director`?",
    ]);
    run_with(&["edit", "--edits", "-"], "{ \"sett\": 1 }\n")
        .ends(1)
        .complains(&[
            "`standard input` cannot be read as edits: edit 0: an edit has one of `add`",
            "; `sett`: did you mean `set`?",
        ]);
    run_with(
        &["edit", "--edits", "-"],
        "[[edits]]\n\n[[edits]]\nset = 3\n",
    )
    .ends(1)
    .complains(&["cannot be read as edits: edit 0: "]);
    run_with(
        &["edit", "--edits", "-"],
        "[{ \"unset\": \"name\" }, { \"set\": \"name\" }]",
    )
    .ends(1)
    .complains(&["edit 1: an edit that says `set` needs `value`"]);
    run(&["edit", "--edits", &folder.path("none.json")]).ends(2);
}

#[test]
fn edits_are_written_into_the_file_and_nothing_else_of_it_changes() {
    let commented = COMPANY
        .replace(
            "switchboard = 1\n",
            "# Ours.\n\nswitchboard = 1\nresponse_target = \"90m\"\n",
        )
        .replace(
            "name = \"Managing director\"",
            "name = \"Managing director\" # since May",
        )
        .replace(
            "[[routes]]\ntopic = \"billing\"",
            "# All of it.\n[[routes]]\ntopic = \"billing\"",
        );
    let folder = Folder::with("written", &[("a.toml", &commented), ("b.toml", COMPANY)]);
    let edits = r#"
        { "set": "contacts", "key": "director", "field": "name", "value": "Director" }
        { "set": "routes", "key": "billing", "field": "informed", "value": ["director"] }
        { "add": "contacts", "key": "carl", "value": { "kind": "person", "name": "Carl" } }
        { "add": "routes", "value": { "topic": "shipping", "owner": "carl" } }
    "#;
    let write = |arguments: &[&str]| {
        let all = ["edit", "--write", "--edits", "-"].iter().chain(arguments);
        run_with(&all.copied().collect::<Vec<&str>>(), edits)
    };
    write(&["--org", &folder.path("a.toml")])
        .ends(0)
        .says(&["facts change"]);
    let expected = commented
        .replace("name = \"Managing director\" #", "name = \"Director\" #")
        .replace(
            "[contacts.director]",
            "[contacts.carl]\nkind = \"person\"\nname = \"Carl\"\n\n[contacts.director]",
        )
        .replace(
            "topic = \"billing\"\nowner = \"billing\"\n",
            "topic = \"billing\"\nowner = \"billing\"\ninformed = [{ contact = \"director\" }]\n\n[[routes]]\ntopic = \"shipping\"\nowner = { contact = \"carl\" }\n",
        );
    assert_eq!(folder.read("a.toml"), expected);
    run(&["fmt", "--check", &folder.path("a.toml")]).ends(0);
    write(&[
        "--org",
        &folder.path("a.toml"),
        "--org",
        &folder.path("b.toml"),
    ])
    .ends(1);
    assert_eq!(folder.read("b.toml"), COMPANY);
    write(&[]).ends(2);
}

#[test]
fn what_cannot_be_written_between_the_rest_is_not_written_unasked() {
    // The route is written by an alias, and is not found by its topic.
    let text = format!(
        "{COMPANY}\n# By its other name.\n[[routes]]\ntopic = \"facturi/vat\"\nowner = \"billing\"\n"
    );
    let folder = Folder::with("unasked", &[("a.toml", &text)]);
    let path = folder.path("a.toml");
    let edits = "{ \"set\": \"routes\", \"key\": \"billing/vat\", \"field\": \"owner\", \"value\": \"director\" }";
    let write = [
        "edit",
        "--org",
        &path,
        "--edits",
        "-",
        "--write",
        "--drop-comments",
    ];
    run_with(&write[..6], edits).ends(1).complains(&[
        "is left as it is",
        "without its comments; add `--drop-comments`",
    ]);
    assert_eq!(folder.read("a.toml"), text);
    run_with(&write, edits).ends(0);
    assert!(
        folder
            .read("a.toml")
            .contains("topic = \"billing/vat\"\nowner = { contact = \"director\" }\n")
    );
}

/// A shop whose manager's post is a position, with an agency outside and an office of its own authority.
const SHOP: &str = r#"switchboard = 1
language = "en"

[attributes.account]
kind = "open"

[attributes.audience]
kind = "closed"
role = "audience"
values = ["customer", "employee"]
default = "customer"
sees = { employee = "internal" }

[departments.shop]
name = "Shop"
head = "shop-manager"
desks = [{ contact = { assigned = "account-manager" }, when = { account = { present = true } } }]

[departments.agency]
parent = "shop"
external = true
liaison = "shop-manager"
desks = [{ contact = "agency-queue" }]

[departments.council]
parent = "shop"
authority = true
head = "speaker"

[contacts.agency-queue]
kind = "team"
name = "Agency"
points = [{ kind = "email", address = "agency@example.com", visibility = "public" }]

[contacts.counter]
kind = "touchpoint"
name = "Counter"
labels = { ro = "Tejghea" }
staffed_by = "shop-manager"
points = [{ kind = "in-person", address = "4 Example Street", visibility = "public" }]

[contacts.lee]
kind = "person"
name = "Lee"
name_visibility = "internal"
title = "Head of the shop"
skills = ["wheels"]
ids = ["hr:17"]
formerly = ["old-lee"]

[contacts.shop-manager]
kind = "position"
name = "Shop manager"
holder = "lee"
deputies = ["speaker"]
department = "shop"

[contacts.speaker]
kind = "person"
name = "Speaker"

[assignments.account-manager]
attribute = "account"
default = "counter"
rows = { acme = "lee" }

[topics.help]
nature = "question"

[topics.praise]
nature = "feedback"

[topics.reports]
nature = "complaint"

[[routes]]
topic = "/"
owner = "shop"
responder = "counter"

[[routes]]
topic = "reports"
confidential = true
owner = "shop-manager"
responder = "counter"
final = "speaker"

[[routes]]
topic = "site"
owner = "agency"
"#;

#[test]
fn positions_are_named_beside_those_who_hold_them() {
    let folder = Folder::with("positions", &[("shop.toml", SHOP)]);
    let shop = folder.path("shop.toml");
    run(&["resolve", "--org", &shop, "help"]).ends(0).says(&[
        "owner          lee      Lee      as shop-manager\n",
        "nature: question, by its topic",
    ]);
    let shown = run(&["resolve", "--org", &shop, "--audience", "customer", "help"])
        .ends(0)
        .says(&["Shop manager  as shop-manager\n", "4 Example Street"]);
    assert!(!shown.out.to_lowercase().contains("lee"), "{}", shown.out);
    run(&["resolve", "--org", &shop, "praise"])
        .ends(0)
        .says(&["nature: feedback, so it goes to the informed and opens no escalation"]);
    run(&["resolve", "--org", &shop, "reports"])
        .ends(0)
        .says(&["confidential: nobody is to learn of it but those named here"]);
}

#[test]
fn an_explanation_names_people_in_confidence_alone() {
    let folder = Folder::with("confidence", &[("shop.toml", SHOP)]);
    let explain = ["explain", "--org", &folder.path("shop.toml"), "reports"];
    let for_others = run(&explain).ends(0);
    assert!(!for_others.out.contains("speaker"), "{}", for_others.out);
    let in_confidence: Vec<&str> = explain.into_iter().chain(["--in-confidence"]).collect();
    run(&in_confidence).ends(0).says(&["speaker"]);
}

#[test]
fn hidden_names_are_found_by_those_who_may_see_them() {
    let folder = Folder::with("hidden", &[("shop.toml", SHOP)]);
    let shop = folder.path("shop.toml");
    let find = |arguments: &[&str]| {
        let all: Vec<&str> = ["contacts", "--org", &shop, "--json"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        run(&all).json()
    };
    for word in ["Lee", "hr:17", "old-lee", "head of the shop", "WHEELS"] {
        assert_eq!(find(&[word])[0]["key"], "lee", "{word}");
        assert_eq!(
            find(&[word, "--audience", "employee"])[0]["key"],
            "lee",
            "{word}"
        );
    }
    for word in ["Lee", "hr:17", "old-lee"] {
        let found = find(&[word, "--audience", "customer"]);
        assert_eq!(found, serde_json::json!([]), "{word}");
    }
    let found = &find(&["wheels", "--audience", "customer"])[0];
    assert_eq!(
        (&found["key"], &found["name"]),
        (&Value::Null, &"Shop".into())
    );
    assert_eq!(find(&["tejghea"])[0]["found"]["language"], "ro");
    assert_eq!(
        find(&["counter", "--language", "ro-MD"])[0]["name"],
        "Tejghea"
    );
    let shown = run(&["show", "contact", "--org", &shop, "shop-manager"]).ends(0);
    assert!(
        !shown.out.contains("lee") && !shown.out.contains("Lee"),
        "{}",
        shown.out
    );
    run(&[
        "show",
        "contact",
        "--org",
        &shop,
        "shop-manager",
        "--audience",
        "employee",
    ])
    .ends(0)
    .says(&["holder      lee", "deputy      speaker"]);
}

#[test]
fn pictures_tell_positions_authorities_and_what_is_outside() {
    let folder = Folder::with("pictures", &[("shop.toml", SHOP)]);
    let shop = folder.path("shop.toml");
    run(&["tree", "--org", &shop]).ends(0).says(&[
        "shop  Shop  head shop-manager (lee), desk account-manager\n",
        "agency  external, liaison shop-manager (lee), desk agency-queue\n",
        "council  head speaker, authority\n",
    ]);
    run(&["render", "--org", &shop, "--format", "dot"])
        .ends(0)
        .says(&[
            "[label=\"agency\\nliaison: Shop manager\", shape=box, style=dashed];",
            "[label=\"council\\nhead: Speaker\", shape=box, peripheries=2];",
            "[label=\"Shop manager\\nshop\", shape=box, style=\"rounded,bold\"];",
            "[label=\"account-manager\\nby account\", shape=note];",
            "label=\"held by\"",
            "label=\"deputy\"",
            "label=\"staffed by\"",
            "label=\"acme\"",
            "label=\"else\"",
        ]);
    run(&["render", "--org", &shop, "--format", "mermaid"])
        .ends(0)
        .says(&["stroke-dasharray", "[[\"council", "{{\"Shop manager"]);
    run(&["render", "--org", &shop, "--format", "dot", "help"])
        .ends(0)
        .says(&["as shop-manager"]);
}
