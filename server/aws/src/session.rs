//! Sessions in target accounts: an assumed role for each place, kept until shortly before it expires.
//!
//! The key of a session is the whole [`Place`]: a session's tags name the organization, component and operation that it
//! was opened for, and a role or external id that was changed in the registry counts from the next call on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::assume_role::{AssumeRoleError, AssumeRoleOutput};
use aws_sdk_sts::types::Tag;
use domain::clock::Clock;
use domain::cloud::{CloudError, CloudResult, Place};
use jiff::{SignedDuration, Timestamp};

use crate::clients::Clients;
use crate::errors::{Reason, causes, chain, meaning, transient};
use crate::gateway::traced;
use crate::limit::{Limits, Service};
use crate::time::timestamp;

/// How long a session lives: the shortest that STS gives
/// (<https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>).
const SESSION_SECONDS: i32 = 900;
/// How long before its end a session is not used any more: longer than a call may take.
const MARGIN: SignedDuration = SignedDuration::from_mins(2);
/// Most sessions kept. The one that was not used for longest goes first.
const MOST_SESSIONS: usize = 512;

/// Where clients come from.
#[async_trait]
pub(crate) trait Sessions: Send + Sync {
    /// The clients for a place.
    async fn open(&self, place: &Place) -> CloudResult<Arc<Clients>>;
    /// Drops the session of a place: AWS does not take it any more.
    fn forget(&self, place: &Place);
}

/// Sessions of assumed roles.
pub(crate) struct AssumedRoles {
    home: SdkConfig,
    sts: aws_sdk_sts::Client,
    limits: Arc<Limits>,
    clock: Arc<dyn Clock>,
    slots: Mutex<Slots>,
}

#[derive(Default)]
struct Slots {
    by_place: HashMap<Place, Slot>,
    uses: u64,
}

struct Slot {
    session: SharedSession,
    last_use: u64,
}

/// Callers of the same place wait here for one AssumeRole.
type SharedSession = Arc<tokio::sync::Mutex<Option<Session>>>;

struct Session {
    clients: Arc<Clients>,
    expires: Timestamp,
}

impl AssumedRoles {
    /// `home` is who the server is; its endpoint, retries and timeouts hold for the sessions too.
    pub(crate) fn new(home: SdkConfig, limits: Arc<Limits>, clock: Arc<dyn Clock>) -> Self {
        let sts = aws_sdk_sts::Client::new(&home);
        Self { home, sts, limits, clock, slots: Mutex::default() }
    }

    fn slots(&self) -> std::sync::MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn assume(&self, place: &Place) -> CloudResult<Session> {
        self.limits.turn(Service::Sts, place).await?;
        let region = aws_config::Region::new(place.region.as_str().to_owned());
        let sending = self
            .sts
            .assume_role()
            .role_arn(place.role_arn.as_str())
            .role_session_name(session_name(place))
            .external_id(&place.external_id)
            .duration_seconds(SESSION_SECONDS)
            .set_tags(Some(session_tags(place)))
            .customize()
            // The regional endpoint: its tokens hold in every region, and it does not go down with another one.
            .config_override(aws_sdk_sts::config::Builder::new().region(region))
            .send();
        let answer = traced(Service::Sts, "AssumeRole", place, sending).await.map_err(unreachable_account)?;
        self.session(place, answer)
    }

    fn session(&self, place: &Place, answer: AssumeRoleOutput) -> CloudResult<Session> {
        let given = answer.credentials.ok_or_else(|| transient(Reason::Incomplete("credentials")))?;
        let expires = timestamp(&given.expiration)
            .ok_or_else(|| transient(Reason::Incomplete("an expiration within range")))?;
        let credentials = Credentials::new(
            given.access_key_id,
            given.secret_access_key,
            Some(given.session_token),
            None,
            "AssumeRole",
        );
        Ok(Session { clients: Arc::new(Clients::new(&self.home, place, credentials)), expires })
    }
}

#[async_trait]
impl Sessions for AssumedRoles {
    async fn open(&self, place: &Place) -> CloudResult<Arc<Clients>> {
        let shared = self.slots().of(place);
        let mut session = shared.lock().await;
        if let Some(open) = session.as_ref()
            && self.clock.now().duration_until(open.expires) > MARGIN
        {
            return Ok(Arc::clone(&open.clients));
        }
        let opened = self.assume(place).await?;
        Ok(Arc::clone(&session.insert(opened).clients))
    }

    fn forget(&self, place: &Place) {
        self.slots().by_place.remove(place);
    }
}

impl Slots {
    fn of(&mut self, place: &Place) -> SharedSession {
        self.uses += 1;
        if !self.by_place.contains_key(place) && self.by_place.len() >= MOST_SESSIONS {
            self.drop_least_used();
        }
        let slot = self
            .by_place
            .entry(place.clone())
            .or_insert_with(|| Slot { session: SharedSession::default(), last_use: 0 });
        slot.last_use = self.uses;
        Arc::clone(&slot.session)
    }

    fn drop_least_used(&mut self) {
        let oldest = self.by_place.iter().min_by_key(|(_, slot)| slot.last_use);
        if let Some(place) = oldest.map(|(place, _)| place.clone()) {
            self.by_place.remove(&place);
        }
    }
}

/// What CloudTrail shows as the session: the narrowest thing that is known. At most 64 characters.
fn session_name(place: &Place) -> String {
    match (place.operation, place.component) {
        (Some(operation), _) => format!("provisioner-{operation}"),
        (None, Some(component)) => format!("provisioner-{component}"),
        (None, None) => format!("provisioner-{}", place.organization),
    }
}

/// The session's tags. Not transitive: the sessions assume no further role.
fn session_tags(place: &Place) -> Vec<Tag> {
    let tags = [
        ("organization", Some(place.organization.to_string())),
        ("component", place.component.map(|component| component.to_string())),
        ("operation", place.operation.map(|operation| operation.to_string())),
    ];
    tags.into_iter().filter_map(|(key, value)| Tag::builder().key(key).value(value?).build().ok()).collect()
}

/// A role that AWS does not let us assume, or home credentials that are missing, make the account unreachable; an STS that
/// does not answer is tried again.
fn unreachable_account(error: SdkError<AssumeRoleError>) -> CloudError {
    if lacks_credentials(&error) {
        return CloudError::AccountUnreachable(Arc::new(Reason::NoAnswer(chain(&error))));
    }
    match meaning(&error) {
        CloudError::Refused { code, message } => {
            let status = error.raw_response().map_or(0, |answer| answer.status().as_u16());
            CloudError::AccountUnreachable(Arc::new(Reason::Answered { code, message, status }))
        }
        other => other,
    }
}

/// Whether the home credentials cannot be had. The SDK tells it among the causes of a failed dispatch.
fn lacks_credentials(error: &SdkError<AssumeRoleError>) -> bool {
    let cause = causes(error).find_map(|cause| cause.downcast_ref::<CredentialsError>());
    cause.is_some_and(|cause| !matches!(cause, CredentialsError::ProviderTimedOut(_)))
}

#[cfg(test)]
mod tests;
