//! Texts that many pages use.

pub struct Common {
    pub product: &'static str,
    pub cancel: &'static str,
    pub save: &'static str,
    pub optional: &'static str,
    pub advanced: &'static str,
    pub none: &'static str,
    pub all: &'static str,
    pub apply: &'static str,
    pub filter: &'static str,
    pub clear_filters: &'static str,
    pub remove_filter: fn(&str) -> String,
    pub next_page: &'static str,
    pub first_page: &'static str,
    pub pages: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub field: &'static str,
    pub refresh: &'static str,
    pub details: &'static str,
    /// Above a form with mistakes; the number of mistakes.
    pub mistakes: fn(usize) -> String,
    /// "2 minutes ago", "in 3 hours"; seconds from now, negative in the past.
    pub relative: fn(i64) -> String,
    /// "1 min 20 s"; seconds.
    pub duration: fn(i64) -> String,
    /// "$61.32", of US cents.
    pub money: fn(u64) -> String,
    /// "about $61.32".
    pub about: fn(&str) -> String,
    /// "21 Nov 2026, 09:30"; the pattern for [`jiff::fmt::strtime`].
    pub date_time: &'static str,
    /// "09:30"; a pattern as well.
    pub time_of_day: &'static str,
    /// "21 Nov"; a pattern as well.
    pub day: &'static str,
    /// The heading of a column of times.
    pub time: &'static str,
    /// Opens the table below a chart.
    pub numbers: &'static str,
    /// [`Common::date_time`] with the weekday in front.
    pub weekday_date_time: fn(&jiff::Zoned) -> String,
}
