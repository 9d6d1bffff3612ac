//! Pages say what a buyer needs, and nothing a buyer or a provider wrote becomes markup.

use askama::Template as _;
use chrono::{DateTime, Utc};
use domain::{
    kind::Kind,
    money::{Credits, Won},
    statement::Lang,
    terms::{Terms, Why},
};

use super::{
    Docs, DocsRoute, Trouble,
    buyer::{About, Deposit, Frame, Pending, Seller},
};

const ATTACK: &str = "<script>alert(1)</script>\"'&";

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn frame() -> Frame {
    Frame {
        lang: Lang::Korean,
        address: format!("/checkout/x?state={ATTACK}"),
        seller: Seller {
            name: Some(ATTACK.to_owned()),
            address: Some(ATTACK.to_owned()),
            ..Seller::default()
        },
    }
}

fn terms() -> Terms {
    let why = || "a rule".to_owned();
    Terms {
        product: "p".to_owned(),
        quantity: 1,
        credits: Credits::new(1_000).unwrap(),
        amount: Won::new(15_000).unwrap(),
        kind: Kind::Purchased,
        policy: "v".to_owned(),
        policy_hash: String::new(),
        from: at("2026-11-22T16:00:00+09:00"),
        expires_at: at("2027-11-23T00:00:00+09:00"),
        refund_by_right_until: at("2026-12-01T00:00:00+09:00"),
        refund_through_support_until: at("2026-12-08T00:00:00+09:00"),
        why: Why {
            from: why(),
            expires_at: why(),
            refund_by_right_until: why(),
            refund_through_support_until: why(),
        },
    }
}

fn deposit(depositor: Option<&str>) -> String {
    let page = Deposit {
        frame: frame(),
        seconds: 20,
        about: About {
            id: "ord_00000000000000000000000000".parse().ok(),
            title: ATTACK.to_owned(),
            amount: Won::new(15_000).unwrap(),
            credits: Credits::new(1_000).unwrap(),
            terms: terms(),
        },
        bank: "088".to_owned(),
        account_number: "110123456789".to_owned(),
        holder: Some(ATTACK.to_owned()),
        depositor: depositor.map(str::to_owned),
        due_at: at("2026-11-22T16:00:00+09:00"),
        arrived: None,
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
        "data-turn=\"20\"",
        "2027년 11월 22일 (월) 24:00까지",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    assert!(!deposit(None).contains("입금자명"));
}

#[test]
fn what_people_wrote_never_becomes_markup() {
    let page = deposit(Some(ATTACK));
    assert!(!page.contains("<script>"), "{page}");
    let pending = Pending {
        frame: frame(),
        seconds: 3,
        page: format!("/checkout/x?state={ATTACK}"),
    };
    assert!(!pending.render().unwrap().contains("<script>"));
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
            "http://", "https://", "<script>", "style=", "<img", "onclick",
        ] {
            assert!(!page.contains(foreign), "{foreign}: {page}");
        }
        assert!(page.contains("/assets/pages.css"));
    }
}
