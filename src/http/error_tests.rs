//! Every refusal has a status and the code that the domain gives it. Nothing internal goes out.

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
    id::{DepositId, Entropy, HoldId, OrderId, PaymentId, QuoteId, RefundId, SpendId},
    kind::{Kind as CreditKind, ProviderId},
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

#[expect(clippy::too_many_lines, reason = "one line for each refusal there is")]
fn refusals() -> Vec<Refusal> {
    let (won, credits, at) = (Won::ZERO, Credits::ZERO, DateTime::UNIX_EPOCH);
    let (order, payment, quote) = (id(OrderId::new), id(PaymentId::new), id(QuoteId::new));
    let (spend, hold, refund, deposit) = (
        id(SpendId::new),
        id(HoldId::new),
        id(RefundId::new),
        id(DepositId::new),
    );
    let customer: domain::id::CustomerId = "c-1".parse().unwrap();
    vec![
        Refusal::CustomerClosed(customer),
        Refusal::NoOrder(order),
        Refusal::NoPayment(payment),
        Refusal::NoSpend(spend),
        Refusal::NoHold(hold),
        Refusal::NoQuote(quote),
        Refusal::NoRefund(refund),
        Refusal::NoDeposit(deposit),
        Refusal::NoDepositKey,
        Refusal::NotForSale(NotForSale::UnknownProduct {
            product: "p".to_owned(),
            known: vec![],
        }),
        Refusal::OutOfCalendar(OutOfCalendar { year: 1 }),
        Refusal::BelowMinimum {
            provider: ProviderId::known("toss"),
            amount: won,
            amount_min: won,
        },
        Refusal::AboveMaximum {
            provider: ProviderId::known("toss"),
            method: domain::kind::Method::AccountTransfer,
            amount: won,
            amount_max: won,
        },
        Refusal::DepositorTaken {
            other: order,
            amount: won,
        },
        Refusal::OrderNotOpen {
            order,
            state: OrderState::Expired,
        },
        Refusal::OrderConfirming { order },
        Refusal::AccountIssued { order, until: at },
        Refusal::NoCredits,
        Refusal::InsufficientCredits {
            asked: credits,
            available: credits,
        },
        Refusal::TooManyCredits,
        Refusal::AlreadyReversed { spend, at },
        Refusal::MoneyTakenBack(refund),
        Refusal::PaidWithOtherAmount {
            order,
            paid: won,
            deposited: won,
        },
        Refusal::HoldNotOpen {
            hold,
            state: HoldState::Captured,
        },
        Refusal::HoldLapsed { hold, at },
        Refusal::CaptureAboveHold {
            hold,
            held: credits,
            asked: credits,
        },
        Refusal::KindIsPaid(CreditKind::Bulk),
        Refusal::QuoteExpired { quote, at },
        Refusal::QuoteOfOther { quote, of: payment },
        Refusal::QuoteStale {
            quote,
            quoted: won,
            quoted_credits: credits,
            now: won,
            now_credits: credits,
        },
        Refusal::NotRefundable {
            payment,
            reasons: vec!["window_closed".to_owned()],
        },
        Refusal::RefundOpen {
            refund,
            state: RefundState::Sent,
        },
        Refusal::RefundNotOpen {
            refund,
            state: RefundState::Declined,
        },
        Refusal::DepositSettled {
            deposit,
            state: DepositState::Returned,
        },
        Refusal::DepositAmountDiffers {
            deposit,
            order,
            deposited: won,
            amount: won,
        },
        Refusal::NotABankOrder { order },
        Refusal::ForfeitNotConfirmed {
            forfeited: credits,
            refundable: won,
        },
        Refusal::OpenBusiness {
            what: vec!["an open hold".to_owned()],
        },
        Refusal::KeyReused,
    ]
}

async fn body_of(problem: Problem) -> (StatusCode, axum::http::HeaderMap, serde_json::Value) {
    let response = problem.into_response();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, headers, serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn every_refusal_is_a_client_error_under_the_code_of_the_domain() {
    for refusal in refusals() {
        let kind = of_refusal(&refusal);
        assert_eq!(kind.code, refusal.code());
        assert!(kind.status.is_client_error(), "{}", kind.code);
    }
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
