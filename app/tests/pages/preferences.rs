//! Language, appearance and time zone.

use domain::grant::Role;
use http::{StatusCode, header};

use crate::browser::Browser;

#[tokio::test]
async fn choices_are_kept_in_cookies() {
    let browser = Browser::of(Role::Viewer);
    let page =
        browser.post("/preferences", &[("locale", "ja"), ("theme", "dark"), ("zone", "Europe/Berlin")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let cookies: Vec<_> =
        page.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("zone=Europe/Berlin; Path=/")), "{cookies:?}");
    let browser = browser.with_cookie("locale=ja; theme=dark; zone=Europe/Berlin");
    let page = browser.get("/o/aoba").await;
    assert!(page.has("lang=\"ja\"") && page.has("data-theme=\"dark\"") && page.has("Europe/Berlin"));
}

#[tokio::test]
async fn a_choice_that_does_not_exist_is_said_at_its_field_and_kept() {
    let browser = Browser::of(Role::Viewer);
    for zone in ["Mars/Olympus", "a\r\nSet-Cookie: x=1", "../../etc/passwd", "<b>"] {
        let page =
            browser.post("/preferences", &[("locale", "en"), ("theme", "light"), ("zone", zone)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{zone}");
        assert!(page.has("id=\"field-zone-problem\""), "{zone}");
        assert!(!page.headers.contains_key(header::SET_COOKIE), "{zone}");
        assert!(!page.has("<b>"), "{zone}");
    }
}

#[tokio::test]
async fn cookies_that_make_no_sense_change_nothing() {
    let browser = Browser::of(Role::Viewer).with_cookie("locale=xx; theme=<b>; zone=../../etc/passwd");
    let page = browser.get("/o/aoba").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("lang=\"en\"") && page.has("data-zone=\"Asia/Tokyo\"") && !page.has("<b>"));
}
