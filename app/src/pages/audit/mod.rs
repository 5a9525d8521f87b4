//! The audit trail: of an organization, and of the platform itself.

mod changes;
mod entry;
mod filter;
mod list;

use axum::extract::{Path, RawQuery};
use domain::authz::{self, Action, Resource};
use domain::ids::AuditEntryId;
use domain::ports::{PageRequest, Trail};
use http::StatusCode;

use crate::forms::Typed;
use crate::page::{Answer, OrganizationPage, Page};
use filter::Filter;

/// Entries on a page.
const SIZE: u16 = 50;

/// `GET /o/{organization}/audit`.
pub async fn show(page: OrganizationPage, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let trail = Trail::Organization(page.id());
    let filter = Filter::read(&page.page.reader, &typed);
    let component = match filter.filter.component {
        Some(id) => page.page.ports.components.find(&page.page.caller, page.id(), id).await.ok(),
        None => None,
    };
    let entries = entries(&page.page, trail, &filter, &typed).await?;
    let text = &page.page.reader.text().audit;
    let view = list::List {
        title: text.title,
        path: page.address("audit"),
        component: component.map(|component| component.name.to_string()),
        may_export: page.may(Action::ExportAudit),
    };
    Ok(page.render(filter.status(), text.title, |reader| view.view(reader, &typed, &filter, &entries)))
}

/// `GET /o/{organization}/audit/{entry}`.
pub async fn show_entry(page: OrganizationPage, Path((_, entry)): Path<(String, AuditEntryId)>) -> Answer {
    let trail = Trail::Organization(page.id());
    let entry = page.page.ports.audit.find(&page.page.caller, trail, entry).await?;
    let text = &page.page.reader.text().audit;
    let title = (text.entry)(entry.sequence);
    Ok(page.render(StatusCode::OK, &title, |reader| {
        entry::view(reader, &entry, text.title, &page.address("audit"), Some(&page.address("")))
    }))
}

/// `GET /platform/audit`.
pub async fn show_platform(page: Page, RawQuery(query): RawQuery) -> Answer {
    authz::decide(&page.caller, Action::ViewAudit, Resource::Platform)?;
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let filter = Filter::read(&page.reader, &typed);
    let entries = entries(&page, Trail::Platform, &filter, &typed).await?;
    let text = &page.reader.text().audit;
    let view = list::List {
        title: text.platform_title,
        path: "/platform/audit".to_owned(),
        component: None,
        may_export: page.may(Action::ExportAudit, Resource::Platform),
    };
    Ok(page
        .render(filter.status(), text.platform_title, |reader| view.view(reader, &typed, &filter, &entries)))
}

/// `GET /platform/audit/{entry}`.
pub async fn show_platform_entry(page: Page, Path(entry): Path<AuditEntryId>) -> Answer {
    authz::decide(&page.caller, Action::ViewAudit, Resource::Platform)?;
    let entry = page.ports.audit.find(&page.caller, Trail::Platform, entry).await?;
    let text = &page.reader.text().audit;
    let title = (text.entry)(entry.sequence);
    Ok(page.render(StatusCode::OK, &title, |reader| {
        entry::view(reader, &entry, text.platform_title, "/platform/audit", None)
    }))
}

async fn entries(
    page: &Page,
    trail: Trail,
    filter: &Filter,
    typed: &Typed,
) -> domain::Result<domain::ports::Page<domain::audit::AuditEntry>> {
    let request = PageRequest { cursor: typed.filled("cursor").map(ToOwned::to_owned), size: SIZE };
    page.ports.audit.list(&page.caller, trail, &filter.filter, &request).await
}
