//! Rules for settings beyond their types: those without which a gateway does not start, and those without which nobody
//! should sell. Every fault is reported, each in a line that begins with the setting's name.

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::Settings;

/// The length of a shared secret in Standard Webhooks 1.0.0, in bytes.
const FEED_SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// Long enough that nobody can guess the key by trying.
const METRICS_KEY_BYTES_MIN: usize = 16;

impl Settings {
    /// With these faults a gateway does not start.
    pub fn faults(&self) -> Vec<String> {
        let mut wrong: Vec<String> = self
            .return_origins
            .iter()
            .filter_map(not_an_origin)
            .collect();
        if self.edge.metrics_listen == Some(self.listen) && self.listen.port() != 0 {
            wrong.push("metrics_listen: is the address of the gateway itself".to_owned());
        }
        wrong.extend(self.play_money());
        wrong
    }

    /// With these settings a gateway runs, but must not serve real buyers.
    pub fn unfit_for_sale(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut say = |text: &str| wrong.push(text.to_owned());
        if self.public_url.scheme() != "https" {
            say("public_url: buyers and providers must reach it by https");
        }
        if !matches!(self.public_url.path(), "" | "/") {
            say(
                "public_url: has a path; pages name their style sheet and scripts from the root of the host, so give the gateway a host of its own",
            );
        }
        if self.return_origins.is_empty() {
            say(
                "return_origins: none is listed, so buyers could only be sent back to this machine",
            );
        }
        if self.documents.catalogue.is_none() {
            say("catalogue: is not set, so the sample that is built in would be sold");
        }
        if self.edge.metrics_listen.is_none() && self.edge.metrics_key.is_none() {
            say(
                "metrics_listen: is not set and neither is metrics_key, so whoever reaches the gateway reads /metrics",
            );
        }
        wrong.extend(self.half_set());
        wrong.extend(self.weak_secrets());
        wrong
    }

    /// Real credits must not be sold for play money. Test keys are for a gateway that only this machine can reach, or
    /// where the operator confirms it.
    fn play_money(&self) -> Option<String> {
        let local = matches!(
            self.public_url.host_str(),
            Some("localhost" | "127.0.0.1" | "[::1]")
        );
        if local || self.allow_test_keys {
            return None;
        }
        let is_test = |key: &Option<SecretString>, prefix: &str| {
            key.as_ref()
                .is_some_and(|key| key.expose_secret().starts_with(prefix))
        };
        let naverpay = &self.naverpay;
        let trial = naverpay.naverpay_client_secret.is_some()
            && [&naverpay.naverpay_url, &naverpay.naverpay_window_url]
                .into_iter()
                .flatten()
                .any(providers::naverpay::is_trial);
        let setting = if is_test(&self.toss.toss_secret_key, "test_") {
            "toss_secret_key: is a test key"
        } else if is_test(&self.kakaopay.kakaopay_secret_key, "DEV") {
            "kakaopay_secret_key: is a test key"
        } else if trial {
            "naverpay_url: is the development environment"
        } else {
            return None;
        };
        Some(format!(
            "{setting}, and public_url can be reached from outside; for a staging address set allow_test_keys"
        ))
    }

    /// Settings of a provider that is off, because the one that switches it on is missing.
    fn half_set(&self) -> Vec<String> {
        let (toss, kakaopay) = (&self.toss, &self.kakaopay);
        let (naverpay, bank) = (&self.naverpay, &self.bank);
        [
            (
                "toss_secret_key",
                toss.toss_secret_key.is_none(),
                toss.toss_client_key.is_some(),
            ),
            (
                "kakaopay_secret_key",
                kakaopay.kakaopay_secret_key.is_none(),
                !["", providers::kakaopay::TEST_CID].contains(&kakaopay.kakaopay_cid.as_str()),
            ),
            (
                "naverpay_client_secret",
                naverpay.naverpay_client_secret.is_none(),
                !(naverpay.naverpay_client_id.is_empty() && naverpay.naverpay_chain_id.is_empty()),
            ),
            (
                "bank_account_number",
                bank.bank_account_number.is_none(),
                !(bank.bank_webhook_secrets.is_empty()
                    && bank.bank_payaction_key.is_none()
                    && bank.bank_holder.is_empty()),
            ),
        ]
        .into_iter()
        .filter(|(_, missing, others)| *missing && *others)
        .map(|(setting, ..)| {
            format!("{setting}: is missing, although other settings of its provider are there")
        })
        .collect()
    }

