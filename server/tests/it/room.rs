//! What AWS takes no more of is counted, and refused before AWS does.

use domain::Error;
use domain::allow_list::{AllowList, ListChange, NewEntry};
use domain::component::{Component, Kind};
use domain::error::Conflict;
use domain::function::{Version, VersionState};
use domain::ids::ComponentId;
use domain::organization::Name;
use domain::plan::PlanWarning;
use domain::ports::{Changes as _, Confirmation, NewComponent, Operations as _};
use server::db;

use crate::deploys_stage::{FunctionStage, deploy_of};
use crate::operations_stage::Stage;

fn networks(count: u8) -> Vec<NewEntry> {
    let entry = |number| NewEntry {
        network: format!("203.0.113.{number}"),
        label: format!("office {number}"),
        expires: None,
    };
    (1..=count).map(entry).collect()
}

/// More functions like one, each with the allow-list, in the places from 1 on.
async fn add_functions(stage: &FunctionStage, count: u16, list: &AllowList) {
    let context = &stage.stage.app.context;
    let transaction = context.db.write().await.unwrap();
    for slot in 1..=count {
        let mut twin = Component {
            id: ComponentId(context.new_id()),
            name: Name::parse(&format!("twin-{slot}")).unwrap(),
            slot: Some(slot),
            ..stage.function.clone()
        };
        twin.document.allow_list = list.clone();
        // AWS has another limit for all that functions keep free for themselves.
        twin.document.settings["concurrency"] = 1.into();
        db::components::insert(&transaction, &twin).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

/// The allow-list of the function with so many networks.
async fn allowed(stage: &FunctionStage, count: u8) -> Component {
    let Stage { changes, owner, organization, .. } = &stage.stage;
    let add = ListChange::Add(networks(count));
    let plan = changes.allow_list(owner, *organization, stage.function.id, add).await.unwrap();
    stage.stage.confirm(&plan).await;
    stage.stage.settle().await;
    stage.stage.component(&plan).await
}

#[tokio::test]
async fn the_101st_function_of_an_organization_is_refused_when_it_is_planned() {
    let stage = FunctionStage::new().await;
    add_functions(&stage, 98, &AllowList::default()).await;
    let Stage { changes, owner, organization, .. } = &stage.stage;
    let new = |name| NewComponent { kind: Kind::Function, ..stage.stage.new_component(name) };
    let last = changes.create(owner, *organization, new("last")).await.unwrap();
    let late = changes.create(owner, *organization, new("late")).await.unwrap();
    stage.stage.confirm(&last).await;
    let refused = changes.create(owner, *organization, new("more")).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::QuotaReached { limit: 100 }))), "{refused:?}");
    let confirmation = Confirmation::default();
    let refused = stage.stage.operations.confirm(owner, *organization, late.id, confirmation).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::QuotaReached { limit: 100 }))), "{refused:?}");
}

#[tokio::test]
async fn allow_lists_share_the_rules_of_the_load_balancer() {
    let stage = FunctionStage::new().await;
    let full = allowed(&stage, 20).await.document.allow_list;
    // 5 rules each: with 18 twins there is room for 5 more, with 19 for none.
    add_functions(&stage, 18, &full).await;
    let Stage { changes, owner, organization, operations, .. } = &stage.stage;
    let new = NewComponent { kind: Kind::Function, ..stage.stage.new_component("other") };
    let plan = changes.create(owner, *organization, new).await.unwrap();
    stage.stage.confirm(&plan).await;
    stage.stage.settle().await;
    let add =
        |count| changes.allow_list(owner, *organization, plan.component, ListChange::Add(networks(count)));
    let planned = add(17).await.unwrap();
    let mut third = stage.function.clone();
    third.id = ComponentId(stage.stage.app.context.new_id());
    third.name = Name::parse("third").unwrap();
    third.slot = Some(60);
    third.document.allow_list = AllowList::from_entries(full.entries()[..4].to_vec());
    let transaction = stage.stage.app.context.db.write().await.unwrap();
    db::components::insert(&transaction, &third).await.unwrap();
    transaction.commit().await.unwrap();
    let late = operations.confirm(owner, *organization, planned.id, Confirmation::default()).await;
    let is_full = |answer: &domain::Result<_>| {
        matches!(answer, Err(Error::Conflict(Conflict::LoadBalancerFull { limit: 100, networks: 4 })))
    };
    assert!(is_full(&late), "{late:?}");
    let refused = add(17).await;
    assert!(is_full(&refused), "{refused:?}");
    add(16).await.unwrap();
    let own = changes
        .allow_list(owner, *organization, stage.function.id, ListChange::Remove(vec![full.entries()[0].id]))
        .await;
    assert!(own.is_ok(), "less is always taken: {own:?}");
}

#[tokio::test]
async fn a_function_takes_twenty_networks_in_five_rules() {
    let stage = FunctionStage::new().await;
    let Stage { changes, owner, organization, .. } = &stage.stage;
    let many = ListChange::Add(networks(21));
    let refused = changes.allow_list(owner, *organization, stage.function.id, many).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    allowed(&stage, 20).await;
    let template = stage.stage.aws.template(&stage.function.stack_name).unwrap();
    let resources = template["Resources"].as_object().unwrap();
    let rules: Vec<_> = resources.iter().filter(|(name, _)| name.starts_with("Rule")).collect();
    assert_eq!(rules.len(), 5);
    for (name, rule) in rules {
        let conditions = rule["Properties"]["Conditions"].as_array().unwrap();
        let values: usize = conditions
            .iter()
            .flat_map(|condition| [&condition["HostHeaderConfig"], &condition["SourceIpConfig"]])
            .filter_map(|config| config["Values"].as_array())
            .map(Vec::len)
            .sum();
        assert_eq!(values, 5, "{name}: AWS takes five values in a rule");
    }
}

#[tokio::test]
async fn code_that_would_not_fit_is_refused_and_before_that_there_is_a_warning() {
    let stage = FunctionStage::new().await;
    stage.deploy("one").await;
    let two = stage.store("two").await.unwrap();
    let big = |number: u32, gb: u64| {
        let (stage, two) = (&stage, two.clone());
        async move {
            let live = stage.live().await.unwrap();
            let version = Version {
                number,
                state: VersionState::Previous,
                artifact: two,
                size: gb << 30,
                published: Some(u64::from(number) + 100),
                ..live
            };
            let transaction = stage.stage.app.context.db.write().await.unwrap();
            db::versions::insert(&transaction, &stage.function, &version).await.unwrap();
            transaction.commit().await.unwrap();
        }
    };
    let quiet = stage.start(deploy_of(two.clone())).await.unwrap();
    assert!(quiet.plan.warnings.is_empty(), "{:?}", quiet.plan.warnings);
    stage.stage.settle().await;
    big(10, 30).await;
    let warned = stage.start(deploy_of(two.clone())).await.unwrap();
    assert_eq!(warned.plan.warnings, [PlanWarning::CodeStorageFills { percent: 80 }]);
    stage.stage.settle().await;
    big(20, 30).await;
    let refused = stage.start(deploy_of(two)).await;
    assert!(
        matches!(refused, Err(Error::Conflict(Conflict::CodeStorageFull { limit_gb: 75 }))),
        "{refused:?}"
    );
    assert_eq!(stage.live().await.unwrap().number, 11, "what was live goes on");
}
