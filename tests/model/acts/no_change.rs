//! What changes nothing that is compared: look-ups of orders that are queued, and rows that are stored once more.

use domain::{
    books::{
        again::ScheduleLookup,
        anew::{RowWithAccount, StoreAnew},
        deposits::HintOrder,
    },
    command::AnyChange,
};

use super::{Deed, Plan, asker, pick};
use crate::{
    ids::Ids,
    reference::{Model, Said},
    steps::Step,
};

#[derive(Debug, Clone, Copy)]
enum What {
    /// The provider is to be asked about an order.
    LookUp,
    /// A hint that an order may have changed, and whether a job follows it.
    Hint { queued: bool },
}

#[derive(Debug)]
struct OfOrder {
    who: usize,
    order: usize,
    what: What,
}

pub(super) fn look_up(step: &Step, model: &Model) -> Option<Plan> {
    let order = pick(model.orders.len(), step.which)?;
    let what = match step.amount % 3 {
        0 => What::LookUp,
        1 => What::Hint { queued: true },
        _ => What::Hint { queued: false },
    };
    Plan::of(OfOrder {
        who: asker(model.orders[order].who, step.which),
        order,
        what,
    })
}

impl Deed for OfOrder {
    fn carry_out(&self, model: &mut Model) -> Said {
        if model.orders[self.order].who != self.who {
            return Err("NoOrder".to_owned());
        }
        Ok(model.order_in_words(self.order))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, order) = (ids.customer(self.who), ids.order(self.order));
        match self.what {
            What::LookUp => ScheduleLookup { customer, order }.into(),
            What::Hint { queued } => HintOrder {
                customer,
                order,
                queued,
            }
            .into(),
        }
    }
}

/// Rows that may hold an account.
#[derive(Debug, Clone, Copy)]
enum Row {
    Refund(usize),
    /// With its order.
    Contradiction(usize, usize),
    Approval(usize),
}

#[derive(Debug)]
struct Anew {
    who: usize,
    row: Row,
}

/// As for another key for accounts, which no reader sees.
pub(super) fn store_anew(step: &Step, model: &Model) -> Option<Plan> {
    let one = |count| pick(count, step.which);
    let refund = one(model.refunds.len()).map(Row::Refund);
    let contradiction = one(model.contradictions.len());
    let contradiction =
        contradiction.map(|at| Row::Contradiction(at, model.contradictions[at].order));
    let approval = one(model.approvals.len()).map(Row::Approval);
    let row = match step.amount % 4 {
        0 => contradiction.or(approval).or(refund),
        1 => approval.or(refund).or(contradiction),
        _ => refund.or(contradiction).or(approval),
    }?;
    let owner = match row {
        Row::Refund(at) => model.refunds[at].who,
        Row::Contradiction(_, order) => model.orders[order].who,
        Row::Approval(at) => model.approvals[at].who,
    };
    Plan::of(Anew { who: owner, row })
}

impl Deed for Anew {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.customer_in_words(self.who))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let row = match self.row {
            Row::Refund(at) => RowWithAccount::Refund(ids.refund(at)),
            Row::Contradiction(at, order) => RowWithAccount::Contradiction {
                id: ids.contradiction(at),
                order: ids.order(order),
            },
            Row::Approval(at) => RowWithAccount::Approval(ids.approval(at)),
        };
        StoreAnew {
            customer: ids.customer(self.who),
            row,
        }
        .into()
    }
}
