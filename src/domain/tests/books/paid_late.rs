//! Orders that ended unpaid, gave their part of a campaign back, and were paid after all: what was promised is given, within
//! the campaign's limits where it fits and beyond them where it does not. And what of this is said in events.

use domain::{
    books::{observe::ObservePayment, orders::FailOrder},
    campaign::{Campaign, Gives, NewCampaign, RedemptionState},
    command::AnyChange,
    event::{CampaignExhausted, CampaignRedeemed, Event},
    failure::Failure,
    id::{CampaignId, OrderId},
    order::{Order, OrderState},
    payment::Standing,
    refusal::Refusal,
};

use crate::{credits, steps::pick, won, world::World};

impl World {
    /// A random step: an order with a promotion ends unpaid, or is paid after that.
    pub(crate) fn late_step(&self, what: u8, which: u8) -> Option<AnyChange> {
        let late = what == 54;
        let wanted = |order: &&Order| match order.state {
            OrderState::Expired | OrderState::Failed => late,
            state => state.is_open() && !late,
        };
        let orders = self.rows.orders.values();
        let promoted = orders.filter(|order| order.promotion.is_some());
        let order = pick(promoted.filter(wanted).cloned(), which)?;
        let change = if late {
            ObservePayment {
                snapshot: Box::new(self.paid(order.id)),
                customer: order.customer,
                order: order.id,
                asked_at: self.now,
            }
            .into()
        } else {
            FailOrder {
                customer: order.customer,
                order: order.id,
                failure: Failure::new("NO", "no"),
                look_at: None,
            }
            .into()
        };
        Some(change)
    }

    /// An order that names the code and ends unpaid.
    fn ended(&mut self, who: &str) -> OrderId {
        let order = self.coded_order(who).unwrap();
        self.observe_standing(order, Standing::Expired);
        assert_eq!(self.redemption(order), RedemptionState::Returned);
        order
    }

    fn pay(&mut self, order: OrderId) {
        let paid = self.paid(order);
        assert!(self.observe(order, paid));
        assert_eq!(self.state(order), OrderState::Completed);
    }

    /// What a campaign gave within its limits and beyond them, with the numbers of redemptions.
    fn given(&self, id: CampaignId) -> [i64; 4] {
        let Campaign {
            used,
            redeemed,
            overrun,
            overruns,
            ..
        } = *self.campaign(id);
        [used, redeemed, overrun, overruns]
    }

    fn redeemed(&self) -> Vec<CampaignRedeemed> {
        let all = self.rows.events.iter().map(|record| &record.event);
        let given = all.filter_map(|event| match event {
            Event::CampaignRedeemed(body) => Some(body.clone()),
            _ => None,
        });
        given.collect()
    }

    fn exhausted(&self) -> Vec<CampaignExhausted> {
        let all = self.rows.events.iter().map(|record| &record.event);
        let said = all.filter_map(|event| match event {
            Event::CampaignExhausted(body) => Some(body.clone()),
            _ => None,
        });
        said.collect()
    }
}

#[test]
fn an_order_paid_after_its_end_takes_its_part_again_where_there_is_room() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountWon, 6_000);
    let campaign = world.begin(new);
    let order = world.ended("ann");
    assert_eq!(world.given(campaign), [0, 0, 0, 0]);
    world.pay(order);
    assert_eq!(world.redemption(order), RedemptionState::Redeemed);
    assert_eq!(world.given(campaign), [6_000, 1, 0, 0]);
    // It is of the customer's share, and of the budget.
    let again = Refusal::PromotionRedeemed { campaign, times: 1 };
    assert_eq!(world.coded_order("ann"), Err(again));
    let used_up = Refusal::PromotionUsedUp(campaign);
    assert_eq!(world.coded_order("bob"), Err(used_up));
}

#[test]
fn an_order_paid_after_its_part_is_gone_keeps_its_price_beyond_the_budget() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountWon, 6_000);
    let campaign = world.begin(new);
    let order = world.ended("ann");
    let other = world.coded_order("bob").unwrap();
    let late = world.now;
    world.pay(order);
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.payment(payment).amount, won(4_000));
    let promised = world.promotion(order).redemption;
    let kept = world.rows.redemptions[&promised].clone();
    assert_eq!(
        (kept.state, kept.overrun_at),
        (RedemptionState::Returned, Some(late))
    );
    assert_eq!(world.given(campaign), [6_000, 1, 6_000, 1]);
    world.pay(other);
    assert_eq!(world.given(campaign), [6_000, 1, 6_000, 1]);
    let overruns: Vec<bool> = world.redeemed().iter().map(|body| body.overrun).collect();
    assert_eq!(overruns, [true, false]);
}

