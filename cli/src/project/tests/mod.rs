//! What a person sees who writes `pv.toml` right, or wrong.

use std::time::Duration;

use super::settings::{self, Architecture};
use super::{DatabaseUrl, Family};

const LEAST: &str = "[function]\nname = \"hello\"\nruntime = \"python3.13\"\nhandler = \"app.handler\"\n";

#[test]
fn the_least_is_three_lines() {
    let settings = settings::parse(LEAST).unwrap();
    assert_eq!(settings.function.name, "hello");
    assert_eq!(settings.function.runtime.family(), Family::Python { minor: 13 });
    assert_eq!(settings.function.architecture, Architecture::Arm64);
    assert_eq!((settings.function.memory, settings.function.timeout), (512, Duration::from_secs(30)));
    assert_eq!(
        (settings.dev.port, settings.dev.concurrency, settings.dev.multi_value_headers),
        (3000, 4, false)
    );
}

#[test]
fn a_provided_runtime_needs_no_handler() {
    let text = "[function]\nname = \"a\"\nruntime = \"provided.al2023\"\n[dev]\nbuild = \"make\"\nbootstrap = \"out/a\"\n";
    let settings = settings::parse(text).unwrap();
    assert_eq!((settings.function.handler.as_str(), settings.dev.bootstrap.as_str()), ("bootstrap", "out/a"));
    assert_eq!(settings.dev.build.as_deref(), Some("make"));
}

#[test]
fn a_mistake_is_named_where_it_is() {
    for (added, expected) in [
        ("handlr = \"x\"", "5:1: unknown key `handlr` in [function]; did you mean `handler`?"),
        ("timeout = 0", "5:11: `timeout` must be a whole number of seconds from 1 to 900"),
        ("timeout = \"30\"", "5:11: `timeout` must be a whole number of seconds from 1 to 900"),
        ("architecture = \"arm\"", "5:16: there is no architecture `arm`; there is: arm64, x86_64"),
        ("architecture = \"x86-64\"", "5:16: there is no architecture `x86-64`; did you mean `x86_64`?"),
        ("memory = 64", "5:10: `memory` must be a whole number of MB from 128 to 10240"),
        ("[deev]", "5:2: unknown key `deev`; did you mean `dev`?"),
        ("[dev]\nport = 70000", "6:8: `port` must be a whole number of the port from 0 to 65535"),
        ("[dev]\nbuild = 3", "6:9: `build` must be a text in quotes, not a number"),
        ("[dev]\nmulti-value-headers = 1", "6:23: `multi-value-headers` must be true or false, not a number"),
        ("[environment]\nPORT = 80", "6:8: `PORT` must be a text in quotes, not a number"),
        ("[environment]\nAWS_REGION = \"x\"", "6:1: `AWS_REGION` is set by the runtime"),
        (
            "[environment]\nDATABASE_URL = \"x\"",
            "6:1: `DATABASE_URL` comes from `pv dev --database-url` or from .env",
        ),
        ("name = \"twice\"", "5:1: duplicate key"),
        ("x = ", "5:5: "),
        ("environment = 1", "5:1: unknown key `environment` in [function]; there is:"),
    ] {
        let source = format!("{LEAST}{added}\n");
        let mistakes = settings::parse(&source).unwrap_err();
        let shown = mistakes[0].shown("pv.toml", &source);
        assert!(shown.starts_with(&format!("pv.toml:{expected}")), "{added}:\n{shown}");
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    }
}

#[test]
fn all_mistakes_are_named_at_once() {
    let source = "[function]\nname = \"a b\"\nruntime = \"pyton3.13\"\n[dev]\nports = 1\n";
    let mistakes = settings::parse(source).unwrap_err();
    let shown: Vec<_> = mistakes.iter().map(|mistake| mistake.shown("pv.toml", source)).collect();
    let shown = shown.join("\n");
    assert!(shown.contains("pv.toml:1:1: [function] lacks `handler`, for example"), "{shown}");
    assert!(shown.contains("pv.toml:2:8: `name` is letters, digits, - and _"), "{shown}");
    assert!(
        shown.contains("pv.toml:3:11: there is no runtime `pyton3.13`; did you mean `python3.13`?"),
        "{shown}"
    );
    assert!(shown.contains(" 5 | ports = 1\n   | ^^^^^"), "{shown}");
}

#[test]
fn columns_count_characters() {
    let source = format!("{LEAST}\"ähnlich\" = 1\n[dev]\nbuild = \"日本\"\n\"日本\" = 2\n");
    let mistakes = settings::parse(&source).unwrap_err();
    assert_eq!(
        mistakes.iter().map(|mistake| mistake.position(&source)).collect::<Vec<_>>(),
        [(5, 1), (8, 1)]
    );
}

#[test]
fn a_database_is_given_in_parts_too() {
    let url: DatabaseUrl = "postgres://app:p%40ss%2Fword@db.local/orders?sslmode=require".parse().unwrap();
    let variables = url.variables();
    let of = |name: &str| variables[&format!("DATABASE_{name}")].as_str();
    assert_eq!((of("HOST"), of("PORT"), of("NAME")), ("db.local", "5432", "orders"));
    assert_eq!((of("USER"), of("PASSWORD")), ("app", "p@ss/word"));
    assert!(of("URL").ends_with("sslmode=require"));
    assert!(!format!("{url:?}").contains("p@ss"));
    for wrong in ["", "db.local", "mysql://a@b/c", "postgres:///x", "postgres://"] {
        assert!(wrong.parse::<DatabaseUrl>().is_err(), "{wrong}");
    }
}
