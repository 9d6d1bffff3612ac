//! Chargebacks that a provider lists among its cancels, and that a person records as well: taken once, whichever comes first.

use domain::{
    dispute::{LISTED_AS_CHARGED_BACK, Taken, Verdict},
    id::PaymentId,
    money::Won,
    payment::Snapshot,
    refusal::Refusal,
};

use crate::{disputes::opening, won, world::World};

const SETTLED: Verdict = Verdict::Lost(Taken::Settlement);

impl World {
    /// The provider reports that others returned `cancelled` won in total, `listed` of them as charged back.
    fn lists(&mut self, payment: PaymentId, cancelled: i64, listed: i64) {
        let order = self.payment(payment).order;
        let fact = (LISTED_AS_CHARGED_BACK.to_owned(), listed.to_string());
        let facts = if listed > 0 { vec![fact] } else { Vec::new() };
        let snapshot = Snapshot {
            cancelled: won(cancelled),
            facts: facts.into_iter().collect(),
            ..self.paid(order)
        };
        self.observe(order, snapshot);
    }

    fn gone(&self, payment: PaymentId) -> (i64, i64, i64) {
        let known = self.payment(payment);
        let (outside, back) = (known.cancelled_outside, known.charged_back);
        (outside.get(), back.get(), self.has("ann"))
    }
}

#[test]
fn a_chargeback_that_is_listed_first_is_taken_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.lists(payment, 500, 500);
    assert_eq!(world.gone(payment), (500, 0, 50));
    let dispute = world.dispute(payment, Some(won(500)));
    world.decide(dispute, SETTLED);
    assert_eq!(world.gone(payment), (500, 500, 50));
    world.lists(payment, 500, 500);
    assert_eq!(world.gone(payment), (500, 500, 50));
    // The provider still lists it, and only the provider says when it does not.
    world.decide(dispute, Verdict::Reinstated);
    assert_eq!(world.gone(payment), (500, 0, 50));
    world.lists(payment, 0, 0);
    assert_eq!(world.gone(payment), (0, 0, 100));
}

#[test]
fn a_chargeback_that_is_recorded_first_is_taken_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let dispute = world.dispute(payment, Some(won(500)));
    world.decide(dispute, SETTLED);
    assert_eq!(world.gone(payment), (500, 500, 50));
    world.lists(payment, 500, 500);
    assert_eq!(world.gone(payment), (500, 500, 50));
    // What others cancelled besides is counted apart.
    world.lists(payment, 700, 500);
    assert_eq!(world.gone(payment), (700, 500, 30));
}

#[test]
fn a_chargeback_of_all_that_is_listed_meanwhile_can_be_recorded() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let dispute = world.dispute(payment, None);
    world.lists(payment, 1_000, 1_000);
    world.decide(dispute, SETTLED);
    assert_eq!(world.gone(payment), (1_000, 1_000, 0));
}

#[test]
fn a_second_chargeback_is_taken_beside_one_that_a_cancel_explains() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let first = world.dispute(payment, Some(won(400)));
    world.decide(first, Verdict::Lost(Taken::Cancel));
    world.lists(payment, 400, 400);
    let second = world.dispute(payment, Some(won(600)));
    world.decide(second, SETTLED);
    assert_eq!(world.gone(payment), (1_000, 600, 0));
    world.lists(payment, 400, 400);
    assert_eq!(world.gone(payment), (1_000, 600, 0));
    let over = Refusal::DisputeOverLeft {
        payment,
        amount: won(1),
        left: Won::ZERO,
    };
    assert_eq!(world.refused(opening(payment, Some(won(1)))), over);
}

#[test]
fn what_a_provider_tells_later_is_kept_and_a_receipt_of_ours_is_not() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let told = |world: &mut World, facts: &[(&str, &str)]| {
        let facts = facts.iter();
        let facts = facts.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let snapshot = Snapshot {
            facts: facts.collect(),
            ..world.paid(order)
        };
        world.observe(order, snapshot);
        let known = world.payment(payment).facts.iter();
        let known = known.map(|(name, value)| format!("{name}={value}"));
        known.collect::<Vec<_>>().join(" ")
    };
    let first = told(&mut world, &[("pg", "a"), ("dispute", "UNRESOLVED")]);
    assert_eq!(first, "dispute=UNRESOLVED pg=a");
    let second = [("dispute", "RESOLVED"), ("cash_receipt", "ours")];
    assert_eq!(told(&mut world, &second), "dispute=RESOLVED pg=a");
    // Records of payments are kept for five years, and what was removed then does not come again.
    world.rows.payments.get_mut(&payment).unwrap().facts.clear();
    world.pass(chrono::Duration::days(domain::retention::RECORD_DAYS));
    assert_eq!(told(&mut world, &second), "");
}
