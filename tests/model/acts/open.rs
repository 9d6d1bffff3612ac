//! Orders that are opened.

use chrono::Duration;
use domain::{
    books::{memberships::AskedMonth, orders::OpenOrder},
    command::AnyChange,
    kind::{Method, ProviderId},
    metadata::Metadata,
    money::Won,
};

use super::{Deed, Plan, who};
use crate::{
    calendar::{DAY, MINUTE},
    ids::{Ids, NAMES},
    reference::{Model, Said, Ware, Way},
    rules::PRODUCTS,
    steps::Step,
};

#[derive(Debug)]
pub(super) struct Open {
    pub(super) who: usize,
    pub(super) ware: Ware,
    pub(super) quantity: i64,
    pub(super) way: Way,
    /// Of a campaign.
    pub(super) code: Option<usize>,
}

/// Products by their places, among them packages, which live longest and in most different ways, three times.
const CHOSEN: [usize; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 3, 3];

/// Numbers of packages that are sold, and two that are not. One is bought often, because it may end with a membership's month.
const QUANTITIES: [i64; 16] = [1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 6, 12, 12, 4, 0];

pub(super) fn open(step: &Step, _: &Model) -> Option<Plan> {
    let amount = usize::try_from(step.amount).unwrap_or(0);
    // One number more than there are products: one that nobody sells.
    let product = if amount.is_multiple_of(97) {
        PRODUCTS.len()
    } else {
        CHOSEN[amount % CHOSEN.len()]
    };
    let package = PRODUCTS.get(product).is_some_and(|product| product.package);
    let quantity = match amount / 10 % 16 {
        many if package => QUANTITIES[many],
        15 => 3,
        14 => 1_001,
        _ => 1,
    };
    Plan::of(Open {
        who: who(step),
        ware: Ware::Public(product),
        quantity,
        way: way(step),
        code: None,
    })
}

pub(super) fn way(step: &Step) -> Way {
    match step.which % 8 {
        0..=3 => Way::Card,
        4 | 5 => Way::VirtualAccount,
        name => Way::Bank(usize::from(name == 7)),
    }
}

impl Open {
    /// How long it waits for its money.
    fn waits(&self) -> i64 {
        if matches!(self.way, Way::Bank(_)) {
            DAY
        } else {
            30 * MINUTE
        }
    }
}

impl Deed for Open {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let until = model.now + self.waits();
        model.open_order(
            self.who,
            self.ware,
            self.quantity,
            (self.way, until, self.code),
        )
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (provider, method, name) = match self.way {
            Way::Card => (ProviderId::known("toss"), Method::Card, None),
            Way::VirtualAccount => (ProviderId::known("toss"), Method::VirtualAccount, None),
            Way::Bank(name) => (
                ProviderId::known("bank"),
                Method::BankTransfer,
                Some(NAMES[name]),
            ),
        };
        let change = OpenOrder {
            id: ids.new_order,
            customer: ids.customer(self.who),
            product: ids.ware(self.ware),
            quantity: self.quantity,
            provider,
            method,
            depositor: name.map(str::to_owned),
            account: name.map(|_| ids.account.clone()),
            return_url: "https://shop.example/done".to_owned(),
            metadata: Metadata::default(),
            expires_at: ids.now + Duration::microseconds(self.waits()),
            amount_min: Won::ZERO,
            amount_max: None,
            promotion_code: self.code.map(|code| ids.code(code)),
            // Where everybody can buy something of this name it is that.
            by_contract: !matches!(self.ware, Ware::Public(at) if at < PRODUCTS.len()),
            month: match self.ware {
                Ware::Month(subscription, month) => Some(AskedMonth {
                    subscription: ids.subscription(subscription),
                    month,
                }),
                Ware::Public(_) | Ware::Own(_) => None,
            },
        };
        change.into()
    }
}
