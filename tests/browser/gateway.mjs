// `credit-gateway dev` as a process of its own, with a new database, and its API.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createShop } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** To start; about one second on an idle machine. */
const START_SECONDS_MAX = 60;
/** For what the gateway's own jobs do; milliseconds on an idle machine. */
const WAIT_SECONDS_MAX = 30;

/** Waits until `ready` gives something, and gives it. */
export async function until(what, ready, seconds = WAIT_SECONDS_MAX) {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
        const found = await ready();
        if (found) return found;
        await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${what}: not within ${seconds} s`);
}

async function freePort() {
    const server = createServer();
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

export class Gateway {
    /** Starts it with further arguments, and waits until it answers. */
    static async start(...more) {
        const gateway = new Gateway();
        gateway.folder = await mkdtemp(join(tmpdir(), "browser-"));
        const port = await freePort();
        gateway.url = `http://127.0.0.1:${port}`;
        await gateway.openShop();
        const database = `sqlite:${gateway.folder}/gateway.db`;
        const args = ["dev", "--listen", `127.0.0.1:${port}`, "--database-url", database, ...more];
        gateway.process = spawn(process.env.PROGRAM, args, { cwd: gateway.folder });
        gateway.said = "";
        for (const stream of [gateway.process.stdout, gateway.process.stderr]) {
            stream.on("data", (data) => (gateway.said += data));
        }
        try {
            await until("the gateway answers", () => gateway.answers(), START_SECONDS_MAX);
        } catch (error) {
            throw new Error(`${error.message}\n${gateway.said}`);
        }
        const keys = await readFile(join(gateway.folder, "data", "dev.env"), "utf8");
        gateway.keys = Object.fromEntries([...keys.matchAll(/(\w+)_KEY=['"]?([\w]+)/g)].map(([, role, key]) => [role.toLowerCase(), key]));
        // Of the operator `demo` at the desk.
        gateway.password = keys.match(/^DESK_PASSWORD=(.+)$/m)[1];
        return gateway;
    }

    /** The seller's page, where buyers end. It shows the query that it was opened with. */
    async openShop() {
        this.shopServer = createShop((request, answer) => {
            const { search } = new URL(request.url, "http://shop");
            answer.setHeader("content-type", "text/html; charset=utf-8");
            answer.end(`<!doctype html><html lang="en"><title>shop</title><link rel="icon" href="data:,"><p id="query">${search.replace(/[^\w=&?-]/g, "")}`);
        });
        await new Promise((done) => this.shopServer.listen(0, "127.0.0.1", done));
        this.shop = `http://127.0.0.1:${this.shopServer.address().port}/done`;
    }

    async answers() {
        if (this.process.exitCode !== null) throw new Error("the gateway ended");
        try {
            return (await fetch(`${this.url}/readyz`)).ok;
        } catch {
            return false;
        }
    }

    async stop() {
        const ended = new Promise((done) => this.process.once("exit", done));
        if (this.process.exitCode === null) {
            this.process.kill("SIGTERM");
            await ended;
        }
        this.shopServer.close();
        await rm(this.folder, { recursive: true, force: true });
    }

    /** A request of the API by a key of the role; its answer, which must not be a problem. */
    async api(role, method, path, body) {
        const headers = { authorization: `Bearer ${this.keys[role]}` };
        if (body !== undefined) headers["content-type"] = "application/json";
        if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
        const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        return text && JSON.parse(text);
    }

    /** An order of the customer; what is not said is three packages. */
    order(customer, fields) {
        const order = { customer_id: customer, product: "package-1000", quantity: 3, return_url: this.shop, ...fields };
        return this.api("checkout", "POST", "/v1/orders", order);
    }

    /** Adds an operator of the desk with a password that is replaced at the first sign-in. */
    async operator(name, role, password) {
        const args = ["operator", "add", "--role", role, "--password-stdin", "--database-url", `sqlite:${this.folder}/gateway.db`, name];
        const program = spawn(process.env.PROGRAM, args, { stdio: ["pipe", "ignore", "inherit"] });
        program.stdin.end(`${password}\n`);
        const code = await new Promise((done) => program.once("exit", done));
        if (code !== 0) throw new Error(`operator add: exit code ${code}`);
    }

    /** Writes into the database behind the gateway's back. False where there is no program for that. */
    async behind(sql) {
        const program = spawn("sqlite3", ["-cmd", ".timeout 10000", `${this.folder}/gateway.db`, sql], { stdio: ["ignore", "ignore", "inherit"] });
        const code = await new Promise((done) => program.once("exit", done).once("error", () => done(null)));
        if (code !== null && code !== 0) throw new Error(`sqlite3: exit code ${code}`);
        return code === 0;
    }

    /** Lets the time pass, for the gateway and its simulators. Sessions of the desk end by it. */
    pass(seconds) {
        return this.sandbox("POST", "/clock/advance", { seconds });
    }

    /** The day of Seoul. */
    async today() {
        return (await this.sandbox("GET", "/clock")).now.slice(0, 10);
    }

    balance(customer) {
        return this.api("service", "GET", `/v1/customers/${customer}/balance`);
    }

    /** What is asked of the simulators, which need no key. */
    async sandbox(method, path, body) {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`${this.url}/sandbox${path}`, { method, headers, body: body && JSON.stringify(body) });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} /sandbox${path}: ${answer.status} ${text}`);
        return text && JSON.parse(text);
    }
}
