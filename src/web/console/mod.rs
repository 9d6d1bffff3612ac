//! The desk: what its templates show, in one language at a time. A page is a struct with a [`Frame`] and a template under
//! `templates/console`.

pub(crate) mod acts;
pub(crate) mod approvals;
pub(crate) mod customer;
pub(crate) mod disputes;
pub(crate) mod figures;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod products;
pub(crate) mod receipts;
pub(crate) mod search;
pub(crate) mod secret;
pub(crate) mod statement;
pub(crate) mod states;
pub(crate) mod tax_invoices;
pub(crate) mod thing;
pub(crate) mod told;
pub(crate) mod words;
pub(crate) mod wrong;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{money::Won, statement::Lang};
use url::form_urlencoded::Serializer;

use self::list::Cell;
use super::format;
pub(crate) use super::words::{Words, said};

pub(crate) const STYLESHEET: &str = include_str!("../assets/desk.css");

/// A page of the navigation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nav {
    pub(crate) to: &'static str,
    pub(crate) words: Words,
    pub(crate) current: bool,
}

/// What every page has around it.
#[derive(Clone)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    pub(crate) operator: String,
    pub(crate) role: Words,
    /// Groups of pages.
    pub(crate) nav: Vec<Vec<Nav>>,
    /// The page's path, and the pairs of its query without its language.
    pub(crate) path: String,
    pub(crate) pairs: Vec<(String, String)>,
    /// What each form repeats: the session's token for forms, and a name of this form.
    pub(crate) csrf: String,
    pub(crate) once: String,
    /// What was just done.
    pub(crate) notice: Option<Words>,
    /// Whether the operator may act for customers, decide what others asked for, and change how the gateway works.
    pub(crate) acts: bool,
    pub(crate) decides: bool,
    pub(crate) manages: bool,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Frame {
    /// The text of the page's language.
    pub(crate) const fn t<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        said(self.lang, (korean, english))
    }

    pub(crate) const fn words(&self, words: &Words) -> &'static str {
        said(self.lang, *words)
    }

    /// The same for words that a template asks for.
    pub(crate) const fn word(&self, words: Words) -> &'static str {
        said(self.lang, words)
    }

    /// What is sought in the search box.
    fn sought(&self) -> &str {
        let mut pairs = self.pairs.iter();
        let found = pairs.find(|(name, _)| name == "q" && self.path == "/console/search");
        found.map_or("", |(_, text)| text)
    }

    /// This page with other pairs in its query: those that are named are replaced, or left out.
    pub(crate) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        address(&self.path, &self.pairs, changes)
    }

    /// This page in the other language.
    fn switched(&self) -> String {
        self.with(&[("lang", Some(other(self.lang).as_str()))])
    }

    /// The exclusive end of something, in a sentence.
    pub(crate) fn until(&self, at: &DateTime<Utc>) -> String {
        match self.lang {
            Lang::Korean => format::korean_until(at),
            Lang::English => format::english_until(at),
        }
    }

    /// The same in a table.
    pub(crate) fn short_until(&self, at: &DateTime<Utc>) -> String {
        format::short_until(self.lang, at)
    }

    /// `15,000원`, or `15,000 won`.
    pub(crate) fn won(&self, amount: Won) -> String {
        let digits = super::grouped(amount.get());
        format!("{digits}{}", self.t("원", " won"))
    }

    /// An instant in a sentence.
    pub(crate) fn at(&self, at: &DateTime<Utc>) -> String {
        match self.lang {
            Lang::Korean => format::korean(at),
            Lang::English => format::english(at),
        }
    }
}

const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Korean => Lang::English,
        Lang::English => Lang::Korean,
    }
}

fn address(path: &str, pairs: &[(String, String)], changes: &[(&str, Option<&str>)]) -> String {
    let mut query = Serializer::new(String::new());
    let kept = |name: &str| !changes.iter().any(|(changed, _)| *changed == name);
    query.extend_pairs(pairs.iter().filter(|(name, _)| kept(name)));
    query.extend_pairs(
        changes
            .iter()
            .filter_map(|(name, value)| Some((name, (*value)?))),
    );
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// What an act says on the page after it, by its word in the address.
pub(crate) fn notice(word: &str) -> Option<Words> {
    Some(match word {
        "password" => (
            "비밀번호를 바꿨습니다. 다른 곳에서는 모두 로그아웃되었습니다.",
            "The password is changed. You are signed out everywhere else.",
        ),
        "revoked" => (
            "키를 폐기했습니다. 몇 초 안에 쓸 수 없게 됩니다.",
            "The key is revoked. It works for seconds at most.",
        ),
        "disabled" => (
            "끝냈습니다. 이제 로그인할 수 없고, 로그인해 있던 곳에서도 나갔습니다.",
            "Ended. The operator cannot sign in any more, and is signed out everywhere.",
        ),
        "added_before" => (
            "이 담당자는 방금 추가했습니다. 비밀번호를 보지 못했다면 새 비밀번호를 주세요.",
            "You added this operator a moment ago. If you did not see the password, give another one.",
        ),
        "signed_out" => (
            "모든 곳에서 로그아웃시켰습니다.",
            "The operator is signed out everywhere.",
        ),
        "resent" => (
            "바로 다시 보냅니다. 결과는 아래 표에 나옵니다.",
            "It is sent again at once. The table below shows how that goes.",
        ),
        "done" => ("처리했습니다.", "Done."),
        "quoted" => (
            "계산했습니다. 아직 아무것도 움직이지 않았습니다.",
            "Worked out. Nothing has moved yet.",
        ),
        "refunding" => (
            "환불을 접수했습니다. 상태는 아래에 있습니다.",
            "The refund is under way. How it stands is below.",
        ),
        "closed" => ("해지했습니다.", "The account is closed."),
        "closing" => (
            "계정을 동결하고 환불을 요청했습니다. 끝나면 해지를 마칠 수 있습니다.",
            "The account is frozen and the refunds are under way. Once they have ended, go on with the closing.",
        ),
        "taken_in" => (
            "파일을 가져왔습니다. 지난 날짜를 하나씩 장부와 대사하고, 결과는 대사 기록에 나옵니다.",
            "The file is taken in. Each day that is over is compared with the books; the comparisons say how that goes.",
        ),
        "known_file" => (
            "전에 가져온 파일입니다. 아무것도 바뀌지 않았고, 지난 날짜를 다시 대사합니다.",
            "This file was taken in before. Nothing has changed, and its days are compared again.",
        ),
        "begun" => ("대사를 시작했습니다.", "The comparison has begun."),
        "goes_on" => (
            "이 날은 이미 대사하고 있습니다. 그 대사를 보여 줍니다.",
            "This day is being compared already; this is that comparison.",
        ),
        "retried" => ("다시 시도하게 했습니다.", "It is tried again."),
        "waits" => (
            "한도를 넘는 처리라서 다른 담당자의 승인을 기다립니다.",
            "This is above your limit and waits for a second person.",
        ),
        _ => return None,
    })
}

/// Why a sign-in did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Wrong,
    /// Seconds until the next try.
    Wait(u64),
    /// The form is not from our page.
    Form,
}

