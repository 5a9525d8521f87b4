//! What a function is told by its environment beside what people set.

use std::collections::BTreeMap;

use domain::Result;
use domain::authz::{ProjectScope, TenantScope};
use domain::component::Outputs;
use domain::function::{Code, Deployment, Environment, SECRET_ARN_VARIABLE, Version};
use domain::ids::{ComponentId, OrganizationId};
use domain::operation::Neighbours;
use kinds::function::outputs::name;

use crate::db::{components, versions};
use crate::service::Context;

/// The variables that the product sets: where the function's secret values are, and how the linked database is reached. The password stands in the
/// database's secret, because AWS changes it.
pub(super) fn of_product(neighbours: &Neighbours, outputs: &Outputs) -> BTreeMap<String, String> {
    let secret = outputs.get(name::SECRET_ARN).map(|arn| (SECRET_ARN_VARIABLE.to_owned(), arn.clone()));
    let mut variables: BTreeMap<String, String> = secret.into_iter().collect();
    let Some(database) = &neighbours.database else { return variables };
    let database = [
        ("DATABASE_HOST", database.host.clone()),
        ("DATABASE_PORT", database.port.to_string()),
        ("DATABASE_NAME", database.database.clone()),
        ("DATABASE_USER", database.username.clone()),
        ("DATABASE_SECRET_ARN", database.secret_arn.clone()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    variables.extend(database);
    variables
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
    let outputs = found.map(|found| found.outputs).unwrap_or_default();
    Ok(Deployment {
        version: None,
        code: live.as_ref().map_or(Code::Placeholder, |live| Code::Archive(live.artifact.clone())),
        environment: with_product(live.as_ref(), neighbours, &outputs),
        published: None,
        before: live.and_then(|live| live.published),
        bucket: outputs.get(name::CODE_BUCKET).cloned(),
        check: None,
        rollout: None,
        check_after: None,
    })
}

fn with_product(live: Option<&Version>, neighbours: &Neighbours, outputs: &Outputs) -> Environment {
    let own = live.map(|live| live.environment.clone()).unwrap_or_default();
    own.with(of_product(neighbours, outputs))
}
