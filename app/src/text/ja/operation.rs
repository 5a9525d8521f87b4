use domain::operation::{Change, OperationState};
use domain::plan::Interruption;

use super::common::COMMON;
use crate::text::operation::Operation;

pub(super) const OPERATION: Operation = Operation {
    title: |change, name| match change {
        Change::Create => format!("{name} の作成"),
        Change::Settings => format!("{name} の設定の変更"),
        Change::AllowList => format!("{name} の許可リストの変更"),
        Change::Window => format!("{name} のメンテナンス時間の変更"),
        Change::Delete => format!("{name} の削除"),
        Change::Deploy => format!("{name} のデプロイ"),
        Change::RollBack => format!("{name} のロールバック"),
    },
    lead: |state| match state {
        OperationState::Planned => "これは計画です。まだ何も変更されていません。",
        OperationState::Queued | OperationState::Running => "このページを離れても作業は続きます。",
        OperationState::Succeeded => "すべて完了しました。",
        OperationState::Failed => {
            "完了できませんでした。途中までの変更は取り消されたか、再開できる状態です。"
        }
        OperationState::Cancelled => "停止し、途中までの変更は取り消されました。",
        OperationState::Discarded => "この計画は破棄されました。何も変更されていません。",
        OperationState::Superseded => {
            "アクセスを切り替える前に新しいデプロイが始まりました。新しいほうが有効です。"
        }
    },
    interruption: |interruption| match interruption {
        Interruption::None => "停止はありません。".to_owned(),
        Interruption::Short { seconds } => {
            format!("接続が1回、約{}切断されます。", (COMMON.duration)(i64::from(seconds)))
        }
        Interruption::Permanent => "以後は利用できなくなります。".to_owned(),
    },
    takes: |duration| format!("所要時間は約{duration}です。"),
    price: |before, after| match (before, after) {
        (None, Some(after)) => format!("料金は月額約{after}です。"),
        (Some(before), None) => format!("月額約{before}の節約になります。"),
        (Some(before), Some(after)) => format!("料金は月額{before}から{after}に変わります。"),
        (None, None) => String::new(),
    },
    price_same: "料金は変わりません。",
    counts: |added, changed, replaced, removed| {
        let parts = [("追加", added), ("変更", changed), ("置き換え", replaced), ("削除", removed)];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(word, count)| format!("{word}{count}件"))
            .collect();
        parts.join("、")
    },
    what_changes: "変更内容",
    what_is_made: "作成されるもの",
    what_goes: "削除されるもの",
    no_changes: "選択した項目に変更はありません。",
    resources: "AWSで行われること",
    resource: "対象",
    action: "内容",
    know_first: "事前に知っておきたいこと",
    aws_view: "AWSから見た内容",
    aws_preparing: "AWSが計画を確認しています",
    aws_preparing_help: "まもなくここに表示されます。今すぐ確定しても構いません。この計画にない置き換えや削除が必要な場合は、何も実行されません。",
    aws_same: "AWSは次のとおり実行します：",
    aws_failed: "AWSは計画を確認できませんでした：",
    aws_name: "AWSでの名前",
    confirm: |change| match change {
        Change::Create => "作成する",
        Change::Settings | Change::AllowList | Change::Window => "変更を適用する",
        Change::Delete => "完全に削除する",
        Change::Deploy => "デプロイする",
        Change::RollBack => "ロールバックする",
    },
    discard: "計画を破棄",
    discarded: "破棄しました",
    plan_expires: "確定しない計画は24時間後に削除されます。",
    gate_title: "データが失われます",
    gate_body: |change, snapshot| {
        match (change, snapshot) {
        (Change::Delete, None) => "コード、バージョン、シークレット、アドレスは完全に削除されます。AWSに残るのは、保存期間が終わるまでのログ、それを読むための鍵、そして30日間のコードのアーカイブ（プラットフォームチームが復元できます）です。"
            .to_owned(),
        (_, None) => "このコンポーネントはすべて削除され、元に戻せません。".to_owned(),
        (_, Some(snapshot)) => format!(
            "削除の前に最終スナップショット（{snapshot}）を取得して保管します。復元はプラットフォームチームが行えます。取得後に書き込まれたデータは失われます。"
        ),
    }
    },
    gate_label: |name| format!("確認のため「{name}」と入力してください"),
    gate_help: "表示のとおり、小文字で入力してください。",
    lock_out_label: "自分のアドレスから接続できなくなることを理解しています",
    reason_label: "理由",
    reason_help: "監査ログに記録されます。500文字以内で入力してください。",
    steps: "手順",
    usually: |duration| format!("通常 {duration}"),
    aws_detail: "AWSからの報告",
    aws_silent: "現在AWSが応答していません。応答があれば自動で再開します。",
    account_silent: "現在AWSアカウントに接続できません。接続できるようになれば自動で再開します。",
    cancel: "操作をキャンセル",
    cancel_help: "AWSは可能なところで停止し、途中までの変更を取り消します。",
    cancel_requested: "キャンセルを依頼しました。AWSは次に可能な時点で停止します。",
    succeeded: |change| match change {
        Change::Create => "作成しました",
        Change::Settings | Change::AllowList | Change::Window => "変更を適用しました",
        Change::Delete => "削除しました",
        Change::Deploy => "公開しました",
        Change::RollBack => "前のバージョンに戻しました",
    },
    failed: |change| match change {
        Change::Create => "作成できませんでした",
        Change::Settings | Change::AllowList | Change::Window => "変更できませんでした",
        Change::Delete => "削除を完了できませんでした",
        Change::Deploy => "デプロイできませんでした",
        Change::RollBack => "ロールバックできませんでした",
    },
    cancelled: "操作をキャンセルしました",
    cause: "原因",
    setting: "関係する設定",
    part: "最初に失敗した部分",
    next_step: "次にすること",
    retry: "再実行",
    change_setting: "設定を変更",
    aws_words: "AWSからのメッセージ",
    open_component: "コンポーネントを開く",
    open_components: "すべてのコンポーネント",
    plan: "計画",
    author: "実行者",
    planned: "計画",
    started: "開始",
    ended: "終了",
    audit: "監査ログの記録",
    until: |time| format!("{time}まで"),
    window: |weekday, start, duration, zone| format!("{weekday} {start}から{duration}（{zone}）"),
};
