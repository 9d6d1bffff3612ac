//! Cash receipts: asked for, listed, and recorded by a person.

use domain::{
    cash_receipt::{
        CashReceipt, Identity, ReceiptAct, ReceiptEnd, ReceiptPurpose, ReceiptState, ReceiptWay,
        state, taken_back,
    },
    failure::{Failure, in_words},
    id::{CashReceiptId, CustomerId, PaymentId},
    kind::ProviderId,
    money::Won,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        cash_receipt::{self, NewReceipt, Said},
        views,
    },
};

view! {
    /// A cash receipt, or the cancel of one.
    pub(super) struct CashReceiptView("CashReceipt")
    of (receipt: CashReceipt, all: &[CashReceipt];
        state = state(&receipt, all); taken = taken_back(all, receipt.request.id);
        request = receipt.request; ended = receipt.outcome) {
        id: CashReceiptId = request.id,
        payment_id: PaymentId = request.payment,
        customer_id: CustomerId = request.customer,
        provider: ProviderId = request.provider,
        act: ReceiptAct = request.act,
        /// The receipt that is cancelled; of a receipt its own id.
        receipt_id: CashReceiptId = request.receipt,
        /// Who does it: the provider, or a person at the tax office's pages.
        way: ReceiptWay = request.way,
        purpose: ReceiptPurpose = request.purpose,
        /// Whose it is, the last four digits. Of a cancel that makes room for another receipt, whose that one is, for `purpose`;
        /// null of any other cancel, and once it was removed.
        identity: Option<String> = request.identity.as_ref().map(Identity::masked),
        /// Won, VAT included.
        amount: Won = request.amount,
        /// The part of `amount` that bears no VAT.
        tax_free: Won = request.tax_free,
        state: ReceiptState = state,
        /// Won of it that were taken back, or are to be.
        taken_back: Won = taken,
        /// The tax office's number, once it is known.
        issue_number: Option<String> = ended.as_ref().and_then(|it| it.issue_number.clone()),
        /// The provider's page of it.
        url: Option<String> = ended.as_ref().and_then(|it| it.url.clone()),
        /// Why it was refused, or what a person said.
        note: Option<String>
            = ended.as_ref().and_then(|it| in_words(it.failure.as_ref(), it.note.as_deref())),
        /// The provider's part of `note`.
        failure: Option<Failure> = ended.as_ref().and_then(|it| it.failure.clone()),
        requested_by: String = request.requested_by.to_string(),
        requested_at: At = At(request.requested_at),
        recorded_at: Option<At> = ended.map(|it| At(it.recorded_at)),
    }
}

/// A cash receipt as it is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCashReceipt")]
pub(super) struct Wanted {
    /// `income_deduction` for a person, `expense_proof` for a business.
    purpose: ReceiptPurpose,
    /// Digits, with or without hyphens: a mobile phone's number or a cash receipt card's for a person; a business number or a
    /// card's for a business. It is encrypted, shown masked, and removed three months after the outcome.
    #[schemars(length(min = 10, max = 40))]
    identity: String,
}

pub(super) async fn request(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let payment = ask.id("id")?;
    let Wanted { purpose, identity } = ask.json()?;
    let new = NewReceipt {
        payment,
        purpose,
        identity,
    };
    let done = cash_receipt::request(&app, caller, new).await?;
    respond(created, &app, done.answer.request.id, done.replayed).await
}

/// A receipt for another number or purpose; answered by the cancel that makes room for it.
pub(super) async fn change(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Wanted { purpose, identity } = ask.json()?;
    let done = cash_receipt::change(&app, caller, id, purpose, &identity).await?;
    respond(created, &app, done.answer.request.id, done.replayed).await
}

/// A receipt as it stands now, also where the request was answered before.
async fn respond(
    status: fn(&CashReceiptView) -> ApiResponse,
    app: &App,
    id: CashReceiptId,
    replayed: bool,
) -> Answered {
    let (receipt, all) = cash_receipt::one(app, id).await?;
    let customer = receipt.request.customer.clone();
    let response = status(&CashReceiptView::of(receipt, &all)).replayed(replayed);
    response.about(app, &customer).await
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    respond(ok, &app, ask.id("id")?, false).await
}

/// The receipts of a payment and the cancels of them, oldest first.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CashReceiptsOfPayment")]
pub(super) struct OfPayment {
    items: Vec<CashReceiptView>,
}

pub(super) async fn of_payment(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let payment = views::payment(&app, ask.id("id")?).await?;
    let all = cash_receipt::of_payment(&app, payment.id).await?;
    let view = |it: &CashReceipt| CashReceiptView::of(it.clone(), &all);
    let items = all.iter().map(view).collect();
    ok(&OfPayment { items })
        .about(&app, &payment.customer)
        .await
}

pub(super) async fn waiting(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = cash_receipt::waiting(&app, ask.page()?).await?;
    Ok(ok(&List::of(page, |it| CashReceiptView::of(it, &[]))))
}

/// What a person did at the tax office's pages, or saw at the provider's console.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CashReceiptOutcome")]
pub(super) struct Recorded {
    /// `done`: it was issued, or the cancel was made. `failed`: it could not be, and another may be asked for; a cancel is asked
    /// of a person once more, or, where it makes room for another receipt, given up.
    outcome: ReceiptEnd,
    /// The tax office's number of it, needed where it is done.
    #[schemars(length(min = 1, max = domain::cash_receipt::ISSUE_NUMBER_MAX))]
    issue_number: Option<String>,
    /// Why it could not be done, needed there; the buyer reads it. At most 150 characters.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    reason: Option<String>,
}

pub(super) async fn record(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let asked: Recorded = ask.json()?;
    let said = match (asked.outcome, asked.issue_number, asked.reason) {
        (ReceiptEnd::Done, Some(issue_number), None) => Said::Done { issue_number },
        (ReceiptEnd::Failed, None, Some(reason)) => Said::Failed { reason },
        (ReceiptEnd::Done, ..) => {
            let rule = "is needed where it is done, without a reason";
            return Err(Problem::field(&INVALID_FIELD, "issue_number", rule));
        }
        (ReceiptEnd::Failed, ..) => {
            let rule = "is needed where it failed, without an issue_number";
            return Err(Problem::field(&INVALID_FIELD, "reason", rule));
        }
    };
    let done = cash_receipt::record(&app, caller, id, said).await?;
    respond(ok, &app, id, done.replayed).await
}

/// Whose a receipt is, whole.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CashReceiptNumber")]
pub(super) struct NumberView {
    cash_receipt_id: CashReceiptId,
    /// Digits.
    identity: String,
}

pub(super) async fn number(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let cash_receipt_id = ask.id("id")?;
    let identity = cash_receipt::number(&app, &caller, cash_receipt_id).await?;
    Ok(ok(&NumberView {
        cash_receipt_id,
        identity,
    }))
}
