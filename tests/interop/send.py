"""Signs a deposit notice with the published Python library and sends it: send.py URL SECRET ID BODY [TAMPERED]

Prints the status of the answer. With a fifth argument, that body is sent instead of the one that was signed.
"""

import datetime
import sys
import urllib.error
import urllib.request

from standardwebhooks.webhooks import Webhook

url, secret, message, body = sys.argv[1:5]
sent = sys.argv[5] if len(sys.argv) > 5 else body
now = datetime.datetime.now(tz=datetime.timezone.utc)
signature = Webhook(secret).sign(msg_id=message, timestamp=now, data=body)
headers = {
    "content-type": "application/json",
    "webhook-id": message,
    "webhook-timestamp": str(int(now.timestamp())),
    "webhook-signature": signature,
}
request = urllib.request.Request(url, data=sent.encode(), headers=headers, method="POST")
try:
    with urllib.request.urlopen(request, timeout=10) as answer:
        print(answer.status)
except urllib.error.HTTPError as refused:
    print(refused.code)
