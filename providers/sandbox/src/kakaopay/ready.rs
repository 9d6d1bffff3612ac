//! `POST /online/v1/payment/ready`: a new tid on every call, even for the same order; it takes no money.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::App;
use super::answers::local;
use super::errors::{self, Answer, ApiError};
use super::numbers::{eleventh, required_whole, whole};
use super::payment::{Amounts, LIFETIME_MINUTES, Method, Payment, Status, name};
use crate::shared::fields::{Checked, Fields, bad, web_address};
use crate::shared::named::Named as _;

/// Longest order id, user id, item name and item code.
pub(super) const TEXT_MAX: usize = 100;
const URL_MAX: usize = 255;
const INSTALL_MONTH_MAX: i64 = 12;
/// Least amount of a contract, in won.
const WON_MIN: i64 = 100;

pub(super) fn ready(app: &App, fields: &Fields) -> Answer {
    let only_method = method(fields)?;
    let (amount, names_vat) = amounts(fields, only_method)?;
    let [approval_url, cancel_url, fail_url] = urls(fields)?;
    options(fields)?;
    let now = app.now();
    let mut guard = app.books();
    let books = &mut *guard;
    let window = format!("{}{}", books.rng.hex32(), books.rng.hex32()).to_lowercase();
    let payment = Payment {
        tid: name(&mut books.rng, 'T', now),
        window,
        order_id: fields.required_text("partner_order_id", TEXT_MAX)?,
        user_id: fields.required_text("partner_user_id", TEXT_MAX)?,
        item_name: fields.required_text("item_name", TEXT_MAX)?,
        item_code: fields.text("item_code", TEXT_MAX)?,
        quantity: required_whole(fields, "quantity")?,
        amount,
        names_vat,
        only_method,
        install_month: install_month(fields)?,
        approval_url,
        cancel_url,
        fail_url,
        created_at: now,
        expires_at: now + TimeDelta::minutes(LIFETIME_MINUTES),
        status: Status::Ready,
        authentication: None,
        approval: None,
        approvals: 0,
        cancels: Vec::new(),
    };
    let answer = answer(&payment, &app.public_base);
    books.own.add(payment);
    Ok(answer)
}

fn answer(payment: &Payment, public_base: &str) -> Value {
    let page = |device: &str| {
        format!(
            "{public_base}/kakaopay/mockup/bridge/{device}/pg/one-time/payment/{}",
            payment.window
        )
    };
    let scheme = format!("kakaotalk://kakaopay/pg?url={}", page("mobile-app"));
    json!({
        "tid": payment.tid, "next_redirect_pc_url": page("pc"), "next_redirect_mobile_url": page("mobile-web"),
        "next_redirect_app_url": page("mobile-app"), "android_app_scheme": scheme, "ios_app_scheme": scheme,
        "created_at": local(payment.created_at),
    })
}

fn method(fields: &Fields) -> Checked<Option<Method>> {
    match fields.text("payment_method_type", TEXT_MAX)? {
        None => Ok(None),
        Some(name) => match Method::named(&name) {
            None => bad("payment_method_type", "must be CARD or MONEY"),
            known => Ok(known),
        },
    }
}

/// The amounts, and whether the shop named the tax itself.
fn amounts(fields: &Fields, only: Option<Method>) -> Result<(Amounts, bool), ApiError> {
    let total = required_whole(fields, "total_amount")?;
    let tax_free = required_whole(fields, "tax_free_amount")?;
    let vat = whole(fields, "vat_amount")?;
    let green_deposit = whole(fields, "green_deposit")?.unwrap_or(0);
    if total < WON_MIN {
        return Err(ApiError::because(errors::WRONG_TOTAL, "at least 100 won"));
    }
    if !only.unwrap_or(Method::Money).can_carry(total) {
        return Err(errors::OVER_LIMIT.into());
    }
    if tax_free > total || green_deposit > total {
        return Err(ApiError::because(
            errors::WRONG_AMOUNTS,
            "tax_free_amount and green_deposit are parts of total_amount",
        ));
    }
    if vat.is_some_and(|vat| vat > total - tax_free) {
        return Err(ApiError::because(
            errors::WRONG_AMOUNTS,
            "vat_amount is part of the taxed amount",
        ));
    }
    let amounts = Amounts {
        total,
        tax_free,
        vat: vat.unwrap_or_else(|| eleventh(total - tax_free)),
        green_deposit,
    };
    Ok((amounts, vat.is_some()))
}

/// The three return addresses. Sites are registered by scheme and host. This shop has registered only the one of its
/// `approval_url`.
fn urls(fields: &Fields) -> Result<[String; 3], ApiError> {
    let [approval, cancel, fail] = ["approval_url", "cancel_url", "fail_url"].map(|name| {
        let text = fields.required_text(name, URL_MAX)?;
        match web_address(&text) {
            Some(url) => Ok((text, url.origin())),
            None => bad(name, "must be absolute, with http or https"),
        }
    });
    let (approval, cancel, fail) = (approval?, cancel?, fail?);
    if cancel.1 != approval.1 || fail.1 != approval.1 {
        return Err(errors::OTHER_SITE.into());
    }
    Ok([approval.0, cancel.0, fail.0])
}

fn install_month(fields: &Fields) -> Checked<i64> {
    match whole(fields, "install_month")? {
        Some(months) if months > INSTALL_MONTH_MAX => bad("install_month", "must be 0 to 12"),
        months => Ok(months.unwrap_or(0)),
    }
}

/// Add-ons that have no effect here, but must have their documented shape.
fn options(fields: &Fields) -> Checked<()> {
    if let Some(cards) = fields.raw("available_cards")
        && !cards
            .as_array()
            .is_some_and(|cards| cards.iter().all(Value::is_string))
    {
        return bad("available_cards", "must be a list of strings");
    }
    if let Some(share) = fields.text("use_share_installment", 1)?
        && !matches!(share.as_str(), "Y" | "N")
    {
        return bad("use_share_installment", "must be Y or N");
    }
    if let Some(custom) = fields.object("custom_json")?
        && !custom.pairs().all(|(_, value)| value.is_string())
    {
        return bad("custom_json", "must map strings to strings");
    }
    fields.text("redirect_scheme_url", URL_MAX)?;
    Ok(())
}
