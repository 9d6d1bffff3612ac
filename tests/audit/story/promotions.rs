//! Campaigns of every kind: a gift redeemed, orders with a discount paid, open and given up, and a bonus for a new
//! customer.

use chrono::TimeDelta;
use domain::{
    books::{
        campaigns::{CreateCampaign, EndCampaign},
        orders::{CancelOrder, FailOrder},
        promotions::RedeemCode,
    },
    campaign::{Audience, Gives, NewCampaign},
    command::Answer,
    failure::Failure,
    id::CampaignId,
};

use super::{Story, id};

impl Story {
    pub(super) async fn promotions(&mut self) {
        let gift = self.campaign("GIFT", Gives::Credits, 50).await;
        for customer in [id("prue"), id("pete")] {
            let code = "gift".parse().unwrap();
            self.ok(RedeemCode { customer, code }).await;
        }
        let reason = "enough".to_owned();
        self.ok(EndCampaign {
            campaign: gift,
            reason,
        })
        .await;
        self.campaign("TENTH", Gives::DiscountPercent, 10).await;
        let (who, product) = ("petra", "direct-1000");
        let order = self.open_with(who, product, 1, None, Some("TENTH")).await;
        self.observe(who, order, 9_000, 0, Vec::new()).await;
        self.open_with("paul", product, 1, None, Some("TENTH"))
            .await;
        let order = self.open_with("pia", product, 1, None, Some("TENTH")).await;
        self.ok(CancelOrder {
            customer: id("pia"),
            order,
            note: "changed her mind".to_owned(),
        })
        .await;
        self.campaign("", Gives::Bonus, 100).await;
        self.buy("pam", product, 1, 10_000).await;
        self.paid_late("phil", false).await;
        self.paid_late("polly", true).await;
    }

    /// An order that failed is paid after all: within the campaign's limits, or beyond them, because the customer's share
    /// is promised to another order by then.
    async fn paid_late(&mut self, who: &str, beyond: bool) {
        let product = "direct-1000";
        let order = self.open_with(who, product, 1, None, Some("TENTH")).await;
        self.ok(FailOrder {
            customer: id(who),
            order,
            failure: Failure::new("REJECT_CARD_COMPANY", "refused"),
            look_at: None,
        })
        .await;
        if beyond {
            self.open_with(who, product, 1, None, Some("TENTH")).await;
        }
        self.observe(who, order, 9_000, 0, Vec::new()).await;
    }

    /// Of a month; without a code for new customers.
    async fn campaign(&mut self, code: &str, gives: Gives, worth: i64) -> CampaignId {
        let new = NewCampaign {
            name: format!("{gives}"),
            audience: if code.is_empty() {
                Audience::NewCustomer
            } else {
                Audience::Code
            },
            code: (!code.is_empty()).then(|| code.parse().unwrap()),
            gives,
            worth,
            products: vec!["direct-1000".to_owned(); usize::from(gives != Gives::Credits)],
            from: self.now(),
            until: self.now() + TimeDelta::days(30),
            budget: 10_000,
            redemptions_max: Some(100),
            per_customer: 1,
        };
        let id = CampaignId::new(self.now(), &mut self.entropy);
        match self.ok(CreateCampaign { id, new }).await {
            Answer::Campaign(campaign) => campaign.id,
            other => panic!("{other:?}"),
        }
    }
}
