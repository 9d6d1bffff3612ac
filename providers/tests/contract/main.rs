//! The adapters from outside: real words of the providers in, snapshots and named errors out.

mod bank;
mod hostile;
mod kakaopay_config;
mod kakaopay_payments;
mod kakaopay_refunds;
mod kakaopay_snapshots;
mod kakaopay_support;
mod naverpay_config;
mod naverpay_payments;
mod naverpay_refunds;
mod naverpay_snapshots;
mod naverpay_support;
mod return_urls;
mod standard_webhooks;
mod support;
mod toss_config;
mod toss_payments;
mod toss_refunds;
mod toss_snapshots;
mod toss_webhooks;
