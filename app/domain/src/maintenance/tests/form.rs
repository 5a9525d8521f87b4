use super::window;
use crate::component::Region;
use crate::error::Problem;
use crate::maintenance::{Weekday, Window};

#[test]
fn a_form_is_read() {
    let parsed = Window::parse(" Asia/Tokyo ", "saturday", "02:30", "120");
    assert_eq!(parsed, Ok(window("Asia/Tokyo", Weekday::Saturday, "02:30", 120)));
    assert_eq!(Window::parse("Asia/Tokyo", "saturday", "02:30:00", "120"), parsed);
}

#[test]
fn every_wrong_field_is_named() {
    let wrong = |zone, weekday, start, minutes| -> Vec<(String, Problem)> {
        let errors = Window::parse(zone, weekday, start, minutes).expect_err("wrong");
        errors.into_iter().map(|error| (error.field, error.problem)).collect()
    };
    let length = Problem::OutOfRange { min: 30, max: 480 };
    assert_eq!(
        wrong("", "", "", ""),
        ["window.zone", "window.weekday", "window.start", "window.minutes"]
            .map(|field| (field.to_owned(), Problem::Required))
    );
    assert_eq!(
        wrong("Tokyo\u{202e}", "Sat", "25:00", "29")
            .into_iter()
            .map(|(_, problem)| problem)
            .collect::<Vec<_>>(),
        [Problem::NotATimeZone, Problem::NotAChoice, Problem::NotATimeOfDay, length.clone()]
    );
    for start in ["2:30", "02:60", "0230", "02:30:15", "０２:30", "02:30Z", "-2:30"] {
        assert_eq!(wrong("UTC", "monday", start, "30")[0].1, Problem::NotATimeOfDay, "{start}");
    }
    for (minutes, problem) in [
        ("481", length.clone()),
        ("99999999999999999999", length.clone()),
        ("0", length),
        ("-30", Problem::NotANumber),
        ("1e2", Problem::NotANumber),
        ("30.5", Problem::NotANumber),
        ("６０", Problem::NotANumber),
    ] {
        assert_eq!(wrong("UTC", "monday", "02:30", minutes)[0].1, problem, "{minutes}");
    }
    for zone in ["../../etc/passwd", "/etc/localtime", "+09:00", "Asia/Tokyo<script>"] {
        assert_eq!(wrong(zone, "monday", "02:30", "30")[0].1, Problem::NotATimeZone, "{zone}");
    }
}

#[cfg(feature = "zones")]
#[test]
fn only_zones_that_exist_are_taken() {
    assert_eq!(
        Window::parse("Asia/Tokio", "monday", "02:30", "30").expect_err("no zone")[0].problem,
        Problem::NotATimeZone
    );
    assert_eq!(Window::parse("asia/tokyo", "monday", "02:30", "30").expect("a zone").zone, "Asia/Tokyo");
}

#[test]
fn lengths_are_checked_in_stored_windows_too() {
    assert_eq!(window("UTC", Weekday::Monday, "02:30", 180).check(), Ok(()));
    assert_eq!(
        window("UTC", Weekday::Monday, "02:30", 481).check().expect_err("long")[0].field,
        "window.minutes"
    );
}

#[test]
fn a_window_is_stored_with_its_time_as_people_write_it() {
    let window = window("Asia/Tokyo", Weekday::Monday, "02:30", 180);
    let stored = r#"{"zone":"Asia/Tokyo","weekday":"monday","start":"02:30","minutes":180}"#;
    assert_eq!(serde_json::to_string(&window).expect("JSON"), stored);
    assert_eq!(serde_json::from_str::<Window>(stored).expect("a window"), window);
    assert!(serde_json::from_str::<Window>(&stored.replace("02:30", "2:30")).is_err());
}

#[test]
fn every_region_has_a_default() {
    for region in ["ap-northeast-1", "us-east-1", "eu-central-1", "mx-central-1"] {
        let region = Region::parse(region).expect("a region");
        assert_eq!(Window::default_for(&region).check(), Ok(()), "{region}");
    }
}
