//! Toss Payments.

use super::{
    Cover::{By, Never},
    Trap,
};

pub(super) const TRAPS: &[Trap] = &[
    (
        1,
        "the key needs its colon and its padding in Basic",
        By(&[
            "a_window_is_opened_under_the_orders_id_and_comes_back_signed",
            "every_call_sends_its_documented_headers_amount_fields_and_key",
        ]),
    ),
    (
        2,
        "the amount in the return URL is the buyer's to change",
        By(&[
            "a_confirmed_card_payment_is_paid_with_the_orders_amount",
            "a_window_opened_for_something_else_is_a_definite_no",
        ]),
    ),
    (
        3,
        "a confirmation later than ten minutes finds no session",
        By(&[
            "a_payment_already_processed_is_looked_up",
            "confirm/session_over",
        ]),
    ),
    (
        4,
        "a status of 4xx is not a decline",
        By(&[
            "a_400_that_may_hide_a_success_is_never_a_decline",
            "only_listed_codes_are_declines",
        ]),
    ),
    (
        5,
        "an idempotency key repeats refusals for 15 days, whatever the body",
        By(&[
            "a_refund_that_was_refused_for_want_of_a_setting_or_a_contract_is_sent_anew_when_they_are_mended",
            "errors_are_replayed_even_for_a_corrected_body",
        ]),
    ),
    (
        6,
        "after 15 days the same key is a new request",
        By(&[
            "a_refund_carries_its_id_and_the_balance_it_was_written_down_with",
            "refund/already_done",
        ]),
    ),
    (
        7,
        "payment webhooks are not signed, and who wants a signature rejects them all",
        By(&[
            "a_change_of_status_names_the_payment_to_look_at",
            "a_hint_of_toss_is_never_more_than_a_hint",
        ]),
    ),
    (
        8,
        "the deposit callback has no type, key or amount",
        By(&[
            "a_deposit_names_its_order_and_repeats_its_secret",
            "a_toss_webhook_with_a_wrong_secret_is_not_believed",
        ]),
    ),
    (
        9,
        "both deposit webhooks at once tell everything twice",
        By(&[
            "hints_of_one_batch_queue_one_look_up",
            "a_second_identical_snapshot_mints_nothing",
        ]),
    ),
    (
        10,
        "a deposit can be taken back after it was done",
        By(&[
            "a_virtual_account_waits_is_paid_is_reversed_and_is_voided",
            "a_reversed_deposit_revokes_the_lot",
        ]),
    ),
    (
        11,
        "an account past its due date says nothing",
        By(&[
            "a_virtual_account_waits_until_its_own_due_time",
            "an_account_past_its_due_date_keeps_its_status_and_takes_no_money",
        ]),
    ),
    (
        12,
        "refunded wholly in parts stays partly cancelled, and has two codes",
        By(&[
            "cancels_are_what_left_the_balance",
            "a_cancel_that_already_happened_is_ours_or_a_decline",
        ]),
    ),
    (
        13,
        "the bank of a refund account is named differently in request and answer",
        By(&["a_virtual_account_is_refunded_to_the_buyers_account_by_tosss_bank_code"]),
    ),
    (
        14,
        "an account without a deposit takes no refund account and no parts",
        Never(
            "a refund is quoted from the lot of a completed payment, and an account without a deposit has neither",
        ),
    ),
    (
        15,
        "words are Korean, in either Unicode form, or English",
        By(&["the_word_for_a_method_decides_nothing_about_the_money"]),
    ),
    (
        16,
        "closed enums and unknown fields break on unannounced additions",
        By(&["fields_may_come_and_go", "lookup/unknown_status"]),
    ),
    (
        17,
        "bank codes are text with leading zeros, and not those of the banks",
        By(&["every_bank_code_survives_the_way_to_toss_and_back"]),
    ),
    (
        18,
        "amounts pass 32 bits, and some arrive as floats",
        By(&["amounts_are_exact_or_nothing_is_concluded"]),
    ),
    (
        19,
        "the documents disagree about limits",
        By(&[
            "an_order_id_fits_every_limit_that_is_documented_anywhere",
            "virtual_accounts_live_as_long_as_toss_allows",
        ]),
    ),
    (
        20,
        "reports lag, have rows of nothing and want plain dates",
        By(&[
            "movements_are_asked_for_in_seouls_time_without_an_offset",
            "settlements_are_exact_and_cancels_are_negative_throughout",
            "with_test_keys_a_settlement_is_empty",
        ]),
    ),
    (
        21,
        "the fail URL may lack the order, and a closed window says nothing",
        By(&[
            "a_closed_window_leaves_the_order_open_until_its_time_is_over",
            "a_callback_url_is_good_until_it_expires",
        ]),
    ),
    (
        22,
        "the webhook can come before the answer",
        By(&[
            "a_webhook_alone_completes_a_payment_whose_buyer_never_came_back",
            "webhooks_twice_late_and_out_of_order_end_in_the_same_books",
        ]),
    ),
    (
        23,
        "a refund account from the widget can be seen for half an hour",
        Never(
            "the widget is not used: support names the account with the refund, and it is stored there",
        ),
    ),
    (
        24,
        "billing approvals send no change of status",
        Never("nothing is sold on a billing key"),
    ),
    (
        25,
        "cash receipts are not deduplicated or checked by Toss",
        By(&[
            "a_receipt_is_asked_for_under_its_own_key",
            "a_number_that_does_not_fit_the_kind_is_refused_without_a_call",
        ]),
    ),
    (
        26,
        "widget keys are another family, and the version belongs to the merchant",
        By(&[
            "a_missing_or_malformed_key_is_a_refusal_to_start",
            "an_answer_in_another_version_is_understood_as_far_as_it_goes",
        ]),
    ),
    (
        27,
        "an allow-list of addresses can be spoofed behind a proxy and goes stale",
        Never("no decision rests on where a webhook came from: it only makes us ask"),
    ),
    (
        28,
        "Toss Pay is another product with other fields",
        By(&["a_window_is_opened_under_the_orders_id_and_comes_back_signed"]),
    ),
    (
        29,
        "frames and promises fail on telephones",
        By(&["our_own_script_has_the_browser_leave_and_reads_every_fact"]),
    ),
    (
        30,
        "a webhook answered after slow work is sent again and again",
        By(&[
            "a_hint_queues_one_look_up_and_mints_nothing",
            "it_is_acknowledged_as_json",
        ]),
    ),
    (
        31,
        "old settings delay or split the result of a deposit",
        By(&["nothing_is_concluded_from_pending_or_unknown_words"]),
    ),
    (
        32,
        "a missing row in a table of codes is not a missing code",
        By(&[
            "only_listed_codes_are_declines",
            "a_code_that_nobody_knows_leaves_every_call_in_doubt",
        ]),
    ),
    (
        33,
        "some payments cannot be cancelled in parts",
        By(&[
            "a_part_that_toss_does_not_give_back_moved_nothing",
            "a_method_toss_does_not_have_is_refused_without_a_call",
        ]),
    ),
    (
        34,
        "telephone bills cannot be cancelled in the next month",
        By(&[
            "refusals_of_a_cancel_are_told_apart",
            "a_refund_the_provider_cannot_do_is_told_once",
        ]),
    ),
    (
        35,
        "one order id for several attempts is ambiguous",
        By(&[
            "the_first_session_stays",
            "opening_an_order_again_leaves_it_as_far_as_it_came",
            "the_payment_that_came_back_first_stays_the_one",
            "two_windows_of_one_order_are_paid_once",
            "an_answer_about_the_order_ends_it_only_when_no_window_can_be_open",
        ]),
    ),
    (
        36,
        "what is not contracted may be ignored in silence",
        By(&[
            "a_payment_that_disagrees_is_parked_and_mints_nothing_until_the_provider_agrees",
            "a_tax_free_part_that_was_ordered_is_the_right_one",
        ]),
    ),
];
