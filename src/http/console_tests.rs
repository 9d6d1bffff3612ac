//! The table of the desk is complete, and everything in it is behind the door.

use std::collections::BTreeSet;

use super::{FILES, OPEN, PAGES, all, nav, need};
use crate::{
    access::{Desk, Need},
    http::route::{Gives, Takes, Verb},
};

#[test]
fn every_page_and_every_act_is_behind_the_door() {
    let mut seen = BTreeSet::new();
    for page in PAGES.iter().chain(FILES) {
        assert!(
            page.path == "/console" || page.path.starts_with("/console/"),
            "{page:?}"
        );
        assert!(need(page).is_some(), "{page:?}");
        assert!(matches!(page.gives, Gives::Page), "{page:?}");
        assert!(seen.insert(format!("{page:?}")), "{page:?} is there twice");
    }
    let open: Vec<String> = OPEN.iter().map(|page| format!("{page:?}")).collect();
    assert_eq!(
        open,
        [
            "GET /console/sign-in",
            "POST /console/sign-in",
            "GET /console/desk.css"
        ]
    );
}

/// What each page and act needs, written out once more on purpose, so that a change of the table has to be intended. All
/// others need `See`.
const NEEDS: &[(Need, &[&str])] = &[
    (
        Need::SeeAll,
        &[
            "GET /console/acts",
            "GET /console/keys",
            "GET /console/keys/{id}",
            "GET /console/operators",
            "GET /console/policy-drafts",
            "GET /console/policy-drafts/{id}",
            "GET /console/endpoints",
            "GET /console/endpoints/{id}",
            "GET /console/endpoints/{id}/deliveries",
            "GET /console/events/{id}",
            "GET /console/operators/{id}",
        ],
    ),
    (
        Need::Act,
        &[
            "GET /console/customers/{customer}/grant",
            "POST /console/customers/{customer}/grant",
            "GET /console/customers/{customer}/freeze",
            "POST /console/customers/{customer}/freeze",
            "GET /console/customers/{customer}/unfreeze",
            "POST /console/customers/{customer}/unfreeze",
            "GET /console/customers/{customer}/closing",
            "POST /console/customers/{customer}/closing/quote",
            "POST /console/customers/{customer}/closing",
            "GET /console/customers/{customer}/link",
            "POST /console/customers/{customer}/link",
            "POST /console/subscriptions/{id}/pause",
            "POST /console/subscriptions/{id}/resume",
            "POST /console/subscriptions/{id}/end",
            "POST /console/subscriptions/{id}/change",
            "POST /console/orders/{id}/cancel",
            "GET /console/settlement-imports/new",
            "POST /console/settlement-imports",
            "POST /console/payments/{id}/quotes",
            "POST /console/quotes/{id}/refund",
            "POST /console/refunds/{id}/payout",
            "POST /console/refunds/{id}/paid",
            "POST /console/refunds/{id}/bounced",
            "POST /console/refunds/{id}/account",
            "POST /console/refunds/{id}/declined",
            "POST /console/cash-receipts/{id}/number",
            "POST /console/cash-receipts/{id}/issued",
            "POST /console/cash-receipts/{id}/change",
            "POST /console/cash-receipts/{id}/failed",
            "POST /console/payments/{id}/disputes",
            "POST /console/payments/{id}/tax-invoices",
            "POST /console/disputes/{id}/won",
            "POST /console/disputes/{id}/lost",
            "POST /console/disputes/{id}/reinstated",
            "POST /console/deposits/{id}/name",
            "POST /console/deposits/{id}/match",
            "POST /console/deposits/{id}/return",
            "POST /console/deposits/{id}/repeat",
            "POST /console/deposits/{id}/new",
            "POST /console/contradictions/{id}/accept",
            "POST /console/contradictions/{id}/refund",
            "POST /console/contradictions/{id}/close",
            "POST /console/discrepancies/{id}/close",
            "GET /console/discrepancies-close",
            "GET /console/reconciliations/new",
            "POST /console/reconciliations",
            "POST /console/discrepancies-close",
            "POST /console/jobs/{id}/retry",
            "POST /console/jobs/{id}/now",
            "POST /console/inbox/{id}/replay",
            "POST /console/inbox/{id}/settle",
        ],
    ),
    (Need::Decide, &["POST /console/approvals/{id}"]),
    (
        Need::Manage,
        &[
            "GET /console/customers/{customer}/redeem",
            "POST /console/customers/{customer}/redeem",
            "POST /console/spends/{id}/reverse",
            "GET /console/customers/{customer}/waive",
            "POST /console/customers/{customer}/waive",
            "GET /console/keys/new",
            "POST /console/keys",
            "POST /console/keys/{id}/revoke",
            "GET /console/policy-draft",
            "POST /console/policy-draft",
            "POST /console/policy-draft/send",
            "POST /console/policy-drafts/{id}",
            "GET /console/endpoints/new",
            "POST /console/endpoints",
            "POST /console/endpoints/{id}/delete",
            "POST /console/holds/{id}/release",
            "GET /console/campaigns/new",
            "POST /console/campaigns",
            "POST /console/campaigns/{id}/end",
            "GET /console/contracts/new",
            "POST /console/contracts",
            "POST /console/endpoints/{id}/enable",
            "POST /console/endpoints/{id}/disable",
            "POST /console/endpoints/{id}/test",
            "POST /console/endpoints/{id}/replay",
            "POST /console/endpoints/{id}/rotate",
            "POST /console/events/{id}/resend",
            "GET /console/operators/new",
            "POST /console/operators",
            "POST /console/operators/{id}/disable",
            "POST /console/operators/{id}/reset",
            "POST /console/operators/{id}/factor",
            "POST /console/operators/{id}/sign-out",
        ],
    ),
];

