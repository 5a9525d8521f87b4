//! `pv whoami`.

use clap::Args;
use uuid::Uuid;

use super::place::{ServerOption, organizations};
use crate::account::Config;
use crate::api::{Document, Me, Request};
use crate::failure::Failure;
use crate::output::Output;

/// Show who you are to the server, and what you may do
#[derive(Args)]
#[command(after_long_help = "Examples:\n  pv whoami\n  pv whoami --json")]
pub(super) struct Arguments {
    #[command(flatten)]
    server: ServerOption,
}

/// Shows it. A failure when the token is not good any more.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let config = Config::read()?;
    let client = arguments.server.client(&config)?;
    let me: Document<Me> = client.ask(&Request::get("/me"))?;
    let organizations = organizations(&client)?;
    let slug = |id: Uuid| {
        let found = organizations.iter().find(|organization| organization.id == id);
        found.map_or_else(|| id.to_string(), |organization| organization.slug.clone())
    };
    let mut lines = vec![format!("{} <{}> at {}", me.name, me.email, client.server())];
    lines.extend(me.grants.iter().map(|grant| {
        let part = if grant.project.is_some() { ", one project" } else { "" };
        format!("  {} of {}{part}", grant.role, slug(grant.organization))
    }));
    if let (Some(organization), project) = (&config.organization, &config.project) {
        lines.push(format!("  in use: {organization}/{}", project.as_deref().unwrap_or_default()));
    }
    output.result(lines.join("\n"), &me.json);
    Ok(())
}
