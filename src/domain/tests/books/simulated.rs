//! A simulation says of every payment what a quote says once the draft is published and its time has come.

use std::sync::LazyLock;

use chrono::{DateTime, Duration, Utc};
use domain::{
    books::{Facts, customers::BookExpiry},
    command::Command,
    id::{CustomerId, PaymentId},
    policy::{Policy, PolicyEffect},
    refund::Basis,
    rulebook::Rulebook,
    simulation::{NotSimulated, Report, Row, Simulation},
    spend::HoldState,
};
use proptest::{collection::vec, prelude::*};

use crate::{AWKWARD, CATALOGUE, HOLIDAYS, POLICY, at, steps::steps, world::World};

/// A later version with another window through support.
fn version(name: &str, effective_at: &str, days: u32) -> String {
    POLICY
        .replacen(
            "version = \"2025-07-17\"",
            &format!("version = \"{name}\""),
            1,
        )
        .replacen("change = \"first\"", "change = \"minor\"", 1)
        .replacen(
            "effective_at = \"2025-07-17",
            &format!("effective_at = \"{effective_at}"),
            1,
        )
        .replacen("{ days = 14 }", &format!("{{ days = {days} }}"), 1)
}

fn rules(documents: &[&str]) -> Rulebook {
    Rulebook::parse(documents, &format!("{CATALOGUE}\n{AWKWARD}"), HOLIDAYS).unwrap()
}

/// Payments from before are pinned to 14 days and have 200 by the current version; the draft gives 20.
static KINDER: LazyLock<String> = LazyLock::new(|| version("kinder", "2026-03-20", 200));
static DRAFT: LazyLock<String> = LazyLock::new(|| version("draft", "2026-05-01", 20));
static WITHOUT: LazyLock<Rulebook> = LazyLock::new(|| rules(&[POLICY, &KINDER]));
static WITH: LazyLock<Rulebook> = LazyLock::new(|| rules(&[POLICY, &KINDER, &DRAFT]));

impl World {
    /// Everything of a customer, as a snapshot reads it.
    fn whole(&self, id: &CustomerId) -> Facts {
        let rows = &self.rows;
        let lots = rows.lots.values().filter(|row| row.customer == *id);
        let payments = rows.payments.values().filter(|row| row.customer == *id);
        let refunds = rows.refunds.values().filter(|row| row.customer == *id);
        let holds = rows.holds.values();
        let holds = holds.filter(|row| row.customer_id == *id && row.state == HoldState::Open);
        Facts {
            customers: vec![rows.customers[id].clone()],
            lots: lots.cloned().collect(),
            payments: payments.cloned().collect(),
            refunds: refunds.cloned().collect(),
            holds: holds.cloned().collect(),
            ..Facts::default()
        }
    }

    fn simulated(&self, at: Option<DateTime<Utc>>) -> Result<(Vec<Row>, Report), NotSimulated> {
        let draft = Policy::parse(&DRAFT).unwrap();
        let mut simulation = Simulation::new(&WITHOUT, &draft, at, self.now, 30)?;
        let mut rows = Vec::new();
        for id in self.rows.customers.keys() {
            rows.extend(simulation.add(id, self.whole(id)).unwrap());
        }
        Ok((rows, simulation.report()))
    }

