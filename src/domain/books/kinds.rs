//! The kinds of rows that commands change, each said once.

/// Hands the list to a macro: what the rows are called (as their table is), their key and their type, and the field that says
/// whose a row is, where one says it. Rows are written in this order.
#[macro_export]
macro_rules! kinds {
    ($with:ident) => {
        $with! {
            customers: CustomerId => Customer [id],
            orders: OrderId => Order [customer],
            payments: PaymentId => Payment [customer],
            lots: LotId => Lot [customer],
            spends: SpendId => Spend [customer_id],
            holds: HoldId => Hold [customer_id],
            quotes: QuoteId => Quote [customer_id],
            refunds: RefundId => Refund [customer],
            deposits: DepositId => Deposit [],
            contradictions: ContradictionId => Contradiction [customer],
            approvals: ApprovalId => Approval [customer],
        }
    };
}
