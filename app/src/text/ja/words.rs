use domain::allow_list::Warning;
use domain::audit::{AuditAction, Outcome};
use domain::authz::Action;
use domain::caller::{Actor, Interface, Task};
use domain::component::{Environment, Kind, State};
use domain::grant::Role;
use domain::maintenance::Weekday;
use domain::operation::{Cause, Change, NextStep, OperationState, StepName, StepState};
use domain::plan::{PlanWarning, ResourceAction};

use crate::text::words::Words;

pub(super) const WORDS: Words = Words {
    state,
    operation_state,
    step_state,
    change,
    step,
    cause,
    next_step,
    kind,
    environment,
    region,
    role,
    action,
    audit_action,
    outcome,
    actor,
    interface,
    weekday,
    warning,
    plan_warning,
    resource_action,
};

fn state(state: State) -> &'static str {
    match state {
        State::Creating => "作成中",
        State::Ready => "正常",
        State::Updating => "変更中",
        State::Deleting => "削除中",
        State::CreateFailed => "作成失敗",
        State::ChangeFailed => "正常（前回の変更は失敗）",
        State::DeleteFailed => "削除が中断",
        State::Deleted => "削除済み",
    }
}

fn operation_state(state: OperationState) -> &'static str {
    match state {
        OperationState::Planned => "計画（未実行）",
        OperationState::Queued => "開始待ち",
        OperationState::Running => "実行中",
        OperationState::Succeeded => "完了",
        OperationState::Failed => "失敗",
        OperationState::Cancelled => "キャンセル済み",
        OperationState::Discarded => "破棄済み",
        OperationState::Superseded => "後続に置き換え",
    }
}

fn step_state(state: StepState) -> &'static str {
    match state {
        StepState::Waiting => "待機中",
        StepState::Running => "実行中",
        StepState::Done => "完了",
        StepState::Failed => "失敗",
    }
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Create => "作成",
        Change::Settings => "設定の変更",
        Change::AllowList => "許可リストの変更",
        Change::Window => "メンテナンス時間の変更",
        Change::Delete => "削除",
        Change::Deploy => "デプロイ",
        Change::RollBack => "ロールバック",
    }
}

fn step(step: StepName) -> &'static str {
    match step {
        StepName::Network => "専用ネットワークを用意",
        StepName::Prepare => "AWSでの変更内容を確認",
        StepName::Stack => "AWSに変更を適用",
        StepName::Verify => "利用できる状態かを確認",
        StepName::Unprotect => "削除保護を解除",
        StepName::Snapshot => "最終スナップショットを取得",
        StepName::Remove => "AWSからすべて削除",
        StepName::Artifacts => "コードの保管場所を用意",
        StepName::LoadBalancer => "ロードバランサーを用意",
        StepName::Endpoints => "AWSへの専用経路を用意",
        StepName::Placeholder => "最初のデプロイまでの仮のコードを配置",
        StepName::Code => "コードと変数を反映",
        StepName::Publish => "変更されないバージョンとして確定",
        StepName::Check => "新しいバージョンを確認",
        StepName::Shift => "アクセスを切り替え",
        StepName::CheckAfter => "全アクセスでの確認",
        StepName::Connect => "ロードバランサーに接続",
        StepName::Detach => "専用ネットワークから切り離し",
        StepName::RemoveCode => "AWSからコードを削除",
    }
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Quota => "AWSアカウントの上限に達しています。",
        Cause::AccessDenied => "ポータルのロールには、AWSアカウントでこれを行う権限がありません。",
        Cause::Capacity => "現在このリージョンには、このサイズの空きがAWSにありません。",
        Cause::Unsupported => {
            "AWSはこのエンジンバージョンを提供していないか、このサイズには対応していません。"
        }
        Cause::AlreadyExists => "同じ名前のものがAWSアカウントに既に存在します。",
        Cause::InUse => "このコンポーネントの一部がまだ使われています。",
        Cause::KeyUnavailable => "暗号鍵または保存されたパスワードを使用できません。",
        Cause::WouldLoseData => "計画にないデータの置き換えや削除が必要だったため、何も実行しませんでした。",
        Cause::AccountUnreachable => "ポータルからAWSアカウントに接続できません。",
        Cause::Stale => "計画の作成後にコンポーネントが変更されました。",
        Cause::Template => "AWSがコンポーネントの定義を受け付けませんでした。ポータル側の問題です。",
        Cause::Cancelled => "依頼により停止しました。",
        Cause::TimedOut => "想定をはるかに超える時間がかかりました。",
        Cause::CheckFailed => {
            "新しいバージョンは確認に合格しなかったため、アクセスは切り替えていません。前のバージョンが動き続けています。"
        }
        Cause::SentBack => {
            "段階的リリースの監視条件により、新しいバージョンは元に戻されました。アクセスはすべて前のバージョンに向いています。"
        }
        Cause::CodeGone => "コードはAWSアカウントに残っていません。",
        Cause::CodeUnusable => {
            "AWSはこのコードを実行できません。ハンドラー、ランタイム、プロセッサーを確認してください。前のバージョンが動き続けています。"
        }
        Cause::Unknown => "AWSから未知のエラーが返されました。",
    }
}

