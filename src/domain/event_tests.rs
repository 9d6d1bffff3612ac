#[path = "event_tests/discrepancies.rs"]
mod discrepancies;
#[path = "event_tests/of_payments.rs"]
mod of_payments;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::*;
use crate::{
    campaign::Gives,
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    id::DepositId,
    kind::{Kind, ProviderId},
    membership::{Skipped, SubscriptionState},
    metadata::Metadata,
    money::{Credits, Won},
    refund::Basis,
};

const ORDER: &str = "ord_00000000000000000000000001";
const PAYMENT: &str = "pay_00000000000000000000000002";
const LOT: &str = "lot_00000000000000000000000003";
const REFUND: &str = "ref_00000000000000000000000004";
const DEPOSIT: &str = "dep_00000000000000000000000005";
const EARLIER: &str = "dep_00000000000000000000000006";
const CONTRADICTION: &str = "ctr_00000000000000000000000007";
const SUBSCRIPTION: &str = "sub_00000000000000000000000008";
const ENDPOINT: &str = "whe_00000000000000000000000008";
const CAMPAIGN: &str = "cmp_00000000000000000000000009";
const REDEMPTION: &str = "rdm_0000000000000000000000000a";
const INSTANT: &str = "2026-04-01T00:00:00+09:00";

fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().unwrap()
}

fn at() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(INSTANT).unwrap().to_utc()
}

fn won(amount: i64) -> Won {
    Won::new(amount).unwrap()
}

fn credits(credits: i64) -> Credits {
    Credits::new(credits).unwrap()
}

fn metadata() -> Metadata {
    serde_json::from_value(json!({ "cart": "7" })).unwrap()
}

fn orders() -> Vec<(Event, Value)> {
    let closed = || OrderClosed {
        order_id: id(ORDER),
        customer_id: id("ann"),
        amount: won(1_000),
        note: "no".to_owned(),
        metadata: metadata(),
    };
    let body = json!({ "order_id": ORDER, "customer_id": "ann", "amount": 1000, "note": "no", "metadata": { "cart": "7" } });
    vec![
        (
            Event::OrderCompleted(OrderCompleted {
                order_id: id(ORDER),
                customer_id: id("ann"),
                payment_id: id(PAYMENT),
                lot_id: id(LOT),
                provider: ProviderId::known("toss"),
                amount: won(1_000),
                credits: credits(100),
                kind: Kind::Purchased,
                expires_at: at(),
                metadata: metadata(),
            }),
            json!({ "order_id": ORDER, "customer_id": "ann", "payment_id": PAYMENT, "lot_id": LOT, "provider": "toss",
                    "amount": 1000, "credits": 100, "kind": "purchased", "expires_at": INSTANT,
                    "metadata": { "cart": "7" } }),
        ),
        (Event::OrderFailed(closed()), body.clone()),
        (Event::OrderCancelled(closed()), body.clone()),
        (Event::OrderExpired(closed()), body.clone()),
        (Event::OrderMismatched(closed()), body),
        (
            Event::OrderContradicted(OrderContradicted {
                order_id: id(ORDER),
                customer_id: id("ann"),
                kind: ContradictionKind::OtherAmount,
                note: "999 won".to_owned(),
            }),
            json!({ "order_id": ORDER, "customer_id": "ann", "kind": "other_amount", "note": "999 won" }),
        ),
        (
            Event::ContradictionSettled(ContradictionSettled {
                contradiction_id: id(CONTRADICTION),
                order_id: id(ORDER),
                customer_id: id("ann"),
                kind: ContradictionKind::Ended,
                state: ContradictionState::Agreed,
                note: "agreed".to_owned(),
            }),
            json!({ "contradiction_id": CONTRADICTION, "order_id": ORDER, "customer_id": "ann", "kind": "ended",
                    "state": "agreed", "note": "agreed" }),
        ),
    ]
}

