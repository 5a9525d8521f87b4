//! An organization on a server, and its components.

use serde::de::DeserializeOwned;

use crate::api::{Client, Component, ComponentState, Document, List, Request, encoded};
use crate::failure::{Class, Failure};

/// Most items of a page (`docs/api.md`, "Lists").
const PAGE: u16 = 200;

/// An organization, and the project that commands mean.
#[derive(Debug)]
pub(crate) struct Tenant {
    /// Its server.
    pub(crate) client: Client,
    /// Its slug.
    pub(crate) organization: String,
    /// The slug of the project.
    pub(crate) project: String,
}

/// Which component is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sought<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// `development`, `staging` or `production`; needed where one name is in several.
    pub(crate) environment: Option<&'a str>,
    /// `function` or `postgres`; none for both.
    pub(crate) kind: Option<&'a str>,
}

impl Tenant {
    /// An address below the organization.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/organizations/{}/{rest}", encoded(&self.organization))
    }

    /// An address below a component.
    pub(crate) fn path_of(&self, component: &Component, rest: &str) -> String {
        let path = self.path(&format!("components/{}", component.id));
        if rest.is_empty() { path } else { format!("{path}/{rest}") }
    }

    /// What is at an address below the organization.
    ///
    /// # Errors
    /// As the server says.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: String) -> Result<T, Failure> {
        Ok(self.client.ask(&Request::get(path))?)
    }

    /// The items of all pages of a list, until there are as many as wanted.
    ///
    /// # Errors
    /// As the server says.
    pub(crate) fn list<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
        wanted: usize,
    ) -> Result<Vec<T>, Failure> {
        let mut items = Vec::new();
        let mut cursor = None;
        loop {
            let size = PAGE.min(u16::try_from(wanted - items.len()).unwrap_or(PAGE));
            let mut address = format!("{path}?size={size}");
            let cursor_pair = cursor.as_deref().map(|cursor| ("cursor", cursor));
            for (name, value) in query.iter().copied().chain(cursor_pair) {
                address += &format!("&{name}={}", encoded(value));
            }
            let page: List<T> = self.get(address)?;
            items.extend(page.items);
            cursor = page.next;
            if cursor.is_none() || items.len() >= wanted {
                items.truncate(wanted);
                return Ok(items);
            }
        }
    }

    /// All components of the project of a kind.
    ///
    /// # Errors
    /// As the server says.
    pub(crate) fn components(
        &self,
        kind: &str,
        environment: Option<&str>,
    ) -> Result<Vec<Document<Component>>, Failure> {
        let query = [("project", self.project.as_str())].into_iter();
        let query: Vec<_> = query.chain(environment.map(|word| ("environment", word))).collect();
        let mut all: Vec<Document<Component>> = self.list(&self.path("components"), &query, usize::MAX)?;
        all.retain(|component| component.kind == kind);
        Ok(all)
    }

    /// Looks for a component. None when there is none.
    ///
    /// # Errors
    /// There are several in different environments, or as the server says.
    pub(crate) fn look_for(&self, sought: Sought<'_>) -> Result<Option<Document<Component>>, Failure> {
        let query = [("project", self.project.as_str()), ("name", sought.name)].into_iter();
        let query: Vec<_> = query.chain(sought.environment.map(|word| ("environment", word))).collect();
        let mut found: Vec<Document<Component>> = self.list(&self.path("components"), &query, usize::MAX)?;
        found.retain(|component| {
            component.state != ComponentState::Deleted
                && sought.kind.is_none_or(|kind| component.kind == kind)
        });
        if found.len() > 1 {
            let environments: Vec<_> = found.iter().map(|component| component.environment.as_str()).collect();
            let message =
                format!("`{}` is in several environments: {}", sought.name, environments.join(", "));
            return Err(Failure::new(Class::Usage, message).advising("Say which with --environment"));
        }
        Ok(found.pop())
    }

    /// Finds a component.
    ///
    /// # Errors
    /// There is none, there are several, or as the server says.
    pub(crate) fn find(&self, sought: Sought<'_>) -> Result<Document<Component>, Failure> {
        self.look_for(sought)?.ok_or_else(|| self.missing(sought))
    }

    /// The failure that there is none.
    pub(crate) fn missing(&self, sought: Sought<'_>) -> Failure {
        let kind = sought.kind.unwrap_or("component");
        let place = format!("{}/{}", self.organization, self.project);
        let place = sought.environment.map_or(place.clone(), |environment| format!("{place}, {environment}"));
        Failure::new(Class::NotFound, format!("there is no {kind} `{}` in {place}", sought.name))
            .advising("`pv functions list` shows the functions of the project; `pv use` chooses another")
    }
}
