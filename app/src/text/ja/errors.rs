use domain::Error;
use domain::error::{Conflict, Dependency, Problem};
use domain::function::{Architecture, Platform};

use super::words::WORDS;
use crate::text::errors::{Errors, Message};

pub(super) const ERRORS: Errors = Errors {
    error,
    status,
    conflict,
    problem,
    home: "トップページへ",
    see_operation: "実行中の操作を表示",
    see_current: "最新版を読み込む",
    request_id: "お問い合わせの際は、次のリクエスト番号をお知らせください：",
};

fn error(error: &Error) -> Message {
    match error {
        Error::Unauthenticated => Message::new(
            "サインインしてください",
            "セッションが終了しました。続けるにはサインインしてください。",
        ),
        Error::NotFound => Message::new(
            "ページが見つかりません",
            "削除されたか、アドレスが間違っているか、閲覧する権限がない可能性があります。権限は組織のオーナーが付与できます。",
        ),
        Error::Forbidden(action) => Message::new(
            "この操作を行う権限がありません",
            format!(
                "「{}」には、それを含むロールが必要です。組織のオーナーに依頼してください。",
                (WORDS.action)(*action)
            ),
        ),
        Error::Invalid(_) => Message::new(
            "入力内容に誤りがあります",
            "前のページに戻り、印の付いた項目を確認して、もう一度送信してください。まだ何も変更されていません。",
        ),
        Error::Conflict(reason) => conflict(reason),
        Error::TooManyRequests { retry_after_seconds } => Message::new(
            "リクエストが多すぎます",
            format!(
                "{retry_after_seconds}秒ほど待ってから、もう一度お試しください。まだ何も変更されていません。"
            ),
        ),
        Error::Unavailable { dependency, .. } => match dependency {
            Dependency::Database => Message::new(
                "ポータルのデータベースが応答していません",
                "コンポーネントは動作を続けています。ポータルは自動で再接続します。1分ほど待って再読み込みしてください。",
            ),
            Dependency::Issuer => Message::new(
                "サインインサービスが応答していません",
                "現在はサインインできません。ポータルは自動で再接続します。1分ほど待って再読み込みしてください。",
            ),
            Dependency::Aws => Message::new(
                "AWSが応答していません",
                "コンポーネントはAWSが動いている範囲で動作を続けます。実行中の操作は、AWSが応答すると自動で再開します。",
            ),
        },
        Error::Internal(_) => Message::new(
            "ポータル側で問題が発生しました",
            "リクエストを完了できませんでした。内容は記録されています。もう一度お試しいただき、続くようであればプラットフォームチームへご連絡ください。",
        ),
    }
}

fn status(status: u16) -> Message {
    match status {
        401 => Message::new(
            "サインインしてください",
            "セッションが終了しました。続けるにはサインインしてください。",
        ),
        403 => Message::new(
            "リクエストは拒否されました",
            "別のサイトから送られたようです。ポータルを開いて、そこから操作してください。",
        ),
        404 => error(&Error::NotFound),
        405 => Message::new(
            "このアドレスはそのようには使えません",
            "メニューからページを開き、フォームを使ってください。",
        ),
        408 | 504 => Message::new(
            "処理に時間がかかりすぎました",
            "もう一度お試しください。変更の途中だった場合は、先に結果を確認してください。",
        ),
        413 => Message::new("一度に送れる量を超えています", "入力を短くするか、分けて送信してください。"),
        415 => Message::new(
            "フォームの形式を読み取れませんでした",
            "ページを開き直して、そこから送信してください。",
        ),
        429 => error(&Error::TooManyRequests { retry_after_seconds: 60 }),
        400..=499 => Message::new(
            "リクエストを読み取れませんでした",
            "ページを開き直して、もう一度操作してください。まだ何も変更されていません。",
        ),
        503 => Message::new(
            "ポータルが混み合っています",
            "少し待ってから再読み込みしてください。コンポーネントは動作を続けています。",
        ),
        _ => Message::new(
            "ポータル側で問題が発生しました",
            "リクエストを完了できませんでした。内容は記録されています。もう一度お試しいただき、続くようであればプラットフォームチームへご連絡ください。",
        ),
    }
}

