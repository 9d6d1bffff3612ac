//! Cancels by the API and by an operator.

use axum::http::StatusCode;
use serde_json::json;

use super::super::{World, with};
use super::{
    FORM, approve, authenticated, book_entry, call, cancel, force, history, order, paid, row, rows,
};

fn ok(code: &str) -> (u16, String) {
    (200, code.to_owned())
}

#[tokio::test]
async fn the_last_part_is_a_part_too() {
    let world = World::new();
    let id = paid(&world, "order-1", 100).await;
    for (amount, rest) in [(30, 70), (30, 40), (40, 0)] {
        let extra = format!(
            "&merchantPayTransactionKey=refund-{rest}&doCompareRest=1&expectedRestAmount={rest}"
        );
        let reply = cancel(&world, &id, amount, &extra, None).await;
        assert_eq!(reply.code(), ok("Success"), "{:?}", reply.body);
        let body = &reply.json()["body"];
        assert_eq!(
            (&body["totalRestAmount"], &body["taxScopeRestAmount"]),
            (&json!(rest), &json!(rest))
        );
        assert_eq!(body["primaryPayCancelAmount"], amount);
    }
    let body = history(&world, &id).await;
    let part = |amount| row("04", "SUCCESS", amount);
    assert_eq!(
        rows(&body),
        [row("01", "SUCCESS", 100), part(30), part(30), part(40)]
    );
    assert_eq!(body["list"][2]["merchantPayTransactionKey"], "refund-40");
    assert_eq!(
        cancel(
            &world,
            &id,
            1,
            "&doCompareRest=1&expectedRestAmount=7",
            None
        )
        .await
        .code(),
        ok("AlreadyCanceled")
    );
    let entry = book_entry(&world).await;
    assert_eq!(
        (&entry["status"], &entry["cancelled"]),
        (&json!("CANCELLED"), &json!(100))
    );
    assert_eq!(entry["cancels"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn the_whole_in_one_go_is_a_full_cancel() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    assert_eq!(
        cancel(&world, &id, 1_000, "", None).await.code(),
        ok("Success")
    );
    let body = history(&world, &id).await;
    assert_eq!(
        rows(&body),
        [row("01", "SUCCESS", 1_000), row("03", "SUCCESS", 1_000)]
    );
    assert_eq!(
        cancel(&world, &id, 1_000, "", None).await.code(),
        ok("AlreadyCanceled")
    );
}

#[tokio::test]
async fn a_cancel_must_fit_the_payment() {
    let world = World::new();
    let mixed = with(
        with(order("order-1", 1_000), "taxScopeAmount", json!(700)),
        "taxExScopeAmount",
        json!(300),
    );
    let id = authenticated(&world, &mixed, "mixed").await;
    assert_eq!(
        cancel(&world, &id, 1, "", None).await.code(),
        ok("InvalidPaymentId"),
        "not approved yet"
    );
    approve(&world, &id, None).await;
    assert_eq!(
        cancel(&world, &id, 1_001, "", None).await.code(),
        ok("OverRemainAmount")
    );
    assert_eq!(
        cancel(&world, &id, 701, "", None).await.code(),
        ok("TaxScopeAmtGreaterThanRemainError")
    );
    assert_eq!(
        cancel(&world, &id, 100, "&environmentDepositAmount=1", None)
            .await
            .code(),
        ok("TaxScopeAmountError")
    );
    assert_eq!(
        cancel(&world, &id, 0, "", None).await.code(),
        ok("InvalidParameter")
    );
    assert_eq!(
        cancel(&world, &id, 1, "&doCompareRest=1", None)
            .await
            .code(),
        ok("RequireParameter")
    );
    assert_eq!(
        cancel(&world, &id, 1, "&doCompareRest=2", None)
            .await
            .code(),
        ok("InvalidParameter")
    );
    assert_eq!(
        cancel(&world, "20260102NP0000000000", 1, "", None)
            .await
            .code(),
        ok("InvalidPaymentId")
    );
    let differs = cancel(
        &world,
        &id,
        200,
        "&doCompareRest=1&expectedRestAmount=1000",
        None,
    )
    .await;
    assert_eq!(differs.code(), ok("RestAmountDiff"));
    assert!(
        differs.json()["message"].as_str().unwrap().contains("1000"),
        "the message tells the rest"
    );
    let fields = [
        ("paymentId", id.as_str()),
        ("cancelAmount", "10"),
        ("cancelReason", "r"),
        ("cancelRequester", "2"),
        ("taxScopeAmount", "10"),
        ("taxExScopeAmount", "0"),
    ];
    for (missing, _) in fields {
        let form: Vec<String> = fields
            .iter()
            .filter(|(name, _)| *name != missing)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            call(&world, "/v1/cancel", FORM, None, &form.join("&"))
                .await
                .code(),
            ok("RequireParameter"),
            "{missing}"
        );
    }
    assert_eq!(
        rows(&history(&world, &id).await).len(),
        1,
        "a rejected request leaves no row"
    );
    let taken = cancel(&world, &id, 650, "", None).await.json()["body"].clone();
    assert_eq!(
        (
            &taken["primaryPayCancelAmount"],
            &taken["npointCancelAmount"]
        ),
        (&json!(600), &json!(50))
    );
    assert_eq!(
        (&taken["applyRestAmount"], &taken["totalRestAmount"]),
        (&json!(250), &json!(350))
    );
}

#[tokio::test]
async fn reasons_are_limited_in_bytes() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    for (letters, code) in [(85, "Success"), (86, "InvalidParameter")] {
        let form = format!(
            "paymentId={id}&cancelAmount=1&cancelReason={}&cancelRequester=1&taxScopeAmount=1&taxExScopeAmount=0",
            "%EA%B0%80".repeat(letters)
        );
        assert_eq!(
            call(&world, "/v1/cancel", FORM, None, &form).await.code(),
            ok(code)
        );
    }
}

