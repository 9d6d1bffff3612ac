//! A customer's own page: the link to it, and its parts behind the link. Everything is looked up for the customer that
//! the link was signed for, and nothing in a query or a form names another.

mod buy;
mod past;

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, LotId, OrderId},
    kind::Kind,
    lot::Lot,
    money::Credits,
    order::OrderState,
    statement::Lang,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::Problem,
    html,
    limits::PAGE_MAX,
    request::ApiRequest,
    response::{Answered, created},
    view::At,
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        checkout,
        history::{self, ByEnd},
        my, views,
    },
    web::{
        my::{self as pages, Frame, OfKind, ToCome},
        picture::timeline,
    },
};

/// What a link is asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLink {
    /// How long the link lives, in seconds: an hour when left out, a day at most.
    #[schemars(range(min = my::LINK_SECONDS_MIN, max = my::LINK_SECONDS_MAX))]
    expires_in: Option<i64>,
    /// The language in which the page opens; Korean when left out.
    language: Option<Lang>,
}

/// A link to a customer's own page. It is the customer's: whoever has it reads the page until it ends.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CustomerLink")]
pub(super) struct LinkView {
    url: String,
    /// Exclusive.
    expires_at: At,
}

pub(super) async fn link(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let asked: NewLink = ask.optional_json()?;
    let (mut url, expires_at) = my::link(&app, &customer, asked.expires_in)?;
    if let Some(lang) = asked.language {
        url.query_pairs_mut().append_pair("lang", lang.as_str());
    }
    let view = LinkView {
        url: url.into(),
        expires_at: At(expires_at),
    };
    created(&view).about(&app, &customer).await
}

/// A part of the page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Overview,
    Lots,
    History,
    Usage,
    Statement,
    File,
    Shop,
    Order,
    Ordered,
}

/// Who looks at the page, and by which link.
struct Visit {
    customer: CustomerId,
    frame: Frame,
}

impl Visit {
    fn of(app: &App, ask: &ApiRequest, lang: Lang, part: Part) -> Result<Self, Problem> {
        let token = ask.param("customer");
        let [until, sig] = ["until", "sig"].map(|name| ask.query(name).unwrap_or_default());
        let customer = my::visitor(app, token, until, sig)?;
        Ok(Self {
            customer,
            // Both were checked: they hold nothing that is special in an address.
            frame: Frame {
                lang,
                root: format!("/my/{token}"),
                signed: format!("until={until}&sig={sig}"),
                part: match part {
                    Part::Overview => "",
                    Part::Lots => "/lots",
                    Part::History => "/history",
                    Part::Usage => "/usage",
                    Part::Statement | Part::File => "/statement",
                    Part::Shop | Part::Order | Part::Ordered => "/buy",
                },
            },
        })
    }

    fn page(&self, app: &App, page: &impl askama::Template) -> Result<Response, Problem> {
        self.page_as(StatusCode::OK, app, page)
    }

    fn page_as(
        &self,
        status: StatusCode,
        app: &App,
        page: &impl askama::Template,
    ) -> Result<Response, Problem> {
        html::own_page(status, page, &app.frame_ancestors, self.frame.lang)
    }
}

/// Answers a request for a part. What the visitor did wrong is a page that may be framed like the others.
pub(super) async fn show(app: Shared, ask: ApiRequest, part: Part) -> Result<Response, Problem> {
    let lang = ask.word("lang", Lang::ALL, Lang::as_str);
    let known = lang.as_ref().ok().copied().flatten();
    let known = known.unwrap_or(Lang::Korean);
    let shown = match lang {
        Ok(_) => part_of(&app, &ask, known, part).await,
        Err(problem) => Err(problem),
    };
    match shown {
        Err(problem) if problem.kind.status.is_client_error() => {
            let page = pages::Trouble {
                lang: known,
                status: problem.kind.status.as_u16(),
                code: problem.kind.code,
            };
            html::own_page(problem.kind.status, &page, &app.frame_ancestors, known)
        }
        shown => shown,
    }
}

async fn part_of(
    app: &Shared,
    ask: &ApiRequest,
    lang: Lang,
    part: Part,
) -> Result<Response, Problem> {
    let visit = &Visit::of(app, ask, lang, part)?;
    match part {
        Part::Overview => overview(app, ask, visit).await,
        Part::Lots => lots(app, ask, visit).await,
        Part::History => past::history(app, ask, visit).await,
        Part::Usage => past::usage(app, ask, visit).await,
        Part::Statement => past::statement(app, ask, visit).await,
        Part::File => past::file(app, ask, visit).await,
        Part::Shop => buy::shop(app, ask, visit).await,
        Part::Order => buy::order(app, ask, visit).await,
        Part::Ordered => buy::ordered(app, ask, visit).await,
    }
}

