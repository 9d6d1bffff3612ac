//! A payment at Kakao Pay: its facts, the amounts left, and the collection of payments.

use std::collections::{HashMap, HashSet};
use std::ops::{Add as _, Sub as _};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::shared::named::named;
use crate::shared::rng::Rng;
use crate::shared::settlements::Sold;

/// One letter, then the seven low hex digits of the Unix second and twelve more: 20 characters, as documented.
pub(super) const TID_CHARS: usize = 20;
/// A request is valid for this long from `ready`; no other limit is documented.
pub(super) const LIFETIME_MINUTES: i64 = 15;
/// The maximum of one payment, and the amount a card payment must stay below, in won.
const WON_MAX: i64 = 2_000_000;

/// Operation and tid of a running approval or cancel.
pub(super) type Claim = (&'static str, String);

/// The outcome of the approval, as the buyer chose on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Course {
    Smooth,
    /// The instrument declines: -780, no money moves.
    ShortOfMoney,
    /// The money is taken, but the answer is -780 with a bank result that is not known yet.
    BankUnknown,
}

/// The buyer's actions in the wallet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Authentication {
    pub(super) method: Method,
    pub(super) pg_token: String,
    pub(super) course: Course,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Approval {
    pub(super) aid: String,
    pub(super) at: DateTime<Utc>,
    pub(super) payload: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Origin {
    Api,
    Console,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Cancel {
    pub(super) aid: String,
    pub(super) at: DateTime<Utc>,
    pub(super) amount: Amounts,
    pub(super) payload: Option<String>,
    pub(super) origin: Origin,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) tid: String,
    /// 64 hex digits at the end of the buyer's address.
    pub(super) window: String,
    pub(super) order_id: String,
    pub(super) user_id: String,
    pub(super) item_name: String,
    pub(super) item_code: Option<String>,
    pub(super) quantity: i64,
    pub(super) amount: Amounts,
    /// The shop named the tax itself, so it must also name it when it cancels.
    pub(super) names_vat: bool,
    pub(super) only_method: Option<Method>,
    pub(super) install_month: i64,
    pub(super) approval_url: String,
    pub(super) cancel_url: String,
    pub(super) fail_url: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
    pub(super) status: Status,
    pub(super) authentication: Option<Authentication>,
    pub(super) approval: Option<Approval>,
    /// How often money was taken.
    pub(super) approvals: u32,
    pub(super) cancels: Vec<Cancel>,
}

impl Payment {
    pub(super) fn cancelled(&self) -> Amounts {
        let amounts = self.cancels.iter().map(|it| it.amount);
        amounts.fold(Amounts::default(), |sum, it| sum.with(it, i64::add))
    }

    /// The amounts that can still be cancelled: none before the approval.
    pub(super) fn left(&self) -> Amounts {
        if self.approval.is_some() {
            self.amount.with(self.cancelled(), i64::sub)
        } else {
            Amounts::default()
        }
    }

    pub(super) fn method(&self) -> Option<Method> {
        self.authentication.as_ref().map(|it| it.method)
    }

    pub(super) fn has_expired(&self, now: DateTime<Utc>) -> bool {
        self.status.is_pending() && now >= self.expires_at
    }

    fn sold(&self) -> Vec<Sold> {
        let moved = |key: &str, amount: i64, at| Sold {
            key: key.to_owned(),
            payment_key: self.tid.clone(),
            order_id: self.order_id.clone(),
            amount,
            at,
        };
        let paid = self.approval.iter();
        let paid = paid.map(|it| moved(&it.aid, self.amount.total, it.at));
        let back = self.cancels.iter();
        let back = back.map(|it| moved(&it.aid, -it.amount.total, it.at));
        paid.chain(back).collect()
    }

    /// Its row in `GET /sandbox/books`.
    fn view(&self) -> Value {
        let cancels: Vec<Value> = self
            .cancels
            .iter()
            .map(|it| {
                json!({
                    "transaction_key": it.aid,
                    "amount": it.amount.total,
                    "reason": it.payload,
                    "by": match it.origin {
                        Origin::Api => "api",
                        Origin::Console => "console",
                    },
                })
            })
            .collect();
        json!({
            "payment_key": self.tid, "order_id": self.order_id, "amount": self.amount.total,
            "cancelled": self.cancelled().total, "status": self.status.name(), "approvals": self.approvals,
            "cancels": cancels,
        })
    }
}

/// A tid (`T…`) or aid (`A…`). Clients must not parse it.
pub(super) fn name(rng: &mut Rng, letter: char, now: DateTime<Utc>) -> String {
    let second = now.timestamp().cast_unsigned() & 0xfff_ffff;
    format!("{letter}{second:07x}{:012x}", rng.next() >> 16)
}

named! {
    /// The instrument the buyer pays with.
    #[derive(Serialize, Deserialize)]
    Method {
        Card = "CARD",
        Money = "MONEY",
    }
}

impl Method {
    pub(crate) fn can_carry(self, total: i64) -> bool {
        match self {
            Self::Card => total < WON_MAX,
            Self::Money => total <= WON_MAX,
        }
    }
}

named! {
    /// The documented statuses of a one-time payment here. An expired one keeps the status it had: Kakao Pay does not
    /// document which one it shows.
    #[derive(Serialize, Deserialize)]
    Status {
        Ready = "READY",
        Opened = "OPEN_PAYMENT",
        /// The buyer has authenticated; only an approval moves money.
        Authenticated = "AUTH_PASSWORD",
        Quit = "QUIT_PAYMENT",
        AuthFailed = "FAIL_AUTH_PASSWORD",
        Failed = "FAIL_PAYMENT",
        Success = "SUCCESS_PAYMENT",
        PartCancelled = "PART_CANCEL_PAYMENT",
        Cancelled = "CANCEL_PAYMENT",
    }
}

impl Status {
    /// Whether the request can still lead to an approval.
    pub(crate) fn is_pending(self) -> bool {
        matches!(self, Self::Ready | Self::Opened | Self::Authenticated)
    }
}

/// The six members of every amount object, without the two that are always 0 here. In won.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amounts {
    pub(crate) total: i64,
    pub(crate) tax_free: i64,
    pub(crate) vat: i64,
    pub(crate) green_deposit: i64,
}

