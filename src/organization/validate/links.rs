//! Links of topics: pages where inquirers may help themselves.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::constraints::values_of_role;
use super::labels;
use crate::attribute::Role;
use crate::contact::AddressForm;
use crate::organization::document::{Node, format};
use crate::organization::model::Link;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;

/// The links of a topic, in the order written.
pub(super) fn links(
    form: &Form<'_, '_>,
    attributes: &Attributes,
    most: usize,
    problems: &mut Problems,
) -> Vec<Link> {
    let (field, nodes) = ("links", form.items("links"));
    problems.exceeds_details(nodes.len(), most, field, form.at(field));
    let nodes = nodes.iter().enumerate().take(most);
    let read = nodes.filter_map(|(index, node)| {
        form.at_item(field, index, |place| {
            link(node, place, attributes, most, problems)
        })
    });
    read.collect()
}

fn link(
    node: &Node,
    place: Place<'_>,
    attributes: &Attributes,
    most: usize,
    problems: &mut Problems,
) -> Option<Link> {
    let form = Form::open(node, place, &format::LINK, problems)?;
    let page = AddressForm::WebPage;
    let written = form.required("url", page.expected(), problems).good();
    let title = labels::name(&form, "title", "what the page is called", problems);
    let language = form.text("language", "a language tag such as `en`", problems);
    let language = language.good();
    let language = language.and_then(|tag| labels::language(&tag, form.at("language"), problems));
    let role = Role::Audience;
    let audience = values_of_role(&form, "audience", role, attributes, most, problems);
    let written = written?;
    let Some(url) = page.canonical(&written) else {
        let (kind, place) = (ProblemKind::InvalidAddress, form.at("url"));
        problems.add(kind, place, Some(&written), page.expected(), page.example());
        return None;
    };
    Some(Link {
        url: url.into(),
        title: title.map(|title| Box::from(&*title)),
        language,
        audience,
    })
}
