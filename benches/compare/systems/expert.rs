//! What an expert writes who knows the organization when the program is compiled: `foldhash`, values as enums of one byte,
//! rules that lie side by side, and every chain once.

use std::hint::black_box;

use hashbrown::HashMap;

use super::{OneByOne, above, head};
use crate::organization::{Ask, Directory, Level, Plan, Rule};

#[derive(Debug)]
pub struct Expert {
    rules: HashMap<Box<str>, Box<[EnumRule]>>,
    fallback: EnumRule,
    levels: Box<[Level]>,
}

#[derive(Clone, Copy, Debug)]
pub struct EnumRule {
    channel: Option<Channel>,
    region: Option<Region>,
    priority: Option<Priority>,
    product: Option<Product>,
    tier: Option<Tier>,
    covers_below: bool,
    /// How many levels its chain has, and where they start.
    levels: u8,
    first: u32,
    owner: u32,
}

/// An enum of values, in the order in which the organization lists them.
macro_rules! values {
    ($($name:ident { $($value:ident),* })*) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name { $($value),* }

        impl $name {
            const ALL: &'static [Self] = &[$(Self::$value),*];
        }
    )*};
}

values! {
    Channel { Email, Phone, Chat, InPerson, Form }
    Region { Europe, Romania, Germany, America, UnitedStates, Canada }
    Priority { Low, Medium, High, Critical }
    Product { CurrentAccount, Mortgage, Insurance, Card, Broker }
    Tier { Bronze, Silver, Gold }
}

/// What an inquiry says.
#[derive(Clone, Copy, Default)]
struct Given {
    channel: Option<Channel>,
    region: Option<Region>,
    priority: Option<Priority>,
    product: Option<Product>,
    tier: Option<Tier>,
}

impl Given {
    #[inline(always)]
    fn new(values: [u8; 5]) -> Self {
        let [channel, region, priority, product, tier] = values.map(usize::from);
        Self {
            channel: Some(Channel::ALL[channel]),
            region: Some(Region::ALL[region]),
            priority: Some(Priority::ALL[priority]),
            product: Some(Product::ALL[product]),
            tier: Some(Tier::ALL[tier]),
        }
    }
}

impl EnumRule {
    /// `chains` says where each department's chain starts, and how many levels it has.
    fn new(rule: &Rule, chains: &[(u32, u8)]) -> Self {
        let [channel, region, priority, product, tier] =
            rule.wants.map(|value| value.map(usize::from));
        let (first, levels) = chains[rule.department];
        Self {
            channel: channel.map(|value| Channel::ALL[value]),
            region: region.map(|value| Region::ALL[value]),
            priority: priority.map(|value| Priority::ALL[value]),
            product: product.map(|value| Product::ALL[value]),
            tier: tier.map(|value| Tier::ALL[value]),
            covers_below: rule.covers_below,
            levels,
            first,
            owner: head(rule.department),
        }
    }

    #[inline(always)]
    fn takes(&self, given: Given) -> bool {
        (self.channel.is_none() || self.channel == given.channel)
            && (self.region.is_none() || self.region == given.region)
            && (self.priority.is_none() || self.priority == given.priority)
            && (self.product.is_none() || self.product == given.product)
            && (self.tier.is_none() || self.tier == given.tier)
    }
}

impl Expert {
    pub fn new(plan: &Plan, directory: &Directory) -> Self {
        let mut levels = Vec::new();
        let mut chains = Vec::new();
        for department in 0..plan.departments {
            let chain = directory.chain(department);
            chains.push((levels.len() as u32, chain.len() as u8));
            levels.extend_from_slice(chain);
        }
        let own = |rules: &[Rule]| -> Box<[EnumRule]> {
            let rules = rules.iter().map(|rule| EnumRule::new(rule, &chains));
            rules.collect()
        };
        let rules = plan.rules();
        Self {
            rules: rules
                .map(|(topic, rules)| (topic.into(), own(rules)))
                .collect(),
            fallback: EnumRule::new(&Rule::FALLBACK, &chains),
            levels: levels.into_boxed_slice(),
        }
    }

    #[inline(always)]
    fn resolve(&self, topic: &str, given: Given) -> &EnumRule {
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

    #[inline(always)]
    fn chain(&self, rule: &EnumRule) -> &[Level] {
        let first = rule.first as usize;
        &self.levels[first..first + usize::from(rule.levels)]
    }
}

impl<'a> OneByOne<'a> for Expert {
    type Found<'s>
        = &'s EnumRule
    where
        Self: 's;

    const NAME: &'static str = "expert";

    #[inline(always)]
    fn find_topic<'s>(&'s self, ask: &Ask<'a>, _at: usize) -> &'s EnumRule {
        self.resolve(ask.topic, Given::default())
    }

    #[inline(always)]
    fn find<'s>(&'s self, ask: &Ask<'a>, _at: usize) -> &'s EnumRule {
        self.resolve(ask.topic, Given::new(ask.values))
    }

    #[inline(always)]
    fn read_owner(&self, found: &&EnumRule) {
        black_box(found.owner);
    }

    #[inline(always)]
    fn read_levels(&self, found: &&EnumRule) {
        for level in self.chain(found) {
            black_box((level.contact, level.due));
        }
    }

    fn owner(&self, found: &&EnumRule) -> u32 {
        found.owner
    }

    fn levels(&self, found: &&EnumRule) -> Vec<Level> {
        self.chain(found).to_vec()
    }
}
