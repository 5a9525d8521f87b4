//! Secret values of a function. They rest in Secrets Manager alone, as one JSON object of names and values; here is what may be known of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::VariableName;
use crate::cloud::SecretValue;
use crate::error::{FieldError, Problem};

/// Most bytes of all secret values together, as JSON
/// (<https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>).
pub const SECRETS_MAX_BYTES: usize = 65_536;

/// The name of the variable that tells a function where its secret values are.
pub const SECRET_ARN_VARIABLE: &str = "PROVISIONER_SECRET_ARN";

/// What is known of a secret value without the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Its name. One that was set outside of this product may be no [`VariableName`].
    pub name: String,
    /// Whether it is there. What was removed is remembered, so that a late note of an earlier write does not bring it back.
    pub present: bool,
    /// The version of the function's secrets that set or removed it last: 1, 2, 3 ... 0 when this product did not.
    pub version: u32,
    /// The newest version in which it was looked for.
    pub seen: u32,
    /// Who set it, as text for people. None when it was not this product, or it was stopped before it could note that.
    pub set_by: Option<String>,
    /// When it was set, removed, or first seen.
    pub set: Timestamp,
}

/// A write that has become the current version of a function's secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretsWritten {
    /// Its number.
    pub version: u32,
    /// What was set or removed.
    pub name: VariableName,
    /// All names afterwards.
    pub names: BTreeSet<String>,
    /// By whom, as text for people.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl SecretsWritten {
    /// What is known afterwards of every name that this write tells something new about. Writes follow each other without a gap in AWS, but may be
    /// noted in any order: what was seen in a newer version stays.
    pub fn note(&self, known: &[Secret]) -> Vec<Secret> {
        let unknown = self.names.iter().map(String::as_str).chain([self.name.as_str()]);
        let unknown: BTreeSet<&str> =
            unknown.filter(|name| known.iter().all(|one| one.name != **name)).collect();
        let fresh = unknown.into_iter().map(|name| Secret {
            name: name.to_owned(),
            present: false,
            version: 0,
            seen: 0,
            set_by: None,
            set: self.at,
        });
        fresh
            .chain(known.iter().cloned())
            .filter_map(|before| {
                let after = self.noted(before.clone());
                (after != before).then_some(after)
            })
            .collect()
    }

    fn noted(&self, before: Secret) -> Secret {
        let present = self.names.contains(&before.name);
        let mut after = before.clone();
        if self.version > before.seen {
            after.seen = self.version;
            if present != before.present {
                after.present = present;
                after.set_by = None;
                after.set = self.at;
            }
        }
        if before.name == self.name.as_str() && self.version > before.version {
            after.version = self.version;
            after.set_by = Some(self.by.clone()).filter(|_| present && after.present);
            after.set = self.at;
        }
        after
    }
}

/// All secret values of a function, by name. Prints the names.
#[derive(Clone, Default, PartialEq)]
pub struct SecretValues(BTreeMap<String, Value>);

impl SecretValues {
    /// Reads what Secrets Manager keeps. None when it is no JSON object. Values that are not text, which somebody put there by hand, stay as they are.
    pub fn read(text: &SecretValue) -> Option<Self> {
        serde_json::from_str(text.expose()).ok().map(Self)
    }

