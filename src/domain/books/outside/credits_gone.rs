//! How many credits go with the money that others took back.

use crate::{
    lot::Lot,
    money::{Credits, Won},
    payment::Payment,
};

/// The part of the won taken back by others that took credits: the smallest amount that takes as many credits as went.
pub(in crate::books) fn took_credits(payment: &Payment, lot: &Lot) -> Won {
    let took = payment
        .amount
        .share_ceil(payment.credits_revoked.get(), lot.granted.get())
        .unwrap_or(payment.amount);
    took.min(payment.cancelled_outside)
}

/// The part of the won taken back by others that took no credits. Only this part can have made up for what our refunds
/// were short of.
pub(in crate::books) fn took_no_credits(payment: &Payment, lot: &Lot) -> Won {
    payment
        .cancelled_outside
        .minus_or_zero(took_credits(payment, lot))
}

/// Credits that go with the money that others took back, within the part of a payment that our own refunds leave. The
/// won that our refunds were `short` of take no credits. But `took` won had taken theirs, maybe before any refund was
/// short.
pub(in crate::books) fn credits_gone(
    payment: &Payment,
    lot: &Lot,
    short: Won,
    took: Won,
) -> Credits {
    let room = payment
        .amount
        .minus_or_zero(payment.refunded)
        .minus_or_zero(payment.in_flight);
    let outside = payment.cancelled_outside;
    let covered = outside
        .minus_or_zero(short)
        .max(took)
        .min(outside)
        .min(room);
    lot.granted
        .share_floor(covered.get(), payment.amount.get())
        .unwrap_or(lot.granted)
}
