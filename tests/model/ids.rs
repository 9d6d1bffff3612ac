//! What the things of a sequence are called in one database. The model counts them; a database names them.

use std::{collections::BTreeMap, str::FromStr};

use chrono::{DateTime, Utc};
use domain::{
    campaign::PromotionCode,
    event::EventKind,
    id::{
        ApprovalId, CampaignId, ContractId, ContradictionId, CustomerId, DepositId, EndpointId,
        HoldId, InboxId, LotId, OrderId, PaymentId, QuoteId, RefundId, SpendId, SubscriptionId,
    },
    money::{Credits, Won},
    refund::RefundAccount,
};

use crate::{
    reference::{CUSTOMERS, Ware},
    rules::{GREETED, PRODUCTS},
};

/// Depositors, as their banks print them. The last is a part of the first one's name, as some print it: no order has it.
pub(crate) const NAMES: [&str; 3] = ["HONG1", "KIM2", "HONG"];

/// Events that an endpoint may take, in the order in which the product keeps them.
pub(crate) const EVENTS: [EventKind; 3] = [
    EventKind::OrderCompleted,
    EventKind::OrderFailed,
    EventKind::OrderExpired,
];

#[derive(Debug, Clone)]
pub(crate) struct Ids {
    customers: Vec<CustomerId>,
    run: String,
    /// Our account of this sequence, so that no deposit meets an order of another one.
    pub account: String,
    pub now: DateTime<Utc>,
    /// For an order that is opened now.
    pub new_order: OrderId,
    /// For a webhook that comes now.
    pub new_inbox: InboxId,
    /// For a campaign that begins now.
    pub new_campaign: CampaignId,
    /// For a contract that is published now.
    pub new_contract: ContractId,
    /// Of each table the rows' ids, as they were made.
    pub rows: BTreeMap<&'static str, Vec<String>>,
    pub closing_quotes: Vec<String>,
}

impl Ids {
    /// For a run of a sequence: `run` is used once.
    pub(crate) fn new(
        run: &str,
        now: DateTime<Utc>,
        new_order: OrderId,
        new_inbox: InboxId,
        new_campaign: CampaignId,
        new_contract: ContractId,
    ) -> Self {
        let customer = |who: usize| format!("{run}-{who}").parse().expect("a customer's name");
        Self {
            customers: (0..CUSTOMERS).map(customer).collect(),
            account: format!("account-{run}"),
            run: run.to_owned(),
            now,
            new_order,
            new_inbox,
            new_campaign,
            new_contract,
            rows: BTreeMap::new(),
            closing_quotes: Vec::new(),
        }
    }

    pub(crate) fn customer(&self, who: usize) -> CustomerId {
        self.customers[who].clone()
    }

    pub(crate) fn customers(&self) -> &[CustomerId] {
        &self.customers
    }

    fn row<T: FromStr>(&self, table: &'static str, at: usize) -> T {
        let id = self.rows.get(table).and_then(|rows| rows.get(at));
        let id = id.unwrap_or_else(|| panic!("{table} has no row {at}"));
        id.parse()
            .unwrap_or_else(|_| panic!("{id} is no id of {table}"))
    }

    /// The place of an id.
    pub(crate) fn place(&self, table: &'static str, id: &str) -> Option<usize> {
        self.rows.get(table)?.iter().position(|known| known == id)
    }

    pub(crate) fn order(&self, at: usize) -> OrderId {
        self.row("order", at)
    }

    pub(crate) fn payment(&self, at: usize) -> PaymentId {
        self.row("payment", at)
    }

    pub(crate) fn spend(&self, at: usize) -> SpendId {
        self.row("spend", at)
    }

    pub(crate) fn hold(&self, at: usize) -> HoldId {
        self.row("hold", at)
    }

    pub(crate) fn quote(&self, at: usize) -> QuoteId {
        self.row("quote", at)
    }

    pub(crate) fn refund(&self, at: usize) -> RefundId {
        self.row("refund", at)
    }

    pub(crate) fn deposit(&self, at: usize) -> DepositId {
        self.row("deposit", at)
    }

    pub(crate) fn subscription(&self, at: usize) -> SubscriptionId {
        self.row("subscription", at)
    }

    pub(crate) fn approval(&self, at: usize) -> ApprovalId {
        self.row("approval", at)
    }

    pub(crate) fn lot(&self, at: usize) -> LotId {
        self.row("lot", at)
    }

    pub(crate) fn contradiction(&self, at: usize) -> ContradictionId {
        self.row("contradiction", at)
    }

    pub(crate) fn endpoint(&self, at: usize) -> EndpointId {
        self.row("endpoint", at)
    }

    /// Of all endpoints of this sequence.
    pub(crate) fn endpoint_url(&self) -> String {
        format!("https://shop.example/{}", self.run)
    }

    pub(crate) fn campaign(&self, at: usize) -> CampaignId {
        self.row("campaign", at)
    }

    pub(crate) fn ware(&self, ware: Ware) -> String {
        match ware {
            Ware::Public(at) => self.product(at),
            Ware::Own(at) => Self::own_product(at),
            Ware::Month(..) => String::new(),
        }
    }

    /// Of contracts.
    pub(crate) fn own_product(at: usize) -> String {
        format!("own-{at}")
    }

    /// The name of the contract of this number.
    pub(crate) fn contract_name(&self, number: usize) -> String {
        format!("contract {number:02} of {}", self.run)
    }

    pub(crate) fn product(&self, at: usize) -> String {
        if at == GREETED {
            return format!("greeted-{}", self.lane());
        }
        let product = PRODUCTS.get(at);
        product.map_or("nothing", |product| product.id).to_owned()
    }

    /// The number in a run's name.
    fn lane(&self) -> &str {
        let name = self.run.split('-').next().unwrap_or_default();
        name.trim_start_matches('m')
    }

    /// The name of the campaign of this number. It ends with the sequence.
    pub(crate) fn campaign_name(&self, number: usize) -> String {
        format!("campaign {number:02}{}", self.campaigns())
    }

    /// How the names of this sequence's campaigns end.
    pub(crate) fn campaigns(&self) -> String {
        format!(" of {}", self.run)
    }

    /// How those of all sequences of this lane end, in the words of SQL.
    pub(crate) fn campaigns_of_lane(&self) -> String {
        format!("% of m{}-%", self.lane())
    }

    pub(crate) fn code(&self, number: usize) -> PromotionCode {
        let code = format!("{}c{number}", self.run);
        code.parse().expect("a code")
    }

    pub(crate) fn closing_quote(&self, at: usize) -> String {
        self.closing_quotes[at].clone()
    }
}

/// An account that money may go back to.
pub(crate) fn account_of(number: usize) -> RefundAccount {
    RefundAccount {
        bank: "088".to_owned(),
        account_number: format!("110{number:09}"),
        holder: "Hong".to_owned(),
    }
}

pub(crate) fn credits(credits: i64) -> Credits {
    Credits::new(credits).expect("credits")
}

pub(crate) fn won(won: i64) -> Won {
    Won::new(won).expect("won")
}

pub(crate) fn instant(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).expect("an instant")
}
