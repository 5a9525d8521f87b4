//! The design system: small components that pages are made of. Plain functions that answer with a view; their looks are in `style/`.

mod button;
mod icon;
mod message;
mod page_header;
mod state;
mod time;
mod zone_list;

pub use button::{Tone, link_button, submit_button};
pub use icon::{Icon, icon};
pub use message::{callout, empty_state};
pub use page_header::{Crumb, page_header};
pub use state::{State, component_pill, operation_pill, pill};
pub use time::{both_zones, exact_time, in_zone, time};
pub use zone_list::zone_list;
