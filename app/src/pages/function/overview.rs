//! What of a function stands on its overview: its address, and what is live.

use domain::function::Version;
use leptos::prelude::*;

use super::super::components::ComponentPage;
use crate::page::Reader;
use crate::ui::{self, Fact, Tone};

/// Address and live version.
pub(in crate::pages) fn overview(reader: &Reader, page: &ComponentPage, live: Option<&Version>) -> AnyView {
    if !page.component.state.is_usable() {
        return ().into_any();
    }
    view! { {live_version(reader, page, live)} {address(reader, page)} }.into_any()
}

fn live_version(reader: &Reader, page: &ComponentPage, live: Option<&Version>) -> AnyView {
    let text = &reader.text().function;
    let may_deploy = page.may(domain::authz::Action::Deploy);
    let deploy = may_deploy.then(|| ui::link_button(text.deploy, &page.address("deploy"), Tone::Primary));
    let Some(live) = live else {
        return ui::empty_state(text.nothing_live, text.nothing_live_help, deploy);
    };
    let version = page.address(&format!("versions/{}", live.number));
    let facts = vec![
        Fact(text.live, view! { <a href=version>{(text.version)(live.number)}</a> }.into_any()),
        Fact(text.what, live.message.clone().unwrap_or_else(|| "–".to_owned()).into_any()),
        Fact(text.made_by, live.author.clone().into_any()),
        Fact(text.from, (text.source)(&live.source).into_any()),
        Fact(reader.text().component.when, ui::time(reader, live.created)),
        Fact(text.code, view! { <code>{live.artifact.short().to_owned()}</code> }.into_any()),
        Fact(text.bytes, (text.size)(live.size).into_any()),
    ];
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{text.live}</h2>
                <a href=page.address("versions")>{text.versions}</a>
            </div>
            {ui::fact_list(facts)}
            <p class="actions">{deploy}</p>
        </section>
    }
    .into_any()
}

fn address(reader: &Reader, page: &ComponentPage) -> AnyView {
    let Some(address) = kinds::of(page.component.kind).address(&page.component.outputs) else {
        return ().into_any();
    };
    let text = &reader.text().function;
    let address = page.place.page.settings.function_address(&address);
    let command = format!("curl {address}/");
    let networks =
        (reader.text().component.networks_count)(page.component.document.allow_list.entries().len());
    let networks = view! { <a href=page.address("allow-list")>{networks}</a> }.into_any();
    let copy = ui::copy_button(reader.text(), &command);
    view! {
        <section class="section" id="connect">
            <h2>{text.address}</h2>
            <p class="lead">{text.address_help}</p>
            <div class="snippet"><pre tabindex="0"><code>{command}</code></pre> {copy}</div>
            {ui::fact_list(vec![
                Fact(text.try_it, view! { <a href=address.clone() rel="noreferrer">{address.clone()}</a> }.into_any()),
                Fact(reader.text().component.networks, networks),
            ])}
        </section>
    }
    .into_any()
}
