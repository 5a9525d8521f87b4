//! An operation in the hands of a worker, with what its steps need.

use std::time::Duration;

use domain::cloud::{Cloud, Place, StackRequest};
use domain::function::Deployment;
use domain::operation::{Operation, Step, StepName};
use jiff::Timestamp;
use kinds::{Context, SharedStack};

use crate::db::Database;
use crate::service::placement::Surroundings;

/// An operation in the hands of the worker that holds its lease.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) operation: &'a Operation,
    pub(super) place: &'a Place,
    pub(super) surroundings: &'a Surroundings,
    /// Where code waits on its way to AWS.
    pub(super) db: &'a Database,
    pub(super) now: Timestamp,
    /// How long the path of a guard may take.
    pub(super) answers_within: Duration,
}

impl Work<'_> {
    /// The stack that a step is about.
    pub(super) fn stack(&self, step: StepName) -> String {
        match self.shared(step) {
            Some(shared) => shared.stack(&self.surroundings.organization),
            None => self.operation.intent.stack_name.clone(),
        }
    }

    /// Marks what a step asks of AWS. Within one attempt the same call has the same token, so that it may be repeated; another attempt is
    /// another call.
    pub(super) fn token(&self, step: StepName) -> String {
        let (token, attempt) = (&self.operation.intent.token, self.operation.attempt);
        match self.shared(step) {
            Some(shared) => format!("{token}-{}-{attempt}", shared.as_str()),
            None => format!("{token}-{attempt}"),
        }
    }

    /// Marks a call that does not begin the step: clearing away what an earlier attempt left, undoing, going on with a rollback.
    pub(super) fn side_token(&self, step: StepName, purpose: &str) -> String {
        format!("{}-{purpose}", self.token(step))
    }

    /// The change set of this attempt. One that was executed, or that AWS has thrown away, is never used again.
    pub(super) fn change_set(&self) -> Option<String> {
        let name = self.operation.intent.change_set.as_ref()?;
        Some(match self.operation.attempt {
            0 => name.clone(),
            attempt => format!("{name}-{attempt}"),
        })
    }

    /// The name of the cluster or function in AWS.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the stored window is none.
    pub(super) fn identifier(&self) -> domain::Result<String> {
        Ok(self.context()?.identifier())
    }

    /// The shared stack that a step is about.
    fn shared(&self, step: StepName) -> Option<SharedStack> {
        kinds::shared_stack(step, self.operation.intent.kind, &self.operation.intent.document.settings)
    }

    /// What is deployed.
    pub(super) fn deployment(&self) -> Option<&Deployment> {
        self.operation.intent.deployment.as_ref()
    }

    /// What is known of a step so far.
    pub(super) fn step(&self, name: StepName) -> Option<&Step> {
        self.operation.steps.iter().find(|step| step.name == name)
    }

    /// The stack of a step as it should be.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the document does not hold settings of the kind.
    pub(super) fn request(&self, step: StepName) -> domain::Result<StackRequest> {
        let intent = &self.operation.intent;
        let context = self.context()?;
        let (template, tags) = match self.shared(step) {
            Some(shared) => (shared.render(&context)?, shared.tags(&context)),
            None => {
                let template = kinds::of(intent.kind).render(&context, &intent.document)?;
                (template, context.tags(intent.kind, &intent.blueprint))
            }
        };
        Ok(StackRequest {
            stack: self.stack(step),
            template: template.to_body(),
            tags: tags.to_map(),
            token: self.token(step),
        })
    }

    fn context(&self) -> domain::Result<Context> {
        self.surroundings.context(self.operation)
    }
}