    /// The names.
    pub fn names(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// The same with a value set.
    ///
    /// # Errors
    /// [`Problem::TooManyBytes`] at `value`.
    pub fn with(mut self, name: &VariableName, value: &SecretValue) -> Result<Self, FieldError> {
        self.0.insert(name.as_str().to_owned(), value.expose().into());
        let size = self.to_value().expose().len();
        if size <= SECRETS_MAX_BYTES {
            return Ok(self);
        }
        let number = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        let problem = Problem::TooManyBytes { max: number(SECRETS_MAX_BYTES), size: number(size) };
        Err(FieldError::new("value", problem))
    }

    /// The same without a name.
    #[must_use]
    pub fn without(mut self, name: &VariableName) -> Self {
        self.0.remove(name.as_str());
        self
    }

    /// As Secrets Manager keeps it.
    pub fn to_value(&self) -> SecretValue {
        SecretValue::new(serde_json::to_string(&self.0).expect("a map of text to JSON always becomes JSON"))
    }
}

impl fmt::Debug for SecretValues {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

/// What the id of a version of ours begins with in Secrets Manager.
const VERSION_PREFIX: &str = "provisioner-";

/// The id of a version in Secrets Manager: its number, and something unique, such as the audit entry of the write. 32-64 characters
/// (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html>).
pub fn secret_version_id(number: u32, unique: Uuid) -> String {
    format!("{VERSION_PREFIX}{number}-{unique}")
}

/// The number in the id of a version. None of one that this product did not make.
pub fn secret_version_number(id: &str) -> Option<u32> {
    id.strip_prefix(VERSION_PREFIX)?.split('-').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> VariableName {
        VariableName::parse(text).unwrap()
    }

    fn secret(text: &str) -> SecretValue {
        SecretValue::new(text.to_owned())
    }

    #[test]
    fn values_are_set_and_removed_and_never_printed() {
        let values = SecretValues::read(&secret(r#"{"OLD":"a","PORT":5}"#)).unwrap();
        let values = values.with(&name("API_KEY"), &secret("hunter2\n\"")).unwrap().without(&name("OLD"));
        assert_eq!(values.to_value().expose(), r#"{"API_KEY":"hunter2\n\"","PORT":5}"#);
        assert_eq!(format!("{values:?} {:?}", values.to_value()), r#"{"API_KEY", "PORT"} ***"#);
        for wrong in ["", "hunter2", "[]", "\"{}\"", "{\"A\":1"] {
            assert_eq!(SecretValues::read(&secret(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn there_is_room_for_as_much_as_secrets_manager_takes() {
        let overhead = r#"{"A1":""}"#.len();
        let of = |length: usize| {
            SecretValues::default().with(&name("A1"), &secret(&"x".repeat(length - overhead)))
        };
        assert!(of(SECRETS_MAX_BYTES).is_ok());
        let error = of(SECRETS_MAX_BYTES + 1).unwrap_err();
        assert_eq!(error, FieldError::new("value", Problem::TooManyBytes { max: 65_536, size: 65_537 }));
    }

    #[test]
    fn versions_of_ours_are_known_by_their_ids() {
        let id = secret_version_id(u32::MAX, Uuid::from_u128(7));
        assert!(
            (32..=64).contains(&id.len()) && (32..=64).contains(&secret_version_id(1, Uuid::nil()).len())
        );
        assert_eq!(secret_version_number(&id), Some(u32::MAX));
        for other in ["0198f000-0000-7000-8000-000000000001", "provisioner-", "provisioner-x-1", ""] {
            assert_eq!(secret_version_number(other), None, "{other}");
        }
    }

    /// Writes that follow each other, as (name, set or removed).
    fn chain() -> impl Strategy<Value = Vec<SecretsWritten>> {
        prop::collection::vec((0..4_usize, any::<bool>()), 1..12).prop_map(|steps| {
            let mut names = BTreeSet::new();
            let written = steps.into_iter().zip(1..).map(|((index, set), version)| {
                let name = name(["A1", "B1", "C1", "D1"][index]);
                match set {
                    true => names.insert(name.as_str().to_owned()),
                    false => names.remove(name.as_str()),
                };
                let by = version.to_string();
                SecretsWritten { version, name, names: names.clone(), by, at: Timestamp::UNIX_EPOCH }
            });
            written.collect()
        })
    }

    proptest! {
        #[test]
        fn writes_may_be_noted_in_any_order(
            (chain, order) in chain().prop_flat_map(|chain| {
                let indices: Vec<usize> = (0..chain.len()).collect();
                (Just(chain), Just(indices).prop_shuffle())
            })
        ) {
            let mut known: Vec<Secret> = Vec::new();
            for index in order {
                for noted in chain[index].note(&known) {
                    known.retain(|one| one.name != noted.name);
                    known.push(noted);
                }
            }
            let present: BTreeSet<String> =
                known.iter().filter(|one| one.present).map(|one| one.name.clone()).collect();
            prop_assert_eq!(&present, &chain.last().unwrap().names);
            for one in known.iter().filter(|one| one.present) {
                let setter = chain.iter().rev().find(|write| write.name.as_str() == one.name).unwrap();
                prop_assert_eq!(one.set_by.as_ref(), Some(&setter.by));
                prop_assert_eq!(one.version, setter.version);
            }
        }
    }
}