    fn weak_secrets(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (place, secret) in self.bank.bank_webhook_secrets.iter().enumerate() {
            // A secret that cannot be read is reported by the provider.
            if let Ok(bytes) = providers::signature::WebhookSecret::bytes_of(secret)
                && !FEED_SECRET_BYTES.contains(&bytes)
            {
                let place = place.saturating_add(1);
                wrong.push(format!(
                    "bank_webhook_secrets: number {place} has {bytes} bytes; Standard Webhooks asks for {} to {}",
                    FEED_SECRET_BYTES.start(),
                    FEED_SECRET_BYTES.end()
                ));
            }
        }
        if let Some(key) = &self.edge.metrics_key
            && key.expose_secret().len() < METRICS_KEY_BYTES_MIN
        {
            wrong.push(format!(
                "metrics_key: has fewer than {METRICS_KEY_BYTES_MIN} bytes"
            ));
        }
        let texts = [
            ("signing_key", Some(&self.signing_key)),
            ("bank_payaction_key", self.bank.bank_payaction_key.as_ref()),
        ];
        for (setting, secret) in texts {
            let text = secret.map_or("", |secret| secret.expose_secret());
            if text.trim() != text {
                wrong.push(format!(
                    "{setting}: begins or ends with white space, which another gateway may not have"
                ));
            }
        }
        wrong
    }

    /// The addresses that the gateway itself calls, each with its setting. Only providers that are on.
    pub fn called(&self) -> Vec<(&'static str, &Url)> {
        let on =
            |key: bool, url: &'static str, value| if key { Some(url).zip(value) } else { None };
        [
            on(
                self.toss.toss_secret_key.is_some(),
                "toss_url",
                self.toss.toss_url.as_ref(),
            ),
            on(
                self.kakaopay.kakaopay_secret_key.is_some(),
                "kakaopay_url",
                self.kakaopay.kakaopay_url.as_ref(),
            ),
            on(
                self.naverpay.naverpay_client_secret.is_some(),
                "naverpay_url",
                self.naverpay.naverpay_url.as_ref(),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// An origin is scheme, host and port, as a browser writes it. Any other text could never be that of a buyer's page.
fn not_an_origin(text: &String) -> Option<String> {
    let wrong = |rule: String| Some(format!("return_origins: `{text}` {rule}"));
    let Ok(url) = Url::parse(text) else {
        return wrong("is not an origin such as https://shop.example.com".to_owned());
    };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("is neither http nor https".to_owned());
    }
    let origin = url.origin().ascii_serialization();
    if *text == origin {
        return None;
    }
    wrong(format!("is not an origin: write {origin}"))
}

#[cfg(test)]
mod tests {
    use super::not_an_origin;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for right in [
            "https://shop.example.com",
            "http://127.0.0.1:3000",
            "https://xn--9m1by8a.kr",
        ] {
            assert_eq!(not_an_origin(&right.to_owned()), None);
        }
        for (wrong, rule) in [
            (
                "https://shop.example.com/",
                "write https://shop.example.com",
            ),
            (
                "https://shop.example.com/done",
                "write https://shop.example.com",
            ),
            (
                "https://shop.example.com:443",
                "write https://shop.example.com",
            ),
            ("https://Shop.example.com", "write https://shop.example.com"),
            (
                " https://shop.example.com",
                "write https://shop.example.com",
            ),
            ("shop.example.com", "is not an origin such as"),
            ("*", "is not an origin such as"),
            ("ftp://shop.example.com", "neither http nor https"),
        ] {
            let fault = not_an_origin(&wrong.to_owned()).unwrap();
            assert!(fault.contains(rule), "{wrong}: {fault}");
        }
    }
}
