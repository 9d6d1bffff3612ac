//! The way to pay that an order asks for: a configured provider and one of its methods. A way that the policy announces
//! (section 9) and no provider sells yet is refused with the policy's own sentence.

use std::sync::Arc;

use domain::{
    kind::{Method, ProviderId},
    policy::{Announced, Policy},
    terms::place,
};
use providers::provider::Provider;
use serde::{
    Deserialize as _,
    de::{IntoDeserializer as _, value::Error},
};

use crate::{
    app::App,
    flows::{FlowError, Result},
};

/// The provider and the method, out of what a request names.
pub(super) fn chosen<'a>(
    app: &'a App,
    provider: Option<ProviderId>,
    method: Option<&str>,
) -> Result<(&'a Arc<dyn Provider>, Method)> {
    // A buyer who asks for an announced card knows no provider of it, so the method comes first.
    refuse_announced(app, "method", method)?;
    let method = method.map(known).transpose()?;
    refuse_announced(app, "provider", provider.as_ref().map(ProviderId::as_str))?;
    let provider = match provider {
        Some(id) => app.provider(&id)?,
        None => only_provider(app)?,
    };
    let offered = &provider.capabilities().methods;
    let method = method
        .or_else(|| offered.first().copied())
        .unwrap_or(Method::Other);
    if !offered.contains(&method) {
        let known: Vec<&str> = offered.iter().map(|it| it.as_str()).collect();
        let rule = format!("{} takes {}", provider.id(), known.join(", "));
        return Err(FlowError::invalid("method", rule));
    }
    Ok((provider, method))
}

/// The ways to pay that a policy announces, by name, without those that a configured provider sells already.
pub fn announced<'a>(
    app: &'a App,
    policy: &'a Policy,
) -> impl Iterator<Item = (&'a str, &'a Announced)> {
    let announced = policy.announced.iter();
    let named = announced.flat_map(|it| it.methods.iter().map(move |name| (name.as_str(), it)));
    named.filter(|(name, _)| !is_sold(app, name))
}

/// Whether a name is that of a configured provider or of one of its methods.
fn is_sold(app: &App, name: &str) -> bool {
    app.registry.all().any(|provider| {
        let mut methods = provider.capabilities().methods.iter();
        provider.id().as_str() == name || methods.any(|method| method.as_str() == name)
    })
}

fn refuse_announced(app: &App, field: &'static str, asked: Option<&str>) -> Result<()> {
    let rules = app.rules();
    let policy = rules.policies.current(app.now());
    let mut announced = announced(app, policy);
    let Some((name, found)) = announced.find(|(name, _)| asked == Some(*name)) else {
        return Ok(());
    };
    let Announced { says, section, .. } = found;
    Err(FlowError::NotAvailableYet {
        field,
        says: says.clone(),
        detail: format!(
            "{name} cannot be used yet (policy {}, {}): \"{says}\"",
            policy.version,
            place(section)
        ),
    })
}

fn known(method: &str) -> Result<Method> {
    let known = Method::deserialize(method.into_deserializer());
    known.map_err(|error: Error| FlowError::invalid("method", error.to_string()))
}

/// The only configured provider, for an order that names none.
fn only_provider(app: &App) -> Result<&Arc<dyn Provider>> {
    let known: Vec<&Arc<dyn Provider>> = app.registry.all().collect();
    match known.as_slice() {
        [only] => Ok(only),
        several => {
            let names = several.iter().map(|provider| provider.id().to_string());
            let names: Vec<String> = names.collect();
            let rule = format!("is one of {}", names.join(", "));
            Err(FlowError::invalid("provider", rule))
        }
    }
}
