//! Faults made on purpose, and the seeded draw that decides when. A fault damages an answer or a webhook on its way.
//! The provider's books stay right, so that a test can compare them with the gateway's. With two faults the provider
//! itself does something other than requested, and its books record that.

use std::collections::BTreeMap;
use std::time::Duration;

use super::named::named;
use super::rng::Rng;

/// Whether a fault can happen at a provider.
pub(crate) type Rule = fn(FaultKind, Operation) -> bool;

named! {
    Operation {
        Create = "create",
        Confirm = "confirm",
        Lookup = "lookup",
        Cancel = "cancel",
        Webhook = "webhook",
        /// Toss: a cash receipt, or the cancel of one, is asked for.
        Receipt = "receipt",
    }
}

/// Where the faults find what they change, as JSON pointers: of amounts and states, the first that a body has.
pub(crate) struct FaultPlaces {
    pub(crate) amounts: &'static [&'static str],
    pub(crate) states: &'static [&'static str],
    /// The object and its field that is left out.
    pub(crate) left_out: Option<(&'static str, &'static str)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) probability_percent: u64,
    pub(crate) operation: Option<Operation>,
    /// How often it may still happen; `None` is without end.
    pub(crate) times_left: Option<u64>,
    pub(crate) delay: Duration,
}

impl Fault {
    fn applies(&self, rule: Rule, operation: Operation, kind: FaultKind) -> bool {
        self.kind == kind
            && self.times_left != Some(0)
            && self.operation.map_or_else(
                || kind.hits_by_default(rule, operation),
                |only| only == operation,
            )
    }
}

/// The faults of one provider.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) faults: Vec<Fault>,
    rng: Rng,
    pub(crate) rule: Rule,
    fired: BTreeMap<FaultKind, u64>,
}

impl Plan {
    /// How often this kind has happened since the start.
    pub(crate) fn fired(&self, kind: FaultKind) -> u64 {
        self.fired.get(&kind).copied().unwrap_or(0)
    }

    /// Draws from the start of another sequence. What has happened stays counted.
    pub(crate) fn replace(&mut self, seed: u64, faults: Vec<Fault>) {
        (self.seed, self.faults, self.rng) = (seed, faults, Rng::new(seed));
    }
}

/// The faults of every provider, by its name.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) BTreeMap<&'static str, Plan>);

impl Faults {
    /// A provider without faults.
    pub(crate) fn add(&mut self, provider: &'static str, rule: Rule, seed: u64) {
        let plan = Plan {
            seed,
            faults: Vec::new(),
            rng: Rng::new(seed),
            rule,
            fired: BTreeMap::new(),
        };
        self.0.insert(provider, plan);
    }

    /// Draws for each fault that applies. The first that happens is counted and returns how long to wait.
    pub(crate) fn draw(
        &mut self,
        provider: &str,
        operation: Operation,
        kind: FaultKind,
    ) -> Option<Duration> {
        let plan = self.0.get_mut(provider)?;
        let (rng, rule) = (&mut plan.rng, plan.rule);
        let hit = plan
            .faults
            .iter_mut()
            .filter(|fault| fault.applies(rule, operation, kind))
            .find(|fault| rng.below(100) < fault.probability_percent)?;
        hit.times_left = hit.times_left.map(|left| left.saturating_sub(1));
        *plan.fired.entry(kind).or_insert(0) += 1;
        Some(hit.delay)
    }
}

