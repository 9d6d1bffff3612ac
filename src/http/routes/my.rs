//! The routes of a customer's own page: the link that the seller's server asks for, and the page behind it.

use super::super::{
    my::{self, Part},
    parameters::{
        CUSTOMER, MY, MY_FILE, MY_HISTORY, MY_LOTS, MY_ORDER, MY_OVERVIEW, MY_PART, MY_SHOP,
        MY_STATEMENT, MY_USAGE,
    },
    route::{Gives, Takes, routes},
};
use crate::access::Role::{Service, Support};

routes! {
    pub(super) LINKS;
    post "/v1/customers/{id}/links", [Service, Support], my::link,
        "A link to the customer's own page, for the customer alone: whoever has it reads the page",
        with CUSTOMER, may_take my::NewLink, gives 201 my::LinkView, without_key;
}

routes! {
    /// Each is open to whoever has the link, and shows its customer only.
    pub(super) PAGES without a key;
    get "/my/{customer}", "A customer's own page: the balance",
        |app, ask| Box::pin(my::show(app, ask, Part::Overview)),
        with MY, asked MY_OVERVIEW, gives 200 Gives::Page;
    get "/my/{customer}/lots", "A customer's own page: lots and when they end",
        |app, ask| Box::pin(my::show(app, ask, Part::Lots)),
        with MY, asked MY_LOTS, gives 200 Gives::Page;
    get "/my/{customer}/history", "A customer's own page: what happened",
        |app, ask| Box::pin(my::show(app, ask, Part::History)),
        with MY, asked MY_HISTORY, gives 200 Gives::Page;
    get "/my/{customer}/usage", "A customer's own page: use by day and by meter",
        |app, ask| Box::pin(my::show(app, ask, Part::Usage)),
        with MY, asked MY_USAGE, gives 200 Gives::Page;
    get "/my/{customer}/statement", "A customer's own page: the statement of a month",
        |app, ask| Box::pin(my::show(app, ask, Part::Statement)),
        with MY, asked MY_STATEMENT, gives 200 Gives::Page;
    get "/my/{customer}/statement/file", "The statement of a month as a file, CSV or JSON",
        |app, ask| Box::pin(my::show(app, ask, Part::File)),
        with MY, asked MY_FILE, gives 200 Gives::Other("*/*");
    get "/my/{customer}/buy", "A customer's own page: what can be bought",
        |app, ask| Box::pin(my::show(app, ask, Part::Shop)),
        with MY, asked MY_SHOP, gives 200 Gives::Page;
    post "/my/{customer}/orders", "A customer buys again by a form",
        |app, ask| Box::pin(my::show(app, ask, Part::Order)),
        with MY, asked MY_PART, takes Takes::Form, gives 303 Gives::Page;
    get "/my/{customer}/orders/{order}", "A customer's own page: an order before it is paid",
        |app, ask| Box::pin(my::show(app, ask, Part::Ordered)),
        with MY_ORDER, asked MY_PART, gives 200 Gives::Page;
}
