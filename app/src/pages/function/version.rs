//! One version, compared with another.

use axum::extract::{Path, RawQuery};
use domain::Error;
use domain::function::{Artifact, Comparison, Version, VersionState, compare};
use domain::ports::PageRequest;
use http::StatusCode;
use leptos::prelude::*;

use super::FunctionPage;
use super::versions::pill;
use crate::forms::{Field, Form, Input, Typed};
use crate::page::{Answer, Reader};
use crate::pages::values;
use crate::ui::{self, Column, DiffRow, Fact, Tone};

/// Among so many of the newest versions the one is looked for that was live before.
const NEWEST: u16 = 50;

/// A version beside its files. Those of old versions are forgotten with their code.
struct Side {
    version: Version,
    artifact: Option<Artifact>,
}

/// `GET /o/{organization}/components/{component}/versions/{version}`, `?with=N`: compared with version N, else with the one that is live, else
/// with the one that was live before.
pub async fn version(
    page: FunctionPage,
    Path((_, _, number)): Path<(String, String, u32)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let this = side(&page, number).await?;
    let with = match query.filled("with").and_then(|with| with.parse::<u32>().ok()) {
        Some(with) => Some(with),
        None => other(&page, number).await?,
    };
    let other = match with {
        Some(with) if with != number => side(&page, with).await.map(Some).or_else(missing)?,
        _ => None,
    };
    let title = (page.0.place.page.reader.text().function.version)(number);
    Ok(page.0.render(StatusCode::OK, &title, |reader| {
        view! {
            {head(reader, &page, &this)}
            {comparison(reader, &this, other.as_ref(), &query)}
            {files(reader, this.artifact.as_ref())}
        }
    }))
}

fn missing(error: Error) -> domain::Result<Option<Side>> {
    if matches!(error, Error::NotFound) { Ok(None) } else { Err(error) }
}

