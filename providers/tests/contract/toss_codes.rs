//! Toss's whole list of error codes against the adapter's table: every code has its meaning for each call and its
//! sentences.

use std::collections::{BTreeMap, BTreeSet};

use providers::{codes::Meaning, toss::documented};

/// Code to status and list.
fn list() -> BTreeMap<&'static str, (&'static str, &'static str)> {
    let rows = include_str!("toss_codes.csv").lines();
    let rows = rows.filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| {
        let mut fields = row.split(',');
        let mut next = || fields.next().expect("status, code and list");
        let (status, code, list) = (next(), next(), next());
        (code, (status, list))
    })
    .collect()
}

#[test]
fn every_code_of_tosss_list_is_on_the_table() {
    let list = list();
    assert_eq!(
        list.values().filter(|(_, list)| *list == "core").count(),
        140
    );
    let missing: BTreeSet<_> = list
        .keys()
        .filter(|code| documented(code).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_fault_inside_toss_is_believed_and_nothing_else_is_where_it_is_not_documented() {
    for (code, (status, list)) in list() {
        let row = documented(code).expect(code);
        let meanings = [row.confirm, row.cancel];
        if status == "500" {
            assert_eq!(meanings, [Meaning::InDoubt; 2], "{code}");
        }
        let believed = |meaning| matches!(meaning, Meaning::NothingMoved | Meaning::TooLate);
        assert!(!(list == "confirm" && believed(row.cancel)), "{code}");
        assert!(!(list == "cancel" && believed(row.confirm)), "{code}");
    }
}

#[test]
fn refunds_confirmations_and_settings_are_classed_by_call() {
    use Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled};
    for (code, confirm, cancel) in [
        // The buyer gives another account.
        ("NOT_ALLOWED_REFUND_BANK", InDoubt, NothingMoved),
        ("FORBIDDEN_BANK_REFUND_REQUEST", InDoubt, NothingMoved),
        ("ALREADY_CLOSE_ACCOUNT", InDoubt, NothingMoved),
        ("INVALID_ACCOUNT_NUMBER", InDoubt, NothingMoved),
        (
            "INVALID_ACCOUNT_NUMBER_OR_UNAVAILABLE",
            InDoubt,
            NothingMoved,
        ),
        ("INVALID_ACCOUNT_NOT_CORRECT_BANK", InDoubt, NothingMoved),
        ("ACCOUNT_OWNER_CHECK_FAILED", InDoubt, NothingMoved),
        // Tried again, or after a person has corrected the contract.
        ("EXCEED_MAX_REFUND_AMOUNT", InDoubt, RetryLater),
        ("MAINTAINED_METHOD", NothingMoved, RetryLater),
        ("NOT_SUPPORTED_REFUND", InDoubt, Misconfigured),
        // It may be our own, whose answer was lost.
        ("ALREADY_REFUNDING_PAYMENT", InDoubt, InDoubt),
        ("ALREADY_COMPLETED_PAYMENT", Settled, InDoubt),
        ("DUPLICATED_REQUEST", Settled, InDoubt),
        // The buyer pays another way.
        ("EXCEEDS_TRANSFER_AMOUNT_MAXIMUM", NothingMoved, InDoubt),
        ("NOT_SUPPORTED_METHOD", NothingMoved, InDoubt),
        ("INVALID_CARD_PASSWORD", NothingMoved, InDoubt),
        ("USER_ACCOUNT_ON_HOLD", NothingMoved, InDoubt),
        // Ours to fix.
        ("NOT_FOUND_MERCHANT", Misconfigured, Misconfigured),
        ("INVALID_CLIENT_KEY", Misconfigured, Misconfigured),
        ("API_VERSION_UPDATE_NEEDED", Misconfigured, Misconfigured),
        ("INVALID_URL", Misconfigured, InDoubt),
    ] {
        let row = documented(code).expect(code);
        assert_eq!((row.confirm, row.cancel), (confirm, cancel), "{code}");
    }
}

#[test]
fn a_refund_account_that_is_not_taken_has_the_buyer_asked_for_another() {
    for code in [
        "FORBIDDEN_BANK_REFUND_REQUEST",
        "NOT_ALLOWED_REFUND_BANK",
        "ALREADY_CLOSE_ACCOUNT",
    ] {
        let words = documented(code).expect(code).words;
        assert!(words.buyer_en.contains("bank, number and holder"), "{code}");
        assert!(words.support.contains("another account"), "{code}");
    }
}
