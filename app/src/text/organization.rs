//! Texts of the organization's settings.

pub struct Organization {
    pub title: &'static str,
    pub projects: &'static str,
    pub projects_lead: &'static str,
    pub no_projects: &'static str,
    pub no_projects_help: &'static str,
    pub project: &'static str,
    pub slug: &'static str,
    pub slug_help: &'static str,
    pub display_name: &'static str,
    pub display_name_help: &'static str,
    pub cost_center: &'static str,
    pub cost_center_help: &'static str,
    pub add_project: &'static str,
    pub policy: &'static str,
    pub policy_lead: &'static str,
    pub public_networks: &'static str,
    pub public_networks_help: &'static str,
    pub save_policy: &'static str,
    pub allowed: &'static str,
    pub forbidden: &'static str,
}
