use domain::Error;
use domain::error::{Conflict, Dependency, Problem};
use domain::function::{Architecture, Platform};

use super::words::WORDS;
use crate::text::errors::{Errors, Message};

pub(super) const ERRORS: Errors = Errors {
    error,
    status,
    conflict,
    problem,
    home: "Go to the start page",
    see_operation: "Show the running operation",
    see_current: "Load the current version",
    request_id: "If you ask for help, give this request number:",
};

fn error(error: &Error) -> Message {
    match error {
        Error::Unauthenticated => Message::new("Please sign in", "Your session has ended. Sign in to go on."),
        Error::NotFound => Message::new(
            "This page does not exist",
            "It may have been removed, the address may be mistyped, or you may not have access to it. An owner of the organization can give you access.",
        ),
        Error::Forbidden(action) => Message::new(
            "You do not have the right to do this",
            format!(
                "To {}, ask an owner of the organization for a role that includes it.",
                (WORDS.action)(*action)
            ),
        ),
        Error::Invalid(_) => Message::new(
            "Something in the form is not right",
            "Go back, check the marked fields and send the form again. Nothing has been changed.",
        ),
        Error::Conflict(reason) => conflict(reason),
        Error::TooManyRequests { retry_after_seconds } => Message::new(
            "Too many requests",
            format!("Please wait {retry_after_seconds} seconds, then try again. Nothing has been changed."),
        ),
        Error::Unavailable { dependency, .. } => match dependency {
            Dependency::Database => Message::new(
                "The database of the portal does not answer",
                "Your components keep working. The portal tries again by itself; reload this page in a minute.",
            ),
            Dependency::Issuer => Message::new(
                "The sign-in service does not answer",
                "Nobody can sign in at the moment. The portal tries again by itself; reload this page in a minute.",
            ),
            Dependency::Aws => Message::new(
                "AWS does not answer",
                "Your components keep working as far as AWS does. Running operations go on by themselves as soon as AWS answers.",
            ),
        },
        Error::Internal(_) => Message::new(
            "This is our mistake",
            "The portal could not finish the request. The fault has been logged. Try again; if it stays, tell the platform team.",
        ),
    }
}

fn status(status: u16) -> Message {
    match status {
        401 => Message::new("Please sign in", "Your session has ended. Sign in to go on."),
        403 => Message::new(
            "The request was refused",
            "It seems to come from another website. Open the portal itself and try again there.",
        ),
        404 => error(&Error::NotFound),
        405 => Message::new(
            "This address cannot be used that way",
            "Open the page from the menu and use the form there.",
        ),
        408 | 504 => Message::new(
            "The request took too long",
            "Please try again. If you changed something, look first whether it is done.",
        ),
        413 => Message::new(
            "This is too much at once",
            "The form is larger than the portal accepts. Shorten what you typed or send it in parts.",
        ),
        415 => Message::new(
            "The form arrived in a format that the portal does not read",
            "Open the page again and send the form from there.",
        ),
        429 => error(&Error::TooManyRequests { retry_after_seconds: 60 }),
        400..=499 => Message::new(
            "The request could not be read",
            "Open the page again and repeat the step. Nothing has been changed.",
        ),
        503 => Message::new(
            "The portal is busy",
            "Please wait a moment and reload the page. Your components keep working.",
        ),
        _ => Message::new(
            "This is our mistake",
            "The portal could not finish the request. The fault has been logged. Try again; if it stays, tell the platform team.",
        ),
    }
}

