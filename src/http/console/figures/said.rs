//! Numbers and names of figures in words.

use chrono::TimeDelta;

use crate::{
    flows::figures::Group,
    web::{
        console::{Frame, Words, words},
        grouped,
    },
};

/// The id of a figure, its title, and what is counted.
pub(super) type Named = (&'static str, Words, Words);

pub(super) const MONEY: Named = (
    "money",
    ("받은 돈과 돌려준 돈", "Money in and back"),
    (
        "최근 30일, 결제사와 날짜별. 선 위가 받은 돈, 아래가 환불되거나 취소된 돈입니다.",
        "The last 30 days, by provider and day. Above the line what came in, below it what was refunded or taken back.",
    ),
);
pub(super) const SUCCESS: Named = (
    "success",
    ("결제 성공률", "Purchases that succeed"),
    (
        "최근 30일의 주문 가운데 마지막 5,000건까지, 결제 수단별. 끝난 주문만 셉니다. 굵은 막대가 성공, 중간이 거절, 가는 막대가 포기나 기한 지남입니다.",
        "Up to the last 5,000 orders of the last 30 days, by way to pay. Only ended ones count. The thick part was paid, the next declined, the thin one given up or not paid in time.",
    ),
);
pub(super) const TIME: Named = (
    "time",
    ("결제까지 걸린 시간", "Time to paid"),
    (
        "같은 주문에서 주문부터 결제까지. 굵은 막대 안에 절반, 가는 막대까지 열에 아홉이 듭니다.",
        "Of the same orders, from the order to the payment. Half took no longer than the thick part, nine of ten no longer than the thin one.",
    ),
);
pub(super) const OWED: Named = (
    "owed",
    (
        "남은 크레딧 (선수금 부채)",
        "Outstanding credits (prepaid liability)",
    ),
    (
        "지금 쓸 수 있거나 예약된 크레딧, 마지막 사용일의 달별. 굵은 막대가 판매한 것이고 결제 금액이 붙으며, 가는 막대가 그냥 드린 것입니다.",
        "Credits that can be used or are set aside now, by the month of their last day. The thick part was sold, with what was paid for it; the thin part was given.",
    ),
);
pub(super) const AGES: Named = (
    "ages",
    ("해결되지 않은 일의 나이", "Age of what is unresolved"),
    (
        "얼마나 오래 기다렸는지. 굵을수록 오래된 것입니다.",
        "How long it has waited. The thicker, the older.",
    ),
);
pub(super) const LATENCY: Named = (
    "latency",
    ("요청 처리 시간", "Time of requests"),
    (
        "이 프로세스가 시작된 뒤 처리한 요청만 셉니다. 굵은 막대 안에 절반, 가는 막대까지 100건 중 99건이 듭니다.",
        "Only requests that this process has answered since its start. Half took no longer than the thick part, 99 of 100 no longer than the thin one.",
    ),
);

pub(super) fn won(frame: &Frame, won: i64) -> String {
    format!("{}{}", grouped(won), frame.t("원", " won"))
}

pub(super) fn provider(frame: &Frame, id: &str) -> String {
    words::provider(id).map_or_else(|| id.to_owned(), |known| frame.word(known).to_owned())
}

/// What is not resolved, by its word in the store.
pub(super) fn unresolved(frame: &Frame, what: &str) -> String {
    let words = match what {
        "approvals" => ("승인 대기", "Approvals"),
        "deposits" => ("확인할 입금", "Deposits"),
        "contradictions" => ("장부와 다른 결제", "Contradictions"),
        "refunds" => ("끝나지 않은 환불", "Refunds"),
        "refunds_in_doubt" => ("결과를 모르는 환불", "Refunds in doubt"),
        "discrepancies" => ("대사 차이", "Discrepancies"),
        "orders" => ("결과를 모르는 결제", "Payments in doubt"),
        "jobs" => ("멈춘 작업", "Parked jobs"),
        "webhooks" => ("읽지 못한 웹훅", "Unread webhooks"),
        "disputes" => ("소명할 이의제기", "Disputes"),
        "cash_receipts" => ("직접 처리할 현금영수증", "Cash receipts by hand"),
        "audit_findings" => ("규칙에 어긋나는 장부의 행", "Rows that break a rule"),
        other => return other.to_owned(),
    };
    frame.word(words).to_owned()
}

pub(super) fn group(frame: &Frame, group: Group) -> String {
    let words = match group {
        Group::Buyers => ("구매자 화면", "Buyers' pages"),
        Group::Api => ("API", "API"),
        Group::Webhooks => ("웹훅", "Webhooks"),
        Group::Desk => ("데스크", "Desk"),
    };
    frame.word(words).to_owned()
}

/// A time in its two largest units.
pub(super) fn seconds(frame: &Frame, seconds: i64) -> String {
    let units = [
        (86_400, frame.t("일", " d")),
        (3_600, frame.t("시간", " h")),
        (60, frame.t("분", " m")),
        (1, frame.t("초", " s")),
    ];
    let first = units.iter().position(|(size, _)| seconds >= *size);
    let mut rest = seconds;
    let mut said = Vec::new();
    for (size, unit) in units.iter().skip(first.unwrap_or(units.len() - 1)).take(2) {
        let number = rest / size;
        rest %= size;
        if number > 0 || said.is_empty() {
            said.push(format!("{number}{unit}"));
        }
    }
    said.join(" ")
}

pub(super) fn age(frame: &Frame, age: TimeDelta) -> String {
    seconds(frame, age.num_seconds().max(0))
}

/// The bound of a bucket; none above the last.
pub(super) fn micros(frame: &Frame, bound: Option<i64>) -> String {
    match bound {
        None => frame.t("1분 넘음", "over 1 min").to_owned(),
        Some(bound) if bound >= 1_000_000 => seconds(frame, bound / 1_000_000),
        Some(bound) if bound % 1_000 == 0 => format!("{} ms", bound / 1_000),
        Some(bound) => format!("{}.{} ms", bound / 1_000, bound % 1_000 / 100),
    }
}
