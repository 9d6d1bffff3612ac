//! The routes for what does not agree with a provider's list.

use super::super::{
    discrepancies,
    parameters::{DISCREPANCIES, DISCREPANCY, RECONCILIATION, RECONCILIATIONS},
    reconciliations,
    route::routes,
    view::List,
};
use crate::access::Role::{Admin, Support};

routes! {
    pub(super) ROUTES;
    get "/v1/discrepancies", [Support, Admin], discrepancies::list,
        "What providers' lists and the books do not agree on, newest first",
        asked DISCREPANCIES, gives 200 List<discrepancies::DiscrepancyView>;
    get "/v1/discrepancies/{id}", [Support, Admin], discrepancies::show, "How a discrepancy stands",
        with DISCREPANCY, gives 200 discrepancies::DiscrepancyView;
    post "/v1/discrepancies/{id}/close", [Support, Admin], discrepancies::close,
        "Close a discrepancy with a reason; one that is not open any more stays as it is",
        with DISCREPANCY, takes discrepancies::Close, gives 200 discrepancies::DiscrepancyView, without_key;
    get "/v1/reconciliations", [Support, Admin], reconciliations::list,
        "Comparisons of providers' days with the books, newest first",
        asked RECONCILIATIONS, gives 200 List<reconciliations::ReconciliationView>;
    get "/v1/reconciliations/{id}", [Support, Admin], reconciliations::show, "How a comparison stands",
        with RECONCILIATION, gives 200 reconciliations::ReconciliationView;
    post "/v1/reconciliations", [Support, Admin], reconciliations::start,
        "Compare a provider's day with the books; while one goes on, that one is the answer",
        takes reconciliations::Wanted, gives 202 reconciliations::ReconciliationView, without_key;
}
