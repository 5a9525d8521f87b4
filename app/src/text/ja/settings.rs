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
        Setting::Runtime => "言語",
        Setting::Architecture => "プロセッサー",
        Setting::Handler => "ハンドラー",
        Setting::MemoryMb => "メモリ（MB）",
        Setting::TimeoutSeconds => "制限時間（秒）",
        Setting::Concurrency => "同時リクエスト数",
        Setting::Exposure => "利用できる場所",
        Setting::Database => "データベース",
        Setting::LogRetentionDays => "ログの保持期間",
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
        Setting::Runtime => {
            "バージョンは後から上げられます。別の言語にする場合は、別のファンクションを作成してください。"
        }
        Setting::Architecture => "コンパイルされた部分を含むコードでのみ重要です。後から変更できません。",
        Setting::Handler => {
            "コードの開始位置です。ファイル.関数 の形で入力します（例：app.handler）。単独のプログラムは bootstrap という名前にします。"
        }
        Setting::MemoryMb => "128～10240。メモリに比例してプロセッサーの性能も上がります。",
        Setting::TimeoutSeconds => "1～900。これより長くかかるリクエストは停止し、エラーを返します。",
        Setting::Concurrency => {
            "1～500。同時にこれを超えるリクエストは拒否されます。誤りによる費用の上限にもなります。"
        }
        Setting::Exposure => "誰が利用できるかは許可リストで決まります。後から変更できません。",
        Setting::Database => {
            "コードは環境変数（DATABASE_HOSTなど）で参照できます。データベースを選ぶと、ファンクションからはこのデータベースだけに接続でき、インターネットには出られません。"
        }
        Setting::LogRetentionDays => "この期間を過ぎたログは削除されます。",
    }
}

fn choice(setting: Setting, value: &str) -> String {
    match (setting, value) {
        (Setting::Size, "small") => "小".to_owned(),
        (Setting::Size, "medium") => "中".to_owned(),
        (Setting::Size, "large") => "大".to_owned(),
        (Setting::Size, "xlarge") => "特大".to_owned(),
        (Setting::EngineVersion, version) => format!("PostgreSQL {version}"),
        (Setting::Runtime, value) => runtime(value).to_owned(),
        (Setting::Architecture, "arm64") => "ARM（Graviton）".to_owned(),
        (Setting::Architecture, "x86_64") => "Intel・AMD（x86）".to_owned(),
        (Setting::Exposure, "public") => "インターネット".to_owned(),
        (Setting::Exposure, "private") => "専用ネットワーク".to_owned(),
        (Setting::LogRetentionDays, days) => format!("{days}日"),
        (Setting::Database, "" | "null") => "なし".to_owned(),
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
        "provided.al2023" => "Amazon Linux 2023（Go、Rust、C++）",
        other => other,
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
        Meaning::Runtime { supported_until, .. } => {
            format!("サポート期限：{}", supported_until.strftime("%Y年%-m月%-d日"))
        }
        Meaning::Graviton => "約2割安くなります".to_owned(),
        Meaning::X86 => "ほかに対応しないライブラリ向け".to_owned(),
        Meaning::Public => "許可リストのネットワークから".to_owned(),
        Meaning::Private => "接続されたネットワークを含む".to_owned(),
        Meaning::Days { .. } => String::new(),
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
        PriceWord::Requests { millions } => format!("リクエスト（月{millions}00万件の見積もり）"),
        PriceWord::ComputeTime { milliseconds, memory_mb } => {
            format!("実行時間（1件{milliseconds}ミリ秒・{memory_mb}MBの見積もり）")
        }
        PriceWord::LoadBalancer => "ロードバランサー（全ファンクションで共有）".to_owned(),
        PriceWord::PrivateEndpoints { count } => format!("AWSへの専用経路（{count}ゾーン、共有）"),
        PriceWord::PublicAddresses { count } => format!("公開アドレス{count}個（共有）"),
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
        ResourceWord::LogCounter => "ログの集計",
        ResourceWord::AccessRole => "アクセスロール",
        ResourceWord::BackupVault => "バックアップの保管庫",
        ResourceWord::BackupPlan => "バックアップ計画",
        ResourceWord::BackupSelection => "バックアップの対象",
        ResourceWord::Network => "専用ネットワーク",
        ResourceWord::Subnet => "ネットワークの区画",
        ResourceWord::RouteTable => "経路",
        ResourceWord::RouteAssociation => "経路の割り当て",
        ResourceWord::FlowLog => "通信の記録",
        ResourceWord::Function => "ファンクション",
        ResourceWord::LoadBalancerTarget => "ロードバランサーの転送先",
        ResourceWord::LoadBalancerRule => "許可するネットワーク",
        ResourceWord::LoadBalancer => "ロードバランサー",
        ResourceWord::LoadBalancerListener => "ロードバランサーの受付ポート",
        ResourceWord::HostName => "DNSの名前",
        ResourceWord::Certificate => "証明書",
        ResourceWord::SecretStore => "秘密の値の保管場所",
        ResourceWord::FileStore => "ファイルの保管場所",
        ResourceWord::FileStoreRules => "ファイル保管場所の規則",
        ResourceWord::InternetAccess => "インターネットへの経路",
        ResourceWord::Route => "経路",
        ResourceWord::PrivateEndpoint => "AWSへの専用経路",
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
        "code" => "コード".to_owned(),
        "settings.runtime" => label(Setting::Runtime).to_owned(),
        "settings.architecture" => label(Setting::Architecture).to_owned(),
        "settings.handler" => label(Setting::Handler).to_owned(),
        "settings.memory_mb" => label(Setting::MemoryMb).to_owned(),
        "settings.timeout_seconds" => label(Setting::TimeoutSeconds).to_owned(),
        "settings.concurrency" => label(Setting::Concurrency).to_owned(),
        "settings.exposure" => label(Setting::Exposure).to_owned(),
        "settings.database" => label(Setting::Database).to_owned(),
        "settings.log_retention_days" => label(Setting::LogRetentionDays).to_owned(),
        "window" => "メンテナンス時間".to_owned(),
        "window.zone" => "メンテナンス時間：タイムゾーン".to_owned(),
        "window.weekday" => "メンテナンス時間：曜日".to_owned(),
        "window.start" => "メンテナンス時間：開始".to_owned(),
        "window.minutes" => "メンテナンス時間：長さ（分）".to_owned(),
        "allow_list" => "許可リスト".to_owned(),
        other => other.strip_prefix("allow_list.").map_or_else(|| other.to_owned(), ToOwned::to_owned),
    }
}
