//! `GET /sandbox/naverpay/console/settlement?date=2026-04-08`: the file of what is paid out of a day's sales, as the Naver Pay Center
//! gives it. Naver publishes no layout of it: the headings are assumed. The commission is printed with its VAT in it, and what
//! went back without a sign.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::App;
use super::payment::{Payment, Stage};
use crate::shared::settlements::{Line, OfDay, Sold, file, lines};

const HEADS: &str = "구분,결제번호,결제이력번호,가맹점주문번호,결제금액,수수료,수수료부가세,정산금액,결제일,정산예정일";

pub(super) async fn of_day(State(app): State<Arc<App>>, Query(of): Query<OfDay>) -> Response {
    let now = app.now();
    let sold: Vec<Sold> = {
        let books = app.books();
        books
            .own
            .all()
            .iter()
            .flat_map(|it| sold(it, now))
            .collect()
    };
    let rows = lines(&app, sold, (of.date, of.date));
    file(HEADS, rows.iter().map(row))
}

fn sold(payment: &Payment, now: DateTime<Utc>) -> Vec<Sold> {
    let Stage::Approved { at } = payment.stage else {
        return Vec::new();
    };
    let moved = |key: &str, amount: i64, at| Sold {
        key: key.to_owned(),
        payment_key: payment.number.clone().unwrap_or_default(),
        order_id: payment.wanted.merchant_pay_key.clone(),
        amount,
        at,
    };
    let paid = moved(&payment.history_id, payment.paid().total(), at);
    let done = payment.cancels.iter();
    let done = done.filter(|cancel| !cancel.failed && cancel.done_at <= now);
    let back = done.map(|it| moved(&it.history_id, -it.parts.total(), it.done_at));
    std::iter::once(paid).chain(back).collect()
}

fn row(line: &Line) -> String {
    let sold = &line.sold;
    let kind = if sold.amount < 0 { "취소" } else { "결제" };
    format!(
        "{kind},{},{},{},{},{},{},{},{},{}",
        sold.payment_key,
        sold.key,
        sold.order_id,
        sold.amount.abs(),
        (line.fee + line.vat).abs(),
        line.vat.abs(),
        line.net.abs(),
        line.sold_on,
        line.paid_out_on
    )
}
