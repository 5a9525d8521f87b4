use domain::function::{Source, VersionState};

use crate::text::function::Function;

pub(super) const FUNCTION: Function = Function {
    address: "Address",
    address_help: "Reachable for the networks of the allow-list, always encrypted.",
    try_it: "Try it",
    nothing_live: "No code has been deployed yet",
    nothing_live_help: "Until then the address answers with a small page that says so.",
    live: "Live",
    code: "Code",
    size,
    deploy: "Deploy code",
    deploy_lead: "The new version gets the traffic within seconds, without an interruption. If something is wrong, the version before it goes on.",
    archive: "Code as a zip file",
    archive_help: |expected| format!("At most 50 MB, 250 MB unpacked. {expected} has to be in it."),
    drop_here: "Drop the zip file here",
    sending: "Sending",
    checking: "Checking the archive",
    message: "What is new",
    message_help: "Shown beside the version. Up to 500 characters.",
    check: "Check before it gets traffic",
    check_none: "No check",
    check_none_help: "Traffic moves as soon as AWS has started the code.",
    check_path: "Ask for a path",
    check_path_help: "The new version must answer it with a status below 400.",
    check_event: "Send an event",
    check_event_help: "The new version must answer it without an error.",
    check_value: "Path or event",
    check_value_help: "A path such as /health, or an event as JSON.",
    deploy_now: "Deploy",
    versions: "Versions",
    versions_lead: "Code and configuration together, numbered, never changed. At least 50 versions and 90 days are kept.",
    version: |number| format!("Version {number}"),
    no_versions: "There is no version yet",
    no_versions_help: "The first deploy makes version 1.",
    state: |state| match state {
        VersionState::Deploying => "On its way",
        VersionState::Live => "Live",
        VersionState::Previous => "Previous",
        VersionState::Failed => "Failed",
        VersionState::Returned => "Sent back",
        VersionState::Superseded => "Overtaken",
        VersionState::Pruned => "Removed",
    },
    source: |source| match source {
        Source::Portal => "Portal".to_owned(),
        Source::CommandLine => "Command line".to_owned(),
        Source::Api => "API".to_owned(),
        Source::Job { repository, commit: Some(commit), .. } => {
            format!("{repository} at {}", commit.get(..8).unwrap_or(commit))
        }
        Source::Job { repository, commit: None, .. } => repository.clone(),
        Source::Settings => "Change of settings".to_owned(),
    },
    from: "From",
    what: "What is new",
    bytes: "Size",
    made_by: "By",
    published: "Number in AWS",
    compared_with: |number| format!("Compared with version {number}"),
    nothing_to_compare: "There is no other version to compare it with.",
    same: "Code and configuration are the same.",
    compare_with: "Compare with version",
    compare: "Compare",
    files: "Files",
    file: "File",
    files_same: |count| match count {
        1 => "1 file is the same.".to_owned(),
        _ => format!("{count} files are the same."),
    },
    all_files: "All files",
    configuration: "Configuration",
    roll_back: "Roll back",
    roll_back_title: |number| format!("Roll back to version {number}"),
    roll_back_lead: |number| {
        format!("Version {number} is live now. It is kept, so this can be taken back in the same way.")
    },
    all_button: "Code and configuration",
    all_help: "Exactly as it ran then: code, variables, memory, time limit. Takes about a second. Settings on the settings page stay as they are, and count again from the next deploy on.",
    code_button: "Code only",
    code_help: "The code of then with the variables and settings of today. This makes a new version and takes some seconds.",
    variables: "Variables",
    variables_lead: "What the code finds in its environment. Each change makes a new version with the same code. Not for passwords or keys: whoever sees the component sees them.",
    variables_field: "Variables",
    variables_help: "One a line, NAME=value. Empty lines and lines that begin with # are left out.",
    variables_used: |used, most| format!("{used} of {most} bytes used."),
    variables_of_product: "Set by the portal",
    variables_save: "Deploy these variables",
};

fn size(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_949 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
