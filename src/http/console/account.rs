//! One's own account: the password, and where one is signed in.

use axum::{http::header, response::Response};
use secrecy::SecretString;

use super::door;
use crate::{
    app::{App, Shared},
    flows::operators::{SecondFactor, managed, passwords::CHARS_MIN, sessions},
    http::{
        error::{INVALID_FIELD, Problem},
        html,
        request::ApiRequest,
        visit::Visit,
    },
    web::console as pages,
};

pub(super) async fn show(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    let known = managed::find(&app, visit.operator.id).await?;
    let factor = known.operator.second_factor;
    let page = pages::Account {
        factor: super::operators::factor(&known),
        waits: matches!(factor, SecondFactor::Pending | SecondFactor::Replaced),
        places: known.places,
        started_at: visit.operator.started_at,
        id: visit.operator.id.to_string(),
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}

pub(super) async fn password(_: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    visit.page(&form(&visit, None))
}

fn form(visit: &Visit, wrong: Option<String>) -> pages::Password {
    pages::Password {
        must: visit.operator.must_change,
        chars_min: CHARS_MIN,
        wrong,
        frame: visit.frame.clone(),
    }
}

pub(super) async fn change_password(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    match changed(&app, &visit).await {
        Ok(()) => visit.go("/console/account", "password"),
        Err(problem) if problem.kind.status.is_client_error() => {
            let field = problem.field_name();
            visit.page_for(&problem, &form(&visit, field))
        }
        Err(problem) => Err(problem),
    }
}

async fn changed(app: &App, visit: &Visit) -> Result<(), Problem> {
    let [present, new, again] = ["present", "password", "again"].map(|name| visit.said(name));
    if new != again {
        let rule = "is not the same as above";
        return Err(Problem::field(&INVALID_FIELD, "again", rule));
    }
    let [present, new] = [present, new].map(|text| SecretString::from(text.to_owned()));
    Ok(sessions::change_password(app, &visit.operator, present, new).await?)
}

pub(super) async fn sign_out(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    sessions::sign_out(&app, &visit.operator).await?;
    gone(&app)
}

pub(super) async fn sign_out_everywhere(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    sessions::sign_out_everywhere(&app, &visit.operator).await?;
    gone(&app)
}

/// Takes the cookie away, and leads to the sign-in.
fn gone(app: &App) -> Result<Response, Problem> {
    let mut response = html::see_other(door::SIGN_IN)?;
    let cookie = door::set_cookie(app, None)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
