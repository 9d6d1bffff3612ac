//! A closing that gives back first what goes back by right: the account is frozen by a quote, the refunds are requested,
//! and once all have ended it is closed by a new quote. One step of a sequence goes some way along it.

use super::{
    Plan,
    closing::{Ask as AskClosing, Close, Closing, good_quote},
    pay::pay,
    quotes::Ask,
    refunds::{Request, Settle, What, is_good},
};
use crate::{
    reference::{CUSTOMERS, Loss, Model, Wish},
    steps::Step,
};

/// Most requests of one step.
pub(super) const TURNS: usize = 12;

/// What comes next. Whoever can be closed now is chosen, first whoever is frozen. Where nothing would go back, mostly
/// something is bought first.
pub(super) fn close_with_refunds(step: &Step, model: &Model) -> Option<Plan> {
    let mut customers: Vec<usize> = (0..CUSTOMERS)
        .map(|more| (super::who(step) + more) % CUSTOMERS)
        .filter(|who| !model.customers[*who].closed)
        .collect();
    customers.sort_by_key(|who| (!model.customers[*who].frozen, !has_losses(model, *who)));
    let who = *customers.first()?;
    if model.customers[who].frozen {
        return go_on(step, model, who);
    }
    let just_bought = model
        .payments
        .last()
        .is_some_and(|paid| paid.paid_at == model.now);
    if !has_losses(model, who) && !just_bought && !step.which.is_multiple_of(4) {
        // By card, which is paid at once.
        return pay(&Step { which: 1, ..*step }, model);
    }
    let Some(quote) = good_quote(model, who) else {
        return Plan::of(AskClosing { who });
    };
    Plan::of(Close {
        who,
        quote,
        confirmed: step.amount % 4 != 0,
        closing: Closing::AfterRefunds,
    })
}

fn has_losses(model: &Model, who: usize) -> bool {
    model
        .clone()
        .loss(who)
        .is_ok_and(|(_, losses)| losses.iter().any(Loss::is_by_right))
}

/// Refunds that are under way end, then those by right are quoted and requested, then the account is closed.
fn go_on(step: &Step, model: &Model, who: usize) -> Option<Plan> {
    let open = (0..model.refunds.len()).find(|at| {
        let refund = &model.refunds[*at];
        refund.who == who && refund.is_open()
    });
    if let Some(refund) = open {
        let what = match model.refunds[refund].state {
            "requested" => What::Submit,
            _ if step.which % 8 == 7 => What::Decline,
            _ => What::Succeed,
        };
        return Plan::of(Settle { who, refund, what });
    }
    let losses = model.clone().loss(who).map_or(Vec::new(), |(_, it)| it);
    if let Some(of) = losses.iter().find(|of| of.is_by_right()) {
        let payment = of.payment;
        let whole = |at: &usize| {
            let quote = &model.quotes[*at];
            quote.payment == payment && quote.won == of.won && is_good(model, *at)
        };
        return match (0..model.quotes.len()).rfind(whole) {
            Some(quote) => Plan::of(Request {
                who,
                payment,
                quote,
                by_hand: step.which.is_multiple_of(4),
                account: None,
            }),
            None => Plan::of(Ask {
                who,
                payment,
                wish: Wish {
                    credits: None,
                    asked_at: None,
                    beyond: None,
                },
            }),
        };
    }
    match good_quote(model, who) {
        Some(quote) => Plan::of(Close {
            who,
            quote,
            confirmed: step.amount % 4 != 0,
            closing: Closing::AtOnce,
        }),
        None => Plan::of(AskClosing { who }),
    }
}
