//! The page: who is trusted, and where to begin.

use axum::response::Response;
use domain::organization::Project;
use domain::trust::{Provider, Trust};
use http::StatusCode;
use leptos::prelude::*;

use super::{PLACE, manageable};
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::{OrganizationPage, Reader};
use crate::ui::{self, Column, Crumb, Tone};

/// Shows the page.
pub(super) fn render(page: &OrganizationPage, trusts: &[Trust], projects: &[Project]) -> Response {
    let text = page.page.reader.text();
    page.render(StatusCode::OK, text.trusts.title, |reader| {
        let crumbs = vec![Crumb(text.organization.title.to_owned(), page.address("settings"))];
        let list = if trusts.is_empty() {
            ui::empty_state(text.trusts.empty, text.trusts.empty_help, ())
        } else {
            table(page, reader, trusts, projects)
        };
        let projects = manageable(page, projects);
        let begin = (!projects.is_empty()).then(|| begin(page, reader, &projects));
        view! {
            {ui::page_header(text, crumbs, text.trusts.title, ())}
            <p class="lead">{text.trusts.lead}</p>
            {list}
            {begin}
        }
    })
}

fn table(page: &OrganizationPage, reader: &Reader, trusts: &[Trust], projects: &[Project]) -> AnyView {
    let text = &reader.text().trusts;
    let columns = [
        Column::text(text.jobs_of),
        Column::text(text.provider),
        Column::text(text.project),
        Column::text(text.functions),
        Column::text(text.added),
    ];
    let rows = trusts
        .iter()
        .map(|trust| {
            let address = page.address(&format!("{PLACE}/{}", trust.id));
            let project = projects.iter().find(|project| project.id == trust.project);
            vec![
                view! { <a href=address>{trust.about().to_owned()}</a> }.into_any(),
                (text.provider_name)(trust.provider).into_any(),
                project.map(|project| project.display_name.clone()).into_any(),
                (text.functions_count)(trust.functions.len()).into_any(),
                view! { <span>{ui::time(reader, trust.created)} " " <span class="quiet">{(text.added_by)(&trust.created_by)}</span></span> }
                    .into_any(),
            ]
        })
        .collect();
    ui::table(text.title, &columns, rows)
}

/// Where the jobs run, and for which project: what the form depends on.
fn begin(page: &OrganizationPage, reader: &Reader, projects: &[&Project]) -> AnyView {
    let text = &reader.text().trusts;
    let typed = Typed::new([("provider", Provider::GitHub.as_str())]);
    let form = Form::new(reader, &typed, &[]);
    let providers = Provider::ALL
        .map(|provider| {
            Choice::new(provider.as_str(), (text.provider_name)(provider))
                .help((text.provider_help)(provider))
        })
        .to_vec();
    let projects =
        projects.iter().map(|project| Choice::new(project.id.to_string(), &*project.display_name)).collect();
    view! {
        <section class="section" aria-labelledby="add">
            <div class="section-head"><h2 id="add">{text.add}</h2></div>
            <form method="get" action=page.address(&format!("{PLACE}/new")) class="form">
                {form.field(&Field {
                    name: "project",
                    label: text.project,
                    input: Input::Select(projects),
                    ..Field::default()
                })}
                {form.field(&Field {
                    name: "provider",
                    label: text.provider,
                    input: Input::Radio(providers),
                    ..Field::default()
                })}
                <p class="actions">{ui::submit_button(text.go_on, Tone::Primary)}</p>
            </form>
        </section>
    }
    .into_any()
}
