//! How far back people look at what a function did.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Point, Series};

/// How far back. Each is cut into 60 to 96 periods: as many as a small chart can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The last hour, by the minute.
    Hour,
    /// The last 24 hours, by 15 minutes.
    #[default]
    Day,
    /// The last seven days, by two hours.
    Week,
}

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|span| span.as_str() == text)
    }

    /// The length of a period, in minutes.
    pub const fn period_minutes(self) -> u16 {
        match self {
            Self::Hour => 1,
            Self::Day => 15,
            Self::Week => 120,
        }
    }

    const fn periods(self) -> i64 {
        match self {
            Self::Hour => 60,
            Self::Day => 96,
            Self::Week => 84,
        }
    }

    fn period(self) -> SignedDuration {
        SignedDuration::from_mins(self.period_minutes().into())
    }

    /// When each period begins, oldest first, on multiples of a period as AWS cuts them. The last one has begun and is not over.
    pub fn times(self, now: Timestamp) -> Vec<Timestamp> {
        let seconds = self.period().as_secs();
        let newest = now.as_second().div_euclid(seconds) * seconds;
        let all = (0..self.periods()).rev().map(|back| newest - back * seconds);
        all.filter_map(|second| Timestamp::from_second(second).ok()).collect()
    }
}

/// What was counted of a function over a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// How far back.
    pub span: Span,
    /// When each period begins, oldest first.
    pub times: Vec<Timestamp>,
    /// The function as a whole.
    pub whole: Series,
    /// Versions by their number, as people count, the newest first.
    pub versions: Vec<(u32, Series)>,
}

impl Measured {
    /// A value for each period: none where nothing was counted.
    pub fn values<T>(&self, series: &Series, value: impl Fn(&Point) -> T) -> Vec<Option<T>> {
        let mut values: Vec<Option<T>> = self.times.iter().map(|_| None).collect();
        for point in &series.points {
            // The period in which the point lies: the last one that begins before it.
            let index = self.times.partition_point(|begin| *begin <= point.at);
            if let Some(slot) = index.checked_sub(1).and_then(|index| values.get_mut(index)) {
                *slot = Some(value(point));
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn periods_begin_where_aws_begins_them_and_the_last_is_not_over() {
        let now = at("2026-11-21T09:37:30Z");
        for (span, first, last) in [
            (Span::Hour, "2026-11-21T08:38:00Z", "2026-11-21T09:37:00Z"),
            (Span::Day, "2026-11-20T09:45:00Z", "2026-11-21T09:30:00Z"),
            (Span::Week, "2026-11-14T10:00:00Z", "2026-11-21T08:00:00Z"),
        ] {
            let times = span.times(now);
            assert_eq!((times[0], *times.last().unwrap()), (at(first), at(last)));
            assert_eq!(Span::parse(span.as_str()), Some(span));
        }
    }

    #[test]
    fn what_was_counted_stands_in_its_period() {
        let times = Span::Day.times(at("2026-11-21T09:37:30Z"));
        let point = |text: &str, requests| Point { at: at(text), requests, ..Point::default() };
        let points = vec![
            point("2026-11-21T09:15:00Z", 3),
            point("2026-11-21T09:44:00Z", 4),
            point("2020-01-01T00:00:00Z", 9),
        ];
        let whole = Series { version: None, points };
        let measured = Measured { span: Span::Day, times, whole: whole.clone(), versions: Vec::new() };
        let values = measured.values(&whole, |point| point.requests);
        assert_eq!(values[94..], [Some(3), Some(4)]);
        assert!(values[..94].iter().all(Option::is_none), "what is older than the first period is left out");
    }
}
