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
    pub(crate) fn refund_step(&self, what: u8, which: u8, amount: u16) -> Option<AnyChange> {
        let hand = || RefundRoute::Hand("too late".to_owned());
        if what <= 23 {
            let payment = pick(self.rows.payments.values(), which)?;
            return Some(
                QuoteRefund {
                    customer: payment.customer.clone(),
                    payment: payment.id,
                    asked: Asked {
                        credits: amount
                            .is_multiple_of(5)
                            .then(|| credits(i64::from(amount / 4) + 1)),
                        at: None,
                        beyond: amount.is_multiple_of(3).then_some(Beyond::Goodwill),
                    },
                }
                .into(),
            );
        }
        if what <= 25 {
            let quote = pick(self.rows.quotes.values(), which)?;
            let by_hand = amount.is_multiple_of(3);
            let route = if by_hand {
                hand()
            } else {
                RefundRoute::Provider
            };
            return Some(request_of(quote, route).into());
        }
        let row = pick(self.rows.refunds.values(), which)?;
        let (customer, refund) = (row.customer.clone(), row.id);
        if row.state == RefundState::Requested {
            return Some(SubmitRefund { customer, refund }.into());
        }
        let note = "so it is".to_owned();
        let by_hand = matches!(row.state, RefundState::ByHand | RefundState::Succeeded);
        if by_hand && amount.is_multiple_of(5) {
            return Some(
                BounceRefund {
                    customer,
                    refund,
                    note,
                }
                .into(),
            );
        }
        if row.state == RefundState::Bounced && amount.is_multiple_of(2) {
            return Some(another_account(row).into());
        }
        let outcome = match amount % 4 {
            0 => RefundOutcome::Succeeded { cancel_key: None },
            1 => RefundOutcome::Declined(note.as_str().into()),
            2 => RefundOutcome::Open(note.into()),
            _ => RefundOutcome::ByHand(note.into()),
        };
        Some(
            ObserveRefund {
                customer,
                refund,
                outcome,
            }
            .into(),
        )
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
