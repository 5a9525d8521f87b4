//! The list of entries, newest first.

use domain::audit::{AuditAction, AuditEntry, Outcome};
use domain::ports::Page as Listed;
use leptos::prelude::*;

use super::filter::Filter;
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::Reader;
use crate::ui::{self, Chip, Column, Icon, Tone};

/// What the list is of.
pub(super) struct List {
    /// The title of the page.
    pub(super) title: &'static str,
    /// The address of the page.
    pub(super) path: String,
    /// The name of the component that the list is narrowed to.
    pub(super) component: Option<String>,
    /// Whether the reader may take the trail away.
    pub(super) may_export: bool,
}

impl List {
    /// Shows the page.
    pub(super) fn view(
        &self,
        reader: &Reader,
        typed: &Typed,
        filter: &Filter,
        entries: &Listed<AuditEntry>,
    ) -> AnyView {
        let text = reader.text();
        let list = if entries.items.is_empty() {
            let (title, help) = if typed.to_query().is_empty() {
                (text.audit.empty, text.audit.empty_help)
            } else {
                (text.audit.filtered_empty, text.audit.filtered_empty_help)
            };
            ui::empty_state(title, help, ())
        } else {
            self.table(reader, &entries.items)
        };
        view! {
            {ui::page_header(text, Vec::new(), self.title, self.export(reader))}
            <p class="lead">{text.audit.lead}</p>
            {self.form(reader, typed, filter)}
            {ui::chips(text, &self.path, typed, self.chips(reader, filter, typed))}
            {list}
            {ui::pager(text, &self.path, typed, entries.next.as_deref())}
            {self.verification(reader)}
        }
        .into_any()
    }

    fn export(&self, reader: &Reader) -> AnyView {
        let text = &reader.text().audit;
        if !self.may_export {
            return ().into_any();
        }
        let link = |label, file| ui::link_button(label, &format!("{}/{file}", self.path), Tone::Plain);
        view! { {link(text.export_csv, "export.csv")} {link(text.export_ndjson, "export.ndjson")} }.into_any()
    }

    fn form(&self, reader: &Reader, typed: &Typed, filter: &Filter) -> AnyView {
        let text = &reader.text().audit;
        let words = &reader.text().words;
        let form = Form::new(reader, typed, &filter.errors);
        let any = || Choice::new("", text.any);
        let actions = std::iter::once(any())
            .chain(AuditAction::ALL.map(|action| Choice::new(action.as_str(), (words.audit_action)(action))))
            .collect();
        let outcomes = std::iter::once(any())
            .chain(Outcome::ALL.map(|outcome| Choice::new(outcome.as_str(), (words.outcome)(outcome))))
            .collect();
        let field =
            |name, label, help, input| form.field(&Field { name, label, help, optional: false, input });
        let component = typed.filled("component").map(|_| form.hidden("component"));
        view! {
            <form method="get" action=self.path.clone() class="filters" role="search">
                {field("actor", text.person, text.person_help, Input::Line)}
                {field("action", text.action, "", Input::Select(actions))}
                {field("outcome", text.outcome, "", Input::Select(outcomes))}
                {field("from", text.from, "", Input::Date)}
                {field("until", text.until, "", Input::Date)}
                {component}
                {ui::submit_button(reader.text().common.filter, Tone::Plain)}
            </form>
        }
        .into_any()
    }

    fn chips(&self, reader: &Reader, filter: &Filter, typed: &Typed) -> Vec<Chip> {
        let text = &reader.text().audit;
        let words = &reader.text().words;
        let filter = &filter.filter;
        let day = |name| typed.text(name).to_owned();
        let component = self.component.clone().or_else(|| filter.component.map(|id| id.to_string()));
        [
            ("actor", text.person, filter.actor.clone()),
            ("action", text.action, filter.action.map(|action| (words.audit_action)(action).to_owned())),
            ("outcome", text.outcome, filter.outcome.map(|outcome| (words.outcome)(outcome).to_owned())),
            ("component", text.component, component),
            ("from", text.from, filter.from.map(|_| day("from"))),
            ("until", text.until, filter.until.map(|_| day("until"))),
        ]
        .into_iter()
        .filter_map(|(name, label, value)| Some(Chip { name, label: format!("{label}: {}", value?) }))
        .collect()
    }

    fn table(&self, reader: &Reader, entries: &[AuditEntry]) -> AnyView {
        let text = &reader.text().audit;
        let words = &reader.text().words;
        let columns = [
            Column::text(text.what),
            Column::text(text.target),
            Column::text(text.who),
            Column::text(text.when),
            Column::text(text.outcome),
        ];
        let rows = entries
            .iter()
            .map(|entry| {
                let address = format!("{}/{}", self.path, entry.id);
                vec![
                    view! { <a href=address>{(words.audit_action)(entry.action)}</a> }.into_any(),
                    entry.target.name.clone().into_any(),
                    (words.actor)(&entry.actor).into_any(),
                    ui::time(reader, entry.completed),
                    outcome_pill(reader, entry.outcome),
                ]
            })
            .collect();
        ui::table(self.title, &columns, rows)
    }

    fn verification(&self, reader: &Reader) -> AnyView {
        let text = &reader.text().audit;
        let content = view! {
            <p>{text.verify_help}</p>
            <p><a href=KEYS download="keys.json">{text.verify_keys}</a></p>
            <pre class="command"><code>"provisioner audit verify audit.ndjson --key keys.json"</code></pre>
        };
        ui::details(text.verify, "", false, content)
    }
}

/// Where the server publishes the keys that heads are signed with.
const KEYS: &str = "/.well-known/provisioner-audit-keys.json";

/// How something ended.
pub(super) fn outcome_pill(reader: &Reader, outcome: Outcome) -> AnyView {
    let (state, picture) = match outcome {
        Outcome::Succeeded => (ui::State::Success, Icon::Check),
        Outcome::Failed => (ui::State::Danger, Icon::Cross),
        Outcome::Refused => (ui::State::Warning, Icon::Warning),
        Outcome::Cancelled | Outcome::Superseded | Outcome::Unknown => (ui::State::Neutral, Icon::Dash),
    };
    ui::pill(state, picture, (reader.text().words.outcome)(outcome))
}
