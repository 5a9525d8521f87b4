//! Forms that lose nothing: what was typed is kept as it came, and every field can be shown again with it.

mod field;
mod moment;
mod typed;

pub use field::{Choice, Field, Form, Input, inside_textarea};
pub use moment::moment;
pub use typed::Typed;
