//! Texts of the secret values of functions.

pub struct Secrets {
    pub title: &'static str,
    pub lead: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub value: &'static str,
    pub value_help: &'static str,
    pub set_by: &'static str,
    pub not_by_us: &'static str,
    pub version: &'static str,
    pub none: &'static str,
    pub none_help: &'static str,
    pub set: &'static str,
    pub set_title: &'static str,
    pub replace: &'static str,
    pub replace_of: fn(&str) -> String,
    pub remove: &'static str,
    pub remove_of: fn(&str) -> String,
    pub remove_title: fn(&str) -> String,
    pub remove_help: &'static str,
    // How a program reads them
    pub read: &'static str,
    pub read_help: &'static str,
    pub read_when: &'static str,
    pub languages: &'static str,
}
