//! Refunds that a person transfers: the account, in any spelling and of the payer; a transfer that fails; the due date.

mod not_made;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::id_of, client::Answer, world::World};

const NUMBER: &str = "110-123 456-789";
const DIGITS: &str = "110123456789";

both_engines!(
    a_transfer_that_comes_back_goes_to_another_account,
    a_transfer_that_the_bank_refuses_is_not_paid_before_there_is_another_account,
    an_account_is_taken_in_the_spelling_of_people,
    what_is_due_is_told_and_listed,
);

fn account(number: &str, holder: &str) -> Value {
    json!({"bank": "088", "account_number": number, "holder": holder})
}

async fn a_transfer_that_comes_back_goes_to_another_account(world: &World) {
    let refund = world.by_hand().await;
    let path = format!("/v1/refunds/{}/paid", id_of(&refund));
    let evidence = json!({"evidence": "transfer 1"});
    let say_paid = async || {
        let gateway = world.gateway();
        let answer = gateway.post_under("paid-1", Role::Support, &path, &evidence);
        answer.await.ok()
    };
    let paid = say_paid().await;
    assert_eq!(
        world.number_of("SELECT refunded FROM payments").await,
        10_000
    );
    let bounced = world
        .at_refund(
            &refund,
            "bounced",
            &json!({"reason": "the account is closed"}),
        )
        .await
        .ok();
    assert_eq!(
        (&bounced["state"], &bounced["note"], &bounced["cancel_key"]),
        (
            &json!("bounced"),
            &json!("the account is closed"),
            &Value::Null
        ),
        "{bounced}"
    );
    assert_eq!(
        world.number_of("SELECT in_flight FROM payments").await,
        10_000
    );
    assert_eq!(world.balance("c1").await, 0);
    // The same request again gets the same answer, whatever happened to the refund since.
    assert_eq!(say_paid().await, paid);
    world.payout(&refund).await.refused(409, "refund_not_open");
    let body = json!({"refund_account": account("333 444 555 666", "홍길동")});
    let again = world.at_refund(&refund, "account", &body).await.ok();
    assert_eq!(again["state"], "by_hand", "{again}");
    assert_eq!(
        world.payout(&refund).await.ok()["account_number"],
        "333444555666"
    );
    let paid = world
        .at_refund(&refund, "paid", &json!({"evidence": "transfer 2"}))
        .await
        .ok();
    assert_eq!(
        (&paid["state"], &paid["cancel_key"]),
        (&json!("succeeded"), &json!("transfer 2"))
    );
    assert_eq!(
        world.number_of("SELECT refunded FROM payments").await,
        10_000
    );
    for (act, times) in [("refund.bounced", 1), ("refund.account", 1)] {
        let sql = format!("SELECT COUNT(*) FROM audit_log WHERE act = '{act}'");
        assert_eq!(world.number_of(&sql).await, times, "{act}");
    }
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'refund.bounced'";
    assert_eq!(world.number_of(told).await, 1);
}

async fn a_transfer_that_the_bank_refuses_is_not_paid_before_there_is_another_account(
    world: &World,
) {
    let refund = world.by_hand().await;
    let reason = json!({"reason": "no such account"});
    world.at_refund(&refund, "bounced", &reason).await.ok();
    let evidence = json!({"evidence": "transfer 1"});
    world
        .at_refund(&refund, "paid", &evidence)
        .await
        .refused(409, "refund_not_open");
    world
        .at_refund(&refund, "bounced", &reason)
        .await
        .refused(409, "refund_not_open");
    let metrics = world.gateway().browse("/metrics").await;
    assert!(
        metrics.text.contains("credit_gateway_refunds_bounced 1"),
        "{}",
        metrics.text
    );
    let body = json!({"refund_account": account(NUMBER, "홍길동")});
    world.at_refund(&refund, "account", &body).await.ok();
    world.at_refund(&refund, "paid", &evidence).await.ok();
}

