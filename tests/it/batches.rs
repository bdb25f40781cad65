//! Many inquiries at once, and ids that callers keep: the same answers as one by one.

use jiff::Timestamp;
use switchboard::{
    Attribute, Contact, Department, Desk, Document, Inquiry, Route, Router, StaleId, Topic, Values,
    When,
};

/// So many topics that their records are larger than a core's own caches; wildcards, aliases and conditions among them.
fn router(topics: usize, heads: &[&str]) -> Router {
    let mut document = Document::new();
    document.attribute("channel", Attribute::closed(["email", "phone"]));
    document.department("company", Department::new().head(heads[0]));
    for head in heads {
        document.contact(head, Contact::person(head));
    }
    document.route(Route::fallback("company"));
    for number in 0..topics {
        let topic = format!(
            "area-{}/a-product-of-some-name/question-{number}",
            number / 50
        );
        let owner = heads[number % heads.len()];
        document.route(Route::new(&topic).owner(owner));
        if number % 3 == 0 {
            let by_phone = When::new().is("channel", "phone");
            document.route(Route::new(&topic).owner(heads[0]).when(by_phone));
        }
    }
    document.route(Route::new("*/returns").owner(heads[1]));
    document.topic("area-1", Topic::new().alias("ro", "zona întâi"));
    document.build().unwrap().compile()
}

/// Known topics, some deeper, some unknown, under wildcards, by an alias, miscased, and some that are no path.
fn topics(known: usize) -> Vec<String> {
    let known = |number: usize| {
        let number = number * 7_919 % known;
        format!(
            "area-{}/a-product-of-some-name/question-{number}",
            number / 50
        )
    };
    (0..2_000)
        .map(|number| match number % 11 {
            0 => format!("{}/further/on", known(number)),
            1 => format!("nowhere-{number}/at/all"),
            2 => format!("area-{number}/returns/late"),
            3 => format!(
                "Zona Întâi/a-product-of-some-name/question-{}",
                50 + number % 50
            ),
            4 => known(number).to_uppercase(),
            5 => format!("no//path/{number}"),
            6 => String::new(),
            _ => known(number),
        })
        .collect()
}

