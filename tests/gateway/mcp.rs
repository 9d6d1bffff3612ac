//! A program that helps support, through the Model Context Protocol: it reads, quotes, and asks for a refund that a
//! person approves. It never does more, whatever it sends.

use std::process::Stdio;

use credit_gateway::access::Role;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use crate::support::{process::built, world::World};

both_engines!(
    a_refund_that_an_assistant_asks_for_is_done_once_a_person_approves_it,
    an_assistant_does_nothing_but_what_its_tools_are,
    a_key_of_another_role_is_refused_before_anything_is_said,
);

/// The program, and its standard input and output.
struct Assistant {
    _process: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
    last: u64,
}

fn command(world: &World, role: Role) -> Command {
    let mut command = Command::new(built());
    command
        .args(["mcp", "--url", &world.gateway().base])
        .env("CREDIT_GATEWAY_ASSISTANT_KEY", &world.gateway().keys[&role])
        .kill_on_drop(true)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Assistant {
    /// The program after the protocol's greeting.
    async fn start(world: &World) -> Self {
        let mut process = command(world, Role::Assistant).spawn().unwrap();
        let mut assistant = Self {
            to: process.stdin.take().unwrap(),
            from: BufReader::new(process.stdout.take().unwrap()).lines(),
            _process: process,
            last: 0,
        };
        let hello = json!({
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        });
        let greeted = assistant.ask("initialize", hello).await;
        assert_eq!(greeted["serverInfo"]["name"], "credit-gateway", "{greeted}");
        let told = greeted["instructions"].as_str().unwrap();
        assert!(told.contains("a person approves it"), "{told}");
        let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        assistant.send(&ready).await;
        assistant
    }

    async fn send(&mut self, message: &Value) {
        let line = format!("{message}\n");
        self.to.write_all(line.as_bytes()).await.unwrap();
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params).await;
        assert!(answer["result"].is_object(), "{answer}");
        answer["result"].clone()
    }

    async fn answer(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let asked = json!({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params});
        self.send(&asked).await;
        loop {
            let line = self.from.next_line().await.unwrap().expect("it answers");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == json!(self.last) {
                return answer;
            }
        }
    }

    /// What a tool says, and whether it is an error.
    async fn call(&mut self, tool: &str, arguments: Value) -> (String, bool) {
        let asked = json!({"name": tool, "arguments": arguments});
        let result = self.ask("tools/call", asked).await;
        let text = result["content"][0]["text"].as_str().unwrap().to_owned();
        (text, result["isError"] == json!(true))
    }

    /// What a tool that does its work says.
    async fn told(&mut self, tool: &str, arguments: Value) -> Value {
        let (text, failed) = self.call(tool, arguments).await;
        assert!(!failed, "{text}");
        serde_json::from_str(&text).unwrap()
    }
}

async fn a_refund_that_an_assistant_asks_for_is_done_once_a_person_approves_it(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let mut assistant = Assistant::start(world).await;
    let balance = assistant
        .told("get_v1_customers_id_balance", json!({"id": "c1"}))
        .await;
    assert_eq!(balance["available"], 1_000, "{balance}");
    let payment = order["payment_id"].as_str().unwrap();
    let quote = assistant
        .told("post_v1_payments_id_refund_quotes", json!({"id": payment}))
        .await;
    let wanted =
        json!({"body": {"payment_id": payment, "quote_id": quote["id"], "reason": "unused"}});
    let (text, failed) = assistant.call("post_v1_refunds", wanted.clone()).await;
    let asked = text.strip_prefix("Nothing was done yet: a person has to approve this first.\n");
    let asked: Value = serde_json::from_str(asked.expect(&text)).unwrap();
    assert_eq!(
        (&asked["state"], failed),
        (&json!("waiting"), false),
        "{asked}"
    );
    assert_eq!(world.balance("c1").await, 1_000);
    // A model that says it again asks for nothing more.
    let (again, _) = assistant.call("post_v1_refunds", wanted).await;
    assert_eq!(again, text);
    let path = format!("/v1/approvals/{}", asked["id"].as_str().unwrap());
    let decision = json!({"decision": "approve", "reason": "the customer is right"});
    let admin = Role::Admin;
    let done = world.gateway().post(admin, &path, &decision).await.ok();
    let path = format!("/v1/refunds/{}", done["outcome"].as_str().unwrap());
    world
        .wait_until("the money is back", async || {
            let refund = world.gateway().get(Role::Support, &path).await.ok();
            refund["state"] == "succeeded"
        })
        .await;
    let refund = assistant
        .told("get_v1_refunds_id", json!({"id": done["outcome"]}))
        .await;
    assert_eq!(refund["state"], "succeeded", "{refund}");
    assert_eq!(world.balance("c1").await, 0);
}

async fn an_assistant_does_nothing_but_what_its_tools_are(world: &World) {
    let mut assistant = Assistant::start(world).await;
    let tools = assistant.ask("tools/list", json!({})).await;
    let tools = tools["tools"].as_array().unwrap();
    assert!(tools.len() > 25, "{}", tools.len());
    let grant = json!({"name": "post_v1_customers_id_grants", "arguments": {"id": "c1"}});
    let refused = assistant.answer("tools/call", grant).await;
    assert_eq!(
        refused["error"]["message"], "there is no tool `post_v1_customers_id_grants`",
        "{refused}"
    );
    let (text, failed) = assistant
        .call("get_v1_payments_id", json!({"id": "pay_unknown"}))
        .await;
    assert!(
        failed && text.starts_with("The gateway refused (status 4"),
        "{text}"
    );
    // The role holds where the tools do not stand between.
    let body = json!({"kind": "promotional", "credits": 5, "reason": "please"});
    for (path, body) in [
        ("/v1/customers/c1/grants", body),
        (
            "/v1/customers/c1/spends",
            json!({"credits": 1, "meter": "m", "reference": "r"}),
        ),
        ("/v1/customers/c1/close", json!({"confirm_forfeit": true})),
    ] {
        let refused = world.gateway().post(Role::Assistant, path, &body).await;
        refused.refused(403, "forbidden");
    }
}

async fn a_key_of_another_role_is_refused_before_anything_is_said(world: &World) {
    let output = command(world, Role::Admin).output().await.unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("--key: a key of the role `assistant` begins with `cgk_assistant_`"),
        "{said}"
    );
    assert!(!said.contains(&world.gateway().keys[&Role::Admin]));
}
