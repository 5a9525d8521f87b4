//! The file of `provisioner seed`; `dev/sample.toml` is one.

use std::path::{Path, PathBuf};

use domain::account::{Domain, RoleArn, TargetAccount};
use domain::component::Region;
use domain::grant::{Holder, Role};
use domain::ids::AwsAccountId;
use domain::organization::{Name, Policy};
use serde::Deserialize;

/// What a file asks for, parsed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedFile {
    #[serde(default)]
    pub(super) organizations: Vec<NewOrganization>,
    #[serde(default)]
    pub(super) target_accounts: Vec<NewAccount>,
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// It cannot be read.
    #[error("{0} cannot be read")]
    Unreadable(PathBuf, #[source] std::io::Error),
    /// It is not TOML, or not of this form.
    #[error("{0} cannot be used")]
    Malformed(PathBuf, #[source] toml::de::Error),
}

impl SeedFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`SeedError`].
    pub fn read(path: &Path) -> Result<Self, SeedError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| SeedError::Unreadable(path.to_owned(), error))?;
        toml::from_str(&text).map_err(|error| SeedError::Malformed(path.to_owned(), error))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOrganization {
    pub(super) slug: Name,
    pub(super) display_name: String,
    #[serde(default)]
    pub(super) policy: Policy,
    #[serde(default)]
    pub(super) projects: Vec<NewProject>,
    #[serde(default)]
    pub(super) grants: Vec<NewGrant>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProject {
    pub(super) slug: Name,
    pub(super) display_name: String,
    pub(super) cost_center: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "GrantLines")]
pub(super) struct NewGrant {
    pub(super) holder: Holder,
    pub(super) role: Role,
    pub(super) project: Option<Name>,
    pub(super) expires_in_days: Option<u16>,
}

/// A grant as it is written: to an e-mail address or to a group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrantLines {
    email: Option<String>,
    group: Option<String>,
    role: Role,
    project: Option<Name>,
    expires_in_days: Option<u16>,
}

impl TryFrom<GrantLines> for NewGrant {
    type Error = &'static str;

    fn try_from(lines: GrantLines) -> Result<Self, Self::Error> {
        let GrantLines { email, group, role, project, expires_in_days } = lines;
        let holder = match (email, group) {
            (Some(email), None) => Holder::User { email: email.trim().to_lowercase(), user: None },
            (None, Some(group)) => Holder::Group { group },
            _ => return Err("a grant needs either `email` or `group`"),
        };
        Ok(Self { holder, role, project, expires_in_days })
    }
}

#[derive(Debug, Deserialize)]
#[serde(from = "AccountLines")]
pub(super) struct NewAccount {
    /// Its organizations are still empty: they are named by slug below.
    pub(super) account: TargetAccount,
    pub(super) organizations: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountLines {
    id: AwsAccountId,
    display_name: String,
    role_arn: RoleArn,
    external_id: String,
    regions: Vec<Region>,
    #[serde(default)]
    organizations: Vec<Name>,
    #[serde(default)]
    domain: Option<Domain>,
}

impl From<AccountLines> for NewAccount {
    fn from(lines: AccountLines) -> Self {
        let AccountLines { id, display_name, role_arn, external_id, regions, organizations, domain } = lines;
        let account = TargetAccount {
            id,
            display_name,
            role_arn,
            external_id,
            regions,
            organizations: Vec::new(),
            domain,
        };
        Self { account, organizations }
    }
}
