//! Settings as people and programs give them.

use std::collections::BTreeSet;

use domain::allow_list::AllowList;
use domain::component::Environment;
use domain::error::{FieldError, Problem};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::form::Input;
use crate::function::{Settings, fields, list_problems, problems_on, read, samples};
use crate::kind::{Given, Start};

const DATABASE: &str = "01920000-0000-7000-8000-000000000002";

fn new(given: &Value) -> Result<Value, Vec<FieldError>> {
    read(Start::New(Environment::Development), Given::Json(given))
}

#[test]
fn a_name_is_enough() {
    for environment in Environment::ALL {
        let settings = read(Start::New(environment), Given::Nothing).unwrap();
        assert_eq!(settings, Settings::default_for(environment).to_value());
        assert_eq!(settings["deletion_protection"], environment == Environment::Production);
    }
}

#[test]
fn every_setting_has_a_field_and_every_field_a_setting() {
    let settings = Settings::default_for(Environment::Production).to_value();
    let settings: BTreeSet<&str> = settings.as_object().unwrap().keys().map(String::as_str).collect();
    let fields: BTreeSet<&str> = fields().iter().map(|field| field.setting.as_str()).collect();
    assert_eq!(settings, fields);
}

#[test]
fn fields_offer_what_is_taken_and_nothing_else() {
    for field in fields() {
        let name = field.setting.as_str();
        let (good, bad): (Vec<Value>, Vec<Value>) = match field.input {
            Input::Choice(choices) => {
                (choices.iter().map(|choice| choice.value.into()).collect(), vec!["huge".into()])
            }
            Input::Number { min, max } => {
                (vec![min.into(), max.into()], vec![(min - 1).into(), (i64::from(max) + 1).into()])
            }
            Input::Switch => (vec![true.into(), false.into()], vec!["maybe".into()]),
            Input::Text { max } => {
                let of = |length: u32| format!("{}.h", "x".repeat(length as usize - 2)).into();
                (vec![of(max)], vec![of(max + 1)])
            }
            Input::Component(_) => (vec![DATABASE.into(), Value::Null], vec!["orders".into()]),
        };
        for value in good {
            let read = new(&json!({ name: value })).unwrap();
            // Days are a number in documents, and text in forms.
            let same = read[name] == value || value.as_str() == Some(&read[name].to_string());
            assert!(same, "{name}: {value} became {}", read[name]);
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
        ("runtime", json!("python2.7"), Problem::NotAChoice),
        ("runtime", json!(""), Problem::Required),
        ("architecture", json!("arm"), Problem::NotAChoice),
        ("handler", json!("app handler"), Problem::NotAHandler),
        ("handler", json!("app"), Problem::NotAHandler),
        ("handler", json!(["app"]), Problem::NotSupported),
        ("memory_mb", json!(64), Problem::OutOfRange { min: 128, max: 10_240 }),
        ("memory_mb", json!("lots"), Problem::NotANumber),
        ("timeout_seconds", json!(901), Problem::OutOfRange { min: 1, max: 900 }),
        ("concurrency", json!(99_999), Problem::OutOfRange { min: 1, max: 500 }),
        ("exposure", json!("open"), Problem::NotAChoice),
        ("database", json!("orders"), Problem::NotAChoice),
        ("log_retention_days", json!(60), Problem::NotAChoice),
        ("deletion_protection", json!("perhaps"), Problem::NotAChoice),
        ("environment", json!({ "A": "b" }), Problem::NotSupported),
    ] {
        let errors = new(&json!({ name: value })).unwrap_err();
        assert_eq!(errors, [FieldError::new(format!("settings.{name}"), expected)], "{name} {value}");
    }
}

#[test]
fn the_handler_follows_the_runtime_until_somebody_gives_one() {
    for (given, expected) in [
        (json!({ "runtime": "nodejs24.x" }), "index.handler"),
        (json!({ "runtime": "provided.al2023" }), "bootstrap"),
        (json!({ "runtime": "nodejs24.x", "handler": "" }), "index.handler"),
        (json!({ "runtime": "nodejs24.x", "handler": "src/main.run" }), "src/main.run"),
        (json!({ "runtime": "provided.al2023", "handler": "anything" }), "anything"),
    ] {
        assert_eq!(new(&given).unwrap()["handler"], expected, "{given}");
    }
    let errors = new(&json!({ "runtime": "python3.14", "handler": "bootstrap" })).unwrap_err();
    assert_eq!(errors, [FieldError::new("settings.handler", Problem::NotAHandler)]);
}

#[test]
fn what_exists_keeps_what_its_code_was_made_for() {
    let existing = new(&json!({ "handler": "src/app.run", "database": DATABASE })).unwrap();
    let change = |given: Value| read(Start::Existing(&existing), Given::Json(&given));
    assert_eq!(change(json!({})), Ok(existing.clone()));
    assert_eq!(change(json!({ "runtime": "python3.14" })).unwrap()["handler"], "src/app.run");
    assert_eq!(change(json!({ "database": null })).unwrap()["database"], Value::Null);
    assert_eq!(change(json!({ "database": "" })).unwrap()["database"], Value::Null);
    for (name, value) in [("runtime", "nodejs24.x"), ("architecture", "x86_64"), ("exposure", "private")] {
        let errors = change(json!({ name: value })).unwrap_err();
        assert_eq!(errors, [FieldError::new(format!("settings.{name}"), Problem::CannotChange)]);
    }
}

#[test]
fn fixed_fields_are_those_that_are_refused() {
    let fixed: Vec<&str> =
        fields().iter().filter(|field| field.fixed).map(|field| field.setting.as_str()).collect();
    assert_eq!(fixed, ["exposure", "architecture"]);
}

#[test]
fn a_runtime_is_chosen_anew_only_while_it_is_looked_after() {
    let node22 = new(&json!({ "runtime": "nodejs22.x" })).unwrap();
    let node24 = new(&json!({ "runtime": "nodejs24.x" })).unwrap();
    let refused = vec![FieldError::new("settings.runtime", Problem::NotSupported)];
    let after_its_end = date(2027, 5, 1);
    assert_eq!(problems_on(date(2027, 4, 30), None, &node22).unwrap(), []);
    assert_eq!(problems_on(after_its_end, None, &node22).unwrap(), refused);
    assert_eq!(problems_on(after_its_end, Some(&node24), &node22).unwrap(), refused);
    assert_eq!(problems_on(after_its_end, Some(&node22), &node22).unwrap(), []);
    assert_eq!(problems_on(after_its_end, Some(&node22), &node24).unwrap(), []);
}

#[test]
fn a_list_has_twenty_networks_at_most() {
    let [_, typical, max] = samples::all();
    let mut entries = max.document.allow_list.entries().to_vec();
    assert_eq!(list_problems(&AllowList::from_entries(entries.clone())), []);
    entries.extend_from_slice(&typical.document.allow_list.entries()[..1]);
    let problems = list_problems(&AllowList::from_entries(entries));
    assert_eq!(problems, [FieldError::new("entries", Problem::TooManyNetworks { max: 20 })]);
}

#[test]
fn a_form_is_read_like_json() {
    let form = |name: &str| match name {
        "settings.runtime" => Some(" nodejs24.x ".to_owned()),
        "settings.handler" | "settings.database" => Some(String::new()),
        "settings.log_retention_days" => Some("400".to_owned()),
        _ => None,
    };
    let read = read(Start::New(Environment::Development), Given::Form(&form)).unwrap();
    assert_eq!(read, new(&json!({ "runtime": "nodejs24.x", "log_retention_days": 400 })).unwrap());
}
