//! When months have passed: what providers list and pay out of each day with money, against the books. All of it is explained: by
//! payments, refunds, what others gave back, or by a contradiction that a person has to decide.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use credit_gateway::access::Role;
use domain::{calendar::seoul, reconcile::Tally};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{client, database::Engine, days::CONSOLE_DAY, shop::Shop};

const PROVIDERS: [&str; 4] = ["toss", "kakaopay", "naverpay", "portone"];
/// They publish no report: their settlements come in files.
const BY_FILE: [&str; 2] = ["kakaopay", "naverpay"];
/// What PortOne's payments bring is paid out by the PGs behind it, whose reports are not read.
const UNSETTLED: [&str; 1] = ["portone"];
/// Days of which anything moved at a provider.
const MOVED: &str = "SELECT provider, CAST(paid_at AS TEXT) FROM payments UNION ALL \
     SELECT provider, CAST(settled_at AS TEXT) FROM refunds WHERE settled_at IS NOT NULL UNION ALL \
     SELECT provider, CAST(outside_at AS TEXT) FROM payments WHERE outside_at IS NOT NULL";

/// What all comparisons came to.
#[derive(Debug, Default)]
struct Sum {
    tally: Tally,
    /// Rows by what explains them.
    by: BTreeMap<String, u64>,
    /// The contradictions that rows wait for.
    waiting: BTreeSet<String>,
    waits: u64,
    named: u64,
}

/// Compares every such day with the list and with the settlement, the last first: what goes back late is taken off then, and explains
/// the sale. Prints each row that is not explained, and fails where there is one.
pub(crate) async fn judge(shop: &Shop, engine: Engine, began: DateTime<Utc>) {
    let mut sum = Sum::default();
    for (day, provider) in days(shop, began).await.into_iter().rev() {
        if BY_FILE.contains(&provider) {
            take_in(shop, provider, day).await;
        }
        for source in ["movements", "settlements"] {
            if source == "settlements" && UNSETTLED.contains(&provider) {
                continue;
            }
            let run = compared(shop, provider, source, day).await;
            add(shop, &mut sum, &run).await;
        }
    }
    let Sum { tally, named, .. } = &sum;
    let by: Vec<String> = sum
        .by
        .iter()
        .map(|(by, rows)| format!("{by} {rows}"))
        .collect();
    let _nobody_reads = writeln!(
        std::io::stderr(),
        "lists and settlements on {engine:?}: {} rows ({}), explained {}, {} of the won; {} of them wait, for {} \
         contradictions; {named} not explained",
        tally.rows,
        by.join(", "),
        tally.explained_percent(),
        tally.explained_won_percent(),
        sum.waits,
        sum.waiting.len(),
    );
    assert!(tally.rows > 0, "nothing was compared");
    assert_eq!(*named, 0, "rows of providers are not explained, see above");
    let all = (tally.explained, tally.explained_won);
    assert_eq!(all, (tally.rows, tally.won), "not all is explained");
    for provider in PROVIDERS {
        let rows = format!(
            "SELECT COUNT(*) FROM reconciliations WHERE provider = '{provider}' AND compared > 0 AND state = 'finished'"
        );
        let days = shop.database.number(&rows).await;
        assert!(days > 0, "nothing of {provider} was compared");
    }
}

/// Adds what a comparison came to.
async fn add(shop: &Shop, sum: &mut Sum, run: &Value) {
    let of = |name: &str| run[name].as_u64().unwrap();
    let told = name_each(shop, run).await;
    assert_eq!(
        of("rows") - of("explained"),
        told,
        "a row is neither explained nor named: {run}"
    );
    let mut behind = 0;
    for part in run["explained_by"].as_array().unwrap() {
        let rows = part["rows"].as_u64().unwrap();
        behind += rows;
        *sum.by.entry(crate::buyer::text(part, "by")).or_default() += rows;
    }
    assert_eq!(behind, of("explained"), "something is explained by nothing");
    for row in run["waiting"].as_array().unwrap() {
        waits(shop, row).await;
        sum.waiting
            .extend(row["contradiction_id"].as_str().map(str::to_owned));
    }
    sum.tally.rows += of("rows");
    sum.tally.explained += of("explained");
    sum.tally.won += of("won");
    sum.tally.explained_won += of("explained_won");
    sum.waits += of("waits");
    sum.named += told;
}

