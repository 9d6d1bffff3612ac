//! The columns of each sheet. English headings are the names of the same members in JSON.

use domain::{
    campaign::Redemption,
    id::CustomerId,
    ledger::BookedEntry,
    lot::Lot,
    spend::{Part, Spend},
    usage::Usage,
};
use serde::Serialize;

use super::{Cell, Column, Sheet};
use crate::{
    flows::views,
    http::{
        campaigns::RedemptionView,
        customers::LotView,
        history::{EntryView, UsageView},
        spends::SpendView,
    },
};

/// Items of one statement: the most that it gives, less the one that says whether there are more.
const ITEMS: i64 = views::PAGE_MAX - 1;
/// Groups of use of one statement. Each reads all spends of the time again, so there are as many as fit some megabytes.
const GROUPS: i64 = 10_000;

/// `NAME: Thing in "file", what is read at a time, the form of its JSON, and the columns: name of the member, Korean
/// heading = cell`.
macro_rules! sheet {
    ($(#[$doc:meta])* $name:ident: $thing:ty, $file:literal, $chunk:ident, $json:expr, |$it:ident| {
        $($english:literal $korean:literal = $cell:expr,)+
    }) => {
        $(#[$doc])*
        pub static $name: Sheet<$thing> = Sheet {
            name: $file,
            chunk: $chunk,
            json: $json,
            columns: &[$(Column { english: $english, korean: $korean, cell: |$it| $cell }),+],
        };
    };
}

/// An item of a list of one customer, which does not name the customer itself.
#[derive(Serialize)]
struct Of<'a, T> {
    customer_id: &'a CustomerId,
    #[serde(flatten)]
    item: T,
}

sheet! {
    LOTS: Lot, "lots", ITEMS, |lot| serde_json::to_vec(&LotView::of(lot.clone())), |lot| {
        "id" "크레딧 묶음" = Cell::shown(&lot.id),
        "customer_id" "고객" = Cell::shown(&lot.customer),
        "kind" "종류" = Cell::shown(&lot.kind),
        "payment_id" "결제" = Cell::maybe(lot.payment.as_ref()),
        "bonus_of" "보너스의 결제" = Cell::maybe(lot.bonus_of.as_ref()),
        "reason" "지급 사유" = Cell::maybe(lot.reason.as_ref()),
        "policy" "정책 버전" = Cell::shown(&lot.policy),
        "policy_hash" "정책 해시" = Cell::shown(&lot.policy_hash),
        "granted" "지급" = Cell::credits(lot.granted),
        "remaining" "잔여" = Cell::credits(lot.remaining),
        "held" "예약" = Cell::credits(lot.held),
        "spent" "사용" = Cell::credits(lot.spent),
        "refunded" "환불" = Cell::credits(lot.refunded),
        "expired" "만료" = Cell::credits(lot.expired),
        "revoked" "회수" = Cell::credits(lot.revoked),
        "debt_paid" "부채 상환" = Cell::credits(lot.debt_paid),
        "acquired_at" "지급 시각" = Cell::at(lot.acquired_at),
        "expires_at" "만료 시각" = Cell::at(lot.expires_at),
    }
}

sheet! {
    ENTRIES: BookedEntry, "entries", ITEMS,
    |booked| {
        let item = EntryView::of(booked.clone());
        serde_json::to_vec(&Of { customer_id: &booked.entry.customer, item })
    }, |booked| {
        "customer_id" "고객" = Cell::shown(&booked.entry.customer),
        "seq" "순번" = Cell::Number(booked.entry.seq),
        "posting" "거래" = Cell::shown(&booked.entry.posting),
        "act" "구분" = Cell::shown(&booked.entry.act),
        "from" "나간 계정" = Cell::shown(&booked.entry.from),
        "to" "들어온 계정" = Cell::shown(&booked.entry.to),
        "unit" "단위" = Cell::shown(&booked.entry.unit),
        "amount" "수량" = Cell::Number(booked.entry.amount),
        "lot" "크레딧 묶음" = Cell::maybe(booked.entry.lot.as_ref()),
        "reference" "참조" = Cell::shown(&booked.entry.reference),
        "at" "시각" = Cell::at(booked.entry.at),
        "available_before" "이전 잔액" = Cell::credits(booked.available_before),
        "available_after" "이후 잔액" = Cell::credits(booked.available_after),
        "hash" "해시" = Cell::shown(&booked.entry.hash),
    }
}

/// `lot credits` of each part, in the order in which lots were taken.
fn parts(parts: &[Part]) -> Cell {
    let part = |part: &Part| format!("{} {}", part.lot, part.credits);
    let parts: Vec<String> = parts.iter().map(part).collect();
    Cell::Text(parts.join("; "))
}

sheet! {
    SPENDS: Spend, "spends", ITEMS, |spend| serde_json::to_vec(&SpendView::of(spend.clone(), None)), |spend| {
        "id" "사용" = Cell::shown(&spend.id),
        "customer_id" "고객" = Cell::shown(&spend.customer_id),
        "credits" "크레딧" = Cell::credits(spend.credits),
        "meter" "사용 항목" = Cell::shown(&spend.meter),
        "reference" "참조" = Cell::shown(&spend.reference),
        "parts" "차감 내역" = parts(&spend.parts),
        "hold" "예약" = Cell::maybe(spend.hold.as_ref()),
        "at" "사용 시각" = Cell::at(spend.at),
        "reversed_at" "취소 시각" = Cell::maybe_at(spend.reversed_at),
        "api_key" "API 키" = Cell::maybe(spend.api_key.as_ref()),
    }
}

sheet! {
    REDEMPTIONS: Redemption, "redemptions", ITEMS, |it| serde_json::to_vec(&RedemptionView::of(it.clone())), |it| {
        "id" "참여" = Cell::shown(&it.id),
        "campaign_id" "캠페인" = Cell::shown(&it.campaign),
        "customer_id" "고객" = Cell::shown(&it.customer),
        "order_id" "주문" = Cell::maybe(it.order.as_ref()),
        "lot_id" "크레딧 묶음" = Cell::maybe(it.lot.as_ref()),
        "credits" "크레딧" = Cell::credits(it.credits),
        "discount" "할인 금액" = Cell::Number(it.discount.get()),
        "state" "상태" = Cell::shown(&it.state),
        "at" "참여 시각" = Cell::at(it.at),
        "settled_at" "확정 시각" = Cell::maybe_at(it.settled_at),
        "overrun_at" "한도 초과 지급 시각" = Cell::maybe_at(it.overrun_at),
    }
}

sheet! {
    USAGE: Usage, "usage", GROUPS,
    |usage| {
        let item = UsageView::of(usage.clone());
        serde_json::to_vec(&Of { customer_id: &usage.customer, item })
    }, |usage| {
        "customer_id" "고객" = Cell::shown(&usage.customer),
        "name" "항목" = Cell::shown(&usage.of),
        "spends" "사용 건수" = Cell::Number(usage.used.spends),
        "credits" "사용 크레딧" = Cell::credits(usage.used.credits),
        "reversed_spends" "취소 건수" = Cell::Number(usage.reversed.spends),
        "reversed_credits" "취소 크레딧" = Cell::credits(usage.reversed.credits),
    }
}
