use crate::text::organization::Organization;

pub(super) const ORGANIZATION: Organization = Organization {
    title: "Organization",
    projects: "Projects",
    projects_lead: "A project groups the components of one app. Roles can be limited to it.",
    no_projects: "No projects yet",
    no_projects_help: "A component belongs to a project. Add the first one below.",
    project: "Project",
    slug: "Short name",
    slug_help: "3 to 32 lower-case letters, digits and hyphens. It stands in names in AWS and cannot be changed later.",
    display_name: "Name",
    display_name_help: "How people call it.",
    cost_center: "Cost centre",
    cost_center_help: "Stands as a tag on everything in AWS, so that the bill can be attributed.",
    add_project: "Add project",
    policy: "Policy",
    policy_lead: "Rules for all components of the organization.",
    public_networks: "Allow-lists may be opened to everybody on the internet",
    public_networks_help: "Even then a reason is asked each time. Leave it off unless you know that you need it.",
    save_policy: "Save policy",
    allowed: "Allowed, with a reason",
    forbidden: "Not allowed",
};
