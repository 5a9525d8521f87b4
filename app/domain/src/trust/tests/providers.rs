use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::super::{Condition, Issuer, Job, NewTrust, Preset, Provider};
use super::{claims, condition};
use crate::error::Problem;
use crate::ids::{ComponentId, ProjectId};

fn trust(provider: Provider, issuer: &str, conditions: Vec<Condition>) -> NewTrust {
    NewTrust {
        project: ProjectId(Uuid::from_u128(1)),
        provider,
        issuer: Issuer::parse(issuer).expect("an issuer"),
        conditions,
        functions: vec![ComponentId(Uuid::from_u128(2))],
    }
}

fn problems(new: &NewTrust) -> Vec<(String, &'static str)> {
    let errors = new.check().err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.problem.code())).collect()
}

#[test]
fn a_trust_names_whose_jobs_it_means() {
    use Provider::{GitHub, GitLab, Other};
    let missing = || ("conditions".to_owned(), "condition_missing");
    let wide = |index| (format!("conditions[{index}].pattern"), "wildcard_not_safe");
    for (provider, given, expected) in [
        (GitHub, vec![("repository", "acme/shop")], vec![]),
        (GitHub, vec![("repository_id", "74"), ("ref", "refs/heads/release/*")], vec![]),
        (GitHub, vec![("repository", "acme/shop"), ("environment", "prod*")], vec![]),
        (GitHub, vec![], vec![missing()]),
        (GitHub, vec![("ref", "refs/heads/main")], vec![missing()]),
        (GitHub, vec![("repository_owner", "acme")], vec![missing()]),
        (GitHub, vec![("sub", "repo:acme/shop:ref:refs/heads/main")], vec![missing()]),
        (GitHub, vec![("repository", "acme/*")], vec![missing(), wide(0)]),
        (GitHub, vec![("repository", "*/shop")], vec![missing(), wide(0)]),
        (GitHub, vec![("repository", "acme/shop"), ("sub", "repo:*")], vec![wide(1)]),
        (GitHub, vec![("repository", "acme/shop"), ("actor", "**")], vec![wide(1)]),
        (GitLab, vec![("project_path", "acme/web/shop"), ("ref", "v*")], vec![]),
        (GitLab, vec![("project_id", "22")], vec![]),
        (GitLab, vec![("namespace_path", "acme")], vec![missing()]),
        (GitLab, vec![("project_path", "acme/**")], vec![missing(), wide(0)]),
        (Other, vec![("sub", "anything at all")], vec![]),
        (Other, vec![("sub", "organization:acme:pipeline:shop:**")], vec![]),
        (Other, vec![("sub", "org/acme/*"), ("branch", "*")], vec![]),
        (Other, vec![("branch", "main")], vec![missing()]),
        (Other, vec![("sub", "**")], vec![wide(0)]),
        (Other, vec![("sub", "org/**")], vec![wide(0)]),
        (Other, vec![("sub", "org/ac*")], vec![wide(0)]),
        (Other, vec![("sub", "::**")], vec![wide(0)]),
    ] {
        let issuer = provider.usual_issuer().unwrap_or("https://ci.example.com");
        let conditions = given.iter().map(|(claim, pattern)| condition(claim, pattern)).collect();
        assert_eq!(problems(&trust(provider, issuer, conditions)), expected, "{provider:?} {given:?}");
    }
}

#[test]
fn shared_issuers_are_known_by_their_address() {
    let sub = || vec![condition("sub", "repo:acme/shop:**")];
    for issuer in [
        "https://token.actions.githubusercontent.com",
        "https://token.actions.githubusercontent.com/acme-inc",
        "https://gitlab.com",
        "https://gitlab.com/",
    ] {
        let found = problems(&trust(Provider::Other, issuer, sub()));
        assert_eq!(found[0], ("provider".to_owned(), "not_a_choice"), "{issuer}");
    }
    for issuer in ["https://token.actions.githubusercontent.com.evil.example", "https://gitlab.com.example"] {
        assert_eq!(Provider::of_shared(&Issuer::parse(issuer).expect("an issuer")), None, "{issuer}");
    }
}

#[test]
fn functions_are_named_and_few() {
    let good = trust(Provider::Other, "https://ci.example.com", vec![condition("sub", "s")]);
    let none = NewTrust { functions: Vec::new(), ..good.clone() };
    assert_eq!(problems(&none), [("functions".to_owned(), "required")]);
    let many = NewTrust { functions: vec![good.functions[0]; 21], ..good.clone() };
    assert_eq!(problems(&many), [("functions".to_owned(), "out_of_range")]);
    let many = NewTrust { conditions: vec![condition("sub", "s"); 11], ..good };
    assert_eq!(problems(&many), [("conditions".to_owned(), "out_of_range")]);
}

