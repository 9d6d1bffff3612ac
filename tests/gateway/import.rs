//! Deposits that PayAction reports and deposits that a person imports from a statement, through the same books.

mod statements;

use credit_gateway::{
    access::Role,
    flows::import::{self, Became, Mode, Source},
};
use providers::bank::statement;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    world::{PAYACTION_KEY, World},
};

both_engines!(
    a_movement_told_by_payaction_mints,
    a_match_without_a_movement_mints_nothing,
    a_wrong_key_changes_nothing,
    a_notice_whose_key_is_not_kept_is_not_replayed,
);

async fn a_movement_told_by_payaction_mints(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let told = json!({"depositor_name": "홍 길동", "amount": 10_000, "order_number": "1"});
    for _ in 0..2 {
        let answer = world.at_provider("/bank/payaction/deposits", &told).await;
        assert_eq!(answer["delivered"], true, "{answer}");
    }
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    assert_eq!(world.balance("c1").await, 1_000);
    // The second is another movement: its balance differs.
    assert_eq!(world.count("deposits").await, 2);
    assert_eq!(world.count("deposits WHERE state = 'duplicate'").await, 1);
}

async fn a_match_without_a_movement_mints_nothing(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let matched = json!({"depositor_name": "홍길동", "amount": 10_000, "order_number": id_of(&order), "match_only": true});
    let withdrawn = json!({"depositor_name": "홍길동", "amount": 10_000, "withdrawn": true});
    let elsewhere =
        json!({"depositor_name": "홍길동", "amount": 10_000, "account_number": "99999999999999"});
    for told in [matched, withdrawn, elsewhere] {
        let answer = world.at_provider("/bank/payaction/deposits", &told).await;
        assert_eq!(answer["delivered"], true, "{answer}");
    }
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
    assert_eq!(
        (world.count("deposits").await, world.count("inbox").await),
        (0, 3)
    );
}

async fn a_wrong_key_changes_nothing(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let refused = world
        .payaction("wrong", "t1", "2026-04-08T10:05:00+09:00")
        .await;
    assert_eq!(
        refused.refused(401, "webhook_unverified")["rule"],
        "bad_secret"
    );
    assert_eq!(world.count("deposits").await, 0);
    let taken = world
        .payaction(PAYACTION_KEY, "t1", "2026-04-08T10:05:00+09:00")
        .await;
    assert_eq!(
        (taken.status, taken.text.as_str()),
        (200, r#"{"status":"success"}"#)
    );
    // Sent again, and once more under another trace: still one movement.
    for trace in ["t1", "t2"] {
        assert_eq!(
            world
                .payaction(PAYACTION_KEY, trace, "2026-04-08T10:05:00+09:00")
                .await
                .status,
            200
        );
    }
    assert_eq!(
        (world.count("deposits").await, world.balance("c1").await),
        (1, 1_000)
    );
    let kept = world.database.rows("SELECT headers FROM inbox").await;
    assert!(
        !format!("{kept:?}").contains(PAYACTION_KEY),
        "the key is kept: {kept:?}"
    );
}

async fn a_notice_whose_key_is_not_kept_is_not_replayed(world: &World) {
    world
        .payaction(PAYACTION_KEY, "t1", "2026-04-08T10:05:00+09:00")
        .await;
    let inbox = world.gateway().get(Role::Support, "/v1/inbox").await.ok();
    let path = format!("/v1/inbox/{}/replay", id_of(&inbox["items"][0]));
    let refused = world
        .gateway()
        .post(Role::Support, &path, &Value::Null)
        .await;
    assert!(
        refused.status == 400 || refused.status == 422,
        "{} {}",
        refused.status,
        refused.text
    );
}

impl World {
    async fn import(&self, file: &str, mode: Mode) -> Vec<Became> {
        let rows = statement::read(file.as_bytes(), None).unwrap();
        let source = Source {
            by: "김담당".to_owned(),
            file: "april.csv".to_owned(),
        };
        import::statement(&self.apps[0], &rows, &source, mode)
            .await
            .unwrap()
    }

    async fn count(&self, of: &str) -> i64 {
        self.database
            .number(&format!("SELECT COUNT(*) FROM {of}"))
            .await
    }

    /// A movement of 10,000 won from 홍길동 that the sandbox does not have.
    async fn payaction(&self, key: &str, trace: &str, at: &str) -> crate::support::client::Answer {
        let body = json!({"transaction_type": "deposited", "bank_account_number": "12345678901234", "amount": 10_000,
            "transaction_date": at, "transaction_name": "홍길동", "balance": 111_222_333});
        let request = self
            .gateway()
            .bare(reqwest::Method::POST, "/webhooks/bank")
            .json(&body);
        let request = request
            .header("x-webhook-key", key)
            .header("x-trace-id", trace);
        crate::support::client::send(
            request.header("x-mall-id", "1689197615581x256615117901486500"),
        )
        .await
    }
}
