//! Every row is the same after writing and reading.

mod refused;

use credit_gateway::store::{Page, StoreError, Timeline, inbox, keys, reads};
use domain::{
    books::{Changes, Facts, Needs},
    money::Credits,
};

use crate::{chain, databases, look, prompt, samples::*, write};

fn all_of_alice() -> Needs {
    Needs {
        customers: [customer_id("alice")].into(),
        orders: [order_id(1)].into(),
        spends: [spend_id(1)].into(),
        holds: [hold_id(1)].into(),
        lots: [lot_id(1)].into(),
        policy_notices_of: [customer_id("alice")].into(),
        quotes: [quote_id(1)].into(),
        receipts_of: [payment_id(1)].into(),
        disputes_of: [payment_id(1)].into(),
        tax_invoices_of: [payment_id(1)].into(),
        subscriptions: [subscription_id(1)].into(),
        webhook_endpoints: [endpoint_id(1)].into(),
        contracts: [contract_id(1)].into(),
        campaigns: [campaign_id(1)].into(),
        movements: [("bank".parse().unwrap(), "m/1".to_owned())].into(),
        events: [
            (toss(), "evt/1".to_owned()),
            (toss(), "evt/none".to_owned()),
        ]
        .into(),
        idempotency_keys: [
            ("key_1".to_owned(), "k/1".to_owned()),
            ("key_2".to_owned(), "k/1".to_owned()),
        ]
        .into(),
        ..Needs::default()
    }
}

/// What was asked for, recorded and decided about payments.
fn of_payments_are_kept(facts: &Facts, given: &Changes) {
    assert_eq!(facts.cash_receipt_requests, given.cash_receipt_requests);
    assert_eq!(facts.cash_receipt_outcomes, given.cash_receipt_outcomes);
    assert_eq!(facts.disputes, given.disputes);
    assert_eq!(facts.dispute_decisions, given.dispute_decisions);
    assert_eq!(facts.tax_invoices, given.tax_invoices);
}

#[tokio::test]
async fn every_row_is_read_back_as_it_was_written() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let facts = look(&test.db, &all_of_alice(), 10).await.unwrap();
        assert_eq!(facts.customers, given.customers);
        assert_eq!(facts.orders, given.orders);
        assert_eq!(facts.payments, given.payments);
        assert_eq!(facts.lots, given.lots);
        assert_eq!(facts.spends, given.spends);
        assert_eq!(facts.holds, given.holds);
        let extended = &given.hold_extensions[0];
        let kept = format!(
            "SELECT COUNT(*) FROM hold_extensions WHERE id = '{}' AND hold_id = '{}' AND customer_id = 'alice' \
             AND was_at = {} AND until_at = {} AND extended_at = {}",
            extended.id,
            extended.hold,
            extended.was.timestamp_micros(),
            extended.until.timestamp_micros(),
            extended.at.timestamp_micros(),
        );
        assert_eq!(test.database.number(&kept).await, 1);
        assert_eq!(facts.expiry_notices, given.expiry_notices);
        assert_eq!(facts.policy_notices, given.policy_notices);
        assert_eq!(facts.quotes, given.quotes);
        assert_eq!(facts.refunds, given.refunds);
        assert_eq!(facts.deposits, given.deposits);
        of_payments_are_kept(&facts, &given);
        assert_eq!(facts.subscriptions, given.subscriptions);
        assert_eq!(facts.due_months, given.due_months);
        let months = Timeline {
            after: -1,
            limit: 10,
        };
        assert_eq!(
            reads::distributions_of(&test.db, subscription_id(1), months)
                .await
                .unwrap(),
            given.distributions
        );
        assert_eq!(facts.webhook_endpoints, given.webhook_endpoints);
        assert_eq!(facts.campaigns, given.campaigns);
        assert_eq!(facts.redemptions, given.redemptions);
        assert_eq!(facts.contracts, given.contracts);
        assert_eq!(facts.events, [(toss(), "evt/1".to_owned())].into());
        assert_eq!(facts.idempotency_keys, given.idempotency_keys);
        for received in &given.received {
            assert_eq!(
                inbox::get(&test.db, received.id).await.unwrap().as_ref(),
                Some(received)
            );
        }
        let entries = chain(&test.db, &customer_id("alice"), 0, 10).await;
        assert_eq!(entries, given.entries);
        let events = reads::events(&test.db, &Page::first(10)).await.unwrap();
        assert_eq!(
            (events[0].kind, &events[0].body, events[0].seq),
            (
                given.events[0].event.kind(),
                &serde_json::to_value(&given.events[0].event).unwrap(),
                Some(1)
            )
        );
        assert_eq!(
            reads::audit_log(&test.db, &Page::first(10)).await.unwrap()[0].detail,
            NASTY
        );
    }
}

