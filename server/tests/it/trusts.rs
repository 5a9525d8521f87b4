//! Who decides which CI jobs may deploy, and what can be trusted.

use domain::Error;
use domain::audit::AuditAction;
use domain::error::{Conflict, Problem};
use domain::grant::{Role, Scope};
use domain::ids::{ComponentId, ProjectId};
use domain::ports::{Organizations as _, Trusts as _};
use domain::trust::{Condition, Issuer, MAX_TRUSTS, NewTrust, Preset, Provider, Trust};
use server::config;
use server::service::trusts::Trusts;

use crate::deploys_stage::FunctionStage;
use crate::operations_stage::{Stage, caller};
use crate::support::operator;

const PRIVATE: &str = "http://127.0.0.1:9000";

fn service(stage: &Stage) -> Trusts {
    let private_issuers = vec![Issuer::parse(PRIVATE).unwrap()];
    Trusts::new(stage.app.context.clone(), config::Trusts { private_issuers })
}

fn github(project: ProjectId, function: ComponentId) -> NewTrust {
    let provider = Provider::GitHub;
    let preset = Preset { repository: "acme/shop", branch: "main", environment: "" };
    NewTrust {
        project,
        provider,
        issuer: Issuer::parse(provider.usual_issuer().unwrap()).unwrap(),
        conditions: provider.conditions(preset).unwrap(),
        functions: vec![function],
    }
}

fn problem(result: domain::Result<Trust>) -> (String, Problem) {
    match result {
        Err(Error::Invalid(mut fields)) => {
            let field = fields.remove(0);
            (field.field, field.problem)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_owner_trusts_jobs_and_ends_it() {
    let stage = FunctionStage::new().await;
    let Stage { owner, organization, project, app, .. } = &stage.stage;
    let trusts = service(&stage.stage);
    let trust = trusts.add(owner, *organization, github(*project, stage.function.id)).await.unwrap();
    assert_eq!((trust.about(), trust.project), ("acme/shop", *project));
    assert_eq!(trusts.list(owner, *organization).await.unwrap(), std::slice::from_ref(&trust));
    let entry = app.newest(*organization).await;
    assert_eq!((entry.action, entry.target.name.as_str()), (AuditAction::TrustAdded, "acme/shop"));
    assert_eq!(entry.after.unwrap()["conditions"][1]["pattern"], "refs/heads/main");

    trusts.remove(owner, *organization, trust.id).await.unwrap();
    assert_eq!(app.newest(*organization).await.action, AuditAction::TrustRemoved);
    assert!(trusts.list(owner, *organization).await.unwrap().is_empty());
    let again = trusts.remove(owner, *organization, trust.id).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
}

#[tokio::test]
async fn only_who_gives_roles_decides_who_may_deploy() {
    let stage = FunctionStage::new().await;
    let Stage { owner, organization, project, .. } = &stage.stage;
    let trusts = service(&stage.stage);
    let new = || github(*project, stage.function.id);
    let trust = trusts.add(owner, *organization, new()).await.unwrap();
    for role in [Role::Viewer, Role::Developer] {
        let caller = caller(*organization, role);
        assert_eq!(trusts.list(&caller, *organization).await.unwrap().len(), 1, "{role:?}");
        let added = trusts.add(&caller, *organization, new()).await;
        assert!(matches!(added, Err(Error::Forbidden(_))), "{role:?} {added:?}");
        let removed = trusts.remove(&caller, *organization, trust.id).await;
        assert!(matches!(removed, Err(Error::Forbidden(_))), "{role:?} {removed:?}");
    }
    let mut stranger = caller(*organization, Role::Owner);
    stranger.grants.clear();
    assert!(matches!(trusts.list(&stranger, *organization).await, Err(Error::NotFound)));
    let removed = trusts.remove(&stranger, *organization, trust.id).await;
    assert!(matches!(removed, Err(Error::NotFound)), "{removed:?}");

    let mut of_project = caller(*organization, Role::Owner);
    of_project.grants[0].scope = Scope::Project(*project);
    trusts.remove(&of_project, *organization, trust.id).await.unwrap();
    trusts.add(&of_project, *organization, new()).await.unwrap();
}

#[tokio::test]
async fn a_trust_is_about_functions_of_its_project() {
    let stage = FunctionStage::new().await;
    let database = stage.stage.ready("orders").await;
    let Stage { owner, organization, project, app, .. } = &stage.stage;
    let acme = app.organizations.list(&operator()).await.unwrap().remove(0);
    let elsewhere = app.project(&acme, "elsewhere").await;
    let trusts = service(&stage.stage);
    let unknown = ComponentId(uuid::Uuid::from_u128(1));
    for new in
        [github(*project, database.id), github(*project, unknown), github(elsewhere.id, stage.function.id)]
    {
        let refused = trusts.add(owner, *organization, new).await;
        assert_eq!(problem(refused), ("functions".to_owned(), Problem::NotAChoice));
    }
    let nowhere = ProjectId(uuid::Uuid::from_u128(1));
    let refused = trusts.add(owner, *organization, github(nowhere, stage.function.id)).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn only_the_configuration_names_this_machine() {
    let stage = FunctionStage::new().await;
    let Stage { owner, organization, project, .. } = &stage.stage;
    let trusts = service(&stage.stage);
    let with = |issuer: &str| NewTrust {
        provider: Provider::Other,
        issuer: Issuer::parse(issuer).unwrap(),
        conditions: vec![Condition::parse("sub", "job").unwrap()],
        ..github(*project, stage.function.id)
    };
    trusts.add(owner, *organization, with(PRIVATE)).await.unwrap();
    for issuer in
        ["http://127.0.0.1:9001", "https://localhost", "http://[::1]:9000", "http://127.0.0.1:9000/x"]
    {
        let refused = trusts.add(owner, *organization, with(issuer)).await;
        assert_eq!(problem(refused), ("issuer".to_owned(), Problem::NotAnIssuer), "{issuer}");
    }
}

#[tokio::test]
async fn a_project_trusts_so_many_and_no_more() {
    let stage = FunctionStage::new().await;
    let Stage { owner, organization, project, .. } = &stage.stage;
    let trusts = service(&stage.stage);
    for _ in 0..MAX_TRUSTS {
        trusts.add(owner, *organization, github(*project, stage.function.id)).await.unwrap();
    }
    let refused = trusts.add(owner, *organization, github(*project, stage.function.id)).await;
    assert!(
        matches!(refused, Err(Error::Conflict(Conflict::TooManyTrusts { limit: MAX_TRUSTS }))),
        "{refused:?}"
    );
}
