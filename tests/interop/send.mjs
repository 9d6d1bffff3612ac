// Signs a deposit notice with the published JavaScript library and sends it:
// send.mjs URL SECRET ID BODY [TAMPERED]
//
// Prints the status of the answer. With a fifth argument, that body is sent instead of the signed one.

import { createRequire } from "node:module";

// The library is installed in the working directory, not beside the script.
const { Webhook } = createRequire(`${process.cwd()}/`)("standardwebhooks");

const [url, secret, id, body, tampered] = process.argv.slice(2);
const now = new Date();
const signature = new Webhook(secret).sign(id, now, body);
const answer = await fetch(url, {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": Math.floor(now.getTime() / 1000).toString(),
    "webhook-signature": signature,
  },
  body: tampered ?? body,
});
console.log(answer.status);
