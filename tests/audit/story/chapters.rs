//! The chapters of the story.

use chrono::TimeDelta;
use domain::{
    books::{
        closing::{CloseCustomer, QuoteClosing},
        customers::BookExpiry,
        deposits::{MatchDeposit, Then},
        notices::NotifyExpiry,
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::Answer,
    failure::Failure,
    kind::Kind,
    notice::NoticeDays,
    payment::CancelStanding,
};

use super::{BANK, Story, credits, grant, id, memberships, ours};

impl Story {
    /// Promotional credits that end, swept and not swept.
    pub(super) async fn lapses(&mut self) {
        self.grant("gail", Kind::Promotional, 10).await;
        let lot = match self.ok(grant("hal", Kind::Promotional, 10)).await {
            Answer::Lot(lot) => *lot,
            other => panic!("{other:?}"),
        };
        let hold = self.hold("gail", 4).await;
        // Five days before the end: of two notices the later one is sent.
        self.clock.advance(TimeDelta::days(85));
        self.ok(NotifyExpiry {
            customer: id("hal"),
            lot: lot.id,
            payment: None,
            days: NoticeDays::default(),
            renew_url: String::new(),
        })
        .await;
        self.clock
            .advance(TimeDelta::days(800 - memberships::DAYS - 85));
        self.ok(BookExpiry {
            customer: id("gail"),
        })
        .await;
        assert_eq!(hold.credits, credits(4));
        self.grant("erin", Kind::Membership, 10).await;
        self.close("erin").await;
    }

    /// Closes an account, with all that is left in it.
    pub(super) async fn close(&self, who: &str) {
        let customer = id(who);
        let quote = match self.ok(QuoteClosing { customer }).await {
            Answer::ClosingQuote(quote) => quote.id,
            other => panic!("{other:?}"),
        };
        self.ok(CloseCustomer {
            customer: id(who),
            quote,
            confirm_forfeit: true,
        })
        .await;
    }

    /// One refund that succeeded, one that was declined, one that is running.
    pub(super) async fn refunds(&mut self) {
        // With a bonus, part of which was used before the purchase was refunded; and one that stays.
        let payment = self.buy("wim", "bonus-1000", 1, 10_000).await;
        self.spend("wim", 40).await;
        self.refund("wim", payment.id).await;
        self.buy("vera", "bonus-1000", 1, 10_000).await;
        // All of the bonus was used, and some of the bought credits.
        let payment = self.buy("wes", "bonus-1000", 1, 10_000).await;
        self.spend("wes", 500).await;
        self.refund("wes", payment.id).await;
        let mut open = Vec::new();
        for who in ["rita", "rob", "bob"] {
            let payment = self.buy(who, "direct-100", 1, 1_000).await;
            open.push((who, payment.order, self.refund(who, payment.id).await));
        }
        let (who, order, refund) = open[0];
        let cancel = ours(refund, 1_000, CancelStanding::Done);
        self.observe(who, order, 1_000, 1_000, vec![cancel]).await;
        let (who, _, refund) = open[1];
        let outcome = RefundOutcome::Declined(Failure::new("NOT_ALLOWED", "no").into());
        self.ok(ObserveRefund {
            customer: id(who),
            refund,
            outcome,
        })
        .await;
    }

    /// Cancelled at the provider's console after half was used; the next purchase pays the debt.
    pub(super) async fn others_cancel(&mut self) {
        let payment = self.buy("dave", "package-1000", 3, 29_700).await;
        self.spend("dave", 1_500).await;
        self.observe("dave", payment.order, 29_700, 29_700, Vec::new())
            .await;
        self.buy("dave", "direct-1000", 1, 10_000).await;
    }

    /// Matched, reversed, unmatched and matched by hand despite the amount.
    pub(super) async fn deposits(&mut self) {
        self.open("carol", "direct-100", 1, Some("홍길동")).await;
        self.deposit("홍길동", 1_000, "m-1").await;
        self.told_again("홍길동", 1_000, "statement:m-1").await;
        self.open("carol", "direct-1000", 1, Some("홍길순")).await;
        self.deposit("홍길순", 10_000, "m-2").await;
        let reversed = Then::DepositReversed {
            customer: Some(id("carol")),
            provider: BANK,
            key: "m-2".to_owned(),
        };
        self.receive(
            r#"{"type":"deposit.reversed","data":{"movement_id":"m-2"}}"#,
            reversed,
        )
        .await;
        self.deposit("nobody", 5_000, "m-3").await;
        let order = self.open("cho", "direct-100", 1, Some("조")).await;
        let deposit = self.deposit("조", 990, "m-4").await;
        let reason = "ten won short".to_owned();
        self.ok(MatchDeposit {
            customer: id("cho"),
            deposit,
            order,
            despite_amount: true,
            reason,
        })
        .await;
    }

    pub(super) async fn unfinished(&mut self) {
        self.confirming("frank", "direct-100", 1).await;
        self.open("frank", "direct-100", 1, None).await;
    }
}
