//! X1, X2 and P1 as a search for leaks: every contact has words of its own in all that can be said of it, and nothing
//! that may be shown has a word of an excluded one, of anybody on a confidential route, or of what an audience may not see.
//!
//! `--nocapture` prints how many texts were searched.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use switchboard::{
    Attribute, Audience, ContactRef, Inquiry, Organization, Resolution, Role, Router, Visibility,
};

use crate::expected::{Verdict, expected};
use crate::generate::{Dice, exclusion, settled};
use crate::oracle::{Ask, Oracle};
use crate::plain::{
    Plain, Seen, address, dimension_name, foreign_id, former_key, party_key, shown_name, unit_key,
};
use crate::properties::{build, cases, for_each, inquiry};

const AUDIENCE: &str = "audience";

#[test]
fn nothing_that_is_said_names_the_excluded() {
    let searched = Searched::default();
    for_each(cases(15), &|plain| {
        excluded_are_not_named(&settled(plain.clone()), &searched);
    });
    searched.are_many("texts, for words of excluded contacts", 1_000_000);
}

#[test]
fn what_is_printed_of_a_confidential_answer_names_nobody() {
    let searched = Searched::default();
    for_each(cases(8), &|plain| {
        let mut plain = settled(plain.clone());
        // Most routes in confidence, whatever else they say.
        let people = plain.units[0].head;
        for rule in plain.rules.iter_mut().skip(1) {
            rule.last = rule.last.or(people);
        }
        nobody_is_named_in_confidence(&plain, &searched);
    });
    searched.are_many(
        "texts, for words of anybody on confidential routes",
        1_000_000,
    );
}

#[test]
fn an_audience_is_shown_what_it_may_see_and_no_more() {
    let searched = Searched::default();
    for_each(cases(20), &|plain| {
        audiences_see_their_own(&settled(plain.clone()), &searched);
    });
    searched.are_many(
        "names and points, for names that are not to be seen",
        100_000,
    );
}

/// How many words were looked for in how many texts.
#[derive(Default)]
struct Searched {
    texts: RefCell<usize>,
    words: RefCell<usize>,
}

impl Searched {
    /// No text has any of these words.
    fn lacks(&self, texts: &[(String, String)], words: &[String], said_of: &dyn Display) {
        *self.texts.borrow_mut() += texts.len();
        *self.words.borrow_mut() += texts.len() * words.len();
        for (what, text) in texts {
            for word in words {
                assert!(
                    !text.contains(word.as_str()),
                    "`{word}` in the {what} of {said_of}:\n{text}"
                );
            }
        }
    }

    fn are_many(&self, what: &str, at_least: usize) {
        let (texts, words) = (*self.texts.borrow(), *self.words.borrow());
        println!("{words} searches in {texts} {what}");
        assert!(words >= at_least, "only {words} searches: {what}");
    }
}

/// Everything by which a contact can be recognized.
fn words_of(party: usize) -> Vec<String> {
    vec![
        party_key(party),
        former_key(party),
        foreign_id(party),
        shown_name(party),
        format!("Label of {party}."),
        format!("Title of {party}."),
        format!("address-of-{party}-"),
    ]
}

fn of_all<'p>(parties: impl IntoIterator<Item = &'p usize>) -> Vec<String> {
    parties
        .into_iter()
        .flat_map(|party| words_of(*party))
        .collect()
}

// ------------------------------------------------------------------------------------------------- X1

