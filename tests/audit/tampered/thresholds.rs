//! Thresholds of a balance and what was reported of it.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "thresholds that are gone",
        &["customers"],
        "UPDATE customers SET thresholds = NULL WHERE id = 'thea'",
        &["thresholds_known"],
    ),
    tampering(
        "thresholds that nobody set",
        &["customers"],
        "UPDATE customers SET thresholds = '{\"number\":1,\"after_entry\":0,\"thresholds\":[7]}' WHERE id = 'alice'",
        &["thresholds_known", "thresholds_kept"],
    ),
    tampering(
        "another threshold",
        &["customers"],
        "UPDATE customers SET thresholds = REPLACE(thresholds, '[50]', '[5]') WHERE id = 'theo'",
        &["thresholds_kept"],
    ),
    tampering(
        "thresholds from another entry on",
        &["customers"],
        "UPDATE customers SET thresholds = REPLACE(thresholds, '\"after_entry\":1', '\"after_entry\":0') WHERE id = 'theo'",
        &["thresholds_kept"],
    ),
    tampering(
        "thresholds that were set otherwise",
        &["audit_log"],
        "UPDATE audit_log SET detail = REPLACE(detail, '50, 100', '60, 100') WHERE act = 'customer.thresholds'",
        &["rows_recorded", "lows_reported"],
    ),
    tampering(
        "a setting that is gone",
        &["audit_log"],
        "DELETE FROM audit_log WHERE act = 'customer.thresholds' AND detail LIKE '20, 40%'",
        &["records_kept", "thresholds_kept"],
    ),
    tampering(
        "a fall that was never reported",
        &["events"],
        "DELETE FROM events WHERE kind = 'balance.low' AND body LIKE '%\"available_after\":90,%'",
        &["records_kept", "lows_reported"],
    ),
    tampering(
        "a fall reported as another",
        &["events"],
        "UPDATE events SET body = REPLACE(body, '\"available_after\":90,', '\"available_after\":91,') WHERE kind = 'balance.low'",
        &["rows_recorded", "lows_reported"],
    ),
    tampering(
        "a fall reported twice",
        &["events"],
        "INSERT INTO events SELECT * FROM kept_events WHERE kind = 'balance.low' AND body LIKE '%\"available_after\":90,%'",
        &["lows_reported"],
    ),
    tampering(
        "a fall reported of another entry",
        &["events"],
        "UPDATE events SET body = REPLACE(body, '\"entry_seq\":2}', '\"entry_seq\":200}') WHERE kind = 'balance.low'",
        &["rows_recorded", "lows_reported"],
    ),
];
