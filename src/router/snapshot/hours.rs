//! Times and hours as bytes: hours as what recurs weekly, and from when on it does. What is counted in them is counted
//! anew.

use alloc::vec::Vec;

use jiff::Timestamp;

use super::error::corrupt;
use super::rows::fields;
use super::stored::{Read, Reader, Stored, Writer};
use crate::calendar::dated::Window;
use crate::calendar::open_times::{Builder, END, OpenTimes, START};
use crate::calendar::times::Times;
use crate::calendar::week_set::{WEEK, WeekSet};
use crate::id::Id;
use crate::tables::Tables;

/// Nanoseconds in a second.
const SECOND: i128 = 1_000_000_000;

fields! {
    Times { window, during }
    Window { from, until }
}

/// The second, with no more bytes than it needs on either side of 1970, and what has passed of it.
impl Stored for Timestamp {
    fn write(&self, to: &mut Writer) {
        let nanoseconds = self.as_nanosecond();
        let (second, part) = (
            nanoseconds.div_euclid(SECOND),
            nanoseconds.rem_euclid(SECOND),
        );
        let second = i64::try_from(second).unwrap_or_default();
        to.number(zigzag(second));
        to.number(u64::try_from(part).unwrap_or_default());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let second = from_zigzag(from.number()?);
        let part = i128::from(from.number()?);
        let nanoseconds = i128::from(second) * SECOND + part;
        let instant = Self::from_nanosecond(nanoseconds).ok();
        instant
            .filter(|_| part < SECOND)
            .ok_or(corrupt("an instant"))
    }
}

/// Small numbers on either side of 0 as small ones (as Protocol Buffers have them).
#[expect(clippy::cast_sign_loss, reason = "the sign is the last bit")]
pub(super) fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

#[expect(clippy::cast_possible_wrap, reason = "half of a number has a sign")]
pub(super) fn from_zigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

impl Stored for OpenTimes {
    fn write(&self, to: &mut Writer) {
        let weeks = self.weeks();
        to.number(weeks.len() as u64);
        for week in weeks {
            week.intervals().collect::<Vec<_>>().write(to);
        }
        let mut last = START;
        let spans: Vec<(u32, u32)> = self
            .spans()
            .map(|(start, week)| {
                let distance = start - last;
                last = start;
                (distance, week)
            })
            .collect();
        spans.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let mut builder = Builder::default();
        let mut weeks = Vec::new();
        for number in 0..from.number()? {
            let week = builder.pattern(week(from)?);
            if week.index() as u64 != number {
                return Err(corrupt("hours of a week, once more"));
            }
            weeks.push(week);
        }
        let spans: Vec<(u32, u32)> = Stored::read(from)?;
        let mut start = START;
        for (number, (distance, week)) in spans.into_iter().enumerate() {
            // The first begins with the years.
            let is_first = number == 0;
            let next = start.checked_add(distance).filter(|next| *next < END);
            let next = next.filter(|_| is_first == (distance == 0));
            start = next.ok_or(corrupt("since when hours are open weekly"))?;
            let week = weeks.get(week as usize);
            builder.push(
                start,
                *week.ok_or(corrupt("the number of hours of a week"))?,
            );
        }
        Ok(builder.finish())
    }
}

/// What is open every week: intervals of which none touches the next.
fn week(from: &mut Reader<'_>) -> Read<WeekSet> {
    let intervals: Vec<(u32, u32)> = Stored::read(from)?;
    let mut end = None;
    for (start, seconds) in &intervals {
        let until = start.checked_add(*seconds).filter(|until| *until <= WEEK);
        let is_apart = *seconds > 0 && end.is_none_or(|end| end < *start);
        end = Some(
            until
                .filter(|_| is_apart)
                .ok_or(corrupt("hours of a week"))?,
        );
    }
    Ok(WeekSet::of(intervals))
}

