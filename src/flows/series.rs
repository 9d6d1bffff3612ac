//! The counters that alerts ask about, begun at zero. A counter that first appears when something happens never seems to
//! have grown to whoever asks by how much it did.

use domain::kind::ProviderId;

/// Attempts to deliver events, by how they ended.
pub const DELIVERIES: &str = "webhook_deliveries_total";
/// How deliveries end.
pub const DELIVERY_RESULTS: [&str; 4] = ["delivered", "given_up", "refused", "unanswered"];
/// Depositors' names that were shown in full.
pub const UNMASKED: &str = "deposits_unmasked_total";
/// Webhooks that are not believed, by provider.
pub const REJECTED: &str = "webhooks_rejected_total";

/// Begins them for the providers that are configured.
pub fn begin(providers: impl Iterator<Item = ProviderId>) {
    metrics::counter!(UNMASKED).increment(0);
    for result in DELIVERY_RESULTS {
        metrics::counter!(DELIVERIES, "result" => result).increment(0);
    }
    for provider in providers {
        metrics::counter!(REJECTED, "provider" => provider.to_string()).increment(0);
    }
}
