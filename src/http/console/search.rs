//! The one search box. What a text may be is tried: an id leads straight to its thing, a number is an amount, any other
//! text a customer, a provider's payment key or a depositor, and two words a customer and the reference of a use.

use axum::response::Response;
use domain::{id::CustomerId, money::Won, order::Order, payment::Payment};

use crate::{
    app::{App, Shared},
    flows::{
        FlowError, Result as FlowResult,
        page::{Page, Paged},
        search::{self, Sought},
        views,
    },
    http::{error::Problem, html, request::ApiRequest, visit::Visit},
    web::console::{list::Cell, search as pages},
};

/// Things of a kind that are shown; the lists have more.
const SHOWN: i64 = 20;
/// Longest text that is sought.
const SOUGHT_MAX: usize = 200;

/// Where the things of an id's kind are shown: a row for each kind that has a page.
const BY_ID: &[(&str, &str)] = &[
    ("ord_", "/console/orders/"),
    ("pay_", "/console/payments/"),
    ("ref_", "/console/refunds/"),
    ("dep_", "/console/deposits/"),
    ("crq_", "/console/cash-receipts/"),
    ("ctr_", "/console/contradictions/"),
    ("dis_", "/console/discrepancies/"),
    ("rec_", "/console/reconciliations/"),
    ("stl_", "/console/settlements/"),
    ("slr_", "/console/settlement-rows/"),
    ("sim_", "/console/settlement-imports/"),
    ("apr_", "/console/approvals/"),
    ("inb_", "/console/inbox/"),
    ("job_", "/console/jobs/"),
    ("spd_", "/console/spends/"),
    ("hld_", "/console/holds/"),
    ("sub_", "/console/subscriptions/"),
    ("key_", "/console/keys/"),
    ("cmp_", "/console/campaigns/"),
    ("con_", "/console/contracts/"),
    ("pdr_", "/console/policy-drafts/"),
    ("evt_", "/console/events/"),
    ("whe_", "/console/endpoints/"),
];
/// Characters of an id behind its prefix.
const ID_CHARS: usize = 26;

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let text = ask.query("q").unwrap_or_default().trim();
    let text: String = text.chars().take(SOUGHT_MAX).collect();
    if let Some(to) = page_of_id(&text) {
        return html::see_other(&to);
    }
    let mut page = pages::Search {
        frame: visit.frame.clone(),
        sought: text.clone(),
        customer: None,
        orders: Vec::new(),
        more_orders: None,
        payments: Vec::new(),
        more_payments: None,
        deposits: Vec::new(),
        spends: Vec::new(),
    };
    if text.is_empty() {
        return visit.page(&page);
    }
    if let Some((customer, reference)) = text.split_once(char::is_whitespace) {
        page.spends = spends(&app, customer, reference.trim()).await?;
    }
    if let Some(amount) = amount(&text) {
        let sought = Sought {
            amount: Some(amount),
            ..Sought::default()
        };
        let query = format!("?amount={}", amount.get());
        let (orders, payments) = both(&app, &sought).await?;
        take(&mut page, orders, payments, &query);
        page.deposits = search::deposits_of_amount(&app, amount, SHOWN).await?;
    } else {
        page.deposits = search::deposits_named(&app, &text).await?;
    }
    if page.orders.is_empty() && page.payments.is_empty() {
        by_text(&app, &text, &mut page).await?;
    }
    page.customer = customer(&app, &text).await?;
    match &page.customer {
        // Nothing else is meant by it.
        Some(only)
            if page.orders.is_empty() && page.payments.is_empty() && page.deposits.is_empty() =>
        {
            html::see_other(&format!("/console/customers/{}", only.id))
        }
        _ => {
            super::orders::titled(&app, visit.lang(), &mut page.orders);
            visit.page(&page)
        }
    }
}

