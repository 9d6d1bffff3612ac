//! The routes for thresholds of a customer's available credits.

use super::super::{parameters::CUSTOMER, route::routes, thresholds};
use crate::access::Role::{Admin, Service, Support};

routes! {
    pub(super) ROUTES;
    put "/v1/customers/{id}/thresholds", [Service, Admin], thresholds::set,
        "Set the numbers of credits below which `balance.low` is sent, in place of those before",
        with CUSTOMER, takes thresholds::NewThresholds, gives 200 thresholds::ThresholdsView;
    get "/v1/customers/{id}/thresholds", [Service, Support, Admin], thresholds::show,
        "The numbers of credits below which `balance.low` is sent",
        with CUSTOMER, gives 200 thresholds::ThresholdsView;
}
