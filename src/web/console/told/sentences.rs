//! The sentences that the gateway writes down, in Korean. What varies is a pair of braces, in the same order in both.

use std::borrow::Cow;

use chrono::DateTime;
use domain::statement::Lang;

use crate::web::format;

pub(super) static SENTENCES: &[(&str, &str)] = &[
    // Webhooks.
    ("its signature or key is right", "서명이나 키가 맞습니다"),
    (
        "the provider signs nothing: a hint to go and ask",
        "이 결제사는 서명하지 않습니다. 결제사에 직접 조회합니다",
    ),
    ("not believed", "믿지 않았습니다"),
    (
        "nothing followed: a person has to look",
        "아무 일도 하지 않았습니다. 사람이 확인해야 합니다",
    ),
    ("no order of ours is meant", "우리 주문이 아닙니다"),
    ("the order is not one of ours", "우리 주문이 아닙니다"),
    ("the payment's secret is wrong", "결제의 비밀 값이 틀립니다"),
    (
        "the type of the event is not followed",
        "처리하지 않는 종류의 이벤트입니다",
    ),
    (
        "events of type {} are not followed",
        "{} 종류의 이벤트는 처리하지 않습니다",
    ),
    (
        "event {} was reported before with another content: nothing followed from this one",
        "이벤트 {}이 전에 다른 내용으로 왔으므로, 이번 것으로는 아무 일도 하지 않았습니다",
    ),
    (
        "a look-up of order {} was queued",
        "주문 {} 조회를 예약했습니다",
    ),
    ("settled by {}: {}", "{}: {}"),
    // Deposits.
    (
        "no order awaits a deposit of this name",
        "이 이름으로 입금을 기다리는 주문이 없습니다",
    ),
    (
        "name and amount of order {}",
        "이름과 금액이 주문 {}과 같습니다",
    ),
    (
        "it came before order {} was opened",
        "주문 {}보다 먼저 들어왔습니다",
    ),
    (
        "order {} waited until before it came",
        "주문 {}의 기한이 지난 뒤에 들어왔습니다",
    ),
    (
        "order {} of this name and amount was paid: if the bank took that money back and this is as much, match it by hand; otherwise send it back",
        "이름과 금액이 같은 주문 {}은 이미 결제되었습니다. 은행이 그 돈을 되돌렸고 이것이 다시 보낸 돈이면 직접 연결하고, 아니면 돌려보내 주세요",
    ),
    (
        "order {} awaits it, and it may be for order {} of another customer, of the same name and amount, which is {}",
        "주문 {}의 입금으로 보이지만, 이름과 금액이 같은 다른 고객의 주문 {} ({})의 것일 수도 있습니다",
    ),
    (
        "it may be the money of deposit {}, reported again by {}: compare both with the bank's own list",
        "입금 {}을 {}에서 다시 보고한 것일 수 있습니다. 은행의 거래 내역과 비교해 주세요",
    ),
    (
        "the money of deposit {}, reported again by {}",
        "입금 {}을 {}에서 다시 보고한 것입니다",
    ),
    ("the money of deposit {}: {}", "입금 {}과 같은 돈: {}"),
    (
        "matched by hand, after a reversal: {}",
        "되돌려진 뒤 사람이 다시 연결함: {}",
    ),
    ("matched by hand: {}", "사람이 연결함: {}"),
    ("sent back: {}", "돌려보냄: {}"),
    // Orders and payments.
    (
        "paid {} won, the order costs {} won",
        "{}원이 결제되었는데 주문 금액은 {}원입니다",
    ),
    (
        "paid in {}, not KRW",
        "원화가 아니라 {}(으)로 결제되었습니다",
    ),
    (
        "the provider reports another payment than the one begun",
        "결제사가 처음과 다른 결제를 알려 왔습니다",
    ),
    (
        "{} won were paid, the provider now says {} won",
        "{}원이 결제되었는데 결제사는 이제 {}원이라고 합니다",
    ),
    ("a second payment {} of {} won", "두 번째 결제 {}, {}원"),
    (
        "refund {}: {} won were asked for, {} won went back",
        "환불 {}: {}원을 요청했는데 {}원이 돌아갔습니다",
    ),
    (
        "the deposit was taken back by its bank",
        "은행이 입금을 되돌렸습니다",
    ),
    (
        "cancelled at the provider before payment",
        "결제 전에 결제사에서 취소되었습니다",
    ),
    (
        "the provider's session ran out unpaid",
        "결제하지 않은 채 결제사의 시간이 지났습니다",
    ),
    (
        "paid again after the customer was closed",
        "고객이 해지된 뒤에 다시 결제되었습니다",
    ),
    (
        "paid after the customer was closed",
        "고객이 해지된 뒤에 결제되었습니다",
    ),
    (
        "paid after the order was cancelled",
        "주문이 취소된 뒤에 결제되었습니다",
    ),
    ("not paid by {}", "{}까지 결제되지 않았습니다"),
    // Refunds.
    (
        "this provider sends nothing back: transfer it by hand",
        "이 결제사는 돈을 돌려보내지 않습니다. 담당자가 직접 이체해 주세요",
    ),
    (
        "the transfer came back; another account was given",
        "이체가 반송되어 다른 계좌를 받았습니다. 이 계좌로 다시 이체해 주세요",
    ),
    (
        "its credits have ended since: transfer it by hand",
        "그사이 크레딧이 만료되었습니다. 직접 이체해 주세요",
    ),
    (
        "others took the payment back: decline it instead of transferring it",
        "다른 곳에서 이미 돈을 되돌렸습니다. 이체하지 말고 끝내 주세요",
    ),
    (
        "the payment is disputed: it is sent once that is decided and its money is left",
        "결제에 이의가 제기되었습니다. 결과가 나오고 돈이 남아 있으면 보냅니다",
    ),
    (
        "a lost dispute took its money",
        "이의제기로 돈이 이미 나갔습니다",
    ),
    // Lots.
    ("comes with order {}", "주문 {}의 보너스"),
    ("campaign {}", "캠페인 {}"),
    // Which lots a use took from.
    ("first to expire, at {}", "가장 먼저 만료 ({})"),
    ("next to expire, at {}", "그다음으로 만료 ({})"),
    (
        "same expiry: {} before {}",
        "만료가 같아 종류의 순서대로 ({} 다음 {})",
    ),
    (
        "same expiry and rank: acquired later",
        "만료와 순서가 같아 받은 순서대로",
    ),
    (
        "same expiry, rank and time: by id",
        "만료, 순서, 시각이 같아 번호 순서대로",
    ),
    // Acts.
    ("cancelled by {}", "취소한 역할: {}"),
    ("with the password alone", "비밀번호만으로"),
    ("with a second factor", "2단계 인증으로"),
    (
        "with the first code of a second factor",
        "2단계 인증의 첫 코드로",
    ),
    ("added", "새로 받음"),
    ("replaced", "다른 계좌로 바꿈"),
];

