//! Which local days are meant: months, days of the month and years; single days, spans of them, and days of every year.

use alloc::collections::BTreeSet;
use core::fmt;
use core::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;

/// The years that calendars cover, with the days beside them that some clock shows in them.
const YEARS: RangeInclusive<i16> = 1969..=2100;

/// The local days on which something recurs. What is empty leaves none out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dates {
    pub(crate) months: BTreeSet<Months>,
    pub(crate) days: BTreeSet<MonthDays>,
    pub(crate) years: BTreeSet<Years>,
    /// The first day.
    pub(crate) from: Option<Date>,
    /// The day after the last.
    pub(crate) until: Option<Date>,
}

impl Dates {
    /// Whether it leaves none out.
    pub(crate) fn are_all(&self) -> bool {
        *self == Self::default()
    }

    /// How many runs of days it has, at the most.
    pub(crate) fn run_count(&self) -> usize {
        if self.months.is_empty() && self.days.is_empty() && self.years.is_empty() {
            return 1;
        }
        YEARS.count() * 12 * self.days.len().max(1)
    }

    /// The runs of days that it has in the years of calendars, each by its first day and the day after its last. They
    /// ascend, and may overlap.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (Date, Date)> {
        let is_one_run = self.months.is_empty() && self.days.is_empty() && self.years.is_empty();
        let whole = Date::new(*YEARS.start(), 1, 1)
            .ok()
            .zip(Date::new(*YEARS.end(), 12, 31).ok());
        let whole = whole.filter(|_| is_one_run);
        let by_month = YEARS
            .filter(move |_| !is_one_run)
            .filter(|year| self.years.is_empty() || self.years.iter().any(|own| own.has(*year)))
            .flat_map(|year| (1..=12).map(move |month| (year, month)))
            .filter(|(_, month)| {
                self.months.is_empty() || self.months.iter().any(|own| own.has(*month))
            })
            .filter_map(|(year, month)| Date::new(year, month, 1).ok())
            .flat_map(|first| {
                let whole = self.days.is_empty().then_some(MonthDays::ALL);
                let runs = whole.into_iter().chain(self.days.iter().copied());
                runs.filter_map(move |days| days.of_month(first))
            });
        whole
            .into_iter()
            .chain(by_month)
            .filter_map(|(from, until)| {
                let from = self.from.map_or(from, |own| own.max(from));
                let until = self.until.map_or(until, |own| own.min(until));
                (from < until).then_some((from, until))
            })
    }
}

/// The months from one to another, by way of December if need be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Months {
    first: i8,
    last: i8,
}

/// The months by their short and long names.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may", "may"),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
];

impl Months {
    pub(crate) const EXPECTED: &str = "a month such as `jan`, or several such as `jun-aug`";

    /// `jan`, `june`, `jun-aug`, `nov-feb`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
        Some(Self {
            first: month(first)?,
            last: month(last)?,
        })
    }

    fn has(self, month: i8) -> bool {
        if self.first <= self.last {
            (self.first..=self.last).contains(&month)
        } else {
            month >= self.first || month <= self.last
        }
    }
}

/// From 1 for January.
fn month(name: &str) -> Option<i8> {
    let is_it = |own: &str| name.trim().eq_ignore_ascii_case(own);
    let index = MONTHS
        .iter()
        .position(|(short, long)| is_it(short) || is_it(long))?;
    i8::try_from(index + 1).ok()
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |month: i8| {
            let index = usize::from(month.unsigned_abs()).checked_sub(1)?;
            MONTHS.get(index).map(|(short, _)| *short)
        };
        f.write_str(name(self.first).unwrap_or_default())?;
        if self.first != self.last {
            write!(f, "-{}", name(self.last).unwrap_or_default())?;
        }
        Ok(())
    }
}

/// The days of a month from one to another, counted from its first, or backwards from its last as -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MonthDays {
    first: i8,
    last: i8,
}

impl MonthDays {
    const ALL: Self = Self { first: 1, last: -1 };

    pub(crate) const EXPECTED: &str =
        "a day of the month such as `1`, or several such as `10..20`, `-7..-1` for the last seven";

