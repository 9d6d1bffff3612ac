//! The routes for what does not agree with a provider's list.

use super::super::{
    discrepancies,
    parameters::{
        DISCREPANCIES, DISCREPANCY, RECONCILED, RECONCILIATION, RECONCILIATIONS, SENT_FILE,
        SETTLEMENT, SETTLEMENT_IMPORT, SETTLEMENT_ROW, SETTLEMENT_ROWS, SETTLEMENTS,
    },
    reconciled, reconciliations,
    route::{Route, Takes, json, routes},
    settlement_files::{self, CSV, XLSX},
    settlements,
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
    post "/v1/discrepancies/close", [Support, Admin], discrepancies::close_all,
        "Close discrepancies with one reason; those that are not open any more stay as they are",
        takes discrepancies::CloseAll, gives 200 discrepancies::ClosedView, without_key;
    get "/v1/reconciliations", [Support, Admin], reconciliations::list,
        "Comparisons of providers' days with the books, newest first",
        asked RECONCILIATIONS, gives 200 List<reconciliations::ReconciliationView>;
    get "/v1/reconciliations/summary", [Support, Admin], reconciled::summary,
        "What part of the last days is explained, and which days were not compared",
        asked RECONCILED, gives 200 reconciled::SummaryView;
    get "/v1/reconciliations/{id}", [Support, Admin], reconciliations::show, "How a comparison stands",
        with RECONCILIATION, gives 200 reconciliations::ReconciliationView;
    post "/v1/reconciliations", [Support, Admin], reconciliations::start,
        "Compare a provider's day with the books; while one goes on, that one is the answer",
        takes reconciliations::Wanted, gives 202 reconciliations::ReconciliationView, without_key;
    get "/v1/settlements", [Support, Admin], settlements::list,
        "What providers pay out, by day, newest first",
        asked SETTLEMENTS, gives 200 List<settlements::SettlementView>;
    get "/v1/settlements/{id}", [Support, Admin], settlements::show,
        "A settlement, and the money that arrived for it",
        with SETTLEMENT, gives 200 settlements::WholeView;
    get "/v1/settlement-rows", [Support, Admin], settlements::rows,
        "Rows of settlements, newest first",
        asked SETTLEMENT_ROWS, gives 200 List<settlements::SettlementRowView>;
    get "/v1/settlement-rows/{id}", [Support, Admin], settlements::row,
        "A row of a settlement, and the payment, lot and refunds that it leads to",
        with SETTLEMENT_ROW, gives 200 settlements::LineageView;
    get "/v1/settlement-imports", [Support, Admin], settlements::imports,
        "Files and answers that settlement rows came from, newest first",
        asked SETTLEMENTS, gives 200 List<settlements::ImportView>;
    get "/v1/settlement-imports/{id}", [Support, Admin], settlements::import,
        "An import, and the rows of it that could not be read",
        with SETTLEMENT_IMPORT, gives 200 settlements::ImportView;
}

/// The routes that take a file. Each may be repeated: one content changes anything once.
pub(super) static FILES: &[Route] = &[
    Route::post(
        "/v1/settlements/files",
        &[Support, Admin],
        "Take in a provider's settlement file, and have its days compared; the same file again changes nothing",
        |app, caller, ask| {
            Box::pin(async move {
                let answer = settlement_files::settlement(app, caller, ask).await?;
                Ok(axum::response::IntoResponse::into_response(answer))
            })
        },
    )
    .asked(SENT_FILE)
    .takes(Takes::File(&[CSV, XLSX]))
    .gives(200, json::<settlement_files::TakenInView>())
    .without_key(),
    Route::post(
        "/v1/settlements/statements",
        &[Support, Admin],
        "Take in the statement of the seller's account, and have what a provider paid out compared; the same file again changes nothing",
        |app, caller, ask| {
            Box::pin(async move {
                let answer = settlement_files::statement(app, caller, ask).await?;
                Ok(axum::response::IntoResponse::into_response(answer))
            })
        },
    )
    .asked(SENT_FILE)
    .takes(Takes::File(&[CSV]))
    .gives(200, json::<settlement_files::TakenInView>())
    .without_key(),
];