async fn side(page: &FunctionPage, number: u32) -> domain::Result<Side> {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let version = ports.deploys.version(caller, place.id(), function, number).await?;
    let artifact = match ports.deploys.artifact(caller, place.id(), function, &version.artifact).await {
        Ok(artifact) => Some(artifact),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(Side { version, artifact })
}

async fn other(page: &FunctionPage, number: u32) -> domain::Result<Option<u32>> {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let live = ports.deploys.live(caller, place.id(), function).await?;
    if let Some(live) = live.filter(|live| live.number != number) {
        return Ok(Some(live.number));
    }
    let newest = PageRequest { cursor: None, size: NEWEST };
    let newest = ports.deploys.versions(caller, place.id(), function, &newest).await?.items;
    Ok(was_live_before(newest.iter().map(|version| (version.number, version.state)), number))
}

/// Among versions, newest first: the one that had the traffic before this one, else the one before it by number.
fn was_live_before(versions: impl Iterator<Item = (u32, VersionState)>, number: u32) -> Option<u32> {
    let mut earlier = versions.filter(|(other, _)| *other < number);
    let found = earlier.find(|(_, state)| state.can_return());
    found.map(|(other, _)| other).or_else(|| number.checked_sub(1))
}

fn head(reader: &Reader, page: &FunctionPage, this: &Side) -> AnyView {
    let text = &reader.text().function;
    let version = &this.version;
    let back = (version.state.can_return() && page.may_deploy()).then(|| {
        let address = page.0.address(&format!("versions/{}/roll-back", version.number));
        ui::link_button(text.roll_back, &address, Tone::Primary)
    });
    let pruned = (version.state == VersionState::Pruned).then(|| {
        ui::callout(ui::State::Info, (text.state)(version.state), view! { <p>{text.pruned_help}</p> })
    });
    let operation = page.0.place.address(&format!("operations/{}", version.operation));
    let facts = [
        Some(Fact(reader.text().component.state, pill(reader, version.state))),
        version.message.clone().map(|message| Fact(text.what, message.into_any())),
        Some(Fact(text.made_by, version.author.clone().into_any())),
        Some(Fact(text.from, (text.source)(&version.source).into_any())),
        Some(Fact(reader.text().component.when, ui::time(reader, version.created))),
        Some(Fact(text.bytes, (text.size)(version.size).into_any())),
        Some(Fact(text.code, view! { <code>{version.artifact.to_string()}</code> }.into_any())),
        version.published.map(|number| Fact(text.published, number.to_string().into_any())),
        Some(Fact(
            reader.text().component.operation,
            view! { <a href=operation>{reader.text().component.see_operation}</a> }.into_any(),
        )),
    ];
    view! {
        <section class="section">
            <div class="section-head"><h2>{(text.version)(version.number)}</h2> {back}</div>
            {pruned}
            {ui::fact_list(facts.into_iter().flatten().collect())}
        </section>
    }
    .into_any()
}

fn comparison(reader: &Reader, this: &Side, other: Option<&Side>, query: &Typed) -> AnyView {
    let text = &reader.text().function;
    let form = Form::new(reader, query, &[]);
    let choose = view! {
        <form method="get" class="filters">
            {form.field(&Field {
                name: "with",
                label: text.compare_with,
                input: Input::Number { min: 1, max: i64::from(u32::MAX) },
                ..Field::default()
            })}
            {ui::submit_button(text.compare, Tone::Plain)}
        </form>
    };
    let Some(other) = other else {
        return view! { <section class="section"><p class="quiet">{text.nothing_to_compare}</p> {choose}</section> }
            .into_any();
    };
    let changed =
        other.artifact.as_ref().zip(this.artifact.as_ref()).map(|(other, this)| compare(other, this));
    let configuration = values::rows(reader, configuration(&other.version, &this.version));
    let nothing = changed.as_ref().is_some_and(Comparison::is_empty) && configuration.is_empty();
    let same = nothing.then(|| view! { <p>{text.same}</p> });
    let gone = changed.is_none().then(|| view! { <p class="quiet">{text.files_gone}</p> });
    let changed = changed.filter(|changed| !changed.is_empty());
    let caption = (text.compared_with)(other.version.number);
    let configuration = (!configuration.is_empty()).then(|| {
        view! { <h3>{text.configuration}</h3> {ui::diff(reader.text(), text.configuration, configuration)} }
    });
    view! {
        <section class="section" id="compare">
            <h2>{caption}</h2>
            {same}
            {gone}
            {changed.map(|changed| changed_files(reader, &changed))}
            {configuration}
            {choose}
        </section>
    }
    .into_any()
}

fn changed_files(reader: &Reader, changed: &Comparison) -> AnyView {
    let text = &reader.text().function;
    let size = |bytes: u64| Some((text.size)(bytes));
    let row = |path: &str, before, after| DiffRow { label: path.to_owned(), before, after };
    let added = changed.added.iter().map(|file| row(&file.path, None, size(file.size)));
    let removed = changed.removed.iter().map(|file| row(&file.path, size(file.size), None));
    let both = changed.changed.iter().map(|file| row(&file.path, size(file.before), size(file.after)));
    let mut rows: Vec<DiffRow> = added.chain(removed).chain(both).collect();
    rows.sort_by(|one, other| one.label.cmp(&other.label));
    view! {
        <h3>{text.files}</h3>
        {ui::comparison(text.files, text.file, reader.text().common.before, reader.text().common.after, rows)}
        {(changed.unchanged > 0).then(|| view! { <p class="quiet">{(text.files_same)(changed.unchanged)}</p> })}
    }
    .into_any()
}

/// Settings and variables that differ.
fn configuration(before: &Version, after: &Version) -> Vec<domain::plan::FieldChange> {
    let mut changes = domain::plan::diff_settings(&before.settings, &after.settings);
    changes.extend(domain::function::diff_variables(&before.environment, &after.environment));
    changes
}

fn files(reader: &Reader, artifact: Option<&Artifact>) -> AnyView {
    let Some(artifact) = artifact else { return ().into_any() };
    let text = &reader.text().function;
    let columns = [Column::text(text.file), Column::number(text.bytes)];
    let rows = artifact
        .files
        .iter()
        .map(|file| {
            vec![view! { <code>{file.path.clone()}</code> }.into_any(), (text.size)(file.size).into_any()]
        })
        .collect();
    let count = artifact.files.len().to_string();
    ui::details(text.all_files, &count, false, ui::table(text.all_files, &columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_had_the_traffic_is_passed_over() {
        use VersionState::{Failed, Live, Previous};
        let versions = [(4, Live), (3, Failed), (2, Previous), (1, Previous)];
        assert_eq!(was_live_before(versions.into_iter(), 4), Some(2));
        assert_eq!(was_live_before(versions.into_iter().take(2), 4), Some(3));
        assert_eq!(was_live_before(versions.into_iter(), 1), Some(0));
    }
}
