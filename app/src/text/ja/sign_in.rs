use crate::pages::sign_in::Failure;
use crate::text::errors::Message;
use crate::text::sign_in::SignIn;

pub(super) const SIGN_IN: SignIn = SignIn { failed, again: "もう一度サインインする" };

fn failed(failure: Failure) -> Message {
    match failure {
        Failure::Declined => Message::new(
            "サインインできませんでした",
            "サインインが取り消されたか、このアカウントではポータルを利用できません。もう一度試すか、社内のアカウント管理担当者にお問い合わせください。",
        ),
        Failure::Interrupted => Message::new(
            "サインインの有効期限が切れたか、別の場所で開始されました",
            "サインインは、開始したブラウザーでCookieを許可したうえで、10分以内に完了してください。ここからやり直せます。",
        ),
        Failure::Refused => Message::new(
            "サインインを確認できませんでした",
            "サインインサービスからの応答がセキュリティの確認を通らなかったため、サインインしていません。もう一度お試しください。解決しない場合は、プラットフォームの担当者にご連絡ください。",
        ),
    }
}
