//! The tables that are compared, and how their rows are read in the words of the model.

/// A table: its name here, the columns of the customer and of two other rows, which rows those are, and what is compared.
pub(crate) struct Table {
    pub name: &'static str,
    pub from: &'static str,
    pub first: Option<(&'static str, &'static str, &'static str)>,
    pub second: Option<(&'static str, &'static str, &'static str)>,
    pub text: &'static str,
}

pub(crate) static TABLES: &[Table] = &[
    Table {
        name: "order",
        from: "orders",
        first: Some(("payment_id", "payment", "payment")),
        second: Some(("product", "month", "due month")),
        text: "kind || ', ' || amount || ' won, ' || credits || ' credits, ' || state",
    },
    Table {
        name: "payment",
        from: "payments",
        first: Some(("order_id", "order", "order")),
        second: None,
        text: "amount || ' won, ' || refunded || ' refunded, ' || in_flight || ' in flight, ' || cancelled_outside || \
               ' outside, ' || credits_revoked || ' credits gone, ' || debt || ' owed, ' || debt_waived || ' waived'",
    },
    Table {
        name: "quote",
        from: "quotes",
        first: Some(("payment_id", "payment", "payment")),
        second: None,
        text: "amount || ' won, ' || credits || ' credits, ' || basis",
    },
    Table {
        name: "refund",
        from: "refunds",
        first: Some(("payment_id", "payment", "payment")),
        second: Some(("quote_id", "quote", "quote")),
        text: "amount || ' won, ' || credits || ' credits, ' || state || ', due ' || due_at || \
               ', account ' || CASE WHEN account IS NULL THEN 0 ELSE 1 END",
    },
    Table {
        name: "deposit",
        from: "deposits",
        first: Some(("order_id", "order", "order")),
        second: Some(("repeat_of", "repeat of", "deposit")),
        text: "amount || ' won, ' || state",
    },
    Table {
        name: "lot",
        from: "lots",
        first: Some(("payment_id", "payment", "payment")),
        second: Some(("bonus_of", "bonus of", "payment")),
        text: "kind || ', ' || granted || ' = ' || remaining || ' remaining + ' || held || ' held + ' || spent || \
               ' spent + ' || refunded || ' refunded + ' || expired || ' expired + ' || revoked || ' revoked; ' || \
               debt_paid || ' paid debts, ' || bonus_gone || ' of the bonus gone; policy ' || \
               COALESCE((SELECT SUBSTR(name, 1, 11) FROM contracts WHERE contracts.id = lots.policy), policy) || ', ' || \
               acquired_at || ' to ' || expires_at",
    },
    Table {
        name: "spend",
        from: "spends",
        first: Some(("hold_id", "hold", "hold")),
        second: None,
        text: "credits || ' credits, reversed at ' || COALESCE(reversed_at, 0)",
    },
    Table {
        name: "hold",
        from: "holds",
        first: None,
        second: None,
        text: "credits || ' credits, ' || captured || ' captured, ' || state || ' until ' || expires_at || \
               ', then ' || COALESCE(extended_until, 0)",
    },
    Table {
        name: "extension",
        from: "hold_extensions",
        first: Some(("hold_id", "hold", "hold")),
        second: None,
        text: "'from ' || was_at || ' to ' || until_at || ' at ' || extended_at",
    },
    Table {
        name: "subscription",
        from: "subscriptions",
        first: Some(("waiting", "waits", "due month")),
        second: None,
        text: "plan || ', ' || credits || ' credits a month, ' || state || ' since ' || started_at || ', month ' || next_month || \
               ' at ' || COALESCE(next_due_at, 0) || ', paused ' || COALESCE(paused_at, 0) || ', ended ' || COALESCE(ended_at, 0)",
    },
    Table {
        name: "due month",
        from: "due_months",
        first: Some(("subscription_id", "subscription", "subscription")),
        second: None,
        text: "'number ' || month || ' of ' || plan || ', ' || credits || ' credits, ' || amount || ' won, due ' || due_at || ', made ' || made_at",
    },
    Table {
        name: "month",
        from: "distributions",
        first: Some(("subscription_id", "subscription", "subscription")),
        second: Some(("lot_id", "lot", "lot")),
        // Whether it was late is not stored: its event says so.
        text: "'number ' || month || ' of ' || plan || ', ' || credits || ' credits, due ' || due_at || ', made ' || made_at || \
               ', ' || COALESCE(skipped, 'given') || CASE WHEN EXISTS (SELECT 1 FROM events \
               WHERE events.customer_id = distributions.customer_id AND events.kind = 'membership.distributed' \
               AND events.body LIKE '%' || distributions.lot_id || '%' AND events.body LIKE '%\"late\":true%') \
               THEN ', late' ELSE '' END",
    },
    Table {
        name: "approval",
        from: "approvals",
        first: None,
        second: None,
        text: "act || ' of ' || amount || ', ' || state || ', ' || asked_at || ' to ' || expires_at",
    },
    Table {
        name: "endpoint",
        from: "webhook_endpoints",
        first: None,
        second: None,
        text: "state || ', note ' || COALESCE(note, 'none') || ', until ' || COALESCE(previous_until_at, 0) || ', enabled ' || enabled_at",
    },
    Table {
        name: "contradiction",
        from: "contradictions",
        first: Some(("order_id", "order", "order")),
        second: None,
        text: "kind || ', ' || state || ', ' || amount || ' won, ' || cancelled || ' cancelled, refused ' || \
               CASE WHEN failure IS NULL THEN 0 ELSE 1 END",
    },
    Table {
        name: "low",
        from: "events",
        first: None,
        second: None,
        text: "body",
    },
    Table {
        name: "given",
        from: "events",
        first: Some(("subject", "redemption", "redemption")),
        second: None,
        text: "body",
    },
    Table {
        name: "end notice",
        from: "expiry_notices",
        first: Some(("lot_id", "lot", "lot")),
        second: None,
        text: "days || ' days, ' || outcome",
    },
    Table {
        name: "policy notice",
        from: "policy_notices",
        first: None,
        second: None,
        text: "version",
    },
    Table {
        name: "contract",
        from: "contracts",
        first: None,
        second: None,
        // Names begin with the contract's number.
        text: "SUBSTR(name, 1, 11) || ', under ' || policy || ', from ' || effective_at",
    },
    Table {
        name: "campaign",
        from: "campaigns",
        first: None,
        second: None,
        text: "gives || ' ' || worth || ', ' || from_at || ' to ' || until_at || ', ended ' || COALESCE(ended_at, 0) || '; ' || \
               used || ' of ' || budget || ' in ' || redeemed || ', ' || overrun || ' beyond in ' || overruns",
    },
    Table {
        name: "redemption",
        from: "redemptions",
        first: Some(("order_id", "order", "order")),
        second: Some(("lot_id", "lot", "lot")),
        // Names begin with the campaign's number.
        text: "(SELECT SUBSTR(name, 1, 11) FROM campaigns WHERE campaigns.id = campaign_id) || ', ' || credits || ' credits, ' || \
               discount || ' won off, ' || state || ', beyond at ' || COALESCE(overrun_at, 0)",
    },
];
