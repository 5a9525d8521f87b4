//! Changes: planned, or done.

use serde_json::{Value, json};

use super::{Started, Tenant};
use crate::api::{Document, Fault, Operation, Request, encoded};
use crate::failure::Failure;

/// A change of a component, as the API takes it.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    verb: Verb,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Value,
}

#[derive(Clone, Copy, Debug)]
enum Verb {
    Post,
    Put,
    Delete,
}

impl Change {
    /// Adds something.
    pub(crate) const fn post(path: String, body: Value) -> Self {
        Self { verb: Verb::Post, path, query: Vec::new(), body }
    }

    /// Replaces something.
    pub(crate) const fn put(path: String, body: Value) -> Self {
        Self { verb: Verb::Put, path, query: Vec::new(), body }
    }

    /// Removes something.
    pub(crate) fn delete(path: String) -> Self {
        Self { verb: Verb::Delete, path, query: Vec::new(), body: json!({}) }
    }

    /// With a parameter of the query.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// What it would do. Nothing is left behind.
    ///
    /// # Errors
    /// As the server says.
    pub(crate) fn plan(&self, tenant: &Tenant) -> Result<Document<Operation>, Failure> {
        Ok(tenant.client.ask(&self.clone().with("dry_run", "true").request())?)
    }

    /// Begins to do it.
    ///
    /// # Errors
    /// As the server says.
    pub(crate) fn begin(&self, tenant: &Tenant) -> Result<Started, Fault> {
        let (operation, wait) = tenant.client.ask_with_wait(&self.request())?;
        Ok(Started { operation, wait })
    }

    fn request(&self) -> Request<'_> {
        let pairs: Vec<_> =
            self.query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let path =
            if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) };
        match self.verb {
            Verb::Post => Request::post(path, &self.body),
            Verb::Put => Request::put(path, &self.body),
            Verb::Delete => Request::delete(path),
        }
    }
}