    /// What a quote says at a later instant by these rules. Until then the books are swept at the end of each hold.
    fn quoted(
        &self,
        payment: PaymentId,
        at: DateTime<Utc>,
        rules: &'static Rulebook,
    ) -> (Basis, i64) {
        let mut later = self.clone();
        let open = later.rows.holds.values();
        let open = open.filter(|hold| hold.state == HoldState::Open && hold.expires_at <= at);
        let mut ends: Vec<_> = open
            .map(|hold| (hold.expires_at, hold.customer_id.clone()))
            .collect();
        ends.sort();
        for (end, customer) in ends {
            later.now = end.max(self.now);
            later.ok(BookExpiry { customer });
        }
        later.now = at;
        later.rules = rules;
        let quote = later.quote(payment);
        (quote.basis, quote.amount.get())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_simulation_says_what_quotes_say_after_the_draft_is_published(
        chunks in vec((0..100_i64, steps(8)), 1..40),
        days in 0..200_i64,
    ) {
        let mut world = World::new();
        world.rules = &WITHOUT;
        for (hours, steps) in chunks {
            world.pass(Duration::hours(hours));
            let batch: Vec<Command> = steps.into_iter().filter_map(|step| world.command(step)).collect();
            world.run(&batch);
        }
        let then = world.now.max(at("2026-05-01T00:00:00+09:00")) + Duration::days(days);
        let (rows, report) = world.simulated(Some(then)).unwrap();
        prop_assert_eq!(rows.len(), world.rows.payments.len());
        let (mut before, mut after) = (0, 0);
        for row in &rows {
            let without = world.quoted(row.payment_id, then, &WITHOUT);
            let with = world.quoted(row.payment_id, then, &WITH);
            prop_assert_eq!((row.before.basis, row.before.amount.get()), without, "without: {}", row.payment_id);
            prop_assert_eq!((row.after.basis, row.after.amount.get()), with, "with: {}", row.payment_id);
            before += without.1;
            after += with.1;
        }
        let sums = &report.sums;
        prop_assert_eq!((sums.refundable_before, sums.refundable_after), (before, after));
        prop_assert_eq!(sums.gained - sums.lost, after - before);
    }
}

#[test]
fn a_cut_touches_those_who_had_only_the_kinder_version_beside_their_own() {
    let mut world = World::new();
    world.rules = &WITHOUT;
    // Pinned to 14 days; the kinder version gives 200 of them until the draft takes effect.
    let old = world.buy("ann", "direct-1000", 1);
    world.spend("ann", 100);
    let used = world.buy("bob", "direct-100", 1);
    world.spend("bob", 100);
    world.grant("cat", domain::kind::Kind::Promotional, 50);
    world.now = at("2026-04-01T10:00:00+09:00");
    // Pinned to the 200 days.
    let kept = world.buy("dan", "direct-1000", 2);
    // 20 days of the draft reach beyond its beginning, and the 200 are pinned.
    world.now = at("2026-04-20T10:00:00+09:00");
    let (rows, report) = world.simulated(None).unwrap();
    assert_eq!(report.at, at("2026-05-01T00:00:00+09:00"));
    let of = |id| rows.iter().find(|row| row.payment_id == id).unwrap();
    assert_eq!(of(old).rules, ["refund.through_support"]);
    assert_eq!(
        (of(old).before.amount.get(), of(old).after.amount.get()),
        (9_000, 0)
    );
    assert_eq!(of(old).after.basis, Basis::Refused);
    // Nothing of it is unused, and what is pinned does not change.
    assert!(of(used).rules.is_empty() && of(kept).rules.is_empty());
    assert_eq!(of(kept).after.amount.get(), 20_000);
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", report.changes)
    };
    assert_eq!(change.rule, "refund.through_support");
    assert_eq!(change.effect, PolicyEffect::Worse);
    let touched = &change.touched;
    assert_eq!(
        (touched.customers, touched.payments, touched.lots),
        (1, 1, 1)
    );
    assert_eq!(
        (
            touched.credits,
            touched.refundable_before,
            touched.refundable_after
        ),
        (900, 9_000, 0)
    );
    let sums = &report.sums;
    assert_eq!(
        (sums.customers, sums.customers_touched, sums.payments),
        (4, 1, 3)
    );
    assert_eq!((sums.losing, sums.lost, sums.gaining), (1, 9_000, 0));
    // Ann's 900, Cat's 50 and Dan's 2,000.
    assert_eq!((sums.live_lots, sums.live_credits), (3, 2_950));
    assert_eq!((report.rows.len(), report.rows_left_out), (1, 0));
    assert!(report.major && report.notice_days == 30);
    assert_eq!(
        report.cuts,
        ["refund.through_support from 200 days to 20 days"]
    );
}

#[test]
fn holds_give_their_credits_back_at_their_own_end() {
    let mut world = World::new();
    world.rules = &WITHOUT;
    // A package that ends on 10 April, then credits of a year.
    world.buy("ann", "package-1000", 1);
    let kept = world.buy("ann", "direct-1000", 1);
    let gone = world.buy("ann", "direct-100", 1);
    world.hold("ann", 1_000, at("2026-03-20T10:00:00+09:00"));
    world.hold("ann", 1_000, at("2026-04-20T10:00:00+09:00"));
    world.spend("ann", 100);
    world.cancel_outside(gone, 1_000);
    assert_eq!(world.owed("ann"), 100);
    // The package pays the debt while it lives, so the year's credits come back whole.
    let (rows, report) = world.simulated(None).unwrap();
    let row = rows.iter().find(|row| row.payment_id == kept).unwrap();
    assert_eq!(
        row.before.amount.get(),
        10_000,
        "the debt is paid by the package"
    );
    assert_eq!(
        world.quoted(kept, report.at, &WITHOUT),
        (Basis::ThroughSupport, 10_000)
    );
}

