//! Purchases under a contract: its price, its validity and its windows, pinned.

use chrono::Duration;
use domain::{
    books::{contracts::PublishContract, orders::OpenOrder},
    campaign::{Audience, Gives, NewCampaign},
    command::Answer,
    contract::{Agreement, Contract},
    id::ContractId,
    product::NotForSale,
    refund::Basis,
    refusal::Refusal,
};

use crate::{at, campaigns::code, credits, customer, verbs::take, won, world::World};

const CONTRACT: &str = include_str!("../contract.toml");

impl World {
    fn publish(&mut self, document: &str) -> Contract {
        let id = ContractId::new(self.now, &mut self.outside);
        let policy_hash = self.rules.policies.all()[0].hash.clone();
        let agreement = Agreement::parse(document).unwrap();
        take!(
            self.ok(PublishContract {
                id,
                agreement,
                policy_hash
            }),
            Contract
        )
    }

    fn by_contract(&mut self, who: &str, quantity: i64) -> OpenOrder {
        OpenOrder {
            by_contract: true,
            ..self.new_order(who, "acme-credits", quantity)
        }
    }
}

#[test]
fn a_purchase_under_a_contract_pins_it_and_lives_by_it() {
    let mut world = World::new();
    let contract = world.publish(CONTRACT);
    let open = world.by_contract("acme", 10);
    let order = take!(world.ok(open), Order);
    assert_eq!(
        (order.amount, order.credits),
        (won(90_000), credits(10_000))
    );
    assert_eq!(
        (&order.policy, &order.policy_hash),
        (&contract.id.to_string(), &contract.hash)
    );
    assert!(world.observe(order.id, world.paid(order.id)));
    let payment = world.order(order.id).payment.unwrap();
    assert_eq!(world.payment(payment).policy, contract.id.to_string());
    let lot = world.lot(payment);
    assert_eq!(lot.expires_at, at("2028-03-10T00:00:00+09:00"));
    assert_eq!(lot.policy_hash, contract.hash);
}

#[test]
fn its_windows_judge_a_refund_and_the_quote_names_it() {
    let mut world = World::new();
    let contract = world.publish(CONTRACT);
    let open = world.by_contract("acme", 1);
    let order = take!(world.ok(open), Order).id;
    world.observe(order, world.paid(order));
    let payment = world.order(order).payment.unwrap();
    for (days, basis, section) in [
        (14, Basis::ByRight, "5.1"),
        (1, Basis::ThroughSupport, "5.2"),
        (45, Basis::ThroughSupport, "5.2"),
        (1, Basis::Refused, "5.2"),
    ] {
        world.pass_days(days);
        let quote = world.quote(payment);
        assert_eq!(
            (quote.basis, &quote.policy),
            (basis, &contract.id.to_string()),
            "{days}"
        );
        let why = &quote.lines[0].why;
        assert!(
            why.contains(&format!("contract {}, section {section}", contract.id)),
            "{why}"
        );
    }
}

#[test]
fn the_last_contract_to_take_effect_counts_for_new_orders_alone() {
    let mut world = World::new();
    let first = world.publish(CONTRACT);
    let later = CONTRACT
        .replace("2026-03-09T00:00:00+09:00", "2026-03-11T00:00:00+09:00")
        .replace("price = 9_500", "price = 9_400");
    let second = world.publish(&later);
    assert_eq!(
        world.publish(CONTRACT),
        first,
        "the same document is the same contract"
    );
    let open = world.by_contract("acme", 1);
    let old = take!(world.ok(open), Order);
    assert_eq!((old.amount, old.policy), (won(9_500), first.id.to_string()));
    world.now = at("2026-03-11T00:00:00+09:00");
    let open = world.by_contract("acme", 1);
    let new = take!(world.ok(open), Order);
    assert_eq!(
        (new.amount, new.policy),
        (won(9_400), second.id.to_string())
    );
    world.observe(old.id, world.paid(old.id));
    let payment = world.order(old.id).payment.unwrap();
    assert_eq!(world.payment(payment).policy_hash, first.hash);
}

#[test]
fn what_was_bought_under_it_is_captured_and_given_back_after_its_lot_has_ended() {
    let mut world = World::new();
    world.publish(&CONTRACT.replace("{ months = 24 }", "{ months = 1 }"));
    let open = world.by_contract("acme", 1);
    let order = take!(world.ok(open), Order).id;
    world.observe(order, world.paid(order));
    let lot = world.lot(world.order(order).payment.unwrap()).clone();
    let spend = world.spend("acme", 100);
    world.now = lot.expires_at - Duration::hours(1);
    let hold = world.hold("acme", 300, lot.expires_at + Duration::hours(1));
    world.now = lot.expires_at;
    let captured = world.capture(&hold, Some(200));
    assert_eq!(captured.captured, credits(200));
    world.reverse(&spend);
    assert_eq!(world.rows.lots[&lot.id].spent, credits(200));
    assert_eq!(world.has("acme"), 0);
}

#[test]
fn nobody_else_buys_by_it_and_not_before_its_time() {
    let mut world = World::new();
    world.publish(&CONTRACT.replace("2026-03-09T00", "2026-03-10T00"));
    let unknown = |refusal| {
        let unknown = Refusal::NotForSale(NotForSale::UnknownProduct {
            product: "acme-credits".to_owned(),
            known: Vec::new(),
        });
        std::mem::discriminant(&refusal) == std::mem::discriminant(&unknown)
    };
    let open = world.by_contract("acme", 1);
    assert!(unknown(world.refused(open)));
    world.pass_days(1);
    let open = world.by_contract("ann", 1);
    assert!(unknown(world.refused(open)));
    let open = world.by_contract("acme", 1);
    world.ok(open);
    assert_eq!(
        world.rows.orders.values().next().unwrap().customer,
        customer("acme")
    );
}

/// A product that everybody could buy has left the catalogue, and a contract has one of its name.
#[test]
fn a_campaign_for_a_former_product_is_not_for_a_contracts_of_its_name() {
    let mut world = World::new();
    let mut formerly = world.with_orders(Gives::Bonus, 30);
    formerly.products.push("acme-credits".to_owned());
    let greeting = NewCampaign {
        audience: Audience::NewCustomer,
        code: None,
        ..formerly.clone()
    };
    // Not checked against the catalogue of today.
    let coded = world.creating(formerly);
    let campaign = take!(world.ok(coded), Campaign).id;
    let greeting = world.creating(greeting);
    world.ok(greeting);
    let contract = world.publish(CONTRACT).id;
    let open = world.by_contract("acme", 1);
    let order = take!(world.ok(open), Order);
    assert_eq!((order.promotion, order.bonus), (None, None));
    let open = OpenOrder {
        promotion_code: Some(code("WELCOME")),
        ..world.by_contract("acme", 1)
    };
    let refused = Refusal::PromotionByContract { campaign, contract };
    assert_eq!(world.refused(open), refused);
}
