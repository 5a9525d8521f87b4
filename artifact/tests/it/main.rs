//! What a good archive is, as people meet it: archives made byte by byte, archives of random files, and packed folders.

mod accepted;
mod bombs;
mod builder;
mod packing;
mod properties;
mod refused;
mod support;
