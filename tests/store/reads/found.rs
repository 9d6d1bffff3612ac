//! Things found by id or by state.

use credit_gateway::store::{Page, counts, reads};
use domain::deposit::DepositState;

use crate::{databases, prompt, samples::*, write};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one look at each kind of thing")]
async fn things_are_found_by_id_and_deposits_by_state() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let db = &test.db;
        assert_eq!(
            reads::order(db, order_id(1)).await.unwrap().as_ref(),
            given.orders.first()
        );
        assert_eq!(
            reads::payment(db, payment_id(1)).await.unwrap().as_ref(),
            given.payments.first()
        );
        assert_eq!(
            reads::spend(db, spend_id(1)).await.unwrap().as_ref(),
            given.spends.first()
        );
        assert_eq!(
            reads::hold(db, hold_id(1)).await.unwrap().as_ref(),
            given.holds.first()
        );
        assert_eq!(
            reads::refund(db, refund_id(1)).await.unwrap().as_ref(),
            given.refunds.first()
        );
        assert_eq!(
            reads::deposit(db, deposit_id(1)).await.unwrap().as_ref(),
            given.deposits.first()
        );
        assert_eq!(
            reads::lot_of_payment(db, payment_id(1))
                .await
                .unwrap()
                .as_ref(),
            given.lots.first()
        );
        assert_eq!(
            reads::refunds_of_payment(db, payment_id(1)).await.unwrap(),
            given.refunds
        );
        assert_eq!(
            reads::deposit_by_key(db, &"bank".parse().unwrap(), "m/1")
                .await
                .unwrap()
                .as_ref(),
            given.deposits.first()
        );
        assert_eq!(reads::order(db, order_id(9)).await.unwrap(), None);
        let page = Page::first(9);
        let open = [DepositState::Unmatched, DepositState::Late];
        assert_eq!(
            reads::deposits_in(db, &open, &page).await.unwrap(),
            given.deposits
        );
        assert_eq!(
            reads::deposits_in(db, &[DepositState::Matched], &page)
                .await
                .unwrap(),
            []
        );
        let counted = counts(db).await.unwrap();
        assert_eq!(
            (
                counted.deposits_open,
                counted.refunds_sent,
                counted.jobs_waiting
            ),
            (1, 1, 1)
        );
        assert_eq!(
            (counted.oldest_refund, counted.oldest_job),
            (Some(at(6)), Some(at(5)))
        );
        let [deposit] = &given.deposits[..] else {
            panic!("one deposit")
        };
        assert_eq!(counted.oldest_deposit, Some(deposit.received_at));
        // The sample's money is on its way back, so that nobody has to decide.
        assert_eq!(counted.oldest_contradiction, None);
        prompt(db, "UPDATE contradictions SET state = 'open'")
            .await
            .unwrap();
        let counted = counts(db).await.unwrap();
        let opened = given.contradictions.first().map(|one| one.opened_at);
        assert_eq!(counted.oldest_contradiction, opened);
    }
}
