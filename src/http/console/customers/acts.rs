//! The page of one act for a customer. Each has a page of its own, so that the customer's page stays calm.

use axum::response::Response;
use domain::{customer::Customer, id::CustomerId};
use futures_util::future::BoxFuture;

use super::super::thing::{Done, Of, Question, asked};
use crate::{
    app::App,
    flows::views,
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Words,
        thing::{Act, Thing},
        words,
    },
};

/// The button of an act that is asked about before it is done.
pub(in super::super) const NEXT: Words = ("다음: 확인", "Next: check it");
pub(in super::super) const REASON: Words = ("사유 (기록에 남습니다)", "Reason, kept in the log");

/// The path of the customer's page.
pub(super) fn path(customer: &CustomerId) -> String {
    format!("/console/customers/{customer}")
}

/// The page of one act for a customer. The form is sent to the page's own address.
pub(super) fn page(visit: &Visit, customer: &Customer, act: Act) -> Thing {
    let mut page = of(visit, customer, act.title);
    page.acts.push(act);
    page
}

/// A page about a customer, without any act.
pub(super) fn of(visit: &Visit, customer: &Customer, title: Words) -> Thing {
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(title));
    page.id = customer.id.to_string();
    page.state = words::state(customer.state.as_str(), words::customer(customer.state));
    page.back = Some((
        path(&customer.id),
        ("고객으로 돌아가기", "Back to the customer"),
    ));
    page
}

/// Shows the page of one act.
pub(super) async fn show(
    app: &App,
    visit: &Visit,
    ask: &ApiRequest,
    act: impl FnOnce(&Customer) -> Act,
) -> Result<Response, Problem> {
    let customer = views::customer(app, &ask.id("customer")?).await?;
    visit.page(&page(visit, &customer, act(&customer)))
}

/// Has the act `id` of a customer's page confirmed and done.
pub(super) fn confirmed<'a>(
    app: &'a App,
    visit: &'a Visit,
    (id, customer): (&'static str, &'a CustomerId),
    question: impl Future<Output = Result<Question, Problem>> + Send + 'a,
    done: impl Future<Output = Result<Done, Problem>> + Send + 'a,
    act: impl FnOnce(&Customer) -> Act + Send + 'a,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let of: Of = (id, path(customer));
    let again = async move {
        let customer = views::customer(app, customer).await?;
        Ok(page(visit, &customer, act(&customer)))
    };
    asked(visit, of, question, done, again)
}
