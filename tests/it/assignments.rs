//! An assignment means one route, or one desk, per value that a row stands for (W2): the organization that has them
//! written out answers every inquiry alike, and one is ambiguous where the other is.

use switchboard::{
    Assignment, Attribute, Contact, Department, Desk, Document, Inquiry, Organization, Role, Route,
    Router, Target, When,
};

use crate::generate::Dice;

/// The attributes, in order of importance: one before and one behind the one that tells rows apart.
const REGIONS: [&str; 4] = ["eu", "ro", "de", "us"];
const TOPICS: [&str; 3] = ["sales", "sales/offers", "*/offers"];
const PEOPLE: usize = 5;

/// One made-up company, written with an assignment or without.
struct Company {
    /// Whether accounts are more important than regions.
    accounts_first: bool,
    /// `account` is open, or closed with these values.
    is_open: bool,
    has_default: bool,
    rows: Vec<(String, String)>,
    otherwise: String,
    routes: Vec<Line>,
    desks: Vec<Line>,
}

/// A route or desk.
#[derive(Clone)]
struct Line {
    topic: &'static str,
    region: Option<&'static str>,
    priority: bool,
    accounts: Vec<String>,
    exact: bool,
    who: Option<String>,
    responder: Responder,
}

#[derive(Clone, PartialEq)]
enum Responder {
    None,
    Assigned,
    Named(String),
}

fn accounts() -> Vec<String> {
    (0..6).map(|number| format!("a{number}")).collect()
}

impl Company {
    fn new(dice: &mut Dice) -> Self {
        let accounts = accounts();
        let person = |dice: &mut Dice| format!("person-{}", dice.below(PEOPLE));
        let anybody = |dice: &mut Dice| match dice.below(3) {
            0 => "sales".to_owned(),
            1 => "desk".to_owned(),
            _ => person(dice),
        };
        let rows = dice.some(&accounts[..4]);
        let rows = rows
            .into_iter()
            .map(|account| (account, anybody(dice)))
            .collect();
        let line = |dice: &mut Dice| Line {
            topic: TOPICS[dice.below(TOPICS.len())],
            region: dice.chance(40).then(|| *dice.pick(&REGIONS)),
            priority: dice.chance(20),
            accounts: if dice.chance(30) {
                dice.some(&accounts)
            } else {
                Vec::new()
            },
            exact: dice.chance(20),
            who: (!dice.chance(50)).then(|| anybody(dice)),
            responder: Responder::None,
        };
        let mut company = Self {
            accounts_first: dice.chance(50),
            is_open: dice.chance(60),
            has_default: dice.chance(20),
            rows,
            otherwise: anybody(dice),
            routes: (0..dice.between(1, 4)).map(|_| line(dice)).collect(),
            desks: (0..dice.below(3)).map(|_| line(dice)).collect(),
        };
        for route in &mut company.routes {
            if dice.chance(30) {
                route.responder = if dice.chance(60) {
                    Responder::Assigned
                } else {
                    Responder::Named(anybody(dice))
                };
            }
        }
        for desk in &mut company.desks {
            desk.who = desk.who.take().map(|_| person(dice));
        }
        company
    }

    fn base(&self) -> Document {
        let mut document = Document::new();
        document.importance(if self.accounts_first {
            ["account", "region", "urgent"]
        } else {
            ["region", "account", "urgent"]
        });
        let account = if self.is_open {
            Attribute::open()
        } else {
            Attribute::closed(accounts().iter().map(String::as_str))
        };
        document.attribute(
            "account",
            if self.has_default {
                account.default("a1")
            } else {
                account
            },
        );
        document.attribute(
            "region",
            Attribute::hierarchical()
                .role(Role::Region)
                .value("eu")
                .value("us")
                .child("ro", "eu")
                .child("de", "eu"),
        );
        document.attribute("urgent", Attribute::closed(["yes", "no"]));
        document.contact("director", Contact::person("Director"));
        document.contact("desk", Contact::team("Desk").department("sales"));
        for number in 0..PEOPLE {
            let home = ["company", "sales", "care"][number % 3];
            document.contact(
                &format!("person-{number}"),
                Contact::person("Somebody").department(home),
            );
        }
        document.department("company", Department::new().head("director"));
        document.department("care", Department::new().parent("company").head("person-2"));
        document.route(Route::fallback("company").key("fallback"));
        document
    }

