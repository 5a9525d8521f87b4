//! The fake port for CI jobs that may deploy, and some that may.

use async_trait::async_trait;
use domain::caller::Caller;
use domain::ids::*;
use domain::ports::*;
use domain::trust::{Issuer, NewTrust, Preset, Provider, Trust};
use domain::{Error, Result};

use super::lock;
use super::ports::Fake;
use super::sample::{id, now};

#[async_trait]
impl Trusts for Fake {
    async fn list(&self, _: &Caller, _: OrganizationId) -> Result<Vec<Trust>> {
        Ok(lock(&self.0).trusts.clone())
    }

    async fn add(&self, _: &Caller, organization: OrganizationId, new: NewTrust) -> Result<Trust> {
        let mut world = lock(&self.0);
        world.call(&format!("trusts.add {new:?}"))?;
        new.check().map_err(Error::Invalid)?;
        let NewTrust { project, provider, issuer, conditions, functions } = new;
        let trust = Trust {
            id: id(12, 99),
            organization,
            project,
            provider,
            issuer,
            conditions,
            functions,
            created: now(),
            created_by: "haruto.sato@aoba.example".to_owned(),
        };
        world.trusts.push(trust.clone());
        Ok(trust)
    }

    async fn remove(&self, _: &Caller, _: OrganizationId, trust: TrustId) -> Result<()> {
        let mut world = lock(&self.0);
        world.call("trusts.remove")?;
        world.trusts.retain(|other| other.id != trust);
        Ok(())
    }
}

/// A trust in GitHub on a branch, and one in GitLab on every branch, for a function that is gone too.
pub(super) fn trusts() -> Vec<Trust> {
    let trust = |number, provider: Provider, preset, functions| Trust {
        id: id(12, number),
        organization: id(1, 1),
        project: id(2, 1),
        provider,
        issuer: Issuer::parse(provider.usual_issuer().expect("a usual issuer")).expect("an issuer"),
        conditions: provider.conditions(preset).expect("conditions"),
        functions,
        created: now(),
        created_by: "haruto.sato@aoba.example".to_owned(),
    };
    let github = Preset { repository: "aoba/webhooks", branch: "release/*", environment: "" };
    let gitlab = Preset { repository: "aoba/tools/resize", branch: "", environment: "" };
    vec![
        trust(1, Provider::GitHub, github, vec![id(4, 7)]),
        trust(2, Provider::GitLab, gitlab, vec![id(4, 8), id(4, 77)]),
    ]
}
