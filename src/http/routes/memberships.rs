//! The routes for subscriptions and their months.

use super::super::{
    parameters::{CUSTOMER, PAGED, SUBSCRIPTION},
    route::routes,
    subscriptions,
    view::List,
};
use crate::access::Role::{Admin, Assistant, Service, Support};

routes! {
    pub(super) ROUTES;
    post "/v1/customers/{id}/subscriptions", [Service, Admin], subscriptions::start,
        "Begin a subscription; the credits of its month 0 are given at once",
        with CUSTOMER, takes subscriptions::NewSubscription, gives 201 subscriptions::SubscriptionView;
    get "/v1/customers/{id}/subscriptions", [Service, Support, Assistant, Admin], subscriptions::list,
        "A customer's subscriptions, newest first",
        with CUSTOMER, asked PAGED, gives 200 List<subscriptions::SubscriptionView>;
    get "/v1/subscriptions/{id}", [Service, Support, Assistant, Admin], subscriptions::show,
        "How a subscription stands",
        with SUBSCRIPTION, gives 200 subscriptions::SubscriptionView;
    get "/v1/subscriptions/{id}/distributions", [Service, Support, Assistant, Admin], subscriptions::months,
        "The months of a subscription, given or skipped, the first one first",
        with SUBSCRIPTION, asked PAGED, gives 200 List<subscriptions::DistributionView>;
    post "/v1/subscriptions/{id}/pause", [Service, Admin], subscriptions::pause,
        "Pause a subscription: months that become due are skipped",
        with SUBSCRIPTION, may_take subscriptions::Stop, gives 200 subscriptions::SubscriptionView;
    post "/v1/subscriptions/{id}/resume", [Service, Admin], subscriptions::resume,
        "Resume a subscription on the days that it has always had",
        with SUBSCRIPTION, gives 200 subscriptions::SubscriptionView;
    post "/v1/subscriptions/{id}/end", [Service, Admin], subscriptions::end,
        "End a subscription for good; credits that were given stay",
        with SUBSCRIPTION, may_take subscriptions::Stop, gives 200 subscriptions::SubscriptionView;
    post "/v1/subscriptions/{id}/change", [Service, Admin], subscriptions::change,
        "Move a subscription to another plan from its next month on",
        with SUBSCRIPTION, takes subscriptions::NewPlan, gives 200 subscriptions::SubscriptionView;
}
