//! What recurs every week: times of the day, sets of weekdays, and intervals in which something is open.

use alloc::vec::Vec;
use core::fmt;

use jiff::civil::{Time, Weekday};

/// A time of a local day, to the minute: from `00:00` to `24:00`, which is the next day's `00:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DayTime(u16);

/// The minutes of a day on which the clock is not changed.
pub(crate) const DAY: u16 = 24 * 60;
/// The minutes of seven of them.
pub(crate) const WEEK: u16 = 7 * DAY;

impl DayTime {
    pub(crate) const START: Self = Self(0);
    pub(crate) const END: Self = Self(DAY);

    /// `10:00`, `9:30`, `24:00`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let is_short = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=2).contains(&hour.len()) || minute.len() != 2 {
            return None;
        }
        if !is_short(hour) || !is_short(minute) {
            return None;
        }
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        let time = hour * 60 + minute;
        (minute < 60 && time <= DAY).then_some(Self(time))
    }

    /// Since midnight.
    pub(crate) fn minutes(self) -> u16 {
        self.0
    }

    /// The same as jiff has it; none for `24:00`.
    pub(crate) fn time(self) -> Option<Time> {
        let (hour, minute) = (self.0 / 60, self.0 % 60);
        Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
    }
}

impl fmt::Display for DayTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A set of weekdays. Never empty where it was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Weekdays(u8);

/// The weekdays by their short and long names, Monday first.
const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("mon", "monday", Weekday::Monday),
    ("tue", "tuesday", Weekday::Tuesday),
    ("wed", "wednesday", Weekday::Wednesday),
    ("thu", "thursday", Weekday::Thursday),
    ("fri", "friday", Weekday::Friday),
    ("sat", "saturday", Weekday::Saturday),
    ("sun", "sunday", Weekday::Sunday),
];

impl Weekdays {
    pub(crate) const ALL: Self = Self(0x7f);
    pub(crate) const NONE: Self = Self(0);

    /// With all days from one to the other, by way of Sunday if need be.
    fn with(mut self, first: Weekday, last: Weekday) -> Self {
        let (first, last) = (number(first), number(last));
        let count = (last + 7 - first) % 7;
        for day in first..=first + count {
            self.0 |= 1 << (day % 7);
        }
        self
    }

    pub(crate) fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << number(day)) != 0
    }

    /// Monday first.
    pub(crate) fn iter(self) -> impl Iterator<Item = Weekday> {
        let days = WEEKDAYS.into_iter().map(|(.., day)| day);
        days.filter(move |day| self.contains(*day))
    }

    /// `mon-fri`, `sat, sun`, `monday`, `daily`.
    pub(crate) fn parse(text: &str) -> Result<Self, WeekFault<'_>> {
        match WeeklyInterval::parse(text)?.as_slice() {
            [
                WeeklyInterval {
                    days,
                    from: DayTime::START,
                    minutes: DAY,
                },
            ] => Ok(*days),
            _ => Err(WeekFault::Form),
        }
    }
}

/// As it is written: `mon-fri`, `mon,wed`; `daily` for all.
impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return f.write_str("daily");
        }
        let mut is_first = true;
        let mut days = WEEKDAYS.into_iter().peekable();
        while let Some((name, _, day)) = days.next() {
            if !self.contains(day) {
                continue;
            }
            let separator = if is_first { "" } else { "," };
            is_first = false;
            write!(f, "{separator}{name}")?;
            let mut last = None;
            while let Some((name, ..)) = days.next_if(|(.., day)| self.contains(*day)) {
                last = Some(name);
            }
            if let Some(last) = last {
                write!(f, "-{last}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<T: IntoIterator<Item = Weekday>>(days: T) -> Self {
        days.into_iter()
            .fold(Self::NONE, |all, day| all.with(day, day))
    }
}

/// An interval that begins at a time of some weekdays. An interval belongs to the day on which it begins, whether it ends
/// on that day or on a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WeeklyInterval {
    pub(crate) days: Weekdays,
    /// Before `24:00`.
    pub(crate) from: DayTime,
    /// How long it is as long as the clock is not changed: at least one minute, at most a week.
    pub(crate) minutes: u16,
}

