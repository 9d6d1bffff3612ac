//! A customer's own page: what its templates show, in one language at a time.

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    contract::Tier,
    kind::{Kind, Method},
    lot::Lot,
    money::{Credits, Won},
    statement::{Lang, Statement},
    terms::Terms,
};

use super::{
    format,
    picture::timeline::Timeline,
    words::{self, said},
};

/// What every part of the page has: its language, and the signed link that its own links repeat.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    /// The path of the page, `/my/{token}`.
    pub(crate) root: String,
    /// The signed part of the query: `until=…&sig=…`.
    pub(crate) signed: String,
    /// The shown part: empty for the overview, otherwise `/lots` and so on.
    pub(crate) part: &'static str,
}

impl Frame {
    /// The text of the page's language.
    pub(crate) const fn t<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        match self.lang {
            Lang::Korean => korean,
            Lang::English => english,
        }
    }

    fn won(&self, amount: Won) -> String {
        format::won(self.lang, amount)
    }

    fn is_at(&self, part: &str) -> bool {
        self.part == part
    }

    /// The address of a part of the page.
    pub(crate) fn to(&self, part: &str) -> String {
        self.in_lang(part, self.lang)
    }

    fn in_lang(&self, part: &str, lang: Lang) -> String {
        format!("{}{part}?{}&lang={lang}", self.root, self.signed)
    }

    /// This part in the other language.
    fn switched(&self) -> String {
        let other = match self.lang {
            Lang::Korean => Lang::English,
            Lang::English => Lang::Korean,
        };
        self.in_lang(self.part, other)
    }

    /// What a form by GET repeats, as names and values.
    fn hidden(&self) -> Vec<(&str, &str)> {
        let signed = self.signed.split('&');
        let mut pairs: Vec<_> = signed.filter_map(|pair| pair.split_once('=')).collect();
        pairs.push(("lang", self.lang.as_str()));
        pairs
    }

    const fn kind(&self, kind: Kind) -> &'static str {
        said(self.lang, words::kind(kind))
    }

    /// An instant in a sentence.
    fn at(&self, at: &DateTime<Utc>) -> String {
        match self.lang {
            Lang::Korean => format::korean(at),
            Lang::English => format::english(at),
        }
    }

    /// Up to when something holds, as pages of buyers say it.
    fn until(&self, at: &DateTime<Utc>) -> String {
        format::until(self.lang, at)
    }
}

/// Credits of one kind.
#[derive(Debug)]
pub(crate) struct OfKind {
    pub(crate) kind: Kind,
    pub(crate) available: Credits,
    pub(crate) held: Credits,
}

/// A version of the policy that will take something away.
#[derive(Debug)]
pub(crate) struct ToCome {
    pub(crate) effective_at: DateTime<Utc>,
    /// What it takes away, in the page's language.
    pub(crate) lines: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "my/overview.html", config = "src/web/askama.toml")]
pub(crate) struct Overview {
    pub(crate) frame: Frame,
    pub(crate) available: Credits,
    pub(crate) held: Credits,
    pub(crate) debt: Credits,
    pub(crate) kinds: Vec<OfKind>,
    /// When credits end next, and how many. Exclusive.
    pub(crate) next: Option<(DateTime<Utc>, Credits)>,
    /// The title of the order that was just paid.
    pub(crate) bought: Option<String>,
    pub(crate) to_come: Vec<ToCome>,
}

#[derive(Debug, Template)]
#[template(path = "my/lots.html", config = "src/web/askama.toml")]
pub(crate) struct Lots {
    pub(crate) frame: Frame,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) rows: Vec<Lot>,
    pub(crate) now: DateTime<Utc>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

/// A line of the history.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) at: DateTime<Utc>,
    pub(crate) words: &'static str,
    pub(crate) meter: Option<String>,
    pub(crate) reference: Option<String>,
    /// At the desk: the page of what the entry is about.
    pub(crate) to: Option<String>,
    /// Won, where the entry moved money.
    pub(crate) won: Option<i64>,
    pub(crate) before: Credits,
    pub(crate) after: Credits,
}

impl Line {
    pub(crate) fn change(&self) -> String {
        format::signed(self.after.get().saturating_sub(self.before.get()))
    }
}

#[derive(Debug, Template)]
#[template(path = "my/history.html", config = "src/web/askama.toml")]
pub(crate) struct History {
    pub(crate) frame: Frame,
    pub(crate) lines: Vec<Line>,
    pub(crate) next: Option<String>,
}

/// The uses of a day or a meter.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) name: String,
    pub(crate) spends: i64,
    pub(crate) credits: Credits,
}

#[derive(Debug, Template)]
#[template(path = "my/usage.html", config = "src/web/askama.toml")]
pub(crate) struct Usage {
    pub(crate) frame: Frame,
    pub(crate) days: i64,
    /// The spans that can be chosen, in days.
    pub(crate) spans: &'static [i64],
    pub(crate) total: Credits,
    pub(crate) by_day: Vec<Used>,
    pub(crate) by_meter: Vec<Used>,
    /// Whether there are more meters than are shown.
    pub(crate) more: bool,
}

