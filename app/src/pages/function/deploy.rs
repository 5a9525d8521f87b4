//! Sending code and deploying it, in one form.

use axum::extract::Multipart;
use axum::response::Response;
use domain::Error;
use domain::authz::Action;
use domain::error::{FieldError, Problem};
use domain::function::{ArtifactHash, Source};
use domain::ports::{NewCheck, NewCode, NewDeploy};
use http::StatusCode;
use kinds::function::Settings;
use leptos::prelude::*;

use super::{FunctionPage, rollout, upload};
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::{Answer, Reader, redirect};
use crate::ui::{self, Tone};

/// `GET /o/{organization}/components/{component}/deploy`.
pub async fn form(page: FunctionPage) -> Answer {
    if !page.0.may(Action::Deploy) {
        return Err(Error::Forbidden(Action::Deploy).into());
    }
    let typed = Typed::new(std::iter::once(("check", "none")).chain(rollout::USUAL));
    Ok(render(&page, StatusCode::OK, &typed, &[]))
}

/// `POST /o/{organization}/components/{component}/deploy`: checks and stores the file, and starts to deploy it.
pub async fn deploy(page: FunctionPage, parts: Multipart) -> Answer {
    let (typed, stored) = upload::read(&page, parts).await;
    let started = match stored {
        Ok(artifact) => start(&page, &typed, artifact.hash).await,
        Err(error) => Err(error),
    };
    match started {
        Ok(address) => Ok(redirect(&address)),
        Err(Error::Invalid(errors)) => Ok(render(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Starts the deploy, and says where it can be watched.
async fn start(page: &FunctionPage, typed: &Typed, code: ArtifactHash) -> domain::Result<String> {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let new = NewDeploy {
        check: check(typed)?,
        rollout: rollout::read(typed)?,
        check_after: rollout::check_after(typed),
        message: typed.filled("message").map(ToOwned::to_owned),
        ..NewDeploy::new(NewCode::Stored(code), Source::Portal)
    };
    let operation = ports.deploys.deploy(&place.page.caller, place.id(), page.0.component.id, new).await?;
    Ok(place.address(&format!("operations/{}", operation.id)))
}

fn check(typed: &Typed) -> domain::Result<Option<NewCheck>> {
    let value = || match typed.filled("check_value") {
        Some(value) => Ok(value.to_owned()),
        None => Err(Error::field("check_value", Problem::Required)),
    };
    match typed.text("check") {
        "path" => value().map(NewCheck::Path).map(Some),
        "event" => value().map(NewCheck::Event).map(Some),
        "function" => value().map(NewCheck::Function).map(Some),
        _ => Ok(None),
    }
}

fn render(page: &FunctionPage, status: StatusCode, typed: &Typed, errors: &[FieldError]) -> Response {
    let text = page.0.place.page.reader.text();
    page.0.render(status, text.function.deploy, |reader| {
        let errors: Vec<FieldError> = errors.iter().map(at_its_field).collect();
        view! {
            <section class="section">
                <h2>{text.function.deploy}</h2>
                <p class="lead">{text.function.deploy_lead}</p>
                <p><a href=page.0.place.address("settings/ci")>{text.trusts.instead}</a></p>
                {fields(reader, page, typed, &errors)}
            </section>
        }
    })
}

/// What the server says of a check stands at the field in which it was typed.
fn at_its_field(error: &FieldError) -> FieldError {
    match error.field.as_str() {
        "check" => FieldError::new("check_value", error.problem.clone()),
        _ => rollout::at_its_field(error).unwrap_or_else(|| error.clone()),
    }
}

fn fields(reader: &Reader, page: &FunctionPage, typed: &Typed, errors: &[FieldError]) -> AnyView {
    let (text, roll) = (&reader.text().function, &reader.text().rollout);
    let form = Form::new(reader, typed, errors);
    let expected = Settings::from_document(&page.0.component.document.settings)
        .map(|settings| settings.code_files().join(" / "))
        .unwrap_or_default();
    let checks = vec![
        Choice::new("none", text.check_none).help(text.check_none_help),
        Choice::new("path", text.check_path).help(text.check_path_help),
        Choice::new("event", text.check_event).help(text.check_event_help),
        Choice::new("function", roll.check_function).help(roll.check_function_help),
    ];
    let label = |field: &str| match field {
        "code" => text.archive,
        "message" => text.message,
        "check" => text.check,
        _ => rollout::label(reader, field).unwrap_or(text.check_value),
    };
    let field = |name, help: &str, optional, input| {
        form.field(&Field { name, label: label(name), help, optional, input })
    };
    let checked = view! {
        {field("check", "", false, Input::Radio(checks))}
        {field("check_value", text.check_value_help, true, Input::Lines { rows: 3 })}
    };
    let open = errors.iter().any(|error| error.field == "check_value");
    view! {
        <form method="post" enctype="multipart/form-data" class="form" data-upload
            data-drop=text.drop_here data-sending=text.sending data-checking=text.checking>
            {form.summary(|field| label(field).to_owned())}
            {field("message", text.message_help, true, Input::Line)}
            {ui::details(text.check, "", open, checked)}
            {rollout::fields(reader, &form, typed, errors)}
            {field("code", &(text.archive_help)(&expected), false, Input::File { accept: ".zip,application/zip" })}
            <p class="actions">{ui::submit_button(text.deploy_now, Tone::Primary)}</p>
        </form>
    }
    .into_any()
}
