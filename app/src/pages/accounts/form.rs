//! The form of an account.

use domain::account::{Domain, RoleArn, TargetAccount};
use domain::component::Region;
use domain::error::{FieldError, Problem};
use domain::ids::{AwsAccountId, OrganizationId};
use domain::organization::Organization;
use domain::text::check_text;
use leptos::prelude::*;

use super::ADDRESS;
use crate::forms::{Field, Form, Input, Typed};
use crate::page::Reader;
use crate::ui::{self, Tone};

/// The form filled with an account.
pub(super) fn of(account: &TargetAccount) -> Typed {
    let regions: Vec<&str> = account.regions.iter().map(Region::as_str).collect();
    let fields = [
        ("id", account.id.to_string()),
        ("display_name", account.display_name.clone()),
        ("role_arn", account.role_arn.as_str().to_owned()),
        ("external_id", account.external_id.clone()),
        ("regions", regions.join(" ")),
    ];
    let organizations = account.organizations.iter().map(|id| ("organizations", id.to_string()));
    let domain = account.domain.iter().flat_map(|domain| {
        [("domain", domain.name.clone()), ("hosted_zone_id", domain.hosted_zone_id.clone())]
    });
    Typed::new(fields.into_iter().chain(organizations).chain(domain))
}

/// Reads the form.
pub(super) fn read(typed: &Typed) -> Result<TargetAccount, Vec<FieldError>> {
    let mut errors = Vec::new();
    let id = keep(
        &mut errors,
        AwsAccountId::try_from(typed.text("id").to_owned())
            .map_err(|error| FieldError::new("id", error.problem)),
    );
    let display_name = keep(&mut errors, check_text("display_name", typed.text("display_name"), 1, 100));
    let role_arn = keep(
        &mut errors,
        RoleArn::parse(typed.text("role_arn")).map_err(|problem| FieldError::new("role_arn", problem)),
    );
    let external_id = keep(&mut errors, read_external_id(typed.text("external_id")));
    let regions = keep(&mut errors, read_regions(typed.text("regions")));
    let organizations: Result<Vec<OrganizationId>, _> = typed.all("organizations").map(str::parse).collect();
    let organizations =
        keep(&mut errors, organizations.map_err(|_| FieldError::new("organizations", Problem::NotAChoice)));
    let domain = match (typed.text("domain"), typed.text("hosted_zone_id")) {
        ("", "") => Some(None),
        (name, zone) => Domain::parse(name, zone).map_err(|wrong| errors.extend(wrong)).ok().map(Some),
    };
    match (id, display_name, role_arn, external_id, regions, organizations, domain) {
        (
            Some(id),
            Some(display_name),
            Some(role_arn),
            Some(external_id),
            Some(regions),
            Some(organizations),
            Some(domain),
        ) => Ok(TargetAccount { id, display_name, role_arn, external_id, regions, organizations, domain }),
        _ => Err(errors),
    }
}

fn keep<T>(errors: &mut Vec<FieldError>, read: Result<T, FieldError>) -> Option<T> {
    read.map_err(|error| errors.push(error)).ok()
}

/// 2-200 of `[\w+=,.@:/-]` (<https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>; AWS takes up to 1,224 characters).
fn read_external_id(text: &str) -> Result<String, FieldError> {
    let text = check_text("external_id", text, 2, 200)?;
    let allowed = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte));
    if allowed { Ok(text) } else { Err(FieldError::new("external_id", Problem::UnsafeCharacters)) }
}

fn read_regions(text: &str) -> Result<Vec<Region>, FieldError> {
    let wrong = |problem| FieldError::new("regions", problem);
    let mut regions = text
        .split([' ', ',', '\t'])
        .filter(|word| !word.is_empty())
        .map(Region::parse)
        .collect::<Result<Vec<_>, _>>()
        .map_err(wrong)?;
    regions.sort();
    regions.dedup();
    if regions.is_empty() { Err(wrong(Problem::Required)) } else { Ok(regions) }
}

/// Shows the form.
pub(super) fn view(
    reader: &Reader,
    organizations: &[Organization],
    typed: &Typed,
    errors: &[FieldError],
) -> AnyView {
    let text = &reader.text().accounts;
    let form = Form::new(reader, typed, errors);
    let label = |field: &str| match field {
        "id" => text.id,
        "display_name" => text.display_name,
        "role_arn" => text.role_arn,
        "external_id" => text.external_id,
        "regions" => text.regions,
        "domain" => text.domain,
        "hosted_zone_id" => text.hosted_zone,
        _ => text.organizations,
    };
    let field =
        |name, help, input| form.field(&Field { name, label: label(name), help, optional: false, input });
    let title = typed
        .filled("id")
        .filter(|_| errors.is_empty())
        .map_or_else(|| text.register.to_owned(), text.change_title);
    view! {
        <section class="section" aria-labelledby="account-form">
            <div class="section-head"><h2 id="account-form">{title}</h2></div>
            <p class="lead">{text.register_lead}</p>
            <form method="post" action=ADDRESS class="form">
                {form.summary(|field| label(field).to_owned())}
                {field("id", text.id_help, Input::Code { list: "" })}
                {field("display_name", "", Input::Line)}
                {field("role_arn", text.role_arn_help, Input::Code { list: "" })}
                {field("external_id", text.external_id_help, Input::Code { list: "" })}
                {field("regions", text.regions_help, Input::Code { list: "" })}
                {form.field(&Field {
                    name: "domain",
                    label: text.domain,
                    help: text.domain_help,
                    optional: true,
                    input: Input::Code { list: "" },
                })}
                {form.field(&Field {
                    name: "hosted_zone_id",
                    label: text.hosted_zone,
                    help: text.hosted_zone_help,
                    optional: true,
                    input: Input::Code { list: "" },
                })}
                {placements(reader, organizations, typed)}
                <p class="actions">{ui::submit_button(text.save, Tone::Primary)}</p>
            </form>
        </section>
    }
    .into_any()
}

fn placements(reader: &Reader, organizations: &[Organization], typed: &Typed) -> AnyView {
    let text = &reader.text().accounts;
    let choices: Vec<_> = organizations
        .iter()
        .map(|organization| {
            let value = organization.id.to_string();
            let ticked = typed.all("organizations").any(|chosen| chosen == value);
            let id = format!("field-organizations-{value}");
            view! {
                <label class="choice" for=id.clone()>
                    <input type="checkbox" id=id.clone() name="organizations" value=value checked=ticked />
                    <span class="choice-label">{organization.display_name.clone()}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field" id="field-organizations">
            <legend>{text.organizations}</legend>
            <p class="help">{text.organizations_help}</p>
            <div class="choices">{choices}</div>
        </fieldset>
    }
    .into_any()
}
