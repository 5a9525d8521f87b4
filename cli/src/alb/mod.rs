//! How an Application Load Balancer speaks with a function
//! (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>).
//!
//! Not here: health checks, which a listener does by itself, and WebSockets, which it refuses.

mod request;
mod response;
#[cfg(test)]
mod tests;

pub(crate) use self::request::{Incoming, event};
pub(crate) use self::response::{Answer, Rejection, read};

/// Most bytes of a request's body, and of a response's JSON: 1 MB (same page, "Limits").
pub(crate) const MAX_BYTES: usize = 1024 * 1024;

/// The attribute `lambda.multi_value_headers.enabled` of the target group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// One value for a name, the last one. The default of a target group.
    Last,
    /// All values.
    All,
}

/// Headers that belong to one connection. The balancer removes them in both directions (same page, "Respond to the load balancer").
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
