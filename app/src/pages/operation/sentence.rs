//! A plan in few words.

use domain::operation::Change;
use domain::plan::{Plan, ResourceAction, ResourceChange};

use crate::page::Reader;

/// A plan in one line: how long, whether anything is interrupted, what it costs.
pub(super) fn sentence(reader: &Reader, change: Change, plan: &Plan) -> String {
    let text = reader.text();
    let money = |cents: u64| (text.common.money)(cents);
    let price = &plan.price;
    let price = match (price.before_cents, price.after_cents) {
        (before, after) if before == after => text.operation.price_same.to_owned(),
        (0, after) => (text.operation.price)(None, Some(&money(after))),
        (before, 0) => (text.operation.price)(Some(&money(before)), None),
        (before, after) => (text.operation.price)(Some(&money(before)), Some(&money(after))),
    };
    let takes = (plan.expected_seconds > 0)
        .then(|| (text.operation.takes)(&(text.common.duration)(i64::from(plan.expected_seconds))));
    let interruption = (change != Change::Create).then(|| (text.operation.interruption)(plan.interruption));
    [takes, interruption, Some(price)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How many resources are added, changed, replaced, removed.
pub(super) fn counts(reader: &Reader, resources: &[ResourceChange]) -> String {
    let count = |actions: &[ResourceAction]| {
        resources.iter().filter(|resource| actions.contains(&resource.action)).count()
    };
    (reader.text().operation.counts)(
        count(&[ResourceAction::Add]),
        count(&[ResourceAction::Change]),
        count(&[ResourceAction::Replace, ResourceAction::MayReplace]),
        count(&[ResourceAction::Remove]),
    )
}
