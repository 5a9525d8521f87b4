//! Pages of an organization that has a lot, through the whole router: session, rights, queries, view, compression.

use std::time::Instant;

use crate::Fallible;
use crate::measure::{Durations, per_second, processor_time};
use crate::stage::{ORGANIZATION, Stage};
use crate::table::{Expected, Quantity, Table, Unit};

/// How often each page is asked for.
const REQUESTS: usize = 2_000;

/// How often before it counts.
const WARM_UP: usize = 50;

/// Growth from a tenth of the data to all of it that nobody notices.
const GROWTH: Expected = Expected::Below(1.3);

pub(crate) async fn measure(tenth: &Stage, full: &Stage, table: &mut Table) -> Fallible<()> {
    for (name, page) in [("component list at 1,000", "components"), ("audit page at 1,000,000", "audit")] {
        let path = format!("/o/{ORGANIZATION}/{page}");
        let growth = compare(tenth, full, &path).await?;
        let before = processor_time()?;
        let durations = ask(full, &path).await?;
        let busy = processor_time()? - before;
        table.add(format!("{name}, p50"), durations.percentile(0.5), Expected::Below(10.0));
        table.add(format!("{name}, p99"), durations.percentile(0.99), Expected::Below(10.0));
        table.add(
            format!("{name}, requests on one core"),
            per_second(REQUESTS + WARM_UP, busy),
            Expected::Nothing,
        );
        table.add(format!("{name}, growth from a tenth"), Quantity::new(growth, Unit::Times), GROWTH);
    }
    for (name, query) in filters(full) {
        let durations = ask(full, &format!("/o/{ORGANIZATION}/audit?{query}")).await?;
        table.add(format!("audit page, {name}, p50"), durations.percentile(0.5), Expected::Below(10.0));
        table.add(format!("audit page, {name}, p99"), durations.percentile(0.99), Expected::Below(10.0));
    }
    Ok(())
}

/// What people narrow the audit page by.
fn filters(stage: &Stage) -> [(&'static str, String); 3] {
    [
        ("one person", "actor=person07".to_owned()),
        ("one component", format!("component={}", stage.component)),
        (
            "one action in a week",
            "action=component.allow_list_changed&from=2026-01-10&until=2026-01-16".to_owned(),
        ),
    ]
}

async fn ask(stage: &Stage, path: &str) -> Fallible<Durations> {
    for _ in 0..WARM_UP {
        stage.get(path).await?;
    }
    let mut durations = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        stage.get(path).await?;
        durations.push(start.elapsed());
    }
    Ok(Durations::new(durations))
}

/// How many times as long a page takes with all the data. Both are asked in turn, so that what else the machine does slows both down.
async fn compare(tenth: &Stage, full: &Stage, path: &str) -> Fallible<f64> {
    let mut durations = [Vec::new(), Vec::new()];
    for _ in 0..REQUESTS {
        for (stage, durations) in [tenth, full].into_iter().zip(&mut durations) {
            let start = Instant::now();
            stage.get(path).await?;
            durations.push(start.elapsed());
        }
    }
    let [tenth, full] = durations.map(Durations::new);
    Ok(full.growth_from(&tenth))
}
