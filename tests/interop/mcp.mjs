// Does the Model Context Protocol's own client understand `credit-gateway mcp`? Starts the program given first against
// the gateway at the address given second, and asks as a model would. Prints a line for each check.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [program, url, customer] = process.argv.slice(2);
const required = createRequire(`${process.cwd()}/package.json`);
const load = (name) => import(pathToFileURL(required.resolve(name)));
const { Client } = await load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = await load("@modelcontextprotocol/sdk/client/stdio.js");
const { default: Ajv } = await load("ajv/dist/2020.js");

const check = (what, holds, found) => console.log(holds ? `ok      mcp: ${what}` : `FAILED  mcp: ${what}: ${JSON.stringify(found)}`);

const client = new Client({ name: "interop", version: "1" });
await client.connect(
  new StdioClientTransport({
    command: program,
    args: ["mcp", "--url", url, "--log-filter", "warn"],
    env: { CREDIT_GATEWAY_ASSISTANT_KEY: process.env.ASSISTANT_KEY },
  }),
);
check("the server says who it is", client.getServerVersion().name === "credit-gateway", client.getServerVersion());
check("and what a model should know", client.getInstructions().includes("a person approves it"), client.getInstructions());

const { tools } = await client.listTools();
const ajv = new Ajv({ strict: false, validateFormats: false });
const invalid = tools.filter((tool) => !ajv.validateSchema(tool.inputSchema)).map((tool) => tool.name);
check(`the arguments of ${tools.length} tools are valid schemas`, tools.length > 20 && invalid.length === 0, invalid);
const fits = (name, given) => ajv.compile(tools.find((tool) => tool.name === name).inputSchema)(given);
check("good arguments fit their schema", fits("get_v1_customers_id_balance", { id: customer }), ajv.errors);
check("others do not", !fits("get_v1_customers_id_balance", { name: customer }), "valid");

const balance = await client.callTool({ name: "get_v1_customers_id_balance", arguments: { id: customer } });
check("a balance is read", JSON.parse(balance.content[0].text).available === 1000, balance);
const refused = await client.callTool({ name: "get_v1_refunds_id", arguments: { id: "ref_unknown" } });
check("what the gateway refuses is an error that a model reads", refused.isError === true, refused);
await client.close();
