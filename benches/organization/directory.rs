//! Whom each department's answers name, as the reference gives them: the other systems keep it ready.

use switchboard::{Answer, Document, Inquiry, Route};

use super::document::departments;

/// The chain of each department.
#[derive(Debug)]
pub struct Directory {
    chains: Vec<Vec<Level>>,
}

/// A level of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    /// The contact, as [`number_of`] its key.
    pub contact: u32,
    /// Seconds from the start.
    pub due: u32,
}

impl Directory {
    /// Asks the reference once for each of so many departments.
    pub fn new(count: usize) -> Self {
        let mut document = Document::new();
        departments(&mut document, count);
        document.route(Route::fallback("department-0"));
        for number in 0..count {
            let department = format!("department-{number}");
            document.route(Route::new(&department).owner(department.as_str()));
        }
        let organization = document.build().unwrap();
        let chain = |number| {
            let inquiry = Inquiry::new(format!("department-{number}"));
            chain(&organization.resolve(&inquiry).unwrap())
        };
        Self {
            chains: (0..count).map(chain).collect(),
        }
    }

    pub fn chain(&self, department: usize) -> &[Level] {
        &self.chains[department]
    }
}

/// The number by which systems without strings know a contact: even for heads, odd for desks.
pub fn number_of(key: &str) -> u32 {
    let (kind, number) = key.split_once('-').unwrap();
    2 * number.parse::<u32>().unwrap() + u32::from(kind == "desk")
}

/// The levels of an owned answer.
pub fn chain(answer: &Answer) -> Vec<Level> {
    let level = |level: &switchboard::AnswerLevel| Level {
        contact: number_of(level.contact()),
        due: level.due().as_secs().try_into().unwrap(),
    };
    answer.chain().iter().map(level).collect()
}
