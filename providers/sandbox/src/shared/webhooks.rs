//! Sends webhooks to the gateway: one at a time for each provider, retried as documented, damaged where a fault says
//! so.

mod damage;
mod delivery;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tracing::warn;

pub(crate) use self::damage::{damaged, forged};
use self::delivery::deliver;
use super::outbox::OutgoingWebhook;
use super::simulator::{Outlet, ProviderState, Simulator};

/// So that a schedule compressed to nothing still lets other tasks run.
const PAUSE_MIN: Duration = Duration::from_millis(1);

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
