//! Languages.

use super::{Text, en, ja};

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

impl Locale {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// The language tag (BCP 47).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Japanese => "日本語",
        }
    }

    /// Reads a language tag.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.as_str() == text)
    }

    /// The best language for an `Accept-Language` header (RFC 9110, section 12.5.4); English when none fits.
    pub fn negotiate(accept: &str) -> Self {
        let mut best = (0.0_f32, Self::default());
        for part in accept.split(',') {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
            let primary = tag.split('-').next().unwrap_or_default();
            let quality = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
            if let Some(locale) = Self::parse(primary)
                && quality > best.0
            {
                best = (quality, locale);
            }
        }
        best.1
    }

    /// The texts.
    pub fn text(self) -> &'static Text {
        match self {
            Self::English => &en::TEXT,
            Self::Japanese => &ja::TEXT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, English, Japanese};

    #[test]
    fn the_browser_decides_by_quality() {
        for (header, locale) in [
            ("", English),
            ("ja", Japanese),
            ("ja-JP,ja;q=0.9,en;q=0.8", Japanese),
            ("en-US,en;q=0.9,ja;q=0.8", English),
            ("fr,ja;q=0.3,en;q=0.2", Japanese),
            ("en;q=0, ja;q=0.1", Japanese),
            ("de", English),
            ("ja;q=nonsense", English),
        ] {
            assert_eq!(Locale::negotiate(header), locale, "{header}");
        }
    }
}
