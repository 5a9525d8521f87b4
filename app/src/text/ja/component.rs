use domain::component::{Kind, State};

use crate::text::component::Component;

pub(super) const COMPONENT: Component = Component {
    title: "コンポーネント",
    new: "新しいコンポーネント",
    name: "名前",
    kind: "種類",
    state: "状態",
    project: "プロジェクト",
    environment: "環境",
    region: "リージョン",
    changed: "最終変更",
    contains: "名前に含む文字",
    any: "すべて",
    nothing_found: "条件に合うコンポーネントはありません",
    nothing_found_help: "絞り込みを減らしてみてください。",
    new_title: |kind| match kind {
        Kind::Postgres => "PostgreSQLデータベースの作成",
        Kind::Function => "新しいファンクション",
    },
    new_lead: "名前を付けるだけで作成できます。ほかの項目には適切な初期値が入っています。作成前に計画と料金を確認できます。",
    name_help: "半角の英小文字、数字、ハイフンで3～32文字（例：orders-db）。後から変更できません。",
    project_help: "ロールはプロジェクト単位でも付与でき、請求にもプロジェクトが記載されます。",
    environment_help: |kind| match kind {
        Kind::Postgres => "本番では、初期値で2台目のサーバーが加わり、バックアップの保持期間が長くなります。",
        Kind::Function => "本番では、初期値で削除保護が有効になります。",
    },
    region_help: |kind| match kind {
        Kind::Postgres => "データを置く場所です。後から変更できません。",
        Kind::Function => "実行する場所とログを置く場所です。後から変更できません。",
    },
    no_project: "プロジェクトがまだありません",
    no_project_help: "コンポーネントはプロジェクトに属します。組織のオーナーが設定画面で作成できます。",
    no_region: "この組織で使えるAWSアカウントがまだありません",
    no_region_help: "コンポーネントを作成するには、プラットフォームチームによる登録が必要です。",
    show_plan: "計画を確認",
    plan_help: "計画を確定するまで、何も作成されません。",
    update_price: "料金を更新",
    price: "料金",
    price_help: |kind| match kind {
        Kind::Postgres => {
            "AWSの定価（1か月730時間、税別）です。ストレージとバックアップの料金はデータ量に応じて増えます。"
        }
        Kind::Function => "AWSの定価（1か月、税別）です。リクエスト数に応じて増えます。",
    },
    price_shared: |money| {
        format!(
            "このほかに、リージョン内の組織の全ファンクションで共有する設備に、合わせて月額約{money}かかります。"
        )
    },
    price_unknown: "このリージョンの料金はポータルに登録されていません。AWSの使用量に応じて請求されます。",
    per_month: |money| format!("月額 {money}"),
    expected: |duration| format!("約{duration}で利用できます"),
    tabs: "コンポーネントの表示切り替え",
    overview: "概要",
    allow_list: "許可リスト",
    maintenance: "メンテナンス",
    activity: "履歴",
    settings: "設定",
    state_help: |kind, state| match state {
        State::Creating => "このページを離れても作業は続きます。",
        State::Ready => "問題はありません。",
        State::Updating => "計画に記載がない限り、変更中も利用できます。",
        State::Deleting => match kind {
            Kind::Postgres => "最終スナップショットは保管されます。",
            Kind::Function => "ログは保存期間が終わるまで残ります。",
        },
        State::CreateFailed => {
            "作成は取り消され、AWSには何も残っていません。原因と次の手順は操作の画面で確認できます。"
        }
        State::ChangeFailed => {
            "前回の変更は取り消され、以前と同じように動作しています。原因は操作の画面で確認できます。"
        }
        State::DeleteFailed => "削除が途中で止まりました。再開できます。原因は操作の画面で確認できます。",
        State::Deleted => match kind {
            Kind::Postgres => "最終スナップショットだけが残っています。",
            Kind::Function => "保存期間が終わるまでのログと、それを読むための鍵だけが残っています。",
        },
    },
    see_operation: "操作を表示",
    endpoint: "エンドポイント",
    reader_endpoint: "読み取り専用エンドポイント",
    next_opening: "次のメンテナンス時間",
    networks: "接続できる相手",
    networks_count: |count| format!("{count}件のネットワーク"),
    nobody: "まだ誰も接続できません",
    nobody_help: "許可リストが空です。まずお使いのアドレスを追加してください。",
    connect: "接続方法",
    connect_help: "接続は常に暗号化されます。パスワードはPGPASSWORDに設定するか、求められたときに入力してください。タイムアウトする場合は、ほとんどの場合、アドレスが許可リストにありません。",
    certificates: "AWSの証明書をプログラムと同じ場所に保存してください：",
    clients: "プログラム",
    client: |client| match client {
        "psql" => "psql",
        "jdbc" => "Java（JDBC）",
        "python" => "Python",
        "node" => "Node.js",
        "rust" => "Rust",
        _ => "その他",
    },
    credentials: "ユーザー名とパスワード",
    credentials_help: "パスワードは7日ごとにAWSが変更します。接続を拒否された場合は、読み直すようにしてください。表示した記録は監査ログに残ります。",
    reveal: "表示する",
    username: "ユーザー名",
    password: "パスワード",
    revealed_help: "一度だけ表示しています。ページを再読み込みすると隠れます。表示した記録は監査ログに残りました。",
    recent: "最近の操作",
    no_recent: "まだありません。",
    operations: "操作",
    operation: "操作",
    author: "実行者",
    when: "日時",
    duration: "所要時間",
    releases: "リリース",
    releases_help: "変更が成功するたびに、番号付きのリリースが作られます。リリースの内容は変わりません。",
    release: |number| format!("リリース {number}"),
    release_in_force: "適用中",
    no_releases: "コンポーネントの作成が完了すると、最初のリリースが表示されます。",
    audit: "このコンポーネントの監査ログ",
    settings_lead: "計画を確定するまで、何も変更されません。",
    fixed: "この項目は変更できません。",
    stale_title: "編集中に、ほかの人が設定を変更しました",
    stale_help: "入力した値はフォームに残っています。内容を比べて調整し、もう一度送信すると、あなたの変更を適用できます。",
    stale_theirs: "現在の値",
    stale_yours: "あなたの値",
    delete: "このコンポーネントを削除",
    delete_help: |kind| match kind {
        Kind::Postgres => {
            "最初に最終スナップショットを取得して保管します。それ以外は、データを含めてすべて削除されます。実行前に計画を確認し、名前を入力します。"
        }
        Kind::Function => {
            "コード、バージョン、シークレット、アドレスを削除します。ログは保存期間が終わるまで残ります。実行前に計画を確認し、名前を入力します。"
        }
    },
    delete_protected: "削除保護が有効です。先に上の設定で無効にしてください。",
    plan_delete: "削除の計画を作成",
    blueprint: "ブループリント",
};
