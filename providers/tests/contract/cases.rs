//! What every adapter must answer, asked of each in the same words. A provider is a [`Subject`]: data about
//! how its calls look from outside. What a provider cannot do is said there too, with the reason, so that
//! nothing is left out in silence.

mod list;
mod subjects;
mod wire;

pub(crate) use list::Lines;

use std::sync::Arc;

use domain::{kind::ProviderId, order::Order};
use providers::provider::{Callback, PaymentRef, Provider, RefundOrder};
use serde_json::Value;

/// Something that a provider has, or the reason why it has none.
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

/// The request in which a call does what it is for.
pub(crate) struct Call {
    pub(crate) verb: &'static str,
    pub(crate) path: String,
    /// What the provider answers when all is well.
    pub(crate) answer: Value,
    /// Documented headers and their values.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The field that carries the won: the order's, and of a refund its own.
    pub(crate) amount: Applies<&'static str>,
    /// Other documented fields of the body.
    pub(crate) body: Vec<(&'static str, String)>,
    /// The header with the idempotency key, and the key: the order's id or the refund's stands in it,
    /// or what else names the intent.
    pub(crate) key: Applies<(&'static str, String)>,
    /// Other requests that the adapter makes on its way, with their answers.
    pub(crate) around: Vec<(&'static str, String, Value)>,
}

/// Makes an adapter from a secret and a base URL; otherwise the text of its refusal to start.
pub(crate) type Start = fn(&str, &str) -> Result<Arc<dyn Provider>, String>;

/// One provider, as the list sees it.
pub(crate) struct Subject {
    pub(crate) id: ProviderId,
    /// The adapter it makes waits for half a second at most.
    pub(crate) start: Start,
    /// Of the documented form, and nobody's.
    pub(crate) secret: &'static str,
    /// With which it must refuse to start. The empty one is on the list for everybody.
    pub(crate) ill_formed: Vec<&'static str>,
    /// Texts besides the secret that must never be told: what the answers and the order hold of people.
    pub(crate) private: Vec<&'static str>,
    /// An order without a session, and the same one when the buyer comes back.
    pub(crate) opened: Order,
    pub(crate) begun: Order,
    pub(crate) callback: Callback,
    pub(crate) payment: PaymentRef,
    pub(crate) refund: RefundOrder,
    /// How each of the four calls looks, in the order of [`ACTS`].
    pub(crate) calls: [Applies<Call>; 4],
    /// The field of a refund that guards the frozen balance, and what stands in it.
    pub(crate) balance: Applies<(&'static str, i64)>,
    /// An answer to a look-up with a status that nobody has documented yet.
    pub(crate) unknown_word: Applies<Value>,
    /// Refusals with a code that nobody has documented yet, by HTTP status.
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
