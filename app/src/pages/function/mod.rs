//! Functions: their code, their versions, and their variables.

mod deploy;
mod metrics;
mod overview;
mod roll_back;
mod rollout;
pub mod trials;
mod upload;
mod variables;
mod version;
mod versions;

use axum::extract::FromRequestParts;
use domain::Error;
use domain::authz::Action;
use domain::component::Kind;
use http::request::Parts;

use super::components::ComponentPage;
use crate::page::{AppState, PageError};

pub use deploy::{deploy, form};
pub use metrics::metrics;
pub(super) use overview::overview;
pub use roll_back::{ask, roll_back};
pub use variables::{edit, save};
pub use version::version;
pub use versions::versions;

/// A request about a function that the caller may see.
#[derive(Clone)]
pub struct FunctionPage(pub(super) ComponentPage);

impl FunctionPage {
    /// Whether the caller may deploy now: nothing but a deploy may be at work.
    fn may_deploy(&self) -> bool {
        self.0.may(Action::Deploy) && self.0.component.state.is_usable()
    }
}

impl FromRequestParts<AppState> for FunctionPage {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let page = ComponentPage::from_request_parts(parts, state).await?;
        if page.component.kind == Kind::Function { Ok(Self(page)) } else { Err(Error::NotFound.into()) }
    }
}
