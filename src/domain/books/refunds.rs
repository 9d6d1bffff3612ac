//! The states of a refund: requested (credits leave the lot), submitted, and settled.

use super::{
    Books, Needs,
    by_hand::check_holder,
    quotes::{Assessment, QuoteRequest},
};
use crate::{
    actor::Actor,
    approval::Request,
    calendar::{Period, Rollover, ends_at},
    command::Change,
    deposit::PrintedName,
    effects::{AuditAct, Job},
    event::{Event, RefundChanged},
    failure::{Failure, Why, in_words},
    id::{CustomerId, PaymentId, QuoteId, RefundId},
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::Won,
    payment::Payment,
    refund::{Basis, DUE_BUSINESS_DAYS, Refund, RefundAccount, RefundState},
    refusal::Refusal,
};
use chrono::{DateTime, Utc};

/// How long after a refund was stored as sent another worker checks its outcome, in seconds.
const SUBMIT_CHECK_SECONDS: i64 = 70; // longer than the longest provider call (60 s)

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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

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
        let due_at = ends_at(
            books.asked_at_of(self.quote),
            Period::BusinessDays(DUE_BUSINESS_DAYS),
            Rollover::None,
            &books.rules.holidays,
        )?;
        let refund = books.new_refund(self, &payment, &agreed, due_at, by);
        let (amount, credits) = (refund.amount, refund.credits);
        let lines = [
            books.shift(refund.lot, Bucket::Remaining, Bucket::Refunded, credits),
            ledger::won(Account::RefundsDue, Account::Prepaid, amount),
        ];
        books.post(
            &refund.customer,
            Act::RefundRequest,
            refund.id.to_string(),
            &lines,
        );
        let in_flight = plus(payment.in_flight, amount);
        books.rows.payments.put(
            payment.id,
            Payment {
                in_flight,
                ..payment
            },
        );
        books.follow_bonus(refund.payment);
        if refund.state == RefundState::Requested {
            books.job(Job::SettleRefund(refund.id), books.now);
        }
        let detail = format!(
            "{amount} won for {credits} credits, {}: {}{holder}",
            refund.basis, refund.reason
        );
        books.act(by, AuditAct::RefundRequest, refund.id.to_string(), detail);
        books.refund_event(Event::RefundRequested, &refund);
        books.rows.refunds.put(refund.id, refund.clone());
        Ok(refund)
    }

    fn answers_balance(&self) -> bool {
        true
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

/// The refund is about to be sent. It is on disk first, so that a process that continues after a crash asks instead of
/// assuming.
#[derive(Debug, Clone)]
pub struct SubmitRefund {
    pub customer: CustomerId,
    pub refund: RefundId,
}

impl Change for SubmitRefund {
    type Answer = Refund;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.refunds.insert(self.refund);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Refund, Refusal> {
        let (customer, id) = (&self.customer, self.refund);
        let mut refund = books.refund(customer, id)?;
        match refund.state {
            RefundState::Requested => {
                refund.state = RefundState::Sent;
                refund.sent_at = Some(books.now);
                books.rows.refunds.put(id, refund.clone());
                let check_at = books.now + chrono::Duration::seconds(SUBMIT_CHECK_SECONDS);
                books.job(Job::SettleRefund(id), check_at);
                Ok(refund)
            }
            RefundState::Sent => Ok(refund),
            state @ (RefundState::ByHand
            | RefundState::Bounced
            | RefundState::Succeeded
            | RefundState::Declined) => Err(Refusal::RefundNotOpen { refund: id, state }),
        }
    }
}

/// The outcome of a refund that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The provider lists our cancel, under this key.
    Succeeded { cancel_key: Option<String> },
    /// The provider definitely refused and nothing moved, or a person gave it up.
    Declined(Why),
    /// The provider cannot do it; a person has to.
    ByHand(Failure),
    /// Not known yet, or not carried out yet, with the provider's statement.
    Open(Failure),
}

/// A provider's answer, or a person's, about a refund.
#[derive(Debug, Clone)]
pub struct ObserveRefund {
    pub customer: CustomerId,
    pub refund: RefundId,
    pub outcome: RefundOutcome,
}

