//! Faults made on purpose, and the seeded draw that decides when. A fault damages an answer or a webhook on its way.
//! The provider's books stay right, so that a test can compare them with the gateway's. With two faults the provider
//! itself does something other than requested, and its books record that.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::rng::Rng;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Provider {
    Toss,
    Bank,
    Naverpay,
    Kakaopay,
}

impl Provider {
    pub(crate) const ALL: [Self; 4] = [Self::Toss, Self::Bank, Self::Naverpay, Self::Kakaopay];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Toss => "toss",
            Self::Bank => "bank",
            Self::Naverpay => "naverpay",
            Self::Kakaopay => "kakaopay",
        }
    }

    /// Whether the provider has this operation: the bank only sends, and only Toss and the bank send at all.
    fn has(self, operation: Operation) -> bool {
        if operation == Operation::Webhook {
            matches!(self, Self::Toss | Self::Bank)
        } else {
            self != Self::Bank
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Confirm,
    Lookup,
    Cancel,
    Webhook,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [
        Self::Create,
        Self::Confirm,
        Self::Lookup,
        Self::Cancel,
        Self::Webhook,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Confirm => "confirm",
            Self::Lookup => "lookup",
            Self::Cancel => "cancel",
            Self::Webhook => "webhook",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// 500 with no effect; not remembered under the idempotency key.
    Refuse5xxBefore,
    /// The effect happens, and then the answer is a 504 of a proxy.
    LostAnswerAfterEffect,
    /// The effect happens, and then the answer waits; while it waits, the same idempotency key gets 409.
    Delay,
    /// Half a JSON document.
    Malformed,
    /// 502 with HTML, after the effect.
    HtmlErrorPage,
    /// The right status with an empty body.
    EmptyBody,
    /// Naver Pay: the detail of an approval does not say that it is one (`admissionTypeCode`).
    FieldLeftOut,
    /// Toss: a look-up by key finds only approved payments, as its reference documents.
    Unseen,
    /// One won more than the books say.
    WrongAmount,
    /// A status that no document names.
    UnknownStatus,
    /// The same webhook twice, under the same id.
    WebhookDuplicate,
    /// Never sent, never retried.
    WebhookLost,
    /// Sent after the next one of its provider, or ten minutes later if there is none.
    WebhookReordered,
    /// Sent five minutes late.
    WebhookLate,
    /// Bank: signed with another secret. Toss: another `secret` in the body, where the event carries one.
    WebhookBadSignature,
    /// A deposit is taken back one minute after it was made.
    DepositReversed,
    /// Toss: the charge is ten won less than requested.
    ChargedLess,
    /// Toss: a cancel returns 24 won less than requested.
    CancelledLess,
}

impl Kind {
    pub(crate) const ALL: [Self; 18] = [
        Self::Refuse5xxBefore,
        Self::LostAnswerAfterEffect,
        Self::Delay,
        Self::Malformed,
        Self::HtmlErrorPage,
        Self::EmptyBody,
        Self::FieldLeftOut,
        Self::Unseen,
        Self::WrongAmount,
        Self::UnknownStatus,
        Self::WebhookDuplicate,
        Self::WebhookLost,
        Self::WebhookReordered,
        Self::WebhookLate,
        Self::WebhookBadSignature,
        Self::DepositReversed,
        Self::ChargedLess,
        Self::CancelledLess,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refuse5xxBefore => "refuse_5xx_before",
            Self::LostAnswerAfterEffect => "lost_answer_after_effect",
            Self::Delay => "delay",
            Self::Malformed => "malformed",
            Self::HtmlErrorPage => "html_error_page",
            Self::EmptyBody => "empty_body",
            Self::FieldLeftOut => "field_left_out",
            Self::Unseen => "unseen",
            Self::WrongAmount => "wrong_amount",
            Self::UnknownStatus => "unknown_status",
            Self::WebhookDuplicate => "webhook_duplicate",
            Self::WebhookLost => "webhook_lost",
            Self::WebhookReordered => "webhook_reordered",
            Self::WebhookLate => "webhook_late",
            Self::WebhookBadSignature => "webhook_bad_signature",
            Self::DepositReversed => "deposit_reversed",
            Self::ChargedLess => "charged_less",
            Self::CancelledLess => "cancelled_less",
        }
    }

    /// Whether this can happen at the provider at all.
    pub(crate) fn can_hit(self, provider: Provider, operation: Operation) -> bool {
        let on_webhook = operation == Operation::Webhook;
        let possible = match self {
            Self::Refuse5xxBefore
            | Self::LostAnswerAfterEffect
            | Self::Delay
            | Self::HtmlErrorPage => !on_webhook,
            Self::FieldLeftOut => provider == Provider::Naverpay && operation == Operation::Confirm,
            Self::ChargedLess => provider == Provider::Toss && operation == Operation::Confirm,
            Self::CancelledLess => provider == Provider::Toss && operation == Operation::Cancel,
            Self::Unseen => provider == Provider::Toss && operation == Operation::Lookup,
            Self::Malformed | Self::EmptyBody | Self::WrongAmount | Self::UnknownStatus => true,
            Self::WebhookDuplicate
            | Self::WebhookLost
            | Self::WebhookReordered
            | Self::WebhookLate
            | Self::WebhookBadSignature
            | Self::DepositReversed => on_webhook,
        };
        possible && provider.has(operation) && !self.is_pointless(provider, operation)
    }

    /// Kakao Pay's answer to `ready` has no amount, and only its `order` and `cancel` have a status.
    fn is_pointless(self, provider: Provider, operation: Operation) -> bool {
        let (create, confirm) = (
            operation == Operation::Create,
            operation == Operation::Confirm,
        );
        provider == Provider::Kakaopay
            && ((self == Self::WrongAmount && create)
                || (self == Self::UnknownStatus && (create || confirm)))
    }

    /// Where it happens when the operation is left out: at every answer if it can damage answers, else at webhooks.
    pub(crate) fn hits_by_default(self, provider: Provider, operation: Operation) -> bool {
        if matches!(self, Self::ChargedLess | Self::CancelledLess) {
            return self.can_hit(provider, operation);
        }
        let answers = self.can_hit(provider, Operation::Lookup);
        self.can_hit(provider, operation) && (operation == Operation::Webhook) != answers
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) probability_percent: u64,
    pub(crate) operation: Option<Operation>,
    /// How often it may still happen; `None` is without end.
    pub(crate) times_left: Option<u64>,
    pub(crate) delay: Duration,
}

impl Fault {
    fn applies(&self, provider: Provider, operation: Operation, kind: Kind) -> bool {
        self.kind == kind
            && self.times_left != Some(0)
            && self.operation.map_or_else(
                || kind.hits_by_default(provider, operation),
                |only| only == operation,
            )
    }
}

#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) faults: Vec<Fault>,
    rng: Rng,
}

