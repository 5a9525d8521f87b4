//! The form that gives a role.

use domain::email::Email;
use domain::error::{FieldError, Problem};
use domain::grant::{Holder, NewGrant, Role, Scope};
use domain::organization::Project;
use domain::text::check_text;
use leptos::prelude::*;

use crate::forms::{Choice, Field, Form, Input, Typed, moment};
use crate::page::{OrganizationPage, Reader};
use crate::ui::{self, Tone};

/// What stands in the form at first.
pub(super) fn defaults() -> Typed {
    Typed::new([("kind", "user"), ("role", role_value(Role::Developer)), ("scope", "organization")])
}

/// Reads the form.
pub(super) fn read(page: &OrganizationPage, typed: &Typed) -> Result<NewGrant, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut note = |field: &str, problem| errors.push(FieldError::new(field, problem));
    let holder = match typed.text("kind") {
        "user" => Email::parse(typed.text("holder"))
            .map(|email| Holder::User { email: email.to_string(), user: None })
            .map_err(|problem| note("holder", problem)),
        "group" => check_text("holder", typed.text("holder"), 1, 200)
            .map(|group| Holder::Group { group })
            .map_err(|error| note("holder", error.problem)),
        _ => {
            note("kind", Problem::NotAChoice);
            Err(())
        }
    };
    let role = Role::ALL.into_iter().find(|role| role_value(*role) == typed.text("role"));
    if role.is_none() {
        note("role", Problem::NotAChoice);
    }
    let scope = match typed.text("scope") {
        "organization" => Ok(Scope::Organization),
        project => project.parse().map(Scope::Project),
    };
    if scope.is_err() {
        note("scope", Problem::NotAChoice);
    }
    let expires = typed.filled("expires").map(|text| moment(text, &page.page.reader.zone)).transpose();
    if let Err(problem) = &expires {
        note("expires", problem.clone());
    }
    match (holder, role, scope, expires) {
        (Ok(holder), Some(role), Ok(scope), Ok(expires)) => Ok(NewGrant { scope, holder, role, expires }),
        _ => Err(errors),
    }
}

/// Shows the form.
pub(super) fn view(reader: &Reader, projects: &[Project], typed: &Typed, errors: &[FieldError]) -> AnyView {
    let text = &reader.text().members;
    let form = Form::new(reader, typed, errors);
    let kinds = vec![
        Choice::new("user", text.person),
        Choice::new("group", text.group_choice).help(text.group_choice_help),
    ];
    let roles =
        Role::ALL.map(|role| Choice::new(role_value(role), (reader.text().words.role)(role))).to_vec();
    let scopes: Vec<_> = std::iter::once(Choice::new("organization", text.whole_organization))
        .chain(projects.iter().map(|project| Choice::new(project.id.to_string(), &*project.display_name)))
        .collect();
    let zone = reader.zone.iana_name().unwrap_or("UTC");
    let expires_help = (text.expires_help)(zone);
    let label = |field: &str| match field {
        "kind" => text.holder_kind,
        "role" => text.role,
        "scope" => text.scope,
        "expires" => text.expires,
        _ => text.holder,
    };
    let field =
        |name, help, optional, input| form.field(&Field { name, label: label(name), help, optional, input });
    view! {
        <section class="section" aria-labelledby="add">
            <div class="section-head"><h2 id="add">{text.add}</h2></div>
            <form method="post" class="form">
                {form.summary(|field| label(field).to_owned())}
                {field("kind", "", false, Input::Radio(kinds))}
                {field("holder", text.holder_help, false, Input::Code { list: "" })}
                {field("role", "", false, Input::Radio(roles))}
                {field("scope", "", false, Input::Select(scopes))}
                {field("expires", &expires_help, true, Input::DateTime)}
                <p class="actions">{ui::submit_button(text.add, Tone::Primary)} <span class="help">{text.add_help}</span></p>
            </form>
        </section>
    }
    .into_any()
}

/// The value of a role in the form.
const fn role_value(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Developer => "developer",
        Role::Owner => "owner",
    }
}
