//! One movement on the account, reported by several sources: a feed, PayAction, statements, in any order. It pays
//! once, is never reported as a duplicate, and ambiguous reports wait for a person.

use chrono::{DateTime, TimeDelta};
use credit_gateway::{
    access::Role,
    flows::import::{self, Became, Mode, Source},
};
use providers::bank::statement;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    client::BankWebhook,
    world::{BANK_SECRET, PAYACTION_KEY, World},
};

both_engines!(
    a_statement_and_then_the_feed_pay_once,
    the_feed_and_then_a_statement_pay_once,
    two_feeds_of_one_account_pay_once,
    the_same_balance_at_another_time_waits_for_a_person,
    a_cut_name_waits_for_a_person_and_is_told_apart_by_the_balance,
    a_few_minutes_apart_waits_for_a_person,
    two_equal_movements_told_by_all_pay_twice,
    statements_of_two_forms_that_overlap_pay_once,
    a_movement_without_a_balance_told_in_another_delivery_waits_for_a_person,
    a_person_says_that_it_is_other_money_and_it_pays,
    a_reversal_under_the_other_key_takes_the_credits,
);

const HEAD: &str = "거래일시,입금액,기재내용,거래후잔액";

async fn a_statement_and_then_the_feed_pay_once(world: &World) {
    world.first_order().await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길동,\n"))
        .await;
    let next = world.next_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    world.paid_once(&next).await;
    // The feed names movements: a different name is a different movement, however alike.
    world
        .feed("mv-2", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    assert_eq!(world.balance("c2").await, 1_000, "money without credits");
}

async fn the_feed_and_then_a_statement_pay_once(world: &World) {
    world.first_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:59+09:00", None)
        .await;
    let next = world.next_order().await;
    // Another clock: the next minute, some seconds later.
    let file = format!("{HEAD}\n2026-04-08 10:06:02,10000,홍 길동,\n");
    let became = world.statement(&file).await;
    assert!(matches!(&became[..], [Became::Known(_)]), "{became:?}");
    let again = world.statement(&file).await;
    assert!(matches!(&again[..], [Became::Known(_)]), "{again:?}");
    world.paid_once(&next).await;
}

async fn two_feeds_of_one_account_pay_once(world: &World) {
    world.first_order().await;
    world
        .payaction_tells("t1", "홍길동", "2026-04-08T10:05:00+09:00", Some(111_000))
        .await;
    let next = world.next_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    world.paid_once(&next).await;
}

async fn the_same_balance_at_another_time_waits_for_a_person(world: &World) {
    world.first_order().await;
    world
        .payaction_tells("t1", "홍길동", "2026-04-08T10:05:00+09:00", Some(111_000))
        .await;
    let next = world.next_order().await;
    world
        .payaction_tells("t2", "홍길동", "2026-04-08T10:37:00+09:00", Some(111_000))
        .await;
    let doubt = world.paid_once_in_doubt(&next).await;
    let said = world.told_apart(&doubt, "repeat").await.ok();
    assert_eq!(said["state"], "repeated", "{said}");
    world.paid_once(&next).await;
}

async fn a_cut_name_waits_for_a_person_and_is_told_apart_by_the_balance(world: &World) {
    world.first_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    let next = world
        .open_order(&bank_order("c2", "direct-1000", "홍길"))
        .await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길,\n"))
        .await;
    let doubt = world.paid_once_in_doubt(&next).await;
    world.told_apart(&doubt, "repeat").await.ok();
    // With the balance there is no doubt.
    world
        .feed("mv-2", "홍길동", "2026-04-08T10:15:42+09:00", Some(20_000))
        .await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:15:42,10000,홍길,20000\n"))
        .await;
    assert_eq!(
        world.order(&id_of(&next)).await["state"],
        "awaiting_deposit"
    );
    assert_eq!(
        world
            .number("deposits WHERE state = 'possible_repeat'")
            .await,
        0
    );
    assert_eq!(world.number("deposits WHERE state = 'repeated'").await, 2);
}

async fn a_few_minutes_apart_waits_for_a_person(world: &World) {
    world.first_order().await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길동,\n"))
        .await;
    let next = world.next_order().await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:12:00+09:00", None)
        .await;
    world.paid_once_in_doubt(&next).await;
}

async fn two_equal_movements_told_by_all_pay_twice(world: &World) {
    world.first_order().await;
    for (movement, balance) in [("mv-1", None), ("mv-2", None)] {
        world
            .feed(movement, "홍길동", "2026-04-08T10:05:42+09:00", balance)
            .await;
        if movement == "mv-1" {
            world.next_order().await;
        }
    }
    let row = "2026-04-08 10:05:42,10000,홍길동,\n";
    world.statement(&format!("{HEAD}\n{row}{row}")).await;
    for trace in ["t1", "t2"] {
        let balance = if trace == "t1" { 10_000 } else { 20_000 };
        world
            .payaction_tells(trace, "홍길동", "2026-04-08T10:05:00+09:00", Some(balance))
            .await;
    }
    assert_eq!(
        (world.balance("c1").await, world.balance("c2").await),
        (1_000, 1_000)
    );
    assert_eq!(world.number("deposits WHERE state = 'matched'").await, 2);
    assert_eq!(world.number("deposits WHERE state = 'repeated'").await, 4);
}

async fn statements_of_two_forms_that_overlap_pay_once(world: &World) {
    world.first_order().await;
    let rows = "2026-04-08 10:05:42,10000,홍길동,10000\n2026-04-08 10:06:42,3000,아무개,13000\n";
    world.statement(&format!("{HEAD}\n{rows}")).await;
    let next = world.next_order().await;
    // The same two and one more, by minutes, without the balance, under other headings.
    let other = "date,amount,name\n2026-04-08 10:05,10000,홍길동\n2026-04-08 10:06,3000,아무개\n\
        2026-04-08 10:20,4000,아무개\n";
    let became = world.statement(other).await;
    assert!(
        matches!(
            &became[..],
            [Became::Known(_), Became::Known(_), Became::Taken(_)]
        ),
        "{became:?}"
    );
    for file in [other, &format!("{HEAD}\n{rows}")] {
        let became = world.statement(file).await;
        assert!(
            became.iter().all(|row| matches!(row, Became::Known(_))),
            "{became:?}"
        );
    }
    world.paid_once(&next).await;
}

async fn a_movement_without_a_balance_told_in_another_delivery_waits_for_a_person(world: &World) {
    world.first_order().await;
    for trace in ["t1", "t1"] {
        world
            .payaction_tells(trace, "홍길동", "2026-04-08T10:05:00+09:00", None)
            .await;
    }
    assert_eq!(
        world.number("deposits").await,
        1,
        "sent again is one movement"
    );
    let next = world.next_order().await;
    world
        .payaction_tells("t2", "홍길동", "2026-04-08T10:05:00+09:00", None)
        .await;
    world.paid_once_in_doubt(&next).await;
}

async fn a_person_says_that_it_is_other_money_and_it_pays(world: &World) {
    world.first_order().await;
    world
        .payaction_tells("t1", "홍길동", "2026-04-08T10:05:00+09:00", None)
        .await;
    let next = world.next_order().await;
    world
        .payaction_tells("t2", "홍길동", "2026-04-08T10:05:00+09:00", None)
        .await;
    let doubt = world.paid_once_in_doubt(&next).await;
    // It is resolved first: neither matched nor sent back while it may be money that came only once.
    let body = json!({"order_id": next["id"], "reason": "the buyer called"});
    let path = format!("/v1/deposits/{}/match", id_of(&doubt));
    world
        .gateway()
        .post(Role::Support, &path, &body)
        .await
        .refused(409, "deposit_in_doubt");
    let path = format!("/v1/deposits/{}/return", id_of(&doubt));
    world
        .gateway()
        .post(Role::Support, &path, &json!({"reason": "not ours"}))
        .await
        .refused(409, "deposit_in_doubt");
    let said = world.told_apart(&doubt, "new").await.ok();
    assert_eq!(
        (&said["state"], &said["order_id"]),
        (&json!("matched"), &next["id"])
    );
    assert_eq!(world.balance("c2").await, 1_000);
    world
        .told_apart(&doubt, "repeat")
        .await
        .refused(409, "deposit_settled");
    assert_eq!(world.number("audit_log WHERE act = 'deposit.new'").await, 1);
}

async fn a_reversal_under_the_other_key_takes_the_credits(world: &World) {
    world.first_order().await;
    world
        .statement(&format!("{HEAD}\n2026-04-08 10:05:42,10000,홍길동,\n"))
        .await;
    world
        .feed("mv-1", "홍길동", "2026-04-08T10:05:42+09:00", None)
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
    let body =
        json!({"type": "deposit.reversed", "timestamp": "t", "data": {"movement_id": "mv-1"}});
    let reversal = BankWebhook::signed(BANK_SECRET, "msg-reversal", world.now(), &body);
    world.gateway().bank_webhook(&reversal).await.ok();
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(world.number("deposits WHERE state = 'reversed'").await, 1);
}

impl World {
    async fn first_order(&self) {
        self.open_order(&bank_order("c1", "direct-1000", "홍길동"))
            .await;
        // Near enough in time to seem meant for the order that is opened next.
        self.pass(TimeDelta::minutes(8));
    }

    /// Another order of the same name and amount, which the money that paid the first must not pay.
    async fn next_order(&self) -> Value {
        assert_eq!(self.balance("c1").await, 1_000, "the first order is paid");
        self.open_order(&bank_order("c2", "direct-1000", "홍길동"))
            .await
    }

    async fn paid_once(&self, next: &Value) {
        assert_eq!(self.order(&id_of(next)).await["state"], "awaiting_deposit");
        assert_eq!(
            (self.balance("c1").await, self.balance_or_zero("c2").await),
            (1_000, 0),
            "credits without money"
        );
        let counted = self
            .number("deposits WHERE amount = 10000 AND state NOT IN ('matched', 'repeated')")
            .await;
        assert_eq!(counted, 0, "money that came once waits for somebody");
    }

    /// It waits, and nobody is asked to send it back.
    async fn paid_once_in_doubt(&self, next: &Value) -> Value {
        assert_eq!(self.order(&id_of(next)).await["state"], "awaiting_deposit");
        assert_eq!(
            (self.balance("c1").await, self.balance_or_zero("c2").await),
            (1_000, 0),
            "credits without money"
        );
        let path = "/v1/deposits?state=possible_repeat";
        let listed = self.gateway().get(Role::Support, path).await.ok();
        let items = listed["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{listed}");
        assert!(items[0]["repeat_of"].is_string(), "{listed}");
        items[0].clone()
    }

    async fn told_apart(&self, deposit: &Value, verb: &str) -> crate::support::client::Answer {
        let path = format!("/v1/deposits/{}/{verb}", id_of(deposit));
        let body = json!({"reason": "compared with the bank's own list"});
        self.gateway().post(Role::Support, &path, &body).await
    }

    async fn number(&self, of: &str) -> i64 {
        self.database
            .number(&format!("SELECT COUNT(*) FROM {of}"))
            .await
    }

    async fn statement(&self, file: &str) -> Vec<Became> {
        let rows = statement::read(file.as_bytes(), None).unwrap();
        let source = Source {
            by: "김담당".to_owned(),
            file: "april.csv".to_owned(),
        };
        import::statement(&self.apps[0], &rows, &source, Mode::Write)
            .await
            .unwrap()
    }

    async fn feed(&self, movement: &str, name: &str, at: &str, balance: Option<i64>) {
        assert!(DateTime::parse_from_rfc3339(at).is_ok());
        let mut body = json!({"type": "deposit.received", "timestamp": at, "data": {
            "movement_id": movement, "account": "main", "depositor_name": name, "amount": 10_000, "deposited_at": at,
        }});
        if let Some(balance) = balance {
            body["data"]["balance_after"] = balance.into();
        }
        let id = format!("msg-{movement}");
        let webhook = BankWebhook::signed(BANK_SECRET, &id, self.now(), &body);
        assert_eq!(self.gateway().bank_webhook(&webhook).await.status, 200);
    }

    async fn payaction_tells(&self, trace: &str, name: &str, at: &str, balance: Option<i64>) {
        let mut body = json!({"transaction_type": "deposited", "bank_account_number": "12345678901234",
            "amount": 10_000, "transaction_date": at, "transaction_name": name});
        if let Some(balance) = balance {
            body["balance"] = balance.into();
        }
        let request = self
            .gateway()
            .bare(reqwest::Method::POST, "/webhooks/bank")
            .json(&body)
            .header("x-webhook-key", PAYACTION_KEY)
            .header("x-trace-id", trace)
            .header("x-mall-id", "1689197615581x256615117901486500");
        let answer = crate::support::client::send(request).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}
