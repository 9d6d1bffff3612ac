//! Orders that ended unpaid and were paid after all. Kakao Pay and Naver Pay send no webhook, and Toss's was lost.

use credit_gateway::flows::expiry;

use super::{always, result};
use crate::support::{
    buyer::{card_order, id_of, wallet_order},
    world::World,
};

both_engines!(
    .without_workers():
    an_order_that_expired_and_was_paid_is_completed_by_the_comparison,
);

async fn an_order_that_expired_and_was_paid_is_completed_by_the_comparison(world: &World) {
    let lost = always("webhook_lost", "webhook");
    world.faults("toss", lost).await;
    for provider in ["toss", "naverpay", "kakaopay"] {
        let wanted = match provider {
            "toss" => card_order(provider, "direct-1000", 1),
            _ => wallet_order(provider, provider),
        };
        let order = world.open_order(&wanted).await;
        world.pay_unheard(&order).await;
        world.pass_days(1);
        expiry::sweep(&world.apps[0]).await.unwrap();
        let ended = world.order(&id_of(&order)).await;
        assert_eq!(ended["state"], "expired", "{ended}");

        let run = world.reconcile_yesterday(provider).await;
        assert_eq!(
            result(&run),
            (1, 100_000, 0),
            "{provider}: all is explained: {run}"
        );
        let paid = world.order(&id_of(&order)).await;
        assert_eq!(
            paid["state"], "completed",
            "{provider}: the money is found: {paid}"
        );
        assert_eq!(world.balance(provider).await, 1_000);

        // A second comparison finds nothing to ask for.
        let again = world.reconcile_yesterday(provider).await;
        assert_eq!(result(&again).1, 100_000);
        assert_eq!(again["asked"], 0, "{again}");
        assert_eq!(world.lots(provider).await.len(), 1);
    }
    assert!(world.discrepancies().await.is_empty());
}
