"""Does the gateway sell and refund where WireMock, with our fixtures, is the provider? wiremock_walk.py GATEWAY FOLDER

Runs the program GATEWAY on a fresh database in FOLDER against the servers that WIREMOCK_TOSS, WIREMOCK_KAKAOPAY,
WIREMOCK_NAVERPAY and WIREMOCK_PORTONE name, over HTTP: an order, the provider's window, our callback, credits, a quote, a refund. What the
credits and the money must come to is worked out here, and WireMock's journal must show exactly the calls that a
purchase and a refund take, with exactly their bodies and keys: a call too many would be money moved twice.
"""

import hashlib
import html
import re
import sys
import typing
import urllib.parse

from wiremock_gateway import (
    KAKAOPAY_KEY,
    PORTONE_KEY,
    SHOP,
    TOSS_KEY,
    Gateway,
    Trouble,
    WireMock,
    basic,
    http,
    until,
)

REASON = "고객 변심"
# The price of each product of the sample catalogue, in won, and its credits.
PRODUCTS = {"package-1000": (9_900, 1_000), "direct-1000": (10_000, 1_000)}
ACCOUNT = {"bank": "004", "account_number": "110123457270", "holder": "홍길동"}
# The secret in the fixtures' answers for a virtual account.
ACCOUNT_SECRET = "ps_eqRGgYO1r57E4Z541ZMW3QnN2Eya"
NAVERPAY_API = "/naverpay-partner/naverpay/payments"
DEPOSIT = "toss-walk-deposit"
# The length of an unexpected page's excerpt: enough to identify it.
SAID_MAX = 200

passed = failed = 0


def check(what, expected, found):
    global passed, failed
    if expected == found:
        passed += 1
        print(f"ok      {what}")
    else:
        failed += 1
        print(f"FAILED  {what}: expected {expected!r}, found {found!r}")


def vat_of(won):
    """VAT contained in a price, rounded half up."""
    return (won * 2 + 11) // 22