/// SQLite writes a set by statements of several sizes: none may lose a row or write one under another's id.
#[tokio::test]
async fn sets_of_every_size_are_written_whole() {
    for test in databases().await {
        let mut next = 1;
        for size in (1..=20).chain([63, 64, 65, 127, 128, 129, 200]) {
            let audit_log: Vec<_> = (next..next + size)
                .map(|n| domain::effects::AuditRecord {
                    detail: format!("{n} of {size}"),
                    ..act(n)
                })
                .collect();
            next += size;
            let changes = Changes {
                audit_log: audit_log.clone(),
                ..Changes::default()
            };
            write(&test.db, &changes).await.unwrap();
            let page = Page::first(i64::try_from(size).unwrap());
            let mut stored = reads::audit_log(&test.db, &page).await.unwrap();
            stored.reverse();
            let told = |id: domain::id::ActId, detail: &str| format!("{id}: {detail}");
            assert_eq!(
                stored
                    .iter()
                    .map(|act| told(act.id, &act.detail))
                    .collect::<Vec<_>>(),
                audit_log
                    .iter()
                    .map(|act| told(act.id, &act.detail))
                    .collect::<Vec<_>>(),
            );
        }
    }
}

#[tokio::test]
async fn a_row_written_again_is_replaced_whole() {
    for test in databases().await {
        let mut changes = one_of_everything();
        write(&test.db, &changes).await.unwrap();
        changes = Changes {
            customers: changes.customers,
            orders: changes.orders,
            lots: changes.lots,
            refunds: changes.refunds,
            ..Changes::default()
        };
        changes.customers[0].debt = Credits::ZERO;
        changes.orders[0].session = None;
        changes.lots[0].remaining = credits(30);
        changes.lots[0].spent = credits(10);
        changes.refunds[0].account = None;
        write(&test.db, &changes).await.unwrap();
        let facts = look(&test.db, &all_of_alice(), 10).await.unwrap();
        assert_eq!(facts.customers, changes.customers);
        assert_eq!(facts.orders, changes.orders);
        assert_eq!(facts.lots, changes.lots);
        assert_eq!(facts.refunds, changes.refunds);
    }
}

#[tokio::test]
async fn a_damaged_row_is_named_and_its_value_is_not() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        prompt(
            &test.db,
            "UPDATE refunds SET account = 'holder 홍길동 110-1234'",
        )
        .await
        .unwrap();
        let error = look(&test.db, &all_of_alice(), 10).await.unwrap_err();
        assert!(
            matches!(
                error,
                StoreError::Damaged {
                    table: "refunds",
                    column: "account",
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains(&refund_id(1).to_string()));
        assert!(!error.to_string().contains("110-1234"));
    }
}

#[tokio::test]
async fn api_keys_are_kept_until_revoked() {
    for test in databases().await {
        let key = keys::ApiKey {
            id: domain::id::KeyId::new(at(0), &mut credit_gateway::entropy::CounterEntropy(1)),
            role: "support".into(),
            hash: "h".into(),
            name: "desk".into(),
            created_at: at(1),
            revoked_at: None,
        };
        keys::add(&test.db, &key, None).await.unwrap();
        assert_eq!(
            keys::by_id(&test.db, key.id).await.unwrap(),
            Some(key.clone())
        );
        assert!(keys::revoke(&test.db, key.id, at(2), None).await.unwrap());
        assert!(!keys::revoke(&test.db, key.id, at(3), None).await.unwrap());
        let revoked = keys::ApiKey {
            revoked_at: Some(at(2)),
            ..key
        };
        assert_eq!(
            keys::list(&test.db, &Page::first(5)).await.unwrap(),
            [revoked]
        );
    }
}
