//! The allow-list pages.

use domain::allow_list::AllowList;
use domain::error::{Conflict, Error};
use domain::grant::Role;
use domain::operation::{Change, Operation};
use http::StatusCode;

use crate::browser::Browser;
use crate::support::{entry, id, lock, person};
use crate::typed::typed;

const LIST: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001/allow-list";

fn at(path: &str) -> String {
    format!("{LIST}/{path}")
}

fn planned(browser: &Browser) -> Operation {
    lock(&browser.world).operations.last().cloned().unwrap()
}

#[tokio::test]
async fn the_page_says_who_can_connect_and_how_much_room_is_left() {
    let page = Browser::of(Role::Developer).get(LIST).await;
    for text in ["203.0.113.7/32", "Office Tokyo", "in 20 hours", "by Mika Tanaka", "2 of 60", "1 of 60"] {
        assert!(page.has(text), "{text}");
    }
    assert!(page.has("Your address 203.0.113.7 is in the list."));
    assert!(page.has("no public address") && page.has("IPv4 only"));
}

#[tokio::test]
async fn an_empty_list_says_that_nobody_can_connect() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).components[0].document.allow_list = AllowList::default();
    assert!(browser.get(LIST).await.has("Nobody can connect"));
}

#[tokio::test]
async fn a_network_is_warned_about_beside_its_row() {
    let browser = Browser::of(Role::Developer);
    let entries = vec![entry(1, "10.0.0.0/8", "VPN", None), entry(2, "10.1.0.0/16", "Branch", None)];
    lock(&browser.world).components[0].document.allow_list = AllowList::from_entries(entries);
    let page = browser.get(LIST).await;
    assert!(page.has("private range") && page.has("lies inside 10.0.0.0/8"));
}

