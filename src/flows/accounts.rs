//! Acts on a customer's account. Freezing it. Closing it: the loss is quoted, and the closing names the quote. Waiving a
//! debt.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    approval::Approval,
    books::{
        closing::{BeginClosing, CloseCustomer, QuoteClosing},
        debts::WaiveDebt,
        freezing::{FreezeCustomer, UnfreezeCustomer},
        quotes::{Asked, QuoteRefund},
    },
    calendar::rfc3339_seoul,
    command::{Closed, Reply, Waived},
    customer::{ClosingPayment, ClosingQuote, Customer},
    id::{CustomerId, PaymentId},
    refund::Refund,
    refusal::Refusal,
};

use super::{
    FlowError, Result, check_text,
    outcome::Outcome,
    refund::{self, NewRefund},
    views,
};
use crate::{access::Caller, app::App};

/// Longest reason of a waiver or a freeze.
pub const REASON_MAX: usize = 200; // like a grant's

/// The reason of the refunds that a closing requests. The provider may show it to the buyer.
const CLOSING: &str = "the account is being closed";

/// Freezes an account: nothing is used, bought or given until it is opened again or closed.
pub async fn freeze(app: &App, caller: Caller, change: FreezeCustomer) -> Result<Reply<Customer>> {
    check_text("reason", &change.reason, REASON_MAX)?;
    views::customer(app, &change.customer).await?;
    app.submit(caller.command(change)).await
}

/// Opens a frozen account again.
pub async fn unfreeze(
    app: &App,
    caller: Caller,
    change: UnfreezeCustomer,
) -> Result<Reply<Customer>> {
    check_text("reason", &change.reason, REASON_MAX)?;
    views::customer(app, &change.customer).await?;
    app.submit(caller.command(change)).await
}

/// The loss in closing the account now.
pub async fn quote(app: &App, caller: Caller, customer: CustomerId) -> Result<Reply<ClosingQuote>> {
    views::customer(app, &customer).await?;
    app.submit(caller.command(QuoteClosing { customer })).await
}

/// Closes a customer by a quote that is still valid. The remaining credits are forfeited, and that has to be confirmed.
pub async fn close(app: &App, caller: Caller, change: CloseCustomer) -> Result<Reply<Closed>> {
    views::customer(app, &change.customer).await?;
    app.submit(caller.command(change)).await
}

/// The outcome of a closing that gives back first.
#[derive(Debug)]
pub enum Closing {
    Closed(Reply<Closed>),
    /// The account is frozen, and these have to end first.
    Waits {
        refunds: Vec<Refund>,
        approvals: Vec<Approval>,
    },
    /// The account is frozen and these were made, and then one was not.
    Stopped {
        refunds: Vec<Refund>,
        approvals: Vec<Approval>,
        error: FlowError,
    },
}

/// A payment that a closing gives back first.
#[derive(Debug)]
pub struct Due {
    pub of: ClosingPayment,
    /// An account has to be given, so that it has to be refunded before the closing, by itself.
    pub needs_account: bool,
}

/// The payments of a quote that go back by right.
pub async fn due(app: &App, quote: &ClosingQuote) -> Result<Vec<Due>> {
    let mut found = Vec::new();
    for of in quote.payments.iter().filter(|of| of.is_given_back()) {
        let payment = views::payment(app, of.payment).await?;
        found.push(Due {
            of: of.clone(),
            needs_account: refund::way(app, &payment)?.needs_account,
        });
    }
    Ok(found)
}

/// That a closing can give everything back that is due by right.
pub fn check_due(due: &[Due]) -> Result<()> {
    match due.iter().find(|due| due.needs_account) {
        Some(Due { of, .. }) => {
            let payment = of.payment;
            let rule = format!(
                "is needed: payment {payment} cannot go back the way it came; refund it first"
            );
            Err(FlowError::invalid("refund_account", rule))
        }
        None => Ok(()),
    }
}

/// The period of a statement of everything up to the closing of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub from: DateTime<Utc>,
    /// Exclusive.
    pub until: DateTime<Utc>,
}

