//! Payments: the list of all.

use axum::response::Response;
use domain::payment::Payment;

use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{page::Page, search},
    http::{
        error::Problem,
        request::{ApiRequest, sought_loosely},
        visit::Visit,
    },
    web::console::{list::Cell, words},
};

static PAYMENTS: Listing<Payment> = Listing {
    title: ("결제", "Payments"),
    about: (
        "주문을 완료한 모든 결제, 최신순. 찾을 조건은 함께 쓸 수 있습니다.",
        "All payments that completed an order, newest first. Filters may be combined.",
    ),
    empty: ("조건에 맞는 결제가 없습니다.", "No payment is like that."),
    file: "payments",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("결제", "Payment"),
            amount: false,
            cell: |payment, _| Cell::link(format!("/console/payments/{}", payment.id), &payment.id),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |payment, _| {
                let to = format!("/console/customers/{}", payment.customer);
                Cell::link(to, &payment.customer)
            },
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |payment, frame| {
                let id = payment.provider.as_str();
                let known = words::provider(id);
                Cell::shown(&known.map_or(id, |known| frame.words(&known)))
            },
        },
        Column {
            name: "method",
            words: ("결제 수단", "Method"),
            amount: false,
            cell: |payment, frame| Cell::shown(&frame.words(&words::method(payment.method))),
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |payment, _| Cell::Won(payment.amount.get()),
        },
        Column {
            name: "refunded",
            words: ("돌려준 금액", "Given back"),
            amount: true,
            cell: |payment, _| Cell::Won(payment.refunded.get()),
        },
        Column {
            name: "payment_key",
            words: ("결제 키", "Payment key"),
            amount: false,
            cell: |payment, _| Cell::shown(&payment.payment_key),
        },
        Column {
            name: "paid_at",
            words: ("결제 시각", "Paid"),
            amount: false,
            cell: |payment, _| Cell::When(payment.paid_at),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let sought = sought_loosely(&ask)?;
    let filters = vec![
        list::text(&ask, "customer_id", ("고객 아이디", "Customer id")),
        list::text(&ask, "amount", ("금액(원)", "Amount in won")),
        list::text(&ask, "payment_key", ("결제 키", "Payment key")),
        list::text(&ask, "depositor_name", ("입금자", "Depositor")),
    ];
    let read = |page: Page<_>| search::payments(&app, &sought, page);
    list::show(&visit, &ask, &PAYMENTS, filters, read).await
}
