//! What support is shown of a payment: its method, its account and how it was paid.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{kind::Method, money::Won, order::DepositInstructions, payment::Tax};

use super::super::{banks, wire};
use super::{exact, instant};
use crate::{error::ProviderError, http::safe_text};

/// A payment with an account is by virtual account, whatever its method says. A payment through an easy-pay service
/// is by easy pay: Toss's own sample calls a card in such a service `카드`.
pub(crate) fn method(payment: &wire::Payment) -> Method {
    let service = payment.easy_pay.as_ref().and_then(|it| it.get("provider"));
    let by_service = service
        .and_then(|it| it.as_str())
        .is_some_and(|it| !it.is_empty());
    match method_named(payment.method.as_deref()) {
        Method::Other if payment.virtual_account.is_some() => Method::VirtualAccount,
        Method::Card | Method::Other if by_service => Method::EasyPay,
        named => named,
    }
}

/// Toss names methods in Korean.
pub(crate) fn method_named(word: Option<&str>) -> Method {
    match word {
        Some("카드" | "CARD") => Method::Card,
        Some("간편결제" | "EASY_PAY") => Method::EasyPay,
        Some("계좌이체" | "TRANSFER") => Method::AccountTransfer,
        Some("가상계좌" | "VIRTUAL_ACCOUNT") => Method::VirtualAccount,
        Some("휴대폰" | "MOBILE_PHONE") => Method::Mobile,
        Some("문화상품권" | "도서문화상품권" | "게임문화상품권") => {
            Method::GiftCertificate
        }
        _ => Method::Other,
    }
}

/// `None` where Toss does not split, and in other currencies: the split is in won.
pub(super) fn tax(payment: &wire::Payment) -> Result<Option<Tax>, ProviderError> {
    let (Some(supplied), Some(vat)) = (&payment.supplied_amount, &payment.vat) else {
        return Ok(None);
    };
    if payment.currency != wire::KRW {
        return Ok(None);
    }
    let won = |amount: &wire::Amount| exact(amount, wire::KRW);
    let tax_free = payment.tax_free_amount.as_ref();
    Ok(Some(Tax {
        supplied: won(supplied)?,
        vat: won(vat)?,
        tax_free: tax_free.map_or(Ok(Won::ZERO), won)?,
    }))
}

pub(super) fn deposit(payment: &wire::Payment, account_hours: i64) -> Option<DepositInstructions> {
    let account = payment.virtual_account.as_ref()?;
    let asked_until = || {
        let requested = instant(payment.requested_at.as_deref()?)?;
        requested.checked_add_signed(TimeDelta::try_hours(account_hours)?)
    };
    let code = account.bank_code.as_deref()?;
    Some(DepositInstructions {
        // An unknown bank keeps Toss's own code: it is shown, and refunds to it are refused.
        bank: banks::to_kftc(code).unwrap_or(code).to_owned(),
        account_number: account.account_number.clone()?,
        // Not reported; it is the contracted merchant's name.
        holder: None,
        due_at: account
            .due_date
            .as_deref()
            .and_then(instant)
            .or_else(asked_until)?,
    })
}

/// The data shown to support. It contains no account, and only masked card numbers.
pub(super) fn facts(payment: &wire::Payment) -> BTreeMap<String, String> {
    let text = |value: &Option<serde_json::Value>, name: &str| match value.as_ref()?.get(name)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    };
    let masked = |number: &String| number.contains('*');
    let receipt = payment.receipt.as_ref().and_then(|link| link.url.clone());
    let foreign = payment.currency != wire::KRW;
    let charged = foreign.then(|| format!("{} {}", payment.total_amount, payment.currency));
    // The parts of one payment: each is informative only where there are several.
    let part = |of: &Option<serde_json::Value>, name: &str| {
        text(of, name).filter(|amount| payment.easy_pay.is_some() && amount != "0")
    };
    [
        ("receipt_url", receipt),
        ("approve_no", text(&payment.card, "approveNo")),
        ("card", text(&payment.card, "number").filter(masked)),
        ("issuer", text(&payment.card, "issuerCode")),
        ("card_type", text(&payment.card, "cardType")),
        ("card_owner", text(&payment.card, "ownerType")),
        (
            "installment_months",
            text(&payment.card, "installmentPlanMonths"),
        ),
        ("easy_pay", text(&payment.easy_pay, "provider")),
        ("easy_pay_card", part(&payment.card, "amount")),
        ("easy_pay_money", part(&payment.easy_pay, "amount")),
        ("easy_pay_points", part(&payment.easy_pay, "discountAmount")),
        ("card_discount", text(&payment.discount, "amount")),
        ("charged", charged.map(|text| safe_text(&text))),
        ("m_id", payment.m_id.clone()),
        ("last_transaction_key", payment.last_transaction_key.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value.filter(|it| !it.is_empty())?)))
    .collect()
}
