//! Stacks that components of an organization in a region share. Each is made when first needed, and stays.

use domain::component::Kind;
use domain::operation::StepName;
use domain::organization::Name;
use serde_json::Value;

use crate::function::{Exposure, Settings};
use crate::kind::Context;
use crate::tags::Tags;
use crate::template::Template;
use crate::{artifacts, endpoints, load_balancer, names, network};

/// A stack that components share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedStack {
    /// The private network.
    Network,
    /// The bucket for code.
    Artifacts,
    /// A load balancer.
    LoadBalancer(Exposure),
    /// The ways to AWS's services from inside of the network.
    Endpoints,
}

/// The shared stack that a step is about, for a component with these settings. None in the steps about its own stack.
pub fn shared_stack(step: StepName, kind: Kind, settings: &Value) -> Option<SharedStack> {
    match step {
        StepName::Network => Some(SharedStack::Network),
        StepName::Artifacts => Some(SharedStack::Artifacts),
        StepName::Endpoints => Some(SharedStack::Endpoints),
        StepName::LoadBalancer if kind == Kind::Function => Settings::from_document(settings)
            .ok()
            .map(|settings| SharedStack::LoadBalancer(settings.exposure)),
        _ => None,
    }
}

impl SharedStack {
    /// Its part in tokens.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Artifacts => "artifacts",
            Self::LoadBalancer(exposure) => exposure.as_str(),
            Self::Endpoints => "endpoints",
        }
    }

    /// The name of the stack of an organization.
    pub fn stack(self, organization: &Name) -> String {
        match self {
            Self::Network => names::network_stack(organization),
            Self::Artifacts => names::artifacts_stack(organization),
            Self::LoadBalancer(exposure) => names::load_balancer_stack(organization, exposure),
            Self::Endpoints => names::endpoints_stack(organization),
        }
    }

    /// Renders it as a component needs it.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when a load balancer is wanted in an account without a domain.
    pub fn render(self, context: &Context) -> domain::Result<Template> {
        let (organization, region) = (&context.organization, &context.region);
        Ok(match self {
            Self::Network => network::render(organization, region),
            Self::Artifacts => artifacts::render(organization, region),
            Self::LoadBalancer(exposure) => {
                let domain = context.domain.as_ref().ok_or_else(|| domain::Error::internal(NoDomain))?;
                load_balancer::render(organization, region, exposure, domain)
            }
            Self::Endpoints => endpoints::render(organization, region),
        })
    }

    /// The tags of the stack itself.
    pub fn tags(self, context: &Context) -> Tags {
        Tags::default().with("organization", context.organization.as_str()).with("managed-by", "provisioner")
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the account has no domain for load balancers")]
struct NoDomain;
