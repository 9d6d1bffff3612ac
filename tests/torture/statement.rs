//! The statement of the seller's account, which a person imports beside the feed that reports the same movements. It
//! has no movement names, and its keys are different.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

use serde_json::Value;

use crate::{books::provider_books, shop::Shop};

/// As banks print them: time, money in, name, balance. The balance is left out, so that time, amount and name must
/// suffice.
const HEAD: &str = "거래일시,입금액,기재내용,거래후잔액";
/// For times without a fraction, which is not read.
const SECONDS: usize = "2026-04-08T10:05:42".len();

/// Imports a statement with these movements, as the simulated bank has them.
pub(crate) async fn import(shop: &Shop, movements: &[Value]) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut text = format!("{HEAD}\n");
    for movement in movements {
        let at = movement["deposited_at"].as_str().unwrap()[..SECONDS].replace('T', " ");
        let name = movement["depositor_name"].as_str().unwrap();
        writeln!(text, "{at},{},{name},", movement["amount"]).unwrap();
    }
    let name = format!("statement-{}.csv", NEXT.fetch_add(1, Ordering::Relaxed));
    let file = shop.folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    let settings = [
        ("CREDIT_GATEWAY_PUBLIC_URL", "http://127.0.0.1:9"),
        (
            "CREDIT_GATEWAY_SIGNING_KEY",
            "a person at a desk signs no return address",
        ),
        ("CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER", "00000000000000"),
        ("CREDIT_GATEWAY_BANK_HOLDER", "크레딧"),
        ("CREDIT_GATEWAY_BANK_STATEMENTS_ONLY", "true"),
    ];
    let args = ["import", "--file", &file, "--by", "김담당"];
    shop.ran(&args, &settings).await;
}

/// Imports the statement of the whole time: most of it is known by then.
pub(crate) async fn import_all(shop: &Shop) {
    let books = provider_books(shop).await;
    let movements = books["bank"]["deposits"].as_array().unwrap();
    import(shop, movements).await;
}