/// Somebody has something to decide about exactly the money of this row.
async fn waits(shop: &Shop, row: &Value) {
    let told = |name: &str| row[name].as_str().unwrap_or_default();
    let sql = format!(
        "SELECT COUNT(*) FROM contradictions WHERE id = '{}' AND payment_key = '{}' AND state IN ('open', 'refunding') \
         AND (amount = {} OR '{}' = 'returned')",
        told("contradiction_id"),
        told("payment_key"),
        row["amount"],
        told("movement"),
    );
    let open = shop.database.number(&sql).await;
    assert_eq!(open, 1, "nobody is asked about {row}");
}

async fn days(shop: &Shop, began: DateTime<Utc>) -> BTreeSet<(NaiveDate, &'static str)> {
    let rows = shop.database.rows(MOVED).await;
    let of = |row: &Vec<String>| {
        let provider = PROVIDERS.into_iter().find(|it| *it == row[0])?;
        let at = DateTime::from_timestamp_micros(row[1].parse().unwrap()).unwrap();
        Some((seoul(at).date_naive(), provider))
    };
    let today = seoul(shop.now()).date_naive();
    // The books know when they heard of it, not when it was cancelled at a console.
    let cancelled = seoul(began + TimeDelta::days(CONSOLE_DAY)).date_naive();
    let days = rows.iter().filter_map(of);
    let days = days.chain(PROVIDERS.map(|provider| (cancelled, provider)));
    days.filter(|(day, _)| *day < today).collect()
}

/// Imports the file of a day as a person does beside the gateways.
async fn take_in(shop: &Shop, provider: &str, day: NaiveDate) {
    let path = format!("/{provider}/console/settlement?date={day}");
    let request = shop.sandbox.bare(Method::GET, &path);
    let text = client::send(request).await.text;
    let file = shop.folder.path().join(format!("{provider}-{day}.csv"));
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    let settings = [
        ("CREDIT_GATEWAY_PUBLIC_URL", "http://127.0.0.1:9"),
        (
            "CREDIT_GATEWAY_SIGNING_KEY",
            "a person at a desk signs no return address",
        ),
        (
            "CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY",
            "DEV000000000000000000",
        ),
        ("CREDIT_GATEWAY_KAKAOPAY_CID", "TC0ONETIME"),
        ("CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", "a-client"),
        ("CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET", "a-secret"),
        ("CREDIT_GATEWAY_NAVERPAY_CHAIN_ID", "a-chain"),
    ];
    let args = [
        "settlements",
        "import",
        &file,
        "--provider",
        provider,
        "--by",
        "김담당",
        "--only-keep",
    ];
    let said = shop.ran(&args, &settings).await;
    assert!(said.contains("0 could not be read"), "{said}");
}

/// Has a day compared by a gateway, whose clock has passed it.
async fn compared(shop: &Shop, provider: &str, source: &str, day: NaiveDate) -> Value {
    let body = json!({"provider": provider, "source": source, "date": day});
    loop {
        let begun = shop
            .post(
                &format!("{source}-{provider}-{day}"),
                Role::Support,
                "/v1/reconciliations",
                &body,
            )
            .await;
        if begun.status == 202 {
            let path = format!(
                "/v1/reconciliations/{}",
                begun.json()["id"].as_str().unwrap()
            );
            let over = async || {
                let run = shop.get(Some(Role::Support), &path).await.ok();
                (run["state"] != "running").then_some(run)
            };
            let run = loop {
                if let Some(run) = over().await {
                    break run;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            };
            assert_eq!(run["state"], "finished", "{run}");
            return run;
        }
        // The schedule compares the same day just now.
        assert_eq!(begun.status, 409, "{}", begun.text);
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

/// Prints each row of a comparison that is not explained; how many there are.
async fn name_each(shop: &Shop, run: &Value) -> u64 {
    let [provider, source, day] = ["provider", "source", "day"].map(|it| run[it].as_str().unwrap());
    let sql = format!(
        "SELECT kind, movement, row_key, order_ref FROM discrepancies WHERE state = 'open' AND provider = '{provider}' \
         AND source = '{source}' AND day = '{day}' ORDER BY row_key, movement, kind"
    );
    let open = shop.database.rows(&sql).await;
    for row in &open {
        let _nobody_reads = writeln!(
            std::io::stderr(),
            "  {provider} {source} of {day}: {}",
            row.join(" ")
        );
    }
    let rows: BTreeSet<(&str, &str)> = open
        .iter()
        .map(|row| (row[2].as_str(), row[1].as_str()))
        .collect();
    u64::try_from(rows.len()).unwrap()
}
