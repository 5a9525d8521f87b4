//! Back to an earlier version, with the choice of what goes back.

use axum::extract::Path;
use axum::response::Response;
use domain::Error;
use domain::authz::Action;
use domain::function::{Source, Version};
use domain::ports::{NewCode, NewDeploy};
use http::StatusCode;
use leptos::prelude::*;

use super::FunctionPage;
use crate::forms::{Field, Form, Input, Typed};
use crate::page::{Answer, Reader, redirect};

/// `GET /o/{organization}/components/{component}/versions/{version}/roll-back`.
pub async fn ask(page: FunctionPage, Path((_, _, number)): Path<(String, String, u32)>) -> Answer {
    if !page.0.may(Action::Deploy) {
        return Err(Error::Forbidden(Action::Deploy).into());
    }
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let version = ports.deploys.version(caller, place.id(), function, number).await?;
    let live = ports.deploys.live(caller, place.id(), function).await?;
    Ok(render(&page, &version, live.as_ref()))
}

/// `POST .../roll-back`: with `scope=code`, the code of the version and today's configuration; else the version as it was.
pub async fn roll_back(
    page: FunctionPage,
    Path((_, _, number)): Path<(String, String, u32)>,
    typed: Typed,
) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let message = typed.filled("message").map(ToOwned::to_owned);
    let operation = if typed.text("scope") == "code" {
        let new = NewDeploy { message, ..NewDeploy::new(NewCode::OfVersion(number), Source::Portal) };
        ports.deploys.deploy(caller, place.id(), function, new).await?
    } else {
        ports.deploys.roll_back(caller, place.id(), function, number, message).await?
    };
    Ok(redirect(&place.address(&format!("operations/{}", operation.id))))
}

fn render(page: &FunctionPage, version: &Version, live: Option<&Version>) -> Response {
    let title = (page.0.place.page.reader.text().function.roll_back_title)(version.number);
    page.0.render(StatusCode::OK, &title, |reader| {
        let text = &reader.text().function;
        let lead = live.map(|live| view! { <p class="lead">{(text.roll_back_lead)(live.number)}</p> });
        view! {
            <section class="section">
                <h2>{(text.roll_back_title)(version.number)}</h2>
                {lead}
                {choices(reader, version)}
            </section>
        }
    })
}

fn choices(reader: &Reader, version: &Version) -> AnyView {
    let text = &reader.text().function;
    let typed = Typed::default();
    let form = Form::new(reader, &typed, &[]);
    let whole = version.state.can_return().then(|| {
        view! {
            <div class="choice-button">
                <button type="submit" name="scope" value="all" class="button primary" aria-describedby="all-help">{text.all_button}</button>
                <p class="help" id="all-help">{text.all_help}</p>
            </div>
        }
    });
    view! {
        <form method="post" class="form">
            {form.field(&Field {
                name: "message",
                label: text.message,
                help: text.message_help,
                optional: true,
                input: Input::Line,
            })}
            {whole}
            <div class="choice-button">
                <button type="submit" name="scope" value="code" class="button" aria-describedby="code-help">{text.code_button}</button>
                <p class="help" id="code-help">{text.code_help}</p>
            </div>
        </form>
    }
    .into_any()
}
