//! The environment variables of a function, as lines of `NAME=value`.

use std::collections::BTreeMap;

use axum::response::Response;
use domain::Error;
use domain::error::{FieldError, Problem};
use domain::function::{Environment, Source, VARIABLES_MAX_BYTES, Version};
use domain::ports::{NewCode, NewDeploy};
use http::StatusCode;
use leptos::prelude::*;

use super::FunctionPage;
use crate::forms::{Field, Form, Input, Typed};
use crate::page::{Answer, Reader, redirect};
use crate::ui::{self, Tone};

/// `GET /o/{organization}/components/{component}/variables`.
pub async fn edit(page: FunctionPage) -> Answer {
    let live = live(&page).await?;
    let lines = live.as_ref().map(|live| write(&live.environment)).unwrap_or_default();
    let typed = Typed::new([("environment", lines)]);
    Ok(render(&page, live.as_ref(), StatusCode::OK, &typed, &[]))
}

/// `POST .../variables`: deploys the live code with these variables.
pub async fn save(page: FunctionPage, typed: Typed) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let outcome = match read(typed.get("environment").unwrap_or_default()) {
        Err(error) => Err(error.into()),
        Ok(environment) => {
            let new = NewDeploy {
                environment: Some(environment),
                message: typed.filled("message").map(ToOwned::to_owned),
                ..NewDeploy::new(NewCode::AsIs, Source::Portal)
            };
            ports.deploys.deploy(&place.page.caller, place.id(), page.0.component.id, new).await
        }
    };
    match outcome {
        Ok(operation) => Ok(redirect(&place.address(&format!("operations/{}", operation.id)))),
        Err(Error::Invalid(errors)) => {
            let live = live(&page).await?;
            Ok(render(&page, live.as_ref(), StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors))
        }
        Err(error) => Err(error.into()),
    }
}

async fn live(page: &FunctionPage) -> domain::Result<Option<Version>> {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    ports.deploys.live(&place.page.caller, place.id(), page.0.component.id).await
}

/// Lines of `NAME=value`. The last of two lines with one name counts.
fn read(lines: &str) -> Result<BTreeMap<String, String>, FieldError> {
    let mut variables = BTreeMap::new();
    for (index, line) in lines.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
            return Err(FieldError::new("environment", Problem::NotALine { line }));
        };
        variables.insert(name.trim().to_owned(), value.to_owned());
    }
    Ok(variables)
}

fn write(environment: &Environment) -> String {
    environment.variables().iter().map(|(name, value)| format!("{name}={value}\n")).collect()
}

fn render(
    page: &FunctionPage,
    live: Option<&Version>,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> Response {
    let text = page.0.place.page.reader.text();
    page.0.render(status, text.function.variables, |reader| {
        let text = &reader.text().function;
        let content = match live {
            None => {
                let deploy = page
                    .may_deploy()
                    .then(|| ui::link_button(text.deploy, &page.0.address("deploy"), Tone::Primary));
                ui::empty_state(text.nothing_live, text.nothing_live_help, deploy)
            }
            Some(live) if page.may_deploy() => form(reader, live, typed, errors),
            Some(live) => list(live),
        };
        view! {
            <section class="section">
                <h2>{text.variables}</h2>
                <p class="lead">{text.variables_lead}</p>
                {content}
            </section>
        }
    })
}

fn form(reader: &Reader, live: &Version, typed: &Typed, errors: &[FieldError]) -> AnyView {
    let text = &reader.text().function;
    // A wrong name is named in the message; there is one field for all.
    let errors: Vec<FieldError> = errors
        .iter()
        .map(|error| {
            FieldError::new(error.field.split('[').next().unwrap_or_default(), error.problem.clone())
        })
        .collect();
    let form = Form::new(reader, typed, &errors);
    let used = (text.variables_used)(live.environment.size(), VARIABLES_MAX_BYTES);
    let label = |field: &str| match field {
        "message" => text.message.to_owned(),
        _ => text.variables_field.to_owned(),
    };
    view! {
        <form method="post" class="form">
            {form.summary(label)}
            {form.field(&Field {
                name: "environment",
                label: text.variables_field,
                help: &format!("{} {used}", text.variables_help),
                optional: true,
                input: Input::Lines { rows: 10 },
            })}
            {form.field(&Field {
                name: "message",
                label: text.message,
                help: text.message_help,
                optional: true,
                input: Input::Line,
            })}
            <p class="actions">{ui::submit_button(text.variables_save, Tone::Primary)}</p>
        </form>
    }
    .into_any()
}

fn list(live: &Version) -> AnyView {
    let variables = live.environment.variables();
    ui::value_list(variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use domain::error::Problem;

    use super::read;

    #[test]
    fn lines_are_read_as_people_write_them() {
        let read_lines = read("# level\r\nLEVEL=info\r\n\r\nURL=https://a.example/?x=1\nEMPTY=\n").unwrap();
        let pairs: Vec<_> = read_lines.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("EMPTY", ""), ("LEVEL", "info"), ("URL", "https://a.example/?x=1")]);
        assert_eq!(read("A1=1\nnothing").unwrap_err().problem, Problem::NotALine { line: 2 });
    }
}
