//! Spends, holds and customers.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a spend on another meter",
        &["spends"],
        "UPDATE spends SET meter = 'chat' WHERE credits = 300",
        &["rows_recorded"],
    ),
    tampering(
        "a spend with another reference",
        &["spends"],
        "UPDATE spends SET reference = 'x' WHERE credits = 300",
        &["rows_recorded"],
    ),
    tampering(
        "a spend of another time",
        &["spends"],
        "UPDATE spends SET spent_at = spent_at + 1 WHERE credits = 300",
        &["rows_recorded"],
    ),
    tampering(
        "a spend of another customer",
        &["spends"],
        "UPDATE spends SET customer_id = 'bob' WHERE credits = 300",
        &["rows_recorded", "one_customer"],
    ),
    tampering(
        "a spend is gone",
        &["spends"],
        "DELETE FROM spends WHERE credits = 300",
        &["records_kept", "nothing_dangles"],
    ),
    tampering(
        "a reversal at another time",
        &["spends"],
        "UPDATE spends SET reversed_at = reversed_at + 1 WHERE reversed_at IS NOT NULL",
        &["spends_posted"],
    ),
    tampering(
        "a captured spend without its hold",
        &["spends"],
        "UPDATE spends SET hold_id = NULL WHERE hold_id IS NOT NULL",
        &["rows_recorded", "spends_posted"],
    ),
    tampering(
        "a hold on another meter",
        &["holds"],
        "UPDATE holds SET meter = 'chat' WHERE state = 'open'",
        &["rows_recorded"],
    ),
    tampering(
        "a hold that lapses later",
        &["holds"],
        "UPDATE holds SET expires_at = expires_at + 1 WHERE state = 'open'",
        &["rows_recorded"],
    ),
    tampering(
        "a released hold that lapsed",
        &["holds"],
        "UPDATE holds SET state = 'lapsed' WHERE state = 'released'",
        &["rows_recorded"],
    ),
    tampering(
        "a hold closed at another time",
        &["holds"],
        "UPDATE holds SET closed_at = closed_at + 1 WHERE state = 'captured'",
        &["rows_recorded"],
    ),
    tampering(
        "a hold is gone",
        &["holds"],
        "DELETE FROM holds WHERE state = 'released'",
        &["records_kept", "nothing_dangles"],
    ),
    tampering(
        "a captured hold is open again",
        &["holds"],
        "UPDATE holds SET state = 'open', captured = 0, spend_id = NULL, closed_at = NULL, journal_revision = NULL WHERE state = 'captured'",
        &["records_kept", "holds_posted"],
    ),
    tampering(
        "a hold that was extended further",
        &["holds"],
        "UPDATE holds SET extended_until = extended_until + 1 WHERE extended_until IS NOT NULL",
        &["holds_extended"],
    ),
    tampering(
        "a hold that was never extended",
        &["holds", "hold_extensions"],
        "DELETE FROM hold_extensions; UPDATE holds SET extended_until = NULL",
        &["records_kept"],
    ),
    tampering(
        "an extension to another end",
        &["hold_extensions"],
        "UPDATE hold_extensions SET until_at = until_at + 1",
        &["rows_recorded", "holds_extended"],
    ),
    tampering(
        "an extension of another hold",
        &["hold_extensions"],
        "UPDATE hold_extensions SET hold_id = (SELECT id FROM holds WHERE state = 'captured')",
        &["rows_recorded", "holds_extended"],
    ),
    tampering(
        "an extension of another customer",
        &["hold_extensions"],
        "UPDATE hold_extensions SET customer_id = 'bob'",
        &["rows_recorded", "holds_extended"],
    ),
    tampering(
        "an extension made at another time, from another end",
        &["hold_extensions"],
        "UPDATE hold_extensions SET extended_at = extended_at + 1, was_at = was_at - 1",
        &["rows_recorded", "holds_extended"],
    ),
    tampering(
        "a closed customer is open again",
        &["customers"],
        "UPDATE customers SET state = 'open', closed_at = NULL WHERE id = 'erin'",
        &["closings_told"],
    ),
    tampering(
        "a customer is frozen",
        &["customers"],
        "UPDATE customers SET state = 'frozen' WHERE id = 'alice'",
        &["freezes_told"],
    ),
    tampering(
        "a frozen customer is open again",
        &["customers"],
        "UPDATE customers SET state = 'open' WHERE id = 'ivo'",
        &["freezes_told"],
    ),
    tampering(
        "a customer closed at another time",
        &["customers"],
        "UPDATE customers SET closed_at = closed_at + 1 WHERE id = 'erin'",
        &["closings_told"],
    ),
    tampering(
        "a customer without credits is closed",
        &["customers"],
        "UPDATE customers SET state = 'closed', closed_at = opened_at WHERE id = 'rita'",
        &["closings_told"],
    ),
    tampering(
        "a debt is made up",
        &["customers"],
        "UPDATE customers SET debt = 1 WHERE id = 'hal'",
        &["debts"],
    ),
    tampering(
        "a customer is gone",
        &["customers"],
        "DELETE FROM customers WHERE id = 'alice'",
        &["nothing_dangles"],
    ),
    tampering(
        "a customer's last posting is cut off, head and all",
        &["customers", "entries"],
        "DELETE FROM entries WHERE customer_id = 'alice' AND seq > (SELECT MAX(seq) - 2 FROM kept_entries WHERE customer_id = 'alice'); UPDATE customers SET seq = seq - 2, head = (SELECT hash FROM kept_entries e WHERE e.customer_id = 'alice' AND e.seq = customers.seq - 2) WHERE id = 'alice'",
        &["records_kept"],
    ),
];
