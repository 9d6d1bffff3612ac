//! Transfers, accounts and the legal rules on refunds.

use super::{
    Cover::{By, Never},
    Trap,
};

pub(super) const TRAPS: &[Trap] = &[
    (
        1,
        "an issued account is not a payment",
        By(&[
            "a_virtual_account_waits_is_paid_is_reversed_and_is_voided",
            "an_issued_account_mints_when_its_deposit_arrives",
        ]),
    ),
    (
        2,
        "Toss tells a deposit without amount, envelope or offset",
        By(&["a_deposit_names_its_order_and_repeats_its_secret"]),
    ),
    (
        3,
        "a deposit can be taken back",
        By(&[
            "a_deposit_that_the_bank_takes_back_revokes_the_lot",
            "a_reversed_deposit_revokes_the_lot",
        ]),
    ),
    (
        4,
        "nobody tells that an account ran out",
        By(&["a_virtual_account_waits_until_its_own_due_time"]),
    ),
    (
        5,
        "account numbers are used again for other orders",
        Never(
            "an order is found by its id or its payment's name; no account number is ever looked for",
        ),
    ),
    (
        6,
        "two kinds of event tell one deposit twice",
        By(&[
            "a_second_identical_snapshot_mints_nothing",
            "the_same_movement_under_another_event_pays_nothing",
        ]),
    ),
    (
        7,
        "each service wants another word for received",
        By(&[
            "it_is_acknowledged_as_json",
            "an_unsigned_webhook_moves_no_money_and_garbage_is_not_believed",
        ]),
    ),
    (
        8,
        "older services send unsigned forms in EUC-KR",
        Never("none of them is connected: the feed is JSON and signed, and what is not is refused"),
    ),
    (
        9,
        "a match told by a service has no amount and no bank's id",
        By(&[
            "only_a_waiting_or_given_up_bank_order_is_matched_by_hand",
            "name_and_amount_of_one_order_pay_it",
        ]),
    ),
    (
        10,
        "depositors' names come with spaces, brackets and in pieces",
        By(&[
            "depositor_names_are_compared_by_what_a_person_would_read",
            "names_are_compared_by_what_a_person_reads",
        ]),
    ),
    (
        11,
        "two open orders of one name and amount",
        By(&[
            "two_orders_never_await_one_name_and_amount",
            "an_order_that_could_not_be_told_from_another_is_refused",
        ]),
    ),
    (
        12,
        "a deposit before its order, and times to the minute",
        By(&[
            "a_deposit_counts_inside_the_orders_time",
            "a_deposit_without_an_order_is_kept",
        ]),
    ),
    (
        13,
        "one bank has four codes",
        By(&[
            "every_bank_code_survives_the_way_to_toss_and_back",
            "a_bank_is_named_in_both_languages_and_an_unknown_one_by_its_code",
        ]),
    ),
    (
        14,
        "banks change their names",
        By(&["a_bank_is_named_in_both_languages_and_an_unknown_one_by_its_code"]),
    ),
    (
        15,
        "the time of the attempt is signed, over the raw text",
        By(&[
            "signing_gives_the_published_signatures",
            "a_changed_id_time_or_body_is_refused",
            "escapes_in_a_name_are_read",
        ]),
    ),
    (
        16,
        "several secrets, several signatures, unknown versions",
        By(&[
            "any_signature_of_a_list_and_any_secret_will_do",
            "secrets_are_read_with_or_without_prefix_and_padding_and_never_empty",
        ]),
    ),
    (
        17,
        "an aggregator's webhook says little and may be a test's",
        Never(
            "no aggregator is connected; each provider is asked itself, and test keys are refused in public",
        ),
    ),
    (
        18,
        "a cancel asked for is not a cancel done",
        By(&[
            "a_cancel_of_ours_that_failed_at_the_provider_is_a_declined_refund",
            "a_refund_carries_its_id_and_the_balance_it_was_written_down_with",
        ]),
    ),
    (
        19,
        "another service refuses a second partial cancel of one id",
        Never("that service is not connected, and every refund has an id of its own"),
    ),
    (
        20,
        "a refund account from a widget vanishes after half an hour",
        Never(
            "the widget is not used: support names the account with the refund, and it is stored there",
        ),
    ),
    (
        21,
        "seven days begin late, skip the first and end after holidays",
        By(&[
            "days_end_on_the_last_day_or_after_the_holidays",
            "the_window_starts_when_the_credits_are_granted",
            "a_quote_read_inside_the_window_is_honoured_just_after_it",
        ]),
    ),
    (
        22,
        "a month later is not the same day cut to fit",
        By(&["months_follow_the_civil_act_and_are_not_clamped"]),
    ),
    (
        23,
        "a date made of UTC is a day off until nine in the morning",
        By(&["the_day_turns_at_midnight_in_seoul_not_in_utc"]),
    ),
    (
        24,
        "holidays are announced late",
        By(&[
            "a_holiday_file_is_read_as_people_save_it",
            "a_wrong_holiday_file_is_refused_by_line",
        ]),
    ),
    (
        25,
        "no fee may be taken from a refund by right",
        By(&[
            "the_unused_part_is_paid_rounded_down",
            "an_unused_purchase_is_refunded_in_full",
        ]),
    ),
    (
        26,
        "using a part does not forfeit the rest",
        By(&["only_the_unused_part_is_refunded"]),
    ),
    (
        27,
        "providers round VAT differently",
        By(&[
            "tax_parts_are_cumulative_and_never_above_the_refund",
            "the_tax_split_is_ours_where_the_provider_tells_none",
        ]),
    ),
    (
        28,
        "a refund has to take its cash receipt back",
        Never(
            "no flow asks for a receipt of its own, so no refund leaves one standing; those Toss issues with a payment follow its cancels",
        ),
    ),
    (
        29,
        "a polling service gives amounts as text and names in remarks",
        Never("that service is not connected; amounts of the feed are whole numbers or refused"),
    ),
    (
        30,
        "credits that can be given away may need a licence",
        Never(
            "no operation moves credits from one customer to another, and no money is paid out but refunds",
        ),
    ),
    (
        31,
        "a longer promise elsewhere can become the period",
        By(&["by_right_for_7_days_through_support_for_14_then_closed"]),
    ),
];
