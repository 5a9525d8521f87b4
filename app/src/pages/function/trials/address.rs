//! What the public address answered.

use domain::trial::address::{Answer, Reached};
use domain::trial::pretty;
use http::StatusCode;
use leptos::prelude::*;

use crate::page::Reader;
use crate::pages::function::FunctionPage;
use crate::text::errors::Message;
use crate::ui::{self, Fact, State, Tone};

pub(super) fn section(reader: &Reader, page: &FunctionPage, reached: &Reached) -> AnyView {
    let text = &reader.text().trial;
    let say = |state, message: Message, link: Option<AnyView>| {
        ui::callout(state, &message.title, view! { <p>{message.body}</p> {link} })
    };
    let content = match reached {
        Reached::Answer(answer) => self::answer(reader, answer),
        Reached::NotLetIn => {
            let label = reader.text().component.allow_list;
            let link = ui::link_button(label, &page.0.address("allow-list"), Tone::Plain);
            let link = view! { <p class="actions">{link}</p> }.into_any();
            say(State::Warning, (text.not_let_in)(), Some(link))
        }
        Reached::Private => say(State::Info, (text.private)(), None),
        Reached::Nobody(unreached) => say(State::Danger, (text.nobody)(*unreached), None),
    };
    view! {
        <section class="section" id="answer" role="status">
            <h2>{text.answer}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn answer(reader: &Reader, answer: &Answer) -> AnyView {
    let text = &reader.text().trial;
    let (state, icon) = match answer.status {
        500.. => (State::Danger, ui::Icon::Cross),
        400..=499 => (State::Warning, ui::Icon::Warning),
        _ => (State::Success, ui::Icon::Check),
    };
    let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
    let status = format!("{} {}", answer.status, reason.unwrap_or_default());
    let facts = vec![
        Fact(text.status, ui::pill(state, icon, status.trim_end())),
        Fact(text.took, (text.time)(answer.took).into_any()),
    ];
    let headers = answer.headers.clone();
    let count = headers.len().to_string();
    let body = pretty(&answer.body).unwrap_or_else(|| answer.body.clone());
    let body = match body.trim().is_empty() {
        true => view! { <p class="quiet">{text.nothing}</p> }.into_any(),
        false => ui::output(&body),
    };
    let cut = answer.is_cut.then(|| view! { <p class="quiet">{text.body_cut}</p> });
    view! {
        {ui::facts(facts)}
        {ui::details(text.answer_headers, &count, false, ui::value_list(headers))}
        <h3>{text.body}</h3>
        {body}
        {cut}
    }
    .into_any()
}