impl Period {
    /// From the customer's first day, for the clocks of gateways differ, to right after the closing. `None` while the
    /// account is not closed. The row is that of the closing.
    pub fn of_closed(customer: &Customer) -> Option<Self> {
        let closed = customer.closed_at?;
        Some(Self {
            from: customer.opened_at - TimeDelta::days(1),
            until: closed + TimeDelta::microseconds(1),
        })
    }

    /// The path and query of the statement.
    pub fn path(&self, customer: &CustomerId) -> String {
        let [from, until] = [self.from, self.until].map(|at| rfc3339_seoul(at).replace('+', "%2B"));
        format!("/v1/customers/{customer}/statement?from={from}&until={until}")
    }
}

/// Closes a customer, and first requests the refunds that the quote allows by right. While one is under way the account
/// stays frozen, and the closing is asked for again, by a new quote, once all have ended.
///
/// Each step is a command under a key of its own, made of the request's: the request repeated does no step twice, and
/// goes on where it ended. Nothing is begun while a payment is due whose refund needs an account to transfer it to; support
/// requests that refund first. Another refund that cannot be requested stops it, with the account frozen.
pub async fn close_after_refunds(
    app: &App,
    caller: Caller,
    change: CloseCustomer,
) -> Result<Closing> {
    // A request that is repeated while its refunds are under way gets no quote, and was looked at before.
    if let Ok(quote) = quote(app, caller.without_key(), change.customer.clone()).await {
        check_due(&due(app, &quote.answer).await?)?;
    }
    let closing = BeginClosing {
        customer: change.customer.clone(),
        quote: change.quote.clone(),
        confirm_forfeit: change.confirm_forfeit,
    };
    let begun = app
        .submit(caller.for_part("begin").command(closing))
        .await?
        .answer;
    let (mut made, mut refunds, mut approvals) = (Vec::new(), Vec::new(), Vec::new());
    for due in begun.payments.iter().filter(|due| due.is_given_back()) {
        match give_back(app, &caller, &change.customer, due.payment).await {
            Ok(Outcome::Done(refund)) => {
                // What a key answers is how it stood then.
                let refund = views::refund(app, refund.answer.id).await?;
                if refund.state.is_open() {
                    refunds.push(refund.clone());
                }
                made.push(refund);
            }
            Ok(Outcome::Waits(asked)) => {
                approvals.push(views::approval(app, asked.answer.id).await?);
            }
            // Its window closed, or its credits went, since the quote.
            Err(FlowError::Refused(Refusal::NotRefundable { .. })) => {}
            Err(error) => {
                return Ok(Closing::Stopped {
                    refunds: made,
                    approvals,
                    error,
                });
            }
        }
    }
    approvals.retain(|asked| asked.state_at(app.now()) == domain::approval::ApprovalState::Waiting);
    if refunds.is_empty() && approvals.is_empty() {
        let closed = app.submit(caller.command(change)).await?;
        return Ok(Closing::Closed(closed));
    }
    Ok(Closing::Waits { refunds, approvals })
}

async fn give_back(
    app: &App,
    caller: &Caller,
    customer: &CustomerId,
    payment: PaymentId,
) -> Result<Outcome<Refund>> {
    let quote = QuoteRefund {
        customer: customer.clone(),
        payment,
        asked: Asked::default(),
    };
    let quote = app
        .submit(caller.without_key().command(quote))
        .await?
        .answer;
    let new = NewRefund {
        payment,
        quote: quote.id,
        reason: CLOSING.to_owned(),
        account: None,
        holder_confirmed: false,
    };
    let part = caller.for_part(&format!("refund {payment}"));
    refund::request(app, part, new).await
}

/// Waives a customer's debt, in whole when no number of credits is given.
pub async fn waive(app: &App, caller: Caller, change: WaiveDebt) -> Result<Reply<Waived>> {
    check_text("reason", &change.reason, REASON_MAX)?;
    views::customer(app, &change.customer).await?;
    app.submit(caller.command(change)).await
}
