//! Components: list, creation, and the views of one.

mod activity;
mod frame;
mod list;
mod new;
mod overview;
mod settings;
mod settings_form;

pub use activity::activity;
pub use frame::ComponentPage;
pub use list::list;
pub(crate) use list::{columns, empty, row};
pub use new::{create, new};
pub use overview::{overview, reveal};
pub use settings::{delete, edit, save};
pub(crate) use settings_form::plain;
