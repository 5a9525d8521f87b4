//! Target accounts, their regions, and which organizations are placed where. See [`domain::account::TargetAccount`].

use std::collections::BTreeMap;

use domain::account::TargetAccount;
use domain::authz::TenantScope;
use domain::component::Region;
use domain::ids::{AwsAccountId, OrganizationId};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{account_region, placement, target_account};
use super::fault::Stored;
use super::{WriteTransaction, column};

/// Adds an account, or replaces what is known of it.
pub async fn save(transaction: &WriteTransaction, account: &TargetAccount, created: Timestamp) -> Stored<()> {
    use target_account::Column::{DisplayName, Domain, ExternalId, Id, RoleArn};
    let id = account.id.as_str();
    let row = target_account::ActiveModel {
        id: Set(id.to_owned()),
        display_name: Set(account.display_name.clone()),
        role_arn: Set(account.role_arn.as_str().to_owned()),
        external_id: Set(account.external_id.clone()),
        created: Set(created.as_microsecond()),
        domain: Set(account.domain.as_ref().map(|domain| column::json("domain", domain)).transpose()?),
    };
    target_account::Entity::insert(row)
        .on_conflict(
            OnConflict::column(Id).update_columns([DisplayName, RoleArn, ExternalId, Domain]).to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    account_region::Entity::delete_many()
        .filter(account_region::Column::Account.eq(id))
        .exec(transaction)
        .await?;
    placement::Entity::delete_many().filter(placement::Column::Account.eq(id)).exec(transaction).await?;
    let regions = account.regions.iter().map(|region| account_region::ActiveModel {
        account: Set(id.to_owned()),
        region: Set(region.as_str().to_owned()),
    });
    account_region::Entity::insert_many(regions).exec_without_returning(transaction).await?;
    let placements = account.organizations.iter().map(|organization| placement::ActiveModel {
        account: Set(id.to_owned()),
        organization: Set(organization.0),
    });
    placement::Entity::insert_many(placements).exec_without_returning(transaction).await?;
    Ok(())
}

/// All accounts, by display name, for platform staff.
pub async fn list_for_platform(connection: &impl ConnectionTrait) -> Stored<Vec<TargetAccount>> {
    matching(connection, Condition::all()).await
}

/// An account.
pub async fn find_for_worker(
    connection: &impl ConnectionTrait,
    id: &AwsAccountId,
) -> Stored<Option<TargetAccount>> {
    let found =
        matching(connection, Condition::all().add(target_account::Column::Id.eq(id.as_str()))).await?;
    Ok(found.into_iter().next())
}

/// The accounts in which the tenant is placed, by display name.
pub async fn of_tenant(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
) -> Stored<Vec<TargetAccount>> {
    of_organization_for_worker(connection, tenant.organization).await
}

/// The accounts in which an organization is placed, by display name.
pub async fn of_organization_for_worker(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Stored<Vec<TargetAccount>> {
    let ids: Vec<String> = placement::Entity::find()
        .select_only()
        .column(placement::Column::Account)
        .filter(placement::Column::Organization.eq(organization.0))
        .into_tuple()
        .all(connection)
        .await?;
    matching(connection, Condition::all().add(target_account::Column::Id.is_in(ids))).await
}

async fn matching(connection: &impl ConnectionTrait, condition: Condition) -> Stored<Vec<TargetAccount>> {
    let rows = target_account::Entity::find()
        .filter(condition)
        .order_by_asc(target_account::Column::DisplayName)
        .order_by_asc(target_account::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut regions: BTreeMap<String, Vec<Region>> = BTreeMap::new();
    let region_rows = account_region::Entity::find()
        .filter(account_region::Column::Account.is_in(ids.clone()))
        .order_by_asc(account_region::Column::Region)
        .all(connection)
        .await?;
    for row in region_rows {
        regions.entry(row.account).or_default().push(column::from_word("region", &row.region)?);
    }
    let mut organizations: BTreeMap<String, Vec<OrganizationId>> = BTreeMap::new();
    let placement_rows = placement::Entity::find()
        .filter(placement::Column::Account.is_in(ids))
        .order_by_asc(placement::Column::Organization)
        .all(connection)
        .await?;
    for row in placement_rows {
        organizations.entry(row.account).or_default().push(OrganizationId(row.organization));
    }
    rows.into_iter()
        .map(|row| {
            Ok(TargetAccount {
                regions: regions.remove(&row.id).unwrap_or_default(),
                organizations: organizations.remove(&row.id).unwrap_or_default(),
                id: column::from_word("id", &row.id)?,
                display_name: row.display_name,
                role_arn: column::from_word("role_arn", &row.role_arn)?,
                external_id: row.external_id,
                domain: row.domain.map(|domain| column::from_json("domain", &domain)).transpose()?,
            })
        })
        .collect()
}
