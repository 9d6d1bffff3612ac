//! Providers' lists against the books, through HTTP: what nobody told the gateway is found, asked about and explained, and what
//! then still differs is listed for people.

mod contradicted;
mod differences;
mod held;
mod lists;
mod paid_after_all;
mod program;
mod seeded;
mod silent;
mod standing;

use chrono::{NaiveDate, TimeDelta};
use credit_gateway::{access::Role, flows::views};
use domain::{calendar::seoul, order::Order};
use providers::provider::{Callback, CallbackOutcome};
use serde_json::{Value, json};

use crate::support::{buyer::id_of, world::World};

/// A fault that happens always.
pub(crate) fn always(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation}])
}

impl World {
    pub(crate) fn today(&self) -> NaiveDate {
        seoul(self.now()).date_naive()
    }

    /// Has a provider's day compared by the API, and waits for the result.
    pub(crate) async fn reconcile(&self, provider: &str, day: NaiveDate) -> Value {
        self.compared(provider, "movements", day).await
    }

    /// Has a provider's day compared with a source.
    pub(crate) async fn compared(&self, provider: &str, source: &str, day: NaiveDate) -> Value {
        let body = json!({"provider": provider, "date": day, "source": source});
        let begun = self.gateway();
        let begun = begun
            .post(Role::Support, "/v1/reconciliations", &body)
            .await;
        assert_eq!(begun.status, 202, "{}", begun.text);
        let path = format!("/v1/reconciliations/{}", id_of(&begun.json()));
        let run = async || self.gateway().get(Role::Support, &path).await.ok();
        self.wait_until("the comparison ends", async || {
            run().await["state"] != "running"
        })
        .await;
        run().await
    }

    /// The same of yesterday.
    pub(super) async fn reconcile_yesterday(&self, provider: &str) -> Value {
        let yesterday = self.today().pred_opt().unwrap();
        self.reconcile(provider, yesterday).await
    }

    /// Every discrepancy, newest first.
    pub(crate) async fn discrepancies(&self) -> Vec<Value> {
        let list = self.gateway().get(Role::Support, "/v1/discrepancies").await;
        list.ok()["items"].as_array().unwrap().clone()
    }

    pub(super) async fn known_order(&self, order: &Value) -> Order {
        let id = id_of(order).parse().unwrap();
        views::order(&self.apps[0], id).await.unwrap()
    }

    /// The buyer pays, and the provider takes the money by a confirmation of ours that is in no books: the browser never came
    /// back, and whoever sent it died.
    pub(super) async fn pay_unheard(&self, order: &Value) {
        let back = self.press(order, "pay").await;
        self.confirm_unheard(order, &back).await;
    }

    /// The second half of that.
    pub(crate) async fn confirm_unheard(&self, order: &Value, back: &str) {
        let back: reqwest::Url = back.parse().unwrap();
        let query = back.query_pairs().into_owned().collect();
        let callback = Callback {
            outcome: CallbackOutcome::Success,
            query,
        };
        let order = self.known_order(order).await;
        let provider = self.apps[0].provider(&order.provider).unwrap();
        provider.confirm(&order, &callback).await.unwrap();
    }

    pub(crate) fn pass_days(&self, days: i64) {
        self.pass(TimeDelta::days(days));
    }
}

/// `(rows, explained parts, open)` of a comparison that finished.
pub(super) fn result(run: &Value) -> (i64, i64, i64) {
    assert_eq!(run["state"], "finished", "{run}");
    let number = |name: &str| run[name].as_i64().unwrap();
    (number("rows"), number("explained_parts"), number("open"))
}
