//! One trust: what it says, what its jobs need, and its end.

use axum::response::Response;
use domain::authz::Action;
use domain::component::Component;
use domain::organization::Project;
use domain::trust::{Provider, Trust};
use http::StatusCode;
use leptos::prelude::*;

use super::snippet::{Destination, snippet};
use super::{PLACE, deployable};
use crate::page::{OrganizationPage, Reader};
use crate::ui::{self, Column, Crumb, Fact, State, Tone};

/// Shows the page.
pub(super) fn render(
    page: &OrganizationPage,
    trust: &Trust,
    project: &Project,
    functions: &[Component],
) -> Response {
    let text = page.page.reader.text();
    let title = (text.trusts.one_title)(trust.about());
    page.render(StatusCode::OK, &title, |reader| {
        let crumbs = vec![
            Crumb(text.organization.title.to_owned(), page.address("settings")),
            Crumb(text.trusts.title.to_owned(), page.address(PLACE)),
        ];
        let removal = page.may_in(Action::ManageMembers, trust.project).then(|| removal(page, reader, trust));
        view! {
            {ui::page_header(text, crumbs, title.clone(), ())}
            {facts(page, reader, trust, project, functions)}
            {conditions(reader, trust)}
            {workflow(page, reader, trust, project, functions)}
            {removal}
        }
    })
}

fn facts(
    page: &OrganizationPage,
    reader: &Reader,
    trust: &Trust,
    project: &Project,
    functions: &[Component],
) -> AnyView {
    let text = &reader.text().trusts;
    let links: Vec<_> = deployable(trust, functions)
        .map(|function| {
            let address = page.address(&format!("components/{}", function.id));
            let environment = (reader.text().words.environment)(function.environment);
            view! { <li><a href=address>{function.name.to_string()}</a> " " <span class="quiet">{environment}</span></li> }
                .into_any()
        })
        .collect();
    let gone = trust.functions.len() - links.len();
    let gone: Vec<_> = (0..gone).map(|_| view! { <li class="quiet">{text.gone}</li> }).collect();
    let added = view! {
        <span>{ui::time(reader, trust.created)} " " <span class="quiet">{(text.added_by)(&trust.created_by)}</span></span>
    };
    ui::fact_list(vec![
        Fact(text.provider, (text.provider_name)(trust.provider).into_any()),
        Fact(text.issuer, view! { <code>{trust.issuer.to_string()}</code> }.into_any()),
        Fact(text.project, project.display_name.clone().into_any()),
        Fact(text.may, view! { <ul>{links} {gone}</ul> }.into_any()),
        Fact(text.added, added.into_any()),
    ])
}

fn conditions(reader: &Reader, trust: &Trust) -> AnyView {
    let text = &reader.text().trusts;
    let columns = [Column::text(text.claim), Column::text(text.pattern)];
    let code = |value: &str| view! { <code>{value.to_owned()}</code> }.into_any();
    let rows = trust
        .conditions
        .iter()
        .map(|condition| vec![code(condition.claim.as_str()), code(condition.pattern.as_str())])
        .collect();
    let narrow = trust
        .conditions
        .iter()
        .any(|condition| matches!(condition.claim.as_str(), "ref" | "ref_path" | "environment"));
    let wide = (trust.provider != Provider::Other && !narrow)
        .then(|| ui::callout(State::Warning, text.every_branch, ()));
    view! {
        <section class="section" aria-labelledby="conditions">
            <div class="section-head"><h2 id="conditions">{text.conditions}</h2></div>
            <p class="lead">{text.conditions_lead}</p>
            {ui::table(text.conditions, &columns, rows)}
            {wide}
        </section>
    }
    .into_any()
}

fn workflow(
    page: &OrganizationPage,
    reader: &Reader,
    trust: &Trust,
    project: &Project,
    functions: &[Component],
) -> AnyView {
    let text = &reader.text().trusts;
    let destination = Destination {
        server: &page.page.settings.public_url,
        organization: page.organization.slug.as_str(),
        project: project.slug.as_str(),
    };
    let functions: Vec<_> = deployable(trust, functions)
        .map(|function| (function.name.as_str(), function.environment.as_str()))
        .collect();
    let snippet = snippet(trust, &destination, &functions);
    let copy = ui::copy_button(reader.text(), &snippet);
    view! {
        <section class="section" aria-labelledby="workflow">
            <div class="section-head"><h2 id="workflow">{text.workflow}</h2></div>
            <p class="lead">{(text.workflow_lead)(trust.provider)}</p>
            <div class="snippet"><pre tabindex="0"><code>{snippet}</code></pre> {copy}</div>
        </section>
    }
    .into_any()
}

fn removal(page: &OrganizationPage, reader: &Reader, trust: &Trust) -> AnyView {
    let text = &reader.text().trusts;
    let address = page.address(&format!("{PLACE}/{}/remove", trust.id));
    let form = view! {
        <form method="post" action=address>{ui::submit_button(text.remove, Tone::Danger)}</form>
    };
    ui::danger_zone(text.remove, text.remove_help, form)
}