fn payments() -> Vec<(Event, Value)> {
    let changed = || RefundChanged {
        refund_id: id(REFUND),
        payment_id: id(PAYMENT),
        customer_id: id("ann"),
        amount: won(700),
        credits: credits(70),
        basis: Basis::ByRight,
        note: None,
        due_at: at(),
    };
    let body = json!({ "refund_id": REFUND, "payment_id": PAYMENT, "customer_id": "ann", "amount": 700, "credits": 70,
                       "basis": "by_right", "note": null, "due_at": INSTANT });
    vec![
        (
            Event::PaymentCancelledOutside(PaymentCancelledOutside {
                payment_id: id(PAYMENT),
                customer_id: id("ann"),
                amount: won(500),
                credits_revoked: credits(30),
                credits_owed: credits(20),
                why: "cancelled outside".to_owned(),
            }),
            json!({ "payment_id": PAYMENT, "customer_id": "ann", "amount": 500, "credits_revoked": 30,
                    "credits_owed": 20, "why": "cancelled outside" }),
        ),
        (
            Event::PaymentPaidAgain(PaymentPaidAgain {
                payment_id: id(PAYMENT),
                customer_id: id("ann"),
                amount: won(500),
                credits_restored: credits(1),
                debt_cancelled: credits(2),
                waiver_ended: credits(3),
                credits_returned: credits(4),
                why: "paid again".to_owned(),
            }),
            json!({ "payment_id": PAYMENT, "customer_id": "ann", "amount": 500, "credits_restored": 1,
                    "debt_cancelled": 2, "waiver_ended": 3, "credits_returned": 4, "why": "paid again" }),
        ),
        (Event::RefundRequested(changed()), body.clone()),
        (Event::RefundByHand(changed()), body.clone()),
        (Event::RefundBounced(changed()), body.clone()),
        (Event::RefundDelayed(changed()), body.clone()),
        (Event::RefundSucceeded(changed()), body.clone()),
        (Event::RefundDeclined(changed()), body),
    ]
}

fn deposits() -> Vec<(Event, Value)> {
    let (deposit_id, amount): (DepositId, _) = (id(DEPOSIT), won(1_000));
    vec![
        (
            Event::DepositQueued(DepositQueued {
                deposit_id,
                state: DepositState::Unmatched,
                amount,
                reason: "no order".to_owned(),
                repeat_of: None,
            }),
            json!({ "deposit_id": DEPOSIT, "state": "unmatched", "amount": 1000, "reason": "no order",
                    "repeat_of": null }),
        ),
        (
            Event::DepositRepeated(DepositRepeated {
                deposit_id,
                repeat_of: id(EARLIER),
                amount,
            }),
            json!({ "deposit_id": DEPOSIT, "repeat_of": EARLIER, "amount": 1000 }),
        ),
        (
            Event::DepositReturned(DepositReturned { deposit_id, amount }),
            json!({ "deposit_id": DEPOSIT, "amount": 1000 }),
        ),
        (
            Event::DepositReversed(DepositReversed {
                deposit_id,
                amount,
                order_id: Some(id(ORDER)),
            }),
            json!({ "deposit_id": DEPOSIT, "amount": 1000, "order_id": ORDER }),
        ),
    ]
}

fn lots() -> Vec<(Event, Value)> {
    vec![
        (
            Event::CreditsGranted(CreditsGranted {
                customer_id: id("ann"),
                lot_id: id(LOT),
                kind: Kind::Promotional,
                credits: credits(10),
                payment_id: Some(id(PAYMENT)),
                expires_at: at(),
            }),
            json!({ "customer_id": "ann", "lot_id": LOT, "kind": "promotional", "credits": 10, "payment_id": PAYMENT,
                    "expires_at": INSTANT }),
        ),
        (
            Event::BonusChanged(BonusChanged {
                customer_id: id("ann"),
                lot_id: id(LOT),
                payment_id: Some(id(PAYMENT)),
                credits_revoked: credits(5),
                credits_restored: credits(0),
            }),
            json!({ "customer_id": "ann", "lot_id": LOT, "payment_id": PAYMENT, "credits_revoked": 5,
                    "credits_restored": 0 }),
        ),
        (
            Event::CreditsExpiring(CreditsExpiring {
                customer_id: id("ann"),
                lot_id: id(LOT),
                kind: Kind::Bulk,
                credits: credits(5),
                expires_at: at(),
                days: 7,
                product: Some("package-1000".to_owned()),
                quantity: Some(3),
                renew_url: None,
            }),
            json!({ "customer_id": "ann", "lot_id": LOT, "kind": "bulk", "credits": 5, "expires_at": INSTANT, "days": 7,
                    "product": "package-1000", "quantity": 3, "renew_url": null }),
        ),
        (
            Event::LotExpired(LotExpired {
                customer_id: id("ann"),
                lot_id: id(LOT),
                kind: Kind::Bulk,
                credits: credits(5),
                expired_at: at(),
            }),
            json!({ "customer_id": "ann", "lot_id": LOT, "kind": "bulk", "credits": 5, "expired_at": INSTANT }),
        ),
    ]
}

