//! `credit-gateway accounts`: a key is made, tried dry, moved to beside a running gateway, and the old one taken away.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{Laptop, stopped};
use crate::{
    account_keys::account,
    support::{
        buyer::{bank_order, id_of},
        client::{Answer, Client},
        process::program,
    },
};

const NUMBER: &str = "271828182845";

impl Laptop {
    /// A command and what it printed.
    fn told(&self, args: &[&str], environment: &[(&str, &str)]) -> (bool, String) {
        let log = self.file("told.log");
        let _none_yet = std::fs::remove_file(&log);
        let database = self.database();
        let environment = [&[("DATABASE_URL", database.as_str())], environment].concat();
        let ended = program(args, &environment, &log).status().unwrap();
        (ended.success(), std::fs::read_to_string(&log).unwrap())
    }

    /// The keys of accounts that `dev` has from its next start on.
    fn set_account_keys(&self, keys: &str) {
        let kept = std::fs::read_to_string(self.file("dev.env")).unwrap();
        let others = kept
            .lines()
            .filter(|line| !line.starts_with("ACCOUNT_KEY="));
        let mut lines: Vec<String> = others.map(str::to_owned).collect();
        lines.push(format!("ACCOUNT_KEY={keys}\n"));
        std::fs::write(self.file("dev.env"), lines.join("\n")).unwrap();
    }

    fn account_key(&self) -> String {
        let kept = std::fs::read_to_string(self.file("dev.env")).unwrap();
        let mut lines = kept.lines();
        let key = lines.find_map(|line| line.strip_prefix("ACCOUNT_KEY="));
        key.unwrap().to_owned()
    }
}

/// A transfer that is to be given back by hand; the refund's id.
async fn by_hand(client: &Client) -> String {
    let mut order = bank_order("alice", "direct-1000", "홍길동");
    order["return_url"] = json!("http://127.0.0.1:3000/done");
    let order = client.post(Role::Checkout, "/v1/orders", &order).await.ok();
    let deposit = json!({"depositor_name": "홍길동", "amount": 10_000});
    client
        .post(Role::Checkout, "/sandbox/bank/deposits", &deposit)
        .await
        .ok();
    let path = format!("/v1/orders/{}", id_of(&order));
    let payment = client.get(Role::Checkout, &path).await.ok()["payment_id"].clone();
    let path = format!("/v1/payments/{}/refund-quotes", payment.as_str().unwrap());
    let quote = client.post(Role::Support, &path, &Value::Null).await.ok();
    let wish = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "changed her mind",
        "refund_account": account(NUMBER), "holder_confirmed": true});
    id_of(&client.post(Role::Support, "/v1/refunds", &wish).await.ok())
}

async fn payout(client: &Client, refund: &str) -> Answer {
    let path = format!("/v1/refunds/{refund}/payout");
    client.get(Role::Support, &path).await
}

#[tokio::test]
async fn a_key_replaces_another_step_by_step() {
    let laptop = Laptop::new();
    let (first, client) = laptop.start().await;
    let refund = by_hand(&client).await;
    stopped(first).await;
    let file = laptop.file("account.key").display().to_string();
    let (made, id) = laptop.told(&["accounts", "key", "--out", &file], &[]);
    assert!(made && id.trim().len() == 8, "{id}");
    assert_eq!(laptop.mode("account.key"), 0o600);
    assert!(
        !laptop.told(&["accounts", "key", "--out", &file], &[]).0,
        "it is overwritten"
    );
    let (new, old) = (
        std::fs::read_to_string(&file).unwrap(),
        laptop.account_key(),
    );
    let new = new.trim();
    // Every gateway knows the new key before anything is under it.
    laptop.set_account_keys(&format!("{old},{new}"));
    let (second, client) = laptop.start().await;
    let both = format!("{new},{old}");
    let keys = [("CREDIT_GATEWAY_ACCOUNT_KEYS", both.as_str())];
    let (_, dry) = laptop.told(&["accounts", "rotate", "--dry-run"], &keys);
    let none = format!("0  under key {}, which encrypts", id.trim());
    assert!(
        dry.contains(&none) && dry.contains("1  under key "),
        "{dry}"
    );
    let (moved, said) = laptop.told(&["accounts", "rotate"], &keys);
    let one = format!("1  under key {}, which encrypts", id.trim());
    assert!(moved && said.contains(&one), "{said}");
    assert!(!said.contains(new) && !said.contains(&old), "{said}");
    assert_eq!(
        payout(&client, &refund).await.ok()["account_number"],
        NUMBER
    );
    stopped(second).await;
    laptop.set_account_keys(new);
    let (third, client) = laptop.start().await;
    assert_eq!(
        payout(&client, &refund).await.ok()["account_number"],
        NUMBER
    );
    stopped(third).await;
    // The auditor has no key; a rotation without the key that is needed says so.
    laptop.command(&["audit"]);
    let keys = [("CREDIT_GATEWAY_ACCOUNT_KEYS", old.as_str())];
    let (good, said) = laptop.told(&["accounts", "rotate"], &keys);
    let missing = format!("1  under key {}, which is MISSING", id.trim());
    assert!(!good && said.contains(&missing), "{said}");
    let settings = [
        ("CREDIT_GATEWAY_ACCOUNT_KEYS", old.as_str()),
        ("CREDIT_GATEWAY_PUBLIC_URL", "http://127.0.0.1:8080"),
        (
            "CREDIT_GATEWAY_SIGNING_KEY",
            "a-signing-key-with-32-bytes-and-more",
        ),
    ];
    let (_, checked) = laptop.told(&["check"], &settings);
    let fault = format!(
        "WRONG  account_keys: key {} is missing, under which 1 accounts",
        id.trim()
    );
    assert!(checked.contains(&fault), "{checked}");
    laptop.set_account_keys(&old);
    let (fourth, client) = laptop.start().await;
    payout(&client, &refund)
        .await
        .refused(503, "account_key_missing");
    stopped(fourth).await;
}
