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
    }
}

fn choice(setting: Setting, value: &str) -> String {
    match (setting, value) {
        (Setting::Size, "small") => "Small".to_owned(),
        (Setting::Size, "medium") => "Medium".to_owned(),
        (Setting::Size, "large") => "Large".to_owned(),
        (Setting::Size, "xlarge") => "Extra large".to_owned(),
        (Setting::EngineVersion, version) => format!("PostgreSQL {version}"),
        _ => value.to_owned(),
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
        ResourceWord::AccessRole => "Access role",
        ResourceWord::BackupVault => "Backup vault",
        ResourceWord::BackupPlan => "Backup plan",
        ResourceWord::BackupSelection => "Selection for backups",
        ResourceWord::Network => "Private network",
        ResourceWord::Subnet => "Part of the network",
        ResourceWord::RouteTable => "Routes",
        ResourceWord::RouteAssociation => "Assignment of routes",
        ResourceWord::FlowLog => "Record of connections",
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
        "window" => "Maintenance window".to_owned(),
        "window.zone" => "Window: time zone".to_owned(),
        "window.weekday" => "Window: day".to_owned(),
        "window.start" => "Window: opens at".to_owned(),
        "window.minutes" => "Window: minutes open".to_owned(),
        "allow_list" => "Allow-list".to_owned(),
        other => other.strip_prefix("allow_list.").map_or_else(|| other.to_owned(), ToOwned::to_owned),
    }
}
