//! The page on which a buyer buys the same again, behind the signed link of a notice, and the order that its buttons open.
//! The signature is in the address that the form is sent to, so no other site can send it for the buyer.

use axum::{http::StatusCode, response::Response};
use domain::{
    id::LotId,
    kind::{Method, ProviderId},
};

use super::{
    buyer,
    error::{INVALID_FIELD, Problem},
    extract::add_pairs,
    html,
    request::ApiRequest,
    route::Query,
};
use crate::{
    app::Shared,
    flows::{checkout, renew},
    web,
};

pub(super) async fn show(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let lot: LotId = ask.id("lot")?;
    let state = ask.query("state").unwrap_or_default();
    let renewal = renew::page(&app, lot, state).await?;
    // The state was checked: it holds nothing that is special in an address.
    let address = format!("/renew/{lot}?state={state}");
    let ways = renewal.ways.iter();
    let ways = ways.map(|(provider, method)| web::Way::of(provider, *method));
    let rules = app.rules();
    let announced = rules.policies.to_announce(app.now()).into_iter();
    let to_come = announced.map(|change| {
        let lines = change.cuts.into_iter();
        web::buyer::ToCome {
            effective_at: change.policy.effective_at,
            lines: lines.map(|cut| (cut.korean, cut.english)).collect(),
        }
    });
    let lang = buyer::lang(&ask)?;
    let page = web::buyer::Renew {
        frame: buyer::frame(&app, lang, address),
        to_come: to_come.collect(),
        title: checkout::title(
            &app,
            lang,
            (&renewal.product, &renewal.title, renewal.quantity),
        ),
        amount: renewal.terms.amount,
        vat: renewal.vat,
        credits: renewal.terms.credits,
        ways: ways.collect(),
        terms: renewal.terms,
    };
    let page = html::buyers_form(StatusCode::OK, &page, lang)?;
    Ok(buyer::remember(&ask, lang, page))
}

pub(super) async fn buy(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let lot = ask.id("lot")?;
    let mut form = Vec::new();
    add_pairs(&mut form, &ask.body, Query::Any)?;
    let field = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    let way = field("way").and_then(way);
    let way = way.ok_or_else(|| {
        let rule = "is a provider and one of its methods, as the page has them";
        Problem::field(&INVALID_FIELD, "way", rule)
    })?;
    let depositor = field("depositor_name").map(str::to_owned);
    let state = ask.query("state").unwrap_or_default();
    let order = renew::buy(&app, lot, state, way, depositor).await;
    let order = order.map_err(Problem::at_provider)?;
    html::see_other(&checkout::page_url(&app, &order))
}

/// `toss/card`
pub(super) fn way(text: &str) -> Option<(ProviderId, Method)> {
    let (provider, method) = text.split_once('/')?;
    Some((provider.parse().ok()?, method.parse().ok()?))
}
