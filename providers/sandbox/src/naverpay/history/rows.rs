//! The rows that the list shows of a payment.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::payment::{Cancel, Parts, Payment, Stage, TaxSplit};
use super::{Kind, MERCHANT_ID, MERCHANT_NAME, Row, Version};
use crate::shared::time::kst_compact;

/// Settlement figures appear about an hour after the row.
const SETTLED_AFTER_HOURS: i64 = 1;
/// 2.9 %, as in the documented sample: 29 of 1,000 won.
const COMMISSION_PER_MILLE: i64 = 29;

pub(super) fn rows(payment: &Payment, version: Version, now: DateTime<Utc>) -> Vec<Row> {
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
pub(super) fn row(
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
