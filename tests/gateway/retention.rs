//! Personal data goes when its time is over: not before, not while anything open needs it, and nothing else with it.

mod files;
mod program;

use chrono::TimeDelta;
use credit_gateway::{
    access::Role,
    entropy::SystemEntropy,
    flows::retention::{self, Asked, Mode},
};
use domain::retention::{CLOSED_DAYS, RECORD_DAYS, Removal, SIGNAL_DAYS, UNPAID_DAYS};
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    what_is_over_goes_and_what_was_paid_stays_on_record,
    what_is_open_keeps_what_it_needs,
    a_name_that_was_removed_contradicts_nothing,
);

const PAYER: &str = "MARKpayer";
const OTHER: &str = "MARKother";
const STAYS: &str = "MARKstays";
const NUMBER: &str = "27182818284590";
const TEXT: &str = "MARKtext";

impl World {
    /// Rows of each removal that has any.
    pub(crate) async fn retention(&self, mode: Mode) -> Vec<(Removal, u64)> {
        let (app, as_of) = (&self.apps[0], self.now());
        let asked = Asked { as_of, mode };
        let mut entropy = SystemEntropy::new();
        let done = retention::run(&app.db, asked, self.clock.as_ref(), &mut entropy, |_| ());
        let done = done.await.unwrap();
        assert!(
            done.iter()
                .all(|done| done.unlike.is_empty() && done.held == 0),
            "{done:?}"
        );
        let rows = done.iter().map(|done| (done.rule.removal, done.rows));
        rows.filter(|(_, rows)| *rows > 0).collect()
    }

    /// A purchase by transfer with the seller's texts, given back by hand to an account.
    async fn bought_and_given_back(&self, customer: &str) -> Value {
        let mut order = bank_order(customer, "direct-1000", PAYER);
        order["metadata"] = json!({ "note": TEXT });
        let order = self.open_order(&order).await;
        self.deposit(PAYER, 10_000).await;
        let order = self.order(&id_of(&order)).await;
        let account = json!({"bank": "004", "account_number": NUMBER, "holder": PAYER});
        let payment = order["payment_id"].as_str().unwrap();
        let refund = self.request_refund(payment, Some(account)).await.ok();
        assert_eq!(refund["state"], "by_hand", "{refund}");
        refund
    }

    async fn transferred(&self, refund: &Value) {
        let path = format!("/v1/refunds/{}/paid", id_of(refund));
        let body = json!({"evidence": "transfer 1"});
        self.gateway().post(Role::Support, &path, &body).await.ok();
    }

    async fn rows_with(&self, sql: &str) -> i64 {
        self.database
            .number(&format!("SELECT COUNT(*) FROM {sql}"))
            .await
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one story: each kind of row, and what is left of it"
)]
async fn what_is_over_goes_and_what_was_paid_stays_on_record(world: &World) {
    let refund = world.bought_and_given_back("c1").await;
    world.transferred(&refund).await;
    world
        .open_order(&bank_order("c2", "direct-1000", OTHER))
        .await;
    world.buy_by_transfer("c3", "direct-1000", STAYS).await;
    let closed = world.close_account("c1", true).await.ok();
    let closed_at = world.now();
    assert_eq!(world.retention(Mode::Look).await, []);
    world.pass(TimeDelta::days(2));
    world.sweep().await;
    world
        .wait_until("the unpaid order ends", async || {
            world
                .rows_with("orders WHERE customer_id = 'c2' AND state = 'expired'")
                .await
                == 1
        })
        .await;
    // An hour before the closed account's time is over.
    let over = closed_at + TimeDelta::days(CLOSED_DAYS);
    world.clock.set(over - TimeDelta::hours(1));
    let early = world.retention(Mode::Look).await;
    assert_eq!(early, [], "removed before its time");
    world.clock.set(over);
    let due = [
        (Removal::OrderPayer, 1),
        (Removal::DepositName, 1),
        (Removal::RefundAccount, 1),
        (Removal::EventMetadata, 1),
    ];
    assert_eq!(world.retention(Mode::Look).await, due);
    world.clock.set(over + TimeDelta::days(UNPAID_DAYS));
    // Gateways write meanwhile.
    let spends = async {
        for _ in 0..10 {
            world.spend("c3", 1).await.ok();
        }
    };
    let (removed, ()) = tokio::join!(world.retention(Mode::Remove), spends);
    assert_eq!(removed, [&[(Removal::UnpaidOrder, 1)][..], &due].concat());
    assert_eq!(
        world.retention(Mode::Remove).await,
        [],
        "nothing is left to remove"
    );
    world.audit().await;
    let lines = world
        .gateway()
        .get(Role::Admin, "/v1/audit-log?act=retention.remove");
    let lines = lines.await.ok();
    assert_eq!(lines["items"].as_array().unwrap().len(), 5, "{lines}");
    let lines = lines["items"].as_array().unwrap();
    assert!(
        lines.iter().any(|line| {
            (&line["subject"], &line["detail"])
                == (&json!("event_metadata"), &json!("1 rows of events: body"))
        }),
        "{lines:?}"
    );
    // What was paid, given back and used is on record, and its statement proves itself.
    let path = format!("/v1/refunds/{}", id_of(&refund));
    let shown = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&shown["state"], &shown["amount"], &shown["refund_account"]),
        (&json!("succeeded"), &json!(10_000), &Value::Null)
    );
    let path = closed["statement"]["path"].as_str().unwrap();
    let statement = world.gateway().get(Role::Support, path).await;
    let verified = crate::statements::verify(&statement.text).unwrap();
    assert_eq!(verified.head.before.seq, 0);
    assert!(verified.entries >= 4, "bought and given back");
    assert_eq!(
        world
            .rows_with(&format!("deposits WHERE name = '{STAYS}'"))
            .await,
        1
    );
    files::nobody_is_named(world, STAYS, false).await;
    // The rest, years later.
    world.pass(TimeDelta::days(SIGNAL_DAYS));
    let signals = world.retention(Mode::Remove).await;
    let kinds: Vec<Removal> = signals.iter().map(|(removal, _)| *removal).collect();
    assert_eq!(
        kinds,
        [Removal::OrderSession, Removal::InboxContent],
        "{signals:?}"
    );
    assert_eq!(world.rows_with("inbox WHERE body <> ''").await, 0);
    world.pass(TimeDelta::days(RECORD_DAYS));
    world.retention(Mode::Remove).await;
    world.audit().await;
    for mark in [PAYER, OTHER, STAYS, NUMBER, TEXT] {
        files::nobody_is_named(world, mark, true).await;
    }
}

