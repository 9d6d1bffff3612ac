//! What a webhook means: its verdict, its order, and whether its secret is right.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    books::deposits::Then,
    id::{CustomerId, InboxId, OrderId},
    inbox::Verdict as Stored,
    kind::ProviderId,
    order::Order,
};
use providers::provider::{Notice, Says, Unverified, Verdict};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{
    app::App,
    flows::{Result, unsigned::Unsigned},
    store::reads,
};

/// The facts about a webhook before it is stored.
pub(in crate::flows) struct Judged {
    pub(super) event_key: String,
    pub(in crate::flows) verdict: Stored,
    pub(super) note: String,
    pub(in crate::flows) effect: String,
    pub(in crate::flows) then: Then,
    /// Where nobody signed it.
    pub(super) unsigned: Option<Unsigned>,
    /// Why it is not believed.
    pub(super) unverified: Option<Unverified>,
    /// Whether a look-up of the order that it names is due anyway.
    pub(super) awaits_look_up: bool,
}

pub(super) fn rejected(id: InboxId, unverified: Unverified) -> Judged {
    Judged {
        // It gets its own key, because a forged webhook must not block the genuine one.
        event_key: format!("rejected:{id}"),
        verdict: Stored::Rejected,
        note: unverified.to_string(),
        effect: "not believed".to_owned(),
        then: Then::Nothing,
        unsigned: Some(Unsigned::NotBelieved),
        unverified: Some(unverified),
        awaits_look_up: false,
    }
}

pub(in crate::flows) async fn understood(
    app: &App,
    provider: &ProviderId,
    id: InboxId,
    body: &[u8],
    notice: Notice,
) -> Result<Judged> {
    let (verdict, note, unsigned) = match notice.verdict {
        Verdict::Signed => (Stored::Signed, "its signature or key is right", None),
        Verdict::Unsigned => (
            Stored::Unsigned,
            "the provider signs nothing: a hint to go and ask",
            Some(Unsigned::Strange),
        ),
    };
    let judged = |effect: &str, then: Then| Judged {
        event_key: notice.event_key.clone(),
        verdict,
        note: note.to_owned(),
        effect: effect.to_owned(),
        then,
        unsigned,
        unverified: None,
        awaits_look_up: false,
    };
    Ok(match notice.says {
        Says::Deposit(movement) => judged("", Then::Deposit(movement)),
        Says::DepositReversed { key } => {
            let customer = customer_of_movement(app, provider, &key).await?;
            let provider = provider.clone();
            judged(
                "",
                Then::DepositReversed {
                    customer,
                    provider,
                    key,
                },
            )
        }
        Says::Nothing { why } => judged(&why, Then::Nothing),
        Says::Unreadable { why } => {
            tracing::error!(%provider, "A signed webhook for {provider} cannot be read, a person has to look: {why}");
            Judged {
                // The key includes the content, because it must not block the same event in a readable form.
                event_key: format!("unreadable:{}:{}", notice.event_key, digest(body)),
                verdict: Stored::Unreadable,
                note: format!("{note}; {why}"),
                ..judged("nothing followed: a person has to look", Then::Nothing)
            }
        }
        Says::Look {
            order,
            payment_key,
            secret,
        } => match order_meant(app, provider, order, payment_key.as_deref()).await? {
            None => judged("no order of ours is meant", Then::Nothing),
            Some(order) if is_secret_wrong(&order, secret.as_ref()) => {
                let why = Unverified::new("bad_secret", "the payment's secret is wrong");
                rejected(id, why)
            }
            Some(order) => Judged {
                unsigned: unsigned.map(|_| Unsigned::Of(order.id)),
                awaits_look_up: order.awaits_look_up(app.now()),
                ..judged(
                    "",
                    Then::Look {
                        customer: order.customer,
                        order: order.id,
                    },
                )
            },
        },
    })
}

/// Whether the order and the webhook both have a secret, and these differ. Compared in constant time.
fn is_secret_wrong(order: &Order, given: Option<&SecretString>) -> bool {
    let session = order.session.as_ref();
    let held = session.and_then(|session| session.webhook_secret.as_deref());
    held.zip(given).is_some_and(|(held, given)| {
        !bool::from(held.as_bytes().ct_eq(given.expose_secret().as_bytes()))
    })
}

async fn order_meant(
    app: &App,
    provider: &ProviderId,
    order: Option<OrderId>,
    payment_key: Option<&str>,
) -> Result<Option<Order>> {
    let by_id = match order {
        Some(id) => reads::order(&app.db, id).await?,
        None => None,
    };
    let found = match (by_id, payment_key) {
        (Some(order), _) => Some(order),
        (None, Some(key)) => order_of_payment_key(app, provider, key).await?,
        (None, None) => None,
    };
    Ok(found.filter(|order| order.provider == *provider))
}

/// The order of a provider's own name for a payment.
async fn order_of_payment_key(
    app: &App,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Order>> {
    match reads::payment_by_key(&app.db, provider, key).await? {
        Some(payment) => Ok(reads::order(&app.db, payment.order).await?),
        None => Ok(None),
    }
}

/// The customer whose order a movement paid, if it paid one.
async fn customer_of_movement(
    app: &App,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<CustomerId>> {
    let found = reads::deposit_by_key(&app.db, provider, key).await?;
    let deposit = match found.as_ref().and_then(|deposit| deposit.repeat_of) {
        // The money is another deposit's, which somebody else reported before.
        Some(of) => reads::deposit(&app.db, of).await?,
        None => found,
    };
    match deposit.and_then(|deposit| deposit.order) {
        Some(order) => Ok(reads::order(&app.db, order)
            .await?
            .map(|order| order.customer)),
        None => Ok(None),
    }
}

/// SHA-256 in base 64.
pub(super) fn digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}
