// Buys, spends, holds and refunds through the package for TypeScript. walk.mjs BASE
//
// BASE is the address of a gateway in development mode; its keys are in the environment. The compiler checks this
// file against the document first: a missing or mistyped argument fails there.
import { creditGateway, type Schema } from "credit-gateway-client";

declare const process: { argv: string[]; env: Record<string, string>; exit(code: number): never };

type Order = Schema<"Order">;

const base = process.argv[2];
const customer = "typescript-client";
const depositor = "이타입";
// A simulated deposit reaches the books within moments.
const waitSeconds = 20;
let passed = 0;
let failed = 0;

function check<T>(what: string, expected: T, found: T | undefined): void {
  if (expected === found) {
    passed += 1;
    console.log(`ok      ${what}`);
  } else {
    failed += 1;
    console.log(`FAILED  ${what}: expected ${expected}, found ${found}`);
  }
}

const client = (role: "CHECKOUT" | "SERVICE" | "SUPPORT") =>
  creditGateway({ baseUrl: base, key: process.env[`${role}_KEY`] });

const fresh = () => ({ "Idempotency-Key": crypto.randomUUID() });

function given<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

const checkout = client("CHECKOUT");
const service = client("SERVICE");
const support = client("SUPPORT");

async function balance(): Promise<number> {
  const path = { id: customer };
  return given(await service.GET("/v1/customers/{id}/balance", { params: { path } })).available;
}

async function bought(): Promise<Order> {
  const body = {
    customer_id: customer,
    product: "direct-1000",
    quantity: 1,
    return_url: "http://127.0.0.1:3000/done",
    provider: "bank",
    method: "bank_transfer" as const,
    depositor_name: depositor,
  };
  let order = given(await checkout.POST("/v1/orders", { params: { header: fresh() }, body }));
  check("an order waits for its deposit", "awaiting_deposit", order.state);
  await fetch(`${base}/sandbox/bank/deposits`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ depositor_name: depositor, amount: order.amount }),
  });
  const until = Date.now() + waitSeconds * 1000;
  while (order.state !== "completed" && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    order = given(await checkout.GET("/v1/orders/{id}", { params: { path: { id: order.id } } }));
  }
  check("its deposit completes it", "completed", order.state);
  return order;
}

const order = await bought();
check("the credits are there", 1000, await balance());
const of = { path: { id: customer } };
const spend = given(
  await service.POST("/v1/customers/{id}/spends", {
    params: { ...of, header: fresh() },
    body: { credits: 100, meter: "video.generate", reference: "request-1" },
  }),
);
check("a spend takes credits", 900, spend.balance);
const hold = given(
  await service.POST("/v1/customers/{id}/holds", {
    params: { ...of, header: fresh() },
    body: { credits: 200, expires_in: 600, meter: "video.generate", reference: "request-2" },
  }),
);
check("a hold is open", "open", hold.state);
check("a hold sets credits aside", 700, await balance());
const captured = given(
  await service.POST("/v1/holds/{id}/capture", {
    params: { path: { id: hold.id }, header: fresh() },
    body: { credits: 50 },
  }),
);
check("a hold is captured", "captured", captured.state);
check("the rest of the hold comes back", 850, await balance());
const payment = order.payment_id ?? "";
const quote = given(
  await support.POST("/v1/payments/{id}/refund-quotes", { params: { path: { id: payment }, header: fresh() } }),
);
check("a quote is of the unused part", 8500, quote.amount);
const refund = given(
  await support.POST("/v1/refunds", {
    params: { header: fresh() },
    body: {
      payment_id: payment,
      quote_id: quote.id,
      reason: "고객 변심",
      refund_account: { bank: "088", account_number: "110123456789", holder: depositor },
    },
  }),
);
check("a refund of a bank transfer waits for a person", "by_hand", refund.state);
check("a refund is of what was quoted", 8500, refund.amount);
check("the credits are gone", 0, await balance());
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
