//! All rows of a sequence in a database, by the tests' own SQL, in the words of the model
//! ([`crate::reference::Model::lines`]).

use std::collections::BTreeMap;

use credit_gateway::{flows::standing, store::webhooks};
use domain::event::EventKind;
use kit::database::Engine;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::{
    ids::{EVENTS, Ids},
    product::Lane,
    reference::Balance,
    rules::RULES,
    tables::{TABLES, Table},
};

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
        let query = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(connection) => {
                sqlx::query(query).execute(connection).await.expect("done");
            }
            Self::Postgres(connection) => {
                sqlx::query(query).execute(connection).await.expect("done");
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
            "low" => ("customer_id", format!("{theirs} AND kind = 'balance.low'")),
            "given" => (
                "customer_id",
                format!("{theirs} AND kind = 'campaign.redeemed'"),
            ),
            "endpoint" => (null, format!("url = '{}'", ids.endpoint_url())),
            "campaign" => (null, format!("name LIKE '%{}'", ids.campaigns())),
            "due month" | "month" => ("customer_id", of("subscription_id", "subscriptions")),
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
        self.look_at_endpoints(&mut lines).await;
        for table in TABLES {
            for (at, row) in tables.get(table.name).into_iter().flatten().enumerate() {
                lines.push(self.line(table, at, row));
            }
        }
        lines
    }

    /// What the product says of endpoints: which events they take, and which secrets sign now.
    async fn look_at_endpoints(&self, lines: &mut Vec<String>) {
        let count = self.ids.rows.get("endpoint").map_or(0, Vec::len);
        for at in 0..count {
            let known = webhooks::endpoint(&self.db, self.ids.endpoint(at)).await;
            let it = known.expect("an answer").expect("an endpoint");
            let place = |kind: &EventKind| EVENTS.iter().position(|known| known == kind);
            let takes: Vec<usize> = it.types.iter().filter_map(place).collect();
            let signs: Vec<&str> = it.signing_salts(self.ids.now).collect();
            lines.push(format!(
                "endpoint {at} takes {takes:?} and signs with {signs:?}"
            ));
        }
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
        words.push(match table.name {
            "low" => low_in_words(&row.text),
            "given" => given_in_words(&row.text),
            _ => row.text.clone(),
        });
        format!("{} {at}: {}", table.name, words.join(", "))
    }
}

/// The event of a balance that is low.
fn low_in_words(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).expect("the body of an event");
    let number = |name: &str| body[name].as_i64().expect("a number");
    let (before, after) = (number("available_before"), number("available_after"));
    format!("below {}, from {before} to {after}", number("threshold"))
}

/// The event of a campaign's gift.
fn given_in_words(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).expect("the body of an event");
    let (credits, discount) = (&body["credits"], &body["discount"]);
    format!(
        "{credits} credits, {discount} won off, beyond {}",
        body["overrun"]
    )
}