#[tokio::test]
async fn cancels_end_1095_days_after_the_day_of_payment() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    // Paid at 12:04 Korean time: the last day ends 11 hours and 55 minutes later.
    world.wait(1_095 * 24 * 60 + 11 * 60 + 55);
    assert_eq!(cancel(&world, &id, 1, "", None).await.code(), ok("Success"));
    world.wait(1);
    assert_eq!(
        cancel(&world, &id, 1, "", None).await.code(),
        ok("CancelDeadlineExpired")
    );
}

#[tokio::test]
async fn an_unfinished_cancel_finishes_by_itself() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    force(&world, "cancel", "CancelNotComplete").await;
    let reply = cancel(
        &world,
        &id,
        400,
        "&merchantPayTransactionKey=refund-1",
        None,
    )
    .await;
    assert_eq!(reply.code(), ok("CancelNotComplete"));
    assert_eq!(reply.json()["body"]["payHistId"], "");
    assert_eq!(
        rows(&history(&world, &id).await).len(),
        1,
        "what is under way is not in the history"
    );
    let other = cancel(
        &world,
        &id,
        100,
        "&merchantPayTransactionKey=refund-2",
        None,
    )
    .await;
    assert_eq!(other.code(), ok("PreCancelNotComplete"));
    world.wait(5);
    assert_eq!(
        rows(&history(&world, &id).await)[1],
        row("04", "SUCCESS", 400)
    );
    assert_eq!(
        cancel(&world, &id, 100, "", None).await.code(),
        ok("Success")
    );
}

#[tokio::test]
async fn an_unfinished_cancel_finishes_when_it_is_sent_again() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    force(&world, "cancel", "CancelNotComplete").await;
    let extra = "&merchantPayTransactionKey=refund-1";
    cancel(&world, &id, 400, extra, None).await;
    assert_eq!(
        cancel(&world, &id, 400, extra, None).await.code(),
        ok("Success")
    );
    assert_eq!(
        rows(&history(&world, &id).await),
        [row("01", "SUCCESS", 1_000), row("04", "SUCCESS", 400)]
    );
    assert_eq!(book_entry(&world).await["cancelled"], 400);
}

#[tokio::test]
async fn an_attempt_that_failed_at_the_bank_stays_in_the_history_and_moves_nothing() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    for code in [
        "FaultCheckOngoing",
        "MaintenanceOngoing",
        "InvalidDiscountCancelCondition",
    ] {
        force(&world, "cancel", code).await;
        assert_eq!(cancel(&world, &id, 400, "", None).await.code(), ok(code));
    }
    assert_eq!(
        rows(&history(&world, &id).await),
        [row("01", "SUCCESS", 1_000), row("04", "FAIL", 400)]
    );
    let entry = book_entry(&world).await;
    assert_eq!(
        (&entry["cancelled"], &entry["cancels"]),
        (&json!(0), &json!([]))
    );
}

#[tokio::test]
async fn an_operators_cancel_has_no_key_and_is_told_to_nobody() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    let body = json!({"paymentKey": id, "amount": 400});
    let reply = world.own("POST", "/naverpay/console/cancel", body).await;
    assert_eq!(reply.json()["body"]["totalRestAmount"], 600);
    let rest = world
        .own(
            "POST",
            "/naverpay/console/cancel",
            json!({"paymentKey": id}),
        )
        .await;
    assert_eq!(rest.json()["body"]["totalRestAmount"], 0);
    assert!(world.sent().await.is_empty());
    let cancels = book_entry(&world).await["cancels"].clone();
    assert_eq!(cancels[0]["reason"], "판매자 센터 취소");
    assert_eq!(cancels[0]["idempotency_key"], json!(null));
    let none_left = world
        .own(
            "POST",
            "/naverpay/console/cancel",
            json!({"paymentKey": id}),
        )
        .await;
    assert_eq!(none_left.code(), (400, "AlreadyCanceled".to_owned()));
    let misspelt = world
        .own("POST", "/naverpay/console/cancel", json!({"paymentId": id}))
        .await;
    assert_eq!(
        (misspelt.status, &misspelt.json()["error"]["field"]),
        (StatusCode::BAD_REQUEST, &json!("paymentId"))
    );
}
