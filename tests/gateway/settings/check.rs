//! What `credit-gateway check` names.

use super::{Desk, addresses, right};
use crate::support::{
    database::{Database, Engine},
    process::Process,
};

/// 24 bytes.
const FEED_SECRET: &str = "whsec_c2V0dGluZ3Mtb2YtdGhlLXRlc3RzLTI0";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_names_every_fault_at_once() {
    let desk = Desk::new();
    let (_taken, taken, silent) = addresses();
    let toss = format!("http://{silent}");
    let database = desk.database();
    let told = desk
        .run(
            &["check"],
            &[
                ("DATABASE_URL", &database),
                ("CREDIT_GATEWAY_LISTEN", &taken),
                (
                    "CREDIT_GATEWAY_PUBLIC_URL",
                    "https://pay.example.com/credits",
                ),
                ("CREDIT_GATEWAY_SIGNING_KEY", "short"),
                ("CREDIT_GATEWAY_ACCOUNT_KEYS", "cg_account_key_short"),
                (
                    "CREDIT_GATEWAY_RETURN_ORIGINS",
                    "https://shop.example.com/,https://m.example.com/done,https://a.example.com",
                ),
                ("CREDIT_GATEWAY_TOSS_SECRET_KEY", "test_sk_settings00000"),
                ("CREDIT_GATEWAY_TOSS_URL", &toss),
                ("CREDIT_GATEWAY_TOSS_VIRTUAL_ACCOUNT_HOURS", "9999"),
                ("CREDIT_GATEWAY_TOSS_CLIENT_KEY", "nonsense"),
                ("CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY", "not a key"),
                ("CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", "id-without-secret"),
                ("CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER", "110123456789"),
                ("CREDIT_GATEWAY_BANK_CODE", "999"),
                ("CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS", "whsec_c2hvcnQ="),
                ("CREDIT_GATEWAY_BANK_ORDER_HOURS", "soon"),
                ("CREDIT_GATEWAY_BANK_SECRET", "whsec_misspelt"),
            ],
        )
        .badly();
    for fault in [
        "CREDIT_GATEWAY_BANK_SECRET: is not a setting",
        "bank_order_hours: invalid value 'soon'",
        &format!("listen: {taken} is taken"),
        "public_url: has a path",
        "the key that signs return URLs has fewer than 32 bytes",
        "account_keys: number 1 is not a key that begins with cg_account_key_",
        "return_origins: `https://shop.example.com/` is not an origin: write https://shop.example.com",
        "return_origins: `https://m.example.com/done` is not an origin: write https://m.example.com",
        "toss_secret_key: is a test key",
        &format!("toss_url: {silent} cannot be reached: "),
        "virtual accounts must live 1 to 2160 hours",
        "the toss client key is not of the form",
        "the kakaopay secret key is not of the form",
        "naverpay_client_secret: is missing, although",
        "the account's holder is missing",
        "bank_code: 999 is no bank that is known",
        "bank_webhook_secrets: number 1 has 5 bytes",
        "catalogue: is not set",
        "metrics_listen: is not set and neither is metrics_key",
        "seller_name: is not set",
        "seller_business_number: is not set",
        "database_url: ",
    ] {
        let lines = told.lines().filter(|line| line.contains(fault));
        assert_eq!(lines.count(), 1, "`{fault}` in {told}");
    }
    assert!(!told.contains("https://a.example.com"), "{told}");
    assert!(!told.contains("whsec_"), "a secret is told: {told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_names_the_server_that_is_not_there_and_the_one_that_forgets() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    let (_other, _, silent) = addresses();
    let nobody = format!("postgres://gateway:CANARY-word@{silent}/gateway");
    let args = ["check", "--config", &file];
    let told = desk.run(&args, &[("DATABASE_URL", &nobody)]).badly();
    let fault = format!("WRONG  database_url: {silent} cannot be reached: ");
    assert!(told.contains(&fault), "{told}");
    assert!(!told.contains("CANARY-word"), "{told}");
    let Some(forgetful) = Database::new(Engine::Postgres).await else {
        return;
    };
    let told = desk.run(&args, &[("DATABASE_URL", &forgetful.url)]).badly();
    assert!(told.contains("PostgreSQL has fsync = off"), "{told}");
    let Some(durable) = Database::durable(Engine::Postgres).await else {
        return;
    };
    let told = desk.run(&args, &[("DATABASE_URL", &durable.url)]).well();
    assert!(!told.contains("WRONG"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn test_keys_serve_a_public_address_only_where_the_operator_says_so() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    desk.run(&["migrate", "--config", &file], &[]).well();
    let refused = [("CREDIT_GATEWAY_ALLOW_TEST_KEYS", "false")];
    for act in ["check", "serve"] {
        let told = desk.run(&[act, "--config", &file], &refused).badly();
        assert!(told.contains("toss_secret_key: is a test key"), "{told}");
    }
    // Nor does it take accounts that it could not store.
    let keyless = [("CREDIT_GATEWAY_ACCOUNT_KEYS", "")];
    for act in ["check", "serve"] {
        let told = desk.run(&[act, "--config", &file], &keyless).badly();
        assert!(told.contains("account_keys: "), "{told}");
    }
    // Naver Pay's keys do not name their environment; its hosts do.
    let naverpay = [
        ("CREDIT_GATEWAY_ALLOW_TEST_KEYS", "false"),
        (
            "CREDIT_GATEWAY_TOSS_SECRET_KEY",
            "live_sk_settings0000000000000000",
        ),
        ("CREDIT_GATEWAY_TOSS_URL", "https://127.0.0.1:9"),
        ("CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET", "secret"),
        ("CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", "client"),
        ("CREDIT_GATEWAY_NAVERPAY_CHAIN_ID", "chain"),
        (
            "CREDIT_GATEWAY_NAVERPAY_URL",
            "https://dev-pay.paygate.naver.com",
        ),
        (
            "CREDIT_GATEWAY_NAVERPAY_WINDOW_URL",
            "https://test-m.pay.naver.com",
        ),
    ];
    let told = desk.run(&["serve", "--config", &file], &naverpay).badly();
    assert!(told.contains("naverpay_url: is the development"), "{told}");
    let mut serving = Process::start(&["serve", "--config", &file], &[], &desk.log());
    let client = crate::support::client::http();
    let ready = format!("http://{listen}/readyz");
    serving.ready(&client, &ready).await;
    assert!(serving.over().is_none(), "{}", serving.said());
    serving.terminate();
    assert!(serving.ended().await.success(), "{}", serving.said());
}

#[test]
fn a_feed_secret_of_the_recommended_length_is_fine() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    desk.run(&["migrate", "--config", &file], &[]).well();
    let feed = [
        ("CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS", FEED_SECRET),
        ("CREDIT_GATEWAY_BANK_STATEMENTS_ONLY", "false"),
    ];
    let told = desk.run(&["check", "--config", &file], &feed).well();
    assert!(!told.contains("WRONG"), "{told}");
}

#[test]
fn the_check_says_where_the_file_of_holidays_ends_and_what_it_leaves_out() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    desk.run(&["migrate", "--config", &file], &[]).well();
    let args = ["check", "--config", &file];
    let built_in = desk.run(&args, &[]).well();
    let note = "note   holidays: the file ends with 2031; after it the holidays of fixed date are known by rule, but not the lunar ones";
    assert!(built_in.contains(note), "{built_in}");
    assert!(!built_in.contains("not have it"), "{built_in}");
    let holidays = desk.folder.path().join("holidays.csv");
    std::fs::write(&holidays, "date,name\n2024-01-01,a\n").unwrap();
    let variable = [("CREDIT_GATEWAY_HOLIDAYS", holidays.to_str().unwrap())];
    let told = desk.run(&args, &variable).badly();
    for line in [
        "WRONG  holidays: the file ends with 2024; ",
        "note   holidays: 2024-03-01 is 삼일절 by rule, and the file does not have it",
        "note   holidays: 2024 has no Seollal in the file",
    ] {
        assert!(told.contains(line), "`{line}` in {told}");
    }
}