    fn assigned(&self) -> Document {
        let mut document = self.base();
        let assignment = Assignment::new("account", self.otherwise.as_str());
        let assignment = self
            .rows
            .iter()
            .fold(assignment, |assignment, (account, who)| {
                assignment.row(account, who.as_str())
            });
        document.assignment("manager", assignment);
        let named = |who: &Option<String>| match who {
            Some(who) => Target::from(who.as_str()),
            None => Target::assigned("manager"),
        };
        let mut sales = Department::new().parent("company").head("person-1");
        for desk in &self.desks {
            let own = match &desk.who {
                Some(who) => Desk::new(who),
                None => Desk::assigned("manager"),
            };
            sales = sales.desk(own.when(desk.when(None)));
        }
        document.department("sales", sales);
        for (number, line) in self.routes.iter().enumerate() {
            let mut route = line
                .route(&number.to_string(), None)
                .owner(named(&line.who));
            match &line.responder {
                Responder::None => {}
                Responder::Assigned => route = route.responder(Target::assigned("manager")),
                Responder::Named(who) => route = route.responder(who.as_str()),
            }
            document.route(route);
        }
        document
    }

    /// Every row written out.
    fn expanded(&self) -> Document {
        let mut document = self.base();
        let head = |who: &str| {
            if who == "sales" {
                "person-1".to_owned()
            } else {
                who.to_owned()
            }
        };
        let mut sales = Department::new().parent("company").head("person-1");
        for desk in &self.desks {
            if let Some(who) = &desk.who {
                sales = sales.desk(Desk::new(who).when(desk.when(None)));
                continue;
            }
            for (account, who) in self.cases(desk) {
                sales = sales.desk(Desk::new(&head(who)).when(desk.when(account)));
            }
        }
        document.department("sales", sales);
        for (number, line) in self.routes.iter().enumerate() {
            let is_assigned = line.who.is_none() || line.responder == Responder::Assigned;
            let cases = if is_assigned {
                self.cases(line)
            } else {
                vec![(None, "")]
            };
            for (account, who) in cases {
                let key = format!("{number} {}", account.unwrap_or("otherwise"));
                let owner = line.who.as_deref().unwrap_or(who);
                let mut route = line.route(&key, account).owner(owner);
                match &line.responder {
                    Responder::None => {}
                    Responder::Assigned => route = route.responder(who),
                    Responder::Named(own) => route = route.responder(own.as_str()),
                }
                document.route(route);
            }
        }
        document
    }

    /// The rows that an inquiry under the line's condition can have, and all others.
    fn cases<'a>(&'a self, line: &Line) -> Vec<(Option<&'a str>, &'a str)> {
        let is_possible = |account: &str| {
            line.accounts.is_empty() || line.accounts.iter().any(|own| own == account)
        };
        let rows = self.rows.iter().filter(|(account, _)| is_possible(account));
        let rows = rows.map(|(account, who)| (Some(account.as_str()), who.as_str()));
        // Where every account that the line takes has a row, no route is left for others.
        let has_row = |own: &String| self.rows.iter().any(|(account, _)| account == own);
        let is_all = !line.accounts.is_empty() && line.accounts.iter().all(has_row);
        let others = (!is_all).then_some((None, self.otherwise.as_str()));
        rows.chain(others).collect()
    }
}

impl Line {
    fn when(&self, account: Option<&str>) -> When {
        let mut when = When::new();
        if let Some(region) = self.region {
            when = when.within("region", region);
        }
        if self.priority {
            when = when.is("urgent", "yes");
        }
        match account {
            Some(account) => when.is("account", account),
            None if self.accounts.is_empty() => when,
            None => when.any_of("account", self.accounts.iter().map(String::as_str)),
        }
    }

    fn route(&self, key: &str, account: Option<&str>) -> Route {
        let route = Route::new(self.topic).key(key).when(self.when(account));
        if self.exact { route.exact() } else { route }
    }
}

/// All that an answer says but the route's key and the content's name.
fn said(router: &Router, inquiry: &Inquiry) -> String {
    let resolution = router.prepare(inquiry).unwrap().resolve();
    let answer = resolution.to_answer();
    let chain: Vec<String> = resolution.chain().map(|level| level.to_string()).collect();
    format!(
        "{} {} {} {:?} {} {} {:?} {:?}",
        answer.topic(),
        answer.owner(),
        answer.department(),
        answer.owner_from(),
        answer.basis(),
        answer.first_contact(),
        answer
            .consulted()
            .chain(answer.informed())
            .collect::<Vec<_>>(),
        chain,
    )
}

