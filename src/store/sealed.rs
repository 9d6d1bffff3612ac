//! Which rows hold accounts or numbers of cash receipts, and under which keys these are encrypted, for `credit-gateway
//! accounts`.

use domain::{approval::Request, books::anew::RowWithAccount, id::CustomerId};

use super::{Db, StoreError, engine::Row, query::Arg, sql::Sql};
use crate::sealing::key_of;

/// Rows of one page.
const PAGE: i64 = 200;

static REFUNDS: Sql = Sql::new(
    "SELECT id, customer_id, account FROM refunds WHERE account IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
);
static CONTRADICTIONS: Sql = Sql::new(
    "SELECT id, customer_id, account, order_id FROM contradictions \
     WHERE account IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
);
static APPROVALS: Sql = Sql::new(
    "SELECT id, customer_id, request FROM approvals \
     WHERE act IN ('refund', 'refund_account', 'contradiction_refund') AND id > $1 ORDER BY id LIMIT $2",
);

static RECEIPTS: Sql = Sql::new(
    "SELECT id, customer_id, identity FROM cash_receipt_requests \
     WHERE identity IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
);

/// A table in which accounts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Refunds,
    Contradictions,
    Approvals,
    /// Numbers of cash receipts. Their rows never change, so they stay under the key they have until they are removed.
    Receipts,
}

impl Holder {
    pub const ALL: [Self; 4] = [
        Self::Refunds,
        Self::Contradictions,
        Self::Approvals,
        Self::Receipts,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Refunds => "refunds",
            Self::Contradictions => "contradictions",
            Self::Approvals => "approvals",
            Self::Receipts => "cash_receipt_requests",
        }
    }
}

/// A row with accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    pub id: String,
    pub customer: CustomerId,
    /// What is stored anew for another key; none of a row that never changes.
    pub row: Option<RowWithAccount>,
    /// Of each account the id of its key; `None` for one in clear text.
    pub under: Vec<Option<String>>,
}

/// The rows with accounts whose ids come after `after`, by their ids; none at the end.
pub async fn page(db: &Db, holder: Holder, after: &str) -> Result<Vec<Holding>, StoreError> {
    let sql = match holder {
        Holder::Refunds => &REFUNDS,
        Holder::Contradictions => &CONTRADICTIONS,
        Holder::Approvals => &APPROVALS,
        Holder::Receipts => &RECEIPTS,
    };
    let rows = db.rows(sql, vec![Arg::Text(after), Arg::Int(PAGE)]).await?;
    rows.iter().map(|row| holding(holder, row)).collect()
}

fn holding(holder: Holder, row: &Row) -> Result<Holding, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let (id, stored) = (text(0)?, text(2)?);
    let damaged = |column| StoreError::damaged(holder.name(), id, column, "cannot be read");
    let one = || vec![key_of(stored).map(str::to_owned)];
    let known = |_| damaged("id");
    let (row, under) = match holder {
        Holder::Receipts => (None, one()),
        Holder::Refunds => (
            Some(RowWithAccount::Refund(id.parse().map_err(known)?)),
            one(),
        ),
        Holder::Contradictions => {
            let order = text(3)?.parse().map_err(|_| damaged("order_id"))?;
            let id = id.parse().map_err(known)?;
            (Some(RowWithAccount::Contradiction { id, order }), one())
        }
        Holder::Approvals => {
            let under = in_request(stored).ok_or_else(|| damaged("request"))?;
            let id = id.parse().map_err(known)?;
            (Some(RowWithAccount::Approval(id)), under)
        }
    };
    Ok(Holding {
        customer: text(1)?.parse().map_err(|_| damaged("customer_id"))?,
        id: id.to_owned(),
        row,
        under,
    })
}

fn in_request(stored: &str) -> Option<Vec<Option<String>>> {
    let request: Request = serde_json::from_str(stored).ok()?;
    let mut under = Vec::new();
    let _as_it_is = request.with_accounts(|account| {
        under.push(account.stored().and_then(key_of).map(str::to_owned));
        account
    });
    Some(under)
}
