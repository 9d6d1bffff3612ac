//! Accounts that are closed, by a quote of what that loses.

use domain::{
    books::closing::{BeginClosing, CloseCustomer, QuoteClosing},
    command::AnyChange,
};

use super::{Deed, Plan, pick, who};
use crate::{
    ids::Ids,
    reference::{ClosingQuote, Model, Said},
    steps::Step,
};

#[derive(Debug)]
pub(super) struct Ask {
    pub(super) who: usize,
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
pub(super) struct Close {
    pub(super) who: usize,
    pub(super) quote: usize,
    pub(super) confirmed: bool,
    pub(super) closing: Closing,
}

/// Whether the account is closed, or frozen first until what goes back by right has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    AtOnce,
    AfterRefunds,
}

/// A quote of closing that still holds.
pub(super) fn good_quote(model: &Model, who: usize) -> Option<usize> {
    let holds = |quote: &ClosingQuote| {
        let moves = model.customers[who].moves;
        (quote.who, quote.moves) == (who, moves) && model.now < quote.expires_at
    };
    model.closing_quotes.iter().rposition(holds)
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
        closing: Closing::AtOnce,
    })
}

impl Deed for Close {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let (who, quote, confirmed) = (self.who, self.quote, self.confirmed);
        match self.closing {
            Closing::AtOnce => model.close(who, quote, confirmed),
            Closing::AfterRefunds => model.begin_closing(who, quote, confirmed),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, quote) = (ids.customer(self.who), ids.closing_quote(self.quote));
        let confirm_forfeit = self.confirmed;
        match self.closing {
            Closing::AtOnce => CloseCustomer {
                customer,
                quote,
                confirm_forfeit,
            }
            .into(),
            Closing::AfterRefunds => BeginClosing {
                customer,
                quote,
                confirm_forfeit,
            }
            .into(),
        }
    }
}
