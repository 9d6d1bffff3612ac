//! When months have passed: what providers list and pay out of each day with money, against the books. All of it is explained, or
//! each row that is not is named.

use std::collections::BTreeSet;
use std::io::Write as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use credit_gateway::access::Role;
use domain::{calendar::seoul, reconcile::Tally};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{client, days::CONSOLE_DAY, shop::Shop};

const PROVIDERS: [&str; 3] = ["toss", "kakaopay", "naverpay"];
/// They publish no report: their settlements come in files.
const BY_FILE: [&str; 2] = ["kakaopay", "naverpay"];
/// Days of which anything moved at a provider.
const MOVED: &str = "SELECT provider, CAST(paid_at AS TEXT) FROM payments UNION ALL \
     SELECT provider, CAST(settled_at AS TEXT) FROM refunds WHERE settled_at IS NOT NULL UNION ALL \
     SELECT provider, CAST(outside_at AS TEXT) FROM payments WHERE outside_at IS NOT NULL";

/// Compares every such day with the list and with the settlement, the last first: what goes back late is taken off then, and explains
/// the sale. Prints each row that is not explained; those of orders that wait for a person are not.
pub(crate) async fn judge(shop: &Shop, began: DateTime<Utc>) {
    let mut tally = Tally::default();
    let mut named = 0;
    for (day, provider) in days(shop, began).await.into_iter().rev() {
        if BY_FILE.contains(&provider) {
            take_in(shop, provider, day).await;
        }
        for source in ["movements", "settlements"] {
            let run = compared(shop, provider, source, day).await;
            let of = |name: &str| run[name].as_u64().unwrap();
            let told = name_each(shop, &run).await;
            assert_eq!(
                of("rows") - of("explained"),
                told,
                "a row is neither explained nor named: {run}"
            );
            tally.rows += of("rows");
            tally.explained += of("explained");
            tally.won += of("won");
            tally.explained_won += of("explained_won");
            named += told;
        }
    }
    assert!(tally.rows > 0, "nothing was compared");
    let _nobody_reads = writeln!(
        std::io::stderr(),
        "lists and settlements: {} rows, explained {}, {} of the won, {named} rows named",
        tally.rows,
        tally.explained_percent(),
        tally.explained_won_percent()
    );
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
