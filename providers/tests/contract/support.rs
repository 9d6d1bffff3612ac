//! Shared by the tests: an order, a Toss behind a mock server, its real payloads.

mod answers;
mod orders;

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::money::Won;
use providers::{
    bank::{Bank, BankConfig},
    http::Limits,
    provider::RawWebhook,
    signature::ReturnUrls,
    toss::{Toss, TossConfig},
};

pub(crate) use self::answers::{
    answer, cancel, card, error, on_confirm, on_lookup, requests, virtual_account, with,
};
pub(crate) use self::orders::{
    came_back, ended, order, order_id, payment_ref, refund, refund_account, success,
};

/// A public key of the documentation, with its documented header.
pub(crate) const SECRET_KEY: &str = "test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R";
pub(crate) const BASIC: &str = "Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==";
pub(crate) const KEY: &str = "Kl56WYb7w4vZnjEJeQVxn0ZyqmKWbD8PmOoBN0k12dzgRG9p";

pub(crate) fn won(amount: i64) -> Won {
    Won::new(amount).expect("an amount")
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2023-12-01T00:05:00+09:00")
}

pub(crate) fn returns() -> ReturnUrls {
    let base = "https://pay.shop.example/gw/".parse().expect("a URL");
    ReturnUrls::new(base, &"k".repeat(32).into()).expect("return URLs")
}

pub(crate) const BANK_OLD: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
pub(crate) const BANK_NEW: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

pub(crate) fn bank_config() -> BankConfig {
    BankConfig {
        bank_account: "main".to_owned(),
        bank_code: "088".to_owned(),
        bank_account_number: Some("110-123-457270".to_owned()),
        bank_holder: "주식회사 크레딧".to_owned(),
        bank_webhook_secrets: vec![BANK_NEW.into(), BANK_OLD.into()],
        bank_payaction_key: None,
        bank_payaction_mall_id: None,
        bank_statements_only: false,
        bank_order_hours: 24,
    }
}

pub(crate) fn bank() -> Bank {
    Bank::new(&bank_config()).expect("an adapter")
}

pub(crate) fn config(base_url: &str) -> TossConfig {
    TossConfig {
        toss_secret_key: Some(SECRET_KEY.into()),
        toss_url: base_url.parse().expect("a URL"),
        toss_client_key: None,
        toss_sdk_url: "https://js.tosspayments.com/v2/standard"
            .parse()
            .expect("a URL"),
        toss_virtual_account_hours: 24,
        toss_test_code: None,
    }
}

/// Toss at `server`, with a wait of at most half a second.
pub(crate) fn toss_at(base_url: &str) -> Toss {
    let limits = Limits {
        total: Duration::from_millis(500),
    };
    Toss::with_limits(&config(base_url), returns(), limits).expect("an adapter")
}

pub(crate) fn webhook(headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> RawWebhook {
    RawWebhook {
        headers: headers
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect(),
        body: body.as_ref().to_vec().into(),
    }
}
