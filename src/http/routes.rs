//! Every route, in one table. The router (`router`), the checks of the pipeline, the `OpenAPI` document and the page at
//! `/docs` are built from it. A route that is not here does not exist.

mod audits;
mod memberships;
mod my;
mod outgoing;
mod promotions;
mod reconcile;
mod statements;
mod support;
mod thresholds;

use domain::{
    policy::{Diff, Policy},
    simulation::Report,
};

use super::{
    accounts, cash_receipt_page, checkout, customers, docs, health, history, holds, limits,
    metrics, orders,
    parameters::{
        APPROVALS, AT, CHECKOUT, CUSTOMER, ENTRIES, HOLD, LED_BACK, LOTS, OF_REFERENCE, ORDER,
        ORDERS, PAGE_OF_CHECKOUT, PAGE_OF_LOT, PAGE_OF_ORDER, PAGED, POLICY_DRAFT, PROVIDER,
        SIGNED, SPEND, SPENDS, USAGE, VERSION, WANTED, WAY_BACK,
    },
    pay, policies, policy_drafts, products, renew,
    route::{Gives, Query, Route, Takes, at_once, json, routes, schema},
    spends,
    view::List,
    webhooks,
};
use crate::access::Role::{self, Admin, Assistant, Checkout, Service, Support};

const ANY: &[Role] = &Role::ALL;

/// All routes.
pub(super) fn all() -> impl Iterator<Item = &'static Route> + Clone {
    let keyed = PRODUCTS.iter().chain(DRAFTS).chain(CREDITS).chain(BATCHES);
    let keyed = keyed.chain(memberships::ROUTES);
    let keyed = keyed.chain(statements::ROUTES);
    let keyed = keyed.chain(thresholds::ROUTES);
    keyed
        .chain(my::LINKS)
        .chain(my::PAGES)
        .chain(promotions::ROUTES)
        .chain(OPEN)
        .chain(support::ROUTES)
        .chain(reconcile::ROUTES)
        .chain(reconcile::FILES)
        .chain(audits::ROUTES)
        .chain(outgoing::ROUTES)
}

/// The routes that show what is sold, and under which terms.
static PRODUCTS: &[Route] = &[
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
];

/// The routes whose bodies hold many things, each with a key of its own.
static BATCHES: &[Route] = &[Route::post(
    "/v1/spends/batch",
    &[Service],
    "Use credits many times, each use with a key and an answer of its own",
    |app, caller, ask| {
        Box::pin(async move {
            let answer = spends::batch::spend(app, caller, ask).await?;
            Ok(axum::response::IntoResponse::into_response(answer))
        })
    },
)
.takes(Takes::Json(schema::<spends::batch::NewSpends>))
.gives(200, json::<spends::batch::Results>())
.without_key()
.of_many(spends::batch::count)];

routes! {
    /// The routes for drafts of the policy. Each may be repeated: only publishing changes anything, and one document once.
    DRAFTS;
    post "/v1/policies", [Admin], policies::publish,
        "Publish a version of the credits policy; the same document a second time changes nothing",
        takes policies::Draft, gives 201 products::Listed, without_key, may_be_a_draft;
    post "/v1/policies/check", [Admin], policies::check,
        "What keeps a draft from being published now",
        takes policies::Draft, gives 200 policies::Checked, without_key;
    post "/v1/policies/diff", [Admin], policies::diff,
        "What a version changes against another, rule by rule",
        takes policies::Compared, gives 200 Diff, without_key;
    post "/v1/policies/simulate", [Admin], policies::simulate,
        "Whose payments and how much money a draft touches",
        takes policies::Simulated, gives 200 Report, without_key;
    get "/v1/policy-drafts", [Admin], policy_drafts::list,
        "Versions of the policy that wait for a second admin key, newest first",
        asked APPROVALS, gives 200 List<policy_drafts::PolicyDraftView>;
    get "/v1/policy-drafts/{id}", [Admin], policy_drafts::show,
        "A version of the policy that waits for a second admin key, with its document",
        with POLICY_DRAFT, gives 200 policy_drafts::PolicyDraftView;
    post "/v1/policy-drafts/{id}", [Admin], policy_drafts::decide,
        "Publish a version of the policy that another admin key sent, or end it; the same decision again changes nothing",
        with POLICY_DRAFT, takes policy_drafts::NewDecision, gives 200 policy_drafts::PolicyDraftView, without_key;
}

