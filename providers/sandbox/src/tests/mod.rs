//! The sandbox through its public interface: requests in, webhooks caught at the outlet, time moved by hand.

mod accounts;
mod bank_feed;
mod cancels;
mod faults;
mod forced;
mod idempotency;
mod kakaopay;
mod kept;
mod lists;
mod naverpay;
mod payaction;
mod payments;
mod portone;
mod receipts;
mod sdk;
mod settlements;
mod webhooks;
mod window;
mod world;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use self::world::{Reply, World, settings};

const KEY: &str = "test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R";
const PAYACTION_KEY: &str = "wk_sandbox_tests";
const BANK_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn basic(credentials: &str) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

fn window(order: &str, method: &str, amount: i64) -> Value {
    json!({
        "method": method, "amount": amount, "currency": "KRW", "orderId": order, "orderName": "AI 크레딧 <1,000>",
        "customerName": "김토스", "successUrl": "https://shop.test/ok?state=a%2Bb", "failUrl": "https://shop.test/no",
        "flowMode": "DEFAULT",
    })
}

fn with(mut base: Value, name: &str, value: Value) -> Value {
    base[name] = value;
    base
}
