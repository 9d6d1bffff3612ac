//! The events for the seller, as the document's `webhooks`: one for each word in the table `events`.

use chrono::{DateTime, Utc};
use domain::{
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    id::{ContradictionId, CustomerId, DepositId, EventId, LotId, OrderId, PaymentId, RefundId},
    kind::{Kind, ProviderId},
    metadata::Metadata,
    money::{Credits, Won},
    refund::Basis,
};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::http::route::{SchemaOf, schema};

/// Events of one shape.
struct EventDocument {
    /// Word and description.
    words: &'static [(&'static str, &'static str)],
    /// Every member of `data`. All are always there.
    data: &'static [(&'static str, SchemaOf)],
}

static EVENTS: &[EventDocument] = &[
    EventDocument {
        words: &[(
            "order.completed",
            "An order was paid and its credits are there",
        )],
        data: &[
            ("order_id", schema::<OrderId>),
            ("customer_id", schema::<CustomerId>),
            ("payment_id", schema::<PaymentId>),
            ("lot_id", schema::<LotId>),
            ("provider", schema::<ProviderId>),
            ("amount", schema::<Won>),
            ("credits", schema::<Credits>),
            ("kind", schema::<Kind>),
            ("expires_at", schema::<DateTime<Utc>>),
            ("metadata", schema::<Metadata>),
        ],
    },
    EventDocument {
        words: &[
            (
                "order.failed",
                "An order was not paid: the provider said no",
            ),
            (
                "order.cancelled",
                "An order was given up, or cancelled at its provider",
            ),
            ("order.expired", "An order was not paid in time"),
            (
                "order.mismatched",
                "Money arrived that does not agree with its order: a person has to look",
            ),
        ],
        data: &[
            ("order_id", schema::<OrderId>),
            ("customer_id", schema::<CustomerId>),
            ("amount", schema::<Won>),
            ("note", schema::<String>),
            ("metadata", schema::<Metadata>),
        ],
    },
    EventDocument {
        words: &[(
            "order.contradicted",
            "A provider says of an order what the books do not: a person has to look",
        )],
        data: &[
            ("order_id", schema::<OrderId>),
            ("customer_id", schema::<CustomerId>),
            ("kind", schema::<ContradictionKind>),
            ("note", schema::<String>),
        ],
    },
    EventDocument {
        words: &[(
            "contradiction.settled",
            "What contradicted the books is decided",
        )],
        data: &[
            ("contradiction_id", schema::<ContradictionId>),
            ("order_id", schema::<OrderId>),
            ("customer_id", schema::<CustomerId>),
            ("kind", schema::<ContradictionKind>),
            ("state", schema::<ContradictionState>),
            ("note", schema::<String>),
        ],
    },
    EventDocument {
        words: &[(
            "payment.cancelled_outside",
            "Others took a payment back; its credits went with it",
        )],
        data: &[
            ("payment_id", schema::<PaymentId>),
            ("customer_id", schema::<CustomerId>),
            ("amount", schema::<Won>),
            ("credits_revoked", schema::<Credits>),
            ("credits_owed", schema::<Credits>),
            ("why", schema::<String>),
        ],
    },
    EventDocument {
        words: &[(
            "payment.paid_again",
            "Money that was taken back came again; its credits came back",
        )],
        data: &[
            ("payment_id", schema::<PaymentId>),
            ("customer_id", schema::<CustomerId>),
            ("amount", schema::<Won>),
            ("credits_restored", schema::<Credits>),
            ("debt_cancelled", schema::<Credits>),
            ("waiver_ended", schema::<Credits>),
            ("credits_returned", schema::<Credits>),
            ("why", schema::<String>),
        ],
    },
    EventDocument {
        words: &[
            (
                "refund.requested",
                "A refund was asked for; its credits are set aside",
            ),
            (
                "refund.by_hand",
                "A refund has to be transferred by a person",
            ),
            (
                "refund.bounced",
                "A transfer by hand was refused or came back",
            ),
            (
                "refund.delayed",
                "A provider keeps a refund open; told once",
            ),
            ("refund.succeeded", "The money is back"),
            (
                "refund.declined",
                "The provider refused; the credits are back",
            ),
        ],
        data: &[
            ("refund_id", schema::<RefundId>),
            ("payment_id", schema::<PaymentId>),
            ("customer_id", schema::<CustomerId>),
            ("amount", schema::<Won>),
            ("credits", schema::<Credits>),
            ("basis", schema::<Basis>),
            ("note", schema::<Option<String>>),
            ("due_at", schema::<DateTime<Utc>>),
        ],
    },
    EventDocument {
        words: &[("deposit.queued", "A deposit waits for a person")],
        data: &[
            ("deposit_id", schema::<DepositId>),
            ("state", schema::<DepositState>),
            ("amount", schema::<Won>),
            ("reason", schema::<String>),
            ("repeat_of", schema::<Option<DepositId>>),
        ],
    },
    EventDocument {
        words: &[(
            "deposit.repeated",
            "A deposit is money that was reported before",
        )],
        data: &[
            ("deposit_id", schema::<DepositId>),
            ("repeat_of", schema::<DepositId>),
            ("amount", schema::<Won>),
        ],
    },
    EventDocument {
        words: &[("deposit.returned", "A deposit was sent back")],
        data: &[
            ("deposit_id", schema::<DepositId>),
            ("amount", schema::<Won>),
        ],
    },
    EventDocument {
        words: &[("deposit.reversed", "The bank took a deposit back")],
        data: &[
            ("deposit_id", schema::<DepositId>),
            ("amount", schema::<Won>),
            ("order_id", schema::<Option<OrderId>>),
        ],
    },
    EventDocument {
        words: &[(
            "credits.granted",
            "Credits were given without a payment, or as a bonus of one",
        )],
        data: &[
            ("customer_id", schema::<CustomerId>),
            ("lot_id", schema::<LotId>),
            ("kind", schema::<Kind>),
            ("credits", schema::<Credits>),
            ("payment_id", schema::<Option<PaymentId>>),
            ("expires_at", schema::<DateTime<Utc>>),
        ],
    },
    EventDocument {
        words: &[(
            "bonus.changed",
            "A purchase's bonus went with its refund, or is there again",
        )],
        data: &[
            ("customer_id", schema::<CustomerId>),
            ("lot_id", schema::<LotId>),
            ("payment_id", schema::<Option<PaymentId>>),
            ("credits_revoked", schema::<Credits>),
            ("credits_restored", schema::<Credits>),
        ],
    },
    EventDocument {
        words: &[("lot.expired", "Credits were not used in time")],
        data: &[
            ("customer_id", schema::<CustomerId>),
            ("lot_id", schema::<LotId>),
            ("kind", schema::<Kind>),
            ("credits", schema::<Credits>),
            ("expired_at", schema::<DateTime<Utc>>),
        ],
    },
    EventDocument {
        words: &[("debt.paid", "Credits that came paid what was owed")],
        data: &[
            ("customer_id", schema::<CustomerId>),
            ("lot_id", schema::<LotId>),
            ("credits", schema::<Credits>),
            ("debt", schema::<Credits>),
        ],
    },
    EventDocument {
        words: &[(
            "debt.undone",
            "Used credits that were owed came back unused: they are not owed any more",
        )],
        data: &[
            ("payment_id", schema::<PaymentId>),
            ("customer_id", schema::<CustomerId>),
            ("credits", schema::<Credits>),
            ("debt_cancelled", schema::<Credits>),
            ("waiver_ended", schema::<Credits>),
            ("credits_returned", schema::<Credits>),
        ],
    },
    EventDocument {
        words: &[("debt.waived", "A customer was let off a debt")],
        data: &[
            ("customer_id", schema::<CustomerId>),
            ("credits", schema::<Credits>),
            ("debt", schema::<Credits>),
            ("reason", schema::<String>),
        ],
    },
    EventDocument {
        words: &[("customer.closed", "An account was closed for good")],
        data: &[
            ("customer_id", schema::<CustomerId>),
            ("forfeited", schema::<Credits>),
        ],
    },
    EventDocument {
        words: &[(
            "policy.published",
            "A version of the credits policy was published",
        )],
        data: &[
            ("version", schema::<String>),
            ("hash", schema::<String>),
            ("major", schema::<bool>),
            ("cuts", schema::<Vec<String>>),
            ("published_at", schema::<DateTime<Utc>>),
            ("effective_at", schema::<DateTime<Utc>>),
        ],
    },
];

