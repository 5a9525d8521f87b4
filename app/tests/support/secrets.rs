//! The fake port for secret values of functions. It keeps no value.

use async_trait::async_trait;
use domain::caller::Caller;
use domain::cloud::SecretValue;
use domain::function::Secret;
use domain::ids::*;
use domain::ports::*;
use domain::{Error, Result};

use super::lock;
use super::ports::Fake;
use super::sample::now;

#[async_trait]
impl Secrets for Fake {
    async fn list(&self, _: &Caller, _: OrganizationId, function: ComponentId) -> Result<Vec<Secret>> {
        let world = lock(&self.0);
        let sampled = world.components.iter().position(|found| found.id == function) == Some(6);
        Ok(if sampled { world.secrets.clone() } else { Vec::new() })
    }

    async fn set(
        &self,
        _: &Caller,
        _: OrganizationId,
        _: ComponentId,
        name: &str,
        value: SecretValue,
    ) -> Result<Secret> {
        let mut world = lock(&self.0);
        world.call(&format!("secrets.set {name} {}", value.expose().len()))?;
        Ok(secret(name, Some("Mika Tanaka"), 9))
    }

    async fn remove(&self, _: &Caller, _: OrganizationId, _: ComponentId, name: &str) -> Result<()> {
        let mut world = lock(&self.0);
        world.call(&format!("secrets.remove {name}"))?;
        let found = world.secrets.iter().any(|secret| secret.name == name);
        if found { Ok(()) } else { Err(Error::NotFound) }
    }
}

/// What is known of a secret.
pub fn secret(name: &str, by: Option<&str>, version: u32) -> Secret {
    Secret {
        name: name.to_owned(),
        present: true,
        version,
        seen: version,
        set_by: by.map(ToOwned::to_owned),
        set: now(),
    }
}