#[test]
fn a_batch_answers_as_one_by_one() {
    for (count, asked) in [(16_000, 2_000), (100, 2_000), (16_000, 5)] {
        let router = router(count, &["first", "second", "third"]);
        let topics = topics(count);
        let values = [
            router.values(),
            router.values().with("channel", "phone").unwrap(),
            router.values().excluding("second").unwrap(),
        ];
        let asks: Vec<(&str, &Values<'_>)> = topics
            .iter()
            .zip(values.iter().cycle())
            .map(|(topic, values)| (topic.as_str(), values))
            .take(asked)
            .collect();
        let batch = router.resolve_batch(&asks);
        assert_eq!(batch.len(), asks.len());
        let mut answered = 0;
        for (answer, (topic, values)) in batch.zip(&asks) {
            let alone = router
                .query(topic)
                .map(|query| query.with_values(values).unwrap().resolve().to_answer());
            assert_eq!(answer.map(|answer| answer.to_answer()), alone, "{topic}");
            answered += 1;
        }
        assert_eq!(answered, asks.len());
    }
}

#[test]
fn values_are_answered_by_the_router_that_prepared_them() {
    let (one, other) = (
        router(100, &["first", "second"]),
        router(100, &["third", "fourth"]),
    );
    let values = other.values();
    let asks = [("area-1/returns", &values)];
    let answers: Vec<_> = one.resolve_batch(&asks).collect();
    assert_eq!(answers[0].as_ref().unwrap().owner().key(), "fourth");
    let query = one.query("area-1").unwrap();
    assert!(query.with_values(&values).is_err());
}

#[test]
fn ids_of_another_layout_are_stale() {
    let (one, other) = (
        router(100, &["first", "second"]),
        router(101, &["first", "second"]),
    );
    let same = router(100, &["first", "second"]);
    for topic in topics(100) {
        let Ok(id) = one.topic(&topic) else { continue };
        let answer = |router: &Router| -> Result<_, StaleId> {
            Ok(router.query_by_id(id, &topic)?.resolve().to_answer())
        };
        let inquiry = Inquiry::new(topic.as_str());
        let expected = one.organization().unwrap().resolve(&inquiry).unwrap();
        assert_eq!(answer(&one).as_ref(), Ok(&expected));
        assert_eq!(
            answer(&same).as_ref(),
            Ok(&expected),
            "compiled from the same"
        );
        assert!(answer(&other).is_err());
    }
}

/// Two departments, and the fallback.
fn small() -> Document {
    let mut document = Document::new();
    document.department("company", Department::new().head("director"));
    let billing = Department::new().parent("company").head("head-of-billing");
    document.department("billing", billing);
    document.contact("director", Contact::person("Managing director"));
    document.contact("head-of-billing", Contact::person("Head of billing"));
    document.route(Route::fallback("company"));
    document
}

/// The filter of first segments lets each of some of them pass by chance: what begins with slashes is no topic below the root.
#[test]
fn t1_paths_that_begin_with_slashes_are_refused_whatever_is_known() {
    for number in 0..400 {
        let known = format!("s{number}");
        let mut document = small();
        document.route(Route::new(known.as_str()).owner("billing"));
        if number % 2 == 0 {
            document.route(Route::new("*").owner("company"));
        }
        let organization = document.build().unwrap();
        let router = organization.compile();
        for topic in [
            "//a".to_owned(),
            format!("//{known}"),
            format!("//{known}/b"),
        ] {
            let refused = organization
                .resolve(&Inquiry::new(topic.as_str()))
                .unwrap_err();
            assert_eq!(router.query(&topic).unwrap_err(), refused, "{topic}");
        }
    }
}

#[test]
fn ids_of_topics_mean_nothing_where_other_segments_follow_a_wildcard() {
    let router = |pattern: &str| {
        let mut document = small();
        document.route(Route::new(pattern).key("own").owner("billing"));
        document.build().unwrap().compile()
    };
    for (one, other) in [("*/foo", "*/bar"), ("a/*/foo", "a/*/bar"), ("foo", "bar")] {
        let id = router(one).topic("q/foo").unwrap();
        assert!(router(one).query_by_id(id, "q/foo").is_ok());
        assert!(router(other).query_by_id(id, "q/foo").is_err(), "{other}");
    }
}

/// Of few attributes, and of more than an answer keeps: what is not given counts as its default, in routes and in desks.
#[test]
fn a_topic_alone_is_an_inquiry_that_gives_nothing() {
    for count in [2, 16, 17, 40] {
        let last = format!("a-{:02}", count - 1);
        let mut document = Document::new();
        for number in 0..count {
            let attribute = Attribute::ordered(["low", "high"]);
            let default = if number + 1 == count { "high" } else { "low" };
            document.attribute(&format!("a-{number:02}"), attribute.default(default));
        }
        let when = |value: &str| When::new().is(&last, value);
        let desk = |contact: &str, value: &str| Desk::new(contact).when(when(value));
        let department = Department::new().head("head");
        let department = department.desk(desk("clerk", "low"));
        document.department("company", department.desk(desk("expert", "high")));
        for contact in ["head", "clerk", "expert"] {
            document.contact(contact, Contact::person(contact));
        }
        document.route(Route::fallback("company"));
        for topic in ["x", "y"] {
            for value in ["low", "high"] {
                let route = Route::new(topic).key(&format!("{topic}-{value}"));
                document.route(route.owner("company").when(when(value)));
            }
        }
        let organization = document.build().unwrap();
        let router = organization.compile();
        let values = router.values();
        for topic in ["x", "y/below", "z"] {
            let inquiry = Inquiry::new(topic);
            let expected = organization.resolve(&inquiry).unwrap();
            assert_eq!(expected.first_contact(), "expert", "{topic} of {count}");
            let id = router.topic(topic).unwrap();
            let ways = [
                router.query(topic).unwrap().resolve(),
                router.query_by_id(id, topic).unwrap().resolve(),
                router.prepare(&inquiry).unwrap().resolve(),
                router
                    .resolve_batch(&[(topic, &values)])
                    .next()
                    .unwrap()
                    .unwrap(),
            ];
            for answer in ways {
                assert_eq!(answer.to_answer(), expected, "{topic} of {count}");
            }
            let given = router.query(topic).unwrap().with(&last, "low").unwrap();
            assert_eq!(given.resolve().first_contact().key(), "clerk");
        }
    }
}

#[test]
fn an_instant_goes_with_the_query_into_its_answer() {
    let router = router(3, &["director", "clerk"]);
    let instant = Timestamp::new(1_767_225_600, 5).unwrap();
    let topic = "area-0/a-product-of-some-name/question-0";
    let inquiry = Inquiry::new(topic).at(instant);
    assert_eq!(
        router.prepare(&inquiry).unwrap().resolve().at(),
        Some(instant)
    );
    let by_then = router.values().at(instant);
    let query = router.query(topic).unwrap();
    assert_eq!(query.resolve().at(), None);
    let later = instant + jiff::SignedDuration::from_secs(1);
    assert_eq!(query.clone().at(later).resolve().at(), Some(later));
    let query = query.with_values(&by_then).unwrap();
    assert_eq!(query.resolve().at(), Some(instant));
    for answer in router.resolve_batch(&[(topic, &by_then); 20]) {
        assert_eq!(answer.unwrap().at(), Some(instant));
    }
}
