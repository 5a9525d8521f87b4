//! Tests of the server on a real database: SQLite, or PostgreSQL when `TEST_DATABASE_URL` names one.

mod config;
mod migrations;
mod operations_stage;
mod reconcile;
mod support;
