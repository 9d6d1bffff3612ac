//! The rules of prepaid credits: the meaning of a change of state, never how it is stored, sent or requested. No I/O,
//! no async, no clock, no randomness, no floats.

pub mod actor;
pub mod approval;
pub mod asking;
pub mod books;
pub mod calendar;
pub mod campaign;
pub mod canary;
pub mod command;
pub mod contract;
pub mod contradiction;
pub mod customer;
pub mod deposit;
pub mod effects;
pub mod event;
pub mod failure;
pub mod hash;
pub mod id;
pub mod inbox;
pub mod kind;
pub mod ledger;
pub mod lot;
pub mod mask;
pub mod metadata;
pub mod money;
pub mod order;
pub mod payment;
pub mod policy;
pub mod product;
pub mod refund;
pub mod refusal;
pub mod rulebook;
pub mod spend;
pub mod terms;
