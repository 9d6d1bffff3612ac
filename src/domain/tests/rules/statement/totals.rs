//! What a statement says of a month, and that it adds up.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    kind::Kind,
    ledger::{Account, Act, credits, issued},
    statement::{
        Change, Lang, Statement,
        words::{total_words, words},
    },
};
use proptest::prelude::*;

use super::{
    ledger::{FROM, Ledger, UNTIL, amount, statement},
    verify,
};
use crate::at;

#[test]
fn each_posting_has_its_words_its_change_and_the_balance_after_it() {
    let made: Statement = serde_json::from_str(&statement()).unwrap();
    let lines: Vec<_> = made
        .postings
        .iter()
        .map(|posting| {
            let (change, after) = (&posting.change, &posting.after);
            (
                posting.words.as_str(),
                change.available,
                change.won,
                after.available,
                after.held,
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("구매", 100, 10_000, 100, 0),
            ("지급", 70, 0, 170, 0),
            ("사용", -80, 0, 90, 0),
            ("사용 예약", -30, 0, 60, 30),
            ("예약한 크레딧 사용", 0, 0, 60, 5),
            ("사용 예약 해제", 5, 0, 65, 0),
            ("유효기간 만료", -10, 0, 55, 0),
            ("환불 신청", -55, 0, 0, 0),
            ("환불 완료", 0, -5_500, 0, 0),
        ]
    );
    let used = &made.postings[2];
    assert_eq!(
        (used.meter.as_deref(), used.reference.as_deref()),
        (Some("video.generate"), Some("요청 1"))
    );
    assert_eq!(made.postings[0].meter, None);
}

#[test]
fn opening_and_totals_are_the_closing_balance() {
    let whole: Statement = serde_json::from_str(&statement()).unwrap();
    let middle = "2026-04-05T10:00:00+09:00";
    let ledger = Ledger::month();
    let first: Statement =
        serde_json::from_str(&ledger.statement(FROM, middle, Lang::Korean)).unwrap();
    let second: Statement =
        serde_json::from_str(&ledger.statement(middle, UNTIL, Lang::Korean)).unwrap();
    assert_eq!(
        (first.foot.closing.available, first.foot.closing.held),
        (90, 0)
    );
    assert_eq!(first.foot.closing, second.head.opening);
    assert_eq!(first.foot.last, second.head.before);
    assert_eq!(second.foot, whole.foot);
    for made in [whole, first, second] {
        let totals = made
            .totals
            .iter()
            .fold(Change::default(), |sum, total| sum.and(total.change));
        let (opening, closing) = (&made.head.opening, &made.foot.closing);
        assert_eq!(opening.available + totals.available, closing.available);
        assert_eq!(opening.held + totals.held, closing.held);
    }
}

/// The end of a lot is posted by a sweep some seconds later. What ended before that is counted apart.
#[test]
fn credits_that_ended_and_are_not_written_off_are_counted_apart() {
    let ledger = Ledger::month();
    let cut = "2026-04-20T00:00:00+09:00";
    let made: Statement = serde_json::from_str(&ledger.statement(FROM, cut, Lang::Korean)).unwrap();
    assert_eq!(
        (made.foot.closing.available, made.foot.closing.ended),
        (65, 10)
    );
    let next: Statement =
        serde_json::from_str(&ledger.statement(cut, UNTIL, Lang::Korean)).unwrap();
    assert_eq!((next.head.opening.ended, next.foot.closing.ended), (10, 0));
    verify(ledger.statement(cut, UNTIL, Lang::Korean).as_bytes()).unwrap();
}

#[test]
fn every_act_has_words_of_its_own_in_both_languages() {
    for lang in Lang::ALL {
        let said: BTreeSet<&str> = Act::ALL
            .iter()
            .map(|act| total_words(*lang, *act))
            .collect();
        assert_eq!(said.len(), Act::ALL.len(), "{said:?}");
        let more = Change {
            debt: 1,
            ..Change::default()
        };
        assert_ne!(
            words(*lang, Act::DebtWaived, more),
            total_words(*lang, Act::DebtWaived)
        );
    }
}

/// A step of a life: which lot, from where to where, how much, after how many hours.
fn step() -> impl Strategy<Value = (usize, usize, i64, i64)> {
    (0..4_usize, 0..5_usize, 1..50_i64, 0..200_i64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever was done, and wherever the period is cut, both statements verify and fit together.
    #[test]
    fn any_ledger_is_stated_so_that_it_verifies(steps in prop::collection::vec(step(), 0..30), cut in 0..3000_i64) {
        let mut ledger = Ledger::new();
        let start = at(FROM);
        let lots: Vec<_> = (0..4)
            .map(|_| ledger.lot(Kind::Purchased, 1_000, FROM, "2026-06-01T00:00:00+09:00"))
            .collect();
        let mut when = start;
        for lot in &lots {
            ledger.post(when, Act::Grant, "lot_x", &[issued(*lot, amount(1_000))]);
        }
        for (lot, way, many, hours) in steps {
            when += TimeDelta::hours(hours);
            let (act, from, to) = [
                (Act::Spend, Account::Available, Account::Used),
                (Act::Hold, Account::Available, Account::Held),
                (Act::Debt, Account::Clawback, Account::Owed),
                (Act::RefundRequest, Account::Available, Account::Refunding),
                (Act::Expire, Account::Available, Account::Expired),
            ][way];
            let lot = (act != Act::Debt).then_some(lots[lot]);
            ledger.post(when, act, "x_1", &[credits(lot, from, to, amount(many))]);
        }
        let cut = (start + TimeDelta::hours(cut)).to_rfc3339();
        let end = "2027-01-01T00:00:00+09:00";
        let one = ledger.statement(FROM, &cut, Lang::English);
        let two = ledger.statement(&cut, end, Lang::English);
        if cut != at(FROM).to_rfc3339() {
            let (one, two) = (verify(one.as_bytes()).unwrap(), verify(two.as_bytes()).unwrap());
            prop_assert_eq!(one.foot.closing, two.head.opening);
            prop_assert_eq!(one.foot.last, two.head.before);
            prop_assert_eq!(one.entries + two.entries, i64::try_from(ledger.entries.len()).unwrap());
        }
    }
}
