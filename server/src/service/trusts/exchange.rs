//! A job gives the token of its issuer, and gets one of ours (RFC 8693).
//!
//! What depends on the token alone is checked first, and said plainly. Whatever depends on what a project trusts is answered in one way, so that strangers do not
//! learn what that is; the audit trail says more. Nobody is asked for keys but issuers of trusts.

use async_trait::async_trait;
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::Origin;
use domain::error::{Result, Source};
use domain::organization::{Name, Organization, Project};
use domain::trust::{ClaimProblem, Claims, Issuer, Job, LEEWAY, Trust};

pub use super::id_token::IdToken;
use super::record::{Noted, note_refusal, note_stranger};
use super::token::{self, Issued};
use crate::db::{organizations, projects, spent_id_tokens, trusts};
use crate::service::Context;

/// Checks who signed a token.
#[async_trait]
pub trait Signatures: Send + Sync {
    /// Whether the issuer signed this text.
    async fn check(&self, issuer: &Issuer, token: &str) -> Result<(), SignatureProblem>;
}

/// Why it is not known that an issuer signed a token.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SignatureProblem {
    /// The issuer does not tell its keys now.
    #[error("the issuer does not tell its keys")]
    Silent(#[source] Source),
    /// It did not sign this.
    #[error("the issuer did not sign this: {0}")]
    Refused(String),
}

/// Where a job wants to deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The slug of the organization.
    pub organization: Name,
    /// The slug of the project.
    pub project: Name,
}

impl Destination {
    /// Reads `ORGANIZATION/PROJECT`. None when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (organization, project) = text.split_once('/')?;
        Some(Self { organization: Name::parse(organization).ok()?, project: Name::parse(project).ok()? })
    }
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The token is not for us, or not good now.
    Claims(ClaimProblem),
    /// There is no such project, or it does not trust such a job.
    NotTrusted,
    /// It was exchanged before.
    Used,
    /// It cannot be told: the issuer does not answer.
    Silent,
}

/// Gives a job its token, when the project trusts it. Every end stands in a trail.
///
/// # Errors
/// Those of the database. Why there is no token is inside.
pub async fn exchange(
    context: &Context,
    signatures: &dyn Signatures,
    audience: &str,
    destination: &Destination,
    token: &IdToken,
    origin: Origin,
) -> Result<Result<Issued, Refusal>> {
    let stranger =
        |reason: Noted| note_stranger(context, destination, token.claims(), reason, origin.clone());
    if let Err(problem) = token.claims().check(audience, context.now()) {
        stranger(Noted::Claims(problem)).await?;
        return Ok(Err(Refusal::Claims(problem)));
    }
    let Some(place) = Place::find(context, destination, token.claims()).await? else {
        stranger(Noted::NoTrust).await?;
        return Ok(Err(Refusal::NotTrusted));
    };
    match signatures.check(&place.trusts[0].issuer, token.expose()).await {
        Ok(()) => place.decide(context, token, origin).await,
        Err(SignatureProblem::Refused(reason)) => {
            stranger(Noted::Signature(reason)).await?;
            Ok(Err(Refusal::NotTrusted))
        }
        Err(error @ SignatureProblem::Silent(_)) => {
            let issuer = &place.trusts[0].issuer;
            tracing::warn!(%issuer, error = &error as &dyn std::error::Error, "an issuer of a trust cannot be read");
            stranger(Noted::Silent).await?;
            Ok(Err(Refusal::Silent))
        }
    }
}

/// A project, and its trusts of one issuer: at least one.
pub(super) struct Place {
    pub(super) organization: Organization,
    pub(super) project: Project,
    trusts: Vec<Trust>,
}

impl Place {
    async fn find(context: &Context, destination: &Destination, claims: &Claims) -> Result<Option<Self>> {
        let db = context.db.read();
        let Some(organization) = organizations::find_by_slug(db, &destination.organization).await? else {
            return Ok(None);
        };
        let tenant = TenantScope { organization: organization.id, projects: ProjectScope::All };
        let Some(project) = projects::find_by_slug(db, &tenant, &destination.project).await? else {
            return Ok(None);
        };
        let mut trusts = trusts::of_project(db, &tenant, project.id).await?;
        trusts.retain(|trust| Some(trust.issuer.as_str()) == claims.issuer());
        Ok((!trusts.is_empty()).then_some(Self { organization, project, trusts }))
    }

    /// Decides about a token that the issuer signed. It gives what all trusts give that it meets.
    async fn decide(
        &self,
        context: &Context,
        id_token: &IdToken,
        origin: Origin,
    ) -> Result<Result<Issued, Refusal>> {
        let claims = id_token.claims();
        let met: Vec<&Trust> = self.trusts.iter().filter(|trust| trust.unmet(claims).is_empty()).collect();
        let job = met.first().and_then(|trust| trust.provider.job(&trust.issuer, claims));
        let Some(job) = job else {
            note_refusal(context, self, self.likely_job(claims), claims, self.differences(claims), origin)
                .await?;
            return Ok(Err(Refusal::NotTrusted));
        };
        let transaction = context.db.write().await?;
        // As long as the claims could pass.
        let until = claims.expires().unwrap_or_else(|| context.now()) + LEEWAY;
        match spent_id_tokens::insert(&transaction, id_token.hash(), until).await {
            Ok(()) => {}
            Err(fault) if fault.is_taken() => {
                drop(transaction);
                note_refusal(context, self, Some(job), claims, Noted::Used, origin).await?;
                return Ok(Err(Refusal::Used));
            }
            Err(fault) => return Err(fault.into()),
        }
        let trusts = met.iter().map(|trust| trust.id).collect();
        let holder = token::Holder::new(self, trusts, claims, job);
        let issued = token::issue(context, &transaction, holder, &met, origin).await?;
        transaction.commit().await?;
        Ok(Ok(issued))
    }

    /// What runs, if it is what the first trust means.
    fn likely_job(&self, claims: &Claims) -> Option<Job> {
        let trust = self.trusts.first()?;
        trust.provider.job(&trust.issuer, claims)
    }

    /// The claims that keep the token from the trust that it is nearest to.
    fn differences(&self, claims: &Claims) -> Noted {
        let unmet = self.trusts.iter().map(|trust| trust.unmet(claims)).min_by_key(Vec::len);
        Noted::Conditions(unmet.unwrap_or_default().into_iter().cloned().collect())
    }
}
