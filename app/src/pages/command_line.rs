//! Where a person lets a command line act as them: one on the same machine, which opened this page itself (RFC 8252), or one on another, whose code they type
//! (RFC 8628).

use axum::extract::{Query, RawQuery};
use axum::response::{IntoResponse, Redirect};
use domain::Error;
use domain::command_line::{CommandLine, Decision, DeviceRequest, UserCode};
use domain::error::{FieldError, Problem};
use http::StatusCode;
use leptos::prelude::*;
use serde::Deserialize;

use crate::forms::{Field, Form, Input, Typed};
use crate::page::{Answer, FormTarget, Page, Reader, redirect};
use crate::ui::{self, Fact, Tone};

/// The address of the page for codes.
const DEVICE: &str = "/device";

/// Most characters of the value that a command line wants back.
const MAX_STATE: usize = 200;

/// What a command line on the same machine asks for.
#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    port: u16,
    challenge: String,
    state: String,
    name: String,
}

impl Asked {
    fn of(typed: &Typed) -> Result<Self, Error> {
        Ok(Self {
            port: typed.text("port").parse().map_err(|_| Error::field("port", Problem::NotANumber))?,
            challenge: typed.text("challenge").to_owned(),
            state: typed.text("state").to_owned(),
            name: typed.text("name").to_owned(),
        })
    }

    fn check(&self) -> Result<CommandLine, FieldError> {
        if self.port == 0 {
            return Err(FieldError::new("port", Problem::OutOfRange { min: 1, max: u16::MAX.into() }));
        }
        let printable = self.state.bytes().all(|byte| byte.is_ascii_graphic());
        if self.state.is_empty() || self.state.len() > MAX_STATE || !printable {
            return Err(FieldError::new("state", Problem::NotAChoice));
        }
        CommandLine::parse(&self.name, &self.challenge)
    }

    /// The command line listens here. A name instead of the address could be made to lead elsewhere (RFC 8252, section 8.3).
    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn leads_back(&self, name: &str, value: &str) -> String {
        let query = Typed::new([(name, value), ("state", self.state.as_str())]).to_query();
        format!("{}/?{query}", self.origin())
    }
}

/// `GET /cli/authorize`.
pub async fn ask(page: Page, Query(asked): Query<Asked>) -> Answer {
    let command_line = asked.check().map_err(Error::from)?;
    let text = &page.reader.text().command_line;
    let port = asked.port.to_string();
    let typed = Typed::new([
        ("port", port.as_str()),
        ("challenge", asked.challenge.as_str()),
        ("state", asked.state.as_str()),
        ("name", asked.name.as_str()),
    ]);
    let mut response = page.render(StatusCode::OK, text.title, |reader| {
        let form = Form::new(reader, &typed, &[]);
        view! {
            {ui::page_header(reader.text(), Vec::new(), (text.question)(&command_line.name), ())}
            <p class="lead">{text.means}</p>
            <form method="post" action="/cli/authorize">
                {Vec::from(["port", "challenge", "state", "name"].map(|name| form.hidden(name)))}
                {answers(reader)}
            </form>
        }
    });
    response.extensions_mut().insert(FormTarget(asked.origin()));
    Ok(response)
}

/// `POST /cli/authorize`: back to the command line, with a code or a refusal.
pub async fn answer(page: Page, typed: Typed) -> Answer {
    let asked = Asked::of(&typed)?;
    let command_line = asked.check().map_err(Error::from)?;
    let ports = &page.ports.command_lines;
    let address = match decision(&typed)? {
        Decision::Approve => asked.leads_back("code", &ports.approve(&page.caller, command_line).await?),
        Decision::Deny => {
            ports.deny(&page.caller, command_line).await?;
            asked.leads_back("error", "access_denied")
        }
    };
    Ok(Redirect::to(&address).into_response())
}

