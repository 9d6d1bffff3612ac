//! Refunds in every window, and beyond them.

use chrono::TimeDelta;
use domain::{
    books::{
        quotes::{Asked, AskedAt, QuoteRefund},
        refunds::{RefundRoute, RequestRefund, SubmitRefund},
    },
    command::Answer,
    id::{PaymentId, RefundId},
    refund::{Basis, Beyond, Quote},
};

use super::{Story, credits, id};

impl Story {
    /// Bought on Saturday 2027-12-18. Refundable by right to the end of Tuesday the 28th, because the days before are
    /// off, and through support to the end of Monday 2028-01-03.
    pub(super) async fn windows(&mut self) {
        let mut bought = Vec::new();
        for who in ["nina", "nora", "nils", "ned"] {
            bought.push(self.buy(who, "direct-1000", 1, 10_000).await.id);
        }
        let &[nina, nora, nils, ned] = bought.as_slice() else {
            unreachable!()
        };
        self.clock.advance(TimeDelta::days(12));
        let some = Asked {
            credits: Some(credits(100)),
            ..Asked::default()
        };
        self.refund_asked("nina", nina, some, Basis::ThroughSupport)
            .await;
        self.clock.advance(TimeDelta::days(20));
        let late = self.quote("nora", nora, Asked::default()).await;
        assert_eq!(late.basis, Basis::Refused);
        let beyond = |beyond| Asked {
            beyond: Some(beyond),
            ..Asked::default()
        };
        let fault = beyond(Beyond::SellerFault);
        self.refund_asked("nora", nora, fault, Basis::SellerFault)
            .await;
        let goodwill = beyond(Beyond::Goodwill);
        self.refund_asked("ned", ned, goodwill, Basis::Goodwill)
            .await;
        let back = Asked {
            at: Some(AskedAt {
                at: self.now() - TimeDelta::days(25),
                evidence: "mail 4711".to_owned(),
            }),
            ..Asked::default()
        };
        self.refund_asked("nils", nils, back, Basis::ByRight).await;
    }

    pub(super) async fn refund(&self, who: &str, payment: PaymentId) -> RefundId {
        self.refund_asked(who, payment, Asked::default(), Basis::ByRight)
            .await
    }

    pub(super) async fn refund_asked(
        &self,
        who: &str,
        payment: PaymentId,
        asked: Asked,
        basis: Basis,
    ) -> RefundId {
        let quote = self.quote(who, payment, asked).await;
        assert_eq!(quote.basis, basis);
        let request = RequestRefund {
            customer: id(who),
            payment,
            quote: quote.id,
            reason: "unused".to_owned(),
            account: None,
            payer: None,
            holder_confirmed: false,
            route: RefundRoute::Provider,
        };
        let refund = match self.ok(request).await {
            Answer::Refund(refund) => refund.id,
            other => panic!("{other:?}"),
        };
        self.ok(SubmitRefund {
            customer: id(who),
            refund,
        })
        .await;
        refund
    }

    pub(super) async fn quote(&self, who: &str, payment: PaymentId, asked: Asked) -> Quote {
        match self
            .ok(QuoteRefund {
                customer: id(who),
                payment,
                asked,
            })
            .await
        {
            Answer::Quote(quote) => *quote,
            other => panic!("{other:?}"),
        }
    }
}
