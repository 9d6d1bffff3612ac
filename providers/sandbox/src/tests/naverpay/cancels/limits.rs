//! Cancels that are refused or limited.

use serde_json::json;

use super::super::super::{World, with};
use super::super::{FORM, approve, authenticated, call, cancel, history, ok, order, paid, rows};

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
    assert_eq!(
        rows(&history(&world, &id).await).len(),
        1,
        "a rejected request leaves no row"
    );
}

#[tokio::test]
async fn a_cancel_names_everything_it_must() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
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
