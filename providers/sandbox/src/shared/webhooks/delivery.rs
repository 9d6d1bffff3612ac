//! Delivers one webhook: sends, tries again, gives up.

use std::sync::Arc;

use tokio::sync::oneshot;
use tracing::{debug, warn};

use super::super::faults::{Kind, Operation};
use super::super::outbox::OutgoingWebhook;
use super::super::simulator::{Feed, ProviderState, Simulator};
use super::pause;

/// Minutes that a late webhook is late, and that a reordered one waits for another to overtake it.
const LATE_MINUTES: u32 = 5;
const OVERTAKE_MINUTES: u32 = 10;

pub(super) async fn deliver<S: ProviderState>(
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
    if draw(Kind::WebhookLost) {
        return;
    }
    let mut first_try = Some(first_try);
    if draw(Kind::WebhookLate) {
        first_try = None;
        if !pause(app, LATE_MINUTES).await {
            return;
        }
    } else if draw(Kind::WebhookReordered) {
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
        if draw(Kind::WebhookDuplicate) {
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
