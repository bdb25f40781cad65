//! Any text as a topic, any tree as a document: refused or taken, never a panic (guarantees 1 and 7).

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};
use switchboard::{Contact, Department, Document, Inquiry, InquiryError, Route, Router};

fn router() -> Router {
    let mut document = Document::new();
    document.department("company", Department::new().head("director"));
    document.contact("director", Contact::person("Director"));
    document.route(Route::fallback("company"));
    document.build().unwrap().compile()
}

/// The canonical form of a topic, as the answer gives it.
fn canonical(router: &Router, topic: &str) -> Result<String, InquiryError> {
    Ok(router
        .prepare(&Inquiry::new(topic))?
        .resolve()
        .to_answer()
        .topic()
        .to_owned())
}

/// Fragments that normalization, folding and splitting treat in their own ways.
fn text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        "\\PC{0,8}",
        any::<char>().prop_map(String::from),
        prop_oneof![
            Just("/"),
            Just("*"),
            Just(" "),
            Just("\t\n"),
            Just("\u{a0}"),
            Just("-"),
            Just("ß"),
            Just("ẞ"),
            Just("Σ"),
            Just("ς"),
            Just("İ"),
            Just("\u{301}"),
            Just("\u{345}"),
            Just("ﷺ"),
            Just("／"),
            Just("℀"),
            Just("\u{1100}\u{1161}"),
            Just("\u{200d}"),
            Just("\u{2126}"),
            Just("ŉ"),
            Just("\u{1e9e}\u{323}\u{307}"),
            Just("\u{3000}"),
            Just("\u{0}"),
        ]
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(fragment, 0..12).prop_map(|fragments| fragments.concat())
}

proptest! {
    #[test]
    fn canonicalizing_any_text_is_idempotent(text in text()) {
        let router = router();
        if let Ok(once) = canonical(&router, &text) {
            prop_assert_eq!(canonical(&router, &once).expect("a canonical topic is a topic"), once.clone());
            let path = once.trim_start_matches('/');
            prop_assert!(path.is_empty() || path.split('/').all(|segment| !segment.is_empty() && segment.len() <= 255));
            prop_assert!(!once.contains(['*', ' ']) && !once.chars().any(char::is_control), "{once:?}");
            prop_assert!(once.len() <= 1024 && once.split('/').count() <= 16);
        }
    }
}

/// Every character; in a debug build, which is slow, those of the planes in which Unicode has assigned any.
#[test]
fn canonicalizing_any_character_is_idempotent() {
    let router = router();
    let is_assigned = |c: &char| *c < '\u{32000}' || ('\u{e0000}'..='\u{e0200}').contains(c);
    let all: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| !cfg!(debug_assertions) || is_assigned(c))
        .collect();
    // In the middle of a segment, so that trimming keeps it, and alone, where it comes first; sixteen a path.
    for around in ["x", ""] {
        for some in all.chunks(16) {
            let segments: Vec<String> = some
                .iter()
                .map(|c| format!("{around}{c}{around}"))
                .collect();
            match canonical(&router, &segments.join("/")) {
                Ok(once) => assert_eq!(canonical(&router, &once).as_ref(), Ok(&once)),
                Err(_) => segments
                    .iter()
                    .for_each(|segment| idempotent(&router, segment)),
            }
        }
    }
}

fn idempotent(router: &Router, text: &str) {
    if let Ok(once) = canonical(router, text) {
        assert_eq!(canonical(router, &once).as_ref(), Ok(&once), "{text:?}");
    }
}

#[test]
fn a_topic_has_stated_sizes() {
    let router = router();
    let segment = |length| "a".repeat(length);
    let path = |lengths: &[usize]| {
        lengths
            .iter()
            .map(|length| segment(*length))
            .collect::<Vec<_>>()
            .join("/")
    };
    for (topic, is_taken) in [
        (segment(255), true),
        (segment(256), false),
        (path(&[255, 255, 255, 254, 1]), true),
        (path(&[255, 255, 255, 255, 1]), false),
        (path(&[1; 16]), true),
        (path(&[1; 17]), false),
        // What is measured is the canonical form: `ß` folds to two letters, this ligature to eighteen characters.
        (path(&[1; 255]), false),
        (path(&[1; 256]), false),
        (path(&[1; 272]), false),
        ("ß".repeat(127), true),
        ("ß".repeat(128), false),
        ("ﷺ".repeat(7), true),
        ("ﷺ".repeat(8), false),
        (" ".repeat(100_000), true),
        (segment(10_000_000), false),
        ("/".repeat(1_000_000), false),
        ("\u{301}".repeat(1_000_000), false),
    ] {
        // What one refuses, the others refuse alike: 256 is where a byte ends.
        let inquiry = Inquiry::new(topic.as_str());
        let reference = router.organization().unwrap().resolve(&inquiry);
        let queried = router
            .query(&topic)
            .map(|query| query.resolve().to_answer());
        let prepared = router
            .prepare(&inquiry)
            .map(|query| query.resolve().to_answer());
        assert_eq!(queried, reference);
        assert_eq!(prepared, reference);
        let shown: String = topic.chars().take(20).collect();
        assert_eq!(
            canonical(&router, &topic).is_ok(),
            is_taken,
            "{shown} ({} bytes)",
            topic.len()
        );
    }
}

