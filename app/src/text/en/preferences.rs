use crate::page::Theme;
use crate::text::preferences::Preferences;

pub(super) const PREFERENCES: Preferences = Preferences {
    title: "Language and time",
    lead: "These choices are kept in this browser.",
    language: "Language",
    theme: "Appearance",
    theme_name: |theme| match theme {
        Theme::Auto => "As the system",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    },
    zone: "Time zone",
    zone_help: "Times are shown in this zone; UTC stands beside them. Leave it empty to use the zone of the browser.",
    save: "Save",
};
