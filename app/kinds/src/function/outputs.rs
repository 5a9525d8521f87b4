//! What the stack of a function tells.

use domain::component::Outputs as StackOutputs;

/// Names of the outputs in the template, in `Component::outputs`, and on pages.
pub mod name {
    /// The function.
    pub const FUNCTION_NAME: &str = "FunctionName";
    /// The function, as AWS names it everywhere.
    pub const FUNCTION_ARN: &str = "FunctionArn";
    /// Where it answers.
    pub const URL: &str = "Url";
    /// The host name in the URL.
    pub const HOST: &str = "Host";
    /// What the load balancer hands requests to.
    pub const TARGET_GROUP_ARN: &str = "TargetGroupArn";
    /// The bucket from which it gets its code.
    pub const CODE_BUCKET: &str = "CodeBucket";
    /// Where its secret values are kept.
    pub const SECRET_ARN: &str = "SecretArn";
    /// Where its logs are kept.
    pub const LOG_GROUP: &str = "LogGroup";
    /// The encryption key.
    pub const KEY_ARN: &str = "KeyArn";
    /// What it may do in AWS.
    pub const ROLE_ARN: &str = "RoleArn";
    /// Its firewall, where it works inside of the private network.
    pub const SECURITY_GROUP_ID: &str = "SecurityGroupId";
}

/// What the stack of a function tells, typed. Never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// AWS's name of the function.
    pub function_name: String,
    /// The ARN of the function, without a version.
    pub function_arn: String,
    /// Where it answers: `https://` and the host name.
    pub url: String,
    /// The host name.
    pub host: String,
    /// The ARN of its target group.
    pub target_group_arn: String,
    /// The ARN of the secret with its values.
    pub secret_arn: String,
    /// The name of its log group.
    pub log_group: String,
    /// The ARN of the encryption key.
    pub key_arn: String,
    /// The ARN of its role.
    pub role_arn: String,
    /// AWS's id of its firewall. None where it is linked with nothing.
    pub security_group_id: Option<String>,
}

impl Outputs {
    /// Reads the outputs of a stack. None while it has not told all of them.
    pub fn read(outputs: &StackOutputs) -> Option<Self> {
        let text = |name: &str| outputs.get(name).cloned();
        Some(Self {
            function_name: text(name::FUNCTION_NAME)?,
            function_arn: text(name::FUNCTION_ARN)?,
            url: text(name::URL)?,
            host: text(name::HOST)?,
            target_group_arn: text(name::TARGET_GROUP_ARN)?,
            secret_arn: text(name::SECRET_ARN)?,
            log_group: text(name::LOG_GROUP)?,
            key_arn: text(name::KEY_ARN)?,
            role_arn: text(name::ROLE_ARN)?,
            security_group_id: text(name::SECURITY_GROUP_ID),
        })
    }
}
