//! Tokens of jobs: from a token to the [`Caller`]. One is good for 15 minutes, then only for following what was begun with it, and as long as a trust is
//! there that gave it.

use std::collections::BTreeSet;

use domain::audit::Outcome;
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::{Actor, Caller, DeployGrant, JobRight, Origin};
use domain::error::Result;
use domain::ids::{SessionId, TrustId};
use domain::trust::{Claims, Job, Trust};
use jiff::SignedDuration;

use super::exchange::Place;
use super::record;
use crate::db::job_tokens::{self, JobToken};
use crate::db::{WriteTransaction, trusts};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::tokens::{Bearer, Secret};

pub use crate::service::tokens::Issued;

/// How long a job can deploy with a token.
pub const LASTS: SignedDuration = SignedDuration::from_mins(15);

/// How long afterwards it can still see its functions: longer than the longest roll-out that ends by itself, of 90 minutes.
pub const LOOKS: SignedDuration = SignedDuration::from_mins(120);

/// For which job a token is made.
pub(super) struct Holder<'a> {
    place: &'a Place,
    trusts: Vec<TrustId>,
    claims: &'a Claims,
    job: Job,
}

impl<'a> Holder<'a> {
    pub(super) const fn new(place: &'a Place, trusts: Vec<TrustId>, claims: &'a Claims, job: Job) -> Self {
        Self { place, trusts, claims, job }
    }
}

/// Makes a token, and writes down that the job has it.
pub(super) async fn issue(
    context: &Context,
    transaction: &WriteTransaction,
    holder: Holder<'_>,
    met: &[&Trust],
    origin: Origin,
) -> Result<Issued> {
    let Holder { place, trusts, claims, job } = holder;
    let secret = Secret::new(Bearer::Job, context.random.token());
    let token = JobToken {
        id: SessionId(context.new_id()),
        token_hash: secret.hash(),
        organization: place.organization.id,
        project: place.project.id,
        trusts,
        issuer: claims.issuer().unwrap_or_default().to_owned(),
        subject: claims.subject().unwrap_or_default().to_owned(),
        job,
        expires: context.now() + LASTS,
    };
    job_tokens::insert(transaction, &token).await?;
    let mut after = record::told(claims, Some(&token.job));
    after["trusts"] = token.trusts.iter().map(ToString::to_string).collect();
    let caller = caller(token, met.iter().copied(), JobRight::Deploy, origin);
    let deed = Deed { after: Some(after), ..record::deed(place) };
    audit_trail::record(context, transaction, &caller, deed, Outcome::Succeeded).await?;
    Ok(Issued { secret, expires_in: LASTS })
}

/// The caller behind a token; none when it has ended, or nothing that gave it is left.
///
/// # Errors
/// Those of the database.
pub async fn resolve(context: &Context, secret: &Secret, origin: Origin) -> Result<Option<Caller>> {
    let db = context.db.read();
    let found = job_tokens::find_by_hash(db, secret.hash()).await?;
    let now = context.now();
    let Some(token) = found.filter(|token| token.expires + LOOKS > now) else { return Ok(None) };
    let right = if token.expires > now { JobRight::Deploy } else { JobRight::View };
    let tenant =
        TenantScope { organization: token.organization, projects: ProjectScope::Only(vec![token.project]) };
    let mut left = trusts::of_project(db, &tenant, token.project).await?;
    left.retain(|trust| token.trusts.contains(&trust.id));
    Ok((!left.is_empty()).then(|| caller(token, left.iter(), right, origin)))
}

fn caller<'t>(
    token: JobToken,
    trusts: impl Iterator<Item = &'t Trust>,
    right: JobRight,
    origin: Origin,
) -> Caller {
    let functions: BTreeSet<_> = trusts.flat_map(|trust| trust.functions.iter().copied()).collect();
    let JobToken { id, organization, project, issuer, subject, job, .. } = token;
    let grant = |component| DeployGrant { organization, project, component, right };
    Caller {
        actor: Actor::Job { token: id, issuer, subject, job },
        grants: Vec::new(),
        platform_roles: BTreeSet::new(),
        deploys: functions.into_iter().map(grant).collect(),
        origin,
        request_key: None,
    }
}
