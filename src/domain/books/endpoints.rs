//! Webhook endpoints: opened, turned on and off, deleted, given a new secret, and tested. They belong to no customer.

use chrono::{DateTime, Utc};

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    command::Change,
    effects::AuditAct,
    endpoint::{Endpoint, EndpointState},
    event::{Event, EventKind, WebhookEndpointDisabled, WebhookEndpointTested},
    id::{CustomerId, EndpointId},
    refusal::Refusal,
};

/// A change of no customer that needs an endpoint, by the field `endpoint`.
macro_rules! of_endpoint {
    () => {
        fn customer(&self) -> Option<&CustomerId> {
            None
        }

        fn needs(&self, needs: &mut Needs) {
            needs.webhook_endpoints.insert(self.endpoint);
        }
    };
}

impl Books<'_> {
    /// The endpoint of this id, unless it was deleted.
    fn endpoint(&self, id: EndpointId) -> Result<Endpoint, Refusal> {
        let known = self.rows.webhook_endpoints.get(&id);
        let kept = known.filter(|known| {
            canary!(
                DeletedEndpointGoesOn,
                true,
                known.state != EndpointState::Deleted
            )
        });
        kept.cloned().ok_or(Refusal::NoEndpoint(id))
    }
}

/// An operator opens an endpoint. Its address was checked.
#[derive(Debug, Clone)]
pub struct OpenEndpoint {
    pub url: String,
    /// The events that it takes; all when empty.
    pub types: Vec<EventKind>,
    pub description: String,
    /// The place in the feed after which its events begin.
    pub from_position: i64,
    pub salt: String,
}

impl Change for OpenEndpoint {
    type Answer = Endpoint;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, _: &mut Needs) {}

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Endpoint, Refusal> {
        let id = EndpointId::new(books.now, books.entropy);
        let mut types = self.types.clone();
        types.sort_unstable();
        types.dedup();
        let detail = if types.is_empty() {
            "all events".to_owned()
        } else {
            let words: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
            words.join(", ")
        };
        books.act(by, AuditAct::WebhookEndpointCreate, &id, detail);
        Ok(books.rows.webhook_endpoints.save(Endpoint {
            id,
            url: self.url.clone(),
            types,
            description: self.description.clone(),
            from_position: self.from_position,
            state: EndpointState::Enabled,
            note: None,
            salt: self.salt.clone(),
            previous_salt: None,
            previous_until: None,
            created_at: books.now,
            enabled_at: books.now,
        }))
    }
}

/// An endpoint is enabled, disabled or deleted: by a person, or disabled by the gateway that cannot reach it. What is
/// so already stays as it is.
#[derive(Debug, Clone)]
pub struct TurnEndpoint {
    pub endpoint: EndpointId,
    pub to: EndpointState,
    /// Why, in words.
    pub why: String,
}

impl Change for TurnEndpoint {
    type Answer = Endpoint;

    of_endpoint!();

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Endpoint, Refusal> {
        let known = books.rows.webhook_endpoints.get(&self.endpoint);
        let known = known.cloned().ok_or(Refusal::NoEndpoint(self.endpoint))?;
        if known.state == self.to {
            return Ok(known);
        }
        let known = books.endpoint(self.endpoint)?;
        let act = match self.to {
            EndpointState::Enabled => AuditAct::WebhookEndpointEnable,
            EndpointState::Disabled => AuditAct::WebhookEndpointDisable,
            EndpointState::Deleted => AuditAct::WebhookEndpointDelete,
        };
        books.act(by, act, &known.id, self.why.clone());
        let turned = match self.to {
            EndpointState::Enabled => Endpoint {
                state: self.to,
                note: None,
                enabled_at: books.now,
                ..known
            },
            EndpointState::Disabled => {
                books.event(Event::WebhookEndpointDisabled(WebhookEndpointDisabled {
                    endpoint_id: known.id,
                    reason: self.why.clone(),
                }));
                Endpoint {
                    state: self.to,
                    note: Some(self.why.clone()),
                    ..known
                }
            }
            // Nothing can be signed for it any more.
            EndpointState::Deleted => Endpoint {
                state: self.to,
                note: Some(self.why.clone()),
                salt: String::new(),
                previous_salt: None,
                previous_until: None,
                ..known
            },
        };
        Ok(books.rows.webhook_endpoints.save(turned))
    }
}

/// An endpoint gets a new secret. The one before signs as well until `until`, exclusive.
#[derive(Debug, Clone)]
pub struct RotateEndpoint {
    pub endpoint: EndpointId,
    pub salt: String,
    pub until: DateTime<Utc>,
}

impl Change for RotateEndpoint {
    type Answer = Endpoint;

    of_endpoint!();

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Endpoint, Refusal> {
        let known = books.endpoint(self.endpoint)?;
        let until = crate::calendar::rfc3339_seoul(self.until);
        let detail = format!("the secret before signs until {until}");
        books.act(by, AuditAct::WebhookEndpointRotate, &known.id, detail);
        Ok(books.rows.webhook_endpoints.save(Endpoint {
            previous_salt: Some(known.salt.clone()),
            previous_until: Some(self.until),
            salt: self.salt.clone(),
            ..known
        }))
    }
}

/// An operator has a test event delivered to one endpoint.
#[derive(Debug, Clone)]
pub struct TestEndpoint {
    pub endpoint: EndpointId,
}

impl Change for TestEndpoint {
    type Answer = Endpoint;

    of_endpoint!();

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Endpoint, Refusal> {
        let known = books.endpoint(self.endpoint)?;
        books.act(by, AuditAct::WebhookEndpointTest, &known.id, "");
        books.event(Event::WebhookEndpointTested(WebhookEndpointTested {
            endpoint_id: known.id,
        }));
        Ok(known)
    }
}