#[derive(Debug, Template)]
#[template(path = "console/sign_in.html", config = "src/web/askama.toml")]
pub(crate) struct SignIn {
    pub(crate) lang: Lang,
    /// Where to go afterwards; empty for the first page.
    pub(crate) next: String,
    pub(crate) name: String,
    pub(crate) refused: Option<Refused>,
}

impl SignIn {
    const fn t<'a>(&self, korean: &'a str, english: &'a str) -> &'a str {
        said(self.lang, (korean, english))
    }

    fn switched(&self) -> String {
        let next = [("next".to_owned(), self.next.clone())];
        let kept = if self.next.is_empty() { &[] } else { &next[..] };
        let lang = Some(other(self.lang).as_str());
        address("/console/sign-in", kept, &[("lang", lang)])
    }
}

/// A page that cannot be shown, or an act that was not done.
#[derive(Debug, Template)]
#[template(path = "console/trouble.html", config = "src/web/askama.toml")]
pub(crate) struct Trouble {
    pub(crate) frame: Frame,
    pub(crate) code: &'static str,
    /// The problem's own words, in English; empty where there are none.
    pub(crate) said: String,
}

impl Trouble {
    fn words(&self) -> &'static str {
        let words = match self.code {
            "role" => ("이 작업을 할 권한이 없습니다", "Your role may not do this"),
            "form_refused" => (
                "양식이 이 화면에서 보낸 것이 아니거나 너무 오래되었습니다. 화면을 다시 열고 보내 주세요",
                "The form was not sent from this desk, or is too old. Open the page again and send it from there",
            ),
            "not_found" | "not_an_id" | "route_not_found" => {
                ("찾으시는 것이 없습니다", "There is no such thing")
            }
            _ => ("처리하지 않았습니다", "Nothing was done"),
        };
        self.frame.words(&words)
    }
}

/// A kind of thing that waits for somebody.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) to: &'static str,
    pub(crate) words: Words,
    pub(crate) count: i64,
    /// Whether there are more than were counted.
    pub(crate) more: bool,
    /// Since when the oldest waits, where it is known.
    pub(crate) since: Option<DateTime<Utc>>,
}

#[derive(Debug, Template)]
#[template(path = "console/first.html", config = "src/web/askama.toml")]
pub(crate) struct First {
    pub(crate) frame: Frame,
    pub(crate) waiting: Vec<Waiting>,
    /// What goes on by itself: Korean, English, how many.
    pub(crate) under_way: Vec<(&'static str, &'static str, i64)>,
    /// When the refund that is due first is due.
    pub(crate) refund_due: Option<DateTime<Utc>>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) figures: figures::Figures,
}

impl First {
    fn nothing_waits(&self) -> bool {
        self.waiting.iter().all(|line| line.count == 0)
    }

    fn is_overdue(&self) -> bool {
        self.refund_due.is_some_and(|due| due <= self.now)
    }
}

#[derive(Debug, Template)]
#[template(path = "console/account.html", config = "src/web/askama.toml")]
pub(crate) struct Account {
    pub(crate) frame: Frame,
    /// The operator's id, as the audit log has it.
    pub(crate) id: String,
    /// How the second factor stands, and whether it waits for its first code.
    pub(crate) factor: Cell,
    pub(crate) waits: bool,
    /// In how many places the operator is signed in, with this one.
    pub(crate) places: i64,
    pub(crate) started_at: DateTime<Utc>,
}

#[derive(Debug, Template)]
#[template(path = "console/password.html", config = "src/web/askama.toml")]
pub(crate) struct Password {
    pub(crate) frame: Frame,
    /// Whether it was given by somebody else, and nothing else is open before it is replaced.
    pub(crate) must: bool,
    pub(crate) chars_min: usize,
    /// The field that was wrong.
    pub(crate) wrong: Option<String>,
}

impl Password {
    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.as_deref() == Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_keeps_what_is_not_changed() {
        let pairs = [("q", "a b&c"), ("cursor", "x")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let with = |changes: &[(&str, Option<&str>)]| address("/console", &pairs, changes);
        assert_eq!(with(&[]), "/console?q=a+b%26c&cursor=x");
        assert_eq!(with(&[("cursor", None), ("q", None)]), "/console");
        assert_eq!(
            with(&[("cursor", Some("\"<"))]),
            "/console?q=a+b%26c&cursor=%22%3C"
        );
    }
}
