//! Answers at instants, on random organizations in which everything may depend on them: all engines agree at every boundary,
//! the instant before and after; validity ends where something changes; nobody is asked who is away; every chain ends at the
//! final authority.

use switchboard::{
    Answer, AnswerLevel, ContactKind, ContactView, DepartmentView, Explanation, Inquiry,
    InquiryError, Organization, Router, SignedDuration, Validity,
};

use crate::edges;
use crate::generate::Dice;
use crate::properties::cases;
use crate::reasons::names_none;
use crate::timed_routes::routers;
use crate::written::{self, TOPICS};

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
    let mut prepared = 0;
    for seed in 0..cases(40) {
        let (organization, text) = written::organization(seed);
        let routers = routers(&organization);
        let agree = |inquiry: &Inquiry| {
            let told = || format!("seed {seed}, {inquiry:?}\n{text}");
            agree(&organization, &routers, inquiry, &told)
        };
        let mut dice = Dice::new(seed);
        let instants = edges::instants(&organization, &mut dice);
        for instant in instants.into_iter().map(Some).chain([None]) {
            let inquiry = written::inquiry(&mut dice);
            let inquiry = instant.map_or(inquiry.clone(), |at| inquiry.at(at));
            let Ok(answer) = agree(&inquiry) else {
                continue;
            };
            prepared += 1;
            // Who matters is left out, too.
            let someone = dice.pick(answer.chain());
            let ends = [answer.chain().first(), answer.chain().last()];
            let level = dice.pick(&[ends[0], ends[1], Some(someone)]).unwrap();
            let nominal = level.stands_for().or(level.position());
            let names = [level.contact(), nominal.unwrap_or(answer.owner())];
            prepared += usize::from(agree(&inquiry.excluding(*dice.pick(&names))).is_ok());
        }
    }
    assert!(prepared > 400, "{prepared}");
}

/// That all engines give one answer, or refuse the inquiry for one reason.
fn agree(
    organization: &Organization,
    routers: &[Router],
    inquiry: &Inquiry,
    told: &dyn Fn() -> String,
) -> Result<Answer, InquiryError> {
    let expected = organization.resolve(inquiry);
    for (index, router) in routers.iter().enumerate() {
        let answer = router.prepare(inquiry);
        let answer = answer.map(|query| query.resolve().to_answer());
        assert_eq!(answer, expected, "router {index}, {}", told());
    }
    let explained = organization.explain(inquiry);
    let answer = explained.as_ref().map(Explanation::answer);
    assert_eq!(answer, expected.as_ref(), "explain, {}", told());
    if let Ok(explanation) = &explained {
        tells_of_every_level(explanation);
        let excluded: Vec<&str> = inquiry.excluded().collect();
        let in_confidence = explanation.in_confidence().to_string();
        names_none(explanation, &in_confidence, &excluded);
    }
    expected
}

/// Its levels are those of the answer, with a reason each; so are those that were dropped.
fn tells_of_every_level(explanation: &Explanation) {
    let mut levels = explanation.answer().chain().iter();
    for trace in explanation.chain() {
        assert!(!trace.reason().is_empty(), "{explanation}");
        if trace.dropped().is_some() {
            assert_eq!(trace.level(), None, "{explanation}");
            continue;
        }
        let level = levels.next().expect("a level");
        assert_eq!(trace.contact(), Some(level.contact()), "{explanation}");
        assert_eq!(trace.stands_for(), level.stands_for(), "{explanation}");
        let due = (trace.at(), trace.due());
        assert_eq!(due, (level.at(), level.due()), "{explanation}");
    }
    assert!(levels.next().is_none(), "{explanation}");
}

#[test]
fn an_answer_is_the_same_until_its_validity_ends_and_another_one_then() {
    let nanosecond = SignedDuration::from_nanos(1);
    let mut changes = 0;
    for seed in 0..cases(20) {
        let (organization, text) = written::organization(1_000 + seed);
        let router = organization.compile();
        let mut dice = Dice::new(seed);
        for instant in edges::instants(&organization, &mut dice) {
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
                Validity::Forever => instant + SignedDuration::from_hours(24 * 366),
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
        let (organization, text) = written::organization(2_000 + seed);
        let router = organization.compile();
        let mut dice = Dice::new(seed);
        for instant in edges::instants(&organization, &mut dice) {
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
            let end = last.stands_for().unwrap_or(last.contact());
            assert_eq!(end, final_authority(&organization, &answer), "{}", told());
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

/// Who a chain ends at: on a confidential route its `final`, else the conflict authority, else the root's head (X2); on others
/// the head of the nearest authority upwards (C1).
fn final_authority<'o>(organization: &'o Organization, answer: &Answer) -> &'o str {
    let at = answer.at().unwrap();
    let person = |contact: ContactView<'o>| match contact.kind() {
        ContactKind::Position => contact.holder_at(at),
        _ => Some(contact),
    };
    let route = organization.route(answer.route()).unwrap();
    let upwards = |from| std::iter::successors(from, DepartmentView::parent);
    let end = if route.is_confidential() {
        let last = [route.ends_at(), organization.conflict_authority()];
        last.into_iter().flatten().find_map(person)
    } else {
        let owning = organization.department(answer.department());
        let authority = upwards(owning).find(DepartmentView::is_authority);
        upwards(authority).find_map(|own| own.head_at(at))
    };
    let end = end.or(organization.root().head_at(at));
    end.unwrap().key()
}
