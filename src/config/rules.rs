//! Rules for settings beyond their types: those without which a gateway does not start, and those without which nobody
//! should sell. Every fault is reported, each in a line that begins with the setting's name.

use providers::settings::{Configured, padded};
use secrecy::ExposeSecret as _;
use url::Url;

use super::Settings;

/// Long enough that nobody can guess the key by trying.
const METRICS_KEY_BYTES_MIN: usize = 16;

impl Settings {
    /// With these faults a gateway does not start.
    pub fn faults(&self) -> Vec<String> {
        let listed = [
            ("return_origins", &self.return_origins),
            ("frame_ancestors", &self.edge.frame_ancestors),
        ];
        let origins = listed.into_iter().flat_map(|(setting, origins)| {
            let origins = origins.iter();
            origins.filter_map(move |text| not_an_origin(setting, text))
        });
        let mut wrong: Vec<String> = origins.collect();
        if self.edge.metrics_listen == Some(self.listen) && self.listen.port() != 0 {
            wrong.push("metrics_listen: is the address of the gateway itself".to_owned());
        }
        wrong.extend(self.statement.key().err().map(|error| error.to_string()));
        wrong.extend(self.seller.faults());
        wrong.extend(self.play_money());
        wrong.extend(self.accounts.keys().err());
        wrong.extend(self.accounts_in_clear());
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
        if self.edge.webhook_loopback {
            say(
                "webhook_loopback: is set, so whoever has an admin key has this machine's own services called",
            );
        }
        wrong.extend(self.seller.missing());
        wrong.extend(self.half_set());
        wrong.extend(self.weak_secrets());
        wrong
    }

    /// Whether only this machine can reach the gateway.
    fn is_local(&self) -> bool {
        matches!(
            self.public_url.host_str(),
            Some("localhost" | "127.0.0.1" | "[::1]")
        )
    }

    /// Any provider may leave a refund to a person's transfer, and no account is stored in clear text. Without a key a
    /// gateway refuses accounts, which only one for development may.
    fn accounts_in_clear(&self) -> Option<String> {
        let none = self.accounts.account_keys.is_empty() && !self.is_local();
        none.then(|| {
            "account_keys: is not set, so no account for a refund could be stored: make a key with `credit-gateway accounts key`"
                .to_owned()
        })
    }

    /// Real credits must not be sold for play money. Test keys are for a gateway that only this machine can reach, or
    /// where the operator confirms it.
    fn play_money(&self) -> Option<String> {
        if self.is_local() || self.allow_test_keys {
            return None;
        }
        let setting = self.providers.on().find_map(Configured::test_only)?;
        Some(format!(
            "{setting}, and public_url can be reached from outside; for a staging address set allow_test_keys"
        ))
    }

    /// Settings of a provider that is off, because the one that switches it on is missing.
    fn half_set(&self) -> impl Iterator<Item = String> {
        self.providers
            .all()
            .filter(|provider| !provider.is_on() && provider.is_partly_set())
            .map(|provider| {
                format!(
                    "{}: is missing, although other settings of its provider are there",
                    provider.switch()
                )
            })
    }

    fn weak_secrets(&self) -> Vec<String> {
        let mut wrong: Vec<String> = self
            .providers
            .all()
            .flat_map(Configured::weaknesses)
            .collect();
        if let Some(key) = &self.edge.metrics_key
            && key.expose_secret().len() < METRICS_KEY_BYTES_MIN
        {
            wrong.push(format!(
                "metrics_key: has fewer than {METRICS_KEY_BYTES_MIN} bytes"
            ));
        }
        wrong.extend(padded("signing_key", &self.signing_key));
        wrong
    }

    /// The addresses that the gateway itself calls, each with its setting. Only providers that are on.
    pub fn called(&self) -> impl Iterator<Item = (&'static str, &Url)> {
        self.providers.on().filter_map(Configured::called)
    }
}

/// An origin is scheme, host and port, as a browser writes it. Any other text could never be that of a buyer's page.
fn not_an_origin(setting: &str, text: &str) -> Option<String> {
    let wrong = |rule: String| Some(format!("{setting}: `{text}` {rule}"));
    let Ok(url) = Url::parse(text) else {
        return wrong("is not an origin such as https://shop.example.com".to_owned());
    };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("is neither http nor https".to_owned());
    }
    let origin = url.origin().ascii_serialization();
    if text == origin {
        return None;
    }
    wrong(format!("is not an origin: write {origin}"))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
