//! What can be done: one file for each subject, one [`Act`] for each thing.
//!
//! An act reads a step's small numbers by what is there and plans a deed. A deed is carried out twice: by the model, and
//! as a change of the product's books. Both are written in the act's file.

mod again;
mod approvals;
mod by_hand;
mod campaigns;
mod closing;
mod contracts;
mod contradictions;
mod debts;
mod deposits;
mod endpoints;
mod extend;
mod freezing;
mod giving_back;
mod grants;
mod holds;
mod lot_ends;
mod memberships;
mod months;
mod no_change;
mod notices;
mod open;
mod outside;
mod paid_months;
mod pay;
mod promoted;
mod quotes;
mod refunds;
mod repeats;
mod report;
mod together;
mod unpaid;
mod uses;
mod wait;

use std::{fmt::Debug, sync::Arc};

use domain::command::{AnyChange, Authorization};

pub(crate) use wait::is_reached;

use crate::{
    ids::Ids,
    reference::{CUSTOMERS, Model, Said},
    steps::Step,
};

/// Something that somebody asks for.
pub(crate) trait Deed: Debug + Send + Sync {
    /// The customer for whom a client asks: the answer shows the balance, and the request has an idempotency key.
    fn client(&self) -> Option<usize> {
        None
    }

    /// By the model. A refusal may leave a half of it behind: the model then takes all of it back.
    fn carry_out(&self, model: &mut Model) -> Said;

    /// By the product.
    fn change(&self, ids: &Ids) -> AnyChange;

    /// How much of it whoever asks may do alone, or which approval it is.
    fn authorization(&self, _: &Ids) -> Authorization {
        Authorization::Whole
    }

    /// Whether another person asks than usual.
    fn by_second(&self) -> bool {
        false
    }
}

/// What a step comes to.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    Do(Arc<dyn Deed>),
    /// Several requests for one commit.
    Together(Vec<Item>),
    /// Until an instant.
    Wait(i64),
    /// What a client asked for before is asked for again, under its key: the same, or with another body.
    Again {
        asked: usize,
        changed: bool,
    },
}

/// One of several requests.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub deed: Arc<dyn Deed>,
    /// Whose key it comes under, by the place among them, where that is not its own.
    pub under_key_of: Option<usize>,
}

impl Plan {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "it is the last line of nearly every plan"
    )]
    pub(crate) fn of(deed: impl Deed + 'static) -> Option<Self> {
        Some(Self::Do(Arc::new(deed)))
    }
}

pub(crate) struct Act {
    pub name: &'static str,
    /// How often it is drawn.
    pub weight: u64,
    /// Most requests that one step makes, each planned by what the one before left, until one is refused.
    pub turns: usize,
    /// Nothing where what it needs is not there.
    pub plan: fn(&Step, &Model) -> Option<Plan>,
}

const fn act(name: &'static str, weight: u64, plan: fn(&Step, &Model) -> Option<Plan>) -> Act {
    Act {
        name,
        weight,
        turns: 1,
        plan,
    }
}

/// One whose step makes up to so many requests.
const fn series(
    name: &'static str,
    weight: u64,
    plan: fn(&Step, &Model) -> Option<Plan>,
    turns: usize,
) -> Act {
    Act {
        turns,
        ..act(name, weight, plan)
    }
}

