//! Rows covered by a seal cannot be rewritten unnoticed, not even by a person who rewrites rows, journal and heads
//! alike.

mod forged;
mod program;

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use credit_gateway::store::Tx;
use credit_gateway::store::{
    audit::{Sealed, audit_since},
    journal,
};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Row as _};

use crate::{TestDatabase, databases, days_off};

impl TestDatabase {
    async fn seal(&self) -> Sealed {
        Sealed {
            at: self.now.timestamp_micros(),
            heads: journal::heads(&self.db).await.unwrap(),
        }
    }

    /// Names of the checks that do not hold, with a seal.
    async fn broken_since(&self, seal: &Sealed) -> Vec<&'static str> {
        let checks = audit_since(&self.db, self.now, &days_off(), seal)
            .await
            .unwrap();
        let broken = checks.into_iter().filter(|check| !check.holds());
        broken.map(|check| check.name).collect()
    }

    /// Rows of texts.
    async fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.db.begin().await.unwrap() {
            Tx::Postgres(tx) => {
                let rows = sqlx::query(sql).fetch_all(&mut **tx).await.unwrap();
                let texts =
                    |row: &sqlx::postgres::PgRow| (0..row.len()).map(|at| row.get(at)).collect();
                rows.iter().map(texts).collect()
            }
            Tx::Sqlite(tx) => {
                let rows = sqlx::query(sql).fetch_all(&mut **tx).await.unwrap();
                let texts =
                    |row: &sqlx::sqlite::SqliteRow| (0..row.len()).map(|at| row.get(at)).collect();
                rows.iter().map(texts).collect()
            }
        }
    }

    /// Changes an act's content and everything that is chained to it, like an expert would.
    async fn rewrite_an_act(&self) {
        for table in ["audit_log", "journal", "chains"] {
            self.strip(table).await;
        }
        self.prompt(
            "UPDATE audit_log SET detail = 'nothing to see' WHERE id = (SELECT MIN(id) FROM kept_audit_log)",
        )
        .await;
        let act = &self
            .texts(
                "SELECT id, actor, act, subject, detail, CAST(acted_at AS TEXT), \
                 CAST(journal_place - journal_place % 128 AS TEXT), CAST(journal_place % 128 AS TEXT) \
                 FROM audit_log WHERE detail = 'nothing to see'",
            )
            .await[0];
        let digest = Sha256::digest(act[..6].iter().map(counted).collect::<String>());
        let element = format!("a{}", URL_SAFE_NO_PAD.encode(&digest[..16]));
        let before: usize = act[7].parse::<usize>().unwrap() * element.len();
        self.prompt(&format!(
            "UPDATE journal SET content = SUBSTR(content, 1, {before}) || '{element}' || SUBSTR(content, {}) WHERE id = {}",
            before + element.len() + 1,
            act[6]
        ))
        .await;
        self.chain_anew().await;
    }

    /// Computes every hash of the journal and every head again.
    async fn chain_anew(&self) {
        let blocks = self
            .texts(
                "SELECT CAST(id / 8796093022208 AS TEXT), CAST(id AS TEXT), CAST(made_at AS TEXT), content \
                 FROM journal ORDER BY journal.id",
            )
            .await;
        let (mut sql, mut chain, mut head) = (String::new(), "", String::new());
        for block in &blocks {
            if block[0] != chain {
                (chain, head) = (&block[0], String::new());
            }
            let mut hex = String::new();
            let text = counted(&head) + &block[1..].iter().map(counted).collect::<String>();
            for byte in Sha256::digest(text) {
                write!(hex, "{byte:02x}").unwrap();
            }
            head = hex;
            write!(
                sql,
                "UPDATE journal SET hash = '{head}' WHERE id = {}; UPDATE chains SET hash = '{head}' WHERE id = {chain};",
                block[1]
            )
            .unwrap();
        }
        self.prompt(&sql).await;
    }
}

fn counted(text: &String) -> String {
    format!("{}:{text}", text.len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rewrite_of_rows_and_journal_alike_is_found_by_a_seal_alone() {
    for test in databases().await {
        let seal = test.seal().await;
        assert_eq!(test.broken_since(&seal).await, Vec::<&str>::new());
        test.rewrite_an_act().await;
        assert_eq!(test.broken().await, Vec::new(), "the rewrite is consistent");
        assert_eq!(test.broken_since(&seal).await, ["sealed"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_after_a_seal_does_not_break_it() {
    for test in crate::empty_databases().await {
        let seal = test.seal().await;
        let now = crate::story::tell(&test.db, crate::story::BUSY).await;
        let checks = audit_since(&test.db, now, &days_off(), &seal)
            .await
            .unwrap();
        assert!(
            checks
                .iter()
                .all(credit_gateway::store::audit::Check::holds)
        );
    }
}

/// The newest commits are removed completely: rows, blocks and heads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_cut_off_with_all_its_traces_is_found_by_a_seal_alone() {
    for test in databases().await {
        let seal = test.seal().await;
        for table in ["audit_log", "journal", "chains"] {
            test.strip(table).await;
        }
        // The last row written outside the writers: somebody read an account number.
        test.prompt(
            "DELETE FROM audit_log WHERE act = 'refund.payout_read'; \
             DELETE FROM journal WHERE id = (SELECT MAX(id) FROM kept_journal WHERE id < 8796093022208); \
             UPDATE chains SET blocks = blocks - 1 WHERE id = 0",
        )
        .await;
        test.chain_anew().await;
        assert_eq!(test.broken().await, Vec::new(), "the cut is consistent");
        assert_eq!(test.broken_since(&seal).await, ["sealed"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_made_up_for_the_past_is_found_by_a_seal_alone() {
    for test in databases().await {
        let seal = test.seal().await;
        let chain = seal.heads.len();
        let id = chain * 8_796_093_022_208;
        let act = [
            "act_made_up",
            "key_1",
            "credits.grant",
            "alice",
            "x",
            "1760000000000000",
        ]
        .map(str::to_owned);
        let digest = Sha256::digest(act.iter().map(counted).collect::<String>());
        let element = format!("a{}", URL_SAFE_NO_PAD.encode(&digest[..16]));
        test.prompt(&format!(
            "INSERT INTO audit_log (id, actor, act, subject, detail, acted_at, journal_place) \
                VALUES ('act_made_up', 'key_1', 'credits.grant', 'alice', 'x', 1760000000000000, {id}); \
             INSERT INTO chains (id, blocks, hash) VALUES ({chain}, 1, ''); \
             INSERT INTO journal (id, made_at, content, hash) VALUES ({id}, 1760000000000000, '{element}', '')"
        ))
        .await;
        for table in ["journal", "chains"] {
            test.strip(table).await;
        }
        test.chain_anew().await;
        assert_eq!(test.broken().await, Vec::new(), "the forgery is consistent");
        assert_eq!(test.broken_since(&seal).await, ["sealed"]);
    }
}

impl TestDatabase {
    /// Appends a block to chain 0, like an expert would. `content` receives the id of the block.
    async fn append(&self, content: impl FnOnce(i64) -> String) -> i64 {
        let blocks = &self
            .texts("SELECT CAST(blocks AS TEXT) FROM chains WHERE id = 0")
            .await[0][0];
        let id = blocks.parse::<i64>().unwrap() * 128;
        let (content, at) = (content(id), self.now.timestamp_micros());
        self.prompt(&format!(
            "INSERT INTO journal (id, made_at, content, hash) VALUES ({id}, {at}, '{content}', ''); \
             UPDATE chains SET blocks = blocks + 1 WHERE id = 0"
        ))
        .await;
        self.chain_anew().await;
        id
    }
}
