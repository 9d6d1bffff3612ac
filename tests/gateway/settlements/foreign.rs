//! Rows that name an order of ours beside the payment of another order, or in the file of a provider that the order was never begun at.

use serde_json::Value;

use super::all_explained;
use crate::support::world::World;

both_engines!(
    .without_workers():
    a_row_with_the_payment_of_another_order_takes_nothing_from_either,
    a_row_of_an_order_of_another_provider_is_a_difference_and_no_more,
);

/// A column of the payments of a provider, in the order in which they were made.
async fn of_payments(world: &World, provider: &str, column: &str) -> Vec<String> {
    let sql = format!("SELECT {column} FROM payments WHERE provider = '{provider}' ORDER BY id");
    let rows = world.database.rows(&sql).await.into_iter();
    rows.flatten().collect()
}

/// The kinds of what differs in a comparison, each with the order that it names.
async fn differences(world: &World, run: &Value) -> Vec<(String, String)> {
    assert_eq!(run["state"], "finished", "{run}");
    let all = world.discrepancies().await.into_iter();
    let told = all.map(|it| {
        let [kind, order] = ["kind", "order_ref"].map(|name| it[name].as_str().unwrap().to_owned());
        (kind, order)
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

/// A file of Kakao Pay with two sales: in the first line another text stands in the place of one.
async fn kakao_file(world: &World, wrong: &str, right: &str) -> Value {
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(lines[1].contains(right), "{text}");
    lines[1] = lines[1].replace(right, wrong);
    let text = format!("{}\r\n", lines.join("\r\n"));
    let taken = world.import_settlement("kakaopay", &text).await;
    assert_eq!((taken.kept.added, taken.unread.len()), (2, 0), "{text}");
    world.settle("kakaopay", day).await
}

/// The provider says that the payment is for the other order. It is no second payment of this one, which a person could give back.
async fn a_row_with_the_payment_of_another_order_takes_nothing_from_either(world: &World) {
    world.sell("kakaopay", 2).await;
    let keys = of_payments(world, "kakaopay", "payment_key").await;
    let orders = of_payments(world, "kakaopay", "order_id").await;
    let run = kakao_file(world, &keys[1], &keys[0]).await;
    let of_first = |kind: &str| (kind.to_owned(), orders[0].clone());
    assert_eq!(
        differences(world, &run).await,
        [of_first("duplicate"), of_first("missing_there")]
    );
    let contradictions = "SELECT COUNT(*) FROM contradictions";
    assert_eq!(world.database.number(contradictions).await, 0);
}

/// Kakao Pay is not compared by what Toss was paid, and Toss is not asked about a name of Kakao Pay's.
async fn a_row_of_an_order_of_another_provider_is_a_difference_and_no_more(world: &World) {
    world.sell("kakaopay", 2).await;
    world.sell("toss", 1).await;
    let orders = of_payments(world, "kakaopay", "order_id").await;
    let other = of_payments(world, "toss", "order_id").await.remove(0);
    let day = world.today();
    let run = kakao_file(world, &other, &orders[0]).await;
    let told = |kind: &str, order: &String| (kind.to_owned(), order.clone());
    assert_eq!(
        differences(world, &run).await,
        [told("duplicate", &other), told("missing_there", &orders[0])]
    );
    assert_eq!(run["asked"], 1, "about its own payment alone: {run}");
    let toss = world.reconcile("toss", day).await;
    assert!(all_explained(&toss), "{toss}");
}
