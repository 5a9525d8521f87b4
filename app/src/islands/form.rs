//! Reading the form around an element. In the browser only.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Event, FormData, HtmlFormElement};

/// What is in a form now.
pub(super) struct FormValues(FormData);

impl FormValues {
    /// Those of the form in which something happened.
    pub(super) fn around(event: &Event) -> Option<Self> {
        FormData::new_with_form(&form(event)?).ok().map(Self)
    }

    /// The value of a field; empty when there is no such field.
    pub(super) fn get(&self, name: &str) -> String {
        self.0.get(name).as_string().unwrap_or_default()
    }
}

/// Sets a field of the form in which something happened, and puts the cursor there.
pub(super) fn set(event: &Event, name: &str, value: &str) -> Option<()> {
    let field = form(event)?.elements().named_item(name)?;
    js_sys::Reflect::set(&field, &JsValue::from_str("value"), &JsValue::from_str(value)).ok()?;
    field.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}

fn form(event: &Event) -> Option<HtmlFormElement> {
    let element: Element = event.target()?.dyn_into().ok()?;
    element.closest("form").ok()??.dyn_into().ok()
}
