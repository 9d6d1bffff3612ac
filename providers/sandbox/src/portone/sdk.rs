//! The parts PortOne serves to browsers: its script, and the address that the script calls. The request's fields are the
//! documented ones of `requestPayment`; the address is the simulator's own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::App;
use super::cancel::uuid;
use super::events::note;
use super::gate::NAME_MAX;
use super::payment::{Attempt, Method, Payment, Stage};
use crate::shared::fields::{BadField, Fields, web_address};
use crate::shared::named::Named as _;
use crate::shared::{pages, webhooks};

const SCRIPT: &str = include_str!("sdk.js");
const ADDRESS_MAX: usize = 2_000;
/// The default time for which a virtual account takes money: a week.
const VALID_HOURS_DEFAULT: i64 = 168;

/// `GET …/v2/browser-sdk.js`.
pub(super) async fn script() -> Response {
    pages::script(SCRIPT)
}

/// Why no window opens: the script's documented name of the error, and a text.
type Refused = (&'static str, String);

/// `POST …/v2/windows`, from a page of any origin. No cookie or key is read, so anybody may read the answer.
pub(super) async fn open(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let opened = window(&app, &body);
    webhooks::dispatch(&app);
    match opened {
        Ok(opened) => pages::json_for_all(StatusCode::OK, &opened),
        Err((code, message)) => {
            let body = json!({"code": code, "message": message});
            pages::json_for_all(StatusCode::BAD_REQUEST, &body)
        }
    }
}

fn malformed(bad: BadField) -> Refused {
    let BadField { field, problem } = bad;
    ("RequestParseFailed", format!("{field} {problem}"))
}

fn window(app: &App, body: &[u8]) -> Result<Value, Refused> {
    let fields = Fields::parse(body).map_err(malformed)?;
    let text = |name: &str| fields.required_text(name, NAME_MAX).map_err(malformed);
    let refused = |code, why: &str| Err((code, why.to_owned()));
    if text("storeId")? != app.settings.store_id {
        return refused("StoreNotFound", "no such store");
    }
    if text("channelKey")? != app.settings.channel_key {
        return refused("ChannelNotFound", "no such channel");
    }
    let id = text("paymentId")?;
    let mut attempt = attempt(&fields)?;
    let now = app.now();
    let mut books = app.books();
    let registered = books.registered.get(&id).copied();
    let differs = |of: Option<i64>, own| of.is_some_and(|of| of != own);
    if registered.is_some_and(|it| {
        differs(it.total, attempt.total) || differs(it.tax_free, attempt.tax_free)
    }) {
        return refused(
            "AmountNotEqualToPredefined",
            "the amount is not the registered one",
        );
    }
    if books.payments.get(&id).is_some_and(|it| it.taken.is_some()) {
        return refused("PaymentAlreadyPaid", "the payment is paid");
    }
    attempt.tx_id = uuid(&mut books);
    attempt.token = format!("payment-token-{}", books.rng.alphanumeric(40));
    attempt.live = books.channel.live;
    (attempt.requested_at, attempt.changed_at) = (now, now);
    let tx_id = attempt.tx_id.clone();
    books.windows.insert(tx_id.clone(), id.clone());
    let payment = books.payments.entry(id.clone()).or_insert_with(|| Payment {
        id: id.clone(),
        attempts: Vec::new(),
        taken: None,
        cancels: Vec::new(),
        disputes: Vec::new(),
        approvals: 0,
    });
    payment.attempts.push(attempt);
    note(&mut books, &id, "Transaction.Ready", None, now);
    let url = format!("{}/portone/windows/{tx_id}", app.public_base);
    Ok(json!({"txId": tx_id, "url": url}))
}

fn attempt(fields: &Fields) -> Result<Attempt, Refused> {
    let text = |name: &str| fields.required_text(name, NAME_MAX).map_err(malformed);
    let refused = |why: &str| Err(("RequestParseFailed", why.to_owned()));
    if !["KRW", "CURRENCY_KRW"].contains(&text("currency")?.as_str()) {
        return refused("only won are sold here");
    }
    let Some(method) = Method::named(&text("payMethod")?) else {
        return refused("payMethod is none of this channel");
    };
    // Not sent by a page for computers alone; the simulator's window has no other way back.
    let redirect_url = fields
        .required_text("redirectUrl", ADDRESS_MAX)
        .map_err(malformed)?;
    if web_address(&redirect_url).is_none() {
        return refused("redirectUrl must be an address of the web");
    }
    let object = |name: &str| fields.object(name).map_err(malformed);
    let customer = match object("customer")? {
        Some(customer) => customer.text("fullName", NAME_MAX).map_err(malformed)?,
        None => None,
    };
    let expiry = match object("virtualAccount")? {
        Some(account) => account.object("accountExpiry").map_err(malformed)?,
        None => None,
    };
    let hours = match expiry {
        Some(expiry) => expiry.won("validHours").map_err(malformed)?,
        None => None,
    };
    let epoch = chrono::DateTime::UNIX_EPOCH;
    Ok(Attempt {
        tx_id: String::new(),
        token: String::new(),
        method,
        total: fields.required_won("totalAmount").map_err(malformed)?,
        tax_free: fields
            .whole("taxFreeAmount")
            .map_err(malformed)?
            .unwrap_or(0),
        order_name: text("orderName")?,
        customer,
        redirect_url,
        valid_hours: hours.unwrap_or(VALID_HOURS_DEFAULT),
        live: false,
        stage: Stage::Open,
        requested_at: epoch,
        changed_at: epoch,
        paid_at: None,
        account: None,
        failure: None,
    })
}
