use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::window;
use crate::error::Problem;
use crate::maintenance::{BackupWindow, UtcWindow, Weekday, zones};

fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

fn starts(zone: &str, weekday: Weekday, start: &str, now: &str, count: usize) -> Vec<String> {
    let schedule = window(zone, weekday, start, 60).schedule().expect(zone);
    schedule.next_openings(at(now), count).iter().map(|opening| opening.start.to_string()).collect()
}

#[test]
fn openings_follow_the_local_clock() {
    // Berlin leaves summer time on 2026-10-25 at 03:00 local time.
    assert_eq!(
        starts("Europe/Berlin", Weekday::Saturday, "02:00", "2026-10-20T00:00:00Z", 3),
        ["2026-10-24T00:00:00Z", "2026-10-31T01:00:00Z", "2026-11-07T01:00:00Z"]
    );
    assert_eq!(
        starts("Asia/Tokyo", Weekday::Monday, "08:00", "2026-11-21T00:00:00Z", 2),
        ["2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z"]
    );
}

#[test]
fn a_skipped_time_is_taken_after_the_gap() {
    // Clocks go from 02:00 to 03:00 (New York, Berlin), and by half an hour from 02:00 to 02:30 (Lord Howe).
    for (zone, start, now, expected) in [
        (
            "America/New_York",
            "02:30",
            "2027-03-13T00:00:00Z",
            ["2027-03-14T07:30:00Z", "2027-03-21T06:30:00Z"],
        ),
        ("Europe/Berlin", "02:15", "2027-03-27T00:00:00Z", ["2027-03-28T01:15:00Z", "2027-04-04T00:15:00Z"]),
        (
            "Australia/Lord_Howe",
            "02:15",
            "2026-10-02T00:00:00Z",
            ["2026-10-03T15:45:00Z", "2026-10-10T15:15:00Z"],
        ),
    ] {
        assert_eq!(starts(zone, Weekday::Sunday, start, now, 2), expected, "{zone}");
    }
}

