//! When maintenance may start: of one component, and of all.

mod edit;
mod form;
mod overview;
mod preview;

pub use edit::{save, show};
pub use overview::overview;
pub use preview::preview;

use domain::maintenance::Window;

use crate::page::Reader;

/// A window in words: "Sunday 03:00, 3 hours, Asia/Tokyo".
fn in_words(reader: &Reader, window: &Window) -> String {
    let text = reader.text();
    let start = window.start.to_string();
    let length = (text.window.length)(window.minutes);
    (text.window.sentence)((text.words.weekday)(window.weekday), &start, &length, &window.zone)
}
