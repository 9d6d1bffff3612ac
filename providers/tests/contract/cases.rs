//! The required answers of every adapter, tested for each in the same way. A provider is a [`Subject`]: data about
//! how its calls look from outside. It also lists the calls the provider does not have, with the reason, so that
//! nothing is left out silently.

mod list;
mod subjects;
mod wire;

pub(crate) use list::Lines;

use std::sync::Arc;

use domain::{kind::ProviderId, order::Order};
use providers::provider::{Callback, PaymentRef, Provider, RefundOrder};
use serde_json::Value;

/// A feature that a provider has, or the reason why it has none.
pub(crate) enum Applies<T> {
    Here(T),
    No(&'static str),
}

impl<T> Applies<T> {
    pub(crate) fn here(&self) -> Option<&T> {
        match self {
            Self::Here(it) => Some(it),
            Self::No(_) => None,
        }
    }
}

/// The four calls of the trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Begin,
    Confirm,
    Lookup,
    Refund,
}

pub(crate) const ACTS: [Act; 4] = [Act::Begin, Act::Confirm, Act::Lookup, Act::Refund];

/// The request that performs a call.
pub(crate) struct Call {
    pub(crate) verb: &'static str,
    pub(crate) path: String,
    /// The provider's answer on success.
    pub(crate) answer: Value,
    /// Documented headers and their values.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The field that carries the won: the order's amount, or the refund's own.
    pub(crate) amount: Applies<&'static str>,
    /// Other documented fields of the body.
    pub(crate) body: Vec<(&'static str, String)>,
    /// The header with the idempotency key, and the key. It contains the order's id or the refund's, or another name
    /// of the intent.
    pub(crate) key: Applies<(&'static str, String)>,
    /// Other requests that the adapter makes in the same call, with their answers.
    pub(crate) around: Vec<(&'static str, String, Value)>,
}

/// Makes an adapter from a secret and a base URL; otherwise the text of its refusal to start.
pub(crate) type Start = fn(&str, &str) -> Result<Arc<dyn Provider>, String>;

/// One provider, as the list of cases needs it.
pub(crate) struct Subject {
    pub(crate) id: ProviderId,
    /// The adapter it makes waits for half a second at most.
    pub(crate) start: Start,
    /// Of the documented form, and belonging to nobody.
    pub(crate) secret: &'static str,
    /// Secrets with which it must refuse to start. The empty one is tested for every provider.
    pub(crate) ill_formed: Vec<&'static str>,
    /// Texts besides the secret that must never be shown: personal data in the answers and the order.
    pub(crate) private: Vec<&'static str>,
    /// An order without a session, and the same one when the buyer comes back.
    pub(crate) opened: Order,
    pub(crate) begun: Order,
    pub(crate) callback: Callback,
    pub(crate) payment: PaymentRef,
    pub(crate) refund: RefundOrder,
    /// The form of each of the four calls, in the order of [`ACTS`].
    pub(crate) calls: [Applies<Call>; 4],
    /// The field of a refund that guards the frozen balance, and its value.
    pub(crate) balance: Applies<(&'static str, i64)>,
    /// An answer to a look-up with an undocumented status.
    pub(crate) unknown_word: Applies<Value>,
    /// Refusals with an undocumented code, by HTTP status.
    pub(crate) unknown_codes: Vec<(u16, Value)>,
    /// A refusal whose message repeats a text.
    pub(crate) repeats: fn(&str) -> Value,
}

impl Subject {
    pub(crate) fn call(&self, act: Act) -> &Applies<Call> {
        let at = ACTS.iter().position(|it| *it == act).expect("one of four");
        &self.calls[at]
    }

    pub(crate) fn adapter(&self, base_url: &str) -> Arc<dyn Provider> {
        (self.start)(self.secret, base_url).expect("an adapter")
    }
}