/// The text in a language, where it is one of the sentences.
pub(super) fn said(lang: Lang, text: &str) -> Option<String> {
    let mut found = SENTENCES.iter().filter_map(|(english, korean)| {
        let held = held(english, text)?;
        let form = match lang {
            Lang::Korean => korean,
            Lang::English => english,
        };
        let mut told = String::new();
        for (place, part) in form.split("{}").enumerate() {
            if place > 0 {
                let value = held.get(place - 1).copied().unwrap_or_default();
                told.push_str(&shown(value, part));
            }
            told.push_str(part);
        }
        Some(told)
    });
    found.next()
}

/// What varies, as tables show it: an amount before its unit in groups of three digits, an instant in Seoul.
fn shown<'v>(value: &'v str, after: &str) -> Cow<'v, str> {
    let is_won = after.starts_with('원') || after.starts_with(" won");
    if let (true, Ok(won)) = (is_won, value.parse()) {
        return format::grouped(won).into();
    }
    match DateTime::parse_from_rfc3339(value) {
        Ok(at) => format::short(&at.to_utc()).into(),
        Err(_) => value.into(),
    }
}

/// What stands in the place of each pair of braces, where the text has the form.
fn held<'t>(form: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = form.split("{}").peekable();
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut held = Vec::new();
    while let Some(part) = parts.next() {
        let at = if part.is_empty() && parts.peek().is_none() {
            rest.len()
        } else {
            rest.find(part)?
        };
        held.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(held)
}

#[cfg(test)]
mod tests {
    use domain::statement::Lang;

    use super::{SENTENCES, said};

    #[test]
    fn a_sentence_keeps_what_varies_in_its_place() {
        for (text, told) in [
            (
                "paid 9990 won, the order costs 10000 won",
                "9,990원이 결제되었는데 주문 금액은 10,000원입니다",
            ),
            (
                "first to expire, at 2027-01-01T00:00:00+09:00",
                "가장 먼저 만료 (2027-01-01 00:00)",
            ),
            ("matched by hand: 통화: 확인", "사람이 연결함: 통화: 확인"),
            ("not believed", "믿지 않았습니다"),
        ] {
            assert_eq!(said(Lang::Korean, text).as_deref(), Some(told));
        }
        for other in ["", "paid 1 won", "not believed at all", "welcome"] {
            assert_eq!(said(Lang::Korean, other), None, "{other}");
        }
    }

    #[test]
    fn amounts_and_instants_are_readable_in_english_too() {
        let text = "paid 9990 won, the order costs 10000 won";
        let told = "paid 9,990 won, the order costs 10,000 won";
        assert_eq!(said(Lang::English, text).as_deref(), Some(told));
        // What a person wrote stays.
        let text = "matched by hand: 10000 won";
        assert_eq!(said(Lang::English, text).as_deref(), Some(text));
    }

    #[test]
    fn both_languages_have_as_much_that_varies() {
        for (english, korean) in SENTENCES {
            let braces = |text: &str| text.matches("{}").count();
            assert_eq!(braces(english), braces(korean), "{english}");
        }
    }
}