#[cfg(feature = "serde")]
mod trees {
    use proptest::prelude::{Just, Strategy, any, prop_oneof};
    use proptest::{prop_assert, prop_assert_eq, proptest};
    use serde_json::{Map, Value};
    use switchboard::Document;

    use crate::generate::{Dice, small};

    /// Words of the format, so that random trees get past its first check.
    const WORDS: [&str; 48] = [
        "switchboard",
        "attributes",
        "departments",
        "contacts",
        "topics",
        "policies",
        "routes",
        "importance",
        "precedences",
        "response_target",
        "kind",
        "role",
        "values",
        "parents",
        "default",
        "sees",
        "head",
        "parent",
        "members",
        "desks",
        "when",
        "contact",
        "department",
        "points",
        "address",
        "visibility",
        "labels",
        "aliases",
        "levels",
        "to",
        "after",
        "floor",
        "repeat",
        "times",
        "every",
        "tail",
        "final_after",
        "topic",
        "scope",
        "owner",
        "responder",
        "policy",
        "any",
        "not",
        "in",
        "or_absent",
        "ana",
        "/",
    ];

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![9 => proptest::sample::select(WORDS.as_slice()).prop_map(str::to_owned), 1 => any::<String>()]
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            word().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 6, |tree| {
            prop_oneof![
                proptest::collection::vec(tree.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((word(), tree), 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    fn document() -> impl Strategy<Value = Value> {
        let sections = [
            "attributes",
            "departments",
            "contacts",
            "topics",
            "policies",
            "routes",
        ];
        proptest::collection::vec(tree(), sections.len()).prop_map(move |trees| {
            let mut map: Map<String, Value> = sections
                .iter()
                .map(|section| (*section).to_owned())
                .zip(trees)
                .collect();
            map.insert("switchboard".to_owned(), Value::from(1));
            Value::Object(map)
        })
    }

    /// Builds or says why not, in words that are there.
    fn judged(value: &Value) {
        let document: Document = match serde_json::from_value(value.clone()) {
            Ok(document) => document,
            Err(error) => return assert!(!value.is_object(), "{error}: {value}"),
        };
        let Err(error) = document.build() else { return };
        assert!(!error.problems().is_empty());
        for problem in error.problems() {
            assert!(
                !problem.is_warning()
                    && !problem.expected().is_empty()
                    && !problem.suggestion().is_empty(),
                "{problem:?}"
            );
            assert!(!problem.to_string().contains('\n'), "{problem}");
        }
    }

    proptest! {
        #[test]
        fn any_tree_as_a_document_is_judged(tree in prop_oneof![document(), proptest::collection::vec((word(), tree()), 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect()))]) {
            judged(&tree);
        }

        /// A document is kept as written: reading what was written gives the same tree.
        #[test]
        fn any_tree_is_kept_as_written(tree in document()) {
            let document: Document = serde_json::from_value(tree.clone()).unwrap();
            let again: Document = serde_json::from_value(serde_json::to_value(&document).unwrap()).unwrap();
            prop_assert_eq!(&again, &document);
            prop_assert!(serde_json::to_value(&document).unwrap() == tree);
        }
    }

    /// A good document with one node at a time replaced, renamed, doubled or taken away.
    #[test]
    fn a_good_document_with_anything_changed_is_judged() {
        let changes = if cfg!(debug_assertions) { 60 } else { 600 };
        for seed in 0..40 {
            let good = serde_json::to_value(small(seed).document()).unwrap();
            let mut dice = Dice::new(seed);
            for _ in 0..changes {
                let mut changed = good.clone();
                for _ in 0..dice.between(1, 4) {
                    change(&mut dice, &mut changed);
                }
                judged(&changed);
            }
        }
    }

    /// Walks down at random and changes what it comes to.
    fn change(dice: &mut Dice, node: &mut Value) {
        match node {
            Value::Object(map) if !map.is_empty() && dice.chance(85) => {
                let keys: Vec<String> = map.keys().cloned().collect();
                let key = dice.pick(&keys).clone();
                match dice.below(12) {
                    0 => drop(map.remove(&key)),
                    1 => {
                        let value = map.remove(&key).unwrap();
                        map.insert((*dice.pick(&WORDS)).to_owned(), value);
                    }
                    2 => {
                        let value = map[&key].clone();
                        map.insert((*dice.pick(&WORDS)).to_owned(), value);
                    }
                    _ => change(dice, map.get_mut(&key).unwrap()),
                }
            }
            Value::Array(list) if !list.is_empty() && dice.chance(85) => {
                let index = dice.below(list.len());
                match dice.below(12) {
                    0 => drop(list.remove(index)),
                    1 => list.push(list[index].clone()),
                    _ => change(dice, &mut list[index]),
                }
            }
            leaf => *leaf = other(dice),
        }
    }

    fn other(dice: &mut Dice) -> Value {
        match dice.below(12) {
            0 => Value::Null,
            1 => Value::Bool(true),
            2 => Value::from(-1),
            3 => Value::from(u64::MAX),
            4 => Value::from(1.5),
            5 => Value::from(""),
            6 => Value::Array(Vec::new()),
            7 => Value::Object(Map::new()),
            8 => Value::from("x".repeat(5_000)),
            9 => Value::from("9999999999999999999h"),
            10 => Value::from("\u{202e}\u{0}\n`\""),
            _ => Value::from(*dice.pick(&WORDS)),
        }
    }
}