fn excluded_are_not_named(plain: &Plain, searched: &Searched) {
    let organization = build(&plain.document());
    let router = organization.compile();
    let oracle = Oracle::new(plain);
    let mut dice = Dice::new(plain.rules.len() as u64);
    for ask in oracle.asks() {
        let ask = Ask {
            excluded: exclusion(&mut dice, plain),
            ..ask
        };
        let inquiry = inquiry(&oracle, &ask);
        let unnamed: BTreeSet<usize> = plain.unnamed(&ask.excluded);
        let words = of_all(&unnamed);
        let refused = expected(&oracle, &ask, oracle.winner(&ask)) == Verdict::AllExcluded;
        let said = if refused {
            errors(&organization, &router, &inquiry)
        } else {
            let mut said = everything(&organization, &router, &inquiry);
            said.extend(printed(&organization, &router, &inquiry));
            said
        };
        searched.lacks(&said, &words, &format!("{inquiry:?}"));
    }
    // Where nobody is excluded, the same texts do have the words.
    for ask in oracle.asks().into_iter().step_by(10) {
        let inquiry = inquiry(&oracle, &ask);
        let owner = organization.resolve(&inquiry).unwrap().owner().to_owned();
        let owner = (0..plain.parties.len()).find(|party| party_key(*party) == owner);
        let said = everything(&organization, &router, &inquiry);
        let said: String = said.into_iter().map(|(_, text)| text).collect();
        let owner = owner.expect("a party");
        let label = format!("Label of {owner}.");
        for word in [party_key(owner), shown_name(owner), label] {
            assert!(said.contains(&word), "no `{word}` in\n{said}");
        }
    }
    // What is wrong with an exclusion is said without a name, too.
    let everybody: Vec<usize> = (0..plain.parties.len()).collect();
    let words = of_all(&everybody);
    let unknown = Inquiry::new("a").excluding(party_key(99));
    let with_unknown = |party: &usize| {
        Inquiry::new("a")
            .excluding(plain.call(*party))
            .excluding("nobody")
    };
    let all = everybody.iter().fold(Inquiry::new("a"), |inquiry, party| {
        inquiry.excluding(plain.call(*party))
    });
    for wrong in everybody.iter().map(with_unknown).chain([unknown]) {
        searched.lacks(
            &errors(&organization, &router, &wrong),
            &words,
            &"an unknown exclusion",
        );
    }
    searched.lacks(
        &[("debug".to_owned(), format!("{all:?}"))],
        &words,
        &"everybody excluded",
    );
    if organization.resolve(&all).is_err() {
        searched.lacks(
            &errors(&organization, &router, &all),
            &words,
            &"everybody excluded",
        );
    }
}

/// What each refusal says.
fn errors(
    organization: &Organization,
    router: &Router,
    inquiry: &Inquiry,
) -> Vec<(String, String)> {
    let all = [
        organization.resolve(inquiry).expect_err("an error"),
        organization.explain(inquiry).expect_err("an error"),
        router.prepare(inquiry).expect_err("an error"),
        router.explain(inquiry).expect_err("an error"),
    ];
    let mut said: Vec<(String, String)> = all
        .iter()
        .map(|error| ("error".to_owned(), format!("{error} {error:?}")))
        .collect();
    said.push(("inquiry".to_owned(), format!("{inquiry:?}")));
    said
}

/// All that an answer tells to whoever may read it: values, with every name of everybody in them.
fn everything(
    organization: &Organization,
    router: &Router,
    inquiry: &Inquiry,
) -> Vec<(String, String)> {
    let query = router.prepare(inquiry).unwrap();
    let resolution = query.resolve();
    let explanation = router.explain(inquiry).unwrap();
    let reference = organization.resolve(inquiry).unwrap();
    let mut said = vec![
        json("answer", &resolution.to_answer()),
        json("reference's answer", &reference),
        json("explanation", &explanation),
        (
            "explanation in confidence".to_owned(),
            explanation.in_confidence().to_string(),
        ),
    ];
    for trace in explanation.chain() {
        said.push((
            "trace".to_owned(),
            format!(
                "{:?} {:?} {} {:?}",
                trace.contact(),
                trace.position(),
                trace.reason(),
                trace.dropped()
            ),
        ));
    }
    for trace in explanation.consulted().iter().chain(explanation.informed()) {
        said.push((
            "trace of a party".to_owned(),
            format!(
                "{} {:?} {}",
                trace.contact(),
                trace.position(),
                trace.reason()
            ),
        ));
    }
    let reasons = [
        explanation.owner_reason(),
        explanation.first_contact_reason(),
    ];
    said.push(("reasons".to_owned(), reasons.concat()));
    for (what, contact) in contacts(&resolution) {
        said.push((what.to_owned(), names(contact)));
    }
    for level in resolution.chain() {
        said.push(("level's text".to_owned(), level.to_string()));
    }
    for seen in Seen::ALL {
        let audience = Audience::new(seen.visibility())
            .channel("email")
            .language("ro");
        for reach in resolution.reach(&audience) {
            let text = format!("{} {}", reach.point().address(), names(reach.contact()));
            said.push(("reach".to_owned(), text));
        }
    }
    said
}

