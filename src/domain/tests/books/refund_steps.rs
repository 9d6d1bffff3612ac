//! Random steps of refunds.

use domain::{
    books::{
        by_hand::{BounceRefund, GiveAccount},
        quotes::{Asked, QuoteRefund},
        refunds::{ObserveRefund, RefundOutcome, RefundRoute, SubmitRefund},
    },
    command::AnyChange,
    refund::{Beyond, Refund, RefundAccount, RefundState},
};

use crate::{credits, money_verbs::request_of, steps::pick, world::World};

impl World {
    /// The change, and whether a provider makes it.
    pub(crate) fn refund_step(
        &self,
        what: u8,
        which: u8,
        amount: u16,
    ) -> Option<(AnyChange, bool)> {
        let hand = || RefundRoute::Hand("too late".to_owned());
        if what <= 23 {
            let payment = pick(self.rows.payments.values(), which)?;
            let change = QuoteRefund {
                customer: payment.customer.clone(),
                payment: payment.id,
                asked: Asked {
                    credits: amount
                        .is_multiple_of(5)
                        .then(|| credits(i64::from(amount / 4) + 1)),
                    at: None,
                    beyond: amount.is_multiple_of(3).then_some(Beyond::Goodwill),
                },
            };
            return Some((change.into(), false));
        }
        if what <= 25 {
            let quote = pick(self.rows.quotes.values(), which)?;
            let by_hand = amount.is_multiple_of(3);
            let route = if by_hand {
                hand()
            } else {
                RefundRoute::Provider
            };
            return Some((request_of(quote, route).into(), false));
        }
        let row = pick(self.rows.refunds.values(), which)?;
        let (customer, refund) = (row.customer.clone(), row.id);
        if row.state == RefundState::Requested {
            return Some((SubmitRefund { customer, refund }.into(), false));
        }
        let note = "so it is".to_owned();
        let by_hand = matches!(row.state, RefundState::ByHand | RefundState::Succeeded);
        if by_hand && amount.is_multiple_of(5) {
            let change = BounceRefund {
                customer,
                refund,
                note,
            };
            return Some((change.into(), false));
        }
        if row.state == RefundState::Bounced && amount.is_multiple_of(2) {
            return Some((another_account(row).into(), false));
        }
        let outcome = match amount % 4 {
            0 => RefundOutcome::Succeeded { cancel_key: None },
            1 => RefundOutcome::Declined(note.as_str().into()),
            2 => RefundOutcome::Open(note.into()),
            _ => RefundOutcome::ByHand(note.into()),
        };
        let change = ObserveRefund {
            customer,
            refund,
            outcome,
        };
        Some((change.into(), true))
    }
}

fn another_account(row: &Refund) -> GiveAccount {
    GiveAccount {
        customer: row.customer.clone(),
        refund: row.id,
        account: RefundAccount {
            bank: "088".to_owned(),
            account_number: "110123456789".to_owned(),
            holder: "홍길동".to_owned(),
        },
        replaces: row.account.clone(),
        payer: None,
        holder_confirmed: false,
    }
}