async fn overview(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<Response, Problem> {
    let found = history::breakdown(app, &visit.customer, None).await?;
    let bought = match ask.query("order_id") {
        Some(_) => bought(app, ask, visit).await?,
        None => None,
    };
    let kinds = Kind::ALL.iter().map(|kind| OfKind {
        kind: *kind,
        available: sum(
            &found.parts,
            |part| part.kind == *kind,
            |part| part.available,
        ),
        held: sum(&found.parts, |part| part.kind == *kind, |part| part.held),
    });
    let next = found.parts.iter().find(|part| !part.available.is_zero());
    let next = next.map(|part| part.expires_at);
    let ending = |at| {
        sum(
            &found.parts,
            |part| part.expires_at == at,
            |part| part.available,
        )
    };
    let page = pages::Overview {
        available: sum(&found.parts, |_| true, |part| part.available),
        held: sum(&found.parts, |_| true, |part| part.held),
        debt: found.debt,
        kinds: kinds
            .filter(|of| !of.available.is_zero() || !of.held.is_zero())
            .collect(),
        next: next.map(|at| (at, ending(at))),
        bought,
        to_come: to_come(app, visit.frame.lang),
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}

/// What versions that are announced will take away.
fn to_come(app: &App, lang: Lang) -> Vec<ToCome> {
    let rules = app.rules();
    let announced = rules.policies.to_announce(app.now()).into_iter();
    let to_come = announced.map(|change| ToCome {
        effective_at: change.policy.effective_at,
        lines: match lang {
            Lang::Korean => change.cuts.into_iter().map(|cut| cut.korean).collect(),
            Lang::English => change.cuts.into_iter().map(|cut| cut.english).collect(),
        },
    });
    to_come.collect()
}

fn sum(parts: &[ByEnd], meant: impl Fn(&ByEnd) -> bool, of: impl Fn(&ByEnd) -> Credits) -> Credits {
    let parts = parts.iter().filter(|part| meant(part)).map(of);
    // No sum over a customer's credits passes the largest amount.
    parts.fold(Credits::ZERO, |sum, part| sum.plus(part).unwrap_or(sum))
}

/// The title of the order that the buyer comes back from, where it is the customer's and paid. The query is not believed.
async fn bought(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<Option<String>, Problem> {
    let Some(Ok(id)) = ask.query("order_id").map(str::parse::<OrderId>) else {
        return Ok(None);
    };
    let order = my::order(app, &visit.customer, id).await?;
    let paid = order.state == OrderState::Completed;
    Ok(paid.then(|| checkout::title_of(app, visit.frame.lang, &order)))
}

async fn lots(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<Response, Problem> {
    let (lang, now) = (visit.frame.lang, app.now());
    let mut asked = ask.page::<LotId>()?;
    asked.limit = PAGE_MAX;
    let first = asked.after.is_none();
    let found = views::lots(app, &visit.customer, None, asked).await?;
    let timeline = if first {
        let parts = history::breakdown(app, &visit.customer, None).await?.parts;
        let ends = parts.into_iter().map(|part| timeline::End {
            kind: part.kind,
            at: part.expires_at,
            credits: part.available,
        });
        let ends: Vec<_> = ends.filter(|end| !end.credits.is_zero()).collect();
        timeline::Timeline::of(&ends, now, lang)
    } else {
        None
    };
    let page = pages::Lots {
        timeline,
        rows: by_end(found.items, now),
        now,
        next: found.next,
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}

/// What can be used first, in the order of its ends; then what has ended or is used up, the latest end first.
fn by_end(lots: Vec<Lot>, now: DateTime<Utc>) -> Vec<Lot> {
    let (mut live, mut gone): (Vec<_>, Vec<_>) = lots
        .into_iter()
        .partition(|lot| lot.expires_at > now && !(lot.remaining.is_zero() && lot.held.is_zero()));
    live.sort_by_key(|lot| (lot.expires_at, lot.acquired_at, lot.id));
    gone.sort_by_key(|lot| std::cmp::Reverse((lot.expires_at, lot.acquired_at, lot.id)));
    live.extend(gone);
    live
}
