//! Accounts that are closed, by a quote of what that loses.

use domain::{
    books::closing::{CloseCustomer, QuoteClosing},
    command::AnyChange,
};

use super::{Deed, Plan, pick, who};
use crate::{
    ids::Ids,
    reference::{Model, Said},
    steps::Step,
};

#[derive(Debug)]
struct Ask {
    who: usize,
}

pub(super) fn quote_closing(step: &Step, _: &Model) -> Option<Plan> {
    Plan::of(Ask { who: who(step) })
}

impl Deed for Ask {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.quote_closing(self.who)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let customer = ids.customer(self.who);
        QuoteClosing { customer }.into()
    }
}

#[derive(Debug)]
struct Close {
    who: usize,
    quote: usize,
    confirmed: bool,
}

/// Where no quote of it is good, one is asked for.
pub(super) fn close(step: &Step, model: &Model) -> Option<Plan> {
    if model
        .closing_quotes
        .iter()
        .all(|quote| quote.expires_at <= model.now)
        && !step.which.is_multiple_of(4)
    {
        return quote_closing(step, model);
    }
    let quote = pick(model.closing_quotes.len(), step.which)?;
    let named = if step.which.is_multiple_of(20) {
        who(step)
    } else {
        model.closing_quotes[quote].who
    };
    Plan::of(Close {
        who: named,
        quote,
        confirmed: step.amount % 3 != 0,
    })
}

impl Deed for Close {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.close(self.who, self.quote, self.confirmed)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = CloseCustomer {
            customer: ids.customer(self.who),
            quote: ids.closing_quote(self.quote),
            confirm_forfeit: self.confirmed,
        };
        change.into()
    }
}