named! {
    #[derive(PartialOrd, Ord)]
    FaultKind {
        /// 500 with no effect; not remembered under the idempotency key.
        Refuse5xxBefore = "refuse_5xx_before",
        /// The effect happens, and then the answer is a 504 of a proxy.
        LostAnswerAfterEffect = "lost_answer_after_effect",
        /// The effect happens, and then the answer waits; while it waits, the same idempotency key gets 409.
        Delay = "delay",
        /// Half a JSON document.
        Malformed = "malformed",
        /// 502 with HTML, after the effect.
        HtmlErrorPage = "html_error_page",
        /// The right status with an empty body.
        EmptyBody = "empty_body",
        /// Naver Pay: the detail of an approval does not say that it is one (`admissionTypeCode`).
        FieldLeftOut = "field_left_out",
        /// Toss: a look-up by key finds only approved payments, as its reference documents.
        Unseen = "unseen",
        /// Toss and Naver Pay: the newest movement is not in a list of movements.
        RowUnlisted = "row_unlisted",
        /// Toss and Naver Pay: a list of movements has those of the last 24 hours not yet.
        ListLags = "list_lags",
        /// Toss and Naver Pay: a list of movements has a row of it not at all.
        ListRowMissing = "list_row_missing",
        /// Toss and Naver Pay: a list of movements has a row twice, under another name the second time.
        ListRowDoubled = "list_row_doubled",
        /// Toss and Naver Pay: a list of movements has a row of a payment that nobody made.
        ListRowMadeUp = "list_row_made_up",
        /// Toss and Naver Pay: a row of a list of movements is ten won less than the payment, or the cancel.
        ListShort = "list_short",
        /// Toss and Naver Pay: a row of a list of movements is dated two days before the movement.
        ListDayWrong = "list_day_wrong",
        /// Toss and Naver Pay: a row of a list of movements has a state that no document names.
        ListStateWrong = "list_state_wrong",
        /// Toss and Naver Pay: a row of a list of movements names its order and a payment that nobody made.
        ListPaymentWrong = "list_payment_wrong",
        /// A settlement has a row of it not at all.
        SettlementRowMissing = "settlement_row_missing",
        /// A settlement takes off nothing for what went back.
        SettlementCancelMissing = "settlement_cancel_missing",
        /// A settlement has a row twice, under another name the second time.
        SettlementRowDoubled = "settlement_row_doubled",
        /// A settlement has a row of a payment that nobody made.
        SettlementRowMadeUp = "settlement_row_made_up",
        /// A row of a settlement is ten won less than the payment, or the cancel.
        SettlementShort = "settlement_short",
        /// Of a row of a settlement three won less are paid out than its fee says.
        SettlementFeeWrong = "settlement_fee_wrong",
        /// A row of a settlement has twice the fee, and adds up.
        SettlementFeeHigh = "settlement_fee_high",
        /// The VAT of a row's fee is three won more than a tenth.
        SettlementVatWrong = "settlement_vat_wrong",
        /// A row of a settlement is dated two days before the sale.
        SettlementDayWrong = "settlement_day_wrong",
        /// A row of a settlement names its order and a payment that nobody made.
        SettlementPaymentWrong = "settlement_payment_wrong",
        /// One won more than the books say.
        WrongAmount = "wrong_amount",
        /// A status that no document names.
        UnknownStatus = "unknown_status",
        /// The same webhook twice, under the same id.
        WebhookDuplicate = "webhook_duplicate",
        /// Never sent, never retried.
        WebhookLost = "webhook_lost",
        /// Sent after the next one of its provider, or ten minutes later if there is none.
        WebhookReordered = "webhook_reordered",
        /// Sent five minutes late.
        WebhookLate = "webhook_late",
        /// Bank: signed with another secret. Toss: another `secret` in the body, where the event carries one.
        WebhookBadSignature = "webhook_bad_signature",
        /// A deposit is taken back one minute after it was made.
        DepositReversed = "deposit_reversed",
        /// Toss: the charge is ten won less than requested.
        ChargedLess = "charged_less",
        /// Toss: a cancel returns 24 won less than requested.
        CancelledLess = "cancelled_less",
        /// Toss: the tax office refuses a cash receipt, or the cancel of one.
        ReceiptRefused = "receipt_refused",
        /// Toss: a cash receipt, or the cancel of one, is in progress; the list shows it as done.
        ReceiptInProgress = "receipt_in_progress",
    }
}

impl FaultKind {
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
            Self::ReceiptRefused | Self::ReceiptInProgress => operation == Operation::Receipt,
            Self::Unseen
            | Self::RowUnlisted
            | Self::ListLags
            | Self::ListRowMissing
            | Self::ListRowDoubled
            | Self::ListRowMadeUp
            | Self::ListShort
            | Self::ListDayWrong
            | Self::ListStateWrong
            | Self::ListPaymentWrong
            | Self::SettlementRowMissing
            | Self::SettlementCancelMissing
            | Self::SettlementRowDoubled
            | Self::SettlementRowMadeUp
            | Self::SettlementShort
            | Self::SettlementFeeWrong
            | Self::SettlementFeeHigh
            | Self::SettlementVatWrong
            | Self::SettlementDayWrong
            | Self::SettlementPaymentWrong => operation == Operation::Lookup,
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
        let at_one_place = matches!(
            self,
            Self::ChargedLess
                | Self::CancelledLess
                | Self::ReceiptRefused
                | Self::ReceiptInProgress
        );
        if at_one_place {
            return self.can_hit(rule, operation);
        }
        let answers = self.can_hit(rule, Operation::Lookup);
        self.can_hit(rule, operation) && (operation == Operation::Webhook) != answers
    }
}
