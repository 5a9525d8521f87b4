mod form;
#[cfg(feature = "zones")]
mod schedule;
mod utc;

use super::{TimeOfDay, Weekday, Window};

fn window(zone: &str, weekday: Weekday, start: &str, minutes: u16) -> Window {
    let start = TimeOfDay::parse(start).expect("a time");
    Window { zone: zone.to_owned(), weekday, start, minutes }
}
