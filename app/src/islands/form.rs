//! Reading the form around an element. In the browser only.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Event, EventInit, FormData, HtmlFormElement};

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

/// Whether it is this field in which something happened.
pub(super) fn is_in(event: &Event, name: &str) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.and_then(|element| element.get_attribute("name")).is_some_and(|found| found == name)
}

/// Sets a field of the form in which something happened as if somebody had typed it, and puts the cursor there.
pub(super) fn set(event: &Event, name: &str, value: &str) -> Option<()> {
    let field = form(event)?.elements().named_item(name)?;
    js_sys::Reflect::set(&field, &JsValue::from_str("value"), &JsValue::from_str(value)).ok()?;
    let typed = EventInit::new();
    typed.set_bubbles(true);
    field.dispatch_event(&Event::new_with_event_init_dict("input", &typed).ok()?).ok()?;
    field.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}

fn form(event: &Event) -> Option<HtmlFormElement> {
    let element: Element = event.target()?.dyn_into().ok()?;
    element.closest("form").ok()??.dyn_into().ok()
}