#[test]
fn new_purchases_are_compared_product_by_product() {
    let world = World::new();
    let (_, report) = world.simulated(None).unwrap();
    let of = |product: &str, quantity| {
        let mut all = report.purchases.iter();
        all.find(|it| it.product == product && it.quantity == quantity)
            .unwrap()
    };
    let direct = of("direct-1000", 1);
    assert!(direct.changed);
    let (before, after) = (
        direct.before.as_ref().unwrap(),
        direct.after.as_ref().unwrap(),
    );
    assert_eq!(
        (before.validity.as_str(), before.expires_at),
        ("365 days", after.expires_at)
    );
    assert_eq!(before.refund_by_right_until, after.refund_by_right_until);
    assert!(before.refund_through_support_until > after.refund_through_support_until);
    assert_eq!(
        of("package-1000", 12).after.as_ref().unwrap().validity,
        "12 months"
    );
    assert_eq!(
        of("bonus-1000", 1)
            .before
            .as_ref()
            .unwrap()
            .bonus_validity
            .as_deref(),
        Some("90 days")
    );
    assert_eq!(
        report
            .purchases
            .iter()
            .filter(|it| it.product == "package-1000")
            .count(),
        5
    );
}

#[test]
fn a_draft_is_simulated_where_it_is_in_force_and_beside_others() {
    let mut world = World::new();
    let early = world.simulated(Some(at("2026-04-30T23:59:59+09:00")));
    assert!(matches!(early, Err(NotSimulated::TooEarly(_))), "{early:?}");
    world.now = at("2026-06-01T00:00:00+09:00");
    let past = world.simulated(Some(at("2026-05-20T00:00:00+09:00")));
    assert!(matches!(past, Err(NotSimulated::TooEarly(_))), "{past:?}");
    assert_eq!(world.simulated(None).unwrap().1.at, world.now);
    let simulate = |rules: &Rulebook, document: &str| {
        let draft = Policy::parse(document).unwrap();
        Simulation::new(rules, &draft, None, world.now, 30).map(|simulation| simulation.at())
    };
    let alone = rules(&[POLICY]);
    assert!(matches!(
        simulate(&alone, POLICY),
        Err(NotSimulated::Alone(_))
    ));
    let other = version("kinder", "2026-03-21", 15);
    assert!(matches!(
        simulate(&WITHOUT, &other),
        Err(NotSimulated::Published(_))
    ));
    // One that is published already is compared with the rules without it.
    let at = simulate(&WITH, &DRAFT).unwrap();
    assert_eq!(at, world.now);
}

/// What was bought under a version keeps it, also where the rules are looked at as if it had never taken effect.
#[test]
fn a_version_that_was_published_and_bought_under_is_simulated() {
    let mut world = World::new();
    world.buy("ann", "direct-1000", 1);
    world.rules = &WITH;
    world.now = at("2026-05-02T10:00:00+09:00");
    let payment = world.buy("bob", "direct-1000", 1);
    world.pass_days(16);
    let draft = Policy::parse(&DRAFT).unwrap();
    let mut simulation = Simulation::new(&WITH, &draft, None, world.now, 30).unwrap();
    let mut rows = Vec::new();
    for id in world.rows.customers.keys() {
        rows.extend(simulation.add(id, world.whole(id)).unwrap());
    }
    assert_eq!(rows.len(), 2);
    let row = rows.iter().find(|row| row.payment_id == payment).unwrap();
    // By the draft that it is pinned to it has 20 days, by the one before 200.
    assert_eq!(
        (row.before.amount.get(), row.after.amount.get()),
        (10_000, 10_000)
    );
    let report = simulation.report();
    assert_eq!(report.without.version, "kinder");
    assert_eq!(report.draft.version, "draft");
}
