//! `GET /sandbox/kakaopay/console/settlement?date=2026-04-08`: the file of what is paid out of a day's sales, as the partner's console
//! gives it. Kakao Pay publishes no layout of it: the headings are assumed.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;

use super::App;
use crate::shared::settlements::{Line, OfDay, Sold, file, lines};
use crate::shared::time::kst;

const HEADS: &str =
    "거래일시,거래구분,거래번호,TID,가맹점주문번호,거래금액,수수료,수수료부가세,정산금액,정산일";

pub(super) async fn of_day(State(app): State<Arc<App>>, Query(of): Query<OfDay>) -> Response {
    let sold = app.books().own.sold();
    let rows = lines(&app, sold, (of.date, of.date));
    file(HEADS, rows.iter().map(row))
}

/// Amounts of cancels are printed with their sign.
fn row(line: &Line) -> String {
    let kind = if line.sold.amount < 0 {
        "취소"
    } else {
        "결제"
    };
    let Sold {
        key,
        payment_key,
        order_id,
        amount,
        at,
    } = &line.sold;
    let at = kst(*at);
    let at = at.get(10..19).unwrap_or_default().replace('T', " ");
    format!(
        "{}{at},{kind},{key},{payment_key},{order_id},{amount},{},{},{},{}",
        line.sold_on, line.fee, line.vat, line.net, line.paid_out_on
    )
}
