//! Target accounts: AWS accounts in which stacks live.

use serde::{Deserialize, Serialize};

use crate::component::Region;
use crate::error::Problem;
use crate::ids::{AwsAccountId, OrganizationId};

/// An AWS account with a role that the server assumes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetAccount {
    /// The account.
    pub id: AwsAccountId,
    /// Its name for people.
    pub display_name: String,
    /// The role to assume.
    pub role_arn: RoleArn,
    /// Guards the role against a confused deputy
    /// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>).
    pub external_id: String,
    /// Where stacks may be made.
    pub regions: Vec<Region>,
    /// Which organizations are placed here.
    pub organizations: Vec<OrganizationId>,
}

/// The ARN of an IAM role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleArn(String);

impl RoleArn {
    /// Reads `arn:PARTITION:iam::ACCOUNT:role/NAME`.
    ///
    /// # Errors
    /// [`Problem::NotARoleArn`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut parts = text.splitn(6, ':');
        let valid = parts.next() == Some("arn")
            && parts.next().is_some_and(|partition| partition.starts_with("aws"))
            && parts.next() == Some("iam")
            && parts.next() == Some("")
            && parts.next().is_some_and(|account| AwsAccountId::try_from(account.to_owned()).is_ok())
            && parts.next().is_some_and(|resource| {
                resource.strip_prefix("role/").is_some_and(|name| {
                    !name.is_empty()
                        && name.len() <= 512
                        && name
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-/".contains(&byte))
                })
            });
        if valid { Ok(Self(text.to_owned())) } else { Err(Problem::NotARoleArn) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RoleArn {
    type Error = crate::error::FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| crate::error::FieldError::new("role_arn", problem))
    }
}

impl From<RoleArn> for String {
    fn from(arn: RoleArn) -> Self {
        arn.0
    }
}

#[cfg(test)]
mod tests {
    use super::RoleArn;

    #[test]
    fn only_arns_of_roles_are_taken() {
        for arn in
            ["arn:aws:iam::123456789012:role/provisioner", "arn:aws-cn:iam::123456789012:role/path/to/Role_1"]
        {
            assert_eq!(RoleArn::parse(arn).as_ref().map(RoleArn::as_str), Ok(arn));
        }
        for arn in [
            "",
            "provisioner",
            "arn:aws:iam::123456789012:user/eve",
            "arn:aws:iam::12345678901:role/x",
            "arn:aws:s3::123456789012:role/x",
            "arn:aws:iam:us-east-1:123456789012:role/x",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:role/x y",
            "arn:aws:iam::123456789012:role/x\n",
            "arn:aws:iam::123456789012:role/<script>",
        ] {
            assert!(RoleArn::parse(arn).is_err(), "{arn:?}");
        }
    }
}
