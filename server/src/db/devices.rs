//! Command lines on other machines that ask to be signed in.

use std::net::IpAddr;

use domain::command_line::UserCode;
use domain::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use super::entity::device::{ActiveModel, Column, Entity, Model};
use super::fault::{Fault, Stored};
use super::{WriteTransaction, column};

/// A command line on another machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// SHA-256 of the code with which it asks for its token.
    pub code_hash: [u8; 32],
    /// The code that it shows to its person.
    pub user_code: UserCode,
    /// What it calls itself.
    pub name: String,
    /// Where it asked from.
    pub address: Option<IpAddr>,
    /// What was decided.
    pub state: DeviceState,
    /// Who decided.
    pub user: Option<UserId>,
    /// The groups of that person.
    pub groups: Vec<String>,
    /// When it last asked for its token.
    pub asked: Option<Timestamp>,
    /// How long it has to wait between two questions.
    pub interval: SignedDuration,
    /// When it asked to be signed in.
    pub created: Timestamp,
    /// When it is too late.
    pub expires: Timestamp,
}

/// What was decided about a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// Nothing yet.
    Waiting,
    /// It may act as the person.
    Approved,
    /// It may not.
    Denied,
}

/// Remembers a command line that asks.
pub async fn insert(transaction: &WriteTransaction, new: &Device) -> Stored<()> {
    Entity::insert(row(new)?).exec_without_returning(transaction).await?;
    Ok(())
}

/// The command line that shows a code, too late or not.
pub async fn find(connection: &impl ConnectionTrait, code: &UserCode) -> Stored<Option<Device>> {
    let condition = Condition::all().add(Column::UserCode.eq(code.letters()));
    Entity::find().filter(condition).one(connection).await?.map(read).transpose()
}

/// [`find`], for a transaction in which nobody else decides.
pub async fn lock(transaction: &WriteTransaction, code: &UserCode) -> Stored<Option<Device>> {
    let query = Entity::find().filter(Column::UserCode.eq(code.letters())).lock_exclusive();
    query.one(transaction).await?.map(read).transpose()
}

/// The command line that asks with a device code, for a transaction in which nobody else decides.
pub async fn lock_by_hash(transaction: &WriteTransaction, code_hash: [u8; 32]) -> Stored<Option<Device>> {
    let query = Entity::find_by_id(code_hash.to_vec()).lock_exclusive();
    query.one(transaction).await?.map(read).transpose()
}

/// Stores a change.
pub async fn save(transaction: &WriteTransaction, device: &Device) -> Stored<()> {
    Entity::update(row(device)?).exec(transaction).await?;
    Ok(())
}

/// Forgets one.
pub async fn delete(transaction: &WriteTransaction, code_hash: [u8; 32]) -> Stored<()> {
    Entity::delete_by_id(code_hash.to_vec()).exec(transaction).await?;
    Ok(())
}

/// Forgets those whose time was over by then.
pub async fn delete_expired_for_worker(transaction: &WriteTransaction, by: Timestamp) -> Stored<u64> {
    let deleted =
        Entity::delete_many().filter(Column::Expires.lte(by.as_microsecond())).exec(transaction).await?;
    Ok(deleted.rows_affected)
}

fn row(device: &Device) -> Stored<ActiveModel> {
    let seconds = i32::try_from(device.interval.as_secs());
    Ok(ActiveModel {
        code_hash: Set(device.code_hash.to_vec()),
        user_code: Set(device.user_code.letters().to_owned()),
        name: Set(device.name.clone()),
        address: Set(device.address.map(|address| address.to_string())),
        state: Set(column::word("state", &device.state)?),
        user: Set(device.user.map(|user| user.0)),
        groups: Set(column::json("groups", &device.groups)?),
        asked: Set(device.asked.map(Timestamp::as_microsecond)),
        interval: Set(seconds.map_err(|error| Fault::column("interval", error))?),
        created: Set(device.created.as_microsecond()),
        expires: Set(device.expires.as_microsecond()),
    })
}

fn read(row: Model) -> Stored<Device> {
    Ok(Device {
        code_hash: row.code_hash.try_into().map_err(|_| Fault::column("code_hash", "a hash has 32 bytes"))?,
        user_code: UserCode::parse(&row.user_code).map_err(|_| Fault::column("user_code", "not a code"))?,
        name: row.name,
        address: row.address.and_then(|address| address.parse().ok()),
        state: column::from_word("state", &row.state)?,
        user: row.user.map(UserId),
        groups: column::from_json("groups", &row.groups)?,
        asked: column::optional_instant("asked", row.asked)?,
        interval: SignedDuration::from_secs(row.interval.into()),
        created: column::instant("created", row.created)?,
        expires: column::instant("expires", row.expires)?,
    })
}
