//! Tax invoices.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "an invoice of another amount",
        &["tax_invoices"],
        "UPDATE tax_invoices SET supply = supply - 1, vat = vat + 1 WHERE customer_id = 'zora'",
        &["rows_recorded"],
    ),
    tampering(
        "an invoice of more than was paid",
        &["tax_invoices"],
        "UPDATE tax_invoices SET supply = 911 WHERE customer_id = 'zelda' AND kind = 'original'",
        &["rows_recorded", "invoices_bounded"],
    ),
    tampering(
        "more is amended than went back",
        &["tax_invoices"],
        "UPDATE tax_invoices SET supply = 1001 WHERE kind = 'amended'",
        &["rows_recorded", "invoices_bounded"],
    ),
    tampering(
        "an invoice by other words, of another day and person",
        &["tax_invoices"],
        "UPDATE tax_invoices SET approval_number = 'x', issued_on = 'x', note = 'x', recorded_by = 'key_3', recorded_at = recorded_at - 1",
        &["rows_recorded", "invoices_of_one_customer"],
    ),
    tampering(
        "an invoice of a number of another customer",
        &["tax_invoices"],
        "UPDATE tax_invoices SET approval_number = '202603094100020300000001' WHERE customer_id = 'zora'",
        &["rows_recorded", "invoices_of_one_customer"],
    ),
    tampering(
        "an amended invoice for another reason",
        &["tax_invoices"],
        "UPDATE tax_invoices SET reason = 'price_changed' WHERE kind = 'amended'",
        &["rows_recorded"],
    ),
    tampering(
        "an amended invoice is said to be an original one",
        &["tax_invoices"],
        "UPDATE tax_invoices SET kind = 'original' WHERE kind = 'amended'",
        &["rows_recorded", "invoices_linked", "invoices_bounded"],
    ),
    tampering(
        "an amended invoice about a refund of another payment",
        &["tax_invoices"],
        "UPDATE tax_invoices SET refund_id = (SELECT MIN(id) FROM refunds WHERE customer_id = 'rita') WHERE kind = 'amended'",
        &["rows_recorded", "invoices_linked"],
    ),
    tampering(
        "a correction of nothing",
        &["tax_invoices"],
        "UPDATE tax_invoices SET corrects = NULL WHERE customer_id = 'zora'",
        &["rows_recorded", "invoices_bounded"],
    ),
    tampering(
        "an invoice of another customer's payment",
        &["tax_invoices"],
        "UPDATE tax_invoices SET payment_id = (SELECT MIN(id) FROM payments WHERE customer_id = 'zelda') WHERE customer_id = 'zora'",
        &["rows_recorded", "invoices_linked"],
    ),
    tampering(
        "an invoice that is gone",
        &["tax_invoices"],
        "DELETE FROM tax_invoices WHERE customer_id = 'zelda' AND kind = 'original'",
        &["records_kept", "invoices_bounded"],
    ),
    tampering(
        "an amended invoice that is due and nobody is told of",
        &["tax_amendments_due"],
        "DELETE FROM tax_amendments_due",
        &["amendments_due"],
    ),
    tampering(
        "an amended invoice that is not due and somebody is told of",
        &["tax_amendments_due"],
        "INSERT INTO tax_amendments_due (payment_id) SELECT MAX(id) FROM payments WHERE customer_id = 'zora'",
        &["amendments_due"],
    ),
    tampering(
        "an invoice beside a cash receipt",
        &["tax_invoices"],
        "UPDATE tax_invoices SET customer_id = 'sam', payment_id = (SELECT MAX(id) FROM payments WHERE customer_id = 'sam') \
         WHERE customer_id = 'zelda' AND kind = 'original'",
        &["rows_recorded", "one_proof"],
    ),
];
