//! Payments of which an amended tax invoice is due.

use axum::response::Response;
use domain::tax_invoice::AmendmentDue;

use super::super::{
    cells::to_customer,
    list::{self, Column, Listing},
};
use crate::{
    app::Shared,
    flows::{page::Page, tax_invoices},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::list::Cell,
};

static DUE: Listing<AmendmentDue> = Listing {
    title: ("수정세금계산서", "Amended tax invoices"),
    about: (
        "돌려준 금액의 수정세금계산서를 발행할 결제, 최신순. 홈택스에서 발행한 뒤 결제 화면에 적습니다.",
        "Payments of which an amended tax invoice is due for what went back, newest first: issued at Hometax, and recorded on the payment's page.",
    ),
    empty: (
        "발행할 수정세금계산서가 없습니다.",
        "No amended tax invoice is due.",
    ),
    file: "tax-amendments",
    act: None,
    columns: &[
        Column {
            name: "payment",
            words: ("결제", "Payment"),
            amount: false,
            cell: |due, _| Cell::link(format!("/console/payments/{}", due.payment), &due.payment),
        },
        Column {
            name: "amendment_due",
            words: ("발행할 금액", "To be issued for"),
            amount: true,
            cell: |due, _| Cell::Won(due.standing.amendment_due.get()),
        },
        Column {
            name: "invoiced",
            words: ("세금계산서", "Invoiced"),
            amount: true,
            cell: |due, _| Cell::Won(due.standing.invoiced.get()),
        },
        Column {
            name: "amended",
            words: ("이미 수정한 금액", "Amended before"),
            amount: true,
            cell: |due, _| Cell::Won(due.standing.amended.get()),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |due, _| to_customer(&due.customer),
        },
        Column {
            name: "due_since",
            words: ("돌려준 때", "Went back"),
            amount: false,
            cell: |due, _| Cell::When(due.since),
        },
        Column {
            name: "issue_by",
            words: ("발행 기한", "To be issued by"),
            amount: false,
            cell: |due, _| Cell::Until(due.late_from()),
        },
    ],
};

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let read = |page: Page<_>| tax_invoices::amendments_due(&app, page);
    list::show(&visit, &ask, &DUE, Vec::new(), read).await
}