async fn what_is_open_keeps_what_it_needs(world: &World) {
    let refund = world.bought_and_given_back("c1").await;
    // Nobody's: it waits for a person.
    world.deposit(OTHER, 7_000).await;
    world.pass(TimeDelta::days(RECORD_DAYS + 1));
    let removed = world.retention(Mode::Remove).await;
    let needed = [
        Removal::OrderPayer,
        Removal::DepositName,
        Removal::RefundAccount,
    ];
    let gone: Vec<_> = removed
        .iter()
        .filter(|(one, _)| needed.contains(one))
        .collect();
    assert!(gone.is_empty(), "needed and removed: {gone:?}");
    let path = format!("/v1/refunds/{}/payout", id_of(&refund));
    let payout = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&payout["account_number"], &payout["holder"]),
        (&json!(NUMBER), &json!(PAYER))
    );
    assert_eq!(
        world
            .rows_with(&format!("deposits WHERE name = '{OTHER}'"))
            .await,
        1
    );
    world.transferred(&refund).await;
    let removed = world.retention(Mode::Remove).await;
    let gone: Vec<Removal> = removed.iter().map(|(one, _)| *one).collect();
    // The account was used a moment ago.
    assert!(gone.contains(&Removal::OrderPayer), "{gone:?}");
    assert!(!gone.contains(&Removal::RefundAccount), "{gone:?}");
    world.audit().await;
}

async fn a_name_that_was_removed_contradicts_nothing(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", PAYER))
        .await;
    let notice = world.notice("mv-1", PAYER, 10_000);
    assert_eq!(world.gateway().bank_webhook(&notice).await.status, 200);
    assert_eq!(world.balance("c1").await, 1_000);
    let inbox = world.gateway().get(Role::Support, "/v1/inbox").await.ok();
    let received = id_of(&inbox["items"][0]);
    world.pass(TimeDelta::days(RECORD_DAYS + 1));
    world.retention(Mode::Remove).await;
    // The same movement under another message's name.
    let body: Value = serde_json::from_slice(&notice.body).unwrap();
    let again = crate::support::client::BankWebhook::signed(
        crate::support::world::BANK_SECRET,
        "msg-other",
        world.now(),
        &body,
    );
    assert_eq!(world.gateway().bank_webhook(&again).await.status, 200);
    assert_eq!(world.rows_with("deposits").await, 1);
    assert_eq!(
        world
            .rows_with("inbox WHERE verdict = 'contradictory'")
            .await,
        0
    );
    let path = format!("/v1/inbox/{received}/replay");
    let gateway = world.gateway();
    let replayed = gateway.post(Role::Support, &path, &Value::Null).await;
    assert_eq!(replayed.status, 422, "{}", replayed.text);
    world.audit().await;
}
