//! `POST /v1/payments/{paymentKey}/cancel`, and the same made by an operator at the provider's own console.

mod checks;
mod console;

use self::checks::{after_approval, before_deposit};
pub(crate) use self::console::by_operator;
use super::auth_idempotency::Call;
use super::create::json_body;
use super::errors::{self, Answer};
use super::events::{deposit_callback, shown, status_changed};
use super::method::Method;
use super::payment::{Cancel, Status};
use super::state::App;
use super::state::record;
use crate::shared::faults::{Kind, Operation};
use crate::shared::fields::{Fields, bad};

const REASON_MAX: usize = 200;
/// How many won less a faulty cancel returns.
const CANCELLED_LESS_WON: i64 = 24;

/// The fields of a cancel request.
struct Wish {
    reason: String,
    amount: Option<i64>,
    tax_free: i64,
    refundable: Option<i64>,
    account: Option<Fields>,
    origin: Origin,
}

/// An operator enters the refund account on the console's own form, so it is not asked for here.
enum Origin {
    Api { idempotency_key: Option<String> },
    Console,
}

pub(crate) fn by_api(app: &App, call: &Call, payment_key: &str) -> Answer {
    let currency = app.books().payment(payment_key)?.currency;
    let fields = json_body(&call.headers, &call.body)?;
    let wish = Wish {
        reason: fields.required_text("cancelReason", REASON_MAX)?,
        amount: currency.amount(&fields, "cancelAmount")?,
        tax_free: fields.whole("taxFreeAmount")?.unwrap_or(0),
        refundable: currency.balance(&fields, "refundableAmount")?,
        account: fields.object("refundReceiveAccount")?,
        origin: Origin::Api {
            idempotency_key: call.idempotency_key().map(str::to_owned),
        },
    };
    if fields
        .text("currency", 3)?
        .is_some_and(|named| named != currency.name())
    {
        bad("currency", "is not the currency of the approval")?;
    }
    perform(app, payment_key, wish)
}

fn perform(app: &App, payment_key: &str, wish: Wish) -> Answer {
    let now = app.now();
    let mut books = app.books();
    let mut payment = books.payment(payment_key)?.clone();
    let amount = match payment.status {
        Status::WaitingForDeposit => before_deposit(&payment, &wish)?,
        Status::Done | Status::PartialCanceled => after_approval(&payment, &wish, now)?,
        Status::Canceled => return Err(errors::ALREADY_CANCELED_PAYMENT.into()),
        Status::Ready | Status::InProgress | Status::Aborted | Status::Expired => {
            return Err(errors::NOT_CANCELABLE_PAYMENT.into());
        }
    };
    let api = matches!(wish.origin, Origin::Api { .. });
    let less = api && app.happens(Operation::Cancel, Kind::CancelledLess);
    let amount = if less {
        (amount - CANCELLED_LESS_WON).max(1)
    } else {
        amount
    };
    let refundable = payment.balance() - amount;
    let points_back = |cancelled| {
        let easy_pay = payment.easy_pay.as_ref();
        easy_pay.map_or(0, |it| it.points_back(payment.amount, cancelled))
    };
    let before = payment.cancelled();
    let points = points_back(before + amount) - points_back(before);
    let had_money = payment.status != Status::WaitingForDeposit;
    // A rest cancelled after a part leaves the payment partly cancelled, with a balance of zero.
    let whole = payment.cancels.is_empty() && refundable == 0;
    payment.status = if whole {
        Status::Canceled
    } else {
        Status::PartialCanceled
    };
    let transaction_key = record(
        &mut books,
        &mut payment,
        now,
        if had_money { -amount } else { 0 },
    );
    payment.cancels.push(Cancel {
        transaction_key,
        reason: wish.reason,
        at: now,
        amount,
        tax_free: wish.tax_free,
        points,
        refundable,
        idempotency_key: match wish.origin {
            Origin::Api { idempotency_key } => idempotency_key,
            Origin::Console => None,
        },
    });
    if payment.method == Method::VirtualAccount {
        deposit_callback(&mut books, &payment, now);
    }
    status_changed(app, &mut books, &payment, now);
    let answer = shown(app, &books, &payment, now);
    books.put(payment);
    Ok(answer)
}