#[test]
fn of_a_repeated_time_the_first_is_taken() {
    for (zone, start, now, expected) in [
        ("America/New_York", "01:30", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z"),
        ("Europe/Berlin", "02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
        ("Australia/Lord_Howe", "01:45", "2027-04-02T12:00:00Z", "2027-04-03T14:45:00Z"),
    ] {
        assert_eq!(starts(zone, Weekday::Sunday, start, now, 1), [expected], "{zone}");
    }
}

#[test]
fn an_open_window_is_the_first_opening() {
    let schedule = window("UTC", Weekday::Sunday, "23:00", 120).schedule().expect("UTC");
    for (now, open, first) in [
        ("2026-11-22T22:59:59Z", false, "2026-11-22T23:00:00Z"),
        ("2026-11-22T23:00:00Z", true, "2026-11-22T23:00:00Z"),
        ("2026-11-23T00:59:59Z", true, "2026-11-22T23:00:00Z"),
        ("2026-11-23T01:00:00Z", false, "2026-11-29T23:00:00Z"),
    ] {
        assert_eq!(schedule.is_open(at(now)), open, "{now}");
        assert_eq!(schedule.next_openings(at(now), 1)[0].start, at(first), "{now}");
    }
}

#[test]
fn rds_gets_the_new_offset_before_the_first_opening_that_needs_it() {
    // The change is on Sunday, 2026-10-25, 01:00 UTC.
    let schedule = window("Europe/Berlin", Weekday::Sunday, "04:00", 60).schedule().expect("Berlin");
    for (now, expected) in [
        ("2026-10-18T02:30:00Z", "sun:02:00-sun:03:00"),
        ("2026-10-18T03:00:00Z", "sun:03:00-sun:04:00"),
        ("2026-10-25T03:30:00Z", "sun:03:00-sun:04:00"),
    ] {
        assert_eq!(schedule.utc(at(now)).to_string(), expected, "{now}");
    }
    assert_eq!(schedule.next_offset_change(at("2026-10-18T03:00:00Z")), Some(at("2026-10-25T01:00:00Z")));
    assert_eq!(
        window("Asia/Tokyo", Weekday::Sunday, "04:00", 60)
            .schedule()
            .expect("Tokyo")
            .next_offset_change(at("2026-10-18T03:00:00Z")),
        None
    );
}

#[test]
fn offsets_of_a_year_are_known() {
    for (zone, offsets) in [
        ("Europe/Berlin", vec![60, 120]),
        ("America/New_York", vec![-300, -240]),
        ("America/St_Johns", vec![-210, -150]),
        ("Australia/Lord_Howe", vec![630, 660]),
        ("Asia/Kathmandu", vec![345]),
        ("Pacific/Kiritimati", vec![840]),
        ("UTC", vec![0]),
    ] {
        let schedule = window(zone, Weekday::Sunday, "04:00", 60).schedule().expect(zone);
        assert_eq!(schedule.offsets(at("2026-11-21T00:00:00Z")), offsets, "{zone}");
    }
}

#[test]
fn an_overlap_in_summer_is_refused_in_winter() {
    let window = window("Europe/Berlin", Weekday::Sunday, "04:00", 60);
    let backup = |text| BackupWindow::parse(text).expect(text);
    let now = at("2026-12-01T00:00:00Z");
    assert_eq!(window.validate(backup("04:00-05:00"), now), Ok(()));
    for overlapping in ["02:00-02:30", "03:30-04:00"] {
        let errors = window.validate(backup(overlapping), now).expect_err(overlapping);
        assert_eq!(errors[0].field, "window.start");
        assert_eq!(errors[0].problem, Problem::OverlapsBackup { backup: overlapping.to_owned() });
    }
}

#[test]
fn zones_are_offered_by_their_names() {
    let zones = zones();
    for zone in ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"] {
        assert!(zones.iter().any(|name| name == zone), "{zone}");
    }
    assert!(zones.len() > 300 && zones.is_sorted());
    assert!(zones.iter().all(|zone| window(zone, Weekday::Monday, "00:00", 30).check().is_ok()));
}

proptest! {
    /// Openings come once a week, in order, and RDS's window is open at the very minute of the next one.
    #[test]
    fn openings_and_the_window_in_utc_agree(
        zone in proptest::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns", "Africa/Casablanca", "UTC"]),
        day in 0usize..7, hour in 0u16..24, minute in 0u16..60, minutes in 30u16..=480, second in 1_795_000_000i64..1_900_000_000,
    ) {
        let now = Timestamp::from_second(second).unwrap();
        let window = window(zone, Weekday::ALL[day], &format!("{hour:02}:{minute:02}"), minutes);
        let schedule = window.schedule().unwrap();
        let openings = schedule.next_openings(now, 5);
        prop_assert_eq!(openings.len(), 5);
        prop_assert!(openings[0].end > now);
        let week = SignedDuration::from_hours(168);
        for pair in openings.windows(2) {
            let apart = pair[0].start.duration_until(pair[1].start) - week;
            prop_assert!(apart.abs() <= SignedDuration::from_hours(1), "{apart}");
        }
        prop_assert!(now.duration_until(openings[0].start) <= week + SignedDuration::from_hours(1));

        let utc = schedule.utc(now);
        let monday: Timestamp = "2026-11-16T00:00:00Z".parse().unwrap();
        let minute_of_week = (openings[0].start.as_second() - monday.as_second()).rem_euclid(604_800) / 60;
        prop_assert_eq!(i64::from(utc.start_minute_of_week()), minute_of_week);
        let possible: Vec<UtcWindow> = schedule.offsets(now).into_iter().map(|offset| window.utc_at_offset(offset)).collect();
        prop_assert!(possible.contains(&utc), "{utc} {possible:?}");

        // A backup half a day after the window opens is clear of it at every offset of the zone.
        let backup = BackupWindow::new((utc.start_minute_of_week() + 720) % 1440, 60);
        prop_assert_eq!(window.validate(backup, now), Ok(()));
    }
}
