//! Signed-in browsers.

use std::collections::BTreeSet;
use std::net::IpAddr;

use domain::grant::PlatformRole;
use domain::ids::{SessionId, UserId};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::session::{ActiveModel, Column, Entity, Model};
use super::entity::user;
use super::fault::{Fault, Stored};
use super::users::{self, User};
use super::{WriteTransaction, column};

/// A signed-in browser, with what the issuer told at sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub id: SessionId,
    /// SHA-256 of the secret in the cookie.
    pub token_hash: [u8; 32],
    /// Who.
    pub user: User,
    /// The roles over the whole platform that the issuer told.
    pub platform_roles: BTreeSet<PlatformRole>,
    /// The groups that the issuer told.
    pub groups: Vec<String>,
    /// The issuer's own session (`sid`), which its logout tokens name.
    pub issuer_session: Option<String>,
    /// The ID token. The issuer wants it back when the person signs out, to know whose session it should end without asking
    /// (OpenID Connect RP-Initiated Logout 1.0, section 2). It opens nothing: it tells what `users` holds anyway, and is deleted with the session.
    pub id_token: String,
    /// When the person signed in.
    pub created: Timestamp,
    /// The last request, to the minute.
    pub last_seen: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// Where the last request came from.
    pub address: Option<IpAddr>,
    /// The user agent at sign-in.
    pub user_agent: Option<String>,
}

/// Adds a session.
pub async fn insert(transaction: &WriteTransaction, new: &SignedIn) -> Stored<()> {
    let row = ActiveModel {
        id: Set(new.id.0),
        token_hash: Set(new.token_hash.to_vec()),
        user: Set(new.user.id.0),
        created: Set(new.created.as_microsecond()),
        last_seen: Set(new.last_seen.as_microsecond()),
        expires: Set(new.expires.as_microsecond()),
        address: Set(new.address.map(|address| address.to_string())),
        user_agent: Set(new.user_agent.clone()),
        issuer_session: Set(new.issuer_session.clone()),
        platform_roles: Set(column::json("platform_roles", &new.platform_roles)?),
        groups: Set(column::json("groups", &new.groups)?),
        id_token: Set(new.id_token.clone()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The session of a cookie's secret, ended or not.
pub async fn find_by_token(
    connection: &impl ConnectionTrait,
    token_hash: [u8; 32],
) -> Stored<Option<SignedIn>> {
    one(connection, Condition::all().add(Column::TokenHash.eq(token_hash.to_vec()))).await
}

/// A session of a person.
pub async fn find(
    connection: &impl ConnectionTrait,
    user: UserId,
    id: SessionId,
) -> Stored<Option<SignedIn>> {
    one(connection, Condition::all().add(Column::Id.eq(id.0)).add(Column::User.eq(user.0))).await
}

/// All sessions of a person, newest first.
pub async fn of_user(connection: &impl ConnectionTrait, user: UserId) -> Stored<Vec<SignedIn>> {
    all(connection, Condition::all().add(Column::User.eq(user.0))).await
}

/// All sessions that began in a session at the issuer.
pub async fn of_issuer_session(
    connection: &impl ConnectionTrait,
    issuer_session: &str,
) -> Stored<Vec<SignedIn>> {
    all(connection, Condition::all().add(Column::IssuerSession.eq(issuer_session))).await
}

/// Remembers a request, if it is the first one after `unseen_since`.
pub async fn touch(
    transaction: &WriteTransaction,
    id: SessionId,
    unseen_since: Timestamp,
    now: Timestamp,
    address: Option<IpAddr>,
) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::LastSeen, Expr::value(now.as_microsecond()))
        .col_expr(Column::Address, Expr::value(address.map(|address| address.to_string())))
        .filter(Column::Id.eq(id.0))
        .filter(Column::LastSeen.lte(unseen_since.as_microsecond()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Ends a session. False when it had ended before.
pub async fn delete(transaction: &WriteTransaction, id: SessionId) -> Stored<bool> {
    Ok(Entity::delete_by_id(id.0).exec(transaction).await?.rows_affected == 1)
}

/// Forgets the sessions that ended by themselves: too old, or without a request since `unseen_since`.
pub async fn delete_ended_for_worker(
    transaction: &WriteTransaction,
    unseen_since: Timestamp,
    now: Timestamp,
) -> Stored<u64> {
    let ended = Condition::any()
        .add(Column::Expires.lte(now.as_microsecond()))
        .add(Column::LastSeen.lte(unseen_since.as_microsecond()));
    Ok(Entity::delete_many().filter(ended).exec(transaction).await?.rows_affected)
}

async fn one(connection: &impl ConnectionTrait, condition: Condition) -> Stored<Option<SignedIn>> {
    Ok(all(connection, condition).await?.into_iter().next())
}

async fn all(connection: &impl ConnectionTrait, condition: Condition) -> Stored<Vec<SignedIn>> {
    let rows = Entity::find().filter(condition).order_by_desc(Column::Id).all(connection).await?;
    let mut sessions = Vec::with_capacity(rows.len());
    let mut known: Option<User> = None;
    for row in rows {
        let user = match known {
            Some(user) if user.id.0 == row.user => user,
            _ => users::read(
                user::Entity::find_by_id(row.user)
                    .one(connection)
                    .await?
                    .ok_or_else(|| Fault::column("user", "no such person"))?,
            ),
        };
        known = Some(user.clone());
        sessions.push(read(row, user)?);
    }
    Ok(sessions)
}

fn read(row: Model, user: User) -> Stored<SignedIn> {
    Ok(SignedIn {
        id: SessionId(row.id),
        token_hash: row
            .token_hash
            .try_into()
            .map_err(|_| Fault::column("token_hash", "a hash has 32 bytes"))?,
        user,
        platform_roles: column::from_json("platform_roles", &row.platform_roles)?,
        groups: column::from_json("groups", &row.groups)?,
        issuer_session: row.issuer_session,
        id_token: row.id_token,
        created: column::instant("created", row.created)?,
        last_seen: column::instant("last_seen", row.last_seen)?,
        expires: column::instant("expires", row.expires)?,
        address: row.address.and_then(|address| address.parse().ok()),
        user_agent: row.user_agent,
    })
}
