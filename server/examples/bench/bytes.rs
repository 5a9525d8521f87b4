//! How much a browser loads for a page that it sees for the first time, compressed as it is served.

use http::header;

use crate::Fallible;
use crate::stage::{ORGANIZATION, Stage, Visitor};
use crate::table::{Expected, Quantity, Table, Unit};

/// What a page and all it needs weigh, in bytes, by type.
#[derive(Debug, Default)]
struct Weight {
    html: usize,
    css: usize,
    js: usize,
    wasm: usize,
    other: usize,
}

/// Most of a first page, in kB.
const MOST: Expected = Expected::AtMost(130.0);

pub(crate) async fn measure(stage: &Stage, table: &mut Table) -> Fallible<()> {
    let Weight { html, css, js, wasm, other } = weigh(stage, Visitor::Nobody, "/").await?;
    for (kind, bytes) in [("html", html), ("css", css), ("js", js), ("wasm", wasm), ("other", other)] {
        table.add(format!("first page (sign-in), {kind}"), kilobytes(bytes), Expected::Nothing);
    }
    table.add("first page (sign-in), in all", kilobytes(html + css + js + wasm + other), MOST);
    let dashboard = format!("/o/{ORGANIZATION}");
    let component = format!("/o/{ORGANIZATION}/components/{}", stage.component);
    let allow_list = format!("{component}/allow-list");
    for (name, path) in [
        ("dashboard, in all", dashboard),
        ("component page, in all", component),
        ("allow-list page with WASM, in all", allow_list),
    ] {
        let Weight { html, css, js, wasm, other } = weigh(stage, Visitor::Owner, &path).await?;
        table.add(name, kilobytes(html + css + js + wasm + other), MOST);
    }
    Ok(())
}

fn kilobytes(bytes: usize) -> Quantity {
    Quantity::new(bytes as f64 / 1000.0, Unit::Kilobytes)
}

async fn weigh(stage: &Stage, visitor: Visitor, path: &str) -> Fallible<Weight> {
    let html = stage.ask(visitor, path, "identity").await?.body;
    let mut weight = Weight { html: stage.ask(visitor, path, "br").await?.body.len(), ..Weight::default() };
    for address in addresses(std::str::from_utf8(&html)?) {
        let answer = stage.ask(visitor, address, "br").await?;
        let kind =
            answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let sum = match kind.split(';').next().unwrap_or_default() {
            "text/css" => &mut weight.css,
            "text/javascript" => &mut weight.js,
            "application/wasm" => &mut weight.wasm,
            _ => &mut weight.other,
        };
        *sum += answer.body.len();
    }
    Ok(weight)
}

/// The files that a browser loads with the page. `main.js` takes those of `data-script` and `data-wasm` where there is an island.
fn addresses(html: &str) -> Vec<&str> {
    let has_islands = html.contains("<leptos-island");
    let attributes: &[&str] =
        if has_islands { &["href", "src", "data-script", "data-wasm"] } else { &["href", "src"] };
    let values = attributes.iter().flat_map(|attribute| {
        let begin = format!(" {attribute}=\"");
        let places: Vec<usize> =
            html.match_indices(&begin).map(|(place, found)| place + found.len()).collect();
        places.into_iter().filter_map(|place| html[place..].split('"').next())
    });
    values.filter(|value| value.starts_with("/assets/")).collect()
}
