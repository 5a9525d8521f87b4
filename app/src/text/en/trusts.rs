use domain::trust::Provider;

use crate::text::trusts::Trusts;

pub(super) const TRUSTS: Trusts = Trusts {
    title: "Deploy from CI",
    lead: "A job of GitHub Actions, GitLab or another CI system can deploy without a stored key. It shows the token that its system signs for it, and gets one of ours for 15 minutes, which can do nothing but deploy the functions that you name.",
    short: "Which jobs of GitHub Actions, GitLab and other CI systems may deploy functions, without a stored key.",
    see: "See who is trusted",
    instead: "Deploy from GitHub Actions, GitLab or another CI system instead",
    empty: "No CI job is trusted",
    empty_help: "Choose below where your jobs run.",
    jobs_of: "Jobs of",
    project: "Project",
    functions: "May deploy",
    functions_count: |count| if count == 1 { "1 function".to_owned() } else { format!("{count} functions") },
    added: "Added",
    added_by: |author| format!("by {author}"),
    add: "Trust jobs",
    provider: "Where the jobs run",
    provider_name: |provider| match provider {
        Provider::GitHub => "GitHub Actions",
        Provider::GitLab => "GitLab CI/CD",
        Provider::Other => "Another system",
    },
    provider_help: |provider| match provider {
        Provider::GitHub => "github.com, or your own GitHub Enterprise.",
        Provider::GitLab => "gitlab.com, or your own GitLab.",
        Provider::Other => {
            "Every system that gives its jobs ID tokens (OpenID Connect), such as Buildkite or CircleCI."
        }
    },
    go_on: "Go on",
    add_title: |provider| match provider {
        Provider::GitHub => "Trust jobs of GitHub Actions".to_owned(),
        Provider::GitLab => "Trust jobs of GitLab CI/CD".to_owned(),
        Provider::Other => "Trust jobs of another system".to_owned(),
    },
    add_lead: "Everybody who can start such a job can deploy. So be as narrow as you can.",
    repository: |provider| match provider {
        Provider::GitHub => "Repository",
        Provider::GitLab => "Project in GitLab",
        Provider::Other => "Subject (sub)",
    },
    repository_help: |provider| match provider {
        Provider::GitHub => "owner/name, with capitals as GitHub shows them.",
        Provider::GitLab => "The whole path, such as group/subgroup/name.",
        Provider::Other => {
            "What the system calls the job. It may end with **, after a whole part that names its owner."
        }
    },
    branch: "Branch",
    branch_help: "A pattern such as release/* takes several. Empty: every branch, tag and pull request.",
    environment: "Environment of the CI system",
    environment_help: "If the job must run in one, such as production. Its rules for approval count then.",
    more: "More conditions",
    more_help: "One a line: claim=value. * stands for any characters but /, ** for any characters.",
    issuer: "Issuer",
    issuer_help: "The address that signs the tokens, exactly as they name it.",
    functions_help: "The jobs can deploy these, roll them back, and see them and their versions. Nothing else.",
    no_functions: "The project has no functions",
    no_functions_help: "Create one first.",
    trust: "Trust these jobs",
    one_title: |about| format!("Jobs of {about}"),
    may: "May deploy",
    gone: "A function that is gone",
    conditions: "Conditions",
    conditions_lead: "A token must meet all of them.",
    claim: "Claim",
    pattern: "Must be",
    every_branch: "Every branch may deploy, and every pull request whose job gets a token. A condition on the branch or the environment narrows that.",
    workflow: "What the job needs",
    workflow_lead: |provider| match provider {
        Provider::GitHub => {
            "A workflow to begin with, such as .github/workflows/deploy.yml. The command line pv must be on the runner."
        }
        Provider::GitLab => "A job for .gitlab-ci.yml. The command line pv must be in its image.",
        Provider::Other => "What the job does. The command line pv must be there.",
    },
    remove: "Remove",
    remove_help: "Its jobs can no longer deploy, and tokens that they have end at once. Deploys that run go on.",
};
