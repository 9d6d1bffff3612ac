//! Cells and words that many pages show alike: money, a provider, a link to a customer.

use domain::{id::CustomerId, kind::ProviderId, money::Won};

use super::list;
use crate::{
    app::App,
    http::request::ApiRequest,
    web::console::{
        Frame, Words,
        list::{Cell, Filter},
        words,
    },
};

/// `15,000원`, or `15,000 won`.
pub(super) fn won(frame: &Frame, amount: Won) -> String {
    frame.won(amount)
}

/// How many.
pub(super) fn number(count: u64) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A provider by its own name.
pub(super) fn provider(frame: &Frame, id: &ProviderId) -> Cell {
    let known = words::provider(id.as_str());
    let name = known.map_or(id.as_str(), |known| frame.word(known));
    Cell::shown(&name)
}

/// A choice among the configured providers that have a name here.
pub(super) fn providers(app: &App, ask: &ApiRequest) -> Filter {
    let known: Vec<(&'static str, Words)> = words::PROVIDERS
        .into_iter()
        .filter(|(id, _)| app.registry.all().any(|it| it.id().as_str() == *id))
        .collect();
    list::choice(ask, "provider", ("결제사", "Provider"), &known, |it| it)
}

/// The provider that a query names.
pub(super) fn chosen_provider(ask: &ApiRequest) -> Option<ProviderId> {
    let named = ask.query("provider").filter(|name| !name.is_empty());
    named.and_then(|name| name.to_owned().try_into().ok())
}

pub(super) fn to_customer(id: &CustomerId) -> Cell {
    Cell::link(format!("/console/customers/{id}"), id)
}