/// Everybody whom a resolution names.
fn contacts<'r>(resolution: &Resolution<'r, '_>) -> Vec<(&'static str, ContactRef<'r>)> {
    let mut named = vec![
        ("owner", resolution.owner()),
        ("first contact", resolution.first_contact()),
    ];
    let owner = resolution.owner_position();
    named.extend(owner.map(|position| ("owner's position", position)));
    for level in resolution.chain() {
        named.push(("level", level.contact()));
        named.extend(
            level
                .position()
                .map(|position| ("level's position", position)),
        );
    }
    named.extend(resolution.consulted().map(|party| ("consulted", party)));
    named.extend(resolution.informed().map(|party| ("informed", party)));
    named
}

/// Every name of a contact, of its position and of who staffs it.
fn names(contact: ContactRef<'_>) -> String {
    let all = [Some(contact), contact.position(), contact.staffed_by()];
    let mut text = String::new();
    for one in all.into_iter().flatten() {
        text += &format!("{} {} {} {one:?} ", one.key(), one.name(), one.label("ro"));
        for seen in Seen::ALL {
            text += one.shown_name(seen.visibility());
        }
    }
    text
}

// ------------------------------------------------------------------------------------------------- X2

fn nobody_is_named_in_confidence(plain: &Plain, searched: &Searched) {
    let organization = build(&plain.document());
    let router = organization.compile();
    let oracle = Oracle::new(plain);
    let words = of_all(&(0..plain.parties.len()).collect::<Vec<_>>());
    let mut dice = Dice::new(plain.rules.len() as u64);
    for ask in oracle.asks() {
        let without = Ask {
            excluded: exclusion(&mut dice, plain),
            ..ask.clone()
        };
        let winner = oracle.winner(&ask);
        if plain.rules[winner].last.is_none() {
            continue;
        }
        for ask in [ask, without] {
            if expected(&oracle, &ask, winner) != Verdict::AllExcluded {
                let inquiry = inquiry(&oracle, &ask);
                let printed = printed(&organization, &router, &inquiry);
                searched.lacks(&printed, &words, &format!("{inquiry:?}"));
            }
        }
    }
}

/// What gets into a log without anybody asking for names.
fn printed(
    organization: &Organization,
    router: &Router,
    inquiry: &Inquiry,
) -> Vec<(String, String)> {
    let query = router.prepare(inquiry).unwrap();
    let resolution = query.resolve();
    let answer = resolution.to_answer();
    let reference = organization.resolve(inquiry).unwrap();
    let explanation = router.explain(inquiry).unwrap();
    let audience = Audience::new(Visibility::Internal).channel("email");
    let mut said = vec![
        debug("inquiry", inquiry),
        debug("query", &query),
        debug("resolution", &resolution),
        debug("chain", &resolution.chain()),
        debug("consulted", &resolution.consulted()),
        debug("informed", &resolution.informed()),
        debug("answer", &answer),
        debug("reference's answer", &reference),
        debug("levels", &answer.chain()),
        debug("explanation", &explanation),
        debug("candidates", &explanation.candidates()),
        debug("traces", &explanation.chain()),
        debug("traces of the consulted", &explanation.consulted()),
        debug("traces of the informed", &explanation.informed()),
        debug("reach", &resolution.reach(&audience)),
        debug("links", &resolution.links(&audience).collect::<Vec<_>>()),
        debug("organization", organization),
        debug("router", router),
        ("explanation's text".to_owned(), explanation.to_string()),
        json("explanation", &explanation),
    ];
    for level in resolution.chain() {
        said.push(debug("level", &level));
    }
    for (what, contact) in contacts(&resolution) {
        said.push(debug(what, &contact));
        said.push(debug("position", &contact.position()));
        said.push(debug("staff", &contact.staffed_by()));
    }
    for trace in explanation.chain() {
        said.push(("trace's text".to_owned(), trace.to_string()));
    }
    for trace in explanation.consulted().iter().chain(explanation.informed()) {
        said.push(("trace's text".to_owned(), trace.to_string()));
    }
    for candidate in explanation.candidates() {
        said.push(("candidate's text".to_owned(), candidate.to_string()));
    }
    said
}

