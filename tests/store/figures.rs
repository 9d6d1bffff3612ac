//! What the desk's pictures are drawn from, on both engines.

mod plans;

use credit_gateway::store::figures::{self, Ages, Live, Moved, Tried};
use domain::{
    books::Changes,
    kind::{Kind, Method, ProviderId},
    lot::Lot,
    order::{Order, OrderState},
    payment::Payment,
    refund::{Refund, RefundState},
};

use crate::{databases, prompt, samples::*, write};

/// Of the sample's first day in Seoul, in microseconds after its first instant, and that day.
const MIDNIGHT: i64 = 7 * 3_600_000_000;
const FIRST_DAY: i64 = 20_833;

fn paid(n: u64, provider: &str, after: i64) -> Payment {
    Payment {
        provider: ProviderId::known(match provider {
            "bank" => "bank",
            _ => "toss",
        }),
        paid_at: at(after),
        cancelled_outside: won(0),
        cash_receipt: None,
        dispute: None,
        charged_back: domain::money::Won::ZERO,
        outside_at: None,
        ..payment(n, "alice")
    }
}

fn back(n: u64, state: RefundState, after: i64) -> Refund {
    Refund {
        state,
        settled_at: Some(at(after)),
        ..refund(n, "alice")
    }
}

#[tokio::test]
async fn money_is_summed_by_provider_and_korean_day() {
    for test in databases().await {
        let taken_back = Payment {
            cancelled_outside: won(3),
            outside_at: Some(at(MIDNIGHT)),
            ..paid(1, "toss", MIDNIGHT - 1)
        };
        let whole = Refund {
            settled_amount: None,
            ..back(3, RefundState::Succeeded, MIDNIGHT - 1)
        };
        let changes = Changes {
            customers: vec![customer("alice")],
            payments: vec![
                taken_back,
                paid(2, "toss", MIDNIGHT),
                paid(3, "toss", MIDNIGHT + 9),
                paid(4, "bank", MIDNIGHT),
                // Before the time, and at its end.
                paid(5, "toss", -1),
                paid(6, "toss", MIDNIGHT + 100),
            ],
            refunds: vec![
                back(1, RefundState::Succeeded, MIDNIGHT + 5),
                back(2, RefundState::Declined, MIDNIGHT + 5),
                whole,
            ],
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let mut money = figures::money(&test.db, at(0), at(MIDNIGHT + 100))
            .await
            .unwrap();
        for moved in [&mut money.paid, &mut money.back] {
            moved.sort_by_key(|moved| (moved.provider.to_string(), moved.day));
        }
        let moved = |provider, day, number, won| Moved {
            provider: ProviderId::known(provider),
            day: FIRST_DAY + day,
            number,
            won,
        };
        assert_eq!(
            money.paid,
            [
                moved("bank", 1, 1, 30_000),
                moved("toss", 0, 1, 30_000),
                moved("toss", 1, 2, 60_000)
            ]
        );
        assert_eq!(
            money.back,
            [moved("toss", 0, 1, 10_000), moved("toss", 1, 1, 9_976)],
            "what the provider gave back, on the day on which it did"
        );
        assert_eq!(money.taken_back, [moved("toss", 1, 1, 3)]);
    }
}

#[tokio::test]
async fn orders_of_a_time_come_with_their_payments_newest_first() {
    for test in databases().await {
        let done = Order {
            state: OrderState::Completed,
            payment: Some(payment_id(1)),
            ..order(1, "alice")
        };
        let failed = Order {
            state: OrderState::Failed,
            method: Method::Card,
            ..order(2, "alice")
        };
        let changes = Changes {
            customers: vec![customer("alice")],
            orders: vec![done, failed],
            payments: vec![paid(1, "toss", 77)],
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let tried = |method, state, paid_at| Tried {
            provider: toss(),
            method,
            state,
            opened_at: at(1),
            paid_at,
        };
        assert_eq!(
            figures::tried(&test.db, at(0)).await.unwrap(),
            [
                tried(Method::Card, OrderState::Failed, None),
                tried(Method::VirtualAccount, OrderState::Completed, Some(at(77)))
            ]
        );
        // Their ids are of an earlier millisecond.
        assert_eq!(figures::tried(&test.db, at(1_000)).await.unwrap(), []);
    }
}

#[tokio::test]
async fn live_credits_stand_on_their_last_day_with_what_is_set_aside() {
    for test in databases().await {
        let sold = Lot {
            kind: Kind::Bulk,
            payment: Some(payment_id(1)),
            granted: credits(20),
            spent: credits(10),
            remaining: credits(6),
            held: credits(4),
            ..lot(2, "alice", 6, MIDNIGHT + 1)
        };
        let set_aside = Lot {
            granted: credits(5),
            remaining: credits(0),
            held: credits(5),
            ..lot(3, "alice", 5, MIDNIGHT + 1)
        };
        let changes = Changes {
            customers: vec![customer("alice")],
            payments: vec![paid(1, "toss", 1)],
            // The fourth has ended.
            lots: vec![
                lot(1, "alice", 10, MIDNIGHT),
                sold,
                set_aside,
                lot(4, "alice", 99, 6),
            ],
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let (mut found, partial) = figures::live(&test.db, at(6)).await.unwrap();
        found.sort_by_key(|live| (live.day, live.credits));
        let live = |kind, day, price, granted, credits| Live {
            kind,
            day: FIRST_DAY + day,
            price,
            granted,
            credits,
            lots: 1,
        };
        assert_eq!(
            found,
            [
                live(Kind::Promotional, 0, None, 10, 10),
                live(Kind::Promotional, 1, None, 5, 5),
                live(Kind::Bulk, 1, Some(30_000), 20, 10),
            ]
        );
        assert!(!partial);
    }
}

/// One of the auditor's findings is open, another is whole again.
const FINDINGS: &str = "INSERT INTO audit_findings \
     (id, kind, subject, customer_id, detail, first_seen_at, last_seen_at, pass_id, cleared_at) \
     VALUES ('1', 'lot_sums', 'lot_1', NULL, 'x', 1800000000000005, 1800000000000006, 'p', NULL), \
     ('2', 'lot_sums', 'lot_2', NULL, 'x', 1800000000000001, 1800000000000006, 'p', 1800000000000007)";

#[tokio::test]
async fn what_is_unfinished_is_counted_by_its_age() {
    for test in databases().await {
        let older = Refund {
            state: RefundState::Requested,
            requested_at: at(4),
            ..refund(2, "alice")
        };
        let ended = Refund {
            state: RefundState::Succeeded,
            ..refund(3, "alice")
        };
        let changes = Changes {
            customers: vec![customer("alice")],
            refunds: vec![refund(1, "alice"), older, ended],
            // The dispute of the first is not decided; that of the second is none of it any more.
            payments: vec![
                payment(1, "alice"),
                Payment {
                    dispute: None,
                    ..payment(2, "alice")
                },
            ],
            disputes: vec![dispute(1, "alice"), dispute(2, "alice")],
            cash_receipt_requests: vec![receipt_request(1, "alice"), receipt_request(2, "alice")],
            cash_receipt_outcomes: vec![receipt_outcome(2, "alice")],
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        prompt(&test.db, FINDINGS).await.unwrap();
        let limits = [7, 6, 5, 3].map(at);
        let mut found = figures::unresolved(&test.db, limits, at(8)).await.unwrap();
        found.sort_by(|one, other| one.what.cmp(&other.what));
        let ages = |what: &str, oldest, younger| Ages {
            what: what.to_owned(),
            provider: "toss".to_owned(),
            number: 1,
            younger,
            oldest: Some(at(oldest)),
        };
        assert_eq!(
            found,
            [
                Ages {
                    provider: String::new(),
                    ..ages("audit_findings", 5, [0, 0, 0, 1])
                },
                ages("cash_receipts", 4, [0, 0, 0, 1]),
                ages("disputes", 4, [0, 0, 0, 1]),
                ages("refunds", 4, [0, 0, 0, 1]),
                ages("refunds_in_doubt", 7, [0, 1, 1, 1]),
            ]
        );
    }
}
