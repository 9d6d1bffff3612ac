//! Orders, payments and deposits of the story.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    books::{
        deposits::Then,
        memberships::AskedMonth,
        observe::ObservePayment,
        orders::{AttachSession, BeginConfirmation, OpenOrder},
    },
    command::Answer,
    deposit::{Movement, Source},
    id::{DepositId, OrderId, SubscriptionId},
    kind::Method,
    order::Session,
    payment::{CancelLine, Payment, Snapshot},
};

use super::{BANK, Story, TOSS, id, snapshot, won};

impl Story {
    pub(super) async fn open(
        &mut self,
        who: &str,
        product: &str,
        quantity: i64,
        depositor: Option<&str>,
    ) -> OrderId {
        self.open_with(who, product, quantity, depositor, None)
            .await
    }

    pub(super) async fn open_with(
        &mut self,
        who: &str,
        product: &str,
        quantity: i64,
        depositor: Option<&str>,
        promotion_code: Option<&str>,
    ) -> OrderId {
        let order = OpenOrder {
            by_contract: product.starts_with("acme"),
            month: None,
            promotion_code: promotion_code.map(|code| code.parse().unwrap()),
            id: OrderId::new(self.now(), &mut self.entropy),
            customer: id(who),
            product: product.to_owned(),
            quantity,
            provider: if depositor.is_some() { BANK } else { TOSS },
            method: if depositor.is_some() {
                Method::BankTransfer
            } else {
                Method::Card
            },
            depositor: depositor.map(str::to_owned),
            account: depositor.map(|_| "main".to_owned()),
            return_url: "https://shop.example/done".to_owned(),
            metadata: serde_json::from_str(r#"{"cart":"7"}"#).unwrap(),
            expires_at: self.now() + TimeDelta::hours(1),
            amount_min: won(100),
            amount_max: None,
        };
        self.opened(order).await
    }

    /// An order for the month that a subscription waits for, by card.
    pub(super) async fn open_month(&mut self, who: &str, of: SubscriptionId) -> OrderId {
        let order = OpenOrder {
            by_contract: false,
            month: Some(AskedMonth {
                subscription: of,
                month: None,
            }),
            promotion_code: None,
            id: OrderId::new(self.now(), &mut self.entropy),
            customer: id(who),
            product: String::new(),
            quantity: 1,
            provider: TOSS,
            method: Method::Card,
            depositor: None,
            account: None,
            return_url: "https://shop.example/done".to_owned(),
            metadata: domain::metadata::Metadata::default(),
            expires_at: self.now() + TimeDelta::hours(1),
            amount_min: won(100),
            amount_max: None,
        };
        self.opened(order).await
    }

    async fn opened(&mut self, order: OpenOrder) -> OrderId {
        let (order_id, customer) = (order.id, order.customer.clone());
        self.ok(order).await;
        let session = Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at: self.now() + TimeDelta::hours(1),
        };
        self.ok(AttachSession {
            customer,
            order: order_id,
            session,
        })
        .await;
        order_id
    }

    pub(super) async fn confirming(&mut self, who: &str, product: &str, quantity: i64) -> OrderId {
        let order = self.open(who, product, quantity, None).await;
        self.ok(BeginConfirmation {
            customer: id(who),
            order,
            query: BTreeMap::from([("paymentKey".to_owned(), format!("tgen_{order}"))]),
        })
        .await;
        order
    }

    pub(super) async fn buy(
        &mut self,
        who: &str,
        product: &str,
        quantity: i64,
        price: i64,
    ) -> Payment {
        let order = self.confirming(who, product, quantity).await;
        self.observe(who, order, price, 0, Vec::new()).await
    }

    pub(super) async fn observe(
        &self,
        who: &str,
        order: OrderId,
        price: i64,
        cancelled: i64,
        cancels: Vec<CancelLine>,
    ) -> Payment {
        let snapshot = snapshot(order, price, cancelled, cancels, self.now());
        self.observed(who, order, snapshot).await
    }

    pub(super) async fn observed(&self, who: &str, order: OrderId, snapshot: Snapshot) -> Payment {
        match self
            .ok(ObservePayment {
                customer: id(who),
                order,
                snapshot: Box::new(snapshot),
                asked_at: self.now(),
            })
            .await
        {
            Answer::Observed(seen) => seen.payment.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn deposit(&mut self, name: &str, amount: i64, key: &str) -> DepositId {
        let movement = Movement {
            provider: BANK,
            key: key.to_owned(),
            source: Source::FEED,
            account: "main".to_owned(),
            name: name.to_owned(),
            amount: won(amount),
            at: self.now(),
            balance: None,
        };
        let body = format!(
            r#"{{"type":"deposit.received","data":{{"movement_id":"{key}","amount":{amount}}}}}"#
        );
        match self.receive(&body, Then::Deposit(movement)).await {
            Answer::Receipt(receipt) => receipt.deposit.unwrap().id,
            other => panic!("{other:?}"),
        }
    }
}
