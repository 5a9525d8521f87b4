//! What every page needs: who asks, how they read, and how an answer is rendered.

mod address;
mod error;
mod organization;
mod reader;
mod render;
mod state;

pub use address::local_path;
pub use error::{Answer, PageError, render_errors, sign_in_address};
pub use organization::OrganizationPage;
pub use reader::{Reader, Theme};
pub(crate) use render::Frame;
pub use render::{FormTarget, Layout, redirect, render_public};
pub use state::{AppState, AssetAddress, Settings};

use std::sync::Arc;

use axum::extract::FromRequestParts;
use domain::authz::{self, Action, Resource};
use domain::caller::Caller;
use domain::ports::Ports;
use domain::{Error, Result};
use http::StatusCode;
use http::request::Parts;
use leptos::IntoView;

/// A request of somebody who is signed in. Extracting it refuses everybody else with [`Error::Unauthenticated`].
#[derive(Clone)]
pub struct Page {
    /// What the server can do.
    pub ports: Ports,
    /// What the server is.
    pub settings: Arc<Settings>,
    /// Who asks.
    pub caller: Caller,
    /// How they read.
    pub reader: Reader,
}

impl Page {
    /// Whether the caller may do this. For hiding what would be refused; the service behind the port decides.
    pub fn may(&self, action: Action, resource: Resource) -> bool {
        authz::decide(&self.caller, action, resource).is_ok()
    }

    /// Renders a page that belongs to no organization.
    pub fn render<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        content: impl FnOnce(&Reader) -> V,
    ) -> axum::response::Response {
        let frame = render::Frame {
            settings: &self.settings,
            caller: Some(&self.caller),
            reader: &self.reader,
            layout: Layout::Plain,
            reload: false,
        };
        render::document(&frame, status, title, content)
    }
}

impl FromRequestParts<AppState> for Page {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let caller = parts.extensions.get::<Caller>().cloned().ok_or(Error::Unauthenticated)?;
        Ok(Self {
            ports: state.ports.clone(),
            settings: state.settings.clone(),
            caller,
            reader: Reader::of(parts, state),
        })
    }
}
