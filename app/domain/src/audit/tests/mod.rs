mod chain;
mod file;
mod words;

use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::{AuditAction, AuditEntry, AuditHead, AwsLinks, NO_HASH, Outcome, Target, seal};
use crate::caller::{Actor, Interface, Origin};
use crate::ids::{AuditEntryId, OrganizationId, SessionId, UserId};

const NOW: Timestamp = Timestamp::constant(1_795_251_600, 123_456_789);
const ACME: OrganizationId = OrganizationId(Uuid::from_u128(1));

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn entry(sequence: u64) -> AuditEntry {
    AuditEntry {
        id: AuditEntryId(Uuid::from_u128(u128::from(sequence))),
        organization: Some(ACME),
        sequence,
        actor: Actor::Person {
            id: UserId(Uuid::from_u128(2)),
            email: "eve@acme.example".to_owned(),
            name: "Eve \"the\" Ng, 京".to_owned(),
            session: SessionId(Uuid::from_u128(3)),
        },
        roles: vec!["owner".to_owned()],
        origin: Origin {
            request_id: "r-1".to_owned(),
            interface: Interface::Portal,
            address: Some("203.0.113.7".parse().expect("an address")),
            user_agent: None,
        },
        action: AuditAction::AllowListChanged,
        target: Target { name: "orders-db".to_owned(), ..Target::default() },
        before: Some(json!({ "b": 1.5, "a": ["x", null, { "hash": "nested", "previous_hash": "nested" }] })),
        after: None,
        reason: Some("=HYPERLINK(1)".to_owned()),
        outcome: Outcome::Succeeded,
        operation: None,
        aws: Some(AwsLinks { stack: "arn:aws:cloudformation:x".to_owned(), change_set: None }),
        opened: NOW,
        completed: NOW + SignedDuration::from_secs(1),
        previous_hash: String::new(),
        hash: String::new(),
    }
}

fn trail(count: u64) -> Vec<AuditEntry> {
    let mut previous = NO_HASH.to_owned();
    (1..=count)
        .map(|sequence| {
            let sealed = seal(&previous, entry(sequence));
            previous.clone_from(&sealed.hash);
            sealed
        })
        .collect()
}

fn head_at(trail: &[AuditEntry], count: usize) -> AuditHead {
    let hash = count.checked_sub(1).map_or(NO_HASH, |index| trail[index].hash.as_str());
    AuditHead::sign(Some(ACME), count as u64, hash, NOW, &key())
}
