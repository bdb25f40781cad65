//! The loops in which instructions are counted. Each is a function that is never inlined, so that callgrind knows where it
//! begins and ends, and says its own name, so that the compiler takes no two of them for the same.

use std::hint::black_box;

use switchboard::{Router, TopicId, ValueId, Values};

use crate::organization::{
    ATTRIBUTES, Ask, Asks, Distribution, Plan, Set, Shape, Style, Subject, VALUES, Workload,
    generous, read_levels, read_owner,
};

/// How often each loop looks up: as long as a list is.
pub const LOOK_UPS: usize = 1 << 12;

/// Names of functions, as callgrind shows them, begin so.
pub const PREFIX: &str = "instructions::loops::counted_";

macro_rules! counted {
    ($($(#[$doc:meta])* $name:ident($list:ident: $type:ty) $body:expr)*) => {$(
        $(#[$doc])*
        #[inline(never)]
        fn $name($list: $type) {
            black_box(stringify!($name));
            $body
        }
    )*};
}

counted! {
    /// The price of the loop itself.
    counted_nothing(list: &[Ask<'_>]) {
        for ask in list {
            black_box(ask);
        }
    }
    counted_topic_exact(on: &Topics<'_>) on.each()
    counted_topic_deeper(on: &Topics<'_>) on.each()
    counted_topic_unknown(on: &Topics<'_>) on.each()
    counted_topic_mixed(on: &Topics<'_>) on.each()
    counted_topic_mixed_by_id(on: &Topics<'_>) on.each_by_id()
    counted_topic_exact_batch(on: &Topics<'_>) on.batch()
    counted_conditions_exact(on: &Conditions<'_>) on.each()
    counted_conditions_mixed(on: &Conditions<'_>) on.each()
    counted_conditions_mixed_by_id(on: &Conditions<'_>) on.each_by_id()
    counted_conditions_mixed_strings(on: &Conditions<'_>) on.each_of_strings()
    counted_wildcards(on: &Subject) on.run(0..LOOK_UPS)
    counted_8_accounts(on: &Subject) on.run(0..LOOK_UPS)
    counted_10000_accounts(on: &Subject) on.run(0..LOOK_UPS)
    counted_200_routes(on: &Subject) on.run(0..LOOK_UPS)
    counted_assignment(on: &Subject) on.run(0..LOOK_UPS)
}

/// Runs all of them once, on organizations of so many topics.
pub fn run(size: usize) {
    topics(size);
    conditions(size);
    counted_8_accounts(&Shape::Accounts(8).subject());
    counted_10000_accounts(&Shape::Accounts(size).subject());
    counted_200_routes(&Shape::Attributes(200).subject());
    counted_assignment(&Shape::Assignment(size).subject());
    counted_wildcards(&Shape::Wildcards(size / 10).subject());
}

fn topics(size: usize) {
    let plan = Plan::new(size, Workload::Topic, Style::Plain);
    let router = plan.document().build_with(&generous()).unwrap().compile();
    let each = |set, run: fn(&Topics<'_>)| {
        let asks = Asks::new(&plan, set, Distribution::Uniform, LOOK_UPS);
        run(&Topics::new(&router, &asks));
    };
    each(Set::Exact, |on| {
        counted_nothing(&on.list);
        counted_topic_exact(on);
        counted_topic_exact_batch(on);
    });
    each(Set::Deeper, counted_topic_deeper);
    each(Set::Unknown, counted_topic_unknown);
    each(Set::Mixed, |on| {
        counted_topic_mixed(on);
        counted_topic_mixed_by_id(on);
    });
}

fn conditions(size: usize) {
    let plan = Plan::new(size, Workload::Conditions, Style::Plain);
    let router = plan.document().build_with(&generous()).unwrap().compile();
    let each = |set, run: fn(&Conditions<'_>)| {
        let asks = Asks::new(&plan, set, Distribution::Uniform, LOOK_UPS);
        run(&Conditions::new(&router, &asks));
    };
    each(Set::Exact, counted_conditions_exact);
    each(Set::Mixed, |on| {
        counted_conditions_mixed(on);
        counted_conditions_mixed_by_id(on);
        counted_conditions_mixed_strings(on);
    });
}

/// The owner is read.
struct Topics<'a> {
    router: &'a Router,
    list: Vec<Ask<'a>>,
    ids: Vec<TopicId>,
    values: Values<'a>,
}

impl<'a> Topics<'a> {
    fn new(router: &'a Router, asks: &'a Asks) -> Self {
        let list: Vec<Ask<'_>> = asks.iter().collect();
        let ids = list.iter().map(|ask| router.topic(ask.topic).unwrap());
        Self {
            router,
            ids: ids.collect(),
            list,
            values: router.values(),
        }
    }

    #[inline]
    fn each(&self) {
        for ask in &self.list {
            let query = self.router.query(ask.topic).unwrap();
            read_owner(&query.resolve());
        }
    }

    #[inline]
    fn each_by_id(&self) {
        for (ask, id) in self.list.iter().zip(&self.ids) {
            let query = self.router.query_by_id(*id, ask.topic).unwrap();
            read_owner(&query.resolve());
        }
    }

    #[inline]
    fn batch(&self) {
        let mut asks = [("", &self.values); 64];
        for part in self.list.chunks_exact(asks.len()) {
            for (slot, ask) in asks.iter_mut().zip(part) {
                slot.0 = ask.topic;
            }
            for found in self.router.resolve_batch(&asks) {
                read_owner(&found.unwrap());
            }
        }
    }
}

/// The owner and every level are read.
struct Conditions<'a> {
    router: &'a Router,
    list: Vec<Ask<'a>>,
    ids: Vec<TopicId>,
    values: [Vec<ValueId>; 5],
}

impl<'a> Conditions<'a> {
    fn new(router: &'a Router, asks: &'a Asks) -> Self {
        let list: Vec<Ask<'_>> = asks.iter().collect();
        let ids = list.iter().map(|ask| router.topic(ask.topic).unwrap());
        let values = std::array::from_fn(|attribute| {
            let values = VALUES[attribute].iter();
            let id = |value: &&str| router.value(ATTRIBUTES[attribute], value).unwrap();
            values.map(id).collect()
        });
        Self {
            router,
            ids: ids.collect(),
            list,
            values,
        }
    }

    #[inline]
    fn each(&self) {
        for ask in &self.list {
            let mut query = self.router.query(ask.topic).unwrap();
            for (ids, number) in self.values.iter().zip(ask.values) {
                query.set_value(ids[usize::from(number)]).unwrap();
            }
            let found = query.resolve();
            read_owner(&found);
            read_levels(&found);
        }
    }

    #[inline]
    fn each_by_id(&self) {
        for (ask, id) in self.list.iter().zip(&self.ids) {
            let mut query = self.router.query_by_id(*id, ask.topic).unwrap();
            for (ids, number) in self.values.iter().zip(ask.values) {
                query.set_value(ids[usize::from(number)]).unwrap();
            }
            let found = query.resolve();
            read_owner(&found);
            read_levels(&found);
        }
    }

    #[inline]
    fn each_of_strings(&self) {
        for ask in &self.list {
            let mut query = self.router.query(ask.topic).unwrap();
            for (attribute, number) in ask.values.into_iter().enumerate() {
                let value = VALUES[attribute][usize::from(number)];
                query.set(ATTRIBUTES[attribute], value).unwrap();
            }
            let found = query.resolve();
            read_owner(&found);
            read_levels(&found);
        }
    }
}
