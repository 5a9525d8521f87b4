//! What is wrong with what somebody gave.

use serde::{Deserialize, Serialize};

use crate::function::{Architecture, Platform};

/// A wrong field: which, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem:?}")]
pub struct FieldError {
    /// The name of the form field; entries of a list as `entries[2].network`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl FieldError {
    /// A problem at a field.
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        Self { field: field.into(), problem }
    }
}

/// What is wrong with a field. Each variant has one text in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was given.
    Required,
    /// Longer than it may be, in characters.
    TooLong {
        /// Most characters.
        max: u32,
    },
    /// Shorter than it may be, in characters.
    TooShort {
        /// Least characters.
        min: u32,
    },
    /// A number outside its range.
    OutOfRange {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// Not a number.
    NotANumber,
    /// Not one of the choices.
    NotAChoice,
    /// Control, bidirectional or zero-width characters (Unicode Technical Report 36).
    UnsafeCharacters,
    /// Not `[a-z][a-z0-9-]{1,30}[a-z0-9]`.
    NotAName,
    /// Not `[a-z][a-z0-9_]{0,62}`, or a word that the database server keeps for itself.
    NotADatabaseName,
    /// Not where a function begins, in the words of its runtime: `module.function`, without spaces.
    NotAHandler,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not an IPv4 or IPv6 network.
    NotANetwork,
    /// The network has bits set behind its prefix.
    HostBitsSet {
        /// The network that was probably meant.
        canonical: String,
    },
    /// The same network stands in the list already.
    DuplicateNetwork {
        /// Its label.
        label: String,
    },
    /// Everybody could connect, and the organization's policy forbids that.
    PublicNetworkForbidden,
    /// More networks than a security group takes.
    TooManyNetworks {
        /// How many of this address family are allowed.
        max: u32,
    },
    /// A time that is over.
    InThePast,
    /// A time too far away.
    TooFarAway {
        /// The furthest, in days.
        max_days: u32,
    },
    /// Not a day and time (`YYYY-MM-DDTHH:MM`).
    NotADateTime,
    /// No such time zone.
    NotATimeZone,
    /// Not a time of day (`HH:MM`).
    NotATimeOfDay,
    /// The window overlaps the daily backup window, in UTC.
    OverlapsBackup {
        /// The backup window, `hh:mm-hh:mm` in UTC.
        backup: String,
    },
    /// Not the name of the component.
    NameDoesNotMatch,
    /// The engine version or runtime is not supported.
    NotSupported,
    /// Not an AWS account number.
    NotAnAwsAccountId,
    /// Not the ARN of a role.
    NotARoleArn,
    /// It cannot be changed once the component exists.
    CannotChange,
    /// Taken already.
    Taken,
    /// Not `[A-Za-z][A-Za-z0-9_]+`.
    NotAVariableName,
    /// A variable that Lambda or the product sets itself.
    ReservedVariable,
    /// A line that is not `NAME=value`.
    NotALine {
        /// Which, from 1.
        line: u32,
    },
    /// Neither a JSON event nor a path that begins with `/`.
    NotACheck,
    /// Not JSON.
    NotJson {
        /// The line where it goes wrong, from 1.
        line: u32,
        /// Whether it ends too early.
        is_cut: bool,
    },
    /// Longer than it may be, in bytes.
    TooLarge {
        /// Most, in kB of 1,024 bytes.
        max_kb: u32,
    },
    /// A function has as many saved events as it may have.
    TooManyEvents {
        /// How many.
        max: u32,
    },
    /// Not a path that begins with one `/`, in ASCII without spaces.
    NotAPath,
    /// A line that is not `name: value`, or a header that is set by the portal itself.
    NotAHeader {
        /// Which, from 1.
        line: u32,
    },
    /// More headers than there may be.
    TooManyHeaders {
        /// How many.
        max: u32,
    },
    /// Not another function of the same project, account and region.
    NotAFunction,
    /// More than ten names of alarms, an empty one, or one of more than 255 characters.
    NotAlarms,
    /// Not a code that a command line shows now.
    NotACode,
    /// Not a domain name of at least two labels.
    NotADomain,
    /// Not the id of a hosted zone.
    NotAHostedZone,
    /// Not the `https` address of an OIDC issuer.
    NotAnIssuer,
    /// Not `owner/name`.
    NotARepository,
    /// A wildcard that could let in more than what is meant.
    WildcardNotSafe,
    /// No condition says exactly whose jobs are meant.
    ConditionMissing {
        /// The claims of which one must be named, with commas between.
        claims: String,
    },
    /// More bytes than there may be.
    TooManyBytes {
        /// Most.
        max: u32,
        /// What was given.
        size: u32,
    },
    /// Not a zip archive.
    NotAnArchive,
    /// An archive that is cut off, contradicts itself, or is packed in a way that not every reader understands.
    ArchiveDamaged {
        /// The file in it that is wrong; none when it is the archive as a whole.
        path: Option<String>,
    },
    /// A larger archive than AWS takes.
    ArchiveTooLarge {
        /// Most, in MB of 1,048,576 bytes.
        max_mb: u32,
    },
    /// An archive whose files take more room than AWS gives them.
    UnpacksTooLarge {
        /// Most, in MB of 1,048,576 bytes.
        max_mb: u32,
    },
    /// More files in an archive than there may be.
    TooManyFiles {
        /// Most files and folders.
        max: u32,
    },
    /// A name in an archive that leads out of it, or that not every system can write.
    UnsafePath {
        /// The name.
        path: String,
    },
    /// A symbolic link, or another thing in an archive that is neither a file nor a folder.
    LinkInArchive {
        /// Its path.
        path: String,
    },
    /// An archive with a password.
    EncryptedArchive,
    /// An archive without files.
    ArchiveEmpty,
    /// The file that holds the handler is not in the archive.
    HandlerMissing {
        /// The files of which one would do.
        expected: Vec<String>,
    },
    /// A program without the right to run.
    NotExecutable {
        /// Its path in the archive.
        path: String,
    },
    /// A program that the function's processors cannot run.
    WrongArchitecture {
        /// Its path in the archive.
        path: String,
        /// What it was built for.
        found: Platform,
        /// What the function runs on.
        expected: Architecture,
    },
}

