//! One attempt at a delivery: the event is read, signed, sent, and what became of it decided.

use std::time::Instant;

use chrono::{DateTime, Utc};
use domain::endpoint::{Endpoint, retry};
use providers::{
    receivers::{Message as Signed, Outcome},
    signature::WebhookSecret,
};

use crate::{
    app::{App, locked},
    crash,
    flows::{Result, events::Message, series::DELIVERIES},
    store::{
        feed,
        webhooks::{Delivery, DeliveryState, sending::Ended},
    },
};

/// How long attempts took, by how they ended.
const DELIVERY_SECONDS: &str = "webhook_delivery_seconds";

/// The status of an endpoint that wants no more (RFC 9110, section 15.5.11).
const GONE: u16 = 410;

/// How an attempt ended.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub delivery: Delivery,
    pub at: DateTime<Utc>,
    /// Whether the endpoint wants no more events.
    pub gone: bool,
}

impl Attempt {
    pub(super) fn ended(&self) -> Ended {
        Ended {
            delivery: self.delivery.clone(),
            at: self.at,
        }
    }
}

/// Sends a claimed delivery once. An event that cannot be read is tried again like one that is refused.
pub async fn attempt(app: &App, endpoint: &Endpoint, delivery: Delivery) -> Attempt {
    let started = Instant::now();
    let outcome = match sent(app, endpoint, &delivery).await {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::error!(event.id = %delivery.event, %error, "An event could not be read to be delivered");
            Outcome::Unanswered("the event could not be read".to_owned())
        }
    };
    crash::point("webhooks.after_answer");
    let took = started.elapsed();
    let bits = locked(&app.entropy).bits();
    let attempt = judged(delivery, &outcome, app.now(), bits);
    let result = match (attempt.delivery.state, &outcome) {
        (DeliveryState::Delivered, _) => "delivered",
        (DeliveryState::Failed, _) => "given_up",
        (_, Outcome::Answered { .. }) => "refused",
        (_, Outcome::Unanswered(_)) => "unanswered",
    };
    metrics::counter!(DELIVERIES, "result" => result).increment(1);
    metrics::histogram!(DELIVERY_SECONDS, "result" => result).record(took);
    let mut attempt = attempt;
    attempt.delivery.latency_ms = Some(i64::try_from(took.as_millis()).unwrap_or(i64::MAX));
    attempt
}

async fn sent(app: &App, endpoint: &Endpoint, delivery: &Delivery) -> Result<Outcome> {
    let event = feed::event(&app.db, delivery.event).await?;
    let Some(event) = event else {
        return Ok(Outcome::Unanswered("there is no such event".to_owned()));
    };
    let body = serde_json::to_vec(&Message::of(event));
    let body = body.map_err(|error| crate::flows::FlowError::Failed(error.to_string()))?;
    let now = app.now();
    let secrets: Vec<WebhookSecret> = endpoint
        .signing_salts(now)
        .filter_map(|salt| app.outgoing.secrets.secret(salt))
        .collect();
    let message = Signed {
        id: &delivery.event.to_string(),
        attempted_at: now,
        body: &body,
    };
    let receivers = &app.outgoing.receivers;
    Ok(receivers.send(&endpoint.url, &secrets, message).await)
}

/// What becomes of a delivery after an attempt. Only 2xx is a success. `bits` are random.
fn judged(delivery: Delivery, outcome: &Outcome, now: DateTime<Utc>, bits: u128) -> Attempt {
    let (status, retry_after, error) = match outcome {
        Outcome::Answered {
            status,
            retry_after,
        } => (Some(*status), *retry_after, None),
        Outcome::Unanswered(why) => (None, None, Some(why.clone())),
    };
    let first = delivery.first_at.unwrap_or(now);
    let mut delivery = Delivery {
        status: status.map(i64::from),
        error,
        ..delivery
    };
    if status.is_some_and(|status| (200..300).contains(&status)) {
        delivery.state = DeliveryState::Delivered;
    } else {
        let error = status.map(|status| format!("answered {status}"));
        delivery.error = delivery.error.or(error);
        match retry::again_at(now, first, delivery.attempts, retry_after, bits) {
            Some(again) => delivery.next_at = again,
            None => delivery.state = DeliveryState::Failed,
        }
    }
    Attempt {
        delivery,
        at: now,
        gone: status == Some(GONE),
    }
}

#[cfg(test)]
#[path = "attempt_tests.rs"]
mod tests;