fn debug(what: &str, value: &dyn Debug) -> (String, String) {
    (
        format!("debug of the {what}"),
        format!("{value:?} {value:#?}"),
    )
}

fn json(what: &str, value: &impl serde::Serialize) -> (String, String) {
    (
        format!("JSON of the {what}"),
        serde_json::to_string(value).unwrap(),
    )
}

// ------------------------------------------------------------------------------------------------- P1

fn audiences_see_their_own(plain: &Plain, searched: &Searched) {
    let mut document = plain.document();
    let values = ["customer", "reseller", "employee"];
    let audience = Attribute::closed(values)
        .role(Role::Audience)
        .sees("reseller", Visibility::Partner)
        .sees("employee", Visibility::Internal);
    document.attribute(AUDIENCE, audience);
    let names: Vec<String> = (0..plain.dimensions.len()).map(dimension_name).collect();
    let names = names.iter().map(String::as_str);
    document.importance(names.chain([AUDIENCE]));
    let organization = build(&document);
    let router = organization.compile();
    let oracle = Oracle::new(plain);
    let circles = [
        (None, Seen::ByAll),
        (Some("customer"), Seen::ByAll),
        (Some("reseller"), Seen::ByPartners),
        (Some("employee"), Seen::Inside),
    ];
    for ask in oracle.asks() {
        let Verdict::Answer(expected) = expected(&oracle, &ask, oracle.winner(&ask)) else {
            continue;
        };
        let first = expected.chain[0].seat;
        for (value, seen) in circles {
            let inquiry = inquiry(&oracle, &ask);
            let inquiry = match value {
                Some(value) => inquiry.with(AUDIENCE, value),
                None => inquiry,
            };
            let audience = organization.audience_of(&inquiry).unwrap();
            assert_eq!(audience.sees(), seen.visibility());
            let query = router.prepare(&inquiry).unwrap();
            let resolution = query.resolve();

            let own = [Some(first.party), first.position].into_iter().flatten();
            let visible = own.flat_map(|party| {
                let points = plain.parties[party].points.iter().enumerate();
                let visible = points.filter(move |(_, point)| **point <= seen);
                visible.map(move |(number, _)| format!("mailto:{}", address(party, number)))
            });
            let reach = resolution.reach(&audience);
            let reached = reach.iter().map(|reach| reach.point().address().to_owned());
            assert_eq!(
                reached.collect::<BTreeSet<_>>(),
                visible.collect::<BTreeSet<_>>(),
                "{inquiry:?}"
            );

            let hidden = (0..plain.parties.len()).filter(|party| plain.parties[*party].name > seen);
            let hidden: Vec<String> = hidden.map(shown_name).collect();
            let shown = contacts(&resolution).into_iter().map(|(what, contact)| {
                (
                    what.to_owned(),
                    contact.shown_name(seen.visibility()).to_owned(),
                )
            });
            let mut shown: Vec<(String, String)> = shown.collect();
            for reach in &reach {
                let name = reach.contact().shown_name(seen.visibility());
                shown.push(("reach".to_owned(), name.to_owned()));
            }
            searched.lacks(&shown, &hidden, &format!("{inquiry:?}"));
            // The name, else the position's, else the home's.
            let seats = expected.chain.iter().map(|level| level.seat);
            for (level, seat) in resolution.chain().zip(seats) {
                let mut own = [Some(seat.party), seat.position].into_iter().flatten();
                let name = own.find(|party| plain.parties[*party].name <= seen);
                let name = name.map_or_else(|| unit_key(plain.home(seat.party)), shown_name);
                assert_eq!(level.contact().shown_name(seen.visibility()), name);
            }
        }
    }
}
