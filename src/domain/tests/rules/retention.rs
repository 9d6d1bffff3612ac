//! How long personal data is kept, and what a removal leaves.

use chrono::TimeDelta;
use domain::retention::{
    CLOSED_DAYS, Kept, Left, RECORD_DAYS, RULES, Removal, Rule, SIGNAL_DAYS, UNPAID_DAYS,
};

use crate::at;

fn rule(removal: Removal) -> &'static Rule {
    let rules: &'static [Rule] = &RULES;
    rules.iter().find(|rule| rule.removal == removal).unwrap()
}

#[test]
fn each_removal_has_one_rule() {
    let removals: Vec<Removal> = RULES.iter().map(|rule| rule.removal).collect();
    assert_eq!(removals, Removal::ALL);
    for rule in &RULES {
        assert!(!rule.columns.is_empty() && !rule.why.is_empty(), "{rule:?}");
        assert!(
            rule.closed_days.is_none_or(|days| days < rule.days),
            "{rule:?}"
        );
    }
}

#[test]
fn a_time_is_over_to_the_microsecond_and_not_before() {
    let ended = at("2026-04-08T10:00:00+09:00");
    let closed = at("2026-05-08T10:00:00+09:00");
    for (removal, closed_at, from, days) in [
        (Removal::UnpaidOrder, None, ended, UNPAID_DAYS),
        (Removal::UnpaidOrder, Some(closed), ended, UNPAID_DAYS),
        (Removal::OrderSession, Some(closed), ended, SIGNAL_DAYS),
        (Removal::OrderPayer, None, ended, RECORD_DAYS),
        (Removal::OrderPayer, Some(closed), closed, CLOSED_DAYS),
        (Removal::DepositName, Some(closed), closed, CLOSED_DAYS),
        // What ended after the closing has its days as well.
        (
            Removal::RefundAccount,
            Some(ended - TimeDelta::days(80)),
            ended,
            CLOSED_DAYS,
        ),
        (Removal::PaymentFacts, Some(closed), ended, RECORD_DAYS),
        (Removal::InboxContent, None, ended, SIGNAL_DAYS),
        (Removal::EventMetadata, None, ended, SIGNAL_DAYS),
        (Removal::EventMetadata, Some(closed), closed, CLOSED_DAYS),
    ] {
        let (rule, over) = (rule(removal), from + TimeDelta::days(days));
        let row = Kept {
            ended_at: ended,
            closed_at,
            needed: false,
        };
        let before = over - TimeDelta::microseconds(1);
        assert!(!rule.is_due(&row, before), "{removal} {closed_at:?}");
        assert!(rule.is_due(&row, over), "{removal} {closed_at:?}");
        let needed = Kept {
            needed: true,
            ..row
        };
        assert!(
            !rule.is_due(&needed, over + TimeDelta::days(4_000)),
            "{removal}"
        );
    }
}

#[test]
fn five_years_are_never_shorter() {
    for year in 2024..2032 {
        let from = at(&format!("{year}-03-01T00:00:00+09:00"));
        let until = at(&format!("{}-03-01T00:00:00+09:00", year + 5));
        assert!(from + TimeDelta::days(RECORD_DAYS) >= until, "{year}");
    }
}

#[test]
fn what_is_left_names_nobody_and_can_still_be_read() {
    assert_eq!(Left::Nothing.of("홍길동"), None);
    assert_eq!(Left::Text("{}").of("{\"a\":1}").unwrap(), "{}");
    let event = Left::NoMetadata.of("{\"amount\":1,\"metadata\":{\"mail\":\"a@b\"}}");
    assert_eq!(event.unwrap(), "{\"amount\":1,\"metadata\":{}}");
    let session = "{\"payment_key\":\"tid\",\"redirect_url\":\"https://x\",\"callback\":{\"pg_token\":\"t\"},\
        \"deposit\":{\"bank\":\"004\",\"account_number\":\"1\",\"holder\":\"홍길동\",\"due_at\":\"2026-04-08T00:00:00Z\"},\
        \"webhook_secret\":\"s\",\"expires_at\":\"2026-04-08T00:00:00Z\"}";
    let left: domain::order::Session =
        serde_json::from_str(&Left::KeyOfSession.of(session).unwrap()).unwrap();
    assert_eq!(left.payment_key.as_deref(), Some("tid"));
    assert!(left.callback.is_empty() && left.deposit.is_none() && left.redirect_url.is_none());
    let request = "{\"form\":\"refund_account/1\",\"account\":{\"bank\":\"004\",\"account_number\":\"12345678\",\
        \"holder\":\"홍길동\"},\"replaces\":null,\"refund\":\"ref_00000000000000000000000003\",\"holder_confirmed\":false}";
    let left = Left::NoAccounts.of(request).unwrap();
    assert!(
        !left.contains("홍길동") && !left.contains("12345678"),
        "{left}"
    );
    let read: domain::approval::Request = serde_json::from_str(&left).unwrap();
    assert_eq!(read.goes_to().unwrap().holder, "");
    // Sealed by a key, it is emptied all the same.
    let left = Left::NoAccounts.of("{\"account\":\"v1.key.x\"}").unwrap();
    assert!(!left.contains("v1.key"), "{left}");
    assert_eq!(Left::NoAccounts.of("no JSON").unwrap(), "{}");
}
