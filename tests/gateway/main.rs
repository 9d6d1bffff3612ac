//! The whole path through HTTP, in a simulated world: gateways in this process over a database of their own, the
//! simulated providers, and one clock that only the test moves. Every chapter runs on both engines. Every test ends
//! with an audit of the books and a comparison with the provider's own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[macro_use]
mod support;

mod account_keys;
mod announced;
mod approvals;
mod approvals_of_payouts;
mod bad_input;
mod bad_webhooks;
mod bank;
mod batches;
mod bonus;
#[cfg(feature = "canaries")]
mod canaries;
mod cards;
mod changed_pages;
mod checkouts;
mod console;
mod console_cancels;
mod contracts;
mod contradictions;
mod conventions;
mod crash;
mod credits;
mod debts;
mod delayed_refunds;
mod dev_clock;
mod dev_program;
mod disconnects;
mod exactly_once;
mod expiry;
mod faults;
mod framing;
mod hints;
mod history;
mod idempotency;
mod import;
mod in_doubt;
mod lapses;
mod limits;
mod log;
mod memberships;
mod metadata;
mod my;
mod namesakes;
mod naverpay_windows;
mod notices;
mod one_movement;
mod openapi;
mod openapi_enums;
mod operators;
mod outages;
mod ownership;
mod packages;
mod payment_windows;
mod pinned_terms;
mod plus_signs;
mod policies;
mod pooler;
mod promotions;
mod reads;
mod reasons;
mod reconciliation;
mod redirects;
mod refund_requests;
mod refunds;
mod retention;
mod searches;
mod secrets;
mod settings;
mod signed_webhooks;
mod statements;
mod streams;
mod transfers_by_hand;
mod unmasking;
mod virtual_accounts;
mod walks;
mod wallets;
mod webhook_endpoints;
