//! Fields: label above, help under it, the mistake under that, and the input tied to all three.

use domain::error::FieldError;
use leptos::prelude::*;

use super::Typed;
use crate::page::Reader;
use crate::text::Text;
use crate::ui::{Icon, icon};

/// A form on its way to the page: what was typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    text: &'static Text,
    typed: &'a Typed,
    errors: &'a [FieldError],
}

/// A field of a form.
#[derive(Clone, Default)]
pub struct Field<'a> {
    /// The name that is sent.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// What helps to fill it in.
    pub help: &'a str,
    /// Whether it may stay empty.
    pub optional: bool,
    /// How it is filled in.
    pub input: Input<'a>,
}

/// How a field is filled in.
#[derive(Clone, Default)]
pub enum Input<'a> {
    /// A line of text.
    #[default]
    Line,
    /// A line of text in which every character counts: names, networks, ARNs.
    Code {
        /// The id of a `<datalist>` with proposals, or nothing.
        list: &'a str,
    },
    /// Several lines of text.
    Lines {
        /// How many to show.
        rows: u8,
    },
    /// A whole number.
    Number {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// A time of day, `HH:MM`.
    TimeOfDay,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A day and time without a zone, `YYYY-MM-DDTHH:MM`.
    DateTime,
    /// One of a few, all visible.
    Radio(Vec<Choice>),
    /// Any of a few, all visible; each that is ticked sends its value.
    Checkboxes(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Yes or no; sends `yes` or nothing.
    Checkbox,
    /// A file. The form around it must be `multipart/form-data`.
    File {
        /// Which ones the browser offers first.
        accept: &'a str,
    },
    /// Something that is typed once and never shown: not while it is typed, and not again.
    Secret,
    /// On or off; sends `false` unseen, and `true` after it when it is ticked.
    Switch,
}

/// Something to choose.
#[derive(Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What helps to choose, or nothing.
    pub help: String,
}

