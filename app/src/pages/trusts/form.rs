//! The form that trusts jobs.

use axum::response::Response;
use domain::component::Component;
use domain::error::{FieldError, Problem};
use domain::trust::{Condition, Issuer, NewTrust, Preset, Provider};
use leptos::prelude::*;

use super::{Chosen, PLACE, at_its_field};
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::{OrganizationPage, Reader};
use crate::pages::reply::Reply;
use crate::ui::{self, Crumb, Tone};

/// Reads the form.
pub(super) fn read(chosen: &Chosen, typed: &Typed) -> Result<NewTrust, Vec<FieldError>> {
    let provider = chosen.provider;
    let preset = Preset {
        repository: typed.text("repository"),
        branch: typed.text("branch"),
        environment: typed.text("environment"),
    };
    let mut errors = Vec::new();
    let mut conditions = provider.conditions(preset).unwrap_or_else(|wrong| {
        errors.extend(wrong);
        Vec::new()
    });
    match lines(typed.get("more").unwrap_or_default()) {
        Ok(more) => conditions.extend(more),
        Err(error) => errors.push(error),
    }
    let issuer = Issuer::parse(typed.text("issuer"))
        .map_err(|problem| errors.push(FieldError::new("issuer", problem)));
    let functions = chosen.functions.iter().map(|function| function.id);
    let ticked: Vec<&str> = typed.all("functions").collect();
    let functions = functions.filter(|id| ticked.contains(&id.to_string().as_str())).collect();
    match issuer {
        Ok(issuer) if errors.is_empty() => {
            Ok(NewTrust { project: chosen.project.id, provider, issuer, conditions, functions })
        }
        _ => Err(errors),
    }
}

/// Conditions as people write them: `claim=value`, one a line.
fn lines(text: &str) -> Result<Vec<Condition>, FieldError> {
    let mut conditions = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let wrong = || FieldError::new("more", Problem::NotALine { line: number });
        let (claim, pattern) = line.split_once('=').ok_or_else(wrong)?;
        let condition = Condition::parse(claim, pattern).map_err(|mut errors| {
            let problem = errors.swap_remove(0).problem;
            FieldError::new("more", problem)
        })?;
        conditions.push(condition);
    }
    Ok(conditions)
}

/// Shows the form.
pub(super) fn render(page: &OrganizationPage, chosen: &Chosen, typed: &Typed, reply: &Reply) -> Response {
    let text = page.page.reader.text();
    let title = (text.trusts.add_title)(chosen.provider);
    page.render(reply.status(), &title, |reader| {
        let crumbs = vec![
            Crumb(text.organization.title.to_owned(), page.address("settings")),
            Crumb(text.trusts.title.to_owned(), page.address(PLACE)),
        ];
        let content = if chosen.functions.is_empty() {
            let create = ui::link_button(
                text.component.new,
                &page.address("components/new?kind=function"),
                Tone::Primary,
            );
            ui::empty_state(text.trusts.no_functions, text.trusts.no_functions_help, create)
        } else {
            view(page, reader, chosen, typed, reply)
        };
        view! {
            {ui::page_header(text, crumbs, title.clone(), ())}
            <p class="lead">{text.trusts.add_lead}</p>
            {content}
        }
    })
}

fn view(page: &OrganizationPage, reader: &Reader, chosen: &Chosen, typed: &Typed, reply: &Reply) -> AnyView {
    let text = &reader.text().trusts;
    let provider = chosen.provider;
    let errors: Vec<FieldError> =
        reply.errors.iter().map(|error| at_its_field(provider, error.clone())).collect();
    let form = Form::new(reader, typed, &errors);
    let label = |field: &str| match field {
        "repository" => (text.repository)(provider),
        "branch" => text.branch,
        "environment" => text.environment,
        "issuer" => text.issuer,
        "functions" => text.functions,
        _ => text.more,
    };
    let field =
        |name, help, optional, input| form.field(&Field { name, label: label(name), help, optional, input });
    let code = || Input::Code { list: "" };
    let place = (provider != Provider::Other).then(|| {
        view! {
            {field("branch", text.branch_help, true, code())}
            {field("environment", text.environment_help, true, code())}
        }
    });
    let issuer = field("issuer", text.issuer_help, false, code());
    let more = field("more", text.more_help, true, Input::Lines { rows: 3 });
    let special = match provider {
        Provider::Other => view! { {issuer} {more} }.into_any(),
        Provider::GitHub | Provider::GitLab => {
            let open = errors.iter().any(|error| matches!(error.field.as_str(), "issuer" | "more"));
            let now = provider.usual_issuer().unwrap_or_default();
            ui::details(text.more, now, open, view! { {issuer} {more} })
        }
    };
    let functions = chosen.functions.iter().map(|function| choice(reader, function)).collect();
    let unseen =
        Typed::new([("project", chosen.project.id.to_string()), ("provider", provider.as_str().to_owned())]);
    let unseen_form = Form::new(reader, &unseen, &[]);
    view! {
        {reply.callout(reader, page)}
        <form method="post" action=page.address(&format!("{PLACE}/new")) class="form">
            {form.summary(|field| label(field).to_owned())}
            {unseen_form.hidden("project")}
            {unseen_form.hidden("provider")}
            {field("repository", (text.repository_help)(provider), false, code())}
            {place}
            {field("functions", text.functions_help, false, Input::Checkboxes(functions))}
            {special}
            <p class="actions">{ui::submit_button(text.trust, Tone::Primary)}</p>
        </form>
    }
    .into_any()
}

fn choice(reader: &Reader, function: &Component) -> Choice {
    let environment = (reader.text().words.environment)(function.environment);
    Choice::new(function.id.to_string(), function.name.to_string()).help(environment)
}

#[cfg(test)]
mod tests {
    use domain::error::Problem;

    use super::lines;

    #[test]
    fn conditions_are_lines() {
        let read = lines("ref=refs/heads/main\r\n\r\n actor = dan \nurl=a=b\n").expect("three");
        let pairs: Vec<_> = read.iter().map(|one| (one.claim.as_str(), one.pattern.as_str())).collect();
        assert_eq!(pairs, [("ref", "refs/heads/main"), ("actor", "dan"), ("url", "a=b")]);
        assert_eq!(lines("a=b\nnonsense").expect_err("no line").problem, Problem::NotALine { line: 2 });
        assert_eq!(lines("aud=x").expect_err("no condition").problem, Problem::NotAChoice);
    }
}
