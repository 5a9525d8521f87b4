//! CI jobs that may deploy.

use domain::error::{Conflict, Error};
use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;
use crate::support::lock;

const LIST: &str = "/o/aoba/settings/ci";
const PROJECT: &str = "01939000-0000-7000-8002-000000000001";
const FUNCTION: &str = "01939000-0000-7000-8004-000000000007";
const GITHUB: &str = "01939000-0000-7000-8012-000000000001";
const GITLAB: &str = "01939000-0000-7000-8012-000000000002";

fn filled<'a>(provider: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let issuer = if provider == "gitlab" {
        "https://gitlab.com"
    } else {
        "https://token.actions.githubusercontent.com"
    };
    let mut fields = vec![("project", PROJECT), ("provider", provider), ("functions", FUNCTION)];
    fields.extend_from_slice(more);
    if !fields.iter().any(|(name, _)| *name == "issuer") {
        fields.push(("issuer", issuer));
    }
    fields
}

#[tokio::test]
async fn trusts_are_listed_and_lead_to_what_they_say() {
    let page = Browser::of(Role::Viewer).get(LIST).await;
    for text in ["aoba/webhooks", "aoba/tools/resize", "GitHub Actions", "GitLab CI/CD", GITHUB] {
        assert!(page.inside("main").contains(text), "{text}");
    }
    assert!(!page.has("settings/ci/new"), "a viewer trusts nobody");
    let browser = Browser::of(Role::Owner);
    lock(&browser.world).trusts.clear();
    let page = browser.get(LIST).await;
    assert!(page.has("No CI job is trusted") && page.has("action=\"/o/aoba/settings/ci/new\""));
}

#[tokio::test]
async fn one_shows_conditions_functions_and_what_the_job_needs() {
    let page = Browser::of(Role::Viewer).get(&format!("{LIST}/{GITHUB}")).await;
    let main = page.inside("main");
    for text in [
        "refs/heads/release/*",
        "id-token: write",
        "PV_SERVER: https://provisioner.example",
        "PV_ORGANIZATION: aoba",
        "pv deploy --function webhooks",
    ] {
        assert!(main.contains(text), "{text}: {main}");
    }
    assert!(!main.contains("Every branch may deploy") && !main.contains("/remove"));
    let page = Browser::of(Role::Owner).get(&format!("{LIST}/{GITLAB}")).await;
    for text in
        ["aud: https://provisioner.example", "Every branch may deploy", "A function that is gone", "/remove"]
    {
        assert!(page.inside("main").contains(text), "{text}");
    }
    let unknown = Browser::of(Role::Owner).get(&format!("{LIST}/01939000-0000-7000-8012-000000000077")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_form_asks_in_the_words_of_the_system() {
    for language in ["en", "ja"] {
        let browser = Browser::of(Role::Owner).with_cookie(&format!("locale={language}"));
        for (provider, field, not) in [
            ("github", "name=\"branch\"", "name=\"subject\""),
            ("gitlab", "name=\"environment\"", "name=\"subject\""),
            ("other", "name=\"more\"", "name=\"branch\""),
        ] {
            let page = browser.get(&format!("{LIST}/new?project={PROJECT}&provider={provider}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(page.html.matches("<h1").count(), 1);
            assert!(page.has(field) && !page.has(not), "{provider}");
            assert!(
                page.has(&format!("type=\"checkbox\" id=\"field-functions-{FUNCTION}\"")),
                "{}",
                page.html
            );
            assert_eq!(page.field("project").as_deref(), Some(PROJECT));
        }
    }
    let viewer = Browser::of(Role::Developer).get(&format!("{LIST}/new")).await;
    assert_eq!(viewer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_filled_form_becomes_a_trust() {
    let browser = Browser::of(Role::Owner);
    let fields = filled("github", &[("repository", "aoba/app"), ("branch", "main"), ("more", "actor=dan")]);
    let answer = browser.post(&format!("{LIST}/new"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    assert_eq!(answer.location(), format!("{LIST}/01939000-0000-7000-8012-000000000099"));
    let trust = lock(&browser.world).trusts.last().cloned().unwrap();
    let said: Vec<_> =
        trust.conditions.iter().map(|one| (one.claim.as_str(), one.pattern.as_str())).collect();
    assert_eq!(said, [("repository", "aoba/app"), ("ref", "refs/heads/main"), ("actor", "dan")]);
    assert_eq!(trust.functions.len(), 1);
    let removed = browser.post(&format!("{LIST}/{GITHUB}/remove"), &[]).await;
    assert_eq!((removed.status, removed.location()), (StatusCode::SEE_OTHER, LIST));
    assert_eq!(lock(&browser.world).trusts.len(), 2);
}

#[tokio::test]
async fn mistakes_stand_at_their_fields_and_nothing_typed_is_lost() {
    let browser = Browser::of(Role::Owner);
    let long = "s".repeat(301);
    for (fields, at) in [
        (filled("github", &[("repository", "aoba/*"), ("branch", "dev")]), "repository"),
        (filled("github", &[("repository", "https://github.com/aoba/app"), ("branch", "dev")]), "repository"),
        (
            filled(
                "github",
                &[("repository", "aoba/app"), ("branch", "dev"), ("issuer", "http://a.example")],
            ),
            "issuer",
        ),
        (filled("github", &[("repository", "aoba/app"), ("branch", "dev"), ("more", "nonsense")]), "more"),
        (filled("github", &[("repository", "aoba/app"), ("branch", "dev"), ("more", "actor=*")]), "more"),
        (
            filled("gitlab", &[("repository", "aoba/app"), ("branch", "dev"), ("environment", &long)]),
            "environment",
        ),
        (filled("other", &[("repository", "**"), ("issuer", "https://ci.example.com")]), "repository"),
        (filled("other", &[("repository", "job"), ("issuer", "https://gitlab.com")]), "issuer"),
    ] {
        let page = browser.post(&format!("{LIST}/new"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.has(&format!("id=\"field-{at}-problem\"")), "{fields:?}: {}", page.inside("main"));
        let repository = fields.iter().find(|(name, _)| *name == "repository").unwrap().1;
        assert_eq!(page.field("repository").as_deref(), Some(repository));
    }
    let none = [
        ("project", PROJECT),
        ("provider", "github"),
        ("repository", "aoba/app"),
        ("issuer", "https://token.actions.githubusercontent.com"),
    ];
    let page = browser.post(&format!("{LIST}/new"), &none).await;
    assert!(page.has("id=\"field-functions-problem\""));
}

#[tokio::test]
async fn what_stands_in_the_way_is_said_above_the_form() {
    let browser = Browser::of(Role::Owner);
    lock(&browser.world).refusal = Some(Error::Conflict(Conflict::TooManyTrusts { limit: 50 }));
    let page = browser.post(&format!("{LIST}/new"), &filled("github", &[("repository", "aoba/app")])).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("It can trust 50") && page.field("repository").as_deref() == Some("aoba/app"));
}
