//! The figures of a release build, beside what is expected of them: `cargo xtask bench`, or with names of parts, `cargo xtask bench audit bytes`.

mod bytes;
mod measure;
mod pages;
mod process;
mod stage;
mod table;
mod templates;
mod trail;

use std::error::Error;

use stage::{Size, Stage};
use table::Table;

/// What ends the measuring: any error at all.
type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What can be measured by itself, by the words of the command line.
const PARTS: [&str; 5] = ["templates", "pages", "audit", "bytes", "process"];

/// The amount of data that the pages are expected to be quick with.
const FULL: Size = Size { components: 1_000, entries: 1_000_000 };

/// A tenth of it.
const TENTH: Size = Size { components: 100, entries: 100_000 };

fn main() -> Fallible<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(format!("there is no part \"{unknown}\"; there are: {}", PARTS.join(", ")).into());
    }
    let is_asked = |part: &str| asked.is_empty() || asked.iter().any(|one| one == part);
    let mut table = Table::default();
    // The started servers come first, while nothing else has filled the memory and the caches.
    if is_asked("process") {
        process::measure(&mut table)?;
    }
    if is_asked("templates") {
        templates::measure(&mut table)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if ["pages", "audit", "bytes"].into_iter().any(is_asked) {
        runtime.block_on(with_data(&mut table, &is_asked))?;
    }
    table.print();
    Ok(())
}

async fn with_data(table: &mut Table, is_asked: &impl Fn(&str) -> bool) -> Fallible<()> {
    stage::log_into_nothing()?;
    let tenth = Stage::new(TENTH).await?;
    if is_asked("bytes") {
        bytes::measure(&tenth, table).await?;
    }
    if !is_asked("pages") && !is_asked("audit") {
        return Ok(());
    }
    let full = Stage::new(FULL).await?;
    if is_asked("pages") {
        pages::measure(&tenth, &full, table).await?;
    }
    if is_asked("audit") {
        trail::measure(&full, table).await?;
    }
    Ok(())
}