#[derive(Debug, Template)]
#[template(path = "my/statement.html", config = "src/web/askama.toml")]
pub(crate) struct OfMonth {
    pub(crate) frame: Frame,
    pub(crate) month: String,
    pub(crate) months: Vec<String>,
    pub(crate) statement: Statement,
    /// The postings that the page shows; the files have all.
    pub(crate) shown: usize,
}

/// A product that can be chosen.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) price: Won,
    /// The only numbers sold; empty where any up to the largest is.
    pub(crate) quantities: Vec<i64>,
    /// What one costs from which number on, where it is of the customer's contract.
    pub(crate) tiers: Vec<Tier>,
}

#[derive(Debug, Template)]
#[template(path = "my/shop.html", config = "src/web/askama.toml")]
pub(crate) struct Shop {
    pub(crate) frame: Frame,
    pub(crate) items: Vec<Item>,
}

/// A way to pay.
#[derive(Debug)]
pub(crate) struct Way {
    /// `provider:method`, as the form sends it.
    pub(crate) value: String,
    provider: String,
    method: Method,
}

impl Way {
    pub(crate) fn of(provider: &str, method: Method) -> Self {
        Self {
            value: format!("{provider}:{method}"),
            provider: provider.to_owned(),
            method,
        }
    }

    fn words(&self, frame: &Frame) -> String {
        let provider = match self.provider.as_str() {
            "toss" => frame.t("토스페이먼츠", "Toss Payments"),
            "kakaopay" => return frame.t("카카오페이", "Kakao Pay").to_owned(),
            "naverpay" => return frame.t("네이버페이", "Naver Pay").to_owned(),
            "portone" => frame.t("포트원", "PortOne"),
            "bank" => return frame.t("무통장입금", "Bank transfer").to_owned(),
            other => other,
        };
        let method = match self.method {
            Method::Card => frame.t("카드", "Card"),
            Method::EasyPay => frame.t("간편결제", "Easy payment"),
            Method::AccountTransfer => frame.t("계좌이체", "Account transfer"),
            Method::VirtualAccount => frame.t("가상계좌", "Virtual account"),
            Method::BankTransfer => frame.t("무통장입금", "Bank transfer"),
            Method::Mobile => frame.t("휴대폰 결제", "Mobile phone"),
            Method::GiftCertificate => frame.t("상품권", "Gift certificate"),
            Method::Other => frame.t("기타", "Other"),
        };
        format!("{method} ({provider})")
    }
}

#[derive(Debug, Template)]
#[template(path = "my/buy.html", config = "src/web/askama.toml")]
pub(crate) struct Buy {
    pub(crate) frame: Frame,
    pub(crate) item: Item,
    pub(crate) quantity_max: i64,
    pub(crate) ways: Vec<Way>,
    /// Longest name on a transfer; none where no provider needs a name.
    pub(crate) name_max: Option<usize>,
    /// Sent with the form, so that the same form opens one order.
    pub(crate) once: String,
    /// Why the last try opened none: the problem's code, and the field that was wrong.
    pub(crate) refused: Option<(&'static str, Option<String>)>,
}

impl Buy {
    fn lacks_name(&self) -> bool {
        let field = self
            .refused
            .as_ref()
            .and_then(|(_, field)| field.as_deref());
        field == Some("depositor_name")
    }
}

#[derive(Debug, Template)]
#[template(path = "my/order.html", config = "src/web/askama.toml")]
pub(crate) struct Ordered {
    pub(crate) frame: Frame,
    pub(crate) title: String,
    pub(crate) amount: Won,
    pub(crate) credits: Credits,
    pub(crate) terms: Terms,
    /// Where it is paid.
    pub(crate) checkout: String,
}

/// The page cannot be shown. It has no links, because the link that led here may be no good.
#[derive(Debug, Template)]
#[template(path = "my/trouble.html", config = "src/web/askama.toml")]
pub(crate) struct Trouble {
    pub(crate) lang: Lang,
    pub(crate) status: u16,
    pub(crate) code: &'static str,
}

impl Trouble {
    const fn words(&self) -> &'static str {
        let (korean, english) = match self.status {
            403 => (
                "링크가 올바르지 않거나 만료되었습니다. 서비스에서 다시 열어 주세요",
                "This link is not valid, or no longer. Open the page again from the service",
            ),
            404 => ("찾으시는 페이지가 없습니다", "There is no such page"),
            _ => ("요청을 처리할 수 없습니다", "The request cannot be handled"),
        };
        match self.lang {
            Lang::Korean => korean,
            Lang::English => english,
        }
    }
}

#[cfg(test)]
#[path = "my_tests.rs"]
mod tests;
