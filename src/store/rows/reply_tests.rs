//! Each version that was ever written, as it was written.

use domain::{
    command::Answer,
    deposit::{Reporter, Source},
    spend::Spend,
};
use serde_json::{Value, json};

use super::{Document, Kept, read};

/// Answers of version 1.
const VERSION_1: [&str; 7] = [
    r#"{"v":1,"spend":{"id":"spd_01knn9mwm0e00800003g000001","customer_id":"alice","credits":30,"meter":"m","reference":"r","parts":[{"lot":"lot_01knn9mwm0e00800003g000001","kind":"promotional","credits":30,"expires_at":"2026-07-01T15:00:00Z","why":"first"}],"at":"2026-04-08T01:00:00Z"}}"#,
    r#"{"v":1,"order":"ord_01knn9mwm0e00800003g000001"}"#,
    r#"{"v":1,"lot":{"id":"lot_01knn9mwm0e00800003g000001","customer":"alice","kind":"promotional","policy":"2025-07-17","policy_hash":"x","granted":9,"remaining":9,"held":0,"spent":0,"refunded":0,"expired":0,"revoked":0,"acquired_at":"2026-04-08T01:00:00Z","expires_at":"2026-07-01T15:00:00Z","debt_paid":0,"bonus_gone":0,"reason":"r"}}"#,
    r#"{"v":1,"deposit":{"id":"dep_01knn9mwm0e00800003g000001","movement":{"provider":"bank","key":"m-1","source":{"reporter":"statement","series":"kb"},"account":"main","name":"홍**","amount":10000,"at":"2026-04-08T01:00:00Z"},"state":"returned","reason":"r","received_at":"2026-04-08T01:00:00Z","settled_at":"2026-04-08T02:00:00Z"}}"#,
    r#"{"v":1,"customer":{"customer":{"id":"alice","state":"closed","debt":0,"granted":9,"debt_waived":0,"opened_at":"2026-04-08T01:00:00Z","closed_at":"2026-04-09T01:00:00Z"},"forfeited":9}}"#,
    r#"{"v":1,"hold":{"id":"hld_01knn9mwm0e00800003g000001","customer_id":"alice","credits":5,"captured":0,"state":"open","meter":"m","reference":"r","parts":[],"opened_at":"2026-04-08T01:00:00Z","expires_at":"2026-04-08T01:01:00Z"}}"#,
    r#"{"v":1,"subscription":{"id":"sub_01knn9mwm0e00800003g000001","customer":"alice","plan":"pro","credits":5,"state":"paused","started_at":"2026-04-08T01:00:00Z","next_month":1,"next_due_at":"2026-05-07T15:00:00Z","paused_at":"2026-04-09T01:00:00Z","reason":"r"}}"#,
];

fn answer(text: &str) -> Answer {
    match read(text) {
        Some(Kept::Answer(answer)) => *answer,
        other => panic!("{text}: {other:?}"),
    }
}

fn is_order(text: &str) -> bool {
    matches!(read(text), Some(Kept::Order(id)) if id.to_string() == "ord_01knn9mwm0e00800003g000001")
}

#[test]
fn every_version_is_read_and_the_newest_is_written() {
    for text in VERSION_1 {
        if is_order(text) {
            continue;
        }
        let expected: Value = serde_json::from_str(text).unwrap();
        let written = serde_json::to_value(Document::from(&answer(text))).unwrap();
        assert_eq!(written, expected);
    }
    let Answer::Spend(spend) = answer(VERSION_1[0]) else {
        panic!("not a spend")
    };
    let Spend { credits, parts, .. } = *spend;
    assert_eq!((credits.get(), parts.len()), (30, 1));
    let Answer::Deposit(deposit) = answer(VERSION_1[3]) else {
        panic!("not a deposit")
    };
    assert_eq!(
        deposit.movement.source,
        Source::new(Reporter::Statement, "kb")
    );
}

#[test]
fn what_no_version_wrote_is_not_read() {
    for text in [
        "",
        "{}",
        "[]",
        r#"{"v":2,"order":"ord_01knn9mwm0e00800003g000001"}"#,
        r#"{"v":1}"#,
        r#"{"v":"1","order":"ord_01knn9mwm0e00800003g000001"}"#,
        r#"{"v":1,"order":"ord_x"}"#,
        r#"{"v":1,"spend":{"id":"spd_01knn9mwm0e00800003g000001"}}"#,
        r#"{"order":"ord_01knn9mwm0e00800003g000001"}"#,
    ] {
        assert!(read(text).is_none(), "{text}");
    }
}

#[test]
fn accounts_and_names_are_kept_masked() {
    let refund = json!({"v": 1, "refund": {"id": "ref_01knn9mwm0e00800003g000001",
        "payment": "pay_01knn9mwm0e00800003g000001", "customer": "alice", "provider": "bank",
        "quote": "quo_01knn9mwm0e00800003g000001", "lot": "lot_01knn9mwm0e00800003g000001", "amount": 10, "tax_free": 0,
        "vat": 1, "credits": 1, "basis": "by_right", "reason": "r", "expected_balance": 10, "state": "by_hand",
        "requested_by": "key_01knn9mwm0e00800003g000001", "requested_at": "2026-04-08T01:00:00Z", "due_at": "2026-04-11T15:00:00Z",
        "account": {"bank": "088", "account_number": "110123456789", "holder": "홍길동"}}});
    let written = serde_json::to_string(&Document::from(&answer(&refund.to_string()))).unwrap();
    assert!(
        written.contains("********6789") && written.contains("홍**"),
        "{written}"
    );
    assert!(
        !written.contains("110123456789") && !written.contains("홍길동"),
        "{written}"
    );
}

/// Includes the answers of acts that wait for a second person: the new account and the one that it is to replace.
#[test]
fn accounts_of_approvals_are_kept_masked() {
    let account = |number: &str, holder: &str| json!({"bank": "088", "account_number": number, "holder": holder});
    let (new, old) = (
        account("110123456789", "홍길동"),
        account("333444555666", "김철수"),
    );
    let requests = [
        json!({"form": "refund_account/1", "refund": "ref_01knn9mwm0e00800003g000001", "account": new, "replaces": old,
            "holder_confirmed": true}),
        json!({"form": "contradiction_refund/1", "contradiction": "ctr_01knn9mwm0e00800003g000001", "account": new,
            "reason": "r"}),
    ];
    for request in requests {
        let act = request["form"].as_str().unwrap().trim_end_matches("/1");
        let asked = json!({"v": 1, "approval": {"id": "apr_01knn9mwm0e00800003g000001", "customer": "alice", "act": act,
            "subject": "s", "amount": 10, "request": request, "asked_by": "key_01knn9mwm0e00800003g000001", "asked_at": "2026-04-08T01:00:00Z",
            "expires_at": "2026-04-15T01:00:00Z", "decision": "waiting"}});
        let written = serde_json::to_string(&Document::from(&answer(&asked.to_string()))).unwrap();
        assert!(written.contains("********6789"), "{written}");
        for whole in ["110123456789", "홍길동", "333444555666", "김철수"] {
            assert!(!written.contains(whole), "{written}");
        }
    }
}
