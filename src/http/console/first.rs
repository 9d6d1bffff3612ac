//! The first page: what waits for somebody, and figures below it.

use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::approval::ApprovalState;

use super::figures;
use crate::{
    app::{App, Shared},
    flows::{
        figures::{self as flow, Figures},
        page::Page,
        views::{self, Counts},
    },
    http::{error::Problem, limits::PAGE_MAX, request::ApiRequest, visit::Visit},
    web::console::{First, Waiting, Words},
};

pub(super) async fn show(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    let counts = views::gauges(&app).await?;
    let page = First {
        waiting: waiting(&app, &counts).await?,
        under_way: under_way(&counts),
        refund_due: counts.refund_due,
        now: app.now(),
        figures: figures::figures(&app, &visit.frame).await,
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}

/// Things of one kind: how many wait, and since when the first of them does, where that is known.
fn line(to: &'static str, words: Words, (count, since): (i64, Option<DateTime<Utc>>)) -> Waiting {
    Waiting {
        to,
        words,
        count,
        more: false,
        since: since.filter(|_| count > 0),
    }
}

/// Since when the first thing of a kind waits, at any provider. Figures may be a minute old, which a date does not show.
fn oldest(figures: &Figures, what: &str) -> Option<DateTime<Utc>> {
    let ages = figures.ages.iter().flatten();
    ages.filter(|of| of.what == what)
        .filter_map(|of| of.oldest)
        .min()
}

/// What somebody has to look at. A kind of thing that waits has its line in one of the two lists.
async fn waiting(app: &App, counts: &Counts) -> Result<Vec<Waiting>, Problem> {
    let mut all = vec![approvals(app).await?];
    let figures = flow::figures(app).await;
    all.extend(of_money(counts, &figures));
    all.extend(of_work(counts, &figures));
    Ok(all)
}

fn of_money(counts: &Counts, figures: &Figures) -> Vec<Waiting> {
    vec![
        line(
            "/console/deposits",
            ("확인이 필요한 입금", "Deposits to look at"),
            (counts.deposits_open, counts.oldest_deposit),
        ),
        line(
            "/console/contradictions",
            ("장부와 다른 결제", "Payments that contradict the books"),
            (counts.contradictions_open, counts.oldest_contradiction),
        ),
        line(
            "/console/discrepancies",
            (
                "결제사 목록과 다른 거래",
                "Movements on which a provider does not agree",
            ),
            (counts.discrepancies_open, oldest(figures, "discrepancies")),
        ),
        line(
            "/console/refunds?state=by_hand",
            ("직접 이체할 환불", "Refunds to transfer by hand"),
            (counts.refunds_by_hand, None),
        ),
        line(
            "/console/refunds?state=bounced",
            ("반송된 환불", "Refunds that came back"),
            (counts.refunds_bounced, None),
        ),
        line(
            "/console/cash-receipts",
            (
                "직접 처리할 현금영수증",
                "Cash receipts to issue or cancel by hand",
            ),
            (
                counts.cash_receipts_waiting,
                oldest(figures, "cash_receipts"),
            ),
        ),
        line(
            "/console/tax-amendments",
            ("발행할 수정세금계산서", "Amended tax invoices to issue"),
            (counts.tax_amendments_due, None),
        ),
        line(
            "/console/disputes?open=true",
            ("소명할 이의제기", "Disputes to answer"),
            (counts.disputes_open, oldest(figures, "disputes")),
        ),
    ]
}

fn of_work(counts: &Counts, figures: &Figures) -> Vec<Waiting> {
    let webhooks = counts
        .webhooks_unreadable
        .saturating_add(counts.webhooks_contradictory);
    vec![
        line(
            "/console/findings",
            (
                "규칙에 어긋나는 장부의 행",
                "Rows that break a rule of the books",
            ),
            (counts.findings_open, oldest(figures, "audit_findings")),
        ),
        line(
            "/console/jobs?state=parked",
            ("멈춘 작업", "Jobs that are parked"),
            (counts.jobs_parked, oldest(figures, "jobs")),
        ),
        line(
            "/console/inbox?open=true",
            (
                "읽지 못했거나 모순된 웹훅",
                "Webhooks unread or contradictory",
            ),
            (webhooks, oldest(figures, "webhooks")),
        ),
    ]
}

/// Approvals end by the clock, so no count of rows knows how many wait.
async fn approvals(app: &App) -> Result<Waiting, Problem> {
    let asked = Page {
        limit: PAGE_MAX,
        after: None,
    };
    let found = views::approvals(app, ApprovalState::Waiting, asked).await?;
    Ok(Waiting {
        to: "/console/approvals",
        words: ("승인 대기", "Approvals that wait"),
        count: i64::try_from(found.items.len()).unwrap_or(PAGE_MAX),
        since: found.items.last().map(|oldest| oldest.asked_at),
        more: found.next.is_some(),
    })
}

/// What goes on by itself: Korean, English, how many.
fn under_way(counts: &Counts) -> Vec<(&'static str, &'static str, i64)> {
    let refunds = counts.refunds_requested.saturating_add(counts.refunds_sent);
    vec![
        (
            "결과를 기다리는 결제",
            "Payments whose outcome is awaited",
            counts.orders_confirming,
        ),
        ("처리 중인 환불", "Refunds on their way", refunds),
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
    ]
}
