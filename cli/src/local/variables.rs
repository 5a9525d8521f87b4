//! The environment variables of a function's process.

use std::ffi::OsString;
use std::path::Path;

use crate::failure::Failure;
use crate::project::{DatabaseUrl, Family, Project, Variables, read_dotenv};

/// Variables that the command line gives. They win over the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extra {
    /// `--env`.
    pub(crate) variables: Variables,
    /// `--database-url`.
    pub(crate) database: Option<DatabaseUrl>,
}

/// What a function gets from this machine's own variables: where programs are, whom to trust, and who asks AWS. In the cloud
/// the function's role gives the last; here it is whoever is signed in, if anybody.
const INHERITED: [&str; 16] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_CONFIG_FILE",
    "AWS_PROFILE",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NODE_EXTRA_CA_CERTS",
    "NO_PROXY",
    "PATH",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TMPDIR",
    "USER",
];

/// All variables except `AWS_LAMBDA_RUNTIME_API`, which each process has its own of. From weak to strong: this machine,
/// `[environment]`, `.env`, the command line, Lambda.
///
/// # Errors
/// A `.env` that cannot be read.
pub(super) fn of(project: &Project, extra: &Extra) -> Result<Vec<(OsString, OsString)>, Failure> {
    let mut named = project.settings.environment.clone();
    named.extend(read_dotenv(&project.root)?);
    named.extend(extra.database.as_ref().map(DatabaseUrl::variables).unwrap_or_default());
    named.extend(extra.variables.clone());
    named.extend(lambdas(project));
    let inherited = INHERITED.iter().filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?)));
    let named = named.into_iter().map(|(name, value)| (name.into(), value.into()));
    Ok(inherited.chain(named).collect())
}

/// What Lambda sets (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>).
fn lambdas(project: &Project) -> Variables {
    let function = &project.settings.function;
    let region = std::env::var("AWS_REGION").unwrap_or_else(|_| "us-east-1".to_owned());
    let root = project.root.display().to_string();
    let mut variables: Variables = [
        ("_HANDLER", function.handler.as_str()),
        ("AWS_DEFAULT_REGION", &region),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &function.memory.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", &function.name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &format!("/aws/lambda/{}", function.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_REGION", &region),
        ("LAMBDA_RUNTIME_DIR", &root),
        ("LAMBDA_TASK_ROOT", &root),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    if function.runtime.family() != Family::Provided {
        variables.insert("AWS_EXECUTION_ENV".to_owned(), format!("AWS_Lambda_{}", function.runtime));
    }
    variables
}

/// The address of the function that an invocation names.
pub(super) fn arn(project: &Project) -> String {
    format!("arn:aws:lambda:us-east-1:000000000000:function:{}", project.settings.function.name)
}

/// A folder put before those of a variable such as `PYTHONPATH`.
pub(super) fn search_path(folders: &[&Path]) -> OsString {
    // A folder with a colon in its name cannot be said; the runtime then reports what it does not find.
    std::env::join_paths(folders).unwrap_or_default()
}
