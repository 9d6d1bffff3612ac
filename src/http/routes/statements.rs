//! The routes that say what happened to a customer's credits: statements, and balances as they change.

use domain::statement::Statement;

use super::super::{
    parameters::{CUSTOMER, OF_PERIOD},
    route::{Gives, Query, Route, json, schema},
    statements,
    stream::{self, BalanceChangeView},
};
use crate::access::Role::{Service, Support};

pub(super) static ROUTES: &[Route] = &[
    Route::get(
        "/v1/customers/{id}/statement",
        &[Service, Support],
        "What happened in a period, as a document that proves itself; as CSV without the proof",
        |app, caller, ask| Box::pin(statements::statement(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(OF_PERIOD)
    .gives(200, json::<Statement>())
    .or_as(statements::CSV),
    Route::get(
        "/v1/customers/{id}/stream",
        &[Service, Support],
        "The balance after each change, as server-sent events that go on after `Last-Event-ID`",
        |app, caller, ask| Box::pin(stream::balances(app, caller, ask)),
    )
    .with(CUSTOMER)
    .asked(Query::Known(&[]))
    .gives(200, Gives::Events(schema::<BalanceChangeView>)),
];
