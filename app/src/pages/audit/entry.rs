//! One entry, whole.

use domain::audit::AuditEntry;
use domain::caller::Actor;
use leptos::prelude::*;

use super::changes;
use super::list::outcome_pill;
use crate::page::Reader;
use crate::pages::values;
use crate::ui::{self, Crumb, Fact};

/// Shows the page. `list` is the address of the list; `organization` that of the organization, for links into it.
pub(super) fn view(
    reader: &Reader,
    entry: &AuditEntry,
    list_title: &str,
    list: &str,
    organization: Option<&str>,
) -> AnyView {
    let text = reader.text();
    let title = format!("{} · {}", (text.words.audit_action)(entry.action), entry.target.name);
    let title = title.trim_end_matches(" · ").to_owned();
    let rows = values::rows(reader, changes::of(entry));
    let changes = if rows.is_empty() {
        view! { <p class="quiet">{text.audit.no_changes}</p> }.into_any()
    } else {
        ui::diff(text, text.audit.changes, rows)
    };
    view! {
        {ui::page_header(text, vec![Crumb(list_title.to_owned(), list.to_owned())], title, outcome_pill(reader, entry.outcome))}
        {ui::fact_list(facts(reader, entry, organization))}
        <section class="section" aria-labelledby="changes">
            <div class="section-head"><h2 id="changes">{text.audit.changes}</h2></div>
            {changes}
        </section>
        <section class="section" aria-labelledby="chain">
            <div class="section-head"><h2 id="chain">{text.audit.chain}</h2></div>
            <p class="quiet">{text.audit.chain_help}</p>
            {ui::fact_list(vec![
                Fact(text.audit.sequence, entry.sequence.to_string().into_any()),
                Fact(text.audit.hash, code(&entry.hash)),
                Fact(text.audit.previous_hash, code(&entry.previous_hash)),
            ])}
        </section>
    }
    .into_any()
}

fn facts(reader: &Reader, entry: &AuditEntry, organization: Option<&str>) -> Vec<Fact> {
    let text = reader.text();
    let audit = &text.audit;
    let who = match &entry.actor {
        Actor::Person { email, .. } => format!("{} ({email})", (text.words.actor)(&entry.actor)),
        Actor::Job { subject, .. } => format!("{} ({subject})", (text.words.actor)(&entry.actor)),
        Actor::Automation { .. } | Actor::Anonymous => (text.words.actor)(&entry.actor),
    };
    let component = organization.zip(entry.target.component).map(|(root, component)| {
        let name = entry.target.name.clone();
        Fact(audit.component, view! { <a href=format!("{root}components/{component}")>{name}</a> }.into_any())
    });
    let operation = organization.zip(entry.operation).map(|(root, operation)| {
        let address = format!("{root}operations/{operation}");
        Fact(audit.operation, view! { <a href=address>{audit.see_operation}</a> }.into_any())
    });
    let mut facts = vec![
        Fact(audit.who, who.into_any()),
        Fact(audit.completed, ui::exact_time(reader, entry.completed)),
        Fact(audit.opened, ui::exact_time(reader, entry.opened)),
    ];
    facts.extend(entry.reason.clone().map(|reason| Fact(audit.reason, reason.into_any())));
    facts.extend(component);
    facts.extend(operation);
    facts.push(Fact(audit.roles, entry.roles.join(", ").into_any()));
    facts.push(Fact(audit.through, (text.words.interface)(entry.origin.interface).into_any()));
    facts.extend(entry.origin.address.map(|address| Fact(audit.address, code(&address.to_string()))));
    facts.extend(entry.origin.user_agent.as_deref().map(|agent| Fact(audit.user_agent, code(agent))));
    facts.push(Fact(audit.request, code(&entry.origin.request_id)));
    if let Some(aws) = &entry.aws {
        facts.push(Fact(audit.stack, code(&aws.stack)));
        facts.extend(aws.change_set.as_deref().map(|change_set| Fact(audit.change_set, code(change_set))));
    }
    facts
}

fn code(text: &str) -> AnyView {
    view! { <span class="code">{text.to_owned()}</span> }.into_any()
}
