//! `POST …/list/history` and `…/list/history/{paymentId}`: one row for the approval and one for each cancel. A
//! payment that was not approved has no row, and an unfinished cancel has none yet.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::App;
use super::auth_idempotency::forced;
use super::call::Call;
use super::codes::{self, Answer, Code};
use super::params::{Params, instant};
use super::payment::{Cancel, Parts, Payment, Stage, TaxSplit};
use crate::shared::lists::{Hidden, Members, listed};
use crate::shared::time::kst_compact;

const MERCHANT_NAME: &str = "모의상점";
/// The id of this simulated merchant in the Naver Pay Center.
pub(crate) const MERCHANT_ID: &str = "sandboxshop";
const ROWS_MAX: i64 = 100;
/// The maximum number of days in a time range.
const RANGE_DAYS_MAX: i64 = 31;
const ROWS_DEFAULT: i64 = 50;
/// Settlement figures appear about an hour after the row.
const SETTLED_AFTER_HOURS: i64 = 1;
/// 2.9 %, as in the documented sample: 29 of 1,000 won.
const COMMISSION_PER_MILLE: i64 = 29;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V22,
    /// Also names the master merchant.
    V23,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Approval,
    Cancel,
    CancelFail,
}

struct Row {
    at: DateTime<Utc>,
    kind: RowKind,
    json: Value,
}

pub(super) fn v22(app: &App, call: &Call, params: &Params) -> Answer {
    list(app, call, params, Version::V22)
}

pub(super) fn v23(app: &App, call: &Call, params: &Params) -> Answer {
    list(app, call, params, Version::V23)
}

/// The payment is named in the path. A body may name one too; its times and pages are then ignored.
fn list(app: &App, call: &Call, params: &Params, version: Version) -> Answer {
    let in_path = call.path.get("payment_id").map(String::as_str);
    let now = app.now();
    let wanted = wanted(params)?;
    let in_body = params.text("paymentId", 50)?;
    let payment_id = in_path.or(in_body.as_deref());
    let range = match payment_id {
        Some(_) => None,
        None => Some(range(params)?),
    };
    let (page, size) = match in_path {
        None if in_body.is_some() => (1, ROWS_MAX),
        _ => page(params)?,
    };
    forced(app, call.operation)?;
    let books = app.books();
    let found: Vec<&Payment> = match payment_id {
        Some(id) => books.own.paid(id).into_iter().collect(),
        None => books.own.all().iter().collect(),
    };
    let hidden = (range.is_some() && wanted.is_none()).then(|| Hidden::drawn(app, now));
    let dated = |at| hidden.as_ref().map_or(at, |hidden| hidden.dated(at));
    let mut rows: Vec<Row> = found
        .into_iter()
        .flat_map(|payment| rows(payment, version, now))
        .filter(|row| wanted.is_none_or(|kind| kind == row.kind))
        .filter(|row| range.is_none_or(|(start, end)| (start..=end).contains(&dated(row.at))))
        .collect();
    rows.sort_by_key(|row| row.at);
    if let Some(hidden) = &hidden {
        rows.retain(|row| row.at <= hidden.after);
        rows.pop_if(|_| hidden.newest);
        rows = rows
            .into_iter()
            .flat_map(|row| shown(app, hidden, row))
            .collect();
    }
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from((page - 1).saturating_mul(size)).unwrap_or(usize::MAX);
    let shown = rows.into_iter().skip(skipped);
    let shown: Vec<Value> = shown
        .take(usize::try_from(size).unwrap_or(0))
        .map(|row| row.json)
        .collect();
    Ok(json!({
        "responseCount": shown.len(),
        "list": shown,
        "totalCount": total,
        "totalPageCount": (total + size - 1) / size,
        "currentPageNumber": page,
    }))
}

const MEMBERS: Members = Members {
    key: "payHistId",
    payment_key: "paymentId",
    order: "merchantPayKey",
    amount: "totalPayAmount",
    state: "admissionTypeCode",
    at: "admissionYmdt",
    time: kst_compact,
};

fn shown(app: &App, hidden: &Hidden, Row { at, kind, json }: Row) -> impl Iterator<Item = Row> {
    let all = listed(app, &MEMBERS, (hidden.dated(at), json)).into_iter();
    all.map(move |json| Row { at, kind, json })
}

fn wanted(params: &Params) -> Result<Option<RowKind>, Code> {
    let name = params
        .text("approvalType", 20)
        .map_err(|_| codes::REQUIRE_CONDITION)?;
    match name.as_deref() {
        None | Some("ALL") => Ok(None),
        Some("APPROVAL") => Ok(Some(RowKind::Approval)),
        Some("CANCEL") => Ok(Some(RowKind::Cancel)),
        Some("CANCEL_FAIL") => Ok(Some(RowKind::CancelFail)),
        Some(_) => Err(codes::REQUIRE_CONDITION),
    }
}

fn range(params: &Params) -> Result<(DateTime<Utc>, DateTime<Utc>), Code> {
    let at = |name: &str| {
        let text = params.text(name, 14).ok().flatten();
        text.and_then(|text| instant(&text))
            .ok_or(codes::REQUIRE_CONDITION)
    };
    let (start, end) = (at("startTime")?, at("endTime")?);
    if end < start || end - start > TimeDelta::days(RANGE_DAYS_MAX) {
        return Err(codes::REQUIRE_CONDITION);
    }
    Ok((start, end))
}

