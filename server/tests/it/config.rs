//! The configuration: defaults, mistakes, what is shown, and the documentation made from it.

use std::io::Write as _;
use std::path::PathBuf;

use secrecy::ExposeSecret;
use server::config::{Config, DEFAULTS, Values, print};

/// The least that must be set.
const LEAST: [(&str, &str); 3] = [
    ("PROVISIONER__OIDC__ISSUER", "https://login.example.com"),
    ("PROVISIONER__OIDC__CLIENT_ID", "provisioner"),
    ("PROVISIONER__OIDC__CLIENT_SECRET", "000123"),
];

fn variables(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn checked(more: &[(&str, &str)]) -> Result<Config, String> {
    let values =
        Values::gather(None, variables(&[&LEAST[..], more].concat())).map_err(|error| error.to_string())?;
    Config::check(&values).map_err(|error| error.to_string())
}

struct TemporaryFile(PathBuf);

impl TemporaryFile {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("provisioner_{}_{name}.toml", std::process::id()));
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        Self(path)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_defaults_lack_nothing_but_the_issuer() {
    let values = Values::gather(None, []).unwrap();
    let mistakes = Config::check(&values).unwrap_err().to_string();
    for key in ["oidc.issuer", "oidc.client_id", "oidc.client_secret"] {
        assert!(mistakes.contains(&format!("default: {key}: must be set")), "{mistakes}");
    }
    assert_eq!(mistakes.lines().count(), 4, "{mistakes}");
    checked(&[]).unwrap();
}

#[test]
fn text_from_the_environment_stays_text() {
    assert_eq!(checked(&[]).unwrap().oidc.client_secret.expose_secret(), "000123");
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let file = TemporaryFile::new("order", "[server]\nlisten = \"127.0.0.1:1\"\nrequests_per_minute = 70\n");
    let more = [
        ("PROVISIONER__SERVER__LISTEN", "127.0.0.1:2"),
        ("PROVISIONER__SERVER__BODY_LIMIT_KILOBYTES", "7"),
        ("PROVISIONER__SERVER__TRUSTED_PROXIES", "[\"10.0.0.0/8\"]"),
    ];
    let environment = variables(&[&LEAST[..], &more].concat());
    let config = Config::check(&Values::gather(Some(&file.0), environment).unwrap()).unwrap();
    assert_eq!(config.server.listen.port(), 2);
    assert_eq!(config.server.body_limit, 7 * 1024);
    assert_eq!(config.server.trusted_proxies.len(), 1);
    assert_eq!(config.server.requests_per_minute, 70);
    assert_eq!(config.server.concurrent_requests, 512);
}

#[test]
fn every_mistake_is_named_at_once_with_where_it_stands() {
    let file = TemporaryFile::new(
        "mistakes",
        r#"
        [server]
        public_url = "http://portal.example.com"
        trusted_proxies = ["everybody"]
        body_limit_kilobytes = 0
        [oidc]
        issuer = "http://login.example.com"
        client_id = "x"
        client_secret = ""
        scopes = ["email"]
        [sessions]
        idle_minutes = 1000
        absolute_hours = 1
        [telemetry]
        log_format = "xml"
        "#,
    );
    let environment = variables(&[("PROVISIONER__AWS__ACCESS_KEY_ID", "AKIA")]);
    let values = Values::gather(Some(&file.0), environment).unwrap();
    let mistakes = Config::check(&values).unwrap_err().to_string();
    let name = file.0.display();
    for expected in [
        format!("{name}: server.public_url: must begin with https"),
        format!("{name}: server.trusted_proxies: each must be a network"),
        format!("{name}: server.body_limit_kilobytes: must be a whole number from 1 to 1024"),
        format!("{name}: oidc.issuer: must begin with https"),
        format!("{name}: oidc.client_secret: must be set"),
        format!("{name}: oidc.scopes: must have \"openid\" among them"),
        format!("{name}: sessions.idle_minutes: must not be longer than sessions.absolute_hours"),
        format!("{name}: telemetry.log_format: must be \"json\" or \"text\", not \"xml\""),
        "environment variable PROVISIONER__AWS__ACCESS_KEY_ID: aws.access_key_id: must be set together"
            .to_owned(),
    ] {
        assert!(mistakes.contains(&expected), "{expected}\nis missing in\n{mistakes}");
    }
}

#[test]
fn settings_that_do_not_exist_are_refused() {
    let file = TemporaryFile::new(
        "unknown",
        "[server]\nlissten = \"127.0.0.1:1\"\n[oidc.platform_roles]\nroot = []\n",
    );
    let environment = variables(&[("PROVISIONER__SERVER__PROT", "1"), ("PROVISIONER__SERVER", "1")]);
    let Err(mistakes) = Values::gather(Some(&file.0), environment) else { panic!("taken") };
    let mistakes = mistakes.to_string();
    for key in ["server.lissten", "oidc.platform_roles.root", "server.prot"] {
        assert!(mistakes.contains(&format!("{key}: there is no such setting")), "{mistakes}");
    }
    assert!(mistakes.contains("PROVISIONER__SERVER: server: there is no such setting"), "{mistakes}");
}

#[test]
fn a_file_that_is_missing_or_not_toml_is_a_mistake() {
    let missing = Values::gather(Some("/nowhere/provisioner.toml".as_ref()), []);
    assert!(
        missing.is_err_and(|mistakes| mistakes
            .to_string()
            .contains("/nowhere/provisioner.toml: cannot be read"))
    );
    let file = TemporaryFile::new("broken", "[server\n");
    assert!(Values::gather(Some(&file.0), []).is_err());
}

#[test]
fn print_config_shows_the_defaults_as_they_stand_in_the_file() {
    let shown: toml::Table = toml::from_str(&print(&Values::gather(None, []).unwrap())).unwrap();
    let defaults: toml::Table = toml::from_str(DEFAULTS).unwrap();
    assert_eq!(shown, defaults);
}

#[test]
fn print_config_hides_secrets_and_says_where_values_come_from() {
    let secrets = [
        ("PROVISIONER__AWS__SECRET_ACCESS_KEY", "aws-secret"),
        ("PROVISIONER__DATABASE__URL", "postgres://user:db-secret@host/db"),
        ("PROVISIONER__TELEMETRY__METRICS_TOKEN", "metrics-secret-metrics-secret"),
    ];
    let shown = print(&Values::gather(None, variables(&[&LEAST[..], &secrets].concat())).unwrap());
    assert!(
        !shown.contains("secret\"") && !shown.contains("db-secret") && !shown.contains("000123"),
        "{shown}"
    );
    assert_eq!(shown.matches("\"***\"").count(), 4, "{shown}");
    assert!(
        shown.contains(
            "issuer = \"https://login.example.com\" # environment variable PROVISIONER__OIDC__ISSUER"
        ),
        "{shown}"
    );
}

#[test]
fn secrets_are_in_no_debug_output() {
    let config = checked(&[("PROVISIONER__DATABASE__URL", "postgres://user:db-secret@host/db")]).unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("db-secret") && !shown.contains("000123"), "{shown}");
}

