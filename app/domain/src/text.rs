//! Text that people type: how long it may be, and which characters it may hold.

use crate::error::{FieldError, Problem};

/// Checks one line of text and returns it without the white space around it. Lengths are in characters, after that.
///
/// # Errors
/// [`Problem::Required`], [`Problem::TooShort`], [`Problem::TooLong`] or [`Problem::UnsafeCharacters`].
pub fn check(value: &str, min: u32, max: u32) -> Result<String, Problem> {
    let value = value.trim();
    let length = u32::try_from(value.chars().count()).unwrap_or(u32::MAX);
    if length == 0 && min > 0 {
        Err(Problem::Required)
    } else if length < min {
        Err(Problem::TooShort { min })
    } else if length > max {
        Err(Problem::TooLong { max })
    } else if has_unsafe_characters(value) {
        Err(Problem::UnsafeCharacters)
    } else {
        Ok(value.to_owned())
    }
}

/// [`check`], naming the field.
///
/// # Errors
/// Those of [`check`].
pub fn check_text(field: &str, value: &str, min: u32, max: u32) -> Result<String, FieldError> {
    check(value, min, max).map_err(|problem| FieldError::new(field, problem))
}

/// Whether text holds characters that hide or reorder what people read
/// (Unicode Technical Report 36, sections 2.5 and 2.10; Technical Standard 39, section 5.4).
///
/// Emoji are fine: the zero-width joiner is allowed between two of them, and a variation selector after a visible character.
pub fn has_unsafe_characters(text: &str) -> bool {
    let mut before: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let allowed = match character {
            ZERO_WIDTH_JOINER => {
                before.is_some_and(is_part_of_emoji) && characters.peek().copied().is_some_and(is_emoji)
            }
            '\u{fe0e}' | '\u{fe0f}' => before.is_some_and(|before| !before.is_whitespace()),
            '\u{e0100}'..='\u{e01ef}' => before.is_some_and(is_han),
            character => !is_unsafe(character),
        };
        if !allowed {
            return true;
        }
        before = Some(character);
    }
    false
}

const ZERO_WIDTH_JOINER: char = '\u{200d}';

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fe00}'..='\u{fe0d}'
            | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}'
        )
}

const fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{21ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

const fn is_part_of_emoji(character: char) -> bool {
    is_emoji(character) || character == '\u{fe0f}'
}

const fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_characters_without_surrounding_space() {
        assert_eq!(check("  office  ", 1, 140), Ok("office".to_owned()));
        assert_eq!(check("東京のオフィス", 1, 7), Ok("東京のオフィス".to_owned()));
        assert_eq!(check("\u{3000} \t", 1, 140), Err(Problem::Required));
        assert_eq!(check("", 0, 140), Ok(String::new()));
        assert_eq!(check("ab", 3, 140), Err(Problem::TooShort { min: 3 }));
        assert_eq!(check(&"あ".repeat(141), 1, 140), Err(Problem::TooLong { max: 140 }));
        assert!(check(&"あ".repeat(140), 1, 140).is_ok());
    }

    #[test]
    fn invisible_and_reordering_characters_are_refused() {
        for text in [
            "a\u{202e}b",
            "a\u{200b}b",
            "a\u{200d}b",
            "a\u{0}b",
            "a\nb",
            "a\tb",
            "\u{feff}a",
            "a\u{2066}b",
            "a\u{ad}b",
            "a\u{e0041}",
            "a \u{fe0f}",
            "a\u{e0100}",
            "\u{e000}",
            "😀\u{200d}",
            "😀\u{200d}a",
            "a\u{200d}😀",
            "a\u{85}b",
            "a\u{2028}b",
        ] {
            assert_eq!(check(text, 1, 140).err(), Some(Problem::UnsafeCharacters), "{text:?}");
        }
    }

    #[test]
    fn languages_and_emoji_are_allowed() {
        for text in ["👩‍💻 Eve", "🏳️‍🌈", "❤️", "1️⃣", "👍🏽", "葛\u{e0100}城", "Zoë", "नमस्ते", "עברית", "=1+1", "<b>"]
        {
            assert_eq!(check(text, 1, 140), Ok(text.to_owned()), "{text:?}");
        }
    }
}
