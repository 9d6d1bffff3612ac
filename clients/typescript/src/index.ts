// A client of credit-gateway. The types of paths, bodies and answers are generated from its OpenAPI document.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type { components, paths };

/** A thing of the API by its name in the OpenAPI document, such as `Schema<"Order">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** Where a gateway is, and who asks. */
export interface Gateway {
  /** The gateway's address without `/v1`, such as `https://pay.example.com`. */
  baseUrl: string;
  /** An API key of the role that the calls need. It belongs on a server, never in a browser. */
  key: string;
  /** The function that sends requests; the platform's own where it is left out. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client under one API key. Nothing is retried by it: repeat an act under the same `Idempotency-Key` when its answer
 * did not arrive.
 */
export function creditGateway(of: Gateway): Client<paths> {
  return createClient<paths>({
    baseUrl: of.baseUrl,
    fetch: of.fetch,
    headers: { Authorization: `Bearer ${of.key}` },
  });
}
