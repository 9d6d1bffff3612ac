//! Cancels at a provider's own console that no webhook reports, long after the payment.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{buyer::wallet_order, world::World};

both_engines!(a_cancel_at_the_console_is_found_on_day_100);

/// When the only order is looked up again; 0 when it is not.
const NEXT_LOOK: &str = "SELECT CAST(COALESCE(MIN(run_at), 0) AS BIGINT) FROM jobs \
    WHERE kind = 'settle_order' AND state = 'waiting'";

/// Neither Kakao Pay nor Naver Pay sends a webhook.
async fn a_cancel_at_the_console_is_found_on_day_100(world: &World) {
    for provider in ["kakaopay", "naverpay"] {
        let order = world.open_order(&wallet_order(provider, provider)).await;
        world.pay(&order).await;
    }
    for days in [1, 14, 85] {
        world.pass(TimeDelta::days(days));
        let looked =
            async || world.database.number(NEXT_LOOK).await > world.now().timestamp_micros();
        world.wait_until("the next look is promised", looked).await;
    }
    for provider in ["kakaopay", "naverpay"] {
        let books = world.sandbox_books().await;
        let key = &books[provider]["payments"][0]["payment_key"];
        let cancel = json!({"paymentKey": key, "amount": 10_000});
        world
            .at_provider(&format!("/{provider}/console/cancel"), &cancel)
            .await;
        assert_eq!(world.balance(provider).await, 1_000);
    }
    world.pass(TimeDelta::days(28));
    for provider in ["kakaopay", "naverpay"] {
        let gone = async || world.balance(provider).await == 0;
        world.wait_until("the credits go", gone).await;
    }
}