async fn an_account_is_taken_in_the_spelling_of_people(world: &World) {
    let refund = world.by_hand().await;
    assert_eq!(world.payout(&refund).await.ok()["account_number"], DIGITS);
    for bad in [
        "110.123.456",
        "1-2-3-4-5",
        "1101234567890123456789",
        "abcdefgh",
        "",
    ] {
        let body = json!({"refund_account": account(bad, "홍길동")});
        let refused = world.at_refund(&refund, "account", &body).await;
        let refused = refused.refused(422, "invalid_field");
        assert_eq!(refused["field"], "refund_account", "{bad}");
        assert!(
            refused["rule"].as_str().unwrap().contains("6 to 20 digits"),
            "{bad}: {refused}"
        );
    }
}

/// Requested on Wednesday, 8 April 2026: the third business day is Monday, the 13th.
async fn what_is_due_is_told_and_listed(world: &World) {
    let refund = world.by_hand().await;
    assert_eq!(refund["due_at"], "2026-04-14T00:00:00+09:00");
    let due_before = async |at: &str| {
        let path = format!("/v1/refunds?due_before={at}");
        let listed = world.gateway().get(Role::Support, &path).await.ok();
        listed["items"].as_array().unwrap().len()
    };
    assert_eq!(due_before("2026-04-14T00:00:00%2B09:00").await, 0);
    assert_eq!(due_before("2026-04-14T00:00:01%2B09:00").await, 1);
    let overdue = async || {
        let metrics = world.gateway().browse("/metrics").await;
        let line = metrics
            .text
            .lines()
            .find(|line| line.starts_with("credit_gateway_refund_overdue_seconds"));
        line.unwrap().to_owned()
    };
    assert_eq!(overdue().await, "credit_gateway_refund_overdue_seconds 0");
    world.set("2026-04-14T00:00:00+09:00");
    world.pass(TimeDelta::seconds(90));
    assert_eq!(overdue().await, "credit_gateway_refund_overdue_seconds 90");
    let evidence = json!({"evidence": "transfer 1"});
    world.at_refund(&refund, "paid", &evidence).await.ok();
    assert_eq!(overdue().await, "credit_gateway_refund_overdue_seconds 0");
}

impl World {
    async fn by_hand(&self) -> Value {
        let order = self.buy_by_transfer("c1", "direct-1000", "홍길동").await;
        let payment = order["payment_id"].as_str().unwrap();
        let refund = self
            .request_refund(payment, Some(account(NUMBER, "홍길동")))
            .await
            .ok();
        assert_eq!(refund["state"], "by_hand", "{refund}");
        refund
    }

    /// A refund that its provider refused for good as too late, and that a person handles.
    pub(crate) async fn too_late(&self, payment: &str) -> Value {
        let late = json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
        self.faults("toss", late).await;
        let refund = self.request_refund(payment, None).await.ok();
        let id = id_of(&refund);
        // The refund's state after the provider's final refusal.
        let flow = domain::books::refunds::ObserveRefund {
            customer: "c1".parse().unwrap(),
            refund: id.parse().unwrap(),
            outcome: domain::books::refunds::RefundOutcome::ByHand(domain::failure::Failure::new(
                "EXCEED_CANCELABLE_DATE",
                "too late",
            )),
        };
        let sent = async || self.refund_state(&id).await != "requested";
        self.wait_until("the refund is sent", sent).await;
        self.apps[0]
            .apply(domain::command::Command::new(
                flow,
                domain::actor::Actor::Provider("toss".parse().unwrap()),
            ))
            .await
            .unwrap();
        self.faults("toss", json!([])).await;
        refund
    }

    pub(crate) async fn at_refund(&self, refund: &Value, verb: &str, body: &Value) -> Answer {
        let path = format!("/v1/refunds/{}/{verb}", id_of(refund));
        self.gateway().post(Role::Support, &path, body).await
    }

    pub(crate) async fn payout(&self, refund: &Value) -> Answer {
        let path = format!("/v1/refunds/{}/payout", id_of(refund));
        self.gateway().get(Role::Support, &path).await
    }

    async fn number_of(&self, sql: &str) -> i64 {
        self.database.number(sql).await
    }
}
