//! What buyers see of one order, in one language at a time: the account to transfer to, that a payment is being checked,
//! how the order ended, and the receipt.

mod cash_receipt;
mod outcome;
mod seller;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    deposit::Arrived,
    id::OrderId,
    money::{Credits, Won},
    statement::Lang,
    terms::Terms,
};

use super::{Way, banks, format};
pub(crate) use cash_receipt::{CashReceipt, Shown};
pub(crate) use outcome::Outcome;
pub(crate) use seller::Seller;

/// What every page of a buyer has: its language, its own address, and who sells.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    /// The page's address without a language. It has a query.
    pub(crate) address: String,
    pub(crate) seller: Seller,
}

impl Frame {
    /// The text of the page's language.
    pub(crate) const fn t<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        match self.lang {
            Lang::Korean => korean,
            Lang::English => english,
        }
    }

    fn is_korean(&self) -> bool {
        self.lang == Lang::Korean
    }

    /// This page in the other language.
    fn switched(&self) -> String {
        let other = match self.lang {
            Lang::Korean => Lang::English,
            Lang::English => Lang::Korean,
        };
        format!("{}&lang={other}", self.address)
    }

    /// Up to when something holds, as people say it: `2026년 12월 31일 (목) 24:00까지` for an exclusive instant at
    /// midnight.
    fn until(&self, at: &DateTime<Utc>) -> String {
        match self.lang {
            Lang::Korean => format::korean_until(at),
            Lang::English => format::english_until(at),
        }
    }

    fn at(&self, at: &DateTime<Utc>) -> String {
        match self.lang {
            Lang::Korean => format::korean(at),
            Lang::English => format::english(at),
        }
    }

    fn won(&self, amount: Won) -> String {
        format::won(self.lang, amount)
    }

    /// The one button of the chooser.
    fn pay(&self, amount: Won) -> String {
        match self.lang {
            Lang::Korean => format!("{} 결제하기", self.won(amount)),
            Lang::English => format!("Pay {}", self.won(amount)),
        }
    }

    /// The sentence of the page's language.
    fn said<'a>(&self, said: &'a super::Said) -> &'a str {
        self.t(&said.korean, said.english)
    }
}

/// What an order is about, as each of its pages lists it.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// None before an order is opened.
    pub(crate) id: Option<OrderId>,
    pub(crate) title: String,
    /// VAT included.
    pub(crate) amount: Won,
    /// With the bonus.
    pub(crate) credits: Credits,
    /// As they are or, before the payment, as they would be if it were paid now.
    pub(crate) terms: Terms,
}

/// Where the buyer chooses how to pay.
#[derive(Debug, Template)]
#[template(path = "buyer/choose.html", config = "src/web/askama.toml")]
pub(crate) struct Choose {
    pub(crate) frame: Frame,
    pub(crate) about: About,
    /// The VAT in the amount.
    pub(crate) vat: Won,
    /// What the buyer agrees to, for the form to repeat.
    pub(crate) agreed: String,
    /// What a campaign took off.
    pub(crate) discount: Option<Won>,
    pub(crate) ways: Vec<Way>,
    /// The value of the way that was chosen before.
    pub(crate) chosen: String,
    /// The name for a transfer, as suggested or as given before.
    pub(crate) depositor: String,
    /// What was wrong with the form, in Korean and English.
    pub(crate) wrong: Option<(&'static str, &'static str)>,
    /// Whether a try to pay ended without a payment, and why.
    pub(crate) tried: bool,
    pub(crate) said: Option<super::Said>,
    pub(crate) home: String,
}

/// The time to choose is over.
#[derive(Debug, Template)]
#[template(path = "buyer/over.html", config = "src/web/askama.toml")]
pub(crate) struct Over {
    pub(crate) frame: Frame,
    pub(crate) home: String,
}

/// The page that waits for a provider's answer.
#[derive(Debug, Template)]
#[template(path = "buyer/pending.html", config = "src/web/askama.toml")]
pub(crate) struct Pending {
    pub(crate) frame: Frame,
    /// After how many seconds it looks again.
    pub(crate) seconds: u32,
    /// Where it looks.
    pub(crate) page: String,
}

/// The buyer came back without having paid.
#[derive(Debug, Template)]
#[template(path = "buyer/unpaid.html", config = "src/web/askama.toml")]
pub(crate) struct Unpaid {
    pub(crate) frame: Frame,
    pub(crate) title: String,
    /// Why, as far as the buyer's browser said.
    pub(crate) said: Option<super::Said>,
    /// Where to try again.
    pub(crate) again: String,
    /// Whether `home` is the page on which another way can be chosen, and not the shop.
    pub(crate) chooses: bool,
    /// The seller's page.
    pub(crate) home: String,
}