/// Set `UPDATE=1` to write the file.
#[test]
fn the_documentation_lists_every_setting() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let expected = reference();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), expected, "run with UPDATE=1");
}

/// The settings as a document: one table a section, made from the comments of the defaults file.
fn reference() -> String {
    let mut text = String::from(
        "# Configuration\n\n\
         Made from `server/config.default.toml`, which is compiled into the binary. A setting is taken from, in rising order: the default;\n\
         the file of `--config` or `PROVISIONER_CONFIG` (TOML); the environment, as `PROVISIONER__SECTION__KEY`, such as\n\
         `PROVISIONER__SERVER__LISTEN`. Empty text means: not set. `provisioner config check` names every mistake at once,\n\
         `provisioner print-config` shows what is in force and where it comes from.\n",
    );
    let mut comment: Vec<&str> = Vec::new();
    for line in DEFAULTS.lines().skip_while(|line| !line.is_empty()) {
        if let Some(line) = line.strip_prefix("# ") {
            comment.push(line);
        } else if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let about = std::mem::take(&mut comment).join(" ");
            text.push_str(&format!(
                "\n## `[{section}]`\n\n{about}\n\n| setting | default | what it is |\n|---|---|---|\n"
            ));
        } else if let Some((key, value)) = line.split_once(" = ") {
            assert!(!comment.is_empty(), "{key} is not documented");
            let about = std::mem::take(&mut comment).join(" ").replace('|', "\\|");
            text.push_str(&format!("| `{key}` | `{value}` | {about} |\n"));
        }
    }
    text
}
