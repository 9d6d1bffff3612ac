//! Every refusal has a status and its stable code. Nothing internal goes out.

#[path = "error_tests/disputes.rs"]
mod disputes;
#[path = "error_tests/proofs.rs"]
mod proofs;

use std::collections::BTreeSet;

use axum::{
    body::to_bytes,
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use chrono::DateTime;
use domain::{
    calendar::OutOfCalendar,
    deposit::DepositState,
    failure::Failure,
    id::{
        DepositId, EndpointId, Entropy, HoldId, OrderId, PaymentId, QuoteId, RefundId, SpendId,
        SubscriptionId,
    },
    kind::{Kind as CreditKind, ProviderId},
    membership::SubscriptionState,
    money::{Credits, Won},
    order::OrderState,
    product::NotForSale,
    refund::RefundState,
    refusal::Refusal,
    spend::HoldState,
};
use providers::{codes::UNDOCUMENTED, error::ProviderError};

use super::{INTERNAL, PROBLEM_TYPES, Problem, types::of_refusal};
use crate::{
    access::Role,
    flows::{FlowError, explain::Explanation},
};

struct Zero;

impl Entropy for Zero {
    fn bits(&mut self) -> u128 {
        0
    }
}

fn id<T>(make: impl FnOnce(DateTime<chrono::Utc>, &mut dyn Entropy) -> T) -> T {
    make(DateTime::UNIX_EPOCH, &mut Zero)
}

/// Refusals, each with the code that clients know it by.
#[expect(clippy::too_many_lines, reason = "one line for each refusal there is")]
fn refusals() -> Vec<(&'static str, Refusal)> {
    let (won, credits, at) = (Won::ZERO, Credits::ZERO, DateTime::UNIX_EPOCH);
    let (order, payment, quote) = (id(OrderId::new), id(PaymentId::new), id(QuoteId::new));
    let (spend, hold, refund, deposit) = (
        id(SpendId::new),
        id(HoldId::new),
        id(RefundId::new),
        id(DepositId::new),
    );
    let subscription = id(SubscriptionId::new);
    let draft = id(domain::id::PolicyDraftId::new);
    let campaign = id(domain::id::CampaignId::new);
    let contract = id(domain::id::ContractId::new);
    let code = || "CODE".parse().unwrap();
    let customer: domain::id::CustomerId = "c-1".parse().unwrap();
    let mut refusals = vec![
        ("customer_frozen", Refusal::CustomerFrozen(customer.clone())),
        ("customer_not_frozen", Refusal::NotFrozen(customer.clone())),
        ("customer_closed", Refusal::CustomerClosed(customer)),
        ("order_not_found", Refusal::NoOrder(order)),
        ("payment_not_found", Refusal::NoPayment(payment)),
        ("spend_not_found", Refusal::NoSpend(spend)),
        ("hold_not_found", Refusal::NoHold(hold)),
        ("quote_not_found", Refusal::NoQuote(quote)),
        ("refund_not_found", Refusal::NoRefund(refund)),
        ("deposit_not_found", Refusal::NoDeposit(deposit)),
        ("deposit_not_found", Refusal::NoDepositKey),
        (
            "month_not_found",
            Refusal::NoDueMonth(id(domain::id::DueMonthId::new)),
        ),
        (
            "month_settled",
            Refusal::MonthSettled {
                subscription,
                month: 1,
            },
        ),
        ("months_not_sold", Refusal::MonthsNotSold(subscription)),
        (
            "subscription_not_found",
            Refusal::NoSubscription(subscription),
        ),
        (
            "plan_unknown",
            Refusal::NoPlan {
                plan: "p".to_owned(),
                known: vec![],
            },
        ),
        (
            "already_subscribed",
            Refusal::AlreadySubscribed {
                plan: "p".to_owned(),
                other: subscription,
            },
        ),
        (
            "month_runs",
            Refusal::MonthRuns {
                plan: "p".to_owned(),
                subscription,
                until: at,
            },
        ),
        (
            "subscription_state",
            Refusal::SubscriptionIs {
                subscription,
                state: SubscriptionState::Ended,
            },
        ),
        (
            "month_not_due",
            Refusal::MonthNotDue {
                subscription,
                month: 1,
                next: 1,
                due_at: at,
            },
        ),
        ("own_approval", Refusal::OwnPolicyDraft(draft)),
        (
            "own_approval",
            Refusal::LetInByAsker {
                by: domain::actor::Actor::Gateway,
                at,
                until: at,
            },
        ),
        ("approval_stale", Refusal::PolicyDraftStale(draft)),
        (
            "approval_expired",
            Refusal::PolicyDraftExpired { draft, at },
        ),
        (
            "approval_settled",
            Refusal::PolicyDraftSettled {
                draft,
                state: domain::approval::ApprovalState::Rejected,
            },
        ),
        (
            "webhook_endpoint_not_found",
            Refusal::NoEndpoint(id(EndpointId::new)),
        ),
        (
            "not_for_sale",
            Refusal::NotForSale(NotForSale::UnknownProduct {
                product: "p".to_owned(),
                known: vec![],
            }),
        ),
        (
            "out_of_calendar",
            Refusal::OutOfCalendar(OutOfCalendar { year: 1 }),
        ),
        (
            "amount_below_minimum",
            Refusal::BelowMinimum {
                provider: ProviderId::known("toss"),
                amount: won,
                amount_min: won,
            },
        ),
        (
            "amount_above_maximum",
            Refusal::AboveMaximum {
                provider: ProviderId::known("toss"),
                method: domain::kind::Method::AccountTransfer,
                amount: won,
                amount_max: won,
            },
        ),
        (
            "depositor_taken",
            Refusal::DepositorTaken {
                other: order,
                amount: won,
            },
        ),
        (
            "order_not_open",
            Refusal::OrderNotOpen {
                order,
                state: OrderState::Expired,
            },
        ),
        ("order_confirming", Refusal::OrderConfirming { order }),
        (
            "account_issued",
            Refusal::AccountIssued { order, until: at },
        ),
        ("credits_below_one", Refusal::NoCredits),
        (
            "insufficient_credits",
            Refusal::InsufficientCredits {
                asked: credits,
                available: credits,
            },
        ),
        ("too_many_credits", Refusal::TooManyCredits),
        (
            "spend_already_reversed",
            Refusal::AlreadyReversed { spend, at },
        ),
        ("money_taken_back", Refusal::MoneyTakenBack(refund)),
        (
            "paid_with_other_amount",
            Refusal::PaidWithOtherAmount {
                order,
                paid: won,
                deposited: won,
            },
        ),
        (
            "hold_not_open",
            Refusal::HoldNotOpen {
                hold,
                state: HoldState::Captured,
            },
        ),
        ("hold_lapsed", Refusal::HoldLapsed { hold, at }),
        (
            "hold_lives_too_long",
            Refusal::HoldLivesTooLong { hold, at },
        ),
        (
            "held_lot_ended",
            Refusal::HeldLotEnded {
                hold,
                usable: credits,
                asked: credits,
            },
        ),
        (
            "capture_above_hold",
            Refusal::CaptureAboveHold {
                hold,
                held: credits,
                asked: credits,
            },
        ),
        ("kind_is_paid", Refusal::KindIsPaid(CreditKind::Bulk)),
        ("quote_expired", Refusal::QuoteExpired { quote, at }),
        (
            "quote_of_other_payment",
            Refusal::QuoteOfOther { quote, of: payment },
        ),
        (
            "quote_stale",
            Refusal::QuoteStale {
                quote,
                quoted: won,
                quoted_credits: credits,
                now: won,
                now_credits: credits,
            },
        ),
        (
            "not_refundable",
            Refusal::NotRefundable {
                payment,
                reasons: vec!["window_closed".to_owned()],
            },
        ),
        (
            "refund_open",
            Refusal::RefundOpen {
                refund,
                state: RefundState::Sent,
            },
        ),
        (
            "refund_not_open",
            Refusal::RefundNotOpen {
                refund,
                state: RefundState::Declined,
            },
        ),
        (
            "deposit_settled",
            Refusal::DepositSettled {
                deposit,
                state: DepositState::Returned,
            },
        ),
        (
            "deposit_amount_differs",
            Refusal::DepositAmountDiffers {
                deposit,
                order,
                deposited: won,
                amount: won,
            },
        ),
        ("not_a_bank_order", Refusal::NotABankOrder { order }),
        (
            "forfeit_not_confirmed",
            Refusal::ForfeitNotConfirmed {
                forfeited: credits,
                refundable: won,
            },
        ),
        (
            "open_business",
            Refusal::OpenBusiness {
                what: vec!["an open hold".to_owned()],
            },
        ),
        ("campaign_not_found", Refusal::NoCampaign(campaign)),
        (
            "promotion_code_taken",
            Refusal::PromotionCodeTaken {
                code: code(),
                campaign,
            },
        ),
        ("promotion_unknown", Refusal::NoPromotion(code())),
        (
            "promotion_not_yet",
            Refusal::PromotionNotYet { campaign, at },
        ),
        ("promotion_over", Refusal::PromotionOver { campaign, at }),
        ("promotion_used_up", Refusal::PromotionUsedUp(campaign)),
        (
            "promotion_redeemed",
            Refusal::PromotionRedeemed { campaign, times: 1 },
        ),
        (
            "promotion_not_for_product",
            Refusal::PromotionNotForProduct {
                campaign,
                product: "p".to_owned(),
                products: vec![],
            },
        ),
        (
            "promotion_by_contract",
            Refusal::PromotionByContract { campaign, contract },
        ),
        (
            "promotion_without_effect",
            Refusal::PromotionWithoutEffect(campaign),
        ),
        (
            "promotion_elsewhere",
            Refusal::PromotionElsewhere {
                campaign,
                gives: domain::campaign::Gives::Bonus,
                instead: "comes with an order",
            },
        ),
        ("idempotency_key_reused", Refusal::KeyReused),
    ];
    refusals.extend(disputes::refusals(payment));
    refusals.extend(proofs::refusals(payment));
    refusals
}

async fn body_of(problem: Problem) -> (StatusCode, axum::http::HeaderMap, serde_json::Value) {
    let response = problem.into_response();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, headers, serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn every_refusal_is_a_client_error_under_its_stable_code() {
    for (code, refusal) in refusals() {
        let kind = of_refusal(&refusal);
        assert_eq!(kind.code, code);
        assert!(kind.status.is_client_error(), "{}", kind.code);
    }
}

/// Nor does the answer show more than the key's id.
#[tokio::test]
async fn a_missing_key_is_the_operators_and_is_named() {
    let key = "0a1b2c3d".to_owned();
    let missing = Problem::from(Refusal::AccountKeyMissing { key });
    let (status, _, body) = body_of(missing).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body["code"], "account_key_missing");
    assert!(body["detail"].as_str().unwrap().contains("key 0a1b2c3d"));
}

#[test]
fn codes_are_stable_words_that_stand_for_one_kind_each() {
    let codes: BTreeSet<&str> = PROBLEM_TYPES.iter().map(|kind| kind.code).collect();
    assert_eq!(codes.len(), PROBLEM_TYPES.len());
    for code in codes {
        assert!(
            code.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{code}"
        );
    }
}

#[tokio::test]
async fn a_refusal_with_reasons_lists_them() {
    let payment = id(PaymentId::new);
    let refusal = Refusal::NotRefundable {
        payment,
        reasons: vec!["a".to_owned(), "b".to_owned()],
    };
    let (status, headers, body) = body_of(Problem::from(refusal)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(body["reasons"], serde_json::json!(["a", "b"]));
    assert_eq!(body["type"], "/docs#not_refundable");
    assert_eq!(body["status"], 422);
}

#[tokio::test]
async fn what_broke_inside_stays_inside() {
    let problem = Problem::from(FlowError::Failed(
        "password hunter2 in table customers".to_owned(),
    ));
    assert_eq!(problem.kind, &INTERNAL);
    assert!(problem.cause().contains("hunter2"));
    let (status, _, body) = body_of(problem).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!body.to_string().contains("hunter2"));

    let declined = ProviderError::Declined(Failure::new("REJECT", "card 1234"));
    let explanation = Explanation {
        code: "REJECT".to_owned(),
        message: None,
        words: &UNDOCUMENTED,
    };
    let problem = FlowError::Provider {
        error: declined,
        explanation: Some(explanation),
    };
    let (status, _, body) = body_of(Problem::from(problem)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body["provider"]["code"], "REJECT");
    assert_eq!(body["provider"]["support"], UNDOCUMENTED.support);
    assert!(!body.to_string().contains("1234"));
}

#[tokio::test]
async fn a_busy_gateway_says_when_to_come_back() {
    let (status, headers, body) = body_of(Problem::from(FlowError::Busy)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers[header::RETRY_AFTER], "1");
    assert_eq!(body["code"], "busy");
    let full = FlowError::TooManyStreams("8 are open".to_owned());
    let (status, headers, body) = body_of(Problem::from(full)).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(headers[header::RETRY_AFTER], "5");
    assert_eq!(body["code"], "too_many_streams");
}

#[tokio::test]
async fn a_forbidden_role_is_told_which_ones_may() {
    let (status, _, body) = body_of(Problem::forbidden(
        Role::Checkout,
        &[Role::Support, Role::Admin],
    ))
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(body["roles"], serde_json::json!(["support", "admin"]));
}
