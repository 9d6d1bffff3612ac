//! Files that nobody imported and money that never arrived: the schedule finds them.

use credit_gateway::flows::reconcile;
use serde_json::{Value, json};

use crate::{reconciliation::result, support::world::World};

both_engines!(
    a_file_that_never_came_is_one_difference_until_it_comes,
    a_seller_who_imports_no_file_is_asked_for_none,
    money_that_never_arrived_is_found_by_the_schedule,
);

impl World {
    /// The open differences of a source.
    async fn open_at(&self, source: &str) -> Vec<Value> {
        let all = self.discrepancies().await;
        let open = |it: &Value| it["source"] == source && it["state"] == "open";
        all.into_iter().filter(open).collect()
    }
}

/// The file of the first day is imported; that of the second is forgotten.
async fn a_file_that_never_came_is_one_difference_until_it_comes(world: &World) {
    world.sell("kakaopay", 1).await;
    let first = world.today();
    world.pass_days(1);
    world.sell("kakaopay", 3).await;
    let second = world.today();
    let text = world.settlement_file("kakaopay", first).await;
    world.import_settlement("kakaopay", &text).await;
    world.pass_days(8);
    reconcile::sweep(&world.apps[0]).await.unwrap();
    let open = world.open_at("settlements").await;
    assert_eq!(open.len(), 1, "one for the day: {open:?}");
    let facts = ["kind", "day", "our_amount", "row_key"].map(|name| &open[0][name]);
    let row = format!("day:{second}");
    assert_eq!(
        facts,
        [
            &json!("missing_there"),
            &json!(second),
            &json!(30_000),
            &json!(row)
        ]
    );
    let text = world.settlement_file("kakaopay", second).await;
    world.import_settlement("kakaopay", &text).await;
    let run = world.settle("kakaopay", second).await;
    assert_eq!(result(&run), (3, 100_000, 0), "{run}");
}

async fn a_seller_who_imports_no_file_is_asked_for_none(world: &World) {
    world.sell("naverpay", 1).await;
    let day = world.today();
    world.pass_days(8);
    reconcile::sweep(&world.apps[0]).await.unwrap();
    let listed =
        "SELECT COUNT(*) FROM reconciliations WHERE provider = 'naverpay' AND source = 'movements'";
    assert!(world.database.number(listed).await > 0, "{day} is compared");
    let others = "SELECT COUNT(*) FROM reconciliations WHERE provider = 'naverpay' AND source <> 'movements'";
    assert_eq!(world.database.number(others).await, 0);
}

/// Two days are paid out; the statement shows the money of the first, and never that of the second.
async fn money_that_never_arrived_is_found_by_the_schedule(world: &World) {
    let mut due = Vec::new();
    for _ in 0..2 {
        world.sell("kakaopay", 1).await;
        let day = world.today();
        world.pass_days(1);
        let text = world.settlement_file("kakaopay", day).await;
        let taken = world.import_settlement("kakaopay", &text).await;
        due.extend(taken.paid_out);
    }
    world.pass_days(6);
    let settlements = world.read_one("/v1/settlements?provider=kakaopay").await;
    let net = settlements["items"][0]["net"].as_i64().unwrap();
    world
        .import_money(&[(due[0].to_string(), net, "카카오페이")])
        .await;
    world.pass_days(6);
    reconcile::sweep(&world.apps[0]).await.unwrap();
    let open = world.open_at("statement").await;
    assert_eq!(open.len(), 1, "{open:?}");
    let facts = ["kind", "day", "our_amount"].map(|name| &open[0][name]);
    assert_eq!(
        facts,
        [&json!("missing_there"), &json!(due[1]), &json!(net)]
    );
}
