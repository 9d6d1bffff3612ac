//! Somebody replaces API keys while the shop sells: a new key, clients that use it, an overlap in which the old one
//! still works, and its end, after which no gateway accepts it any more.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client, try_send},
    kinds::{KEY_REPLACED, REPEATED_BY_NEW_KEY},
    shop::Shop,
    tally::Tally,
};

/// Longer than the time to admit any request that was begun with the old key.
const OVERLAP: Duration = Duration::from_secs(2);
/// A gateway caches a key for two seconds, and one that died is back within a few more.
const REFUSED_WITHIN: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(200);
/// The admin's key stays: `dev` recognises its own database by it.
const ROLES: [Role; 3] = [Role::Service, Role::Support, Role::Checkout];

/// Replaces one role's key after the other until the shop calms down.
pub(crate) async fn rotate(shop: Arc<Shop>, tally: Arc<Tally>) {
    for (number, role) in (0_u64..).zip(ROLES.into_iter().cycle()) {
        if replace(&shop, &tally, role, number).await.is_none() {
            return;
        }
    }
}

/// `None` when the shop calmed down meanwhile: there is no gateway to ask then. The replaced key is still revoked.
async fn replace(shop: &Shop, tally: &Tally, role: Role, number: u64) -> Option<()> {
    let old = shop.key(role);
    let granted = grant(shop, &old, role, number).await?;
    let create = ["key", "create", "--role", role.as_str(), "--name", "next"];
    let new = shop.ran(&create, &[]).await.trim().to_owned();
    keep(shop, role, &new);
    shop.use_key(role, &new);
    tokio::time::sleep(OVERLAP).await;
    for gateway in shop.gateways() {
        let told = status(shop, &gateway, &old).await;
        assert!(
            matches!(told, Some(200) | None),
            "{role}: the old key is refused within its overlap: {told:?}"
        );
    }
    shop.ran(&["key", "revoke", &id_of(&old)], &[]).await;
    shop.revoked.lock().unwrap().push(old.clone());
    for gateway in shop.gateways() {
        ends(shop, &gateway, &old, role).await;
        let told = status(shop, &gateway, &new).await?;
        assert_eq!(told, 200, "{role}: the new key");
        assert_eq!(status(shop, &gateway, &old).await?, 401, "{role}: again");
    }
    tally.count(KEY_REPLACED);
    if granted.is_some() {
        let again = grant(shop, &new, role, number).await?;
        assert_eq!(granted, again, "a repeated request was done twice");
        tally.count(REPEATED_BY_NEW_KEY);
    }
    Some(())
}

/// Waits until a gateway refuses a key.
async fn ends(shop: &Shop, gateway: &Client, key: &str, role: Role) {
    let deadline = Instant::now() + REFUSED_WITHIN;
    while status(shop, gateway, key).await == Some(200) {
        assert!(
            Instant::now() < deadline,
            "{role}: the old key still works {REFUSED_WITHIN:?} after its end"
        );
        tokio::time::sleep(PAUSE).await;
    }
}

/// The lot of a grant, where this role may grant: the same request at any time.
async fn grant(shop: &Shop, key: &str, role: Role, number: u64) -> Option<Option<Value>> {
    if role != Role::Service {
        return Some(None);
    }
    let body = json!({"kind": "promotional", "credits": 10, "reason": "for a new key"});
    let answer = answer(shop, || {
        let path = "/v1/customers/keys/grants";
        let request = shop.gateway().bare(Method::POST, path).bearer_auth(key);
        let idempotency = format!("rotation-{number}");
        request.header("idempotency-key", idempotency).json(&body)
    });
    Some(Some(answer.await?.ok()["id"].clone()))
}

/// A gateway's answer to this key.
async fn status(shop: &Shop, gateway: &Client, key: &str) -> Option<u16> {
    let asked = || {
        let request = gateway.bare(Method::GET, "/v1/products");
        request.bearer_auth(key)
    };
    Some(answer(shop, asked).await?.status)
}

/// The answer of a gateway, which may be dead for a while. `None` when the shop calmed down and none comes back.
async fn answer(shop: &Shop, request: impl Fn() -> reqwest::RequestBuilder) -> Option<Answer> {
    while !shop.is_calm() {
        match try_send(request()).await {
            Some(answer) if answer.status < 500 => return Some(answer),
            Some(_) | None => tokio::time::sleep(PAUSE).await,
        }
    }
    None
}

/// The file of the keys, complete at every instant: gateways start and read it.
fn keep(shop: &Shop, role: Role, key: &str) {
    let file = shop.keys_file();
    let name = format!("{}_KEY=", role.as_str().to_uppercase());
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.starts_with(&name) {
                format!("{name}{key}\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    let new = file.with_extension("new");
    std::fs::write(&new, lines.concat()).unwrap();
    std::fs::rename(new, file).unwrap();
}

fn id_of(key: &str) -> String {
    format!("key_{}", key.split('_').nth(2).unwrap())
}

/// No gateway takes a key that was revoked.
pub(crate) async fn judge(shop: &Shop) {
    let revoked = shop.revoked.lock().unwrap().clone();
    for gateway in shop.gateways() {
        for key in &revoked {
            let request = gateway.bare(Method::GET, "/v1/products");
            let answer = crate::client::send(request.bearer_auth(key)).await;
            answer.refused(401, "unknown_api_key");
        }
    }
}
