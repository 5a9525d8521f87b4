//! Archives of code: what a good one is, and how one is made of a folder.
//!
//! The server checks what people upload, and the command line what it packs, with the same code: what passes here is not refused there.
//! The zip format is read strictly. Readers differ in which of two contradicting numbers or names they believe, and nobody outside AWS knows
//! which Lambda's believes. So an archive that can be read in two ways is refused, and what was checked is what runs.

mod bytes;
mod contents;
mod expectation;
mod inspect;
mod intake;
mod layout;
mod limits;
mod names;
mod pack;

mod program;

pub use expectation::Expectation;
pub use intake::{FIELD, Intake};
pub use limits::{MAX_BYTES, MAX_FILES, MAX_UNPACKED_BYTES};
pub use pack::{Large, PackError, Packed, archive_of, pack};
