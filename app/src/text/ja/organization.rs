use crate::text::organization::Organization;

pub(super) const ORGANIZATION: Organization = Organization {
    title: "組織の設定",
    projects: "プロジェクト",
    projects_lead: "プロジェクトは1つのアプリのコンポーネントをまとめる単位です。ロールをプロジェクトに限定できます。",
    no_projects: "プロジェクトはまだありません",
    no_projects_help: "コンポーネントは必ずプロジェクトに属します。下のフォームから最初のプロジェクトを追加してください。",
    project: "プロジェクト",
    slug: "短い名前",
    slug_help: "小文字の英字、数字、ハイフンで3〜32文字。AWS内の名前に使われ、後から変更できません。",
    display_name: "表示名",
    display_name_help: "画面に表示される名前です。",
    cost_center: "コストセンター",
    cost_center_help: "AWSのすべてのリソースにタグとして付き、費用の配賦に使えます。",
    add_project: "プロジェクトを追加",
    policy: "ポリシー",
    policy_lead: "この組織のすべてのコンポーネントに適用されるルールです。",
    public_networks: "許可リストをインターネット全体に公開することを認める",
    public_networks_help: "認めた場合でも、毎回理由の入力が必要です。必要性が明確でない限り、無効のままにしてください。",
    save_policy: "ポリシーを保存",
    allowed: "理由があれば可",
    forbidden: "不可",
};
