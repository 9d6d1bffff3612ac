//! Sends webhooks to the gateway: one at a time for each provider, retried as documented, damaged where a fault says
//! so.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;
use tracing::{debug, warn};

use super::answers;
use super::faults::{FaultKind, FaultPlaces, Operation};
use super::outbox::OutgoingWebhook;
use super::simulator::{Feed, Outlet, ProviderState, Simulator};

/// So that a schedule compressed to nothing still lets other tasks run.
const PAUSE_MIN: Duration = Duration::from_millis(1);
/// Of the webhooks of all providers.
const PLACES: FaultPlaces = FaultPlaces {
    amounts: &["/data/totalAmount", "/data/amount", "/amount"],
    states: &["/data/status", "/status", "/type", "/transaction_type"],
    left_out: None,
};
/// Minutes that a late webhook is late, and that a reordered one waits for another to overtake it.
const LATE_MINUTES: u32 = 5;
const OVERTAKE_MINUTES: u32 = 10;

/// Sends over HTTP, without proxies and without following redirects: a 3xx is a failure.
pub(crate) fn http_outlet() -> Outlet {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build();
    let client = client
        .map_err(|error| warn!(%error, "No HTTP client, so no webhook will leave the sandbox"))
        .ok();
    Arc::new(move |post| {
        let client = client.clone();
        Box::pin(async move {
            let mut request = client?
                .post(&post.url)
                .timeout(post.timeout)
                .header("content-type", "application/json");
            for (name, value) in post.headers {
                request = request.header(name, value);
            }
            request
                .body(post.body)
                .send()
                .await
                .ok()
                .map(|answer| answer.status().as_u16())
        })
    })
}

/// Dispatches every webhook that the books have collected, without waiting for an answer. With several worker threads
/// two of them may overtake each other; no provider guarantees an order either.
pub(crate) fn dispatch<S: ProviderState>(app: &Arc<Simulator<S>>) {
    let letters = {
        let mut books = app.books();
        // Called every second: a read must not mark the books as changed.
        if books.outbox.outgoing.is_empty() {
            return;
        }
        std::mem::take(&mut books.outbox.outgoing)
    };
    for webhook in letters {
        let (first_try, _) = oneshot::channel();
        hand_over(app, webhook, first_try);
    }
}

fn hand_over<S: ProviderState>(
    app: &Arc<Simulator<S>>,
    webhook: OutgoingWebhook,
    first_try: oneshot::Sender<bool>,
) {
    let on_its_way = (webhook.id.clone(), webhook.clone());
    app.books().outbox.undelivered.extend([on_its_way]);
    app.tracker
        .spawn(deliver(Arc::clone(app), webhook, first_try));
}

/// Sends one webhook and returns whether its first try was accepted; retries continue in the background.
pub(crate) async fn first_try<S: ProviderState>(
    app: &Arc<Simulator<S>>,
    webhook: OutgoingWebhook,
) -> bool {
    let (sender, receiver) = oneshot::channel();
    hand_over(app, webhook, sender);
    receiver.await.unwrap_or(false)
}

/// Waits `minutes` of the compressed schedule; `false` when the sandbox stops meanwhile.
pub(crate) async fn pause<S: ProviderState>(app: &Simulator<S>, minutes: u32) -> bool {
    let length = app.webhook_minute.saturating_mul(minutes).max(PAUSE_MIN);
    tokio::select! {
        biased;
        () = app.stop.cancelled() => false,
        () = tokio::time::sleep(length) => true,
    }
}

async fn deliver<S: ProviderState>(
    app: Arc<Simulator<S>>,
    webhook: OutgoingWebhook,
    first_try: oneshot::Sender<bool>,
) {
    send(&app, &webhook, first_try).await;
    // Webhooks that the sandbox's end interrupted are sent at its next start, where its books are kept.
    if !app.stop.is_cancelled() {
        app.books().outbox.undelivered.remove(&webhook.id);
    }
}

async fn send<S: ProviderState>(
    app: &Simulator<S>,
    webhook: &OutgoingWebhook,
    first_try: oneshot::Sender<bool>,
) {
    let (Some(feed), Some(queue)) = (S::FEEDS.get(webhook.feed), app.queue(webhook.feed)) else {
        return;
    };
    let draw = |kind| app.happens(Operation::Webhook, kind);
    if draw(FaultKind::WebhookLost) {
        return;
    }
    let mut first_try = Some(first_try);
    if draw(FaultKind::WebhookLate) {
        first_try = None;
        if !pause(app, LATE_MINUTES).await {
            return;
        }
    } else if draw(FaultKind::WebhookReordered) {
        first_try = None;
        let (sender, overtaken) = oneshot::channel();
        queue.overtaken().push(sender);
        tokio::select! {
            _ = overtaken => {}
            go_on = pause(app, OVERTAKE_MINUTES) => if !go_on { return },
        }
    }
    let accepted = {
        let _turn = queue.turn.lock().await;
        attempt(app, feed, webhook, 0).await
    };
    for waiting in queue.overtaken().drain(..) {
        let _gone = waiting.send(());
    }
    if let Some(first_try) = first_try {
        let _nobody_asked = first_try.send(accepted);
    }
    if accepted || retry(app, feed, webhook).await {
        if draw(FaultKind::WebhookDuplicate) {
            attempt(app, feed, webhook, 0).await;
        }
    } else {
        warn!(webhook.id = %webhook.id, provider = S::NAME, "Gave up on a webhook that was never accepted");
    }
}

/// The tries after the first; `true` once one was accepted.
async fn retry<S: ProviderState>(
    app: &Simulator<S>,
    feed: &Feed<S>,
    webhook: &OutgoingWebhook,
) -> bool {
    let last = feed.retry_minutes.last().filter(|_| feed.endless);
    let pauses = feed.retry_minutes.iter().chain(last.into_iter().cycle());
    for (retried, minutes) in (1..).zip(pauses) {
        if !pause(app, *minutes).await {
            return false;
        }
        if attempt(app, feed, webhook, retried).await {
            return true;
        }
    }
    false
}

/// One try. The answer's body is ignored.
async fn attempt<S: ProviderState>(
    app: &Simulator<S>,
    feed: &Feed<S>,
    webhook: &OutgoingWebhook,
    retried: usize,
) -> bool {
    let Some(post) = (feed.post)(app, webhook, retried) else {
        warn!(
            provider = S::NAME,
            "A webhook cannot be signed, so it is not sent"
        );
        return false;
    };
    let status = tokio::select! {
        biased;
        () = app.stop.cancelled() => None,
        status = (app.outlet)(post) => status,
    };
    debug!(webhook.id = %webhook.id, retried, status, "Sent a webhook");
    if feed.any_2xx {
        status.is_some_and(|status| (200..300).contains(&status))
    } else {
        status == Some(200)
    }
}

/// Whether the proof of a webhook is to be wrong.
pub(crate) fn forged<S: ProviderState>(app: &Simulator<S>) -> bool {
    app.happens(Operation::Webhook, FaultKind::WebhookBadSignature)
}

/// The body as bytes, after the faults that change it. It is signed afterwards, so the signature does not reveal
/// them.
pub(crate) fn damaged<S: ProviderState>(app: &Simulator<S>, body: Value) -> Vec<u8> {
    answers::damaged(app, Operation::Webhook, body, &PLACES)
}
