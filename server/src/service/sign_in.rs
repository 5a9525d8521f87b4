//! Signing in and out: from what the issuer says to a session, and from a cookie to the [`Caller`].

use std::collections::BTreeSet;

use domain::audit::{AuditAction, Outcome, Target};
use domain::caller::{Actor, Caller, Origin};
use domain::error::Result;
use domain::grant::PlatformRole;
use domain::ids::{SessionId, UserId};
use domain::ports::Trail;
use jiff::{SignedDuration, Timestamp};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use super::Context;
use super::audit_trail::{self, Deed};
use crate::config;
use crate::db::sessions::SignedIn;
use crate::db::users::User;
use crate::db::{WriteTransaction, grants, sessions, sign_ins, tokens, users};

/// How often the last request of a session is written down at most.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Who a person is, in the issuer's words. Whoever makes one has checked the ID token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The issuer.
    pub issuer: String,
    /// The person, to this issuer; never given to another.
    pub subject: String,
    /// The e-mail address in lower case; empty when the issuer tells none.
    pub email: String,
    /// Whether the issuer has made sure that the address is theirs.
    pub email_verified: bool,
    /// The name; the address when the issuer tells none.
    pub name: String,
    /// The groups they are in.
    pub groups: Vec<String>,
    /// Their roles over the whole platform.
    pub platform_roles: BTreeSet<PlatformRole>,
    /// The session at the issuer, which its logout tokens name.
    pub issuer_session: Option<String>,
    /// The token itself: the issuer wants it back as a hint when the person signs out.
    pub id_token: String,
}

/// A sign-in that has begun: what must come back from the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Must stand in the ID token.
    pub nonce: String,
    /// Proves to the issuer that the code was asked for here (RFC 7636).
    pub pkce_verifier: String,
    /// The page to show afterwards: a path of this server.
    pub return_to: String,
    /// When it is too late.
    pub expires: Timestamp,
}

/// Remembers a sign-in until the issuer answers.
///
/// # Errors
/// Those of the database.
pub async fn begin(context: &Context, state: &str, begun: Begun) -> Result<()> {
    let Begun { nonce, pkce_verifier, return_to, expires } = begun;
    let state_hash = hash(state.as_bytes());
    let transaction = context.db.write().await?;
    let sign_in = sign_ins::SignIn { state_hash, nonce, pkce_verifier, return_to, expires };
    sign_ins::insert(&transaction, &sign_in).await?;
    Ok(transaction.commit().await?)
}

/// The sign-in that an answer of the issuer belongs to, once. None when it is not known, or too late.
///
/// # Errors
/// Those of the database.
pub async fn take(context: &Context, state: &str) -> Result<Option<Begun>> {
    let transaction = context.db.write().await?;
    let taken = sign_ins::take(&transaction, hash(state.as_bytes()), context.now()).await?;
    transaction.commit().await?;
    Ok(taken.map(|sign_in| {
        let sign_ins::SignIn { state_hash: _, nonce, pkce_verifier, return_to, expires } = sign_in;
        Begun { nonce, pkce_verifier, return_to, expires }
    }))
}

/// Signs a person in, and answers with the secret for their cookie. The session of an earlier cookie of the same browser ends. Grants to their
/// e-mail address become theirs only when the issuer has verified it: otherwise anybody could claim any address.
///
/// # Errors
/// Those of the database.
pub async fn create(
    context: &Context,
    limits: &config::Sessions,
    identity: Identity,
    origin: Origin,
    earlier: Option<[u8; 32]>,
) -> Result<[u8; 32]> {
    let now = context.now();
    let token = context.random.token();
    let transaction = context.db.write().await?;
    if let Some(earlier) = earlier
        && let Some(session) = sessions::find_by_token(&transaction, hash(&earlier)).await?
    {
        sessions::delete(&transaction, session.id).await?;
    }
    let Identity {
        issuer,
        subject,
        email,
        email_verified,
        name,
        groups,
        platform_roles,
        issuer_session,
        id_token,
    } = identity;
    let user = User { id: UserId(context.new_id()), issuer, subject, email, name };
    let user = users::save(&transaction, user, now).await?;
    if email_verified && !user.email.is_empty() {
        grants::link(&transaction, &user.email, user.id).await?;
    }
    // Command lines of the person gain and lose what the groups give.
    tokens::set_groups(&transaction, user.id, &groups).await?;
    let session = SignedIn {
        id: SessionId(context.new_id()),
        token_hash: hash(&token),
        user,
        platform_roles,
        groups,
        issuer_session,
        id_token,
        created: now,
        last_seen: now,
        expires: now + limits.absolute,
        address: origin.address,
        user_agent: origin.user_agent.clone(),
    };
    sessions::insert(&transaction, &session).await?;
    let caller = caller(&transaction, session, origin, now).await?;
    record(context, &transaction, &caller, &caller, AuditAction::SignedIn).await?;
    transaction.commit().await?;
    Ok(token)
}

