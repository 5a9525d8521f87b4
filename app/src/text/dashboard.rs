//! Texts of the dashboard.

pub struct Dashboard {
    pub running: &'static str,
    pub attention: &'static str,
    pub components: &'static str,
    pub all_components: &'static str,
    pub next: &'static str,
    pub next_help: &'static str,
    pub no_next: &'static str,
    pub recent: &'static str,
    pub all_changes: &'static str,
    pub no_recent: &'static str,
    /// In the title of the browser's tab: how many operations run.
    pub running_title: fn(usize) -> String,
    pub empty: &'static str,
    pub empty_help: &'static str,
    pub empty_no_right: &'static str,
    pub all_well: &'static str,
}
