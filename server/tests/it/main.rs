//! Tests of the server on a real database: SQLite, or PostgreSQL when `TEST_DATABASE_URL` names one.

mod migrations;
mod support;
