//! How programs connect. Every string checks the server's certificate and name; none holds a password.

use super::USERNAME;
use super::outputs::Outputs;

/// AWS's certificate authorities, to be saved as [`CA_FILE`]
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html>).
pub const CA_BUNDLE_URL: &str = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

/// The file under which the strings expect the certificate authorities.
pub const CA_FILE: &str = "global-bundle.pem";

/// A program, or the language of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// PostgreSQL's own command line.
    Psql,
    /// Java.
    Jdbc,
    /// Python with psycopg 3.
    Python,
    /// Node.js with pg.
    Node,
    /// Rust with sqlx.
    Rust,
}

impl Client {
    /// All clients, in the order in which pages show them.
    pub const ALL: [Self; 5] = [Self::Psql, Self::Jdbc, Self::Python, Self::Node, Self::Rust];

    /// The name in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Psql => "psql",
            Self::Jdbc => "jdbc",
            Self::Python => "python",
            Self::Node => "node",
            Self::Rust => "rust",
        }
    }

    /// What to type or write in this client, without the password: `PGPASSWORD` in the environment, or a prompt, gives it.
    pub fn connection(self, outputs: &Outputs) -> String {
        let Outputs { endpoint, port, database, .. } = outputs;
        let address = format!("{USERNAME}@{endpoint}:{port}/{database}");
        match self {
            Self::Psql => {
                format!("psql \"postgresql://{address}?sslmode=verify-full&sslrootcert={CA_FILE}\"")
            }
            Self::Jdbc => format!(
                "jdbc:postgresql://{endpoint}:{port}/{database}?user={USERNAME}&sslmode=verify-full&sslrootcert={CA_FILE}"
            ),
            Self::Python => format!(
                "import os, psycopg\n\n\
                 connection = psycopg.connect(\n    \
                 \"postgresql://{address}\",\n    \
                 password=os.environ[\"PGPASSWORD\"], sslmode=\"verify-full\", sslrootcert=\"{CA_FILE}\")"
            ),
            Self::Node => format!(
                "import fs from \"node:fs\"\nimport pg from \"pg\"\n\n\
                 const client = new pg.Client({{\n  \
                 host: \"{endpoint}\", port: {port}, database: \"{database}\", user: \"{USERNAME}\",\n  \
                 password: process.env.PGPASSWORD, ssl: {{ ca: fs.readFileSync(\"{CA_FILE}\") }},\n}})\n\
                 await client.connect()"
            ),
            Self::Rust => format!(
                "let options = sqlx::postgres::PgConnectOptions::new()\n    \
                 .host(\"{endpoint}\").port({port}).database(\"{database}\").username(\"{USERNAME}\")\n    \
                 .password(&std::env::var(\"PGPASSWORD\")?)\n    \
                 .ssl_mode(sqlx::postgres::PgSslMode::VerifyFull).ssl_root_cert(\"{CA_FILE}\");\n\
                 let pool = sqlx::PgPool::connect_with(options).await?;"
            ),
        }
    }
}