routes! {
    /// The routes for shops and services.
    CREDITS;
    // Orders.
    post "/v1/orders", [Checkout], orders::open,
        "Open an order and get the page to send the buyer to",
        takes orders::Wanted, gives 201 orders::OrderView;
    get "/v1/orders/{id}", [Checkout, Support, Assistant], orders::show, "How an order stands",
        with ORDER, gives 200 orders::OrderView;
    post "/v1/orders/{id}/cancel", [Checkout, Support], orders::cancel, "Give up an unpaid order",
        with ORDER, gives 200 orders::OrderView;
    get "/v1/orders", [Support, Assistant], orders::list,
        "Orders, newest first: everybody's, or those that are sought",
        asked ORDERS, gives 200 List<orders::OrderView>;
    // Checkouts.
    post "/v1/checkouts", [Checkout], pay::open,
        "Get a page on which the buyer chooses how to pay",
        takes pay::NewCheckout, gives 201 pay::CheckoutView;
    get "/v1/checkouts/{id}", [Checkout, Support, Assistant], pay::show, "How a checkout stands",
        with CHECKOUT, gives 200 pay::CheckoutView;
    // Customers' credits.
    get "/v1/customers/{id}/balance", [Service, Support, Assistant], customers::balance,
        "Credits at an instant; none of a customer whom nobody has met",
        with CUSTOMER, asked AT, gives 200 customers::BalanceView;
    get "/v1/customers/{id}/balance/breakdown", [Service, Support, Assistant], history::breakdown,
        "The balance by kind and by end",
        with CUSTOMER, asked AT, gives 200 history::BreakdownView;
    get "/v1/customers/{id}/lots", [Service, Support, Assistant], history::lots, "Lots, newest first",
        with CUSTOMER, asked LOTS, gives 200 List<customers::LotView>, or_csv;
    get "/v1/customers/{id}/entries", [Service, Support, Assistant], history::entries,
        "Ledger entries, oldest first, with the available credits before and after each",
        with CUSTOMER, asked ENTRIES, gives 200 List<history::EntryView>, or_csv;
    get "/v1/customers/{id}/usage", [Service, Support, Assistant], history::usage,
        "Sums of spends by day, meter, reference or API key, in the order in which they began",
        with CUSTOMER, asked USAGE, gives 200 List<history::UsageView>, or_csv;
    post "/v1/customers/{id}/grants", [Service, Admin], customers::grant,
        "Give credits without a payment",
        with CUSTOMER, takes customers::Grant, gives 201 customers::LotView, may_wait;
    post "/v1/customers/{id}/spends", [Service], spends::spend, "Use credits",
        with CUSTOMER, takes spends::NewSpend, gives 201 spends::SpendView;
    get "/v1/customers/{id}/spends", [Service, Support, Assistant], history::spends, "Spends, newest first",
        with CUSTOMER, asked SPENDS, gives 200 List<spends::SpendView>, or_csv;
    get "/v1/customers/{id}/spends/preview", [Service, Support, Assistant], spends::preview::preview,
        "Which lots a spend would take from now, in which order and why; nothing is spent",
        with CUSTOMER, asked WANTED, gives 200 spends::preview::PreviewView;
    get "/v1/spends/{id}", [Service, Support, Assistant], spends::show,
        "Which lots a spend took from, and whether it was reversed",
        with SPEND, gives 200 spends::SpendView;
    post "/v1/spends/{id}/reverse", [Service], spends::reverse,
        "Give used credits back to their lots",
        with SPEND, gives 200 spends::SpendView;
    post "/v1/customers/{id}/holds", [Service], holds::hold, "Set credits aside",
        with CUSTOMER, takes holds::NewHold, gives 201 holds::HoldView;
    get "/v1/customers/{id}/holds", [Service, Support, Assistant], holds::list, "Holds, newest first",
        with CUSTOMER, asked OF_REFERENCE, gives 200 List<holds::HoldView>;
    get "/v1/holds/{id}", [Service, Support, Assistant], holds::show, "How a hold stands",
        with HOLD, gives 200 holds::HoldView;
    post "/v1/holds/{id}/capture", [Service], holds::capture, "Use a hold, wholly or partly",
        with HOLD, may_take holds::Capture, gives 200 holds::HoldView;
    post "/v1/holds/{id}/extend", [Service], holds::extend, "Let a hold live longer",
        with HOLD, takes holds::Extension, gives 200 holds::HoldView;
    post "/v1/holds/{id}/release", [Service], holds::release, "Give held credits back",
        with HOLD, gives 200 holds::HoldView;
    post "/v1/customers/{id}/freeze", [Admin, Support], accounts::freeze,
        "Freeze an account: nothing is used, bought or given; refunds go on",
        with CUSTOMER, takes accounts::Freeze, gives 200 accounts::StandingView;
    post "/v1/customers/{id}/unfreeze", [Admin, Support], accounts::unfreeze,
        "Open a frozen account again",
        with CUSTOMER, takes accounts::Freeze, gives 200 accounts::StandingView;
    post "/v1/customers/{id}/closing-quotes", [Admin, Support], accounts::quote_closing,
        "What closing an account would lose",
        with CUSTOMER, gives 201 accounts::ClosingQuoteView;
    post "/v1/customers/{id}/close", [Admin, Support], accounts::close,
        "Close an account for good, on request once what can be refunded by right was given back",
        with CUSTOMER, takes accounts::Close, gives 200 accounts::Ended;
    get "/v1/debts", [Support, Assistant, Admin], accounts::list, "Customers who owe credits, by id",
        asked PAGED, gives 200 List<accounts::DebtView>;
    post "/v1/customers/{id}/debt/waive", [Admin], accounts::waive,
        "Let a customer off a debt, wholly or partly",
        with CUSTOMER, takes accounts::Waive, gives 200 accounts::DebtView;
}

