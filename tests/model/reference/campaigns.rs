//! Campaigns: what is promised to whoever names a code, or to new customers, in a window and within limits.

use super::{Model, Said};
use crate::{calendar::show, rules::current};

/// What a campaign gives, in credits, won or per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    Credits,
    Bonus,
    Won,
    Percent,
}

impl Gives {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Credits => "credits",
            Self::Bonus => "bonus",
            Self::Won => "discount_won",
            Self::Percent => "discount_percent",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    /// By which it is redeemed. One without greets new customers with their first order.
    pub code: Option<usize>,
    pub gives: Gives,
    pub worth: i64,
    pub products: Vec<usize>,
    pub from: i64,
    /// Exclusive.
    pub until: i64,
    /// Most credits or won of all redemptions.
    pub budget: i64,
    /// Most redemptions.
    pub most: Option<i64>,
    /// Most redemptions of one customer.
    pub each: i64,
    pub ended_at: Option<i64>,
}

impl Campaign {
    /// Exclusive.
    pub(crate) fn over_at(&self) -> i64 {
        self.ended_at.unwrap_or(self.until).min(self.until)
    }

    pub(crate) fn runs(&self, now: i64) -> bool {
        self.from <= now && now < self.over_at()
    }
}

/// One customer's use of a campaign.
#[derive(Debug, Clone)]
pub(crate) struct Redemption {
    pub campaign: usize,
    pub who: usize,
    pub order: Option<usize>,
    pub lot: Option<usize>,
    pub credits: i64,
    /// Won off the price.
    pub discount: i64,
    pub state: &'static str,
    /// When it was given beyond the campaign's limits.
    pub beyond_at: Option<i64>,
}

/// What is told of a redemption that is given.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub redemption: usize,
    pub credits: i64,
    pub discount: i64,
    pub beyond: bool,
}

impl Redemption {
    pub(crate) fn gift(&self) -> i64 {
        self.credits + self.discount
    }

    /// Whether the campaign has given or promised it within its limits.
    fn is_within(&self) -> bool {
        matches!(self.state, "reserved" | "redeemed")
    }
}

impl Model {
    pub(crate) fn begin_campaign(&mut self, it: Campaign) -> Said {
        if it.code.is_some() && self.coded(it.code).is_some() {
            return Err("PromotionCodeTaken".to_owned());
        }
        self.campaigns.push(it);
        Ok(self.campaign_in_words(self.campaigns.len() - 1))
    }

    pub(crate) fn end_campaign(&mut self, campaign: usize) -> String {
        let now = self.now;
        let it = &mut self.campaigns[campaign];
        if now < it.over_at() {
            it.ended_at = Some(now);
        }
        self.campaign_in_words(campaign)
    }

    pub(super) fn coded(&self, code: Option<usize>) -> Option<usize> {
        self.campaigns.iter().position(|it| it.code == code)
    }

    /// What a campaign gave and promised within its limits, and in how many redemptions.
    pub(crate) fn used(&self, campaign: usize) -> (i64, i64) {
        let (mut used, mut times) = (0, 0);
        for it in &self.redemptions {
            if it.campaign == campaign && it.is_within() {
                used += it.gift();
                times += 1;
            }
        }
        (used, times)
    }

    /// The same of what it gave beyond them.
    pub(crate) fn overrun(&self, campaign: usize) -> (i64, i64) {
        let (mut over, mut times) = (0, 0);
        for it in &self.redemptions {
            if it.campaign == campaign && it.beyond_at.is_some() {
                over += it.gift();
                times += 1;
            }
        }
        (over, times)
    }

    pub(super) fn has_room(&self, campaign: usize, gift: i64) -> bool {
        let it = &self.campaigns[campaign];
        let (used, times) = self.used(campaign);
        used + gift <= it.budget && it.most.is_none_or(|most| times < most)
    }

