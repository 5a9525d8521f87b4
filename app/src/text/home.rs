//! Texts of the sign-in page and the list of organizations.

pub struct Home {
    pub title: &'static str,
    pub lead: &'static str,
    pub sign_in: &'static str,
    pub points: [(&'static str, &'static str); 3],
    pub organizations: &'static str,
    pub organizations_lead: &'static str,
    pub no_organizations: &'static str,
    pub no_organizations_help: fn(&str) -> String,
}
