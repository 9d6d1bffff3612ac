"""Verifies a message that was received with the published Python library: verify.py FILE SECRET

Prints the type of the event, or `refused`.
"""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

with open(sys.argv[1]) as file:
    message = json.load(file)
try:
    print(Webhook(sys.argv[2]).verify(message["body"], message["headers"])["type"])
except WebhookVerificationError:
    print("refused")
