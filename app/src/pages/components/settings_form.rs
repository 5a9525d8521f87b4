//! The settings of a kind as fields of a form. Which there are comes from the kind; what they are called from the catalogue.

use domain::component::{Component, Environment, Kind, Region};
use domain::error::FieldError;
use kinds::form::{Field as SettingField, Input as SettingInput, Setting};
use kinds::price::{Basis, Price};
use kinds::{Given, Start, of};
use leptos::prelude::*;
use serde_json::Value;

use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::Reader;
use crate::ui;

/// The fields of a form for settings, filled in with these.
pub(super) fn typed_from(kind: Kind, settings: &Value) -> Vec<(String, String)> {
    of(kind)
        .fields()
        .iter()
        .filter_map(|field| {
            let value = match settings.get(field.setting.as_str())? {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            Some((field.setting.field_name(), value))
        })
        .collect()
}

/// The settings that a new component of the environment begins with.
pub(super) fn defaults(kind: Kind, environment: Environment) -> Value {
    of(kind).read(Start::New(environment), Given::Nothing).unwrap_or_default()
}

/// Reads the settings of a form.
///
/// # Errors
/// All wrong fields.
pub(super) fn read(kind: Kind, start: Start<'_>, typed: &Typed) -> Result<Value, Vec<FieldError>> {
    // A switch sends "false" unseen and "true" when it is ticked: the last one counts.
    let value_of = |name: &str| typed.all(name).last().map(ToOwned::to_owned);
    of(kind).read(start, Given::Form(&value_of))
}

/// What the fields are about.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// The kind.
    pub(super) kind: Kind,
    /// Where, for prices.
    pub(super) region: Option<&'a Region>,
    /// Whether the component exists.
    pub(super) existing: bool,
    /// Components that it may be linked with.
    pub(super) components: &'a [Component],
}

/// All fields: the common ones, and the others folded until the component exists: from then on whoever comes here looks for one of them, and
/// some cannot be changed any more (`existing`).
pub(super) fn fields(
    reader: &Reader,
    form: &Form<'_>,
    typed: &Typed,
    errors: &[FieldError],
    about: &About<'_>,
) -> AnyView {
    let text = reader.text();
    let &About { kind, existing, .. } = about;
    let render = |field: &SettingField| field_view(reader, form, typed, about, field);
    let all = of(kind).fields();
    let common: Vec<_> = all.iter().filter(|field| !field.advanced).map(render).collect();
    let advanced: Vec<_> = all.iter().filter(|field| field.advanced).map(render).collect();
    let now: Vec<String> = all
        .iter()
        .filter(|field| field.advanced)
        .map(|field| {
            summary(reader, field.setting, typed.all(&field.setting.field_name()).last().unwrap_or_default())
        })
        .collect();
    let wrong = |field: &SettingField| errors.iter().any(|error| error.field == field.setting.field_name());
    let open = existing || all.iter().any(|field| field.advanced && wrong(field));
    view! { {common} {ui::details(text.common.advanced, &now.join(" · "), open, advanced)} }.into_any()
}

/// A setting in a few words, for the line of what is folded.
fn summary(reader: &Reader, setting: Setting, value: &str) -> String {
    let text = reader.text();
    match setting {
        Setting::Size | Setting::EngineVersion | Setting::Runtime => (text.settings.choice)(setting, value),
        _ => format!("{}: {}", (text.settings.label)(setting), plain(reader, setting, value)),
    }
}

/// The value of a setting for people.
pub(crate) fn plain(reader: &Reader, setting: Setting, value: &str) -> String {
    let text = reader.text();
    match (setting, value) {
        (Setting::DeletionProtection, "true") => text.common.yes.to_owned(),
        (Setting::DeletionProtection, _) => text.common.no.to_owned(),
        _ => (text.settings.choice)(setting, value),
    }
}

fn field_view(
    reader: &Reader,
    form: &Form<'_>,
    typed: &Typed,
    about: &About<'_>,
    field: &SettingField,
) -> AnyView {
    let text = reader.text();
    let &About { kind, region, existing, components } = about;
    let name = field.setting.field_name();
    let label = (text.settings.label)(field.setting);
    if existing && field.fixed {
        let value = plain(reader, field.setting, typed.text(&name));
        return view! {
            <div class="field">
                <p class="field-label">{label}</p>
                <p><code>{value}</code> " " <span class="quiet">{text.component.fixed}</span></p>
                {form.hidden(&name)}
            </div>
        }
        .into_any();
    }
    let input = match field.input {
        SettingInput::Choice(choices) => {
            let choices = choices.iter().map(|choice| {
                let label = (text.settings.choice)(field.setting, choice.value);
                let price = (field.setting == Setting::Size)
                    .then(|| price_with(kind, region?, typed, field.setting, choice.value))
                    .flatten()
                    .map(|price| (text.component.per_month)(&money(reader, &price)));
                let help = [Some((text.settings.meaning)(choice.meaning)), price];
                Choice::new(choice.value, label)
                    .help(help.into_iter().flatten().collect::<Vec<_>>().join("\n"))
            });
            Input::Radio(choices.collect())
        }
        SettingInput::Number { min, max } => Input::Number { min: i64::from(min), max: i64::from(max) },
        SettingInput::Text { .. } => Input::Code { list: "" },
        SettingInput::Switch => Input::Switch,
        SettingInput::Component(kind) => {
            let none = Choice::new("", (text.settings.choice)(field.setting, ""));
            let of_kind = components.iter().filter(|component| component.kind == kind);
            let choice = |component: &Component| {
                let environment = (text.words.environment)(component.environment);
                Choice::new(component.id.to_string(), format!("{} ({environment})", component.name))
            };
            Input::Select(std::iter::once(none).chain(of_kind.map(choice)).collect())
        }
    };
    form.field(&Field {
        name: &name,
        label,
        help: (text.settings.help)(field.setting),
        optional: false,
        input,
    })
}

/// The price if one setting had another value. None where something else in the form is wrong.
fn price_with(kind: Kind, region: &Region, typed: &Typed, setting: Setting, value: &str) -> Option<Price> {
    let typed = typed.with(&setting.field_name(), value);
    let environment = environment(&typed);
    let settings = read(kind, Start::New(environment), &typed).ok()?;
    of(kind).price(region, &settings).ok().flatten()
}

/// The environment of a form; development when none is chosen.
pub(super) fn environment(typed: &Typed) -> Environment {
    Environment::ALL
        .into_iter()
        .find(|one| one.as_str() == typed.text("environment"))
        .unwrap_or(Environment::Development)
}

/// The sum of a price; "about" where the rates are not known exactly.
pub(crate) fn money(reader: &Reader, price: &Price) -> String {
    let common = &reader.text().common;
    let money = (common.money)(price.total_cents());
    match price.basis {
        Basis::List => money,
        Basis::Estimate => (common.about)(&money),
    }
}

/// What something costs, item by item.
pub(super) fn price_list(reader: &Reader, kind: Kind, price: Option<&Price>) -> AnyView {
    let text = reader.text();
    let Some(price) = price else {
        return view! { <p class="quiet">{text.component.price_unknown}</p> }.into_any();
    };
    let items: Vec<_> = price
        .items
        .iter()
        .map(|item| {
            view! {
                <div>
                    <dt>{(text.settings.price)(item.word)}</dt>
                    <dd class="number">{(text.common.money)(item.cents)}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <p class="price-sum">{(text.component.per_month)(&money(reader, price))}</p>
        <dl class="price-items">{items}</dl>
        <p class="help">{(text.component.price_help)(kind)}</p>
    }
    .into_any()
}
