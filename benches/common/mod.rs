//! The organizations that the benches measure, by number of topics; the same every time.
#![allow(dead_code, reason = "each bench uses a part")]

use std::collections::HashMap;

use switchboard::{
    Attribute, Contact, Department, Desk, Document, Inquiry, Policy, PolicyLevel, Role, Route,
    Target, Topic, When,
};

/// Numbers of topics. A debug build, as in `cargo test --benches`, only shows that the benches run.
pub const SIZES: &[usize] = if cfg!(debug_assertions) {
    &[100, 1_000]
} else {
    &[100, 1_000, 10_000, 100_000]
};

const CHANNELS: [&str; 4] = ["email", "phone", "chat", "in-person"];
const REGIONS: [&str; 4] = ["romania", "germany", "us", "canada"];
const PRIORITIES: [&str; 3] = ["low", "medium", "high"];

/// Marsaglia's xorshift.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Ten products an area, ten questions a product: `area-3/product-35/question-357`.
fn topic(index: usize) -> String {
    format!(
        "area-{}/product-{}/question-{index}",
        index / 100,
        index / 10
    )
}

fn departments(topics: usize) -> usize {
    (topics / 20).clamp(8, 2_000)
}

/// An organization with so many declared topics: a department tree of degree 5, a desk in each department, and for
/// each topic a route, for every other one two more that ask for a channel and for a region.
pub fn document(topics: usize) -> Document {
    let mut random = Random::new();
    let mut document = Document::new();
    document.attribute("channel", Attribute::closed(CHANNELS).role(Role::Channel));
    let region = Attribute::hierarchical()
        .value("europe")
        .value("america")
        .child("romania", "europe");
    let region = region
        .child("germany", "europe")
        .child("us", "america")
        .child("canada", "america");
    document.attribute("region", region.role(Role::Region));
    document.attribute(
        "priority",
        Attribute::ordered(PRIORITIES)
            .role(Role::Priority)
            .default("medium"),
    );
    let departments = departments(topics);
    for index in 0..departments {
        let head = format!("head-{index}");
        let desk = format!("desk-{index}");
        let department = Department::new().head(&head).desk(Desk::new(&desk));
        let department = match index {
            0 => department,
            _ => department.parent(&format!("department-{}", (index - 1) / 5)),
        };
        document.department(&format!("department-{index}"), department);
        document.contact(&head, Contact::person(&format!("Head {index}")));
        document.contact(&desk, Contact::team(&format!("Desk {index}")));
    }
    let urgent = PolicyLevel::to(Target::owner()).floor("priority", "high");
    document.policy(
        "urgent",
        Policy::new()
            .level(urgent)
            .level(PolicyLevel::to(Target::head())),
    );
    document.route(Route::fallback("department-0"));
    for index in 0..topics {
        let topic = topic(index);
        let mut owner = || format!("department-{}", random.below(departments));
        document.topic(
            &topic,
            Topic::new().label("en", &format!("Question {index}")),
        );
        document.route(Route::new(&topic).owner(owner()));
        if index % 2 == 0 {
            let by_channel = When::new().any_of("channel", ["email", "chat"]);
            document.route(
                Route::new(&topic)
                    .owner(owner())
                    .policy("urgent")
                    .when(by_channel),
            );
            document.route(
                Route::new(&topic)
                    .owner(owner())
                    .when(When::new().within("region", "europe")),
            );
        }
    }
    document
}

/// What a caller asks: a topic, at times unknown below a known one, a channel and a region.
#[derive(Clone, Debug)]
pub struct Ask {
    pub topic: String,
    pub channel: &'static str,
    pub region: &'static str,
}

impl Ask {
    pub fn inquiry(&self) -> Inquiry {
        Inquiry::new(self.topic.as_str())
            .with("channel", self.channel)
            .with("region", self.region)
    }
}

pub fn asks(topics: usize) -> Vec<Ask> {
    let mut random = Random::new();
    let mut ask = || {
        let mut topic = topic(random.below(topics));
        if random.below(5) == 0 {
            topic.push_str("/unknown");
        }
        Ask {
            topic,
            channel: random.pick(&CHANNELS),
            region: random.pick(&REGIONS),
        }
    };
    (0..4_096).map(|_| ask()).collect()
}

/// The least that could answer: the owner of a known topic, by a look-up.
pub fn plain_map(topics: usize) -> HashMap<String, usize> {
    (0..topics).map(|index| (topic(index), index)).collect()
}

/// What one writes by hand: rules by topic, the best first, strings as they come, from the topic upwards.
#[derive(Debug)]
pub struct RuleList {
    rules: HashMap<String, Vec<Rule>>,
    fallback: Rule,
}

#[derive(Debug)]
pub struct Rule {
    channels: Option<Vec<String>>,
    regions: Option<Vec<String>>,
    pub owner: String,
    pub chain: Vec<String>,
}

impl RuleList {
    pub fn new(topics: usize) -> Self {
        let mut random = Random::new();
        let departments = departments(topics);
        let strings = |list: &[&str]| Some(list.iter().map(|&text| text.to_owned()).collect());
        let mut rule = |channels, regions| {
            let mut department = random.below(departments);
            let mut chain = vec![format!("desk-{department}"), format!("head-{department}")];
            while department > 0 {
                department = (department - 1) / 5;
                chain.push(format!("head-{department}"));
            }
            Rule {
                channels,
                regions,
                owner: chain[1].clone(),
                chain,
            }
        };
        let rules = (0..topics).map(|index| {
            let mut rules = Vec::new();
            if index % 2 == 0 {
                rules.push(rule(strings(&["email", "chat"]), None));
                rules.push(rule(None, strings(&["romania", "germany"])));
            }
            rules.push(rule(None, None));
            (topic(index), rules)
        });
        let rules = rules.collect();
        Self {
            rules,
            fallback: rule(None, None),
        }
    }

    pub fn resolve(&self, topic: &str, channel: Option<&str>, region: Option<&str>) -> &Rule {
        let takes = |allowed: &Option<Vec<String>>, given: Option<&str>| match (allowed, given) {
            (None, _) => true,
            (Some(allowed), Some(given)) => allowed.iter().any(|value| value == given),
            (Some(_), None) => false,
        };
        let mut path = topic;
        loop {
            let rules = self.rules.get(path).map_or(&[][..], Vec::as_slice);
            if let Some(rule) = rules
                .iter()
                .find(|rule| takes(&rule.channels, channel) && takes(&rule.regions, region))
            {
                return rule;
            }
            match path.rsplit_once('/') {
                Some((above, _)) => path = above,
                None => return &self.fallback,
            }
        }
    }
}