fn next_step(step: NextStep) -> &'static str {
    match step {
        NextStep::Retry => "再実行してください。中断したところから続きます。",
        NextStep::ChangeSetting => "設定を変更して、計画を作り直してください。",
        NextStep::DeployAgain => "コードまたは設定を直して、もう一度デプロイしてください。",
        NextStep::AskOperator => {
            "プラットフォームチームに上限の引き上げや権限の付与を依頼し、その後で再実行してください。"
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Postgres => "PostgreSQL",
        Kind::Function => "ファンクション",
    }
}

fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Development => "開発",
        Environment::Staging => "ステージング",
        Environment::Production => "本番",
    }
}

fn region(region: &str) -> Option<&'static str> {
    Some(match region {
        "us-east-1" => "バージニア北部",
        "us-west-2" => "オレゴン",
        "eu-central-1" => "フランクフルト",
        "eu-west-1" => "アイルランド",
        "ap-northeast-1" => "東京",
        "ap-northeast-3" => "大阪",
        _ => return None,
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "閲覧者",
        Role::Developer => "開発者",
        Role::Owner => "オーナー",
    }
}

fn action(action: Action) -> &'static str {
    match action {
        Action::View => "組織の閲覧",
        Action::ViewAudit => "監査ログの閲覧",
        Action::ExportAudit => "監査ログの書き出し",
        Action::CreateComponent => "コンポーネントの作成",
        Action::ChangeComponent => "コンポーネントの変更",
        Action::DeleteComponent => "コンポーネントの削除",
        Action::Deploy => "コードのデプロイ",
        Action::Invoke => "関数の試行",
        Action::ReadLogs => "関数のログの閲覧",
        Action::OperateComponent => "操作のキャンセルと再実行",
        Action::RevealCredentials => "パスワードの表示",
        Action::ViewMembers => "メンバーの閲覧",
        Action::ManageMembers => "ロールの付与と取り消し",
        Action::ManageProjects => "プロジェクトの作成",
        Action::ManagePolicy => "組織のポリシーの変更",
        Action::ViewAccounts => "AWSアカウントの閲覧",
        Action::ManageAccounts => "AWSアカウントの登録",
        Action::OwnSessions => "自分のセッションの管理",
    }
}

fn audit_action(action: AuditAction) -> &'static str {
    match action {
        AuditAction::SignedIn => "サインイン",
        AuditAction::SignInFailed => "サインイン失敗",
        AuditAction::SignedOut => "サインアウト",
        AuditAction::SessionRevoked => "セッション終了",
        AuditAction::CommandLineApproved => "コマンドラインを許可",
        AuditAction::CommandLineDenied => "コマンドラインを拒否",
        AuditAction::CommandLineSignedIn => "コマンドラインがサインイン",
        AuditAction::AccessRefused => "アクセス拒否",
        AuditAction::SupportViewed => "サポートが閲覧",
        AuditAction::ComponentCreated => "コンポーネントを作成",
        AuditAction::SettingsChanged => "設定を変更",
        AuditAction::AllowListChanged => "許可リストを変更",
        AuditAction::WindowChanged => "メンテナンス時間を変更",
        AuditAction::ComponentDeleted => "コンポーネントを削除",
        AuditAction::FunctionDeployed => "デプロイ",
        AuditAction::FunctionRolledBack => "ロールバック",
        AuditAction::CodeUploaded => "コードを送信",
        AuditAction::SecretSet => "シークレットを設定",
        AuditAction::SecretRemoved => "シークレットを削除",
        AuditAction::VersionsPruned => "古いバージョンを削除",
        AuditAction::FunctionInvoked => "関数を実行",
        AuditAction::AddressAsked => "関数のアドレスを呼び出し",
        AuditAction::EventSaved => "イベントを保存",
        AuditAction::EventRemoved => "イベントを削除",
        AuditAction::LogsRead => "関数のログを閲覧",
        AuditAction::CredentialsRevealed => "認証情報を表示",
        AuditAction::OperationPlanned => "計画を作成",
        AuditAction::OperationDiscarded => "計画を破棄",
        AuditAction::OperationCancelRequested => "キャンセルを依頼",
        AuditAction::ShareRequested => "新しいバージョンへの配分を増加",
        AuditAction::OperationRetried => "再実行",
        AuditAction::OrganizationCreated => "組織を登録",
        AuditAction::PolicyChanged => "ポリシーを変更",
        AuditAction::ProjectCreated => "プロジェクトを作成",
        AuditAction::GrantAdded => "ロールを付与",
        AuditAction::GrantRemoved => "ロールを取り消し",
        AuditAction::TrustAdded => "CIジョブの信頼を追加",
        AuditAction::TrustRemoved => "CIジョブの信頼を削除",
        AuditAction::TokenExchanged => "CIジョブのトークンを交換",
        AuditAction::AccountRegistered => "AWSアカウントを登録",
        AuditAction::AccountChanged => "AWSアカウントを変更",
        AuditAction::AuditExported => "監査ログを書き出し",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "完了",
        Outcome::Failed => "失敗",
        Outcome::Refused => "拒否",
        Outcome::Cancelled => "キャンセル済み",
        Outcome::Superseded => "後続に置き換え",
        Outcome::Unknown => "不明",
    }
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Person { name, email, .. } if name.is_empty() => email.clone(),
        Actor::Person { name, .. } => name.clone(),
        Actor::Job { job, .. } => format!("CIジョブ（{}）", job.repository),
        Actor::Automation { task: name } => task(*name).to_owned(),
        Actor::Anonymous => "未サインイン".to_owned(),
    }
}