/// Opens a provider's window by the provider's own script.
#[derive(Debug, Template)]
#[template(path = "buyer/window.html", config = "src/web/askama.toml")]
pub(crate) struct Window {
    pub(crate) frame: Frame,
    pub(crate) provider: String,
    /// The provider's script, which ours fetches.
    pub(crate) script: String,
    /// What our script reads: names and values of data attributes.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) about: About,
    /// The seller's page.
    pub(crate) home: String,
}

/// Where, how much and until when to transfer.
#[derive(Template)]
#[template(path = "buyer/deposit.html", config = "src/web/askama.toml")]
pub(crate) struct Deposit {
    pub(crate) frame: Frame,
    pub(crate) seconds: u32,
    pub(crate) about: About,
    /// KFTC code of three digits.
    pub(crate) bank: String,
    pub(crate) account_number: String,
    pub(crate) holder: Option<String>,
    /// The name to put on the transfer, where the deposit is found by it.
    pub(crate) depositor: Option<String>,
    /// Exclusive.
    pub(crate) due_at: DateTime<Utc>,
    /// What came in already, and a person looks at.
    pub(crate) arrived: Option<Arrived>,
}

impl Deposit {
    /// What the page says, in one word: the page turns when it changes.
    fn standing(&self) -> &'static str {
        match self.arrived {
            None => "deposit",
            Some(Arrived::Less(_)) => "deposit-less",
            Some(Arrived::More(_)) => "deposit-more",
            Some(Arrived::Held(_)) => "deposit-held",
            Some(Arrived::OtherName(_)) => "deposit-other-name",
        }
    }

    /// What came in already, and what it means, in the page's language.
    fn came(&self) -> Option<String> {
        let frame = &self.frame;
        let won = |amount| frame.won(amount);
        let said = match (self.arrived?, frame.lang) {
            (Arrived::Less(amount), Lang::Korean) => format!(
                "{}이 입금되어 주문 금액보다 {} 적습니다.",
                won(amount),
                won(self.about.amount.minus_or_zero(amount))
            ),
            (Arrived::Less(amount), Lang::English) => format!(
                "{} came in, which is {} less than the order.",
                won(amount),
                won(self.about.amount.minus_or_zero(amount))
            ),
            (Arrived::More(amount), Lang::Korean) => format!(
                "{}이 입금되어 주문 금액보다 {} 많습니다.",
                won(amount),
                won(amount.minus_or_zero(self.about.amount))
            ),
            (Arrived::More(amount), Lang::English) => format!(
                "{} came in, which is {} more than the order.",
                won(amount),
                won(amount.minus_or_zero(self.about.amount))
            ),
            (Arrived::Held(amount), Lang::Korean) => format!("{}이 입금되었습니다.", won(amount)),
            (Arrived::Held(amount), Lang::English) => format!("{} came in.", won(amount)),
            (Arrived::OtherName(amount), Lang::Korean) => {
                format!("{}이 다른 이름으로 입금되었습니다.", won(amount))
            }
            (Arrived::OtherName(amount), Lang::English) => {
                format!("{} came in under another name.", won(amount))
            }
        };
        Some(said)
    }
}

impl std::fmt::Debug for Deposit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deposit").finish_non_exhaustive()
    }
}

/// The page that shows how an order ended.
#[derive(Debug, Template)]
#[template(path = "buyer/result.html", config = "src/web/askama.toml")]
pub(crate) struct Result {
    pub(crate) frame: Frame,
    pub(crate) outcome: Outcome,
    /// Why, when it failed.
    pub(crate) said: Option<super::Said>,
    pub(crate) about: About,
    /// The receipt of what was paid, and the page of its cash receipt where there may be one.
    pub(crate) receipt: Option<String>,
    pub(crate) cash_receipt: Option<String>,
    pub(crate) home: String,
}

/// What was paid, for the buyer's records. It prints on one sheet.
#[derive(Debug, Template)]
#[template(path = "buyer/receipt.html", config = "src/web/askama.toml")]
pub(crate) struct Receipt {
    pub(crate) frame: Frame,
    pub(crate) about: About,
    /// The part of the amount that is VAT, and the part that bears none.
    pub(crate) vat: Won,
    pub(crate) tax_free: Won,
    pub(crate) supply: Won,
    /// How it was paid, in both languages.
    pub(crate) way: Way,
    pub(crate) paid_at: DateTime<Utc>,
    /// What went back since; zero where nothing did.
    pub(crate) refunded: Won,
    /// The page of its cash receipt, where there may be one.
    pub(crate) issue_page: Option<String>,
    /// The page of the order.
    pub(crate) back: String,
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
#[template(path = "buyer/renew.html", config = "src/web/askama.toml")]
pub(crate) struct Renew {
    pub(crate) frame: Frame,
    pub(crate) title: String,
    /// VAT included.
    pub(crate) amount: Won,
    pub(crate) vat: Won,
    pub(crate) credits: Credits,
    pub(crate) terms: Terms,
    pub(crate) ways: Vec<Way>,
    pub(crate) to_come: Vec<ToCome>,
}
