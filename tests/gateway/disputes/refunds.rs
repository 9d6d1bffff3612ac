//! Refunds that are open when the card company disputes their payment.

use credit_gateway::{access::Desk, flows, flows::Settled};
use serde_json::{Value, json};

use super::{lost, payment_of};
use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(a_refund_by_hand_waits_for_the_end_of_a_dispute);

mod unsent {
    use super::World;

    both_engines!(
        .without_workers():
        a_refund_that_was_not_sent_waits_for_the_end_of_a_dispute,
        a_refund_of_money_that_a_dispute_took_is_not_sent,
        a_refund_in_doubt_is_looked_up_and_not_sent_again,
    );

    async fn a_refund_that_was_not_sent_waits_for_the_end_of_a_dispute(world: &World) {
        super::not_sent(world).await;
    }

    async fn a_refund_of_money_that_a_dispute_took_is_not_sent(world: &World) {
        super::taken(world).await;
    }

    async fn a_refund_in_doubt_is_looked_up_and_not_sent_again(world: &World) {
        super::in_doubt(world).await;
    }
}

/// 600 of 1,000 credits are asked back, which Toss refuses as too late. Then all 10,000 won are disputed.
async fn a_refund_by_hand_waits_for_the_end_of_a_dispute(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    world.spend("c1", 400).await.ok();
    let refund = world.too_late(&payment).await;
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    let body = json!({"refund_account": account});
    world.at_refund(&refund, "account", &body).await.ok();
    world.payout(&refund).await.ok();
    let dispute = world.dispute(&payment, json!({})).await.ok();
    assert_eq!(dispute["amount"], 10_000, "{dispute}");
    world.payout(&refund).await.refused(409, "payment_disputed");
    let evidence = json!({"evidence": "transfer 1"});
    let said = world.at_refund(&refund, "paid", &evidence).await;
    said.refused(409, "payment_disputed");
    let browser = Browser::of(world, Desk::Support).await;
    let path = format!("/console/refunds/{}", id_of(&refund));
    let page = browser.page(&path).await;
    let to_dispute = format!("/console/disputes/{}", id_of(&dispute));
    assert!(
        page.contains("이의가 제기되어") && page.contains(&to_dispute),
        "{page}"
    );
    for act in ["/payout\"", "/paid\""] {
        assert!(!page.contains(act), "{act}: {page}");
    }
    let won = json!({"state": "won", "note": "the card company wrote"});
    world.decide(&id_of(&dispute), won).await.ok();
    let page = browser.page(&path).await;
    assert!(
        !page.contains("이의가 제기되어") && page.contains("/payout\""),
        "{page}"
    );
    world.payout(&refund).await.ok();
    let paid = world.at_refund(&refund, "paid", &evidence).await.ok();
    assert_eq!(paid["state"], "succeeded", "{paid}");
}

impl World {
    /// Does what a refund's job does.
    async fn settle_refund(&self, refund: &Value) -> Settled {
        let id = id_of(refund).parse().unwrap();
        let settled = flows::refund::settle(&self.apps[0], id, None).await;
        settled.unwrap()
    }

    async fn cancelled_at_toss(&self) -> i64 {
        let books = self.sandbox_books().await;
        books["toss"]["payments"][0]["cancelled"].as_i64().unwrap()
    }
}

/// A payment of 10,000 won and a refund of 6,000 of it that no job has sent.
async fn requested(world: &World) -> (String, Value) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    world.spend("c1", 400).await.ok();
    let refund = world.request_refund(&payment, None).await.ok();
    (payment, refund)
}

async fn not_sent(world: &World) {
    let (payment, refund) = requested(world).await;
    let dispute = world.dispute(&payment, json!({})).await.ok();
    assert_eq!(world.settle_refund(&refund).await, Settled::Done);
    assert_eq!(world.refund_state(&id_of(&refund)).await, "requested");
    assert_eq!(world.cancelled_at_toss().await, 0);
    let won = json!({"state": "won", "note": "the card company wrote"});
    world.decide(&id_of(&dispute), won).await.ok();
    let jobs = "SELECT COUNT(*) FROM jobs WHERE kind = 'settle_refund' AND state = 'waiting'";
    assert_eq!(world.database.number(jobs).await, 1);
    world.settle_refund(&refund).await;
    assert_eq!(world.refund_state(&id_of(&refund)).await, "succeeded");
    assert_eq!(world.cancelled_at_toss().await, 6_000);
}

async fn taken(world: &World) {
    let (payment, refund) = requested(world).await;
    let dispute = world.dispute(&payment, json!({})).await.ok();
    world
        .decide(&id_of(&dispute), lost("settlement"))
        .await
        .ok();
    assert_eq!(world.refund_state(&id_of(&refund)).await, "declined");
    assert_eq!(world.settle_refund(&refund).await, Settled::Done);
    assert_eq!(world.cancelled_at_toss().await, 0);
    assert_eq!(world.balance("c1").await, 0);
    let owed = world.balance_told("c1").await;
    assert_eq!(owed["debt"], 400, "{owed}");
    // The buyer may ask again for money that came again.
    let again = json!({"state": "reinstated", "note": "the card company paid it back"});
    world.decide(&id_of(&dispute), again).await.ok();
    assert_eq!(world.balance("c1").await, 600);
    let asked = world.request_refund(&payment, None).await.ok();
    world.settle_refund(&asked).await;
    assert_eq!(world.cancelled_at_toss().await, 6_000);
}

async fn in_doubt(world: &World) {
    let (payment, refund) = requested(world).await;
    let down = json!([
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel", "times": 1},
    ]);
    world.faults("toss", down).await;
    let later = world.settle_refund(&refund).await;
    assert!(matches!(later, Settled::Later(_)), "{later:?}");
    let dispute = world.dispute(&payment, json!({})).await.ok();
    let Settled::Later(why) = world.settle_refund(&refund).await else {
        panic!("it waits")
    };
    assert!(why.note.contains("disputed"), "{}", why.note);
    assert_eq!(world.cancelled_at_toss().await, 0);
    let won = json!({"state": "won", "note": "the card company wrote"});
    world.decide(&id_of(&dispute), won).await.ok();
    world.settle_refund(&refund).await;
    assert_eq!(world.refund_state(&id_of(&refund)).await, "succeeded");
}
