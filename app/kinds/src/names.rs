//! Names in AWS.

use domain::ids::ComponentId;
use domain::organization::Name;
use sha2::{Digest, Sha256};

use crate::load_balancer::Exposure;

/// Most characters of an identifier: names of backup vaults have at most 50
/// (<https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html>), database clusters 63.
pub const IDENTIFIER_MAX: usize = 50;

/// Characters of the part that makes an identifier unique.
const UNIQUE: usize = 8;

/// The name of everything that belongs to a component: cluster, vault, key alias.
///
/// People recognize it by its words; a hash of the component's id makes it unique. Without the hash, `a-b`/`c` and `a`/`b-c` would
/// collide, and a component made again under its old name would find the kept key and vault of the first.
pub fn identifier(words: &[&str], component: ComponentId) -> String {
    let mut name = String::with_capacity(IDENTIFIER_MAX);
    for character in words.join("-").chars() {
        // RDS refuses two hyphens in a row.
        if name.len() < IDENTIFIER_MAX - UNIQUE - 1 && !(character == '-' && name.ends_with('-')) {
            name.push(character);
        }
    }
    let unique = hex::encode(Sha256::digest(component.0.as_bytes()));
    format!("{}-{}", name.trim_end_matches('-'), &unique[..UNIQUE])
}

/// The stack of a component, from its identifier.
pub fn component_stack(identifier: &str) -> String {
    format!("provisioner-{identifier}")
}

/// The network stack of an organization, one in each region.
pub fn network_stack(organization: &Name) -> String {
    format!("provisioner-{}-network", organization.as_str())
}

/// The stack with the bucket for code of an organization, one in each region.
pub fn artifacts_stack(organization: &Name) -> String {
    format!("provisioner-{}-artifacts", organization.as_str())
}

/// The stack with a load balancer of an organization, one of each exposure in each region.
pub fn load_balancer_stack(organization: &Name, exposure: Exposure) -> String {
    format!("provisioner-{}-{}", organization.as_str(), exposure.as_str())
}

/// The stack with the ways to services of AWS from inside of an organization's network, one in each region.
pub fn endpoints_stack(organization: &Name) -> String {
    format!("provisioner-{}-endpoints", organization.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(number: u128) -> ComponentId {
        ComponentId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn identifiers_are_short_valid_and_unique() {
        let long = "x".repeat(32);
        for words in [
            ["acme", "shop", "production", "orders"],
            ["a--b", "c-d", "staging", "e"],
            [&*long, &*long, "development", &*long],
        ] {
            let name = identifier(&words, component(1));
            assert!(name.len() <= IDENTIFIER_MAX, "{name}");
            assert!(!name.contains("--"), "{name}");
        }
        assert_eq!(
            identifier(&["acme", "shop", "production", "orders"], component(1)),
            "acme-shop-production-orders-7c3ccd10"
        );
        assert_ne!(identifier(&["a-b", "c"], component(1)), identifier(&["a", "b-c"], component(2)));
    }
}
