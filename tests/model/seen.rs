//! All rows of a sequence in a database, by the tests' own SQL, in the words of the model
//! ([`crate::reference::Model::lines`]).

use std::collections::BTreeMap;

use credit_gateway::flows::standing;
use kit::database::Engine;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::{ids::Ids, product::Lane, reference::Balance, rules::RULES};

/// A connection of its own.
#[derive(Debug)]
pub(crate) enum Reader {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Reader {
    pub(crate) async fn of(engine: Engine, url: &str) -> Self {
        match engine {
            Engine::Sqlite => {
                Self::Sqlite(SqliteConnection::connect(url).await.expect("a connection"))
            }
            Engine::Postgres => {
                Self::Postgres(PgConnection::connect(url).await.expect("a connection"))
            }
        }
    }

    /// Changes something without the product.
    pub(crate) async fn carry_out(&mut self, sql: String) {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(connection) => {
                drop(sqlx::query(sql).execute(connection).await.expect("done"))
            }
            Self::Postgres(connection) => {
                drop(sqlx::query(sql).execute(connection).await.expect("done"))
            }
        }
    }

    async fn rows(&mut self, sql: String) -> Vec<Row> {
        macro_rules! rows {
            ($connection:expr) => {{
                let query = sqlx::query(AssertSqlSafe(sql));
                let rows = query
                    .fetch_all($connection)
                    .await
                    .expect("the rows of a sequence");
                let text = |row: &_, at: usize| -> Option<String> { sqlx::Row::get(row, at) };
                rows.iter().map(|row| Row::of(|at| text(row, at))).collect()
            }};
        }
        match self {
            Self::Sqlite(connection) => rows!(connection),
            Self::Postgres(connection) => rows!(connection),
        }
    }
}

#[derive(Debug)]
struct Row {
    table: String,
    id: String,
    customer: Option<String>,
    first: Option<String>,
    second: Option<String>,
    text: String,
}

impl Row {
    fn of(text: impl Fn(usize) -> Option<String>) -> Self {
        let must = |at: usize| text(at).unwrap_or_default();
        Self {
            table: must(0),
            id: must(1),
            customer: text(2),
            first: text(3),
            second: text(4),
            text: must(5),
        }
    }
}

