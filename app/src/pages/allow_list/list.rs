//! The page: who may connect, how much room is left, and the ways to change it.

use axum::response::Response;
use domain::allow_list::{AllowList, Cidr, Entry, ExpiryChoice, Family, ListChange, Warning};
use domain::authz::Action;
use domain::caller::Actor;
use domain::error::Error;
use http::StatusCode;
use leptos::prelude::*;

use super::expiry::EXPIRES;
use super::{form, may_change, plan};
use crate::forms::Typed;
use crate::page::{Answer, Reader};
use crate::pages::components::ComponentPage;
use crate::pages::reply::Reply;
use crate::ui::{self, Column, Tone};

/// `GET /o/{organization}/components/{component}/allow-list`.
pub async fn show(page: ComponentPage) -> Answer {
    Ok(render(&page, &form::defaults(), &Reply::default()))
}

/// `POST /o/{organization}/components/{component}/allow-list/remove`: plans to remove one network, whose id is the field `entry`.
pub async fn remove(page: ComponentPage, typed: Typed) -> Answer {
    may_change(&page)?;
    let planned = match typed.text("entry").parse() {
        Ok(entry) => plan(&page, ListChange::Remove(vec![entry])).await,
        Err(_) => Err(Error::NotFound),
    };
    match planned {
        Ok(response) => Ok(response),
        // The component is there: its page could be opened. It is the network that is not.
        Err(Error::NotFound) => Ok(gone(&page)),
        Err(error) => Ok(render(&page, &form::defaults(), &Reply::to(error)?)),
    }
}

/// The page with the form for one network as it was typed, and why it is shown again.
pub(super) fn render(page: &ComponentPage, typed: &Typed, reply: &Reply) -> Response {
    let title = page.place.page.reader.text().allow_list.title;
    page.render(reply.status(), title, |reader| {
        view! {
            {reply.callout(reader, &page.place)}
            {content(reader, page, typed, reply)}
        }
    })
}

/// The page for somebody who wanted to remove what is not there any more.
fn gone(page: &ComponentPage) -> Response {
    let text = &page.place.page.reader.text().allow_list;
    page.render(StatusCode::CONFLICT, text.title, |reader| {
        let help = view! { <p>{text.gone_help}</p> };
        view! {
            <div role="alert">{ui::callout(ui::State::Warning, text.gone, help)}</div>
            {content(reader, page, &form::defaults(), &Reply::default())}
        }
    })
}

fn content(reader: &Reader, page: &ComponentPage, typed: &Typed, reply: &Reply) -> AnyView {
    let text = &reader.text().allow_list;
    let list = &page.component.document.allow_list;
    let may_change = page.may(Action::ChangeComponent);
    let networks = if list.is_empty() {
        let help = view! { <p>{text.nobody_help}</p> };
        ui::callout(ui::State::Warning, text.nobody, help)
    } else {
        table(reader, page, list, may_change)
    };
    let tools = may_change.then(|| {
        view! {
            <div class="actions">
                {add_mine(reader, page)}
                {ui::link_button(text.many, &page.address("allow-list/many"), Tone::Plain)}
                {ui::link_button(text.edit, &page.address("allow-list/edit"), Tone::Plain)}
            </div>
        }
    });
    let form = may_change.then(|| form::view(reader, page, typed, &reply.errors));
    view! {
        <p class="lead">{text.lead}</p>
        {networks}
        {head_room(reader, list)}
        {tools}
        {form}
        <ul class="notes">
            <li>{text.covers}</li>
            <li>{text.reach}</li>
        </ul>
    }
    .into_any()
}

fn table(reader: &Reader, page: &ComponentPage, list: &AllowList, may_change: bool) -> AnyView {
    let text = &reader.text().allow_list;
    let columns = [
        Column::text(text.network),
        Column::text(text.label),
        Column::text(text.expires),
        Column::text(text.added),
        Column::text(""),
    ];
    let warnings = list.warnings();
    let rows = list
        .entries()
        .iter()
        .map(|entry| {
            let author = (text.added_by)(&entry.added_by);
            vec![
                view! { <code>{entry.network.to_string()}</code> }.into_any(),
                view! { <span class="lines-of-text">{entry.label.clone()} {beside(reader, entry.network, &warnings)}</span> }
                    .into_any(),
                ends(reader, entry),
                view! { <span>{ui::time(reader, entry.added)} " " <span class="quiet">{author}</span></span> }.into_any(),
                may_change.then(|| remove_button(reader, page, entry)).into_any(),
            ]
        })
        .collect();
    ui::table(text.title, &columns, rows)
}

/// What is to be known about a network, beside it.
fn beside(reader: &Reader, network: Cidr, warnings: &[(Cidr, Warning)]) -> Vec<AnyView> {
    warnings
        .iter()
        .filter(|(about, _)| *about == network)
        .map(|(_, warning)| {
            let words = (reader.text().words.warning)(warning);
            view! { <span class="caution">{ui::icon(ui::Icon::Warning)} {words}</span> }.into_any()
        })
        .collect()
}

fn ends(reader: &Reader, entry: &Entry) -> AnyView {
    let text = &reader.text().allow_list;
    match entry.expires {
        None => text.never.into_any(),
        Some(expires) if expires <= reader.now => text.over.into_any(),
        Some(expires) => ui::time(reader, expires),
    }
}

fn remove_button(reader: &Reader, page: &ComponentPage, entry: &Entry) -> AnyView {
    let text = &reader.text().allow_list;
    let network = entry.network.to_string();
    view! {
        <form method="post" action=page.address("allow-list/remove")>
            <input type="hidden" name="entry" value=entry.id.to_string() />
            <button type="submit" class="link" aria-label=(text.remove_of)(&network)>{text.remove}</button>
        </form>
    }
    .into_any()
}

fn head_room(reader: &Reader, list: &AllowList) -> AnyView {
    let text = &reader.text().allow_list;
    let meters: Vec<_> = [Family::V4, Family::V6]
        .into_iter()
        .map(|family| {
            let room = list.head_room(family);
            let words = (text.head_room)(&room.used.to_string(), &room.max.to_string());
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            ui::meter((text.family)(family), &words, count(room.used), count(room.max))
        })
        .collect();
    view! { <div class="meters">{meters}</div> }.into_any()
}

/// The reader's own address: in the list, or added with one click.
fn add_mine(reader: &Reader, page: &ComponentPage) -> AnyView {
    let text = &reader.text().allow_list;
    let caller = &page.place.page.caller;
    let Some(address) = caller.origin.address.map(|address| address.to_canonical()) else {
        return ().into_any();
    };
    let shown = address.to_string();
    if page.component.document.allow_list.allows(address) {
        let words = (text.mine_allowed)(&shown);
        return view! { <span class="all-well">{ui::icon(ui::Icon::Check)} {words}</span> }.into_any();
    }
    let name = match &caller.actor {
        Actor::Person { name, email, .. } if name.trim().is_empty() => email,
        Actor::Person { name, .. } => name,
        Actor::Job { .. } | Actor::Automation { .. } | Actor::Anonymous => return ().into_any(),
    };
    view! {
        <form method="post" action=page.address("allow-list")>
            <input type="hidden" name="network" value=shown.clone() />
            <input type="hidden" name="label" value=(text.mine_label)(name) />
            <input type="hidden" name=EXPIRES value=ExpiryChoice::OneDay.as_str() />
            {ui::submit_button(&(text.add_mine)(&shown), Tone::Plain)}
        </form>
    }
    .into_any()
}
