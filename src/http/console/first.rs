//! The first page: what waits for somebody.

use axum::response::Response;
use domain::approval::ApprovalState;

use crate::{
    app::Shared,
    flows::{page::Page, views},
    http::{error::Problem, limits::PAGE_MAX, request::ApiRequest, visit::Visit},
    web::console::{First, Waiting},
};

pub(super) async fn show(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    let counts = views::gauges(&app).await?;
    let asked = Page {
        limit: PAGE_MAX,
        after: None,
    };
    let approvals = views::approvals(&app, ApprovalState::Waiting, asked).await?;
    let many = i64::try_from(approvals.items.len()).unwrap_or(PAGE_MAX);
    let line = |to: &'static str, korean, english, count| Waiting {
        to,
        words: (korean, english),
        count,
        more: false,
        since: None,
    };
    let waiting = vec![
        Waiting {
            more: approvals.next.is_some(),
            since: approvals.items.last().map(|oldest| oldest.asked_at),
            ..line(
                "/console/approvals",
                "승인 대기",
                "Approvals that wait",
                many,
            )
        },
        line(
            "/console/deposits",
            "확인이 필요한 입금",
            "Deposits to look at",
            counts.deposits_open,
        ),
        line(
            "/console/contradictions",
            "장부와 다른 결제",
            "Payments that contradict the books",
            counts.contradictions_open,
        ),
        line(
            "/console/refunds?state=by_hand",
            "직접 이체할 환불",
            "Refunds to transfer by hand",
            counts.refunds_by_hand,
        ),
        line(
            "/console/refunds?state=bounced",
            "반송된 환불",
            "Refunds that came back",
            counts.refunds_bounced,
        ),
        line(
            "/console/jobs?state=parked",
            "멈춘 작업",
            "Jobs that are parked",
            counts.jobs_parked,
        ),
        line(
            "/console/inbox?open=true",
            "읽지 못했거나 모순된 웹훅",
            "Webhooks unread or contradictory",
            counts
                .webhooks_unreadable
                .saturating_add(counts.webhooks_contradictory),
        ),
    ];
    let page = First {
        waiting,
        under_way: vec![
            (
                "결과를 기다리는 결제",
                "Payments whose outcome is awaited",
                counts.orders_confirming,
            ),
            (
                "처리 중인 환불",
                "Refunds on their way",
                counts.refunds_requested.saturating_add(counts.refunds_sent),
            ),
            (
                "부족분이 있는 고객",
                "Customers who owe credits",
                counts.debtors,
            ),
            (
                "꺼진 알림 주소",
                "Endpoints that are disabled",
                counts.endpoints_disabled,
            ),
        ],
        refund_due: counts.refund_due,
        now: app.now(),
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}