impl Problem {
    /// The stable code of the problem, as the API and logs show it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotANumber => "not_a_number",
            Self::NotAChoice => "not_a_choice",
            Self::UnsafeCharacters => "unsafe_characters",
            Self::NotAName => "not_a_name",
            Self::NotADatabaseName => "not_a_database_name",
            Self::NotAHandler => "not_a_handler",
            Self::NotAnEmail => "not_an_email",
            Self::NotANetwork => "not_a_network",
            Self::HostBitsSet { .. } => "host_bits_set",
            Self::DuplicateNetwork { .. } => "duplicate_network",
            Self::PublicNetworkForbidden => "public_network_forbidden",
            Self::TooManyNetworks { .. } => "too_many_networks",
            Self::InThePast => "in_the_past",
            Self::TooFarAway { .. } => "too_far_away",
            Self::NotADateTime => "not_a_date_time",
            Self::NotATimeZone => "not_a_time_zone",
            Self::NotATimeOfDay => "not_a_time_of_day",
            Self::OverlapsBackup { .. } => "overlaps_backup",
            Self::NameDoesNotMatch => "name_does_not_match",
            Self::NotSupported => "not_supported",
            Self::NotAnAwsAccountId => "not_an_aws_account_id",
            Self::NotARoleArn => "not_a_role_arn",
            Self::CannotChange => "cannot_change",
            Self::Taken => "taken",
            Self::NotAVariableName => "not_a_variable_name",
            Self::ReservedVariable => "reserved_variable",
            Self::NotALine { .. } => "not_a_line",
            Self::NotACheck => "not_a_check",
            Self::NotJson { .. } => "not_json",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyEvents { .. } => "too_many_events",
            Self::NotAPath => "not_a_path",
            Self::NotAHeader { .. } => "not_a_header",
            Self::TooManyHeaders { .. } => "too_many_headers",
            Self::NotAFunction => "not_a_function",
            Self::NotAlarms => "not_alarms",
            Self::NotACode => "not_a_code",
            Self::NotADomain => "not_a_domain",
            Self::NotAHostedZone => "not_a_hosted_zone",
            Self::NotAnIssuer => "not_an_issuer",
            Self::NotARepository => "not_a_repository",
            Self::WildcardNotSafe => "wildcard_not_safe",
            Self::ConditionMissing { .. } => "condition_missing",
            Self::TooManyBytes { .. } => "too_many_bytes",
            Self::NotAnArchive => "not_an_archive",
            Self::ArchiveDamaged { .. } => "archive_damaged",
            Self::ArchiveTooLarge { .. } => "archive_too_large",
            Self::UnpacksTooLarge { .. } => "unpacks_too_large",
            Self::TooManyFiles { .. } => "too_many_files",
            Self::UnsafePath { .. } => "unsafe_path",
            Self::LinkInArchive { .. } => "link_in_archive",
            Self::EncryptedArchive => "encrypted_archive",
            Self::ArchiveEmpty => "archive_empty",
            Self::HandlerMissing { .. } => "handler_missing",
            Self::NotExecutable { .. } => "not_executable",
            Self::WrongArchitecture { .. } => "wrong_architecture",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_in_json() {
        let problems = [
            Problem::Required,
            Problem::OutOfRange { min: 1, max: 2 },
            Problem::NotADatabaseName,
            Problem::NotAnAwsAccountId,
            Problem::NotARoleArn,
            Problem::NotATimeOfDay,
            Problem::HostBitsSet { canonical: String::new() },
            Problem::NotAnIssuer,
            Problem::NotARepository,
            Problem::ConditionMissing { claims: String::new() },
            Problem::NotAnArchive,
            Problem::ArchiveDamaged { path: None },
            Problem::ArchiveTooLarge { max_mb: 1 },
            Problem::UnpacksTooLarge { max_mb: 1 },
            Problem::TooManyFiles { max: 1 },
            Problem::UnsafePath { path: String::new() },
            Problem::LinkInArchive { path: String::new() },
            Problem::EncryptedArchive,
            Problem::ArchiveEmpty,
            Problem::HandlerMissing { expected: Vec::new() },
            Problem::NotExecutable { path: String::new() },
            Problem::WrongArchitecture {
                path: String::new(),
                found: Platform::MacOs,
                expected: Architecture::Arm64,
            },
        ];
        for problem in problems {
            let json = serde_json::to_value(&problem).expect("JSON");
            assert_eq!(json["problem"], problem.code());
        }
    }
}
