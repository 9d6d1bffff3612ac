//! Which notices of a lot are due, and what a setting of days may be.

use domain::{
    kind::Kind,
    lot::Lot,
    money::Credits,
    notice::{NoticeDays, NoticeOutcome, due},
};

use crate::at;

fn credits(amount: i64) -> Credits {
    Credits::new(amount).unwrap()
}

/// A lot of 10 credits that ends at the end of 30 June in Korea.
fn lot(acquired: &str, remaining: i64) -> Lot {
    Lot {
        id: "lot_00000000000000000000000003".parse().unwrap(),
        customer: "ann".parse().unwrap(),
        kind: Kind::Purchased,
        payment: None,
        bonus_of: None,
        bonus_gone: Credits::ZERO,
        reason: None,
        policy: "2025-07-17".to_owned(),
        policy_hash: String::new(),
        granted: credits(10),
        remaining: credits(remaining),
        held: Credits::ZERO,
        spent: credits(10 - remaining),
        refunded: Credits::ZERO,
        expired: Credits::ZERO,
        revoked: Credits::ZERO,
        acquired_at: at(&format!("{acquired}+09:00")),
        expires_at: at("2026-07-01T00:00:00+09:00"),
        debt_paid: Credits::ZERO,
    }
}

#[test]
fn a_notice_is_due_so_many_korean_days_before_the_end_and_once() {
    let sent = |days| (days, NoticeOutcome::Sent);
    let overtaken = |days| (days, NoticeOutcome::Overtaken);
    let old = "2026-01-01T00:00:00";
    for (acquired, remaining, settled, now, expected) in [
        (old, 10, &[][..], "2026-05-31T23:59:59.999999", vec![]),
        (old, 10, &[], "2026-06-01T00:00:00", vec![sent(30)]),
        (old, 10, &[30], "2026-06-01T00:00:00", vec![]),
        (old, 10, &[30], "2026-06-24T00:00:00", vec![sent(7)]),
        (old, 10, &[30, 7], "2026-06-30T00:00:00", vec![sent(1)]),
        (old, 10, &[30, 7, 1], "2026-06-30T23:59:59", vec![]),
        // Used up, and over.
        (old, 0, &[], "2026-06-01T00:00:00", vec![]),
        (old, 10, &[], "2026-07-01T00:00:00", vec![]),
        (
            old,
            1,
            &[],
            "2026-06-30T23:59:59.999999",
            vec![overtaken(30), overtaken(7), sent(1)],
        ),
        // Late: only the nearest.
        (
            old,
            10,
            &[],
            "2026-06-25T09:00:00",
            vec![overtaken(30), sent(7)],
        ),
        // A day that was added to the settings after a nearer one was sent.
        (old, 10, &[7], "2026-06-25T09:00:00", vec![overtaken(30)]),
        // Acquired at the notice's instant, just before it, and after it.
        (
            "2026-06-01T00:00:00",
            10,
            &[],
            "2026-06-01T00:00:00",
            vec![],
        ),
        (
            "2026-05-31T23:59:59.999999",
            10,
            &[],
            "2026-06-01T00:00:00",
            vec![sent(30)],
        ),
        (
            "2026-06-20T00:00:00",
            10,
            &[],
            "2026-06-24T00:00:00",
            vec![sent(7)],
        ),
    ] {
        let now = at(&format!("{now}+09:00"));
        let found = due(
            &lot(acquired, remaining),
            settled,
            &NoticeDays::default(),
            now,
        );
        assert_eq!(found, expected, "{acquired} {settled:?} at {now}");
    }
}

#[test]
fn days_are_descending_and_few() {
    for text in ["", "30,7,1", "365", "8,7,6,5,4,3,2,1"] {
        let days: NoticeDays = text.parse().unwrap();
        assert_eq!(days.to_string(), text);
    }
    assert_eq!(" 7, 1 ".parse::<NoticeDays>().unwrap().to_string(), "7,1");
    for (text, rule) in [
        ("0", "`0` is not a number of days, 1 to 365"),
        ("366", "`366` is not"),
        ("-1", "`-1` is not"),
        ("7,x", "`x` is not"),
        ("1,7", "is not descending"),
        ("7,7", "is not descending"),
        ("9,8,7,6,5,4,3,2,1", "has more than 8 days"),
    ] {
        let refused = text.parse::<NoticeDays>().unwrap_err();
        assert!(refused.contains(rule), "{text}: {refused}");
    }
}