class Walk:
    """One purchase and the refund of what was not used."""

    def __init__(self, gateway, name, provider, method=None, *, product="direct-1000", quantity=1, spent=0):
        self.gateway, self.name, self.provider, self.method = gateway, name, provider, method
        self.product, self.quantity, self.spent = product, quantity, spent
        self.wiremock = WireMock(provider)
        self.customer = "buyer-" + name.replace(",", "").replace(" ", "-")
        price, credits = PRODUCTS[product]
        self.won, self.credits = price * quantity, credits * quantity
        self.unused = self.credits - spent
        self.back = self.won * self.unused // self.credits
        # VAT is split like the price.
        self.back_vat = vat_of(self.won) * self.unused // self.credits
        self.order = self.refund = self.key = self.window = None
        self.earlier = []

    def check(self, what, expected, found):
        check(f"{self.name}: {what}", expected, found)

    def run(self, earlier):
        """The whole walk. What it stumbles over ends it, and not the walks after it."""
        self.earlier = [walk.order["id"] for walk in earlier if walk.order]
        self.wiremock.forget()
        try:
            self.walk()
        except (Trouble, OSError, KeyError, IndexError, TypeError, ValueError) as trouble:
            self.check("the walk comes to its end", "no trouble", f"{type(trouble).__name__}: {trouble}")

    def walk(self):
        self.open()
        callback = self.pay()
        self.return_with(callback)
        if self.method == "virtual_account":
            self.deposit()
        self.completed()
        self.give_back()
        self.journal()

    def open(self):
        wanted = {
            "customer_id": self.customer,
            "product": self.product,
            "quantity": self.quantity,
            "provider": self.provider,
            "return_url": SHOP,
        }
        if self.method:
            wanted["method"] = self.method
        self.order = self.gateway.call("checkout", "POST", "/v1/orders", wanted)
        told = (self.order["state"], self.order["amount"], self.order["credits"])
        self.check("an order is open", ("open", self.won, self.credits), told)

    def pay(self):
        """The buyer's browser, from our page to the provider's window and back to the address we gave."""
        if self.provider == "portone":
            return self.pay_by_script()
        status, headers, _ = http("GET", self.order["checkout_url"])
        self.window = headers["location"] or ""
        at_provider = self.window.startswith(f"{self.wiremock.base}/")
        self.check("the checkout page leads to the provider", (303, True), (status, at_provider))
        status, headers, text = http("GET", self.window)
        if status != 302:
            raise Trouble(f"{self.name}: the window answers {status}: {text[:SAID_MAX]}")
        back = headers["location"]
        given = self.address_given()
        ours = f"{self.gateway.base}/callbacks/{self.provider}/{self.order['id']}/success?state="
        self.check("the provider was given our address, signed", True, given.startswith(ours))
        self.check("the window leads there", True, back.startswith(f"{given}&"))
        return back

    def pay_by_script(self):
        """Our page has PortOne's script open the window, with the address that stands in the page."""
        status, _, page = http("GET", self.order["checkout_url"])
        given = re.search(r'data-success-url="([^"]*)"', page)
        self.check("the checkout page is ours, with an address to return to", (200, True), (status, given is not None))
        back_to = html.unescape(given[1])
        ours = f"{self.gateway.base}/callbacks/portone/{self.order['id']}/success?state="
        self.check("the address is ours, signed", True, back_to.startswith(ours))
        query = urllib.parse.urlencode({"redirectUrl": back_to})
        status, headers, text = http("GET", f"{self.wiremock.base}/window/{self.order['id']}?{query}")
        if status != 302:
            raise Trouble(f"{self.name}: the window answers {status}: {text[:SAID_MAX]}")
        back = headers["location"]
        self.check("the window leads there", True, back.startswith(f"{back_to}&"))
        return back

    def address_given(self):
        """Where the provider was asked to send the buyer after a payment, from WireMock's journal."""
        name = {"toss": "successUrl", "kakaopay": "approval_url", "naverpay": "returnUrl"}[self.provider]
        return self.calls()[0].json()[name]

    def return_with(self, callback):
        asked = len(self.calls())
        forged = callback.replace("state=", "state=1", 1)
        status, _, _ = http("GET", forged)
        self.check("a forged return is refused and nothing asked", (403, asked), (status, len(self.calls())))
        ends = "awaiting_deposit" if self.method == "virtual_account" else "completed"
        for what in ("the return", "the same return again"):
            status, headers, text = http("GET", callback)
            if status != 303:
                raise Trouble(f"{self.name}: {what} answers {status}: {text[:SAID_MAX]}")
            self.check(f"{what} leads on", self.home(ends), headers["location"])
        self.check("the order knows", ends, self.now()["state"])

    def home(self, state):
        """Where the browser ends: at the shop, or on our page with the account."""
        if state == "awaiting_deposit":
            return self.order["checkout_url"]
        return f"{SHOP}?order_id={self.order['id']}&status={state}"

    def now(self):
        return self.gateway.call("checkout", "GET", f"/v1/orders/{self.order['id']}")

    def balance(self):
        return self.gateway.call("service", "GET", f"/v1/customers/{self.customer}/balance")["available"]

    def deposit(self):
        """The buyer transfers the money. Toss's webhook is a hint: it completes nothing that Toss does not confirm."""
        account = self.now()["deposit"]
        self.check("the account is told", ("011", "X790196000001"), (account["bank"], account["account_number"]))
        self.check("nothing is minted before the deposit", 0, self.balance())
        self.check("a webhook with another secret is refused", 401, self.webhook("1", "ps_another"))
        self.check("a webhook before the deposit is taken", 200, self.webhook("2", ACCOUNT_SECRET))
        until("the look after the webhook", self.looks)
        self.check("and changes nothing", ("awaiting_deposit", 0), (self.now()["state"], self.balance()))
        self.wiremock.admin("PUT", f"scenarios/{DEPOSIT}/state", {"state": "deposited"})
        self.check("the webhook of the deposit is taken", 200, self.webhook("3", ACCOUNT_SECRET))
        until("the order's end", lambda: self.now()["state"] == "completed")

    def webhook(self, number, secret):
        body = {
            "createdAt": "2022-01-01T00:00:00.000000",
            "secret": secret,
            "status": "DONE",
            "transactionKey": "9FF15E1A29D0E77C218F57262BFA4986",
            "orderId": self.order["id"],
        }
        headers = {"tosspayments-webhook-transmission-id": f"whtrans_{self.order['id']}_{number}"}
        return http("POST", f"{self.gateway.base}/webhooks/toss", body, headers)[0]

    def looks(self):
        """How often Toss was asked about the payment."""
        return sum(call.method == "GET" and not call.url.path.endswith("/checkout") for call in self.calls())

    def lot(self):
        lots = self.gateway.call("service", "GET", f"/v1/customers/{self.customer}/lots")["items"]
        self.check("there is one lot, of this payment", [self.order["payment_id"]], [lot["payment_id"] for lot in lots])
        return lots[0]

    def completed(self):
        self.order = self.now()
        self.check("the order is completed", "completed", self.order["state"])
        payment = self.payment()
        self.key = payment["payment_key"]
        told = (payment["amount"], payment["tax"]["vat"], payment["tax"]["tax_free"], payment["rest"])
        self.check("the payment is booked", (self.won, vat_of(self.won), 0, self.won), told)
        lot = self.lot()
        told = (lot["granted"], lot["remaining"], self.balance())
        self.check("the credits are there", (self.credits, self.credits, self.credits), told)

    def payment(self):
        return self.gateway.call("support", "GET", f"/v1/payments/{self.order['payment_id']}")

    def give_back(self):
        if self.spent:
            use = {"credits": self.spent, "meter": "video.generate", "reference": "walk"}
            self.gateway.call("service", "POST", f"/v1/customers/{self.customer}/spends", use)
        self.check("what is not used", self.unused, self.balance())
        payment = self.order["payment_id"]
        quote = self.gateway.call("support", "POST", f"/v1/payments/{payment}/refund-quotes")
        self.check("the quote", (self.back, self.unused), (quote["amount"], quote["credits"]))
        wanted = {"payment_id": payment, "quote_id": quote["id"], "reason": REASON}
        if self.method == "virtual_account":
            wanted["refund_account"] = ACCOUNT
        self.refund = self.gateway.call("support", "POST", "/v1/refunds", wanted)
        until("the refund's end", self.refund_ended)
        refund = self.refund
        told = (refund["state"], refund["amount"], refund["vat"], refund["credits"])
        self.check("the refund succeeded", ("succeeded", self.back, self.back_vat, self.unused), told)
        booked = self.payment()
        told = (booked["refunded"], booked["in_flight"], booked["cancelled_outside"], booked["rest"])
        self.check("the money is back", (self.back, 0, 0, self.won - self.back), told)
        lot = self.lot()
        told = (lot["granted"], lot["remaining"], lot["held"], lot["spent"], lot["refunded"], lot["revoked"])
        self.check("the credits are gone", (self.credits, 0, 0, self.spent, self.unused, 0), told)
        self.check("nothing is left", 0, self.balance())

    def refund_ended(self):
        self.refund = self.gateway.call("support", "GET", f"/v1/refunds/{self.refund['id']}")
        return self.refund["state"] not in ("requested", "sent")

    def calls(self):
        """What this walk had asked of the provider. The gateway asks again about the payments of earlier walks; those looks
        are left out, as they move no money."""

        def of_an_earlier(call):
            return call.method == "GET" and any(order in call.url.path for order in self.earlier)

        return [call for call in self.wiremock.journal() if not of_an_earlier(call)]

    def journal(self):
        """Everything that was asked of the provider, in order."""
        calls = self.calls()
        self.check("every call found its fixture", [], [call.url.path for call in calls if not call.matched])
        expected = CALLS[self.provider](self)
        wanted = [(call.method, call.path) for call in expected]
        found = [(call.method, call.url.path) for call in calls]
        self.check("each call was made once, and no other", wanted, found)
        if wanted == found:
            for call, asked in zip(expected, calls):
                self.compare(call, asked)

    def compare(self, call, asked):
        if call.what is None:
            return
        self.check(f"the {call.what} is signed", call.headers, {name: asked.headers.get(name) for name in call.headers})
        if call.body is None:
            sent = asked.body or None
        elif call.form:
            sent = asked.form()
        else:
            sent = asked.json()
        if call.what == "opening":
            # Other addresses and texts: they are checked where the buyer follows them.
            sent = {name: sent.get(name) for name in call.body}
        self.check(f"the {call.what} says what it must", call.body, sent)