/// Why a text is no weekly interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeekFault<'a> {
    /// A word that is no weekday.
    Day(&'a str),
    /// Digits that are no time of a day.
    Time(&'a str),
    /// Something else.
    Form,
}

impl WeekFault<'_> {
    /// What to write instead where times of one day belong.
    pub(crate) fn day_suggestion(self) -> alloc::string::String {
        match self {
            Self::Time(_) => self.suggestion(),
            Self::Day(_) | Self::Form => {
                "write times alone: `10:00-13:00`, or `9:00-12:00, 13:00-15:00`; or `closed`".into()
            }
        }
    }

    /// What to write instead, as the second half of a sentence.
    pub(crate) fn suggestion(self) -> alloc::string::String {
        match self {
            Self::Day(word) => alloc::format!(
                "write `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun` or `daily` instead of `{word}`"
            ),
            Self::Time(digits) => alloc::format!(
                "write hours and minutes from `00:00` to `24:00` instead of `{digits}`"
            ),
            Self::Form => "write weekdays, times, or both: `mon-fri 9:00-12:30, 13:30-18:00`, `daily 22:00-06:00`, `sat,sun`, `fri 18:00 - mon 8:00`".into(),
        }
    }
}

impl WeeklyInterval {
    /// What a text says, one interval for each time: `mon-fri 9:00-12:30, 13:30-18:00`, `daily 22:00-06:00`, `sat,sun`,
    /// `fri 18:00 - mon 8:00`.
    pub(crate) fn parse(text: &str) -> Result<Vec<Self>, WeekFault<'_>> {
        let tokens = tokens(text)?;
        if let [
            Token::Day(first, _),
            Token::Time(from),
            Token::Dash,
            Token::Day(last, _),
            Token::Time(until),
        ] = tokens.as_slice()
        {
            return Ok([Self::spanning(*first, *from, *last, *until)?].into());
        }
        let (days, mut rest) = days(&tokens)?;
        if rest.is_empty() {
            return Ok([Self {
                days,
                from: DayTime::START,
                minutes: DAY,
            }]
            .into());
        }
        let mut intervals = Vec::new();
        loop {
            let [
                Token::Time(from),
                Token::Dash,
                Token::Time(until),
                further @ ..,
            ] = rest
            else {
                return Err(WeekFault::Form);
            };
            intervals.push(Self::daily(days, *from, *until)?);
            rest = match further {
                [] => return Ok(intervals),
                [Token::Comma, further @ ..] => further,
                _ => return Err(WeekFault::Form),
            };
        }
    }

    /// From a time to the next time of that name, at most a day later.
    pub(crate) fn daily<'a>(
        days: Weekdays,
        from: DayTime,
        until: DayTime,
    ) -> Result<Self, WeekFault<'a>> {
        if from == DayTime::END {
            return Err(WeekFault::Time("24:00"));
        }
        let minutes = (until.0 + DAY - from.0 - 1) % DAY + 1;
        Ok(Self {
            days,
            from,
            minutes,
        })
    }

    /// From a time of one weekday to the next time of that name on another, at most a week later.
    fn spanning<'a>(
        first: Weekday,
        from: DayTime,
        last: Weekday,
        until: DayTime,
    ) -> Result<Self, WeekFault<'a>> {
        if from == DayTime::END {
            return Err(WeekFault::Time("24:00"));
        }
        let start = number(first) * DAY + from.0;
        let end = number(last) * DAY + until.0;
        Ok(Self {
            days: Weekdays::NONE.with(first, first),
            from,
            minutes: (end + WEEK - start - 1) % WEEK + 1,
        })
    }

    /// The minutes of the week, from Monday's midnight, at which it begins.
    pub(crate) fn starts(self) -> impl Iterator<Item = u16> {
        self.days
            .iter()
            .map(move |day| number(day) * DAY + self.from.0)
    }
}

