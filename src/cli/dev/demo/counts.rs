//! What came of the month, counted by the gateway's own lists.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

use super::shop::Shop;
use crate::access::Role;

/// How many there are of something, by state.
type Counted = BTreeMap<String, usize>;

/// What was made.
#[derive(Debug)]
pub(super) struct Made {
    customers: usize,
    orders: Counted,
    spends: usize,
    /// Each with the name that is printed.
    others: Vec<(&'static str, Counted)>,
}

/// Lists of things that have a state, as support reads them.
const LISTS: [(&str, &[&str]); 5] = [
    (
        "refunds",
        &[
            "requested",
            "sent",
            "by_hand",
            "bounced",
            "succeeded",
            "declined",
        ],
    ),
    (
        "deposits",
        &[
            "matched",
            "unmatched",
            "ambiguous",
            "underpaid",
            "overpaid",
            "late",
            "duplicate",
            "early",
            "possible_repeat",
            "returned",
        ],
    ),
    (
        "contradictions",
        &[
            "open",
            "refunding",
            "agreed",
            "accepted",
            "refunded",
            "closed",
        ],
    ),
    ("approvals", &["waiting"]),
    ("jobs", &["parked"]),
];

pub(super) async fn count(shop: &Shop) -> anyhow::Result<Made> {
    let mut orders = Counted::new();
    let mut customers = std::collections::BTreeSet::new();
    for id in &shop.orders {
        let order = shop
            .get(Role::Checkout, &format!("/v1/orders/{id}"))
            .await?;
        customers.insert(order["customer_id"].to_string());
        count_one(&mut orders, &order["state"]);
    }
    let mut others = Vec::new();
    for (name, states) in LISTS {
        let mut found = Counted::new();
        for state in states {
            let all = walk(shop, &format!("/v1/{name}?state={state}&limit=100")).await?;
            if all > 0 {
                found.insert((*state).to_owned(), all);
            }
        }
        others.push((name, found));
    }
    Ok(Made {
        customers: customers.len(),
        orders,
        spends: shop.spends,
        others,
    })
}

fn count_one(counted: &mut Counted, state: &Value) {
    let state = state.as_str().unwrap_or_default();
    *counted.entry(state.to_owned()).or_default() += 1;
}

/// How many things a list has.
async fn walk(shop: &Shop, path: &str) -> anyhow::Result<usize> {
    let (mut number, mut cursor) = (0, String::new());
    loop {
        let page = shop.get(Role::Support, &format!("{path}{cursor}")).await?;
        number += page["items"].as_array().map_or(0, Vec::len);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(number),
        }
    }
}

impl Made {
    /// Says what was made, a kind of thing a line: the number, and how many of them are in each state.
    pub(super) fn announce(&self, took: Duration) {
        let (seconds, tenths) = (took.as_secs(), took.subsec_millis() / 100);
        say!("The shop is there, after {seconds}.{tenths} s:");
        say!("  {:15}{:6}", "customers", self.customers);
        line("orders", &self.orders);
        say!("  {:15}{:6}", "spends", self.spends);
        for (name, counted) in &self.others {
            line(name, counted);
        }
    }
}

fn line(name: &str, counted: &Counted) {
    let states = counted
        .iter()
        .map(|(state, number)| format!("{number} {state}"));
    let states = states.collect::<Vec<_>>().join(", ");
    say!(
        "  {name:15}{:6}   {states}",
        counted.values().sum::<usize>()
    );
}
