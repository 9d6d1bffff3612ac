//! Every route, in one table. The router (`router`), the checks of the pipeline, the `OpenAPI` document and the page at
//! `/docs` are built from it. A route that is not here does not exist.

mod support;

use domain::policy::Policy;

use super::{
    approvals, callbacks, checkout, customers, debts, docs, health, holds, limits, orders,
    parameters::{
        AT, CUSTOMER, HOLD, LOTS, OF_REFERENCE, ORDER, ORDERS, PAGE_OF_ORDER, PAGED, PROVIDER,
        SIGNED, SPEND, VERSION, WAY_BACK,
    },
    products,
    route::{Gives, Query, Route, Takes, Verb, at_once, body, body_or_none, json},
    scrape, spends,
    view::List,
    webhooks,
};
use crate::access::Role::{self, Admin, Checkout, Service, Support};

const ANY: &[Role] = &Role::ALL;

/// All routes.
pub(super) fn all() -> impl Iterator<Item = &'static Route> + Clone {
    COMMON.iter().chain(support::ROUTES)
}

/// The routes for shops, services, buyers, providers and operators.
static COMMON: &[Route] = &[
    // Products.
    Route::get(
        "/v1/products",
        ANY,
        "What can be bought, and by which means",
        |app, _, _| at_once(Ok(products::products(&app))),
    )
    .gives(200, json::<products::Shop>()),
    Route::get(
        "/v1/policies",
        ANY,
        "Every version of the credits policy",
        |app, _, _| at_once(Ok(products::policies(&app))),
    )
    .gives(200, json::<products::Versions>()),
    Route::get(
        "/v1/policies/{version}",
        ANY,
        "One version of the credits policy, rule by rule",
        |app, _, ask| at_once(products::policy(&app, &ask)),
    )
    .with(VERSION)
    .gives(200, json::<Policy>()),
    // Orders.
    Route::post(
        "/v1/orders",
        &[Checkout],
        "Open an order and get the page to send the buyer to",
        |app, caller, ask| Box::pin(orders::open(app, caller, ask)),
    )
    .takes(body::<orders::Wanted>())
    .gives(201, json::<orders::OrderView>()),
    Route::get(
        "/v1/orders/{id}",
        &[Checkout, Support],
        "How an order stands",
        |app, caller, ask| Box::pin(orders::show(app, caller, ask)),
    )
    .with(ORDER)
    .gives(200, json::<orders::OrderView>()),
    Route::post(
        "/v1/orders/{id}/cancel",
        &[Checkout, Support],
        "Give up an unpaid order",
        |app, caller, ask| Box::pin(orders::cancel(app, caller, ask)),
    )
    .with(ORDER)
    .gives(200, json::<orders::OrderView>()),
    Route::get(
        "/v1/orders",
        &[Support],
        "Orders, newest first: everybody's, or those that are sought",
        |app, caller, ask| Box::pin(orders::list(app, caller, ask)),
    )
    .asked(ORDERS)
    .gives(200, json::<List<orders::OrderView>>()),
    // Customers' credits.
    Route::get(
        "/v1/customers/{id}/balance",
        &[Service, Support],
        "Credits at an instant; none of a customer whom nobody has met",
        |app, caller, ask| Box::pin(customers::balance(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(AT)
    .gives(200, json::<customers::BalanceView>()),
    Route::get(
        "/v1/customers/{id}/lots",
        &[Service, Support],
        "Lots, newest first",
        |app, caller, ask| Box::pin(customers::lots(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(LOTS)
    .gives(200, json::<List<customers::LotView>>()),
    Route::get(
        "/v1/customers/{id}/entries",
        &[Service, Support],
        "Ledger entries, oldest first",
        |app, caller, ask| Box::pin(customers::entries(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(PAGED)
    .gives(200, json::<List<customers::EntryView>>()),
    Route::post(
        "/v1/customers/{id}/grants",
        &[Service, Admin],
        "Give credits without a payment",
        |app, caller, ask| Box::pin(customers::grant(app, caller, ask)),
    )
    .with(CUSTOMER)
    .takes(body::<customers::Grant>())
    .gives(201, json::<customers::LotView>())
    .may_wait::<approvals::ApprovalView>(),
    Route::post(
        "/v1/customers/{id}/spends",
        &[Service],
        "Use credits",
        |app, caller, ask| Box::pin(spends::spend(app, caller, ask)),
    )
    .with(CUSTOMER)
    .takes(body::<spends::NewSpend>())
    .gives(201, json::<spends::SpendView>()),
    Route::get(
        "/v1/customers/{id}/spends",
        &[Service, Support],
        "Spends, newest first",
        |app, caller, ask| Box::pin(spends::list(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(OF_REFERENCE)
    .gives(200, json::<List<spends::SpendView>>()),
    Route::get(
        "/v1/spends/{id}",
        &[Service, Support],
        "Which lots a spend took from, and whether it was reversed",
        |app, caller, ask| Box::pin(spends::show(app, caller, ask)),
    )
    .with(SPEND)
    .gives(200, json::<spends::SpendView>()),
    Route::post(
        "/v1/spends/{id}/reverse",
        &[Service],
        "Give used credits back to their lots",
        |app, caller, ask| Box::pin(spends::reverse(app, caller, ask)),
    )
    .with(SPEND)
    .gives(200, json::<spends::SpendView>()),
    Route::post(
        "/v1/customers/{id}/holds",
        &[Service],
        "Set credits aside",
        |app, caller, ask| Box::pin(holds::hold(app, caller, ask)),
    )
    .with(CUSTOMER)
    .takes(body::<holds::NewHold>())
    .gives(201, json::<holds::HoldView>()),
    Route::get(
        "/v1/customers/{id}/holds",
        &[Service, Support],
        "Holds, newest first",
        |app, caller, ask| Box::pin(holds::list(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(OF_REFERENCE)
    .gives(200, json::<List<holds::HoldView>>()),
    Route::get(
        "/v1/holds/{id}",
        &[Service, Support],
        "How a hold stands",
        |app, caller, ask| Box::pin(holds::show(app, caller, ask)),
    )
    .with(HOLD)
    .gives(200, json::<holds::HoldView>()),
    Route::post(
        "/v1/holds/{id}/capture",
        &[Service],
        "Use a hold, wholly or partly",
        |app, caller, ask| Box::pin(holds::capture(app, caller, ask)),
    )
    .with(HOLD)
    .takes(body_or_none::<holds::Capture>())
    .gives(200, json::<holds::HoldView>()),
    Route::post(
        "/v1/holds/{id}/release",
        &[Service],
        "Give held credits back",
        |app, caller, ask| Box::pin(holds::release(app, caller, ask)),
    )
    .with(HOLD)
    .gives(200, json::<holds::HoldView>()),
    Route::post(
        "/v1/customers/{id}/closing-quotes",
        &[Admin, Support],
        "What closing an account would lose",
        |app, caller, ask| Box::pin(customers::quote_closing(app, caller, ask)),
    )
    .with(CUSTOMER)
    .gives(201, json::<customers::ClosingQuoteView>()),
    Route::post(
        "/v1/customers/{id}/close",
        &[Admin, Support],
        "Close an account for good",
        |app, caller, ask| Box::pin(customers::close(app, caller, ask)),
    )
    .with(CUSTOMER)
    .takes(body::<customers::Close>())
    .gives(200, json::<customers::Ended>()),
    Route::get(
        "/v1/debts",
        &[Support, Admin],
        "Customers who owe credits, by id",
        |app, caller, ask| Box::pin(debts::list(app, caller, ask)),
    )
    .asked(PAGED)
    .gives(200, json::<List<debts::DebtView>>()),
    Route::post(
        "/v1/customers/{id}/debt/waive",
        &[Admin],
        "Let a customer off a debt, wholly or partly",
        |app, caller, ask| Box::pin(debts::waive(app, caller, ask)),
    )
    .with(CUSTOMER)
    .takes(body::<debts::Waive>())
    .gives(200, json::<debts::DebtView>()),
    // Providers and buyers.
    Route::public(
        Verb::Post,
        "/webhooks/{provider}",
        "A provider's server calls",
        |app, ask| Box::pin(webhooks::receive(app, ask)),
    )
    .with(PROVIDER)
    .asked(Query::Any)
    .takes(Takes::Webhook)
    .gives(200, Gives::Other("*/*")),
    Route::public(
        Verb::Get,
        "/callbacks/{provider}/{order}/{outcome}",
        "A buyer comes back by a link",
        |app, ask| Box::pin(callbacks::back(app, ask)),
    )
    .with(WAY_BACK)
    .asked(Query::Any)
    .gives(303, Gives::Page),
    Route::public(
        Verb::Post,
        "/callbacks/{provider}/{order}/{outcome}",
        "A buyer comes back by a form",
        |app, ask| Box::pin(callbacks::back(app, ask)),
    )
    .with(WAY_BACK)
    .asked(Query::Any)
    .takes(Takes::Form)
    .gives(303, Gives::Page),
    Route::public(
        Verb::Get,
        "/checkout/{order}",
        "The buyer's page of one order",
        |app, ask| Box::pin(checkout::show(app, ask)),
    )
    .with(PAGE_OF_ORDER)
    .asked(SIGNED)
    .gives(200, Gives::Page),
    Route::public(
        Verb::Get,
        "/assets/window/{provider}",
        "The script that opens a provider's window from the buyer's page",
        |app, ask| at_once(checkout::opener(&app, &ask)),
    )
    .with(PROVIDER)
    .gives(200, Gives::Other("text/javascript")),
    // Running and using the gateway.
    Route::public(
        Verb::Get,
        "/healthz",
        "Whether the process lives",
        |_, _| at_once(Ok(health::healthz())),
    )
    .gives(200, json::<health::Health>()),
    Route::public(
        Verb::Get,
        "/readyz",
        "Whether requests may be sent here",
        |app, _| Box::pin(async move { health::readyz(&app).await }),
    )
    .gives(200, json::<health::Health>()),
    Route::public(
        Verb::Get,
        "/metrics",
        "Numbers in Prometheus' form, with the metrics key where one is set",
        |app, ask| Box::pin(async move { scrape::beside(&app, &ask).await }),
    ),
    Route::public(
        Verb::Get,
        "/openapi.json",
        "This API in OpenAPI 3.1",
        |_, _| at_once(Ok(docs::openapi(all()))),
    )
    .gives(200, Gives::Other("application/json")),
    Route::public(Verb::Get, "/docs", "This API for people", |_, _| {
        at_once(docs::docs(all()))
    })
    .gives(200, Gives::Page),
    Route::public(Verb::Get, "/assets/pages.css", "How pages look", |_, _| {
        at_once(Ok(docs::stylesheet()))
    })
    .gives(200, Gives::Other("text/css")),
];

const _: () = assert!(
    limits::PAGE_MAX == 100 && limits::PAGE_DEFAULT == 20,
    "the text of LIMIT says so"
);

#[cfg(test)]
#[path = "routes_tests.rs"]
mod tests;
