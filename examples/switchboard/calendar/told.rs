//! Who is on duty, as JSON.

use serde::Serialize;
use switchboard::{
    ContactView, Duty, Gap, LayerRef, OnDuty, OverrideRef, Segment, Timestamp, Validity,
};

/// Who is on duty for a time, or why nobody is.
#[derive(Serialize)]
pub(super) struct Told<'o> {
    #[serde(serialize_with = "instant")]
    pub(super) from: Timestamp,
    /// Nothing where it does not end.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "instants")]
    pub(super) until: Option<Timestamp>,
    /// It was looked for, up to `until`, and what comes then is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) at_least: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) on_duty: Vec<Person<'o>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gap: Option<Nobody<'o>>,
}

#[derive(Serialize)]
pub(super) struct Person<'o> {
    contact: &'o str,
    name: &'o str,
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<Layer<'o>>,
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    overridden: Option<Override<'o>>,
}

#[derive(Serialize)]
pub(super) struct Nobody<'o> {
    declared: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'o str>,
}

#[derive(Serialize)]
struct Layer<'o> {
    /// From 0 for the lowest.
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'o str>,
    zone: &'o str,
}

#[derive(Serialize)]
struct Override<'o> {
    #[serde(serialize_with = "instant")]
    from: Timestamp,
    #[serde(serialize_with = "instant")]
    until: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<Layer<'o>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'o str>,
}

impl<'o> Told<'o> {
    pub(super) fn at(on_duty: &OnDuty<'o>, validity: Validity) -> Self {
        Self {
            from: on_duty.instant(),
            until: validity.instant(),
            at_least: matches!(validity, Validity::AtLeast(_)),
            on_duty: on_duty.people().map(Person::of).collect(),
            gap: on_duty.gap().map(Nobody::of),
        }
    }

    pub(super) fn of(segment: &Segment<'o>) -> Self {
        Self {
            from: segment.from(),
            until: Some(segment.until()),
            at_least: false,
            on_duty: segment.people().map(Person::of).collect(),
            gap: segment.gap().map(Nobody::of),
        }
    }
}

impl<'o> Person<'o> {
    fn of(duty: Duty<'o>) -> Self {
        let contact: ContactView<'o> = duty.contact();
        Self {
            contact: contact.key(),
            name: contact.name(),
            layer: duty.layer().map(Layer::of),
            overridden: duty.overridden_by().map(Override::of),
        }
    }
}

impl<'o> Nobody<'o> {
    fn of(gap: Gap<'o>) -> Self {
        Self {
            declared: gap.is_declared(),
            reason: gap.reason(),
        }
    }
}

impl<'o> Layer<'o> {
    fn of(layer: LayerRef<'o>) -> Self {
        Self {
            index: layer.index(),
            key: layer.key(),
            zone: layer.zone(),
        }
    }
}

impl<'o> Override<'o> {
    fn of(own: OverrideRef<'o>) -> Self {
        Self {
            from: own.from(),
            until: own.until(),
            layer: own.layer().map(Layer::of),
            reason: own.reason(),
        }
    }
}

/// RFC 3339, in UTC.
pub(super) fn instant<S: serde::Serializer>(
    instant: &Timestamp,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(instant)
}

#[expect(clippy::ref_option, reason = "serde's form")]
pub(super) fn instants<S: serde::Serializer>(
    instant: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&instant.unwrap_or_default())
}
