// Verifies a message that was received with the published JavaScript library: verify.mjs FILE SECRET
//
// Prints the type of the event, or `refused`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The library is installed in the working directory, not beside the script.
const { Webhook } = createRequire(`${process.cwd()}/`)("standardwebhooks");

const [file, secret] = process.argv.slice(2);
const { headers, body } = JSON.parse(readFileSync(file, "utf8"));
try {
  console.log(new Webhook(secret).verify(body, headers).type);
} catch {
  console.log("refused");
}
