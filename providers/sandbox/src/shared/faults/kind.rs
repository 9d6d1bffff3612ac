//! The kinds of faults.

use super::{Operation, Rule};

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

    /// Whether this can happen at an operation of a provider.
    pub(crate) fn can_hit(self, rule: Rule, operation: Operation) -> bool {
        let on_webhook = operation == Operation::Webhook;
        let possible = match self {
            Self::Refuse5xxBefore
            | Self::LostAnswerAfterEffect
            | Self::Delay
            | Self::HtmlErrorPage => !on_webhook,
            Self::FieldLeftOut | Self::ChargedLess => operation == Operation::Confirm,
            Self::CancelledLess => operation == Operation::Cancel,
            Self::Unseen => operation == Operation::Lookup,
            Self::Malformed | Self::EmptyBody | Self::WrongAmount | Self::UnknownStatus => true,
            Self::WebhookDuplicate
            | Self::WebhookLost
            | Self::WebhookReordered
            | Self::WebhookLate
            | Self::WebhookBadSignature
            | Self::DepositReversed => on_webhook,
        };
        possible && rule(self, operation)
    }

    /// Where it happens when the operation is left out: at every answer if it can damage answers, else at webhooks.
    pub(crate) fn hits_by_default(self, rule: Rule, operation: Operation) -> bool {
        if matches!(self, Self::ChargedLess | Self::CancelledLess) {
            return self.can_hit(rule, operation);
        }
        let answers = self.can_hit(rule, Operation::Lookup);
        self.can_hit(rule, operation) && (operation == Operation::Webhook) != answers
    }
}
