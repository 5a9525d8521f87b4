//! Components as they are after a while: most ready, in all projects and environments.

use std::collections::BTreeMap;

use domain::component::{Component, Environment, Kind, State};
use domain::ids::{AwsAccountId, ComponentId};
use domain::organization::{Name, Project};
use kinds::postgres::outputs::name;
use kinds::postgres::samples;
use server::db;
use server::service::Context;

use super::ORGANIZATION;
use crate::Fallible;

/// The target account of the seed.
const ACCOUNT: &str = "210987654321";

/// Writes `count` components in one transaction.
pub(super) async fn write(context: &Context, projects: &[Project], count: usize) -> Fallible<Vec<Component>> {
    let transaction = context.db.write().await?;
    let mut components = Vec::with_capacity(count);
    for number in 0..count {
        let component = component(context, &projects[number % projects.len()], number)?;
        db::components::insert(&transaction, &component).await?;
        components.push(component);
    }
    transaction.commit().await?;
    Ok(components)
}

fn component(context: &Context, project: &Project, number: usize) -> Fallible<Component> {
    let [_, typical, _] = samples::all();
    let name_text = format!("orders-{number:04}");
    let cluster = format!("{ORGANIZATION}-{name_text}");
    let host = |kind: &str| format!("{cluster}.{kind}-c1a2b3c4d5e6.ap-northeast-1.rds.amazonaws.com");
    let outputs = BTreeMap::from([
        (name::ENDPOINT.to_owned(), host("cluster")),
        (name::READER_ENDPOINT.to_owned(), host("cluster-ro")),
        (name::PORT.to_owned(), "5432".to_owned()),
        (name::CLUSTER_ID.to_owned(), cluster.clone()),
    ]);
    Ok(Component {
        id: ComponentId(context.new_id()),
        organization: project.organization,
        project: project.id,
        kind: Kind::Postgres,
        name: Name::parse(&name_text).map_err(|problem| format!("{name_text}: {problem:?}"))?,
        environment: Environment::ALL[number / 3 % Environment::ALL.len()],
        region: typical.context.region,
        account: AwsAccountId::try_from(ACCOUNT.to_owned()).map_err(|error| format!("{error:?}"))?,
        slot: None,
        stack_name: cluster,
        blueprint: kinds::of(Kind::Postgres).blueprint().to_owned(),
        state: if number % 50 == 49 { State::ChangeFailed } else { State::Ready },
        document: typical.document,
        version: 3,
        outputs,
        running: None,
        created: context.now(),
        changed: context.now(),
        deleted: None,
    })
}
