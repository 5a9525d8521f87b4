//! What a job needs to deploy, ready to be copied.

use std::fmt::Write as _;

use domain::trust::{Provider, Trust};

/// Where the job deploys.
pub(super) struct Destination<'a> {
    /// The address of the portal: also the audience of the job's token.
    pub(super) server: &'a str,
    pub(super) organization: &'a str,
    pub(super) project: &'a str,
}

/// The job, in the language of its CI system. Functions are names and environments.
pub(super) fn snippet(trust: &Trust, destination: &Destination<'_>, functions: &[(&str, &str)]) -> String {
    match trust.provider {
        Provider::GitHub => github(trust, destination, functions),
        Provider::GitLab => gitlab(trust, destination, functions),
        Provider::Other => shell(destination, functions),
    }
}

/// <https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-cloud-providers>
fn github(trust: &Trust, destination: &Destination<'_>, functions: &[(&str, &str)]) -> String {
    let branch = said(trust, "ref").and_then(|pattern| pattern.strip_prefix("refs/heads/"));
    let on = branch.map_or_else(
        || "on: push".to_owned(),
        |branch| format!("on:\n  push:\n    branches: [{}]", quoted(branch)),
    );
    let environment = said(trust, "environment").filter(|name| !name.contains('*'));
    let environment =
        environment.map_or_else(String::new, |name| format!("    environment: {}\n", quoted(name)));
    let Destination { server, organization, project } = destination;
    let mut text = format!(
        "name: Deploy\n{on}\npermissions:\n  contents: read\n  id-token: write\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n{environment}    env:\n      \
         PV_SERVER: {server}\n      PV_ORGANIZATION: {organization}\n      PV_PROJECT: {project}\n    steps:\n      - uses: actions/checkout@v4\n"
    );
    for command in commands(functions) {
        let _ = writeln!(text, "      - run: {command}");
    }
    text
}

/// <https://docs.gitlab.com/ci/secrets/id_token_authentication/>
fn gitlab(trust: &Trust, destination: &Destination<'_>, functions: &[(&str, &str)]) -> String {
    let of_branch = said(trust, "ref_type") == Some("branch");
    let branch = said(trust, "ref").filter(|branch| of_branch && !branch.contains('*'));
    let rules = branch.map_or_else(String::new, |branch| {
        format!("  rules:\n    - if: {}\n", quoted(&format!("$CI_COMMIT_BRANCH == \"{branch}\"")))
    });
    let environment = said(trust, "environment").filter(|name| !name.contains('*'));
    let environment =
        environment.map_or_else(String::new, |name| format!("  environment: {}\n", quoted(name)));
    let Destination { server, organization, project } = destination;
    let mut text = format!(
        "deploy:\n{environment}{rules}  id_tokens:\n    PV_ID_TOKEN:\n      aud: {server}\n  variables:\n    PV_SERVER: {server}\n    \
         PV_ORGANIZATION: {organization}\n    PV_PROJECT: {project}\n  script:\n"
    );
    for command in commands(functions) {
        let _ = writeln!(text, "    - {command}");
    }
    text
}

fn shell(destination: &Destination<'_>, functions: &[(&str, &str)]) -> String {
    let Destination { server, organization, project } = destination;
    let mut text = format!(
        "# PV_ID_TOKEN: the ID token of the job, with the audience {server}\nexport PV_SERVER={server}\nexport PV_ORGANIZATION={organization}\n\
         export PV_PROJECT={project}\n"
    );
    for command in commands(functions) {
        let _ = writeln!(text, "{command}");
    }
    text
}

/// An ID token is good once: for several functions, the token for it is kept.
fn commands(functions: &[(&str, &str)]) -> Vec<String> {
    let sign_in = (functions.len() > 1).then(|| "pv login --ci".to_owned());
    let deploy = |(name, environment): &(&str, &str)| {
        format!("pv deploy --function {name} --environment {environment}")
    };
    sign_in.into_iter().chain(functions.iter().map(deploy)).collect()
}

/// What the trust wants of a claim.
fn said<'a>(trust: &'a Trust, claim: &str) -> Option<&'a str> {
    let found = trust.conditions.iter().find(|condition| condition.claim.as_str() == claim);
    found.map(|condition| condition.pattern.as_str())
}

/// A text of YAML in which no character means anything (YAML 1.2, section 7.3.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use domain::ids::{OrganizationId, ProjectId, TrustId};
    use domain::trust::{Issuer, Preset, Provider, Trust};
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::{Destination, snippet};

    fn of(provider: Provider, branch: &str, functions: &[(&str, &str)]) -> String {
        let preset = Preset { repository: "acme/shop", branch, environment: "production" };
        let trust = Trust {
            id: TrustId(Uuid::nil()),
            organization: OrganizationId(Uuid::nil()),
            project: ProjectId(Uuid::nil()),
            provider,
            issuer: Issuer::parse("https://issuer.example").expect("an issuer"),
            conditions: provider.conditions(preset).expect("conditions"),
            functions: Vec::new(),
            created: Timestamp::UNIX_EPOCH,
            created_by: String::new(),
        };
        let destination =
            Destination { server: "https://portal.example.com", organization: "acme", project: "shop" };
        snippet(&trust, &destination, functions)
    }

    #[test]
    fn a_job_of_github_may_ask_for_its_token() {
        let text = of(Provider::GitHub, "release/*", &[("hello", "production")]);
        assert_eq!(
            text,
            "\
name: Deploy
on:
  push:
    branches: ['release/*']
permissions:
  contents: read
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: 'production'
    env:
      PV_SERVER: https://portal.example.com
      PV_ORGANIZATION: acme
      PV_PROJECT: shop
    steps:
      - uses: actions/checkout@v4
      - run: pv deploy --function hello --environment production
"
        );
    }

    #[test]
    fn a_job_of_gitlab_gets_its_token_for_the_portal() {
        let text = of(Provider::GitLab, "it's", &[("one", "staging"), ("two", "staging")]);
        assert_eq!(
            text,
            "\
deploy:
  environment: 'production'
  rules:
    - if: '$CI_COMMIT_BRANCH == \"it''s\"'
  id_tokens:
    PV_ID_TOKEN:
      aud: https://portal.example.com
  variables:
    PV_SERVER: https://portal.example.com
    PV_ORGANIZATION: acme
    PV_PROJECT: shop
  script:
    - pv login --ci
    - pv deploy --function one --environment staging
    - pv deploy --function two --environment staging
"
        );
    }

    #[test]
    fn every_other_job_says_where_it_deploys() {
        let text = of(Provider::Other, "", &[("hello", "production")]);
        assert!(
            text.contains("audience https://portal.example.com") && text.contains("export PV_PROJECT=shop")
        );
    }
}
