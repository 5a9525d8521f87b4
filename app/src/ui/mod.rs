//! The design system: small components that pages are made of. Plain functions that answer with a view; their looks are in `style/`.

mod button;
mod chips;
mod copy;
mod danger;
mod details;
mod diff;
mod facts;
mod icon;
mod message;
mod meter;
mod page_header;
mod pager;
mod state;
mod table;
mod tabs;
mod time;
mod week;
mod zone_list;

pub use button::{Tone, link_button, submit_button, value_button};
pub use chips::{Chip, chips};
pub use copy::copy_button;
pub use danger::danger_zone;
pub use details::details;
pub use diff::{DiffRow, comparison, diff, plain_value};
pub use facts::{Fact, fact_list, facts, value_list};
pub use icon::{Icon, icon};
pub use message::{callout, empty_state};
pub use meter::meter;
pub use page_header::{Crumb, page_header};
pub use pager::pager;
pub use state::{State, component_pill, operation_pill, pill};
pub use table::{Column, table};
pub use tabs::{Tab, tabs};
pub use time::{both_zones, exact_time, in_zone, time};
pub use week::{Stretch, week};
pub use zone_list::zone_list;