    /// `1`, `-1`, `10..20`, `20..-1`. Spans that no month has are none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let day = |text: &str| {
            let day: i8 = text.trim().parse().ok()?;
            (day != 0 && (-31..=31).contains(&day)).then_some(day)
        };
        let own = Self {
            first: day(first)?,
            last: day(last)?,
        };
        // Of the longest month, as `1..-1` has days of each.
        let in_longest = |day: i8| if day < 0 { 32 + day } else { day };
        let is_span = in_longest(own.first) <= in_longest(own.last);
        (is_span && (own.first > 0 || own.last < 0)).then_some(own)
    }

    /// Of the month of this first day: its first such day, and the day after its last.
    fn of_month(self, first: Date) -> Option<(Date, Date)> {
        let count = first.days_in_month();
        let day = |day: i8| if day < 0 { count + 1 + day } else { day };
        let (start, end) = (day(self.first).max(1), day(self.last).min(count));
        let at = |day: i8| first.checked_add(i64::from(day - 1).days()).ok();
        (start <= end).then_some((at(start)?, at(end + 1)?))
    }
}

impl fmt::Display for MonthDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.first != self.last {
            write!(f, "..{}", self.last)?;
        }
        Ok(())
    }
}

/// The years from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Years {
    first: i16,
    last: i16,
}

impl Years {
    pub(crate) const EXPECTED: &str = "a year such as `2026`, or several such as `2026-2028`";

    /// `2026`, `2026-2028`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
        let year = |text: &str| {
            let text = text.trim();
            let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_year)
        };
        let own = Self {
            first: year(first)?,
            last: year(last)?,
        };
        (own.first <= own.last).then_some(own)
    }

    fn has(self, year: i16) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.first != self.last {
            write!(f, "-{}", self.last)?;
        }
        Ok(())
    }
}

/// Days that are named one by one: a date, a span of dates, or a day of every year. What names fewer days stands before
/// what names more, so that it may say otherwise of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NamedDays {
    /// From one date to another, both included.
    Dates {
        /// How many follow the first.
        more: u16,
        first: Date,
    },
    /// The same day of every year; the 29th of February of leap years.
    EveryYear { month: i8, day: i8 },
}

impl NamedDays {
    /// The most dates of a span.
    const LONGEST: u16 = 366;

    pub(crate) const EXPECTED: &str = "a date such as `2026-12-24`, a span of at most 366 days such as `2026-12-27..2026-12-31`, or a day of every year such as `12-25`";

    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some((first, last)) = text.split_once("..") {
            let (first, last) = (date(first.trim())?, date(last.trim())?);
            let more = first.until(last).ok()?.get_days();
            let more = u16::try_from(more)
                .ok()
                .filter(|days| *days < Self::LONGEST)?;
            return Some(Self::Dates { more, first });
        }
        if let Some(first) = date(text.trim()) {
            return Some(Self::Dates { more: 0, first });
        }
        // Of a leap year, as some years have that day.
        let of_leap_year = date(&alloc::format!("2000-{}", text.trim()))?;
        Some(Self::EveryYear {
            month: of_leap_year.month(),
            day: of_leap_year.day(),
        })
    }

    /// How many dates it names in the years of calendars, at the most.
    pub(crate) fn count(self) -> usize {
        match self {
            Self::Dates { more, .. } => usize::from(more) + 1,
            Self::EveryYear { .. } => YEARS.count(),
        }
    }

    /// Whether both name some date, and neither fewer of them than the other.
    pub(crate) fn is_tied(self, other: Self) -> bool {
        match (self, other) {
            (
                Self::Dates { more, first },
                Self::Dates {
                    more: others,
                    first: other,
                },
            ) => {
                let between = first
                    .until(other)
                    .map_or(0, |span| span.get_days().unsigned_abs());
                more == others && between <= u32::from(more)
            }
            _ => self == other,
        }
    }

    /// The dates that it names in the years of calendars.
    pub(crate) fn dates(self) -> impl Iterator<Item = Date> {
        let (span, yearly) = match self {
            Self::Dates { more, first } => (Some((0..=more, first)), None),
            Self::EveryYear { month, day } => (None, Some((month, day))),
        };
        let span = span.into_iter().flat_map(|(count, first)| {
            count.filter_map(move |more| first.checked_add(i64::from(more).days()).ok())
        });
        let yearly = yearly.into_iter().flat_map(|(month, day)| {
            YEARS.filter_map(move |year| Date::new(year, month, day).ok())
        });
        span.chain(yearly)
            .filter(|date| YEARS.contains(&date.year()))
    }
}

