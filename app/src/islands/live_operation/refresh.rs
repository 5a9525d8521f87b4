//! Parts of the page that only the server writes, brought up to date without loading the page again: what people type or open meanwhile stays.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, DomParser, Element, NodeList, SupportedType};

use crate::islands::fetch::fetch;

const MARKED: &str = "[data-live]";

/// Asks the server for this page, and takes over each part that is marked with `data-live`, if there is one.
pub(super) fn refresh() {
    let old = elements(&document(), MARKED);
    if old.is_empty() {
        return;
    }
    leptos::task::spawn_local(async move {
        let Ok(address) = window().location().href() else { return };
        let Some(page) = fetch(&address).await else { return };
        let parser =
            DomParser::new().and_then(|parser| parser.parse_from_string(&page, SupportedType::TextHtml));
        let Ok(fresh) = parser else { return };
        for old in old {
            let name = old.get_attribute("data-live").unwrap_or_default();
            let Some(new) = elements(&fresh, MARKED).into_iter().find(|new| is_named(new, &name)) else {
                continue;
            };
            keep_open(&old, &new);
            // Where nothing changes, the keyboard's place is kept.
            let html = new.inner_html();
            if old.inner_html() != html {
                old.set_inner_html(&html);
            }
        }
    });
}

fn is_named(element: &Element, name: &str) -> bool {
    element.get_attribute("data-live").as_deref() == Some(name)
}

/// What somebody has unfolded stays so.
fn keep_open(old: &Element, new: &Element) {
    let details = |within: &Element| within.query_selector_all("details").map(list).unwrap_or_default();
    for (old, new) in details(old).iter().zip(details(new)) {
        if old.has_attribute("open") {
            let _ = new.set_attribute("open", "");
        }
    }
}

fn elements(document: &Document, selector: &str) -> Vec<Element> {
    document.query_selector_all(selector).map(list).unwrap_or_default()
}

fn list(nodes: NodeList) -> Vec<Element> {
    (0..nodes.length()).filter_map(|index| nodes.get(index)?.dyn_into().ok()).collect()
}
