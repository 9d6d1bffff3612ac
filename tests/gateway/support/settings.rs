//! The configuration of a world's gateways and simulated providers.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use credit_gateway::store::Pooler;
use credit_gateway::{
    clock::{Clock as _, TestClock},
    config::{
        AccountSettings, AuditSettings, Database, Documents, EdgeSettings, POLICY_NOTICE_DAYS,
        ReconcileSettings, SellerSettings, Settings, StatementSettings, Tuning,
    },
};
use providers::{
    bank::BankConfig,
    kakaopay::KakaoPayConfig,
    naverpay::{NaverPayConfig, PARTNER_ID},
    portone::{PortOneConfig, WINDOW_HOSTS},
    settings::ProviderSettings,
    toss::TossConfig,
};
use secrecy::SecretString;

pub(crate) use super::database::account_keys;
use super::process::canary;

pub(crate) const TOSS_KEY: &str = "test_sk_world00000000000000000000";
pub(crate) const TOSS_CLIENT_KEY: &str = "test_ck_world00000000000000000000";
const KAKAOPAY_KEY: &str = "DEVSANDBOX000000000000000000000000000000";
const KAKAOPAY_CID: &str = "TC0ONETIME";
const NAVERPAY_CLIENT: &str = "sandbox-naverpay-client";
const NAVERPAY_SECRET: &str = "sandbox-naverpay-secret";
const NAVERPAY_CHAIN: &str = "sandbox-naverpay-chain";
pub(crate) const PORTONE_SECRET: &str = "world-portone-api-secret";
const PORTONE_STORE: &str = "store-world";
const PORTONE_CHANNEL: &str = "channel-key-world";
pub(crate) const PORTONE_WEBHOOKS: &str = "whsec_d29ybGQtb2YtcG9ydG9uZS1zZWNyZXRz";
pub(crate) const BANK_SECRET: &str = "whsec_d29ybGQtb2YtdGVzdHMtc2VjcmV0";
pub(crate) const PAYACTION_KEY: &str = "wk_world_of_tests";
const PAYACTION_MALL: &str = "1689197615581x256615117901486500";
const SIGNING_KEY: &str = "a-signing-key-of-the-tests-with-32-bytes-and-more";

/// Signs the statements of every world.
pub(crate) fn statement_key() -> String {
    credit_gateway::signing::STATEMENT.text([7; 32])
}

/// Every provider that the simulators have but PortOne, and a bank account with both feeds.
pub(crate) fn settings(
    policies: &[PathBuf],
    database_url: &str,
    public_url: &str,
    sandbox: &str,
) -> Settings {
    Settings {
        database: Database {
            database_url: database_url.to_owned(),
            database_pooler: Pooler::Session,
        },
        documents: Documents {
            policies: policies.to_vec(),
            policy_notice_days: POLICY_NOTICE_DAYS,
            ..Documents::default()
        },
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: public_url.parse().unwrap(),
        signing_key: SecretString::from(SIGNING_KEY),
        return_origins: Vec::new(),
        allow_test_keys: false,
        providers: ProviderSettings {
            toss: TossConfig {
                toss_secret_key: Some(SecretString::from(TOSS_KEY)),
                toss_url: format!("{sandbox}/toss").parse().unwrap(),
                toss_client_key: None,
                toss_sdk_url: format!("{sandbox}/toss/v2/standard").parse().unwrap(),
                toss_virtual_account_hours: 168,
                toss_test_code: None,
            },
            kakaopay: KakaoPayConfig {
                kakaopay_secret_key: Some(SecretString::from(KAKAOPAY_KEY)),
                kakaopay_cid: KAKAOPAY_CID.to_owned(),
                kakaopay_url: format!("{sandbox}/kakaopay").parse().unwrap(),
            },
            naverpay: NaverPayConfig {
                naverpay_client_id: NAVERPAY_CLIENT.to_owned(),
                naverpay_client_secret: Some(SecretString::from(NAVERPAY_SECRET)),
                naverpay_chain_id: NAVERPAY_CHAIN.to_owned(),
                naverpay_partner_id: PARTNER_ID.to_owned(),
                naverpay_url: format!("{sandbox}/naverpay").parse().unwrap(),
                naverpay_window_url: format!("{sandbox}/naverpay").parse().unwrap(),
                naverpay_sdk_url: None,
            },
            portone: portone(sandbox),
            bank: BankConfig {
                bank_account: "main".to_owned(),
                bank_code: "004".to_owned(),
                bank_account_number: Some("12345678901234".to_owned()),
                bank_holder: "크레딧".to_owned(),
                bank_webhook_secrets: vec![SecretString::from(BANK_SECRET)],
                bank_payaction_key: Some(SecretString::from(PAYACTION_KEY)),
                bank_payaction_mall_id: Some(PAYACTION_MALL.to_owned()),
                bank_statements_only: false,
                bank_order_hours: 24,
            },
        },
        edge: EdgeSettings::default(),
        statement: StatementSettings {
            statement_key: Some(SecretString::from(statement_key())),
        },
        seller: SellerSettings::default(),
        accounts: AccountSettings {
            account_keys: account_keys(),
        },
        // What the simulators keep.
        reconcile: ReconcileSettings {
            fees: "toss=2.1;kakaopay=2.1;naverpay=2.1".parse().unwrap(),
            ..ReconcileSettings::default()
        },
        audit: AuditSettings::default(),
        tuning: Tuning {
            canary: canary(),
            ..Tuning::default()
        },
    }
}

