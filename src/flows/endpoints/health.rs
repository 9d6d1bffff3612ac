//! How deliveries to endpoints go: what was taken last, and what waits.

use chrono::{DateTime, Utc};
use domain::id::{EndpointId, EventId};

use super::{Delivery, DeliveryState, Standing, list, show};
use crate::{
    app::App,
    flows::{
        Result,
        page::{Page, Paged},
    },
    store::{feed, webhooks},
};

/// An endpoint with how its deliveries go.
#[derive(Debug, Clone)]
pub struct Health {
    pub standing: Standing,
    /// When the newest event was delivered, of those that were.
    pub last_success_at: Option<DateTime<Utc>>,
    /// Deliveries that wait, for their time or for the one before them.
    pub waiting: i64,
    /// Events of the feed that it was not taken through yet. Not all of them are for it.
    pub behind: i64,
}

/// Endpoints, newest first, without those that were deleted.
pub async fn healths(app: &App, page: Page<EndpointId>) -> Result<Paged<Health>> {
    let Paged { items, next } = list(app, page).await?;
    let mut healths = Vec::with_capacity(items.len());
    for standing in items {
        healths.push(of(app, standing).await?);
    }
    Ok(Paged {
        items: healths,
        next,
    })
}

pub async fn health(app: &App, id: EndpointId) -> Result<Health> {
    of(app, show(app, id).await?).await
}

async fn of(app: &App, standing: Standing) -> Result<Health> {
    let (db, endpoint) = (&app.db, &standing.endpoint);
    let delivered = Some(DeliveryState::Delivered);
    let newest = webhooks::log(db, endpoint.id, delivered, i64::MAX, 1).await?;
    let place = webhooks::place(db, endpoint.id).await?;
    let place = place.unwrap_or(endpoint.from_position);
    Ok(Health {
        last_success_at: newest.first().and_then(|delivery| delivery.last_at),
        waiting: webhooks::waiting(db, endpoint.id).await?,
        behind: (feed::head(db).await? - place).max(0),
        standing,
    })
}

/// What became of an event at each endpoint that it was put in line for, the newest endpoint first.
pub async fn of_event(app: &App, id: EventId) -> Result<Vec<Delivery>> {
    let position = feed::position(&app.db, id).await?;
    // One that was committed a moment ago is in no line yet.
    let Some(position) = position else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for endpoint in webhooks::all(&app.db).await?.into_iter().rev() {
        let before = position + 1;
        let there = webhooks::log(&app.db, endpoint.id, None, before, 1).await?;
        found.extend(there.into_iter().filter(|one| one.position == position));
    }
    Ok(found)
}
