//! What a campaign gives, to whom, when, and how often.

use chrono::Duration;
use domain::{
    books::{
        orders::{CancelOrder, ExpireOrder, FailOrder},
        promotions::RedeemCode,
    },
    campaign::{Audience, Gives, NewCampaign, Promotion, RedemptionState},
    command::{Answer, Command},
    failure::Failure,
    id::OrderId,
    kind::Kind,
    order::OrderState,
    payment::Standing,
    refusal::Refusal,
};

use crate::{campaigns::code, credits, customer, person, verbs::take, won, world::World};

impl World {
    pub(crate) fn redeem(&mut self, who: &str) -> Result<i64, Refusal> {
        let customer = customer(who);
        let redeem = RedeemCode {
            customer,
            code: code("welcome"),
        };
        let reply = self.try_to(redeem)?;
        Ok(take!(reply.answer, Redemption).credits.get())
    }

    pub(crate) fn coded_order(&mut self, who: &str) -> Result<OrderId, Refusal> {
        let mut open = self.new_order(who, "direct-1000", 1);
        open.promotion_code = Some(code("Welcome"));
        open.amount_min = won(100);
        Ok(take!(self.try_to(open)?.answer, Order).id)
    }

    pub(crate) fn promotion(&self, order: OrderId) -> Promotion {
        self.order(order).promotion.unwrap()
    }

    pub(crate) fn redemption(&self, order: OrderId) -> RedemptionState {
        self.rows.redemptions[&self.promotion(order).redemption].state
    }
}

#[test]
fn a_code_gives_its_credits_once_and_for_90_days() {
    let mut world = World::new();
    let new = world.new_campaign();
    let campaign = world.begin(new);
    assert_eq!(world.redeem("ann"), Ok(50));
    assert_eq!(world.has("ann"), 50);
    let lot = world.rows.lots.values().next().unwrap().clone();
    assert_eq!(lot.kind, Kind::Promotional);
    assert_eq!(lot.reason, Some(format!("campaign {campaign}")));
    assert_eq!(lot.expires_at, crate::at("2026-06-08T00:00:00+09:00"));
    let again = Refusal::PromotionRedeemed { campaign, times: 1 };
    assert_eq!(world.redeem("ann"), Err(again));
    assert_eq!(world.redeem("bob"), Ok(50));
    assert_eq!(world.campaign(campaign).used, 100);
}

#[test]
fn a_campaign_runs_from_its_first_instant_to_before_its_end() {
    let mut world = World::new();
    let from = world.now + Duration::hours(1);
    let new = NewCampaign {
        from,
        until: from + Duration::hours(1),
        ..world.new_campaign()
    };
    let campaign = world.begin(new);
    world.now = from - Duration::microseconds(1);
    assert_eq!(
        world.redeem("ann"),
        Err(Refusal::PromotionNotYet { campaign, at: from })
    );
    world.now = from;
    assert_eq!(world.redeem("ann"), Ok(50));
    let at = from + Duration::hours(1);
    world.now = at - Duration::microseconds(1);
    assert_eq!(world.redeem("bob"), Ok(50));
    world.now = at;
    assert_eq!(
        world.redeem("cat"),
        Err(Refusal::PromotionOver { campaign, at })
    );
    assert_eq!(
        world
            .try_to(RedeemCode {
                customer: customer("cat"),
                code: code("NOTHING")
            })
            .unwrap_err(),
        Refusal::NoPromotion(code("NOTHING"))
    );
}

