//! The quotes that refunds name.

use domain::{books::refunds::RefundRoute, id::QuoteId, refund::Basis, refusal::Refusal};

use crate::{at, credits, money_verbs::request_of, won, world::World};

#[test]
fn a_quote_holds_for_its_time_its_payment_and_its_credits() {
    let mut world = World::new();
    let (payment, other) = (
        world.buy("ann", "direct-100", 1),
        world.buy("ann", "direct-100", 1),
    );
    let quote = world.quote(payment);
    let mut wrong = quote.clone();
    wrong.payment_id = other;
    let of_other = Refusal::QuoteOfOther {
        quote: quote.id,
        of: payment,
    };
    assert_eq!(
        world.refused(request_of(&wrong, RefundRoute::Provider)),
        of_other
    );
    wrong.id = QuoteId::new(world.now, &mut world.entropy);
    assert_eq!(
        world.refused(request_of(&wrong, RefundRoute::Provider)),
        Refusal::NoQuote(wrong.id)
    );
    world.spend("ann", 30);
    let (quoted, quoted_credits) = (won(1_000), credits(100));
    let stale = Refusal::QuoteStale {
        quote: quote.id,
        quoted,
        quoted_credits,
        now: won(700),
        now_credits: credits(70),
    };
    assert_eq!(
        world.refused(request_of(&quote, RefundRoute::Provider)),
        stale
    );
    let quote = world.quote(payment);
    world.now = quote.expires_at;
    let ended = Refusal::QuoteExpired {
        quote: quote.id,
        at: quote.expires_at,
    };
    assert_eq!(
        world.refused(request_of(&quote, RefundRoute::Provider)),
        ended
    );
    let theft = domain::id::CustomerId::try_from("bob".to_owned()).unwrap();
    let stolen = domain::refund::Quote {
        customer_id: theft,
        ..world.quote(payment)
    };
    assert_eq!(
        world.refused(request_of(&stolen, RefundRoute::Provider)),
        Refusal::NoPayment(payment)
    );
}

#[test]
fn a_quote_read_inside_the_window_is_honoured_just_after_it() {
    let mut world = World::new();
    world.now = at("2026-03-02T10:00:00+09:00");
    let payment = world.buy("ann", "direct-100", 1);
    world.now = at("2026-03-16T23:50:00+09:00");
    let in_time = world.quote(payment);
    world.now = at("2026-03-17T00:01:00+09:00");
    let late = world.quote(payment);
    assert_eq!(late.basis, Basis::Refused);
    assert!(matches!(
        world.refused(request_of(&late, RefundRoute::Provider)),
        Refusal::NotRefundable { .. }
    ));
    world.ok(request_of(&in_time, RefundRoute::Provider));
}
