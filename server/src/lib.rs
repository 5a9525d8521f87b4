//! The server of Provisioner: HTTP, services behind the domain's ports, database, background work.

pub mod config;
pub mod db;
pub mod random;
pub mod service;
pub mod tasks;
pub mod testing;
