//! The browsers and command lines in which the caller is signed in.

use axum::extract::Path;
use domain::ids::SessionId;
use domain::session::{Session, SessionKind};
use http::StatusCode;
use leptos::prelude::*;

use crate::page::{Answer, Page, Reader, redirect};
use crate::ui::{self, Column, Icon, Tone};

/// The address of the page.
const ADDRESS: &str = "/account/sessions";

/// `GET /account/sessions`.
pub async fn show(page: Page) -> Answer {
    let sessions = page.ports.sessions.list(&page.caller).await?;
    let text = &page.reader.text().sessions;
    Ok(page.render(StatusCode::OK, text.title, |reader| {
        let others = if sessions.len() > 1 {
            view! {
                <form method="post" action=format!("{ADDRESS}/revoke-others")>
                    {ui::submit_button(text.revoke_others, Tone::Plain)}
                </form>
            }
            .into_any()
        } else {
            view! { <p class="quiet">{text.only_this}</p> }.into_any()
        };
        view! {
            {ui::page_header(reader.text(), Vec::new(), text.title, ())}
            <p class="lead">{text.lead}</p>
            {table(reader, &sessions)}
            {others}
            <p class="actions">
                {ui::link_button(reader.text().command_line.device_title, "/device", Tone::Plain)}
            </p>
        }
    }))
}

/// `POST /account/sessions/{session}/revoke`. The caller's own session is ended by signing out.
pub async fn revoke(page: Page, Path(session): Path<SessionId>) -> Answer {
    page.ports.sessions.revoke(&page.caller, session).await?;
    Ok(redirect(ADDRESS))
}

/// `POST /account/sessions/revoke-others`.
pub async fn revoke_others(page: Page) -> Answer {
    page.ports.sessions.revoke_others(&page.caller).await?;
    Ok(redirect(ADDRESS))
}

fn table(reader: &Reader, sessions: &[Session]) -> AnyView {
    let text = &reader.text().sessions;
    let columns = [
        Column::text(text.browser),
        Column::text(text.address),
        Column::text(text.last_seen),
        Column::text(text.signed_in),
        Column::text(text.ends),
        Column::text(""),
    ];
    let rows = sessions
        .iter()
        .map(|session| {
            let browser = match &session.kind {
                SessionKind::Browser => {
                    session.user_agent.as_deref().map_or(text.unknown_browser, short_name).to_owned()
                }
                SessionKind::CommandLine { name } => (text.command_line)(name),
            };
            let agent = session.user_agent.clone();
            let end = if session.current {
                ui::pill(ui::State::Info, Icon::Check, text.current)
            } else {
                view! {
                    <form method="post" action=format!("{ADDRESS}/{}/revoke", session.id)>
                        <button type="submit" class="button" aria-label=(text.revoke_of)(&browser)>{text.revoke}</button>
                    </form>
                }
                .into_any()
            };
            vec![
                view! { <span title=agent>{browser}</span> }.into_any(),
                view! { <span class="code">{session.address.map(|address| address.to_string())}</span> }.into_any(),
                ui::time(reader, session.last_seen),
                ui::time(reader, session.created),
                ui::time(reader, session.expires),
                end,
            ]
        })
        .collect();
    ui::table(text.title, &columns, rows)
}

/// The product that a user agent is of, as far as people know it. Order matters: Edge and Chrome call themselves Safari too.
fn short_name(agent: &str) -> &str {
    const PRODUCTS: [(&str, &str); 5] = [
        ("Edg/", "Microsoft Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    PRODUCTS.iter().find_map(|(mark, name)| agent.contains(mark).then_some(*name)).unwrap_or(agent)
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn browsers_are_called_by_their_names() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(short_name(edge), "Microsoft Edge");
        assert_eq!(
            short_name("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/17 Safari/605.1.15"),
            "Safari"
        );
        assert_eq!(short_name("<script>"), "<script>");
    }
}
