//! What campaigns promise with orders. An order takes its part when it opens and gives it back when it ends unpaid. Paid
//! after all, it gets what its buyer was promised: within the limits where they have room again, else beyond them.

use super::{Gives, Model, Redemption};

/// What a campaign adds to an order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promise {
    campaign: usize,
    pub discount: i64,
    pub bonus: i64,
}

impl Model {
    /// What an order of `won` comes with: by the code that it names, or because its customer never had any credits.
    pub(crate) fn promised(
        &self,
        who: usize,
        (product, won): (usize, i64),
        code: Option<usize>,
    ) -> Result<Option<Promise>, String> {
        if code.is_some() {
            let campaign = self.coded(code).ok_or("NoPromotion")?;
            return self.comes_with(campaign, who, (product, won)).map(Some);
        }
        if self.lots.iter().any(|lot| lot.who == who) {
            return Ok(None);
        }
        for campaign in 0..self.campaigns.len() {
            if self.campaigns[campaign].code.is_none()
                && let Ok(found) = self.comes_with(campaign, who, (product, won))
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// No campaign is for what a contract sells.
    pub(crate) fn nothing_promised(&self, code: Option<usize>) -> Result<Option<Promise>, String> {
        if code.is_none() {
            return Ok(None);
        }
        self.coded(code).ok_or("NoPromotion")?;
        Err("PromotionByContract".to_owned())
    }

    fn comes_with(
        &self,
        campaign: usize,
        who: usize,
        (product, won): (usize, i64),
    ) -> Result<Promise, String> {
        let it = &self.campaigns[campaign];
        // A share is rounded up, for the buyer. One won stays to be paid.
        let (off, bonus) = match it.gives {
            Gives::Credits => return Err("PromotionElsewhere".to_owned()),
            Gives::Bonus => (0, it.worth),
            Gives::Won => (it.worth, 0),
            Gives::Percent => ((won * it.worth + 99) / 100, 0),
        };
        if !it.products.contains(&product) {
            return Err("PromotionNotForProduct".to_owned());
        }
        let discount = off.min(won - 1);
        self.admits(campaign, who, discount + bonus)?;
        if discount + bonus == 0 {
            return Err("PromotionWithoutEffect".to_owned());
        }
        Ok(Promise {
            campaign,
            discount,
            bonus,
        })
    }

    /// An order that is opened takes its part of the campaign.
    pub(crate) fn reserve(&mut self, order: usize, promise: Promise) {
        let it = &self.campaigns[promise.campaign];
        if it.code.is_none() {
            self.happened.push("a new customer is greeted");
        }
        self.redemptions.push(Redemption {
            campaign: promise.campaign,
            who: self.orders[order].who,
            order: Some(order),
            lot: None,
            credits: promise.bonus,
            discount: promise.discount,
            state: "reserved",
            beyond_at: None,
        });
        self.orders[order].promotion = Some(self.redemptions.len() - 1);
    }

    /// An order is paid.
    pub(crate) fn keep_promise(&mut self, order: usize) {
        let Some(at) = self.orders[order].promotion else {
            return;
        };
        let it = self.redemptions[at].clone();
        match it.state {
            "reserved" => self.redemptions[at].state = "redeemed",
            "returned" => {
                let each = self.campaigns[it.campaign].each;
                if self.has_room(it.campaign, it.gift()) && self.had(it.campaign, it.who) < each {
                    self.redemptions[at].state = "redeemed";
                    self.happened.push("a promise is kept late");
                } else {
                    self.redemptions[at].beyond_at = Some(self.now);
                    self.happened.push("a promise is kept beyond its campaign");
                }
            }
            _ => return,
        }
        self.tell_of_given(at);
    }

    /// An order ended unpaid.
    pub(crate) fn give_promise_back(&mut self, order: usize) {
        if let Some(at) = self.orders[order].promotion
            && self.redemptions[at].state == "reserved"
        {
            self.redemptions[at].state = "returned";
        }
    }
}
