//! The server of Provisioner: HTTP, services behind the domain's ports, database, background work.

pub mod cli;
pub mod config;
pub mod db;
pub mod http;
pub mod random;
pub mod seed;
pub mod service;
pub mod start;
pub mod tasks;
pub mod telemetry;
pub mod testing;
pub mod web;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