/// The `webhooks` of the document.
pub(super) fn webhooks(generator: &mut SchemaGenerator) -> Value {
    let mut webhooks = Map::new();
    for event in EVENTS {
        for (word, about) in event.words {
            webhooks.insert((*word).to_owned(), webhook(word, about, event, generator));
        }
    }
    webhooks.into()
}

fn webhook(
    word: &str,
    about: &str,
    event: &EventDocument,
    generator: &mut SchemaGenerator,
) -> Value {
    let names: Vec<&str> = event.data.iter().map(|(name, _)| *name).collect();
    let data: Map<String, Value> = event
        .data
        .iter()
        .map(|(name, of)| ((*name).to_owned(), of(generator).to_value()))
        .collect();
    let schema_of_event = json!({
        "type": "object",
        "required": ["id", "type", "timestamp", "data"],
        "properties": {
            "id": schema::<EventId>(generator),
            "type": { "type": "string", "enum": [word] },
            "timestamp": schema::<DateTime<Utc>>(generator),
            "data": { "type": "object", "required": names, "properties": data },
        },
    });
    let header = |name: &str, about: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": about, "schema": { "type": "string" },
        })
    };
    json!({ "post": {
        "operationId": format!("event_{}", word.replace('.', "_")),
        "summary": about,
        "description": "Standard Webhooks 1.0.0. Not delivered yet: `data` is what the gateway writes to its table `events`, \
            in the commit that causes it.",
        "tags": ["events"],
        "parameters": [
            header("webhook-id", "The event's id, the same at every attempt"),
            header("webhook-timestamp", "When this attempt was made, in Unix seconds"),
            header("webhook-signature", "`v1,` and the signature; several, parted by a space, while secrets change"),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema_of_event } } },
        "responses": { "2XX": { "description": "It is received; whatever else is said, it is sent again" } },
        "security": [],
    } })
}