/// As it is written.
impl fmt::Display for WeeklyInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.from.0 + self.minutes;
        let until = until(self.from, self.minutes);
        if self.minutes > DAY {
            let first = self.days.iter().next().map_or(0, number);
            // `24:00` is still on the day before.
            let last = (first + (end - 1) / DAY) % 7;
            let last = WEEKDAYS
                .get(usize::from(last))
                .map_or("", |(name, ..)| name);
            return write!(f, "{} {} - {last} {until}", self.days, self.from);
        }
        write!(f, "{}", self.days)?;
        if (self.from, self.minutes) != (DayTime::START, DAY) {
            write!(f, " {}-{until}", self.from)?;
        }
        Ok(())
    }
}

/// An interval of one day that begins at a time of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DayInterval {
    /// Before `24:00`.
    pub(crate) from: DayTime,
    /// How long it is as long as the clock is not changed: at least one minute, at most a day.
    pub(crate) minutes: u16,
}

impl DayInterval {
    /// What a text says, one interval for each time: `10:00-12:00, 13:00-15:00`, `22:00-02:00`.
    pub(crate) fn parse(text: &str) -> Result<Vec<Self>, WeekFault<'_>> {
        let intervals = WeeklyInterval::parse(text)?;
        if intervals.iter().any(|own| own.days != Weekdays::ALL) {
            return Err(WeekFault::Form);
        }
        let intervals = intervals.into_iter().map(|own| Self {
            from: own.from,
            minutes: own.minutes,
        });
        Ok(intervals.collect())
    }
}

/// As it is written.
impl fmt::Display for DayInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, until(self.from, self.minutes))
    }
}

/// When an interval ends; midnight is the end of a day.
fn until(from: DayTime, minutes: u16) -> DayTime {
    let end = (from.0 + minutes) % DAY;
    DayTime(if end == 0 { DAY } else { end })
}

/// From 0 for Monday.
fn number(day: Weekday) -> u16 {
    u16::from(day.to_monday_zero_offset().unsigned_abs())
}

enum Token {
    /// A word for the days from one to another.
    Day(Weekday, Weekday),
    Time(DayTime),
    Dash,
    Comma,
}

fn tokens(text: &str) -> Result<Vec<Token>, WeekFault<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| match first {
            '0'..='9' => c.is_ascii_digit() || c == ':',
            _ => first.is_alphabetic() && c.is_alphanumeric(),
        };
        let length = rest
            .find(|c| !is_part(c))
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        let (part, behind) = rest.split_at_checked(length).ok_or(WeekFault::Form)?;
        tokens.push(match first {
            '-' | '–' => Token::Dash,
            ',' => Token::Comma,
            '0'..='9' => Token::Time(DayTime::parse(part).ok_or(WeekFault::Time(part))?),
            _ if first.is_alphabetic() => {
                let (first, last) = day(part).ok_or(WeekFault::Day(part))?;
                Token::Day(first, last)
            }
            _ => return Err(WeekFault::Form),
        });
        rest = behind.trim_start();
    }
    Ok(tokens)
}

fn day(word: &str) -> Option<(Weekday, Weekday)> {
    if word.eq_ignore_ascii_case("daily") {
        return Some((Weekday::Monday, Weekday::Sunday));
    }
    let is_it = |name: &str| word.eq_ignore_ascii_case(name);
    let mut days = WEEKDAYS.into_iter();
    let (.., day) = days.find(|(short, long, _)| is_it(short) || is_it(long))?;
    Some((day, day))
}

