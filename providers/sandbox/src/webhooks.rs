//! Sends webhooks to the gateway: one at a time for each provider, retried as documented, damaged where a fault says
//! so.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::oneshot;
use tracing::{debug, warn};

use crate::app::App;
use crate::faults::{Kind, Operation, Provider};
use crate::posts;

/// Minutes between the tries of Toss (webhook guide): seven retries, then an e-mail to the merchant.
const TOSS_RETRY_MINUTES: [u32; 7] = [1, 4, 16, 64, 256, 1024, 4096];
/// Minutes between the first tries of the bank feed, which then continues at the last interval until it is answered.
const BANK_RETRY_MINUTES: [u32; 4] = [1, 4, 16, 64];
/// PayAction sends three times more and then gives up; its intervals are not documented.
const PAYACTION_RETRY_MINUTES: [u32; 3] = [1, 4, 16];
/// So that a schedule compressed to nothing still lets other tasks run.
const PAUSE_MIN: Duration = Duration::from_millis(1);
/// Minutes that a late webhook is late, and that a reordered one waits for another to overtake it.
const LATE_MINUTES: u32 = 5;
const OVERTAKE_MINUTES: u32 = 10;

/// One HTTP POST, ready to be sent.
#[derive(Debug, Clone)]
pub struct Post {
    /// The whole address.
    pub url: String,
    /// Besides the content type, which is always JSON.
    pub headers: Vec<(&'static str, String)>,
    /// The bytes that were signed.
    pub body: Vec<u8>,
    /// After this long without an answer the try counts as failed.
    pub timeout: Duration,
}

/// Sends one webhook and returns the status of the answer, or `None` if there was none.
pub type Outlet =
    Arc<dyn Fn(Post) -> Pin<Box<dyn Future<Output = Option<u16>> + Send>> + Send + Sync>;

/// The providers that send webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sender {
    Toss,
    /// The signed feed of the bank.
    Bank,
    /// The other feed of the bank, whose proof is a key.
    PayAction,
}

impl Sender {
    pub(crate) fn provider(self) -> Provider {
        match self {
            Self::Toss => Provider::Toss,
            Self::Bank | Self::PayAction => Provider::Bank,
        }
    }
}

/// A webhook as the provider wrote it; every try sends the same content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OutgoingWebhook {
    pub(crate) sender: Sender,
    /// The same on every try. Whether Toss keeps it is not documented.
    pub(crate) id: String,
    pub(crate) body: Value,
}

/// The order in which webhooks of one provider are sent.
#[derive(Debug, Default)]
pub(crate) struct Queues {
    toss: Queue,
    bank: Queue,
    payaction: Queue,
}

#[derive(Debug, Default)]
struct Queue {
    turn: tokio::sync::Mutex<()>,
    /// Webhooks that wait until another has overtaken them.
    overtaken: Mutex<Vec<oneshot::Sender<()>>>,
}

impl Queues {
    fn of(&self, sender: Sender) -> &Queue {
        match sender {
            Sender::Toss => &self.toss,
            Sender::Bank => &self.bank,
            Sender::PayAction => &self.payaction,
        }
    }
}

