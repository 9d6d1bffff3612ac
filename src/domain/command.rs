//! A change that can be asked of the books, with its caller and its answer. Each chapter of [`crate::books`] has its own
//! changes.

mod answer;
mod change;

use std::marker::PhantomData;

use crate::{
    actor::Actor,
    books::Needs,
    id::{ApprovalId, JobId},
};

pub use answer::{Answer, Closed, Expired, Observed, Receipt, Reply, Waived, WrongAnswer};
pub(crate) use change::of_customer;
pub use change::{AnyChange, Change};

/// One change asked of the books, with what must commit together with it. `A` is the answer that the change gives.
#[derive(Debug, Clone)]
pub struct Command<A = Answer> {
    pub change: AnyChange,
    /// Who asks.
    pub by: Actor,
    /// The idempotency key of the request, if it has one.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The job that is finished by this change.
    pub finishes: Option<JobId>,
    /// How much the caller may do without a second person.
    pub authorization: Authorization,
    answer: PhantomData<fn() -> A>,
}

impl Command {
    pub fn new<C: Change>(change: C, by: Actor) -> Command<C::Answer> {
        Command::of(change.into(), by)
    }

    /// A command whose change was chosen at run time.
    pub fn any(change: AnyChange, by: Actor) -> Self {
        Self::of(change, by)
    }
}

impl<A> Command<A> {
    fn of(change: AnyChange, by: Actor) -> Self {
        Self {
            change,
            by,
            idempotency_key: None,
            finishes: None,
            authorization: Authorization::Whole,
            answer: PhantomData,
        }
    }

    /// The same without the type of its answer.
    #[must_use]
    pub fn erased(self) -> Command {
        Command {
            change: self.change,
            by: self.by,
            idempotency_key: self.idempotency_key,
            finishes: self.finishes,
            authorization: self.authorization,
            answer: PhantomData,
        }
    }

    #[must_use]
    pub fn under_key(mut self, idempotency_key: Option<IdempotencyKey>) -> Self {
        self.idempotency_key = idempotency_key;
        self
    }

    #[must_use]
    pub fn finishing(mut self, job: Option<JobId>) -> Self {
        self.finishes = job;
        self
    }

    /// The most that may be done without a second person, in credits or won. `None` is no limit. The answer may be an
    /// approval, so the type of the change's own answer is dropped.
    #[must_use]
    pub fn up_to(mut self, most: Option<i64>) -> Command {
        self.authorization = most.map_or(Authorization::Whole, Authorization::UpTo);
        self.erased()
    }

    /// Carries out what an approval waits for. The answer is that approval.
    #[must_use]
    pub fn approving(mut self, approval: ApprovalId, reason: String) -> Command {
        self.authorization = Authorization::Approved { approval, reason };
        self.erased()
    }

    /// Adds the rows that this command must see to those that the batch loads.
    pub fn needs(&self, needs: &mut Needs) {
        let key = self.idempotency_key.as_ref();
        needs
            .idempotency_keys
            .extend(key.map(IdempotencyKey::named));
        if let Authorization::Approved { approval, .. } = &self.authorization {
            needs.approvals.insert(*approval);
        }
        self.change.needs(needs);
    }
}

/// How much of a change may be done without a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    Whole,
    /// A larger amount, in credits or won, waits for an approval. The answer is then that approval.
    UpTo(i64),
    /// The caller approves what another person asked for. The change and the decision are one command.
    Approved {
        approval: ApprovalId,
        reason: String,
    },
}

/// A client's idempotency key. The same key with another fingerprint is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    /// The role of the API key that used it, not the key itself: a client with a new API key repeats its request under
    /// the new one.
    pub scope: String,
    pub key: String,
    /// SHA-256 over method, path and the content of the body, in hex.
    pub fingerprint: String,
}

impl IdempotencyKey {
    /// The scope and the key, by which its answer is found.
    pub fn named(&self) -> (String, String) {
        (self.scope.clone(), self.key.clone())
    }
}