/// The page of the thing that a whole id names.
pub(super) fn page_of_id(text: &str) -> Option<String> {
    let (prefix, page) = BY_ID.iter().find(|(prefix, _)| text.starts_with(prefix))?;
    let rest = &text[prefix.len()..];
    let is_id = rest.len() == ID_CHARS && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    is_id.then(|| format!("{page}{text}"))
}

/// An amount as people write it: `29700`, `29,700`, `29,700원`.
fn amount(text: &str) -> Option<Won> {
    let bare = text.trim_end_matches('원').trim_start_matches('₩').trim();
    let digits: String = bare.chars().filter(|c| *c != ',').collect();
    let number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| number);
    Won::new(number?).ok()
}

/// Of a provider's payment key, or of a depositor's name.
async fn by_text(app: &App, text: &str, page: &mut pages::Search) -> Result<(), Problem> {
    let by_key = Sought {
        payment_key: Some(text.to_owned()),
        ..Sought::default()
    };
    let by_name = Sought {
        depositor_name: Some(text.to_owned()),
        ..Sought::default()
    };
    for (sought, name) in [(by_key, "payment_key"), (by_name, "depositor_name")] {
        // A text that cannot be such a name is none.
        let found = match both(app, &sought).await {
            Ok(found) => found,
            Err(FlowError::Invalid { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        if !found.0.items.is_empty() || !found.1.items.is_empty() {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let query = query.append_pair(name, text).finish();
            take(page, found.0, found.1, &format!("?{query}"));
            return Ok(());
        }
    }
    Ok(())
}

async fn both(app: &App, sought: &Sought) -> FlowResult<(Paged<Order>, Paged<Payment>)> {
    Ok((
        search::orders(app, sought, None, first()).await?,
        search::payments(app, sought, first()).await?,
    ))
}

const fn first<C>() -> Page<C> {
    Page {
        limit: SHOWN,
        after: None,
    }
}

fn take(page: &mut pages::Search, orders: Paged<Order>, payments: Paged<Payment>, query: &str) {
    let more = |next: Option<String>, list| next.map(|_| format!("/console/{list}{query}"));
    page.more_orders = more(orders.next, "orders");
    page.more_payments = more(payments.next, "payments");
    page.orders = orders.items;
    page.payments = payments.items;
}

async fn customer(app: &App, text: &str) -> Result<Option<domain::customer::Customer>, Problem> {
    let Ok(id) = text.parse::<CustomerId>() else {
        return Ok(None);
    };
    match views::customer(app, &id).await {
        Ok(customer) => Ok(Some(customer)),
        Err(FlowError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A customer's uses under one of the seller's references.
async fn spends(
    app: &App,
    customer: &str,
    reference: &str,
) -> Result<Vec<(String, Cell, Cell)>, Problem> {
    let Ok(customer) = customer.parse::<CustomerId>() else {
        return Ok(Vec::new());
    };
    let found = match views::spends(app, &customer, Some(reference), first()).await {
        Ok(found) => found.items,
        Err(FlowError::Invalid { .. }) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let cells = found.into_iter().map(|spend| {
        let credits = Cell::Number(spend.credits.get());
        (spend.id.to_string(), credits, Cell::When(spend.at))
    });
    Ok(cells.collect())
}

#[cfg(test)]
mod tests {
    use super::{Won, amount, page_of_id};

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for text in ["29700", "29,700", "29,700원", "₩29,700"] {
            assert_eq!(amount(text).map(Won::get), Some(29_700), "{text}");
        }
        for text in ["", "원", "-5", "1.5", "29700x", "99999999999999999999"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn an_id_leads_to_its_page_and_nowhere_else() {
        let id = "ord_01arz3ndektsv4rrffq69g5fav";
        assert_eq!(
            page_of_id(id).as_deref(),
            Some("/console/orders/ord_01arz3ndektsv4rrffq69g5fav")
        );
        for text in ["ord_", "ord_/../../v1/x/y/z/a/b/c/d/e", "alice", "orders"] {
            assert_eq!(page_of_id(text), None, "{text}");
        }
    }
}
