//! Target accounts: AWS accounts in which stacks live.

use serde::{Deserialize, Serialize};

use crate::component::Region;
use crate::error::{FieldError, Problem};
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
    /// Under which name functions are reached. None: the account takes no functions.
    pub domain: Option<Domain>,
}

/// A name under which functions of an account are reached, and the public hosted zone in the account that answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Domain {
    /// Such as `functions.example.com`.
    pub name: String,
    /// Route 53's id of the zone, such as `Z0123456789ABC`.
    pub hosted_zone_id: String,
}

impl Domain {
    /// Reads a name of at least two labels and a zone's id.
    ///
    /// # Errors
    /// [`Problem::NotADomain`] at `domain`, [`Problem::NotAHostedZone`] at `hosted_zone_id`.
    pub fn parse(name: &str, hosted_zone_id: &str) -> Result<Self, Vec<FieldError>> {
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        // A component's own label of at most 50 characters comes before it, and a name has at most 253.
        let good_name = name.len() <= 200 && name.split('.').count() >= 2 && name.split('.').all(label);
        let id = hosted_zone_id;
        let good_id = (4..=32).contains(&id.len())
            && id.starts_with('Z')
            && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let errors = [
            (!good_name).then(|| FieldError::new("domain", Problem::NotADomain)),
            (!good_id).then(|| FieldError::new("hosted_zone_id", Problem::NotAHostedZone)),
        ];
        let errors: Vec<FieldError> = errors.into_iter().flatten().collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self { name: name.to_owned(), hosted_zone_id: id.to_owned() })
    }
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
    use super::{Domain, RoleArn};

    #[test]
    fn a_domain_has_labels_and_a_zone() {
        assert!(Domain::parse("functions.example.com", "Z0123456789ABC").is_ok());
        for (name, zone) in [
            ("", "Z0123456789ABC"),
            ("example", "Z0123456789ABC"),
            ("-a.example.com", "Z0123456789ABC"),
            ("a..com", "Z0123456789ABC"),
            ("Functions.example.com", "Z0123456789ABC"),
            ("functions.example.com", ""),
            ("functions.example.com", "/hostedzone/Z0123456789ABC"),
        ] {
            assert!(Domain::parse(name, zone).is_err(), "{name} {zone}");
        }
        assert_eq!(Domain::parse("x", "y").unwrap_err().len(), 2);
    }

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
