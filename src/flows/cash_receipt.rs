//! Cash receipts: asked for by a buyer or support, issued by the payment's provider or by a person, and followed when money
//! goes back.

mod ask;
mod settle;

use domain::{
    actor::Actor,
    books::cash_receipts::{ChangeReceipt, RecordReceipt, Recorded, RequestReceipt},
    cash_receipt::{
        CashReceipt, CashReceiptRequest, ISSUE_NUMBER_MAX, Identity, ReceiptPurpose, ReceiptWay,
        issued_for,
    },
    command::{Command, Reply},
    effects::AuditAct,
    id::{CashReceiptId, PaymentId},
    kind::Method,
    payment::Payment,
    refusal::Refusal,
};

use super::{
    FlowError, Result,
    audit_log::line,
    check_text,
    page::{Page, Paged},
    refund::REASON_MAX,
    views,
};
use crate::{
    access::Caller,
    app::App,
    store::{audit_log, reads},
};
pub use settle::settle;

/// What is asked for: whose receipt it is, and what for.
#[derive(Clone)]
pub struct NewReceipt {
    pub payment: PaymentId,
    pub purpose: ReceiptPurpose,
    /// As a person wrote it.
    pub identity: String,
}

/// It shows nothing of the number.
impl std::fmt::Debug for NewReceipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewReceipt")
            .field("payment", &self.payment)
            .finish_non_exhaustive()
    }
}

/// Asks for a receipt: its provider is asked by a job right after the commit, or it waits for a person.
pub async fn request(app: &App, caller: Caller, new: NewReceipt) -> Result<Reply<CashReceipt>> {
    let change = asked(app, new).await?;
    app.submit(caller.command(change)).await
}

/// The same for a buyer on the page of an order.
pub async fn request_by_buyer(app: &App, new: NewReceipt) -> Result<()> {
    let change = asked(app, new).await?;
    app.apply(Command::new(change, Actor::Gateway)).await
}

async fn asked(app: &App, new: NewReceipt) -> Result<RequestReceipt> {
    let payment = views::payment(app, new.payment).await?;
    let way = way(app, &payment)?;
    let identity = Identity::new(new.purpose, &new.identity)
        .map_err(|rule| FlowError::invalid("identity", rule))?;
    if app.db.keys().ids().next().is_none() {
        return Err(FlowError::NoAccountKey);
    }
    Ok(RequestReceipt {
        customer: payment.customer,
        payment: payment.id,
        purpose: new.purpose,
        identity,
        way,
    })
}

/// Who issues the receipt of a payment.
///
/// # Errors
/// [`Refusal::NoCashReceipt`] where the seller issues none: not for cards, wallets and other ways.
pub fn way(app: &App, payment: &Payment) -> Result<ReceiptWay> {
    let no = |why| Refusal::NoCashReceipt {
        payment: payment.id,
        why,
    };
    issued_for(payment.method).map_err(no)?;
    if payment.method == Method::BankTransfer {
        return Ok(ReceiptWay::Hand);
    }
    // The money came from an account, so somebody has to issue a receipt: a wallet's own are refused above.
    Ok(match app.provider(&payment.provider)?.cash_receipts() {
        Some(_) => ReceiptWay::Provider,
        None => ReceiptWay::Hand,
    })
}

/// Asks for a receipt for another number or purpose in place of an issued one: that is taken back first, by the job or a
/// person as it was issued.
pub async fn change(
    app: &App,
    caller: Caller,
    id: CashReceiptId,
    purpose: ReceiptPurpose,
    identity: &str,
) -> Result<Reply<CashReceipt>> {
    let request = request_of(app, id).await?;
    let identity =
        Identity::new(purpose, identity).map_err(|rule| FlowError::invalid("identity", rule))?;
    if app.db.keys().ids().next().is_none() {
        return Err(FlowError::NoAccountKey);
    }
    let change = ChangeReceipt {
        customer: request.customer,
        payment: request.payment,
        receipt: id,
        purpose,
        identity,
    };
    app.submit(caller.command(change)).await
}

/// What a person says became of a receipt, or of the cancel of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Done { issue_number: String },
    Failed { reason: String },
}

/// Records what a person did at the tax office's pages, or saw at the provider's console.
pub async fn record(
    app: &App,
    caller: Caller,
    id: CashReceiptId,
    said: Said,
) -> Result<Reply<CashReceipt>> {
    let request = request_of(app, id).await?;
    let recorded = match said {
        Said::Done { issue_number } => {
            check_number(&issue_number)?;
            Recorded::Done {
                receipt_key: None,
                issue_number: Some(issue_number),
                url: None,
                note: None,
            }
        }
        Said::Failed { reason } => {
            check_text("reason", &reason, REASON_MAX)?;
            Recorded::Failed {
                failure: None,
                note: Some(reason),
            }
        }
    };
    let change = RecordReceipt {
        customer: request.customer,
        payment: request.payment,
        request: id,
        recorded,
    };
    app.submit(caller.command(change)).await
}

fn check_number(number: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if (1..=ISSUE_NUMBER_MAX).contains(&number.len()) && number.bytes().all(plain) {
        return Ok(());
    }
    let rule = format!("has 1 to {ISSUE_NUMBER_MAX} letters, digits and hyphens");
    Err(FlowError::invalid("issue_number", rule))
}

/// The number that says whose a receipt is, whole, for who issues it by hand. Who reads it is written down first.
pub async fn number(app: &App, caller: &Caller, id: CashReceiptId) -> Result<String> {
    let request = request_of(app, id).await?;
    let identity = request.identity.ok_or(FlowError::NotFound("number"))?;
    let digits = identity.digits().ok_or(FlowError::NoAccountKey)?.to_owned();
    let act = line(app, caller, AuditAct::CashReceiptNumber, id, String::new());
    let db = app.db.clone();
    app.detached(async move { Ok(audit_log::add(&db, &act).await?) })
        .await?;
    Ok(digits)
}

async fn request_of(app: &App, id: CashReceiptId) -> Result<CashReceiptRequest> {
    let known = reads::cash_receipt(&app.db, id).await?;
    known.ok_or_else(|| Refusal::NoCashReceiptOf(id).into())
}

/// The receipts of a payment and the cancels of them, oldest first.
pub async fn of_payment(app: &App, payment: PaymentId) -> Result<Vec<CashReceipt>> {
    Ok(reads::cash_receipts_of(&app.db, payment).await?)
}

/// A receipt among all of its payment.
pub async fn one(app: &App, id: CashReceiptId) -> Result<(CashReceipt, Vec<CashReceipt>)> {
    let request = request_of(app, id).await?;
    let all = of_payment(app, request.payment).await?;
    let found = all.iter().find(|it| it.request.id == id).cloned();
    let found = found.ok_or(Refusal::NoCashReceiptOf(id))?;
    Ok((found, all))
}

/// What waits for a person, newest first.
pub async fn waiting(app: &App, page: Page<CashReceiptId>) -> Result<Paged<CashReceipt>> {
    let found = reads::cash_receipts_waiting(&app.db, &page.and_one()).await?;
    let open = |request| CashReceipt {
        request,
        outcome: None,
    };
    let page = page.cut(found, |request| request.id);
    Ok(Paged {
        items: page.items.into_iter().map(open).collect(),
        next: page.next,
    })
}