class Call(typing.NamedTuple):
    """One request that a walk must have made. `what` is None for the buyer's own, in the provider's window."""

    method: str
    path: str
    what: str | None = None
    body: dict | None = None
    headers: dict = {}
    form: bool = False


def at_toss(walk):
    order, refund, key = walk.order["id"], walk.refund["id"], walk.key
    by_account = walk.method == "virtual_account"

    def post(path, what, idempotency, body):
        return Call("POST", path, what, body, {"authorization": basic(TOSS_KEY), "idempotency-key": idempotency})

    opening = {
        "method": "VIRTUAL_ACCOUNT" if by_account else "CARD",
        "amount": walk.won,
        "currency": "KRW",
        "orderId": order,
        "orderName": walk.order["title"],
    }
    cancel = {"cancelReason": f"{refund} {REASON}", "refundableAmount": walk.won}
    if walk.spent:
        cancel["cancelAmount"] = walk.back
    if by_account:
        # Toss's own code of the bank.
        cancel["refundReceiveAccount"] = {"bank": "06", "accountNumber": "110123457270", "holderName": "홍길동"}
    confirm = {"paymentKey": key, "orderId": order, "amount": walk.won}
    look = Call("GET", f"/v1/payments/{key}", "look", None, {"authorization": basic(TOSS_KEY), "idempotency-key": None})
    return [
        post("/v1/payments", "opening", order, opening),
        Call("GET", f"/v1/payments/{key}/checkout"),
        post("/v1/payments/confirm", "confirmation", f"confirm-{order}", confirm),
        # After each webhook that was believed enough for a look-up.
        *([look, look] if by_account else []),
        post(f"/v1/payments/{key}/cancel", "cancel", refund, cancel),
    ]