    /// How often a customer had, has or is promised something of it.
    pub(super) fn had(&self, campaign: usize, who: usize) -> i64 {
        let mut times = 0;
        for it in &self.redemptions {
            let counts = it.is_within() || it.beyond_at.is_some();
            if it.campaign == campaign && it.who == who && counts {
                times += 1;
            }
        }
        times
    }

    /// Whether somebody gets so much of a campaign now.
    pub(crate) fn admits(&self, campaign: usize, who: usize, gift: i64) -> Result<(), String> {
        let it = &self.campaigns[campaign];
        if self.now < it.from {
            return Err("PromotionNotYet".to_owned());
        }
        if self.now >= it.over_at() {
            return Err("PromotionOver".to_owned());
        }
        if self.had(campaign, who) >= it.each {
            return Err("PromotionRedeemed".to_owned());
        }
        if !self.has_room(campaign, gift) {
            return Err("PromotionUsedUp".to_owned());
        }
        Ok(())
    }

    /// Credits for whoever names their code, without an order.
    pub(crate) fn redeem(&mut self, who: usize, code: usize) -> Said {
        self.open_customer(who)?;
        let campaign = self.coded(Some(code)).ok_or("NoPromotion")?;
        let Campaign { gives, worth, .. } = self.campaigns[campaign];
        if gives != Gives::Credits {
            return Err("PromotionElsewhere".to_owned());
        }
        self.admits(campaign, who, worth)?;
        self.active_customer(who)?;
        let lot = self.mint(who, "promotional", worth, (current(self.now), 0));
        self.pay_debt(who, &[(lot, worth)]);
        self.redemptions.push(Redemption {
            campaign,
            who,
            order: None,
            lot: Some(lot),
            credits: worth,
            discount: 0,
            state: "redeemed",
            beyond_at: None,
        });
        self.tell_of_given(self.redemptions.len() - 1);
        Ok(self.redemption_in_words(self.redemptions.len() - 1))
    }

    pub(super) fn tell_of_given(&mut self, redemption: usize) {
        let it = &self.redemptions[redemption];
        self.given.push(Given {
            redemption,
            credits: it.credits,
            discount: it.discount,
            beyond: it.beyond_at.is_some(),
        });
    }

    pub(crate) fn campaign_in_words(&self, campaign: usize) -> String {
        let it = &self.campaigns[campaign];
        let (used, times) = self.used(campaign);
        format!(
            "campaign {campaign}: {used} of {} in {times}, over at {}",
            it.budget,
            show(it.over_at())
        )
    }

    fn redemption_in_words(&self, redemption: usize) -> String {
        let it = &self.redemptions[redemption];
        format!(
            "redemption {redemption}: {} credits, {} won off, {}",
            it.credits, it.discount, it.state
        )
    }

    /// Every row, as [`crate::seen`] reads it.
    pub(crate) fn campaign_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.given.iter().enumerate() {
            lines.push(format!(
                "given {at}: of {}, redemption {:?}, {} credits, {} won off, beyond {}",
                self.redemptions[it.redemption].who,
                Some(it.redemption),
                it.credits,
                it.discount,
                it.beyond
            ));
        }
        for (at, it) in self.campaigns.iter().enumerate() {
            let ((used, times), (over, beyond)) = (self.used(at), self.overrun(at));
            lines.push(format!(
                "campaign {at}: {} {}, {} to {}, ended {}; {used} of {} in {times}, {over} beyond in {beyond}",
                it.gives.word(), it.worth, it.from, it.until, it.ended_at.unwrap_or(0), it.budget
            ));
        }
        for (at, it) in self.redemptions.iter().enumerate() {
            lines.push(format!(
                "redemption {at}: of {}, order {:?}, lot {:?}, campaign {:02}, {} credits, {} won off, {}, beyond at {}",
                it.who,
                it.order,
                it.lot,
                it.campaign,
                it.credits,
                it.discount,
                it.state,
                it.beyond_at.unwrap_or(0)
            ));
        }
    }
}
