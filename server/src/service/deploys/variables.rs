//! What a function is told by its environment beside what people set.

use std::collections::BTreeMap;

use domain::Result;
use domain::authz::{ProjectScope, TenantScope};
use domain::function::{Code, Deployment, Environment, Version};
use domain::ids::{ComponentId, OrganizationId};
use domain::operation::Neighbours;
use kinds::function::outputs::name;

use crate::db::{components, versions};
use crate::service::Context;

/// The variables that the product sets: how the linked database is reached. The password stands in the secret, because AWS changes it.
pub(super) fn of_product(neighbours: &Neighbours) -> BTreeMap<String, String> {
    let Some(database) = &neighbours.database else { return BTreeMap::new() };
    [
        ("DATABASE_HOST", database.host.clone()),
        ("DATABASE_PORT", database.port.to_string()),
        ("DATABASE_NAME", database.database.clone()),
        ("DATABASE_USER", database.username.clone()),
        ("DATABASE_SECRET_ARN", database.secret_arn.clone()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// What is live, as another version of it beside other neighbours: the same code and variables. The placeholder where nothing is live.
pub(in crate::service) async fn carried_over(
    context: &Context,
    organization: OrganizationId,
    component: ComponentId,
    neighbours: &Neighbours,
) -> Result<Deployment> {
    let tenant = TenantScope { organization, projects: ProjectScope::All };
    let db = context.db.read();
    let live = versions::live(db, &tenant, component).await?;
    let found = components::find(db, &tenant, component).await?;
    Ok(Deployment {
        version: None,
        code: live.as_ref().map_or(Code::Placeholder, |live| Code::Archive(live.artifact.clone())),
        environment: with_product(live.as_ref(), neighbours),
        published: None,
        before: live.and_then(|live| live.published),
        bucket: found.and_then(|found| found.outputs.get(name::CODE_BUCKET).cloned()),
        check: None,
        rollout: None,
        check_after: None,
    })
}

fn with_product(live: Option<&Version>, neighbours: &Neighbours) -> Environment {
    let own = live.map(|live| live.environment.clone()).unwrap_or_default();
    own.with(of_product(neighbours))
}