impl Choice {
    /// A choice without help.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), help: String::new() }
    }

    /// The same with help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl<'a> Form<'a> {
    /// A form with what was typed, and its mistakes.
    pub fn new(reader: &Reader, typed: &'a Typed, errors: &'a [FieldError]) -> Self {
        Self { text: reader.text(), typed, errors }
    }

    /// The list of mistakes above the form, each leading to its field. Nothing when there is none.
    pub fn summary(&self, label: impl Fn(&str) -> String) -> AnyView {
        if self.errors.is_empty() {
            return ().into_any();
        }
        let items: Vec<_> = self
            .errors
            .iter()
            .map(|error| {
                let line = format!("{}: {}", label(&error.field), (self.text.errors.problem)(&error.problem));
                view! { <li><a href=format!("#{}", id(&error.field))>{line}</a></li> }
            })
            .collect();
        view! {
            <div class="callout danger" role="alert" id="mistakes">
                {icon(Icon::Warning)}
                <div>
                    <p class="callout-title">{(self.text.common.mistakes)(self.errors.len())}</p>
                    <ul>{items}</ul>
                </div>
            </div>
        }
        .into_any()
    }

    /// A value that is sent along unseen.
    pub fn hidden(&self, name: &str) -> AnyView {
        let value = self.typed.get(name).unwrap_or_default().to_owned();
        view! { <input type="hidden" name=name.to_owned() value=value /> }.into_any()
    }

    /// A field with its label, help and mistake.
    pub fn field(&self, field: &Field<'_>) -> AnyView {
        let problem = self
            .errors
            .iter()
            .find(|error| error.field == field.name)
            .map(|error| (self.text.errors.problem)(&error.problem));
        let id = id(field.name);
        let described =
            Described { id: id.clone(), help: !field.help.is_empty(), problem: problem.is_some() };
        let help = described.help.then(|| {
            view! { <p class="help" id=format!("{id}-help")>{field.help.to_owned()}</p> }
        });
        let problem = problem.map(|problem| {
            view! { <p class="problem" id=format!("{id}-problem")>{icon(Icon::Warning)} {problem}</p> }
        });
        let label = field.label.to_owned();
        let optional =
            field.optional.then(|| view! { " " <span class="optional">{self.text.common.optional}</span> });
        let class = if problem.is_some() { "field wrong" } else { "field" };
        match &field.input {
            Input::Radio(choices) | Input::Checkboxes(choices) => {
                let one = matches!(field.input, Input::Radio(_));
                let choices = self.choices(field.name, choices, &described, one);
                view! {
                    <fieldset class=class id=id>
                        <legend>{label} {optional}</legend>
                        {help} {problem}
                        <div class="choices">{choices}</div>
                    </fieldset>
                }
                .into_any()
            }
            Input::Checkbox | Input::Switch => {
                let switch = matches!(field.input, Input::Switch);
                let value = if switch { "true" } else { "yes" };
                let ticked = self.typed.all(field.name).last() == Some(value);
                let off = switch
                    .then(|| view! { <input type="hidden" name=field.name.to_owned() value="false" /> });
                view! {
                    <div class=format!("{class} tick")>
                        {off}
                        <input type="checkbox" id=id.clone() name=field.name.to_owned() value=value checked=ticked
                            aria-describedby=described.ids() aria-invalid=described.invalid() />
                        <label for=id>{label}</label>
                        {help} {problem}
                    </div>
                }
                .into_any()
            }
            _ => {
                let input = self.input(field, &described);
                view! {
                    <div class=class>
                        <label for=id>{label} {optional}</label>
                        {help}
                        {input}
                        {problem}
                    </div>
                }
                .into_any()
            }
        }
    }

    fn input(&self, field: &Field<'_>, described: &Described) -> AnyView {
        let value = self.typed.get(field.name).unwrap_or_default().to_owned();
        let (name, id) = (field.name.to_owned(), described.id.clone());
        let (ids, invalid, required) = (described.ids(), described.invalid(), !field.optional);
        match &field.input {
            Input::Lines { rows } => view! {
                <textarea id=id name=name rows=rows.to_string() aria-describedby=ids aria-invalid=invalid aria-required=required.then_some("true")>
                    {inside_textarea(&value)}
                </textarea>
            }
            .into_any(),
            Input::Select(choices) => {
                let options: Vec<_> = choices
                    .iter()
                    .map(|choice| {
                        let chosen = choice.value == value;
                        view! { <option value=choice.value.clone() selected=chosen>{choice.label.clone()}</option> }
                    })
                    .collect();
                view! { <select id=id name=name aria-describedby=ids aria-invalid=invalid>{options}</select> }.into_any()
            }
            Input::Number { min, max } => view! {
                <input type="text" inputmode="numeric" id=id name=name value=value autocomplete="off" class="number"
                    data-min=*min data-max=*max aria-describedby=ids aria-invalid=invalid aria-required=required.then_some("true") />
            }
            .into_any(),
            Input::Secret => view! {
                <input type="password" id=id name=name autocomplete="new-password" aria-describedby=ids aria-invalid=invalid
                    aria-required=required.then_some("true") />
            }
            .into_any(),
            Input::File { accept } => view! {
                <input type="file" id=id name=name accept=(*accept).to_owned() aria-describedby=ids aria-invalid=invalid
                    aria-required=required.then_some("true") />
            }
            .into_any(),
            Input::Code { list } => view! {
                <input type="text" id=id name=name value=value class="code" list=(!list.is_empty()).then(|| (*list).to_owned())
                    autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-describedby=ids aria-invalid=invalid aria-required=required.then_some("true") />
            }
            .into_any(),
            other => {
                let kind = match other {
                    Input::TimeOfDay => "time",
                    Input::Date => "date",
                    Input::DateTime => "datetime-local",
                    _ => "text",
                };
                view! {
                    <input type=kind id=id name=name value=value aria-describedby=ids aria-invalid=invalid
                        aria-required=required.then_some("true") />
                }
                .into_any()
            }
        }
    }

    /// Radio buttons for one of them, checkboxes for any.
    fn choices(&self, name: &str, choices: &[Choice], described: &Described, one: bool) -> Vec<AnyView> {
        let kind = if one { "radio" } else { "checkbox" };
        let most = if one { 1 } else { usize::MAX };
        let chosen: Vec<&str> = self.typed.all(name).take(most).collect();
        choices
            .iter()
            .map(|choice| {
                let id = format!("{}-{}", described.id, choice.value);
                let help = (!choice.help.is_empty()).then(|| view! { <span class="help">{choice.help.clone()}</span> });
                view! {
                    <label class="choice" for=id.clone()>
                        <input type=kind id=id.clone() name=name.to_owned() value=choice.value.clone() checked=chosen.contains(&choice.value.as_str())
                            aria-describedby=described.ids() aria-invalid=described.invalid() />
                        <span class="choice-label">{choice.label.clone()} {help}</span>
                    </label>
                }
                .into_any()
            })
            .collect()
    }
}

struct Described {
    id: String,
    help: bool,
    problem: bool,
}

impl Described {
    fn ids(&self) -> Option<String> {
        let help = self.help.then(|| format!("{}-help", self.id));
        let problem = self.problem.then(|| format!("{}-problem", self.id));
        let ids: Vec<String> = [help, problem].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.problem.then_some("true")
    }
}

/// What stands between the tags of a `<textarea>`, so that it shows this text. Leptos does not escape there. A line break at the start is
/// dropped by browsers (WHATWG HTML, section 13.1.2.5), so there is one to drop.
pub fn inside_textarea(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// The id of a field's input: `entries[2].network` becomes `field-entries-2-network`.
fn id(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("field-{}", words.join("-"))
}