impl fmt::Display for NamedDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Dates { more: 0, first } => write!(f, "{first}"),
            Self::Dates { more, first } => {
                let last = first.saturating_add(i64::from(more).days());
                write!(f, "{first}..{last}")
            }
            Self::EveryYear { month, day } => write!(f, "{month:02}-{day:02}"),
        }
    }
}

/// Year, month and day alone.
fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (alloc::string::ToString::to_string(&date) == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_of_the_month_count_from_both_ends() {
        for text in ["1", "-1", "10..20", "20..-1", "1..-1", "-7..-1", "-31..-1"] {
            let days = MonthDays::parse(text).expect(text);
            assert_eq!(days.to_string(), text);
        }
        for text in [
            "0", "32", "-32", "1..50", "-15..5", "10..-25", "5..4", "x", "",
        ] {
            assert_eq!(MonthDays::parse(text), None, "{text}");
        }
        let february = date(2026, 2, 1);
        let of = |text| MonthDays::parse(text).expect(text).of_month(february);
        assert_eq!(of("-3..-1"), Some((date(2026, 2, 26), date(2026, 3, 1))));
        assert_eq!(of("-31..-1"), Some((february, date(2026, 3, 1))));
        assert_eq!(of("28..31"), Some((date(2026, 2, 28), date(2026, 3, 1))));
        assert_eq!(of("30..31"), None);
        assert_eq!(of("29..-1"), None);
    }

    #[test]
    fn months_and_years() {
        let winter = Months::parse("November - feb").expect("good");
        assert_eq!(winter.to_string(), "nov-feb");
        let months: Vec<i8> = (1..=12).filter(|month| winter.has(*month)).collect();
        assert_eq!(months, [1, 2, 11, 12]);
        assert_eq!(Months::parse("martius"), None);
        assert_eq!(
            Years::parse("2026").map(|years| years.to_string()),
            Some("2026".into())
        );
        assert_eq!(Years::parse("2028-2026"), None);
        assert_eq!(Years::parse("26"), None);
    }

    #[test]
    fn days_are_named_by_date_span_or_year() {
        for (text, count) in [
            ("2026-12-24", 1),
            ("2026-12-27..2027-01-02", 7),
            ("12-25", 132),
        ] {
            let days = NamedDays::parse(text).expect(text);
            assert_eq!(days.to_string(), text);
            assert_eq!(days.dates().count(), count, "{text}");
            assert_eq!(days.count(), count);
        }
        assert_eq!(
            NamedDays::parse("02-29").map(|days| days.dates().count()),
            Some(32)
        );
        for text in [
            "02-30",
            "2026-02-29",
            "2026-12-24..2026-12-23",
            "2026-01-01..2028-01-01",
            "24.12.",
        ] {
            assert_eq!(NamedDays::parse(text), None, "{text}");
        }
    }

    #[test]
    fn runs_of_days_keep_to_all_that_is_said() {
        let dates = Dates {
            months: [Months::parse("jan-feb").expect("good")].into(),
            days: [
                MonthDays::parse("-2..-1").expect("good"),
                MonthDays::parse("1").expect("good"),
            ]
            .into(),
            years: [Years::parse("2026").expect("good")].into(),
            from: Some(date(2026, 1, 2)),
            until: Some(date(2026, 2, 28)),
        };
        assert_eq!(
            dates.runs().collect::<Vec<_>>(),
            [
                (date(2026, 1, 30), date(2026, 2, 1)),
                (date(2026, 2, 27), date(2026, 2, 28)),
                (date(2026, 2, 1), date(2026, 2, 2)),
            ]
        );
        assert!(Dates::default().are_all() && !dates.are_all());
    }
}
