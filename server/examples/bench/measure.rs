//! How long things take.

use std::time::{Duration, Instant};

use crate::Fallible;
use crate::table::{Quantity, Unit};

/// How long each of many runs took, shortest first.
#[derive(Debug)]
pub(crate) struct Durations(Vec<Duration>);

impl Durations {
    /// At least one.
    pub(crate) fn new(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all)
    }

    /// The time that this part of the runs did not exceed, such as 0.99.
    #[expect(clippy::cast_possible_truncation, reason = "a part of a length is a length")]
    pub(crate) fn percentile(&self, part: f64) -> Quantity {
        let place = (self.0.len() as f64 * part).ceil() as usize;
        milliseconds(self.0[place.clamp(1, self.0.len()) - 1])
    }

    /// How many times as long as in the other the middle run took.
    pub(crate) fn growth_from(&self, other: &Self) -> f64 {
        self.median().as_secs_f64() / other.median().as_secs_f64()
    }

    fn median(&self) -> Duration {
        self.0[(self.0.len() - 1) / 2]
    }
}

/// A duration as the table shows it.
pub(crate) fn milliseconds(duration: Duration) -> Quantity {
    Quantity::new(duration.as_secs_f64() * 1000.0, Unit::Milliseconds)
}

/// How many of `count` there were in a second.
pub(crate) fn per_second(count: usize, took: Duration) -> Quantity {
    Quantity::new(count as f64 / took.as_secs_f64(), Unit::PerSecond)
}

/// Does something, and says how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// Time that all threads of this process have kept a processor busy, to the hundredth of a second (proc(5), `/proc/self/stat`).
pub(crate) fn processor_time() -> Fallible<Duration> {
    /// Hundredths of a second: `USER_HZ` is 100 on every architecture that Linux runs this on.
    const TICK: Duration = Duration::from_millis(10);
    let line = std::fs::read_to_string("/proc/self/stat")?;
    // The name of the program stands in brackets, and may hold spaces.
    let fields: Vec<&str> = line.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<u32>().ok());
    let (user, system) = ticks(11).zip(ticks(12)).ok_or("/proc/self/stat has another form")?;
    Ok(TICK * (user + system))
}
