//! CI jobs that deploy without a stored key.

use std::fs;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::account::sign_in;
use super::fake::{Fake, Reply, TOKEN, finish};
use super::world::{is, ok, server};

/// What a CI system signs. Its last part is a secret: whoever has it is the job.
fn id_token() -> String {
    let payload =
        json!({ "sub": "repo:acme/shop", "repository": "acme/shop", "ref": "refs/heads/dev", "aud": "x" });
    format!("header.{}.do-not-show-either", URL_SAFE_NO_PAD.encode(payload.to_string()))
}

/// A server that takes jobs, and a GitHub that signs for them.
fn portal() -> Fake {
    server(|request, _| match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/tokens") => Some(ok(json!({
            "access_token": TOKEN, "token_type": "Bearer", "expires_in": 900,
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
        }))),
        ("GET", "/github") => Some(ok(json!({ "count": 1, "value": id_token() }))),
        _ => None,
    })
}

fn refusing(error: &'static str, words: &'static str) -> Fake {
    server(move |request, _| {
        let refusal = json!({ "error": error, "error_description": words });
        is(request, "POST", "/tokens").then_some(Reply::Json(400, "", refusal))
    })
}

/// A job that knows where it deploys.
fn job(fake: &Fake, arguments: &[&str]) -> Command {
    let mut command = fake.stranger(arguments);
    command.env("PV_ORGANIZATION", "acme").env("PV_PROJECT", "shop").current_dir(fake.home.path());
    command
}

fn gitlab(fake: &Fake, arguments: &[&str]) -> Command {
    let mut command = job(fake, arguments);
    command.env("PV_ID_TOKEN", id_token());
    command
}

fn github(fake: &Fake, address: &str, arguments: &[&str]) -> Command {
    let mut command = job(fake, arguments);
    command
        .env("ACTIONS_ID_TOKEN_REQUEST_URL", address)
        .env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
    command
}

/// Runs a command to its end. What is signed for the job is nowhere in what it wrote.
fn finish_job(command: &mut Command) -> (Option<i32>, String, String) {
    let (exit, stdout, stderr) = finish(command);
    for secret in ["do-not-show-either", "request-token"] {
        assert!(!stdout.contains(secret) && !stderr.contains(secret), "{stdout}\n{stderr}");
    }
    (exit, stdout, stderr)
}

const VERSIONS: [&str; 3] = ["versions", "--function", "hello"];

#[test]
fn a_job_trades_what_its_system_signed_for_a_token() {
    let fake = portal();
    let (exit, stdout, stderr) = finish_job(&mut gitlab(&fake, &VERSIONS));
    assert_eq!((exit, stderr.as_str()), (Some(0), ""), "{stdout}");
    let asked = fake.asked("POST", "/tokens");
    assert_eq!(asked.len(), 1);
    let body = String::from_utf8(asked[0].body.clone()).unwrap();
    let of = |name| asked[0].parameter(&body, name).unwrap();
    assert_eq!(of("grant_type"), "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange");
    assert_eq!(of("subject_token_type"), "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token");
    assert_eq!((of("audience"), of("subject_token")), ("acme%2Fshop".to_owned(), id_token()));
    assert_eq!(asked[0].header("authorization"), None);
    assert!(!fake.home.path().join("pv").exists(), "nothing is left on the runner");
}

#[test]
fn a_job_of_github_asks_github_first() {
    let fake = portal();
    let address = format!("{}/api/v1/github?api-version=2.0", fake.url());
    let (exit, _, stderr) = finish_job(&mut github(&fake, &address, &VERSIONS));
    assert_eq!(exit, Some(0), "{stderr}");
    let asked = fake.asked("GET", "/github");
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].header("authorization"), Some("Bearer request-token"));
    let audience = fake.url().replace(':', "%3A").replace('/', "%2F");
    assert_eq!(asked[0].query, format!("api-version=2.0&audience={audience}"));
}