/// The caller behind a cookie's secret; none when the session has ended. Remembers the request, at most once a minute.
///
/// # Errors
/// Those of the database.
pub async fn resolve(
    context: &Context,
    limits: &config::Sessions,
    token: &[u8; 32],
    origin: Origin,
) -> Result<Option<Caller>> {
    let now = context.now();
    let Some(session) = sessions::find_by_token(context.db.read(), hash(token)).await? else {
        return Ok(None);
    };
    if !is_valid(&session, limits, now) {
        return Ok(None);
    }
    let unseen_since = now - SEEN_EVERY;
    if session.last_seen <= unseen_since {
        let transaction = context.db.write().await?;
        sessions::touch(&transaction, session.id, unseen_since, now, origin.address).await?;
        transaction.commit().await?;
    }
    Ok(Some(caller(context.db.read(), session, origin, now).await?))
}

/// Whether a session has neither rested nor lasted too long.
pub(super) fn is_valid(session: &SignedIn, limits: &config::Sessions, now: Timestamp) -> bool {
    session.expires > now && session.last_seen + limits.idle > now
}

/// Signs the caller out, and answers with the ID token, for the issuer. None when the session had ended before.
///
/// # Errors
/// Those of the database.
pub async fn end(context: &Context, caller: &Caller) -> Result<Option<SignedIn>> {
    let Actor::Person { id: user, session, .. } = caller.actor else { return Ok(None) };
    let transaction = context.db.write().await?;
    let Some(ended) = sessions::find(&transaction, user, session).await? else { return Ok(None) };
    sessions::delete(&transaction, ended.id).await?;
    record(context, &transaction, caller, caller, AuditAction::SignedOut).await?;
    transaction.commit().await?;
    Ok(Some(ended))
}

/// Ends the sessions that began in a session at the issuer, because the issuer says so. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn end_issuer_session(context: &Context, origin: Origin, issuer_session: &str) -> Result<u32> {
    let transaction = context.db.write().await?;
    let found = sessions::of_issuer_session(&transaction, issuer_session).await?;
    let revoked = revoke_sessions(context, &transaction, &anonymous(origin), found).await?;
    transaction.commit().await?;
    Ok(revoked)
}

/// Ends all sessions of a person, because the issuer says so; command lines too, as there is no other way for the issuer to say it. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn end_all_of(context: &Context, origin: Origin, issuer: &str, subject: &str) -> Result<u32> {
    let transaction = context.db.write().await?;
    let found = users::find_by_subject(&transaction, issuer, subject).await?;
    let revoked = revoke_people(context, &transaction, &anonymous(origin), found).await?;
    transaction.commit().await?;
    Ok(revoked)
}

/// Ends all sessions and tokens of everybody with this e-mail address, because an operator says so at the machine. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn end_all_with_email(context: &Context, author: &Caller, email: &str) -> Result<u32> {
    let transaction = context.db.write().await?;
    let found = users::find_by_email(&transaction, &email.trim().to_lowercase()).await?;
    let revoked = revoke_people(context, &transaction, author, found).await?;
    transaction.commit().await?;
    Ok(revoked)
}

