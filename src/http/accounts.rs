//! Acts on a customer's account: freezing it, closing it, which is quoted first, and waiving what it owes for credits that were used
//! and whose payment was taken back.

use domain::{
    books::{
        closing::CloseCustomer,
        debts::WaiveDebt,
        freezing::{FreezeCustomer, UnfreezeCustomer},
    },
    command::{Closed, Reply},
    customer::{ClosingPayment, ClosingQuote, Customer, CustomerState},
    id::{CustomerId, PaymentId},
    money::{Credits, Won},
    refund::Basis,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals::ApprovalView,
    refunds::RefundView,
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        accounts::{self, Closing, Period},
        views,
    },
};

view! {
    /// A payment whose credits a closing would lose.
    pub(super) struct ClosingPaymentView("ClosingPayment") of (payment: ClosingPayment) {
        payment_id: PaymentId = payment.payment,
        /// Live credits of its lot that would be lost.
        credits: Credits,
        /// What could be refunded now, in won.
        amount: Won,
        /// The promise that the refund would rest on. `by_right`: a closing with `refund` requests it by itself.
        basis: Basis,
        /// Exclusive end of the window that decided; null where none did.
        until: Option<At> = payment.until.map(At),
        /// The rule, in words.
        why: String,
    }
}

view! {
    /// What closing an account would lose.
    pub(super) struct ClosingQuoteView("ClosingQuote") of (quote: ClosingQuote) {
        /// Named by the closing.
        id: String,
        customer_id: CustomerId,
        /// Live credits that would be lost.
        forfeited: Credits,
        /// What of them could be refunded first, in won.
        refundable: Won,
        /// Credits that stay owed.
        debt: Credits,
        /// The payments whose credits would be lost, with what could be refunded of each first.
        payments: Vec<ClosingPaymentView> = quote.payments.into_iter().map(ClosingPaymentView::of).collect(),
        /// Exclusive. It ends earlier when anything of the customer's credits changes.
        expires_at: At = At(quote.expires_at),
    }
}

pub(super) async fn quote_closing(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = accounts::quote(&app, caller, ask.id("id")?).await?;
    let customer = done.answer.customer_id.clone();
    let response = created(&ClosingQuoteView::of(done.answer)).replayed(done.replayed);
    response.about(&app, &customer).await
}

/// Names of closing quotes are shorter, so no longer text is one.
const CLOSING_QUOTE_CHARS_MAX: usize = 100;

/// The end of an account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Close {
    /// A closing quote that still holds.
    #[schemars(length(min = 1, max = CLOSING_QUOTE_CHARS_MAX))]
    quote_id: String,
    /// Without it, a customer who has credits is not closed.
    #[serde(default)]
    confirm_forfeit: bool,
    /// Request the refunds that the quote allows by right first. While one is under way the account is frozen and not closed:
    /// ask for the closing again, by a new quote, once they have ended.
    #[serde(default)]
    refund: bool,
}

view! {
    /// The statement of a closed customer's whole time. It can be asked for from now on, and proves itself.
    pub(super) struct LastStatementView("LastStatement") of (period: Period, customer: CustomerId) {
        /// The path of the statement, on this server.
        path: String = period.path(&customer),
        from: At = At(period.from),
        /// Exclusive.
        until: At = At(period.until),
    }
}

view! {
    /// A customer that is closed, for good; or frozen, while refunds that the closing requested are under way.
    pub(super) struct Ended("Closed")
    of (customer: Customer, lost: Credits, under_way: Vec<RefundView>, asked: Vec<ApprovalView>;
        last = Period::of_closed(&customer).map(|period| LastStatementView::of(period, customer.id.clone()))) {
        customer_id: CustomerId = customer.id,
        state: CustomerState,
        /// Credits that were lost.
        forfeited: Credits = lost,
        closed_at: Option<At> = customer.closed_at.map(At),
        /// What to hand over to the customer; null while the account is not closed.
        statement: Option<LastStatementView> = last,
        /// The refunds that have to end before the account is closed.
        refunds: Vec<RefundView> = under_way,
        /// The refunds that wait for a second person.
        approvals: Vec<ApprovalView> = asked,
    }
}

pub(super) async fn close(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let asked: Close = ask.json()?;
    let change = CloseCustomer {
        customer: customer.clone(),
        quote: asked.quote_id,
        confirm_forfeit: asked.confirm_forfeit,
    };
    let outcome = if asked.refund {
        accounts::close_after_refunds(&app, caller, change).await?
    } else {
        Closing::Closed(accounts::close(&app, caller, change).await?)
    };
    match outcome {
        Closing::Closed(done) => {
            let Closed {
                customer: row,
                forfeited,
            } = done.answer;
            let ended = Ended::of(row, forfeited, Vec::new(), Vec::new());
            let response = ok(&ended).replayed(done.replayed);
            response.after(&app, &customer, done.balance).await
        }
        Closing::Stopped { error, .. } => Err(error.into()),
        Closing::Waits { refunds, approvals } => {
            let row = views::customer(&app, &customer).await?;
            let refunds = refunds.into_iter();
            let refunds = refunds.map(|refund| RefundView::of(refund, &app)).collect();
            let approvals = approvals.into_iter();
            let approvals = approvals
                .map(|asked| ApprovalView::of(asked, &app))
                .collect();
            let ended = Ended::of(row, Credits::ZERO, refunds, approvals);
            ok(&ended).about(&app, &customer).await
        }
    }
}

view! {
    /// Whether a customer may use, buy and be given credits.
    pub(super) struct StandingView("CustomerStanding") of (customer: Customer) {
        customer_id: CustomerId = customer.id,
        state: CustomerState,
    }
}

/// Why an account is frozen or opened again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Freeze {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::accounts::REASON_MAX))]
    reason: String,
}

pub(super) async fn freeze(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let Freeze { reason } = ask.json()?;
    let change = FreezeCustomer { customer, reason };
    let done = accounts::freeze(&app, caller, change).await?;
    Ok(standing(done))
}

pub(super) async fn unfreeze(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let Freeze { reason } = ask.json()?;
    let change = UnfreezeCustomer { customer, reason };
    let done = accounts::unfreeze(&app, caller, change).await?;
    Ok(standing(done))
}

fn standing(done: Reply<Customer>) -> ApiResponse {
    ok(&StandingView::of(done.answer))
        .balance(done.balance)
        .replayed(done.replayed)
}

view! {
    /// A customer who owes credits, and has none: whatever comes is set off first.
    pub(super) struct DebtView("Debt") of (customer: Customer) {
        customer_id: CustomerId = customer.id,
        state: CustomerState,
        debt: Credits,
        /// What was waived so far, less what was paid for again since.
        waived: Credits = customer.debt_waived,
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = views::debtors(&app, ask.page()?).await?;
    Ok(ok(&List::of(page, DebtView::of)))
}

/// Letting a customer off a debt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Waive {
    /// How many credits; without it, the whole debt.
    #[serde(default)]
    credits: Option<Credits>,
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::accounts::REASON_MAX))]
    reason: String,
}

pub(super) async fn waive(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let asked: Waive = ask.json()?;
    let change = WaiveDebt {
        customer: customer.clone(),
        credits: asked.credits,
        reason: asked.reason,
    };
    let done = accounts::waive(&app, caller, change).await?;
    let response = ok(&DebtView::of(done.answer.customer)).replayed(done.replayed);
    response.about(&app, &customer).await
}
