//! What the commands that ask a server have in common: where, which component, and whether to wait.

use std::path::Path;

use clap::Args;

use crate::account::{Config, Credentials, ci};
use crate::api::{Client, Document, List, Named, Operation, Request, ServerAddress, encoded};
use crate::failure::{Class, Failure};
use crate::output::{Format, Output, print};
use crate::project;
use crate::remote::{self, Sought, Started, Tenant};

/// Which server.
#[derive(Args)]
pub(super) struct ServerOption {
    /// The address of the server [default: that of the last `pv login`]
    #[arg(long, env = "PV_SERVER", value_name = "ADDRESS", hide_env_values = true)]
    server: Option<ServerAddress>,
}

impl ServerOption {
    /// The server, told or remembered.
    pub(super) fn address(&self, config: &Config) -> Result<ServerAddress, Failure> {
        if let Some(server) = &self.server {
            return Ok(server.clone());
        }
        let remembered = config.server.as_ref().ok_or_else(|| {
            Failure::new(Class::Usage, "no server is known")
                .advising("`pv login --server https://...` signs in and remembers it")
        })?;
        remembered.parse().map_err(|wrong: String| Failure::new(Class::Usage, wrong))
    }

    /// A client of it, with the token of its user.
    pub(super) fn client(&self, config: &Config) -> Result<Client, Failure> {
        let server = self.address(config)?;
        let token = Credentials::token_for(&server)?.ok_or_else(|| {
            Failure::new(Class::Forbidden, format!("nobody is signed in at {server}"))
                .advising("`pv login` signs in; machines give their token in PV_TOKEN")
        })?;
        Ok(Client::new(server, Some(token)))
    }
}

/// Which server, organization and project.
#[derive(Args)]
pub(super) struct Place {
    #[command(flatten)]
    server: ServerOption,
    /// The organization [default: that of `pv use`, or the only one]
    #[arg(long, env = "PV_ORGANIZATION", value_name = "SLUG", hide_env_values = true)]
    organization: Option<String>,
    /// The project [default: that of `pv use`, or the only one]
    #[arg(long, env = "PV_PROJECT", value_name = "SLUG", hide_env_values = true)]
    project: Option<String>,
}

/// A CI job that may deploy.
pub(super) struct Job {
    pub(super) server: ServerAddress,
    pub(super) organization: String,
    pub(super) project: String,
    pub(super) granted: ci::Granted,
}

impl Place {
    /// The server, told or remembered.
    pub(super) fn server(&self, config: &Config) -> Result<ServerAddress, Failure> {
        self.server.address(config)
    }

    /// The organization and the project.
    pub(super) fn open(&self) -> Result<Tenant, Failure> {
        let (client, organization, config) = self.organization()?;
        // The remembered project is one of the remembered organization.
        let remembered = config.project.filter(|_| config.organization.as_deref() == Some(&organization));
        let project = match self.project.clone().or(remembered) {
            Some(project) => project,
            None => only("project", projects(&client, &organization)?)?,
        };
        Ok(Tenant { client, organization, project })
    }

    /// The organization; for what does not depend on a project.
    pub(super) fn open_organization(&self) -> Result<Tenant, Failure> {
        let (client, organization, _) = self.organization()?;
        Ok(Tenant { client, organization, project: String::new() })
    }

    /// Signs in as the CI job that this is, for the project that was told or remembered.
    pub(super) fn sign_in_as_job(&self, config: &Config) -> Result<Job, Failure> {
        let server = self.server.address(config)?;
        let organization = self.organization.clone().or_else(|| config.organization.clone());
        let remembered = config.project.clone().filter(|_| config.organization == organization);
        let (Some(organization), Some(project)) = (organization, self.project.clone().or(remembered)) else {
            return Err(Failure::new(Class::Usage, "to which project does this CI job deploy?")
                .advising("Say --organization and --project, or set PV_ORGANIZATION and PV_PROJECT"));
        };
        let granted = ci::token(&server, &organization, &project)?;
        Ok(Job { server, organization, project, granted })
    }

    /// A client of the server. A CI job that has no token gets one.
    fn client(&self, config: &Config) -> Result<Client, Failure> {
        let has_token = Credentials::token_for(&self.server.address(config)?)?.is_some();
        if has_token || !ci::is_job() {
            return self.server.client(config);
        }
        let Job { server, granted, .. } = self.sign_in_as_job(config)?;
        Ok(Client::new(server, Some(granted.token)))
    }

