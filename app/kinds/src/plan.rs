//! Composes a plan: what an operation would do.

use domain::allow_list::{Cidr, Warning};
use domain::component::{Document, Kind};
use domain::operation::Change;
use domain::plan::{
    AwsView, DataLossGate, Interruption, Plan, PlanWarning, PriceChange, ResourceAction, ResourceChange,
    diff_documents, diff_templates,
};

use jiff::civil::Date;
use serde_json::Value;

use crate::kind::{Context, Impact, of};
use crate::template::Template;

/// A change of a component, as far as a plan needs it.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// What the component is.
    pub kind: Kind,
    /// What is to be done.
    pub change: Change,
    /// The component as it is; none when it is made.
    pub before: Option<Desired<'a>>,
    /// The component as it should be; none when it is deleted.
    pub after: Option<Desired<'a>>,
    /// What the domain found about the networks of the new allow-list.
    pub networks: Vec<(Cidr, Warning)>,
    /// The day on which the plan is made, in UTC.
    pub today: Date,
    /// The name of the snapshot that is taken before data is lost. None for kinds that have none.
    pub final_snapshot: Option<String>,
}

/// A component as it is or should be.
#[derive(Clone, Copy, Debug)]
pub struct Desired<'a> {
    /// Everything around the document.
    pub context: &'a Context,
    /// The document.
    pub document: &'a Document,
}

/// What an operation would do.
///
/// # Errors
/// [`domain::Error::Internal`] when a document does not hold settings of the kind.
pub fn plan(draft: &Draft<'_>) -> domain::Result<Plan> {
    let Draft { kind, change, before, after, networks, today, final_snapshot } = draft;
    let definition = of(*kind);
    let environment = before.or(*after).map(|side| side.context.environment);
    let resources = resources(*kind, *before, *after)?;
    let loses_data = *change == Change::Delete || resources.iter().any(ResourceChange::loses_data);
    let impact = match environment {
        Some(environment) => definition.impact(*change, environment, settings(*before), settings(*after))?,
        None => Impact { expected_seconds: 0, interruption: Interruption::None, warnings: Vec::new() },
    };
    Ok(Plan {
        changes: diff_documents(before.map(|side| side.document), after.map(|side| side.document)),
        warnings: warnings(known_warnings(draft, impact.warnings, *today)?, *after, networks),
        price: PriceChange { before_cents: cents(*kind, *before)?, after_cents: cents(*kind, *after)? },
        expected_seconds: impact.expected_seconds,
        interruption: impact.interruption,
        gate: before.filter(|_| loses_data).map(|side| DataLossGate {
            name: side.context.name.to_string(),
            final_snapshot: final_snapshot.clone(),
        }),
        aws: if before.is_some() && after.is_some() { AwsView::Preparing } else { AwsView::None },
        resources,
    })
}

fn settings<'a>(side: Option<Desired<'a>>) -> Option<&'a Value> {
    side.map(|side| &side.document.settings)
}

/// What changes in AWS. What outlives its stack is not removed.
fn resources(
    kind: Kind,
    before: Option<Desired<'_>>,
    after: Option<Desired<'_>>,
) -> domain::Result<Vec<ResourceChange>> {
    let render =
        |side: Option<Desired<'_>>| side.map(|side| of(kind).render(side.context, side.document)).transpose();
    let (before, after) = (render(before)?, render(after)?);
    let value = |template: &Option<Template>| template.as_ref().map(Template::to_value);
    let mut changes = diff_templates(value(&before).as_ref(), value(&after).as_ref());
    let kept = |change: &ResourceChange| {
        change.action == ResourceAction::Remove
            && before.as_ref().is_some_and(|before| before.keeps(&change.logical_id))
    };
    changes.retain(|change| !kept(change));
    Ok(changes)
}

/// What the kind warns of.
fn known_warnings(
    draft: &Draft<'_>,
    mut warnings: Vec<PlanWarning>,
    today: Date,
) -> domain::Result<Vec<PlanWarning>> {
    if let Some(after) = draft.after {
        warnings.extend(of(draft.kind).warnings(today, after.document)?);
    }
    Ok(warnings)
}

fn warnings(
    mut warnings: Vec<PlanWarning>,
    after: Option<Desired<'_>>,
    networks: &[(Cidr, Warning)],
) -> Vec<PlanWarning> {
    if after.is_some_and(|after| after.document.allow_list.is_empty()) {
        warnings.push(PlanWarning::NobodyCanConnect);
    }
    warnings.extend(
        networks
            .iter()
            .map(|(network, about)| PlanWarning::Network { network: *network, about: about.clone() }),
    );
    warnings
}

/// US cents per month; 0 where nothing is, and where the region's prices are not known.
fn cents(kind: Kind, side: Option<Desired<'_>>) -> domain::Result<u64> {
    let Some(side) = side else { return Ok(0) };
    let price = of(kind).price(&side.context.region, &side.document.settings)?;
    Ok(price.map_or(0, |price| price.total_cents()))
}
