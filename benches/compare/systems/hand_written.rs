//! What one writes by hand in an hour: rules by topic, the best first, strings as they come, from the topic above.

use std::collections::HashMap;
use std::hint::black_box;

use super::{OneByOne, above};
use crate::organization::{Ask, Directory, Level, Plan, Rule, VALUES, number_of};

#[derive(Debug)]
pub struct HandWritten {
    rules: HashMap<String, Vec<StringRule>>,
    fallback: StringRule,
}

#[derive(Debug)]
pub struct StringRule {
    channel: Option<String>,
    region: Option<String>,
    priority: Option<String>,
    product: Option<String>,
    tier: Option<String>,
    covers_below: bool,
    owner: String,
    chain: Vec<StringLevel>,
}

#[derive(Debug)]
struct StringLevel {
    contact: String,
    due: u32,
}

/// What an inquiry says.
#[derive(Clone, Copy, Default)]
struct Given<'a> {
    channel: Option<&'a str>,
    region: Option<&'a str>,
    priority: Option<&'a str>,
    product: Option<&'a str>,
    tier: Option<&'a str>,
}

impl StringRule {
    fn new(rule: &Rule, directory: &Directory) -> Self {
        let [channel, region, priority, product, tier] = std::array::from_fn(|attribute| {
            rule.wants[attribute].map(|value| VALUES[attribute][usize::from(value)].to_owned())
        });
        let contact = |level: &Level| {
            let kind = ["head", "desk"][level.contact as usize % 2];
            StringLevel {
                contact: format!("{kind}-{}", level.contact / 2),
                due: level.due,
            }
        };
        let chain = directory.chain(rule.department);
        Self {
            channel,
            region,
            priority,
            product,
            tier,
            covers_below: rule.covers_below,
            owner: format!("head-{}", rule.department),
            chain: chain.iter().map(contact).collect(),
        }
    }

    #[inline(always)]
    fn takes(&self, given: &Given<'_>) -> bool {
        let takes = |wanted: &Option<String>, given: Option<&str>| match wanted {
            None => true,
            Some(wanted) => given == Some(wanted.as_str()),
        };
        takes(&self.channel, given.channel)
            && takes(&self.region, given.region)
            && takes(&self.priority, given.priority)
            && takes(&self.product, given.product)
            && takes(&self.tier, given.tier)
    }
}

impl HandWritten {
    pub fn new(plan: &Plan, directory: &Directory) -> Self {
        let own = |rules: &[Rule]| {
            let rules = rules.iter().map(|rule| StringRule::new(rule, directory));
            rules.collect()
        };
        let rules = plan.rules();
        Self {
            rules: rules
                .map(|(topic, rules)| (topic.to_owned(), own(rules)))
                .collect(),
            fallback: StringRule::new(&Rule::FALLBACK, directory),
        }
    }

    #[inline(always)]
    fn resolve(&self, topic: &str, given: &Given<'_>) -> &StringRule {
        let mut path = topic;
        loop {
            let is_above = path.len() < topic.len();
            let rules = self.rules.get(path);
            let best = rules.and_then(|rules| {
                let mut rules = rules.iter();
                rules.find(|rule| (rule.covers_below || !is_above) && rule.takes(given))
            });
            if let Some(rule) = best {
                return rule;
            }
            match above(path) {
                Some(above) => path = above,
                None => return &self.fallback,
            }
        }
    }
}

impl<'a> OneByOne<'a> for HandWritten {
    type Found<'s>
        = &'s StringRule
    where
        Self: 's;

    const NAME: &'static str = "hand-written";

    #[inline(always)]
    fn find_topic<'s>(&'s self, ask: &Ask<'a>, _at: usize) -> &'s StringRule {
        self.resolve(ask.topic, &Given::default())
    }

    #[inline(always)]
    fn find<'s>(&'s self, ask: &Ask<'a>, _at: usize) -> &'s StringRule {
        let value = |attribute: usize| {
            let number = usize::from(ask.values[attribute]);
            Some(VALUES[attribute][number])
        };
        let given = Given {
            channel: value(0),
            region: value(1),
            priority: value(2),
            product: value(3),
            tier: value(4),
        };
        self.resolve(ask.topic, &given)
    }

    #[inline(always)]
    fn read_owner(&self, found: &&StringRule) {
        black_box(found.owner.as_str());
    }

    #[inline(always)]
    fn read_levels(&self, found: &&StringRule) {
        for level in &found.chain {
            black_box((level.contact.as_str(), level.due));
        }
    }

    fn owner(&self, found: &&StringRule) -> u32 {
        number_of(&found.owner)
    }

    fn levels(&self, found: &&StringRule) -> Vec<Level> {
        let level = |level: &StringLevel| Level {
            contact: number_of(&level.contact),
            due: level.due,
        };
        found.chain.iter().map(level).collect()
    }
}
