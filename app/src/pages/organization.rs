//! The settings of an organization: its projects and its policy.

use domain::authz::Action;
use domain::error::{Error, FieldError, Problem};
use domain::organization::{Name, NewProject, Policy, Project};
use domain::text::check_text;
use http::StatusCode;
use leptos::prelude::*;

use crate::forms::{Field, Form, Input, Typed};
use crate::page::{Answer, OrganizationPage, Reader, redirect};
use crate::ui::{self, Column, Tone};

/// `GET /o/{organization}/settings`.
pub async fn show(page: OrganizationPage) -> Answer {
    render(&page, StatusCode::OK, &Typed::default(), &[]).await
}

/// `POST /o/{organization}/settings/projects`: makes a project.
pub async fn create_project(page: OrganizationPage, typed: Typed) -> Answer {
    let created = match read_project(&typed) {
        Ok(project) => page
            .page
            .ports
            .organizations
            .create_project(&page.page.caller, page.id(), project)
            .await
            .map(|_| ()),
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match created {
        Ok(()) => Ok(redirect(&page.address("settings"))),
        Err(Error::Invalid(errors)) => render(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /o/{organization}/settings/policy`.
pub async fn set_policy(page: OrganizationPage, typed: Typed) -> Answer {
    let policy = Policy { public_networks: typed.ticked("public_networks") };
    page.page.ports.organizations.set_policy(&page.page.caller, page.id(), policy).await?;
    Ok(redirect(&page.address("settings")))
}

fn read_project(typed: &Typed) -> Result<NewProject, Vec<FieldError>> {
    let slug = Name::parse(typed.text("slug")).map_err(|problem| FieldError::new("slug", problem));
    let display_name = check_text("display_name", typed.text("display_name"), 1, 100);
    let cost_center = typed
        .filled("cost_center")
        .map(|text| check_text("cost_center", text, 1, 64).and_then(check_tag_value))
        .transpose();
    match (slug, display_name, cost_center) {
        (Ok(slug), Ok(display_name), Ok(cost_center)) => Ok(NewProject { slug, display_name, cost_center }),
        (slug, display_name, cost_center) => {
            Err([slug.err(), display_name.err(), cost_center.err()].into_iter().flatten().collect())
        }
    }
}

/// Letters, digits, spaces and `+ - = . _ : / @`
/// (<https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>).
fn check_tag_value(value: String) -> Result<String, FieldError> {
    let allowed = |letter: char| letter.is_alphanumeric() || letter == ' ' || "+-=._:/@".contains(letter);
    if value.chars().all(allowed) {
        Ok(value)
    } else {
        Err(FieldError::new("cost_center", Problem::UnsafeCharacters))
    }
}

async fn render(page: &OrganizationPage, status: StatusCode, typed: &Typed, errors: &[FieldError]) -> Answer {
    let projects = page.page.ports.organizations.projects(&page.page.caller, page.id()).await?;
    let text = page.page.reader.text();
    Ok(page.render(status, text.organization.title, |reader| {
        let may_add = page.may(Action::ManageProjects);
        view! {
            {ui::page_header(text, Vec::new(), text.organization.title, ())}
            <section class="section" aria-labelledby="projects">
                <div class="section-head"><h2 id="projects">{text.organization.projects}</h2></div>
                <p class="lead">{text.organization.projects_lead}</p>
                {project_table(reader, &projects)}
            </section>
            {may_add.then(|| project_form(page, reader, typed, errors))}
            {ci_section(page, reader)}
            {policy_section(page, reader)}
        }
    }))
}

fn project_table(reader: &Reader, projects: &[Project]) -> AnyView {
    let text = &reader.text().organization;
    if projects.is_empty() {
        return ui::empty_state(text.no_projects, text.no_projects_help, ());
    }
    let columns = [Column::text(text.project), Column::text(text.slug), Column::text(text.cost_center)];
    let rows = projects
        .iter()
        .map(|project| {
            let cost_center = project.cost_center.clone();
            vec![
                project.display_name.clone().into_any(),
                view! { <span class="code">{project.slug.to_string()}</span> }.into_any(),
                cost_center.unwrap_or_else(|| reader.text().common.none.to_owned()).into_any(),
            ]
        })
        .collect();
    ui::table(text.projects, &columns, rows)
}

fn project_form(page: &OrganizationPage, reader: &Reader, typed: &Typed, errors: &[FieldError]) -> AnyView {
    let text = &reader.text().organization;
    let form = Form::new(reader, typed, errors);
    let label = |field: &str| match field {
        "display_name" => text.display_name,
        "cost_center" => text.cost_center,
        _ => text.slug,
    };
    let field =
        |name, help, optional, input| form.field(&Field { name, label: label(name), help, optional, input });
    view! {
        <section class="section" aria-labelledby="add-project">
            <div class="section-head"><h2 id="add-project">{text.add_project}</h2></div>
            <form method="post" action=page.address("settings/projects") class="form">
                {form.summary(|field| label(field).to_owned())}
                {field("display_name", text.display_name_help, false, Input::Line)}
                {field("slug", text.slug_help, false, Input::Code { list: "" })}
                {field("cost_center", text.cost_center_help, true, Input::Line)}
                <p class="actions">{ui::submit_button(text.add_project, Tone::Primary)}</p>
            </form>
        </section>
    }
    .into_any()
}

fn ci_section(page: &OrganizationPage, reader: &Reader) -> AnyView {
    let text = &reader.text().trusts;
    view! {
        <section class="section" aria-labelledby="ci">
            <div class="section-head"><h2 id="ci">{text.title}</h2></div>
            <p class="lead">{text.short}</p>
            <p class="actions">{ui::link_button(text.see, &page.address("settings/ci"), Tone::Plain)}</p>
        </section>
    }
    .into_any()
}

fn policy_section(page: &OrganizationPage, reader: &Reader) -> AnyView {
    let text = &reader.text().organization;
    let policy = page.organization.policy;
    let content = if page.may(Action::ManagePolicy) {
        let now = policy.public_networks.then_some(("public_networks", "yes"));
        let typed = Typed::new(now);
        let form = Form::new(reader, &typed, &[]);
        view! {
            <form method="post" action=page.address("settings/policy") class="form">
                {form.field(&Field {
                    name: "public_networks",
                    label: text.public_networks,
                    help: text.public_networks_help,
                    optional: true,
                    input: Input::Checkbox,
                })}
                <p class="actions">{ui::submit_button(text.save_policy, Tone::Plain)}</p>
            </form>
        }
        .into_any()
    } else {
        let now = if policy.public_networks { text.allowed } else { text.forbidden };
        ui::fact_list(vec![ui::Fact(text.public_networks, now.into_any())])
    };
    view! {
        <section class="section" aria-labelledby="policy">
            <div class="section-head"><h2 id="policy">{text.policy}</h2></div>
            <p class="lead">{text.policy_lead}</p>
            {content}
        </section>
    }
    .into_any()
}
