//! Hours and holidays.

use jiff::civil::Date;

use super::{Entries, Holidays, Hours, Node, Opening, list};

impl Hours {
    /// Hours by the clock of a time zone (`Europe/Bucharest`): never open until [`open`](Self::open) says when.
    pub fn in_zone(zone: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("zone", zone)
    }

    /// Hours that are open while one of these is.
    pub fn union<'a>(of: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("union", list(of))
    }

    /// Hours that are open while others are not.
    pub fn complement(of: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("complement", of)
    }

    /// Also open at these times of every week: `mon-fri 9:00-12:30, 13:30-18:00`, `daily 22:00-06:00`, `sat,sun`,
    /// `fri 18:00 - mon 8:00`; or at such times on some dates.
    pub fn open(mut self, times: impl Into<Opening>) -> Self {
        let Opening { entries } = times.into();
        let only_week = match entries.0.as_slice() {
            [(_, week)] => Some(week.clone()),
            _ => None,
        };
        let item = only_week.unwrap_or(Node::Table(entries));
        self.entries.push_item("open", item);
        self
    }

    /// Also closed on the days of a list of holidays, from midnight to midnight.
    pub fn holidays(mut self, list: &str) -> Self {
        self.entries.push_item("holidays", list.into());
        self
    }

    /// The region whose holidays count, beside those of all regions: a value of the attribute of role `region`.
    pub fn region(self, region: &str) -> Self {
        self.set("region", region)
    }

    /// Other times on one day, or several: a date (`2026-12-24`), a span of dates (`2026-12-27..2026-12-31`) or a day of
    /// every year (`12-25`); `10:00-13:00`, or `closed`.
    pub fn special(mut self, days: &str, times: &str) -> Self {
        self.entries.push_entry("special", days, times.into());
        self
    }
}

impl Opening {
    /// Weekly times, as [`Hours::open`] reads them.
    pub fn new(week: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("week", week)
    }

    /// Only in these months: `jan`, `jun-aug`.
    pub fn months(mut self, months: &str) -> Self {
        self.entries.push_item("months", months.into());
        self
    }

    /// Only on these days of the month: `1`, `10..20`, `-1` for the last, `-7..-1` for the last seven.
    pub fn days(mut self, days: &str) -> Self {
        self.entries.push_item("days", days.into());
        self
    }

    /// Only in these years: `2026`, `2026-2028`.
    pub fn years(mut self, years: &str) -> Self {
        self.entries.push_item("years", years.into());
        self
    }

    /// From this day on.
    pub fn from_day(self, first: Date) -> Self {
        self.set("from", date(first))
    }

    /// Before this day.
    pub fn until_day(self, end: Date) -> Self {
        self.set("until", date(end))
    }
}

impl From<&str> for Opening {
    fn from(week: &str) -> Self {
        Self::new(week)
    }
}

impl Holidays {
    /// A list of no days yet.
    #[expect(
        clippy::new_without_default,
        reason = "a declaration is always written on purpose"
    )]
    pub fn new() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// One more day, or several: a date (`2026-12-24`), a span of dates (`2026-12-27..2026-12-31`) or a day of every year
    /// (`12-25`); and what it is called.
    pub fn day(mut self, days: &str, name: &str) -> Self {
        self.entries.push_entry("days", days, name.into());
        self
    }

    /// The same for a day that some regions have alone, with what is below them: values of the attribute of role `region`.
    pub fn day_in<'a>(
        mut self,
        days: &str,
        name: &str,
        regions: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut holiday = Entries::default();
        holiday.push("name", name.into());
        holiday.push("regions", list(regions));
        self.entries.push_entry("days", days, holiday.into());
        self
    }

    /// Also the days of another list.
    pub fn include(mut self, other: &str) -> Self {
        self.entries.push_item("includes", other.into());
        self
    }
}

fn date(date: Date) -> Node {
    alloc::string::ToString::to_string(&date).into()
}
