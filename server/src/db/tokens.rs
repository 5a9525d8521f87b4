//! Tokens of command lines.

use std::net::IpAddr;

use domain::ids::{SessionId, UserId};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::token::{ActiveModel, Column, Entity, Model};
use super::entity::user;
use super::fault::{Fault, Stored};
use super::users::{self, User};
use super::{WriteTransaction, column};

/// A command line that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The session that it is.
    pub id: SessionId,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// As whom it acts.
    pub user: User,
    /// The groups that the issuer told at the person's last sign-in.
    pub groups: Vec<String>,
    /// What the command line calls itself.
    pub name: String,
    /// When it got the token.
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

/// Adds a token.
pub async fn insert(transaction: &WriteTransaction, new: &Token) -> Stored<()> {
    let row = ActiveModel {
        id: Set(new.id.0),
        token_hash: Set(new.token_hash.to_vec()),
        user: Set(new.user.id.0),
        groups: Set(column::json("groups", &new.groups)?),
        name: Set(new.name.clone()),
        created: Set(new.created.as_microsecond()),
        last_seen: Set(new.last_seen.as_microsecond()),
        expires: Set(new.expires.as_microsecond()),
        address: Set(new.address.map(|address| address.to_string())),
        user_agent: Set(new.user_agent.clone()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The token with this hash, ended or not.
pub async fn find_by_hash(connection: &impl ConnectionTrait, token_hash: [u8; 32]) -> Stored<Option<Token>> {
    one(connection, Condition::all().add(Column::TokenHash.eq(token_hash.to_vec()))).await
}

/// A token of a person.
pub async fn find(connection: &impl ConnectionTrait, user: UserId, id: SessionId) -> Stored<Option<Token>> {
    one(connection, Condition::all().add(Column::Id.eq(id.0)).add(Column::User.eq(user.0))).await
}

/// All tokens of a person, newest first.
pub async fn of_user(connection: &impl ConnectionTrait, user: UserId) -> Stored<Vec<Token>> {
    all(connection, Condition::all().add(Column::User.eq(user.0))).await
}

/// Writes down the groups that the issuer tells of a person now.
pub async fn set_groups(transaction: &WriteTransaction, user: UserId, groups: &[String]) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::Groups, Expr::value(column::json("groups", &groups)?))
        .filter(Column::User.eq(user.0))
        .exec(transaction)
        .await?;
    Ok(())
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

/// Ends a token. False when it had ended before.
pub async fn delete(transaction: &WriteTransaction, id: SessionId) -> Stored<bool> {
    Ok(Entity::delete_by_id(id.0).exec(transaction).await?.rows_affected == 1)
}

/// Forgets the tokens that ended by themselves: too old, or without a request since `unseen_since`.
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

async fn one(connection: &impl ConnectionTrait, condition: Condition) -> Stored<Option<Token>> {
    Ok(all(connection, condition).await?.into_iter().next())
}

async fn all(connection: &impl ConnectionTrait, condition: Condition) -> Stored<Vec<Token>> {
    let rows = Entity::find()
        .filter(condition)
        .order_by_desc(Column::Id)
        .find_also_related(user::Entity)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(row, user)| {
            let user = user.ok_or_else(|| Fault::column("user", "no such person"))?;
            read(row, users::read(user))
        })
        .collect()
}

fn read(row: Model, user: User) -> Stored<Token> {
    Ok(Token {
        id: SessionId(row.id),
        token_hash: row
            .token_hash
            .try_into()
            .map_err(|_| Fault::column("token_hash", "a hash has 32 bytes"))?,
        user,
        groups: column::from_json("groups", &row.groups)?,
        name: row.name,
        created: column::instant("created", row.created)?,
        last_seen: column::instant("last_seen", row.last_seen)?,
        expires: column::instant("expires", row.expires)?,
        address: row.address.and_then(|address| address.parse().ok()),
        user_agent: row.user_agent,
    })
}