fn conflict(conflict: &Conflict) -> Message {
    match conflict {
        Conflict::StaleVersion { read, current } => Message::new(
            "Somebody changed this in the meantime",
            format!(
                "You were looking at version {read}; it is version {current} now. Nothing of yours has been applied. Load the current version and make your change there."
            ),
        ),
        Conflict::OperationRunning { change, .. } => Message::new(
            "Another operation is running on this component",
            format!(
                "It is “{}”. Only one operation runs at a time. Wait until it has ended, then try again.",
                (WORDS.change)(*change)
            ),
        ),
        Conflict::WrongState => Message::new(
            "This is no longer possible",
            "The operation has moved on since you opened the page. Load it again to see how it stands.",
        ),
        Conflict::NameTaken => Message::new(
            "This name is taken",
            "The project already has a component of this name in this environment. Choose another one.",
        ),
        Conflict::DeletionProtected => Message::new(
            "This component is protected against deletion",
            "Switch off deletion protection in its settings first, then delete it.",
        ),
        Conflict::LocksCallerOut { address } => Message::new(
            "You would lock yourself out",
            format!("Your own address {address} could no longer connect. Confirm that this is intended."),
        ),
        Conflict::NeedsReason(warning) => Message::new("Please give a reason", (WORDS.warning)(warning)),
        Conflict::LastOwner => Message::new(
            "An organization needs an owner",
            "This is the last one. Give somebody else the role first.",
        ),
        Conflict::NoTargetAccount => Message::new(
            "There is no AWS account for this region",
            "No registered account takes this organization in the region. Choose another region, or ask the platform team.",
        ),
        Conflict::NoDomain => Message::new(
            "Functions cannot be made in this region yet",
            "The AWS account has no domain under which functions could be reached. Choose another region, or ask the platform team.",
        ),
        Conflict::Linked { by } => Message::new(
            "A function uses this database",
            format!("It is {by}. Take the database out of its settings, or delete it, first."),
        ),
        Conflict::NothingDeployed => Message::new(
            "Nothing has been deployed yet",
            "Deploy code first; variables and versions come with it.",
        ),
        Conflict::NoLogs => Message::new(
            "The logs of this component cannot be read here yet",
            "Only what functions write can be read. Logs of databases will come later.",
        ),
        Conflict::Pruned { version } => Message::new(
            "This version has been removed",
            format!(
                "Version {version} is no longer kept in AWS: versions go after 90 days without traffic, when there are 50 newer ones. Deploy its code again from where it came from."
            ),
        ),
        Conflict::SecretDeleted => Message::new(
            "The place for secrets was deleted in AWS",
            "Somebody has deleted it in the AWS account for good, with all values. It belongs to the function: delete the function and make it anew, or ask the platform team.",
        ),
        Conflict::SecretUnreadable => Message::new(
            "Somebody has written something else in the place of the secrets",
            "What AWS keeps there is not a list of names and values, so nothing has been changed. The platform team can look at it in the AWS account.",
        ),
        Conflict::CodeStorageFull { limit_gb } => Message::new(
            "There is no room left for code",
            format!(
                "AWS keeps at most {limit_gb} GB of code in an account and region, all versions of all functions together. Versions go after 90 days without traffic, when there are 50 newer ones. Deploy a smaller archive, or ask the platform team to have the limit raised."
            ),
        ),
        Conflict::LoadBalancerFull { limit, networks } => Message::new(
            "There is no room left on the load balancer",
            format!(
                "The functions of the organization share {limit} rules, and each {networks} networks of an allow-list are one. Merge networks, remove some from this or another function, or ask the platform team."
            ),
        ),
        Conflict::TooManyTrusts { limit } => Message::new(
            "The project trusts many jobs already",
            format!("It can trust {limit}. Remove one that is no longer needed."),
        ),
        Conflict::QuotaReached { limit } => Message::new(
            "There is no room left",
            format!(
                "The AWS account takes at most {limit} of these in a region. Delete one that is no longer needed, choose another region, or ask the platform team."
            ),
        ),
    }
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Required => "Please fill in this field.".to_owned(),
        Problem::TooLong { max } => format!("Use at most {max} characters."),
        Problem::TooShort { min } => format!("Use at least {min} characters."),
        Problem::OutOfRange { min, max } => format!("Choose a number from {min} to {max}."),
        Problem::NotANumber => "Write a whole number, such as 7.".to_owned(),
        Problem::NotAChoice => "Choose one of the offered values.".to_owned(),
        Problem::UnsafeCharacters => {
            "This holds invisible or direction-changing characters. Type it again instead of pasting it."
                .to_owned()
        }
        Problem::NotAName => {
            "Use lower-case letters, digits and hyphens; begin with a letter and end with a letter or digit."
                .to_owned()
        }
        Problem::NotADatabaseName => {
            "Use lower-case letters, digits and underscores; begin with a letter.".to_owned()
        }
        Problem::NotAnEmail => "Write an e-mail address, such as mika@example.com.".to_owned(),
        Problem::NotANetwork => {
            "Write an address or network, such as 203.0.113.7 or 203.0.113.0/24.".to_owned()
        }
        Problem::HostBitsSet { canonical } => {
            format!("This is an address inside a network. The network is {canonical}.")
        }
        Problem::DuplicateNetwork { label } => format!("This network is in the list already, as “{label}”."),
        Problem::PublicNetworkForbidden => {
            "This would let everybody on the internet connect. The policy of your organization forbids it."
                .to_owned()
        }
        Problem::TooManyNetworks { max } => format!(
            "The list takes at most {max} networks of each kind (IPv4, IPv6). Remove or merge some first."
        ),
        Problem::InThePast => "This time is over. Choose one in the future.".to_owned(),
        Problem::TooFarAway { max_days } => format!("Choose a time within the next {max_days} days."),
        Problem::NotADateTime => "This is not a day and time.".to_owned(),
        Problem::NotATimeZone => "Choose a time zone from the list, such as Asia/Tokyo.".to_owned(),
        Problem::NotATimeOfDay => "Write a time such as 03:30.".to_owned(),
        Problem::OverlapsBackup { backup } => {
            format!("This overlaps the daily backup ({backup} UTC). Choose another time.")
        }
        Problem::NameDoesNotMatch => "This is not the name. Type it exactly as shown.".to_owned(),
        Problem::NotSupported => "This version is not supported. Choose one from the list.".to_owned(),
        Problem::NotAnAwsAccountId => "Write the twelve digits of the AWS account.".to_owned(),
        Problem::NotARoleArn => {
            "Write the ARN of a role, such as arn:aws:iam::123456789012:role/provisioner.".to_owned()
        }
        Problem::CannotChange => "This cannot be changed once the component exists.".to_owned(),
        Problem::Taken => "This is taken. Choose another one.".to_owned(),
        Problem::NotAVariableName => {
            "Use letters, digits and _, at least two characters, a letter first.".to_owned()
        }
        Problem::ReservedVariable => "This variable is set by the platform. Choose another name.".to_owned(),
        Problem::NotALine { line } => format!("Line {line} is not NAME=value."),
        Problem::NotAHandler => {
            "Write where the code begins: file.function, such as app.handler, without spaces.".to_owned()
        }
        Problem::NotAFunction => {
            "Name another function of this project, in the same AWS account and region.".to_owned()
        }
        Problem::NotAlarms => "Name at most ten alarms, one on each line.".to_owned(),
        Problem::NotACheck => "Write a JSON event, or a path that begins with /.".to_owned(),
        Problem::NotJson { line, is_cut: true } => {
            format!("This is not whole JSON: it ends too early, on line {line}. Is a bracket or a quotation mark missing?")
        }
        Problem::NotJson { line, is_cut: false } => format!("This is not JSON. Look at line {line}."),
        Problem::TooLarge { max_kb } => format!("Use at most {max_kb} kB."),
        Problem::TooManyEvents { max } => {
            format!("A function can have {max} saved events. Remove one that is no longer needed.")
        }
        Problem::NotAPath => "Write a path such as /orders?limit=5, without a host and without spaces.".to_owned(),
        Problem::NotAHeader { line } => {
            format!("Line {line} is not name: value, or names a header that the portal sets itself, such as Host.")
        }
        Problem::TooManyHeaders { max } => format!("Use at most {max} headers."),
        Problem::NotACode => "No command line shows this code now. Codes are good for ten minutes.".to_owned(),
        Problem::NotAnIssuer => {
            "Write the https address of the issuer, exactly as its tokens name it, such as https://gitlab.example.com.".to_owned()
        }
        Problem::NotARepository => "Write it as owner/name, without the address of the site.".to_owned(),
        Problem::WildcardNotSafe => {
            "A wildcard could let others in here. Write the whole value; wildcards are for branches and environments.".to_owned()
        }
        Problem::ConditionMissing { claims } => {
            format!("Say exactly whose jobs are meant, with a condition without wildcards on one of: {claims}.")
        }
        Problem::NotADomain => "Write a domain in lower case, such as functions.example.com.".to_owned(),
        Problem::NotAHostedZone => {
            "Write the id of the hosted zone as Route 53 shows it, such as Z0123456789ABC.".to_owned()
        }
        Problem::TooManyBytes { max, size } => {
            format!("Together they are {size} bytes; there is room for {max}.")
        }
        Problem::NotAnArchive => {
            "This is not a zip archive. Pack the folder with your code as a .zip and upload that.".to_owned()
        }
        Problem::ArchiveDamaged { path: None } => {
            "The archive is incomplete or damaged. Pack it again with an ordinary zip tool and upload it once more."
                .to_owned()
        }
        Problem::ArchiveDamaged { path: Some(path) } => format!(
            "“{path}” in the archive is damaged, packed in an unusual way, or there twice. Pack the folder again with an ordinary zip tool."
        ),
        Problem::ArchiveTooLarge { max_mb } => format!(
            "The archive is larger than {max_mb} MB, the most that AWS takes. Leave out what the function does not need, such as tests and development packages."
        ),
        Problem::UnpacksTooLarge { max_mb } => format!(
            "Unpacked, the files are larger than {max_mb} MB, the most that AWS takes. Leave out what the function does not need, or load large data when it runs."
        ),
        Problem::TooManyFiles { max } => format!(
            "The archive has more than {max} files and folders. Leave out what the function does not need, or bundle your code."
        ),
        Problem::UnsafePath { path } => format!(
            "The name “{path}” cannot be used in an archive. Names must be relative, with / between folders, without “..” and without special characters. Rename the file, or pack from inside the folder."
        ),
        Problem::LinkInArchive { path } => {
            format!("“{path}” is a link or a special file. Pack the file itself in its place.")
        }
        Problem::EncryptedArchive => "The archive has a password. Pack it again without one.".to_owned(),
        Problem::ArchiveEmpty => "There are no files in the archive. Pack the folder with your code.".to_owned(),
        Problem::HandlerMissing { expected } => format!(
            "The file with the handler is missing: {}. Pack the content of the folder and not the folder itself, or correct the handler in the settings.",
            expected.join(" / ")
        ),
        Problem::NotExecutable { path } => format!(
            "“{path}” has no right to run. Set it (chmod +x {path}) and pack again on Linux or macOS, or with pv."
        ),
        Problem::WrongArchitecture { path, found, expected } => format!(
            "“{path}” is {}, but the function runs on Linux on {}. Build it, or install its package, for that platform.",
            built_for(*found),
            architecture(*expected)
        ),
    }
}

const fn built_for(platform: Platform) -> &'static str {
    match platform {
        Platform::Linux(Architecture::X86_64) => "built for x86-64",
        Platform::Linux(Architecture::Arm64) => "built for ARM (arm64)",
        Platform::Narrow => "built for a 32-bit processor",
        Platform::OtherProcessor => "built for another kind of processor",
        Platform::MacOs => "built for macOS",
        Platform::Windows => "built for Windows",
        Platform::Nothing => "neither a Linux program nor a script that begins with “#!”",
    }
}

const fn architecture(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86_64 => "x86-64",
        Architecture::Arm64 => "ARM (arm64)",
    }
}