fn page(params: &Params) -> Result<(i64, i64), Code> {
    let number = |name: &str, default: i64| {
        let number = params.number(name).map_err(|_| codes::REQUIRE_CONDITION)?;
        Ok(number.unwrap_or(default))
    };
    let (page, size) = (
        number("pageNumber", 1)?,
        number("rowsPerPage", ROWS_DEFAULT)?,
    );
    number("collectChainGroup", 0)?;
    if page < 1 || !(1..=ROWS_MAX).contains(&size) {
        return Err(codes::REQUIRE_CONDITION);
    }
    Ok((page, size))
}

fn rows(payment: &Payment, version: Version, now: DateTime<Utc>) -> Vec<Row> {
    let Stage::Approved { at } = payment.stage else {
        return Vec::new();
    };
    let mut approval = row(
        payment,
        payment.paid(),
        payment.wanted.tax,
        at,
        now,
        version,
    );
    approval["payHistId"] = json!(payment.history_id);
    approval["admissionTypeCode"] = json!("01");
    approval["merchantPayTransactionKey"] = json!(payment.wanted.merchant_pay_transaction_key);
    let mut rows = vec![Row {
        at,
        kind: RowKind::Approval,
        json: approval,
    }];
    let finished = payment.cancels.iter().filter(|it| it.done_at <= now);
    rows.extend(finished.map(|cancel| cancel_row(payment, cancel, now, version)));
    rows
}

/// Its amounts are those of the cancel, and positive. The last part is also a part (`04`).
fn cancel_row(payment: &Payment, cancel: &Cancel, now: DateTime<Utc>, version: Version) -> Row {
    let mut json = row(
        payment,
        cancel.parts,
        cancel.tax,
        cancel.done_at,
        now,
        version,
    );
    json["payHistId"] = json!(cancel.history_id);
    json["admissionTypeCode"] = json!(if cancel.whole { "03" } else { "04" });
    json["merchantPayTransactionKey"] = json!(cancel.merchant_pay_transaction_key);
    json["cancelRequester"] = json!(cancel.requester);
    let kind = if cancel.failed {
        json["admissionState"] = json!("FAIL");
        RowKind::CancelFail
    } else {
        RowKind::Cancel
    };
    Row {
        at: cancel.done_at,
        kind,
        json,
    }
}

/// The fields of every row. Here the gift card's part is called `giftCardPayAmount`.
fn row(
    payment: &Payment,
    parts: Parts,
    tax: TaxSplit,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    version: Version,
) -> Value {
    let wanted = &payment.wanted;
    let settled = now >= at + TimeDelta::hours(SETTLED_AFTER_HOURS);
    let mut row = facts(payment, parts, tax, at);
    for (name, value) in [
        ("giftCardPayAmount", json!(parts.gift_card)),
        ("useCfmYmdt", json!(wanted.use_cfm_ymdt)),
        ("merchantExtraParameter", json!(wanted.extra_parameter)),
        ("subMerchantInfo", wanted.sub_merchant.clone()),
        ("settleInfo", settlement(parts, settled)),
    ] {
        row[name] = value;
    }
    if version == Version::V23 {
        row["masterMerchantName"] = json!(MERCHANT_NAME);
        row["masterMerchantId"] = json!(MERCHANT_ID);
    }
    row
}

/// What an approval and a row have in common. Card and account are empty where the buyer used none.
pub(super) fn facts(payment: &Payment, parts: Parts, tax: TaxSplit, at: DateTime<Utc>) -> Value {
    let wanted = &payment.wanted;
    let means = payment.way.primary_means();
    let only = |wanted: &str, value| if means == wanted { value } else { "" };
    json!({
        "paymentId": payment.number,
        "merchantName": MERCHANT_NAME,
        "merchantId": MERCHANT_ID,
        "merchantPayKey": wanted.merchant_pay_key,
        "merchantUserKey": wanted.merchant_user_key,
        "admissionState": "SUCCESS",
        "admissionYmdt": kst_compact(at),
        "tradeConfirmYmdt": kst_compact(at),
        "totalPayAmount": parts.total(),
        "applyPayAmount": parts.apply(),
        "primaryPayAmount": parts.primary,
        "npointPayAmount": parts.npoint,
        "discountPayAmount": parts.discount,
        "taxScopeAmount": tax.taxable,
        "taxExScopeAmount": tax.tax_free,
        "environmentDepositAmount": tax.deposit,
        "productName": wanted.product_name,
        "extraDeduction": wanted.extra_deduction,
        "primaryPayMeans": means,
        "cardCorpCode": only("CARD", "C0"),
        "cardNo": only("CARD", "465887**********"),
        "cardAuthNo": only("CARD", &payment.card_auth_no),
        "cardInstCount": 0,
        "usedCardPoint": false,
        "bankCorpCode": only("BANK", "088"),
        "bankAccountNo": only("BANK", "110*********"),
    })
}

fn settlement(parts: Parts, created: bool) -> Value {
    // All figures are 0 until then.
    let of_created = i64::from(created);
    let commission = |amount: i64| of_created * amount * COMMISSION_PER_MILLE / 1_000;
    let settled = |amount: i64| of_created * amount - commission(amount);
    let all = [parts.primary, parts.npoint, parts.gift_card, parts.discount];
    json!({
        "settleCreated": created,
        "totalSettleAmount": all.map(settled).iter().sum::<i64>(),
        "totalCommissionAmount": all.map(commission).iter().sum::<i64>(),
        "primarySettleAmount": settled(parts.primary),
        "primaryCommissionAmount": commission(parts.primary),
        "npointSettleAmount": settled(parts.npoint),
        "npointCommissionAmount": commission(parts.npoint),
        "giftCardSettleAmount": settled(parts.gift_card),
        "giftCardCommissionAmount": commission(parts.gift_card),
        "discountSettleAmount": settled(parts.discount),
        "discountCommissionAmount": commission(parts.discount),
    })
}
