//! Asks PortOne for a payment, by the name that we gave it.

use domain::payment::{Snapshot, Standing};

use super::{PortOne, call::exchange, codes, wire};
use crate::{
    codes::Meaning,
    error::{ProviderError, misconfigured},
    provider::PaymentRef,
};

/// The strictest documented limit of `paymentId` among the PGs (Toss Payments: 6 to 64 of letters, digits, `-` and `_`). Ours
/// have 30.
const PAYMENT_ID_BYTES_MAX: usize = 64;

impl PortOne {
    /// The state of a payment. A buyer may try again under the same name, so that an attempt that failed is not the
    /// order's end while a window may still be open.
    pub(super) async fn find(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let ours = payment.order.to_string();
        let id = payment.payment_key.as_deref().unwrap_or(&ours);
        let snapshot = self.ask(id, codes::on_lookup).await?;
        Ok(if payment.over {
            snapshot
        } else {
            not_the_end(snapshot)
        })
    }

    pub(super) async fn ask(
        &self,
        id: &str,
        meaning: fn(&str) -> Meaning,
    ) -> Result<Snapshot, ProviderError> {
        if !is_payment_id(id) {
            return Err(misconfigured("PAYMENT_ID_MALFORMED", "not a payment id"));
        }
        let mut url = self.url(&["payments", id]);
        url.query_pairs_mut().append_pair("storeId", &self.store_id);
        let request = self.get(url).timeout(self.reads);
        let payment: Box<wire::Payment> = exchange(request).await?.said(meaning)?;
        if payment.id != id {
            return Err(super::map::doubt("another payment than was asked about"));
        }
        self.snapshot(*payment)
    }
}

/// A failed attempt, without the end of the order. A payment on a test channel is one: its name is used up.
pub(super) fn not_the_end(snapshot: Snapshot) -> Snapshot {
    match &snapshot.standing {
        Standing::Failed(failure) if failure.code() != Some(codes::TEST_CHANNEL) => Snapshot {
            standing: Standing::Pending,
            ..snapshot
        },
        Standing::Failed(_)
        | Standing::Expired
        | Standing::Pending
        | Standing::AwaitingDeposit
        | Standing::Paid
        | Standing::Voided
        | Standing::Unknown { .. } => snapshot,
    }
}

/// Characters that need no escaping in a path.
pub(super) fn is_payment_id(id: &str) -> bool {
    (1..=PAYMENT_ID_BYTES_MAX).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
