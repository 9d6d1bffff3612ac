//! A bank account, as the common cases see it.

use std::sync::Arc;

use domain::kind::Method;
use providers::{
    bank::{self, Bank},
    provider::Provider,
};
use serde_json::json;

use super::super::{Applies::No, Subject};
use crate::support;

pub(super) fn bank() -> Subject {
    let mut refund = support::refund(1000, 10_000);
    refund.method = Method::BankTransfer;
    refund.account = Some(support::refund_account("088"));
    Subject {
        id: bank::ID,
        start: |secret, _| {
            let mut config = support::bank_config();
            config.bank_webhook_secrets = vec![secret.into()];
            Bank::new(&config)
                .map(|it| Arc::new(it) as Arc<dyn Provider>)
                .map_err(|it| it.to_string())
        },
        secret: support::BANK_NEW,
        ill_formed: vec!["whsec_", "whsec_*not base64*"],
        private: vec![
            "110123457270",
            "110-123-457270",
            "홍길동",
            "주식회사 크레딧",
        ],
        calls: [
            No("the account is our own: nobody has to be asked before a transfer"),
            No("a transfer is completed by its deposit, which the feed tells"),
            No("a feed of deposits cannot be asked: its notice is the snapshot"),
            No("a person sends the money back from the seller's account"),
        ],
        balance: No("a person sends the money back from the seller's account"),
        unknown_word: No("a deposit has no status"),
        unknown_codes: Vec::new(),
        repeats: |_| json!({}),
        opened: support::order(Method::BankTransfer, None),
        begun: support::order(Method::BankTransfer, None),
        callback: support::came_back(),
        payment: support::payment_ref(None),
        refund,
    }
}
