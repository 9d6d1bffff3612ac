//! What a simulation found, as tables: each term that changes with what it touches, the sums, new purchases, and the
//! payments that are touched.

use domain::{
    policy::PolicyEffect,
    simulation::{Offered, PurchaseTerms, Report, Row, Standing, Sums},
};

use super::{effect, yes_no};
use crate::web::console::{
    Frame,
    list::Cell,
    thing::{Table, Thing},
};

pub(super) fn add(page: &mut Thing, frame: &Frame, report: &Report) {
    page.fact(("기준 시각", "Judged at"), Cell::When(report.at));
    page.fact(
        ("그때의 지금 정책", "In force then without it"),
        Cell::shown(&report.without.version),
    );
    page.fact(
        ("중대한 변경", "Major change"),
        Cell::shown(&yes_no(frame, report.major)),
    );
    page.fact(
        ("필요한 예고 일수", "Days of notice that it needs"),
        Cell::Number(report.notice_days),
    );
    page.tables.push(sums(frame, &report.sums));
    page.tables.push(touched(&report.changes));
    page.tables.push(rows(&report.rows));
    if report.rows_left_out > 0 {
        let more = frame.t(
            "표에 다 나오지 않은 결제",
            "Payments that the table leaves out",
        );
        page.notes.push(format!("{more}: {}", report.rows_left_out));
    }
    page.tables.push(purchases(&report.purchases));
}

fn count(number: u64) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn sums(frame: &Frame, sums: &Sums) -> Table {
    let row = |korean, english, cell| vec![Cell::shown(&frame.t(korean, english)), cell];
    Table {
        id: "sums",
        title: ("모두 합쳐", "All together"),
        heads: &[(("무엇", "What"), false), (("합", "Sum"), true)],
        rows: vec![
            row("고객", "Customers", count(sums.customers)),
            row(
                "환불 기간이 달라지는 고객",
                "Customers whose window moves",
                count(sums.customers_touched),
            ),
            row(
                "쓸 수 있는 크레딧 묶음",
                "Lots that can be spent from",
                count(sums.live_lots),
            ),
            row(
                "그 크레딧",
                "Their credits",
                Cell::Number(sums.live_credits),
            ),
            row("결제", "Payments", count(sums.payments)),
            row(
                "지금 환불될 돈",
                "Would go back without it",
                Cell::Won(sums.refundable_before),
            ),
            row(
                "초안으로 환불될 돈",
                "Would go back with it",
                Cell::Won(sums.refundable_after),
            ),
            row(
                "더 돌려받는 결제",
                "Payments that bring back more",
                count(sums.gaining),
            ),
            row("늘어나는 돈", "By", Cell::Won(sums.gained)),
            row(
                "덜 돌려받는 결제",
                "Payments that bring back less",
                count(sums.losing),
            ),
            row("줄어드는 돈", "By", Cell::Won(sums.lost)),
        ],
        empty: ("없습니다.", "Nothing."),
    }
}

fn touched(changes: &[Standing]) -> Table {
    let rows = changes
        .iter()
        .filter(|change| change.effect != PolicyEffect::Words);
    let rows = rows.map(|change| {
        let touched = &change.touched;
        vec![
            Cell::shown(&change.rule),
            effect(change.effect),
            count(touched.customers),
            count(touched.payments),
            Cell::Number(touched.credits),
            Cell::Won(touched.refundable_before),
            Cell::Won(touched.refundable_after),
        ]
    });
    Table {
        id: "touched",
        title: ("규칙마다 닿는 것", "What each rule touches"),
        heads: &[
            (("규칙", "Rule"), false),
            (("뜻", "Meaning"), false),
            (("고객", "Customers"), true),
            (("결제", "Payments"), true),
            (("남은 크레딧", "Unused credits"), true),
            (("전 환불액", "Back, was"), true),
            (("후 환불액", "Back, is"), true),
        ],
        rows: rows.collect(),
        empty: ("기간이나 조건은 그대로입니다.", "No term changes."),
    }
}

fn rows(rows: &[Row]) -> Table {
    let rows = rows.iter().map(|row| {
        let (customer, payment) = (&row.customer_id, row.payment_id);
        vec![
            Cell::link(format!("/console/customers/{customer}"), customer),
            Cell::link(format!("/console/payments/{payment}"), &payment),
            Cell::shown(&row.lot_id),
            Cell::Won(row.paid.get()),
            Cell::Number(row.unused.get()),
            Cell::Won(row.before.amount.get()),
            Cell::Won(row.after.amount.get()),
            Cell::Until(row.before.refund_through_support_until),
            Cell::Until(row.after.refund_through_support_until),
        ]
    });
    Table {
        id: "rows",
        title: ("닿는 결제", "The payments that it touches"),
        heads: &[
            (("고객", "Customer"), false),
            (("결제", "Payment"), false),
            (("크레딧 묶음", "Lot"), false),
            (("낸 돈", "Paid"), true),
            (("남은 크레딧", "Unused"), true),
            (("전 환불액", "Back, was"), true),
            (("후 환불액", "Back, is"), true),
            (("전 환불 기한", "Refundable until, was"), false),
            (("후 환불 기한", "Refundable until, is"), false),
        ],
        rows: rows.collect(),
        empty: (
            "이미 한 결제에는 닿지 않습니다.",
            "It touches no payment that was made.",
        ),
    }
}

fn purchases(purchases: &[PurchaseTerms]) -> Table {
    let offered = |terms: &Option<Offered>| match terms {
        Some(terms) => Cell::shown(&terms.validity),
        None => Cell::Empty,
    };
    let refundable = |terms: &Option<Offered>| match terms {
        Some(terms) => Cell::Until(terms.refund_through_support_until),
        None => Cell::Empty,
    };
    let changed = purchases.iter().filter(|terms| terms.changed);
    let rows = changed.map(|terms| {
        vec![
            Cell::shown(&terms.product),
            Cell::Number(terms.quantity),
            offered(&terms.before),
            offered(&terms.after),
            refundable(&terms.before),
            refundable(&terms.after),
        ]
    });
    Table {
        id: "purchases",
        title: (
            "새로 사는 사람에게 달라지는 것",
            "What changes for new purchases",
        ),
        heads: &[
            (("상품", "Product"), false),
            (("수량", "Quantity"), true),
            (("전 유효기간", "Validity, was"), false),
            (("후 유효기간", "Validity, is"), false),
            (("전 환불 기한", "Refundable until, was"), false),
            (("후 환불 기한", "Refundable until, is"), false),
        ],
        rows: rows.collect(),
        empty: ("달라지는 것이 없습니다.", "Nothing changes."),
    }
}
