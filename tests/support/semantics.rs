// What the examples of the semantics page share: a small organization, and a question asked of every engine.

pub use switchboard::{Answer, BuildError, Document, Inquiry, Organization};

const BASE: &str = r#"
    switchboard = 1
    conflict_authority = "bo"

    [attributes]
    channel = { kind = "closed", role = "channel", values = ["email", "phone", "in-person"] }
    priority = { kind = "ordered", role = "priority", values = ["low", "medium", "high"] }
    region = { kind = "hierarchical", role = "region", values = ["eu"], parents = { ro = "eu", es = "eu" } }
    account = { kind = "open" }

    [departments]
    company = { head = "director" }
    finance = { parent = "company", head = "cfo", desks = [{ contact = "finance-desk" }] }
    billing = { parent = "finance", head = "ana", desks = [{ contact = "billing-desk" }], escalates_to = "finance" }
    archive = { parent = "finance" }

    [contacts]
    director = { kind = "person", name = "Managing director" }
    cfo = { kind = "person", name = "Head of finance" }
    ana = { kind = "person", name = "Head of billing" }
    bo = { kind = "person", name = "Billing specialist", department = "billing" }
    billing-desk = { kind = "team", name = "Billing desk" }
    finance-desk = { kind = "team", name = "Finance desk" }

    [[routes]]
    topic = "/"
    owner = "company"
"#;

/// The small organization with more written behind it.
pub fn build(more: &str) -> Result<Organization, BuildError> {
    toml::from_str::<Document>(&format!("{BASE}\n{more}")).expect("valid TOML").build()
}

/// The answer of the reference, on which the router and `explain` agree.
pub fn ask(more: &str, inquiry: &Inquiry) -> Answer {
    let organization = build(more).unwrap_or_else(|problems| panic!("{problems}"));
    let answer = organization.resolve(inquiry).expect("an inquiry that can be prepared");
    let router = organization.compile();
    assert_eq!(router.prepare(inquiry).expect("as the reference").resolve().to_answer(), answer);
    assert_eq!(*router.explain(inquiry).expect("as the reference").answer(), answer);
    answer
}

/// The contacts of an answer's chain.
pub fn chain(answer: &Answer) -> Vec<&str> {
    answer.chain().iter().map(|level| level.contact()).collect()
}