/// Writes that somebody could not be signed in. `code` says why, in a word.
///
/// # Errors
/// Those of the database.
pub async fn record_failure(context: &Context, origin: Origin, code: &str) -> Result<()> {
    let transaction = context.db.write().await?;
    let target = Target { name: code.to_owned(), ..Target::default() };
    let deed = Deed::new(Trail::Platform, AuditAction::SignInFailed, target);
    audit_trail::record(context, &transaction, &anonymous(origin), deed, Outcome::Refused).await?;
    Ok(transaction.commit().await?)
}

async fn revoke_people(
    context: &Context,
    transaction: &WriteTransaction,
    author: &Caller,
    people: impl IntoIterator<Item = User>,
) -> Result<u32> {
    let mut revoked = 0;
    for person in people {
        let browsers = sessions::of_user(transaction, person.id).await?;
        revoked += revoke_sessions(context, transaction, author, browsers).await?;
        for token in tokens::of_user(transaction, person.id).await? {
            tokens::delete(transaction, token.id).await?;
            let person =
                super::tokens::caller(transaction, token, author.origin.clone(), context.now()).await?;
            record(context, transaction, author, &person, AuditAction::SessionRevoked).await?;
            revoked += 1;
        }
    }
    Ok(revoked)
}

async fn revoke_sessions(
    context: &Context,
    transaction: &WriteTransaction,
    author: &Caller,
    found: Vec<SignedIn>,
) -> Result<u32> {
    let mut revoked = 0;
    for session in found {
        if sessions::delete(transaction, session.id).await? {
            let person = caller(transaction, session, author.origin.clone(), context.now()).await?;
            record(context, transaction, author, &person, AuditAction::SessionRevoked).await?;
            revoked += 1;
        }
    }
    Ok(revoked)
}

/// Writes about a person's session into the trails of all organizations in which they hold grants, so that each sees it; into that of the platform when they hold none, or
/// platform roles.
pub(super) async fn record(
    context: &Context,
    transaction: &WriteTransaction,
    author: &Caller,
    person: &Caller,
    action: AuditAction,
) -> Result<()> {
    record_with(context, transaction, author, person, action, None).await
}

/// [`record`], with something to say about it.
pub(super) async fn record_with(
    context: &Context,
    transaction: &WriteTransaction,
    author: &Caller,
    person: &Caller,
    action: AuditAction,
    about: Option<serde_json::Value>,
) -> Result<()> {
    // Sorted, so that two sign-ins never lock the trails in opposite orders.
    let mut trails: BTreeSet<Trail> =
        person.grants.iter().map(|grant| Trail::Organization(grant.organization)).collect();
    if trails.is_empty() || !person.platform_roles.is_empty() {
        trails.insert(Trail::Platform);
    }
    let name = match &person.actor {
        Actor::Person { email, .. } => email.clone(),
        Actor::Job { .. } | Actor::Automation { .. } | Actor::Anonymous => String::new(),
    };
    for trail in trails {
        let target = Target { name: name.clone(), ..Target::default() };
        let deed = Deed { after: about.clone(), ..Deed::new(trail, action, target) };
        audit_trail::record(context, transaction, author, deed, Outcome::Succeeded).await?;
    }
    Ok(())
}

pub(super) async fn caller(
    connection: &impl ConnectionTrait,
    session: SignedIn,
    origin: Origin,
    now: Timestamp,
) -> Result<Caller> {
    let grants = grants::of_person(connection, session.user.id, &session.groups, now).await?;
    Ok(Caller {
        actor: Actor::Person {
            id: session.user.id,
            email: session.user.email,
            name: session.user.name,
            session: session.id,
        },
        grants,
        platform_roles: session.platform_roles,
        deploys: Vec::new(),
        origin,
        request_key: None,
    })
}

pub(super) const fn anonymous(origin: Origin) -> Caller {
    Caller {
        actor: Actor::Anonymous,
        grants: Vec::new(),
        platform_roles: BTreeSet::new(),
        deploys: Vec::new(),
        origin,
        request_key: None,
    }
}

fn hash(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}
