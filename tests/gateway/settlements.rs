//! What providers pay out against the books, through HTTP: a clean day is explained whole, ten of each kind of difference are found
//! and named, a file counts once, and money on the account leads to payments, lots and refunds.

mod clean;
mod desk;
mod disputed;
mod foreign;
mod imports;
mod money;
mod never_came;
mod seeded;
mod sent;
mod shown;

use chrono::NaiveDate;
use credit_gateway::flows::settlements::{self, Imported, Sent, Way, What};
use domain::{actor::Actor, kind::ProviderId};
use serde_json::Value;

use crate::support::{
    buyer::{id_of, wallet_order},
    world::World,
};

/// So many of each kind are seeded.
const EACH: i64 = 10;

impl World {
    /// Has a day of sales compared with its settlement by the API.
    async fn settle(&self, provider: &str, day: NaiveDate) -> Value {
        self.compared(provider, "settlements", day).await
    }

    /// The settlement file of a day of sales, as the console of the simulator gives it.
    pub(crate) async fn settlement_file(&self, provider: &str, day: NaiveDate) -> String {
        let path = format!("/{provider}/console/settlement?date={day}");
        let answer = self.sandbox.browse(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    }

    async fn import_settlement(&self, provider: &'static str, text: &str) -> Imported {
        self.take_in(What::Settlement, provider, ("settlement.csv", text))
            .await
    }

    /// Takes a file in as the command line does.
    pub(crate) async fn take_in(
        &self,
        what: What,
        provider: &'static str,
        (name, text): (&str, &str),
    ) -> Imported {
        let sent = Sent {
            what,
            way: Way::Machine,
            provider: ProviderId::known(provider),
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec().into(),
            form: None,
        };
        let by = Actor::Import("김담당".to_owned());
        settlements::take_in(&self.apps[0], &by, sent)
            .await
            .unwrap()
    }

    /// Sells so many times in one day; the ids of the payments.
    pub(crate) async fn sell(&self, provider: &str, times: i64) -> Vec<String> {
        let mut sold = Vec::new();
        for n in 0..times {
            let customer = format!("{provider}-{n}");
            let order = if provider == "toss" {
                self.buy(&customer, "direct-1000", 1).await
            } else {
                let order = self.open_order(&wallet_order(provider, &customer)).await;
                self.pay(&order).await
            };
            let sql = format!(
                "SELECT id FROM payments WHERE order_id = '{}'",
                id_of(&order)
            );
            sold.push(self.database.rows(&sql).await[0][0].clone());
        }
        sold
    }

    /// How many open differences of a kind there are, and how many of any.
    async fn open_of(&self, kind: &str) -> (i64, i64) {
        let all =
            "SELECT COUNT(*) FROM discrepancies WHERE state = 'open' AND source = 'settlements'";
        let of_kind = format!("{all} AND kind = '{kind}'");
        (
            self.database.number(&of_kind).await,
            self.database.number(all).await,
        )
    }
}

/// A file of which all rows but the first were lost.
fn cut_after_first_row(text: &str) -> String {
    let kept: Vec<&str> = text.lines().take(2).collect();
    format!("{}\r\n", kept.join("\r\n"))
}

/// All of a comparison is explained: by rows and by won.
fn all_explained(run: &Value) -> bool {
    run["state"] == "finished"
        && run["explained_parts"] == 100_000
        && run["explained_won_parts"] == 100_000
        && run["open"] == 0
}
