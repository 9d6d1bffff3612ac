//! Campaigns: begun and ended.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    campaign::{Campaign, NewCampaign, PromotionCode},
    command::Change,
    effects::AuditAct,
    id::{CampaignId, CustomerId},
    refusal::Refusal,
};

/// Begins a campaign that follows the rules ([`NewCampaign::check`]). One of this id that is there is left as it is.
#[derive(Debug, Clone)]
pub struct CreateCampaign {
    pub id: CampaignId,
    pub new: NewCampaign,
}

impl Change for CreateCampaign {
    type Answer = Campaign;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, needs: &mut Needs) {
        needs.campaigns.insert(self.id);
        needs.codes.extend(self.new.code.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Campaign, Refusal> {
        if let Some(known) = books.rows.campaigns.get(&self.id) {
            return Ok(known.clone());
        }
        let new = &self.new;
        let taken = new.code.as_ref().and_then(|code| books.coded(code));
        if let Some(other) = taken {
            let code = new.code.clone().expect("a code was found by itself");
            let campaign = other.id;
            return Err(Refusal::PromotionCodeTaken { code, campaign });
        }
        let campaign = Campaign {
            id: self.id,
            name: new.name.clone(),
            audience: new.audience,
            code: new.code.clone(),
            gives: new.gives,
            worth: new.worth,
            products: new.products.clone(),
            from: new.from,
            until: new.until,
            budget: new.budget,
            redemptions_max: new.redemptions_max,
            per_customer: new.per_customer,
            used: 0,
            redeemed: 0,
            overrun: 0,
            overruns: 0,
            created_by: by.clone(),
            created_at: books.now,
            ended_at: None,
        };
        let detail = format!("{}: {} of {}", new.name, new.gives, new.budget);
        books.act(by, AuditAct::CampaignCreate, &self.id, detail);
        Ok(books.rows.campaigns.save(campaign))
    }
}

/// Ends a campaign now. What is promised to open orders stays promised. A campaign that is over is left as it is.
#[derive(Debug, Clone)]
pub struct EndCampaign {
    pub campaign: CampaignId,
    pub reason: String,
}

impl Change for EndCampaign {
    type Answer = Campaign;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, needs: &mut Needs) {
        needs.campaigns.insert(self.campaign);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Campaign, Refusal> {
        let known = books.rows.campaigns.get(&self.campaign);
        let mut campaign = known.cloned().ok_or(Refusal::NoCampaign(self.campaign))?;
        if books.now >= campaign.ends_at() {
            return Ok(campaign);
        }
        campaign.ended_at = Some(books.now);
        books.act(by, AuditAct::CampaignEnd, &campaign.id, self.reason.clone());
        Ok(books.rows.campaigns.save(campaign))
    }
}

impl Books<'_> {
    /// The campaign of this code, in any state.
    pub(super) fn coded(&self, code: &PromotionCode) -> Option<&Campaign> {
        let mut all = self.rows.campaigns.values();
        all.find(|known| known.code.as_ref() == Some(code))
    }
}
