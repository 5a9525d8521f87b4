//! Signing in, with a browser here or elsewhere.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Stdio};

use serde_json::json;

use super::fake::{Fake, Received, Reply, TOKEN, finish};
use super::world::{is, ok, server};
use crate::support::send;

fn token() -> Reply {
    ok(json!({ "access_token": TOKEN, "token_type": "Bearer", "expires_in": 7_776_000 }))
}

fn no(word: &str) -> Reply {
    Reply::Json(400, "", json!({ "error": word }))
}

fn device(answers: &'static [&'static str]) -> Fake {
    server(move |request, count| match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/device") => Some(ok(json!({
            "device_code": "secret-device-code", "user_code": "BCDF-GHJK", "verification_uri": "https://portal/device",
            "verification_uri_complete": "https://portal/device?user_code=BCDF-GHJK", "expires_in": 600, "interval": 0,
        }))),
        ("POST", "/tokens") => Some(answers.get(count).map_or_else(token, |word| no(word))),
        _ => None,
    })
}

#[test]
fn a_machine_without_a_display_shows_a_code() {
    let fake = device(&["authorization_pending", "authorization_pending"]);
    let (exit, stdout, stderr) = finish(&mut fake.stranger(&["login"]));
    assert_eq!(exit, Some(0), "{stderr}");
    assert_eq!(stdout, format!("signed in to {} as Mika <mika@example.com>\n", fake.url()));
    assert!(
        stderr.contains("BCDF-GHJK") && stderr.contains("https://portal/device?user_code=BCDF-GHJK"),
        "{stderr}"
    );
    assert!(!stderr.contains("secret-device-code"));
    let asked = fake.asked("POST", "/tokens");
    assert_eq!(asked.len(), 3);
    assert_eq!(
        String::from_utf8_lossy(&asked[0].body),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=secret-device-code"
    );
    let folder = fake.home.path().join("pv");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(folder.clone()), mode(folder.join("credentials.toml"))), (0o700, 0o600));
    assert!(fs::read_to_string(folder.join("credentials.toml")).unwrap().contains(TOKEN));
    assert!(fs::read_to_string(folder.join("config.toml")).unwrap().contains(&fake.url()));
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
    assert_eq!(finish(fake.stranger(&["whoami"]).env_remove("PV_SERVER")).0, Some(0));
}

#[test]
fn a_remote_shell_shows_a_code_too() {
    let fake = device(&[]);
    let mut command = fake.stranger(&["login"]);
    command.env("DISPLAY", "localhost:10.0").env("SSH_CONNECTION", "198.51.100.7 50000 198.51.100.8 22");
    let (exit, _, stderr) = finish(&mut command);
    assert!(exit == Some(0) && stderr.contains("BCDF-GHJK"), "{stderr}");
}

#[test]
fn a_no_leaves_nothing() {
    for (word, exit) in [("access_denied", 3), ("expired_token", 7), ("invalid_grant", 3)] {
        let fake = device(match word {
            "access_denied" => &["authorization_pending", "access_denied"],
            "expired_token" => &["expired_token"],
            _ => &["invalid_grant"],
        });
        let (found, _, stderr) = finish(&mut fake.stranger(&["login", "--device"]));
        assert_eq!(found, Some(exit), "{stderr}");
        assert!(!fake.home.path().join("pv").exists());
    }
}

/// A `pv login` that has shown its address, and the parameters in that.
struct Waiting {
    child: Child,
    port: String,
    state: String,
    address: Received,
}

/// Starts it on a machine with a display; its browser does nothing.
fn begin(fake: &Fake) -> Waiting {
    let mut command = fake.stranger(&["login"]);
    command.env("DISPLAY", ":0").env("BROWSER", "true").stdin(Stdio::null());
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.contains("/cli/authorize?")).unwrap();
    let query = line.split_once('?').unwrap().1.to_owned();
    let address =
        Received { method: String::new(), path: String::new(), query, headers: Vec::new(), body: Vec::new() };
    let of = |name| address.parameter(&address.query, name).unwrap();
    Waiting { child, port: format!("127.0.0.1:{}", of("port")), state: of("state"), address }
}

#[test]
fn the_browser_of_this_machine_brings_a_code() {
    let fake = server(|request, _| is(request, "POST", "/tokens").then(token));
    let waiting = begin(&fake);
    // A page that guesses the port does not know the state.
    assert_eq!(send(&waiting.port, "GET", "/?code=forged&state=wrong", "", b"").status, 404);
    assert_eq!(send(&waiting.port, "GET", "/favicon.ico", "", b"").status, 404);
    let page = send(&waiting.port, "GET", &format!("/?code=the-code&state={}", waiting.state), "", b"");
    assert!(page.status == 200 && page.body.contains("You are signed in"), "{page:?}");
    let output = waiting.child.wait_with_output().unwrap();
    assert!(output.status.success());
    let asked = fake.asked("POST", "/tokens");
    assert_eq!(asked.len(), 1);
    let body = String::from_utf8(asked[0].body.clone()).unwrap();
    let of = |name| asked[0].parameter(&body, name).unwrap();
    assert_eq!((of("grant_type"), of("code")), ("authorization_code".to_owned(), "the-code".to_owned()));
    // Only the program that made the challenge has the verifier.
    let verifier = of("code_verifier");
    let challenge = waiting.address.parameter(&waiting.address.query, "challenge").unwrap();
    assert!((43..=128).contains(&verifier.len()) && challenge.len() == 43);
    use base64::Engine as _;
    use sha2::Digest as _;
    let digest = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(verifier));
    assert_eq!(digest, challenge);
}

#[test]
fn a_no_in_the_browser_ends_it() {
    let fake = server(|_, _| None);
    let waiting = begin(&fake);
    let page = send(&waiting.port, "GET", &format!("/?error=access_denied&state={}", waiting.state), "", b"");
    assert!(page.body.contains("not signed in"), "{page:?}");
    assert_eq!(waiting.child.wait_with_output().unwrap().status.code(), Some(3));
    assert!(fake.asked("POST", "/tokens").is_empty());
}