#[test]
fn a_customers_share_that_is_promised_again_is_given_beyond_it() {
    let mut world = World::new();
    let new = world.with_orders(Gives::Bonus, 30);
    let campaign = world.begin(new);
    let first = world.ended("ann");
    let second = world.coded_order("ann").unwrap();
    world.pay(first);
    assert_eq!(world.given(campaign), [30, 1, 30, 1]);
    world.pay(second);
    assert_eq!(world.has("ann"), 2_060);
    assert_eq!(world.given(campaign), [30, 1, 30, 1]);
    // What was given beyond a share is of it all the same.
    let mut world = World::new();
    let new = NewCampaign {
        redemptions_max: Some(1),
        ..world.with_orders(Gives::Bonus, 30)
    };
    let campaign = world.begin(new);
    let first = world.ended("ann");
    let other = world.coded_order("bob").unwrap();
    world.pay(first);
    world.observe_standing(other, Standing::Expired);
    assert_eq!(world.given(campaign), [0, 0, 30, 1]);
    let again = Refusal::PromotionRedeemed { campaign, times: 1 };
    assert_eq!(world.coded_order("ann"), Err(again));
}

#[test]
fn a_campaign_that_ended_meanwhile_keeps_its_promise() {
    let mut world = World::new();
    let new = world.with_orders(Gives::Bonus, 30);
    let campaign = world.begin(new);
    let order = world.ended("ann");
    world.end_campaign(campaign);
    world.pass_days(40);
    world.pay(order);
    assert_eq!(world.given(campaign), [30, 1, 0, 0]);
}

#[test]
fn each_redemption_that_is_given_is_said_once_and_none_that_is_only_promised() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountWon, 1_000);
    let campaign = world.begin(new);
    let order = world.coded_order("ann").unwrap();
    let unpaid = world.ended("bob");
    assert_eq!(world.redeemed(), []);
    world.pay(order);
    let paid = world.paid(order);
    world.observe(order, paid);
    let promotion = world.promotion(order);
    let body = CampaignRedeemed {
        redemption_id: promotion.redemption,
        campaign_id: campaign,
        customer_id: crate::customer("ann"),
        order_id: Some(order),
        lot_id: None,
        credits: credits(0),
        discount: won(1_000),
        overrun: false,
    };
    assert_eq!(world.redeemed(), [body]);
    assert_eq!(world.redemption(unpaid), RedemptionState::Returned);
    let mut world = World::new();
    let new = world.new_campaign();
    world.begin(new);
    world.redeem("ann").unwrap();
    let said = world.redeemed();
    let lot = world.rows.lots.values().next().unwrap().id;
    assert_eq!((said.len(), said[0].lot_id), (1, Some(lot)));
}

#[test]
fn that_a_campaign_is_used_up_is_said_once_for_each_time() {
    let mut world = World::new();
    let new = NewCampaign {
        budget: 149,
        ..world.new_campaign()
    };
    let campaign = world.begin(new);
    world.redeem("ann").unwrap();
    assert_eq!(world.exhausted(), []);
    world.redeem("bob").unwrap();
    let said = world.exhausted();
    assert_eq!((said.len(), said[0].campaign_id), (1, campaign));
    assert_eq!((said[0].used, said[0].budget), (100, 149));
    world.redeem("cat").unwrap_err();
    assert_eq!(world.exhausted(), said);

    // An order that ends unpaid makes room, and the next one takes it.
    let mut world = World::new();
    let new = NewCampaign {
        redemptions_max: Some(1),
        ..world.with_orders(Gives::Bonus, 30)
    };
    world.begin(new);
    world.ended("ann");
    assert_eq!(world.exhausted().len(), 1);
    let order = world.coded_order("bob").unwrap();
    assert_eq!(world.exhausted().len(), 2);
    world.pay(order);
    assert_eq!(world.exhausted().len(), 2);
}
