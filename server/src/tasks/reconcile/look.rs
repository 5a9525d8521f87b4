//! One look at an operation: its step or plan looks at AWS, and what came of it is written down.

use domain::Result;
use domain::cloud::Place;
use domain::component::Outputs;
use domain::operation::{Operation, OperationState, Step, StepState};
use jiff::Timestamp;

use super::act::{Look, Trouble, look};
use super::claim::Lease;
use super::work::Work;
use super::{Reconciler, advance, finish, patience, plans};
use crate::db::{components, operations};
use crate::service::placement::{self, OnBehalf, Surroundings};

/// An operation after a look.
struct Looked {
    operation: Operation,
    /// When to look again. None when nothing is left to do.
    next: Option<Timestamp>,
    /// What the stack told, if the look saw it.
    outputs: Outputs,
}

impl Reconciler {
    /// Looks once at a claimed operation. When the lease is lost meanwhile, another worker has it, and this one writes nothing.
    /// Answers with when to look again, if that is known.
    pub(super) async fn look(&self, operation: Operation, lease: &Lease) -> Result<Option<Timestamp>> {
        tokio::select! {
            looked = self.look_and_save(operation, lease) => looked,
            () = lease.keep(&self.context) => Ok(None),
        }
    }

    async fn look_and_save(&self, claimed: Operation, lease: &Lease) -> Result<Option<Timestamp>> {
        let looked = match claimed.state {
            OperationState::Planned => self.look_at_plan(claimed.clone()).await?,
            OperationState::Queued | OperationState::Running => self.look_at_step(claimed.clone()).await?,
            _ => self.clear_away(claimed.clone()).await?,
        };
        self.save(lease, &claimed, looked).await
    }

    /// Looks at AWS for the current step.
    async fn look_at_step(&self, mut operation: Operation) -> Result<Looked> {
        let mut outputs = Outputs::new();
        if let Some(step) = advance::begin(&mut operation, self.context.now()) {
            let (place, surroundings) = self.place(&operation).await?;
            let work = self.work(&operation, &place, &surroundings);
            let mut answer = look(&work, step).await;
            log(&operation, &answer);
            if let Ok(look) = &mut answer {
                outputs = std::mem::take(&mut look.outputs);
                plans::attach(&mut operation.plan, look.aws.take());
            }
            advance::note(&mut operation, step, answer, self.context.now());
        }
        let next = self.next_look(&operation);
        Ok(Looked { operation, next, outputs })
    }

    /// Gets AWS's view for a plan, or throws it away.
    async fn look_at_plan(&self, mut operation: Operation) -> Result<Looked> {
        let component = components::find_for_worker(self.context.db.read(), operation.component).await?;
        let now = self.context.now();
        let next = match plans::fate(&operation, component.as_ref(), now) {
            plans::Fate::Discard => {
                operation.state = OperationState::Discarded;
                operation.ended = Some(now);
                self.next_look(&operation)
            }
            plans::Fate::Keep => Some(plans::expiry(&operation)),
            plans::Fate::Later => Some(now + plans::BUSY),
            plans::Fate::Prepare => {
                let (place, surroundings) = self.place(&operation).await?;
                let work = self.work(&operation, &place, &surroundings);
                match plans::prepare(&work).await {
                    None => Some(now + self.settings.pause),
                    view => {
                        plans::attach(&mut operation.plan, view);
                        plans::guard(&mut operation);
                        Some(plans::expiry(&operation))
                    }
                }
            }
        };
        Ok(Looked { operation, next, outputs: Outputs::new() })
    }

    /// Removes the change set of an operation that has ended without it.
    async fn clear_away(&self, operation: Operation) -> Result<Looked> {
        let (place, surroundings) = self.place(&operation).await?;
        let work = self.work(&operation, &place, &surroundings);
        let next = match plans::clear_away(&work).await {
            Ok(()) => None,
            Err(_) => Some(self.context.now() + plans::BUSY),
        };
        Ok(Looked { operation, next, outputs: Outputs::new() })
    }

    fn work<'a>(
        &'a self,
        operation: &'a Operation,
        place: &'a Place,
        surroundings: &'a Surroundings,
    ) -> Work<'a> {
        let (cloud, db, now) = (&self.cloud, &self.context.db, self.context.now());
        let answers_within = self.settings.answers_within;
        Work { cloud, operation, place, surroundings, db, now, answers_within }
    }

    /// Where the operation works, and the names around it.
    async fn place(&self, operation: &Operation) -> Result<(Place, Surroundings)> {
        let db = self.context.db.read();
        let surroundings = Surroundings::read(db, operation.organization, operation.project).await?;
        let on_behalf = OnBehalf {
            organization: &surroundings.organization,
            component: operation.component,
            operation: Some(operation.id),
        };
        let intent = &operation.intent;
        let place = placement::place(&self.context, &intent.account, &intent.region, on_behalf).await?;
        Ok((place, surroundings))
    }

    /// When to look again: soon while a step waits for AWS, at once when a step has just ended.
    fn next_look(&self, operation: &Operation) -> Option<Timestamp> {
        let now = self.context.now();
        if operation.state.is_ended() {
            return plans::leaves_change_set(operation).then_some(now);
        }
        let running = |step: &&Step| step.state == StepState::Running;
        let pause = |step: &Step| patience::pause(patience::first(self.settings.pause, step.name), step, now);
        Some(operation.steps.iter().find(running).map_or(now, |step| now + pause(step)))
    }

    /// Writes down what came of a look, in one transaction with the end of the operation if this is it.
    async fn save(&self, lease: &Lease, claimed: &Operation, looked: Looked) -> Result<Option<Timestamp>> {
        let Looked { operation, next, outputs } = looked;
        let transaction = self.context.db.write().await?;
        if !operations::save_for_worker(&transaction, &operation, &lease.owner, next).await? {
            // Another worker has it, or a person has just decided otherwise. What was asked of AWS may be asked again.
            return Ok(None);
        }
        let ends = operation.state.is_ended() && !claimed.state.is_ended();
        if ends {
            finish::finish(&self.context, &transaction, &operation, outputs).await?;
        }
        transaction.commit().await?;
        if ends {
            finish::count(&operation);
        }
        if operation != *claimed {
            self.context.wake.changed(operation.organization);
        }
        Ok(next)
    }
}

/// AWS's troubles are told once, when they begin; a fault of the product always.
fn log(operation: &Operation, answer: &std::result::Result<Look, Trouble>) {
    match answer {
        Err(Trouble::Product(error)) => {
            let error = error as &dyn std::error::Error;
            tracing::error!(operation = %operation.id, error, "a template cannot be rendered");
        }
        Err(Trouble::Cloud(error)) if operation.steps.iter().all(|step| step.silence.is_none()) => {
            let error = error as &dyn std::error::Error;
            tracing::warn!(operation = %operation.id, error, "AWS did not answer as hoped");
        }
        _ => {}
    }
}
