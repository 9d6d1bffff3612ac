//! Webhooks: verified, stored with the verdict, acted on as far as they may be believed, and acknowledged after that.

mod judge;
mod record;

use domain::{
    actor::Actor,
    books::deposits::{HintOrder, Then},
    command::Command,
    id::InboxId,
    inbox::Verdict as Stored,
    kind::ProviderId,
};
use providers::provider::{Acknowledgement, RawWebhook, Webhooks};

use super::{FlowError, unsigned::Kept};
use crate::app::App;
use judge::rejected;
pub(super) use judge::{Judged, understood};
pub(super) use record::{CUT, store};
use record::{compare, kept, received};

/// Takes a webhook in. It returns `Ok` only after the commit: then the provider may forget it.
pub async fn receive(
    app: &App,
    provider: &ProviderId,
    raw: RawWebhook,
) -> Result<Acknowledgement, FlowError> {
    let webhooks = webhooks(app, provider)?;
    let acknowledgement = webhooks.acknowledgement();
    let id = app.id(InboxId::new);
    let judged = match webhooks.read(&raw, app.now()) {
        Ok(notice) => understood(app, provider, id, &raw.body, notice).await?,
        Err(unverified) => rejected(id, unverified),
    };
    let kept = kept(app, provider, &judged, raw.body.len());
    if kept == Kept::Nothing {
        follow_hint(app, provider, &judged).await?;
    } else {
        let received = received(app, id, provider, &raw, &judged, kept);
        let stored = store(app, received.clone(), judged.then).await?;
        if stored.duplicate && judged.verdict == Stored::Signed {
            compare(app, received).await?;
        }
    }
    match judged.unverified {
        None => Ok(acknowledgement),
        Some(unverified) => Err(FlowError::Unverified(unverified)),
    }
}

/// Asks about the order that a hint names which is not kept, unless a look-up is already due.
async fn follow_hint(app: &App, provider: &ProviderId, judged: &Judged) -> Result<(), FlowError> {
    let Then::Look { customer, order } = &judged.then else {
        return Ok(());
    };
    if judged.awaits_look_up {
        return Ok(());
    }
    let change = HintOrder {
        customer: customer.clone(),
        order: *order,
        queued: true,
    };
    let by = Actor::Provider(provider.clone());
    app.apply(Command::new(change, by)).await
}

pub(super) fn webhooks<'a>(
    app: &'a App,
    provider: &ProviderId,
) -> Result<&'a dyn Webhooks, FlowError> {
    let known = app
        .registry
        .get(provider)
        .ok_or_else(|| FlowError::NoProvider(provider.clone()))?;
    known
        .webhooks()
        .ok_or(FlowError::NotFound("webhook address"))
}
