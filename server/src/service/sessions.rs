//! The caller's own signed-in browsers and command lines.

use async_trait::async_trait;
use domain::audit::AuditAction;
use domain::authz::{Action, Resource};
use domain::caller::{Actor, Caller};
use domain::error::{Error, Result};
use domain::ids::{SessionId, UserId};
use domain::ports;
use domain::session::{Session, SessionKind};

use super::{Context, authorize, sign_in, tokens};
use crate::config;
use crate::db::sessions::SignedIn;
use crate::db::tokens::Token;
use crate::db::{self, sessions};

/// The service behind [`ports::Sessions`].
#[derive(Clone)]
pub struct Sessions {
    context: Context,
    limits: config::Sessions,
    tokens: config::Tokens,
}

impl Sessions {
    /// The service, and how long browsers and command lines stay signed in.
    pub const fn new(context: Context, limits: config::Sessions, tokens: config::Tokens) -> Self {
        Self { context, limits, tokens }
    }

    async fn person(&self, caller: &Caller) -> Result<(UserId, SessionId)> {
        authorize(&self.context, caller, Action::OwnSessions, Resource::Platform).await?;
        match caller.actor {
            Actor::Person { id, session, .. } => Ok((id, session)),
            Actor::Job { .. } | Actor::Automation { .. } | Actor::Anonymous => Err(Error::Unauthenticated),
        }
    }
}

#[async_trait]
impl ports::Sessions for Sessions {
    async fn list(&self, caller: &Caller) -> Result<Vec<Session>> {
        let (user, current) = self.person(caller).await?;
        let (now, db) = (self.context.now(), self.context.db.read());
        let browsers = sessions::of_user(db, user).await?;
        let browsers = browsers.into_iter().filter(|session| sign_in::is_valid(session, &self.limits, now));
        let command_lines = db::tokens::of_user(db, user).await?;
        let command_lines =
            command_lines.into_iter().filter(|token| tokens::is_valid(token, &self.tokens, now));
        let mut all: Vec<Session> = browsers.map(browser).chain(command_lines.map(command_line)).collect();
        all.sort_by_key(|session| std::cmp::Reverse(session.id));
        for session in &mut all {
            session.current = session.id == current;
        }
        Ok(all)
    }

    async fn revoke(&self, caller: &Caller, session: SessionId) -> Result<()> {
        let (user, _) = self.person(caller).await?;
        let transaction = self.context.db.write().await?;
        if sessions::find(&transaction, user, session).await?.is_some() {
            sessions::delete(&transaction, session).await?;
        } else {
            db::tokens::find(&transaction, user, session).await?.ok_or(Error::NotFound)?;
            db::tokens::delete(&transaction, session).await?;
        }
        sign_in::record(&self.context, &transaction, caller, caller, AuditAction::SessionRevoked).await?;
        Ok(transaction.commit().await?)
    }

    async fn revoke_others(&self, caller: &Caller) -> Result<u32> {
        let (user, current) = self.person(caller).await?;
        let transaction = self.context.db.write().await?;
        let browsers = sessions::of_user(&transaction, user).await?.into_iter().map(|session| session.id);
        let tokens = db::tokens::of_user(&transaction, user).await?.into_iter().map(|token| token.id);
        let mut revoked = 0;
        for session in browsers.chain(tokens).filter(|session| *session != current) {
            if sessions::delete(&transaction, session).await?
                || db::tokens::delete(&transaction, session).await?
            {
                sign_in::record(&self.context, &transaction, caller, caller, AuditAction::SessionRevoked)
                    .await?;
                revoked += 1;
            }
        }
        transaction.commit().await?;
        Ok(revoked)
    }
}

fn browser(session: SignedIn) -> Session {
    Session {
        id: session.id,
        kind: SessionKind::Browser,
        current: false,
        created: session.created,
        last_seen: session.last_seen,
        expires: session.expires,
        address: session.address,
        user_agent: session.user_agent,
    }
}

fn command_line(token: Token) -> Session {
    Session {
        id: token.id,
        kind: SessionKind::CommandLine { name: token.name },
        current: false,
        created: token.created,
        last_seen: token.last_seen,
        expires: token.expires,
        address: token.address,
        user_agent: token.user_agent,
    }
}
