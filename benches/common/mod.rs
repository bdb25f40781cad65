//! The organizations that the benches measure, by number of topics; the same every time.

use switchboard::{
    Attribute, Contact, Department, Desk, Document, Policy, PolicyLevel, Role, Route, Target,
    Topic, When,
};

/// Numbers of topics. A debug build, as in `cargo test --benches`, only shows that the benches run.
pub const SIZES: &[usize] = if cfg!(debug_assertions) {
    &[100, 1_000]
} else {
    &[100, 1_000, 10_000, 100_000]
};

const CHANNELS: [&str; 4] = ["email", "phone", "chat", "in-person"];
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
