//! Rows covered by a seal cannot be rewritten unnoticed, not even by a person who rewrites rows, journal and heads
//! alike.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use credit_gateway::store::{
    audit::{Sealed, audit_since},
    journal,
};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Row as _};

use credit_gateway::store::Tx;

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

fn program(arguments: &[&str]) -> (bool, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_credit-gateway"))
        .args(arguments)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_is_made_and_believed_by_its_key_alone() {
    let test = databases().await.remove(0);
    let folder = test.database.folder();
    let file = |name: &str| folder.join(name).display().to_string();
    let (key, other, seal) = (file("seal.key"), file("other.key"), file("seal.json"));
    for key in [&key, &other] {
        assert!(program(&["seal-key", "--out", key]).0);
    }
    let database = test.database.url.clone();
    let sealing = [
        "seal",
        "--key",
        &key,
        "--out",
        &seal,
        "--database-url",
        &database,
    ];
    let (sealed, said) = program(&sealing);
    assert!(sealed, "{said}");
    assert!(!program(&sealing).0, "a seal is never overwritten");
    let public = format!("{key}.pub");
    let audit = [
        "audit",
        "--seal",
        &seal,
        "--seal-public-key",
        &public,
        "--database-url",
        &database,
    ];
    // The story goes on beyond the machine's own clock, which another check reports.
    let (_, said) = program(&audit);
    assert!(said.contains("holds   sealed"), "{said}");

    let stranger = format!("{other}.pub");
    let by_stranger = [
        "audit",
        "--seal",
        &seal,
        "--seal-public-key",
        &stranger,
        "--database-url",
        &database,
    ];
    let (believed, said) = program(&by_stranger);
    assert!(
        !believed && said.contains("not signed with this key"),
        "{said}"
    );

    test.rewrite_an_act().await;
    let (sound, said) = program(&audit);
    assert!(!sound && said.contains("BROKEN  sealed"), "{said}");

    let written = std::fs::read_to_string(&seal).unwrap();
    std::fs::write(&seal, written.replacen("\"blocks\": ", "\"blocks\": 1", 1)).unwrap();
    let (believed, said) = program(&audit);
    assert!(!believed && said.contains("was changed"), "{said}");
}

const NO_DIGEST: &str = "AAAAAAAAAAAAAAAAAAAAAA";

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

/// A sealed row is deleted, and a block is appended that cancels its record.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_act_is_not_deleted_unseen() {
    for test in databases().await {
        let seal = test.seal().await;
        for table in ["audit_log", "journal", "chains"] {
            test.strip(table).await;
        }
        let gone = &test
            .texts(
                "SELECT id, CAST(journal_place AS TEXT) FROM audit_log WHERE act = 'refund.payout_read'",
            )
            .await[0];
        let place: i64 = gone[1].parse().unwrap();
        test.prompt(&format!("DELETE FROM audit_log WHERE id = '{}'", gone[0]))
            .await;
        test.append(|id| format!("a{NO_DIGEST}P{place:022}P{id:022}"))
            .await;
        assert_ne!(test.broken_since(&seal).await, Vec::<&str>::new());
    }
}

/// A line of the audit log is rewritten, and a block is appended that records the new content.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_act_is_not_rewritten_unseen() {
    for test in databases().await {
        let seal = test.seal().await;
        for table in ["audit_log", "journal", "chains"] {
            test.strip(table).await;
        }
        test.prompt(
            "UPDATE audit_log SET actor = 'key_2', detail = 'x' WHERE act = 'refund.payout_read'",
        )
        .await;
        let act = &test
            .texts(
                "SELECT id, actor, act, subject, detail, CAST(acted_at AS TEXT), CAST(journal_place AS TEXT) \
                 FROM audit_log WHERE act = 'refund.payout_read'",
            )
            .await[0];
        let place: i64 = act[6].parse().unwrap();
        let digest = Sha256::digest(act[..6].iter().map(counted).collect::<String>());
        let digest = URL_SAFE_NO_PAD.encode(&digest[..16]);
        let id = test.append(|_| format!("a{digest}P{place:022}")).await;
        test.prompt(&format!(
            "UPDATE audit_log SET journal_place = {id} WHERE act = 'refund.payout_read'"
        ))
        .await;
        assert_ne!(test.broken_since(&seal).await, Vec::<&str>::new());
    }
}

