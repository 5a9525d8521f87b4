use domain::function::Span;

use crate::text::metrics::Metrics;

pub(super) const METRICS: Metrics = Metrics {
    title: "メトリクス",
    lead: "AWSの集計です。1～2分遅れて反映されます。",
    spans: "期間",
    span: |span| match span {
        Span::Hour => "直近1時間",
        Span::Day => "直近1日",
        Span::Week => "直近1週間",
    },
    whole: "関数全体",
    by_version: "バージョン別",
    requests: "リクエスト",
    throttles: "受け付けられなかった数",
    errors: "エラー",
    errors_of,
    duration: "実行時間",
    p50: "50%がこの時間以内",
    p95: "95%がこの時間以内",
    p99: "99%がこの時間以内",
    at_most: |highest| format!("最大{highest}"),
    cold_starts: "コールドスタート",
    concurrency: "同時実行数",
    together: "リクエスト",
    count,
    slow: "95%のリクエストがこの時間以内",
    nothing: "この期間にリクエストはありませんでした",
    nothing_help: "最初のリクエストから1～2分で数値が表示されます。期間を長くするか、関数を試してみてください。",
    silent: "AWSから数値を取得できません",
    silent_help: "関数は動作を続けています。数値だけが表示できません。1分ほど待って再読み込みしてください。",
};

fn errors_of(errors: u64, requests: u64) -> String {
    if errors == 0 || requests == 0 {
        return count(errors);
    }
    let tenths = (errors.saturating_mul(1000) / requests).max(1);
    format!("{}（{}.{}%）", count(errors), tenths / 10, tenths % 10)
}

fn count(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", count(number / 1000), number % 1000) }
}
