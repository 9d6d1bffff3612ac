//! The staged rows of every kind.

use super::{
    facts::{Changes, Facts},
    staged_rows::StagedRows,
};
use crate::{
    approval::Approval,
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, LotId, OrderId, PaymentId,
        QuoteId, RefundId, SpendId,
    },
    lot::Lot,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
};

macro_rules! staged {
    ($($kind:ident: $key:ty => $row:ty [$($owner:ident)?],)+) => {
        /// The staged rows of every kind, and the customers' balances with them.
        #[derive(Debug)]
        pub(super) struct Rows {
            $(pub(super) $kind: StagedRows<$key, $row>,)+
            pub(super) balances: StagedRows<CustomerId, Credits>,
        }

        impl Rows {
            pub(super) fn of(facts: Facts) -> Self {
                Self {
                    $($kind: StagedRows::of(facts.$kind.into_iter().map(|row| (row.id.clone(), row))),)+
                    balances: StagedRows::of(facts.balances),
                }
            }

            /// Keeps the changes of the command.
            pub(super) fn keep(&mut self) {
                $(self.$kind.keep();)+
                self.balances.keep();
            }

            /// Undoes the changes of the command.
            pub(super) fn take_back(&mut self) {
                $(self.$kind.take_back();)+
                self.balances.take_back();
            }

            /// The changed rows, together with `added`.
            pub(super) fn into_changes(self, added: Changes) -> Changes {
                Changes {
                    $($kind: self.$kind.into_changed(),)+
                    ..added
                }
            }
        }
    };
}

crate::kinds!(staged);
