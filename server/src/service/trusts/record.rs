//! What the trails say of exchanges. What nobody signed for stands in the platform's own, as sign-ins that failed do: a stranger cannot write into that of a customer.

use domain::audit::{AuditAction, Outcome, Target};
use domain::caller::Origin;
use domain::error::Result;
use domain::ports::Trail;
use domain::text::check;
use domain::trust::{ClaimProblem, Claims, Condition, Job};
use serde_json::{Map, Value, json};

use super::exchange::{Destination, Place};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::sign_in::anonymous;

/// Longest value of a claim in a trail, in characters.
const MAX_SHOWN: u32 = 300;

/// Why there is no token, for the trail.
pub(super) enum Noted {
    /// The token is not for us, or not good now.
    Claims(ClaimProblem),
    /// There is no such project, or no trust of it has this issuer.
    NoTrust,
    /// The issuer did not sign it.
    Signature(String),
    /// The issuer does not answer.
    Silent,
    /// These conditions are not met.
    Conditions(Vec<Condition>),
    /// It was exchanged before.
    Used,
}

impl Noted {
    const fn code(&self) -> &'static str {
        match self {
            Self::Claims(ClaimProblem::Incomplete) => "claims_missing",
            Self::Claims(ClaimProblem::Audience) => "wrong_audience",
            Self::Claims(ClaimProblem::Expired) => "expired",
            Self::Claims(ClaimProblem::NotYetValid) => "not_yet_valid",
            Self::Claims(ClaimProblem::LastsTooLong) => "lasts_too_long",
            Self::NoTrust => "no_trust",
            Self::Signature(_) => "signature",
            Self::Silent => "issuer_does_not_answer",
            Self::Conditions(_) => "conditions_not_met",
            Self::Used => "used_before",
        }
    }

    const fn outcome(&self) -> Outcome {
        match self {
            Self::Silent => Outcome::Failed,
            _ => Outcome::Refused,
        }
    }
}

/// Writes down a token of which nobody knows who signed it.
pub(super) async fn note_stranger(
    context: &Context,
    destination: &Destination,
    claims: &Claims,
    reason: Noted,
    origin: Origin,
) -> Result<()> {
    let mut after = json!({ "why": reason.code(), "unverified": told(claims, None) });
    if let Noted::Signature(words) = &reason {
        after["check"] = words.as_str().into();
    }
    let name = format!("{}/{}", destination.organization, destination.project);
    let target = Target { name, ..Target::default() };
    let deed = Deed { after: Some(after), ..Deed::new(Trail::Platform, AuditAction::TokenExchanged, target) };
    note(context, deed, reason.outcome(), origin).await
}

/// Writes down a token that the issuer signed, and that the project does not take.
pub(super) async fn note_refusal(
    context: &Context,
    place: &Place,
    job: Option<Job>,
    claims: &Claims,
    reason: Noted,
    origin: Origin,
) -> Result<()> {
    let mut after = told(claims, job.as_ref());
    after["why"] = reason.code().into();
    if let Noted::Conditions(unmet) = &reason {
        after["unmet"] = unmet.iter().map(|condition| difference(condition, claims)).collect();
    }
    let deed = Deed { after: Some(after), ..deed(place) };
    note(context, deed, reason.outcome(), origin).await
}

/// What the trail of the project's organization says of an exchange.
pub(super) fn deed(place: &Place) -> Deed {
    let target =
        Target { name: place.project.slug.to_string(), project: Some(place.project.id), component: None };
    Deed::new(Trail::Organization(place.organization.id), AuditAction::TokenExchanged, target)
}

/// Whose job it is, and what runs.
pub(super) fn told(claims: &Claims, job: Option<&Job>) -> Value {
    let mut told = Map::new();
    for (name, claim) in [("issuer", "iss"), ("subject", "sub")] {
        told.insert(name.to_owned(), shown(claims, claim).into());
    }
    if let Some(Job { repository, commit, run }) = job {
        told.insert("repository".to_owned(), repository.as_str().into());
        told.insert("commit".to_owned(), commit.as_deref().into());
        told.insert("run".to_owned(), run.as_deref().into());
    }
    Value::Object(told)
}

fn difference(condition: &Condition, claims: &Claims) -> Value {
    let claim = condition.claim.as_str();
    json!({ "claim": claim, "wanted": condition.pattern, "found": shown(claims, claim) })
}

/// A claim as people can read it.
fn shown(claims: &Claims, claim: &str) -> Option<String> {
    claims.value(claim).and_then(|value| check(&value, 0, MAX_SHOWN).ok())
}

async fn note(context: &Context, deed: Deed, outcome: Outcome, origin: Origin) -> Result<()> {
    let transaction = context.db.write().await?;
    audit_trail::record(context, &transaction, &anonymous(origin), deed, outcome).await?;
    Ok(transaction.commit().await?)
}