impl Queue {
    fn overtaken(&self) -> std::sync::MutexGuard<'_, Vec<oneshot::Sender<()>>> {
        self.overtaken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

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
pub(crate) fn dispatch(app: &Arc<App>) {
    let letters = {
        let mut books = app.books();
        // Called every second: a read must not mark the books as changed.
        if books.outgoing.is_empty() {
            return;
        }
        std::mem::take(&mut books.outgoing)
    };
    for webhook in letters {
        let (first_try, _) = oneshot::channel();
        hand_over(app, webhook, first_try);
    }
}

fn hand_over(app: &Arc<App>, webhook: OutgoingWebhook, first_try: oneshot::Sender<bool>) {
    let on_its_way = (webhook.id.clone(), webhook.clone());
    app.books().undelivered.extend([on_its_way]);
    app.tracker
        .spawn(deliver(Arc::clone(app), webhook, first_try));
}

/// Sends one webhook and returns whether its first try was accepted; retries continue in the background.
pub(crate) async fn first_try(app: &Arc<App>, webhook: OutgoingWebhook) -> bool {
    let (sender, receiver) = oneshot::channel();
    hand_over(app, webhook, sender);
    receiver.await.unwrap_or(false)
}

/// Waits `minutes` of the compressed schedule; `false` when the sandbox stops meanwhile.
pub(crate) async fn pause(app: &App, minutes: u32) -> bool {
    let length = app
        .settings
        .webhook_minute
        .saturating_mul(minutes)
        .max(PAUSE_MIN);
    tokio::select! {
        biased;
        () = app.stop.cancelled() => false,
        () = tokio::time::sleep(length) => true,
    }
}

async fn deliver(app: Arc<App>, webhook: OutgoingWebhook, first_try: oneshot::Sender<bool>) {
    send(&app, &webhook, first_try).await;
    // Webhooks that the sandbox's end interrupted are sent at its next start, where its books are kept.
    if !app.stop.is_cancelled() {
        app.books().undelivered.remove(&webhook.id);
    }
}

async fn send(app: &App, webhook: &OutgoingWebhook, first_try: oneshot::Sender<bool>) {
    let draw = |kind| {
        app.faults()
            .happens(webhook.sender.provider(), Operation::Webhook, kind)
    };
    if draw(Kind::WebhookLost) {
        return;
    }
    let queue = app.queues.of(webhook.sender);
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
        attempt(app, webhook, 0).await
    };
    for waiting in queue.overtaken().drain(..) {
        let _gone = waiting.send(());
    }
    if let Some(first_try) = first_try {
        let _nobody_asked = first_try.send(accepted);
    }
    if accepted || retry(app, webhook).await {
        if draw(Kind::WebhookDuplicate) {
            attempt(app, webhook, 0).await;
        }
    } else {
        warn!(webhook.id = %webhook.id, provider = webhook.sender.provider().name(), "Gave up on a webhook that was never accepted");
    }
}

/// The tries after the first; `true` once one was accepted.
async fn retry(app: &App, webhook: &OutgoingWebhook) -> bool {
    for retried in 1.. {
        let Some(minutes) = minutes_before(webhook.sender, retried) else {
            return false;
        };
        if !pause(app, minutes).await {
            return false;
        }
        if attempt(app, webhook, retried).await {
            return true;
        }
    }
    false
}

/// The pause before the retry with this number; `None` when the provider has given up.
fn minutes_before(sender: Sender, retried: usize) -> Option<u32> {
    match sender {
        Sender::Toss => TOSS_RETRY_MINUTES.get(retried - 1).copied(),
        Sender::Bank => BANK_RETRY_MINUTES
            .get(retried - 1)
            .or(BANK_RETRY_MINUTES.last())
            .copied(),
        Sender::PayAction => PAYACTION_RETRY_MINUTES.get(retried - 1).copied(),
    }
}

/// One try. Toss and PayAction count exactly 200 as accepted (whether other 2xx do is not documented), the signed
/// feed any 2xx. The answer's body, which PayAction prescribes, is ignored.
async fn attempt(app: &App, webhook: &OutgoingWebhook, retried: usize) -> bool {
    let post = match webhook.sender {
        Sender::Toss => Some(posts::toss(app, webhook, retried)),
        Sender::Bank => posts::bank(app, webhook),
        Sender::PayAction => Some(posts::payaction(app, webhook)),
    };
    let Some(post) = post else {
        warn!(
            "The bank feed's secret is not `whsec_` and base64, so its webhooks cannot be signed"
        );
        return false;
    };
    let status = tokio::select! {
        biased;
        () = app.stop.cancelled() => None,
        status = (app.outlet)(post) => status,
    };
    debug!(webhook.id = %webhook.id, retried, status, "Sent a webhook");
    match webhook.sender {
        Sender::Toss | Sender::PayAction => status == Some(200),
        Sender::Bank => status.is_some_and(|status| (200..300).contains(&status)),
    }
}
