//! Rendering a template.

use domain::component::{Document, Kind};
use kinds::postgres::samples::{self, Sample};
use kinds::{Given, Start};

use crate::Fallible;
use crate::measure::{Durations, timed};
use crate::table::{Expected, Table};

const RUNS: usize = 10_000;

/// What a plan does: reads and checks the settings, renders the template, writes it as CloudFormation takes it.
pub(crate) fn measure(table: &mut Table) -> Fallible<()> {
    let [_, typical, _] = samples::all();
    let mut durations = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let (body, took) = timed(|| render(&typical));
        std::hint::black_box(body?);
        durations.push(took);
    }
    let durations = Durations::new(durations);
    table.add("template: validate and render, p50", durations.percentile(0.5), Expected::Below(1.0));
    table.add("template: validate and render, p99", durations.percentile(0.99), Expected::Below(1.0));
    Ok(())
}

fn render(sample: &Sample) -> Fallible<String> {
    let Sample { name: _, context, document } = sample;
    let definition = kinds::of(Kind::Postgres);
    let settings = definition
        .read(Start::New(context.environment), Given::Json(&document.settings))
        .map_err(|errors| format!("the sample cannot be read: {errors:?}"))?;
    let document = Document { settings, ..document.clone() };
    Ok(definition.render(context, &document)?.to_body())
}