impl Change for ObserveRefund {
    type Answer = Refund;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.refunds.insert(self.refund);
        needs.drain(&self.customer);
        if matches!(self.outcome, RefundOutcome::Declined(_)) {
            needs.all_spendable(&self.customer);
        }
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Refund, Refusal> {
        let (customer, id, outcome) = (&self.customer, self.refund, &self.outcome);
        let refund = books.refund(customer, id)?;
        let by_hand = matches!(refund.state, RefundState::ByHand | RefundState::Bounced);
        let told_before = match outcome {
            RefundOutcome::ByHand(_) => by_hand,
            // A person is handling it, so the outcome of an old call of ours does not count.
            RefundOutcome::Open(failure) => by_hand || refund.failure.as_ref() == Some(failure),
            RefundOutcome::Succeeded { .. } | RefundOutcome::Declined(_) => false,
        };
        if !refund.state.is_open() || told_before {
            return Ok(refund);
        }
        if refund.state == RefundState::Bounced
            && matches!(outcome, RefundOutcome::Succeeded { .. })
        {
            // The transfer came back: without another account no transfer can have been made.
            let state = refund.state;
            return Err(Refusal::RefundNotOpen { refund: id, state });
        }
        let nothing_left = || books.known_payment(refund.payment).left() == Won::ZERO;
        if by_hand && matches!(outcome, RefundOutcome::Declined(_)) && !nothing_left() {
            // The credits would go back into a closed account. The money for them is still owed.
            books.open_customer(customer)?;
        }
        if by_hand {
            books.act(
                by,
                AuditAct::RefundSettleByHand,
                id.to_string(),
                format!("{outcome:?}"),
            );
        }
        Ok(books.settle_refund(refund, outcome))
    }
}