/// A table: its name here, the columns of the customer and of two other rows, which rows those are, and what is compared.
struct Table {
    name: &'static str,
    from: &'static str,
    first: Option<(&'static str, &'static str, &'static str)>,
    second: Option<(&'static str, &'static str, &'static str)>,
    text: &'static str,
}

static TABLES: &[Table] = &[
    Table {
        name: "order",
        from: "orders",
        first: Some(("payment_id", "payment", "payment")),
        second: None,
        text: "kind || ', ' || amount || ' won, ' || credits || ' credits, ' || state",
    },
    Table {
        name: "payment",
        from: "payments",
        first: Some(("order_id", "order", "order")),
        second: None,
        text: "amount || ' won, ' || refunded || ' refunded, ' || in_flight || ' in flight, ' || cancelled_outside || \
               ' outside, ' || credits_revoked || ' credits gone, ' || debt || ' owed, ' || debt_waived || ' waived'",
    },
    Table {
        name: "quote",
        from: "quotes",
        first: Some(("payment_id", "payment", "payment")),
        second: None,
        text: "amount || ' won, ' || credits || ' credits, ' || basis",
    },
    Table {
        name: "refund",
        from: "refunds",
        first: Some(("payment_id", "payment", "payment")),
        second: Some(("quote_id", "quote", "quote")),
        text: "amount || ' won, ' || credits || ' credits, ' || state || ', due ' || due_at || \
               ', account ' || CASE WHEN account IS NULL THEN 0 ELSE 1 END",
    },
    Table {
        name: "deposit",
        from: "deposits",
        first: Some(("order_id", "order", "order")),
        second: None,
        text: "amount || ' won, ' || state",
    },
    Table {
        name: "lot",
        from: "lots",
        first: Some(("payment_id", "payment", "payment")),
        second: Some(("bonus_of", "bonus of", "payment")),
        text: "kind || ', ' || granted || ' = ' || remaining || ' remaining + ' || held || ' held + ' || spent || \
               ' spent + ' || refunded || ' refunded + ' || expired || ' expired + ' || revoked || ' revoked; ' || \
               debt_paid || ' paid debts, ' || bonus_gone || ' of the bonus gone; policy ' || \
               COALESCE((SELECT SUBSTR(name, 1, 11) FROM contracts WHERE contracts.id = lots.policy), policy) || ', ' || \
               acquired_at || ' to ' || expires_at",
    },
    Table {
        name: "spend",
        from: "spends",
        first: Some(("hold_id", "hold", "hold")),
        second: None,
        text: "credits || ' credits, reversed at ' || COALESCE(reversed_at, 0)",
    },
    Table {
        name: "hold",
        from: "holds",
        first: None,
        second: None,
        text: "credits || ' credits, ' || captured || ' captured, ' || state || ' until ' || expires_at || \
               ', then ' || COALESCE(extended_until, 0)",
    },
    Table {
        name: "extension",
        from: "hold_extensions",
        first: Some(("hold_id", "hold", "hold")),
        second: None,
        text: "'from ' || was_at || ' to ' || until_at || ' at ' || extended_at",
    },
    Table {
        name: "subscription",
        from: "subscriptions",
        first: None,
        second: None,
        text: "plan || ', ' || credits || ' credits a month, ' || state || ' since ' || started_at || ', month ' || next_month || \
               ' at ' || COALESCE(next_due_at, 0) || ', paused ' || COALESCE(paused_at, 0) || ', ended ' || COALESCE(ended_at, 0)",
    },
    Table {
        name: "month",
        from: "distributions",
        first: Some(("subscription_id", "subscription", "subscription")),
        second: Some(("lot_id", "lot", "lot")),
        // Whether it was late is not stored: its event says so.
        text: "'number ' || month || ' of ' || plan || ', ' || credits || ' credits, due ' || due_at || ', made ' || made_at || \
               ', ' || COALESCE(skipped, 'given') || CASE WHEN EXISTS (SELECT 1 FROM events \
               WHERE events.customer_id = distributions.customer_id AND events.kind = 'membership.distributed' \
               AND events.body LIKE '%' || distributions.lot_id || '%' AND events.body LIKE '%\"late\":true%') \
               THEN ', late' ELSE '' END",
    },
    Table {
        name: "approval",
        from: "approvals",
        first: None,
        second: None,
        text: "act || ' of ' || amount || ', ' || state || ', ' || asked_at || ' to ' || expires_at",
    },
    Table {
        name: "contradiction",
        from: "contradictions",
        first: Some(("order_id", "order", "order")),
        second: None,
        text: "kind || ', ' || state || ', ' || amount || ' won, ' || cancelled || ' cancelled, refused ' || \
               CASE WHEN failure IS NULL THEN 0 ELSE 1 END",
    },
    Table {
        name: "contract",
        from: "contracts",
        first: None,
        second: None,
        // Names begin with the contract's number.
        text: "SUBSTR(name, 1, 11) || ', under ' || policy || ', from ' || effective_at",
    },
    Table {
        name: "campaign",
        from: "campaigns",
        first: None,
        second: None,
        text: "gives || ' ' || worth || ', ' || from_at || ' to ' || until_at || ', ended ' || COALESCE(ended_at, 0) || '; ' || \
               used || ' of ' || budget || ' in ' || redeemed || ', ' || overrun || ' beyond in ' || overruns",
    },
    Table {
        name: "redemption",
        from: "redemptions",
        first: Some(("order_id", "order", "order")),
        second: Some(("lot_id", "lot", "lot")),
        // Names begin with the campaign's number.
        text: "(SELECT SUBSTR(name, 1, 11) FROM campaigns WHERE campaigns.id = campaign_id) || ', ' || credits || ' credits, ' || \
               discount || ' won off, ' || state || ', beyond at ' || COALESCE(overrun_at, 0)",
    },
];

/// One statement for everything.
fn statement(ids: &Ids) -> String {
    let names: Vec<String> = ids.customers().iter().map(|id| format!("'{id}'")).collect();
    let names = names.join(", ");
    let mut parts = vec![format!(
        "SELECT 'customer', id, id, CAST(NULL AS TEXT), CAST(NULL AS TEXT), \
         state || ', debt ' || debt || ', waived ' || debt_waived FROM customers WHERE id IN ({names})"
    )];
    for table in TABLES {
        let null = "CAST(NULL AS TEXT)";
        let (first, second) = (
            table.first.map_or(null, |it| it.0),
            table.second.map_or(null, |it| it.0),
        );
        let theirs = format!("customer_id IN ({names})");
        // Found by what the table has an index of.
        let of = |column: &str, from: &str| {
            format!("{column} IN (SELECT id FROM {from} WHERE {theirs})")
        };
        let (customer, which) = match table.name {
            "deposit" => (null, format!("account = '{}'", ids.account)),
            // What is only told to people is left out.
            "contradiction" => (
                "customer_id",
                format!("{theirs} AND kind NOT IN ('gave_back_twice', 'cancel_undone')"),
            ),
            "campaign" => (null, format!("name LIKE '%{}'", ids.campaigns())),
            "month" => ("customer_id", of("subscription_id", "subscriptions")),
            "extension" => ("customer_id", of("hold_id", "holds")),
            _ => ("customer_id", theirs),
        };
        let Table {
            name, from, text, ..
        } = table;
        parts.push(format!(
            "SELECT '{name}', id, {customer}, {first}, {second}, {text} FROM {from} WHERE {which}"
        ));
    }
    parts.join(" UNION ALL ")
}

impl Lane {
    /// Greetings of earlier sequences are over before this one begins: they are for every new customer.
    pub(crate) async fn end_greetings(&mut self) {
        let sql = format!(
            "UPDATE campaigns SET from_at = 0, until_at = 1 WHERE audience = 'new_customer' AND until_at > 1 AND name LIKE '{}'",
            self.ids.campaigns_of_lane()
        );
        self.reader.carry_out(sql).await;
    }

    /// Reads everything, learns the ids of new rows, and returns
    /// what the model must say.
    pub(crate) async fn look(&mut self) -> Vec<String> {
        let mut rows = self.reader.rows(statement(&self.ids)).await;
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        let mut tables: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &rows {
            tables.entry(row.table.as_str()).or_default().push(row);
        }
        for table in TABLES {
            let rows = tables.get(table.name).into_iter().flatten();
            self.ids
                .rows
                .insert(table.name, rows.map(|row| row.id.clone()).collect());
        }
        let mut lines = Vec::new();
        for (who, id) in self.ids.customers().iter().enumerate() {
            let row = tables
                .get("customer")
                .into_iter()
                .flatten()
                .find(|row| row.id == id.as_str());
            let text = row.map_or("open, debt 0, waived 0", |row| row.text.as_str());
            lines.push(format!("customer {who}: {text}"));
            let read = standing::balance(&self.db, &RULES.known(), id, self.ids.now)
                .await
                .expect("a balance");
            let read = read.unwrap_or_default();
            let balance = Balance {
                available: read.available.get(),
                held: read.held.get(),
                debt: read.debt.get(),
                next_expiry: read.next_expiry.map(|at| at.timestamp_micros()),
            };
            lines.push(format!("balance {who}: {balance:?}"));
        }
        for table in TABLES {
            for (at, row) in tables.get(table.name).into_iter().flatten().enumerate() {
                lines.push(self.line(table, at, row));
            }
        }
        lines
    }

    fn line(&self, table: &Table, at: usize, row: &Row) -> String {
        let mut words = Vec::new();
        let whose = |id: &str| {
            self.ids
                .customers()
                .iter()
                .position(|known| known.as_str() == id)
        };
        if let Some(who) = row.customer.as_deref().and_then(whose) {
            words.push(format!("of {who}"));
        }
        for (other, id) in [(table.first, &row.first), (table.second, &row.second)] {
            if let Some((_, label, of)) = other {
                let place = id.as_deref().and_then(|id| self.ids.place(of, id));
                words.push(format!("{label} {place:?}"));
            }
        }
        words.push(row.text.clone());
        format!("{} {at}: {}", table.name, words.join(", "))
    }
}
