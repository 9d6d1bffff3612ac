//! What a dispute takes from a payout and brings again, in the report of Toss and in a file.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::all_explained;
use crate::{reconciliation::result, support::world::World};

both_engines!(
    .without_workers():
    what_a_dispute_took_from_a_payout_is_explained_and_so_is_what_came_again,
);

impl World {
    /// The provider keeps an amount back from its payouts, or pays it out again.
    async fn withhold(&self, provider: &str, payment: &str, amount: i64) {
        let sql = format!("SELECT payment_key, order_id FROM payments WHERE id = '{payment}'");
        let row = self.database.rows(&sql).await.remove(0);
        let body = json!({"paymentKey": row[0], "orderId": row[1], "amount": amount});
        let path = format!("/{provider}/console/withhold");
        self.at_provider(&path, &body).await;
    }

    async fn decided(&self, dispute: &Value, body: Value) {
        let path = format!("/v1/disputes/{}/decision", dispute["id"].as_str().unwrap());
        self.gateway().post(Role::Support, &path, &body).await.ok();
    }

    /// Today's settlement on the day after next, by the API or by a file.
    async fn settled_today(&self, provider: &'static str) -> Value {
        let day = self.today();
        self.pass_days(2);
        if provider != "toss" {
            let text = self.settlement_file(provider, day).await;
            self.import_settlement(provider, &text).await;
        }
        self.settle(provider, day).await
    }
}

fn by(run: &Value) -> Vec<&str> {
    let parts = run["explained_by"].as_array().unwrap().iter();
    parts.map(|part| part["by"].as_str().unwrap()).collect()
}

async fn what_a_dispute_took_from_a_payout_is_explained_and_so_is_what_came_again(world: &World) {
    for provider in ["toss", "kakaopay", "naverpay"] {
        let payment = world.sell(provider, 1).await.remove(0);
        let paid = world.settled_today(provider).await;
        assert!(all_explained(&paid), "{paid}");
        let path = format!("/v1/payments/{payment}/disputes");
        let body = json!({"reference": "CB-1", "reason": "not my purchase", "amount": 4_000});
        let dispute = world.gateway().post(Role::Support, &path, &body).await.ok();
        // The deduction comes before anybody recorded what became of the dispute.
        world.withhold(provider, &payment, -4_000).await;
        let day = world.today();
        let early = world.settled_today(provider).await;
        assert_eq!(early["open"], 1, "nobody said that it was lost: {early}");
        let lost =
            json!({"state": "lost", "taken": "settlement", "note": "the card company wrote"});
        world.decided(&dispute, lost).await;
        let taken = world.settle(provider, day).await;
        assert_eq!(result(&taken), (1, 100_000, 0), "{taken}");
        assert_eq!(by(&taken), ["dispute"], "{taken}");
        world.withhold(provider, &payment, 4_000).await;
        let again = json!({"state": "reinstated", "note": "paid back"});
        world.decided(&dispute, again).await;
        let back = world.settled_today(provider).await;
        assert_eq!(result(&back), (1, 100_000, 0), "{back}");
        assert_eq!(by(&back), ["dispute"], "{back}");
        let taken = world.settle(provider, day).await;
        assert_eq!(result(&taken), (1, 100_000, 0), "{taken}");
    }
}
