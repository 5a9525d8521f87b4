//! What a field of a page holds.

use crate::browser::Shown;

/// What the browser would send again for an input or a select.
pub fn typed(page: &Shown, name: &str) -> Option<String> {
    let in_select = page.html.split("<select ").skip(1).find(|tag| tag.contains(&format!("name=\"{name}\"")));
    let raw = match (page.field(name), in_select) {
        (Some(value), _) => value,
        (None, Some(options)) => {
            let options = &options[..options.find("</select>")?];
            let chosen = options.split("<option ").find(|option| option.contains(" selected"))?;
            chosen.split("value=\"").nth(1)?.split('"').next()?.to_owned()
        }
        (None, None) => return None,
    };
    Some(raw.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}
