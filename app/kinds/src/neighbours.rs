//! What lies outside of a component's stack, and its template names.

/// A domain of a target account, in which components get names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The domain, such as `apps.example.com`.
    pub name: String,
    /// Its hosted zone in Route 53, such as `Z0123456789ABCDEFGHIJ`: public, and in the target account.
    pub hosted_zone_id: String,
}

/// A database server that a component is linked with, as its stack told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedDatabase {
    /// Its firewall.
    pub security_group_id: String,
    /// The secret with user name and password.
    pub secret_arn: String,
    /// The key of that secret.
    pub key_arn: String,
    /// The port on which it listens.
    pub port: u16,
}
