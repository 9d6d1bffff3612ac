//! `POST …/list/history` and `…/list/history/{paymentId}`: one row for the approval and one for each cancel. A
//! payment that was not approved has no row, and an unfinished cancel has none yet.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::auth_idempotency::forced;
use super::call::Call;
use super::codes::{self, Answer, Code};
use super::params::{Params, instant};
use super::payment::{Cancel, Parts, Payment, Stage, TaxSplit};
use super::state::App;
use crate::shared::time::kst_compact;

pub(crate) const MERCHANT_NAME: &str = "모의상점";
/// The id of this simulated merchant in the Naver Pay Center.
pub(crate) const MERCHANT_ID: &str = "sandboxshop";
/// The maximum number of days in a time range.
const RANGE_DAYS_MAX: i64 = 31;
const ROWS_DEFAULT: i64 = 50;
const ROWS_MAX: i64 = 100;
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

impl Version {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "v2.2" => Some(Self::V22),
            "v2.3" => Some(Self::V23),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Approval,
    Cancel,
    CancelFail,
}

struct Row {
    at: DateTime<Utc>,
    kind: Kind,
    json: Value,
}

/// `payment_id` from the path. A body may name one too; its times and pages are then ignored.
pub(crate) fn list(
    app: &App,
    call: &Call,
    params: &Params,
    version: Version,
    payment_id: Option<&str>,
) -> Answer {
    let now = app.now();
    let wanted = wanted(params)?;
    let in_body = params.text("paymentId", 50)?;
    let range = if payment_id.or(in_body.as_deref()).is_none() {
        Some(range(params)?)
    } else {
        None
    };
    let (page, size) = match in_body {
        Some(_) if payment_id.is_none() => (1, ROWS_MAX),
        _ => page(params)?,
    };
    forced(app, call.operation)?;
    let books = app.books();
    let found: Vec<&Payment> = match payment_id.or(in_body.as_deref()) {
        Some(id) => books.own.paid(id).into_iter().collect(),
        None => books.own.all().iter().collect(),
    };
    let mut rows: Vec<Row> = found
        .into_iter()
        .flat_map(|payment| rows(payment, version, now))
        .filter(|row| wanted.is_none_or(|kind| kind == row.kind))
        .filter(|row| range.is_none_or(|(start, end)| start <= row.at && row.at <= end))
        .collect();
    rows.sort_by_key(|row| row.at);
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

fn wanted(params: &Params) -> Result<Option<Kind>, Code> {
    let name = params
        .text("approvalType", 20)
        .map_err(|_| codes::REQUIRE_CONDITION)?;
    match name.as_deref() {
        None | Some("ALL") => Ok(None),
        Some("APPROVAL") => Ok(Some(Kind::Approval)),
        Some("CANCEL") => Ok(Some(Kind::Cancel)),
        Some("CANCEL_FAIL") => Ok(Some(Kind::CancelFail)),
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
    let mut approval = row(payment, payment.paid(), payment.wish.tax, at, now, version);
    approval["payHistId"] = json!(payment.history_id);
    approval["admissionTypeCode"] = json!("01");
    approval["merchantPayTransactionKey"] = json!(payment.wish.merchant_pay_transaction_key);
    let mut rows = vec![Row {
        at,
        kind: Kind::Approval,
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
    if cancel.failed {
        json["admissionState"] = json!("FAIL");
    }
    Row {
        at: cancel.done_at,
        kind: if cancel.failed {
            Kind::CancelFail
        } else {
            Kind::Cancel
        },
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
    let wish = &payment.wish;
    let mut row = json!({
        "paymentId": payment.number,
        "merchantName": MERCHANT_NAME,
        "merchantId": MERCHANT_ID,
        "merchantPayKey": wish.merchant_pay_key,
        "merchantUserKey": wish.merchant_user_key,
        "admissionState": "SUCCESS",
        "admissionYmdt": kst_compact(at),
        "tradeConfirmYmdt": kst_compact(at),
        "totalPayAmount": parts.total(),
        "applyPayAmount": parts.apply(),
        "primaryPayAmount": parts.primary,
        "npointPayAmount": parts.npoint,
        "giftCardPayAmount": parts.gift_card,
        "discountPayAmount": parts.discount,
        "taxScopeAmount": tax.taxable,
        "taxExScopeAmount": tax.tax_free,
        "environmentDepositAmount": tax.deposit,
        "productName": wish.product_name,
        "extraDeduction": wish.extra_deduction,
        "useCfmYmdt": wish.use_cfm_ymdt,
        "merchantExtraParameter": wish.extra_parameter,
        "subMerchantInfo": wish.sub_merchant,
        "settleInfo": settlement(parts, now >= at + TimeDelta::hours(SETTLED_AFTER_HOURS)),
    });
    means_json(payment, &mut row);
    if version == Version::V23 {
        row["masterMerchantName"] = json!(MERCHANT_NAME);
        row["masterMerchantId"] = json!(MERCHANT_ID);
    }
    row
}

/// Card and account of an approval or a row; empty where the buyer used none.
pub(crate) fn means_json(payment: &Payment, target: &mut Value) {
    let means = payment.way.primary_means();
    let only = |wanted: &str, value: &str| json!(if means == wanted { value } else { "" });
    target["primaryPayMeans"] = json!(means);
    target["cardCorpCode"] = only("CARD", "C0");
    target["cardNo"] = only("CARD", "465887**********");
    target["cardAuthNo"] = only("CARD", &payment.card_auth_no);
    target["cardInstCount"] = json!(0);
    target["usedCardPoint"] = json!(false);
    target["bankCorpCode"] = only("BANK", "088");
    target["bankAccountNo"] = only("BANK", "110*********");
}

fn settlement(parts: Parts, created: bool) -> Value {
    let commission = |amount: i64| {
        if created {
            amount * COMMISSION_PER_MILLE / 1_000
        } else {
            0
        }
    };
    let settled = |amount: i64| {
        if created {
            amount - commission(amount)
        } else {
            0
        }
    };
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
