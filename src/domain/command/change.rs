//! One change of the books, and a change of any kind.

use std::{fmt, sync::Arc};

use super::answer::Answer;
use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs},
    id::CustomerId,
    refusal::Refusal,
};

/// One change of the books: the rows that it must see, and what it does.
pub trait Change: fmt::Debug + Send + Sync + 'static {
    /// The thing that changed, as it stands after the change.
    type Answer: Into<Answer>;

    /// Whether the answer includes the customer's balance: true for changes that a client asks for and that are answered
    /// with the balance. The customer's holds whose time is over are released before such a change, so that the balance
    /// is right.
    const ANSWERS_BALANCE: bool = false;

    /// The customer it changes, where it names one. That row is always loaded and locked.
    fn customer(&self) -> Option<&CustomerId>;

    /// Adds the rows that it must see, beside its customer, to those that the batch loads.
    fn needs(&self, needs: &mut Needs);

    /// Makes the change. A refusal leaves nothing behind.
    ///
    /// # Errors
    /// The rule of the books that forbids it.
    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Self::Answer, Refusal>;

    /// The request to store for a second person, where the change may be too large for one.
    fn request(&self) -> Option<Request> {
        None
    }

    /// The amount that a limit is compared with, in credits or won, where it is known before the change is made.
    fn amount(&self, _books: &Books<'_>) -> Option<i64> {
        None
    }
}

/// What most changes have in common: the customer is in the field `customer`, and rows of one kind of [`Needs`] must be
/// there, by the id in a field: `of_customer!(orders: order)`. With nothing in the brackets the change says itself what
/// it needs.
macro_rules! of_customer {
    ($($kind:ident: $id:ident)?) => {
        fn customer(&self) -> Option<&$crate::id::CustomerId> {
            Some(&self.customer)
        }

        $(fn needs(&self, needs: &mut $crate::books::Needs) {
            needs.$kind.insert(self.$id);
        })?
    };
}

pub(crate) use of_customer;

/// [`Change`] without the type of its answer, so that a batch can hold changes of all kinds.
trait ErasedChange: fmt::Debug + Send + Sync {
    fn customer(&self) -> Option<&CustomerId>;
    fn needs(&self, needs: &mut Needs);
    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Answer, Refusal>;
    fn answers_balance(&self) -> bool;
    fn request(&self) -> Option<Request>;
    fn amount(&self, books: &Books<'_>) -> Option<i64>;
}

impl<C: Change> ErasedChange for C {
    fn customer(&self) -> Option<&CustomerId> {
        Change::customer(self)
    }

    fn needs(&self, needs: &mut Needs) {
        Change::needs(self, needs);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Answer, Refusal> {
        Change::apply(self, books, by).map(Into::into)
    }

    fn answers_balance(&self) -> bool {
        C::ANSWERS_BALANCE
    }

    fn request(&self) -> Option<Request> {
        Change::request(self)
    }

    fn amount(&self, books: &Books<'_>) -> Option<i64> {
        Change::amount(self, books)
    }
}

/// A change of any kind.
#[derive(Debug, Clone)]
pub struct AnyChange(Arc<dyn ErasedChange>);

impl<C: Change> From<C> for AnyChange {
    fn from(change: C) -> Self {
        Self(Arc::new(change))
    }
}

impl AnyChange {
    /// The customer it changes, where it names one.
    pub fn customer(&self) -> Option<&CustomerId> {
        self.0.customer()
    }

    pub(crate) fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Answer, Refusal> {
        self.0.apply(books, by)
    }

    pub(crate) fn request(&self) -> Option<Request> {
        self.0.request()
    }

    pub(crate) fn amount(&self, books: &Books<'_>) -> Option<i64> {
        self.0.amount(books)
    }

    /// The customer whose balance the answer includes.
    pub(crate) fn balance_of(&self) -> Option<&CustomerId> {
        self.customer().filter(|_| self.0.answers_balance())
    }

    pub(super) fn needs(&self, needs: &mut Needs) {
        needs.customers.extend(self.customer().cloned());
        if let Some(customer) = self.balance_of() {
            needs.balances.insert(customer.clone());
            needs.lapsed_holds_of.insert(customer.clone());
        }
        self.0.needs(needs);
    }
}
