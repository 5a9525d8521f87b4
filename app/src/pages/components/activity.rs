//! What was done to a component: operations and releases.

use axum::extract::RawQuery;
use domain::component::Release;
use domain::operation::Operation;
use domain::ports::{OperationFilter, PageRequest};
use http::StatusCode;
use leptos::prelude::*;

use super::ComponentPage;
use crate::forms::Typed;
use crate::page::{Answer, OrganizationPage, Reader};
use crate::ui::{self, Column};

/// How many operations stand on a page.
const PAGE_SIZE: u16 = 20;

/// `GET /o/{organization}/components/{component}/activity`.
pub async fn activity(page: ComponentPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let (place, ports) = (&page.place, &page.place.page.ports);
    let filter = OperationFilter {
        component: Some(page.component.id),
        page: PageRequest { cursor: query.filled("cursor").map(ToOwned::to_owned), size: PAGE_SIZE },
        ..OperationFilter::default()
    };
    let operations = ports.operations.list(&place.page.caller, place.id(), &filter).await?;
    let releases = ports.components.releases(&place.page.caller, place.id(), page.component.id).await?;
    let title = place.page.reader.text().component.activity;
    Ok(page.render(StatusCode::OK, title, |reader| {
        let text = reader.text();
        let audit = place.address(&format!("audit?component={}", page.component.id));
        let list = if operations.items.is_empty() {
            view! { <p class="quiet">{text.component.no_recent}</p> }.into_any()
        } else {
            operations_table(reader, place, text.component.operations, &operations.items)
        };
        view! {
            <section class="section">
                <div class="section-head">
                    <h2>{text.component.operations}</h2>
                    <a href=audit>{text.component.audit}</a>
                </div>
                {list}
                {ui::pager(text, &page.address("activity"), &query, operations.next.as_deref())}
            </section>
            {releases_section(reader, &page, &releases)}
        }
    }))
}

/// Operations as a table: what, how it stands, who, when, how long.
pub(crate) fn operations_table(
    reader: &Reader,
    place: &OrganizationPage,
    caption: &str,
    operations: &[Operation],
) -> AnyView {
    let text = reader.text();
    let columns = [
        Column::text(text.component.operation),
        Column::text(text.component.state),
        Column::text(text.component.author),
        Column::text(text.component.when),
        Column::number(text.component.duration),
    ];
    let rows = operations
        .iter()
        .map(|operation| {
            let address = place.address(&format!("operations/{}", operation.id));
            let title = (text.operation.title)(operation.change, operation.intent.name.as_str());
            let duration = operation
                .started
                .zip(operation.ended)
                .map(|(started, ended)| (text.common.duration)(ended.as_second() - started.as_second()));
            vec![
                view! { <a href=address>{title}</a> }.into_any(),
                ui::operation_pill(text, operation.state),
                operation.author.clone().into_any(),
                ui::time(reader, operation.confirmed.unwrap_or(operation.created)),
                duration.into_any(),
            ]
        })
        .collect();
    ui::table(caption, &columns, rows)
}

fn releases_section(reader: &Reader, page: &ComponentPage, releases: &[Release]) -> AnyView {
    let text = reader.text();
    let columns = [
        Column::text(text.component.releases),
        Column::text(text.component.operation),
        Column::text(text.component.author),
        Column::text(text.component.when),
    ];
    let rows: Vec<_> = releases
        .iter()
        .map(|release| {
            let in_force = (release.number == page.component.version)
                .then(|| view! { " " <span class="tag">{text.component.release_in_force}</span> });
            let operation = page.place.address(&format!("operations/{}", release.operation));
            let title = (text.component.release)(release.number);
            vec![
                view! { {title} {in_force} }.into_any(),
                view! { <a href=operation>{text.component.see_operation}</a> }.into_any(),
                release.author.clone().into_any(),
                ui::time(reader, release.created),
            ]
        })
        .collect();
    let content = if rows.is_empty() {
        view! { <p class="quiet">{text.component.no_releases}</p> }.into_any()
    } else {
        ui::table(text.component.releases, &columns, rows)
    };
    view! {
        <section class="section">
            <h2>{text.component.releases}</h2>
            <p class="lead">{text.component.releases_help}</p>
            {content}
        </section>
    }
    .into_any()
}
