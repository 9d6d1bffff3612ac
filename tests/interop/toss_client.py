"""Pays, looks up and cancels at a simulated Toss Payments with two clients written by others: toss_client.py BASE_URL

Both clients know one host only, api.tosspayments.com. The first keeps it in a setting of its configuration, the second
in a private attribute; both are set here. No published version of the first can be imported as it is: its
`__init__` names three errors that it does not define, so the package is opened without running that file. Its virtual
accounts want a field that Toss does not send (`settledAmount`), so accounts are left to the second client. The buyer's
part (opening the window, pressing its button) is walked by plain HTTP, because it belongs to Toss's browser SDK.
"""

import importlib.util
import sys
import types
import urllib.parse
import uuid

import requests
from tosspayments import TossPayments

opened = types.ModuleType("tosspayments_server_sdk")
opened.__path__ = list(importlib.util.find_spec("tosspayments_server_sdk").submodule_search_locations)
sys.modules["tosspayments_server_sdk"] = opened

from tosspayments_server_sdk.client import Client  # noqa: E402
from tosspayments_server_sdk.exceptions import APIError, AuthenticationError  # noqa: E402
from tosspayments_server_sdk.models.enums import PaymentStatus  # noqa: E402

# The key of the simulators.
KEY = "test_sk_sandbox000000000000000000"

base = sys.argv[1]
typed = Client(secret_key=KEY)
typed.config.api_base = base
plain = TossPayments(KEY)
plain._TossPayments__base_url = f"{base}/"

passed = failed = 0


def check(what, expected, found):
    global passed, failed
    if expected == found:
        passed += 1
        print(f"ok      {what}")
    else:
        failed += 1
        print(f"FAILED  {what}: expected {expected!r}, found {found!r}")


def refused(call):
    """The client's own error and Toss's code."""
    try:
        call()
    except AuthenticationError:
        return "AuthenticationError"
    except APIError as error:
        return type(error).__name__, error.error_code, error.status_code
    return "not refused"


def error_of(call):
    """Status and code of a refusal by the second client, whose error class is private."""
    try:
        call()
    except Exception as error:
        return error.code, error.error_type
    return "not refused", None


def bought(amount, method="CARD"):
    """A buyer who paid in the window: the query with which the browser comes back."""
    order = {
        "method": method,
        "amount": amount,
        "currency": "KRW",
        "orderId": f"order-{uuid.uuid4()}",
        "orderName": "크레딧 1,000",
        "successUrl": "http://localhost:9/success",
        "failUrl": "http://localhost:9/fail",
    }
    opened = requests.post(f"{base}/v1/payments", json=order, auth=(KEY, ""), timeout=10)
    window = requests.get(opened.json()["checkout"]["url"], timeout=10)
    check(f"{method}: the window shows the amount", True, f"{amount:,}원" in window.text)
    pressed = requests.post(f"{window.url}/pay", allow_redirects=False, timeout=10)
    back = urllib.parse.urlsplit(pressed.headers["location"])
    return dict(urllib.parse.parse_qsl(back.query)), order["orderId"]


