//! Settings as people and programs give them.

use std::collections::BTreeSet;

use domain::component::{Environment, Kind};
use domain::error::{FieldError, Problem};
use serde_json::{Value, json};

use crate::form::Input;
use crate::kind::{Given, Start, of};
use crate::postgres::Settings;

fn read(start: Start<'_>, given: &Value) -> Result<Value, Vec<FieldError>> {
    of(Kind::Postgres).read(start, Given::Json(given))
}

fn new(given: &Value) -> Result<Value, Vec<FieldError>> {
    read(Start::New(Environment::Development), given)
}

#[test]
fn a_name_is_enough() {
    for environment in Environment::ALL {
        let settings = of(Kind::Postgres).read(Start::New(environment), Given::Nothing).unwrap();
        assert_eq!(settings, Settings::default_for(environment).to_value());
        assert_eq!(settings["deletion_protection"], true);
    }
}

#[test]
fn every_setting_has_a_field_and_every_field_a_setting() {
    let settings = Settings::default_for(Environment::Production).to_value();
    let settings: BTreeSet<&str> = settings.as_object().unwrap().keys().map(String::as_str).collect();
    let fields: BTreeSet<&str> =
        of(Kind::Postgres).fields().iter().map(|field| field.setting.as_str()).collect();
    assert_eq!(settings, fields);
}

#[test]
fn fields_offer_what_is_taken_and_nothing_else() {
    for field in of(Kind::Postgres).fields() {
        let name = field.setting.as_str();
        let (good, bad): (Vec<Value>, Vec<Value>) = match field.input {
            Input::Choice(choices) => {
                (choices.iter().map(|choice| choice.value.into()).collect(), vec!["huge".into()])
            }
            Input::Number { min, max } => {
                (vec![min.into(), max.into()], vec![(i64::from(min) - 1).into(), (max + 1).into()])
            }
            Input::Switch => (vec![true.into(), false.into()], vec!["maybe".into()]),
            Input::Text { max } => {
                (vec!["x".repeat(max as usize).into()], vec!["x".repeat(max as usize + 1).into()])
            }
            Input::Component(_) => (vec![], vec!["huge".into()]),
        };
        for value in good {
            assert_eq!(new(&json!({ name: value })).unwrap()[name], value);
        }
        for value in bad {
            let errors = new(&json!({ name: value })).unwrap_err();
            assert_eq!(errors[0].field, format!("settings.{name}"), "{value}");
        }
    }
}

#[test]
fn mistakes_are_named_at_their_fields() {
    for (name, value, expected) in [
        ("size", json!("HUGE"), Problem::NotAChoice),
        ("size", json!(""), Problem::Required),
        ("size", json!(null), Problem::NotSupported),
        ("engine_version", json!("9.6"), Problem::NotAChoice),
        ("replicas", json!("two"), Problem::NotANumber),
        ("replicas", json!(1.5), Problem::NotANumber),
        ("replicas", json!(-1), Problem::OutOfRange { min: 0, max: 2 }),
        ("backup_retention_days", json!(99_999_999_999_u64), Problem::OutOfRange { min: 1, max: 35 }),
        ("backup_retention_days", json!("٣"), Problem::NotANumber),
        ("database_name", json!(""), Problem::Required),
        ("database_name", json!("select"), Problem::NotADatabaseName),
        ("database_name", json!("postgres"), Problem::NotADatabaseName),
        ("database_name", json!("pg_orders"), Problem::NotADatabaseName),
        ("database_name", json!("Orders"), Problem::NotADatabaseName),
        ("database_name", json!("orders; drop"), Problem::NotADatabaseName),
        ("database_name", json!("o\u{200b}rders"), Problem::NotADatabaseName),
        ("password", json!("x"), Problem::NotSupported),
    ] {
        let errors = new(&json!({ name: value })).unwrap_err();
        assert_eq!(errors, [FieldError::new(format!("settings.{name}"), expected)], "{name} {value}");
    }
    assert_eq!(new(&json!([])).unwrap_err(), [FieldError::new("settings", Problem::NotSupported)]);
}

#[test]
fn all_mistakes_come_at_once() {
    let errors = new(&json!({ "size": "x", "replicas": 9, "database_name": "x y" })).unwrap_err();
    assert_eq!(errors.len(), 3);
}

#[test]
fn a_form_is_read_like_json() {
    let form = |name: &str| match name {
        "settings.size" => Some(" large ".to_owned()),
        "settings.deletion_protection" => Some("false".to_owned()),
        _ => None,
    };
    let read = of(Kind::Postgres).read(Start::New(Environment::Staging), Given::Form(&form)).unwrap();
    let expected = read_json(Environment::Staging, &json!({ "size": "large", "deletion_protection": false }));
    assert_eq!(read, expected);
}

fn read_json(environment: Environment, given: &Value) -> Value {
    read(Start::New(environment), given).unwrap()
}

#[test]
fn what_exists_keeps_its_version_line_and_its_database() {
    let existing = new(&json!({ "engine_version": "17.7", "database_name": "orders" })).unwrap();
    let change = |given: Value| read(Start::Existing(&existing), &given);
    let refused = |field: &str, problem| Err(vec![FieldError::new(field, problem)]);
    assert_eq!(change(json!({})), Ok(existing.clone()));
    assert_eq!(change(json!({ "engine_version": "17.10" })).unwrap()["engine_version"], "17.10");
    assert_eq!(
        change(json!({ "engine_version": "16.14" })),
        refused("settings.engine_version", Problem::NotSupported)
    );
    assert_eq!(
        change(json!({ "database_name": "other" })),
        refused("settings.database_name", Problem::CannotChange)
    );
    let older = new(&json!({ "engine_version": "16.8" })).unwrap();
    assert_eq!(
        read(Start::Existing(&older), &json!({ "engine_version": "17.7" })),
        refused("settings.engine_version", Problem::CannotChange)
    );
}
