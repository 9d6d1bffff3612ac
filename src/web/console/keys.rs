//! API keys at the desk.

use askama::Template;
use chrono::{DateTime, Utc};

use super::Frame;
use crate::web::format;

/// An API key, without its secret.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) revoked_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Template)]
#[template(path = "console/key.html", config = "src/web/askama.toml")]
pub(crate) struct OfKey {
    pub(crate) frame: Frame,
    pub(crate) key: Key,
}

#[derive(Debug, Template)]
#[template(path = "console/new_key.html", config = "src/web/askama.toml")]
pub(crate) struct NewKey {
    pub(crate) frame: Frame,
    pub(crate) roles: Vec<&'static str>,
    pub(crate) name: String,
    /// Whether a field was left empty.
    pub(crate) wrong: bool,
}

impl NewKey {
    /// What a key of a role is for.
    fn role(&self, role: &str) -> &'static str {
        let words = match role {
            "checkout" => (
                "결제 화면: 주문을 엽니다",
                "The checkout page: opens orders",
            ),
            "service" => (
                "서비스: 크레딧을 쓰고, 예약하고, 지급하고, 잔액을 봅니다",
                "Services: spend, hold and grant credits, read balances",
            ),
            "support" => (
                "상담 도구: 환불, 입금, 받은 웹훅",
                "Tools of support: refunds, deposits, received webhooks",
            ),
            "assistant" => (
                "상담 보조 프로그램: 읽고, 환불을 계산하고, 사람의 승인을 기다리는 환불을 요청합니다",
                "Assistants of support: read, quote, and ask for refunds that wait for a person",
            ),
            _ => (
                "관리 도구: 게이트웨이의 동작을 바꿉니다",
                "Tools of administration: change how the gateway works",
            ),
        };
        self.frame.words(&words)
    }
}