def card_with_types():
    back, order = bought(15000)
    check("card: the browser names order and amount", (order, "15000"), (back["orderId"], back["amount"]))
    key = back["paymentKey"]
    wrong = refused(lambda: typed.payments.confirm(payment_key=key, order_id=order, amount=14000))
    check("card: another amount is refused", True, wrong[0] == "APIError" and wrong[2] in (400, 403))
    paid = typed.payments.confirm(payment_key=key, order_id=order, amount=15000)
    check("card: confirmed", (PaymentStatus.DONE, 15000), (paid.status, paid.total_amount))
    check("card: the client calls it paid, by card", (True, "카드"), (paid.is_paid(), paid.method))
    check("card: the parts make the whole", 15000, paid.supplied_amount + paid.vat)
    check("card: the card is read", True, bool(paid.card and paid.card.number and paid.card.approve_no))
    check("card: approved with an offset", True, paid.approved_at.utcoffset() is not None)
    check("card: found by its key", paid, typed.payments.retrieve(key))
    check("card: found by its order", paid, typed.payments.retrieve_by_order_id(order))
    again = refused(lambda: typed.payments.confirm(payment_key=key, order_id=order, amount=15000))
    check("card: a second confirmation is refused", ("APIError", "ALREADY_PROCESSED_PAYMENT", 400), again)
    part = typed.payments.cancel(payment_key=key, cancel_reason="고객 변심", cancel_amount=5000)
    left = (part.status, part.get_canceled_amount(), part.get_cancelable_amount())
    check("card: a part is cancelled", (PaymentStatus.PARTIAL_CANCELED, 5000, 10000), left)
    line = part.cancels[0]
    check("card: the cancel is listed", (5000, "고객 변심"), (line.cancel_amount, line.cancel_reason))
    rest = typed.payments.cancel(payment_key=key, cancel_reason="고객 변심")
    check("card: the rest is cancelled", (2, 0, False), (len(rest.cancels), rest.balance_amount, rest.can_be_canceled()))
    more = refused(lambda: typed.payments.cancel(payment_key=key, cancel_reason="고객 변심", cancel_amount=1))
    check("card: nothing more is cancelled", "APIError", more[0])


def account_with_keys():
    back, order = bought(30000, "VIRTUAL_ACCOUNT")
    key = back["paymentKey"]
    issued = plain.confirm(key, order, 30000, idempotency_key=f"confirm-{order}")
    check("account: it waits for its deposit", ("WAITING_FOR_DEPOSIT", None), (issued["status"], issued["approvedAt"]))
    check("account: the bank is a code of two characters", 2, len(issued["virtualAccount"]["bankCode"]))
    requests.post(f"{base}/deposits", json={"orderId": order}, timeout=10)
    check("account: the deposit completes it", "DONE", plain.get_payment_by_order_id(order)["status"])
    refund = {"cancelReason": "고객 변심"}
    check("account: no refund without an account", 400, error_of(lambda: plain.cancel(key, refund))[0])
    refund["refundReceiveAccount"] = {"bank": "06", "accountNumber": "110123457270", "holderName": "홍길동"}
    check("account: refunded to the buyer's account", "CANCELED", plain.cancel(key, refund)["status"])


def refusals_with_types():
    unknown = refused(lambda: typed.payments.retrieve("tviva00000000000000000000"))
    check("an unknown payment is not found", ("PaymentNotFoundError", "NOT_FOUND_PAYMENT", 404), unknown)
    stranger = Client(secret_key="test_sk_somebody0000000000000000")
    stranger.config.api_base = base
    check("a strange key is refused", "AuthenticationError", refused(lambda: stranger.payments.retrieve("x")))


def card_with_keys():
    back, order = bought(20000)
    key = back["paymentKey"]
    first = plain.confirm(key, order, 20000, idempotency_key=f"confirm-{order}")
    check("keys: confirmed", ("DONE", 20000), (first["status"], first["totalAmount"]))
    second = plain.confirm(key, order, 20000, idempotency_key=f"confirm-{order}")
    check("keys: the same key brings the same answer", first, second)
    check("keys: found by its key", "DONE", plain.get_payment_by_payment_key(key)["status"])
    check("keys: found by its order", key, plain.get_payment_by_order_id(order)["paymentKey"])
    part = {"cancelReason": "고객 변심", "cancelAmount": 5000, "refundableAmount": 20000}
    plain.cancel(key, part, idempotency_key=f"refund-{order}")
    repeated = plain.cancel(key, part, idempotency_key=f"refund-{order}")
    check("keys: a repeated cancel gives back once", (15000, 1), (repeated["balanceAmount"], len(repeated["cancels"])))
    found = error_of(lambda: plain.cancel(key, part, idempotency_key=f"another-{order}"))
    check("keys: an outdated balance is refused", (400, "NOT_MATCHES_REFUNDABLE_AMOUNT"), found)


card_with_types()
refusals_with_types()
card_with_keys()
account_with_keys()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
