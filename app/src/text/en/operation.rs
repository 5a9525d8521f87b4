use domain::operation::{Change, OperationState};
use domain::plan::Interruption;

use super::common::COMMON;
use crate::text::operation::Operation;

pub(super) const OPERATION: Operation = Operation {
    title: |change, name| match change {
        Change::Create => format!("Create {name}"),
        Change::Settings => format!("Change the settings of {name}"),
        Change::AllowList => format!("Change the allow-list of {name}"),
        Change::Window => format!("Change the maintenance window of {name}"),
        Change::Delete => format!("Delete {name}"),
        Change::Deploy => format!("Deploy {name}"),
        Change::RollBack => format!("Roll back {name}"),
    },
    lead: |state| match state {
        OperationState::Planned => "This is the plan. Nothing has been changed yet.",
        OperationState::Queued | OperationState::Running => "You can leave this page; the work goes on.",
        OperationState::Succeeded => "Everything is done.",
        OperationState::Failed => "It did not work. What was begun has been rolled back, or can be resumed.",
        OperationState::Cancelled => "It was stopped, and what was begun has been rolled back.",
        OperationState::Discarded => "This plan was thrown away. Nothing has been changed.",
        OperationState::Superseded => {
            "A newer deploy was started before this one got traffic. The newer one counts."
        }
    },
    interruption: |interruption| match interruption {
        Interruption::None => "No interruption.".to_owned(),
        Interruption::Short { seconds } => {
            format!("Connections break once, for about {}.", (COMMON.duration)(i64::from(seconds)))
        }
        Interruption::Permanent => "It is gone afterwards.".to_owned(),
    },
    takes: |duration| format!("Takes about {duration}."),
    price: |before, after| match (before, after) {
        (None, Some(after)) => format!("Costs about {after} a month."),
        (Some(before), None) => format!("Saves about {before} a month."),
        (Some(before), Some(after)) => format!("The price goes from {before} to {after} a month."),
        (None, None) => String::new(),
    },
    price_same: "No change in price.",
    counts: |added, changed, replaced, removed| {
        let parts = [(added, "added"), (changed, "changed"), (replaced, "replaced"), (removed, "removed")];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        parts.join(", ")
    },
    what_changes: "What changes",
    what_is_made: "What you get",
    what_goes: "What goes",
    no_changes: "Nothing that you chose changes.",
    resources: "What happens in AWS",
    resource: "Part",
    action: "What happens",
    know_first: "Good to know first",
    aws_view: "AWS's own view",
    aws_preparing: "AWS is checking the plan",
    aws_preparing_help: "Its view appears here in a moment. You may confirm now: if AWS wants to replace or remove more than this plan names, nothing is done.",
    aws_same: "AWS would do exactly this:",
    aws_failed: "AWS could not check the plan:",
    aws_name: "Name in AWS",
    confirm: |change| match change {
        Change::Create => "Create it",
        Change::Settings | Change::AllowList | Change::Window => "Apply the change",
        Change::Delete => "Delete it for good",
        Change::Deploy => "Deploy it",
        Change::RollBack => "Roll it back",
    },
    discard: "Discard the plan",
    discarded: "Discarded",
    plan_expires: "A plan that is not confirmed is removed after 24 hours.",
    gate_title: "Data will be lost",
    gate_body: |change, snapshot| {
        match (change, snapshot) {
        (Change::Delete, None) => "Code, versions, secrets and the address are removed for good. What stays in AWS: the logs until their time is over, the key that reads them, and for 30 days the archives of code, which the platform team can bring back."
            .to_owned(),
        (_, None) => "Everything of this component is removed, and nothing of it can be brought back.".to_owned(),
        (_, Some(snapshot)) => format!(
            "Before anything is removed, a final snapshot is taken and kept: {snapshot}. The platform team can restore it. Everything written after that moment is lost."
        ),
    }
    },
    gate_label: |name| format!("Type {name} to confirm"),
    gate_help: "Exactly as shown, in lower case.",
    lock_out_label: "I know that I can no longer connect from my address",
    reason_label: "Reason",
    reason_help: "It is kept in the audit trail. Up to 500 characters.",
    steps: "Steps",
    usually: |duration| format!("usually {duration}"),
    aws_detail: "What AWS reports",
    aws_silent: "AWS does not answer at the moment. The operation waits and goes on by itself.",
    account_silent: "The portal cannot sign in to the AWS account at the moment. The operation waits and goes on by itself.",
    cancel: "Cancel the operation",
    cancel_help: "AWS stops where it can, and what was begun is rolled back.",
    cancel_requested: "Cancelling was asked for. AWS stops at the next possible point.",
    succeeded: |change| match change {
        Change::Create => "It has been created",
        Change::Settings | Change::AllowList | Change::Window => "The change is in force",
        Change::Delete => "It has been deleted",
        Change::Deploy => "It is live",
        Change::RollBack => "The earlier version is live again",
    },
    failed: |change| match change {
        Change::Create => "It could not be created",
        Change::Settings | Change::AllowList | Change::Window => "The change could not be made",
        Change::Delete => "It could not be deleted completely",
        Change::Deploy => "It was not deployed",
        Change::RollBack => "It was not rolled back",
    },
    cancelled: "The operation was cancelled",
    cause: "Cause",
    setting: "Setting behind it",
    part: "First part that failed",
    next_step: "What to do now",
    retry: "Start it again",
    change_setting: "Change the setting",
    aws_words: "AWS's own words",
    open_component: "Open the component",
    open_components: "All components",
    plan: "The plan",
    author: "By",
    planned: "Planned",
    started: "Started",
    ended: "Ended",
    audit: "Audit entry",
    until: |time| format!("until {time}"),
    window: |weekday, start, duration, zone| format!("{weekday} {start} for {duration}, {zone}"),
};