/// What bounds alone do not say: the first times are those of what counts always.
pub(super) fn verify(tables: &Tables) -> Read<()> {
    let first = tables.times.iter().next();
    let is_always = first.is_some_and(|first| !first.is_timed());
    is_always.then_some(()).ok_or(corrupt("the first times"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(own: &impl Stored) -> Vec<u8> {
        let mut to = Writer::default();
        own.write(&mut to);
        to.bytes
    }

    fn read<T: Stored>(bytes: &[u8]) -> Read<T> {
        T::read(&mut Reader::new(bytes))
    }

    #[test]
    fn instants_come_back() {
        for nanosecond in [
            0,
            1,
            -1,
            1_500_000_000,
            -1_500_000_000,
            1_798_761_600 * SECOND,
        ] {
            let instant = Timestamp::from_nanosecond(nanosecond).expect("an instant");
            assert_eq!(read::<Timestamp>(&bytes(&instant)).ok(), Some(instant));
        }
        for end in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(read::<Timestamp>(&bytes(&end)).ok(), Some(end));
        }
        // More than a second behind the second, and a second of no year that there is.
        let mut to = Writer::default();
        to.number(2);
        to.number(1_000_000_000);
        assert!(read::<Timestamp>(&to.bytes).is_err());
        to.bytes.clear();
        to.number(u64::MAX);
        to.number(0);
        assert!(read::<Timestamp>(&to.bytes).is_err());
    }

    /// Weeks, each with its intervals, and spans, each with the seconds since the one before and its week.
    type Parts<'p> = (&'p [&'p [(u32, u32)]], &'p [(u32, u32)]);

    fn written((weeks, spans): Parts<'_>) -> Vec<u8> {
        let mut to = Writer::default();
        to.number(weeks.len() as u64);
        for week in weeks {
            week.to_vec().write(&mut to);
        }
        spans.to_vec().write(&mut to);
        to.bytes
    }

    #[test]
    fn hours_come_back_as_they_are() {
        let (day, shift): (&[_], &[_]) = (&[(0, 3_600), (90_000, 60)], &[(WEEK - 60, 60)]);
        let all: [Parts<'_>; 4] = [
            (&[], &[]),
            (&[&[]], &[(0, 0)]),
            (&[&[(0, WEEK)]], &[(0, 0)]),
            (
                &[day, &[], shift],
                &[(0, 0), (1_000_000, 1), (86_400, 2), (END - 2_000_000, 0)],
            ),
        ];
        for parts in all {
            let hours = read::<OpenTimes>(&written(parts)).expect("hours");
            assert!(bytes(&hours) == written(parts), "{parts:?}");
        }
    }

    #[test]
    fn hours_that_are_none_are_refused() {
        let week: &[(u32, u32)] = &[(0, 60)];
        let all: [Parts<'_>; 12] = [
            // Intervals that are empty, leave the week, touch, or do not ascend.
            (&[&[(5, 0)]], &[(0, 0)]),
            (&[&[(WEEK - 5, 6)]], &[(0, 0)]),
            (&[&[(u32::MAX, 2)]], &[(0, 0)]),
            (&[&[(5, 5), (10, 5)]], &[(0, 0)]),
            (&[&[(50, 5), (10, 5)]], &[(0, 0)]),
            // A week twice.
            (&[week, week], &[(0, 0), (5, 1)]),
            // Spans that do not begin with the years, do not ascend, leave them, or have no week.
            (&[week], &[(5, 0)]),
            (&[week, &[]], &[(0, 0), (0, 1)]),
            (&[week, &[]], &[(0, 0), (END, 1)]),
            (&[week, &[]], &[(0, 0), (5, 1), (u32::MAX, 0)]),
            (&[week], &[(0, 1)]),
            (&[], &[(0, 0)]),
        ];
        for parts in all {
            assert!(read::<OpenTimes>(&written(parts)).is_err(), "{parts:?}");
        }
        let whole = written((&[week, &[]], &[(0, 0), (5, 1)]));
        for cut in 0..whole.len() {
            assert!(read::<OpenTimes>(&whole[..cut]).is_err(), "{cut}");
        }
    }
}
