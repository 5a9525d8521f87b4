//! People who have signed in at least once.

use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::WriteTransaction;
use super::entity::user::{ActiveModel, Column, Entity, Model};
use super::fault::{Fault, Stored};

/// A person, known by what the issuer calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The issuer's address.
    pub issuer: String,
    /// The issuer's name for the person (`sub`), which never changes and is never given to somebody else.
    pub subject: String,
    /// Lower case.
    pub email: String,
    /// For people.
    pub name: String,
}

/// Adds the person, or stores the e-mail address and the name that the issuer tells now. The id stays that of the first sign-in.
pub async fn save(transaction: &WriteTransaction, user: User, now: Timestamp) -> Stored<User> {
    let row = ActiveModel {
        id: Set(user.id.0),
        issuer: Set(user.issuer.clone()),
        subject: Set(user.subject.clone()),
        email: Set(user.email.clone()),
        name: Set(user.name.clone()),
        created: Set(now.as_microsecond()),
        last_sign_in: Set(now.as_microsecond()),
    };
    let again = OnConflict::columns([Column::Issuer, Column::Subject])
        .update_columns([Column::Email, Column::Name, Column::LastSignIn])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    let found = find_by_subject(transaction, &user.issuer, &user.subject).await?;
    found.ok_or_else(|| Fault::column("subject", "the person was not stored"))
}

/// The person whom an issuer calls so.
pub async fn find_by_subject(
    connection: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Stored<Option<User>> {
    let found = Entity::find()
        .filter(Column::Issuer.eq(issuer))
        .filter(Column::Subject.eq(subject))
        .one(connection)
        .await?;
    Ok(found.map(read))
}

/// A person.
pub async fn find(connection: &impl ConnectionTrait, id: UserId) -> Stored<Option<User>> {
    Ok(Entity::find_by_id(id.0).one(connection).await?.map(read))
}

/// Everybody with this e-mail address, in lower case: issuers may give it to another person later.
pub async fn find_by_email(connection: &impl ConnectionTrait, email: &str) -> Stored<Vec<User>> {
    let found = Entity::find().filter(Column::Email.eq(email)).all(connection).await?;
    Ok(found.into_iter().map(read).collect())
}

pub(super) fn read(row: Model) -> User {
    User { id: UserId(row.id), issuer: row.issuer, subject: row.subject, email: row.email, name: row.name }
}
