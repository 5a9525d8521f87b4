//! CloudFormation's words for a stack's state as the domain's.

use aws_sdk_cloudformation::types::StackStatus as Told;
use domain::cloud::StackStatus;

/// What the reconciler must know of a status
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes>).
pub(crate) fn stack_status(told: &Told) -> StackStatus {
    match told {
        Told::CreateInProgress
        | Told::UpdateInProgress
        | Told::UpdateCompleteCleanupInProgress
        | Told::ImportInProgress => StackStatus::Working,
        Told::RollbackInProgress
        | Told::UpdateRollbackInProgress
        | Told::UpdateRollbackCompleteCleanupInProgress
        | Told::ImportRollbackInProgress => StackStatus::RollingBack,
        Told::DeleteInProgress => StackStatus::Deleting,
        Told::CreateComplete | Told::UpdateComplete | Told::ImportComplete => StackStatus::Complete,
        Told::RollbackComplete => StackStatus::CreateRolledBack,
        Told::UpdateRollbackComplete | Told::ImportRollbackComplete => StackStatus::UpdateRolledBack,
        // An update that failed and was not undone: only with rollback switched off, which this product never does.
        Told::UpdateFailed | Told::UpdateRollbackFailed | Told::ImportRollbackFailed => {
            StackStatus::RollbackFailed
        }
        // The rollback of a creation cannot be continued: what is left can only be deleted.
        Told::CreateFailed | Told::RollbackFailed => StackStatus::CreateFailed,
        Told::DeleteFailed => StackStatus::DeleteFailed,
        Told::DeleteComplete => StackStatus::Deleted,
        Told::ReviewInProgress => StackStatus::InReview,
        unknown => {
            tracing::warn!(status = unknown.as_str(), "CloudFormation told a status that is not known here");
            StackStatus::Working
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_the_sdk_is_known() {
        let table = [
            ("CREATE_COMPLETE", StackStatus::Complete),
            ("CREATE_FAILED", StackStatus::CreateFailed),
            ("CREATE_IN_PROGRESS", StackStatus::Working),
            ("DELETE_COMPLETE", StackStatus::Deleted),
            ("DELETE_FAILED", StackStatus::DeleteFailed),
            ("DELETE_IN_PROGRESS", StackStatus::Deleting),
            ("IMPORT_COMPLETE", StackStatus::Complete),
            ("IMPORT_IN_PROGRESS", StackStatus::Working),
            ("IMPORT_ROLLBACK_COMPLETE", StackStatus::UpdateRolledBack),
            ("IMPORT_ROLLBACK_FAILED", StackStatus::RollbackFailed),
            ("IMPORT_ROLLBACK_IN_PROGRESS", StackStatus::RollingBack),
            ("REVIEW_IN_PROGRESS", StackStatus::InReview),
            ("ROLLBACK_COMPLETE", StackStatus::CreateRolledBack),
            ("ROLLBACK_FAILED", StackStatus::CreateFailed),
            ("ROLLBACK_IN_PROGRESS", StackStatus::RollingBack),
            ("UPDATE_COMPLETE", StackStatus::Complete),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", StackStatus::Working),
            ("UPDATE_FAILED", StackStatus::RollbackFailed),
            ("UPDATE_IN_PROGRESS", StackStatus::Working),
            ("UPDATE_ROLLBACK_COMPLETE", StackStatus::UpdateRolledBack),
            ("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", StackStatus::RollingBack),
            ("UPDATE_ROLLBACK_FAILED", StackStatus::RollbackFailed),
            ("UPDATE_ROLLBACK_IN_PROGRESS", StackStatus::RollingBack),
        ];
        let listed: Vec<&str> = table.iter().map(|(text, _)| *text).collect();
        assert_eq!(listed, Told::values(), "the SDK knows another set of statuses");
        for (text, expected) in table {
            assert_eq!(stack_status(&Told::from(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_status_of_tomorrow_is_waited_for() {
        assert_eq!(stack_status(&Told::from("UPDATE_PAUSED")), StackStatus::Working);
    }
}
