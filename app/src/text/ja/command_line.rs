use crate::text::command_line::CommandLine;

pub(super) const COMMAND_LINE: CommandLine = CommandLine {
    title: "コマンドラインのサインイン",
    question: |name| format!("{name} の pv に、あなたとしての操作を許可しますか？"),
    means: "終了させるか期限が切れるまで、あなたのロールで許されている操作を、確認なしに行えます。操作はすべて、あなたの名前で監査ログに残ります。",
    approve: "許可する",
    deny: "許可しない",
    device_title: "別のマシンのコマンドラインのサインイン",
    device_lead: "pv login が表示したコードを入力してください。",
    code: "コード",
    code_help: "BCDF-GHJK のような8文字です。",
    go_on: "次へ",
    name: "マシン",
    address: "要求元",
    unknown_address: "不明なアドレス",
    asked: "要求時刻",
    only_yours: "このマシンで自分で pv login を実行した場合だけ続けてください。コードの入力をこちらからお願いすることはありません。",
    done_title: "コマンドラインがサインインしました",
    done: "コマンドラインに戻ってください。このページは閉じてかまいません。",
    sessions: "サインイン中の場所を見る",
};
