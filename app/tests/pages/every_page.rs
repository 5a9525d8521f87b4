//! What is true of every page, in both languages.

use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;

const COMPONENT: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001";
const FUNCTION: &str = "/o/aoba/components/01939000-0000-7000-8004-00000000000";
const OPERATION: &str = "/o/aoba/operations/01939000-0000-7000-8009-00000000000";

fn addresses() -> Vec<String> {
    let plain = [
        "/organizations",
        "/preferences",
        "/o/aoba",
        "/o/aoba/components",
        "/o/aoba/components?state=ready&environment=production&text=orders",
        "/o/aoba/components?text=%3Cscript%3E",
        "/o/aoba/components/new",
        "/o/aoba/components/new?kind=function",
        "/o/aoba/maintenance",
        "/o/aoba/members",
        "/o/aoba/settings",
        "/o/aoba/settings/ci",
        "/o/aoba/settings/ci/01939000-0000-7000-8012-000000000001",
        "/o/aoba/settings/ci/01939000-0000-7000-8012-000000000002",
        "/o/aoba/audit",
        "/account/sessions",
        "/cli/authorize?port=4711&challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&state=s&name=laptop",
        "/device",
        "/device?user_code=BCDF-GHJK",
        "/device/done",
    ];
    let views = [
        "",
        "/activity",
        "/allow-list",
        "/allow-list/many",
        "/allow-list/edit",
        "/maintenance",
        "/settings",
        "?client=python",
    ]
    .map(|view| format!("{COMPONENT}{view}"));
    let functions = [
        "7",
        "7/deploy",
        "7/versions",
        "7/versions/1",
        "7/versions/3?with=2",
        "7/versions/2/roll-back",
        "7/variables",
        "7/secrets",
        "7/secrets?name=API_KEY&language=node",
        "7/secrets/API_KEY/remove",
        "7/metrics",
        "7/metrics?span=week",
        "7/try",
        "7/try?event=retry-order",
        "7/settings",
        "8",
        "8/versions",
        "8/variables",
        "8/secrets",
        "8/try",
        "8/metrics",
    ]
    .map(|view| format!("{FUNCTION}{view}"));
    let operations = ["1", "2", "3", "4", "5", "6", "7", "8"].map(|number| format!("{OPERATION}{number}"));
    plain.map(ToOwned::to_owned).into_iter().chain(views).chain(functions).chain(operations).collect()
}

#[tokio::test]
async fn every_page_has_a_title_one_heading_landmarks_and_no_inline_code() {
    for language in ["en", "ja"] {
        let browser = Browser::of(Role::Developer).with_cookie(&format!("locale={language}"));
        for address in addresses() {
            let page = browser.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert!(page.has(&format!("<html lang=\"{language}\"")), "{address}");
            assert!(page.inside("title").ends_with("Provisioner"), "{address}");
            assert_eq!(page.html.matches("<h1").count(), 1, "{address}");
            for landmark in ["<main id=\"content\"", "<header class=\"top\"", "href=\"#content\""] {
                assert!(page.has(landmark), "{address} {landmark}");
            }
            for forbidden in ["style=\"", " onclick=", "<script>", "javascript:"] {
                assert!(!page.has(forbidden), "{address} {forbidden}");
            }
            assert!(!page.has("<script>"), "{address}");
            assert_eq!(page.headers["cache-control"], "no-store", "{address}");
        }
    }
}

#[tokio::test]
async fn every_address_of_a_page_needs_somebody_who_is_signed_in() {
    let browser = Browser::signed_in(None);
    for address in addresses().iter().filter(|address| *address != "/preferences") {
        let page = browser.get(address).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{address}");
        assert!(page.location().starts_with("/auth/login?return_to=%2F"), "{address} {}", page.location());
    }
    let start = browser.get("/").await;
    assert_eq!(start.status, StatusCode::OK);
    assert!(start.has("/auth/login?return_to=%2F"));
}

#[tokio::test]
async fn japanese_pages_hold_no_english_sentences() {
    let browser = Browser::of(Role::Developer).with_cookie("locale=ja");
    for address in addresses() {
        let page = browser.get(&address).await;
        for english in ["Nothing ", "Show ", "Settings", "Overview", "Ready", "ago", "Components", " the "] {
            let text = page.inside("main");
            assert!(!text.contains(&format!(">{english}")), "{address}: {english}");
        }
    }
}

#[tokio::test]
async fn a_form_of_every_page_posts_to_a_route_that_exists() {
    let paths: Vec<&str> = app::routes::routes()
        .into_iter()
        .filter(|route| route.method == http::Method::POST)
        .map(|route| route.path)
        .collect();
    let known = |address: &str| {
        let parts: Vec<&str> = address.split(['?', '#']).next().unwrap().split('/').collect();
        paths.iter().any(|path| {
            let pattern: Vec<&str> = path.split('/').collect();
            pattern.len() == parts.len()
                && pattern.iter().zip(&parts).all(|(left, right)| left.starts_with('{') || left == right)
        })
    };
    let browser = Browser::of(Role::Owner);
    for address in addresses() {
        let page = browser.get(&address).await;
        for form in page.html.split("<form ").skip(1) {
            let tag = &form[..form.find('>').unwrap()];
            if !tag.contains("method=\"post\"") || tag.contains("/auth/logout") {
                continue;
            }
            let target = tag
                .split("action=\"")
                .nth(1)
                .map_or(address.as_str(), |rest| rest.split('"').next().unwrap());
            assert!(known(target), "{address} posts to {target}");
        }
    }
}
