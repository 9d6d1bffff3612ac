//! Reading accounts that are encrypted, and which rows hold accounts. An account that was written before accounts
//! were encrypted is JSON and is read as such.

use domain::{approval::Request, books::Changes, command::Answer};

use super::Reader;
use crate::{
    sealing::{self, Closed},
    store::{
        StoreError,
        columns::{Secret, place, place_in_request},
    },
};

/// Said of an encrypted text that its key does not open.
const ALTERED: &str = "altered, or encrypted for another place";

impl Reader<'_> {
    /// An account. Where its key is missing, it is one that is [`RefundAccount::unreadable`], so that the row can be
    /// read and written without it.
    pub(crate) fn maybe_sealed<T: Secret>(&mut self) -> Result<Option<T>, StoreError> {
        let Some(text) = self.next_text()? else {
            return Ok(None);
        };
        if !sealing::is_sealed(text) {
            let account = serde_json::from_str(text);
            return account
                .map(Some)
                .map_err(|_| self.damaged("neither encrypted nor an account"));
        }
        let column = self.table.columns[self.at - 1].name;
        let place = place(self.table.name, self.id(), column);
        self.opened(&place, text).map(Some)
    }

    /// A request for a second person.
    pub(crate) fn sealed_request(&mut self) -> Result<Request, StoreError> {
        let stored: Request = self.json()?;
        let (table, id) = (self.table.name, self.id());
        let (mut number, mut failure) = (0, None);
        let request = stored.with_accounts(|account| {
            let place = place_in_request(table, id, number);
            number += 1;
            let Some(text) = account.stored() else {
                return account;
            };
            self.opened(&place, text).unwrap_or_else(|error| {
                // What is replaced may be a text that could not be read when it was copied here. It stays unreadable.
                if number == 1 {
                    failure = Some(error);
                }
                account
            })
        });
        failure.map_or(Ok(request), Err)
    }

    /// A text that may be encrypted. Where its key is missing, it is given as it is stored, which equals no other.
    pub(crate) fn sealed(&mut self, place: &str) -> Result<String, StoreError> {
        let text = self.text()?;
        if !sealing::is_sealed(&text) {
            return Ok(text);
        }
        match self.row.keys().open(place, &text) {
            Ok(opened) => Ok(opened),
            Err(Closed::NoKey(_)) => Ok(text),
            Err(Closed::Altered) => Err(self.damaged(ALTERED)),
        }
    }

    fn opened<T: Secret>(&self, place: &str, text: &str) -> Result<T, StoreError> {
        match self.row.keys().open(place, text) {
            Ok(json) => serde_json::from_str(&json)
                .map_err(|_| self.damaged("not an account or a number, though it is encrypted")),
            Err(Closed::NoKey(key)) => Ok(T::unreadable(text.to_owned(), key)),
            Err(Closed::Altered) => Err(self.damaged(ALTERED)),
        }
    }

    fn id(&self) -> &str {
        self.row.text(0).ok().flatten().unwrap_or_default()
    }
}

/// Whether any of the rows that a batch writes holds an account or the number on a cash receipt.
pub(crate) fn hold_accounts(changes: &Changes) -> bool {
    let mut keys = changes.idempotency_keys.iter();
    changes
        .refunds
        .iter()
        .any(|refund| refund.account.is_some())
        || changes
            .contradictions
            .iter()
            .any(|known| known.account.is_some())
        || changes
            .approvals
            .iter()
            .any(|known| known.request.goes_to().is_some())
        || changes
            .cash_receipt_requests
            .iter()
            .any(|request| request.identity.is_some())
        || keys.any(|key| names_account(&key.reply.answer))
}

/// Whether a request with this answer may have named an account. The fingerprint of such a request is encrypted: with
/// all else of the request at hand, an account number could be found from it by trying.
pub(crate) fn names_account(answer: &Answer) -> bool {
    match answer {
        Answer::Refund(refund) => refund.account.is_some(),
        Answer::Contradiction(known) => known.account.is_some(),
        Answer::Approval(known) => known.request.goes_to().is_some(),
        Answer::CashReceipt(receipt) => receipt.request.identity.is_some(),
        _ => false,
    }
}