impl Amounts {
    fn with(self, other: Self, each: fn(i64, i64) -> i64) -> Self {
        Self {
            total: each(self.total, other.total),
            tax_free: each(self.tax_free, other.tax_free),
            vat: each(self.vat, other.vat),
            green_deposit: each(self.green_deposit, other.green_deposit),
        }
    }

    pub(crate) fn json(self) -> Value {
        json!({
            "total": self.total, "tax_free": self.tax_free, "vat": self.vat, "point": 0, "discount": 0,
            "green_deposit": self.green_deposit,
        })
    }
}

/// The payments of this shop, in the order of creation.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Payments {
    all: Vec<Payment>,
    by_tid: HashMap<String, usize>,
    by_window: HashMap<String, usize>,
    /// Approvals and cancels that have not been answered yet.
    #[serde(skip)]
    pub(crate) in_flight: HashSet<Claim>,
}

impl Payments {
    pub(super) fn add(&mut self, payment: Payment) {
        let index = self.all.len();
        self.by_tid.insert(payment.tid.clone(), index);
        self.by_window.insert(payment.window.clone(), index);
        self.all.push(payment);
    }

    pub(super) fn by_tid(&mut self, tid: &str) -> Option<&mut Payment> {
        self.all.get_mut(*self.by_tid.get(tid)?)
    }

    pub(super) fn by_window(&mut self, window: &str) -> Option<&mut Payment> {
        self.all.get_mut(*self.by_window.get(window)?)
    }

    /// What moved, to be settled.
    pub(super) fn sold(&self) -> Vec<Sold> {
        self.all.iter().flat_map(Payment::sold).collect()
    }

    /// The rows of `GET /sandbox/books`.
    pub(super) fn view(&self) -> Vec<Value> {
        self.all.iter().map(Payment::view).collect()
    }
}
