//! Accounts that refunds go to, and numbers on cash receipts, encrypted on their way to the database. Each text is bound to its table, row and
//! column. What the journal digests is the encrypted text, so that whoever audits needs no key.

use domain::{approval::Request, canary, cash_receipt::Identity, refund::RefundAccount};
use serde::{Serialize, de::DeserializeOwned};

use super::Rows;
use crate::store::StoreError;

/// The place of a column, to which its encrypted text is bound.
pub(crate) fn place(table: &str, id: &str, column: &str) -> String {
    format!("{table}/{id}/{column}")
}

/// The place of one of the accounts of a stored request, by their order.
pub(crate) fn place_in_request(table: &str, id: &str, number: u8) -> String {
    place(table, id, &format!("request.{number}"))
}

/// What is encrypted as JSON. Where its key is missing it is known by its stored text alone.
pub(crate) trait Secret: Serialize + DeserializeOwned {
    fn stored(&self) -> Option<&str>;
    fn unreadable(stored: String, key: String) -> Self;
}

impl Secret for RefundAccount {
    fn stored(&self) -> Option<&str> {
        Self::stored(self)
    }

    fn unreadable(stored: String, key: String) -> Self {
        Self::unreadable(stored, key)
    }
}

impl Secret for Identity {
    fn stored(&self) -> Option<&str> {
        Self::stored(self)
    }

    fn unreadable(stored: String, key: String) -> Self {
        Self::unreadable(stored, key)
    }
}

impl Rows {
    /// An account or a number. One that could not be read is written as it was found.
    pub(crate) fn maybe_sealed(&mut self, account: Option<&impl Secret>) {
        let Some(account) = account else {
            return self.maybe_text(None);
        };
        let column = self.table.columns[self.at].name;
        let place = place(self.table.name, &self.key(), column);
        let text = self.sealed_account(&place, account);
        canary!(AccountInClear, self.json(account), self.text(&text));
    }

    /// A request for a second person, as JSON in which the accounts are encrypted one by one.
    pub(crate) fn sealed_request(&mut self, request: &Request) {
        let (table, id) = (self.table.name, self.key());
        let mut number = 0;
        let sealed = request.clone().with_accounts(|account| {
            if account.is_removed() {
                return account;
            }
            let text = self.sealed_account(&place_in_request(table, &id, number), &account);
            number += 1;
            RefundAccount::unreadable(text, String::new())
        });
        self.json(&sealed);
    }

    /// A text that could be used to guess an account.
    pub(crate) fn sealed(&mut self, place: &str, text: &str) {
        let sealed = self.seal(place, text);
        self.text(&sealed);
    }

    fn sealed_account(&mut self, place: &str, account: &impl Secret) -> String {
        if let Some(stored) = account.stored() {
            return stored.to_owned();
        }
        match serde_json::to_string(account) {
            Ok(text) => self.seal(place, &text),
            Err(error) => {
                self.fail(Some(StoreError::Unwritable(error)));
                String::new()
            }
        }
    }

    /// Without a key the rows fail as a whole, and nothing of them is sent.
    fn seal(&mut self, place: &str, text: &str) -> String {
        let lent = self.sealer.as_mut();
        let sealed = lent.and_then(|with| with.seal(place, text));
        sealed.unwrap_or_else(|| {
            let table = self.table.name;
            self.fail(Some(StoreError::NoAccountKey { table }));
            String::new()
        })
    }

    /// The name of the row, whose column comes before those that are encrypted.
    fn key(&self) -> String {
        let recorded = self.recorded.as_ref();
        recorded.map_or_else(String::new, |recorded| recorded.key().to_owned())
    }
}
