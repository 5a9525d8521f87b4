use domain::component::{Kind, State};

use crate::text::component::Component;

pub(super) const COMPONENT: Component = Component {
    title: "Components",
    new: "New component",
    name: "Name",
    kind: "Kind",
    state: "State",
    project: "Project",
    environment: "Environment",
    region: "Region",
    changed: "Changed",
    contains: "Name contains",
    any: "Any",
    nothing_found: "No component fits these filters",
    nothing_found_help: "Remove a filter to see more.",
    new_title: |kind| match kind {
        Kind::Postgres => "New PostgreSQL database",
        Kind::Function => "New function",
    },
    new_lead: "A name is enough. Everything else has a good default, and you see the plan and its price before anything is made.",
    name_help: "3 to 32 lower-case letters, digits and hyphens, such as orders-db. It cannot be changed later.",
    project_help: "Roles can be limited to a project, and the bill names it.",
    environment_help: |kind| match kind {
        Kind::Postgres => "Production gets a second server and longer backups by default.",
        Kind::Function => "Production is protected against deletion by default.",
    },
    region_help: |kind| match kind {
        Kind::Postgres => "Where the data lives. It cannot be changed later.",
        Kind::Function => "Where it runs, and where its logs are kept. It cannot be changed later.",
    },
    no_project: "There is no project yet",
    no_project_help: "Components live in projects. An owner of the organization can create one in the settings.",
    no_region: "There is no AWS account for this organization yet",
    no_region_help: "The platform team has to register one before components can be created.",
    show_plan: "Show the plan",
    plan_help: "Nothing is made before you confirm the plan.",
    update_price: "Update the price",
    price: "Price",
    price_help: |kind| match kind {
        Kind::Postgres => {
            "AWS list price for a month of 730 hours, without tax. Storage and backups grow with your data."
        }
        Kind::Function => "AWS list price for a month, without tax. It grows with the requests.",
    },
    price_shared: |money| {
        format!(
            "Beside it there is what all functions of the organization in the region share, once: about {money} a month."
        )
    },
    price_unknown: "The prices of this region are not known to the portal. AWS bills what it uses.",
    per_month: |money| format!("{money} a month"),
    expected: |duration| format!("Ready in about {duration}"),
    tabs: "Views of the component",
    overview: "Overview",
    allow_list: "Allow-list",
    maintenance: "Maintenance",
    activity: "Activity",
    settings: "Settings",
    state_help: |kind, state| match state {
        State::Creating => "You can leave this page; the work goes on.",
        State::Ready => "Everything is in order.",
        State::Updating => "It keeps working while it is changed, unless the plan says otherwise.",
        State::Deleting => match kind {
            Kind::Postgres => "A final snapshot is kept.",
            Kind::Function => "Its logs are kept until their time is over.",
        },
        State::CreateFailed => {
            "What was begun has been rolled back: there is nothing in AWS. Look at the operation for the cause and the next step."
        }
        State::ChangeFailed => {
            "The last change was rolled back. The component works as before. Look at the operation for the cause."
        }
        State::DeleteFailed => {
            "The deletion stopped half-way and can be resumed. Look at the operation for the cause."
        }
        State::Deleted => match kind {
            Kind::Postgres => "Only the final snapshot is left.",
            Kind::Function => {
                "Only its logs are left, until their time is over, and the key that reads them."
            }
        },
    },
    see_operation: "Show the operation",
    endpoint: "Endpoint",
    reader_endpoint: "Endpoint for reading only",
    next_opening: "Next opening",
    networks: "Who may connect",
    networks_count: |count| if count == 1 { "1 network".to_owned() } else { format!("{count} networks") },
    nobody: "Nobody can connect yet",
    nobody_help: "The allow-list is empty. Add your address first.",
    connect: "Connect",
    connect_help: "Connections are always encrypted. Set the password as PGPASSWORD, or type it when asked. A time-out nearly always means that your address is not on the allow-list.",
    certificates: "Save AWS's certificates beside your program:",
    clients: "Programs",
    client: |client| match client {
        "psql" => "psql",
        "jdbc" => "Java (JDBC)",
        "python" => "Python",
        "node" => "Node.js",
        "rust" => "Rust",
        _ => "Other",
    },
    credentials: "User name and password",
    credentials_help: "AWS changes the password every 7 days; programs should read it anew when a connection is refused. Each look is written to the audit trail.",
    reveal: "Show them",
    username: "User name",
    password: "Password",
    revealed_help: "Shown once: reload the page to hide them. This look has been written to the audit trail.",
    recent: "Recent operations",
    no_recent: "None yet.",
    operations: "Operations",
    operation: "Operation",
    author: "By",
    when: "When",
    duration: "Took",
    releases: "Releases",
    releases_help: "Each successful change makes a numbered release that never changes.",
    release: |number| format!("Release {number}"),
    release_in_force: "in force",
    no_releases: "The first release appears when the component has been created.",
    audit: "Audit trail of this component",
    settings_lead: "Nothing changes before you confirm the plan.",
    fixed: "This cannot be changed.",
    stale_title: "Somebody changed the settings while you were editing",
    stale_help: "Your values are still in the form. Compare, adjust, and send again to apply yours on top.",
    stale_theirs: "Now",
    stale_yours: "Yours",
    delete: "Delete this component",
    delete_help: |kind| match kind {
        Kind::Postgres => {
            "A final snapshot is taken first and kept. Everything else, with all data, is removed. You see the plan and type the name before anything happens."
        }
        Kind::Function => {
            "Code, versions, secrets and the address are removed. Its logs are kept until their time is over. You see the plan and type the name before anything happens."
        }
    },
    delete_protected: "Deletion protection is on. Switch it off above first.",
    plan_delete: "Plan the deletion",
    blueprint: "Blueprint",
};
