//! Accounts for refunds are encrypted where they are stored: nothing of them is in the database, they are bound to
//! their rows, they move to another key while gateways work, and a key that is missing loses nothing.

mod bound;
mod missing;
mod paths;
mod rotated;

use credit_gateway::{
    access::Role,
    app::Shared,
    compose::{self, Parts},
    config::AccountSettings,
    http, sealing,
};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::support::{
    client::{Answer, Client},
    settings::{account_keys, settings},
    world::{World, entropy, listen},
};

/// Nobody of this name pays or buys anything.
pub(crate) const HOLDER: &str = "독고영재";

pub(crate) fn account(number: &str) -> Value {
    json!({"bank": "088", "account_number": number, "holder": HOLDER})
}

/// The key of every world's gateways.
fn old() -> SecretString {
    account_keys().remove(0)
}

/// A key that no world's gateway has.
fn new() -> SecretString {
    sealing::key_text([8; 32]).into()
}

fn id_of_key(key: SecretString) -> String {
    let ring = sealing::Keyring::of(&[key]).unwrap();
    ring.ids().next().unwrap().to_owned()
}

/// A gateway with other keys on the database of a world.
async fn beside(world: &World, keys: Vec<SecretString>) -> (Shared, Client) {
    let (listener, base) = listen().await;
    let parts = Parts {
        db: world.apps[0].db.clone(),
        clock: world.clock.clone(),
        entropy,
        tasks: world.tasks.clone(),
        stop: world.stop.clone(),
    };
    let sandbox = &world.sandbox.base;
    let mut settings = settings(&[], &world.database.url, &base, sandbox);
    settings.accounts = AccountSettings { account_keys: keys };
    settings.edge.requests_per_second = 0;
    let app = compose::gateway(settings, parts).await.unwrap();
    let serving = http::server::serve(app.clone(), listener, http::router(&app));
    app.tasks.spawn(serving);
    (app, Client::new(base, world.gateway().keys.clone()))
}

/// A transfer of `customer` that is to be given back by hand to an account with this number; the refund's id.
async fn by_hand(world: &World, customer: &str, number: &str) -> String {
    let name = format!("홍길동{customer}");
    let order = world.buy_by_transfer(customer, "direct-1000", &name).await;
    let payment = order["payment_id"].as_str().unwrap();
    let quote = world.quote(payment).await;
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked",
        "refund_account": account(number), "holder_confirmed": true});
    let refund = world
        .gateway()
        .post(Role::Support, "/v1/refunds", &body)
        .await
        .ok();
    assert_eq!(refund["state"], "by_hand", "{refund}");
    refund["id"].as_str().unwrap().to_owned()
}

async fn refund_at(client: &Client, refund: &str) -> Value {
    let path = format!("/v1/refunds/{refund}");
    client.get(Role::Support, &path).await.ok()
}

async fn payout(client: &Client, refund: &str) -> Answer {
    let path = format!("/v1/refunds/{refund}/payout");
    client.get(Role::Support, &path).await
}

async fn give(client: &Client, refund: &str, number: &str) -> Answer {
    let path = format!("/v1/refunds/{refund}/account");
    let body = json!({"refund_account": account(number), "holder_confirmed": true});
    client.post(Role::Support, &path, &body).await
}
