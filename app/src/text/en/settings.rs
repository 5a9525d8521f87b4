use kinds::form::{Meaning, Setting};
use kinds::price::PriceWord;
use kinds::words::ResourceWord;

use crate::text::settings::Settings;

pub(super) const SETTINGS: Settings = Settings { label, help, choice, meaning, price, resource, path };

fn label(setting: Setting) -> &'static str {
    match setting {
        Setting::Size => "Size",
        Setting::EngineVersion => "Version",
        Setting::Replicas => "Standby servers",
        Setting::BackupRetentionDays => "Days of backups",
        Setting::DeletionProtection => "Deletion protection",
        Setting::DatabaseName => "First database",
        Setting::Runtime => "Language",
        Setting::Architecture => "Processors",
        Setting::Handler => "Handler",
        Setting::MemoryMb => "Memory in MB",
        Setting::TimeoutSeconds => "Time limit in seconds",
        Setting::Concurrency => "Requests at the same time",
        Setting::Exposure => "Reachable from",
        Setting::Database => "Database",
        Setting::LogRetentionDays => "Logs kept",
    }
}

fn help(setting: Setting) -> &'static str {
    match setting {
        Setting::Size => "The size can be changed later with a short interruption.",
        Setting::EngineVersion => {
            "Long-term releases get fixes only and are supported longest. A version can be raised later, never lowered."
        }
        Setting::Replicas => {
            "0 to 2. A standby server in another data centre takes over within a minute when the first one fails, and answers reads meanwhile."
        }
        Setting::BackupRetentionDays => {
            "1 to 35. Within these days the database can be restored to any moment."
        }
        Setting::DeletionProtection => "The component can only be deleted after this has been switched off.",
        Setting::DatabaseName => {
            "The database that is there from the start. More can be created with SQL. It cannot be changed later."
        }
        Setting::Runtime => "The version can be raised later. Another language is another function.",
        Setting::Architecture => "Matters only for code with compiled parts. It cannot be changed later.",
        Setting::Handler => {
            "Where the code begins: file.function, such as app.handler. A program of its own is called bootstrap."
        }
        Setting::MemoryMb => "128 to 10240. More memory brings more processor in the same measure.",
        Setting::TimeoutSeconds => {
            "1 to 900. A request that takes longer is stopped and answered with an error."
        }
        Setting::Concurrency => {
            "1 to 500. More requests than this at the same moment are refused; it also limits what a mistake can cost."
        }
        Setting::Exposure => "The allow-list decides who is let in. This cannot be changed later.",
        Setting::Database => {
            "The code finds it in its environment (DATABASE_HOST and others). With a database, the function reaches this database and nothing else on the internet."
        }
        Setting::LogRetentionDays => "After this time log lines are deleted.",
    }
}

fn choice(setting: Setting, value: &str) -> String {
    match (setting, value) {
        (Setting::Size, "small") => "Small".to_owned(),
        (Setting::Size, "medium") => "Medium".to_owned(),
        (Setting::Size, "large") => "Large".to_owned(),
        (Setting::Size, "xlarge") => "Extra large".to_owned(),
        (Setting::EngineVersion, version) => format!("PostgreSQL {version}"),
        (Setting::Runtime, value) => runtime(value).to_owned(),
        (Setting::Architecture, "arm64") => "ARM (Graviton)".to_owned(),
        (Setting::Architecture, "x86_64") => "Intel and AMD (x86)".to_owned(),
        (Setting::Exposure, "public") => "The internet".to_owned(),
        (Setting::Exposure, "private") => "The private network".to_owned(),
        (Setting::LogRetentionDays, days) => format!("{days} days"),
        (Setting::Database, "" | "null") => "None".to_owned(),
        _ => value.to_owned(),
    }
}

/// A language in its version.
fn runtime(value: &str) -> &str {
    match value {
        "python3.12" => "Python 3.12",
        "python3.13" => "Python 3.13",
        "python3.14" => "Python 3.14",
        "nodejs22.x" => "Node.js 22",
        "nodejs24.x" => "Node.js 24",
        "provided.al2023" => "Amazon Linux 2023 (Go, Rust, C++)",
        other => other,
    }
}

fn meaning(meaning: Meaning) -> String {
    match meaning {
        Meaning::Machine { virtual_cpus, memory_gib, .. } => {
            format!("{virtual_cpus} CPUs, {memory_gib} GB")
        }
        Meaning::Version { supported_until, long_term } => {
            let kind = if long_term { "long-term release, " } else { "" };
            format!("{kind}supported until {}", supported_until.strftime("%-d %b %Y"))
        }
        Meaning::Runtime { supported_until, .. } => {
            format!("supported until {}", supported_until.strftime("%-d %b %Y"))
        }
        Meaning::Graviton => "cost a fifth less".to_owned(),
        Meaning::X86 => "for libraries that know no others".to_owned(),
        Meaning::Public => "for the networks of the allow-list".to_owned(),
        Meaning::Private => "and networks that are connected to it".to_owned(),
        Meaning::Days { .. } => String::new(),
    }
}

