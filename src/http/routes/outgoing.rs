//! The routes for events: webhook endpoints, what is delivered to them, and the events themselves.

use super::super::{
    endpoints, events,
    parameters::{DELIVERIES, ENDPOINT, EVENT, EVENTS, PAGED},
    route::routes,
    view::List,
};
use crate::{access::Role::Admin, flows::events::Message};

routes! {
    pub(super) ROUTES;
    post "/v1/webhook-endpoints", [Admin], endpoints::open,
        "Have events delivered to an address; the answer has its secret",
        takes endpoints::NewEndpoint, gives 201 endpoints::EndpointView;
    get "/v1/webhook-endpoints", [Admin], endpoints::list, "Webhook endpoints, newest first",
        asked PAGED, gives 200 List<endpoints::EndpointView>;
    get "/v1/webhook-endpoints/{id}", [Admin], endpoints::show, "How a webhook endpoint stands",
        with ENDPOINT, gives 200 endpoints::EndpointView;
    delete "/v1/webhook-endpoints/{id}", [Admin], endpoints::delete,
        "Deliver nothing to an address any more, for good",
        with ENDPOINT, gives 200 endpoints::EndpointView;
    post "/v1/webhook-endpoints/{id}/enable", [Admin], endpoints::enable,
        "Deliver events again: what was kept first, in order",
        with ENDPOINT, gives 200 endpoints::EndpointView;
    post "/v1/webhook-endpoints/{id}/disable", [Admin], endpoints::disable,
        "Deliver nothing for now; events are kept",
        with ENDPOINT, may_take endpoints::Disable, gives 200 endpoints::EndpointView;
    post "/v1/webhook-endpoints/{id}/rotate", [Admin], endpoints::rotate,
        "Give an endpoint a new secret; the one before signs as well for some time",
        with ENDPOINT, may_take endpoints::Rotate, gives 200 endpoints::EndpointView;
    post "/v1/webhook-endpoints/{id}/test", [Admin], endpoints::test,
        "Have a test event delivered to an endpoint and to no other",
        with ENDPOINT, gives 200 endpoints::EndpointView;
    get "/v1/webhook-endpoints/{id}/deliveries", [Admin], endpoints::deliveries,
        "What was, is and will be delivered to an endpoint, the last event first",
        with ENDPOINT, asked DELIVERIES, gives 200 List<endpoints::DeliveryView>;
    post "/v1/webhook-endpoints/{id}/replay", [Admin], endpoints::replay,
        "Have an endpoint get what it missed from an instant on",
        with ENDPOINT, takes endpoints::Replay, gives 200 endpoints::Replayed, without_key;
    get "/v1/events", [Admin], events::list, "Events, the first first: for those who poll",
        asked EVENTS, gives 200 List<Message>;
    get "/v1/events/{id}", [Admin], events::show, "One event",
        with EVENT, gives 200 Message;
    post "/v1/events/{id}/resend", [Admin], events::resend,
        "Have an event delivered once more, at once",
        with EVENT, may_take events::Resend, gives 200 events::Resent, without_key;
}
