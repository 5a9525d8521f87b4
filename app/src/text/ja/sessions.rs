use crate::text::sessions::Sessions;

pub(super) const SESSIONS: Sessions = Sessions {
    title: "サインイン中のブラウザとコマンドライン",
    lead: "サインイン中の場所の一覧です。心当たりのないものは終了し、社内のセキュリティ担当者に知らせてください。",
    browser: "ブラウザ・コマンドライン",
    unknown_browser: "不明なブラウザ",
    command_line: |name| format!("{name} のコマンドライン"),
    current: "このブラウザ",
    address: "最後のアドレス",
    signed_in: "サインイン",
    last_seen: "最終アクセス",
    ends: "最長の有効期限",
    revoke: "終了",
    revoke_of: |browser| format!("{browser} のセッションを終了"),
    revoke_others: "ほかのセッションをすべて終了",
    only_this: "ほかにサインイン中の場所はありません。",
};
