use crate::text::sessions::Sessions;

pub(super) const SESSIONS: Sessions = Sessions {
    title: "Signed-in browsers and command lines",
    lead: "Where you are signed in. End those that you do not know, and tell your company's security team.",
    browser: "Browser or command line",
    unknown_browser: "Unknown browser",
    command_line: |name| format!("Command line on {name}"),
    current: "This browser",
    address: "Last address",
    signed_in: "Signed in",
    last_seen: "Last seen",
    ends: "Ends at the latest",
    revoke: "End",
    revoke_of: |browser| format!("End the session of {browser}"),
    revoke_others: "End all other sessions",
    only_this: "You are signed in nowhere else.",
};