def at_kakaopay(walk):
    order, refund, tid = walk.order["id"], walk.refund["id"], walk.key
    names = {"cid": "TC0ONETIME", "partner_order_id": order, "partner_user_id": order}

    def post(act, what, body):
        headers = {"authorization": f"SECRET_KEY {KAKAOPAY_KEY}", "content-type": "application/json"}
        return Call("POST", f"/online/v1/payment/{act}", what, body, headers)

    opening = names | {"total_amount": walk.won, "tax_free_amount": 0, "vat_amount": vat_of(walk.won)}
    approval = names | {"tid": tid, "pg_token": "ad950e97794abfef4ce0", "total_amount": walk.won}
    cancel = {
        "cid": "TC0ONETIME",
        "tid": tid,
        "cancel_amount": walk.back,
        "cancel_tax_free_amount": 0,
        "cancel_vat_amount": walk.back_vat,
        "cancel_available_amount": walk.won,
        "payload": f"{refund} {REASON}",
    }
    return [
        post("ready", "opening", opening),
        Call("GET", f"/mockup/bridge/pc/pg/one-time/payment/{tid}"),
        post("approve", "approval", approval),
        # There are no idempotency keys: the payment is looked up before any refund.
        post("order", "look", {"cid": "TC0ONETIME", "tid": tid}),
        post("cancel", "cancel", cancel),
    ]


