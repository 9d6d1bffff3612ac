//! What a test asks of the simulators and of the gateway.

use chrono::DateTime;
use credit_gateway::access::Role;
use domain::order::HINTS_APART;
use serde_json::{Value, json};

use super::super::settings::BANK_SECRET;
use super::super::{client::BankWebhook, truth::agree};
use super::World;

impl World {
    /// The simulators' own books.
    pub(crate) async fn sandbox_books(&self) -> Value {
        self.sandbox.browse("/books").await.ok()
    }

    /// Sets a provider's faults from now on: `[{kind, probability_percent, operation?, times?}]`.
    pub(crate) async fn faults(&self, provider: &str, faults: Value) {
        let body = json!({"provider": provider, "seed": 7, "faults": faults});
        let request = self
            .sandbox
            .bare(reqwest::Method::PUT, "/faults")
            .json(&body);
        super::super::client::send(request).await.ok();
    }

    /// How often a fault has happened.
    pub(crate) async fn fired(&self, provider: &str, kind: &str) -> i64 {
        let faults = self.sandbox.browse("/faults").await.ok();
        let kinds = faults["kinds"].as_array().unwrap();
        let row = kinds.iter().find(|row| row["kind"] == kind).unwrap();
        row["fired"][provider].as_i64().unwrap()
    }

    /// A POST to one of the sandbox's own routes. Some time passes between two such acts: the webhooks of the first
    /// would delay those of the next by ten seconds.
    pub(crate) async fn at_provider(&self, path: &str, body: &Value) -> Value {
        self.pass(HINTS_APART);
        super::super::client::send(self.sandbox.bare(reqwest::Method::POST, path).json(body))
            .await
            .ok()
    }

    /// Money arrives on our bank account, and the feed has notified the gateway.
    pub(crate) async fn deposit(&self, name: &str, won: i64) -> String {
        let told = self
            .at_provider(
                "/bank/deposits",
                &json!({"depositor_name": name, "amount": won}),
            )
            .await;
        assert_eq!(
            told["delivered"], true,
            "the gateway did not take the notice: {told}"
        );
        told["movement_id"].as_str().unwrap().to_owned()
    }

    /// A signed notice of a deposit that the sandbox does not have.
    pub(crate) fn notice(&self, movement: &str, name: &str, won: i64) -> BankWebhook {
        let at = self.now().to_rfc3339();
        let body = json!({"type": "deposit.received", "timestamp": at, "data": {
            "movement_id": movement, "account": "main", "depositor_name": name, "amount": won, "deposited_at": at,
        }});
        BankWebhook::signed(BANK_SECRET, &format!("msg_{movement}"), self.now(), &body)
    }

    /// Spendable credits of a customer, as the API returns them.
    pub(crate) async fn balance(&self, customer: &str) -> i64 {
        let path = format!("/v1/customers/{customer}/balance");
        self.gateway().get(Role::Service, &path).await.ok()["available"]
            .as_i64()
            .unwrap()
    }

    /// The same for a customer that may not exist yet.
    pub(crate) async fn balance_or_zero(&self, customer: &str) -> i64 {
        let path = format!("/v1/customers/{customer}/balance");
        let answer = self.gateway().get(Role::Service, &path).await;
        if answer.status == 404 {
            0
        } else {
            answer.ok()["available"].as_i64().unwrap()
        }
    }

    /// Sets the clock to an instant (RFC 3339).
    pub(crate) fn set(&self, at: &str) {
        self.clock
            .set(DateTime::parse_from_rfc3339(at).unwrap().to_utc());
    }

    pub(crate) async fn lots(&self, customer: &str) -> Vec<Value> {
        let path = format!("/v1/customers/{customer}/lots");
        self.gateway().get(Role::Service, &path).await.ok()["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub(crate) async fn order(&self, id: &str) -> Value {
        self.gateway()
            .get(Role::Checkout, &format!("/v1/orders/{id}"))
            .await
            .ok()
    }

    /// The provider's books and ours agree on every won. The exception is payments parked for a person, which the
    /// order itself shows.
    pub(crate) async fn agree(&self) {
        agree(&self.database, &self.sandbox_books().await).await;
    }
}
