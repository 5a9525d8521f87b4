//! The versions of a function.

use axum::extract::RawQuery;
use domain::function::{Version, VersionState};
use domain::ports::PageRequest;
use http::StatusCode;
use leptos::prelude::*;

use super::FunctionPage;
use crate::forms::Typed;
use crate::page::{Answer, Reader};
use crate::ui::{self, Column, Icon, Tone};

/// How many stand on a page.
const PAGE_SIZE: u16 = 25;

/// `GET /o/{organization}/components/{component}/versions`.
pub async fn versions(page: FunctionPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let wanted = PageRequest { cursor: query.filled("cursor").map(ToOwned::to_owned), size: PAGE_SIZE };
    let versions =
        ports.deploys.versions(&place.page.caller, place.id(), page.0.component.id, &wanted).await?;
    let title = place.page.reader.text().function.versions;
    Ok(page.0.render(StatusCode::OK, title, |reader| {
        let text = &reader.text().function;
        let deploy =
            page.may_deploy().then(|| ui::link_button(text.deploy, &page.0.address("deploy"), Tone::Primary));
        if versions.items.is_empty() {
            return ui::empty_state(text.no_versions, text.no_versions_help, deploy);
        }
        view! {
            <section class="section">
                <div class="section-head"><h2>{text.versions}</h2> {deploy}</div>
                <p class="lead">{text.versions_lead}</p>
                {table(reader, &page, &versions.items)}
                {ui::pager(reader.text(), &page.0.address("versions"), &query, versions.next.as_deref())}
            </section>
        }
        .into_any()
    }))
}

fn table(reader: &Reader, page: &FunctionPage, versions: &[Version]) -> AnyView {
    let text = &reader.text().function;
    let columns = [
        Column::text(text.versions),
        Column::text(reader.text().component.state),
        Column::text(text.what),
        Column::text(text.made_by),
        Column::text(text.from),
        Column::text(reader.text().component.when),
        Column::number(text.bytes),
        Column::text(""),
    ];
    let rows = versions
        .iter()
        .map(|version| {
            let address = page.0.address(&format!("versions/{}", version.number));
            let back = (version.state.can_return() && page.may_deploy()).then(|| {
                view! { <a href=format!("{address}/roll-back")>{text.roll_back}</a> }
            });
            vec![
                view! { <a href=address>{(text.version)(version.number)}</a> }.into_any(),
                pill(reader, version.state),
                version.message.clone().into_any(),
                version.author.clone().into_any(),
                (text.source)(&version.source).into_any(),
                ui::time(reader, version.created),
                (text.size)(version.size).into_any(),
                back.into_any(),
            ]
        })
        .collect();
    ui::table(text.versions, &columns, rows)
}

/// How a version stands.
pub(super) fn pill(reader: &Reader, state: VersionState) -> AnyView {
    let (colour, picture) = match state {
        VersionState::Live => (ui::State::Success, Icon::Check),
        VersionState::Deploying => (ui::State::Info, Icon::Running),
        VersionState::Failed => (ui::State::Danger, Icon::Cross),
        VersionState::Previous => (ui::State::Neutral, Icon::Clock),
        VersionState::Returned => (ui::State::Warning, Icon::Cross),
        VersionState::Superseded | VersionState::Pruned => (ui::State::Neutral, Icon::Dash),
    };
    ui::pill(colour, picture, (reader.text().function.state)(state))
}