/// Card, easy pay and virtual accounts, on one test channel. It is off: a world that is to have it sets the secret.
fn portone(sandbox: &str) -> PortOneConfig {
    let methods = ["card", "easy_pay", "virtual_account"];
    PortOneConfig {
        portone_api_secret: None,
        portone_store_id: PORTONE_STORE.to_owned(),
        portone_channels: methods
            .map(|method| format!("{method}={PORTONE_CHANNEL}"))
            .to_vec(),
        portone_webhook_secrets: vec![SecretString::from(PORTONE_WEBHOOKS)],
        portone_test: true,
        portone_url: format!("{sandbox}/portone").parse().unwrap(),
        portone_sdk_url: format!("{sandbox}/portone/v2/browser-sdk.js")
            .parse()
            .unwrap(),
        portone_window_hosts: WINDOW_HOSTS.to_owned(),
        portone_virtual_account_hours: 168,
    }
}

/// The same keys for the simulators.
pub(crate) fn simulators(base: &str, gateway: &str, clock: &Arc<TestClock>) -> sandbox::Settings {
    let clock = clock.clone();
    sandbox::Settings {
        public_base: format!("{base}/sandbox"),
        gateway_base: gateway.to_owned(),
        toss_secret_key: TOSS_KEY.to_owned(),
        toss_client_key: TOSS_CLIENT_KEY.to_owned(),
        naverpay_client_id: NAVERPAY_CLIENT.to_owned(),
        naverpay_client_secret: NAVERPAY_SECRET.to_owned(),
        naverpay_chain_id: NAVERPAY_CHAIN.to_owned(),
        kakaopay_secret_key: KAKAOPAY_KEY.to_owned(),
        kakaopay_cid: KAKAOPAY_CID.to_owned(),
        portone_api_secret: PORTONE_SECRET.to_owned(),
        portone_store_id: PORTONE_STORE.to_owned(),
        portone_channel_key: PORTONE_CHANNEL.to_owned(),
        portone_webhook_secret: PORTONE_WEBHOOKS.to_owned(),
        bank_webhook_secret: BANK_SECRET.to_owned(),
        payaction_webhook_key: PAYACTION_KEY.to_owned(),
        payaction_mall_id: PAYACTION_MALL.to_owned(),
        bank_account_number: "12345678901234".to_owned(),
        bank_account: "main".to_owned(),
        seed: 1,
        webhook_minute: Duration::from_millis(50),
        now: Arc::new(move || clock.now()),
    }
}
