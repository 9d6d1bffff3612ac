//! Assigns each change to the module of the books that carries it out.

use super::Books;
use crate::{
    actor::Actor,
    command::{Answer, Change},
    refusal::Refusal,
};

impl Books<'_> {
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each change and nothing else"
    )]
    pub(super) fn change(&mut self, change: &Change, by: &Actor) -> Result<Answer, Refusal> {
        match change {
            Change::OpenOrder(open) => self.open_order(open),
            Change::AttachSession {
                customer,
                order,
                session,
            } => self.attach_session(customer, *order, session),
            Change::FailOrder {
                customer,
                order,
                note,
                look_at,
            } => self.fail_order(customer, *order, note, *look_at),
            Change::Confirming {
                customer,
                order,
                query,
            } => self.confirming(customer, *order, query),
            Change::CancelOrder {
                customer,
                order,
                note,
            } => self.cancel_order(customer, *order, note, by),
            Change::Overdue { customer, order } => self.overdue(customer, *order),
            Change::ExpireOrder { customer, order } => self.expire_order(customer, *order),
            Change::Observe {
                customer,
                order,
                snapshot,
                asked_at,
            } => self.observe(customer, *order, snapshot, *asked_at),
            Change::Spend {
                customer,
                credits,
                meter,
                reference,
            } => self.spend(customer, *credits, meter, reference),
            Change::Reverse { customer, spend } => self.reverse(customer, *spend, by),
            Change::Hold {
                customer,
                credits,
                meter,
                reference,
                expires_at,
            } => self.hold(customer, *credits, meter, reference, *expires_at),
            Change::Capture {
                customer,
                hold,
                credits,
            } => self.capture(customer, *hold, *credits),
            Change::Release { customer, hold } => self.release(customer, *hold),
            Change::Grant {
                customer,
                kind,
                credits,
                bonus_of,
                reason,
            } => self.grant(customer, *kind, *credits, *bonus_of, reason, by),
            Change::Expire { customer } => Ok(self.expire(customer)),
            Change::Quote {
                customer,
                payment,
                asked,
            } => self.quote(customer, *payment, asked, by),
            Change::RequestRefund(request) => self.request_refund(request, by),
            Change::Submit { customer, refund } => self.submit(customer, *refund),
            Change::ObserveRefund {
                customer,
                refund,
                outcome,
            } => self.observe_refund(customer, *refund, outcome, by),
            Change::Bounce {
                customer,
                refund,
                note,
            } => self.bounce(customer, *refund, note, by),
            Change::GiveAccount(given) => self.give_account(given, by),
            Change::Receive { received, then } => self.receive(received, then),
            Change::LookLater { customer, order } => self.look_later(customer, *order),
            Change::Hint {
                customer,
                order,
                queued,
            } => self.hint(customer, *order, *queued),
            Change::Match {
                customer,
                deposit,
                order,
                despite_amount,
                reason,
            } => self.match_deposit(customer, *deposit, *order, *despite_amount, reason, by),
            Change::Repeat {
                deposit,
                of,
                reason,
            } => self.repeat_deposit(*deposit, *of, reason, by),
            Change::NewMoney {
                deposit, reason, ..
            } => self.new_deposit(*deposit, reason, by),
            Change::Return { deposit, reason } => self.return_deposit(*deposit, reason, by),
            Change::QuoteClosing { customer } => self.quote_closing(customer),
            Change::CloseCustomer {
                customer,
                quote,
                confirm_forfeit,
            } => self.close_customer(customer, quote, *confirm_forfeit, by),
            Change::Accept {
                customer,
                order: _,
                contradiction,
                snapshot,
                asked_at,
                reason,
            } => {
                let known = self.contradiction(customer, *contradiction)?;
                self.accept(&known, snapshot, *asked_at, reason, by)
            }
            Change::GiveBack {
                customer,
                order: _,
                contradiction,
                account,
                reason,
            } => {
                let known = self.contradiction(customer, *contradiction)?;
                self.give_back_unbooked(&known, account.as_ref(), reason, by)
            }
            Change::NotGivenBack {
                customer,
                order: _,
                contradiction,
                note,
            } => {
                let known = self.contradiction(customer, *contradiction)?;
                Ok(self.not_given_back(&known, note))
            }
            Change::Reject {
                customer,
                approval,
                reason,
            } => self.reject(customer, *approval, reason, by),
            Change::CloseContradiction {
                customer,
                order: _,
                contradiction,
                transferred,
                reason,
            } => {
                let known = self.contradiction(customer, *contradiction)?;
                self.close_contradiction(&known, transferred.as_deref(), reason, by)
            }
            Change::WaiveDebt {
                customer,
                credits,
                reason,
            } => self.waive_debt(customer, *credits, reason, by),
        }
    }
}
