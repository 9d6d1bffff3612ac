//! Kakao Pay.

use super::{
    Cover::{By, Never},
    Trap,
};

pub(super) const TRAPS: &[Trap] = &[
    (
        1,
        "the older host had other keys, forms and fields",
        By(&[
            "every_call_sends_its_documented_headers_amount_fields_and_key",
            "a_payment_is_prepared_with_every_field_and_the_three_addresses_are_kept",
        ]),
    ),
    (
        2,
        "the key behind its scheme and one space, without a line break",
        By(&[
            "a_missing_or_malformed_key_is_a_refusal_to_start",
            "a_missing_or_ill_formed_secret_is_a_refusal_to_start_that_does_not_repeat_it",
        ]),
    ),
    (
        3,
        "coming back is not paid",
        By(&[
            "nothing_is_approved_without_a_token_or_a_payment_of_ours",
            "paying_brings_back_a_token_and_takes_no_money",
        ]),
    ),
    (
        4,
        "approving from the browser takes the key there",
        Never("only the adapter approves, and no page or answer of ours holds the key"),
    ),
    (
        5,
        "a payment kept in a shared place is overwritten by the next buyer",
        By(&[
            "two_buyers_at_once_are_told_apart_by_their_sessions",
            "the_first_session_stays",
        ]),
    ),
    (
        6,
        "what ready was sent must be sent again, not made again",
        By(&["an_approved_payment_is_paid_and_its_request_carries_what_ready_sent"]),
    ),
    (
        7,
        "the user id must not be personal",
        By(&["a_payment_is_prepared_with_every_field_and_the_three_addresses_are_kept"]),
    ),
    (
        8,
        "the tax-free amount is needed even when nothing",
        By(&[
            "a_payment_is_prepared_with_every_field_and_the_three_addresses_are_kept",
            "a_part_is_sent_with_its_taxes_the_frozen_balance_and_the_refunds_id",
        ]),
    ),
    (
        9,
        "VAT sent at ready has to match at every cancel",
        By(&["the_last_part_takes_the_rest_of_the_taxes_and_no_part_takes_more"]),
    ),
    (
        10,
        "the addresses for giving up and failing can be forged",
        By(&["a_buyer_who_gave_up_is_only_believed_by_kakaopays_own_word"]),
    ),
    (
        11,
        "approved already is neither a failure nor a reason to cancel",
        By(&["approved_already_is_success_when_kakaopay_calls_it_paid"]),
    ),
    (
        12,
        "another ready after a lost answer lets the buyer pay twice",
        By(&[
            "an_answer_that_is_no_answer_proves_nothing",
            "the_first_session_stays",
        ]),
    ),
    (
        13,
        "who waits less than 11 seconds makes doubts of successes",
        By(&["each_provider_is_waited_for_as_long_as_it_advises"]),
    ),
    (
        14,
        "a cancel sent again without a balance pays twice",
        By(&[
            "a_refund_that_is_done_already_is_found_and_not_sent_again",
            "the_same_cancel_twice_gives_the_money_back_twice_unless_it_names_the_balance",
        ]),
    ),
    (
        15,
        "there are no webhooks to wait for",
        By(&["its_capabilities_are_those_of_the_documents"]),
    ),
    (
        16,
        "times are Seoul's, without an offset",
        By(&["a_captured_answer_without_the_documented_amounts_is_understood"]),
    ),
    (
        17,
        "fields are null, missing, misspelt or new",
        By(&[
            "an_unpaid_payment_may_tell_next_to_nothing",
            "lookup/unknown_status",
        ]),
    ),
    (
        18,
        "approve answers without a status",
        By(&[
            "an_approval_takes_the_money_once_and_names_no_status",
            "an_approval_of_another_payment_or_without_its_proof_is_in_doubt",
        ]),
    ),
    (
        19,
        "domains are registered, with http and https apart",
        By(&["a_payment_that_is_not_prepared_is_told_apart"]),
    ),
    (
        20,
        "URLs of more than 255 characters are refused",
        By(&["the_longest_url_fits_the_strictest_provider"]),
    ),
    (
        21,
        "frames and late pop-ups are blocked",
        Never("the browser is redirected as a whole; there is no frame and no pop-up"),
    ),
    (
        22,
        "each device has its own address",
        By(&["a_payment_is_prepared_with_every_field_and_the_three_addresses_are_kept"]),
    ),
    (
        23,
        "a payment by money has no card",
        By(&[
            "a_captured_answer_without_the_documented_amounts_is_understood",
            "money_has_no_card",
        ]),
    ),
    (
        24,
        "a merchant id for subscriptions would issue a billing key",
        By(&["a_test_key_goes_with_the_test_merchant_and_with_no_other"]),
    ),
    (
        25,
        "an order closed by our clock may have been paid",
        By(&["an_overdue_order_that_may_have_been_paid_unseen_is_asked_about_first"]),
    ),
    (
        26,
        "tokens and keys end up in logs",
        By(&[
            "neither_key_nor_token_is_in_what_an_approval_leaves_behind",
            "nothing_private_is_in_what_is_printed_returned_as_an_error_or_logged",
        ]),
    ),
    (
        27,
        "a key of one environment with the merchant of the other",
        By(&["a_test_key_goes_with_the_test_merchant_and_with_no_other"]),
    ),
];