#[test]
fn each_page_and_each_act_is_open_to_the_fewest() {
    for page in PAGES.iter().chain(FILES) {
        let name = format!("{page:?}");
        let mut more = NEEDS
            .iter()
            .filter(|(_, pages)| pages.contains(&name.as_str()));
        let meant = more.next().map_or(Need::See, |(need, _)| *need);
        assert_eq!(need(page), Some(meant), "{name}");
    }
    for name in NEEDS.iter().flat_map(|(_, pages)| *pages) {
        assert!(all().any(|page| format!("{page:?}") == *name), "no {name}");
    }
}

#[test]
fn what_changes_something_is_sent_by_a_form_and_needs_more_than_reading() {
    // One's own account is everybody's.
    let own = [
        "/console/password",
        "/console/sign-out",
        "/console/sign-out-everywhere",
    ];
    for page in all() {
        assert!([Verb::Get, Verb::Post].contains(&page.verb), "{page:?}");
        assert_eq!(
            matches!(page.takes, Takes::Form | Takes::Upload),
            page.verb == Verb::Post,
            "{page:?}"
        );
        if let (Verb::Post, Some(need)) = (page.verb, need(page)) {
            let reads = [Need::See, Need::SeeAll].contains(&need);
            assert_eq!(reads, own.contains(&page.path), "{page:?}");
        }
    }
}

#[test]
fn an_auditor_reads_everything_and_changes_nothing() {
    for need in Need::ALL {
        let reads = matches!(need, Need::See | Need::SeeAll);
        assert_eq!(Desk::Auditor.may(need), reads, "{need:?}");
        assert!(Desk::Admin.may(need), "{need:?}");
    }
    assert!(!Desk::Support.may(Need::Decide) && Desk::Approver.may(Need::Decide));
    assert!(!Desk::Approver.may(Need::Manage) && !Desk::Approver.may(Need::SeeAll));
}

#[test]
fn the_navigation_leads_to_what_the_role_may_open() {
    for desk in Desk::ALL {
        for page in nav::of(desk, "/console").into_iter().flatten() {
            assert!(
                super::need_of(page.to).is_some_and(|need| desk.may(need)),
                "{desk} {page:?}"
            );
        }
    }
    let marked = |path| {
        let pages = nav::of(Desk::Admin, path).into_iter().flatten();
        pages.filter(|page| page.current).count()
    };
    assert_eq!(marked("/console"), 1);
}
