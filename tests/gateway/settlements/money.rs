//! Money on the seller's account leads to settlement, payment, lot and refund.

use std::fmt::Write as _;

use credit_gateway::{
    access::Role,
    flows::settlements::{self, What},
};
use serde_json::{Value, json};

use super::all_explained;
use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_closed_difference_opens_again_with_another_amount,
    money_on_the_account_leads_to_payment_lot_and_refund,
);

impl World {
    /// Imports a statement of the seller's account with these rows: day, won, name.
    pub(super) async fn import_money(&self, rows: &[(String, i64, &str)]) -> settlements::Imported {
        let mut text = "거래일시,입금액,기재내용,거래후잔액\n".to_owned();
        for (day, won, name) in rows {
            writeln!(text, "{day} 11:00:00,{won},{name},").unwrap();
        }
        let named = ("account.csv", text.as_str());
        self.take_in(What::Statement, "kakaopay", named).await
    }

    pub(super) async fn read_one(&self, path: &str) -> Value {
        self.gateway().get(Role::Support, path).await.ok()
    }
}

/// A payout is some won short, which a person lets be. Then money arrives that was before it, and is much less.
async fn a_closed_difference_opens_again_with_another_amount(world: &World) {
    world.sell("kakaopay", 1).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    world.import_settlement("kakaopay", &text).await;
    world.pass_days(6);
    let list = world.read_one("/v1/settlements?provider=kakaopay").await;
    let settlement = &list["items"][0];
    let due: chrono::NaiveDate = settlement["paid_out_on"].as_str().unwrap().parse().unwrap();
    let net = settlement["net"].as_i64().unwrap();
    let after = |days| (due + chrono::Days::new(days)).to_string();
    let compare = async || {
        let run = world.compared("kakaopay", "statement", due).await;
        (run["open"].clone(), world.discrepancies().await)
    };
    let told = async || {
        let told = "SELECT COUNT(*) FROM events WHERE kind = 'discrepancy.found'";
        world.database.number(told).await
    };
    world
        .import_money(&[(after(2), net - 10, "카카오페이")])
        .await;
    let (_, found) = compare().await;
    assert_eq!(found[0]["their_amount"], json!(net - 10), "{found:?}");
    let close = format!("/v1/discrepancies/{}/close", id_of(&found[0]));
    let reason = json!({"reason": "the bank keeps ten won"});
    let post = async || world.gateway().post(Role::Support, &close, &reason).await;
    post().await.ok();
    let (open, found) = compare().await;
    assert_eq!((&open, &found[0]["state"]), (&json!(0), &json!("closed")));
    assert_eq!(told().await, 1, "the same difference is no news");

    let less = net - 5_000;
    world.import_money(&[(after(1), less, "카카오페이")]).await;
    let (open, found) = compare().await;
    assert_eq!(found.len(), 1, "it is one difference: {found:?}");
    assert_eq!(
        (&open, &found[0]["state"], &found[0]["their_amount"]),
        (&json!(1), &json!("open"), &json!(less)),
        "it is larger than the one that was closed"
    );
    assert_eq!(
        (&found[0]["closed_by"], &found[0]["reason"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(told().await, 2, "the seller is told as of a new one");
    compare().await;
    assert_eq!(told().await, 2, "it is open already");
    post().await.ok();
    let (open, _) = compare().await;
    assert_eq!((open, told().await), (json!(0), 2), "now this one is known");
}

async fn money_on_the_account_leads_to_payment_lot_and_refund(world: &World) {
    let sold = world.sell("kakaopay", 3).await;
    let refund = world.refund(&sold[0]).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    world.import_settlement("kakaopay", &text).await;
    let run = world.settle("kakaopay", day).await;
    assert!(all_explained(&run), "{run}");
    world.pass_days(6);
    let list = world.read_one("/v1/settlements?provider=kakaopay").await;
    let settlement = &list["items"][0];
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    let due: chrono::NaiveDate = settlement["paid_out_on"].as_str().unwrap().parse().unwrap();
    let net = settlement["net"].as_i64().unwrap();

    // It was due on a Sunday, and arrived ten won short on Monday; a buyer's transfer beside it is no payout.
    let monday = (due + chrono::Days::new(1)).to_string();
    let buyer = (monday.clone(), 10_000, "홍길동");
    world
        .import_money(&[(monday.clone(), net - 10, "(주)카카오페이"), buyer])
        .await;
    let run = world.compared("kakaopay", "statement", due).await;
    assert_eq!(
        (&run["rows"], &run["open"]),
        (&json!(1), &json!(1)),
        "{run}"
    );
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (
            &found["kind"],
            &found["source"],
            &found["their_amount"],
            &found["our_amount"]
        ),
        (
            &json!("amount"),
            &json!("statement"),
            &json!(net - 10),
            &json!(net)
        )
    );

    // The rest of it came on Tuesday in one sum.
    let tuesday = (due + chrono::Days::new(2)).to_string();
    world.import_money(&[(tuesday, net, "카카오페이")]).await;
    let run = world.compared("kakaopay", "statement", due).await;
    assert!(all_explained(&run), "{run}");

    let id = settlement["id"].as_str().unwrap().to_owned();
    let id = id.as_str();
    leads_to(
        world,
        id,
        &sold[0],
        &refund["id"],
        due + chrono::Days::new(2),
    )
    .await;
}

/// From the money that arrived on a day to the rows of its settlement, and from the cancel of one to payment, lot and refund.
async fn leads_to(
    world: &World,
    settlement: &str,
    payment: &str,
    refund: &Value,
    arrived: chrono::NaiveDate,
) {
    let whole = world
        .read_one(&format!("/v1/settlements/{settlement}"))
        .await;
    assert_eq!(whole["payout"]["amount"], whole["net"], "{whole}");
    let path = format!("/v1/settlement-rows?settlement_id={settlement}");
    let rows = world.read_one(&path).await;
    let rows = rows["items"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    let cancel = rows.iter().find(|row| row["kind"] == "cancel").unwrap();
    assert_eq!(
        (&cancel["payment_id"], &cancel["refund_id"]),
        (&json!(payment), refund)
    );
    let path = format!("/v1/settlement-rows/{}", cancel["id"].as_str().unwrap());
    let lineage = world.read_one(&path).await;
    assert_eq!(lineage["settlement"]["payout"]["day"], json!(arrived));
    assert_eq!(lineage["refund_ids"], json!([refund]));
    let lot = lineage["lot"]["id"].as_str().unwrap();
    assert!(lot.starts_with("lot_"), "{lineage}");
}
