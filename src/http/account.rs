//! A bank account as answers show it.

use domain::{mask, refund::RefundAccount};
use schemars::JsonSchema;
use serde::Serialize;

/// An account of which only so much is shown as a person needs to recognise it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MaskedAccount")]
pub(super) struct AccountView {
    bank: String,
    account_number: String,
    holder: String,
}

impl From<RefundAccount> for AccountView {
    fn from(account: RefundAccount) -> Self {
        Self {
            account_number: mask::masked_account(&account.account_number),
            holder: mask::masked_name(&account.holder),
            bank: account.bank,
        }
    }
}
