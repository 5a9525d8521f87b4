use domain::Error;
use domain::account::{Domain, RoleArn, TargetAccount};
use domain::audit::AuditAction;
use domain::component::Region;
use domain::grant::{PlatformRole, Role, Scope};
use domain::ids::OrganizationId;
use domain::ports::{Accounts as _, Trail};

use crate::support::{TestApp, staff};

fn account(organizations: Vec<OrganizationId>) -> TargetAccount {
    TargetAccount {
        id: "222222222222".to_owned().try_into().unwrap(),
        display_name: "Customer databases".to_owned(),
        role_arn: RoleArn::parse("arn:aws:iam::222222222222:role/provisioner").unwrap(),
        external_id: "external-1".to_owned(),
        regions: ["us-east-1", "ap-northeast-1", "us-east-1"]
            .map(|region| Region::parse(region).unwrap())
            .to_vec(),
        organizations,
        domain: Some(Domain::parse("functions.example", "Z0123456789ABC").unwrap()),
    }
}

#[tokio::test]
async fn operators_register_and_change_accounts() {
    let app = TestApp::new().await;
    let (acme, globex) = (app.organization("acme").await, app.organization("globex").await);
    let operator = app.sign_in_as(staff("olga@platform.example", PlatformRole::Operator)).await.1;
    app.accounts.save(&operator, account(vec![globex.id, acme.id])).await.unwrap();
    let [saved] = app.accounts.list(&operator).await.unwrap().try_into().unwrap();
    assert_eq!(saved.regions.iter().map(Region::as_str).collect::<Vec<_>>(), ["ap-northeast-1", "us-east-1"]);
    assert_eq!(saved.organizations, [acme.id, globex.id]);

    app.accounts.save(&operator, saved.clone()).await.unwrap();
    let moved = TargetAccount { organizations: vec![acme.id], ..saved };
    app.accounts.save(&operator, moved.clone()).await.unwrap();
    assert_eq!(app.accounts.list(&operator).await.unwrap(), [moved]);
    assert_eq!(app.accounts.regions(&operator, acme.id).await.unwrap().len(), 2);
    assert_eq!(app.accounts.regions(&operator, globex.id).await.unwrap(), []);
    let actions: Vec<_> = app.trail(Trail::Platform).await.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [AuditAction::SignedIn, AuditAction::AccountRegistered, AuditAction::AccountChanged]);
}

#[tokio::test]
async fn wrong_accounts_are_named_at_their_fields() {
    let app = TestApp::new().await;
    let operator = app.sign_in_as(staff("olga@platform.example", PlatformRole::Operator)).await.1;
    let wrong = TargetAccount {
        display_name: " ".to_owned(),
        role_arn: RoleArn::parse("arn:aws:iam::333333333333:role/provisioner").unwrap(),
        external_id: "a b".to_owned(),
        regions: Vec::new(),
        ..account(vec![OrganizationId(uuid::Uuid::max())])
    };
    let Err(Error::Invalid(fields)) = app.accounts.save(&operator, wrong).await else {
        panic!("it was saved")
    };
    assert_eq!(
        fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(),
        ["display_name", "external_id", "role_arn", "regions", "organizations"]
    );
}

#[tokio::test]
async fn customers_see_regions_and_no_accounts() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let globex = app.organization("globex").await;
    app.accounts.save(&crate::support::operator(), account(vec![acme.id])).await.unwrap();
    app.grant(&acme, Scope::Organization, "alice@acme.example", Role::Owner).await;
    let alice = app.sign_in("alice@acme.example").await;
    assert_eq!(app.accounts.regions(&alice, acme.id).await.unwrap().len(), 2);
    assert!(matches!(app.accounts.regions(&alice, globex.id).await, Err(Error::NotFound)));
    assert!(matches!(app.accounts.list(&alice).await, Err(Error::NotFound)));
    assert!(matches!(app.accounts.save(&alice, account(vec![acme.id])).await, Err(Error::NotFound)));
}
