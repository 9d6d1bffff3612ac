"""The gateway as a process of its own, with the real WireMock for its providers, and both of them as tests see them."""

import base64
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

# Keys of the required form for test keys: WireMock only checks that there is one.
TOSS_KEY = "test_sk_walk0000000000000000000000"
KAKAOPAY_KEY = "DEVWALK000000000000000000000000000000000"
PORTONE_KEY = "walk-secret-of-portone-0000000000"
# No request follows the buyer's return: there is no shop.
SHOP = "http://127.0.0.1:9/done"
START_SECONDS_MAX = 30
# The maximum wait for a job; answers take milliseconds.
WAIT_SECONDS_MAX = 30
POLL_SECONDS = 0.05


class Trouble(Exception):
    """The walk cannot go on."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


# A proxy from the environment must not be used for this machine's own addresses.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)


def http(method, url, body=None, headers=None):
    """Status, headers and text of an answer. Redirects are not followed: where they lead is looked at."""
    headers = dict(headers or {})
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        headers["content-type"] = "application/json"
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with opener.open(request, timeout=WAIT_SECONDS_MAX) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


def until(what, ready):
    """What `ready` gives, once it gives something."""
    end = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(POLL_SECONDS)
    raise Trouble(f"{what}: not within {WAIT_SECONDS_MAX} s")


class WireMock:
    """The server that stands for one provider."""

    def __init__(self, provider):
        self.base = os.environ[f"WIREMOCK_{provider.upper()}"]

    def admin(self, method, path, body=None):
        status, _, text = http(method, f"{self.base}/__admin/{path}", body)
        if status != 200:
            raise Trouble(f"WireMock answers {method} {path} with {status}: {text}")
        return json.loads(text) if text else {}

    def forget(self):
        """Begins anew: an empty journal, every scenario at its start."""
        self.admin("DELETE", "requests")
        self.admin("POST", "scenarios/reset")

    def journal(self):
        """What was asked so far, the oldest first."""
        events = self.admin("GET", "requests")["requests"]
        return [Asked(event) for event in reversed(events)]


class Asked:
    """One request in WireMock's journal."""

    def __init__(self, event):
        request = event["request"]
        self.method = request["method"]
        self.url = urllib.parse.urlsplit(request["url"])
        self.headers = {name.lower(): value for name, value in request["headers"].items()}
        self.body = request["body"]
        self.matched = event["wasMatched"]

    def json(self):
        return json.loads(self.body)

    def form(self):
        pairs = urllib.parse.parse_qsl(self.body, keep_blank_values=True, strict_parsing=True)
        form = dict(pairs)
        if len(form) != len(pairs):
            raise Trouble(f"a field stands twice in the form sent to {self.url.path}")
        return form


class Gateway:
    """`credit-gateway serve` on a fresh SQLite file."""

    def __init__(self, program, folder):
        self.program = program
        self.log_file = f"{folder}/gateway.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.base = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            "DATABASE_URL": f"sqlite:{folder}/gateway.db",
            "CREDIT_GATEWAY_LISTEN": self.base.removeprefix("http://"),
            "CREDIT_GATEWAY_PUBLIC_URL": self.base,
            "CREDIT_GATEWAY_SIGNING_KEY": "a key that signs return URLs in a walk",
            "CREDIT_GATEWAY_ACCOUNT_KEYS": "cg_account_key_" + "A" * 43,
            "CREDIT_GATEWAY_RETURN_ORIGINS": "http://127.0.0.1:9",
            "CREDIT_GATEWAY_TOSS_URL": os.environ["WIREMOCK_TOSS"],
            "CREDIT_GATEWAY_TOSS_SECRET_KEY": TOSS_KEY,
            "CREDIT_GATEWAY_KAKAOPAY_URL": os.environ["WIREMOCK_KAKAOPAY"],
            "CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY": KAKAOPAY_KEY,
            "CREDIT_GATEWAY_NAVERPAY_URL": os.environ["WIREMOCK_NAVERPAY"],
            "CREDIT_GATEWAY_NAVERPAY_WINDOW_URL": os.environ["WIREMOCK_NAVERPAY"],
            "CREDIT_GATEWAY_NAVERPAY_CLIENT_ID": "walk-client",
            "CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET": "walk-secret",
            "CREDIT_GATEWAY_NAVERPAY_CHAIN_ID": "walk-chain",
            "CREDIT_GATEWAY_PORTONE_URL": os.environ["WIREMOCK_PORTONE"],
            "CREDIT_GATEWAY_PORTONE_API_SECRET": PORTONE_KEY,
            "CREDIT_GATEWAY_PORTONE_STORE_ID": "store-walk",
            "CREDIT_GATEWAY_PORTONE_CHANNELS": "card=channel-key-walk",
            "CREDIT_GATEWAY_PORTONE_WEBHOOK_SECRETS": "whsec_" + "A" * 44,
            "CREDIT_GATEWAY_PORTONE_TEST": "true",
        }
        self.keys = {}
        self.asked = 0
        self.process = None

    def run(self, *arguments):
        """A command of the program, run to its end: exit code and what it printed."""
        command = [self.program, *arguments]
        ended = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout + ended.stderr

    def must(self, *arguments):
        code, said = self.run(*arguments)
        if code != 0:
            raise Trouble(f"{' '.join(arguments)} ends with {code}: {said}")
        return said

    def start(self):
        self.must("migrate")
        for role in ("checkout", "service", "support"):
            said = self.must("key", "create", "--role", role, "--name", "walk")
            self.keys[role] = said.split()[-1]
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen([self.program, "serve"], env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if http("GET", f"{self.base}/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(POLL_SECONDS)
        raise Trouble("the gateway does not start")

    def stop(self):
        """Told to stop, as by an operator: the exit code."""
        self.process.terminate()
        return self.process.wait(timeout=WAIT_SECONDS_MAX)

    def end(self):
        """Whatever happened, nothing is left running."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def log(self):
        """What the running program said; nothing, when it never ran."""
        if self.process is None:
            return ""
        with open(self.log_file, encoding="utf-8") as log:
            return log.read()

    def call(self, role, method, path, body=None):
        """The JSON that the API answers; anything but a success ends the walk."""
        self.asked += 1
        headers = {"authorization": f"Bearer {self.keys[role]}"}
        if method == "POST":
            headers["idempotency-key"] = f"walk-{self.asked}"
        status, _, text = http(method, f"{self.base}{path}", body, headers)
        if not 200 <= status < 300:
            raise Trouble(f"{method} {path} answers {status}: {text}")
        return json.loads(text)


def basic(key):
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()