fn conflict(conflict: &Conflict) -> Message {
    match conflict {
        Conflict::StaleVersion { read, current } => Message::new(
            "ほかの人が先に変更しました",
            format!(
                "表示していたのはバージョン{read}ですが、現在はバージョン{current}です。あなたの変更はまだ適用されていません。最新版を読み込んで、もう一度変更してください。"
            ),
        ),
        Conflict::OperationRunning { change, .. } => Message::new(
            "このコンポーネントでは別の操作が実行中です",
            format!(
                "「{}」を実行しています。操作は同時に1つだけです。終わるのを待って、もう一度お試しください。",
                (WORDS.change)(*change)
            ),
        ),
        Conflict::WrongState => Message::new(
            "この操作はもうできません",
            "ページを開いた後に状態が変わりました。読み込み直して、現在の状態を確認してください。",
        ),
        Conflict::NameTaken => Message::new(
            "この名前は使われています",
            "同じプロジェクトと環境に、同じ名前のコンポーネントがあります。別の名前を選んでください。",
        ),
        Conflict::DeletionProtected => {
            Message::new("削除保護が有効です", "先に設定で削除保護を無効にしてから、削除してください。")
        }
        Conflict::LocksCallerOut { address } => Message::new(
            "あなた自身が接続できなくなります",
            format!(
                "お使いのアドレス{address}から接続できなくなります。意図した変更であることを確認してください。"
            ),
        ),
        Conflict::NeedsReason(warning) => Message::new("理由を入力してください", (WORDS.warning)(warning)),
        Conflict::LastOwner => Message::new(
            "組織にはオーナーが必要です",
            "最後のオーナーは外せません。先に別の人をオーナーにしてください。",
        ),
        Conflict::NoTargetAccount => Message::new(
            "このリージョンで使えるAWSアカウントがありません",
            "この組織を受け入れるアカウントがリージョンに登録されていません。別のリージョンを選ぶか、プラットフォームチームにご相談ください。",
        ),
        Conflict::NoDomain => Message::new(
            "このリージョンではまだファンクションを作成できません",
            "AWSアカウントに、ファンクションを公開するためのドメインがありません。別のリージョンを選ぶか、プラットフォームチームにご相談ください。",
        ),
        Conflict::Linked { by } => Message::new(
            "このデータベースはファンクションが使用しています",
            format!("使用しているのは{by}です。先に設定からデータベースを外すか、削除してください。"),
        ),
        Conflict::NothingDeployed => {
            Message::new("まだ何もデプロイされていません", "先にコードをデプロイしてください。")
        }
        Conflict::NoLogs => Message::new(
            "このコンポーネントのログはまだここで読めません",
            "読めるのは関数が書き出したログだけです。データベースのログには今後対応します。",
        ),
        Conflict::Pruned { version } => Message::new(
            "このバージョンは削除されました",
            format!(
                "バージョン{version}はAWSに残っていません。新しいバージョンが50以上あり、90日間使われなかったバージョンは削除されます。元のコードをもう一度デプロイしてください。"
            ),
        ),
        Conflict::SecretDeleted => Message::new(
            "シークレットの保管場所がAWSで削除されています",
            "AWSアカウントで、すべての値とともに完全に削除されました。ファンクションを削除して作り直すか、プラットフォームチームにご相談ください。",
        ),
        Conflict::SecretUnreadable => Message::new(
            "シークレットの保管場所に別の内容が書き込まれています",
            "AWSに保管されている内容が名前と値の一覧ではないため、何も変更していません。プラットフォームチームがAWSアカウントで内容を確認できます。",
        ),
        Conflict::CodeStorageFull { limit_gb } => Message::new(
            "コードの保管場所に空きがありません",
            format!(
                "AWSが保管するコードは、アカウントとリージョンごとに、全ファンクションの全バージョンの合計で{limit_gb}GBまでです。新しいバージョンが50以上あり、90日間使われなかったバージョンは削除されます。小さいアーカイブをデプロイするか、プラットフォームチームに上限の引き上げをご相談ください。"
            ),
        ),
        Conflict::LoadBalancerFull { limit, networks } => Message::new(
            "ロードバランサーに空きがありません",
            format!(
                "組織のファンクション全体で使えるルールは{limit}個で、許可リストの{networks}件ごとに1個使います。ネットワークをまとめるか、このファンクションやほかのファンクションから減らすか、プラットフォームチームにご相談ください。"
            ),
        ),
        Conflict::TooManyTrusts { limit } => Message::new(
            "信頼できるジョブの上限に達しています",
            format!("プロジェクトごとに{limit}件までです。不要なものを削除してください。"),
        ),
        Conflict::QuotaReached { limit } => Message::new(
            "これ以上作成できません",
            format!(
                "AWSアカウントでは、リージョンごとに{limit}個までです。不要なものを削除するか、別のリージョンを選ぶか、プラットフォームチームにご相談ください。"
            ),
        ),
    }
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Required => "入力してください。".to_owned(),
        Problem::TooLong { max } => format!("{max}文字以内で入力してください。"),
        Problem::TooShort { min } => format!("{min}文字以上で入力してください。"),
        Problem::OutOfRange { min, max } => format!("{min}から{max}までの数を入力してください。"),
        Problem::NotANumber => "整数を入力してください（例：7）。".to_owned(),
        Problem::NotAChoice => "選択肢から選んでください。".to_owned(),
        Problem::UnsafeCharacters => {
            "見えない文字や文字の向きを変える文字が含まれています。貼り付けずに入力し直してください。"
                .to_owned()
        }
        Problem::NotAName => {
            "半角の英小文字、数字、ハイフンを使ってください。先頭は英字、末尾は英字か数字にします。"
                .to_owned()
        }
        Problem::NotADatabaseName => {
            "半角の英小文字、数字、アンダースコアを使ってください。先頭は英字にします。".to_owned()
        }
        Problem::NotAnEmail => "メールアドレスを入力してください（例：mika@example.com）。".to_owned(),
        Problem::NotANetwork => {
            "アドレスまたはネットワークを入力してください（例：203.0.113.7、203.0.113.0/24）。".to_owned()
        }
        Problem::HostBitsSet { canonical } => {
            format!("ネットワーク内の個別のアドレスになっています。ネットワークは{canonical}です。")
        }
        Problem::DuplicateNetwork { label } => format!("このネットワークは「{label}」として登録済みです。"),
        Problem::PublicNetworkForbidden => {
            "インターネット上の誰でも接続できるようになります。組織のポリシーで禁止されています。".to_owned()
        }
        Problem::TooManyNetworks { max } => {
            format!("IPv4とIPv6それぞれ{max}件までです。先に削除するか、まとめてください。")
        }
        Problem::InThePast => "過ぎた時刻です。これからの時刻を選んでください。".to_owned(),
        Problem::TooFarAway { max_days } => format!("{max_days}日以内の時刻を選んでください。"),
        Problem::NotADateTime => "日付と時刻として読み取れません。".to_owned(),
        Problem::NotATimeZone => "一覧からタイムゾーンを選んでください（例：Asia/Tokyo）。".to_owned(),
        Problem::NotATimeOfDay => "時刻を入力してください（例：03:30）。".to_owned(),
        Problem::OverlapsBackup { backup } => {
            format!("毎日のバックアップ（UTC {backup}）と重なります。別の時間帯を選んでください。")
        }
        Problem::NameDoesNotMatch => {
            "名前が一致しません。表示されているとおりに入力してください。".to_owned()
        }
        Problem::NotSupported => "このバージョンには対応していません。一覧から選んでください。".to_owned(),
        Problem::NotAnAwsAccountId => "AWSアカウントの12桁の数字を入力してください。".to_owned(),
        Problem::NotARoleArn => {
            "ロールのARNを入力してください（例：arn:aws:iam::123456789012:role/provisioner）。".to_owned()
        }
        Problem::CannotChange => "作成後は変更できません。".to_owned(),
        Problem::Taken => "使われています。別のものを選んでください。".to_owned(),
        Problem::NotAVariableName => "英字で始まる 2 文字以上の英数字と _ を使ってください。".to_owned(),
        Problem::ReservedVariable => {
            "この変数はプラットフォームが設定します。別の名前を選んでください。".to_owned()
        }
        Problem::NotALine { line } => format!("{line}行目が NAME=値 の形ではありません。"),
        Problem::NotAHandler => {
            "コードの開始位置を ファイル.関数 の形で入力してください（例：app.handler）。空白は使えません。".to_owned()
        }
        Problem::NotAFunction => {
            "同じプロジェクト、AWSアカウント、リージョンにある別の関数の名前を入力してください。".to_owned()
        }
        Problem::NotAlarms => "アラームの名前を1行に1つ、最大10個まで入力してください。".to_owned(),
        Problem::NotACheck => "JSONのイベント、または / で始まるパスを入力してください。".to_owned(),
        Problem::NotJson { line, is_cut: true } => {
            format!("JSONが{line}行目で途切れています。括弧や引用符が足りているか確認してください。")
        }
        Problem::NotJson { line, is_cut: false } => {
            format!("JSONとして読み取れません。{line}行目を確認してください。")
        }
        Problem::TooLarge { max_kb } => format!("{max_kb}kB以内にしてください。"),
        Problem::TooManyEvents { max } => {
            format!("保存できるイベントは関数ごとに{max}件までです。不要なものを削除してください。")
        }
        Problem::NotAPath => "ホストや空白を含まないパスを入力してください。例：/orders?limit=5".to_owned(),
        Problem::NotAHeader { line } => format!(
            "{line}行目は「名前: 値」の形ではないか、Hostのようにポータルが設定するヘッダーです。"
        ),
        Problem::TooManyHeaders { max } => format!("ヘッダーは{max}個以内にしてください。"),
        Problem::NotACode => "このコードを表示しているコマンドラインはありません。コードの有効期間は10分です。".to_owned(),
        Problem::NotAnIssuer => {
            "発行者のhttpsアドレスを、トークンに記載されているとおりに入力してください（例: https://gitlab.example.com）。".to_owned()
        }
        Problem::NotARepository => "サイトのアドレスを付けずに、owner/name の形で入力してください。".to_owned(),
        Problem::WildcardNotSafe => {
            "ここにワイルドカードを使うと、他者のジョブも許可されるおそれがあります。値をすべて入力してください。ワイルドカードはブランチと環境に使えます。".to_owned()
        }
        Problem::ConditionMissing { claims } => {
            format!("どのジョブを許可するかを、ワイルドカードのない条件で指定してください。対象のクレーム: {claims}")
        }
        Problem::NotADomain => {
            "functions.example.com のようなドメインを小文字で入力してください。".to_owned()
        }
        Problem::NotAHostedZone => {
            "Route 53に表示されるホストゾーンのID（例：Z0123456789ABC）を入力してください。".to_owned()
        }
        Problem::TooManyBytes { max, size } => {
            format!("合計 {size} バイトです。{max} バイトまでにしてください。")
        }
        Problem::NotAnArchive => {
            "zip 形式のファイルではありません。コードのフォルダーを .zip にまとめてアップロードしてください。".to_owned()
        }
        Problem::ArchiveDamaged { path: None } => {
            "アーカイブが途中で切れているか、壊れています。一般的な zip ツールでまとめ直して、もう一度アップロードしてください。"
                .to_owned()
        }
        Problem::ArchiveDamaged { path: Some(path) } => format!(
            "アーカイブ内の「{path}」が壊れているか、特殊な方法で圧縮されているか、重複しています。一般的な zip ツールでまとめ直してください。"
        ),
        Problem::ArchiveTooLarge { max_mb } => format!(
            "アーカイブが AWS の上限 {max_mb} MB を超えています。テストや開発用パッケージなど、実行に不要なものを除いてください。"
        ),
        Problem::UnpacksTooLarge { max_mb } => format!(
            "展開後のサイズが AWS の上限 {max_mb} MB を超えています。不要なものを除くか、大きなデータは実行時に読み込んでください。"
        ),
        Problem::TooManyFiles { max } => format!(
            "ファイルとフォルダーは合わせて {max} 個までです。不要なものを除くか、コードをバンドルしてください。"
        ),
        Problem::UnsafePath { path } => format!(
            "「{path}」という名前はアーカイブでは使えません。フォルダーの区切りが / の相対パスとし、「..」や特殊文字は使えません。名前を変えるか、フォルダーの中からまとめ直してください。"
        ),
        Problem::LinkInArchive { path } => format!(
            "「{path}」はリンクまたは特殊ファイルです。代わりにファイルそのものを入れてください。"
        ),
        Problem::EncryptedArchive => {
            "アーカイブにパスワードが設定されています。パスワードなしでまとめ直してください。".to_owned()
        }
        Problem::ArchiveEmpty => {
            "アーカイブにファイルがありません。コードの入ったフォルダーをまとめてください。".to_owned()
        }
        Problem::HandlerMissing { expected } => format!(
            "ハンドラーのファイルがありません：{}。フォルダーごとではなく中身をまとめるか、設定のハンドラーを修正してください。",
            expected.join(" / ")
        ),
        Problem::NotExecutable { path } => format!(
            "「{path}」に実行権限がありません。権限を付けて（chmod +x {path}）、Linux か macOS、または pv でまとめ直してください。"
        ),
        Problem::WrongArchitecture { path, found, expected } => format!(
            "「{path}」は{}ですが、関数は Linux の {} で動きます。そのプラットフォーム向けにビルドするか、パッケージを入れ直してください。",
            built_for(*found),
            architecture(*expected)
        ),
    }
}

const fn built_for(platform: Platform) -> &'static str {
    match platform {
        Platform::Linux(Architecture::X86_64) => "x86-64 向け",
        Platform::Linux(Architecture::Arm64) => "ARM（arm64）向け",
        Platform::Narrow => "32 ビットのプロセッサー向け",
        Platform::OtherProcessor => "別の種類のプロセッサー向け",
        Platform::MacOs => "macOS 向け",
        Platform::Windows => "Windows 向け",
        Platform::Nothing => "Linux のプログラムでも「#!」で始まるスクリプトでもないファイル",
    }
}

const fn architecture(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86_64 => "x86-64",
        Architecture::Arm64 => "ARM（arm64）",
    }
}