fn task(task: Task) -> &'static str {
    match task {
        Task::AllowListExpiry => "自動処理：許可リストの期限切れ",
        Task::WindowRefresh => "自動処理：夏時間の切り替え",
        Task::Reconcile => "自動処理：操作の実行",
        Task::AuditTimeout => "自動処理：監査ログの整理",
        Task::Pruning => "自動処理：古いバージョン",
        Task::CommandLine => "サーバーのコマンドライン",
    }
}

fn interface(interface: Interface) -> &'static str {
    match interface {
        Interface::Portal => "ポータル",
        Interface::Api => "API",
        Interface::Cli => "コマンドライン",
        Interface::Automation => "自動処理",
    }
}

fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "月曜日",
        Weekday::Tuesday => "火曜日",
        Weekday::Wednesday => "水曜日",
        Weekday::Thursday => "木曜日",
        Weekday::Friday => "金曜日",
        Weekday::Saturday => "土曜日",
        Weekday::Sunday => "日曜日",
    }
}

fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Everybody => "インターネット上の誰でも接続できるようになります。".to_owned(),
        Warning::VeryWide => {
            "非常に広いネットワークです。数百万のアドレスから接続できるようになります。".to_owned()
        }
        Warning::Private => {
            "プライベートアドレスです。ネットワーク同士が接続されている場合にのみ有効です。".to_owned()
        }
        Warning::Contained { by, label } => {
            format!("{by}（「{label}」）に含まれているため、追加の効果はありません。")
        }
    }
}

fn plan_warning(plan_warning: &PlanWarning) -> String {
    match plan_warning {
        PlanWarning::NobodyCanConnect => "許可リストが空のため、誰も接続できません。".to_owned(),
        PlanWarning::Network { network, about } => format!("{network}：{}", warning(about)),
        PlanWarning::SingleInstance => {
            "サーバーは1台だけです。データセンターの障害時は、数分間データベースを利用できません。".to_owned()
        }
        PlanWarning::RuntimeEndsSoon { until } => format!(
            "AWSによるこの言語バージョンのサポートは{}までです。早めに新しいバージョンを選んでください。",
            until.strftime("%Y年%-m月%-d日")
        ),
        PlanWarning::Ipv6NotServed => {
            "ロードバランサーはIPv4のみに対応しています。リストのIPv6ネットワークからは利用できません。"
                .to_owned()
        }
        PlanWarning::CodeStorageFills { percent } => format!(
            "このバージョンで、アカウントのコード保管容量の{percent}%に達します。いっぱいになる前に、プラットフォームチームにお知らせください。"
        ),
        PlanWarning::Restart => {
            "サーバーが1回再起動します。接続は切断されますが、すぐに接続し直せます。".to_owned()
        }
    }
}

fn resource_action(action: ResourceAction) -> &'static str {
    match action {
        ResourceAction::Add => "追加",
        ResourceAction::Change => "変更",
        ResourceAction::MayReplace => "変更（置き換えの可能性あり）",
        ResourceAction::Replace => "置き換え",
        ResourceAction::Remove => "削除",
    }
}