/// A sealed quote, which never changes, is rewritten as if it had changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_quote_is_not_rewritten_unseen() {
    for test in databases().await {
        let seal = test.seal().await;
        for table in ["quotes", "journal", "chains"] {
            test.strip(table).await;
        }
        test.prompt(
            "UPDATE quotes SET wanted = credits, expires_at = expires_at - 1000000 WHERE id = \
             (SELECT MAX(id) FROM kept_quotes WHERE wanted IS NULL AND beyond IS NULL)",
        )
        .await;
        let row = &test
            .texts(
                "SELECT id, payment_id, customer_id, CAST(amount AS TEXT), CAST(credits AS TEXT), basis, lines, policy, \
                 policy_hash, CAST(quoted_at AS TEXT), CAST(expires_at AS TEXT), CAST(asked_at AS TEXT), \
                 CAST(wanted AS TEXT), CAST(COALESCE(journal_revision, journal_place + 1) AS TEXT) \
                 FROM quotes WHERE id = (SELECT MAX(id) FROM kept_quotes WHERE wanted IS NULL AND beyond IS NULL)",
            )
            .await[0];
        let before: i64 = row[13].parse().unwrap();
        let text = row[..13].iter().map(counted).collect::<String>() + "-";
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..16]);
        let id = test.append(|_| format!("Q{digest}P{before:022}")).await;
        test.prompt(&format!(
            "UPDATE quotes SET journal_revision = {id} WHERE id = '{}'",
            row[0]
        ))
        .await;
        assert_ne!(test.broken_since(&seal).await, Vec::<&str>::new());
    }
}

/// An old act is invented after the seal, in a block of today.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_made_up_for_the_past_is_found() {
    for test in databases().await {
        let seal = test.seal().await;
        for table in ["audit_log", "journal", "chains"] {
            test.strip(table).await;
        }
        let act = [
            "act_made_up",
            "key_1",
            "debt.waive",
            "alice",
            "x",
            "1760000000000000",
        ]
        .map(str::to_owned);
        let digest = Sha256::digest(act.iter().map(counted).collect::<String>());
        let digest = URL_SAFE_NO_PAD.encode(&digest[..16]);
        let id = test.append(|_| format!("a{digest}")).await;
        test.prompt(&format!(
            "INSERT INTO audit_log (id, actor, act, subject, detail, acted_at, journal_place) \
             VALUES ('act_made_up', 'key_1', 'debt.waive', 'alice', 'x', 1760000000000000, {id})"
        ))
        .await;
        assert_ne!(test.broken_since(&seal).await, Vec::<&str>::new());
    }
}

/// All rows of a customer, credits included, are removed after a seal.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_customer_does_not_vanish_unseen() {
    for test in databases().await {
        let seal = test.seal().await;
        for table in [
            "audit_log",
            "journal",
            "chains",
            "lots",
            "entries",
            "events",
            "customers",
        ] {
            test.strip(table).await;
        }
        let mut places = Vec::new();
        let lots = "(SELECT id FROM kept_lots WHERE customer_id = 'hal')";
        for (letter, of) in [
            ('l', "lots WHERE customer_id = 'hal'".to_owned()),
            (
                'e',
                "entries WHERE customer_id = 'hal' AND journal_place IS NOT NULL".to_owned(),
            ),
            ('v', "events WHERE customer_id = 'hal'".to_owned()),
            ('a', format!("audit_log WHERE subject IN {lots}")),
        ] {
            for row in test
                .texts(&format!("SELECT CAST(journal_place AS TEXT) FROM {of}"))
                .await
            {
                places.push((letter, row[0].parse::<i64>().unwrap()));
            }
            let of = of.replace(" AND journal_place IS NOT NULL", "");
            test.prompt(&format!("DELETE FROM {of}")).await;
        }
        test.prompt("DELETE FROM customers WHERE id = 'hal'").await;
        assert!(places.iter().any(|(letter, _)| *letter == 'l'));
        test.append(|id| {
            let cancel = |(nth, (letter, place)): (i64, &(char, i64))| {
                format!("{letter}{NO_DIGEST}P{place:022}P{:022}", id + 3 * nth)
            };
            (0..).zip(&places).map(cancel).collect()
        })
        .await;
        assert_ne!(test.broken_since(&seal).await, Vec::<&str>::new());
    }
}
