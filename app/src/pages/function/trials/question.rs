//! The form with a question to the public address.

use domain::error::{FieldError, Problem};
use domain::trial::address::{Method, Question};
use kinds::function::{Exposure, Settings};
use leptos::prelude::*;

use super::Bench;
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::Reader;
use crate::pages::function::FunctionPage;
use crate::ui::{self, State, Tone};

/// The question as it was typed.
pub(super) fn read(typed: &Typed) -> Result<Question, FieldError> {
    let method = Method::parse(typed.text("method"));
    let method = method.ok_or_else(|| FieldError::new("method", Problem::NotAChoice))?;
    Question::new(method, typed.text("path"))?
        .with_headers(typed.get("headers").unwrap_or_default())?
        .with_body(typed.get("body").unwrap_or_default())
}

pub(super) fn section(reader: &Reader, page: &FunctionPage, bench: &Bench) -> AnyView {
    let text = &reader.text().trial;
    let is_private = Settings::from_document(&page.0.component.document.settings)
        .is_ok_and(|settings| settings.exposure == Exposure::Private);
    let content = if is_private {
        let message = (text.private)();
        ui::callout(State::Info, &message.title, view! { <p>{message.body}</p> })
    } else {
        form(reader, page, bench)
    };
    view! {
        <section class="section">
            <h2>{text.ask_title}</h2>
            <p class="lead">{text.ask_lead}</p>
            {content}
        </section>
    }
    .into_any()
}

fn form(reader: &Reader, page: &FunctionPage, bench: &Bench) -> AnyView {
    let text = &reader.text().trial;
    let form = Form::new(reader, &bench.asked, &bench.mistakes);
    let label = |field: &str| match field {
        "method" => text.method,
        "path" => text.path,
        "headers" => text.headers,
        _ => text.body,
    };
    let field = |name, help: &str, optional, input| {
        form.field(&Field { name, label: label(name), help, optional, input })
    };
    let methods = Method::ALL.map(|method| Choice::new(method.as_str(), method.as_str())).to_vec();
    let more = view! {
        {field("headers", text.headers_help, true, Input::Lines { rows: 3 })}
        {field("body", "", true, Input::Lines { rows: 4 })}
    };
    let open = ["headers", "body"].iter().any(|name| bench.asked.filled(name).is_some());
    view! {
        <form method="post" action=format!("{}#answer", page.0.address("try/address")) class="form">
            {form.summary(|field| label(field).to_owned())}
            {field("method", "", false, Input::Select(methods))}
            {field("path", text.path_help, false, Input::Code { list: "" })}
            {ui::details(text.more, "", open, more)}
            <p class="actions">{ui::submit_button(text.ask, Tone::Plain)}</p>
        </form>
    }
    .into_any()
}