#[test]
fn nothing_is_given_beyond_the_budget_or_the_number_of_redemptions() {
    let mut world = World::new();
    let new = NewCampaign {
        budget: 149,
        ..world.new_campaign()
    };
    let campaign = world.begin(new);
    let batch = ["ann", "bob", "cat"].map(|who| {
        let redeem = RedeemCode {
            customer: customer(who),
            code: code("WELCOME"),
        };
        Command::any(redeem.into(), person("shop"))
    });
    let answers = world.run(&batch);
    assert!(answers[..2].iter().all(Result::is_ok));
    assert_eq!(answers[2], Err(Refusal::PromotionUsedUp(campaign)));
    let new = NewCampaign {
        code: Some(code("SECOND")),
        redemptions_max: Some(1),
        ..world.new_campaign()
    };
    let campaign = world.begin(new);
    let redeem = |who| RedeemCode {
        customer: customer(who),
        code: code("SECOND"),
    };
    world.ok(redeem("ann"));
    assert_eq!(
        world.refused(redeem("bob")),
        Refusal::PromotionUsedUp(campaign)
    );
}

#[test]
fn an_order_pins_its_discounted_price_and_names_the_campaign() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountPercent, 15);
    let campaign = world.begin(new);
    let order = world.coded_order("ann").unwrap();
    let promotion = world.promotion(order);
    assert_eq!(
        (promotion.campaign, promotion.discount),
        (campaign, won(1_500))
    );
    assert_eq!(world.order(order).amount, won(8_500));
    assert_eq!(world.redemption(order), RedemptionState::Reserved);
    world.end_campaign(campaign);
    assert!(world.observe(order, world.paid(order)));
    assert_eq!(world.redemption(order), RedemptionState::Redeemed);
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.payment(payment).amount, won(8_500));
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(8_500), credits(1_000)));
}

#[test]
fn a_bonus_of_a_campaign_joins_that_of_the_product_and_goes_with_the_refund() {
    let mut world = World::new();
    let new = NewCampaign {
        products: vec!["bonus-100".to_owned()],
        ..world.with_orders(Gives::Bonus, 30)
    };
    world.begin(new);
    let mut open = world.new_order("ann", "bonus-100", 2);
    open.promotion_code = Some(code("WELCOME"));
    let order = take!(world.ok(open), Order);
    assert_eq!(order.bonus.unwrap().credits, credits(130));
    assert_eq!(order.amount, won(2_000));
    assert_eq!(order.promotion.unwrap().bonus, credits(30));
    assert!(world.observe(order.id, world.paid(order.id)));
    assert_eq!(world.has("ann"), 330);
    let payment = world.order(order.id).payment.unwrap();
    let refund = world.refund(payment).id;
    world.succeed(refund);
    assert_eq!(world.has("ann"), 0);
    assert_eq!(
        world.redemption(order.id),
        RedemptionState::Redeemed,
        "once is once"
    );
}

#[test]
fn every_unpaid_end_gives_the_budget_back() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountWon, 6_000);
    let campaign = world.begin(new);
    let id = customer("ann");
    for end in 0..4 {
        let order = world.coded_order("ann").unwrap();
        let again = Refusal::PromotionRedeemed { campaign, times: 1 };
        assert_eq!(world.coded_order("ann"), Err(again));
        assert_eq!(
            world.coded_order("bob"),
            Err(Refusal::PromotionUsedUp(campaign))
        );
        let customer = id.clone();
        match end {
            0 => drop(world.ok(CancelOrder {
                customer,
                order,
                note: "no".to_owned(),
            })),
            1 => drop(world.ok(FailOrder {
                customer,
                order,
                failure: Failure::new("NO", "no"),
                look_at: None,
            })),
            2 => drop(world.observe_standing(order, Standing::Expired)),
            _ => {
                world.pass(Duration::hours(1));
                drop(world.ok(ExpireOrder { customer, order }));
            }
        }
        assert_eq!(world.redemption(order), RedemptionState::Returned);
        assert_eq!(world.campaign(campaign).used, 0);
    }
}

