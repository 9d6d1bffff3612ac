//! Campaigns that begin and end, and codes that are redeemed without an order.

use domain::{
    books::{
        campaigns::{CreateCampaign, EndCampaign},
        promotions::RedeemCode,
    },
    campaign::{Audience, NewCampaign},
    command::AnyChange,
};

use super::{Deed, Plan, pick, pick_such, who};
use crate::{
    calendar::{DAY, MINUTE},
    ids::{Ids, instant},
    reference::{Campaign, Gives, Model, Said},
    rules::{GREETED, PRODUCTS},
    steps::Step,
};

#[derive(Debug)]
struct Begin {
    /// How many were there before, for its name.
    number: usize,
    it: Campaign,
}

/// Mostly one that runs now, with room for a few.
pub(super) fn begin(step: &Step, model: &Model) -> Option<Plan> {
    let gives = [Gives::Credits, Gives::Bonus, Gives::Won, Gives::Percent];
    let at = usize::try_from(step.which % 4).unwrap_or(0);
    begin_of(step, model, gives[at], false)
}

/// One that greets new customers. For credits without an order there is none.
pub(super) fn greeting(step: &Step, model: &Model) -> Option<Plan> {
    let gives = [Gives::Bonus, Gives::Won, Gives::Percent];
    let at = usize::try_from(step.which % 3).unwrap_or(0);
    begin_of(step, model, gives[at], true)
}

pub(super) fn begin_of(step: &Step, model: &Model, gives: Gives, greets: bool) -> Option<Plan> {
    let number = model.campaigns.len();
    let worth = match gives {
        Gives::Percent => 1 + step.amount % 99,
        Gives::Credits | Gives::Bonus | Gives::Won => 1 + step.amount % 400,
    };
    // A share takes won of the budget, a few of which are enough for one order and few for two.
    let budget = match gives {
        Gives::Percent => 1 + step.amount * 2,
        Gives::Credits | Gives::Bonus | Gives::Won => {
            worth * (1 + step.amount % 3) + step.amount % 50
        }
    };
    let from = match step.amount % 16 {
        0 => model.now + 30 * MINUTE,
        1 => model.now - DAY,
        _ => model.now,
    };
    // In rare cases the code of another one.
    let taken = pick(number, step.which).filter(|_| step.amount % 20 == 7);
    let product = usize::try_from(step.amount).unwrap_or(0) % GREETED;
    Plan::of(Begin {
        number,
        it: Campaign {
            code: (!greets).then(|| {
                taken
                    .and_then(|at| model.campaigns[at].code)
                    .unwrap_or(number)
            }),
            gives,
            worth,
            products: match gives {
                Gives::Credits => Vec::new(),
                _ if greets => vec![GREETED],
                _ => vec![product, (product + 1) % GREETED, (product + 3) % GREETED],
            },
            from,
            until: from.max(model.now)
                + [HOURS_FEW, DAY, 40 * DAY]
                    [usize::from(step.which > 60) + usize::from(step.which > 160)],
            budget,
            most: (step.amount % 7 < 2).then_some(1 + step.amount % 2),
            each: if greets {
                1
            } else {
                1 + i64::from(step.amount % 5 == 0)
            },
            ended_at: None,
        },
    })
}

/// About as long as an order waits for its money.
const HOURS_FEW: i64 = 60 * MINUTE;

impl Deed for Begin {
    fn carry_out(&self, model: &mut Model) -> Said {
        model.begin_campaign(self.it.clone())
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let it = &self.it;
        let gives = match it.gives {
            Gives::Credits => domain::campaign::Gives::Credits,
            Gives::Bonus => domain::campaign::Gives::Bonus,
            Gives::Won => domain::campaign::Gives::DiscountWon,
            Gives::Percent => domain::campaign::Gives::DiscountPercent,
        };
        let new = NewCampaign {
            name: ids.campaign_name(self.number),
            audience: if it.code.is_some() {
                Audience::Code
            } else {
                Audience::NewCustomer
            },
            code: it.code.map(|code| ids.code(code)),
            gives,
            worth: it.worth,
            products: it.products.iter().map(|at| ids.product(*at)).collect(),
            from: instant(it.from),
            until: instant(it.until),
            budget: it.budget,
            redemptions_max: it.most,
            per_customer: it.each,
        };
        let rules = crate::rules::RULES.known();
        new.check(ids.now, &rules.catalogue).expect("a campaign");
        let id = ids.new_campaign;
        CreateCampaign { id, new }.into()
    }
}

#[derive(Debug)]
struct End {
    campaign: usize,
}

/// Mostly one that still runs.
pub(super) fn end(step: &Step, model: &Model) -> Option<Plan> {
    let runs = |at: usize| model.campaigns[at].runs(model.now);
    let campaign = pick_such(model.campaigns.len(), step.which, runs)?;
    Plan::of(End { campaign })
}

impl Deed for End {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.end_campaign(self.campaign))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (campaign, reason) = (ids.campaign(self.campaign), "it is enough".to_owned());
        EndCampaign { campaign, reason }.into()
    }
}

#[derive(Debug)]
struct Redeem {
    who: usize,
    code: usize,
}

/// Mostly the code of credits that are there to be had; in rare cases one that nobody has.
pub(super) fn redeem(step: &Step, model: &Model) -> Option<Plan> {
    let who = who(step);
    let good = |at: usize| {
        let it = &model.campaigns[at];
        it.gives == Gives::Credits && model.admits(at, who, it.worth).is_ok()
    };
    let count = model.campaigns.len();
    if !(0..count).any(good) && !step.which.is_multiple_of(3) {
        return begin_of(step, model, Gives::Credits, false);
    }
    let campaign = pick_such(count, step.which, |at| {
        good(at) || (step.amount % 5 == 0 && model.campaigns[at].gives == Gives::Credits)
    });
    let code = campaign.and_then(|at| model.campaigns[at].code);
    let nobodys = PRODUCTS.len() + count;
    Plan::of(Redeem {
        who,
        code: code.filter(|_| step.which != 33).unwrap_or(nobodys),
    })
}

impl Deed for Redeem {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.redeem(self.who, self.code)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, code) = (ids.customer(self.who), ids.code(self.code));
        RedeemCode { customer, code }.into()
    }
}