    fn organization(&self) -> Result<(Client, String, Config), Failure> {
        let config = Config::read()?;
        let client = self.client(&config)?;
        let organization = match self.organization.clone().or_else(|| config.organization.clone()) {
            Some(organization) => organization,
            None => only("organization", organizations(&client)?)?,
        };
        Ok((client, organization, config))
    }
}

/// The organizations that the user may see.
pub(super) fn organizations(client: &Client) -> Result<Vec<Document<Named>>, Failure> {
    let list: List<Document<Named>> = client.ask(&Request::get("/organizations"))?;
    Ok(list.items)
}

/// The projects of an organization that the user may see.
pub(super) fn projects(client: &Client, organization: &str) -> Result<Vec<Document<Named>>, Failure> {
    let path = format!("/organizations/{}/projects", encoded(organization));
    let list: List<Document<Named>> = client.ask(&Request::get(path))?;
    Ok(list.items)
}

/// The only one of its kind, which nobody needs to name.
fn only(what: &str, mut all: Vec<Document<Named>>) -> Result<String, Failure> {
    match all.len() {
        1 => Ok(all.remove(0).slug.clone()),
        0 => Err(Failure::new(Class::NotFound, format!("you may see no {what}"))
            .advising("Ask somebody who owns one for a role")),
        _ => {
            let slugs: Vec<_> = all.iter().map(|one| one.slug.as_str()).collect();
            Err(Failure::new(Class::Usage, format!("which {what}? There is: {}", slugs.join(", ")))
                .advising(format!("Say --{what}, or choose for good with `pv use ORGANIZATION/PROJECT`")))
        }
    }
}

/// What something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Environment {
    /// To try out.
    Development,
    /// As production, for tests.
    Staging,
    /// For users.
    Production,
}

impl Environment {
    /// The word of the API.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }
}

/// Which function.
#[derive(Args)]
pub(super) struct WhichFunction {
    /// The function [default: `name` in pv.toml of this folder or one above it]
    #[arg(long, short, value_name = "NAME")]
    pub(super) function: Option<String>,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME")]
    pub(super) environment: Option<Environment>,
}

impl WhichFunction {
    /// Its name, told or that of pv.toml.
    pub(super) fn name(&self) -> Result<String, Failure> {
        name_or_of_project(self.function.as_deref())
    }

    /// The function on the server.
    pub(super) fn find(&self, tenant: &Tenant) -> Result<Document<crate::api::Component>, Failure> {
        tenant.find(self.sought(&self.name()?))
    }

    /// What is looked for under this name.
    pub(super) fn sought<'a>(&self, name: &'a str) -> Sought<'a> {
        Sought { name, environment: self.environment.map(Environment::as_str), kind: Some("function") }
    }
}

/// A name that was told, or that of pv.toml.
pub(super) fn name_or_of_project(told: Option<&str>) -> Result<String, Failure> {
    match told {
        Some(name) => Ok(name.to_owned()),
        None => {
            let root = project::find(Path::new(".")).map_err(|_| {
                Failure::new(Class::Usage, "which one? There is no pv.toml in this folder or above it")
                    .advising("Say its name")
            })?;
            Ok(project::read(&root)?.settings.function.name)
        }
    }
}

/// Whether to wait for what was begun.
#[derive(Args)]
pub(super) struct Waiting {
    /// End as soon as the server has begun
    #[arg(long)]
    no_wait: bool,
}

impl Waiting {
    /// Waits, unless told not to, and shows the operation. `done` are the words of success.
    pub(super) fn end(
        &self,
        tenant: &Tenant,
        started: Started,
        output: Output,
        done: impl FnOnce(&Operation) -> Result<String, Failure>,
    ) -> Result<(), Failure> {
        if self.no_wait {
            let operation = &started.operation;
            output.result(remote::cannot_wait(operation), &operation.json);
            return Ok(());
        }
        let operation = remote::follow(tenant, started, None, output)?;
        end(&operation, output, done)
    }
}

/// Shows an operation that has ended. A program gets its document, however it ended.
pub(super) fn end(
    operation: &Document<Operation>,
    output: Output,
    done: impl FnOnce(&Operation) -> Result<String, Failure>,
) -> Result<(), Failure> {
    if output.format() == Format::Json {
        print(&operation.json);
        return remote::judge(operation);
    }
    remote::judge(operation)?;
    print(done(operation)?);
    Ok(())
}
