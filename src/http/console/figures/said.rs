//! Numbers and names of figures in words.

use chrono::TimeDelta;

use crate::{
    flows::figures::Group,
    web::{
        console::{Frame, words},
        grouped,
    },
};

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
        "orders" => ("결과를 모르는 결제", "Payments in doubt"),
        "jobs" => ("멈춘 작업", "Parked jobs"),
        "webhooks" => ("읽지 못한 웹훅", "Unread webhooks"),
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
