//! The navigation of the desk. A page that is not in it is reached from others.

use super::need_of;
use crate::{access::Desk, web::console::Nav};

/// Groups of pages: path, Korean, English.
const NAV: &[&[(&str, &str, &str)]] = &[
    &[
        ("/console", "오늘", "Today"),
        ("/console/approvals", "승인", "Approvals"),
        ("/console/deposits", "입금", "Deposits"),
        (
            "/console/contradictions",
            "장부와 다른 결제",
            "Contradictions",
        ),
        ("/console/discrepancies", "대사 차이", "Discrepancies"),
        ("/console/reconciliations", "대사 기록", "Comparisons"),
        ("/console/settlements", "정산", "Settlements"),
        ("/console/audit", "장부 점검", "Audit"),
        ("/console/jobs", "작업", "Jobs"),
        ("/console/inbox", "받은 웹훅", "Inbox"),
    ],
    &[
        ("/console/customers", "고객", "Customers"),
        ("/console/orders", "주문", "Orders"),
        ("/console/payments", "결제", "Payments"),
        ("/console/refunds", "환불", "Refunds"),
        ("/console/cash-receipts", "현금영수증", "Cash receipts"),
        (
            "/console/tax-amendments",
            "수정세금계산서",
            "Amended tax invoices",
        ),
        ("/console/disputes", "이의제기", "Disputes"),
        ("/console/debts", "부족분", "Debts"),
    ],
    &[
        ("/console/products", "상품", "Products"),
        ("/console/campaigns", "캠페인", "Campaigns"),
        ("/console/policies", "정책", "Policy"),
        (
            "/console/policy-drafts",
            "정책 초안",
            "Drafts of the policy",
        ),
        ("/console/endpoints", "이벤트 전달", "Deliveries"),
        ("/console/acts", "처리 기록", "Log of acts"),
        ("/console/keys", "API 키", "API keys"),
        ("/console/operators", "담당자", "Operators"),
    ],
];

/// What an operator of this role may open, with the page at `path` marked.
pub(super) fn of(desk: Desk, path: &str) -> Vec<Vec<Nav>> {
    let may = |to: &str| need_of(to).is_some_and(|need| desk.may(need));
    let is_at = |to: &str| {
        let below = path
            .strip_prefix(to)
            .is_some_and(|rest| rest.starts_with('/'));
        path == to || (to != "/console" && below)
    };
    let groups = NAV.iter().map(|group| {
        let pages = group.iter().filter(|(to, ..)| may(to));
        let pages = pages.map(|(to, korean, english)| Nav {
            to,
            words: (korean, english),
            current: is_at(to),
        });
        pages.collect::<Vec<_>>()
    });
    groups.filter(|group| !group.is_empty()).collect()
}
