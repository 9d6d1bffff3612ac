//! Faults at every provider, drawn anew every few seconds: a random half of the possible faults, each with a random
//! weight (swarm testing), so that no fault always hides behind another.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use reqwest::Method;
use serde_json::{Value, json};

use crate::{dice::Dice, shop::Shop};

pub(crate) const PROVIDERS: [&str; 5] = ["toss", "kakaopay", "naverpay", "portone", "bank"];
const STIR_EVERY: Duration = Duration::from_millis(2_500);
const CALM_LOOK: Duration = Duration::from_millis(100);
/// The bank feed's signed notice is the only source: a wrong amount in it could not be detected.
const UNKNOWABLE: (&str, &str) = ("wrong_amount", "bank");

/// What cannot happen in the storm: a day's list and its settlement are compared after the day, and nobody asks for a cash
/// receipt. The tests of reconciliation, of settlements and of cash receipts over HTTP have these happen.
const ELSEWHERE: [&str; 21] = [
    "list_day_wrong",
    "list_lags",
    "list_payment_wrong",
    "list_row_doubled",
    "list_row_made_up",
    "list_row_missing",
    "list_short",
    "list_state_wrong",
    "receipt_in_progress",
    "receipt_refused",
    "row_unlisted",
    "settlement_cancel_missing",
    "settlement_day_wrong",
    "settlement_fee_high",
    "settlement_fee_wrong",
    "settlement_payment_wrong",
    "settlement_row_doubled",
    "settlement_row_made_up",
    "settlement_row_missing",
    "settlement_short",
    "settlement_vat_wrong",
];

/// In percent, for webhooks that rarely met a kind yet, and for a kind that only one operation of one provider can
/// meet: there are few of them.
const HARDLY_SEEN: (u64, u64) = (40, 60);
/// The same for calls: hints of one order cause one look-up in ten seconds, and few purchases are refunded.
const SELDOM_MET: (u64, u64) = (15, 30);

/// By kind and provider, for those it can happen at.
pub(crate) type Fired = BTreeMap<String, BTreeMap<String, u64>>;

/// Changes the faults until the shop calms down.
pub(crate) async fn stir(shop: Arc<Shop>, fired_min: u64, mut dice: Dice) {
    loop {
        let view = view(&shop).await;
        let fired = counts(&shop).await;
        for provider in PROVIDERS {
            let faults = draw(&view, &fired, provider, fired_min, &mut dice);
            let body = json!({"provider": provider, "seed": dice.seed(), "faults": faults});
            shop.at_provider(Method::PUT, "/faults", &body).await.ok();
        }
        let mut waited = Duration::ZERO;
        while waited < STIR_EVERY {
            if shop.is_calm() {
                return;
            }
            tokio::time::sleep(CALM_LOOK).await;
            waited += CALM_LOOK;
        }
    }
}

fn draw(view: &Value, fired: &Fired, provider: &str, fired_min: u64, dice: &mut Dice) -> Value {
    let mut faults = Vec::new();
    for row in view["kinds"].as_array().unwrap() {
        let kind = row["kind"].as_str().unwrap();
        if ELSEWHERE.contains(&kind) {
            continue;
        }
        let seen: u64 = fired[kind].values().sum();
        let places: usize = PROVIDERS
            .iter()
            .map(|it| row["operations"][*it].as_array().unwrap().len())
            .sum();
        for operation in row["operations"][provider].as_array().unwrap() {
            let operation = operation.as_str().unwrap();
            // Rarely seen kinds are always among them.
            let hardly = seen < fired_min;
            if (kind, provider) == UNKNOWABLE || !(dice.percent(40) || hardly) {
                continue;
            }
            let (low, high) = match operation {
                "webhook" if hardly => HARDLY_SEEN,
                _ if hardly && places == 1 => HARDLY_SEEN,
                _ if hardly && kind != "wrong_amount" => SELDOM_MET,
                _ => weights(kind, operation),
            };
            let mut fault = json!({
                "kind": kind, "operation": operation, "probability_percent": dice.between(low, high),
            });
            if kind == "delay" {
                fault["delay_ms"] = json!(dice.between(100, 900));
            }
            faults.push(fault);
        }
    }
    json!(faults)
}

/// In percent. A person must check money of another amount: a few cases are enough.
fn weights(kind: &str, operation: &str) -> (u64, u64) {
    match (kind, operation) {
        ("wrong_amount", "webhook") => (5, 20),
        ("wrong_amount", _) => (1, 3),
        ("deposit_reversed", _) => (10, 30),
        (_, "webhook") => (4, 20),
        _ => (1, 9),
    }
}

async fn view(shop: &Shop) -> Value {
    shop.at_provider(Method::GET, "/faults", &Value::Null)
        .await
        .ok()
}

/// How often each kind has happened, where it can.
pub(crate) async fn counts(shop: &Shop) -> Fired {
    let view = view(shop).await;
    let mut fired = Fired::new();
    for row in view["kinds"].as_array().unwrap() {
        let by_provider = PROVIDERS
            .iter()
            .filter(|provider| !row["operations"][**provider].as_array().unwrap().is_empty())
            .map(|provider| {
                (
                    (*provider).to_owned(),
                    row["fired"][*provider].as_u64().unwrap(),
                )
            });
        fired.insert(
            row["kind"].as_str().unwrap().to_owned(),
            by_provider.collect(),
        );
    }
    fired
}

/// Removes all faults at every provider.
pub(crate) async fn heal(shop: &Shop) {
    for provider in PROVIDERS {
        let body = json!({"provider": provider, "seed": 0, "faults": []});
        shop.at_provider(Method::PUT, "/faults", &body).await.ok();
    }
}

/// A fault that did not happen was not tested.
pub(crate) fn judge(fired: &Fired, least: u64) {
    let here = |kind: &str| !ELSEWHERE.contains(&kind);
    for (kind, by_provider) in fired.iter().filter(|(kind, _)| here(kind)) {
        let all: u64 = by_provider.values().sum();
        assert!(all >= least, "{kind} happened {all} times, not {least}");
    }
}
