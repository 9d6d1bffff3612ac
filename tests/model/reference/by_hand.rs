//! Refunds that a person transfers. Their money is owed until it arrives: a transfer that came back needs another
//! account, and its credits stay where they are.

use super::{Model, Refund, Said};

impl Model {
    /// Names the account that a transfer goes to. One that was named meanwhile is not replaced unseen.
    pub(crate) fn give_account(
        &mut self,
        refund: usize,
        account: usize,
        was: Option<usize>,
    ) -> Said {
        let it = &mut self.refunds[refund];
        if !matches!(it.state, "by_hand" | "bounced") {
            return Err("RefundNotOpen".to_owned());
        }
        if it.account != was {
            return Err("RefundAccountChanged".to_owned());
        }
        if it.state == "bounced" {
            self.happened
                .push("a transfer that came back gets an account");
        }
        (it.account, it.state) = (Some(account), "by_hand");
        Ok(self.refund_in_words(refund))
    }

    /// A transfer came back, before or after a person said that it was made.
    pub(crate) fn bounce(&mut self, refund: usize) -> Said {
        let it = self.refunds[refund].clone();
        match it.state {
            "by_hand" => {}
            "succeeded" if !it.sent => {
                let other = |other: &Refund| other.payment == it.payment && other.is_open();
                if self.refunds.iter().any(other) {
                    return Err("RefundOpen".to_owned());
                }
                let paid = &mut self.payments[it.payment];
                paid.refunded -= it.won;
                paid.in_flight += it.won;
                self.moved(it.who);
                self.happened.push("a transfer came back after it was made");
            }
            _ => return Err("RefundNotOpen".to_owned()),
        }
        self.refunds[refund].state = "bounced";
        Ok(self.refund_in_words(refund))
    }

    /// The provider cannot give the money back. A person has to.
    pub(crate) fn given_to_a_person(&mut self, refund: usize) -> String {
        let it = &mut self.refunds[refund];
        if matches!(it.state, "requested" | "sent") {
            (it.state, it.sent) = ("by_hand", false);
        }
        self.refund_in_words(refund)
    }
}
