//! Months that orders pay for: asked for, paid in time and late, and given once.

use domain::{
    actor::Actor,
    command::{Answer, Command},
    event::Event,
    kind::Kind,
    membership::Skipped,
    order::OrderState,
    product::NotForSale,
    refund::{Basis, QuoteCode},
    refusal::Refusal,
};

use crate::{
    at, credits,
    membership_verbs::{BASIC, PLUS, change_of, month_of},
    memberships::january,
    verbs::take,
    won,
    world::World,
};

/// The months whose payment was asked for, and until when each waits.
fn asked(world: &World) -> Vec<(i64, String)> {
    let events = world.rows.events.iter();
    let due = events.filter_map(|record| match &record.event {
        Event::SubscriptionMonthDue(body) => Some((body.month, body.pay_before)),
        _ => None,
    });
    due.map(|(month, at)| (month, domain::calendar::rfc3339_seoul(at)))
        .collect()
}

#[test]
fn a_month_is_given_with_its_payment_and_not_before() {
    let mut world = january();
    let it = world.subscribe("ann", PLUS);
    assert_eq!((world.has("ann"), it.next_month), (0, 1));
    assert_eq!(asked(&world), [(0, "2026-02-28T00:00:00+09:00".to_owned())]);
    world.pass_days(9);
    let order = world.ask_month(&it);
    let known = world.order(order);
    assert_eq!(
        (known.amount, known.credits, known.kind),
        (won(9_900), credits(1_000), Kind::Membership)
    );
    assert_eq!(known.title, "Plus membership, from 2026-01-31");
    assert!(world.observe(order, world.paid(order)));
    let payment = world.order(order).payment.unwrap();
    let lot = world.lot(payment).clone();
    assert_eq!(
        (lot.kind, lot.expires_at),
        (Kind::Membership, at("2026-03-12T00:00:00+09:00")),
        "30 days from the distribution, which is the payment"
    );
    let months = world.months(it.id);
    assert_eq!((months[0].lot, months[0].skipped), (Some(lot.id), None));
    assert!(months[0].is_late());
    // The same report again, and another order for the same month.
    assert!(!world.observe(order, world.paid(order)));
    let again = world.month_order(&it, Some(0));
    let (subscription, month) = (it.id, 0);
    assert_eq!(
        world.refused(again),
        Refusal::MonthSettled {
            subscription,
            month
        }
    );
    assert_eq!(world.has("ann"), 1_000);
}

#[test]
fn a_month_that_nobody_paid_is_skipped_when_the_next_is_due() {
    let mut world = january();
    let it = world.subscribe_paid("ann");
    world.now = at("2026-04-30T09:00:00+09:00");
    assert_eq!(world.distribute(), 3);
    let outcomes: Vec<_> = world
        .months(it.id)
        .iter()
        .map(|made| made.skipped)
        .collect();
    let unpaid = Some(Skipped::Unpaid);
    assert_eq!(outcomes, [None, unpaid, unpaid]);
    assert_eq!(asked(&world).len(), 4);
    // The one that waits now is paid late, and has its own 30 days.
    world.pass_days(20);
    let order = world.ask_month(&it);
    assert!(world.observe(order, world.paid(order)));
    let lot = world.lot(world.order(order).payment.unwrap());
    assert_eq!(lot.expires_at, at("2026-06-20T00:00:00+09:00"));
}

#[test]
fn an_order_needs_no_sweep_and_is_not_open_beyond_its_month() {
    let mut world = january();
    let it = world.subscribe_paid("ann");
    world.now = at("2026-03-30T23:50:00+09:00");
    let order = world.ask_month(&it);
    assert_eq!(
        world.order(order).expires_at,
        at("2026-03-31T00:00:00+09:00")
    );
    assert_eq!(world.months(it.id).len(), 1);
    // Month 1 became due without a sweep, and was asked for with the order.
    assert_eq!(asked(&world).len(), 2);
}

