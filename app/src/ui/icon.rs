//! Icons, drawn on a grid of 16 with a line of 1.5. They carry no meaning alone: a word stands beside each.

use leptos::prelude::*;

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Icon {
    Check,
    Cross,
    Warning,
    Info,
    Running,
    Waiting,
    Clock,
    Plus,
    Menu,
    Search,
    Database,
    Dashboard,
    Audit,
    People,
    Gear,
    Building,
    Cloud,
    Shield,
    Person,
    Chevron,
    Dash,
}

impl Icon {
    /// The path data.
    const fn path(self) -> &'static str {
        match self {
            Self::Check => "M3.5 8.5l3 3 6-7",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Warning => "M8 2.5L14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1",
            Self::Info => "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 7.5v3.5M8 5v.1",
            Self::Running => "M13.5 8a5.5 5.5 0 1 1-2-4.25M13.5 1.75v3h-3",
            Self::Waiting => "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11",
            Self::Clock => "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 4.5V8l2.5 1.75",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Menu => "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.5 10.5L14 14",
            Self::Database => {
                "M2.75 4c0-1.25 2.35-2.25 5.25-2.25S13.25 2.75 13.25 4S10.9 6.25 8 6.25S2.75 5.25 2.75 4M2.75 4v8c0 1.25 2.35 2.25 5.25 2.25s5.25-1 5.25-2.25V4M2.75 8c0 1.25 2.35 2.25 5.25 2.25S13.25 9.25 13.25 8"
            }
            Self::Dashboard => "M2.5 2.5h4.5v6H2.5zM9.5 2.5h4v3h-4zM9.5 8h4v5.5h-4zM2.5 11h4.5v2.5H2.5z",
            Self::Audit => "M3.5 1.75h6.5l2.5 2.5v10h-9zM5.75 6.5h4.5M5.75 9h4.5M5.75 11.5h2.5",
            Self::People => {
                "M6 2.75a2.25 2.25 0 1 0 0 4.5a2.25 2.25 0 1 0 0-4.5M1.75 13.25c0-2.5 1.9-4 4.25-4s4.25 1.5 4.25 4M10.5 3a2.1 2.1 0 0 1 0 4.1M12 9.6c1.4.6 2.25 1.9 2.25 3.65"
            }
            Self::Gear => {
                "M2 4.5h6.5M11.5 4.5H14M2 11.5h2.5M7.5 11.5H14M10 2.75a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5M6 9.75a1.75 1.75 0 1 0 0 3.5a1.75 1.75 0 1 0 0-3.5"
            }
            Self::Building => {
                "M3 14.25V1.75h7v12.5M10 6h3v8.25M1.75 14.25h12.5M5.25 4.75h2.5M5.25 7.5h2.5M5.25 10.25h2.5"
            }
            Self::Cloud => "M4.5 12.5a3 3 0 0 1-.3-5.98A4 4 0 0 1 12 6.9a2.85 2.85 0 0 1-.5 5.6z",
            Self::Shield => "M8 1.75l5 1.75v4.25c0 3-2 5.25-5 6.5c-3-1.25-5-3.5-5-6.5V3.5z",
            Self::Person => {
                "M8 2a2.75 2.75 0 1 0 0 5.5A2.75 2.75 0 1 0 8 2M2.75 14c0-3 2.25-4.5 5.25-4.5s5.25 1.5 5.25 4.5"
            }
            Self::Chevron => "M4 6l4 4 4-4",
            Self::Dash => "M4 8h8",
        }
    }
}

/// A picture as wide as the text is high.
pub fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=icon.path() fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
    .into_any()
}