fn balances() -> Vec<(Event, Value)> {
    vec![(
        Event::BalanceLow(BalanceLow {
            customer_id: id("ann"),
            threshold: credits(50),
            available_before: credits(60),
            available_after: credits(49),
            entry_seq: 7,
        }),
        json!({ "customer_id": "ann", "threshold": 50, "available_before": 60, "available_after": 49, "entry_seq": 7 }),
    )]
}

fn customers() -> Vec<(Event, Value)> {
    vec![
        (
            Event::DebtPaid(DebtPaid {
                customer_id: id("ann"),
                lot_id: id(LOT),
                credits: credits(5),
                debt: credits(2),
            }),
            json!({ "customer_id": "ann", "lot_id": LOT, "credits": 5, "debt": 2 }),
        ),
        (
            Event::DebtUndone(DebtUndone {
                payment_id: id(PAYMENT),
                customer_id: id("ann"),
                credits: credits(1),
                debt_cancelled: credits(2),
                waiver_ended: credits(3),
                credits_returned: credits(4),
            }),
            json!({ "payment_id": PAYMENT, "customer_id": "ann", "credits": 1, "debt_cancelled": 2, "waiver_ended": 3,
                    "credits_returned": 4 }),
        ),
        (
            Event::DebtWaived(DebtWaived {
                customer_id: id("ann"),
                credits: credits(5),
                debt: credits(2),
                reason: "goodwill".to_owned(),
            }),
            json!({ "customer_id": "ann", "credits": 5, "debt": 2, "reason": "goodwill" }),
        ),
        (
            Event::CustomerClosed(CustomerClosed {
                customer_id: id("ann"),
                forfeited: credits(9),
            }),
            json!({ "customer_id": "ann", "forfeited": 9 }),
        ),
        (
            Event::CustomerFrozen(CustomerStanding {
                customer_id: id("ann"),
                reason: "a stolen key".to_owned(),
            }),
            json!({ "customer_id": "ann", "reason": "a stolen key" }),
        ),
        (
            Event::CustomerUnfrozen(CustomerStanding {
                customer_id: id("ann"),
                reason: "found".to_owned(),
            }),
            json!({ "customer_id": "ann", "reason": "found" }),
        ),
    ]
}

fn policies() -> Vec<(Event, Value)> {
    vec![
        (
            Event::PolicyNotice(PolicyNotice {
                customer_id: id("ann"),
                version: "2026".to_owned(),
                hash: "ab".to_owned(),
                title: "Credits Policy".to_owned(),
                published_at: at(),
                effective_at: at(),
                cuts: vec![crate::policy::Cut {
                    rule: "refund.by_right".to_owned(),
                    was: "14 days".to_owned(),
                    is: "7 days".to_owned(),
                    korean: "14일 → 7일".to_owned(),
                    english: "14 days → 7 days".to_owned(),
                }],
                page_url: "https://pay.example/my/x".to_owned(),
                page_until: at(),
            }),
            json!({ "customer_id": "ann", "version": "2026", "hash": "ab", "title": "Credits Policy",
                    "published_at": INSTANT, "effective_at": INSTANT,
                    "cuts": [{ "rule": "refund.by_right", "was": "14 days", "is": "7 days", "korean": "14일 → 7일",
                               "english": "14 days → 7 days" }],
                    "page_url": "https://pay.example/my/x", "page_until": INSTANT }),
        ),
        (
            Event::PolicyPublished(PolicyPublished {
                version: "2025-07-17".to_owned(),
                hash: "ab".to_owned(),
                major: true,
                cuts: vec!["window".to_owned()],
                published_at: at(),
                effective_at: at(),
            }),
            json!({ "version": "2025-07-17", "hash": "ab", "major": true, "cuts": ["window"], "published_at": INSTANT,
                    "effective_at": INSTANT }),
        ),
    ]
}

