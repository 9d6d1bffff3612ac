//! Contracts that are published, and orders of what they sell.

use std::fmt::Write as _;

use domain::{books::contracts::PublishContract, command::AnyChange, contract::Agreement};

use super::{
    Deed, Plan,
    open::{Open, way},
    who,
};
use crate::{
    calendar::{DAY, show},
    ids::Ids,
    reference::{CUSTOMERS, Contract, Lives, Model, OWN_PRODUCTS, Said, Tier, Ware},
    rules::{POLICIES, RULES, current},
    steps::Step,
};

#[derive(Debug)]
struct Publish {
    it: Contract,
}

/// Mostly one that is in effect at once; sometimes the last one again.
pub(super) fn publish(step: &Step, model: &Model) -> Option<Plan> {
    let number = model.contracts.len();
    if let Some(it) = model.contracts.last().filter(|_| step.which % 8 == 3) {
        return Plan::of(Publish { it: it.clone() });
    }
    // Nobody has shorter windows by a contract than by the policy.
    let policy = current(model.now).min(usize::try_from(step.which % 3).unwrap_or(0));
    let base = &POLICIES[policy];
    let by_right = base.by_right + step.amount % 4;
    let through_support = base.through_support.max(by_right) + step.amount % 5;
    let lives = match step.amount % 5 {
        0 => Lives::Months(1 + step.amount % 13),
        1 => Lives::Days(1 + step.amount % 20),
        2 => Lives::Months(24),
        _ => Lives::Days(200 + step.amount),
    };
    let effective_at = match step.which % 16 {
        0 => model.now + DAY,
        1 | 2 => model.now - DAY,
        _ => model.now,
    };
    let more = 2 + step.amount % 9;
    let tier = |from, credits, won| Tier { from, credits, won };
    let graded = vec![
        tier(1, 100 + step.amount % 7, 1_009),
        tier(more, 101 + step.amount % 7, 907),
        tier(more + 3, 120, 800 + step.amount % 100),
    ];
    let flat = vec![tier(1, 1 + step.amount % 50, 37)];
    Plan::of(Publish {
        it: Contract {
            number,
            who: who(step),
            policy,
            lives,
            by_right,
            through_support,
            effective_at,
            tiers: [graded, flat],
        },
    })
}

/// What a contract's document says.
fn document(it: &Contract, ids: &Ids) -> String {
    let period = match it.lives {
        Lives::Days(days) => format!("{{ days = {days} }}"),
        Lives::Months(months) => format!("{{ months = {months} }}"),
    };
    let (name, customer) = (ids.contract_name(it.number), ids.customer(it.who));
    let mut words = format!(
        "customer = \"{customer}\"\nname = \"{name}\"\nreference = \"a folder\"\npolicy = \"{}\"\neffective_at = \"{}\"\n",
        POLICIES[it.policy].version,
        show(it.effective_at)
    );
    let agreed =
        |period: &str| format!("period = {period}\nsays = \"As agreed.\"\nsection = \"1\"\n");
    let days = |days: i64| agreed(&format!("{{ days = {days} }}"));
    let (by_right, through_support) = (days(it.by_right), days(it.through_support));
    let terms = [
        ("validity", agreed(&period)),
        ("refund.by_right", by_right),
        ("refund.through_support", through_support),
    ];
    for (table, says) in terms {
        let _infallible = write!(words, "\n[{table}]\n{says}");
    }
    for (at, tiers) in it.tiers.iter().enumerate() {
        let id = Ids::own_product(at);
        let tiers: Vec<String> = tiers
            .iter()
            .map(|tier| {
                let Tier { from, credits, won } = tier;
                format!("{{ from = {from}, credits = {credits}, price = {won} }}")
            })
            .collect();
        let tiers = tiers.join(", ");
        let _infallible = write!(
            words,
            "\n[[product]]\nid = \"{id}\"\nname = \"Own credits\"\ntiers = [{tiers}]\n"
        );
    }
    words
}

impl Deed for Publish {
    fn carry_out(&self, model: &mut Model) -> Said {
        model.publish_contract(&self.it)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let agreement = Agreement::parse(&document(&self.it, ids));
        let agreement = agreement.expect("a contract");
        let rules = RULES.known();
        let base = rules.policies.get(&agreement.policy).expect("a version");
        let fits = agreement.check_beside(base, &rules.catalogue);
        fits.expect("a contract that may be published");
        let policy_hash = base.hash.clone();
        PublishContract {
            id: ids.new_contract,
            agreement,
            policy_hash,
        }
        .into()
    }
}

/// Mostly by somebody who has a contract, in numbers around those at which the price changes.
pub(super) fn open_own(step: &Step, model: &Model) -> Option<Plan> {
    let has_one = |who: &usize| model.contract_of(*who).is_some();
    let mut next = (0..CUSTOMERS).map(|more| (who(step) + more) % CUSTOMERS);
    let found = next.find(has_one);
    if found.is_none() && !step.which.is_multiple_of(8) {
        return publish(step, model);
    }
    let who = found.filter(|_| step.which % 32 != 9).unwrap_or(who(step));
    let tiers = model
        .contract_of(who)
        .map(|at| &model.contracts[at].tiers[0]);
    let from = |at: usize| tiers.map_or(1, |tiers| tiers[at].from);
    let quantity = match step.amount % 12 {
        0 | 1 => from(1) - 1,
        2 | 3 => from(1),
        4 => from(2) - 1,
        5 | 6 => from(2),
        7 => from(2) + 7,
        8 => 1_001,
        9 => 0,
        _ => 1,
    };
    let product = usize::try_from(step.amount / 12).unwrap_or(0) % (2 * OWN_PRODUCTS + 1);
    // One more than there are: one that the contract does not sell.
    let product = (product / 2).min(OWN_PRODUCTS);
    let code = model.campaigns.iter().rfind(|it| it.code.is_some());
    let code = code.filter(|_| step.which % 4 == 1);
    Plan::of(Open {
        who,
        ware: Ware::Own(product),
        quantity,
        way: way(step),
        code: code.and_then(|it| it.code),
    })
}
