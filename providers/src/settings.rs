//! The settings of all providers, and the providers that they switch on. Each provider declares its own settings, in its
//! `config`.

use std::sync::Arc;

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{provider::Provider, signature::ReturnUrls};

/// The settings of one provider. The provider is on when one of them, the switch, is set.
pub trait Configured {
    /// The name of the switch.
    fn switch(&self) -> &'static str;

    fn is_on(&self) -> bool;

    /// Whether a setting other than the switch has a value that only a provider that is on needs.
    fn is_partly_set(&self) -> bool;

    /// Everything that is wrong with the settings, one line each, so that nobody has to fix them one by one.
    fn faults(&self) -> Vec<String>;

    /// The provider with these settings.
    ///
    /// # Errors
    /// A fault in the settings, or an HTTP client that does not start.
    fn provider(&self, returns: &ReturnUrls) -> Result<Arc<dyn Provider>, String>;

    /// Why no money moves with these settings: `SETTING: is …`. `None` when it does.
    fn test_only(&self) -> Option<&'static str> {
        None
    }

    /// What is unsafe in the settings although the provider works with them, one line each.
    fn weaknesses(&self) -> Vec<String> {
        Vec::new()
    }

    /// The address that the provider is called at, with the name of its setting. `None` when it is not called.
    fn called(&self) -> Option<(&'static str, &Url)> {
        None
    }
}

/// Declares the settings of all providers from the list of them.
macro_rules! providers {
    ($($name:ident: $config:ident,)+) => {
        /// The settings of every provider, each under the name of its folder.
        #[derive(Debug, Clone, Args)]
        pub struct ProviderSettings {
            $(
                #[command(flatten)]
                pub $name: crate::$name::$config,
            )+
        }

        impl ProviderSettings {
            /// The settings of each provider, on or off.
            pub fn all(&self) -> impl Iterator<Item = &dyn Configured> {
                [$(&self.$name as &dyn Configured,)+].into_iter()
            }
        }
    };
}

// The list of all providers: folder and settings.
providers! {
    toss: TossConfig,
    kakaopay: KakaoPayConfig,
    naverpay: NaverPayConfig,
    portone: PortOneConfig,
    bank: BankConfig,
}

impl ProviderSettings {
    /// The settings of each provider that is on.
    pub fn on(&self) -> impl Iterator<Item = &dyn Configured> {
        self.all().filter(|settings| settings.is_on())
    }

    /// The providers that are on. Without `returns` the settings are checked, and no provider is made.
    ///
    /// # Errors
    /// All faults in the settings of any provider that is on, one line each. No provider at all is a fault: nothing could
    /// be sold.
    pub fn providers(
        &self,
        returns: Option<&ReturnUrls>,
    ) -> Result<Vec<Arc<dyn Provider>>, Vec<String>> {
        let (mut made, mut wrong) = (Vec::new(), Vec::new());
        for settings in self.on() {
            let faults = settings.faults();
            match returns {
                Some(returns) if faults.is_empty() => match settings.provider(returns) {
                    Ok(provider) => made.push(provider),
                    Err(fault) => wrong.push(fault),
                },
                Some(_) | None => wrong.extend(faults),
            }
        }
        if self.on().next().is_none() {
            wrong.push(self.none_is_on());
        }
        if wrong.is_empty() {
            Ok(made)
        } else {
            Err(wrong)
        }
    }

    fn none_is_on(&self) -> String {
        let switches: Vec<&str> = self.all().map(Configured::switch).collect();
        let (last, first) = switches.split_last().unwrap_or((&"", &[]));
        format!(
            "no provider is switched on: set {} or {last}",
            first.join(", ")
        )
    }
}

/// The fault in a secret that begins or ends with white space.
pub fn padded(setting: &str, secret: &SecretString) -> Option<String> {
    let text = secret.expose_secret();
    (text.trim() != text).then(|| {
        format!("{setting}: begins or ends with white space, which another gateway may not have")
    })
}

/// What a constructor of an adapter returned, as [`Configured::provider`] returns it.
pub(crate) fn made<P: Provider + 'static, E: ToString>(
    made: Result<P, E>,
) -> Result<Arc<dyn Provider>, String> {
    match made {
        Ok(provider) => Ok(Arc::new(provider)),
        Err(error) => Err(error.to_string()),
    }
}

/// A secret setting; empty where it is not set.
pub(crate) fn exposed(secret: Option<&SecretString>) -> &str {
    secret.map_or("", |secret| secret.expose_secret())
}

/// The first of the faults with which an adapter refuses to start.
pub(crate) fn checked<E>(faults: Vec<E>) -> Result<(), E> {
    faults.into_iter().next().map_or(Ok(()), Err)
}

/// The lines of `faults`.
pub(crate) fn lines<E: ToString>(faults: &[E]) -> Vec<String> {
    faults.iter().map(E::to_string).collect()
}
