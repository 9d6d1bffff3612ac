//! `POST /payments/{paymentId}/pre-register`: the amount that a window of this payment must have. The answer is an object
//! without documented fields. A registered payment is shown only once its window was opened; PortOne does not document it.

use serde_json::json;

use super::App;
use super::errors::{self, Answer};
use super::gate::Call;
use super::state::Registered;
use crate::shared::fields::bad;

const CURRENCY_MAX: usize = 3;

pub(super) fn register(app: &App, call: &Call) -> Answer {
    let fields = call.fields(app)?;
    if fields
        .text("currency", CURRENCY_MAX)?
        .is_some_and(|it| it != "KRW")
    {
        bad("currency", "is not sold here")?;
    }
    let registered = Registered {
        total: fields.won("totalAmount")?,
        tax_free: fields.whole("taxFreeAmount")?,
    };
    let id = call.payment_id();
    let mut books = app.books();
    let taken = books.payments.get(id).is_some_and(|it| it.taken.is_some());
    if taken {
        return Err(errors::ALREADY_PAID.into());
    }
    books.registered.insert(id.to_owned(), registered);
    Ok(json!({}))
}
