//! Amended tax invoices that are due: listed, on the desk's first page, and in the numbers that alerts ask for.

use chrono::TimeDelta;
use credit_gateway::access::{Desk, Role};
use serde_json::{Value, json};

use super::{original, payment_of, with};
use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(
    what_is_due_is_listed_counted_and_timed_until_it_is_recorded,
    what_others_took_back_is_due_as_well,
    what_is_due_first_counts_and_what_was_amended_before_does_not,
);

impl World {
    async fn amendments_due(&self) -> Vec<Value> {
        let gateway = self.gateway();
        let list = gateway.get(Role::Support, "/v1/tax-amendments").await.ok();
        list["items"].as_array().unwrap().clone()
    }

    /// How many are due, how long the first waits, and how late it is.
    async fn amendment_numbers(&self) -> [i64; 3] {
        let metrics = self.gateway().browse("/metrics").await.text;
        [
            "tax_amendments_due",
            "tax_amendment_age_seconds",
            "tax_amendment_overdue_seconds",
        ]
        .map(|name| {
            let name = format!("credit_gateway_{name} ");
            let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
            line.unwrap().parse().unwrap()
        })
    }
}

/// An amended invoice of some won under a number that ends so.
fn amended(world: &World, end: &str, won: i64) -> Value {
    with(
        original(world),
        json!({
            "kind": "amended", "reason": "contract_ended", "approval_number": format!("202604084100020300000{end}"),
            "amount": won, "supply": won, "vat": 0,
        }),
    )
}

/// The refund is of 8 April: its amended invoice is issued by 10 May.
async fn what_is_due_is_listed_counted_and_timed_until_it_is_recorded(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    world.invoice(&payment, &original(world)).await.ok();
    assert_eq!(world.amendments_due().await, [json!(null); 0]);
    assert_eq!(world.amendment_numbers().await, [0, 0, 0]);
    world.spend("c1", 400).await.ok();
    let refund = world.refund(&payment).await;
    let due = world.amendments_due().await;
    let expected = json!({
        "payment_id": payment, "customer_id": "c1", "invoiced": 10_000, "amended": 0, "amendment_due": 6_000,
        "due_since": refund["settled_at"], "issue_by": "2026-05-10",
    });
    assert_eq!(due, [expected]);
    let browser = Browser::of(world, Desk::Support).await;
    let page = browser.page("/console").await;
    let tile = "class=\"open\"><a href=\"/console/tax-amendments\"";
    assert!(page.contains(tile), "{page}");
    let list = browser.page("/console/tax-amendments").await;
    for shown in [payment.as_str(), "6,000", "2026-05-10 24:00까지"] {
        assert!(list.contains(shown), "{shown}: {list}");
    }
    world.pass(TimeDelta::days(1));
    assert_eq!(world.amendment_numbers().await[..2], [1, 86_400]);
    // 00:00 of 11 May is the end of the day.
    world.pass(TimeDelta::days(31) + TimeDelta::hours(14));
    assert_eq!(world.amendment_numbers().await[2], 0);
    world.pass(TimeDelta::minutes(1));
    assert_eq!(world.amendment_numbers().await[2], 60);
    let some = amended(world, "080", 2_000);
    world.invoice(&payment, &some).await.ok();
    let due = world.amendments_due().await;
    assert_eq!(due[0]["amendment_due"], 4_000, "{due:?}");
    let rest = amended(world, "081", 4_000);
    world.invoice(&payment, &rest).await.ok();
    assert_eq!(world.amendments_due().await, [json!(null); 0]);
    assert_eq!(world.amendment_numbers().await, [0, 0, 0]);
}

async fn what_others_took_back_is_due_as_well(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = payment_of(&order);
    world.invoice(&payment, &original(world)).await.ok();
    let key = world.sandbox_books().await["toss"]["payments"][0]["payment_key"].clone();
    let cancel = json!({"paymentKey": key, "amount": 3_000});
    world.at_provider("/toss/console/cancel", &cancel).await;
    let seen = async || world.amendments_due().await.len() == 1;
    world.wait_until("the cancel is seen", seen).await;
    let due = world.amendments_due().await.remove(0);
    assert_eq!(
        (&due["amendment_due"], &due["issue_by"]),
        (&json!(3_000), &json!("2026-05-10")),
        "{due}"
    );
    // The record was of another payment: then nothing is due.
    world.pass(TimeDelta::minutes(1));
    let wrong = id_of(&world.invoices(&payment).await["items"][0]);
    let nothing = json!({
        "corrects": wrong, "note": "of another payment", "amount": 0, "supply": 0, "vat": 0,
    });
    let nothing = with(original(world), nothing);
    world.invoice(&payment, &nothing).await.ok();
    assert_eq!(world.amendments_due().await, [json!(null); 0]);
}

/// Half of the payment is invoiced, so that the first half that goes back needs no amended invoice.
async fn what_is_due_first_counts_and_what_was_amended_before_does_not(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let half = json!({"amount": 5_000, "supply": 4_546, "vat": 454});
    let half = with(original(world), half);
    world.invoice(&payment, &half).await.ok();
    let cancel = async |won: i64| {
        let key = world.sandbox_books().await["toss"]["payments"][0]["payment_key"].clone();
        let cancel = json!({"paymentKey": key, "amount": won});
        world.at_provider("/toss/console/cancel", &cancel).await;
        let path = format!("/v1/payments/{payment}");
        let gone = async || {
            let paid = world.gateway().get(Role::Support, &path).await.ok();
            paid["cancelled_outside"].as_i64().unwrap()
        };
        let before = gone().await;
        world
            .wait_until("the cancel is seen", async || gone().await > before)
            .await;
    };
    cancel(5_000).await;
    assert_eq!(world.amendments_due().await, [json!(null); 0]);
    let refund = world.refund(&payment).await;
    let due = world.amendments_due().await;
    assert_eq!(due[0]["amendment_due"], 5_000, "{due:?}");
    assert_eq!(due[0]["due_since"], refund["settled_at"], "{due:?}");
}