#[test]
fn what_is_not_due_or_not_sold_is_refused_by_name() {
    let mut world = january();
    let it = world.subscribe_paid("ann");
    let (subscription, next) = (it.id, 1);
    for month in [None, Some(1), Some(7)] {
        let order = world.month_order(&it, month);
        let refused = Refusal::MonthNotDue {
            subscription,
            month: month.unwrap_or(1),
            next,
            due_at: at("2026-02-28T00:00:00+09:00"),
        };
        assert_eq!(world.refused(order), refused);
    }
    let by_seller = world.subscribe("ann", BASIC);
    let order = world.month_order(&by_seller, None);
    assert_eq!(world.refused(order), Refusal::MonthsNotSold(by_seller.id));
    let mut two = world.month_order(&it, None);
    world.now = at("2026-02-28T00:00:00+09:00");
    two.quantity = 2;
    assert!(matches!(
        world.refused(two),
        Refusal::NotForSale(NotForSale::QuantityRange { max: 1, .. })
    ));
    let mut stranger = world.month_order(&it, None);
    stranger.customer = crate::customer("bob");
    assert_eq!(world.refused(stranger), Refusal::NoSubscription(it.id));
    let ended = world.end(it.id);
    let order = world.month_order(&ended, None);
    assert!(matches!(
        world.refused(order),
        Refusal::SubscriptionIs { .. }
    ));
}

#[test]
fn a_month_keeps_its_plan_and_price_when_the_plan_is_changed() {
    let mut world = january();
    let it = world.subscribe("ann", PLUS);
    let order = world.ask_month(&it);
    let moved = take!(world.ok(change_of(&it, BASIC)), Subscription);
    assert_eq!((moved.billed, moved.waiting), (None, it.waiting));
    assert!(world.observe(order, world.paid(order)));
    assert_eq!(world.has("ann"), 1_000);
    world.now = at("2026-02-28T00:00:00+09:00");
    world.distribute();
    assert_eq!(world.has("ann"), 1_500, "the seller's month needs no order");
    // And back: the next month waits.
    world.ok(change_of(&it, PLUS));
    world.now = at("2026-03-31T00:00:00+09:00");
    world.distribute();
    assert!(world.subscription(it.id).waiting.is_some());
}

#[test]
fn a_month_is_not_refunded_but_for_a_fault_or_goodwill() {
    use domain::{books::quotes::Asked, refund::Beyond};
    let mut world = january();
    let it = world.subscribe_paid("ann");
    let payment = *world.rows.payments.keys().next().unwrap();
    let quote = world.quote(payment);
    assert_eq!((quote.basis, quote.amount), (Basis::Refused, won(0)));
    let line = &quote.lines[0];
    assert_eq!(
        (line.code, line.window_until),
        (QuoteCode::Membership, None)
    );
    assert!(
        line.why.contains("section 2: \"Promotional and membership"),
        "{}",
        line.why
    );
    let fault = Asked {
        beyond: Some(Beyond::SellerFault),
        ..Asked::default()
    };
    let quote = world.asking(payment, fault);
    let quote = take!(world.ok(quote), Quote);
    assert_eq!(
        (quote.basis, quote.amount),
        (Basis::SellerFault, won(9_900))
    );
    // A closing loses them, and says that nothing goes back.
    let closing = world.quote_closing("ann").unwrap();
    assert_eq!(
        (closing.forfeited, closing.refundable),
        (credits(1_000), won(0))
    );
    assert_eq!(world.months(it.id).len(), 1);
}

#[test]
fn two_payments_and_a_sweep_in_one_batch_give_the_month_once() {
    use domain::books::observe::ObservePayment;
    let mut world = january();
    let it = world.subscribe("ann", PLUS);
    let orders = [world.ask_month(&it), world.ask_month(&it)];
    let observed = orders.map(|order| {
        let snapshot = Box::new(world.paid(order));
        let (customer, asked_at) = (it.customer.clone(), world.now);
        Command::any(
            ObservePayment {
                customer,
                order,
                snapshot,
                asked_at,
            }
            .into(),
            Actor::Worker,
        )
    });
    let sweep = Command::any(month_of(&it, 0).into(), Actor::Worker);
    let [first, second] = observed;
    let answers = world.run(&[first, sweep, second]);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let states = orders.map(|order| world.state(order));
    assert_eq!(states, [OrderState::Completed, OrderState::Mismatched]);
    assert_eq!(world.has("ann"), 1_000);
}
