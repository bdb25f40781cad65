//! The kinds of texts that stand in a document.

/// A kind of text.
#[derive(Debug)]
pub(crate) struct Text {
    /// How it is written, in a sentence; empty where nothing needs to be said.
    pub(crate) about: &'static str,
    /// What every such text looks like (ECMA-262), and perhaps others.
    pub(crate) pattern: Option<&'static str>,
    /// Whether integers and booleans count as their texts.
    pub(crate) is_any_scalar: bool,
}

/// Any text.
pub(super) const TEXT: Text = Text {
    about: "",
    pattern: None,
    is_any_scalar: true,
};

/// What people call something, on one line.
pub(super) const NAME: Text = Text {
    about: "",
    pattern: Some(r"^[^\u0000-\u001f\u007f-\u009f]+$"),
    is_any_scalar: true,
};

/// A key, or another text by which something is known.
pub(super) const KEY: Text = Text {
    about: "",
    pattern: Some(r"^[^\u0000-\u001f\u007f-\u009f]{1,255}$"),
    is_any_scalar: true,
};

/// A name of which the canonical form counts (T1).
pub(super) const WORD: Text = Text {
    about: "",
    pattern: Some("."),
    is_any_scalar: true,
};

/// A name in a place where only a text is one.
pub(super) const PLAIN_WORD: Text = Text {
    is_any_scalar: false,
    ..WORD
};

/// A value of an attribute. An open one may have the empty text.
pub(super) const VALUE: Text = TEXT;

/// The beginning of values.
pub(super) const PREFIX: Text = Text {
    about: "",
    pattern: Some(r"^[\s\S]{1,1000}$"),
    is_any_scalar: true,
};

pub(super) const REGULAR_EXPRESSION: Text = Text {
    about: "A regular expression in the syntax of Rust's `regex`, such as `gold-[0-9]+`.",
    ..PREFIX
};

pub(super) const FOREIGN_ID: Text = Text {
    about: "Each after the name of the other system: `hubspot:123`.",
    pattern: Some("^[A-Za-z][-+._A-Za-z0-9]*:."),
    is_any_scalar: true,
};

pub(super) const LANGUAGE: Text = Text {
    about: "A language tag (BCP 47), such as `en` or `pt-BR`.",
    pattern: Some("^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"),
    is_any_scalar: true,
};

pub(super) const TOPIC_PATH: Text = Text {
    about: "A path of segments, such as `billing/refunds`.",
    pattern: Some(r"^\s*/?\s*$|^[^/*]+(/[^/*]+)*$"),
    is_any_scalar: true,
};

pub(super) const TOPIC_PATTERN: Text = Text {
    about: "A path in which `*` stands for any one segment; `/` covers all topics.",
    pattern: Some(r"^\s*/?\s*$|^(\s*\*\s*|[^/*]+)(/(\s*\*\s*|[^/*]+))*$"),
    is_any_scalar: true,
};

pub(super) const WEB_PAGE: Text = Text {
    about: "An `https` or `http` URL.",
    pattern: Some(r"^\s*https?://"),
    is_any_scalar: true,
};

pub(super) const DURATION: Text = Text {
    about: "A duration such as `30m`, `1h 30m`, `2 days` or `PT30M`; a day is 24 hours.",
    pattern: Some(concat!(
        r"^\s*\+?(",
        "[Pp][0-9WwDdTtHhMmSs.,]+",
        r"|([0-9]+([.,][0-9]+)?\s*",
        "(weeks?|wks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|(milli|micro|nano)?seconds?",
        r"|(milli|micro|nano)s?|[muµn]?secs?|[muµn]?s),?\s*)+",
        "([0-9]+:[0-9]+:[0-9]+([.,][0-9]+)?)?",
        "|[0-9]+:[0-9]+:[0-9]+([.,][0-9]+)?",
        r")\s*$",
    )),
    is_any_scalar: false,
};

/// Times of one day.
pub(super) const TIMES: Text = Text {
    about: "Times such as `10:00-13:00`, or `closed`.",
    pattern: Some(r"^[-–,:0-9A-Za-z\s]+$"),
    is_any_scalar: false,
};

pub(super) const MONTHS: Text = Text {
    about: "A month such as `jan`, or several such as `jun-aug`.",
    pattern: Some(r"^[-–A-Za-z\s]+$"),
    is_any_scalar: false,
};

pub(super) const DAYS_OF_MONTH: Text = Text {
    about: "A day of the month such as `1`, `-1` for the last, or several such as `10..20`, `-7..-1`.",
    pattern: Some(r"^[-.0-9\s]+$"),
    is_any_scalar: true,
};

pub(super) const YEARS: Text = Text {
    about: "A year such as `2026`, or several such as `2026-2028`.",
    pattern: Some(r"^[-–0-9\s]+$"),
    is_any_scalar: true,
};

/// Days by date, or of every year.
pub(super) const NAMED_DAYS: Text = Text {
    about: "A date such as `2026-12-24`, a span such as `2026-12-27..2026-12-31`, or a day of every year such as `12-25`.",
    pattern: Some(r"^[-.0-9\s]+$"),
    is_any_scalar: false,
};

pub(super) const DATE: Text = Text {
    about: "A day such as `2026-01-31`.",
    pattern: Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    is_any_scalar: false,
};

pub(super) const ZONE: Text = Text {
    about: "The name of an IANA time zone, such as `Europe/Bucharest`.",
    pattern: Some("^[-+_/A-Za-z0-9]+$"),
    is_any_scalar: false,
};

pub(super) const DAY_TIME: Text = Text {
    about: "Hours and minutes, such as `09:00`.",
    pattern: Some("^[0-9]{1,2}:[0-9]{2}$"),
    is_any_scalar: false,
};

pub(super) const WEEKDAYS: Text = Text {
    about: "Weekdays, such as `mon-fri` or `sat,sun`.",
    pattern: Some("[A-Za-z]"),
    is_any_scalar: false,
};

pub(super) const WEEKLY: Text = Text {
    about: "Intervals of a week, such as `mon-fri 9:00-12:30, 13:30-18:00`, `daily 22:00-06:00` or `fri 18:00 - mon 8:00`.",
    pattern: Some("[A-Za-z0-9]"),
    is_any_scalar: false,
};

pub(super) const LENGTH: Text = Text {
    about: "Whole hours, days, weeks or months, such as `12h`, `P1D`, `2 weeks` or `P1M`.",
    pattern: Some(concat!(
        r"^\s*\+?([Pp][0-9YyMmWwDdTtHh]+",
        r"|([0-9]+\s*(years?|yrs?|y|months?|mos?|weeks?|wks?|w|days?|d|hours?|hrs?|h),?\s*)+)\s*$",
    )),
    is_any_scalar: false,
};

pub(super) const MOMENT: Text = Text {
    about: "A local time such as `2026-03-01T09:00`, a day, or an instant such as `2026-03-01T09:00:00Z`.",
    pattern: Some(r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?\s*$"),
    is_any_scalar: false,
};
