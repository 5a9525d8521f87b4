//! The form with an event, and the events that are kept.

use domain::trial::samples;
use leptos::prelude::*;

use super::Bench;
use crate::forms::{Choice, Field, Form, Input};
use crate::page::Reader;
use crate::pages::function::FunctionPage;
use crate::ui::{self, Column, Tone};

pub(super) fn section(reader: &Reader, page: &FunctionPage, bench: &Bench) -> AnyView {
    let text = &reader.text().trial;
    view! {
        <section class="section">
            <h2>{text.send}</h2>
            <p class="lead">{text.send_lead}</p>
            {choose(reader, page, bench)}
            {send(reader, page, bench)}
            {kept(reader, page, bench)}
        </section>
    }
    .into_any()
}

/// Puts an event into the form: one that was saved, or a sample that none of them hides.
fn choose(reader: &Reader, page: &FunctionPage, bench: &Bench) -> AnyView {
    let text = &reader.text().trial;
    let current = bench.typed.text("event");
    let option = |name: &str, label: &str| {
        view! { <option value=name.to_owned() selected=name == current>{label.to_owned()}</option> }
    };
    let own: Vec<_> =
        bench.events.iter().map(|event| option(event.name.as_str(), event.name.as_str())).collect();
    let is_hidden = |name: &str| bench.events.iter().any(|event| event.name.as_str() == name);
    let usual: Vec<_> = samples::ALL
        .iter()
        .filter(|sample| !is_hidden(sample.name))
        .map(|sample| option(sample.name, (text.sample)(sample.name)))
        .collect();
    let own = (!own.is_empty()).then(|| view! { <optgroup label=text.own_events>{own}</optgroup> });
    view! {
        <form method="get" action=page.0.address("try") class="filters">
            <div class="field">
                <label for="field-event">{text.start_from}</label>
                <select id="field-event" name="event">
                    {own}
                    <optgroup label=text.samples>{usual}</optgroup>
                </select>
            </div>
            {ui::submit_button(text.load, Tone::Plain)}
        </form>
    }
    .into_any()
}

fn send(reader: &Reader, page: &FunctionPage, bench: &Bench) -> AnyView {
    let (text, function) = (&reader.text().trial, &reader.text().function);
    let errors = &bench.reply.errors;
    let form = Form::new(reader, &bench.typed, errors);
    let live = Choice::new("", bench.live().map_or_else(String::new, text.live));
    let others = bench.versions.iter().map(|version| {
        let what = version.message.as_ref().map_or_else(String::new, |message| format!(" · {message}"));
        Choice::new(version.number.to_string(), format!("{}{what}", (function.version)(version.number)))
    });
    let versions: Vec<Choice> = std::iter::once(live).chain(others).collect();
    let label = |field: &str| match field {
        "payload" => text.payload,
        "version" => text.version,
        _ => text.name,
    };
    let field = |name, help: &str, optional, input| {
        form.field(&Field { name, label: label(name), help, optional, input })
    };
    let save = page.0.address("try/events");
    let keep = view! {
        {field("name", text.name_help, true, Input::Code { list: "" })}
        <p class="actions"><button type="submit" class="button" formaction=save>{text.save}</button></p>
    };
    let open = errors.iter().any(|error| error.field == "name");
    view! {
        <form method="post" action=format!("{}#outcome", page.0.address("try")) class="form">
            {form.summary(|field| label(field).to_owned())}
            {form.hidden("event")}
            {field("payload", text.payload_help, false, Input::Lines { rows: 14 })}
            {field("version", "", false, Input::Select(versions))}
            <p class="actions">{ui::submit_button(text.run, Tone::Primary)}</p>
            {ui::details(text.keep, "", open, keep)}
        </form>
    }
    .into_any()
}

/// The saved events, each with its way out.
fn kept(reader: &Reader, page: &FunctionPage, bench: &Bench) -> AnyView {
    if bench.events.is_empty() {
        return ().into_any();
    }
    let (text, function) = (&reader.text().trial, &reader.text().function);
    let columns = [
        Column::text(text.name),
        Column::number(function.bytes),
        Column::text(function.made_by),
        Column::text(reader.text().component.when),
        Column::text(""),
    ];
    let rows = bench
        .events
        .iter()
        .map(|event| {
            let show = page.0.address(&format!("try?event={}", event.name));
            let remove = page.0.address(&format!("try/events/{}/remove", event.name));
            let size = u64::try_from(event.payload.len()).unwrap_or(u64::MAX);
            let name = event.name.to_string();
            let label = (text.remove_one)(&name);
            let button = view! {
                <form method="post" action=remove>
                    <button type="submit" class="button" aria-label=label>{text.remove}</button>
                </form>
            };
            vec![
                view! { <a href=show>{name}</a> }.into_any(),
                (function.size)(size).into_any(),
                event.author.clone().into_any(),
                ui::time(reader, event.changed),
                button.into_any(),
            ]
        })
        .collect();
    let count = bench.events.len().to_string();
    ui::details(text.own_events, &count, false, ui::table(text.own_events, &columns, rows))
}
