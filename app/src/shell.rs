//! What stands around every page: the document, the top line, the rail.

mod rail;
mod top;

use leptos::prelude::*;

use crate::page::{Frame, Layout};

/// The whole document.
pub(crate) fn document(frame: &Frame<'_>, title: &str, content: AnyView) -> AnyView {
    let Frame { settings, caller, reader, layout, reload } = *frame;
    let text = reader.text();
    let asset = |name: &str| settings.asset.of(name);
    let title = format!("{title} · {}", text.common.product);
    let rail = match layout {
        Layout::Plain => None,
        Layout::Organization(organization) => Some(rail::rail(caller, reader, organization)),
    };
    let class = if rail.is_some() { "frame" } else { "frame plain" };
    let organization = match layout {
        Layout::Plain => None,
        Layout::Organization(organization) => Some(organization),
    };
    let reload = reload.then(|| view! { <noscript><meta http-equiv="refresh" content="5" /></noscript> });
    view! {
        <!DOCTYPE html>
        <html lang=reader.locale.as_str() data-theme=reader.theme.as_str() data-zone=reader.zone.iana_name().unwrap_or("UTC").to_owned()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{title}</title>
                {reload}
                <link rel="stylesheet" href=asset("main.css") />
                <link rel="icon" href=asset("favicon.svg") type="image/svg+xml" />
                <script type="module" src=asset("main.js")></script>
            </head>
            <body data-script=asset("pkg/provisioner.js") data-wasm=asset("pkg/provisioner.wasm")>
                <a class="skip" href="#content">{text.shell.skip}</a>
                {top::top(settings, caller, reader, organization)}
                <div class=class>
                    {rail}
                    <main id="content" tabindex="-1">{content}</main>
                </div>
            </body>
        </html>
    }
    .into_any()
}
