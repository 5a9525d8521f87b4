use std::time::Duration;

use domain::trial::FunctionErrorClass;
use domain::trial::address::Unreached;

use crate::text::errors::Message;
use crate::text::trial::Trial;

pub(super) const TRIAL: Trial = Trial {
    title: "試す",
    send: "イベントを送る",
    send_lead: "関数を1回実行し、結果を表示します。実際の関数が動くため、変更した内容はそのまま残ります。",
    start_from: "元にするイベント",
    own_events: "保存したイベント",
    samples: "よくあるイベント",
    sample: |name| match name {
        "alb" => "アドレスへのリクエスト（GET /）",
        "alb-post" => "アドレスへのリクエスト（JSONのPOST）",
        "alb-multi-value" => "ヘッダーごとに複数の値を持つリクエスト",
        "scheduled" => "スケジュール",
        _ => "空のイベント",
    },
    load: "表示",
    payload: "イベント",
    payload_help: "任意のJSON（6MBまで）。",
    version: "バージョン",
    live: |number| format!("公開中（バージョン{number}）"),
    run: "実行",
    keep: "このイベントを保存",
    name: "名前",
    name_help: "英小文字、数字、ハイフンで3～32文字。同じ名前のイベントは置き換えられます。50件、各100kBまで保存できます。",
    save: "保存",
    remove: "削除",
    remove_one: |name| format!("{name}を削除"),
    outcome: "結果",
    answered: "応答しました",
    failed,
    throttled: || {
        Message::new(
            "同時に実行中のリクエストが多すぎます",
            "AWSがこのリクエストを受け付けなかったため、何も実行されていません。少し待ってやり直すか、設定で同時実行数を増やしてください。",
        )
    },
    silent: || {
        Message::new(
            "時間内に応答がありませんでした",
            "関数は実行された、またはまだ実行中の可能性があります。もう一度送る前にログを確認してください。",
        )
    },
    refused: "AWSが実行できません",
    duration: "実行時間",
    billed: "課金対象の時間",
    memory: "メモリ",
    memory_of: |used, of| format!("{of}MB中{used}MB"),
    start: "起動",
    cold: |time| format!("コールドスタート（このリクエストのために起動、{time}）"),
    warm: "起動済み",
    answer: "応答",
    nothing: "応答は空です。",
    answer_cut: |shown| format!("先頭の{shown}だけを表示しています。pv invoke ではすべて出力されます。"),
    error: "エラー",
    trace: "発生箇所",
    log: "このリクエストのログ",
    log_cut: "AWSが返すのは末尾の4kBだけです。",
    time,
    ask_title: "公開アドレスを呼び出す",
    ask_lead: "ポータルが、ブラウザーと同じようにインターネットとロードバランサーを通して呼び出します。リダイレクトは表示するだけで、たどりません。",
    method: "メソッド",
    path: "パス",
    path_help: "クエリも含めて入力します。例：/orders?limit=5",
    headers: "ヘッダー",
    headers_help: "1行に1つ、名前: 値 の形で入力してください。",
    body: "本文",
    more: "ヘッダーと本文",
    ask: "呼び出す",
    status: "ステータス",
    took: "所要時間",
    answer_headers: "応答のヘッダー",
    body_cut: "先頭の64kBだけを表示しています。",
    private: || {
        Message::new(
            "この関数は非公開です",
            "組織のネットワーク内でのみ応答し、ポータルはその外にあります。代わりにイベントを送ってください。",
        )
    },
    not_let_in: || {
        Message::new(
            "許可リストにポータルが含まれていません",
            "リストにない相手と同じように、関数ではなくロードバランサーが応答しました。許可されたネットワークから呼び出すか、代わりにイベントを送ってください。",
        )
    },
    nobody,
};

fn failed(class: FunctionErrorClass) -> Message {
    match class {
        FunctionErrorClass::Thrown => Message::new(
            "関数が失敗しました",
            "コードがエラーを報告しました。アドレスを呼び出した相手には502が返ります。",
        ),
        FunctionErrorClass::NotLoaded => Message::new(
            "コードを読み込めません",
            "アーカイブに足りないものがあるか、設定のハンドラーがコードと一致していません。",
        ),
        FunctionErrorClass::TimedOut => Message::new(
            "制限時間を超えました",
            "AWSが実行を終了しました。処理を速くするか、設定で制限時間を延ばしてください。",
        ),
        FunctionErrorClass::Ended => Message::new(
            "応答の前にプロセスが終了しました",
            "多くの場合はメモリ不足です。使用したメモリと割り当てを比べ、ログの末尾を確認してください。",
        ),
        FunctionErrorClass::TooLarge => Message::new(
            "応答が大きすぎます",
            "AWSの上限は6MB、ロードバランサーの上限は1MBです。分割して応答するか、ファイルへリダイレクトしてください。",
        ),
    }
}

fn nobody(unreached: Unreached) -> Message {
    match unreached {
        Unreached::NoConnection => Message::new(
            "接続できません",
            "新しい関数の名前が行き渡るまで1分ほどかかります。その後もう一度お試しください。",
        ),
        Unreached::BrokenOff => Message::new(
            "応答がないまま接続が終了しました",
            "もう一度お試しください。続く場合は関数のログを確認してください。",
        ),
        Unreached::TooLate => Message::new(
            "時間内に応答がありませんでした",
            "関数はまだ実行中の可能性があります。ログを確認してください。",
        ),
    }
}

fn time(time: Duration) -> String {
    match time.as_micros() {
        micros @ 0..=9_949 => format!("{}.{}ミリ秒", micros / 1000, micros % 1000 / 100),
        micros @ 9_950..=999_499 => format!("{}ミリ秒", (micros + 500) / 1000),
        micros => format!("{}.{:02}秒", micros / 1_000_000, micros % 1_000_000 / 10_000),
    }
}
