//! `POST /online/v1/payment/ready`: a new tid on every call, even for the same order; it takes no money.

mod fields;

use chrono::TimeDelta;
use serde_json::{Value, json};

use self::fields::{amounts, install_month, method, options, urls};
use super::answers::local;
use super::errors::Answer;
use super::numbers::required_whole;
use super::payment::{LIFETIME_MINUTES, Payment, Status, name};
use super::state::App;
use crate::shared::fields::Fields;

/// Longest order id, user id, item name and item code.
pub(super) const TEXT_MAX: usize = 100;

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
