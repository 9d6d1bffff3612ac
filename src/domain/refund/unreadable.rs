//! An account that cannot be read, because the key that it was encrypted with is missing, and accounts as they are
//! shown. What is due stays due without its account: such a refund is loaded, listed and saved like any other, and
//! only who needs the account is refused.

use super::RefundAccount;
use crate::{
    mask::{masked_account, masked_name},
    refusal::Refusal,
};

impl RefundAccount {
    /// An account that is known by its stored text alone, and the id of the key that is missing. It has no bank, which
    /// no account that somebody gave lacks ([`RefundAccount::tidy`]).
    pub const fn unreadable(stored: String, key: String) -> Self {
        Self {
            bank: String::new(),
            account_number: stored,
            holder: key,
        }
    }

    /// Whether nothing is left of it, because its time was over (`domain::retention`).
    pub const fn is_removed(&self) -> bool {
        self.bank.is_empty() && self.account_number.is_empty()
    }

    /// The stored text of one that cannot be read.
    pub fn stored(&self) -> Option<&str> {
        let encrypted = self.bank.is_empty() && !self.is_removed();
        encrypted.then_some(&self.account_number)
    }

    /// The id of the key without which it cannot be read. `None` where it can.
    pub fn missing_key(&self) -> Option<&str> {
        self.stored().is_some().then_some(&self.holder)
    }

    /// # Errors
    /// [`Refusal::AccountKeyMissing`] for one that cannot be read.
    pub fn check_readable(&self) -> Result<(), Refusal> {
        self.missing_key().map_or(Ok(()), |key| {
            let key = key.to_owned();
            Err(Refusal::AccountKeyMissing { key })
        })
    }

    /// The account as answers and events show it. Nothing is shown of one that cannot be read.
    #[must_use]
    pub fn masked(&self) -> Self {
        if self.missing_key().is_some() {
            return Self::unreadable(String::new(), String::new());
        }
        Self {
            bank: self.bank.clone(),
            account_number: masked_account(&self.account_number),
            holder: masked_name(&self.holder),
        }
    }
}
