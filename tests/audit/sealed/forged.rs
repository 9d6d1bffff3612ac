//! Rows that were forged after they were sealed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::counted;
use crate::databases;

const NO_DIGEST: &str = "AAAAAAAAAAAAAAAAAAAAAA";

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