#[test]
fn a_parked_order_keeps_its_promise_until_a_person_decides() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountWon, 6_000);
    let campaign = world.begin(new);
    let order = world.coded_order("ann").unwrap();
    let less = domain::payment::Snapshot {
        amount: won(3_999),
        ..world.paid(order)
    };
    world.observe(order, less);
    assert_eq!(world.state(order), OrderState::Mismatched);
    assert_eq!(world.campaign(campaign).used, 6_000);
    assert!(world.observe(order, world.paid(order)));
    assert_eq!(world.redemption(order), RedemptionState::Redeemed);
}

#[test]
fn a_code_gives_only_what_it_is_for() {
    let mut world = World::new();
    let new = world.new_campaign();
    let campaign = world.begin(new);
    let refusal = world.coded_order("ann").unwrap_err();
    assert!(
        matches!(refusal, Refusal::PromotionElsewhere { .. }),
        "{refusal}"
    );
    world.end_campaign(campaign);

    let new = NewCampaign {
        code: Some(code("BONUS")),
        ..world.with_orders(Gives::Bonus, 30)
    };
    let campaign = world.begin(new);
    let redeem = RedeemCode {
        customer: customer("ann"),
        code: code("BONUS"),
    };
    assert!(matches!(
        world.refused(redeem),
        Refusal::PromotionElsewhere { .. }
    ));
    let mut open = world.new_order("ann", "direct-100", 1);
    open.promotion_code = Some(code("BONUS"));
    let refusal = Refusal::PromotionNotForProduct {
        campaign,
        product: "direct-100".to_owned(),
        products: vec!["direct-1000".to_owned()],
    };
    assert_eq!(world.refused(open), refusal);
}

#[test]
fn a_discount_leaves_what_the_provider_takes_at_least() {
    let mut world = World::new();
    let new = world.with_orders(Gives::DiscountWon, 9_950);
    let campaign = world.begin(new);
    let order = world.coded_order("ann").unwrap();
    assert_eq!(world.order(order).amount, won(100));
    assert_eq!(world.campaign(campaign).used, 9_900);
    let mut open = world.new_order("bob", "direct-1000", 1);
    open.promotion_code = Some(code("WELCOME"));
    open.amount_min = won(10_000);
    let nothing = Refusal::PromotionWithoutEffect(campaign);
    assert_eq!(world.refused(open), nothing);
}

#[test]
fn a_new_customer_is_greeted_with_the_first_order_alone() {
    let mut world = World::new();
    let new = NewCampaign {
        audience: Audience::NewCustomer,
        code: None,
        ..world.with_orders(Gives::Bonus, 100)
    };
    let campaign = world.begin(new);
    // A product that it is not for is sold as ever.
    let other = world.open("ann", "direct-100", 1);
    assert_eq!(world.order(other).promotion, None);
    let first = world.open("ann", "direct-1000", 1);
    assert_eq!(world.promotion(first).bonus, credits(100));
    let second = world.open("ann", "direct-1000", 1);
    assert_eq!(world.order(second).promotion, None, "one is reserved");
    // An order alone gives nothing.
    assert_eq!(world.has("ann"), 0);
    assert!(world.observe(first, world.paid(first)));
    assert_eq!(world.has("ann"), 1_100);
    let third = world.open("ann", "direct-1000", 1);
    assert_eq!(world.order(third).promotion, None);
    // Whoever had credits is not new.
    world.grant("bob", Kind::Membership, 1);
    let of_bob = world.open("bob", "direct-1000", 1);
    assert_eq!(world.order(of_bob).promotion, None);
    assert_eq!(world.campaign(campaign).redeemed, 1);
}

#[test]
fn a_code_is_taken_instead_of_the_greeting() {
    let mut world = World::new();
    let greeting = NewCampaign {
        audience: Audience::NewCustomer,
        code: None,
        ..world.with_orders(Gives::Bonus, 100)
    };
    world.begin(greeting);
    let new = world.with_orders(Gives::DiscountWon, 1_000);
    let campaign = world.begin(new);
    let order = world.coded_order("ann").unwrap();
    assert_eq!(world.promotion(order).campaign, campaign);
    assert_eq!(world.order(order).bonus, None);
}
