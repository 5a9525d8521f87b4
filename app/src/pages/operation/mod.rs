//! An operation: its plan, then its progress, then its outcome, at one address (decision 0002).

mod outcome;
mod plan;
mod progress;
mod rollout;
mod sentence;

use axum::extract::{FromRequestParts, Path};
use axum::response::Response;
use domain::Error;
use domain::error::{Conflict, FieldError, Problem};
use domain::ids::OperationId;
use domain::operation::{Operation, OperationState};
use domain::ports::Confirmation;
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::*;

use crate::forms::Typed;
use crate::page::{Answer, AppState, OrganizationPage, PageError, Reader, redirect};
use crate::ui::{self, Crumb};

pub use rollout::give;

/// A request about an operation that the caller may see: its id is `{operation}` in the path.
#[derive(Clone)]
pub struct OperationPage {
    place: OrganizationPage,
    operation: Operation,
}

/// `GET /o/{organization}/operations/{operation}`.
pub async fn show(page: OperationPage) -> Answer {
    Ok(page.render(StatusCode::OK, &Typed::default(), &[], None))
}

/// `POST .../confirm`: starts the plan. What must be typed or ticked is asked for on the page itself.
pub async fn confirm(page: OperationPage, typed: Typed) -> Answer {
    let (place, operations) = (&page.place, &page.place.page.ports.operations);
    if page.operation.plan.gate.as_ref().is_some_and(|gate| gate.name != typed.text("typed_name")) {
        let problem =
            if typed.text("typed_name").is_empty() { Problem::Required } else { Problem::NameDoesNotMatch };
        let errors = [FieldError::new("typed_name", problem)];
        return Ok(page.render(StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, None));
    }
    let confirmation = Confirmation {
        typed_name: typed.filled("typed_name").map(ToOwned::to_owned),
        locks_me_out: typed.ticked("locks_me_out"),
        reason: typed.filled("reason").map(ToOwned::to_owned),
    };
    match operations.confirm(&place.page.caller, place.id(), page.operation.id, confirmation).await {
        Ok(operation) => Ok(redirect(&place.address(&format!("operations/{}", operation.id)))),
        Err(Error::Invalid(errors)) => {
            Ok(page.render(StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, None))
        }
        Err(Error::Conflict(question @ (Conflict::LocksCallerOut { .. } | Conflict::NeedsReason(_)))) => {
            Ok(page.render(StatusCode::CONFLICT, &typed, &[], Some(&question)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST .../discard`: throws the plan away, and goes back to the component.
pub async fn discard(page: OperationPage) -> Answer {
    let (place, operations) = (&page.place, &page.place.page.ports.operations);
    operations.discard(&place.page.caller, place.id(), page.operation.id).await?;
    Ok(redirect(&page.component_address()))
}

/// `POST .../cancel`: asks a running operation to stop.
pub async fn cancel(page: OperationPage) -> Answer {
    let (place, operations) = (&page.place, &page.place.page.ports.operations);
    operations.cancel(&place.page.caller, place.id(), page.operation.id).await?;
    Ok(redirect(&page.address("")))
}

/// `POST .../retry`: starts a failed operation again.
pub async fn retry(page: OperationPage) -> Answer {
    let (place, operations) = (&page.place, &page.place.page.ports.operations);
    let operation = operations.retry(&place.page.caller, place.id(), page.operation.id).await?;
    Ok(redirect(&place.address(&format!("operations/{}", operation.id))))
}

impl OperationPage {
    fn address(&self, path: &str) -> String {
        let root = self.place.address(&format!("operations/{}", self.operation.id));
        if path.is_empty() { root } else { format!("{root}/{path}") }
    }

    /// Where the component is; the list of components while there is none.
    fn component_address(&self) -> String {
        if self.component_exists() {
            self.place.address(&format!("components/{}", self.operation.component))
        } else {
            self.place.address("components")
        }
    }

    /// A component exists from the confirmation of its creation on.
    const fn component_exists(&self) -> bool {
        self.operation.base_version > 0 || self.operation.confirmed.is_some()
    }

    /// `question`: what must be answered before the plan can start.
    fn render(
        &self,
        status: StatusCode,
        typed: &Typed,
        errors: &[FieldError],
        question: Option<&Conflict>,
    ) -> Response {
        let text = self.place.page.reader.text();
        let operation = &self.operation;
        let title = (text.operation.title)(operation.change, operation.intent.name.as_str());
        let content = |reader: &Reader| {
            let body = match operation.state {
                OperationState::Planned => plan::view(reader, self, typed, errors, question),
                OperationState::Queued | OperationState::Running => progress::view(reader, self, errors),
                _ => outcome::view(reader, self),
            };
            view! { {self.header(reader, &title)} {body} }
        };
        let preparing = matches!(operation.plan.aws, domain::plan::AwsView::Preparing)
            && operation.state == OperationState::Planned;
        if operation.state.is_active() || preparing && question.is_none() && errors.is_empty() {
            self.place.render_live(status, &title, content)
        } else {
            self.place.render(status, &title, content)
        }
    }

    fn header(&self, reader: &Reader, title: &str) -> AnyView {
        let text = reader.text();
        let mut crumbs = vec![Crumb(text.component.title.to_owned(), self.place.address("components"))];
        if self.component_exists() {
            crumbs.push(Crumb(self.operation.intent.name.to_string(), self.component_address()));
        }
        let title =
            view! { <span>{title.to_owned()}</span> {ui::operation_pill(text, self.operation.state)} };
        view! {
            {ui::page_header(text, crumbs, title, ())}
        }
        .into_any()
    }
}

impl FromRequestParts<AppState> for OperationPage {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let place = OrganizationPage::from_request_parts(parts, state).await?;
        let Path((_, id)) = Path::<(String, OperationId)>::from_request_parts(parts, state)
            .await
            .map_err(|_| Error::NotFound)?;
        let operation = place.page.ports.operations.find(&place.page.caller, place.id(), id).await?;
        Ok(Self { place, operation })
    }
}
