//! Cash receipts: issued and taken back in part, refused and asked for again, and waiting for a person.

use domain::{
    books::cash_receipts::{ChangeReceipt, FollowReceipt, RecordReceipt, Recorded, RequestReceipt},
    cash_receipt::{Identity, ReceiptPurpose, ReceiptWay},
    command::Answer,
    id::{CashReceiptId, PaymentId},
    kind::Method,
    payment::{Payment, Snapshot},
};

use super::{Story, id, snapshot};

impl Story {
    pub(super) async fn receipts(&mut self) {
        let payment = self.transferred("rosa").await;
        let issued = self.receipt("rosa", payment.id, ReceiptWay::Provider).await;
        self.issued("rosa", payment.id, issued).await;
        self.taken("rosa", &payment, 2_000).await;
        let payment = self.transferred("sam").await;
        let refused = self.receipt("sam", payment.id, ReceiptWay::Provider).await;
        let failed = Recorded::Failed {
            failure: None,
            note: Some("the number is not known".to_owned()),
        };
        self.recorded("sam", payment.id, refused, failed).await;
        self.receipt("sam", payment.id, ReceiptWay::Provider).await;
        let payment = self.transferred("tina").await;
        let by_hand = self.receipt("tina", payment.id, ReceiptWay::Hand).await;
        self.issued("tina", payment.id, by_hand).await;
        let payment = self.transferred("tina").await;
        self.receipt("tina", payment.id, ReceiptWay::Hand).await;
        let payment = self.transferred("una").await;
        let issued = self.receipt("una", payment.id, ReceiptWay::Provider).await;
        self.issued("una", payment.id, issued).await;
        let purpose = ReceiptPurpose::ExpenseProof;
        let change = ChangeReceipt {
            customer: id("una"),
            payment: payment.id,
            receipt: issued,
            purpose,
            identity: Identity::new(purpose, "124-81-00998").unwrap(),
        };
        let cancel = match self.ok(change).await {
            Answer::CashReceipt(cancel) => cancel.request.id,
            other => panic!("{other:?}"),
        };
        self.issued("una", payment.id, cancel).await;
    }

    /// A payment of 10,000 won from an account.
    async fn transferred(&mut self, who: &str) -> Payment {
        let order = self.confirming(who, "direct-1000", 1).await;
        let paid = snapshot(order, 10_000, 0, Vec::new(), self.now());
        let method = Method::AccountTransfer;
        self.observed(who, order, Snapshot { method, ..paid }).await
    }

    /// Others take a part of it, which is taken back of the receipt.
    async fn taken(&self, who: &str, payment: &Payment, cancelled: i64) {
        let taken = snapshot(payment.order, 10_000, cancelled, Vec::new(), self.now());
        let method = Method::AccountTransfer;
        self.observed(who, payment.order, Snapshot { method, ..taken })
            .await;
        let (customer, payment) = (id(who), payment.id);
        self.ok(FollowReceipt { customer, payment }).await;
    }

    async fn receipt(&self, who: &str, payment: PaymentId, way: ReceiptWay) -> CashReceiptId {
        let purpose = ReceiptPurpose::IncomeDeduction;
        let request = RequestReceipt {
            customer: id(who),
            payment,
            purpose,
            identity: Identity::new(purpose, "010-1234-5678").unwrap(),
            way,
        };
        match self.ok(request).await {
            Answer::CashReceipt(receipt) => receipt.request.id,
            other => panic!("{other:?}"),
        }
    }

    async fn issued(&self, who: &str, payment: PaymentId, request: CashReceiptId) {
        let done = Recorded::Done {
            receipt_key: Some(format!("key of {request}")),
            issue_number: Some("150000001".to_owned()),
            url: Some("https://receipt.example/1".to_owned()),
            note: None,
        };
        self.recorded(who, payment, request, done).await;
    }

    async fn recorded(
        &self,
        who: &str,
        payment: PaymentId,
        request: CashReceiptId,
        recorded: Recorded,
    ) {
        self.ok(RecordReceipt {
            customer: id(who),
            payment,
            request,
            recorded,
        })
        .await;
    }
}
