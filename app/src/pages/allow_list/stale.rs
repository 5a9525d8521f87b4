//! The page for somebody whose list is out of date: what changed meanwhile, what they changed, and three ways on.

use axum::response::Response;
use domain::allow_list::AllowList;
use http::StatusCode;
use leptos::prelude::*;

use super::lines::{self, ENTRIES, Lines};
use super::live;
use super::merge::{self, Labels};
use crate::forms::Typed;
use crate::islands::allow_list::Purpose;
use crate::page::{PageError, Reader};
use crate::pages::components::ComponentPage;
use crate::ui::{self, DiffRow, Tone};

/// The page.
pub(super) async fn show(page: &ComponentPage, typed: &Typed, lines: &Lines) -> Result<Response, PageError> {
    let base = read_version(page, typed.text("version").parse().unwrap_or_default()).await?;
    let text = &page.place.page.reader.text().allow_list;
    Ok(page.render(StatusCode::CONFLICT, text.edit_title, |reader| {
        let theirs = merge::of_list(&page.component.document.allow_list);
        let mine = merge::of_typed(&lines.entries());
        let help = view! { <p>{text.stale_help}</p> };
        view! {
            <div role="alert">{ui::callout(ui::State::Warning, text.stale_title, help)}</div>
            {comparison(reader, base.as_ref(), &theirs, mine.as_ref())}
            {apply(page, reader, base.as_ref(), &theirs, mine.as_ref())}
            {edit(page, reader, typed, lines)}
        }
    }))
}

/// The list at the version that was read, if it is still known.
async fn read_version(page: &ComponentPage, version: u32) -> Result<Option<Labels>, PageError> {
    let place = &page.place;
    let components = &place.page.ports.components;
    let releases = components.releases(&place.page.caller, place.id(), page.component.id).await?;
    let read = releases.iter().find(|release| release.number == version);
    Ok(read.map(|release| merge::of_list(&release.document.allow_list)))
}

fn comparison(reader: &Reader, base: Option<&Labels>, theirs: &Labels, mine: Option<&Labels>) -> AnyView {
    let text = &reader.text().allow_list;
    let part = |title: &'static str, before: Option<&Labels>, after: Option<&Labels>| {
        let (before, after) = (before?, after?);
        let rows = differences(before, after);
        let content = if rows.is_empty() {
            view! { <p class="quiet">{text.stale_same}</p> }.into_any()
        } else {
            let common = &reader.text().common;
            ui::comparison(title, text.network, common.before, common.after, rows)
        };
        Some(view! { <section class="section"><h2>{title}</h2> {content}</section> })
    };
    view! {
        <div class="side-by-side">
            {part(text.stale_theirs, base, Some(theirs))}
            {part(text.stale_yours, base.or(Some(theirs)), mine)}
        </div>
    }
    .into_any()
}

fn differences(before: &Labels, after: &Labels) -> Vec<DiffRow> {
    let networks: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    networks
        .into_iter()
        .filter(|network| before.get(network) != after.get(network))
        .map(|network| DiffRow {
            label: network.to_string(),
            before: before.get(network).cloned(),
            after: after.get(network).cloned(),
        })
        .collect()
}

/// The two ways with one click: both people's changes together, or theirs alone.
fn apply(
    page: &ComponentPage,
    reader: &Reader,
    base: Option<&Labels>,
    theirs: &Labels,
    mine: Option<&Labels>,
) -> AnyView {
    let text = &reader.text().allow_list;
    let discard = ui::link_button(text.stale_discard, &page.address("allow-list"), Tone::Plain);
    let merged = base.zip(mine).map(|(base, mine)| {
        let merged = in_order(&merge::merge(base, theirs, mine), &page.component.document.allow_list);
        view! {
            <form method="post">
                <input type="hidden" name="version" value=page.component.version.to_string() />
                <input type="hidden" name=ENTRIES value=merged />
                {ui::submit_button(text.stale_apply, Tone::Primary)}
            </form>
        }
    });
    view! { <div class="actions">{merged} {discard}</div> }.into_any()
}

/// As text, what is in the present list in its order, the rest behind it.
fn in_order(labels: &Labels, present: &AllowList) -> String {
    let known =
        present.entries().iter().map(|entry| entry.network).filter(|network| labels.contains_key(network));
    let new = labels.keys().copied().filter(|network| present.by_network(*network).is_none());
    let line = |network| labels.get(&network).map(|label| format!("{network} {label}"));
    known.chain(new).filter_map(line).collect::<Vec<_>>().join("\n")
}

fn edit(page: &ComponentPage, reader: &Reader, typed: &Typed, lines: &Lines) -> AnyView {
    let text = &reader.text().allow_list;
    let version = page.component.version.to_string();
    let field =
        lines::field(reader, typed.get(ENTRIES).unwrap_or_default(), text.stale_edit_help, lines, &[]);
    view! {
        <section class="section" aria-labelledby="mine">
            <h2 id="mine">{text.stale_edit}</h2>
            <form method="post" class="form">
                <input type="hidden" name="version" value=version />
                {live::checked(reader, page, Purpose::Replace, field)}
                <p class="actions">{ui::submit_button(text.show_plan, Tone::Plain)}</p>
            </form>
        </section>
    }
    .into_any()
}
