use crate::text::home::Home;

pub(super) const HOME: Home = Home {
    title: "Safe, working systems in minutes",
    lead: "Pick a component, fill in a name, and run it yourself: who may connect, when maintenance may happen, who changed what. No AWS knowledge needed.",
    sign_in: "Sign in with your company account",
    points: [
        (
            "A database from a name",
            "Encrypted, backed up and protected against deletion from the first minute.",
        ),
        (
            "Every step visible",
            "You see what will change and what it costs before it happens, and follow it live.",
        ),
        ("Nothing forgotten", "Every change is in an audit trail in which tampering shows."),
    ],
    organizations: "Organizations",
    organizations_lead: "Choose where you want to work.",
    no_organizations: "You do not belong to an organization yet",
    no_organizations_help: |email| {
        format!("Ask an owner of your organization to give a role to {email}. Then reload this page.")
    },
};
