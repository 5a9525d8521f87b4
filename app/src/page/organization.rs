//! Pages inside an organization.

use axum::extract::{FromRequestParts, RawPathParams};
use domain::Error;
use domain::authz::{Action, Resource};
use domain::ids::{OrganizationId, ProjectId};
use domain::organization::Organization;
use http::StatusCode;
use http::request::Parts;
use leptos::IntoView;

use super::render::{self, Frame, Layout};
use super::{AppState, Page, PageError, Reader};

/// A request about an organization that the caller may see: its slug is `{organization}` in the path.
#[derive(Clone)]
pub struct OrganizationPage {
    /// Who asks, and how they read.
    pub page: Page,
    /// The organization.
    pub organization: Organization,
}

impl OrganizationPage {
    /// The organization's id.
    pub const fn id(&self) -> OrganizationId {
        self.organization.id
    }

    /// The address of something in the organization: `path` follows its slug, as in `components/new`.
    pub fn address(&self, path: &str) -> String {
        format!("/o/{}/{path}", self.organization.slug)
    }

    /// Whether the caller may do this in the whole organization.
    pub fn may(&self, action: Action) -> bool {
        self.page.may(action, Resource::Organization(self.organization.id))
    }

    /// Whether the caller may do this in a project of the organization.
    pub fn may_in(&self, action: Action, project: ProjectId) -> bool {
        self.page.may(action, Resource::Project(self.organization.id, project))
    }

    /// Renders a page with the organization's rail, which browsers without scripts load again every five seconds.
    pub fn render_live<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        content: impl FnOnce(&Reader) -> V,
    ) -> axum::response::Response {
        self.render_with(true, status, title, content)
    }

    /// Renders a page with the organization's rail.
    pub fn render<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        content: impl FnOnce(&Reader) -> V,
    ) -> axum::response::Response {
        self.render_with(false, status, title, content)
    }

    fn render_with<V: IntoView>(
        &self,
        reload: bool,
        status: StatusCode,
        title: &str,
        content: impl FnOnce(&Reader) -> V,
    ) -> axum::response::Response {
        let frame = Frame {
            settings: &self.page.settings,
            caller: Some(&self.page.caller),
            reader: &self.page.reader,
            layout: Layout::Organization(&self.organization),
            reload,
        };
        render::document(&frame, status, &format!("{title} · {}", self.organization.display_name), content)
    }
}

impl FromRequestParts<AppState> for OrganizationPage {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let page = Page::from_request_parts(parts, state).await?;
        let parameters =
            RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let slug = parameters
            .iter()
            .find_map(|(name, value)| (name == "organization").then_some(value))
            .ok_or(Error::NotFound)?;
        let organization = page.ports.organizations.find(&page.caller, slug).await?;
        Ok(Self { page, organization })
    }
}
