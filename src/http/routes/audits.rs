//! The routes for what the auditor found.

use super::super::{
    audits,
    parameters::{FINDING, FINDINGS},
    route::routes,
    view::List,
};
use crate::access::Role::{Admin, Support};

routes! {
    pub(super) ROUTES;
    get "/v1/audit", [Support, Admin], audits::standing,
        "How far the auditor beside the gateways is, and how many findings are open",
        gives 200 audits::AuditView;
    get "/v1/audit/findings", [Support, Admin], audits::list,
        "Rows that break an invariant of the books, newest first",
        asked FINDINGS, gives 200 List<audits::FindingView>;
    get "/v1/audit/findings/{id}", [Support, Admin], audits::show, "How a finding stands",
        with FINDING, gives 200 audits::FindingView;
}
