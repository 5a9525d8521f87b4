//! `pv db`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::fake::finish;
use super::world::{ORDERS, server};

#[test]
fn the_address_has_a_password_only_if_asked_for() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) = fake.run(&["db", "url"]);
    assert_eq!(
        (exit, stdout.as_str()),
        (Some(0), "postgres://app@db.example.com:5432/orders?sslmode=require\n")
    );
    assert!(fake.asked("POST", &format!("{ORDERS}/credentials")).is_empty());
    let json = fake.json(&["db", "url", "orders-db", "--reveal"]);
    assert_eq!(json["url"], "postgres://app:p%40ss%2Fword@db.example.com:5432/orders?sslmode=require");
    assert_eq!(fake.run(&["db", "url", "hello"]).0, Some(4));
}

#[test]
fn psql_is_told_everything_by_its_environment() {
    let fake = server(|_, _| None);
    let program = fake.home.path().join("psql");
    fs::write(&program, "#!/bin/sh\necho \"$PGHOST $PGPORT $PGDATABASE $PGUSER $PGPASSWORD $PGSSLMODE [$*] [$PV_TOKEN]\"\nexit 42\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", fake.home.path().display());
    let mut command = fake.pv(&["db", "connect", "orders-db", "--", "-c", "select 1"]);
    let (exit, stdout, _) =
        finish(command.env("PATH", path).env_remove("PGSSLMODE").env_remove("PGSSLROOTCERT"));
    // The exit code is that of psql.
    assert_eq!(
        (exit, stdout.as_str()),
        (Some(42), "db.example.com 5432 orders app p@ss/word require [-c select 1] []\n")
    );
    let (exit, _, stderr) = finish(fake.pv(&["db", "connect"]).env("PATH", "/nowhere"));
    assert!(exit == Some(4) && stderr.contains("psql is not installed"), "{stderr}");
}
