//! Events and responses as AWS documents them.

mod requests;
mod responses;
