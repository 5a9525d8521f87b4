use domain::trust::Provider;

use crate::text::trusts::Trusts;

pub(super) const TRUSTS: Trusts = Trusts {
    title: "CIからのデプロイ",
    lead: "GitHub Actions、GitLabなどのCIジョブは、鍵を保存せずにデプロイできます。CIシステムが署名したトークンを提示すると、指定した関数のデプロイだけができる15分間有効なトークンを受け取ります。",
    short: "鍵を保存せずに関数をデプロイできる、GitHub ActionsやGitLabなどのジョブを管理します。",
    see: "信頼しているジョブを見る",
    instead: "GitHub Actions、GitLabなどのCIからデプロイする",
    empty: "信頼しているCIジョブはありません",
    empty_help: "ジョブが動く場所を下のフォームで選んでください。",
    jobs_of: "ジョブ",
    project: "プロジェクト",
    functions: "デプロイできる関数",
    functions_count: |count| format!("{count}個の関数"),
    added: "追加日時",
    added_by: |author| format!("追加者: {author}"),
    add: "ジョブを信頼する",
    provider: "ジョブが動く場所",
    provider_name: |provider| match provider {
        Provider::GitHub => "GitHub Actions",
        Provider::GitLab => "GitLab CI/CD",
        Provider::Other => "その他のシステム",
    },
    provider_help: |provider| match provider {
        Provider::GitHub => "github.com、または自社のGitHub Enterprise。",
        Provider::GitLab => "gitlab.com、または自社のGitLab。",
        Provider::Other => {
            "BuildkiteやCircleCIなど、ジョブにIDトークン（OpenID Connect）を渡すすべてのシステム。"
        }
    },
    go_on: "次へ",
    add_title: |provider| match provider {
        Provider::GitHub => "GitHub Actionsのジョブを信頼する".to_owned(),
        Provider::GitLab => "GitLab CI/CDのジョブを信頼する".to_owned(),
        Provider::Other => "その他のシステムのジョブを信頼する".to_owned(),
    },
    add_lead: "該当するジョブを開始できる人は全員デプロイできます。できるだけ狭く指定してください。",
    repository: |provider| match provider {
        Provider::GitHub => "リポジトリ",
        Provider::GitLab => "GitLabのプロジェクト",
        Provider::Other => "サブジェクト（sub）",
    },
    repository_help: |provider| match provider {
        Provider::GitHub => "owner/name の形で、大文字と小文字をGitHubの表示どおりに入力してください。",
        Provider::GitLab => "group/subgroup/name のような完全なパスを入力してください。",
        Provider::Other => {
            "システムがジョブに付ける名前です。所有者を示す部分の後であれば、末尾に ** を使えます。"
        }
    },
    branch: "ブランチ",
    branch_help: "release/* のようなパターンで複数を指定できます。空欄にすると、すべてのブランチ、タグ、プルリクエストが対象です。",
    environment: "CIシステムの環境",
    environment_help: "productionなど、特定の環境で動くジョブに限る場合に入力します。その環境の承認ルールが適用されます。",
    more: "その他の条件",
    more_help: "1行に1つ、クレーム=値 の形で入力します。* は / 以外の任意の文字列、** は任意の文字列を表します。",
    issuer: "発行者",
    issuer_help: "トークンに署名するアドレスを、トークンに記載されているとおりに入力してください。",
    functions_help: "ジョブはこれらのデプロイ、以前のバージョンへの復元、バージョンの閲覧だけができます。",
    no_functions: "プロジェクトに関数がありません",
    no_functions_help: "先に関数を作成してください。",
    trust: "これらのジョブを信頼する",
    one_title: |about| format!("{about} のジョブ"),
    may: "デプロイできる関数",
    gone: "削除された関数",
    conditions: "条件",
    conditions_lead: "トークンはすべての条件を満たす必要があります。",
    claim: "クレーム",
    pattern: "値",
    every_branch: "すべてのブランチと、トークンを受け取れるすべてのプルリクエストからデプロイできます。ブランチまたは環境の条件で絞り込めます。",
    workflow: "ジョブに必要な設定",
    workflow_lead: |provider| match provider {
        Provider::GitHub => {
            ".github/workflows/deploy.yml などに置くワークフローの例です。ランナーにコマンドラインpvが必要です。"
        }
        Provider::GitLab => ".gitlab-ci.yml のジョブの例です。イメージにコマンドラインpvが必要です。",
        Provider::Other => "ジョブが行う処理の例です。コマンドラインpvが必要です。",
    },
    remove: "削除する",
    remove_help: "該当するジョブはデプロイできなくなり、発行済みのトークンもすぐに無効になります。実行中のデプロイは続行されます。",
};
