//! The top line: product, search, account.

use domain::caller::{Actor, Caller};
use domain::organization::Organization;
use leptos::prelude::*;

use crate::page::{Reader, Settings, sign_in_address};
use crate::ui::{Icon, icon};

/// The top line of every page.
pub(super) fn top(
    settings: &Settings,
    caller: Option<&Caller>,
    reader: &Reader,
    organization: Option<&Organization>,
) -> AnyView {
    let text = reader.text();
    let menu = organization.map(|_| {
        view! {
            <button type="button" class="menu-button" popovertarget="rail" aria-label=text.shell.menu>{icon(Icon::Menu)}</button>
        }
    });
    let search = organization.map(|organization| {
        view! {
            <form class="search" role="search" aria-label=text.shell.search method="get" action=format!("/o/{}/components", organization.slug)>
                {icon(Icon::Search)}
                <input type="search" name="text" aria-label=text.shell.search placeholder=text.shell.search accesskey="k" />
            </form>
        }
    });
    let person = caller.map(|caller| &caller.actor).and_then(|actor| match actor {
        Actor::Person { name, email, .. } => Some((name.clone(), email.clone())),
        Actor::Job { .. } | Actor::Automation { .. } | Actor::Anonymous => None,
    });
    let account = match person {
        Some((name, email)) => account_menu(settings, reader, name, email),
        None => view! {
            <a class="quiet-link" href="/preferences">{text.shell.preferences}</a>
            <a class="button" href=sign_in_address(&reader.path)>{text.shell.sign_in}</a>
        }
        .into_any(),
    };
    view! {
        <header class="top">
            {menu}
            <a class="brand" href="/"><span class="mark" aria-hidden="true"></span> {text.common.product}</a>
            {search}
            <div class="top-end">{account}</div>
        </header>
    }
    .into_any()
}

fn account_menu(settings: &Settings, reader: &Reader, name: String, email: String) -> AnyView {
    let text = reader.text();
    let zone = reader.zone.iana_name().unwrap_or("UTC");
    let shown = if name.is_empty() { email.clone() } else { name };
    view! {
        <button type="button" class="account-button" popovertarget="account">
            {icon(Icon::Person)} <span class="account-name">{shown.clone()}</span> {icon(Icon::Chevron)}
        </button>
        <nav id="account" class="menu" popover="auto" aria-label=text.shell.account>
            <p class="menu-head"><strong>{shown}</strong> <span class="quiet">{email}</span></p>
            <ul>
                <li><a href="/organizations">{text.shell.organizations}</a></li>
                <li><a href="/account/sessions">{text.shell.sessions}</a></li>
                <li><a href="/preferences">{text.shell.preferences}</a></li>
            </ul>
            <form method="post" action="/auth/logout"><button type="submit" class="menu-item">{text.shell.sign_out}</button></form>
            <p class="menu-foot quiet">{(text.shell.times_in)(zone)} <br /> {(text.shell.version)(&settings.version)}</p>
        </nav>
    }
    .into_any()
}
