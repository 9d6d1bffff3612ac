//! The story of a payment, for people who have to explain it: what came in about it, and what the books did with it. Only
//! reads; nothing of it is stored.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    deposit::Deposit,
    id::{Entropy, InboxId},
    inbox::Received,
    ledger::{Act, Entry, Unit},
    lot::Lot,
    order::Order,
    payment::Payment,
    refund::Refund,
};

use super::{
    Result,
    history::{self, EntryFilter, Span},
    page::Page,
    views,
};
use crate::{
    app::App,
    store::{PAGE_MAX, reads},
};

/// How long after an instant a webhook about it still belongs to it: providers send theirs within minutes.
const AFTER: TimeDelta = TimeDelta::minutes(10);
/// Pages of received webhooks that are looked through for one instant. A busy shop has more in the minutes of a payment; the
/// story then says that it did not see all.
const PAGES_MAX: usize = 4;
/// Entries of the ledger that a story tells: a screen.
const ENTRIES: i64 = 50;
/// How far the clocks of gateways may be apart.
const CLOCKS: TimeDelta = TimeDelta::minutes(10);

/// What is known of a payment.
#[derive(Debug)]
pub struct Story {
    pub payment: Payment,
    pub order: Order,
    pub lot: Option<Lot>,
    pub refunds: Vec<Refund>,
    /// The movement on our account that it was, where it was one.
    pub deposit: Option<Deposit>,
    /// Webhooks about it, oldest first.
    pub received: Vec<Received>,
    /// Whether there may be more webhooks than were looked through.
    pub more_received: bool,
    /// What the books did with its money and with its lot, without the uses of its credits, oldest first.
    pub entries: Vec<Entry>,
}

pub async fn of(app: &App, payment: Payment) -> Result<Story> {
    let order = views::order(app, payment.order).await?;
    let lot = reads::lot_of_payment(&app.db, payment.id).await?;
    let refunds = reads::refunds_of_payment(&app.db, payment.id).await?;
    let deposit = reads::deposit_by_key(&app.db, &payment.provider, &payment.payment_key).await?;
    let entries = entries(app, &payment, lot.as_ref(), &refunds, &order).await?;
    let (received, more_received) = received(app, &payment, &order, &refunds).await?;
    Ok(Story {
        payment,
        order,
        lot,
        refunds,
        deposit,
        received,
        more_received,
        entries,
    })
}

async fn entries(
    app: &App,
    payment: &Payment,
    lot: Option<&Lot>,
    refunds: &[Refund],
    order: &Order,
) -> Result<Vec<Entry>> {
    let from = order.closed_at.unwrap_or(payment.paid_at) - CLOCKS;
    let span = Span {
        from: Some(from),
        until: None,
    };
    let filter = EntryFilter {
        span,
        ..EntryFilter::default()
    };
    let money = EntryFilter {
        unit: Some(Unit::Won),
        ..filter
    };
    let mut found = read(app, payment, &money).await?;
    if let Some(lot) = lot {
        let credits = EntryFilter {
            lot: Some(lot.id),
            unit: Some(Unit::Credits),
            ..filter
        };
        found.extend(read(app, payment, &credits).await?);
    }
    let own: Vec<String> = refunds.iter().map(|refund| refund.id.to_string()).collect();
    let payment = payment.id.to_string();
    // Uses of credits are told by the customer's own history.
    let is_use = |act| {
        let uses = [
            Act::Spend,
            Act::Reverse,
            Act::Hold,
            Act::Capture,
            Act::Release,
        ];
        uses.contains(&act)
    };
    found.retain(|entry| {
        let is_ours = entry.unit == Unit::Credits
            || entry.reference == payment
            || own.contains(&entry.reference);
        is_ours && !is_use(entry.act)
    });
    found.sort_by_key(|entry| entry.seq);
    Ok(found)
}

async fn read(app: &App, payment: &Payment, filter: &EntryFilter) -> Result<Vec<Entry>> {
    let page = Page {
        limit: ENTRIES,
        after: None,
    };
    let found = history::entries(&app.db, &payment.customer, filter, page).await?;
    Ok(found.items.into_iter().map(|booked| booked.entry).collect())
}

/// The greatest bits of an id: an id of them comes after all ids of its instant.
struct Last;

impl Entropy for Last {
    fn bits(&mut self) -> u128 {
        u128::MAX
    }
}

/// Webhooks that name the order or the payment, around the instants at which something happened to it. The inbox has no
/// index of what its bodies say, which strangers write too.
async fn received(
    app: &App,
    payment: &Payment,
    order: &Order,
    refunds: &[Refund],
) -> Result<(Vec<Received>, bool)> {
    let mut spans = vec![(order.opened_at, order.closed_at.unwrap_or(payment.paid_at))];
    spans.extend(
        refunds
            .iter()
            .map(|refund| (refund.requested_at, refund.settled_at.unwrap_or(app.now()))),
    );
    let names = [order.id.to_string(), payment.payment_key.clone()];
    let (mut found, mut more) = (Vec::new(), false);
    for (from, until) in spans {
        more |= between(app, (from, until + AFTER), &names, &mut found).await?;
    }
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    Ok((found, more))
}

/// Adds what was received in a span and names one of `names`. Says whether the span has more than was looked through.
async fn between(
    app: &App,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    names: &[String],
    found: &mut Vec<Received>,
) -> Result<bool> {
    let mut after = Some(InboxId::new(until, &mut Last));
    for _ in 0..PAGES_MAX {
        let page = Page {
            limit: PAGE_MAX - 1,
            after,
        };
        let rows = views::inbox(app, false, page).await?;
        let oldest = rows.items.last().map(|row| (row.id, row.received_at));
        let about = |row: &Received| {
            row.received_at >= from && row.body.bytes().is_some_and(|body| names_any(&body, names))
        };
        found.extend(rows.items.into_iter().filter(about));
        match oldest {
            Some((id, at)) if at >= from && rows.next.is_some() => after = Some(id),
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn names_any(body: &[u8], names: &[String]) -> bool {
    let is_in = |name: &String| {
        !name.is_empty() && body.windows(name.len()).any(|part| part == name.as_bytes())
    };
    names.iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use super::names_any;

    #[test]
    fn a_body_is_about_what_it_names() {
        let names = |text: &str| [String::new(), text.to_owned()];
        assert!(names_any(b"{\"orderId\":\"ord_1\"}", &names("ord_1")));
        assert!(!names_any(b"{\"orderId\":\"ord_2\"}", &names("ord_1")));
        assert!(!names_any(b"", &names("")));
    }
}
