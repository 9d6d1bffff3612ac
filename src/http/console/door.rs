//! The door of the desk: who is signed in, whether a form is ours, and whether the operator may. Nothing behind it is
//! reached by anybody else.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use domain::statement::Lang;
use secrecy::SecretString;
use subtle::ConstantTimeEq as _;
use url::Url;

use super::nav;
use crate::{
    access::{Desk, Need},
    app::{App, Shared},
    flows::operators::sessions::{self, Signed},
    http::{
        buyer,
        error::{NOT_FOUND, Problem},
        extract::add_pairs,
        html, json,
        request::ApiRequest,
        route::{Answering, Query, Verb},
        upload::{self, Upload},
        visit::Visit,
    },
    web::console::{Frame, Trouble, notice},
};

/// Where operators sign in.
pub(super) const SIGN_IN: &str = "/console/sign-in";
/// Where a password is replaced: the one page that is open before it is.
pub(super) const PASSWORD: &str = "/console/password";
pub(super) const SIGN_OUT: &str = "/console/sign-out";

/// The cookie of a session. Over https its name has browsers take it from this host alone, for all of its paths; a
/// development machine has no https.
const COOKIE: &str = "__Host-desk";
const COOKIE_IN_CLEAR: &str = "desk";
/// The header of a page that looks again by itself (`pages.js`): nobody used it.
const TURNING: &str = "x-turning";

/// The handler of a page or an act.
type Handler = fn(Shared, Visit, ApiRequest) -> Answering;

/// Answers a request for a page or an act of the desk.
pub(in crate::http) async fn enter(
    app: Shared,
    verb: Verb,
    need: Need,
    handler: Handler,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let lang = lang(&ask);
    let token = token(&app, &ask.headers);
    let signed = match &token {
        Some(token) => {
            let used = !ask.headers.contains_key(TURNING);
            sessions::signed_in(&app, token, used).await?
        }
        None => None,
    };
    let (Some(token), Some(signed)) = (token, signed) else {
        return to_sign_in(verb, &ask);
    };
    let mut visit = visit(&app, &ask, lang, signed, &token);
    let path = ask.uri.path();
    if visit.operator.must_change && ![PASSWORD, SIGN_OUT].contains(&path) {
        return html::see_other(PASSWORD);
    }
    if !visit.may(need) {
        return refused(&visit, StatusCode::FORBIDDEN, "role");
    }
    if verb == Verb::Post && !is_ours(&app, &ask, &mut visit).await {
        return refused(&visit, StatusCode::FORBIDDEN, "form_refused");
    }
    // The frame is needed again where the handler fails.
    let frame = visit.frame.clone();
    let choice = buyer::Choice::of(&ask, lang);
    match handler(app, visit, ask).await {
        Ok(response) => Ok(choice.remember(response)),
        Err(problem) if problem.kind.status.is_client_error() => {
            // The page itself says that there is no such thing, in its language.
            let missing = problem.kind.code == NOT_FOUND.code;
            let detail = problem.detail().to_owned();
            let page = Trouble {
                frame,
                code: problem.kind.code,
                said: if missing { String::new() } else { detail },
            };
            html::desk_page(problem.kind.status, &page, lang)
        }
        Err(problem) => Err(problem),
    }
}

/// The language that was chosen in this request or before; Korean otherwise.
pub(super) fn lang(ask: &ApiRequest) -> Lang {
    let chosen = ask.word("lang", Lang::ALL, Lang::as_str);
    let chosen = chosen.ok().flatten();
    chosen.unwrap_or_else(|| buyer::remembered(&ask.headers))
}

fn visit(app: &App, ask: &ApiRequest, lang: Lang, operator: Signed, token: &SecretString) -> Visit {
    let desk = operator.desk;
    let may = |need| desk.may(need);
    let path = ask.uri.path().to_owned();
    let kept = |(name, _): &&(String, String)| name != "lang" && name != "done";
    Visit {
        frame: Frame {
            lang,
            operator: operator.name.clone(),
            role: role_words(desk),
            nav: nav::of(desk, &path),
            path,
            pairs: ask.query.iter().filter(kept).cloned().collect(),
            csrf: sessions::form_token(token),
            once: app.id(|_, entropy| format!("desk-{:032x}", entropy.bits())),
            notice: ask.query("done").and_then(notice),
            acts: may(Need::Act),
            decides: may(Need::Decide),
            manages: may(Need::Manage),
        },
        operator,
        form: Vec::new(),
        file: None,
        once: String::new(),
    }
}

pub(super) const fn role_words(desk: Desk) -> (&'static str, &'static str) {
    match desk {
        Desk::Support => ("상담", "Support"),
        Desk::Approver => ("승인", "Approver"),
        Desk::Admin => ("관리자", "Admin"),
        Desk::Auditor => ("감사", "Auditor"),
    }
}

