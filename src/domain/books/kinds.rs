//! The kinds of rows that commands change, each declared once.

/// Passes the list to a macro: the name of the rows (the same as their table's), their key and their type, and the
/// field that names the row's customer, where there is one. Rows are written in this order.
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