def at_naverpay(walk):
    order, refund, payment = walk.order["id"], walk.refund["id"], walk.key
    signed = {
        "x-naver-client-id": "walk-client",
        "x-naver-client-secret": "walk-secret",
        "x-naverpay-chain-id": "walk-chain",
    }

    def post(path, what, idempotency, body, form=True):
        headers = signed | {"x-naverpay-idempotency-key": idempotency}
        return Call("POST", f"{NAVERPAY_API}{path}", what, body, headers, form)

    opening = {
        "modelVersion": "2",
        "merchantPayKey": order,
        # Naver Pay shows the number beside the name: productName is that of one product.
        "productName": "1,000 credits package" if walk.product == "package-1000" else walk.order["title"],
        "productCount": walk.quantity,
        "totalPayAmount": walk.won,
        "taxScopeAmount": walk.won,
        "taxExScopeAmount": 0,
    }
    cancel = {
        "paymentId": payment,
        "merchantPayTransactionKey": refund,
        "cancelAmount": str(walk.back),
        "cancelReason": f"{refund} {REASON}",
        "cancelRequester": "2",
        "taxScopeAmount": str(walk.back),
        "taxExScopeAmount": "0",
        "doCompareRest": "1",
        "expectedRestAmount": str(walk.won - walk.back),
    }
    return [
        post("/v2/reserve", "opening", order, opening, form=False),
        Call("GET", urllib.parse.urlsplit(walk.window).path),
        post("/v2.2/apply/payment", "approval", f"ap-{payment}", {"paymentId": payment}),
        post("/v1/cancel", "cancel", refund, cancel),
    ]


def at_portone(walk):
    order, refund = walk.order["id"], walk.refund["id"]
    token = f"walk-token-{order}"
    by_token = f"confirm-{order}-{hashlib.sha256(token.encode()).hexdigest()[:16]}"

    def post(act, what, idempotency, body):
        headers = {"authorization": f"PortOne {PORTONE_KEY}", "idempotency-key": f'"{idempotency}"'}
        return Call("POST", f"/payments/{order}/{act}", what, body, headers)

    signed = {"authorization": f"PortOne {PORTONE_KEY}", "idempotency-key": None}
    look = Call("GET", f"/payments/{order}", "look", None, signed)
    amount = {"storeId": "store-walk", "totalAmount": walk.won, "taxFreeAmount": 0, "currency": "KRW"}
    confirm = amount | {"paymentToken": token, "isTest": True}
    cancel = {
        "storeId": "store-walk",
        "amount": walk.back,
        "reason": f"{refund} {REASON}",
        "requester": "ADMIN",
        "currentCancellableAmount": walk.won,
    }
    return [
        post("pre-register", "opening", order, amount),
        Call("GET", f"/window/{order}"),
        post("confirm", "confirmation", by_token, confirm),
        # A confirmation's answer says too little; and a payment is looked at before it is cancelled.
        look,
        look,
        post("cancel", "cancel", refund, cancel),
    ]


CALLS = {"toss": at_toss, "kakaopay": at_kakaopay, "naverpay": at_naverpay, "portone": at_portone}


def main():
    gateway = Gateway(sys.argv[1], sys.argv[2])
    part = {"product": "package-1000", "quantity": 3, "spent": 250}
    walks = [
        Walk(gateway, "toss card, a part", "toss", "card", **part),
        Walk(gateway, "toss card, all of it", "toss", "card"),
        Walk(gateway, "toss account, a part", "toss", "virtual_account", **part),
        Walk(gateway, "toss account, all of it", "toss", "virtual_account"),
        Walk(gateway, "kakaopay, a part", "kakaopay", **part),
        Walk(gateway, "kakaopay, all of it", "kakaopay"),
        Walk(gateway, "naverpay, a part", "naverpay", **part),
        Walk(gateway, "naverpay, all of it", "naverpay"),
        Walk(gateway, "portone card, all of it", "portone", "card"),
    ]
    try:
        gateway.start()
        for place, walk in enumerate(walks):
            walk.run(walks[:place])
        seen = [len(walk.calls()) for walk in walks]
        check("the gateway ends when told to", 0, gateway.stop())
        check("nothing was asked after the walks", seen, [len(walk.calls()) for walk in walks])
        code, said = gateway.run("audit")
        holds = re.search(r"^all [0-9]+ invariants hold$", said, re.MULTILINE)
        check("the audit finds nothing broken", (0, True), (code, holds is not None))
    except (Trouble, OSError) as trouble:
        check("the walks are made", "no trouble", f"{type(trouble).__name__}: {trouble}")
    finally:
        gateway.end()
    if failed:
        print(gateway.log())
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
