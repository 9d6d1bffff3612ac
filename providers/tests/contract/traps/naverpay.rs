//! Naver Pay, payment type.

use super::{
    Cover::{By, Never},
    Trap,
};

pub(super) const TRAPS: &[Trap] = &[
    (
        1,
        "success in the window is not paid",
        By(&[
            "an_applied_payment_is_paid",
            "money_moves_at_the_approval_and_not_before",
        ]),
    ),
    (
        2,
        "the payment's number comes once, by the browser, and is anybody's claim",
        By(&[
            "confirming_is_written_down_with_a_look_up_to_come",
            "a_second_window_does_not_replace_the_payment_on_disk",
        ]),
    ),
    (
        3,
        "whoever holds another's number can have it approved",
        By(&[
            "a_swapped_payment_is_reported_as_the_other_orders",
            "a_payment_that_disagrees_is_parked_and_mints_nothing_until_the_provider_agrees",
        ]),
    ),
    (
        4,
        "a failure is HTTP 200, and 409 is the earlier answer",
        By(&[
            "only_listed_codes_are_declines",
            "a_replayed_success_is_a_success_and_gives_way_to_what_is_listed_now",
        ]),
    ),
    (
        5,
        "random fields and new words really come",
        By(&[
            "words_of_next_year_prove_nothing",
            "an_applied_payment_is_paid",
        ]),
    ),
    (
        6,
        "no answer is not a failure, and no reason for a new key",
        By(&[
            "an_answer_that_is_no_answer_proves_nothing",
            "each_provider_is_waited_for_as_long_as_it_advises",
        ]),
    ),
    (
        7,
        "an empty history is not a failure",
        By(&["what_is_not_listed_is_not_failed"]),
    ),
    (
        8,
        "a key made of a clock or of chance protects nothing",
        By(&[
            "every_call_sends_its_documented_headers_amount_fields_and_key",
            "an_approval_and_a_cancel_share_one_space_of_keys",
        ]),
    ),
    (
        9,
        "a failure is repeated under its key for ever",
        By(&[
            "only_a_replayed_not_now_moves_on_to_the_next_key",
            "a_failure_is_replayed_until_the_key_changes",
        ]),
    ),
    (
        10,
        "gift cards have two names",
        By(&["gift_cards_are_read_under_both_of_their_names"]),
    ),
    (
        11,
        "points alone leave the means empty",
        By(&["points_alone_name_no_means"]),
    ),
    (
        12,
        "the last part is a part, and no state says cancelled",
        By(&[
            "lookup/cancelled_at_once",
            "lookup/cancelled_in_parts",
            "refund/last_part",
        ]),
    ),
    (
        13,
        "two codes look alike and ask for opposite things",
        By(&["the_two_codes_that_look_alike_ask_for_opposite_things"]),
    ),
    (
        14,
        "cancelled already may be somebody else's cancel",
        By(&[
            "a_refusal_is_believed_when_the_list_shows_its_reason",
            "a_cancel_of_ours_that_is_listed_is_a_success_whatever_was_answered",
        ]),
    ),
    (
        15,
        "the taxes of a cancel are its own",
        By(&["a_part_is_sent_with_its_taxes_and_the_rest_it_expects"]),
    ),
    (
        16,
        "the expected rest is that after the cancel",
        By(&[
            "the_last_part_leaves_nothing",
            "one_refund_at_a_time_and_one_in_doubt_stays",
        ]),
    ),
    (
        17,
        "cancels without names of their own cannot be told apart",
        By(&["cancels_are_told_apart_by_the_key_they_were_sent_with"]),
    ),
    (
        18,
        "history has pages, limits and Seoul's time",
        By(&[
            "every_page_is_read",
            "without_a_number_the_order_is_looked_for_among_all_of_its_time",
        ]),
    ),
    (
        19,
        "a buyer who is refused must read Naver's own message",
        By(&[
            "a_refusal_keeps_naver_pays_own_sentence",
            "people_are_told_what_a_code_means",
        ]),
    ),
    (
        20,
        "the product's name is doubled, and products are needed",
        By(&["a_reservation_is_made_under_the_orders_id_and_comes_back_signed"]),
    ),
    (
        21,
        "fields that only a contract allows",
        By(&["a_reservation_is_made_under_the_orders_id_and_comes_back_signed"]),
    ),
    (
        22,
        "the smallest amount is 10 won, and nothing costs nothing",
        By(&[
            "its_capabilities_are_those_of_the_documents",
            "an_order_below_the_providers_minimum_is_refused",
        ]),
    ),
    (
        23,
        "settlement figures are nothing at first",
        Never("no figure of an approval is read as a settlement"),
    ),
    (
        24,
        "cancels end after 1095 days",
        By(&[
            "its_capabilities_are_those_of_the_documents",
            "cancels_end_1095_days_after_the_day_of_payment",
        ]),
    ),
    (
        25,
        "hosts move, and keys belong to one environment",
        By(&["one_environments_api_does_not_go_with_the_others_window"]),
    ),
    (
        26,
        "the chain id is needed",
        By(&[
            "a_missing_value_is_a_refusal_to_start",
            "every_call_sends_its_documented_headers_amount_fields_and_key",
        ]),
    ),
    (
        27,
        "the client secret has no place in a browser",
        By(&[
            "no_secret_is_in_what_the_adapter_prints",
            "nothing_private_is_in_what_is_printed_returned_as_an_error_or_logged",
        ]),
    ),
    (
        28,
        "pop-ups are blocked and lose their opener",
        Never("the browser is redirected as a whole; there is no pop-up"),
    ),
    (
        29,
        "there are no webhooks, and tests forget after a week",
        By(&[
            "its_capabilities_are_those_of_the_documents",
            "there_are_no_webhooks_to_damage",
        ]),
    ),
    (
        30,
        "cancels during maintenance are lost",
        By(&[
            "refusals_of_a_cancel_are_told_apart",
            "a_refund_that_goes_wrong_on_the_way_goes_back_once",
        ]),
    ),
    (
        31,
        "limits are bytes, and a syllable has three",
        By(&[
            "a_long_reason_is_cut_between_characters",
            "reasons_are_limited_in_bytes",
        ]),
    ),
    (
        32,
        "the user key must not be a login, address or telephone",
        By(&["a_reservation_is_made_under_the_orders_id_and_comes_back_signed"]),
    ),
];
