//! The caller's own signed-in browsers.

use async_trait::async_trait;
use domain::audit::AuditAction;
use domain::authz::{Action, Resource};
use domain::caller::{Actor, Caller};
use domain::error::{Error, Result};
use domain::ids::{SessionId, UserId};
use domain::ports;
use domain::session::Session;

use super::{Context, authorize, sign_in};
use crate::config;
use crate::db::sessions;

/// The service behind [`ports::Sessions`].
#[derive(Clone)]
pub struct Sessions {
    context: Context,
    limits: config::Sessions,
}

impl Sessions {
    /// The service.
    pub const fn new(context: Context, limits: config::Sessions) -> Self {
        Self { context, limits }
    }

    async fn person(&self, caller: &Caller) -> Result<(UserId, SessionId)> {
        authorize(&self.context, caller, Action::OwnSessions, Resource::Platform).await?;
        match caller.actor {
            Actor::Person { id, session, .. } => Ok((id, session)),
            Actor::Automation { .. } | Actor::Anonymous => Err(Error::Unauthenticated),
        }
    }
}

#[async_trait]
impl ports::Sessions for Sessions {
    async fn list(&self, caller: &Caller) -> Result<Vec<Session>> {
        let (user, current) = self.person(caller).await?;
        let now = self.context.now();
        let all = sessions::of_user(self.context.db.read(), user).await?;
        let valid = all.into_iter().filter(|session| sign_in::is_valid(session, &self.limits, now));
        Ok(valid
            .map(|session| Session {
                id: session.id,
                current: session.id == current,
                created: session.created,
                last_seen: session.last_seen,
                expires: session.expires,
                address: session.address,
                user_agent: session.user_agent,
            })
            .collect())
    }

    async fn revoke(&self, caller: &Caller, session: SessionId) -> Result<()> {
        let (user, _) = self.person(caller).await?;
        let transaction = self.context.db.write().await?;
        sessions::find(&transaction, user, session).await?.ok_or(Error::NotFound)?;
        sessions::delete(&transaction, session).await?;
        sign_in::record(&self.context, &transaction, caller, caller, AuditAction::SessionRevoked).await?;
        Ok(transaction.commit().await?)
    }

    async fn revoke_others(&self, caller: &Caller) -> Result<u32> {
        let (user, current) = self.person(caller).await?;
        let transaction = self.context.db.write().await?;
        let mut revoked = 0;
        for session in sessions::of_user(&transaction, user).await? {
            if session.id != current && sessions::delete(&transaction, session.id).await? {
                sign_in::record(&self.context, &transaction, caller, caller, AuditAction::SessionRevoked)
                    .await?;
                revoked += 1;
            }
        }
        transaction.commit().await?;
        Ok(revoked)
    }
}
