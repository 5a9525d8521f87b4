//! What the stack of a server tells.

use domain::component::Outputs as StackOutputs;

/// Names of the outputs in the template, in `Component::outputs`, and on pages.
pub mod name {
    /// Where to connect for reading and writing.
    pub const ENDPOINT: &str = "Endpoint";
    /// Where to connect for reading only.
    pub const READER_ENDPOINT: &str = "ReaderEndpoint";
    /// The port.
    pub const PORT: &str = "Port";
    /// The database that exists from the start.
    pub const DATABASE: &str = "Database";
    /// The secret with user name and password.
    pub const SECRET_ARN: &str = "SecretArn";
    /// The cluster.
    pub const CLUSTER_ID: &str = "ClusterId";
    /// The firewall.
    pub const SECURITY_GROUP_ID: &str = "SecurityGroupId";
    /// The encryption key.
    pub const KEY_ARN: &str = "KeyArn";
}

/// What the stack of a server tells, typed. Never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// Where to connect for reading and writing: a host name.
    pub endpoint: String,
    /// Where to connect for reading only: a host name.
    pub reader_endpoint: String,
    /// The port.
    pub port: u16,
    /// The database that exists from the start.
    pub database: String,
    /// The ARN of the secret with user name and password.
    pub secret_arn: String,
    /// AWS's name of the cluster.
    pub cluster_id: String,
    /// AWS's id of the firewall.
    pub security_group_id: String,
    /// The ARN of the encryption key.
    pub key_arn: String,
}

impl Outputs {
    /// Reads the outputs of a stack. None while it has not told all of them.
    pub fn read(outputs: &StackOutputs) -> Option<Self> {
        let text = |name: &str| outputs.get(name).cloned();
        Some(Self {
            endpoint: text(name::ENDPOINT)?,
            reader_endpoint: text(name::READER_ENDPOINT)?,
            port: text(name::PORT)?.parse().ok()?,
            database: text(name::DATABASE)?,
            secret_arn: text(name::SECRET_ARN)?,
            cluster_id: text(name::CLUSTER_ID)?,
            security_group_id: text(name::SECURITY_GROUP_ID)?,
            key_arn: text(name::KEY_ARN)?,
        })
    }
}
