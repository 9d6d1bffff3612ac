"""Buys, spends, holds and refunds through the package for Python. generated_client.py BASE

BASE is where a gateway in development mode listens; its keys stand in the environment.
"""

import os
import sys
import time
import uuid

import httpx
from credit_gateway_client import AuthenticatedClient
from credit_gateway_client.api.customers import (
    get_v1_customers_id_balance,
    post_v1_customers_id_holds,
    post_v1_customers_id_spends,
)
from credit_gateway_client.api.holds import post_v1_holds_id_capture
from credit_gateway_client.api.orders import get_v1_orders_id, post_v1_orders
from credit_gateway_client.api.payments import post_v1_payments_id_refund_quotes
from credit_gateway_client.api.refunds import post_v1_refunds
from credit_gateway_client.models import (
    Capture,
    HoldState,
    Method,
    NewHold,
    NewOrder,
    NewRefund,
    NewSpend,
    OrderState,
    RefundAccount,
    RefundState,
)

BASE = sys.argv[1]
CUSTOMER = "python-client"
DEPOSITOR = "김파이썬"
# A simulated deposit reaches the books within moments.
WAIT_SECONDS = 20

passed = failed = 0


def check(what, expected, found):
    global passed, failed
    if expected == found:
        passed += 1
        print(f"ok      {what}")
    else:
        failed += 1
        print(f"FAILED  {what}: expected {expected!r}, found {found!r}")


def client(role):
    return AuthenticatedClient(base_url=BASE, token=os.environ[f"{role}_KEY"])


def fresh():
    return str(uuid.uuid4())


def balance():
    return get_v1_customers_id_balance.sync(CUSTOMER, client=client("SERVICE")).available


def bought():
    order = post_v1_orders.sync(
        client=client("CHECKOUT"),
        idempotency_key=fresh(),
        body=NewOrder(
            customer_id=CUSTOMER,
            product="direct-1000",
            quantity=1,
            return_url="http://127.0.0.1:3000/done",
            provider="bank",
            method=Method.BANK_TRANSFER,
            depositor_name=DEPOSITOR,
        ),
    )
    check("an order waits for its deposit", OrderState.AWAITING_DEPOSIT, order.state)
    deposit = {"depositor_name": DEPOSITOR, "amount": order.amount}
    httpx.post(f"{BASE}/sandbox/bank/deposits", json=deposit).raise_for_status()
    until = time.monotonic() + WAIT_SECONDS
    while order.state != OrderState.COMPLETED and time.monotonic() < until:
        time.sleep(0.1)
        order = get_v1_orders_id.sync(order.id, client=client("CHECKOUT"))
    check("its deposit completes it", OrderState.COMPLETED, order.state)
    return order


def walk():
    order = bought()
    check("the credits are there", 1_000, balance())
    service = client("SERVICE")
    spend = post_v1_customers_id_spends.sync(
        CUSTOMER,
        client=service,
        idempotency_key=fresh(),
        body=NewSpend(credits_=100, meter="video.generate", reference="request-1"),
    )
    check("a spend takes credits", 900, spend.balance)
    hold = post_v1_customers_id_holds.sync(
        CUSTOMER,
        client=service,
        idempotency_key=fresh(),
        body=NewHold(credits_=200, expires_in=600, meter="video.generate", reference="request-2"),
    )
    check("a hold is open", HoldState.OPEN, hold.state)
    check("a hold sets credits aside", 700, balance())
    captured = post_v1_holds_id_capture.sync(
        hold.id, client=service, idempotency_key=fresh(), body=Capture(credits_=50)
    )
    check("a hold is captured", HoldState.CAPTURED, captured.state)
    check("the rest of the hold comes back", 850, balance())
    support = client("SUPPORT")
    quote = post_v1_payments_id_refund_quotes.sync(order.payment_id, client=support, idempotency_key=fresh())
    check("a quote is of the unused part", 8_500, quote.amount)
    refund = post_v1_refunds.sync(
        client=support,
        idempotency_key=fresh(),
        body=NewRefund(
            payment_id=order.payment_id,
            quote_id=quote.id,
            reason="고객 변심",
            refund_account=RefundAccount(bank="088", account_number="110123456789", holder=DEPOSITOR),
        ),
    )
    check("a refund of a bank transfer waits for a person", RefundState.BY_HAND, refund.state)
    check("a refund is of what was quoted", 8_500, refund.amount)
    check("the credits are gone", 0, balance())


try:
    walk()
except AttributeError as refused:
    # A problem (RFC 9457) came instead of the expected object.
    check("the walk", "done", str(refused))
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
