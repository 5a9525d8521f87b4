//! Tests of the server on a real database: SQLite, or PostgreSQL when `TEST_DATABASE_URL` names one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod accounts;
mod api_components;
mod api_functions;
mod api_once;
mod api_program;
mod audit;
mod config;
mod database_components;
mod database_operations;
mod database_tenant;
mod deploys;
mod deploys_faults;
mod deploys_stage;
mod http_layers;
mod http_site;
mod http_streams;
mod members;
mod metrics;
mod migrations;
mod operations;
mod operations_stage;
mod organizations;
mod reconcile;
mod reconcile_faults;
mod rollouts;
mod rollouts_faults;
mod rollouts_stage;
mod sessions;
mod sign_in;
mod sign_in_issuer;
mod support;
mod sweep;
mod sweep_api;
mod sweep_world;
mod tasks;
mod token_http;
mod token_service;
mod trials;
mod trust_exchange;
mod trust_jobs;
mod trust_stage;
mod trusts;
mod web;