fn refused(visit: &Visit, status: StatusCode, code: &'static str) -> Result<Response, Problem> {
    let page = Trouble {
        frame: visit.frame.clone(),
        code,
        said: String::new(),
    };
    html::desk_page(status, &page, visit.lang())
}

/// Leads to the sign-in, and from there back to the page that was asked for. A form is not sent again by itself.
fn to_sign_in(verb: Verb, ask: &ApiRequest) -> Result<Response, Problem> {
    let at = ask.uri.path_and_query().map_or("", |at| at.as_str());
    if verb != Verb::Get || at == "/console" {
        return html::see_other(SIGN_IN);
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("next", at).finish();
    html::see_other(&format!("{SIGN_IN}?{query}"))
}

/// Takes the form of a request. Whether it is from a page of ours that this session was shown: by where the browser says
/// that it comes from, and by the session's own token in it, which no other site and no other session knows.
async fn is_ours(app: &App, ask: &ApiRequest, visit: &mut Visit) -> bool {
    if !is_from_here(app, &ask.headers) {
        return false;
    }
    let Ok(Upload { pairs, file }) = said(ask).await else {
        return false;
    };
    visit.file = file;
    let mut form = pairs;
    let mut take = |name: &str| {
        let at = form.iter().position(|(known, _)| known == name)?;
        Some(form.swap_remove(at).1)
    };
    let (presented, once) = (take("csrf").unwrap_or_default(), take("once"));
    visit.form = form;
    visit.once = once.unwrap_or_default();
    presented
        .as_bytes()
        .ct_eq(visit.frame.csrf.as_bytes())
        .into()
}

/// What a form says, whichever way it was sent. The pipeline has seen to it that it is the way of its page.
async fn said(ask: &ApiRequest) -> Result<Upload, Problem> {
    if json::is_of_type(&ask.headers, "multipart/form-data").is_ok() {
        return upload::read(&ask.headers, ask.body.clone()).await;
    }
    let mut pairs = Vec::new();
    add_pairs(&mut pairs, &ask.body, Query::Any)?;
    Ok(Upload { pairs, file: None })
}

/// Whether this is worth reading a file for: somebody is signed in who may send it, from a page of ours. [`enter`] decides.
pub(in crate::http) async fn may_send(
    app: &App,
    need: Need,
    headers: &HeaderMap,
) -> Result<bool, Problem> {
    let Some(token) = token(app, headers).filter(|_| is_from_here(app, headers)) else {
        return Ok(false);
    };
    let signed = sessions::signed_in(app, &token, false).await?;
    Ok(signed.is_some_and(|it| it.desk.may(need)))
}

/// Whether the browser says that a form was sent from a page of this host. Browsers of today send `Sec-Fetch-Site` and
/// `Origin` with every form; one that sends no origin is not believed.
pub(super) fn is_from_here(app: &App, headers: &HeaderMap) -> bool {
    let only = |name: header::HeaderName| {
        let mut given = headers.get_all(name).iter();
        match (given.next(), given.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        }
    };
    let site = headers.get("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    let Some(origin) = only(header::ORIGIN) else {
        return false;
    };
    // By its public name, or by the name that the browser used for it.
    let public = Url::parse(&app.urls.own("")).map(|url| url.origin().ascii_serialization());
    let host = only(header::HOST);
    let asked = host.is_some_and(|host| {
        let bare = origin.split_once("://").map(|(_, rest)| rest);
        bare == Some(host)
    });
    asked || public.is_ok_and(|public| public == origin)
}

fn is_secure(app: &App) -> bool {
    app.urls.own("").starts_with("https:")
}

/// The session's token, as the cookie has it.
pub(super) fn token(app: &App, headers: &HeaderMap) -> Option<SecretString> {
    let wanted = if is_secure(app) {
        COOKIE
    } else {
        COOKIE_IN_CLEAR
    };
    let found = buyer::cookie(headers, wanted)?;
    let plain =
        (1..=128).contains(&found.len()) && found.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| SecretString::from(found.to_owned()))
}

/// The header that gives the browser a token, or takes it away. The cookie is sent along when a link from elsewhere is
/// followed (`Lax`), so that a colleague's link to a customer opens the customer: reading changes nothing, and a form is
/// believed by more than its cookie.
pub(super) fn set_cookie(app: &App, token: Option<&str>) -> Result<HeaderValue, Problem> {
    let (name, scope) = if is_secure(app) {
        (COOKIE, "Path=/; Secure")
    } else {
        (COOKIE_IN_CLEAR, "Path=/console")
    };
    let ends = if token.is_some() { "" } else { "; Max-Age=0" };
    let token = token.unwrap_or_default();
    let mut value = HeaderValue::try_from(format!(
        "{name}={token}; {scope}; HttpOnly; SameSite=Lax{ends}"
    ))
    .map_err(|_| Problem::internal("a token is not fit for a header"))?;
    value.set_sensitive(true);
    Ok(value)
}
