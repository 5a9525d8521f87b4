//! Texts of the preferences page.

use crate::page::Theme;

pub struct Preferences {
    pub title: &'static str,
    pub lead: &'static str,
    pub language: &'static str,
    pub theme: &'static str,
    pub theme_name: fn(Theme) -> &'static str,
    pub zone: &'static str,
    pub zone_help: &'static str,
    pub save: &'static str,
}
