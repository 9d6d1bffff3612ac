//! A gateway without the key of an account: the refund waits, says which key is missing, and is lost in no way.

use credit_gateway::{
    access::Role,
    flows::{self, Settled},
};
use serde_json::{Value, json};

use super::{account, beside, by_hand, give, id_of_key, new, old, payout, refund_at};
use crate::support::{buyer::id_of, world::World};

both_engines!(
    .without_workers():
    a_refund_whose_key_is_missing_waits_and_names_it,
    a_refund_is_not_sent_without_its_account,
    a_gateway_without_any_key_takes_no_account,
);

const FIRST: &str = "271828182845";
const SECOND: &str = "314159265358";

async fn a_refund_whose_key_is_missing_waits_and_names_it(world: &World) {
    let refund = by_hand(world, "c1", FIRST).await;
    let (_, other) = beside(world, vec![new()]).await;
    let key = id_of_key(old());
    let shown = refund_at(&other, &refund).await;
    let nothing = json!({"bank": "", "account_number": "", "holder": "", "missing_key": key});
    assert_eq!(
        (&shown["state"], &shown["refund_account"]),
        (&json!("by_hand"), &nothing)
    );
    let listed = other.get(Role::Support, "/v1/refunds").await.ok();
    assert_eq!(listed["items"][0]["refund_account"], nothing);
    let problem = payout(&other, &refund)
        .await
        .refused(503, "account_key_missing");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(&key) && !detail.contains("v1."), "{detail}");
    let read = "SELECT COUNT(*) FROM audit_log WHERE act = 'refund.payout_read'";
    assert_eq!(world.database.number(read).await, 0);
    // What happens to the refund meanwhile keeps the account as it is stored.
    let path = format!("/v1/refunds/{refund}/bounced");
    let reason = json!({"reason": "the account is closed"});
    let bounced = other.post(Role::Support, &path, &reason).await.ok();
    assert_eq!(bounced["refund_account"]["account_number"], "", "{bounced}");
    let there = refund_at(world.gateway(), &refund).await;
    assert_eq!(
        there["refund_account"]["account_number"], "********2845",
        "{there}"
    );
    assert_eq!(there["refund_account"]["missing_key"], Value::Null);
    // Another account needs no key but the gateway's own.
    give(&other, &refund, SECOND).await.ok();
    assert_eq!(payout(&other, &refund).await.ok()["account_number"], SECOND);
    payout(world.gateway(), &refund)
        .await
        .refused(503, "account_key_missing");
    let (_, both) = beside(world, vec![old(), new()]).await;
    assert_eq!(payout(&both, &refund).await.ok()["account_number"], SECOND);
}

async fn a_refund_is_not_sent_without_its_account(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let paid = json!({"orderId": order["id"], "depositorName": "홍길동"});
    world.at_provider("/toss/deposits", &paid).await;
    flows::payment::settle(&world.apps[0], id_of(&order).parse().unwrap(), None)
        .await
        .unwrap();
    let order = world.order(&id_of(&order)).await;
    let asked = world.request_refund(order["payment_id"].as_str().unwrap(), Some(account(FIRST)));
    let refund = id_of(&asked.await.ok());
    let (other, _) = beside(world, vec![new()]).await;
    let settled = flows::refund::settle(&other, refund.parse().unwrap(), None).await;
    let Settled::Stuck(why) = settled.unwrap() else {
        panic!("it does not wait for a person")
    };
    assert!(why.note.contains(&id_of_key(old())), "{}", why.note);
    assert_eq!(world.refund_state(&refund).await, "requested");
    let cancelled = &world.sandbox_books().await["toss"]["payments"][0]["cancelled"];
    assert_eq!(cancelled, 0);
    let settled = flows::refund::settle(&world.apps[0], refund.parse().unwrap(), None).await;
    assert_eq!(settled.unwrap(), Settled::Done, "with the key it is sent");
    assert_eq!(world.refund_state(&refund).await, "succeeded");
}

async fn a_gateway_without_any_key_takes_no_account(world: &World) {
    let refund = by_hand(world, "c1", FIRST).await;
    let (_, bare) = beside(world, Vec::new()).await;
    let refused = give(&bare, &refund, SECOND)
        .await
        .refused(503, "account_key_missing");
    assert!(
        refused["detail"].as_str().unwrap().contains("account_keys"),
        "{refused}"
    );
    assert_eq!(
        payout(world.gateway(), &refund).await.ok()["account_number"],
        FIRST
    );
}
