//! Tokens of command lines: from a token to the [`Caller`], and the end of a token.
//!
//! A token gives what grants give, to its person and to the groups that the issuer told at their last sign-in. Roles over the whole platform never come with
//! one: they need a browser, where the issuer was asked today.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::AuditAction;
use domain::caller::{Actor, Caller, Origin};
use domain::error::Result;
use domain::ids::SessionId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::ConnectionTrait;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::Context;
use super::sign_in;
use crate::config;
use crate::db::tokens::Token;
use crate::db::users::User;
use crate::db::{WriteTransaction, grants, tokens};

/// How often the last request of a token is written down at most.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Who comes with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A program that acts as a person.
    Person,
    /// A job of a CI system.
    Job,
}

impl Bearer {
    const ALL: [Self; 2] = [Self::Person, Self::Job];

    /// What every token begins with, so that scanners for leaked secrets know one.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Person => "pv_",
            Self::Job => "pvj_",
        }
    }
}

/// 256 random bits that let a program act. Prints nothing.
#[derive(Clone)]
pub struct Secret {
    bearer: Bearer,
    bits: [u8; 32],
}

impl Secret {
    /// Reads a token. None when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let (bearer, rest) =
            Bearer::ALL.into_iter().find_map(|bearer| Some((bearer, text.strip_prefix(bearer.prefix())?)))?;
        let bits = URL_SAFE_NO_PAD.decode(rest).ok()?.try_into().ok()?;
        Some(Self { bearer, bits })
    }

    pub(super) const fn new(bearer: Bearer, bits: [u8; 32]) -> Self {
        Self { bearer, bits }
    }

    /// Who comes with it.
    pub const fn bearer(&self) -> Bearer {
        self.bearer
    }

    /// The text that the program sends.
    pub fn expose(&self) -> String {
        format!("{}{}", self.bearer.prefix(), URL_SAFE_NO_PAD.encode(self.bits))
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.bits).into()
    }
}

/// A token that was just made.
#[derive(Clone)]
pub struct Issued {
    /// The token itself. Nobody sees it again.
    pub secret: Secret,
    /// How long it is good at the most.
    pub expires_in: SignedDuration,
}

/// For whom a token is made.
pub(super) struct Holder {
    pub(super) user: User,
    pub(super) groups: Vec<String>,
    /// What the command line calls itself.
    pub(super) name: String,
}

/// Makes a token, and writes that the command line is signed in.
pub(super) async fn issue(
    context: &Context,
    transaction: &WriteTransaction,
    limits: &config::Tokens,
    holder: Holder,
    origin: Origin,
) -> Result<Issued> {
    let now = context.now();
    let secret = Secret::new(Bearer::Person, context.random.token());
    let Holder { user, groups, name } = holder;
    let token = Token {
        id: SessionId(context.new_id()),
        token_hash: secret.hash(),
        user,
        groups,
        name,
        created: now,
        last_seen: now,
        expires: now + limits.absolute,
        address: origin.address,
        user_agent: origin.user_agent.clone(),
    };
    tokens::insert(transaction, &token).await?;
    let about = json!({ "command_line": token.name });
    let caller = caller(transaction, token, origin, now).await?;
    let action = AuditAction::CommandLineSignedIn;
    sign_in::record_with(context, transaction, &caller, &caller, action, Some(about)).await?;
    Ok(Issued { secret, expires_in: limits.absolute })
}

/// The caller behind a token; none when it has ended. Remembers the request, at most once a minute.
///
/// # Errors
/// Those of the database.
pub async fn resolve(
    context: &Context,
    limits: &config::Tokens,
    secret: &Secret,
    origin: Origin,
) -> Result<Option<Caller>> {
    let now = context.now();
    let found = tokens::find_by_hash(context.db.read(), secret.hash()).await?;
    let Some(token) = found.filter(|token| is_valid(token, limits, now)) else { return Ok(None) };
    let unseen_since = now - SEEN_EVERY;
    if token.last_seen <= unseen_since {
        let transaction = context.db.write().await?;
        tokens::touch(&transaction, token.id, unseen_since, now, origin.address).await?;
        transaction.commit().await?;
    }
    Ok(Some(caller(context.db.read(), token, origin, now).await?))
}

/// Whether a token has neither rested nor lasted too long.
pub(super) fn is_valid(token: &Token, limits: &config::Tokens, now: Timestamp) -> bool {
    token.expires > now && token.last_seen + limits.idle > now
}

/// Ends the token that the caller came with, because its program says so. Nothing happens when it had ended before.
///
/// # Errors
/// Those of the database.
pub async fn end(context: &Context, caller: &Caller) -> Result<()> {
    let Actor::Person { session, .. } = caller.actor else { return Ok(()) };
    let transaction = context.db.write().await?;
    if tokens::delete(&transaction, session).await? {
        sign_in::record(context, &transaction, caller, caller, AuditAction::SignedOut).await?;
        transaction.commit().await?;
    }
    Ok(())
}

pub(super) async fn caller(
    connection: &impl ConnectionTrait,
    token: Token,
    origin: Origin,
    now: Timestamp,
) -> Result<Caller> {
    let grants = grants::of_person(connection, token.user.id, &token.groups, now).await?;
    Ok(Caller {
        actor: Actor::Person {
            id: token.user.id,
            email: token.user.email,
            name: token.user.name,
            session: token.id,
        },
        grants,
        platform_roles: BTreeSet::new(),
        deploys: Vec::new(),
        origin,
        request_key: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Bearer, Secret};

    #[test]
    fn a_token_is_read_as_it_was_written() {
        for (bearer, length) in [(Bearer::Person, 46), (Bearer::Job, 47)] {
            let text = Secret::new(bearer, [7; 32]).expose();
            let read = Secret::parse(&text).map(|secret| (secret.bearer, secret.bits));
            assert_eq!((text.len(), read), (length, Some((bearer, [7; 32]))));
        }
        let text = Secret::new(Bearer::Person, [7; 32]).expose();
        for wrong in ["", "pv_", "pv_short", &text[3..], &format!("{text}A"), &text.replace("pv_", "ghp_")] {
            assert!(Secret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