impl Plan {
    pub(crate) fn new(seed: u64, faults: Vec<Fault>) -> Self {
        Self {
            seed,
            faults,
            rng: Rng::new(seed),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Faults {
    toss: Plan,
    bank: Plan,
    naverpay: Plan,
    kakaopay: Plan,
    fired: BTreeMap<(Provider, Kind), u64>,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            toss: Plan::new(seed, Vec::new()),
            bank: Plan::new(seed, Vec::new()),
            naverpay: Plan::new(seed, Vec::new()),
            kakaopay: Plan::new(seed, Vec::new()),
            fired: BTreeMap::new(),
        }
    }

    pub(crate) fn plan(&self, provider: Provider) -> &Plan {
        match provider {
            Provider::Toss => &self.toss,
            Provider::Bank => &self.bank,
            Provider::Naverpay => &self.naverpay,
            Provider::Kakaopay => &self.kakaopay,
        }
    }

    pub(crate) fn plan_mut(&mut self, provider: Provider) -> &mut Plan {
        match provider {
            Provider::Toss => &mut self.toss,
            Provider::Bank => &mut self.bank,
            Provider::Naverpay => &mut self.naverpay,
            Provider::Kakaopay => &mut self.kakaopay,
        }
    }

    /// How often this kind has happened since the start.
    pub(crate) fn fired(&self, provider: Provider, kind: Kind) -> u64 {
        self.fired.get(&(provider, kind)).copied().unwrap_or(0)
    }

    /// Draws for each fault that applies. The first that happens is counted and returns how long to wait.
    pub(crate) fn draw(
        &mut self,
        provider: Provider,
        operation: Operation,
        kind: Kind,
    ) -> Option<Duration> {
        let plan = self.plan_mut(provider);
        let rng = &mut plan.rng;
        let hit = plan
            .faults
            .iter_mut()
            .filter(|fault| fault.applies(provider, operation, kind))
            .find(|fault| rng.below(100) < fault.probability_percent)?;
        hit.times_left = hit.times_left.map(|left| left.saturating_sub(1));
        let delay = hit.delay;
        *self.fired.entry((provider, kind)).or_insert(0) += 1;
        Some(delay)
    }

    pub(crate) fn happens(&mut self, provider: Provider, operation: Operation, kind: Kind) -> bool {
        self.draw(provider, operation, kind).is_some()
    }
}