fn memberships() -> Vec<(Event, Value)> {
    let changed = || SubscriptionChanged {
        subscription_id: id(SUBSCRIPTION),
        customer_id: id("ann"),
        plan: "pro".to_owned(),
        credits: credits(9),
        state: SubscriptionState::Active,
        next_month: 1,
        next_due_at: Some(at()),
        reason: None,
        price: Some(won(900)),
        tax_free: Some(won(90)),
    };
    let body = json!({ "subscription_id": SUBSCRIPTION, "customer_id": "ann", "plan": "pro", "credits": 9,
                       "state": "active", "next_month": 1, "next_due_at": INSTANT, "reason": null,
                       "price": 900, "tax_free": 90 });
    vec![
        (Event::SubscriptionStarted(changed()), body.clone()),
        (Event::SubscriptionPaused(changed()), body.clone()),
        (Event::SubscriptionResumed(changed()), body.clone()),
        (Event::SubscriptionPlanChanged(changed()), body.clone()),
        (Event::SubscriptionEnded(changed()), body),
        (
            Event::SubscriptionMonthDue(SubscriptionMonthDue {
                subscription_id: id(SUBSCRIPTION),
                customer_id: id("ann"),
                plan: "pro".to_owned(),
                month: 2,
                due_at: at(),
                credits: credits(9),
                amount: won(900),
                pay_before: at(),
            }),
            json!({ "subscription_id": SUBSCRIPTION, "customer_id": "ann", "plan": "pro", "month": 2, "due_at": INSTANT,
                    "credits": 9, "amount": 900, "pay_before": INSTANT }),
        ),
        (
            Event::MembershipDistributed(MembershipDistributed {
                subscription_id: id(SUBSCRIPTION),
                customer_id: id("ann"),
                plan: "pro".to_owned(),
                month: 2,
                due_at: at(),
                late: true,
                lot_id: id(LOT),
                credits: credits(9),
                expires_at: at(),
            }),
            json!({ "subscription_id": SUBSCRIPTION, "customer_id": "ann", "plan": "pro", "month": 2, "due_at": INSTANT,
                    "late": true, "lot_id": LOT, "credits": 9, "expires_at": INSTANT }),
        ),
        (
            Event::MembershipSkipped(MembershipSkipped {
                subscription_id: id(SUBSCRIPTION),
                customer_id: id("ann"),
                plan: "pro".to_owned(),
                month: 2,
                due_at: at(),
                credits: credits(9),
                skipped: Skipped::Paused,
            }),
            json!({ "subscription_id": SUBSCRIPTION, "customer_id": "ann", "plan": "pro", "month": 2, "due_at": INSTANT,
                    "credits": 9, "skipped": "paused" }),
        ),
    ]
}

fn campaigns() -> Vec<(Event, Value)> {
    vec![
        (
            Event::CampaignRedeemed(CampaignRedeemed {
                redemption_id: id(REDEMPTION),
                campaign_id: id(CAMPAIGN),
                customer_id: id("ann"),
                order_id: Some(id(ORDER)),
                lot_id: None,
                credits: credits(0),
                discount: won(5),
                overrun: true,
            }),
            json!({ "redemption_id": REDEMPTION, "campaign_id": CAMPAIGN, "customer_id": "ann", "order_id": ORDER,
                    "lot_id": null, "credits": 0, "discount": 5, "overrun": true }),
        ),
        (
            Event::CampaignExhausted(CampaignExhausted {
                campaign_id: id(CAMPAIGN),
                gives: Gives::DiscountPercent,
                budget: 100,
                used: 99,
                redeemed: 7,
            }),
            json!({ "campaign_id": CAMPAIGN, "gives": "discount_percent", "budget": 100, "used": 99, "redeemed": 7 }),
        ),
    ]
}

fn endpoints() -> Vec<(Event, Value)> {
    vec![
        (
            Event::WebhookEndpointDisabled(WebhookEndpointDisabled {
                endpoint_id: id(ENDPOINT),
                reason: "it answered 410".to_owned(),
            }),
            json!({ "endpoint_id": ENDPOINT, "reason": "it answered 410" }),
        ),
        (
            Event::WebhookEndpointTested(WebhookEndpointTested {
                endpoint_id: id(ENDPOINT),
            }),
            json!({ "endpoint_id": ENDPOINT }),
        ),
    ]
}

#[test]
fn the_body_of_every_event_has_the_members_that_sellers_read() {
    let all = [
        orders(),
        payments(),
        of_payments::samples(),
        deposits(),
        lots(),
        balances(),
        memberships(),
        discrepancies::samples(),
        customers(),
        policies(),
        campaigns(),
        endpoints(),
    ]
    .concat();
    for (event, body) in &all {
        assert_eq!(&serde_json::to_value(event).unwrap(), body);
    }
    let seen: Vec<EventKind> = all.iter().map(|(event, _)| event.kind()).collect();
    let every: BTreeSet<&EventKind> = EventKind::ALL.iter().collect();
    assert_eq!(seen.iter().collect::<BTreeSet<_>>(), every);
    assert_eq!(seen.len(), every.len());
}
