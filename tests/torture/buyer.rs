//! One buyer: orders, pays or does not, then uses some credits and requests the rest of the money back (`uses`). A
//! buyer without an answer asks again under the same idempotency key, like a checkout page.

mod pay;
mod window;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use credit_gateway::access::Role;
use serde_json::Value;

use crate::{LONG, dice::Dice, shop::Shop, tally::Tally};

/// How long a buyer waits for the credits, and for an account to pay into. Slower results are found out later.
const PATIENCE: Duration = Duration::from_secs(8);
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(150);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Card,
    Account,
    Kakaopay,
    Naverpay,
    Portone,
    /// An account that PortOne issues.
    PortoneAccount,
    Bank,
}

impl Way {
    const fn provider(self) -> &'static str {
        match self {
            Self::Card | Self::Account => "toss",
            Self::Kakaopay => "kakaopay",
            Self::Naverpay => "naverpay",
            Self::Portone | Self::PortoneAccount => "portone",
            Self::Bank => "bank",
        }
    }
}

pub(crate) struct Buyer {
    pub(crate) shop: Arc<Shop>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) number: u64,
    pub(crate) customer: String,
    way: Way,
    /// Whether the bank takes the deposit back and the buyer pays once more: early buyers, because it takes time.
    again: bool,
    pub(crate) dice: Dice,
}

impl Buyer {
    pub(crate) fn new(
        shop: Arc<Shop>,
        tally: Arc<Tally>,
        number: u64,
        purchases: u64,
        mut dice: Dice,
    ) -> Self {
        // Even a short run has some of each kind of account.
        let way = match (number % 12, dice.between(0, 3)) {
            (2 | 8, _) => Way::Account,
            (4, _) => Way::PortoneAccount,
            (5 | 11, _) => Way::Bank,
            (_, 0) => Way::Card,
            (_, 1) => Way::Kakaopay,
            (_, 2) => Way::Naverpay,
            _ => Way::Portone,
        };
        // Customers buy several times, so that their lots are spent and refunded together.
        let customer = format!("c{}", dice.between(0, purchases / 3));
        Self {
            shop,
            tally,
            number,
            customer,
            way,
            again: way == Way::Account && pays_again(number, purchases),
            dice,
        }
    }

    pub(crate) async fn live(mut self) {
        let Some(order) = self.order().await else {
            self.tally.count("order declined");
            return;
        };
        let paid = match self.way {
            Way::Bank => self.transfer(&order).await,
            Way::Account | Way::PortoneAccount => self.deposit(&order).await,
            Way::Card | Way::Kakaopay | Way::Naverpay | Way::Portone => self.walk(&order).await,
        };
        if !paid {
            return;
        }
        let Some(payment) = self.payment(&order).await else {
            self.tally.count("paid and not known yet");
            return;
        };
        self.tally.count("completed while the buyer waited");
        if self.number.is_multiple_of(4) {
            self.membership().await;
        }
        if self.again {
            self.pay_again(&order, &payment).await;
        }
        if self.dice.percent(30) {
            self.hold(&order).await;
        }
        if self.dice.percent(60) {
            self.spend(&order, "req").await;
        }
        if self.dice.percent(65) && !self.keeps() {
            self.refund(&payment).await;
        }
    }

    /// No name is the beginning of another: a statement may have cut it.
    pub(crate) fn depositor(&self) -> String {
        format!("구매자{:05}", self.number)
    }

    /// Some buyers leave their deposit in an account, for the days after the storm.
    fn keeps(&self) -> bool {
        self.way == Way::Account && self.number % 12 == 8
    }

    /// Whether a refund goes to an account that the buyer names.
    pub(crate) fn needs_account(&self) -> bool {
        matches!(self.way, Way::Account | Way::PortoneAccount | Way::Bank)
    }
}

impl Buyer {
    async fn read(&self, order: &Value) -> Value {
        let path = format!("/v1/orders/{}", text(order, "id"));
        self.shop.get(Some(Role::Checkout), &path).await.ok()
    }

    /// The payment that completed the order, if it did in time.
    async fn payment(&self, order: &Value) -> Option<String> {
        let completed = self.becomes(order, "completed").await?;
        Some(text(&completed, "payment_id"))
    }

    /// The order in this state, if it reaches it within the buyer's wait.
    async fn becomes(&self, order: &Value, state: &str) -> Option<Value> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let read = self.read(order).await;
            if read["state"] == state {
                return Some(read);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        None
    }
}

pub(crate) fn text(thing: &Value, field: &str) -> String {
    let told = thing[field].as_str();
    told.unwrap_or_else(|| panic!("no {field}: {thing}"))
        .to_owned()
}

/// Whether a deposit of this buyer is taken back and made again. It takes time, so a short run has it early.
const fn pays_again(number: u64, purchases: u64) -> bool {
    number < 60 || (purchases >= LONG && number % 5 == 2)
}
