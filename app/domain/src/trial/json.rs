//! JSON for people.

use serde::de::IgnoredAny;

/// Indents JSON, and changes nothing else: order, numbers and texts stay as they were written. None of what is no JSON.
pub fn pretty(text: &str) -> Option<String> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut pretty = String::with_capacity(text.len() * 2);
    let mut depth = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => copy_text(&mut characters, &mut pretty),
            '{' | '[' => {
                while characters.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                let end = if character == '{' { '}' } else { ']' };
                pretty.push(character);
                if characters.next_if_eq(&end).is_some() {
                    pretty.push(end);
                } else {
                    depth += 1;
                    break_line(&mut pretty, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                break_line(&mut pretty, depth);
                pretty.push(character);
            }
            ',' => {
                pretty.push(',');
                break_line(&mut pretty, depth);
            }
            ':' => pretty.push_str(": "),
            space if space.is_ascii_whitespace() => {}
            other => pretty.push(other),
        }
    }
    Some(pretty)
}

/// A text up to its end, whose first quotation mark has been taken.
fn copy_text(characters: &mut impl Iterator<Item = char>, pretty: &mut String) {
    pretty.push('"');
    let mut escaped = false;
    for character in characters {
        pretty.push(character);
        if character == '"' && !escaped {
            return;
        }
        escaped = character == '\\' && !escaped;
    }
}

fn break_line(pretty: &mut String, depth: usize) {
    pretty.push('\n');
    pretty.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::pretty;

    #[test]
    fn only_the_space_between_changes() {
        let odd = r#"{"b":1.0,"a":[123456789012345678901234567890,{ }, [ ]],"t":"a\"{,:\\" , "n":null}"#;
        let lines = [
            "{",
            "  \"b\": 1.0,",
            "  \"a\": [",
            "    123456789012345678901234567890,",
            "    {},",
            "    []",
            "  ],",
            "  \"t\": \"a\\\"{,:\\\\\",",
            "  \"n\": null",
            "}",
        ];
        assert_eq!(pretty(odd).unwrap(), lines.join("\n"));
        assert_eq!(pretty(" 5 ").unwrap(), "5");
        assert_eq!(pretty("{"), None);
        assert_eq!(pretty(""), None);
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".*".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((".*", inner), 0..5)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_means_the_same_and_looks_as_usual(value in value()) {
            let indented = pretty(&value.to_string()).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Value>(&indented).unwrap(), &value);
            prop_assert_eq!(indented, format!("{value:#}"));
        }
    }
}
