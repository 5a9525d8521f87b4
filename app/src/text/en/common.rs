use crate::text::common::Common;

pub(super) const COMMON: Common = Common {
    product: "Provisioner",
    cancel: "Cancel",
    save: "Save",
    optional: "optional",
    advanced: "More settings",
    none: "None",
    all: "All",
    apply: "Apply",
    filter: "Filter",
    clear_filters: "Clear all",
    remove_filter: |filter| format!("Remove the filter {filter}"),
    next_page: "Next page",
    first_page: "First page",
    pages: "Pages",
    copy: "Copy",
    copied: "Copied",
    yes: "Yes",
    no: "No",
    before: "Before",
    after: "After",
    field: "Field",
    refresh: "Refresh",
    details: "Details",
    mistakes: |count| match count {
        1 => "One field needs your attention. Nothing has been changed.".to_owned(),
        _ => format!("{count} fields need your attention. Nothing has been changed."),
    },
    relative,
    duration,
    money: |cents| format!("${}.{:02}", thousands(cents / 100), cents % 100),
    about: |money| format!("about {money}"),
    date_time: "%-d %b %Y, %H:%M",
    time_of_day: "%H:%M",
    day: "%-d %b",
    time: "Time",
    numbers: "Numbers",
    weekday_date_time: |zoned| zoned.strftime("%a %-d %b %Y, %H:%M").to_string(),
};

fn relative(seconds: i64) -> String {
    let (amount, unit) = match seconds.unsigned_abs() {
        0..=44 => return if seconds <= 0 { "just now".to_owned() } else { "in a moment".to_owned() },
        size @ 45..=5399 => ((size + 30) / 60, "minute"),
        size @ 5400..=129_599 => ((size + 1800) / 3600, "hour"),
        size @ 129_600..=5_183_999 => ((size + 43_200) / 86_400, "day"),
        size @ 5_184_000..=63_071_999 => (size / 2_592_000, "month"),
        size => (size / 31_536_000, "year"),
    };
    let plural = if amount == 1 { "" } else { "s" };
    if seconds < 0 { format!("{amount} {unit}{plural} ago") } else { format!("in {amount} {unit}{plural}") }
}

fn duration(seconds: i64) -> String {
    let seconds = seconds.max(0);
    match seconds {
        0..=59 => format!("{seconds} s"),
        60..=3599 if seconds % 60 == 0 => format!("{} min", seconds / 60),
        60..=3599 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ if seconds % 3600 < 60 => format!("{} h", seconds / 3600),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

fn thousands(number: u64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", thousands(number / 1000), number % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_money_read_naturally() {
        assert_eq!(relative(-3), "just now");
        assert_eq!(relative(-60), "1 minute ago");
        assert_eq!(relative(7200), "in 2 hours");
        assert_eq!(relative(-172_800), "2 days ago");
        assert_eq!(duration(80), "1 min 20 s");
        assert_eq!(duration(600), "10 min");
        assert_eq!((COMMON.money)(123_456), "$1,234.56");
    }
}