/// `GET /device`: the form for a code, and with a code what it belongs to.
pub async fn device(page: Page, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let Some(code) = typed.filled("user_code") else {
        return Ok(code_form(&page, StatusCode::OK, &typed, &[]));
    };
    let found = match UserCode::parse(code) {
        Ok(code) => page.ports.command_lines.device(&page.caller, &code).await,
        Err(problem) => Err(Error::field("user_code", problem)),
    };
    match found {
        Ok(request) => Ok(question(&page, &request)),
        Err(Error::Invalid(errors)) => {
            Ok(code_form(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /device`.
pub async fn decide(page: Page, typed: Typed) -> Answer {
    let decision = decision(&typed)?;
    let decided = match UserCode::parse(typed.text("user_code")) {
        Ok(code) => page.ports.command_lines.decide(&page.caller, &code, decision).await,
        Err(problem) => Err(Error::field("user_code", problem)),
    };
    match (decided, decision) {
        (Ok(()), Decision::Approve) => Ok(redirect("/device/done")),
        (Ok(()), Decision::Deny) => Ok(redirect("/account/sessions")),
        (Err(Error::Invalid(errors)), _) => {
            Ok(code_form(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors))
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// `GET /device/done`.
pub async fn done(page: Page) -> Answer {
    let text = &page.reader.text().command_line;
    Ok(page.render(StatusCode::OK, text.done_title, |reader| {
        view! {
            {ui::page_header(reader.text(), Vec::new(), text.done_title, ())}
            <p class="lead">{text.done}</p>
            <p class="actions">{ui::link_button(text.sessions, "/account/sessions", Tone::Plain)}</p>
        }
    }))
}

fn code_form(
    page: &Page,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> axum::response::Response {
    let text = &page.reader.text().command_line;
    page.render(status, text.device_title, |reader| {
        let form = Form::new(reader, typed, errors);
        view! {
            {ui::page_header(reader.text(), Vec::new(), text.device_title, ())}
            <p class="lead">{text.device_lead}</p>
            <form method="get" action=DEVICE class="form">
                {form.summary(|_| text.code.to_owned())}
                {form.field(&Field {
                    name: "user_code",
                    label: text.code,
                    help: text.code_help,
                    input: Input::Code { list: "" },
                    ..Field::default()
                })}
                <p class="actions">{ui::submit_button(text.go_on, Tone::Primary)}</p>
            </form>
        }
    })
}

fn question(page: &Page, request: &DeviceRequest) -> axum::response::Response {
    let text = &page.reader.text().command_line;
    let code = request.code.to_string();
    let typed = Typed::new([("user_code", code.as_str())]);
    page.render(StatusCode::OK, text.title, |reader| {
        let address = match request.address {
            Some(address) => view! { <span class="code">{address.to_string()}</span> }.into_any(),
            None => text.unknown_address.into_any(),
        };
        let facts = vec![
            Fact(text.name, request.name.clone().into_any()),
            Fact(text.address, address),
            Fact(text.asked, ui::time(reader, request.asked)),
        ];
        view! {
            {ui::page_header(reader.text(), Vec::new(), (text.question)(&request.name), ())}
            {ui::fact_list(facts)}
            {ui::callout(ui::State::Warning, text.only_yours, ())}
            <p>{text.means}</p>
            <form method="post" action=DEVICE>
                {Form::new(reader, &typed, &[]).hidden("user_code")}
                {answers(reader)}
            </form>
        }
    })
}

/// The two buttons. Which one was pressed is the field `answer`.
fn answers(reader: &Reader) -> impl IntoView + use<> {
    let text = &reader.text().command_line;
    view! {
        <p class="actions">
            <button type="submit" class="button primary" name="answer" value="approve">{text.approve}</button>
            <button type="submit" class="button" name="answer" value="deny">{text.deny}</button>
        </p>
    }
}

fn decision(typed: &Typed) -> Result<Decision, Error> {
    match typed.text("answer") {
        "approve" => Ok(Decision::Approve),
        "deny" => Ok(Decision::Deny),
        "" => Err(Error::field("answer", Problem::Required)),
        _ => Err(Error::field("answer", Problem::NotAChoice)),
    }
}
