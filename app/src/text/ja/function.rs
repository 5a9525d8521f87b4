use domain::function::{Source, VersionState};

use crate::text::function::Function;

pub(super) const FUNCTION: Function = Function {
    address: "アドレス",
    address_help: "許可リストのネットワークから、常に暗号化された接続で利用できます。",
    try_it: "試す",
    nothing_live: "コードはまだデプロイされていません",
    nothing_live_help: "それまでは、その旨を知らせる簡単なページが表示されます。",
    live: "公開中",
    code: "コード",
    size,
    deploy: "コードをデプロイ",
    deploy_lead: "新しいバージョンは数秒で、停止なしに公開されます。問題があれば、前のバージョンが動き続けます。",
    archive: "コード（zipファイル）",
    archive_help: |expected| format!("50MBまで、展開後250MBまで。{expected} が必要です。"),
    drop_here: "zipファイルをここにドロップ",
    sending: "送信中",
    checking: "アーカイブを確認中",
    message: "変更内容",
    message_help: "バージョンの横に表示されます。500文字以内で入力してください。",
    check: "公開前の確認",
    check_none: "確認しない",
    check_none_help: "AWSがコードを起動すると、すぐに切り替えます。",
    check_path: "パスを呼び出す",
    check_path_help: "新しいバージョンが400未満のステータスで応答する必要があります。",
    check_event: "イベントを送る",
    check_event_help: "新しいバージョンがエラーなく応答する必要があります。",
    check_value: "パスまたはイベント",
    check_value_help: "/health のようなパス、またはJSONのイベントです。",
    deploy_now: "デプロイ",
    versions: "バージョン",
    versions_lead: "コードと構成を組み合わせた、番号付きの変更されない記録です。少なくとも50バージョン、90日間保管します。",
    version: |number| format!("バージョン{number}"),
    no_versions: "バージョンはまだありません",
    no_versions_help: "最初のデプロイがバージョン1になります。",
    state: |state| match state {
        VersionState::Deploying => "デプロイ中",
        VersionState::Live => "公開中",
        VersionState::Previous => "以前のバージョン",
        VersionState::Failed => "失敗",
        VersionState::Superseded => "後続に置き換え",
        VersionState::Pruned => "削除済み",
    },
    source: |source| match source {
        Source::Portal => "ポータル".to_owned(),
        Source::CommandLine => "コマンドライン".to_owned(),
        Source::Api => "API".to_owned(),
        Source::Job { repository, commit, .. } => {
            format!("{repository}（{}）", commit.get(..8).unwrap_or(commit))
        }
        Source::Settings => "設定の変更".to_owned(),
    },
    from: "実行元",
    what: "変更内容",
    bytes: "サイズ",
    made_by: "実行者",
    published: "AWSでの番号",
    compared_with: |number| format!("バージョン{number}との比較"),
    nothing_to_compare: "比較できる別のバージョンはありません。",
    same: "コードも構成も同じです。",
    compare_with: "比較するバージョン",
    compare: "比較",
    files: "ファイル",
    file: "ファイル",
    files_same: |count| format!("{count}個のファイルは同じです。"),
    all_files: "すべてのファイル",
    configuration: "構成",
    roll_back: "ロールバック",
    roll_back_title: |number| format!("バージョン{number}に戻す"),
    roll_back_lead: |number| {
        format!("現在公開中のバージョン{number}は残るため、同じ方法で元に戻せます。")
    },
    all_button: "コードと構成",
    all_help: "当時のコード、変数、メモリ、制限時間をそのまま使います。約1秒で切り替わります。設定ページの内容は変わらず、次のデプロイから再び有効になります。",
    code_button: "コードのみ",
    code_help: "当時のコードを、現在の変数と設定で使います。新しいバージョンになり、数秒かかります。",
    variables: "変数",
    variables_lead: "コードが環境から読み取る値です。変更すると、同じコードの新しいバージョンになります。パスワードや鍵は書かないでください。コンポーネントを見られる人全員に見えます。",
    variables_field: "変数",
    variables_help: "1行に1つ、NAME=値 の形で入力してください。空行と # で始まる行は無視されます。",
    variables_used: |used, most| format!("{most}バイト中{used}バイト使用しています。"),
    variables_of_product: "ポータルが設定する変数",
    variables_save: "この変数でデプロイ",
};

fn size(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes}バイト"),
        1_000..=999_949 => format!("{}.{}kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{}MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