fn inquiries() -> Vec<Inquiry> {
    let mut inquiries = Vec::new();
    for topic in [
        "sales",
        "sales/offers",
        "sales/offers/late",
        "care/offers",
        "other",
    ] {
        for account in accounts().iter().map(String::as_str).chain([""]) {
            for region in ["", "eu", "ro", "de", "us"] {
                for urgent in ["", "yes"] {
                    let mut inquiry = Inquiry::new(topic);
                    for (name, value) in
                        [("account", account), ("region", region), ("urgent", urgent)]
                    {
                        if !value.is_empty() {
                            inquiry = inquiry.with(name, value);
                        }
                    }
                    inquiries.push(inquiry);
                }
            }
        }
    }
    inquiries
}

#[test]
fn an_assignment_equals_its_rows_written_out() {
    written_out(80);
}

#[test]
#[ignore = "1,000 companies take minutes"]
fn an_assignment_equals_its_rows_written_out_in_1000_companies() {
    written_out(1_000);
}

fn written_out(companies: u64) {
    let inquiries = inquiries();
    let (mut built, mut refused) = (0, 0);
    for seed in 0..companies {
        let company = Company::new(&mut Dice::new(seed));
        let short = company.assigned().build();
        let long = company.expanded().build();
        assert_eq!(
            short.is_ok(),
            long.is_ok(),
            "seed {seed}: {short:?} {long:?}"
        );
        let (Ok(short), Ok(long)) = (short, long) else {
            refused += 1;
            continue;
        };
        built += 1;
        let (one, other) = (short.compile(), long.compile());
        for inquiry in &inquiries {
            assert_eq!(
                said(&one, inquiry),
                said(&other, inquiry),
                "seed {seed}: {inquiry:?}"
            );
            let reference = short.resolve(inquiry).unwrap();
            assert_eq!(
                one.prepare(inquiry).unwrap().resolve().to_answer(),
                reference,
                "seed {seed}"
            );
            let explained = one.explain(inquiry).unwrap();
            assert_eq!(*explained.answer(), reference, "seed {seed}");
        }
    }
    assert!(
        built > 20 && refused > 5,
        "{built} built, {refused} refused"
    );
}

/// One account manager for each of many accounts.
fn large(rows: usize, is_assigned: bool) -> Organization {
    let mut document = Document::new();
    document.attribute("account", Attribute::open());
    document.department("company", Department::new().head("director"));
    document.department(
        "sales",
        Department::new().parent("company").head("person-0"),
    );
    document.contact("director", Contact::person("Director"));
    for number in 0..100 {
        let key = format!("person-{number}");
        document.contact(&key, Contact::person("Somebody").department("sales"));
    }
    document.route(Route::fallback("company"));
    let manager = |row: usize| format!("person-{}", row * 7 % 100);
    let account = |row: usize| format!("account-{row}");
    if is_assigned {
        let assignment = (0..rows).fold(Assignment::new("account", "sales"), |table, row| {
            table.row(&account(row), manager(row).as_str())
        });
        document.assignment("manager", assignment);
        document.route(Route::new("sales").owner(Target::assigned("manager")));
    } else {
        document.route(Route::new("sales").owner("sales"));
        for row in 0..rows {
            let when = When::new().is("account", &account(row));
            document.route(Route::new("sales").when(when).owner(manager(row).as_str()));
        }
    }
    document.build().unwrap()
}

#[test]
fn a_large_assignment_equals_as_many_routes() {
    let rows = 3_000;
    compare_large(rows, 1_000);
}

#[test]
#[ignore = "100,000 routes take a while to build"]
fn an_assignment_of_100000_rows_equals_100000_routes() {
    compare_large(100_000, 20_000);
}

fn compare_large(rows: usize, sample: usize) {
    let (short, long) = (large(rows, true).compile(), large(rows, false).compile());
    assert_eq!(short.organization().unwrap().routes().count(), 2);
    assert_eq!(long.organization().unwrap().routes().count(), rows + 2);
    let mut dice = Dice::new(7);
    for _ in 0..sample {
        let row = dice.below(rows + rows / 10);
        let inquiry = Inquiry::new("sales/offers").with("account", format!("account-{row}"));
        assert_eq!(said(&short, &inquiry), said(&long, &inquiry), "{row}");
    }
}