#[test]
fn a_token_that_is_there_wins() {
    let fake = portal();
    assert_eq!(finish_job(gitlab(&fake, &VERSIONS).env("PV_TOKEN", TOKEN)).0, Some(0));
    sign_in(&fake);
    assert_eq!(finish_job(&mut gitlab(&fake, &VERSIONS)).0, Some(0));
    assert!(fake.asked("POST", "/tokens").is_empty());
}

#[test]
fn a_job_creates_no_function() {
    let fake = server(|request, _| {
        is(request, "GET", "/organizations/acme/components").then(|| ok(json!({ "items": [], "next": null })))
    });
    let app = fake.home.path().join("app");
    fs::create_dir(&app).unwrap();
    fs::write(app.join("app.py"), "def handler(event, context):\n    return {}\n").unwrap();
    fs::write(
        app.join("pv.toml"),
        "[function]\nname = \"hello\"\nruntime = \"python3.13\"\nhandler = \"app.handler\"\n",
    )
    .unwrap();
    let mut deploy = job(&fake, &["deploy", "--create"]);
    let (exit, _, stderr) = finish_job(deploy.env("PV_TOKEN", "pvj_job").current_dir(app));
    assert_eq!(exit, Some(4), "{stderr}");
    assert!(stderr.contains("no function hello that this job may deploy"), "{stderr}");
    assert!(fake.asked("POST", "/organizations/acme/components").is_empty());
}

#[test]
fn login_keeps_the_token_for_the_commands_after_it() {
    let fake = portal();
    let (exit, stdout, stderr) = finish_job(&mut gitlab(&fake, &["login", "--ci"]));
    assert_eq!(exit, Some(0), "{stderr}");
    assert_eq!(stdout, format!("signed in to {} as a CI job, for acme/shop and 15 minutes\n", fake.url()));
    let config = fs::read_to_string(fake.home.path().join("pv/config.toml")).unwrap();
    assert!(config.contains("acme") && config.contains("shop"), "{config}");
    let mut later = fake.stranger(&VERSIONS);
    later.env("PV_ID_TOKEN", id_token()).env_remove("PV_SERVER");
    assert_eq!(finish_job(&mut later).0, Some(0));
    assert_eq!(fake.asked("POST", "/tokens").len(), 1, "what is signed is good once");
    assert!(fake.asked("GET", "/me").is_empty(), "a job is nobody");
}

#[test]
fn a_job_says_where_it_deploys_and_can_prove_whose_it_is() {
    let fake = portal();
    for missing in ["PV_ORGANIZATION", "PV_PROJECT"] {
        let (exit, _, stderr) = finish_job(gitlab(&fake, &VERSIONS).env_remove(missing));
        assert_eq!(exit, Some(2), "{stderr}");
        assert!(stderr.contains("PV_ORGANIZATION and PV_PROJECT"), "{stderr}");
    }
    let (exit, _, stderr) = finish_job(&mut job(&fake, &["login", "--ci"]));
    assert_eq!(exit, Some(2), "{stderr}");
    assert!(stderr.contains("id-token: write") && stderr.contains("PV_ID_TOKEN"), "{stderr}");
    for address in ["http://198.51.100.1/token", "ftp://127.0.0.1/x", "nonsense"] {
        let (exit, _, stderr) = finish_job(&mut github(&fake, address, &VERSIONS));
        assert_eq!(exit, Some(2), "{address}: {stderr}");
    }
    assert!(fake.received().is_empty());
}

#[test]
fn a_refusal_shows_what_the_token_says() {
    let fake = refusing("invalid_target", "The project does not trust this job.");
    let (exit, stdout, stderr) = finish_job(&mut gitlab(&fake, &VERSIONS));
    assert_eq!((exit, stdout.as_str()), (Some(3), ""));
    for words in [
        "acme/shop gives this job no token: The project does not trust this job",
        "ref: refs/heads/dev",
        "Deploy from CI",
    ] {
        assert!(stderr.contains(words), "{stderr}");
    }
    let (_, _, stderr) = finish_job(gitlab(&fake, &VERSIONS).arg("--json"));
    assert!(stderr.contains("\"class\":\"forbidden\""), "{stderr}");
}
