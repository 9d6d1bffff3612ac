//! Campaigns begun and ended, and their steps in a random history.

use chrono::Duration;
use domain::{
    books::{
        campaigns::{CreateCampaign, EndCampaign},
        promotions::RedeemCode,
    },
    campaign::{Audience, Campaign, Gives, NewCampaign, PromotionCode},
    command::{Answer, AnyChange},
    id::CampaignId,
    refusal::Refusal,
};

use crate::{customer, steps::pick, verbs::take, world::World};

pub(crate) fn code(text: &str) -> PromotionCode {
    text.parse().unwrap()
}

impl World {
    /// A campaign of a month for whoever names `WELCOME`, once: 50 credits of 1,000.
    pub(crate) fn new_campaign(&self) -> NewCampaign {
        NewCampaign {
            name: "a spring".to_owned(),
            audience: Audience::Code,
            code: Some(code("WELCOME")),
            gives: Gives::Credits,
            worth: 50,
            products: Vec::new(),
            from: self.now,
            until: self.now + Duration::days(30),
            budget: 1_000,
            redemptions_max: None,
            per_customer: 1,
        }
    }

    /// The same that gives this with `direct-1000`, which costs 10,000 won.
    pub(crate) fn with_orders(&self, gives: Gives, worth: i64) -> NewCampaign {
        NewCampaign {
            gives,
            worth,
            products: vec!["direct-1000".to_owned()],
            budget: 10_000,
            ..self.new_campaign()
        }
    }

    pub(crate) fn creating(&mut self, new: NewCampaign) -> CreateCampaign {
        let id = CampaignId::new(self.now, &mut self.outside);
        CreateCampaign { id, new }
    }

    pub(crate) fn begin(&mut self, new: NewCampaign) -> CampaignId {
        assert_eq!(new.check(self.now, &self.rules.catalogue), Ok(()));
        let create = self.creating(new);
        take!(self.ok(create), Campaign).id
    }

    pub(crate) fn end_campaign(&mut self, campaign: CampaignId) -> Campaign {
        let reason = "enough".to_owned();
        take!(self.ok(EndCampaign { campaign, reason }), Campaign)
    }

    pub(crate) fn campaign(&self, id: CampaignId) -> &Campaign {
        &self.rows.campaigns[&id]
    }

    /// A random step: a campaign begins or ends, a code is redeemed, or an order names one.
    pub(crate) fn promotion_step(&mut self, what: u8, which: u8, amount: u16) -> Option<AnyChange> {
        if let 54..=55 = what {
            return self.late_step(what, which);
        }
        let who = ["ann", "bob", "cat"][usize::from(which) % 3];
        let some = i64::from(amount);
        if what == 41 {
            if which.is_multiple_of(8) {
                let campaign = pick(self.rows.campaigns.keys().copied(), which)?;
                let reason = "enough".to_owned();
                return Some(EndCampaign { campaign, reason }.into());
            }
            let gives = Gives::ALL[usize::from(which) % 4];
            let products = ["direct-1000", "bonus-100", "odd-7"];
            let new = NewCampaign {
                audience: if which.is_multiple_of(5) && gives != Gives::Credits {
                    Audience::NewCustomer
                } else {
                    Audience::Code
                },
                code: Some(code(&format!("CODE{}", amount % 7))),
                worth: 1 + some % 99,
                products: products[..=usize::from(which) % 3]
                    .iter()
                    .map(|product| (*product).to_owned())
                    .filter(|_| gives != Gives::Credits)
                    .collect(),
                budget: 100 + some,
                redemptions_max: which.is_multiple_of(2).then_some(1 + some % 4),
                per_customer: 1 + some % 2,
                ..self.with_orders(gives, 1)
            };
            let new = match new.audience {
                Audience::Code => new,
                Audience::NewCustomer => NewCampaign {
                    code: None,
                    per_customer: 1,
                    ..new
                },
            };
            assert_eq!(new.check(self.now, &self.rules.catalogue), Ok(()));
            return Some(self.creating(new).into());
        }
        let known = self
            .rows
            .campaigns
            .values()
            .filter_map(|known| known.code.clone());
        let code = pick(known, which)?;
        if what == 42 {
            let customer = customer(who);
            return Some(RedeemCode { customer, code }.into());
        }
        let mut open = self.new_order(who, ["direct-1000", "odd-7"][usize::from(amount % 2)], 1);
        open.promotion_code = Some(code);
        Some(open.into())
    }
}

#[test]
fn a_code_belongs_to_one_campaign_for_good() {
    let mut world = World::new();
    let first = world.new_campaign();
    let campaign = world.begin(first.clone());
    let again = world.creating(NewCampaign {
        code: Some(code("wel-come")),
        ..first.clone()
    });
    let taken = Refusal::PromotionCodeTaken {
        code: code("WELCOME"),
        campaign,
    };
    assert_eq!(world.refused(again.clone()), taken);
    world.end_campaign(campaign);
    assert_eq!(world.refused(again), taken);
    let other = NewCampaign {
        code: Some(code("OTHER")),
        ..first
    };
    world.begin(other);
}

#[test]
fn two_campaigns_of_one_batch_do_not_share_a_code() {
    let mut world = World::new();
    let new = world.new_campaign();
    let batch = [world.creating(new.clone()), world.creating(new)];
    let batch =
        batch.map(|create| domain::command::Command::any(create.into(), crate::person("a")));
    let answers = world.run(&batch);
    assert!(answers[0].is_ok());
    assert!(matches!(
        answers[1],
        Err(Refusal::PromotionCodeTaken { .. })
    ));
}

#[test]
fn an_end_is_the_first_one_and_is_on_record() {
    let mut world = World::new();
    let new = world.new_campaign();
    let campaign = world.begin(new);
    world.pass_days(1);
    let ended = world.end_campaign(campaign);
    assert_eq!(ended.ended_at, Some(world.now));
    let at = world.now;
    world.pass_days(1);
    assert_eq!(world.end_campaign(campaign).ended_at, Some(at));
    let acts = world.rows.audit_log.iter().map(|line| line.act.as_str());
    assert_eq!(
        acts.collect::<Vec<_>>(),
        ["campaign.create", "campaign.end"]
    );
    let nothing = CampaignId::new(world.now, &mut world.outside);
    let end = EndCampaign {
        campaign: nothing,
        reason: "enough".to_owned(),
    };
    assert_eq!(world.refused(end), Refusal::NoCampaign(nothing));
}
