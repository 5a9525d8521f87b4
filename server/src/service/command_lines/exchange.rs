//! What command lines ask for themselves: a code to show, and the token once a person has let them have it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::caller::Origin;
use domain::command_line::UserCode;
use domain::error::{Error, Result};
use domain::ids::UserId;
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::config;
use crate::db::devices::{self, Device, DeviceState};
use crate::db::{WriteTransaction, approvals, users};
use crate::service::tokens::{self, Holder, Issued};
use crate::service::{Context, sign_in};

/// How long a person has to type the code.
pub const DEVICE_LASTS: SignedDuration = SignedDuration::from_mins(10);

/// How long a command line waits between two questions (RFC 8628, section 3.2).
pub const INTERVAL: SignedDuration = SignedDuration::from_secs(5);

/// By how much it has to slow down when it asks too early (section 3.5).
const SLOWER: SignedDuration = SignedDuration::from_secs(5);

/// What a command line on another machine is told.
#[derive(Clone)]
pub struct DeviceCodes {
    /// The secret with which it asks for its token.
    pub device_code: String,
    /// What it shows.
    pub user_code: UserCode,
}

/// Why there is no token, in the words of RFC 6749, section 5.2, and RFC 8628, section 3.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// The code is not known, was used before, or belongs to another command line.
    InvalidGrant,
    /// Nobody has decided yet.
    AuthorizationPending,
    /// Asked too early: wait five seconds longer from now on.
    SlowDown,
    /// The person said no.
    AccessDenied,
    /// Nobody has decided in time.
    ExpiredToken,
}

impl TokenError {
    /// The word in the answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidGrant => "invalid_grant",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::AccessDenied => "access_denied",
            Self::ExpiredToken => "expired_token",
        }
    }
}

/// Begins the way for a command line on another machine.
///
/// # Errors
/// Those of the database.
pub async fn begin(context: &Context, origin: &Origin, name: String) -> Result<DeviceCodes> {
    let now = context.now();
    let secret = context.random.token();
    let user_code = context.random.user_code();
    let device = Device {
        code_hash: Sha256::digest(secret).into(),
        user_code: user_code.clone(),
        name,
        address: origin.address,
        state: DeviceState::Waiting,
        user: None,
        groups: Vec::new(),
        asked: None,
        interval: INTERVAL,
        created: now,
        expires: now + DEVICE_LASTS,
    };
    let transaction = context.db.write().await?;
    devices::insert(&transaction, &device).await?;
    transaction.commit().await?;
    Ok(DeviceCodes { device_code: URL_SAFE_NO_PAD.encode(secret), user_code })
}

/// The token of a command line on another machine, once somebody has let it have one.
///
/// # Errors
/// Those of the database. Why there is no token is inside.
pub async fn poll(
    context: &Context,
    limits: &config::Tokens,
    device_code: &str,
    origin: Origin,
) -> Result<Result<Issued, TokenError>> {
    let Some(code_hash) = hash(device_code) else { return Ok(Err(TokenError::InvalidGrant)) };
    let now = context.now();
    let transaction = context.db.write().await?;
    let Some(mut device) = devices::lock_by_hash(&transaction, code_hash).await? else {
        return Ok(Err(TokenError::InvalidGrant));
    };
    if device.expires <= now {
        return Ok(Err(TokenError::ExpiredToken));
    }
    let too_early = device.asked.is_some_and(|asked| now < asked + device.interval);
    let answer = match (device.state, device.user) {
        (DeviceState::Approved, Some(user)) => {
            devices::delete(&transaction, code_hash).await?;
            let holder = holder(&transaction, user, device.groups, device.name).await?;
            Ok(tokens::issue(context, &transaction, limits, holder, origin).await?)
        }
        (DeviceState::Denied, _) => {
            devices::delete(&transaction, code_hash).await?;
            Err(TokenError::AccessDenied)
        }
        _ => {
            device.asked = Some(now);
            if too_early {
                device.interval += SLOWER;
            }
            devices::save(&transaction, &device).await?;
            Err(if too_early { TokenError::SlowDown } else { TokenError::AuthorizationPending })
        }
    };
    transaction.commit().await?;
    Ok(answer)
}

/// The token of a command line on the same machine as the browser. A code counts once, also with a wrong answer.
///
/// # Errors
/// Those of the database. Why there is no token is inside.
pub async fn redeem(
    context: &Context,
    limits: &config::Tokens,
    code: &str,
    verifier: &str,
    origin: Origin,
) -> Result<Result<Issued, TokenError>> {
    let transaction = context.db.write().await?;
    let approval = match hash(code) {
        Some(code_hash) => approvals::take(&transaction, code_hash, context.now()).await?,
        None => None,
    };
    let Some(approval) = approval.filter(|approval| answers(verifier, &approval.challenge)) else {
        transaction.commit().await?;
        sign_in::record_failure(context, origin, "code_not_accepted").await?;
        return Ok(Err(TokenError::InvalidGrant));
    };
    let holder = holder(&transaction, approval.user, approval.groups, approval.name).await?;
    let issued = tokens::issue(context, &transaction, limits, holder, origin).await?;
    transaction.commit().await?;
    Ok(Ok(issued))
}

async fn holder(
    transaction: &WriteTransaction,
    user: UserId,
    groups: Vec<String>,
    name: String,
) -> Result<Holder> {
    let user = users::find(transaction, user).await?.ok_or(Error::NotFound)?;
    Ok(Holder { user, groups, name })
}

/// Whether the verifier answers the challenge (RFC 7636, section 4.6).
fn answers(verifier: &str, challenge: &str) -> bool {
    let length_is_right = (43..=128).contains(&verifier.len());
    let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    length_is_right && bool::from(computed.as_bytes().ct_eq(challenge.as_bytes()))
}

fn hash(code: &str) -> Option<[u8; 32]> {
    let secret: [u8; 32] = URL_SAFE_NO_PAD.decode(code).ok()?.try_into().ok()?;
    Some(Sha256::digest(secret).into())
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn a_verifier_answers_its_own_challenge() {
        // RFC 7636, appendix B.
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(answers("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", challenge));
        assert!(!answers("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", challenge));
        assert!(!answers(challenge, challenge));
        assert!(!answers("", challenge));
    }
}
