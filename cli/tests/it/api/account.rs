//! Who is signed in, and what commands mean when they are not told.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use super::fake::{Fake, Reply, TOKEN, finish};
use super::world::{is, ok, refused, server};

/// Writes the files of somebody who has signed in.
pub(crate) fn sign_in(fake: &Fake) {
    let folder = fake.home.path().join("pv");
    fs::create_dir_all(&folder).unwrap();
    let tokens = format!("[tokens]\n\"{}\" = \"{TOKEN}\"\n", fake.url());
    fs::write(folder.join("credentials.toml"), tokens).unwrap();
}

fn file(fake: &Fake, name: &str) -> String {
    fs::read_to_string(fake.home.path().join("pv").join(name)).unwrap_or_default()
}

#[test]
fn whoami_knows_the_token_of_the_file_and_that_of_the_environment() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) = fake.run(&["whoami"]);
    assert_eq!(exit, Some(0));
    assert!(
        stdout.starts_with(&format!("Mika <mika@example.com> at {}\n  developer of acme", fake.url())),
        "{stdout}"
    );
    let (exit, _, stderr) = finish(&mut fake.stranger(&["whoami"]));
    assert_eq!(exit, Some(3));
    assert!(
        stderr.contains("nobody is signed in at http://127.0.0.1") && stderr.contains("pv login"),
        "{stderr}"
    );
    sign_in(&fake);
    assert_eq!(finish(&mut fake.stranger(&["whoami"])).0, Some(0));
    // The token of one server is not sent to another.
    let other = server(|_, _| None);
    let mut command = fake.stranger(&["whoami", "--server", &other.url()]);
    assert_eq!(finish(&mut command).0, Some(3));
    assert!(other.received().is_empty());
}

#[test]
fn what_pv_is_stands_in_every_request() {
    let fake = server(|_, _| None);
    fake.json(&["whoami"]);
    let agent = concat!("pv/", env!("CARGO_PKG_VERSION"));
    assert!(fake.received().iter().all(|request| request.header("user-agent") == Some(agent)));
}

#[test]
fn logout_ends_the_token_and_forgets_it() {
    let fake = server(|request, _| {
        is(request, "DELETE", "/tokens/current").then_some(Reply::Json(204, "", json!(null)))
    });
    sign_in(&fake);
    let (exit, stdout, _) = finish(&mut fake.stranger(&["logout"]));
    assert_eq!((exit, stdout), (Some(0), format!("signed out of {}\n", fake.url())));
    assert_eq!(fake.asked("DELETE", "/tokens/current").len(), 1);
    assert!(!file(&fake, "credentials.toml").contains(TOKEN));
    let mode = fs::metadata(fake.home.path().join("pv/credentials.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (exit, stdout, _) = finish(&mut fake.stranger(&["logout"]));
    assert!(exit == Some(0) && stdout.starts_with("nobody was signed in"), "{stdout}");
}

#[test]
fn a_token_that_has_ended_is_forgotten_too_and_so_is_one_whose_server_is_away() {
    for (reply, expected) in [(refused(401, "unauthenticated"), 0), (refused(500, "internal"), 6)] {
        let fake = server(move |_, _| Some(reply.clone()));
        sign_in(&fake);
        let (exit, _, stderr) = finish(&mut fake.stranger(&["logout"]));
        assert_eq!(exit, Some(expected), "{stderr}");
        assert_eq!(stderr.contains("still good"), expected != 0);
        assert!(!file(&fake, "credentials.toml").contains(TOKEN));
    }
}

#[test]
fn a_project_is_chosen_for_good_if_it_is_there() {
    let fake = server(|request, _| {
        let two = json!({ "items": [{ "id": super::world::OPERATION, "slug": "shop" }, { "id": super::world::OPERATION, "slug": "web" }], "next": null });
        is(request, "GET", "/organizations/acme/projects").then(|| ok(two))
    });
    let (exit, _, stderr) = fake.run(&["functions", "list"]);
    assert_eq!(exit, Some(2));
    assert!(
        stderr.contains("which project? There is: shop, web") && stderr.contains("--project"),
        "{stderr}"
    );
    assert_eq!(fake.run(&["use"]).1, "acme/shop\nacme/web\n");
    assert_eq!(fake.run(&["use", "acme/elsewhere"]).0, Some(4));
    assert_eq!(fake.run(&["use", "acme"]).0, Some(2));
    assert_eq!(file(&fake, "config.toml"), "");
    let (exit, stdout, _) = fake.run(&["use", "acme/web", "--region", "eu-central-1"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "using acme/web\n"));
    let config = format!(
        "server = \"{}\"\norganization = \"acme\"\nproject = \"web\"\nregion = \"eu-central-1\"\n",
        fake.url()
    );
    assert_eq!(file(&fake, "config.toml"), config);
    fake.json(&["functions", "list"]);
    let query = &fake.asked("GET", super::world::COMPONENTS)[0].query;
    assert!(query.contains("project=web"), "{query}");
    // The remembered server is enough.
    assert_eq!(finish(fake.pv(&["functions", "list"]).env_remove("PV_SERVER")).0, Some(0));
}

#[test]
fn files_that_cannot_be_used_are_named_and_not_quoted() {
    let fake = server(|_, _| None);
    sign_in(&fake);
    let file = fake.home.path().join("pv/credentials.toml");
    fs::write(&file, format!("[tokens]\nx = \"{TOKEN}\" oops\n")).unwrap();
    let (exit, _, stderr) = finish(&mut fake.stranger(&["whoami"]));
    assert!(exit == Some(2) && stderr.contains("credentials.toml"), "{stderr}");
}

#[test]
fn an_address_in_the_clear_is_refused() {
    let fake = server(|_, _| None);
    for address in ["http://portal.example.com", "ftp://x", "https://portal.example.com/api"] {
        let (exit, _, stderr) = fake.run(&["whoami", "--server", address]);
        assert_eq!(exit, Some(2), "{stderr}");
    }
    let (exit, _, stderr) = finish(fake.pv(&["whoami"]).env_remove("PV_SERVER"));
    assert!(exit == Some(2) && stderr.contains("pv login --server"), "{stderr}");
}