impl Books<'_> {
    /// When the buyer asked. The days until the money must be on its way count from then (E-Commerce Act, art. 18(2)).
    fn asked_at_of(&self, quote: QuoteId) -> DateTime<Utc> {
        let quote = self.rows.quotes.get(&quote);
        quote.map_or(self.now, |quote| quote.asked_at)
    }

    /// The content of the quote, if it is still valid and no other refund of the payment is open.
    fn agreed(&self, request: &RequestRefund, payment: &Payment) -> Result<Assessment, Refusal> {
        let quote = self
            .rows
            .quotes
            .get(&request.quote)
            .ok_or(Refusal::NoQuote(request.quote))?;
        if quote.payment_id != payment.id {
            return Err(Refusal::QuoteOfOther {
                quote: quote.id,
                of: quote.payment_id,
            });
        }
        if self.now >= quote.expires_at && self.held != Some(quote.id) {
            return Err(Refusal::QuoteExpired {
                quote: quote.id,
                at: quote.expires_at,
            });
        }
        if let Some(open) = self
            .refunds_of(payment.id)
            .find(|refund| refund.state.is_open())
        {
            return Err(Refusal::RefundOpen {
                refund: open.id,
                state: open.state,
            });
        }
        // A quote for some of the credits would be valid again as soon as its refund is done.
        let used =
            |refund: &&Refund| refund.quote == quote.id && refund.state != RefundState::Declined;
        if let Some(paid) = self.refunds_of(payment.id).find(used) {
            return Err(Refusal::QuoteUsed {
                quote: quote.id,
                refund: paid.id,
            });
        }
        // The request counts from when the buyer asked. The credits are today's.
        let assessed = self.assess(payment, &self.lot_of(payment.id), QuoteRequest::of(quote))?;
        if assessed.basis == Basis::Refused {
            let reasons = vec![assessed.line.why];
            return Err(Refusal::NotRefundable {
                payment: payment.id,
                reasons,
            });
        }
        let (now, now_credits) = (assessed.line.amount, assessed.line.credits);
        if (now, now_credits) != (quote.amount, quote.credits) {
            let (quoted, quoted_credits) = (quote.amount, quote.credits);
            return Err(Refusal::QuoteStale {
                quote: quote.id,
                quoted,
                quoted_credits,
                now,
                now_credits,
            });
        }
        Ok(assessed)
    }

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

    /// The tax-free part and the VAT of the next `amount` won of a payment that go back.
    fn taxes_of(&self, payment: &Payment, amount: Won) -> (Won, Won) {
        let succeeded = self
            .refunds_of(payment.id)
            .filter(|refund| refund.state == RefundState::Succeeded);
        tax_parts(payment, &succeeded.collect::<Vec<_>>(), amount)
    }

    pub(super) fn refunds_of(&self, payment: PaymentId) -> impl Iterator<Item = &Refund> {
        self.rows
            .refunds
            .values()
            .filter(move |refund| refund.payment == payment)
    }

    pub(super) fn refund(&self, customer: &CustomerId, id: RefundId) -> Result<Refund, Refusal> {
        self.rows
            .refunds
            .get(&id)
            .filter(|refund| refund.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoRefund(id))
    }

    /// Books the end of an open refund, or the reason that keeps it open.
    pub(super) fn settle_refund(&mut self, mut refund: Refund, outcome: &RefundOutcome) -> Refund {
        match outcome {
            RefundOutcome::Succeeded { cancel_key } => self.succeeded(refund, cancel_key.clone()),
            RefundOutcome::Declined(why) if self.outlives_its_credits(&refund) => {
                let (failure, note) = why.clone().columns();
                let note = note.map_or_else(String::new, |note| format!("{note}; "));
                refund.failure = failure;
                refund.note = Some(format!(
                    "{note}its credits have ended since: transfer it by hand"
                ));
                // The money that others took before is the likeliest reason for the refusal.
                let order = self.known_payment(refund.payment).order;
                self.job(Job::SettleOrder(order), self.now);
                self.give_to_a_person(refund)
            }
            RefundOutcome::Declined(why) => self.declined(refund, why),
            RefundOutcome::ByHand(failure) => {
                refund.because(failure.clone().into());
                self.give_to_a_person(refund)
            }
            RefundOutcome::Open(failure) => {
                refund.because(failure.clone().into());
                self.refund_event(Event::RefundDelayed, &refund);
                self.rows.refunds.put(refund.id, refund.clone());
                refund
            }
        }
    }

    /// Whether a refund that its provider refuses is still owed. It was asked for in time, and its credits would be of
    /// no use to anyone if they came back. It is not owed where others took the money.
    fn outlives_its_credits(&self, refund: &Refund) -> bool {
        let with_provider = matches!(refund.state, RefundState::Requested | RefundState::Sent);
        let ended = |lot: &Lot| !lot.is_live(self.now);
        with_provider
            && self.rows.lots.get(&refund.lot).is_some_and(ended)
            && self.known_payment(refund.payment).holds(refund.amount)
    }

    fn give_to_a_person(&mut self, mut refund: Refund) -> Refund {
        refund.state = RefundState::ByHand;
        // The provider has no part in it: see `by_hand`.
        refund.sent_at = None;
        self.refund_event(Event::RefundByHand, &refund);
        self.rows.refunds.put(refund.id, refund.clone());
        refund
    }

    fn succeeded(&mut self, mut refund: Refund, cancel_key: Option<String>) -> Refund {
        let (lot, amount) = (Some(refund.lot), refund.given());
        let lines = [
            ledger::credits(lot, Account::Refunding, Account::Refunded, refund.credits),
            ledger::won(Account::Receivable, Account::RefundsDue, amount),
        ];
        self.post(
            &refund.customer,
            Act::RefundDone,
            refund.id.to_string(),
            &lines,
        );
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(amount);
        payment.refunded = plus(payment.refunded, amount);
        self.rows.payments.put(payment.id, payment);
        refund.state = RefundState::Succeeded;
        refund.cancel_key = cancel_key;
        (refund.failure, refund.note) = (None, None);
        refund.settled_at = Some(self.now);
        self.refund_event(Event::RefundSucceeded, &refund);
        self.rows.refunds.put(refund.id, refund.clone());
        self.gave_back_twice(refund.payment);
        refund
    }

    /// The provider gave back less than it was asked for. The rest is not on its way, and belongs to the payment again.
    /// The taxes are those of the amount that went back, so that they never pass it. The next refund takes the rest of
    /// them.
    pub(super) fn gave_less(&mut self, mut refund: Refund, given: Won) -> Refund {
        let short = refund.amount.minus_or_zero(given);
        let lines = [ledger::won(Account::Prepaid, Account::RefundsDue, short)];
        self.post(
            &refund.customer,
            Act::RefundCorrected,
            refund.id.to_string(),
            &lines,
        );
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(short);
        (refund.tax_free, refund.vat) = self.taxes_of(&payment, given);
        self.rows.payments.put(payment.id, payment);
        refund.settled_amount = Some(given);
        self.rows.refunds.put(refund.id, refund.clone());
        refund
    }

    /// Gives the credits of a refused refund back by an opposite posting.
    fn declined(&mut self, mut refund: Refund, why: &Why) -> Refund {
        let (amount, credits) = (refund.amount, refund.credits);
        let lines = [
            self.shift(refund.lot, Bucket::Refunded, Bucket::Remaining, credits),
            ledger::won(Account::Prepaid, Account::RefundsDue, amount),
        ];
        self.post(
            &refund.customer,
            Act::RefundDeclined,
            refund.id.to_string(),
            &lines,
        );
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(amount);
        let order = payment.order;
        self.rows.payments.put(payment.id, payment);
        refund.state = RefundState::Declined;
        refund.because(why.clone());
        refund.settled_at = Some(self.now);
        self.refund_event(Event::RefundDeclined, &refund);
        self.rows.refunds.put(refund.id, refund.clone());
        // The money that others took while our refund was on its way takes its credits now. The money that others took
        // before our refund is the likeliest reason for the refusal, so the provider is asked.
        self.revoke(
            refund.payment,
            Won::ZERO,
            "cancelled by others while a refund was on its way",
        );
        let left = self.rows.lots.get(&refund.lot).map(|lot| lot.remaining);
        let mut back = self.undo_debt(refund.lot, credits.min(left.unwrap_or(credits)));
        back.push((refund.lot, credits));
        self.settle_back(&refund.customer, &back);
        if refund.sent_at.is_some() {
            self.job(Job::SettleOrder(order), self.now);
        }
        refund
    }

    /// The amount of a payment that a person transferred or will transfer. The provider does not know of it and lists
    /// no cancel for it. Such a refund was never sent.
    pub(super) fn by_hand(&self, payment: PaymentId) -> Won {
        let by_hand = self
            .refunds_of(payment)
            .filter(|refund| match refund.state {
                RefundState::ByHand | RefundState::Bounced | RefundState::Succeeded => {
                    refund.sent_at.is_none()
                }
                RefundState::Requested | RefundState::Sent | RefundState::Declined => false,
            });
        by_hand.fold(Won::ZERO, |total, refund| plus(total, refund.amount))
    }

    pub(super) fn refund_event(&mut self, event: fn(RefundChanged) -> Event, refund: &Refund) {
        self.event(event(RefundChanged {
            refund_id: refund.id,
            payment_id: refund.payment,
            customer_id: refund.customer.clone(),
            amount: refund.given(),
            credits: refund.credits,
            basis: refund.basis,
            note: in_words(refund.failure.as_ref(), refund.note.as_deref()),
            due_at: refund.due_at,
        }));
    }
}

/// The tax-free part and the VAT of a refund. They are cumulative shares of the payment's, so that the parts of several
/// refunds sum to the whole and the last takes the rest. VAT is the share of both minus the tax-free part, so that the
/// two never pass the refund itself.
fn tax_parts(payment: &Payment, given: &[&Refund], amount: Won) -> (Won, Won) {
    let total = |part: fn(&Refund) -> Won| {
        given
            .iter()
            .fold(Won::ZERO, |total, refund| plus(total, part(refund)))
    };
    let after = plus(total(Refund::given), amount);
    let share = |whole: Won| {
        whole
            .share_floor(after.get(), payment.amount.get())
            .unwrap_or(Won::ZERO)
    };
    let tax_free = share(payment.tax.tax_free);
    let vat = share(plus(payment.tax.tax_free, payment.tax.vat)).minus_or_zero(tax_free);
    (
        tax_free.minus_or_zero(total(|refund| refund.tax_free)),
        vat.minus_or_zero(total(|refund| refund.vat)),
    )
}

/// A sum of parts of one payment. It cannot pass the payment itself.
pub(super) fn plus(a: Won, b: Won) -> Won {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} won passes the largest amount"))
}