/// All of them. A new one at the end leaves the others' places as they are.
pub(crate) static ACTS: &[Act] = &[
    act("wait", 18, wait::wait),
    act("grant", 6, grants::grant),
    act("open", 9, open::open),
    act("pay", 15, pay::pay),
    act("pay wrongly", 2, pay::pay_wrongly),
    act("begin", 2, unpaid::begin),
    act("cancel", 2, unpaid::cancel),
    act("not paid", 2, unpaid::not_paid),
    act("overdue", 2, unpaid::overdue),
    act("account issued", 3, unpaid::account_issued),
    act("cancelled by others", 5, outside::cancelled),
    act("here again", 4, outside::here_again),
    act("spend", 14, uses::spend),
    act("reverse", 6, uses::reverse),
    act("sweep", 3, uses::sweep),
    act("hold", 7, holds::hold),
    act("capture", 5, holds::capture),
    act("release", 3, holds::release),
    act("quote", 9, quotes::quote),
    act("request", 9, refunds::request),
    act("settle", 10, refunds::settle),
    act("refund listed", 2, refunds::listed),
    act("waive", 3, debts::waive),
    act("quote closing", 2, closing::quote_closing),
    act("close", 2, closing::close),
    act("deposit", 6, deposits::arrive),
    act("deposit reversed", 3, deposits::reversed),
    act("match deposit", 3, deposits::by_hand),
    act("return deposit", 1, deposits::sent_back),
    act("again", 5, again::again),
    act("start", 5, memberships::start),
    act("pause", 2, memberships::pause),
    act("resume", 2, memberships::resume),
    act("end", 2, memberships::end),
    act("change plan", 2, memberships::change),
    act("distribute", 5, memberships::distribute),
    act("extend", 5, extend::extend),
    act("freeze", 1, freezing::freeze),
    act("unfreeze", 3, freezing::unfreeze),
    act("batch", 3, together::batch),
    act("at once", 4, together::at_once),
    series(
        "close with refunds",
        2,
        giving_back::close_with_refunds,
        giving_back::TURNS,
    ),
    series("months pass", 3, months::pass, months::TURNS),
    series(
        "over a lot's end",
        9,
        lot_ends::over_its_end,
        lot_ends::TURNS,
    ),
    act("begin campaign", 2, campaigns::begin),
    act("begin greeting", 1, campaigns::greeting),
    act("end campaign", 1, campaigns::end),
    act("redeem", 4, campaigns::redeem),
    act("open with a code", 4, promoted::with_code),
    act("open greeted", 2, promoted::greeted),
    series("paid late", 3, promoted::paid_late, promoted::TURNS),
    act("publish contract", 2, contracts::publish),
    act("open by contract", 4, contracts::open_own),
    act("ask a second person", 2, approvals::ask),
    act("decide", 2, approvals::decide),
    act("attach session", 1, unpaid::attach),
    act("fail", 1, unpaid::fail),
    act("expire", 1, unpaid::expire),
    act("decide a contradiction", 4, contradictions::decide),
    act("told again", 3, contradictions::told_again),
    series(
        "goes back",
        3,
        contradictions::goes_back,
        contradictions::TURNS,
    ),
    act("give account", 1, by_hand::give_account),
    act("bounced", 1, by_hand::bounced),
    act("provider cannot", 1, by_hand::cannot),
    series("transfers", 3, by_hand::transfers, by_hand::TURNS),
    series(
        "second person",
        4,
        approvals::second_person,
        approvals::TURNS,
    ),
    series("quoted once", 3, refunds::twice, refunds::TURNS),
    act("set thresholds", 2, notices::thresholds),
    act("notice of an end", 2, notices::end),
    series("notice of a version", 2, notices::version, notices::TURNS),
    act("told by another source", 4, repeats::told_by_other),
    act("told apart", 2, repeats::told_apart),
    series("in doubt", 3, repeats::in_doubt, repeats::TURNS),
    act("open month", 3, paid_months::open_month),
    series(
        "month by order",
        3,
        paid_months::month_by_order,
        paid_months::TURNS,
    ),
    act("look up", 2, no_change::look_up),
    act("store anew", 2, no_change::store_anew),
    act("open endpoint", 1, endpoints::open),
    act("turn endpoint", 2, endpoints::turn),
    act("rotate endpoint", 2, endpoints::rotate),
    act("test endpoint", 1, endpoints::test),
];

/// The customer of a step.
fn who(step: &Step) -> usize {
    usize::try_from(step.who).unwrap_or(0)
}

/// The customer of a step, or mostly one who has credits.
fn who_has_credits(step: &Step, model: &Model) -> usize {
    let rich = |who: &usize| model.balance(*who).available > 0;
    let next = (0..CUSTOMERS)
        .map(|more| (who(step) + more) % CUSTOMERS)
        .find(rich);
    next.filter(|_| step.which % 16 < 14).unwrap_or(who(step))
}

/// One of so many things, mostly one of the latest six.
fn pick(count: usize, which: u64) -> Option<usize> {
    let back = usize::try_from(which).unwrap_or(0) % count.max(1) % 6;
    count.checked_sub(1 + back)
}

/// One of the things that are so, or of all where none is.
fn pick_such(count: usize, which: u64, such: impl Fn(usize) -> bool) -> Option<usize> {
    let places: Vec<usize> = (0..count).filter(|at| such(*at)).collect();
    match pick(places.len(), which).filter(|_| which < 220) {
        Some(place) => Some(places[place]),
        None => pick(count, which),
    }
}

/// Whose a thing is; in rare cases somebody else's, who must be refused.
fn asker(of: usize, which: u64) -> usize {
    if which.is_multiple_of(50) && which > 0 {
        (of + 1) % CUSTOMERS
    } else {
        of
    }
}
