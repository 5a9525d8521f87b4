use proptest::prelude::*;

use super::window;
use crate::maintenance::{BackupWindow, UtcWindow, Weekday};

#[test]
fn windows_are_written_as_rds_does() {
    for (weekday, start, minutes, offset, expected) in [
        (Weekday::Saturday, "02:00", 180, 9 * 60, "fri:17:00-fri:20:00"),
        (Weekday::Monday, "08:59", 30, 9 * 60, "sun:23:59-mon:00:29"),
        (Weekday::Monday, "00:00", 30, 0, "mon:00:00-mon:00:30"),
        (Weekday::Sunday, "22:00", 480, 0, "sun:22:00-mon:06:00"),
        (Weekday::Sunday, "23:00", 60, 0, "sun:23:00-mon:00:00"),
        (Weekday::Sunday, "20:00", 180, -5 * 60, "mon:01:00-mon:04:00"),
        (Weekday::Tuesday, "05:45", 60, 5 * 60 + 45, "tue:00:00-tue:01:00"),
        (Weekday::Monday, "03:00", 60, 14 * 60, "sun:13:00-sun:14:00"),
        (Weekday::Sunday, "23:00", 60, -(3 * 60 + 30), "mon:02:30-mon:03:30"),
        (Weekday::Sunday, "23:30", 60, -12 * 60, "mon:11:30-mon:12:30"),
    ] {
        let utc = window("x", weekday, start, minutes).utc_at_offset(offset);
        assert_eq!(utc.to_string(), expected);
        assert_eq!(UtcWindow::parse(expected), Some(utc));
    }
}

#[test]
fn what_rds_never_writes_is_not_read() {
    for text in [
        "",
        "mon:00:00",
        "mon:00:00-mon:00:00",
        "mon:24:00-tue:00:30",
        "mon:1:00-mon:2:00",
        "Mon:01:00-Mon:02:00",
        "mon:01:00-mon:02:60",
    ] {
        assert_eq!(UtcWindow::parse(text), None, "{text}");
    }
    for text in ["", "01:00", "01:00-01:00", "1:00-2:00", "01:00-24:00"] {
        assert_eq!(BackupWindow::parse(text), None, "{text}");
    }
}

#[test]
fn overlaps_are_found_over_midnight_and_over_the_end_of_the_week() {
    for (window, backup, overlaps) in [
        ("mon:01:00-mon:04:00", "00:30-01:00", false),
        ("mon:01:00-mon:04:00", "00:30-01:01", true),
        ("mon:01:00-mon:04:00", "03:59-04:29", true),
        ("mon:01:00-mon:04:00", "04:00-04:30", false),
        ("mon:01:00-mon:04:00", "02:00-02:30", true),
        ("sun:23:30-mon:00:30", "23:45-00:15", true),
        ("sun:23:30-mon:00:30", "00:15-00:45", true),
        ("sun:23:30-mon:00:30", "00:30-01:00", false),
        ("wed:23:30-thu:00:30", "23:00-23:30", false),
        ("mon:00:00-mon:00:30", "23:45-00:15", true),
        ("sun:20:00-mon:04:00", "03:45-04:15", true),
    ] {
        let (window, backup) =
            (UtcWindow::parse(window).expect(window), BackupWindow::parse(backup).expect(backup));
        assert_eq!(window.overlaps_daily(&backup), overlaps, "{window} {backup}");
    }
}

proptest! {
    #[test]
    fn every_window_survives_being_written(start in 0u16..10080, minutes in 30u16..=480) {
        let window = UtcWindow::new(start, minutes);
        prop_assert_eq!(UtcWindow::parse(&window.to_string()), Some(window));
        let backup = BackupWindow::new(start, minutes);
        prop_assert_eq!(BackupWindow::parse(&backup.to_string()), Some(backup));
    }

    /// The offset moves the window by as many minutes, whatever the day: going back there and again gives the start.
    #[test]
    fn offsets_only_shift(day in 0usize..7, hour in 0u16..24, minute in 0u16..60, minutes in 30u16..=480, offset in -12i16 * 60..=14 * 60) {
        let local = window("x", Weekday::ALL[day], &format!("{hour:02}:{minute:02}"), minutes);
        let (at_utc, shifted) = (local.utc_at_offset(0), local.utc_at_offset(offset));
        let back = i32::from(shifted.start_minute_of_week()) + i32::from(offset);
        prop_assert_eq!(back.rem_euclid(10080), i32::from(at_utc.start_minute_of_week()));
        prop_assert_eq!(shifted.minutes(), minutes);
    }

    /// The arithmetic agrees with looking at every minute of the week.
    #[test]
    fn overlap_means_that_a_minute_is_in_both(start in 0u16..10080, minutes in 30u16..=480, backup in 0u16..1440, length in 30u16..=120) {
        let (window, daily) = (UtcWindow::new(start, minutes), BackupWindow::new(backup, length));
        let shared = (0..minutes).any(|minute| {
            let minute_of_day = (start + minute) % 10080 % 1440;
            (minute_of_day + 1440 - backup) % 1440 < length
        });
        prop_assert_eq!(window.overlaps_daily(&daily), shared, "{} {}", window, daily);
    }
}
