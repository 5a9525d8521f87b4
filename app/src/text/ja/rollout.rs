use domain::function::{Guards, Strategy, Trip};

use crate::text::rollout::Rollout;

pub(super) const ROLLOUT: Rollout = Rollout {
    title: "アクセスの切り替え方",
    lead: "新しいバージョンに、まずアクセスの1割だけを流せます。監視条件に引っかかると、すべてのアクセスが自動で元に戻ります。",
    how: "新しいバージョンへ切り替えるタイミング",
    at_once: "一度にすべて",
    at_once_help: "数秒で切り替わります。",
    canary: "まず1割、そのあとすべて",
    canary_help: "数分間10 %を流し、問題がなければすべて切り替えます。",
    linear: "1割ずつ",
    linear_help: "数分ごとに10 %ずつ増やします。",
    manual: "手動",
    manual_help: "指示があるまで10 %のままにします。1日指示がなければ元に戻ります。",
    minutes: "各段階で様子を見る時間（分）",
    minutes_help: "1〜60。目安：「まず1割」なら5、10、15、30、「1割ずつ」なら1、2、3、10。",
    guards: "元に戻す条件",
    error_percent: "失敗したリクエストの割合（%）",
    error_percent_help: "失敗が3件以上あり、この割合を超えると元に戻します。空欄なら監視しません。",
    p95_millis: "遅い方から5 %の応答時間（ミリ秒）",
    p95_millis_help: "20件以上のリクエストがあり、その5 %がこの時間を超えると元に戻します。空欄なら監視しません。",
    path: "応答を確かめるパス",
    path_help: "15秒ごとに確認し、ステータスが400以上になるか、30秒以内に応答がなければ元に戻します。例：/health",
    alarms: "CloudWatchアラーム",
    alarms_help: "関数と同じAWSアカウントとリージョンにあるアラームの名前を1行に1つ。いずれかがアラーム状態になると元に戻します。",
    check_after: "全アクセスでの確認",
    check_after_help: "失敗すると、すべてのアクセスが前のバージョンに戻ります。パス、JSONのイベント、またはこのプロジェクトの別の関数の名前。",
    check_function: "別の関数で確認",
    check_function_help: "このプロジェクトの関数に新しいバージョンを知らせ、エラーなく終わることを確かめます。",
    running: "段階的リリース",
    strategy: |strategy| match strategy {
        Strategy::Canary { minutes } => format!("{}分間10 %、そのあとすべて", u8::from(minutes)),
        Strategy::Linear { minutes } => format!("{}分ごとに10 %ずつ", u8::from(minutes)),
        Strategy::Manual => "手動".to_owned(),
    },
    share: |percent| format!("アクセスの{percent} %"),
    share_of: "新しいバージョン",
    next: "次の段階",
    next_share: |percent, time| format!("{time}に{percent} %"),
    waits_until: |time| format!("指示を待っています。{time}に元に戻ります。"),
    goes_back: "元に戻す条件",
    guard_list,
    no_guards: "監視していません",
    before: "前のバージョン",
    new: |number| format!("バージョン{number}"),
    counted_late: "AWSの集計は1〜2分遅れます。",
    nothing_counted: "AWSはまだリクエストを集計していません。",
    requests: "リクエスト",
    errors: "失敗したリクエスト",
    p50: "応答時間（中央値）",
    p95: "応答時間（95 %）",
    milliseconds: |millis| format!("{millis:.0} ms"),
    number: |number| format!("{number:.0}"),
    none: "–",
    trip,
    sent_back: "元に戻した理由",
    decide: "次の操作",
    give: |percent| format!("{percent} %にする"),
    finish: "すべて切り替える",
    take_back: "元に戻す",
    take_back_help: "すべてのアクセスがすぐに前のバージョンに戻ります。",
    asked: |percent| format!("次の確認で{percent} %になります。"),
};

fn guard_list(guards: &Guards) -> Vec<String> {
    let errors = guards.error_percent.map(|percent| format!("リクエストの{percent} %を超える失敗"));
    let slow = guards.p95_millis.map(|millis| format!("リクエストの5 %が{millis} msを超過"));
    let path = guards.path.as_ref().map(|path| format!("{path} が応答しない"));
    let alarms = guards.alarms.iter().map(|name| format!("アラーム {name} が発生"));
    errors.into_iter().chain(slow).chain(path).chain(alarms).collect()
}

fn trip(trip: &Trip) -> String {
    match trip {
        Trip::Errors { errors, requests, allowed_percent } => {
            format!("リクエスト{requests}件のうち{errors}件が失敗しました（許容は{allowed_percent} %）。")
        }
        Trip::Slow { p95_millis, allowed_millis } => {
            format!("リクエストの5 %が{p95_millis} msを超えました（許容は{allowed_millis} ms）。")
        }
        Trip::Alarm { name, reason } => format!("アラーム {name} が発生しました：{reason}"),
        Trip::BadAnswer { path, answer } => format!("{path} に正しく応答しませんでした：{answer}"),
        Trip::Unanswered => "1日のあいだ指示がありませんでした。".to_owned(),
    }
}
