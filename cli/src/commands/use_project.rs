//! `pv use`.

use clap::Args;
use serde_json::json;

use super::place::{ServerOption, organizations, projects};
use crate::account::Config;
use crate::failure::{Class, Failure};
use crate::output::Output;

/// Choose the organization and the project that commands mean
///
/// They are remembered in `config.toml` in `$XDG_CONFIG_HOME/pv` (`~/.config/pv`). Without an argument, shows what there is.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv use acme/shop
  pv use acme/shop --region eu-central-1
  pv use")]
pub(super) struct Arguments {
    /// The slugs of both
    #[arg(value_name = "ORGANIZATION/PROJECT", value_parser = slugs)]
    place: Option<(String, String)>,
    /// The AWS region of what will be created
    #[arg(long, value_name = "NAME", requires = "place")]
    region: Option<String>,
    #[command(flatten)]
    server: ServerOption,
}

fn slugs(text: &str) -> Result<(String, String), String> {
    match text.split_once('/') {
        Some((organization, project)) if !organization.is_empty() && !project.is_empty() => {
            Ok((organization.to_owned(), project.to_owned()))
        }
        _ => Err("write it as ORGANIZATION/PROJECT".to_owned()),
    }
}

/// Remembers them, or shows all. A failure when there are none of these names.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    let mut config = Config::read()?;
    let client = arguments.server.client(&config)?;
    let mut all = Vec::new();
    for organization in organizations(&client)? {
        for project in projects(&client, &organization.slug)? {
            all.push((organization.slug.clone(), project.slug.clone()));
        }
    }
    let Some(place) = arguments.place else {
        let lines: Vec<_> =
            all.iter().map(|(organization, project)| format!("{organization}/{project}")).collect();
        let json = all
            .iter()
            .map(|(organization, project)| json!({ "organization": organization, "project": project }));
        output.result(lines.join("\n"), &json.collect());
        return Ok(());
    };
    if !all.contains(&place) {
        let message = format!("there is no project {}/{}, or not for you", place.0, place.1);
        return Err(Failure::new(Class::NotFound, message).advising("`pv use` shows what there is"));
    }
    config.server = Some(client.server().as_str().to_owned());
    config.region = arguments.region.or(config.region);
    let (organization, project) = place;
    let json = json!({ "organization": organization, "project": project, "region": config.region });
    let words = format!("using {organization}/{project}");
    (config.organization, config.project) = (Some(organization), Some(project));
    config.save()?;
    output.result(words, &json);
    Ok(())
}
