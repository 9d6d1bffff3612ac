//! The holder of the account that a refund goes to.

use crate::{deposit::PrintedName, id::PaymentId, refund::RefundAccount, refusal::Refusal};

/// Money goes to the payer, unless a person confirms that the other holder is right. Returns the note to store about
/// it.
pub(in crate::books) fn check_holder(
    payment: PaymentId,
    account: Option<&RefundAccount>,
    payer: Option<&PrintedName>,
    confirmed: bool,
) -> Result<&'static str, Refusal> {
    match account.zip(payer) {
        Some((account, payer)) if !account.is_of(&payer.0) => {
            if confirmed {
                Ok("; the holder is not the payer, and that was confirmed")
            } else {
                Err(Refusal::HolderDiffers(payment))
            }
        }
        Some(_) | None => Ok(""),
    }
}
