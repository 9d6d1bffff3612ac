//! Asks Toss for a payment, by its own name for it or by the order.

use domain::{
    canary,
    id::OrderId,
    payment::{Snapshot, Standing},
};

use super::{Toss, call::exchange, codes, wire};
use crate::{
    error::{ProviderError, misconfigured},
    provider::PaymentRef,
};

const PAYMENT_KEY_BYTES_MAX: usize = 200;

impl Toss {
    /// The state of a payment. Where only the buyer's browser named it, it counts when it belongs to this order;
    /// otherwise the order itself is looked up.
    pub(super) async fn find(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let order = payment.order;
        if let Some(key) = payment.payment_key.as_deref() {
            return self.ask(order, Some(key)).await;
        }
        let brought = payment.callback.get("paymentKey").map(String::as_str);
        if let Some(key) = brought.filter(|key| is_plain_key(key))
            && let Some(found) = self.look_named(order, key).await?
            && found.order_id == order.to_string()
        {
            return self.snapshot(*found);
        }
        let snapshot = self.ask(order, None).await?;
        // The payment that came back may be confirmed at this moment, and is not shown: another payment's end is not
        // its end.
        let of_another = brought.is_some_and(|key| key != snapshot.payment_key);
        let believed = canary!(AnyWindowIsTheOrder, true, payment.over && !of_another);
        Ok(if believed {
            snapshot
        } else {
            not_the_end(snapshot)
        })
    }

    pub(super) async fn ask(
        &self,
        order: OrderId,
        key: Option<&str>,
    ) -> Result<Snapshot, ProviderError> {
        let payment = self.look(order, key).await?;
        self.snapshot(*payment)
    }

    pub(super) async fn look(
        &self,
        order: OrderId,
        key: Option<&str>,
    ) -> Result<Box<wire::Payment>, ProviderError> {
        let url = match key {
            Some(key) if is_plain_key(key) => self.url(&["payments", key]),
            Some(_) => return Err(misconfigured("PAYMENT_KEY_MALFORMED", "not a payment key")),
            None => self.url(&["payments", "orders", &order.to_string()]),
        };
        exchange(self.get(url)).await?.said(codes::on_lookup)
    }

    /// The payment as Toss shows it to us. `None` when it is not shown: it does not exist, it is not approved yet, or
    /// it is another merchant's.
    pub(super) async fn look_named(
        &self,
        order: OrderId,
        key: &str,
    ) -> Result<Option<Box<wire::Payment>>, ProviderError> {
        match self.look(order, Some(key)).await {
            Ok(payment) => Ok(Some(payment)),
            Err(ProviderError::Declined { .. }) => Ok(None),
            Err(refused @ ProviderError::Misconfigured { .. }) => {
                self.check_own_key(order, refused).await?;
                Ok(None)
            }
            Err(doubt) => Err(doubt),
        }
    }

    /// Whether a refusal was about the named payment, not about our key: Toss accepts our key in a look-up of our own
    /// order. Returns the refusal where it does not.
    pub(super) async fn check_own_key(
        &self,
        order: OrderId,
        refused: ProviderError,
    ) -> Result<(), ProviderError> {
        match self.look(order, None).await {
            Ok(_) | Err(ProviderError::Declined { .. }) => Ok(()),
            Err(ProviderError::Misconfigured { .. }) => Err(refused),
            Err(doubt) => Err(doubt),
        }
    }
}

/// One payment of the order that ended unpaid, among those of its windows, is not the order's end while a window may
/// still be open. Toss does not document which of several it returns.
pub(super) fn not_the_end(snapshot: Snapshot) -> Snapshot {
    match snapshot.standing {
        Standing::Failed { .. } | Standing::Expired => Snapshot {
            standing: Standing::Pending,
            ..snapshot
        },
        Standing::Pending
        | Standing::AwaitingDeposit
        | Standing::Paid
        | Standing::Voided
        | Standing::Unknown { .. } => snapshot,
    }
}

/// A key that needs no escaping in a path. Real ones are letters and digits.
pub(super) fn is_plain_key(key: &str) -> bool {
    (1..=PAYMENT_KEY_BYTES_MAX).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte))
}