#[tokio::test]
async fn one_click_plans_to_add_the_own_address_for_a_day() {
    let mut caller = person("Mika Tanaka", Role::Developer);
    caller.origin.address = "::ffff:192.0.2.44".parse().ok();
    let browser = Browser::signed_in(Some(caller));
    let page = browser.get(LIST).await;
    assert!(page.has("Add my address (192.0.2.44) for 1 day"));
    let fields = [("network", "192.0.2.44"), ("label", "Mika Tanaka, own address"), ("expires", "1d")];
    let answer = browser.post(LIST, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let operation = planned(&browser);
    assert_eq!(answer.location(), format!("/o/aoba/operations/{}", operation.id));
    let added = operation.intent.document.allow_list.entries().last().cloned().unwrap();
    assert_eq!(added.network.to_string(), "192.0.2.44/32");
    assert_eq!(added.expires.unwrap().to_string(), "2026-11-22T09:30:00Z");
}

#[tokio::test]
async fn what_was_typed_survives_every_mistake_and_is_never_markup() {
    let long = "x".repeat(141);
    let cases = [
        ("", "Office", "1d", "", "Please fill in"),
        ("203.0.113.9/24", "Office", "1d", "", "The network is 203.0.113.0/24"),
        ("203.0.113.300", "Office", "1d", "", "Write an address"),
        ("２０３.0.113.9", "Office", "1d", "", "Write an address"),
        ("203.0.113.7", "Office", "1d", "", "in the list already, as “Office Tokyo”"),
        ("0.0.0.0/0", "Office", "1d", "", "policy of your organization"),
        ("192.0.2.1", "", "1d", "", "Please fill in"),
        ("192.0.2.1", &long, "1d", "", "at most 140"),
        ("192.0.2.1", "a\u{202e}b", "1d", "", "invisible"),
        ("<script>alert(1)</script>", "\"><img src=x>", "1d", "", "Write an address"),
        ("192.0.2.1", "Office", "custom", "", "Please fill in"),
        ("192.0.2.1", "Office", "custom", "2026-11-20T10:00", "This time is over"),
        ("192.0.2.1", "Office", "custom", "2027-11-20T10:00", "within the next 90 days"),
        ("192.0.2.1", "Office", "custom", "soon", "not a day and time"),
        ("192.0.2.1", "Office", "forever", "", "one of the offered"),
    ];
    for (network, label, expires, custom, message) in cases {
        let browser = Browser::of(Role::Developer);
        let before = lock(&browser.world).operations.len();
        let fields = [("network", network), ("label", label), ("expires", expires), ("custom", custom)];
        let page = browser.post(LIST, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{network} {label} {expires} {custom}");
        assert!(page.has(message), "{network} {label}: {message}");
        assert_eq!(typed(&page, "network").as_deref(), Some(network));
        assert_eq!(typed(&page, "label").as_deref(), Some(label));
        assert!(!page.has("<script>alert") && !page.has("<img src=x"));
        assert_eq!(lock(&browser.world).operations.len(), before, "nothing is planned");
    }
}

#[tokio::test]
async fn many_networks_are_added_at_once_and_mistakes_are_named_by_their_line() {
    let browser = Browser::of(Role::Developer);
    let text = "# our offices\n192.0.2.0/24, Osaka\n\n203.0.113.9/24 Kobe\nnowhere\n";
    let page = browser.post(&at("many"), &[("entries", text), ("expires", "never")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("Line 4: ") && page.has("Line 5: ") && !page.has("Line 2: "));
    assert!(page.inside("textarea").contains("192.0.2.0/24, Osaka\n\n203.0.113.9/24 Kobe\nnowhere"));

    let empty = browser.post(&at("many"), &[("entries", " \n# nothing"), ("expires", "never")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);

    let fields = [("entries", "192.0.2.0/24\tOsaka\n198.51.100.0/28;Kobe"), ("expires", "7d")];
    assert_eq!(browser.post(&at("many"), &fields).await.status, StatusCode::SEE_OTHER);
    let list = planned(&browser).intent.document.allow_list;
    assert_eq!(list.entries().len(), 5);
    assert!(list.entries()[3..].iter().all(|entry| entry.expires.is_some()));
}

#[tokio::test]
async fn no_text_gets_out_of_its_field() {
    let browser = Browser::of(Role::Developer);
    let text = "</textarea><script>alert(1)</script> &lt;\n192.0.2.1 a & b";
    for path in ["many", "edit"] {
        let page =
            browser.post(&at(path), &[("entries", text), ("expires", "never"), ("version", "3")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.has("<script>alert"));
        let shown = page.inside("textarea").replace("&lt;", "<").replace("&amp;", "&");
        assert_eq!(shown.trim(), text);
    }
}

#[tokio::test]
async fn editing_the_whole_list_keeps_what_stays() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get(&at("edit")).await;
    let shown = page.inside("textarea").trim().to_owned();
    assert_eq!(
        shown,
        "203.0.113.7/32 Office Tokyo\n198.51.100.0/24 Build servers\n2001:db8:40::/48 Data centre"
    );
    let text = shown.replace("198.51.100.0/24 Build servers\n", "192.0.2.9 New\n");
    let version = typed(&page, "version").unwrap();
    let answer = browser.post(&at("edit"), &[("version", &version), ("entries", &text)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let (before, after) = {
        let world = lock(&browser.world);
        let before = world.components[0].document.allow_list.clone();
        (before, world.operations.last().unwrap().intent.document.allow_list.clone())
    };
    assert_eq!(after.entries()[0], before.entries()[0]);
    assert_eq!(after.entries()[2], before.entries()[2], "its end, author and time are the same");
    assert_eq!(after.entries()[1].label, "New");
}

#[tokio::test]
async fn a_list_that_is_out_of_date_shows_both_changes_and_puts_them_together() {
    let browser = Browser::of(Role::Developer);
    let read =
        vec![entry(1, "203.0.113.7", "Office Tokyo", None), entry(5, "192.0.2.5", "Gone meanwhile", None)];
    lock(&browser.world).releases[1].document.allow_list = AllowList::from_entries(read);
    let text = "203.0.113.7/32 Office <b>Tokyo</b>\n192.0.2.5/32 Gone meanwhile\n192.0.2.6 Mine";
    let page = browser.post(&at("edit"), &[("version", "2"), ("entries", text)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("Changed meanwhile") && page.has("<del>Gone meanwhile</del>"));
    assert!(page.has("Your changes") && page.has("<ins>Mine</ins>"));
    assert!(!page.inside("textarea").contains("<b>Tokyo"));
    let merged = typed(&page, "entries").unwrap();
    let together = "203.0.113.7/32 Office <b>Tokyo</b>\n198.51.100.0/24 Build servers\n2001:db8:40::/48 Data centre\n192.0.2.6/32 Mine";
    assert_eq!(merged, together);
    assert!(page.inside("textarea").contains("192.0.2.6 Mine"), "what was typed is there as well");
    let again = [("version", "3"), ("entries", merged.as_str())];
    assert_eq!(browser.post(&at("edit"), &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn another_operation_is_named_and_nothing_typed_is_lost() {
    let browser = Browser::of(Role::Developer);
    let running = Conflict::OperationRunning { operation: id(9, 2), change: Change::Settings };
    lock(&browser.world).refusal = Some(Error::Conflict(running));
    let page = browser.post(LIST, &[("network", "192.0.2.1"), ("label", "Home"), ("expires", "8h")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("/o/aoba/operations/01939000-0000-7000-8009-000000000002"));
    assert_eq!(typed(&page, "label").as_deref(), Some("Home"));
}

#[tokio::test]
async fn a_network_is_removed_by_its_row_and_only_once() {
    let browser = Browser::of(Role::Developer);
    let gone = browser.post(&at("remove"), &[("entry", "01939000-0000-7000-8003-000000000777")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.has("not in the list any more") && gone.has("203.0.113.7/32"));
    let answer = browser.post(&at("remove"), &[("entry", "01939000-0000-7000-8003-000000000002")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(planned(&browser).intent.document.allow_list.entries().len(), 2);
}

#[tokio::test]
async fn a_viewer_reads_but_cannot_change() {
    let browser = Browser::of(Role::Viewer);
    let page = browser.get(LIST).await;
    assert!(page.has("203.0.113.7/32") && !page.inside("main").contains("<form"));
    assert_eq!(browser.get(&at("edit")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get(&at("many")).await.status, StatusCode::FORBIDDEN);
    for path in [LIST.to_owned(), at("many"), at("edit"), at("remove")] {
        assert_eq!(browser.post(&path, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(lock(&browser.world).calls.is_empty());
}
