use crate::text::dashboard::Dashboard;

pub(super) const DASHBOARD: Dashboard = Dashboard {
    running: "Running now",
    attention: "Needs attention",
    components: "Components",
    all_components: "All components",
    next: "Next maintenance openings",
    next_help: "Work may start inside a window and may end after it.",
    no_next: "No component has a window yet.",
    recent: "Recent operations",
    all_changes: "Audit trail",
    no_recent: "Nothing has been changed yet.",
    running_title: |count| if count == 0 { String::new() } else { format!("({count} running) ") },
    empty: "No component yet",
    empty_help: "A component is a ready-made part that you run yourself, such as a PostgreSQL database. A name is enough to create the first one.",
    empty_no_right: "A component is a ready-made part, such as a PostgreSQL database. A developer or owner of the organization can create the first one.",
    all_well: "All components are ready. Nothing is running.",
};