/// The days at the beginning, all where there are none, and what follows them.
fn days(tokens: &[Token]) -> Result<(Weekdays, &[Token]), WeekFault<'static>> {
    let mut days = Weekdays::NONE;
    let mut rest = tokens;
    loop {
        rest = match rest {
            [
                Token::Day(first, _),
                Token::Dash,
                Token::Day(_, last),
                rest @ ..,
            ]
            | [Token::Day(first, last), rest @ ..] => {
                days = days.with(*first, *last);
                rest
            }
            [Token::Time(_), ..] if days == Weekdays::NONE => return Ok((Weekdays::ALL, rest)),
            _ => return Err(WeekFault::Form),
        };
        rest = match rest {
            [Token::Comma, rest @ ..] => rest,
            [] | [Token::Time(_), ..] => return Ok((days, rest)),
            _ => return Err(WeekFault::Form),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};

    fn read(text: &str) -> Result<Vec<String>, WeekFault<'_>> {
        let intervals = WeeklyInterval::parse(text)?;
        Ok(intervals.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn intervals_are_read_and_written() {
        for (text, written) in [
            ("mon-fri 10:00-18:00", "mon-fri 10:00-18:00"),
            ("Monday – Friday 9:00–17:30", "mon-fri 09:00-17:30"),
            ("sat,sun", "sat-sun"),
            ("mon, wed-fri 8:00-12:00", "mon,wed-fri 08:00-12:00"),
            ("fri-mon 8:00-12:00", "mon,fri-sun 08:00-12:00"),
            ("daily 22:00-06:00", "daily 22:00-06:00"),
            ("22:00-6:00", "daily 22:00-06:00"),
            ("mon 08:00-08:00", "mon 08:00-08:00"),
            ("mon 00:00-24:00", "mon"),
            ("mon 00:00-00:00", "mon"),
            ("mon 20:00-00:00", "mon 20:00-24:00"),
            ("fri 18:00 - mon 8:00", "fri 18:00 - mon 08:00"),
            ("fri 18:00 - sun 24:00", "fri 18:00 - sun 24:00"),
            ("fri 18:00 - fri 18:00", "fri 18:00 - fri 18:00"),
            ("fri 18:00 - sat 6:00", "fri 18:00-06:00"),
        ] {
            let read = read(text).expect(text);
            assert_eq!(read, [written], "{text}");
            assert_eq!(
                WeeklyInterval::parse(text),
                WeeklyInterval::parse(written),
                "{text}"
            );
        }
        // A second interval on a day is there as the first is.
        assert_eq!(
            read("mon-fri 9:00-12:30, 13:30-18:00"),
            Ok(["mon-fri 09:00-12:30", "mon-fri 13:30-18:00"]
                .map(String::from)
                .to_vec())
        );
    }

    #[test]
    fn what_is_no_interval_is_told_apart() {
        for (text, fault) in [
            ("", WeekFault::Form),
            ("mon-", WeekFault::Form),
            ("mon 10:00", WeekFault::Form),
            ("mon 10:00-", WeekFault::Form),
            ("10:00-12:00 mon", WeekFault::Form),
            ("mon,10:00-12:00", WeekFault::Form),
            ("mon 10:00-12:00,", WeekFault::Form),
            ("mon; 10:00-12:00", WeekFault::Form),
            ("lun 10:00-12:00", WeekFault::Day("lun")),
            ("mon 10-12", WeekFault::Time("10")),
            ("mon 10:00-24:01", WeekFault::Time("24:01")),
            ("mon 10:60-12:00", WeekFault::Time("10:60")),
            ("mon 24:00-12:00", WeekFault::Time("24:00")),
            ("mon 24:00 - tue 12:00", WeekFault::Time("24:00")),
        ] {
            assert_eq!(WeeklyInterval::parse(text), Err(fault), "{text}");
            assert!(!fault.suggestion().is_empty());
        }
    }

    #[test]
    fn weekdays_alone() {
        assert_eq!(
            Weekdays::parse("mon-fri").map(|days| days.to_string()),
            Ok("mon-fri".into())
        );
        assert_eq!(Weekdays::parse("daily"), Ok(Weekdays::ALL));
        assert_eq!(Weekdays::parse("mon 8:00-9:00"), Err(WeekFault::Form));
        let days: Weekdays = [Weekday::Sunday, Weekday::Monday].into_iter().collect();
        assert_eq!(days.to_string(), "mon,sun");
    }

    #[test]
    fn starts_count_from_monday() {
        let intervals = WeeklyInterval::parse("tue,sun 1:00-2:00").expect("good");
        let interval = intervals[0];
        assert_eq!(interval.starts().collect::<Vec<_>>(), [1500, 8700]);
        assert_eq!(interval.from.time(), Time::new(1, 0, 0, 0).ok());
        assert_eq!(DayTime::END.time(), None);
    }
}
