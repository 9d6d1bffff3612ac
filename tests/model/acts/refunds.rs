//! Refunds that are requested, and how they end.

use domain::{
    books::refunds::{ObserveRefund, RefundOutcome, RefundRoute, RequestRefund, SubmitRefund},
    command::AnyChange,
};

use super::{
    Deed, Plan, pick, pick_such,
    quotes::{Ask, quote},
    report::Report,
};
use crate::{
    ids::{Ids, account_of},
    reference::{Model, Refund, Said, Way, Wish},
    steps::Step,
};

#[derive(Debug)]
pub(super) struct Request {
    pub(super) who: usize,
    pub(super) payment: usize,
    pub(super) quote: usize,
    pub(super) by_hand: bool,
    /// Where the money goes, where it is said.
    pub(super) account: Option<usize>,
}

/// A quote that can be paid, as far as its time and its use go.
pub(super) fn is_good(model: &Model, quote: usize) -> bool {
    let it = &model.quotes[quote];
    let used = model.refunds.iter().any(|refund| refund.quote == quote);
    it.won > 0 && model.now < it.expires_at && !used
}

/// Where no quote is good, one is asked for.
pub(super) fn request(step: &Step, model: &Model) -> Option<Plan> {
    let good = |at: usize| is_good(model, at);
    if !(0..model.quotes.len()).any(&good) && !step.which.is_multiple_of(8) {
        return quote(step, model);
    }
    // Sometimes one that was paid before is named once more.
    let paid = |at: usize| model.now < model.quotes[at].expires_at && !good(at);
    let again = step.amount % 4 == 1;
    let quote = pick_such(model.quotes.len(), step.which, |at| {
        if again { paid(at) } else { good(at) }
    })?;
    // In rare cases a quote of another payment is named.
    let other = pick(model.payments.len(), step.which).filter(|_| step.amount % 25 == 0);
    let payment = other.unwrap_or(model.quotes[quote].payment);
    Plan::of(Request {
        who: model.payments[payment].who,
        payment,
        quote,
        by_hand: step.amount % 4 == 0,
        account: (step.which % 4 == 2).then_some(0),
    })
}

impl Deed for Request {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let way = (self.by_hand, self.account);
        model.request(self.who, self.payment, self.quote, way)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = RequestRefund {
            customer: ids.customer(self.who),
            payment: ids.payment(self.payment),
            quote: ids.quote(self.quote),
            reason: "the buyer asked".to_owned(),
            account: self.account.map(account_of),
            payer: None,
            holder_confirmed: false,
            route: if self.by_hand {
                RefundRoute::Hand("too late".to_owned())
            } else {
                RefundRoute::Provider
            },
        };
        change.into()
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Submit,
    Succeed,
    Decline,
}

#[derive(Debug)]
pub(super) struct Settle {
    pub(super) who: usize,
    pub(super) refund: usize,
    pub(super) what: What,
}

/// One that is on disk is sent; one that was sent or is a person's ends. Where none is open, one is requested.
pub(super) fn settle(step: &Step, model: &Model) -> Option<Plan> {
    if !model.refunds.iter().any(Refund::is_open) && !step.which.is_multiple_of(8) {
        return request(step, model);
    }
    let refund = pick_such(model.refunds.len(), step.which, |refund| {
        model.refunds[refund].is_open()
    })?;
    let it = &model.refunds[refund];
    let what = match step.amount % 5 {
        _ if it.state == "requested" => What::Submit,
        0 => What::Submit,
        1 | 2 => What::Decline,
        _ => What::Succeed,
    };
    Plan::of(Settle {
        who: it.who,
        refund,
        what,
    })
}

impl Deed for Settle {
    fn carry_out(&self, model: &mut Model) -> Said {
        match self.what {
            What::Submit => model.submit(self.refund),
            What::Succeed => model.succeed(self.refund),
            What::Decline => model.decline(self.refund),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, refund) = (ids.customer(self.who), ids.refund(self.refund));
        let outcome = match self.what {
            What::Submit => return SubmitRefund { customer, refund }.into(),
            What::Succeed => RefundOutcome::Succeeded {
                cancel_key: Some("c1".to_owned()),
            },
            What::Decline => RefundOutcome::Declined("no".into()),
        };
        ObserveRefund {
            customer,
            refund,
            outcome,
        }
        .into()
    }
}

/// Most requests of one step of a quote that is named twice.
pub(super) const TURNS: usize = 6;

/// A quote for a part is paid and named once more, while it would still hold. One step goes some way along it.
pub(super) fn twice(step: &Step, model: &Model) -> Option<Plan> {
    let open = model.refunds.iter().position(Refund::is_open);
    if let Some(refund) = open {
        let it = &model.refunds[refund];
        let what = if it.state == "requested" {
            What::Submit
        } else {
            What::Succeed
        };
        let who = it.who;
        return Plan::of(Settle { who, refund, what });
    }
    let part = |quote: &usize| {
        let it = &model.quotes[*quote];
        let lot = &model.lots[model.payments[it.payment].lot];
        it.won > 0 && model.now < it.expires_at && lot.remaining >= it.credits
    };
    if let Some(quote) = (0..model.quotes.len()).rfind(part) {
        let it = &model.quotes[quote];
        return Plan::of(Request {
            who: it.who,
            payment: it.payment,
            quote,
            by_hand: false,
            account: None,
        });
    }
    let unused = |payment: &usize| {
        let it = &model.payments[*payment];
        it.rest() > 0 && model.lots[it.lot].remaining > 1
    };
    let payment = (0..model.payments.len()).rfind(unused)?;
    let it = &model.payments[payment];
    let wish = Wish {
        credits: Some(model.lots[it.lot].remaining / (2 + step.amount % 3)),
        asked_at: None,
        beyond: None,
    };
    let who = it.who;
    Plan::of(Ask { who, payment, wish })
}

/// A provider lists a refund of ours among its cancels. A bank lists none. Where none was sent, one goes on its way.
pub(super) fn listed(step: &Step, model: &Model) -> Option<Plan> {
    let order = |refund: usize| model.payments[model.refunds[refund].payment].order;
    let listed = |refund: usize| {
        let bank = matches!(model.orders[order(refund)].way, Way::Bank(_));
        model.refunds[refund].state == "sent" && !bank
    };
    let refund = pick_such(model.refunds.len(), step.which, listed).filter(|at| listed(*at));
    let Some(refund) = refund else {
        return settle(step, model);
    };
    let it = &model.refunds[refund];
    let report = Report::of(model, order(refund));
    let cancelled = report.cancelled + it.won;
    Plan::of(Report {
        cancelled,
        done: Some((refund, it.won)),
        ..report
    })
}
