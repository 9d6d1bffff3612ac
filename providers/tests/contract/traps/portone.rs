//! PortOne.

use super::{
    Cover::{By, Never},
    Trap,
};

pub(super) const TRAPS: &[Trap] = &[
    (
        1,
        "a PG's secret or a V1 key in place of the V2 API secret is refused with 401",
        By(&["confirm/wrong_key", "refund/wrong_key"]),
    ),
    (
        2,
        "an idempotency key goes in double quotes and has 16 characters at least",
        By(&[
            "every_call_sends_its_documented_headers_amount_fields_and_key",
            "a_key_without_quotes_or_too_short_is_refused",
        ]),
    ),
    (
        3,
        "a key is forgotten after three hours, so that the same cancel would be made again",
        By(&[
            "a_cancel_of_ours_that_is_listed_is_never_sent_again",
            "refund/already_done",
        ]),
    ),
    (
        4,
        "two requests under one key: another attempt of the buyer has another token",
        By(&["two_attempts_are_confirmed_under_two_keys_and_one_attempt_under_one"]),
    ),
    (
        5,
        "a part is cancelled twice where the cancellable amount is not named",
        By(&[
            "a_part_is_sent_with_its_balance_and_tax_free_share_and_the_refunds_id",
            "refund/balance_changed",
        ]),
    ),
    (
        6,
        "a test channel pays live orders with play money, because the browser names the channel",
        By(&[
            "a_payment_on_a_test_channel_sells_nothing_for_money",
            "a_test_channel_chosen_by_the_buyer_mints_nothing",
        ]),
    ),
    (
        7,
        "the browser sets the amount of the window",
        By(&[
            "the_amount_is_registered_before_the_buyer_is_sent_away",
            "a_window_of_another_amount_than_was_registered_does_not_open",
            "confirm/another_amount",
        ]),
    ),
    (
        8,
        "coming back is not paid, and a payment may be paid without anybody coming back",
        By(&[
            "a_channel_that_takes_the_money_itself_is_only_looked_up",
            "a_webhook_alone_completes_an_order_whose_buyer_never_came_back",
        ]),
    ),
    (
        9,
        "the window leads back by one address, whether it was paid or not",
        By(&["a_code_of_the_window_asks_for_nothing_and_names_only_reasons_of_a_window"]),
    ),
    (
        10,
        "a failed attempt is not the end: the buyer may try again under the same name",
        By(&[
            "a_failed_attempt_is_the_end_only_when_no_window_can_be_open_any_more",
            "a_buyer_whose_card_is_refused_tries_again_under_the_same_name",
        ]),
    ),
    (
        11,
        "a status called PENDING in filters is called PAY_PENDING in answers",
        By(&["lookup/pay_pending"]),
    ),
    (
        12,
        "a method is named by the type of its object and not by the word of the request",
        By(&[
            "methods_are_told_by_the_type_of_their_object",
            "lookup/paid",
        ]),
    ),
    (
        13,
        "a PG's error is 502, which looks like a broken server, and may hide a success",
        By(&[
            "confirm/pg_error",
            "a_pgs_error_decides_nothing_and_its_words_are_kept",
        ]),
    ),
    (
        14,
        "a cancel is answered with itself alone, and may only be requested",
        By(&[
            "refund/requested",
            "a_cancel_that_the_pg_carries_out_later_ends_when_it_says_so",
        ]),
    ),
    (
        15,
        "a cancelled payment may lack the time of its payment",
        By(&["lookup/account_closed", "lookup/cancelled"]),
    ),
    (
        16,
        "a list's total counts what was returned, so it ends no paging",
        By(&["every_page_is_read_until_one_is_not_full_and_no_row_counts_twice"]),
    ),
    (
        17,
        "a list of the payments created on a day lacks the cancels of that day",
        By(&["a_payment_and_each_cancel_that_was_carried_out_are_movements"]),
    ),
    (
        18,
        "a webhook's address can be changed by the browser, which is told in noticeUrls",
        Never("our page sends none, and a look-up by schedule finds what no webhook tells"),
    ),
    (
        19,
        "webhooks come before the browser, twice, late and in any order",
        By(&[
            "a_webhook_alone_completes_an_order_whose_buyer_never_came_back",
            "a_signed_webhook_names_a_payment_to_look_up_and_its_amount_is_not_read",
        ]),
    ),
    (
        20,
        "a webhook of an unknown type must not be an error",
        By(&["every_webhook_is_understood_as_it_must_be"]),
    ),
    (
        21,
        "a client that hangs up does not stop the request at the PG",
        By(&["each_provider_is_waited_for_as_long_as_it_advises"]),
    ),
    (
        22,
        "names of 40 bytes are the longest that some PGs take, and some refuse signs",
        By(&["the_page_names_store_channel_payment_amount_and_the_way_back"]),
    ),
    (
        23,
        "a virtual account is refunded to an account that PortOne calls by a word",
        By(&[
            "a_virtual_account_is_refunded_to_the_account_that_the_buyer_named",
            "every_bank_has_one_word_and_one_code",
        ]),
    ),
    (
        24,
        "a page without an address to return to shows no window on a phone",
        By(&["our_script_calls_portones_documented_function_and_leads_back_by_our_addresses"]),
    ),
];
