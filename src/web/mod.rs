//! Pages for buyers, and the page that describes the API: templates, a style sheet and the forms in
//! which Korean readers expect money and times. Everything is embedded, and no page needs a script but the
//! one that opens a provider's window where only the provider's own script can.

pub mod banks;
mod format;
pub(crate) mod my;
mod ways;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    money::{Credits, Won},
    terms::Terms,
};

pub(crate) use ways::Way;

pub(crate) const STYLESHEET: &str = include_str!("assets/pages.css");

/// Why a payment was not made, for the buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) korean: String,
    pub(crate) english: &'static str,
}

/// The page that waits for a provider's answer.
#[derive(Debug, Template)]
#[template(path = "pending.html", config = "src/web/askama.toml")]
pub(crate) struct Pending {
    /// After how many seconds it looks again.
    pub(crate) seconds: u32,
    /// Where it looks.
    pub(crate) page: String,
}

/// The buyer came back without having paid.
#[derive(Debug, Template)]
#[template(path = "unpaid.html", config = "src/web/askama.toml")]
pub(crate) struct Unpaid {
    pub(crate) title: String,
    /// Why, as far as the buyer's browser said.
    pub(crate) said: Option<Said>,
    /// Where to try again.
    pub(crate) again: String,
    /// The seller's page.
    pub(crate) home: String,
}

/// Opens a provider's window by the provider's own script.
#[derive(Debug, Template)]
#[template(path = "window.html", config = "src/web/askama.toml")]
pub(crate) struct Window {
    pub(crate) provider: String,
    /// The provider's script, which ours fetches.
    pub(crate) script: String,
    /// What our script reads: names and values of data attributes.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) title: String,
    pub(crate) amount: Won,
    pub(crate) credits: Credits,
    pub(crate) terms: Terms,
    /// The seller's page.
    pub(crate) home: String,
}

/// Where, how much and until when to transfer.
#[derive(Template)]
#[template(path = "deposit.html", config = "src/web/askama.toml")]
pub(crate) struct Deposit {
    pub(crate) seconds: u32,
    pub(crate) title: String,
    pub(crate) amount: Won,
    /// KFTC code of three digits.
    pub(crate) bank: String,
    pub(crate) account_number: String,
    pub(crate) holder: Option<String>,
    /// The name to put on the transfer, where the deposit is found by it.
    pub(crate) depositor: Option<String>,
    /// Exclusive.
    pub(crate) due_at: DateTime<Utc>,
}

impl std::fmt::Debug for Deposit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deposit").finish_non_exhaustive()
    }
}

/// How an order ended, or that it cannot be paid where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Completed,
    Failed,
    Cancelled,
    Expired,
    Mismatched,
    /// It waits for its buyer, and there is no window to pay it in any more.
    Unpayable,
}

impl Outcome {
    const fn korean(self) -> &'static str {
        match self {
            Self::Completed => "결제가 완료되었습니다",
            Self::Failed => "결제에 실패했습니다. 청구된 금액은 없습니다",
            Self::Cancelled => "주문이 취소되었습니다",
            Self::Expired => "결제 시간이 지나 주문이 취소되었습니다",
            Self::Mismatched => "입금 내역을 확인하고 있습니다. 고객센터에서 안내해 드립니다",
            Self::Unpayable => {
                "이 주문은 여기서 결제할 수 없습니다. 결제된 금액은 없습니다. 쇼핑몰에서 다시 주문해 주세요"
            }
        }
    }

    const fn english(self) -> &'static str {
        match self {
            Self::Completed => "Your payment is complete",
            Self::Failed => "The payment failed. Nothing was charged",
            Self::Cancelled => "The order was cancelled",
            Self::Expired => "The time to pay is over, so the order was cancelled",
            Self::Mismatched => "We are checking what came in. Support will tell you",
            Self::Unpayable => {
                "This order cannot be paid here. Nothing was charged. Please order again in the shop"
            }
        }
    }
}

/// The page that shows how an order ended.
#[derive(Debug, Template)]
#[template(path = "result.html", config = "src/web/askama.toml")]
pub(crate) struct Result {
    pub(crate) outcome: Outcome,
    /// Why, when it failed.
    pub(crate) said: Option<Said>,
    pub(crate) title: String,
    pub(crate) amount: Won,
    pub(crate) credits: Credits,
    /// What was bought, when it was paid.
    pub(crate) bought: Option<Terms>,
    pub(crate) home: String,
}

/// A version of the policy that will take something away.
#[derive(Debug)]
pub(crate) struct ToCome {
    pub(crate) effective_at: DateTime<Utc>,
    /// What it takes away, in Korean and English.
    pub(crate) lines: Vec<(String, String)>,
}

/// The same product once more, with a button for each way to pay.
#[derive(Debug, Template)]
#[template(path = "renew.html", config = "src/web/askama.toml")]
pub(crate) struct Renew {
    pub(crate) title: String,
    /// VAT included.
    pub(crate) amount: Won,
    pub(crate) vat: Won,
    pub(crate) credits: Credits,
    pub(crate) terms: Terms,
    pub(crate) ways: Vec<Way>,
    pub(crate) to_come: Vec<ToCome>,
}

/// A page could not be shown. Says nothing that only we should know.
#[derive(Debug, Template)]
#[template(path = "trouble.html", config = "src/web/askama.toml")]
pub(crate) struct Trouble {
    korean: &'static str,
    english: &'static str,
    /// The problem's stable code, for support.
    code: &'static str,
}

impl Trouble {
    pub(crate) const fn of(status: u16, code: &'static str) -> Self {
        let (korean, english) = match status {
            403 => (
                "링크가 올바르지 않거나 만료되었습니다",
                "This link is not valid, or no longer",
            ),
            404 => ("찾으시는 페이지가 없습니다", "There is no such page"),
            400..=499 => ("요청을 처리할 수 없습니다", "The request cannot be handled"),
            _ => (
                "일시적인 오류입니다. 잠시 후 다시 열어 주세요. 결제는 중복되지 않습니다",
                "Something is out of order for the moment. Open this page again shortly; you will not be charged twice",
            ),
        };
        Self {
            korean,
            english,
            code,
        }
    }
}

/// The page that describes the API.
#[derive(Debug, Template)]
#[template(path = "docs.html", config = "src/web/askama.toml")]
pub(crate) struct Docs {
    pub(crate) routes: Vec<DocsRoute>,
    /// Name and schema of every body.
    pub(crate) schemas: Vec<(String, String)>,
    /// Code, status and title of every kind of problem.
    pub(crate) problems: Vec<(&'static str, u16, &'static str)>,
}

/// One route of the API.
#[derive(Debug)]
pub(crate) struct DocsRoute {
    pub(crate) verb: &'static str,
    pub(crate) path: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) roles: String,
    pub(crate) needs_key: bool,
    pub(crate) parameters: Vec<(&'static str, &'static str)>,
    /// Name of the schema of its body.
    pub(crate) takes: Option<String>,
    pub(crate) status: u16,
    pub(crate) gives: String,
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
