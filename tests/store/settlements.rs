//! Settlement rows are kept once, whoever imports them and however often, and their sums follow them.

use chrono::{DateTime, NaiveDate, Utc};
use credit_gateway::{
    entropy::CounterEntropy,
    store::{
        Db, Page,
        settlements::{self, Begun, Kept},
    },
};
use domain::{
    actor::Actor,
    id::{OrderId, PaymentId, PayoutId, SettlementId, SettlementImportId, SettlementRowId},
    kind::ProviderId,
    money::{SignedWon, Won},
    settlement::{Import, Line, Origin, Payout, Row, SettlementKind},
};

use crate::{databases, samples::at};

const TOSS: ProviderId = ProviderId::known("toss");

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, n).unwrap()
}

fn won(amount: i64) -> SignedWon {
    SignedWon::new(amount).unwrap()
}

fn line(key: &str, gross: i64, paid_out_on: Option<NaiveDate>) -> Line {
    Line {
        key: key.to_owned(),
        payment_key: format!("pk-{key}"),
        order_ref: "ord_x".to_owned(),
        kind: SettlementKind::Payment,
        gross: won(gross),
        fee: won(20),
        vat: Some(won(2)),
        net: won(gross - 22),
        sold_on: day(8),
        paid_out_on,
    }
}

fn import(n: u64, hash: &str) -> Import {
    Import {
        id: SettlementImportId::new(at(0), &mut CounterEntropy(n << 32)),
        provider: TOSS,
        origin: Origin::File,
        file: "a.csv".to_owned(),
        hash: hash.to_owned(),
        added: 0,
        known: 0,
        unread: 0,
        unread_rows: "[]".to_owned(),
        imported_by: Actor::Import("김담당".to_owned()),
        imported_at: at(0),
    }
}

/// Keeps lines with ids of their own.
async fn keep(db: &Db, n: u64, lines: &[Line]) -> Kept {
    let import = match settlements::begin(db, import(n, &format!("h{n}")), None)
        .await
        .unwrap()
    {
        Begun::New(import) | Begun::Before(import) => import,
    };
    let mut rows = CounterEntropy(n << 40);
    let mut days = CounterEntropy(n << 48);
    let now: DateTime<Utc> = at(0);
    let made = |line: &Line, settlement| Row {
        id: SettlementRowId::new(now, &mut rows),
        provider: TOSS,
        settlement,
        import: import.id,
        line: line.clone(),
        order: None,
        payment: None,
        refund: None,
        added_at: now,
    };
    let settlement = || SettlementId::new(now, &mut days);
    settlements::keep(db, &import, lines, made, settlement)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_row_is_kept_once_and_its_newest_word_counts() {
    for test in databases().await {
        let db = &test.db;
        let first = [line("t1", 1_000, Some(day(12))), line("t2", 500, None)];
        let kept = keep(db, 1, &first).await;
        assert_eq!((kept.added, kept.known), (2, 0));
        let kept = keep(db, 2, &first).await;
        assert_eq!((kept.added, kept.known), (0, 2));
        // The day of the second is known by now, and the first was corrected.
        let later = [
            line("t1", 1_100, Some(day(12))),
            line("t2", 500, Some(day(12))),
        ];
        let kept = keep(db, 3, &later).await;
        assert_eq!((kept.added, kept.known), (0, 2));
        let page = Page::first(10);
        let found = settlements::list(db, Some(&TOSS), &page).await.unwrap();
        assert_eq!(
            found.len(),
            1,
            "no row is without a day any more: {found:?}"
        );
        let it = &found[0];
        assert_eq!(it.paid_out_on, Some(day(12)));
        assert_eq!(
            (it.rows, it.gross, it.fee, it.vat),
            (2, won(1_600), won(40), won(4))
        );
        assert_eq!(it.net, won(1_556));
        let rows = settlements::rows_of(db, Some(it.id), &page).await.unwrap();
        let read: Vec<Line> = rows.iter().rev().map(|row| row.line.clone()).collect();
        assert_eq!(read, later);
        let sold = settlements::sold(db, &TOSS, day(8)).await.unwrap();
        assert_eq!(sold.len(), 2);
        let of = settlements::of_payments(db, &TOSS, &["pk-t1", "pk-t9"]).await;
        assert_eq!(of.unwrap().len(), 1);
        let imports = settlements::imports(db, None, &page).await.unwrap();
        assert_eq!(imports.len(), 3);
    }
}

#[tokio::test]
async fn two_imports_at_once_add_each_row_once() {
    for test in databases().await {
        let db = &test.db;
        let lines: Vec<Line> = (0..40)
            .map(|n| line(&format!("t{n}"), 1_000, Some(day(12))))
            .collect();
        let (one, other) = tokio::join!(keep(db, 1, &lines), keep(db, 2, &lines));
        assert_eq!(one.added + other.added, 40);
        assert_eq!(one.known + other.known, 40);
        let found = settlements::list(db, None, &Page::first(10)).await.unwrap();
        assert_eq!((found.len(), found[0].rows), (1, 40));
    }
}

#[tokio::test]
async fn what_the_books_have_and_what_arrived_is_kept_with_the_rows() {
    for test in databases().await {
        let db = &test.db;
        keep(db, 1, &[line("t1", 1_000, Some(day(12)))]).await;
        let row = settlements::sold(db, &TOSS, day(8))
            .await
            .unwrap()
            .remove(0);
        let mut entropy = CounterEntropy(7 << 32);
        let order = OrderId::new(at(0), &mut entropy);
        let payment = PaymentId::new(at(0), &mut entropy);
        let matched = (row.id, Some(order), Some(payment), None);
        settlements::match_rows(db, &[matched]).await.unwrap();
        let read = settlements::row(db, row.id).await.unwrap().unwrap();
        assert_eq!(
            (read.order, read.payment, read.refund),
            (Some(order), Some(payment), None)
        );

        let money = Payout {
            id: PayoutId::new(at(0), &mut entropy),
            provider: TOSS,
            import: row.import,
            key: "statement:1".to_owned(),
            day: day(13),
            amount: Won::new(978).unwrap(),
            added_at: at(0),
        };
        let mut new = || SettlementId::new(at(0), &mut entropy);
        for known in [0, 1] {
            let kept =
                settlements::keep_payouts(db, &TOSS, std::slice::from_ref(&money), &mut new).await;
            assert_eq!(kept.unwrap().known, known);
        }
        let days = (day(12), day(14));
        assert_eq!(
            settlements::arrived(db, &TOSS, days).await.unwrap(),
            std::slice::from_ref(&money)
        );
        settlements::arrive(db, &TOSS, day(12), Some(money.id))
            .await
            .unwrap();
        let paid = settlements::paid(db, &TOSS, days).await.unwrap();
        assert_eq!(paid[0].payout, Some(money.id));
    }
}
