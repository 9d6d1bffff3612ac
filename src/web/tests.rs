//! Pages say what a buyer needs, and nothing a buyer or a provider wrote becomes markup.

use askama::Template as _;
use chrono::DateTime;
use domain::money::Won;

use super::{Deposit, Docs, DocsRoute, Pending, Trouble};

const ATTACK: &str = "<script>alert(1)</script>\"'&";

fn deposit(depositor: Option<&str>) -> String {
    let page = Deposit {
        seconds: 20,
        title: ATTACK.to_owned(),
        amount: Won::new(15_000).unwrap(),
        bank: "088".to_owned(),
        account_number: "110123456789".to_owned(),
        holder: Some(ATTACK.to_owned()),
        depositor: depositor.map(str::to_owned),
        due_at: DateTime::parse_from_rfc3339("2026-11-22T16:00:00+09:00")
            .unwrap()
            .to_utc(),
    };
    page.render().unwrap()
}

#[test]
fn a_deposit_page_tells_everything_a_transfer_needs() {
    let page = deposit(Some("홍길동"));
    for needed in [
        "신한은행 (Shinhan)",
        "110123456789",
        "15,000원",
        "홍길동",
        "2026년 11월 22일 (일) 16:00",
        "content=\"20\"",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    assert!(!deposit(None).contains("입금자명"));
}

#[test]
fn what_people_wrote_never_becomes_markup() {
    let page = deposit(Some(ATTACK));
    assert!(!page.contains("<script"), "{page}");
    let pending = Pending {
        seconds: 3,
        page: format!("/checkout/x?state={ATTACK}"),
    };
    assert!(!pending.render().unwrap().contains("<script"));
}

#[test]
fn no_page_needs_anything_from_elsewhere() {
    let docs = Docs {
        routes: vec![DocsRoute {
            verb: "GET",
            path: "/v1/products",
            summary: "What can be bought",
            roles: "public".to_owned(),
            needs_key: true,
            parameters: vec![("limit", "How many")],
            takes: Some("Wanted".to_owned()),
            status: 200,
            gives: "Shop".to_owned(),
        }],
        schemas: vec![("Shop".to_owned(), "{}".to_owned())],
        problems: vec![("busy", 503, "Busy")],
    };
    let pages = [
        deposit(None),
        Trouble::of(403, "bad_link").render().unwrap(),
        docs.render().unwrap(),
    ];
    for page in pages {
        for foreign in [
            "http://", "https://", "<script", "style=", "<img", "onclick",
        ] {
            assert!(!page.contains(foreign), "{foreign}: {page}");
        }
        assert!(page.contains("/assets/pages.css"));
    }
}
