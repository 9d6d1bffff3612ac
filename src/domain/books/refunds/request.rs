//! The request of a refund: credits leave the lot, and the refund is stored before the provider is asked.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs, by_hand::check_holder, posting::plus, quotes::assess::Assessment},
    calendar::due_at,
    command::{Change, of_customer},
    deposit::PrintedName,
    effects::{AuditAct, Job},
    event::Event,
    id::{CustomerId, PaymentId, QuoteId, RefundId},
    ledger::{self, Account, Act},
    lot::Bucket,
    payment::Payment,
    refund::{DUE_BUSINESS_DAYS, Refund, RefundAccount, RefundState},
    refusal::Refusal,
};

/// Takes the credits out of the lot and stores the refund, before the provider is asked anything.
#[derive(Debug, Clone)]
pub struct RequestRefund {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub quote: QuoteId,
    pub reason: String,
    pub account: Option<RefundAccount>,
    /// The payer's name as the bank printed it, where it is known.
    pub payer: Option<PrintedName>,
    /// A person confirms that the account is right although its holder is not the payer.
    pub holder_confirmed: bool,
    pub route: RefundRoute,
}

/// How the money goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundRoute {
    Provider,
    /// By a person's transfer, with the reason.
    Hand(String),
}

impl Change for RequestRefund {
    type Answer = Refund;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.quotes.insert(self.quote);
        // A debt is set off first.
        needs.all_spendable(&self.customer);
        needs.drain(&self.customer);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Refund, Refusal> {
        let payment = books.payment(&self.customer, self.payment)?;
        books.set_off(&self.customer);
        let agreed = books.agreed(self, &payment)?;
        let holder = check_holder(
            payment.id,
            self.account.as_ref(),
            self.payer.as_ref(),
            self.holder_confirmed,
        )?;
        let asked_at = books.asked_at_of(self.quote);
        let due_at = due_at(asked_at, DUE_BUSINESS_DAYS, &books.rules.holidays)?;
        let refund = books.new_refund(self, &payment, &agreed, due_at, by);
        let (amount, credits) = (refund.amount, refund.credits);
        let lines = [
            books.shift(refund.lot, Bucket::Remaining, Bucket::Refunded, credits),
            ledger::won(Account::RefundsDue, Account::Prepaid, amount),
        ];
        books.post(&refund.customer, Act::RefundRequest, &refund.id, &lines);
        books.rows.payments.update(&payment.id, |payment| {
            payment.in_flight = plus(payment.in_flight, amount);
        });
        books.follow_bonus(refund.payment);
        if refund.state == RefundState::Requested {
            books.job(Job::SettleRefund(refund.id), books.now);
        }
        let detail = format!(
            "{amount} won for {credits} credits, {}: {}{holder}",
            refund.basis, refund.reason
        );
        books.act(by, AuditAct::RefundRequest, &refund.id, detail);
        Ok(books.refund_changed(Event::RefundRequested, refund))
    }

    fn request(&self) -> Option<Request> {
        Some(Request::Refund {
            payment: self.payment,
            quote: self.quote,
            reason: self.reason.clone(),
            account: self.account.clone(),
            holder_confirmed: self.holder_confirmed,
        })
    }
}

impl Books<'_> {
    fn new_refund(
        &mut self,
        request: &RequestRefund,
        payment: &Payment,
        agreed: &Assessment,
        due_at: DateTime<Utc>,
        by: &Actor,
    ) -> Refund {
        let amount = agreed.line.amount;
        let (tax_free, vat) = self.taxes_of(payment, amount);
        let (state, note) = match &request.route {
            RefundRoute::Provider => (RefundState::Requested, None),
            RefundRoute::Hand(why) => (RefundState::ByHand, Some(why.clone())),
        };
        Refund {
            id: RefundId::new(self.now, self.entropy),
            payment: payment.id,
            customer: payment.customer.clone(),
            provider: payment.provider.clone(),
            quote: request.quote,
            lot: agreed.line.lot,
            amount,
            settled_amount: None,
            tax_free,
            vat,
            credits: agreed.line.credits,
            basis: agreed.basis,
            reason: request.reason.clone(),
            account: request.account.clone(),
            expected_balance: payment
                .rest()
                .plus(self.by_hand(payment.id))
                .unwrap_or(payment.amount),
            state,
            failure: None,
            note,
            cancel_key: None,
            requested_by: by.clone(),
            requested_at: self.now,
            due_at,
            sent_at: None,
            settled_at: None,
        }
    }
}
