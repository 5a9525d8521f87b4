//! What a form is told when it is shown again, so that nothing that was typed is lost.

use domain::Error;
use domain::error::{Conflict, FieldError};
use http::StatusCode;
use leptos::prelude::*;

use crate::page::{OrganizationPage, PageError, Reader};
use crate::ui::{self, Tone};

/// Why a form is shown again. Empty on a first visit.
#[derive(Clone, Debug, Default)]
pub(super) struct Reply {
    /// What is wrong with its fields.
    pub(super) errors: Vec<FieldError>,
    /// Why the state of things does not allow it now.
    pub(super) conflict: Option<Conflict>,
}

impl Reply {
    /// Sorts out what the form can say by itself. Every other error gets a page of its own.
    pub(super) fn to(error: Error) -> Result<Self, PageError> {
        match error {
            Error::Invalid(errors) => Ok(Self { errors, conflict: None }),
            Error::Conflict(conflict) => Ok(Self { errors: Vec::new(), conflict: Some(conflict) }),
            error => Err(error.into()),
        }
    }

    /// The status of the page with the form.
    pub(super) const fn status(&self) -> StatusCode {
        if self.conflict.is_some() {
            StatusCode::CONFLICT
        } else if self.errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// The conflict, with the way to what is in the way.
    pub(super) fn callout(&self, reader: &Reader, place: &OrganizationPage) -> AnyView {
        let Some(conflict) = &self.conflict else {
            return ().into_any();
        };
        let errors = &reader.text().errors;
        let message = (errors.conflict)(conflict);
        let operation = match conflict {
            Conflict::OperationRunning { operation, .. } => Some(*operation),
            _ => None,
        };
        let link = operation.map(|operation| {
            let address = place.address(&format!("operations/{operation}"));
            let button = ui::link_button(errors.see_operation, &address, Tone::Plain);
            view! { <p class="actions">{button}</p> }
        });
        let body = view! { <p>{message.body}</p> {link} };
        view! { <div role="alert">{ui::callout(ui::State::Warning, &message.title, body)}</div> }.into_any()
    }
}
