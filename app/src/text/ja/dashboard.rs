use crate::text::dashboard::Dashboard;

pub(super) const DASHBOARD: Dashboard = Dashboard {
    running: "実行中の操作",
    attention: "確認が必要なもの",
    components: "コンポーネント",
    all_components: "すべてのコンポーネント",
    next: "次のメンテナンス時間",
    next_help: "作業は時間内に始まりますが、終了が時間を過ぎることがあります。",
    no_next: "メンテナンス時間を設定したコンポーネントはまだありません。",
    recent: "最近の操作",
    all_changes: "監査ログ",
    no_recent: "まだ変更はありません。",
    running_title: |count| if count == 0 { String::new() } else { format!("（{count}件実行中）") },
    empty: "コンポーネントはまだありません",
    empty_help: "コンポーネントは、PostgreSQLデータベースのように、すぐに使える部品です。名前を付けるだけで最初のひとつを作成できます。",
    empty_no_right: "コンポーネントは、PostgreSQLデータベースのように、すぐに使える部品です。組織の開発者またはオーナーが作成できます。",
    all_well: "すべてのコンポーネントは正常です。実行中の操作はありません。",
};