fn price(word: PriceWord) -> String {
    match word {
        PriceWord::Instances { count: 1 } => "1 server".to_owned(),
        PriceWord::Instances { count } => format!("{count} servers"),
        PriceWord::Storage { gib } => format!("Storage, estimated for {gib} GB"),
        PriceWord::Backup { gib } => format!("Backups, estimated for {gib} GB"),
        PriceWord::Key => "Encryption key".to_owned(),
        PriceWord::Secret => "Stored password".to_owned(),
        PriceWord::Requests { millions } => format!("Requests, estimated for {millions} million"),
        PriceWord::ComputeTime { milliseconds, memory_mb } => {
            format!("Computing, estimated for {milliseconds} ms each with {memory_mb} MB")
        }
        PriceWord::LoadBalancer => "Load balancer, shared by all functions".to_owned(),
        PriceWord::PrivateEndpoints { count } => format!("Private ways to AWS in {count} zones, shared"),
        PriceWord::PublicAddresses { count } => format!("{count} public addresses, shared"),
    }
}

fn resource(word: ResourceWord) -> &'static str {
    match word {
        ResourceWord::Database => "Database with its storage",
        ResourceWord::DatabaseInstance => "Database server",
        ResourceWord::DatabaseParameters => "Database rules",
        ResourceWord::DatabasePlacement => "Placement in the network",
        ResourceWord::EncryptionKey => "Encryption key",
        ResourceWord::EncryptionKeyName => "Name of the encryption key",
        ResourceWord::Firewall => "Firewall",
        ResourceWord::FirewallRule => "Allowed network",
        ResourceWord::LogStore => "Log store",
        ResourceWord::LogCounter => "Counter of log lines",
        ResourceWord::AccessRole => "Access role",
        ResourceWord::BackupVault => "Backup vault",
        ResourceWord::BackupPlan => "Backup plan",
        ResourceWord::BackupSelection => "Selection for backups",
        ResourceWord::Network => "Private network",
        ResourceWord::Subnet => "Part of the network",
        ResourceWord::RouteTable => "Routes",
        ResourceWord::RouteAssociation => "Assignment of routes",
        ResourceWord::FlowLog => "Record of connections",
        ResourceWord::Function => "Function",
        ResourceWord::LoadBalancerTarget => "Target of the load balancer",
        ResourceWord::LoadBalancerRule => "Allowed networks",
        ResourceWord::LoadBalancer => "Load balancer",
        ResourceWord::LoadBalancerListener => "Port of the load balancer",
        ResourceWord::HostName => "Name in DNS",
        ResourceWord::Certificate => "Certificate",
        ResourceWord::SecretStore => "Store for secret values",
        ResourceWord::FileStore => "File store",
        ResourceWord::FileStoreRules => "Rules of the file store",
        ResourceWord::InternetAccess => "Way to the internet",
        ResourceWord::Route => "Route",
        ResourceWord::PrivateEndpoint => "Private way to AWS",
        ResourceWord::Other => "Other resource",
    }
}

fn path(path: &str) -> String {
    match path {
        "settings.size" => label(Setting::Size).to_owned(),
        "settings.engine_version" => label(Setting::EngineVersion).to_owned(),
        "settings.replicas" => label(Setting::Replicas).to_owned(),
        "settings.backup_retention_days" => label(Setting::BackupRetentionDays).to_owned(),
        "settings.deletion_protection" => label(Setting::DeletionProtection).to_owned(),
        "settings.database_name" => label(Setting::DatabaseName).to_owned(),
        "code" => "Code".to_owned(),
        "settings.runtime" => label(Setting::Runtime).to_owned(),
        "settings.architecture" => label(Setting::Architecture).to_owned(),
        "settings.handler" => label(Setting::Handler).to_owned(),
        "settings.memory_mb" => label(Setting::MemoryMb).to_owned(),
        "settings.timeout_seconds" => label(Setting::TimeoutSeconds).to_owned(),
        "settings.concurrency" => label(Setting::Concurrency).to_owned(),
        "settings.exposure" => label(Setting::Exposure).to_owned(),
        "settings.database" => label(Setting::Database).to_owned(),
        "settings.log_retention_days" => label(Setting::LogRetentionDays).to_owned(),
        "window" => "Maintenance window".to_owned(),
        "window.zone" => "Window: time zone".to_owned(),
        "window.weekday" => "Window: day".to_owned(),
        "window.start" => "Window: opens at".to_owned(),
        "window.minutes" => "Window: minutes open".to_owned(),
        "allow_list" => "Allow-list".to_owned(),
        other => other.strip_prefix("allow_list.").map_or_else(|| other.to_owned(), ToOwned::to_owned),
    }
}
