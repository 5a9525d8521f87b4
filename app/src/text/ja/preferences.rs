use crate::page::Theme;
use crate::text::preferences::Preferences;

pub(super) const PREFERENCES: Preferences = Preferences {
    title: "言語と時刻",
    lead: "この設定はお使いのブラウザに保存されます。",
    language: "言語",
    theme: "外観",
    theme_name: |theme| match theme {
        Theme::Auto => "システムに合わせる",
        Theme::Light => "ライト",
        Theme::Dark => "ダーク",
    },
    zone: "タイムゾーン",
    zone_help: "時刻はこのタイムゾーンで表示し、UTCを併記します。空欄にするとブラウザのタイムゾーンを使います。",
    save: "保存",
};