#[test]
fn what_people_say_becomes_conditions() {
    let preset = Preset { repository: "acme/shop", branch: "release/*", environment: " production " };
    let of = |provider: Provider| {
        let conditions = provider.conditions(preset).expect("conditions");
        conditions
            .iter()
            .map(|one| format!("{}={}", one.claim.as_str(), one.pattern.as_str()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(Provider::GitHub),
        ["repository=acme/shop", "ref=refs/heads/release/*", "environment=production"]
    );
    assert_eq!(
        of(Provider::GitLab),
        ["project_path=acme/shop", "ref=release/*", "ref_type=branch", "environment=production"]
    );
    for (provider, repository, expected) in [
        (Provider::GitHub, "", Problem::Required),
        (Provider::GitHub, "shop", Problem::NotARepository),
        (Provider::GitHub, "acme/web/shop", Problem::NotARepository),
        (Provider::GitHub, "https://github.com/acme/shop", Problem::NotARepository),
        (Provider::GitHub, "acme/*", Problem::NotARepository),
        (Provider::GitHub, "acme/", Problem::NotARepository),
        (Provider::GitHub, "/shop", Problem::NotARepository),
        (Provider::GitLab, "shop", Problem::NotARepository),
    ] {
        let errors = provider.conditions(Preset { repository, ..preset }).expect_err(repository);
        assert_eq!((errors[0].field.as_str(), &errors[0].problem), ("repository", &expected), "{repository}");
    }
    let unsafe_branch = Provider::GitHub.conditions(Preset { branch: "a\u{202e}b", ..preset });
    assert_eq!(unsafe_branch.expect_err("unsafe")[0].field, "branch");
}

#[test]
fn a_job_is_known_by_repository_commit_and_run() {
    let issuer = |provider: Provider| {
        Issuer::parse(provider.usual_issuer().unwrap_or("https://ci.example.com")).expect("one")
    };
    let github = claims(
        json!({ "sub": "repo:acme/shop:ref:refs/heads/main", "repository": "acme/shop", "sha": "8c2f", "run_id": "77" }),
    );
    assert_eq!(
        Provider::GitHub.job(&issuer(Provider::GitHub), &github),
        Some(Job {
            repository: "acme/shop".to_owned(),
            commit: Some("8c2f".to_owned()),
            run: Some("https://github.com/acme/shop/actions/runs/77".to_owned()),
        })
    );
    let own = Issuer::parse("https://git.example.com/_services/token").expect("an issuer");
    let run = Provider::GitHub.job(&own, &github).and_then(|job| job.run);
    assert_eq!(run.as_deref(), Some("https://git.example.com/acme/shop/actions/runs/77"));
    let gitlab =
        claims(json!({ "sub": "project_path:a/b", "project_path": "a/b", "sha": "8c2f", "job_id": 5 }));
    let run = Provider::GitLab.job(&issuer(Provider::GitLab), &gitlab).and_then(|job| job.run);
    assert_eq!(run.as_deref(), Some("https://gitlab.com/a/b/-/jobs/5"));
    let other = claims(json!({ "sub": "pipeline/1", "repository": "not told by every issuer" }));
    assert_eq!(
        Provider::Other.job(&issuer(Provider::Other), &other),
        Some(Job { repository: "pipeline/1".to_owned(), commit: None, run: None })
    );
    for unsafe_subject in ["a\u{202e}b", "a\nb", &"s".repeat(301)] {
        assert_eq!(Provider::Other.job(&own, &claims(json!({ "sub": unsafe_subject }))), None);
    }
}

proptest! {
    /// Whatever passes the check, a job of another repository of GitHub does not meet it.
    #[test]
    fn nobody_else_is_let_in(
        conditions in proptest::collection::vec((
            prop_oneof![Just("repository"), Just("ref"), Just("environment"), Just("sub"), Just("repository_owner"), Just("actor")],
            prop_oneof![Just("acme/shop"), Just("acme/*"), Just("*/shop"), Just("**"), Just("refs/heads/*"), Just("acme"), Just("*")],
        ), 0..5),
        owner in "[a-z]{1,5}",
        name in "[a-z]{1,5}",
    ) {
        prop_assume!((owner.as_str(), name.as_str()) != ("acme", "shop"));
        let conditions: Vec<_> = conditions.iter().map(|(claim, pattern)| condition(claim, pattern)).collect();
        let new = trust(Provider::GitHub, "https://token.actions.githubusercontent.com", conditions);
        let stranger = claims(json!({
            "repository": format!("{owner}/{name}"), "ref": "refs/heads/main", "environment": "production",
            "sub": format!("repo:{owner}/{name}:ref:refs/heads/main"), "repository_owner": owner, "actor": "eve",
        }));
        let let_in = new.conditions.iter().all(|condition| condition.holds(&stranger));
        prop_assert!(new.check().is_err() || !let_in);
    }
}
