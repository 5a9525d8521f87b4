//! Starts the islands in the browser. `public/main.js` loads this and calls one exported function for each island on the page.

// The islands' exports are linked only when the crate is used.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once, before the first island.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