routes! {
    /// The routes for providers, buyers and operators.
    OPEN without a key;
    // Providers and buyers.
    post "/webhooks/{provider}", "A provider's server calls",
        |app, ask| Box::pin(webhooks::receive(app, ask)),
        with PROVIDER, asked Query::Any, takes Takes::Webhook, gives 200 Gives::Other("*/*");
    get "/callbacks/{provider}/{order}/{outcome}", "A buyer comes back by a link",
        |app, ask| Box::pin(checkout::back(app, ask)),
        with WAY_BACK, asked Query::Any, gives 303 Gives::Page;
    post "/callbacks/{provider}/{order}/{outcome}", "A buyer comes back by a form",
        |app, ask| Box::pin(checkout::back(app, ask)),
        with WAY_BACK, asked Query::Any, takes Takes::Form, gives 303 Gives::Page;
    get "/checkout/{order}", "The buyer's page of one order",
        |app, ask| Box::pin(checkout::show(app, ask)),
        with PAGE_OF_ORDER, asked SIGNED, gives 200 Gives::Page;
    get "/checkout/{order}/receipt", "What was paid for an order, to print",
        |app, ask| Box::pin(checkout::receipt(app, ask)),
        with PAGE_OF_ORDER, asked SIGNED, gives 200 Gives::Page;
    get "/checkout/{order}/cash-receipt", "The cash receipt of an order, or the form that asks for one",
        |app, ask| Box::pin(cash_receipt_page::show(app, ask)),
        with PAGE_OF_ORDER, asked SIGNED, gives 200 Gives::Page;
    post "/checkout/{order}/cash-receipt", "A buyer asks for the cash receipt of an order",
        |app, ask| Box::pin(cash_receipt_page::request(app, ask)),
        with PAGE_OF_ORDER, asked SIGNED, takes Takes::Form, gives 303 Gives::Page;
    get "/pay/{checkout}", "The page on which a buyer chooses how to pay",
        |app, ask| Box::pin(pay::page(app, ask)),
        with PAGE_OF_CHECKOUT, asked LED_BACK, gives 200 Gives::Page;
    post "/pay/{checkout}", "A buyer has chosen how to pay",
        |app, ask| Box::pin(pay::choose(app, ask)),
        with PAGE_OF_CHECKOUT, asked LED_BACK, takes Takes::Form, gives 303 Gives::Page;
    get "/renew/{lot}", "The page on which a buyer buys the same again, behind the link of a notice",
        |app, ask| Box::pin(renew::show(app, ask)),
        with PAGE_OF_LOT, asked SIGNED, gives 200 Gives::Page;
    post "/renew/{lot}", "A buyer opens an order for the same",
        |app, ask| Box::pin(renew::buy(app, ask)),
        with PAGE_OF_LOT, asked SIGNED, takes Takes::Form, gives 303 Gives::Page;
    get "/assets/window/{provider}", "The script that opens a provider's window from the buyer's page",
        |app, ask| at_once(checkout::opener(&app, &ask)),
        with PROVIDER, gives 200 Gives::Other("text/javascript");
    // Running and using the gateway.
    get "/healthz", "Whether the process lives",
        |_, _| at_once(Ok(health::healthz())),
        gives 200 json::<health::Health>();
    get "/readyz", "Whether requests may be sent here",
        |app, _| Box::pin(async move { health::readyz(&app).await }),
        gives 200 json::<health::Health>();
    get "/metrics", "Numbers in Prometheus' form, with the metrics key where one is set",
        |app, ask| Box::pin(async move { metrics::beside(&app, &ask).await }),
        gives 200 Gives::Other("text/plain");
    get "/openapi.json", "This API in OpenAPI 3.1",
        |_, _| at_once(Ok(docs::openapi(all()))),
        gives 200 Gives::Other("application/json");
    get "/docs", "This API for people",
        |_, _| at_once(docs::docs(all())),
        gives 200 Gives::Page;
    get "/assets/pages.css", "How pages look",
        |_, _| at_once(Ok(docs::stylesheet())),
        gives 200 Gives::Other("text/css");
    get "/assets/pages.js", "What helps on pages: they turn by themselves, copy and count down",
        |_, _| at_once(Ok(docs::script())),
        gives 200 Gives::Other("text/javascript");
}

const _: () = assert!(
    limits::PAGE_MAX == 100 && limits::PAGE_DEFAULT == 20,
    "the text of `limit` in parameters! says so"
);

#[cfg(test)]
#[path = "routes_tests.rs"]
mod tests;
