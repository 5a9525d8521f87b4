mod form;
#[cfg(feature = "zones")]
mod schedule;
mod utc;

use jiff::civil;

use super::{Weekday, Window};

fn window(zone: &str, weekday: Weekday, start: &str, minutes: u16) -> Window {
    let start: civil::Time = start.parse().expect("a time");
    Window { zone: zone.to_owned(), weekday, start, minutes }
}
