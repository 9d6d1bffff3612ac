//! The routes for what does not agree with a provider's list.

use super::super::{
    parameters::{DISCREPANCIES, DISCREPANCY, RECONCILIATION, RECONCILIATIONS},
    reconcile,
    route::routes,
    view::List,
};
use crate::access::Role::{Admin, Support};

routes! {
    pub(super) ROUTES;
    get "/v1/discrepancies", [Support, Admin], reconcile::list,
        "What providers' lists and the books do not agree on, newest first",
        asked DISCREPANCIES, gives 200 List<reconcile::DiscrepancyView>;
    get "/v1/discrepancies/{id}", [Support, Admin], reconcile::show, "How a discrepancy stands",
        with DISCREPANCY, gives 200 reconcile::DiscrepancyView;
    post "/v1/discrepancies/{id}/close", [Support, Admin], reconcile::close,
        "Close a discrepancy with a reason; one that is not open any more stays as it is",
        with DISCREPANCY, takes reconcile::Close, gives 200 reconcile::DiscrepancyView, without_key;
    get "/v1/reconciliations", [Support, Admin], reconcile::runs,
        "Comparisons of providers' days with the books, newest first",
        asked RECONCILIATIONS, gives 200 List<reconcile::ReconciliationView>;
    get "/v1/reconciliations/{id}", [Support, Admin], reconcile::run, "How a comparison stands",
        with RECONCILIATION, gives 200 reconcile::ReconciliationView;
    post "/v1/reconciliations", [Support, Admin], reconcile::start,
        "Compare a provider's day with the books; while one goes on, that one is the answer",
        takes reconcile::Wanted, gives 202 reconcile::ReconciliationView, without_key;
}
