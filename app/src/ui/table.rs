//! Tables: the first column leads on; on narrow screens each row becomes a block with labels.

use leptos::prelude::*;

/// A column: its heading, and whether it holds numbers.
pub struct Column {
    /// The heading; empty for a column of buttons.
    pub heading: &'static str,
    /// Numbers stand at the right.
    pub number: bool,
}

impl Column {
    /// A column of words.
    pub const fn text(heading: &'static str) -> Self {
        Self { heading, number: false }
    }

    /// A column of numbers.
    pub const fn number(heading: &'static str) -> Self {
        Self { heading, number: true }
    }

    const fn class(&self) -> Option<&'static str> {
        if self.number { Some("number") } else { None }
    }
}

/// A table. The first cell of a row names it.
pub fn table(caption: &str, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    let headings: Vec<_> = columns
        .iter()
        .map(|column| match column.heading {
            "" => view! { <td></td> }.into_any(),
            heading => view! { <th scope="col" class=column.class()>{heading}</th> }.into_any(),
        })
        .collect();
    let rows: Vec<_> = rows.into_iter().map(|cells| row(columns, cells)).collect();
    view! {
        <table class="table">
            <caption class="only-read">{caption.to_owned()}</caption>
            <thead><tr>{headings}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let cells: Vec<_> = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(index, (column, cell))| match index {
            0 => view! { <th scope="row">{cell}</th> }.into_any(),
            _ => view! { <td class=column.class() data-label=column.heading>{cell}</td> }.into_any(),
        })
        .collect();
    view! { <tr>{cells}</tr> }.into_any()
}
