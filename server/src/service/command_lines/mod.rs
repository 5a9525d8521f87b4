//! Command lines that ask to act as a person: implements [`domain::ports::CommandLines`]; what they ask themselves, without a person, is in [`exchange`].
//!
//! There are two ways: through a browser on the same machine (RFC 8252), and with a code that is typed on another one (RFC 8628). In both, this server gives
//! the token, so that it follows the rules of sessions here, and the issuer need not know of command lines.

pub mod exchange;

use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::AuditAction;
use domain::authz::{Action, Resource};
use domain::caller::{Actor, Caller};
use domain::command_line::{CommandLine, Decision, DeviceRequest, UserCode};
use domain::error::{Error, Problem, Result};
use domain::ids::UserId;
use domain::ports;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Context, authorize, sign_in};
use crate::db::approvals::{self, Approval};
use crate::db::devices::{self, Device, DeviceState};
use crate::db::sessions::{self, SignedIn};

/// How long a code may take from the browser to the command line on the same machine.
const APPROVAL_LASTS: SignedDuration = SignedDuration::from_secs(60);

/// How many user codes a person may look up in an hour. With 20^8 codes and a few that are good at a time, guessing one takes ages.
const LOOK_UPS_PER_HOUR: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");

/// So many people are remembered before those who have been quiet are forgotten.
const MANY: usize = 10_000;

/// Lets command lines act as people.
#[derive(Clone)]
pub struct CommandLines {
    context: Context,
    look_ups: Arc<DefaultKeyedRateLimiter<UserId>>,
}

impl CommandLines {
    /// The service.
    pub fn new(context: Context) -> Self {
        Self { context, look_ups: Arc::new(RateLimiter::keyed(Quota::per_hour(LOOK_UPS_PER_HOUR))) }
    }

    /// The caller's session in a browser. A token cannot make another token.
    async fn browser(&self, caller: &Caller) -> Result<SignedIn> {
        authorize(&self.context, caller, Action::OwnSessions, Resource::Platform).await?;
        let Actor::Person { id, session, .. } = caller.actor else { return Err(Error::Unauthenticated) };
        sessions::find(self.context.db.read(), id, session).await?.ok_or(Error::Unauthenticated)
    }

    fn count_look_up(&self, user: UserId) -> Result<()> {
        if self.look_ups.len() > MANY {
            self.look_ups.retain_recent();
        }
        self.look_ups.check_key(&user).map_err(|later| {
            let wait = later.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            Error::TooManyRequests { retry_after_seconds: seconds }
        })
    }

    /// The command line with this code, as long as it waits.
    fn waiting(&self, found: Option<Device>) -> Result<Device> {
        let now = self.context.now();
        found
            .filter(|device| device.state == DeviceState::Waiting && device.expires > now)
            .ok_or_else(|| Error::field("user_code", Problem::NotACode))
    }
}

#[async_trait]
impl ports::CommandLines for CommandLines {
    async fn approve(&self, caller: &Caller, command_line: CommandLine) -> Result<String> {
        let browser = self.browser(caller).await?;
        let code = self.context.random.token();
        let CommandLine { name, challenge } = command_line;
        let approval = Approval {
            code_hash: Sha256::digest(code).into(),
            user: browser.user.id,
            groups: browser.groups,
            name: name.clone(),
            challenge: challenge.as_str().to_owned(),
            expires: self.context.now() + APPROVAL_LASTS,
        };
        let transaction = self.context.db.write().await?;
        approvals::insert(&transaction, &approval).await?;
        let (action, about) = (AuditAction::CommandLineApproved, json!({ "command_line": name }));
        sign_in::record_with(&self.context, &transaction, caller, caller, action, Some(about)).await?;
        transaction.commit().await?;
        Ok(URL_SAFE_NO_PAD.encode(code))
    }

    async fn deny(&self, caller: &Caller, command_line: CommandLine) -> Result<()> {
        self.browser(caller).await?;
        let transaction = self.context.db.write().await?;
        let (action, about) = (AuditAction::CommandLineDenied, json!({ "command_line": command_line.name }));
        sign_in::record_with(&self.context, &transaction, caller, caller, action, Some(about)).await?;
        Ok(transaction.commit().await?)
    }

    async fn device(&self, caller: &Caller, code: &UserCode) -> Result<DeviceRequest> {
        let browser = self.browser(caller).await?;
        self.count_look_up(browser.user.id)?;
        let device = self.waiting(devices::find(self.context.db.read(), code).await?)?;
        Ok(DeviceRequest {
            code: device.user_code,
            name: device.name,
            address: device.address,
            asked: device.created,
        })
    }

    async fn decide(&self, caller: &Caller, code: &UserCode, decision: Decision) -> Result<()> {
        let browser = self.browser(caller).await?;
        self.count_look_up(browser.user.id)?;
        let transaction = self.context.db.write().await?;
        let device = self.waiting(devices::lock(&transaction, code).await?)?;
        let (state, action) = match decision {
            Decision::Approve => (DeviceState::Approved, AuditAction::CommandLineApproved),
            Decision::Deny => (DeviceState::Denied, AuditAction::CommandLineDenied),
        };
        let about = json!({ "command_line": device.name, "address": device.address });
        let decided = Device { state, user: Some(browser.user.id), groups: browser.groups, ..device };
        devices::save(&transaction, &decided).await?;
        sign_in::record_with(&self.context, &transaction, caller, caller, action, Some(about)).await?;
        Ok(transaction.commit().await?)
    }
}
