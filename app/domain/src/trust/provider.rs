//! The CI systems whose claims are known, and what must be said so that a trust lets nobody in by mistake.

use serde::{Deserialize, Serialize};

use super::{Claims, Condition, Issuer, Job};
use crate::error::{FieldError, Problem};
use crate::text::check;

/// Whose words the claims are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// GitHub Actions
    /// (<https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims>).
    #[serde(rename = "github")]
    GitHub,
    /// GitLab CI/CD (<https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload>).
    #[serde(rename = "gitlab")]
    GitLab,
    /// Any other: it is known by `sub` alone.
    Other,
}

/// What somebody says of a job of GitHub or GitLab.
#[derive(Clone, Copy, Debug)]
pub struct Preset<'a> {
    /// `owner/name`, or `group/subgroup/name`.
    pub repository: &'a str,
    /// A branch, or a pattern of branches; empty for every branch, tag and pull request.
    pub branch: &'a str,
    /// An environment; empty for every one, and none.
    pub environment: &'a str,
}

const GITHUB: &str = "https://token.actions.githubusercontent.com";
const GITLAB: &str = "https://gitlab.com";

/// Most characters of what is taken from a token for people to read.
const MAX_SHOWN: u32 = 300;

impl Provider {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::GitHub, Self::GitLab, Self::Other];

    /// The word in addresses and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Other => "other",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.as_str() == text)
    }

    /// The issuer that most people mean.
    pub const fn usual_issuer(self) -> Option<&'static str> {
        match self {
            Self::GitHub => Some(GITHUB),
            Self::GitLab => Some(GITLAB),
            Self::Other => None,
        }
    }

    /// Whose an issuer is that signs for everybody in the world. Enterprises of GitHub can have a path of their own below it.
    pub fn of_shared(issuer: &Issuer) -> Option<Self> {
        let below = issuer.as_str().strip_prefix(GITHUB);
        if below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            Some(Self::GitHub)
        } else if issuer.as_str().trim_end_matches('/') == GITLAB {
            Some(Self::GitLab)
        } else {
            None
        }
    }

    /// The claims of which one must be named exactly, when none is.
    pub fn missing(self, conditions: &[Condition]) -> Option<&'static [&'static str]> {
        let claims = self.naming();
        let named = |condition: &Condition| {
            claims.contains(&condition.claim.as_str())
                && (self == Self::Other || condition.pattern.is_exact())
        };
        (!conditions.iter().any(named)).then_some(claims)
    }

    /// Whether a condition says no less than it seems to. Wildcards are for what the owner of a repository decides, such as names of branches, and never for the
    /// repository itself: `acme/*` lets everything in that somebody can make there, `*/shop` the whole world.
    pub fn takes(self, condition: &Condition) -> bool {
        let claim = condition.claim.as_str();
        let pattern = &condition.pattern;
        pattern.is_exact()
            || match self {
                Self::GitHub => matches!(claim, "ref" | "base_ref" | "environment"),
                Self::GitLab => matches!(claim, "ref" | "ref_path" | "environment"),
                Self::Other => claim != "sub" || names_an_owner(pattern.head()),
            }
    }

    /// The claims that say whose a job is.
    pub(super) const fn naming(self) -> &'static [&'static str] {
        match self {
            Self::GitHub => &["repository", "repository_id"],
            Self::GitLab => &["project_path", "project_id"],
            Self::Other => &["sub"],
        }
    }

    /// The conditions that say what somebody means.
    ///
    /// # Errors
    /// At `repository`, `branch` and `environment`.
    pub fn conditions(self, preset: Preset<'_>) -> Result<Vec<Condition>, Vec<FieldError>> {
        let repository = preset.repository.trim();
        let parts = repository.split('/').filter(|part| !part.is_empty()).count();
        let slashes = repository.matches('/').count();
        let is_path = parts == slashes + 1 && !repository.contains([':', ' ', '*']);
        let (name, fits) = match self {
            Self::GitHub => ("repository", is_path && parts == 2),
            Self::GitLab => ("project_path", is_path && parts >= 2),
            Self::Other => ("sub", true),
        };
        let mut errors = Vec::new();
        if repository.is_empty() {
            errors.push(FieldError::new("repository", Problem::Required));
        } else if !fits {
            errors.push(FieldError::new("repository", Problem::NotARepository));
        }
        let branch = preset.branch.trim();
        let of_branch = match self {
            _ if branch.is_empty() => Vec::new(),
            Self::GitHub => vec![("branch", "ref", format!("refs/heads/{branch}"))],
            // A tag can have the name of a branch.
            Self::GitLab => {
                vec![("branch", "ref", branch.to_owned()), ("branch", "ref_type", "branch".to_owned())]
            }
            Self::Other => vec![("branch", "ref", branch.to_owned())],
        };
        let environment = Some(preset.environment.trim()).filter(|text| !text.is_empty());
        let wanted = std::iter::once(("repository", name, repository.to_owned()))
            .filter(|_| errors.is_empty())
            .chain(of_branch)
            .chain(environment.map(|text| ("environment", "environment", text.to_owned())));
        let mut conditions = Vec::new();
        for (field, claim, pattern) in wanted.collect::<Vec<_>>() {
            match Condition::parse(claim, &pattern) {
                Ok(condition) => conditions.push(condition),
                Err(wrong) => {
                    errors.extend(wrong.into_iter().map(|error| FieldError::new(field, error.problem)));
                }
            }
        }
        if errors.is_empty() { Ok(conditions) } else { Err(errors) }
    }

    /// What runs, as a token says it. None when that cannot be shown to people.
    pub fn job(self, issuer: &Issuer, claims: &Claims) -> Option<Job> {
        let shown = |claim| claims.value(claim).and_then(|value| check(&value, 1, MAX_SHOWN).ok());
        let subject = shown("sub")?;
        let (repository, commit, run) = match self {
            Self::GitHub => (shown("repository"), shown("sha"), shown("run_id")),
            Self::GitLab => (shown("project_path"), shown("sha"), shown("job_id")),
            Self::Other => (None, shown("sha"), None),
        };
        let run = run.zip(repository.as_deref()).and_then(|(run, repository)| {
            let site = self.site(issuer)?;
            Some(match self {
                Self::GitLab => format!("{site}/{repository}/-/jobs/{run}"),
                Self::GitHub | Self::Other => format!("{site}/{repository}/actions/runs/{run}"),
            })
        });
        Some(Job { repository: repository.unwrap_or(subject), commit, run })
    }

    /// Where people look at its jobs.
    fn site(self, issuer: &Issuer) -> Option<String> {
        match self {
            Self::GitHub if Self::of_shared(issuer) == Some(Self::GitHub) => {
                Some("https://github.com".to_owned())
            }
            // GitHub Enterprise Server: https://HOST/_services/token
            Self::GitHub => issuer.as_str().strip_suffix("/_services/token").map(str::to_owned),
            Self::GitLab => Some(issuer.as_str().trim_end_matches('/').to_owned()),
            Self::Other => None,
        }
    }
}

/// Whether at least two whole parts stand there, such as `organization:acme:`. The first says of what kind the second is.
fn names_an_owner(head: &str) -> bool {
    let is_end = |letter: char| letter == ':' || letter == '/';
    let parts = head.split(is_end).filter(|part| !part.is_empty()).count();
    head.ends_with(is_end) && parts >= 2
}
