use kinds::form::{Meaning, Setting};
use kinds::price::PriceWord;
use kinds::words::ResourceWord;

use crate::text::settings::Settings;

pub(super) const SETTINGS: Settings = Settings { label, help, choice, meaning, price, resource, path };

fn label(setting: Setting) -> &'static str {
    match setting {
        Setting::Size => "サイズ",
        Setting::EngineVersion => "バージョン",
        Setting::Replicas => "待機サーバー",
        Setting::BackupRetentionDays => "バックアップの保持日数",
        Setting::DeletionProtection => "削除保護",
        Setting::DatabaseName => "最初のデータベース",
    }
}

fn help(setting: Setting) -> &'static str {
    match setting {
        Setting::Size => "サイズは後から変更できます。その際、短時間接続できなくなります。",
        Setting::EngineVersion => {
            "長期サポート版は修正のみが提供され、サポート期間が最も長くなります。後から上げることはできますが、下げることはできません。"
        }
        Setting::Replicas => {
            "0～2台。別のデータセンターの待機サーバーが、障害時に1分以内に引き継ぎます。普段は読み取りにも使えます。"
        }
        Setting::BackupRetentionDays => "1～35日。この期間内の任意の時点に復元できます。",
        Setting::DeletionProtection => "無効にするまで、コンポーネントを削除できません。",
        Setting::DatabaseName => {
            "最初から用意されるデータベースです。SQLで追加もできます。後から変更できません。"
        }
    }
}

fn choice(setting: Setting, value: &str) -> String {
    match (setting, value) {
        (Setting::Size, "small") => "小".to_owned(),
        (Setting::Size, "medium") => "中".to_owned(),
        (Setting::Size, "large") => "大".to_owned(),
        (Setting::Size, "xlarge") => "特大".to_owned(),
        (Setting::EngineVersion, version) => format!("PostgreSQL {version}"),
        _ => value.to_owned(),
    }
}

fn meaning(meaning: Meaning) -> String {
    match meaning {
        Meaning::Machine { virtual_cpus, memory_gib, .. } => {
            format!("{virtual_cpus} CPU・メモリ{memory_gib}GB")
        }
        Meaning::Version { supported_until, long_term } => {
            let kind = if long_term { "長期サポート版、" } else { "" };
            format!("{kind}サポート期限：{}", supported_until.strftime("%Y年%-m月%-d日"))
        }
    }
}

fn price(word: PriceWord) -> String {
    match word {
        PriceWord::Instances { count: 1 } => "サーバー1台".to_owned(),
        PriceWord::Instances { count } => format!("サーバー{count}台"),
        PriceWord::Storage { gib } => format!("ストレージ（{gib}GBの見積もり）"),
        PriceWord::Backup { gib } => format!("バックアップ（{gib}GBの見積もり）"),
        PriceWord::Key => "暗号鍵".to_owned(),
        PriceWord::Secret => "保存されたパスワード".to_owned(),
    }
}

fn resource(word: ResourceWord) -> &'static str {
    match word {
        ResourceWord::Database => "データベースとストレージ",
        ResourceWord::DatabaseInstance => "データベースサーバー",
        ResourceWord::DatabaseParameters => "データベースの動作設定",
        ResourceWord::DatabasePlacement => "ネットワーク内の配置",
        ResourceWord::EncryptionKey => "暗号鍵",
        ResourceWord::EncryptionKeyName => "暗号鍵の名前",
        ResourceWord::Firewall => "ファイアウォール",
        ResourceWord::FirewallRule => "許可するネットワーク",
        ResourceWord::LogStore => "ログの保管場所",
        ResourceWord::AccessRole => "アクセスロール",
        ResourceWord::BackupVault => "バックアップの保管庫",
        ResourceWord::BackupPlan => "バックアップ計画",
        ResourceWord::BackupSelection => "バックアップの対象",
        ResourceWord::Network => "専用ネットワーク",
        ResourceWord::Subnet => "ネットワークの区画",
        ResourceWord::RouteTable => "経路",
        ResourceWord::RouteAssociation => "経路の割り当て",
        ResourceWord::FlowLog => "通信の記録",
        ResourceWord::Other => "その他のリソース",
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
        "window" => "メンテナンス時間".to_owned(),
        "window.zone" => "メンテナンス時間：タイムゾーン".to_owned(),
        "window.weekday" => "メンテナンス時間：曜日".to_owned(),
        "window.start" => "メンテナンス時間：開始".to_owned(),
        "window.minutes" => "メンテナンス時間：長さ（分）".to_owned(),
        "allow_list" => "許可リスト".to_owned(),
        other => other.strip_prefix("allow_list.").map_or_else(|| other.to_owned(), ToOwned::to_owned),
    }
}
