//! The form that adds one network.

use domain::allow_list::{Cidr, ExpiryChoice, ListChange, MAX_LABEL, NewEntry};
use domain::error::{Error, FieldError};
use domain::text::check_text;
use leptos::prelude::*;

use super::expiry::{self, CUSTOM, EXPIRES};
use super::{list, live, may_change, plan};
use crate::forms::{Field, Form, Input, Typed};
use crate::islands::allow_list::Purpose;
use crate::page::{Answer, Reader};
use crate::pages::components::ComponentPage;
use crate::pages::reply::Reply;
use crate::ui::{self, Tone};

/// `POST /o/{organization}/components/{component}/allow-list`: plans to add one network.
pub async fn add(page: ComponentPage, typed: Typed) -> Answer {
    may_change(&page)?;
    let planned = match read(&page.place.page.reader, &typed) {
        Ok(entry) => plan(&page, ListChange::Add(vec![entry])).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match planned {
        Ok(response) => Ok(response),
        Err(error) => Ok(list::render(&page, &typed, &at_fields(Reply::to(error)?))),
    }
}

/// What stands in the form at first.
pub(super) fn defaults() -> Typed {
    Typed::new([("network", ""), ("label", ""), (EXPIRES, ExpiryChoice::OneDay.as_str())])
}

/// Reads the form, and names every mistake that shows without the list.
fn read(reader: &Reader, typed: &Typed) -> Result<NewEntry, Vec<FieldError>> {
    let network = typed.text("network");
    let wrong_network = Cidr::parse(network).map_err(|problem| FieldError::new("network", problem)).err();
    let wrong_label = check_text("label", typed.text("label"), 1, MAX_LABEL).err();
    let (expires, wrong_expiry) = match expiry::read(reader, typed) {
        Ok(expires) => (expires, None),
        Err(error) => (None, Some(error)),
    };
    let errors: Vec<FieldError> = [wrong_network, wrong_label, wrong_expiry].into_iter().flatten().collect();
    if errors.is_empty() {
        Ok(NewEntry { network: network.to_owned(), label: typed.text("label").to_owned(), expires })
    } else {
        Err(errors)
    }
}

/// The port names entries of a list; this form has one, and a mistake of the list as a whole is one of its network.
fn at_fields(mut reply: Reply) -> Reply {
    for error in &mut reply.errors {
        let field = error.field.strip_prefix("entries[0].").unwrap_or(&error.field);
        error.field = if field == "entries" { "network".to_owned() } else { field.to_owned() };
    }
    reply
}

/// Shows the form.
pub(super) fn view(reader: &Reader, page: &ComponentPage, typed: &Typed, errors: &[FieldError]) -> AnyView {
    let text = &reader.text().allow_list;
    let form = Form::new(reader, typed, errors);
    let label = |field: &str| match field {
        "network" => text.network,
        "label" => text.label,
        CUSTOM => text.custom,
        _ => text.expires,
    };
    let network = Field {
        name: "network",
        label: text.network,
        help: text.network_help,
        input: Input::Code { list: "" },
        ..Field::default()
    };
    let label_field = Field { name: "label", label: text.label, help: text.label_help, ..Field::default() };
    let fields = view! { <div class="pair">{form.field(&network)} {form.field(&label_field)}</div> };
    view! {
        <section class="section" aria-labelledby="add">
            <h2 id="add">{text.add}</h2>
            <form method="post" action=page.address("allow-list") class="form">
                {form.summary(|field| label(field).to_owned())}
                {live::checked(reader, page, Purpose::Add, fields.into_any())}
                {expiry::fields(reader, &form, text.expires)}
                <div class="actions">{ui::submit_button(text.show_plan, Tone::Primary)} <span class="help">{text.plan_help}</span></div>
            </form>
        </section>
    }
    .into_any()
}
